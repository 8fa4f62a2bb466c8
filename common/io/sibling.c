#include "io/sibling.h"

#include <sys/wait.h>

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

extern char **environ;

bool
sibling_path(const char *name, char path[PATH_MAX], struct err *e)
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
	char *slash;
	size_t len;

	if (n == -1)
		return err_errno(e, errno, "/proc/self/exe");
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return err_set(e, ERR_IO, "/proc/self/exe: not a path");
	slash[1] = '\0';
	len = strlen(path);
	if (strlen(name) >= PATH_MAX - len)
		return err_set(e, ERR_IO, "%s: the path is too long", path);
	memcpy(path + len, name, strlen(name) + 1);
	return true;
}

bool
sibling_called(const char *argv0, const char *name)
{
	const char *slash = strrchr(argv0, '/');
	const char *called = slash != NULL ? slash + 1 : argv0;
	size_t len = strlen(called);
	char bare[NAME_MAX + 1];

	if (len >= sizeof(bare))
		return false;
	memcpy(bare, called, len + 1);
	if (len > 4 && text_same(bare + len - 4, ".exe"))
		bare[len - 4] = '\0';
	return text_same(bare, name);
}

bool
sibling_become(const char *program, char **argv, struct err *e)
{
	char path[PATH_MAX];

	if (!sibling_path(program, path, e))
		return false;
	execv(path, argv);
	err_errno(e, errno, "cannot start");
	return err_in(e, "%s", path);
}

bool
sibling_run(const char *program, char **argv, int *status, struct err *e)
{
	char path[PATH_MAX];
	int rc, how;
	pid_t pid;

	if (!sibling_path(program, path, e))
		return false;
	rc = posix_spawn(&pid, path, NULL, NULL, argv, environ);
	if (rc != 0) {
		err_errno(e, rc, "cannot start");
		return err_in(e, "%s", path);
	}
	if (RETRY(waitpid(pid, &how, 0)) == -1)
		return err_errno(e, errno, "%s", path);
	*status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
	return true;
}
