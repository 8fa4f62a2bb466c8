#include "pfxmods.h"

#include <string.h>

#include "base/bytes.h"
#include "base/nearest.h"
#include "base/text.h"

enum mod {
	MOD_CRYPTO, MOD_ENCRYPT_CERT, MOD_NO_ENCRYPT_CERT,
	MOD_EXPORT_PARAMETERS, MOD_EXTENDED_PROPERTIES, MOD_NO_CHAIN,
	MOD_NO_ROOT, MOD_COUNT
};

/* In the order of enum mod; the one with a '=' has a value. */
static const char *const words[MOD_COUNT] = {
	"CryptoAlgorithm=", "EncryptCert", "NoEncryptCert",
	"ExportParameters", "ExtendedProperties", "NoChain", "NoRoot",
};

static const char *const cryptos[] = { "AES256-SHA256", "TripleDES-SHA1" };

enum { WORD_MAX = 64 };

/* The next word without outer spaces, cut at WORD_MAX, which is longer than any
 * modifier; false after the last. */
static bool
next_mod_word(const char **rest, char word[WORD_MAX])
{
	struct view v;
	size_t len;

	if (!text_next_part(rest, &v))
		return false;
	len = v.len < WORD_MAX ? v.len : WORD_MAX - 1;
	if (len != 0)
		memcpy(word, v.data, len);
	word[len] = '\0';
	return true;
}

/* MOD_COUNT: none of them. A value follows the '='. */
static enum mod
find_mod(const char *word)
{
	char name[WORD_MAX];
	size_t len = strcspn(word, "=");

	len += word[len] == '=';
	memcpy(name, word, len);
	name[len] = '\0';
	for (int i = 0; i < MOD_COUNT; i++)
		if (text_same(name, words[i]))
			return (enum mod)i;
	return MOD_COUNT;
}

static struct nearest
nearest_mod(const char *word)
{
	struct nearest n;

	nearest_begin(&n, word);
	for (int i = 0; i < MOD_COUNT; i++)
		nearest_consider(&n, words[i]);
	return n;
}

bool
pfxmods_look(const char *text)
{
	char word[WORD_MAX];

	while (next_mod_word(&text, word))
		if (find_mod(word) != MOD_COUNT ||
		    nearest_mod(word).best != NULL)
			return true;
	return false;
}

static bool
take_crypto(const char *value, struct pfxmods *m, struct err *e)
{
	if (m->crypto != NULL)
		return err_set(e, ERR_USAGE, "CryptoAlgorithm= is given "
		    "twice");
	for (size_t i = 0; i < COUNT_OF(cryptos); i++)
		if (text_same(value, cryptos[i]))
			m->crypto = cryptos[i];
	return m->crypto != NULL || err_set(e, ERR_USAGE, "CryptoAlgorithm=%s: "
	    "expected TripleDES-Sha1 or Aes256-Sha256", value);
}

static bool
refuse_unknown_mod(const char *word, struct err *e)
{
	const struct nearest n = nearest_mod(word);

	err_set(e, ERR_USAGE, "unknown modifier \"%s\"", word);
	if (nearest_suggest(&n, "", e))
		return false;
	err_add(e, "; there are");
	for (int i = 0; i < MOD_COUNT; i++)
		err_add(e, " %s", words[i]);
	return false;
}

bool
pfxmods_parse(const char *text, struct pfxmods *m, struct err *e)
{
	bool encrypt = false;
	char word[WORD_MAX];

	memset(m, 0, sizeof(*m));
	while (next_mod_word(&text, word)) {
		switch (find_mod(word)) {
		case MOD_CRYPTO:
			if (!take_crypto(strchr(word, '=') + 1, m, e))
				return false;
			break;
		case MOD_ENCRYPT_CERT:
			encrypt = true;
			break;
		case MOD_NO_ENCRYPT_CERT:
			m->plain_certs = true;
			break;
		case MOD_EXPORT_PARAMETERS:
			/* Of a DSA or EC key: they always go along. */
			break;
		case MOD_EXTENDED_PROPERTIES:
			m->properties = true;
			break;
		case MOD_NO_CHAIN:
			m->no_chain = true;
			break;
		case MOD_NO_ROOT:
			m->no_root = true;
			break;
		case MOD_COUNT:
			return refuse_unknown_mod(word, e);
		}
	}
	if (encrypt && m->plain_certs)
		return err_set(e, ERR_USAGE, "the modifiers EncryptCert and "
		    "NoEncryptCert cannot be used together");
	return true;
}
