/*
 * server.c - a web server that misbehaves on request, on loopback only
 *
 *   server FOLDER [CERT KEY]
 *   server -names COMMAND...
 *
 * Writes the ports of http and, with CERT and KEY, of https to FOLDER/ports,
 * every request's target to FOLDER/log, and serves until it is killed. With
 * -names it is a name server on port 53 that never answers, while COMMAND runs.
 *
 * A connection is a child of its own with one answer. Paths:
 *
 *   /file/NAME		FOLDER/NAME
 *   /bare/NAME		the same without Content-Length
 *   /half/NAME		Content-Length of all of it, and half of it
 *   /slow/NAME		a byte every 0.3 seconds
 *   /busy/N/NAME	503 the first N times, then the file
 *   /status/N		that status, with a body
 *   /endless		a body that never ends
 *   /silent		no answer, and no end
 *   /close		no answer
 *   /to/SCHEME/PATH	a redirect to /PATH of http or https; "file" is one to
 *			file:///etc/passwd, "password" one to http with a
 *			password in it
 *   /hop/N/PATH	N redirects, then /PATH
 *   /loop		a redirect to itself
 *   /html		a page with status 200
 *
 * A POST is answered like a GET; FOLDER/posted is the last one's body, after a
 * line with its type.
 */

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/ssl.h>

static const char *folder;
static int ports[2];
static SSL_CTX *tls;

struct client {
	int	 fd;
	SSL	*ssl;	/* NULL: http */
};

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
say(const struct client *c, const void *data, size_t len)
{
	const char *p = data;

	while (len != 0) {
		ssize_t n = c->ssl != NULL ?
		    SSL_write(c->ssl, p, (int)(len < 4096 ? len : 4096)) :
		    write(c->fd, p, len);

		if (n <= 0)
			exit(0);
		p += n;
		len -= (size_t)n;
	}
}

static void
say_head(const struct client *c, int status, const char *more)
{
	char head[4096];
	int n = snprintf(head, sizeof(head), "HTTP/1.1 %d Whatever\r\n"
	    "Connection: close\r\n%s\r\n", status, more);

	say(c, head, (size_t)n);
}

static void
say_length(const struct client *c, int status, size_t length)
{
	char more[64];

	snprintf(more, sizeof(more), "Content-Length: %zu\r\n", length);
	say_head(c, status, more);
}

static void
redirect(const struct client *c, const char *scheme, int port,
    const char *path)
{
	char more[2048];

	snprintf(more, sizeof(more), "Location: %s://localhost:%d/%s\r\n"
	    "Content-Length: 0\r\n", scheme, port, path);
	say_head(c, 302, more);
}

