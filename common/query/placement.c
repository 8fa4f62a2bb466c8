#include "query/placement.h"

#include "chain/order.h"

bool
placement_issued(const struct cert *c, const struct certlist *file)
{
	for (size_t i = 0; i < file->count; i++)
		if (!cert_same(file->items[i], c) &&
		    order_is_issuer(c, file->items[i]))
			return true;
	return false;
}

enum role
placement_role(const struct cert *c, const struct certlist *file)
{
	if (!c->scanned)
		return ROLE_OTHER;
	if (certscan_self_signed(&c->scan))
		return ROLE_ROOT;
	if (c->scan.is_ca || placement_issued(c, file))
		return ROLE_ISSUER;
	return ROLE_OTHER;
}

const char *
placement_store(enum role role)
{
	switch (role) {
	case ROLE_LEAF:
		return "My";
	case ROLE_ROOT:
		return "Root";
	case ROLE_ISSUER:
		return "CA";
	case ROLE_OTHER:
		break;
	}
	return "AddressBook";
}
