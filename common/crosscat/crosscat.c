#include "crosscat/crosscat.h"

#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "base/array.h"
#include "base/text.h"
#include "cert/certtime.h"
#include "chain/chain.h"
#include "chain/select.h"
#include "io/tsv.h"

enum column {
	COLUMN_CA, COLUMN_PIN, COLUMN_EXPIRES, COLUMN_LINK, COLUMN_ROOTS,
	COLUMN_SUBJECT, COLUMN_KEY, COLUMN_ISSUER
};

char *
crosscat_folded(struct view name, struct err *e)
{
	char *out = malloc(name.len + 1);
	size_t n = 0;

	if (out == NULL) {
		err_memory(e);
		return NULL;
	}
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = name.data[i];

		/* U+2010 to U+2015 */
		if (c == 0xe2 && i + 2 < name.len && name.data[i + 1] == 0x80 &&
		    name.data[i + 2] >= 0x90 && name.data[i + 2] <= 0x95) {
			c = '-';
			i += 2;
		}
		if (c == '\0')
			c = '?';
		if (c == ' ' && (n == 0 || out[n - 1] == ' '))
			continue;
		out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
	}
	if (n != 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

/* ---- one row ---- */

static void
row_clear(struct crosscat_row *r)
{
	free(r->ca);
	free(r->folded);
	free(r->folded_subject);
	free(r->link);
	free(r->subject);
	free(r->issuer);
	memset(r, 0, sizeof(*r));
}

static bool
copy(char **to, const char *from, struct err *e)
{
	if (from == NULL)
		return true;
	*to = strdup(from);
	return *to != NULL || err_memory(e);
}

static bool
read_thumbprint(const char *text, const char *what, unsigned char out[SHA1_LEN],
    struct err *e)
{
	struct select s = { .longest = false };

	if (select_set_hash(&s, text, e) && select_whole_hash(&s, out))
		return true;
	if (e->code != ERR_MEMORY)
		err_set(e, ERR_INPUT, "the %s \"%s\" is not a SHA-1 "
		    "thumbprint (40 hex digits)", what, text);
	return false;
}

/* 2021-04-15, 2021/04/15 -> the last second of the day. */
static bool
read_day(const char *text, int64_t *t, struct err *e)
{
	char time[] = "YYYYMMDD235959Z", back[CERTTIME_MAX];
	size_t n = 0;

	for (size_t i = 0; text[i] != '\0'; i++) {
		if ((i == 4 || i == 7) && (text[i] == '-' || text[i] == '/'))
			continue;
		if (text[i] < '0' || text[i] > '9' || n == 8)
			break;
		time[n++] = text[i];
	}
	/* A 30th of February would come back as another day. */
	if (strlen(text) == strlen("2021-04-15") && n == 8 &&
	    certscan_time(DER_GENERALIZED_TIME, view_str(time), t) &&
	    strncmp(certtime_date(*t, back) + 8, time + 6, 2) == 0)
		return true;
	return err_set(e, ERR_INPUT, "\"%s\" is not a date, expected one like "
	    "2021-04-15", text);
}

/* `list` is cut up. */
static bool
read_roots(struct crosscat_row *r, char *list, struct err *e)
{
	char *next;

	for (; list != NULL; list = next) {
		next = strchr(list, ',');
		if (next != NULL)
			*next++ = '\0';
		if (r->root_count == CROSSCAT_ROOTS)
			return err_set(e, ERR_LIMIT, "more than %d roots",
			    CROSSCAT_ROOTS);
		if (!read_thumbprint(list, "root", r->roots[r->root_count], e))
			return false;
		r->root_count++;
	}
	return true;
}

static bool
check_row_columns(const char *const *columns, struct err *e)
{
	for (size_t i = 0; i < CROSSCAT_COLUMNS; i++) {
		if (columns[i] == NULL)
			continue;
		if (strlen(columns[i]) > CROSSCAT_TEXT)
			return err_set(e, ERR_LIMIT, "column %zu has more than "
			    "%d bytes", i + 1, CROSSCAT_TEXT);
		if (!text_is_utf8(view_str(columns[i])))
			return err_set(e, ERR_INPUT, "column %zu is not valid "
			    "UTF-8", i + 1);
	}
	if (columns[COLUMN_CA] == NULL || columns[COLUMN_PIN] == NULL)
		return err_set(e, ERR_INPUT, "a row needs the name of a CA and "
		    "the SHA-1 of its cross-certificate, with a tab between");
	return true;
}

static bool
read_root_key(struct crosscat_row *r, const char *text, struct err *e)
{
	size_t len;

	if (text == NULL)
		return true;
	r->has_key = text_unhex(text, r->key, sizeof(r->key), &len) &&
	    len == sizeof(r->key);
	return r->has_key || err_set(e, ERR_INPUT, "the key \"%s\" is not "
	    "a SHA-256 (64 hex digits)", text);
}

static bool
parse_row(struct crosscat_row *r, const char *const *columns, struct err *e)
{
	char *roots = NULL;
	bool ok;

	ok = check_row_columns(columns, e) &&
	    read_thumbprint(columns[COLUMN_PIN], "pin", r->pin, e) &&
	    copy(&r->ca, columns[COLUMN_CA], e) &&
	    (r->folded = crosscat_folded(view_str(r->ca), e)) != NULL &&
	    copy(&r->link, columns[COLUMN_LINK], e) &&
	    copy(&r->subject, columns[COLUMN_SUBJECT], e) &&
	    (r->subject == NULL || (r->folded_subject =
	    crosscat_folded(view_str(r->subject), e)) != NULL) &&
	    copy(&r->issuer, columns[COLUMN_ISSUER] != NULL ?
	    columns[COLUMN_ISSUER] : CHAIN_CODE_VERIFICATION_ROOT, e) &&
	    copy(&roots, columns[COLUMN_ROOTS], e) &&
	    read_roots(r, roots, e) && read_root_key(r, columns[COLUMN_KEY], e);
	free(roots);
	if (ok && columns[COLUMN_EXPIRES] != NULL) {
		r->has_expiry = true;
		ok = read_day(columns[COLUMN_EXPIRES], &r->expires, e);
	}
	return ok;
}

/* ---- the catalogue ---- */

void
crosscat_clear(struct crosscat *c)
{
	for (size_t i = 0; i < c->count; i++)
		row_clear(&c->rows[i]);
	free(c->rows);
	memset(c, 0, sizeof(*c));
}

/* The row that r takes the place of; c->count: none. */
static size_t
place_of(const struct crosscat *c, const struct crosscat_row *r)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (memcmp(c->rows[i].pin, r->pin, SHA1_LEN) == 0)
			return i;
	for (i = 0; i < c->count; i++)
		if (strcmp(c->rows[i].folded, r->folded) == 0)
			return i;
	return i;
}