static char *
slurp(const char *name, size_t *len)
{
	static char data[4 << 20];
	char path[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	*len = f != NULL ? fread(data, 1, sizeof(data), f) : 0;
	if (f != NULL)
		fclose(f);
	return f != NULL ? data : NULL;
}

/* How often has this path been asked for, this time included? */
static long
asked(const char *path)
{
	char name[1024];
	size_t start;
	FILE *f;
	long n;

	start = (size_t)snprintf(name, sizeof(name), "%s/", folder);
	snprintf(name + start, sizeof(name) - start, "count%s", path);
	for (char *p = name + start; *p != '\0'; p++)
		if (*p == '/')
			*p = '_';
	f = fopen(name, "ab");
	if (f == NULL)
		die(name);
	fputc('x', f);
	n = ftell(f);
	fclose(f);
	return n;
}

enum { ALL, BARE, HALF, SLOW };

static void
serve_file(const struct client *c, const char *name, int how)
{
	size_t len;
	char *data = slurp(name, &len);

	if (data == NULL) {
		say_length(c, 404, 0);
		return;
	}
	if (how == BARE)
		say_head(c, 200, "");
	else
		say_length(c, 200, len);
	if (how != SLOW) {
		say(c, data, how == HALF ? len / 2 : len);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		say(c, data + i, 1);
		usleep(300000);
	}
}

static void
serve_page(const struct client *c, int status)
{
	static const char page[] = "<!DOCTYPE html>\n<html><body>Please log in "
	    "</body></html>\n";

	say_length(c, status, sizeof(page) - 1);
	say(c, page, sizeof(page) - 1);
}

/* The part of path after `prefix`, or NULL. */
static const char *
after(const char *path, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(path, prefix, n) == 0 ? path + n : NULL;
}

static bool
serve_redirect(const struct client *c, const char *path)
{
	char *end, next[1024];
	const char *p;
	long n;

	if (strcmp(path, "/loop") == 0) {
		redirect(c, "http", ports[0], "loop");
	} else if ((p = after(path, "/to/https/")) != NULL) {
		redirect(c, "https", ports[1], p);
	} else if ((p = after(path, "/to/http/")) != NULL) {
		redirect(c, "http", ports[0], p);
	} else if (strcmp(path, "/to/file") == 0) {
		say_head(c, 302, "Location: file:///etc/passwd\r\n"
		    "Content-Length: 0\r\n");
	} else if ((p = after(path, "/to/password/")) != NULL) {
		snprintf(next, sizeof(next), "Location: http://me:secret@"
		    "localhost:%d/%s\r\nContent-Length: 0\r\n", ports[0], p);
		say_head(c, 302, next);
	} else if ((p = after(path, "/hop/")) != NULL) {
		n = strtol(p, &end, 10);
		snprintf(next, sizeof(next), n > 1 ? "hop/%ld%s" : "%.0ld%s",
		    n > 1 ? n - 1 : 0, n > 1 ? end : end + 1);
		redirect(c, "http", ports[0], next);
	} else {
		return false;
	}
	return true;
}

static void
serve(const struct client *c, const char *path)
{
	static char junk[4096];
	const char *p;
	char *end;
	long n;

	if ((p = after(path, "/file/")) != NULL) {
		serve_file(c, p, ALL);
	} else if ((p = after(path, "/bare/")) != NULL) {
		serve_file(c, p, BARE);
	} else if ((p = after(path, "/half/")) != NULL) {
		serve_file(c, p, HALF);
	} else if ((p = after(path, "/slow/")) != NULL) {
		serve_file(c, p, SLOW);
	} else if ((p = after(path, "/busy/")) != NULL) {
		n = strtol(p, &end, 10);
		if (asked(path) <= n)
			serve_page(c, 503);
		else
			serve_file(c, end + 1, ALL);
	} else if ((p = after(path, "/status/")) != NULL) {
		serve_page(c, atoi(p));
	} else if (strcmp(path, "/endless") == 0) {
		for (say_head(c, 200, ""); ; )
			say(c, junk, sizeof(junk));
	} else if (strcmp(path, "/silent") == 0) {
		pause();
	} else if (strcmp(path, "/html") == 0) {
		serve_page(c, 200);
	} else if (strcmp(path, "/close") != 0 && !serve_redirect(c, path)) {
		say_length(c, 404, 0);
	}
}

static void
log_request(const char *target)
{
	char name[1024];
	FILE *f;

	snprintf(name, sizeof(name), "%s/log", folder);
	f = fopen(name, "a");
	if (f == NULL)
		die(name);
	fprintf(f, "%s\n", target);
	fclose(f);
}

/* A client of a proxy names the server as well. */
static const char *
path_of(const char *target)
{
	const char *p = after(target, "http://");

	p = p != NULL ? strchr(p, '/') : target;
	return p != NULL ? p : "/";
}

static ssize_t
hear(const struct client *c, char *buf, size_t size)
{
	return c->ssl != NULL ? SSL_read(c->ssl, buf, (int)size) :
	    read(c->fd, buf, size);
}

/* The rest of it, and its body into a file. */
static void
take_post(const struct client *c, char *request, size_t len, size_t size)
{
	char *body = strstr(request, "\r\n\r\n") + 4;
	const char *p = strcasestr(request, "\r\nContent-Length:");
	const char *type = strcasestr(request, "\r\nContent-Type:");
	size_t start = (size_t)(body - request), want;
	char name[1024], words[128] = "";
	FILE *f;

	want = p != NULL && p < body ? strtoul(p + 17, NULL, 10) : 0;
	while (want < size && len - start < want) {
		ssize_t n = hear(c, request + len, size - len);

		if (n <= 0)
			exit(0);
		len += (size_t)n;
	}
	if (type != NULL && type < body)
		sscanf(type + 15, "%127[^\r]", words);
	snprintf(name, sizeof(name), "%s/posted", folder);
	f = fopen(name, "wb");
	if (f == NULL)
		die(name);
	fprintf(f, "%s\n", words);
	fwrite(body, 1, len - start, f);
	fclose(f);
}

static void
answer(struct client *c)
{
	char request[8192], target[2048];
	size_t len = 0;
	ssize_t n;

	if (c->ssl != NULL && SSL_accept(c->ssl) != 1)
		exit(0);
	do {
		n = hear(c, request + len, sizeof(request) - 1 - len);
		if (n <= 0)
			exit(0);
		len += (size_t)n;
		request[len] = '\0';
	} while (strstr(request, "\r\n\r\n") == NULL);
	if (sscanf(request, "POST %2047s ", target) == 1)
		take_post(c, request, len, sizeof(request));
	else if (sscanf(request, "GET %2047s ", target) != 1)
		exit(0);
	log_request(target);
	serve(c, path_of(target));
	if (c->ssl != NULL)
		SSL_shutdown(c->ssl);
	exit(0);
}

static int
listen_somewhere(int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd == -1 || bind(fd, (struct sockaddr *)&a, sizeof(a)) == -1 ||
	    listen(fd, 64) == -1 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) == -1)
		die("listen");
	*port = ntohs(a.sin_port);
	return fd;
}

