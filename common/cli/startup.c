#include "cli/startup.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "io/tempfiles.h"
#include "io/passin.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

static bool
open_standard_descriptors(struct err *e)
{
	int fd;

	/* open() gives the lowest free number. */
	do {
		fd = open("/dev/null", O_RDWR);
		if (fd == -1)
			return err_errno(e, errno, "/dev/null");
	} while (fd <= STDERR_FILENO);
	close(fd);
	return true;
}

static bool
forbid_cores(struct err *e)
{
#if !defined(SPCKIT_ALLOW_CORES) && !defined(SANITIZED)
	const struct rlimit none = { 0, 0 };

	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1 ||
	    setrlimit(RLIMIT_CORE, &none) == -1)
		return err_errno(e, errno, "cannot forbid core dumps");
#else
	(void)e;
#endif
	return true;
}

bool
startup(struct err *e)
{
	if (!open_standard_descriptors(e) || !forbid_cores(e))
		return false;
	signal(SIGXFSZ, SIG_IGN);
	tempfiles_cleanup_on_signals();
	return true;
}

bool
startup_flush(FILE *out, struct err *e)
{
	struct stat st;
	bool failed = ferror(out) != 0;
	bool is_file = fstat(fileno(out), &st) == 0 && S_ISREG(st.st_mode);

	if (fflush(out) != 0)
		return err_errno(e, errno, "cannot write to standard output");
	/* A network file system may tell only now; nothing else can fail that
	 * late, and an output that is in place should not be denied. */
	if (is_file && fclose(out) != 0 && errno != EINTR)
		return err_errno(e, errno, "cannot write to standard output");
	if (failed)
		return err_set(e, ERR_IO, "cannot write to standard output");
	return true;
}

int
startup_end(int status)
{
	if (passin_interrupted())
		raise(SIGINT);
	return status;
}
