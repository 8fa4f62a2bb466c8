/*
 * armor.h - text around DER: PEM, and base64 without it
 *
 * Binary is passed through; of a text (plaintext.h) every PEM block is handed
 * out in order (RFC 7468, lax: any label, headers, CRLF, spaces, text between
 * blocks, line ends that are lost or written out). A block on a line of its
 * own has to be whole; one behind other things on its line (JSON, variables,
 * YAML, XML) counts if it can be read, and is counted as unread if not.
 *
 * Blocks whose label is not read here (parameters, public keys, requests,
 * PGP and SSH2) are `foreign`: they are not decoded. So is one of any
 * other label that is not base64, unless it names a certificate, PKCS or a
 * private key.
 *
 * A text without blocks is one base64, white space anywhere, in either
 * alphabet, in quotes or behind "data:...;base64,"; what comes out may be
 * another such text, three times in all.
 *
 * Ownership:  blocks own their bytes (they may be a plain key: wiped).
 * Limits:     blocks are bounded by LIMIT_BAGS.
 * Errors:     ERR_FORMAT when it is neither binary nor such text; ERR_INPUT
 *             for a block without end, with a bad character (line number) or
 *             an END line of another label.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/cert.h"

struct armor_block {
	char		label[40];	/* "" when there was no PEM line */
	char		dek_cipher[24];	/* DEK-Info of a traditional key */
	unsigned char	dek_iv[16];
	size_t		dek_iv_len;	/* 0: not encrypted */
	bool		foreign;
	struct bytes	der;		/* empty when foreign */
};

struct armor {
	struct armor_block	*blocks;
	size_t			 count;
	bool			 was_text;
	size_t			 unread;	/* that looked like blocks */
	size_t			 unread_line;	/* of the first */
};
#define ARMOR_INIT { .count = 0 }

bool	armor_open(struct view in, const struct limits *limits,
	    struct armor *a, struct err *e) MUST_CHECK;
void	armor_clear(struct armor *a);

/* Append one PEM block, lines of 64. */
void	armor_write(struct bytes *out, const char *label, struct view der);
/* A CERTIFICATE block of each. */
void	armor_write_certs(struct bytes *out, const struct certlist *l);
