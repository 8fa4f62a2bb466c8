/*
 * operation.h - a signature under way: what session and sign both know of it
 */

#pragma once

#include "signature.h"

struct operation {
	struct signature_plan plan;
	CK_OBJECT_HANDLE  handle;
	bool		  is_protected;
	EVP_PKEY	 *key;		/* NULL: waits for a login */
	EVP_MD_CTX	 *hash;		/* NULL: nothing hashed so far */
};

void	operation_free(struct operation *o);
