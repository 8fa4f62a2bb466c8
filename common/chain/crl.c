#include "chain/crl.h"

#include <stdlib.h>

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/array.h"
#include "base/osslctx.h"
#include "cert/certscan.h"
#include "chain/rules.h"

static X509_CRL *
parse_list(struct view der, struct err *e)
{
	const unsigned char *p = der.data;
	X509_CRL *list = X509_CRL_new_ex(osslctx_lib(), NULL);

	if (list == NULL) {
		osslctx_err(e, ERR_CRYPTO, "cannot read a revocation list");
		return NULL;
	}
	/* When it fails, the list is gone. */
	if (der.len > INT32_MAX ||
	    d2i_X509_CRL(&list, &p, (long)der.len) == NULL ||
	    p != der.data + der.len) {
		osslctx_err(e, ERR_INPUT, "not a certificate revocation list");
		X509_CRL_free(list);
		return NULL;
	}
	return list;
}

bool
crls_time(const ASN1_TIME *t, int64_t *seconds)
{
	return t != NULL && ASN1_STRING_length(t) > 0 &&
	    certscan_time((unsigned)ASN1_STRING_type(t), view_of(
	    ASN1_STRING_get0_data(t), (size_t)ASN1_STRING_length(t)), seconds);
}

/* One that anybody could have made. */
static bool
is_weak_list(const X509_CRL *list)
{
	const X509_ALGOR *algorithm;

	X509_CRL_get0_signature(list, NULL, &algorithm);
	return rules_is_weak_algorithm(algorithm);
}

/* Without nextUpdate, which every list must have (RFC 5280, 5.1.2.5), an old one
 * would be current for ever. */
static bool
may_be_current(const X509_CRL *list)
{
	return X509_CRL_get0_nextUpdate(list) != NULL;
}

bool
crls_add(struct crls *l, struct view der, const char *file, struct err *e)
{
	X509_CRL *list;

	if (l->count == CRLS_MAX)
		return err_set(e, ERR_LIMIT, "more than %d revocation lists",
		    CRLS_MAX);
	if (l->stack == NULL && (l->stack = sk_X509_CRL_new_null()) == NULL)
		return err_memory(e);
	if (!array_room(&l->items, l->count, sizeof(*l->items), e))
		return false;
	list = parse_list(der, e);
	if (list == NULL)
		return false;
	if (!is_weak_list(list) && may_be_current(list) &&
	    sk_X509_CRL_push(l->stack, list) == 0) {
		X509_CRL_free(list);
		return err_memory(e);
	}
	l->items[l->count++] = (struct crls_item){ list, file, false };
	return true;
}

bool
crls_add_answer(struct crls *l, struct bytes *answer, struct err *e)
{
	const struct bytes empty = BYTES_INIT;

	if (!array_room(&l->answers, l->answer_count, sizeof(*l->answers), e))
		return false;
	l->answers[l->answer_count] = empty;
	bytes_move(&l->answers[l->answer_count++], answer);
	return true;
}

void
crls_clear(struct crls *l)
{
	for (size_t i = 0; i < l->count; i++)
		X509_CRL_free(l->items[i].list);
	for (size_t i = 0; i < l->answer_count; i++)
		bytes_clear(&l->answers[i]);
	sk_X509_CRL_free(l->stack);
	free(l->answers);
	free(l->items);
	l->answers = NULL;
	l->answer_count = 0;
	l->items = NULL;
	l->stack = NULL;
	l->count = 0;
}

/* Is it the first list of a file that has none of use? */
static bool
begins_unused_file(const struct crls *l, size_t n)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].file == l->items[n].file &&
		    (i < n || l->items[i].used))
			return false;
	return true;
}

const char *
crls_unused_file(const struct crls *l, size_t n)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].file != NULL && begins_unused_file(l, i) &&
		    n-- == 0)
			return l->items[i].file;
	return NULL;
}

void
crls_mark_used(const struct crls *l, const X509_CRL *list)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].list == list)
			l->items[i].used = true;
}

static bool
is_indirect(const X509_CRL *list)
{
	ISSUING_DIST_POINT *point = X509_CRL_get_ext_d2i(list,
	    NID_issuing_distribution_point, NULL, NULL);
	bool is = point != NULL && point->indirectCRL != 0;

	ISSUING_DIST_POINT_free(point);
	return is;
}

bool
crls_issuer(const struct crls *l, size_t n, struct view *name, bool *indirect)
{
	const unsigned char *der = NULL;
	const X509_CRL *list;
	size_t len = 0;

	if (l->stack == NULL || n >= (size_t)sk_X509_CRL_num(l->stack))
		return false;
	list = sk_X509_CRL_value(l->stack, (int)n);
	if (X509_NAME_get0_der(X509_CRL_get_issuer(list), &der, &len) != 1)
		len = 0;
	*name = view_of(der, len);
	*indirect = is_indirect(list);
	return true;
}
