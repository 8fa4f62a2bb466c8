/*
 * fuzz_ctl.c - lists of roots: every entry and property is inside the list, a
 * property that is read has a number, and what is read is read again the same
 */

#include "fuzz.h"

#include "formats/certs/ctl.h"

static bool
within(struct view part, struct view whole)
{
	return part.len == 0 || (part.data >= whole.data &&
	    part.data + part.len <= whole.data + whole.len);
}

static void
check_properties(struct view attributes)
{
	struct der rest = der_open(attributes);
	struct err e = ERR_INIT;
	struct view value;
	uint32_t id;
	size_t n = 0;

	while (ctl_property(&rest, &id, &value, &e)) {
		HOLDS(within(value, attributes));
		HOLDS(id < 1u << 28);
		n++;
	}
	HOLDS(n <= attributes.len);
	HOLDS(e.code == ERR_NONE || e.msg[0] != '\0');
}

static void
check_entries(const struct ctl *c, struct view whole)
{
	struct der rest = der_open(c->entries);
	struct err e = ERR_INIT;
	struct ctl_entry x;
	size_t n = 0;
	bool ok, end;

	while ((ok = ctl_next(&rest, &n, &x, &end, &e)) && !end) {
		HOLDS(within(x.identifier, whole));
		HOLDS(within(x.attributes, whole));
		check_properties(x.attributes);
	}
	HOLDS_VERDICT(ok, e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);
	struct err e = ERR_INIT;
	struct ctl c;
	bool ok;

	ok = ctl_open(&c, in, &e);
	HOLDS_VERDICT(ok, e);
	if (!ok)
		return 0;
	HOLDS(within(c.usages, in) && within(c.algorithm, in) &&
	    within(c.sequence, in));
	HOLDS(!ctl_is_for(&c, view_of(NULL, 0)) || c.usages.len == 2);
	check_entries(&c, in);
	return 0;
}
