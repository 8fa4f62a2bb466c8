/*
 * osslctx.h - libcrypto as this project uses it
 *
 * One private library context for the process: no openssl.cnf is read, and the
 * provider search path is the one libcrypto was built with, so that neither
 * OPENSSL_CONF nor OPENSSL_MODULES can load code into us. The legacy provider
 * (RC4, RC2, DES) is loaded the first time a file needs it.
 *
 * This is the only process-wide state of the library: osslctx_init() in main
 * before anything else. osslctx_done() frees everything, for tests; a program
 * leaves that to the kernel, which is faster by a quarter of a millisecond.
 * Both may be called once; between them every function here may be called from
 * any thread.
 *
 * A module loaded into another program calls osslctx_be_guest() first: the
 * default context stays as that program has it, configuration included, and
 * osslctx_err() takes the newest error and leaves the queue alone, because older
 * ones are the program's (callers bracket their work with ERR_set_mark() and
 * ERR_pop_to_mark()). It never calls osslctx_done(): the program's threads keep
 * state of the context until they end.
 *
 * Errors: osslctx_err() turns libcrypto's error queue into a struct err and
 * leaves the queue empty; nothing else looks at the queue.
 */

#pragma once

#include <openssl/types.h>

#include "base/bytes.h"
#include "base/err.h"

void		osslctx_be_guest(void);
bool		osslctx_init(struct err *e) MUST_CHECK;
/* For code that may be the first to use libcrypto: prevents its configuration
 * file from being read, unless we are a guest. */
bool		osslctx_start(struct err *e) MUST_CHECK;
void		osslctx_done(void);
OSSL_LIB_CTX	*osslctx_lib(void);

/* Fetched algorithms, kept for the life of the process: do not free. NULL, with
 * an error, when libcrypto lacks it; the legacy provider is loaded on demand. */
EVP_CIPHER	*osslctx_cipher(const char *name, struct err *e);
EVP_MD		*osslctx_digest(const char *name, struct err *e);
EVP_KDF		*osslctx_kdf(const char *name, struct err *e);
/* Lengths of the digests a caller may ask osslctx_hash for: up to 64. */
bool		osslctx_hash(const char *digest, struct view in,
		    unsigned char *out, size_t outlen, struct err *e)
		    MUST_CHECK;

/* A number from the context's pool, as BN_CTX_get() gives it; NULL: none. */
BIGNUM		*osslctx_number(BN_CTX *pool, struct view v);

/* libcrypto failed: `code` and "what: its reason"; empties the queue. An
 * out-of-memory reason wins over the code. Returns false. */
bool		osslctx_err(struct err *e, enum err_code code,
		    const char *what);
