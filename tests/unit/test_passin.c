#include <sys/wait.h>

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>

#include "io/passin.h"
#include "scratch.h"
#include "unit.h"

/* ---- sources ---- */

static const struct {
	const char	*what;
	const char	*file;
	size_t		 len;
	const char	*password;	/* NULL: refused */
	const char	*says;
} lines[] = {
#define FILE_OF(s)	s, sizeof(s) - 1
	{ "a line", FILE_OF("sesame\n"), "sesame", NULL },
	{ "no line end", FILE_OF("sesame"), "sesame", NULL },
	{ "CR LF", FILE_OF("sesame\r\n"), "sesame", NULL },
	{ "more lines", FILE_OF("sesame\nsecond\n"), "sesame", NULL },
	{ "spaces belong to the password", FILE_OF("  a b \n"), "  a b ", NULL },
	{ "a CR inside", FILE_OF("a\rb\n"), "a\rb", NULL },
	{ "a byte order mark", FILE_OF("\xef\xbb\xbfsesame\n"), "sesame",
	  NULL },
	{ "bytes that are not UTF-8", FILE_OF("p\xe4ss\n"), "p\xe4ss", NULL },
	{ "an empty line", FILE_OF("\n"), "", NULL },
	{ "an empty line of DOS", FILE_OF("\r\n"), "", NULL },
	{ "nothing", FILE_OF(""), "", NULL },
	{ "a NUL", FILE_OF("a\0b\n"), NULL, "NUL" },
	{ "UTF-16 of Windows", FILE_OF("\xff\xfes\0\n\0"), NULL, "UTF-16" },
	{ "UTF-16, the other way", FILE_OF("\xfe\xff\0s\0\n"), NULL,
	  "UTF-16" },
};

static bool
from(const char *source, struct secret *out, struct err *e)
{
	return passin_source(source, "Password: ", PASSIN_ONCE, "-pi-from",
	    out, e);
}

static void
ck_secret(const struct secret *s, const char *want, const char *what)
{
	ck_assert_msg(s->given, "%s", what);
	ck_assert_msg(view_equal(secret_view(s), view_str(want)), "%s: \"%s\"",
	    what, s->data);
}

START_TEST(passin_takes_the_first_line_of_a_file)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	scratch_put("pw", lines[_i].file, lines[_i].len);
	if (lines[_i].password != NULL) {
		ASSERT_WORKS(from("file:pw", &s, &e), &e);
		ck_secret(&s, lines[_i].password, lines[_i].what);
	} else {
		ASSERT_REFUSED(from("file:pw", &s, &e), &e, ERR_INPUT);
		ASSERT_SAYS(&e, lines[_i].says);
		ASSERT_SAYS(&e, "-pi-from file:pw: ");
		ck_assert(!s.given);
	}
	secret_clear(&s);
}
END_TEST

START_TEST(passin_makes_no_new_password_of_nothing)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	scratch_put("pw", "", 0);
	ASSERT_REFUSED(passin_source("file:pw", "Password: ", PASSIN_CONFIRM,
	    "-po-from", &s, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "give an empty line");
	ASSERT_WORKS(freopen("pw", "r", stdin) != NULL, &e);
	ASSERT_REFUSED(from("stdin", &s, &e), &e, ERR_INPUT);
	ck_assert(!s.given);
}
END_TEST

START_TEST(passin_takes_one_line_after_the_other_from_a_descriptor)
{
	struct secret a = SECRET_INIT, b = SECRET_INIT;
	struct err e = ERR_INIT;
	char source[16], rest[16];
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(write(fds[1], "one\ntwo\nrest", 12), 12);
	close(fds[1]);
	snprintf(source, sizeof(source), "fd:%d", fds[0]);
	ASSERT_WORKS(from(source, &a, &e), &e);
	ck_assert_int_eq(dup2(fds[0], STDIN_FILENO), STDIN_FILENO);
	ASSERT_WORKS(from("stdin", &b, &e), &e);
	ck_secret(&a, "one", "fd");
	ck_secret(&b, "two", "stdin");
	ck_assert_int_eq(read(fds[0], rest, sizeof(rest)), 4);
	secret_clear(&a);
	secret_clear(&b);
}
END_TEST

