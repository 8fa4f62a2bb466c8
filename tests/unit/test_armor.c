#include "formats/certs/armor.h"
#include "formats/certs/plaintext.h"
#include "testfile.h"

/* What is inside everything below: SEQUENCE { INTEGER 5 }. */
static const unsigned char payload[] = { 0x30, 0x03, 0x02, 0x01, 0x05 };
#define B64	"MAMCAQU="
#define BEGIN	"-----BEGIN CERTIFICATE-----"
#define END	"-----END CERTIFICATE-----"

static bool
open_text(struct view text, struct armor *a, struct err *e)
{
	struct limits l = limits_of(0);
	unsigned char *p = exact(text);
	bool ok;

	ok = armor_open(view_of(p, text.len), &l, a, e);
	free(p);
	return ok;
}

static void
assert_payloads(const struct armor *a, size_t count)
{
	ck_assert_uint_eq(a->count, count);
	ck_assert(a->was_text);
	for (size_t i = 0; i < count; i++)
		ck_assert(view_equal(view_bytes(&a->blocks[i].der),
		    view_of(payload, sizeof(payload))));
}

static const struct {
	const char	*what, *text;
	size_t		 count;
} good[] = {
	{ "PEM", BEGIN "\n" B64 "\n" END "\n", 1 },
	{ "no line end at the end", BEGIN "\n" B64 "\n" END, 1 },
	{ "CRLF", BEGIN "\r\n" B64 "\r\n" END "\r\n", 1 },
	{ "CR alone", BEGIN "\r" B64 "\r" END "\r", 1 },
	{ "byte order mark", "\xef\xbb\xbf" BEGIN "\n" B64 "\n" END "\n", 1 },
	{ "text before", "Certificate: CN=x\n\n" BEGIN "\n" B64 "\n" END "\n", 1 },
	{ "text between and behind", BEGIN "\n" B64 "\n" END "\nBag Attributes\n"
	    "    friendlyName: a\n" BEGIN "\n" B64 "\n" END "\nbye: --\n", 2 },
	{ "blank lines", "\n\n" BEGIN "\n\n" B64 "\n\n" END "\n\n", 1 },
	{ "blanks at line ends", BEGIN " \t\n" B64 "  \n" END " \n", 1 },
	{ "indented", "  " BEGIN "\n  MAMC\n  AQU=\n  " END "\n", 1 },
	{ "short lines", BEGIN "\nM\nA\nMCA\nQU\n=\n" END "\n", 1 },
	{ "one line in all", BEGIN B64 END, 1 },
	{ "blanks for line ends", BEGIN " " B64 " " END " " BEGIN " " B64 " "
	    END, 2 },
	{ "escaped line ends", BEGIN "\\n" B64 "\\n" END "\\n", 1 },
	{ "escaped CRLF", BEGIN "\\r\\n" B64 "\\r\\n" END "\\r\\n" BEGIN
	    "\\r\\n" B64 "\\r\\n" END, 2 },
	{ "a JSON string", "\"" BEGIN "\\n" B64 "\\n" END "\\n\"\n", 1 },
	{ "padding lost", BEGIN "\nMAMCAQU\n" END "\n", 1 },
	{ "files joined at a byte order mark", BEGIN "\n" B64 "\n" END
	    "\n\xef\xbb\xbf" BEGIN "\n" B64 "\n" END "\n", 2 },
	{ "files joined without a line end", BEGIN "\n" B64 "\n" END BEGIN "\n"
	    B64 "\n" END "\n", 2 },
	{ "headers we do not know", BEGIN "\nComment: x\nX-Y: z\n\n" B64 "\n"
	    END "\n", 1 },
	{ "a BEGIN inside a sentence", "see -----BEGIN X----- there\n" BEGIN
	    "\n" B64 "\n" END "\n", 1 },
	/* inside something else */
	{ "a member of JSON", "{\"key\": \"" BEGIN "\\n" B64 "\\n" END "\\n" BEGIN
	    "\\n" B64 "\\n" END "\\n\", \"x\": 1}\n", 2 },
	{ "JSON with every sign escaped", "{\"k\":\"" BEGIN
	    "\\u000aMAMCAQU\\u003d\\u000A" END "\"}", 1 },
	{ "JSON within JSON", "{\"k\":\"{\\\"l\\\":\\\"" BEGIN "\\\\n" B64
	    "\\\\n" END "\\\\n\\\"}\"}", 1 },
	{ "a variable", "KEY=\"" BEGIN "\n" B64 "\n" END "\"\n", 1 },
	{ "a variable without quotes", "export KEY=" BEGIN "\\n" B64 "\\n" END
	    "\n", 1 },
	{ "YAML", "key: |\n  " BEGIN "\n  " B64 "\n  " END "\ncert: \"" BEGIN
	    "\\n" B64 "\\n" END "\"\n", 2 },
	{ "XML", "<key>" BEGIN "&#10;" B64 "&#xA;" END "</key><k v='" BEGIN
	    "&#13;&#10;" B64 "&#xd;" END "'/>", 2 },
	{ "a name that is a BEGIN line", "Subject: CN=" BEGIN "\n" BEGIN "\n"
	    B64 "\n" END "\n", 1 },
	{ "a backslash in a name", "CN=a\\nb\n" BEGIN "\n" B64 "\n" END "\n", 1 },
	{ "bare base64", B64, 1 },
	{ "bare base64 in lines", "MAM\r\nCAQ\r\nU=\r\n", 1 },
	{ "bare base64 without padding", "MAMCAQU", 1 },
	{ "bare base64 with escaped line ends", "MAMC\\nAQU=\\n", 1 },
	{ "bare base64 and a mark", "\xef\xbb\xbf" B64 "\n", 1 },
	{ "bare base64 in quotes", " \"" B64 "\"\n", 1 },
	{ "bare base64 of URLs", "MAMCAQU", 1 },
	{ "base64 of base64", "TUFNQ0FRVT0=", 1 },
	{ "base64 of base64 of base64", "VFVGTlEwRlJWVDA9", 1 },
	{ "base64 of PEM", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1BTUNBUVU9Ci0t"
	    "LS0tRU5EIENFUlRJRklDQVRFLS0tLS0K", 1 },
	{ "a data URL", "data:application/x-pkcs12;base64," B64, 1 },
	{ "the end mark of DOS", B64 "\r\n\x1a", 1 },
};

