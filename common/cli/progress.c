#include "cli/progress.h"

#include <stdarg.h>
#include <unistd.h>

#include "cli/workers.h"

enum { QUIET_MS = 1000 };

void
progress_begin(struct progress *p, FILE *to)
{
	p->to = to;
	p->wanted = isatty(fileno(to)) == 1;
	p->shown = false;
	p->begun = workers_clock();
}

void
progress_show(struct progress *p, const char *fmt, ...)
{
	va_list ap;

	if (!p->wanted || workers_clock() - p->begun < QUIET_MS)
		return;
	progress_hide(p);
	va_start(ap, fmt);
	vfprintf(p->to, fmt, ap);
	va_end(ap);
	fflush(p->to);
	p->shown = true;
}

void
progress_hide(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", p->to);
	p->shown = false;
}