START_TEST(passin_takes_a_variable_whole)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	setenv("SPCKIT_TEST", "a\nb", 1);
	ASSERT_WORKS(from("env:SPCKIT_TEST", &s, &e), &e);
	ck_secret(&s, "a\nb", "variable");
	secret_clear(&s);
	/* One that nobody set, more often than the empty password. */
	setenv("SPCKIT_TEST", "", 1);
	ASSERT_REFUSED(from("env:SPCKIT_TEST", &s, &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, "-pi-from env:SPCKIT_TEST is empty");
	ASSERT_SAYS(&e, "file:/dev/null");
	ASSERT_REFUSED(passin_source("env:SPCKIT_TEST", "", PASSIN_CONFIRM,
	    "-po-from", &s, &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, "empty line");
}
END_TEST

START_TEST(passin_takes_the_longest_line_and_no_longer)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;
	static char text[SECRET_MAX + 3];

	memset(text, 'p', sizeof(text));
	text[SECRET_MAX] = '\n';
	scratch_put("pw", text, SECRET_MAX + 1);
	ASSERT_WORKS(from("file:pw", &s, &e), &e);
	ck_assert_uint_eq(s.len, SECRET_MAX);
	text[SECRET_MAX] = 'p';
	text[SECRET_MAX + 1] = '\n';
	scratch_put("pw", text, SECRET_MAX + 2);
	ASSERT_REFUSED(from("file:pw", &s, &e), &e, ERR_INPUT);
	text[SECRET_MAX + 1] = '\0';
	setenv("SPCKIT_TEST", text, 1);
	ASSERT_REFUSED(from("env:SPCKIT_TEST", &s, &e), &e, ERR_INPUT);
	secret_clear(&s);
}
END_TEST

static const struct {
	const char	*source;
	enum err_code	 code;
} bad_sources[] = {
	{ "", ERR_USAGE }, { "sesame", ERR_USAGE }, { "Env:X", ERR_USAGE },
	{ "fd:", ERR_USAGE }, { "fd:x", ERR_USAGE }, { "fd:-1", ERR_USAGE },
	{ "fd:987", ERR_IO }, { "env:SPCKIT_NOT_THERE", ERR_USAGE },
	{ "file:missing", ERR_NOT_FOUND }, { "file:", ERR_NOT_FOUND },
	{ "file:.", ERR_IO },
};

START_TEST(passin_refuses_other_sources)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(from(bad_sources[_i].source, &s, &e), &e,
	    bad_sources[_i].code);
	ASSERT_SAYS(&e, "-pi-from");
	/* It may be a password in the wrong place. */
	ck_assert_ptr_null(strstr(e.msg, "sesame"));
}
END_TEST

/* ---- the terminal ---- */

struct session {
	int	master;
	int	result;		/* a pipe: "ok VALUE" or "no CODE" */
	pid_t	pid;
	char	screen[4096];
	size_t	len;
};

static void
child_tells(int fd, bool ok, const char *value, const struct err *e)
{
	char text[2048];
	int n;

	if (ok)
		n = snprintf(text, sizeof(text), "ok %s", value);
	else
		n = snprintf(text, sizeof(text), "no %d", e->code);
	_exit(write(fd, text, (size_t)n) == n ? 0 : 1);
}

static void
child_password(int fd, enum passin_how how)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;
	bool ok = passin_prompt("Password: ", how, "-pi-from", &s, &e);

	child_tells(fd, ok, (char *)s.data, &e);
}

/* A lock that only "sesame" opens. */
static void
child_retries(int fd)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;
	bool ok;

	while (!(ok = s.given && strcmp((char *)s.data, "sesame") == 0)) {
		err_set(&e, s.given ? ERR_PASSWORD : ERR_PASSWORD_NEEDED,
		    "wrong \033[2J");
		if (!passin_retry("Password: ", "-p-from", &s, &s, &e))
			break;
	}
	child_tells(fd, ok, (char *)s.data, &e);
}

static void
child_line(int fd, const char *preset)
{
	struct err e = ERR_INIT;
	char *line = NULL;
	bool ok = passin_line("Name", preset, &line, &e);

	child_tells(fd, ok, line, &e);
}

enum question { ONCE, TWICE, RETRY, LINE, LINE_PRESET };

static void
begin(struct session *s, enum question q)
{
	int fds[2];

	memset(s, 0, sizeof(*s));
	ck_assert_int_eq(pipe(fds), 0);
	s->pid = forkpty(&s->master, NULL, NULL, NULL);
	ck_assert_int_ge(s->pid, 0);
	if (s->pid == 0) {
		close(fds[0]);
		signal(SIGTERM, SIG_DFL);	/* Check has a handler */
		if (q == ONCE || q == TWICE)
			child_password(fds[1], q == ONCE ? PASSIN_ONCE :
			    PASSIN_CONFIRM);
		else if (q == RETRY)
			child_retries(fds[1]);
		else
			child_line(fds[1], q == LINE ? NULL : "preset");
	}
	close(fds[1]);
	s->result = fds[0];
}

/* Read what the terminal shows until this text has come once more. */
static void
expect(struct session *s, const char *text)
{
	struct pollfd p = { s->master, POLLIN, 0 };
	ssize_t n;

	while (strstr(s->screen, text) == NULL) {
		ck_assert_msg(poll(&p, 1, 5000) == 1, "no \"%s\" in \"%s\"",
		    text, s->screen);
		n = read(s->master, s->screen + s->len,
		    sizeof(s->screen) - 1 - s->len);
		ck_assert_msg(n > 0, "no \"%s\" in \"%s\"", text, s->screen);
		s->len += (size_t)n;
	}
	s->len = 0;
	memset(s->screen, 0, sizeof(s->screen));
}

