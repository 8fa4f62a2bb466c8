/*
 * parts.h - what the files of the key vault share
 *
 * Private to store/vault/:
 *
 *   keyvault.c  one key: its text lines, the key itself
 *   names.c     names, and which keys there are
 *   entry.c     the text of an entry, written and read
 *   vaultkey.c  the vault key
 */

#ifndef SPCKIT_STORE_VAULT_PARTS_H
#define SPCKIT_STORE_VAULT_PARTS_H

#include "base/bytes.h"
#include "store/vault/keyvault.h"

#define KEYVAULT_PEM_LABEL	"ENCRYPTED PRIVATE KEY"
#define KEYVAULT_VARIABLE	"SPCKIT_VAULT_KEY"

enum { KEYVAULT_ENTRY_MAX = 128 * 1024 };

/* False when the file is not named like an entry. */
bool	keyvault_parse_file(const char *file, struct keyname *n) MUST_CHECK;
/* The text lines of an entry, up to its PEM block. */
bool	keyvault_parse_info(struct view text, struct keyinfo *i,
	    struct err *e) MUST_CHECK;

#endif
