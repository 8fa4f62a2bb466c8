#include "query/selection.h"

#include <time.h>

struct selection
selection_of(const struct selection *given, enum place place,
    const char *store, const char *id)
{
	struct selection s = *given;

	s.machine = selection_place(given, place) == PLACE_MACHINE;
	s.user = !s.machine;
	s.store = given->store != NULL ? given->store : store;
	s.id = id;
	return s;
}

enum place
selection_place(const struct selection *s, enum place usual)
{
	return s->user ? PLACE_USER : s->machine ? PLACE_MACHINE : usual;
}

static struct view
trim_given(const char *s)
{
	return s != NULL ? select_trim(s) : view_of(NULL, 0);
}

bool
selection_criteria(const struct selection *s, struct select *criteria,
    struct err *e)
{
	const struct { const char *option, *given; struct view *to; } texts[] = {
		{ "n", s->subject, &criteria->subject },
		{ "i", s->issuer, &criteria->issuer },
		{ "r", s->root, &criteria->root },
		{ "u", s->usage, &criteria->usage },
		{ "c", s->template_name, &criteria->template_name },
	};

	*criteria = (struct select){ .when = (int64_t)time(NULL),
	    .longest = s->longest, .id = trim_given(s->id) };
	/* An empty one would mean "not asked for", and select everything. */
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		*texts[i].to = trim_given(texts[i].given);
		if (texts[i].given != NULL && texts[i].to->len == 0)
			return err_set(e, ERR_USAGE, "-%s has an empty value",
			    texts[i].option);
	}
	if (s->id != NULL && criteria->id.len == 0)
		return err_set(e, ERR_USAGE, "the certificate's name is "
		    "empty");
	return s->hash == NULL || select_set_hash(criteria, s->hash, e);
}