static bool
echoes(const struct session *s)
{
	struct termios t;

	ck_assert_int_eq(tcgetattr(s->master, &t), 0);
	return (t.c_lflag & ECHO) != 0;
}

static void
type(const struct session *s, const char *text)
{
	ck_assert_int_eq(write(s->master, text, strlen(text)),
	    (ssize_t)strlen(text));
}

static void
ends_with(struct session *s, const char *result)
{
	char buf[2048] = "";
	size_t len = 0;
	ssize_t n;
	int status;

	while ((n = read(s->result, buf + len, sizeof(buf) - 1 - len)) > 0)
		len += (size_t)n;
	ck_assert_str_eq(buf, result);
	ck_assert_int_eq(waitpid(s->pid, &status, 0), s->pid);
	ck_assert(WIFEXITED(status));
	close(s->master);
	close(s->result);
}

static const char *
refusal(enum err_code code)
{
	static char text[16];

	snprintf(text, sizeof(text), "no %d", code);
	return text;
}

START_TEST(passin_asks_without_echo)
{
	struct session s;

	begin(&s, ONCE);
	expect(&s, "Password: ");
	ck_assert(!echoes(&s));
	type(&s, "sesame\n");
	expect(&s, "\n");
	ends_with(&s, "ok sesame");
}
END_TEST

START_TEST(passin_takes_an_empty_line_as_the_empty_password)
{
	struct session s;

	begin(&s, ONCE);
	expect(&s, "Password: ");
	type(&s, "\n");
	ends_with(&s, "ok ");
}
END_TEST

START_TEST(passin_takes_what_was_typed_ahead)
{
	struct session s;

	begin(&s, TWICE);
	type(&s, "sesame\nsesame\n");
	ends_with(&s, "ok sesame");
}
END_TEST

START_TEST(passin_asks_twice_for_a_new_password)
{
	struct session s;

	begin(&s, TWICE);
	expect(&s, "Password: ");
	type(&s, "one\n");
	expect(&s, "again: ");
	ck_assert(!echoes(&s));
	type(&s, "two\n");
	expect(&s, "do not match");
	type(&s, "three\n");
	expect(&s, "again: ");
	type(&s, "three\n");
	ends_with(&s, "ok three");
}
END_TEST

START_TEST(passin_gives_up_after_three_pairs_that_differ)
{
	struct session s;

	begin(&s, TWICE);
	for (int i = 0; i < 3; i++) {
		expect(&s, i == 0 ? "Password: " : "do not match");
		type(&s, "one\n");
		expect(&s, "again: ");
		type(&s, "two\n");
	}
	ends_with(&s, refusal(ERR_CANCELLED));
}
END_TEST

START_TEST(passin_lets_a_wrong_password_be_typed_again)
{
	struct session s;

	begin(&s, RETRY);
	expect(&s, "Password: ");
	type(&s, "one\n");
	expect(&s, "wrong \\x1b[2J\r\nPassword: ");
	type(&s, "two\n");
	expect(&s, "Password: ");
	type(&s, "sesame\n");
	ends_with(&s, "ok sesame");
}
END_TEST

START_TEST(passin_gives_up_after_three_wrong_passwords)
{
	struct session s;

	begin(&s, RETRY);
	for (int i = 0; i < PASSIN_TRIES; i++) {
		expect(&s, "Password: ");
		type(&s, "one\n");
	}
	ends_with(&s, refusal(ERR_PASSWORD));
}
END_TEST

START_TEST(passin_lets_a_given_password_not_be_typed_again)
{
	struct secret given = SECRET_INIT, out = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&given, view_str("x"), &e), &e);
	err_set(&e, ERR_PASSWORD, "wrong password");
	ck_assert(!passin_retry("P: ", "-p-from", &given, &out, &e));
	ASSERT_SAYS(&e, "wrong password");
	/* Nor anything else that fails. */
	given.typed = 1;
	err_set(&e, ERR_INPUT, "damaged");
	ck_assert(!passin_retry("P: ", "-p-from", &given, &out, &e));
	ASSERT_SAYS(&e, "damaged");
	ck_assert(!out.given);
	secret_clear(&given);
}
END_TEST

static const char *const ends[] = { "\003", "\004", "se\003" };

START_TEST(passin_is_cancelled_by_control_c_and_d)
{
	struct session s;

	begin(&s, ONCE);
	expect(&s, "Password: ");
	type(&s, ends[_i]);
	ends_with(&s, refusal(ERR_CANCELLED));
}
END_TEST