START_TEST(armor_reads_text_however_it_was_mangled)
{
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	ck_assert_msg(open_text(view_str(good[_i].text), &a, &e), "%s: %s",
	    good[_i].what, e.msg);
	assert_payloads(&a, good[_i].count);
	armor_clear(&a);
	armor_clear(&a);
}
END_TEST

START_TEST(armor_reads_all_of_it_as_utf16)
{
	const char *text = good[_i].text;
	struct bytes b[4] = { BYTES_INIT, BYTES_INIT, BYTES_INIT, BYTES_INIT };
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	if (text[0] == '\xef')
		text += 3;
	if (strchr(text, '\xef') != NULL)
		return;
	/* Little and big end, with and without a mark. */
	bytes_add(&b[0], "\xff\xfe", 2);
	bytes_add(&b[1], "\xfe\xff", 2);
	for (const char *p = text; *p != '\0'; p++)
		for (size_t i = 0; i < 4; i++) {
			bytes_add_u8(&b[i], i % 2 == 0 ? (unsigned)*p : 0);
			bytes_add_u8(&b[i], i % 2 == 0 ? 0 : (unsigned)*p);
		}
	for (size_t i = 0; i < 4; i++) {
		ck_assert(plaintext_is(view_bytes(&b[i])));
		ck_assert_msg(open_text(view_bytes(&b[i]), &a, &e),
		    "%s: %s", good[_i].what, e.msg);
		assert_payloads(&a, good[_i].count);
		bytes_clear(&b[i]);
	}
	armor_clear(&a);
}
END_TEST

