#include "chain/choose.h"

bool
choose_longer(const struct cert *a, const struct cert *b)
{
	if (!a->scanned || !a->scan.has_validity)
		return false;
	return !b->scanned || !b->scan.has_validity ||
	    a->scan.not_after > b->scan.not_after;
}