START_TEST(passin_drains_and_refuses_a_long_line)
{
	struct session s;
	char text[1200];

	memset(text, 'p', sizeof(text));
	text[sizeof(text) - 2] = '\n';
	text[sizeof(text) - 1] = '\0';
	begin(&s, ONCE);
	expect(&s, "Password: ");
	type(&s, text);
	ends_with(&s, refusal(ERR_INPUT));
}
END_TEST

START_TEST(passin_puts_the_terminal_right_before_a_signal_ends_it)
{
	struct session s;
	int status;

	begin(&s, ONCE);
	expect(&s, "Password: ");
	ck_assert(!echoes(&s));
	ck_assert_int_eq(kill(s.pid, SIGTERM), 0);
	expect(&s, "\n");
	ck_assert_int_eq(waitpid(s.pid, &status, 0), s.pid);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGTERM);
	ck_assert(echoes(&s));
	close(s.master);
	close(s.result);
}
END_TEST

START_TEST(passin_asks_again_after_being_stopped)
{
	struct session s;
	int status;

	begin(&s, ONCE);
	expect(&s, "Password: ");
	/* The child leads a session and has no parent shell: a plain
	 * SIGTSTP would be lost without one. */
	ck_assert_int_eq(kill(s.pid, SIGTSTP), 0);
	expect(&s, "Password: ");
	ck_assert_int_eq(waitpid(s.pid, &status, WNOHANG | WUNTRACED), 0);
	ck_assert(!echoes(&s));
	type(&s, "sesame\n");
	ends_with(&s, "ok sesame");
}
END_TEST

START_TEST(passin_line_shows_what_is_typed)
{
	struct session s;

	begin(&s, LINE);
	expect(&s, "Name: ");
	ck_assert(echoes(&s));
	type(&s, "abc.pfx\n");
	expect(&s, "abc.pfx");
	ends_with(&s, "ok abc.pfx");
}
END_TEST

START_TEST(passin_line_takes_the_preset_for_an_empty_answer)
{
	struct session s;

	begin(&s, LINE_PRESET);
	expect(&s, "Name [preset]: ");
	type(&s, "\n");
	ends_with(&s, "ok preset");
}
END_TEST

START_TEST(passin_without_a_terminal_names_the_option)
{
	struct err e = ERR_INIT;
	struct secret s = SECRET_INIT;
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		setsid();
		if (passin_have_terminal() || passin_prompt("Password: ",
		    PASSIN_ONCE, "-pi-from", &s, &e))
			_exit(1);
		_exit(e.code == ERR_PASSWORD_NEEDED &&
		    strstr(e.msg, "-pi-from") != NULL ? 0 : 2);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

static void
add_on_a_terminal(TCase *tc)
{
	tcase_add_test(tc, passin_asks_without_echo);
	tcase_add_test(tc,
	    passin_takes_an_empty_line_as_the_empty_password);
	tcase_add_test(tc, passin_takes_what_was_typed_ahead);
	tcase_add_test(tc, passin_asks_twice_for_a_new_password);
	tcase_add_test(tc, passin_gives_up_after_three_pairs_that_differ);
	tcase_add_test(tc, passin_lets_a_wrong_password_be_typed_again);
	tcase_add_test(tc, passin_gives_up_after_three_wrong_passwords);
	tcase_add_test(tc, passin_lets_a_given_password_not_be_typed_again);
	tcase_add_loop_test(tc, passin_is_cancelled_by_control_c_and_d, 0,
	    COUNT_OF(ends));
	tcase_add_test(tc, passin_drains_and_refuses_a_long_line);
	tcase_add_test(tc,
	    passin_puts_the_terminal_right_before_a_signal_ends_it);
	tcase_add_test(tc, passin_asks_again_after_being_stopped);
	tcase_add_test(tc, passin_line_shows_what_is_typed);
	tcase_add_test(tc, passin_line_takes_the_preset_for_an_empty_answer);
}

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, scratch_enter, scratch_leave);
	tcase_add_loop_test(tc, passin_takes_the_first_line_of_a_file, 0,
	    COUNT_OF(lines));
	tcase_add_test(tc, passin_makes_no_new_password_of_nothing);
	tcase_add_test(tc,
	    passin_takes_one_line_after_the_other_from_a_descriptor);
	tcase_add_test(tc, passin_takes_a_variable_whole);
	tcase_add_test(tc, passin_takes_the_longest_line_and_no_longer);
	tcase_add_loop_test(tc, passin_refuses_other_sources, 0,
	    COUNT_OF(bad_sources));
	tcase_add_test(tc, passin_without_a_terminal_names_the_option);
	if (getenv("SPCKIT_NO_TERMINALS") == NULL)
		add_on_a_terminal(tc);
}

UNIT_MAIN("passin", add)