START_TEST(armor_counts_what_it_did_not_read)
{
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(open_text(view_str(BEGIN "\n" B64 "\n" END "\nkey="
	    BEGIN "\\nMA!\\n" END "\nsee -----BEGIN X----- there\n"), &a,
	    &e), &e);
	assert_payloads(&a, 1);
	ck_assert_uint_eq(a.unread, 2);
	ck_assert_uint_eq(a.unread_line, 4);
	ASSERT_WORKS(open_text(view_str(BEGIN "\n" B64 "\n" END "\n"), &a,
	    &e), &e);
	ck_assert_uint_eq(a.unread, 0);
	armor_clear(&a);
}
END_TEST

/* Whatever stands in them, and wherever they stand. */
static const char *const foreign[] = {
	"DH PARAMETERS", "X9.42 DH PARAMETERS", "DSA PARAMETERS",
	"EC PARAMETERS", "RSA PUBLIC KEY", "PUBLIC KEY",
	"NEW CERTIFICATE REQUEST", "PGP SIGNATURE", "PGP PUBLIC KEY BLOCK",
	"SSH2 PUBLIC KEY", "WHATEVER",
};

START_TEST(armor_passes_over_blocks_of_others)
{
	struct bytes text = BYTES_INIT;
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	bytes_addf(&text, "-----BEGIN %s-----\nVersion: x\n\n" B64
	    "\n=abcd\n-----END %s-----\n" BEGIN "\n" B64 "\n" END "\n",
	    foreign[_i], foreign[_i]);
	ASSERT_WORKS(open_text(view_bytes(&text), &a, &e), &e);
	ck_assert_uint_eq(a.count, 2);
	ck_assert(a.blocks[0].foreign && a.blocks[0].der.len == 0);
	ck_assert_str_eq(a.blocks[0].label, foreign[_i]);
	ck_assert(!a.blocks[1].foreign);
	/* Without an END it hides nothing that follows. */
	bytes_truncate(&text, 0);
	bytes_addf(&text, "-----BEGIN %s-----\n!\n" BEGIN "\n" B64 "\n" END
	    "\n", foreign[_i]);
	ASSERT_WORKS(open_text(view_bytes(&text), &a, &e), &e);
	ck_assert(a.count == 2 && a.blocks[1].der.len == sizeof(payload));
	armor_clear(&a);
	bytes_clear(&text);
}
END_TEST

/* Line ends lost, turned into blanks, or written out. */
static const char *const headers[] = {
	"\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0011223344556677\n\n",
	"Proc-Type: 4,ENCRYPTEDDEK-Info: DES-CBC,0011223344556677",
	" Proc-Type: 4,ENCRYPTED DEK-Info: DES-CBC,0011223344556677 ",
	("\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: DES-CBC,0011223344556677"
	    "\\n\\n"),
};

START_TEST(armor_finds_the_headers_of_an_encrypted_block)
{
	struct bytes text = BYTES_INIT;
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	bytes_addf(&text, BEGIN "%s" B64 END, headers[_i]);
	ASSERT_WORKS(open_text(view_bytes(&text), &a, &e), &e);
	assert_payloads(&a, 1);
	ck_assert_str_eq(a.blocks[0].dek_cipher, "DES-CBC");
	ck_assert(view_equal(view_of(a.blocks[0].dek_iv,
	    a.blocks[0].dek_iv_len), view_of("\0\x11\x22\x33\x44\x55\x66"
	    "\x77", 8)));
	armor_clear(&a);
	bytes_clear(&text);
}
END_TEST

