#include "formats/kinds.h"

#include "asn1/der.h"
#include "asn1/oids.h"
#include "cert/certtime.h"
#include "formats/certs/ctl.h"
#include "formats/certs/spc.h"
#include "formats/certs/sst.h"
#include "formats/foreign.h"
#include "formats/key/msblob.h"
#include "formats/key/pbe.h"
#include "formats/key/pkcs1.h"
#include "formats/key/pkcs8.h"
#include "formats/key/pvk.h"
#include "formats/signed/pe.h"
#include "formats/signed/signed.h"

/* ---- the readers, in one form ---- */

/* k may be NULL: the error is set then. */
static bool
keep_key(struct kind_reading *r, struct key *k, struct err *e)
{
	if (k == NULL)
		return false;
	k->was_encrypted |= r->decrypted;
	r->c->encrypted |= k->was_encrypted;
	return keylist_add(&r->c->keys, k, e);
}

/* Each form of the password in turn: `read` is one try. */
static bool
try_forms(struct view in, struct kind_reading *r, struct key *(*read)(
    struct view in, const struct pbe_password *password,
    struct kind_reading *r, struct err *e), struct err *e)
{
	const struct passforms *f = r->passwords.file;
	struct key *k = read(in, f->count != 0 ? &f->form[0] : NULL, r, e);

	for (size_t i = 1; k == NULL && i < f->count &&
	    e->code == ERR_PASSWORD; i++) {
		err_clear(e);
		k = read(in, &f->form[i], r, e);
	}
	return keep_key(r, k, e);
}

static struct key *
try_pvk(struct view in, const struct pbe_password *password,
    struct kind_reading *r, struct err *e)
{
	return pvk_read(in, password != NULL ? &password->raw : NULL,
	    r->limits, e);
}

static bool
read_pvk(struct view in, struct kind_reading *r, struct err *e)
{
	return try_forms(in, r, try_pvk, e);
}

static bool
read_keyblob(struct view in, struct kind_reading *r, struct err *e)
{
	return keep_key(r, msblob_read(in, r->limits, e), e);
}

static bool
read_pkcs8(struct view der, struct kind_reading *r, struct err *e)
{
	return keep_key(r, pkcs8_read(der, r->limits, e), e);
}

static struct key *
try_pkcs8(struct view der, const struct pbe_password *password,
    struct kind_reading *r, struct err *e)
{
	return pkcs8_read_encrypted(der, password, r->limits, &r->iterations,
	    e);
}

static bool
warn_of_oddity(struct view der, struct kind_reading *r, struct err *e)
{
	struct pbe_oddity odd = { 0, 0 };
	struct der d = der_open(der), seq;
	struct tlv algorithm;

	if (!der_enter(&d, DER_SEQUENCE, &seq) ||
	    !der_take(&seq, DER_SEQUENCE, &algorithm))
		return true;
	return pbe_find_oddity(algorithm.whole, &odd, e) && (odd.asked == 0 ||
	    contents_warn(r->c, e, PBE_ODDITY, odd.asked, odd.taken));
}

static bool
read_pkcs8_encrypted(struct view der, struct kind_reading *r, struct err *e)
{
	return try_forms(der, r, try_pkcs8, e) && warn_of_oddity(der, r, e);
}

static bool
read_traditional(struct view der, struct kind_reading *r, struct err *e)
{
	return keep_key(r, pkcs1_read(der, r->limits, e), e);
}

static bool
read_pfx(struct view der, struct kind_reading *r, struct err *e)
{
	return pfx_read(der, &r->passwords, r->limits, r->c, e);
}

static bool
read_cert(struct view der, struct kind_reading *r, struct err *e)
{
	struct cert *cert = cert_new(der, e);

	return cert != NULL && certlist_add(&r->c->certs, cert, e);
}

static bool
read_pkcs7(struct view der, struct kind_reading *r, struct err *e)
{
	return spc_read(der, r->limits, r->c, e);
}

/* Microsoft's lists of certificates look like a catalogue. */
static bool
note_ctl(const struct ctl *c, struct kind_reading *r, struct err *e)
{
	bool roots = ctl_is_for(c, view_str(OID_ROOT_LIST_SIGNER));
	char when[CERTTIME_MAX];
	size_t n;

	if ((!roots && !ctl_is_for(c, view_str(OID_DISALLOWED_LIST))) ||
	    !c->dated || !der_count(c->entries, SIZE_MAX - 1, &n))
		return true;
	return contents_warn(r->c, e, "a list of %zu %s of %s (see "
	    "crosscert roots)", n, roots ? "trusted roots" :
	    "disallowed certificates", certtime_iso(c->this_update, when));
}

static bool
read_cat(struct view der, struct kind_reading *r, struct err *e)
{
	struct signed_data s = SIGNED_DATA_INIT;
	struct err why = ERR_INIT;
	struct ctl list;
	bool ok = read_pkcs7(der, r, e);

	if (ok && signed_read(der, r->limits, &s, &why) &&
	    ctl_open(&list, s.content, &why))
		ok = note_ctl(&list, r, e);
	else if (ok && why.code == ERR_MEMORY)
		ok = err_memory(e);
	signed_clear(&s);
	return ok;
}

static bool
read_sst(struct view in, struct kind_reading *r, struct err *e)
{
	return sst_read(in, r->limits, r->c, e);
}

static bool
read_one_element(struct view in, struct kind_reading *r, struct err *e)
{
	return sst_read_element(in, r->limits, r->c, e);
}

static bool
read_pe(struct view in, struct kind_reading *r, struct err *e)
{
	return pe_read(in, r->limits, r->c, e);
}

/* ---- the table ---- */

