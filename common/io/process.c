#include "io/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { NO_TIME = -1, CANNOT_START = 127 };

static const int passed_on[] = {
	SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2,
};

/* A running program. */
struct child {
	const struct process_job	*job;
	pid_t	 pid;
	int	 output;	/* -1: closed, or not collected */
	int	 errors;	/* likewise */
	int	 failure;	/* errno comes through here if exec fails */
	int	 signals;
	sigset_t before;	/* our mask */
	struct sigaction chld;	/* and our handler of SIGCHLD */
	int64_t	 deadline;	/* ms of the monotonic clock, or NO_TIME */
	bool	 ended;
	bool	 lost;		/* exit status unknown */
	bool	 too_long;
	int	 how;		/* of waitpid(2) */
};

void
process_keep(struct process_job *j, int fd)
{
	if (fd != -1 && j->keep_count < PROCESS_KEEP)
		j->keep[j->keep_count++] = fd;
}

void
process_hide(struct process_job *j, const char *source)
{
	if (source != NULL && strncasecmp(source, "env:", 4) == 0 &&
	    j->hidden_count < PROCESS_HIDDEN)
		j->hidden[j->hidden_count++] = source + 4;
}

static bool
is_hidden(const struct process_job *j, const char *variable)
{
	for (size_t i = 0; i < j->hidden_count; i++) {
		size_t len = strlen(j->hidden[i]);

		if (strncmp(variable, j->hidden[i], len) == 0 &&
		    variable[len] == '=')
			return true;
	}
	return false;
}