static const struct {
	const char	*what, *text;
	enum err_code	 code;
	const char	*says;
} bad[] = {
	{ "no END", BEGIN "\n" B64 "\n", ERR_INPUT, "has no END line" },
	{ "cut off inside the END line", BEGIN "\n" B64 "\n-----EN", ERR_INPUT,
	    "has no END line" },
	{ "END without dashes", BEGIN "\n" B64 "\n-----END CERTIFICATE\n",
	    ERR_INPUT, "line 3: a PEM line without its closing dashes" },
	{ "BEGIN without dashes", "-----BEGIN CERTIFICATE\n" B64 "\n" END "\n",
	    ERR_INPUT, "line 1: a PEM line without its closing dashes" },
	{ "another END", BEGIN "\n" B64 "\n-----END X509 CRL-----\n", ERR_INPUT,
	    "line 3: the END line is not that of the block CERTIFICATE" },
	{ "another BEGIN", BEGIN "\n" B64 "\n" BEGIN "\n" B64 "\n" END "\n",
	    ERR_INPUT, "has no END line" },
	{ "a bad character", "x\n" BEGIN "\nMAMC\nAQ!=\n" END "\n", ERR_INPUT,
	    "line 4: not a base64 character (byte 0x21)" },
	{ "base64 of the URL kind", BEGIN "\nMAM_\n" END "\n", ERR_INPUT,
	    "line 2: not a base64" },
	{ "data behind the padding", BEGIN "\nMAMCAQU=MAMC\n" END "\n",
	    ERR_INPUT, "line 2: base64 after its end" },
	{ "too much padding", BEGIN "\nMAMCAQU==\n" END "\n", ERR_INPUT,
	    "truncated or padded wrongly" },
	{ "padding of a whole group", BEGIN "\nMAMC=\n" END "\n", ERR_INPUT,
	    "truncated or padded wrongly" },
	{ "one character over", BEGIN "\nMAMCAQUFM\n" END "\n", ERR_INPUT,
	    "truncated or padded wrongly" },
	{ "an empty block", BEGIN "\n" END "\n", ERR_INPUT, "in line 1 is "
	    "empty" },
	{ "a damaged second block", BEGIN "\n" B64 "\n" END "\n" BEGIN "\n*\n"
	    END "\n", ERR_INPUT, "line 5: not a base64" },
	{ "no label", "-----BEGIN -----\n" B64 "\n-----END -----\n", ERR_INPUT,
	    "line 1: a PEM label of 0 bytes" },
	{ "a label without end", "-----BEGIN AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAA-----\n" B64 "\n", ERR_INPUT, "a PEM label of 44" },
	{ "encrypted without DEK-Info", BEGIN "\nProc-Type: 4,ENCRYPTED\n\n"
	    B64 "\n" END "\n", ERR_INPUT, "has no DEK-Info line" },
	{ "DEK-Info without IV", BEGIN "\nDEK-Info: DES-CBC\n\n" B64 "\n" END
	    "\n", ERR_INPUT, "line 2: expected DEK-Info" },
	{ "DEK-Info with an empty IV", BEGIN "\nDEK-Info: DES-CBC,\n\n" B64
	    "\n" END "\n", ERR_INPUT, "line 2: expected DEK-Info" },
	{ "DEK-Info that is no hex", BEGIN "\nDEK-Info: DES-CBC,0g\n\n" B64
	    "\n" END "\n", ERR_INPUT, "line 2: expected DEK-Info" },
	{ "DEK-Info of 17 bytes", BEGIN "\nDEK-Info: X,0011223344556677889900"
	    "112233445566\n\n" B64 "\n" END "\n", ERR_INPUT,
	    "line 2: expected DEK-Info" },
	{ "DEK-Info with a long name", BEGIN "\nDEK-Info: ABCDEFGHIJKLMNOPQRST"
	    "UVWX,00\n\n" B64 "\n" END "\n", ERR_INPUT,
	    "line 2: expected DEK-Info" },
	{ "base64 four times", "VmxWR1RsRXdSbEpXVkRBOQ==", ERR_FORMAT,
	    "neither binary" },
	{ "prose", "Hello, world\n", ERR_FORMAT, "see line 1" },
	{ "base64 and prose", B64 "\nHello, world\n", ERR_FORMAT,
	    "see line 2" },
	{ "blanks", " \n\n", ERR_FORMAT, "neither binary" },
	{ "nothing", "", ERR_FORMAT, "empty" },
	{ "a mark alone", "\xef\xbb\xbf", ERR_FORMAT, "neither binary" },
	{ "a mark of UTF-16 alone", "\xff\xfe", ERR_FORMAT, "neither binary" },
};

