#include "chain/issued.h"

#include "chain/order.h"
#include "chain/signature.h"

bool
issued_by(const struct cert *c, const struct cert *issuer, bool *yes,
    struct err *e)
{
	struct signatures s = { .count = 0 };
	enum signature result;
	bool ok;

	*yes = false;
	if (!order_is_issuer(issuer, c))
		return true;
	ok = signatures_check(&s, c, issuer, &result, e);
	*yes = ok && result == SIGNATURE_GOOD;
	signatures_clear(&s);
	return ok;
}

bool
issued_itself(const struct cert *c, bool *yes, struct err *e)
{
	return issued_by(c, c, yes, e);
}