/* The array is new, its strings are not. */
static char **
visible_environment(const struct process_job *j, struct err *e)
{
	size_t n = 0, k = 0;
	char **env;

	while (environ[n] != NULL)
		n++;
	env = calloc(n + 1, sizeof(*env));
	if (env == NULL) {
		err_memory(e);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		if (!is_hidden(j, environ[i]))
			env[k++] = environ[i];
	return env;
}

/* ---- in the new process ---- */

static bool
inherit(const struct process_job *j)
{
	for (size_t i = 0; i < j->keep_count; i++) {
		int flags = fcntl(j->keep[i], F_GETFD);

		if (flags == -1 ||
		    fcntl(j->keep[i], F_SETFD, flags & ~FD_CLOEXEC) == -1)
			return false;
	}
	return true;
}

/* Descriptors 0 to 2 are open (startup.h), so none of these is below 3. */
static bool
redirect(int output, int errors)
{
	int null = -1, pipefd[2];

	if (output == -1)
		return true;
	/* The read end of a pipe without a writer is an empty file. */
	if (pipe2(pipefd, O_CLOEXEC) == 0) {
		null = pipefd[0];
		close(pipefd[1]);
	}
	return null != -1 && dup2(null, STDIN_FILENO) != -1 &&
	    dup2(output, STDOUT_FILENO) != -1 &&
	    dup2(errors, STDERR_FILENO) != -1;
}

static bool
set_limit(unsigned which, rlim_t value)
{
	struct rlimit l;

	if (getrlimit(which, &l) == -1)
		return false;
	if (l.rlim_max != RLIM_INFINITY && l.rlim_max < value)
		value = l.rlim_max;
	l.rlim_cur = l.rlim_max = value;
	return setrlimit(which, &l) == 0;
}

static bool
confine(void)
{
	/* Not all kernels let everybody have a network of his own. */
	(void)unshare(CLONE_NEWUSER | CLONE_NEWNET);
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    set_limit(RLIMIT_CPU, PROCESS_SECONDS) &&
	    set_limit(RLIMIT_AS, (rlim_t)PROCESS_MEMORY) &&
	    set_limit(RLIMIT_FSIZE, PROCESS_FILE) &&
	    set_limit(RLIMIT_NPROC, 0);
}

static _Noreturn void
become_program(const struct process_job *j, char **env, pid_t parent,
    const sigset_t *mask, const int streams[2], int failure)
{
	struct sigaction act;
	int errnum;

	/* Our handlers must not run here. */
	memset(&act, 0, sizeof(act));
	act.sa_handler = SIG_DFL;
	for (size_t i = 0; i < COUNT_OF(passed_on); i++) {
		struct sigaction old;

		if (sigaction(passed_on[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(passed_on[i], &act, NULL);
	}
	sigaction(SIGPIPE, &act, NULL);
	sigaction(SIGXFSZ, &act, NULL);
	if ((!j->confined || confine()) &&
	    prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
	    inherit(j) && redirect(streams[0], streams[1]) &&
	    sigprocmask(SIG_SETMASK, mask, NULL) == 0) {
		environ = env;
		if (j->path != NULL)
			execve(j->path, j->argv, env);
		else
			execvp(j->argv[0], j->argv);
	}
	errnum = errno;
	(void)RETRY(write(failure, &errnum, sizeof(errnum)));
	_exit(CANNOT_START);
}

/* ---- starting ---- */

/* From here on SIGCHLD and what would end us come through a descriptor. */
static bool
watch_signals(struct child *c, struct err *e)
{
	struct sigaction act;
	sigset_t set;

	/* Inherited as ignored, the kernel would not report the status. */
	memset(&act, 0, sizeof(act));
	act.sa_handler = SIG_DFL;
	sigaction(SIGCHLD, &act, &c->chld);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (size_t i = 0; i < COUNT_OF(passed_on); i++)
		sigaddset(&set, passed_on[i]);
	if (sigprocmask(SIG_BLOCK, &set, &c->before) == -1)
		return err_errno(e, errno, "cannot block signals");
	c->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (c->signals != -1)
		return true;
	err_errno(e, errno, "cannot wait for signals");
	sigprocmask(SIG_SETMASK, &c->before, NULL);
	return false;
}

static void
close_both(int fds[2])
{
	if (fds[0] != -1)
		close(fds[0]);
	if (fds[1] != -1)
		close(fds[1]);
}

static bool
spawn(struct child *c, char **env, struct err *e)
{
	int output[2] = { -1, -1 }, errors[2] = { -1, -1 };
	int failure[2] = { -1, -1 };
	pid_t self = getpid();

	if (pipe2(failure, O_CLOEXEC) == -1 || (c->job->collect &&
	    (pipe2(output, O_CLOEXEC) == -1 ||
	    pipe2(errors, O_CLOEXEC) == -1)))
		goto fail;
	c->pid = fork();
	if (c->pid == 0)
		become_program(c->job, env, self, &c->before,
		    (const int[]){ output[1], errors[1] }, failure[1]);
	if (c->pid == -1)
		goto fail;
	c->failure = failure[0];
	c->output = output[0];
	c->errors = errors[0];
	failure[0] = output[0] = errors[0] = -1;
 fail:
	if (c->failure == -1)
		err_errno(e, errno, "cannot start");
	close_both(failure);
	close_both(output);
	close_both(errors);
	return c->failure != -1;
}

/* ---- while it runs ---- */

static int64_t
now_ms(void)
{
	struct timespec t = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
set_deadline(struct child *c, unsigned seconds)
{
	int64_t then = now_ms() + (int64_t)seconds * 1000;

	if (c->deadline == NO_TIME || then < c->deadline)
		c->deadline = then;
}

static void
reap(struct child *c)
{
	pid_t pid = RETRY(waitpid(c->pid, &c->how, WNOHANG));

	c->ended = pid != 0;
	c->lost = pid == -1;
}

static void
take_signals(struct child *c, struct process_result *r)
{
	struct signalfd_siginfo info;

	while (read(c->signals, &info, sizeof(info)) == sizeof(info)) {
		int sig = (int)info.ssi_signo;

		if (sig == SIGCHLD) {
			reap(c);
			continue;
		}
		r->caught = sig;
		/* The terminal signals its whole foreground itself. */
		if (!c->ended && (info.ssi_code != SI_KERNEL ||
		    !c->job->patient))
			kill(c->pid, sig);
		if (!c->job->patient)
			set_deadline(c, PROCESS_GRACE);
	}
}

/* False when there is nothing, or at the end. */
static bool
take_output(int *fd, struct bytes *to)
{
	unsigned char buf[4096];
	ssize_t n;
	size_t room = PROCESS_OUTPUT_MAX - to->len, keep;

	n = RETRY(read(*fd, buf, sizeof(buf)));
	if (n > 0) {
		keep = (size_t)n < room ? (size_t)n : room;
		bytes_add(to, buf, keep);
		return true;
	}
	close(*fd);
	*fd = -1;
	return false;
}

/* Take what is in the pipe, without waiting for others that hold it open. */
static void
drain(int *fd, struct bytes *to)
{
	int flags;

	if (*fd == -1)
		return;
	flags = fcntl(*fd, F_GETFL);
	if (flags != -1)
		fcntl(*fd, F_SETFL, flags | O_NONBLOCK);
	while (*fd != -1 && take_output(fd, to))
		;
}

static void
check_time(struct child *c)
{
	if (c->ended || c->deadline == NO_TIME || now_ms() < c->deadline)
		return;
	c->too_long = true;
	c->deadline = NO_TIME;
	kill(c->pid, SIGKILL);
}

static int
time_left(const struct child *c)
{
	int64_t left;

	if (c->deadline == NO_TIME)
		return -1;
	left = c->deadline - now_ms();
	return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static bool
wait_for(struct child *c, struct process_result *r, struct err *e)
{
	reap(c);
	while (!c->ended) {
		struct pollfd fds[] = {
			{ c->signals, POLLIN, 0 },
			{ c->output, POLLIN, 0 },	/* -1: ignored */
			{ c->errors, POLLIN, 0 },
		};

		if (poll(fds, COUNT_OF(fds), time_left(c)) == -1 &&
		    errno != EINTR)
			return err_errno(e, errno, "cannot wait");
		if (fds[0].revents != 0)
			take_signals(c, r);
		if (fds[1].revents != 0 && c->output != -1)
			take_output(&c->output, &r->output);
		if (fds[2].revents != 0 && c->errors != -1)
			take_output(&c->errors, &r->errors);
		check_time(c);
	}
	drain(&c->output, &r->output);
	drain(&c->errors, &r->errors);
	return true;
}

/* ---- its end ---- */

/* A successful exec closes the pipe. */
static bool
check_started(const struct child *c, struct err *e)
{
	int errnum;
	ssize_t n = RETRY(read(c->failure, &errnum, sizeof(errnum)));

	return n != sizeof(errnum) || err_errno(e, errnum,
	    "cannot start");
}

static void
abandon(struct child *c)
{
	kill(c->pid, SIGKILL);
	(void)RETRY(waitpid(c->pid, &c->how, 0));
}

static bool
judge(const struct child *c, struct process_result *r, struct err *e)
{
	if (c->lost)
		return err_set(e, ERR_IO, "exit status unknown");
	if (WIFSIGNALED(c->how)) {
		r->ended_by = WTERMSIG(c->how);
		r->status = 128 + r->ended_by;
	} else {
		r->status = WEXITSTATUS(c->how);
	}
	/* A signal counts more than a timeout. */
	if (c->too_long && r->caught == 0)
		return err_set(e, ERR_LIMIT, "timed out after %u seconds",
		    c->job->seconds);
	return !c->job->collect || (bytes_ok(&r->output, e) &&
	    bytes_ok(&r->errors, e));
}

static void
close_all(struct child *c)
{
	const int fds[] = { c->output, c->errors, c->failure, c->signals };

	for (size_t i = 0; i < COUNT_OF(fds); i++)
		if (fds[i] != -1)
			close(fds[i]);
	sigaction(SIGCHLD, &c->chld, NULL);
	sigprocmask(SIG_SETMASK, &c->before, NULL);
}

static bool
run_child(struct child *c, char **env, struct process_result *r, struct err *e)
{
	if (!spawn(c, env, e))
		return false;
	if (c->job->seconds != 0)
		set_deadline(c, c->job->seconds);
	if (check_started(c, e) && wait_for(c, r, e))
		return judge(c, r, e);
	if (!c->ended)
		abandon(c);
	return false;
}

bool
process_run(const struct process_job *j, struct process_result *r, struct err *e)
{
	struct child c = {
		.job = j, .output = -1, .errors = -1, .failure = -1,
		.signals = -1, .deadline = NO_TIME,
	};
	char **env = visible_environment(j, e);
	bool ok = env != NULL && watch_signals(&c, e);

	if (ok) {
		ok = run_child(&c, env, r, e);
		close_all(&c);
	}
	free(env);
	return ok || err_in(e, "%s", j->argv[0]);
}

void
process_result_clear(struct process_result *r)
{
	bytes_clear(&r->output);
	bytes_clear(&r->errors);
}

void
process_raise(int sig)
{
	sigset_t set;

	if (sig == 0)
		return;
	raise(sig);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