START_TEST(armor_refuses_damaged_text_by_line)
{
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(open_text(view_str(bad[_i].text), &a, &e), &e,
	    bad[_i].code);
	ASSERT_SAYS(&e, bad[_i].says);
	ck_assert_uint_eq(a.count, 0);
	ck_assert(a.blocks == NULL);
}
END_TEST

static const struct {
	const char	*what;
	const char	*bytes;
	size_t		 len;
	bool		 text;
} looks[] = {
	{ "a certificate", "0\x82\x03\x01" "0\x82\x01\x01\xa0\x03\x02\x01\x02", 13, false },
	{ "BER", "0\x80\x06\x09*\x86H\x86", 8, false },
	{ "zeros", "\0\0\0\0", 4, false },
	{ "PVK", "\x1e\xf1\xb5\xb0\0\0\0\0", 8, false },
	{ "a store", "\0\0\0\0CERT", 8, false },
	{ "an element", "\x20\0\0\0\1\0\0\0", 8, false },
	{ "a program", "MZ\x90\0\3\0\0\0", 8, false },
	{ "PEM", BEGIN "\n", 28, true },
	{ "prose in Latin-1", "Herr M\xfcller\n", 12, true },
	{ "UTF-16 without a mark", "-\0-\0-\0-\0", 8, true },
	{ "UTF-16 too short to tell", "-\0-\0-\0", 6, false },
	{ "UTF-16, the other end", "\0-\0-\0-\0-", 8, true },
	{ "a form feed", "\f" BEGIN, 28, true },
	{ "an escape", "\x1b[0m", 4, false },
};

START_TEST(armor_tells_text_from_binary_by_content)
{
	struct view v = view_of(looks[_i].bytes, looks[_i].len);

	ck_assert_msg(plaintext_is(v) == looks[_i].text, "%s",
	    looks[_i].what);
}
END_TEST

START_TEST(armor_passes_binary_through)
{
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(open_text(view_of(payload, sizeof(payload)), &a, &e), &e);
	ck_assert_uint_eq(a.count, 1);
	ck_assert(!a.was_text);
	ck_assert_str_eq(a.blocks[0].label, "");
	ck_assert(view_equal(view_bytes(&a.blocks[0].der),
	    view_of(payload, sizeof(payload))));
	armor_clear(&a);
}
END_TEST

START_TEST(armor_keeps_labels_and_encryption_of_each_block)
{
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(open_text(view_str(
	    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
	    "DEK-Info: DES-EDE3-CBC , 0011223344556677\n\n" B64
	    "\n-----END RSA PRIVATE KEY-----\n"
	    "-----BEGIN X-----\nProc-Type: 4,MIC-CLEAR\n\n" B64
	    "\n-----END X-----\n"), &a, &e), &e);
	assert_payloads(&a, 2);
	ck_assert_str_eq(a.blocks[0].label, "RSA PRIVATE KEY");
	ck_assert_str_eq(a.blocks[0].dek_cipher, "DES-EDE3-CBC");
	ck_assert_uint_eq(a.blocks[0].dek_iv_len, 8);
	ck_assert(memcmp(a.blocks[0].dek_iv, "\0\x11\x22\x33\x44\x55\x66\x77",
	    8) == 0);
	ck_assert_str_eq(a.blocks[1].label, "X");
	ck_assert_uint_eq(a.blocks[1].dek_iv_len, 0);
	armor_clear(&a);
}
END_TEST