static bool
grow_rows(struct crosscat *c, struct err *e)
{
	if (c->count == CROSSCAT_ROWS)
		return err_set(e, ERR_LIMIT, "more than %d rows",
		    CROSSCAT_ROWS);
	return array_room(&c->rows, c->count, sizeof(*c->rows), e);
}

static bool
place_row(struct crosscat *c, const char *const *columns, bool of_user,
    struct err *e)
{
	struct crosscat_row r = { .of_user = of_user };
	size_t at = c->count;

	if (!parse_row(&r, columns, e) || ((at = place_of(c, &r)) == c->count &&
	    !grow_rows(c, e))) {
		row_clear(&r);
		return false;
	}
	if (at < c->count)
		row_clear(&c->rows[at]);
	else
		c->count++;
	c->rows[at] = r;
	return true;
}

bool
crosscat_builtin(struct crosscat *c, struct err *e)
{
	for (size_t i = 0; i < CROSSCAT_BUILTIN; i++)
		if (!place_row(c, crosscat_table[i], false, e))
			return false;
	return true;
}

bool
crosscat_read(struct crosscat *c, struct view text, struct err *e)
{
	const char *columns[CROSSCAT_COLUMNS];
	struct tsv rows;
	char *line;
	bool ok;

	ok = tsv_text(&rows, text, e);
	while (ok && tsv_next(&rows, &line))
		ok = (tsv_split(line, columns, CROSSCAT_COLUMNS, e) &&
		    place_row(c, columns, true, e)) ||
		    err_in(e, "line %lu", rows.number);
	tsv_clear(&rows);
	return ok;
}
