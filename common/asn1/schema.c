#include "asn1/schema.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <libtasn1.h>

#include "asn1/der.h"

/* asn1Parser made it from pkcs.asn: the table pkcs_asn1_tab. */
#include "pkcs_asn1_tab.c"

/*
 * What one structure may have libtasn1 build nodes for. No type of pkcs.asn is
 * deeper than LEVELS; below that everything is ANY, one node however much is
 * in it. The largest honest structure is a SafeContents of 1 024 bags with
 * their attributes, or SignedData of as many certificates.
 */
enum {
	ELEMENTS_MAX	= 65536,
	LEVELS		= 5,
	PATH_MAX_LEN	= 128,
};

static asn1_node	definitions;
static pthread_mutex_t	lock = PTHREAD_MUTEX_INITIALIZER;

bool
schema_init(struct err *e)
{
	int rc = ASN1_SUCCESS;

	pthread_mutex_lock(&lock);
	if (definitions == NULL)
		rc = asn1_array2tree(pkcs_asn1_tab, &definitions, NULL);
	pthread_mutex_unlock(&lock);
	if (rc != ASN1_SUCCESS)
		return err_set(e, rc == ASN1_MEM_ALLOC_ERROR ? ERR_MEMORY :
		    ERR_CRYPTO, "cannot load the ASN.1 grammar: %s",
		    asn1_strerror(rc));
	return true;
}

void
schema_done(void)
{
	asn1_delete_structure(&definitions);
}

static bool
bounded(struct view der, const char *what, struct err *e)
{
	size_t n = 0;

	if (!der_count_levels(der, LEVELS, ELEMENTS_MAX, &n))
		return err_set(e, ERR_INPUT, "truncated or malformed %s: a length inside it "
		    "does not fit", what);
	if (n > ELEMENTS_MAX)
		return err_set(e, ERR_LIMIT, "%s of more than %d elements",
		    what, ELEMENTS_MAX);
	return true;
}

bool
asn_decode(struct asn *a, const char *type, struct view der, const char *what,
    struct err *e)
{
	char detail[ASN1_MAX_ERROR_DESCRIPTION_SIZE] = "";
	char full[PATH_MAX_LEN];
	int rc, len;

	asn_clear(a);
	if (!schema_init(e) || !bounded(der, what, e))
		return false;
	snprintf(full, sizeof(full), "SPCKIT.%s", type);
	rc = asn1_create_element(definitions, full, &a->root);
	if (rc != ASN1_SUCCESS) {
		a->root = NULL;
		return err_set(e, rc == ASN1_MEM_ALLOC_ERROR ? ERR_MEMORY :
		    ERR_CRYPTO, "%s: %s", full, asn1_strerror(rc));
	}
	/* asn1_der_decoding() refuses trailing bytes by itself. */
	len = (int)der.len;
	rc = asn1_der_decoding(&a->root, der.data, len, detail);
	if (rc != ASN1_SUCCESS) {
		asn_clear(a);
		if (rc == ASN1_MEM_ALLOC_ERROR)
			return err_memory(e);
		return err_set(e, ERR_INPUT, "truncated or malformed %s (%s%s%s)", what,
		    asn1_strerror(rc), detail[0] != '\0' ? " at " : "",
		    detail);
	}
	a->der = der;
	return true;
}

void
asn_clear(struct asn *a)
{
	if (a->root != NULL)
		asn1_delete_structure(&a->root);
	a->root = NULL;
	a->der = view_of(NULL, 0);
}

struct view
asn_whole(const struct asn *a, const char *path)
{
	int start = 0, end = -1, rc;

	rc = asn1_der_decoding_startEnd(a->root, a->der.data, (int)a->der.len,
	    path, &start, &end);
	/* An absent OPTIONAL element keeps start and end at 0. */
	if (rc != ASN1_SUCCESS || start < 0 || end < start || end == 0)
		return view_of(NULL, 0);
	return view_sub(a->der, (size_t)start, (size_t)(end - start + 1));
}

bool
asn_present(const struct asn *a, const char *path)
{
	return asn_whole(a, path).len != 0;
}

struct view
asn_body(const struct asn *a, const char *path)
{
	struct der d = der_open(asn_whole(a, path));
	struct tlv t;

	return der_next(&d, &t) ? t.body : view_of(NULL, 0);
}

bool
asn_uint(const struct asn *a, const char *path, uint64_t *n)
{
	struct view body = asn_body(a, path);

	return body.len != 0 && der_uint(body, n);
}

size_t
asn_offset(const struct asn *a, struct view part)
{
	if (part.data == NULL || part.data < a->der.data)
		return 0;
	return (size_t)(part.data - a->der.data);
}