static const struct kind_row rows[KIND_COUNT] = {
	[KIND_UNKNOWN] = {
		.name = "file of unknown kind", .cap = LIMIT_CONTAINER,
	},
	[KIND_PVK] = {
		"PVK private key", "pvk", LOAD_MS_KEYS, LIMIT_CONTAINER,
		.is = pvk_is, .read = read_pvk,
	},
	[KIND_KEYBLOB] = {
		"CryptoAPI private key blob", "key", LOAD_MS_KEYS,
		LIMIT_CONTAINER, .is = msblob_is, .read = read_keyblob,
	},
	[KIND_SST] = {
		"serialized certificate store", "sst", LOAD_OTHER_CERTS,
		LIMIT_SST, .is = sst_is_store, .read = read_sst,
	},
	[KIND_ELEMENT] = {
		"serialized store element", "sst", LOAD_OTHER_CERTS,
		LIMIT_CONTAINER, .is = sst_is_element, .read = read_one_element,
	},
	[KIND_PE] = {
		"PE program file", "pe", LOAD_OTHER_CERTS, LIMIT_SIGNED_FILE,
		.is = pe_is, .read = read_pe,
	},
	[KIND_CAT] = {
		"security catalogue", "cat", LOAD_OTHER_CERTS, LIMIT_CONTAINER,
		.shapes = { "(S<(it(C" }, .read = read_cat,
	},
	[KIND_PKCS7] = {
		/* Or SignedData without the ContentInfo around it. */
		"PKCS#7 certificate container", "spc", LOAD_PEM_CERTS,
		LIMIT_CONTAINER,
		.shapes = { "(P", "(it" }, .read = read_pkcs7,
	},
	[KIND_PFX] = {
		"PFX", "pfx", LOAD_PFX, LIMIT_CONTAINER,
		.shapes = { "(i(P" }, .read = read_pfx,
	},
	[KIND_PKCS8] = {
		"PKCS#8 private key", "key", LOAD_PEM_KEYS, LIMIT_CONTAINER,
		.shapes = { "(v(O)o", "(v(O)c" }, .read = read_pkcs8,
	},
	[KIND_PKCS8_ENCRYPTED] = {
		"PKCS#8 encrypted private key", "key", LOAD_PEM_KEYS,
		LIMIT_CONTAINER,
		.shapes = { "((O)o", "((O)c" }, .read = read_pkcs8_encrypted,
	},
	[KIND_KEY_TRADITIONAL] = {
		/* RSA: n, DSA: p; EC: the number */
		"traditional private key", "key", LOAD_PEM_KEYS,
		LIMIT_CONTAINER,
		.shapes = { "(ii", "(io" }, .read = read_traditional,
	},
	[KIND_CERT] = {
		/* version, or serial number, algorithm, names, validity */
		"certificate", "cer", LOAD_PEM_CERTS, LIMIT_CONTAINER,
		.shapes = { "((0", "((i(O)ss" }, .read = read_cert,
	},
	[KIND_CRL] = {
		/* a date where a certificate has its validity */
		.name = "certificate revocation list", .cap = LIMIT_CONTAINER,
		.shapes = { "((i(O)sd", "(((O)sd" },
	},
	[KIND_REQUEST] = {
		/* a name where a certificate has its algorithm */
		.name = "certificate request", .cap = LIMIT_CONTAINER,
		.shapes = { "((ins" },
	},
	[KIND_PUBLIC_KEY] = {
		.name = "public key", .cap = LIMIT_CONTAINER,
		.shapes = { "((O)b" },
	},
	[KIND_JKS] = {
		.name = "Java key store (JKS)", .cap = LIMIT_CONTAINER,
		.is = foreign_is_jks, .cure = "keytool -importkeystore "
		    "-srckeystore FILE -destkeystore NEW.p12 -deststoretype "
		    "PKCS12 converts it",
	},
	[KIND_JCEKS] = {
		.name = "Java key store (JCEKS)", .cap = LIMIT_CONTAINER,
		.is = foreign_is_jceks, .cure = "keytool -importkeystore "
		    "-srckeystore FILE -srcstoretype JCEKS -destkeystore "
		    "NEW.p12 -deststoretype PKCS12 converts it",
	},
	[KIND_PUTTY] = {
		.name = "PuTTY private key", .cap = LIMIT_CONTAINER,
		.is = foreign_is_putty, .cure = "puttygen FILE -O "
		    "private-openssh -o NEW and then ssh-keygen -p -m PKCS8 "
		    "-f NEW convert it",
	},
	[KIND_XML_KEY] = {
		.name = "private key in XML", .cap = LIMIT_CONTAINER,
		.is = foreign_is_xml_key, .cure = ".NET's FromXmlString and "
		    "ExportPkcs8PrivateKey convert it",
	},
	[KIND_JWK] = {
		.name = "JSON Web Key", .cap = LIMIT_CONTAINER,
		.is = foreign_is_jwk, .cure = "step crypto key format --pkcs8 "
		    "--pem FILE converts it",
	},
	[KIND_CNG] = {
		.name = "CNG key blob", .cap = LIMIT_CONTAINER,
		.is = foreign_is_cng, .cure = "export the key as PKCS#8 or in "
		    "a PFX",
	},
	[KIND_ZIP] = {
		.name = "ZIP archive", .cap = LIMIT_CONTAINER,
		.is = foreign_is_zip, .cure = "unzip FILE takes out what is "
		    "in it",
	},
	[KIND_HTML] = {
		.name = "web page", .cap = LIMIT_CONTAINER,
		.is = foreign_is_html, .cure = "the download gave a page "
		    "instead of the file: fetch that",
	},
};

const struct kind_row *
kind_row(enum kind k)
{
	return &rows[k < KIND_COUNT ? k : KIND_UNKNOWN];
}

const char *
kind_name(enum kind k)
{
	return kind_row(k)->name;
}
