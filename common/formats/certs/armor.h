/*
 * armor.h - text around DER: PEM, bare base64, UTF-16, byte order marks
 *
 * Decided by content, never by a file's name. Binary is passed through; text
 * is freed of a BOM and of UTF-16, then every PEM block is handed out in order
 * (RFC 7468, lax: any label, headers, CRLF, spaces at line ends, text between
 * blocks); text without PEM lines is taken as one bare base64 (white space
 * anywhere).
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
	struct bytes	der;
};

struct armor {
	struct armor_block	*blocks;
	size_t			 count;
	bool			 was_text;
};
#define ARMOR_INIT { NULL, 0, false }

/* True when the bytes are text as described (or begin like it). */
bool	armor_is_text(struct view in);
bool	armor_open(struct view in, const struct limits *limits,
	    struct armor *a, struct err *e) MUST_CHECK;
void	armor_clear(struct armor *a);

/* Append one PEM block, lines of 64. */
void	armor_write(struct bytes *out, const char *label, struct view der);
/* A CERTIFICATE block of each. */
void	armor_write_certs(struct bytes *out, const struct certlist *l);
