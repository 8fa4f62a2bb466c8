#include "base/nearest.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"

enum { WORD_MAX = 64, CLOSE_ENOUGH = 2 };

void
nearest_begin(struct nearest *n, const char *word)
{
	n->word = word;
	n->best = NULL;
	n->distance = CLOSE_ENOUGH + 1;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The cell of a[0..i] and b[0..j]; the rows before are complete. */
static size_t
cell(size_t rows[][WORD_MAX + 1], const char *a, const char *b, size_t i,
    size_t j)
{
	size_t d = least(rows[1][j] + 1, rows[2][j - 1] + 1);

	d = least(d, rows[1][j - 1] + !text_same_letter(a[i - 1], b[j - 1]));
	if (i > 1 && j > 1 && text_same_letter(a[i - 1], b[j - 2]) &&
	    text_same_letter(a[i - 2], b[j - 1]))
		d = least(d, rows[0][j - 2] + 1);
	return d;
}

static size_t
distance_of(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1], la = strlen(a), lb = strlen(b);

	if (la > WORD_MAX || lb > WORD_MAX)
		return SIZE_MAX;
	memset(rows, 0, sizeof(rows));
	for (size_t j = 0; j <= lb; j++)
		rows[2][j] = j;
	for (size_t i = 1; i <= la; i++) {
		memmove(rows[0], rows[1], 2 * sizeof(rows[0]));
		rows[2][0] = i;
		for (size_t j = 1; j <= lb; j++)
			rows[2][j] = cell(rows, a, b, i, j);
	}
	return rows[2][lb];
}

void
nearest_consider(struct nearest *n, const char *name)
{
	size_t d = distance_of(n->word, name), len = strlen(name);

	if (strlen(n->word) > len)
		len = strlen(n->word);
	if (d >= n->distance || 2 * d > len)
		return;
	n->best = name;
	n->distance = d;
}

bool
nearest_suggest(const struct nearest *n, const char *before, struct err *e)
{
	if (n->best != NULL)
		err_add(e, ", did you mean %s%s?", before, n->best);
	return n->best != NULL;
}
