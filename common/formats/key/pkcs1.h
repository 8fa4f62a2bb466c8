/*
 * pkcs1.h - private keys in the traditional forms -> struct key
 *
 * RSAPrivateKey (RFC 8017, PKCS#1), DSAPrivateKey (OpenSSL's), ECPrivateKey
 * (RFC 5915), told apart by structure. PEM's own encryption (DEK-Info) is
 * pemkey.h's. Input, checks and errors as in pkcs8.h.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/key.h"

struct key	*pkcs1_read(struct view der, const struct limits *limits,
		    struct err *e) MUST_CHECK;
