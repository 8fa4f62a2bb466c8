#include "show/columns.h"

#include <sys/ioctl.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "base/text.h"

#define ELLIPSIS	"\xe2\x80\xa6"

/* How much of the text fits into `width` columns: bytes, and the columns they
 * take. */
static size_t
fitting(struct view v, size_t width, size_t *used)
{
	mbstate_t state;
	size_t off = 0;

	memset(&state, 0, sizeof(state));
	*used = 0;
	while (off < v.len) {
		wchar_t wc;
		size_t n = mbrtowc(&wc, (const char *)v.data + off,
		    v.len - off, &state);
		int w = 1;

		if (n == 0 || n == (size_t)-1 || n == (size_t)-2) {
			memset(&state, 0, sizeof(state));
			n = 1;
		} else if ((w = wcwidth(wc)) < 0) {
			w = 1;
		}
		if (*used + (size_t)w > width)
			break;
		*used += (size_t)w;
		off += n;
	}
	return off;
}

static size_t
measure_utf8(struct view v, size_t width, size_t *used)
{
	static locale_t utf8;
	locale_t before;
	size_t n;

	if (text_is_ascii(v)) {
		*used = v.len < width ? v.len : width;
		return *used;
	}
	if (utf8 == (locale_t)0)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	before = utf8 != (locale_t)0 ? uselocale(utf8) : (locale_t)0;
	n = fitting(v, width, used);
	if (before != (locale_t)0)
		uselocale(before);
	return n;
}

size_t
columns_of(struct view utf8)
{
	size_t used;

	measure_utf8(utf8, SIZE_MAX, &used);
	return used;
}

void
columns_add(struct bytes *out, struct view utf8, size_t width)
{
	size_t n, used;

	n = measure_utf8(utf8, width, &used);
	if (n < utf8.len && width != 0) {
		n = measure_utf8(utf8, width - 1, &used);
		bytes_add_view(out, view_sub(utf8, 0, n));
		bytes_add_str(out, ELLIPSIS);
		used++;
	} else {
		bytes_add_view(out, view_sub(utf8, 0, n));
	}
	if (used < width) {
		unsigned char *spaces = bytes_reserve(out, width - used);

		if (spaces == NULL)
			return;
		memset(spaces, ' ', width - used);
		out->len += width - used;
	}
}

size_t
columns_of_terminal(void)
{
	struct winsize size = { .ws_col = 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1)
		return 0;
	return size.ws_col != 0 ? size.ws_col : 80;
}

bool
columns_coloured(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && (no == NULL || *no == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}