static void
write_ports(void)
{
	char name[1024], temp[1024];
	FILE *f;

	snprintf(name, sizeof(name), "%s/ports", folder);
	snprintf(temp, sizeof(temp), "%s/ports.new", folder);
	f = fopen(temp, "w");
	if (f == NULL)
		die(temp);
	fprintf(f, "%d %d\n", ports[0], ports[1]);
	fclose(f);
	if (rename(temp, name) == -1)
		die(name);
}

static void
start_tls(const char *cert, const char *key)
{
	tls = SSL_CTX_new(TLS_server_method());
	if (tls == NULL || SSL_CTX_use_certificate_chain_file(tls, cert) != 1 ||
	    SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "server: cannot use %s\n", cert);
		exit(1);
	}
}

static void
take_client(int listener, bool secure)
{
	struct client c = { accept(listener, NULL, NULL), NULL };

	if (c.fd == -1)
		return;
	if (fork() == 0) {
		/* No child is left, however the server ends. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (secure) {
			c.ssl = SSL_new(tls);
			SSL_set_fd(c.ssl, c.fd);
		}
		answer(&c);
	}
	close(c.fd);
}

/* In a network of its own: lo has to be up, too. */
static int
silent_names(char **command)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
	    .sin_port = htons(53) };
	struct ifreq lo = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), status;
	pid_t pid;

	lo.ifr_flags = IFF_UP | IFF_RUNNING;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd == -1 || ioctl(fd, SIOCSIFFLAGS, &lo) == -1 ||
	    bind(fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		die("port 53");
	pid = fork();
	if (pid == 0) {
		execvp(*command, command);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		die(*command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

int
main(int argc, char **argv)
{
	struct pollfd fds[2];

	if (argc > 2 && strcmp(argv[1], "-names") == 0)
		return silent_names(argv + 2);
	if (argc != 2 && argc != 4) {
		fprintf(stderr, "usage: server FOLDER [CERT KEY]\n");
		return 1;
	}
	folder = argv[1];
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < 2; i++) {
		fds[i].fd = listen_somewhere(&ports[i]);
		fds[i].events = POLLIN;
	}
	if (argc == 4)
		start_tls(argv[2], argv[3]);
	write_ports();
	for (;;) {
		if (poll(fds, tls != NULL ? 2 : 1, -1) == -1)
			continue;
		for (int i = 0; i < 2; i++)
			if ((fds[i].revents & POLLIN) != 0)
				take_client(fds[i].fd, i == 1);
	}
}
