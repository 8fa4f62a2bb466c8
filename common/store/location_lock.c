#include "store/location.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "io/dir.h"

#define LOCK_NAME	".lock"

enum {
	READER_WAIT_MS	= 2000,
	READER_STEP_MS	= 32,
	GATE		= 1,	/* offset of a byte that need not be there */
};

/*
 * flock(2) lets a reader in while others read, even if a writer waits: four
 * processes that list again and again would keep it out for ever. So a waiting
 * writer holds the gate, one byte of the lock file under a lock of its own
 * kind, and no new reader passes. Where a file system has no such locks all
 * that is lost is the fairness.
 */
static int
gate(int fd, short type, int command)
{
	struct flock f = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = GATE,
		.l_len = 1,
	};
	int r;

	do
		r = fcntl(fd, command, &f);
	while (r == -1 && errno == EINTR);
	return r;
}

mode_t
location_key_mode(const struct location *l)
{
	return l->key_group == DIR_NO_GROUP ? 0600 : 0640;
}

/* Just opened, or not, with errno. */
static bool
check_lock(int fd, struct stat *st, struct err *e)
{
	if (fd == -1 && errno == ELOOP)
		return err_set(e, ERR_ACCESS, "the lock is a symbolic link");
	if (fd == -1)
		return err_errno(e, errno, "cannot open the lock");
	if (fstat(fd, st) == -1)
		return err_errno(e, errno, "cannot stat the lock");
	return S_ISREG(st->st_mode) ||
	    err_set(e, ERR_ACCESS, "the lock is not a regular file");
}

bool
location_lock_for_writing(struct location *l, struct err *e)
{
	struct stat st;
	int r;

	l->lock = dir_openat(l->fd, LOCK_NAME, O_RDWR | O_CREAT, 0600);
	if (!check_lock(l->lock, &st, e))
		return false;
	gate(l->lock, F_WRLCK, F_OFD_SETLKW);
	do
		r = flock(l->lock, LOCK_EX);
	while (r == -1 && errno == EINTR);
	gate(l->lock, F_UNLCK, F_OFD_SETLK);
	if (r == -1)
		return err_errno(e, errno, "cannot take the lock");
	return st.st_uid != geteuid() ||
	    dir_set_access(l->lock, location_key_mode(l), l->key_group, e);
}

static bool
wait_a_little(unsigned *waited)
{
	unsigned ms = *waited < READER_STEP_MS ? *waited + 1 : READER_STEP_MS;
	struct timespec t = { 0, (long)ms * 1000000 };

	*waited += ms;
	nanosleep(&t, NULL);
	return *waited < READER_WAIT_MS;
}

/* 0, or -1 with errno EWOULDBLOCK while another process writes or waits to. */
static int
share(int fd)
{
	int r, why;

	if (gate(fd, F_RDLCK, F_OFD_SETLK) == -1 && (errno == EAGAIN ||
	    errno == EACCES)) {
		errno = EWOULDBLOCK;
		return -1;
	}
	do
		r = flock(fd, LOCK_SH | LOCK_NB);
	while (r == -1 && errno == EINTR);
	why = errno;
	gate(fd, F_UNLCK, F_OFD_SETLK);
	errno = why;
	return r;
}

bool
location_lock_for_reading(struct location *l, struct err *e)
{
	unsigned waited = 0;
	struct stat st;
	int r;

	l->lock = dir_openat(l->fd, LOCK_NAME, O_RDONLY, 0);
	if (l->lock == -1 && (errno == ENOENT || errno == EACCES ||
	    errno == EPERM))
		return true;
	if (!check_lock(l->lock, &st, e))
		return false;
	do
		r = share(l->lock);
	while (r == -1 && errno == EWOULDBLOCK && wait_a_little(&waited));
	if (r == 0)
		return true;
	close(l->lock);
	l->lock = -1;
	return true;
}
