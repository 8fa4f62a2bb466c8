#include "formats/sniff.h"

#include "asn1/der.h"
#include "testfile.h"

static const struct {
	const char	*file;
	enum kind	 kind;
} files[] = {
	{ "keys/rsa512-none.pvk",	KIND_PVK },
	{ "keys/dsa-strong.pvk",	KIND_PVK },
	{ "keys/rsa512.blob",		KIND_KEYBLOB },
	{ "keys/rsa512-public.blob",	KIND_UNKNOWN },
	{ "keys/rsa512.p8",		KIND_PKCS8 },
	{ "keys/ec.p8",			KIND_PKCS8 },
	{ "keys/dsa.p8",		KIND_PKCS8 },
	{ "keys/ed25519.p8",		KIND_PKCS8 },
	{ "keys/rsa512-pbes2.p8e",	KIND_PKCS8_ENCRYPTED },
	{ "keys/rsa512-3des.p8e",	KIND_PKCS8_ENCRYPTED },
	{ "keys/rsa512.traditional",	KIND_KEY_TRADITIONAL },
	{ "keys/dsa.traditional",	KIND_KEY_TRADITIONAL },
	{ "keys/ec.traditional",	KIND_KEY_TRADITIONAL },
	{ "pki/leaf.cer",		KIND_CERT },
	{ "pki/ec.cer",			KIND_CERT },
	{ "pki/leaf-first.spc",		KIND_PKCS7 },
	{ "pki/empty.spc",		KIND_PKCS7 },
	{ "pki/signed-ber.p7s",		KIND_PKCS7 },
	{ "containers/enveloped.p7m",	KIND_PKCS7 },
	{ "containers/data.p7m",	KIND_PKCS7 },
	{ "containers/keyid.p7s",	KIND_PKCS7 },
	{ "pki/aes.pfx",		KIND_PFX },
	{ "pki/nomac.pfx",		KIND_PFX },
	{ "containers/crl.der",		KIND_CRL },
	{ "containers/request.der",	KIND_REQUEST },
	{ "containers/request-nameless.der", KIND_REQUEST },
	{ "containers/public.der",	KIND_PUBLIC_KEY },
	{ "keys/rsa512.spki",		KIND_PUBLIC_KEY },
	{ "keys/ed25519.spki",		KIND_PUBLIC_KEY },
};

START_TEST(sniff_knows_every_file)
{
	struct bytes b = file_of(files[_i].file);

	ck_assert_msg(sniff(view_bytes(&b)) == files[_i].kind, "%s is %s",
	    files[_i].file, kind_name(sniff(view_bytes(&b))));
	bytes_clear(&b);
}
END_TEST

/* Files that are cut off keep their kind as long as there is enough of it to
 * tell, and are then unknown; never another kind, never a byte too far. */
START_TEST(sniff_of_a_cut_file_is_its_kind_or_unknown)
{
	struct bytes b = file_of(files[_i].file);
	size_t known = 0;

	for (size_t n = 0; n < b.len && n < 512; n++) {
		unsigned char *p = exact(view_sub(view_bytes(&b), 0, n));
		enum kind k = sniff(view_of(p, n));

		known += k != KIND_UNKNOWN;
		/* A container of catalogue type is a PKCS#7 until its content
		 * shows, a plain one stays it. */
		ck_assert_msg(k == KIND_UNKNOWN || k == files[_i].kind,
		    "%s: %zu bytes are %s", files[_i].file, n, kind_name(k));
		free(p);
	}
	ck_assert(known != 0 || files[_i].kind == KIND_UNKNOWN || b.len < 30);
	bytes_clear(&b);
}
END_TEST

/* Written out here because no tool at hand makes them. A length may reach too
 * far: a file that is cut off is recognised all the same. */
#define MADE(literal)	literal, sizeof(literal) - 1
#define P7_SIGNED	"0\x80\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\2\xa0\x80"
#define CTL_CONTENT	"0\x80\6\x09\x2b\6\1\4\1\x82\x37\x0a\1"

static const struct {
	const char	*what, *bytes;
	size_t		 len;
	enum kind	 kind;
} made[] = {
	{ "nothing", MADE(""), KIND_UNKNOWN },
	{ "one byte", MADE("0"), KIND_UNKNOWN },
	{ "an empty SEQUENCE", MADE("0\0"), KIND_UNKNOWN },
	{ "a program", MADE("MZ"), KIND_PE },
	{ "a store", MADE("\0\0\0\0CERT"), KIND_SST },
	{ "an element", MADE("\x03\0\0\0\1\0\0\0\x14\0\0\0"), KIND_ELEMENT },
	{ "an element of another encoding",
	    MADE("\x03\0\0\0\2\0\0\0\x14\0\0\0"), KIND_UNKNOWN },
	{ "a certificate of version 1", MADE("0\x20" "0\x12" "\2\1\1"
	    "0\3\6\1\x2a" "0\2" "1\0" "0\2\x17\0"), KIND_CERT },
	{ "a CRL of version 1", MADE("0\x20" "0\x0d" "0\3\6\1\x2a"
	    "0\2" "1\0" "\x17\0" "\x17\0"), KIND_CRL },
	{ "a catalogue", MADE(P7_SIGNED "0\x80\2\1\1" "1\0" CTL_CONTENT),
	    KIND_CAT },
	{ "a catalogue, its digests of indefinite length", MADE(P7_SIGNED
	    "0\x80\2\1\1" "1\x80" "0\x80\6\1\x2a\0\0\0\0" CTL_CONTENT),
	    KIND_CAT },
	{ "SignedData alone", MADE("0\x05\2\1\1" "1\0"), KIND_PKCS7 },
	{ "a ContentInfo of another family", MADE("0\x05\6\3\x55\4\3"),
	    KIND_UNKNOWN },
	{ "an INTEGER and a string of text", MADE("0\5\2\1\0\x0c\0"),
	    KIND_UNKNOWN },
	{ "a version and an algorithm alone",
	    MADE("0\x08\2\1\0" "0\3\6\1\x2a"), KIND_UNKNOWN },
	{ "an algorithm alone", MADE("0\5" "0\3\6\1\x2a"), KIND_UNKNOWN },
	{ "a length of five bytes", MADE("0\x85\1\1\1\1\1\6\1\1"),
	    KIND_UNKNOWN },
	{ "a long tag inside", MADE("0\4\x1f\x81\1\0"), KIND_UNKNOWN },
};

START_TEST(sniff_reads_the_outermost_layer)
{
	struct view v = view_of(made[_i].bytes, made[_i].len);
	unsigned char *p = exact(v);

	ck_assert_msg(sniff(view_of(p, v.len)) == made[_i].kind, "%s is %s",
	    made[_i].what, kind_name(sniff(v)));
	free(p);
}
END_TEST

START_TEST(sniff_does_not_dig_into_nested_indefinite_lengths)
{
	unsigned char deep[40000];

	for (size_t i = 0; i < sizeof(deep); i += 2) {
		deep[i] = 0x30;
		deep[i + 1] = 0x80;
	}
	ck_assert_int_eq(sniff(view_of(deep, sizeof(deep))), KIND_UNKNOWN);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, sniff_knows_every_file, 0, COUNT_OF(files));
	tcase_add_loop_test(tc, sniff_of_a_cut_file_is_its_kind_or_unknown, 0,
	    COUNT_OF(files));
	tcase_add_loop_test(tc, sniff_reads_the_outermost_layer, 0,
	    COUNT_OF(made));
	tcase_add_test(tc, sniff_does_not_dig_into_nested_indefinite_lengths);
}

UNIT_MAIN("sniff", add)