START_TEST(armor_bounds_the_number_of_blocks)
{
	struct armor a = ARMOR_INIT;
	struct bytes text = BYTES_INIT;
	struct err e = ERR_INIT;
	struct limits l;

	for (size_t i = 0; i < 20; i++)
		bytes_add_str(&text, BEGIN "\n" B64 "\n" END "\n");
	for (uint64_t max = 19; max <= 21; max++) {
		l = limits_of(max);
		if (max >= 20) {
			ASSERT_WORKS(armor_open(view_bytes(&text), &l, &a, &e),
			    &e);
			assert_payloads(&a, 20);
			continue;
		}
		ASSERT_REFUSED(armor_open(view_bytes(&text), &l, &a, &e), &e,
		    ERR_LIMIT);
		ASSERT_SAYS(&e, "-limit bags=N");
	}
	armor_clear(&a);
	bytes_clear(&text);
}
END_TEST

START_TEST(armor_writes_what_it_reads)
{
	unsigned char data[200];
	struct bytes text = BYTES_INIT;
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i * 37);
	for (size_t n = 1; n <= sizeof(data); n++) {
		bytes_truncate(&text, 0);
		armor_write(&text, "PKCS7", view_of(data, n));
		ASSERT_WORKS(open_text(view_bytes(&text), &a, &e), &e);
		ck_assert_uint_eq(a.count, 1);
		ck_assert_str_eq(a.blocks[0].label, "PKCS7");
		ck_assert(view_equal(view_bytes(&a.blocks[0].der),
		    view_of(data, n)));
	}
	armor_clear(&a);
	bytes_clear(&text);
}
END_TEST

START_TEST(armor_writes_lines_of_64)
{
	static const char expected[] = "-----BEGIN X-----\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	    "AA==\n-----END X-----\n";
	static const unsigned char zeros[49];
	struct bytes text = BYTES_INIT;

	armor_write(&text, "X", view_of(zeros, sizeof(zeros)));
	ck_assert(view_equal(view_bytes(&text), view_str(expected)));
	bytes_clear(&text);
}
END_TEST

START_TEST(armor_survives_every_cut_of_a_text)
{
	struct bytes text = file_of("containers/dek-aes256.pem");
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;
	size_t end = text.len - 1;

	for (size_t n = 0; n < text.len; n++) {
		bool ok = open_text(view_sub(view_bytes(&text), 0, n), &a, &e);

		/* Whole from the last dash of the END line on. */
		ck_assert_msg(ok == (n >= end), "%zu bytes: %s", n, e.msg);
	}
	armor_clear(&a);
	bytes_clear(&text);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, armor_reads_text_however_it_was_mangled, 0,
	    COUNT_OF(good));
	tcase_add_loop_test(tc, armor_reads_all_of_it_as_utf16, 0,
	    COUNT_OF(good));
	tcase_add_test(tc, armor_counts_what_it_did_not_read);
	tcase_add_loop_test(tc, armor_passes_over_blocks_of_others, 0,
	    COUNT_OF(foreign));
	tcase_add_loop_test(tc, armor_finds_the_headers_of_an_encrypted_block,
	    0, COUNT_OF(headers));
	tcase_add_loop_test(tc, armor_refuses_damaged_text_by_line, 0,
	    COUNT_OF(bad));
	tcase_add_loop_test(tc, armor_tells_text_from_binary_by_content, 0,
	    COUNT_OF(looks));
	tcase_add_test(tc, armor_passes_binary_through);
	tcase_add_test(tc, armor_keeps_labels_and_encryption_of_each_block);
	tcase_add_test(tc, armor_bounds_the_number_of_blocks);
	tcase_add_test(tc, armor_writes_what_it_reads);
	tcase_add_test(tc, armor_writes_lines_of_64);
	tcase_add_test(tc, armor_survives_every_cut_of_a_text);
}

UNIT_MAIN("armor", add)
