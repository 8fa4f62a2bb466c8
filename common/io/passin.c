#include "io/passin.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"
#include "io/readfile.h"

enum { TYPED_MAX = 1024 };

/* ---- a line from a descriptor ---- */

enum line { LINE_READ, LINE_NONE, LINE_TOO_LONG, LINE_SIGNAL, LINE_FAILED };

/* With a mask: wait under it; a signal ends the reading. The caller has blocked
 * them, so that none is lost between the prompt and the wait. */
static ssize_t
read_byte(int fd, const sigset_t *mask, unsigned char *c)
{
	struct pollfd p = { fd, POLLIN, 0 };
	ssize_t n;

	if (mask != NULL && ppoll(&p, 1, NULL, mask) == -1)
		return -1;
	do
		n = read(fd, c, 1);
	while (n == -1 && errno == EINTR && mask == NULL);
	return n;
}

/* A byte at a time: what follows the line belongs to the next reader (a second
 * password, a file on standard input). An over-long line is drained. */
static enum line
read_line(int fd, const sigset_t *mask, unsigned char *buf, size_t size,
    size_t *len)
{
	bool any = false;
	unsigned char c;
	ssize_t n;

	*len = 0;
	for (;;) {
		n = read_byte(fd, mask, &c);
		if (n == -1)
			return errno == EINTR ? LINE_SIGNAL : LINE_FAILED;
		if (n == 0 || c == '\n')
			break;
		any = true;
		if (*len < size)
			buf[*len] = c;
		++*len;
	}
	explicit_bzero(&c, sizeof(c));
	if (*len > size)
		return LINE_TOO_LONG;
	return n == 0 && !any ? LINE_NONE : LINE_READ;
}

static bool
judge_line(struct view line, struct secret *out, struct err *e)
{
	if (line.len >= 2 && ((line.data[0] == 0xff && line.data[1] == 0xfe) ||
	    (line.data[0] == 0xfe && line.data[1] == 0xff)))
		return err_set(e, ERR_INPUT, "the password is in UTF-16, "
		    "expected UTF-8 (iconv -f UTF-16 -t UTF-8 converts it)");
	if (line.len >= 3 && memcmp(line.data, "\xef\xbb\xbf", 3) == 0)
		line = view_sub(line, 3, line.len - 3);
	if (line.len != 0 && line.data[line.len - 1] == '\r')
		line.len--;
	if (line.len != 0 && memchr(line.data, 0, line.len) != NULL)
		return err_set(e, ERR_INPUT, "the password contains a NUL "
		    "character");
	return secret_set(out, line, e);
}

/* An empty file is the empty password, but only for an existing one; end of
 * input on a descriptor is an error. */
static bool
from_fd(int fd, bool none_is_empty, struct secret *out, struct err *e)
{
	struct secret line = SECRET_INIT;
	size_t len;
	bool ok = false;

	if (!secret_alloc(&line, SECRET_MAX, e))
		return false;
	switch (read_line(fd, NULL, line.data, SECRET_MAX, &len)) {
	case LINE_READ:
		ok = judge_line(view_of(line.data, len), out, e);
		break;
	case LINE_NONE:
		if (none_is_empty)
			ok = secret_set(out, view_of(NULL, 0), e);
		else
			err_set(e, ERR_INPUT, "no line to read (for an empty "
			    "password, give an empty line)");
		break;
	case LINE_TOO_LONG:
		err_set(e, ERR_INPUT, "the first line is longer than a "
		    "password may be: %d bytes", SECRET_MAX);
		break;
	default:
		err_errno(e, errno, "cannot read the password");
	}
	secret_clear(&line);
	return ok;
}

static bool
from_file(const char *path, enum passin_how how, struct secret *out,
    struct err *e)
{
	int fd = readfile_open(path, e);
	bool ok;

	if (fd == -1)
		return false;
	ok = from_fd(fd, how == PASSIN_ONCE, out, e);
	close(fd);
	return ok;
}

static bool
from_number(const char *digits, struct secret *out, struct err *e)
{
	int fd = -1;

	return readfile_number(digits, &fd, e) && from_fd(fd, false, out, e);
}

static bool
from_variable(const char *name, struct secret *out, struct err *e)
{
	const char *value = getenv(name);

	if (value == NULL)
		return err_set(e, ERR_USAGE, "no such variable in the "
		    "environment");
	if (strlen(value) > SECRET_MAX)
		return err_set(e, ERR_INPUT, "the variable is longer than a "
		    "password may be: %d bytes", SECRET_MAX);
	return secret_set(out, view_str(value), e);
}

/* ---- the terminal ---- */

/* Caught while a prompt is open; the terminal is restored, then the signal is
 * raised again. There is one prompt at a time. */
static volatile sig_atomic_t caught;
static bool interrupted;

