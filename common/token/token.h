/*
 * token.h - private keys on PKCS#11 tokens
 *
 * "pkcs11:token=NAME" (RFC 7512) says which token; a key that is put there
 * cannot be read again (CKA_SENSITIVE, not CKA_EXTRACTABLE), and the store
 * keeps its URI instead (keyinfo.token). Its public part goes along, so that
 * the key can be found without the PIN; certificates stay in the store.
 *
 *   token_open()    the one token that the URI means
 *   token_put()     any number of keys; one that is there is TOKEN_PRESENT
 *   token_remove()  what token_put() added, when the rest of an import fails,
 *                   or for good
 *   token_close()
 *
 * Which module: the URI's module-path, else the environment's PKCS11_MODULE,
 * else the ones that p11-kit has registered (of the URI's module-name). A
 * module is other people's code and runs in this process.
 *
 * libp11-kit is loaded by token_open() and not linked, so that other runs do not
 * pay for it and a machine without it can do all the rest. Its URI parser, its
 * list of modules and its error texts are used; calls go to the module itself.
 *
 * PIN: `pin`, else the URI's pin-value, else its pin-source (file:PATH, or a
 * path). A token with a keypad of its own asks there. URIs that come out of
 * here hold no pin-value.
 *
 * Keys:       RSA and EC of a named curve.
 * Id:         the URI's id, else SHA-1 of the public key's bits (what a
 *             certificate's subjectKeyIdentifier is); label: `label`, else the
 *             URI's object, else the id in hex.
 * Ownership:  the session is the caller's. Strings handed out are new.
 * Threads:    none; one token open at a time.
 * Errors:     ERR_USAGE (not a URI), ERR_UNSUPPORTED (no libp11-kit, another
 *             algorithm, a token that takes no keys), ERR_NOT_FOUND (no such
 *             module, token or key), ERR_AMBIGUOUS (several tokens),
 *             ERR_PASSWORD_NEEDED, ERR_PASSWORD, ERR_ACCESS (locked, read
 *             only), ERR_EXISTS (another key has the id), ERR_IO.
 *             Sentences begin with the URI, its pin-value left out.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "cert/key.h"

struct token;

enum token_state { TOKEN_ADDED, TOKEN_PRESENT };

/* "pkcs11:", in any case: a provider that means a token. */
bool		 token_is_uri(const char *text);
/* `pin` may be NULL. */
struct token	*token_open(const char *uri, const struct secret *pin,
		    struct err *e) MUST_CHECK;
void		 token_close(struct token *t);

/* *key_uri is what keyinfo.token is to be. What a failed call has put there is
 * taken back. */
bool		 token_put(struct token *t, const struct key *k,
		    const char *label, enum token_state *state,
		    char **key_uri, struct err *e) MUST_CHECK;
/* Both parts of the key of this URI, one of token_put(). ERR_NOT_FOUND when
 * neither is there. A key that this session has added is taken back: what of it
 * was there before stays, and nothing has to be allocated or looked for, so that
 * it works when an import has run out of memory. */
bool		 token_remove(struct token *t, const char *key_uri,
		    struct err *e) MUST_CHECK;
