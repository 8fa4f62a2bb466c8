#include "cli/main.h"

#include <stdio.h>

#include "cli/startup.h"
#include "io/process.h"

static void
tell_failure(const struct main_program *p, const struct err *e, void *arg)
{
	if (p != NULL && p->failed != NULL)
		p->failed(e, arg);
	else
		report_error(e, NULL, false);
}

int
main_end(const struct main_program *p, int status, int ended_by, void *arg)
{
	struct err e = ERR_INIT;

	if (!startup_flush(stdout, &e)) {
		tell_failure(p, &e, arg);
		status = EXIT_FAILED;
	}
	process_raise(ended_by);
	return startup_end(status);
}

int
main_run(const struct main_program *p, int argc, char **argv, void *arg)
{
	struct err e = ERR_INIT;
	int status = EXIT_FAILED;

	report_program = &p->report;
	if (startup(&e))
		status = p->run(argc, argv, arg);
	else
		tell_failure(p, &e, arg);
	return main_end(p, status, 0, arg);
}