static const int prompt_signals[] = {
	SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM,
	SIGTSTP, SIGTTIN, SIGTTOU,
};

struct terminal {
	int		 fd;
	bool		 echo_off;
	struct termios	 before;
	struct sigaction old[COUNT_OF(prompt_signals)];
};

static bool
is_stop(int sig)
{
	return sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU;
}

static void
catch_signal(int sig)
{
	if (caught == 0 || is_stop(caught))
		caught = sig;
}

static int
open_tty(void)
{
	return RETRY(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
}

bool
passin_have_terminal(void)
{
	int fd = open_tty();

	if (fd != -1)
		close(fd);
	return fd != -1;
}

static bool
terminal_begin(struct terminal *t, bool echo, struct err *e)
{
	struct sigaction act;
	struct termios quiet;

	t->fd = open_tty();
	if (t->fd == -1)
		return err_errno(e, errno, "cannot open the terminal");
	caught = 0;
	memset(&act, 0, sizeof(act));
	sigemptyset(&act.sa_mask);
	act.sa_handler = catch_signal;	/* no SA_RESTART: read returns */
	for (size_t i = 0; i < COUNT_OF(prompt_signals); i++)
		sigaction(prompt_signals[i], &act, &t->old[i]);
	t->echo_off = false;
	if (!echo && tcgetattr(t->fd, &t->before) == 0) {
		quiet = t->before;
		quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
		quiet.c_lflag |= ICANON | ISIG;
		/* What was typed or pasted ahead is not thrown away. */
		t->echo_off = tcsetattr(t->fd, TCSADRAIN, &quiet) == 0;
	}
	return true;
}

static void
terminal_end(struct terminal *t)
{
	int sig;

	if (t->echo_off)
		while (tcsetattr(t->fd, TCSADRAIN, &t->before) == -1 &&
		    errno == EINTR && caught != SIGTTOU)
			;
	for (size_t i = 0; i < COUNT_OF(prompt_signals); i++)
		sigaction(prompt_signals[i], &t->old[i], NULL);
	close(t->fd);
	/* Ctrl-C is Windows' Cancel button: reported first, then it ends us
	 * (startup_end()). */
	sig = caught;
	if (sig == SIGINT)
		interrupted = true;
	else if (sig != 0)
		kill(getpid(), sig);
}

static void
say(const struct terminal *t, const char *text)
{
	size_t left = strlen(text);

	while (left != 0) {
		ssize_t n = write(t->fd, text, left);

		if (n <= 0)
			return;	/* an unseen prompt still waits for an answer */
		text += n;
		left -= (size_t)n;
	}
}

static bool
cancelled(struct err *e)
{
	return err_set(e, ERR_CANCELLED, "cancelled at the prompt");
}

static enum line
read_typed(const struct terminal *t, unsigned char *buf, size_t *len)
{
	sigset_t block, before;
	enum line got;

	sigemptyset(&block);
	/* Not SIGTTIN and SIGTTOU: blocked, they make a background job's read
	 * fail instead of stopping it. */
	for (size_t i = 0; i < COUNT_OF(prompt_signals); i++)
		if (!is_stop(prompt_signals[i]) || prompt_signals[i] == SIGTSTP)
			sigaddset(&block, prompt_signals[i]);
	sigprocmask(SIG_BLOCK, &block, &before);
	got = caught != 0 ? LINE_SIGNAL :
	    read_line(t->fd, &before, buf, TYPED_MAX, len);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return got;
}

/* Print the prompt and read a line into *out, with the echo as asked. Stopped
 * and continued (Ctrl-Z, fg), it asks again. */
static bool
ask_once(const char *prompt, bool echo, struct secret *out, struct err *e)
{
	struct secret line = SECRET_INIT;
	struct terminal t;
	enum line got;
	size_t len;
	bool ok = false;

	if (!secret_alloc(&line, TYPED_MAX, e))
		return false;
	do {
		if (!terminal_begin(&t, echo, e))
			goto out;
		say(&t, prompt);
		got = LINE_SIGNAL;
		if (echo || t.echo_off)
			got = read_typed(&t, line.data, &len);
		if (!echo || got == LINE_SIGNAL || got == LINE_NONE)
			say(&t, "\n");
		terminal_end(&t);
	} while (got == LINE_SIGNAL && is_stop(caught));

	if (got == LINE_READ)
		ok = judge_line(view_of(line.data, len), out, e);
	else if (got == LINE_TOO_LONG)
		err_set(e, ERR_INPUT, "the line is longer than %d bytes",
		    TYPED_MAX);
	else if (got == LINE_FAILED)
		err_set(e, ERR_IO, "cannot read from the terminal");
	else if (caught == 0 && got == LINE_SIGNAL)
		err_set(e, ERR_IO, "cannot turn off the terminal's echo");
	else
		cancelled(e);
 out:
	secret_clear(&line);
	return ok;
}

static bool
ask_twice(const char *prompt, struct secret *out, struct err *e)
{
	struct secret first = SECRET_INIT, second = SECRET_INIT;
	bool ok = false;

	for (int i = 0; i < PASSIN_TRIES; i++) {
		if (!ask_once(prompt, false, &first, e) ||
		    !ask_once("Enter the same password again: ", false,
		    &second, e))
			goto out;
		ok = secret_equal(&first, &second);
		if (ok)
			break;
		prompt = "Passwords do not match. Enter the new password: ";
	}
	if (ok)
		secret_move(out, &first);
	else
		err_set(e, ERR_CANCELLED, "the passwords do not match");
 out:
	secret_clear(&first);
	secret_clear(&second);
	return ok;
}

static bool
need_terminal(const char *option, struct err *e)
{
	if (passin_have_terminal())
		return true;
	return err_set(e, ERR_PASSWORD_NEEDED, "password needed, but "
	    "there is no terminal: give it with %s (env:NAME, file:PATH, "
	    "fd:N or stdin)", option);
}

bool
passin_prompt(const char *prompt, enum passin_how how, const char *option,
    struct secret *out, struct err *e)
{
	if (!need_terminal(option, e))
		return false;
	if (how == PASSIN_CONFIRM)
		return ask_twice(prompt, out, e);
	if (!ask_once(prompt, false, out, e))
		return false;
	out->typed = 1;
	return true;
}

static bool
may_try_again(const struct secret *tried, const struct err *e)
{
	return tried->given ? e->code == ERR_PASSWORD && tried->typed != 0 &&
	    tried->typed < PASSIN_TRIES : e->code == ERR_PASSWORD_NEEDED;
}

bool
passin_retry(const char *prompt, const char *option,
    const struct secret *tried, struct secret *out, struct err *e)
{
	unsigned char typed = tried->typed;
	struct bytes text = BYTES_INIT;
	bool ok;

	if (!may_try_again(tried, e))
		return false;
	if (tried->given) {
		text_add_printable(&text, view_str(e->msg));
		bytes_add_str(&text, "\n");
	}
	bytes_add_str(&text, prompt);
	bytes_add_u8(&text, 0);
	err_clear(e);
	ok = bytes_ok(&text, e) && passin_prompt((const char *)text.data,
	    PASSIN_ONCE, option, out, e);
	bytes_clear(&text);
	if (ok)
		out->typed = (unsigned char)(typed + 1);
	return ok;
}

bool
passin_line(const char *prompt, const char *preset, char **line,
    struct err *e)
{
	struct secret answer = SECRET_INIT;
	struct bytes text = BYTES_INIT;
	bool ok = false;

	*line = NULL;
	if (preset != NULL)
		bytes_addf(&text, "%s [%s]: ", prompt, preset);
	else
		bytes_addf(&text, "%s: ", prompt);
	bytes_add_u8(&text, 0);
	if (!bytes_ok(&text, e) ||
	    !ask_once((const char *)text.data, true, &answer, e))
		goto out;
	*line = strdup(answer.len == 0 && preset != NULL ? preset :
	    (const char *)answer.data);
	ok = *line != NULL || err_memory(e);
 out:
	secret_clear(&answer);
	bytes_clear(&text);
	return ok;
}

/* As a secret comes that a pipeline does not have. */
static bool
is_empty_variable(const char *source)
{
	const char *value = text_starts(source, "env:") ?
	    getenv(source + 4) : NULL;

	return value != NULL && *value == '\0';
}

static bool
refuse_empty(const char *source, enum passin_how how, const char *option,
    struct err *e)
{
	return err_set(e, ERR_USAGE, "%s %s is empty; if the password is, %s",
	    option, source, how == PASSIN_ONCE ? "use file:/dev/null" :
	    "give an empty line with stdin");
}

bool
passin_source(const char *source, const char *prompt, enum passin_how how,
    const char *option, struct secret *out, struct err *e)
{
	bool ok;

	if (strcmp(source, "prompt") == 0)
		return passin_prompt(prompt, how, option, out, e);
	if (is_empty_variable(source))
		return refuse_empty(source, how, option, e);
	if (strcmp(source, "stdin") == 0)
		ok = from_fd(STDIN_FILENO, false, out, e);
	else if (text_starts(source, "env:"))
		ok = from_variable(source + 4, out, e);
	else if (text_starts(source, "file:"))
		ok = from_file(source + 5, how, out, e);
	else if (text_starts(source, "fd:"))
		ok = from_number(source + 3, out, e);
	else
		/* Not shown: it may be a password in the wrong place. */
		return err_set(e, ERR_USAGE, "%s takes env:NAME, file:PATH, "
		    "fd:N, stdin or prompt", option);
	return ok || err_in(e, "%s %s", option, source);
}

bool
passin_interrupted(void)
{
	return interrupted;
}
