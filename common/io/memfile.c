#include "io/memfile.h"

#include <sys/mman.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL	0x0008u
#endif

/* Kernels before 6.3 lack the seal against execution. */
static int
create(const char *name)
{
	const unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int fd = memfd_create(name, flags | MFD_NOEXEC_SEAL);

	if (fd == -1 && errno == EINVAL)
		fd = memfd_create(name, flags);
	return fd;
}

static bool
fill(int fd, struct view v, struct err *e)
{
	ssize_t n;

	while (v.len != 0) {
		n = write(fd, v.data, v.len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_errno(e, n == 0 ? ENOSPC : errno,
			    "cannot write a file in memory");
		v = view_sub(v, (size_t)n, v.len - (size_t)n);
	}
	return true;
}

/* Before it is filled, so that the secret is never in pages that may be
 * swapped out. */
static bool
lock(struct memfile *m, size_t len, struct err *e)
{
	void *map;

	if (ftruncate(m->fd, (off_t)len) == -1)
		return err_errno(e, errno, "cannot create a file in memory");
	map = mmap(NULL, len, PROT_READ, MAP_SHARED, m->fd, 0);
	if (map == MAP_FAILED)
		return err_errno(e, errno, "cannot map a file in memory");
	m->map = map;
	m->len = len;
	if (mlock(map, len) == -1)
		return err_set(e, ERR_LIMIT, "cannot lock a private key in "
		    "memory (%s): raise `ulimit -l`", strerror(errno));
	return true;
}

/* The mapping that holds the lock counts as a writer; only the seal against
 * future writers tolerates it. */
static bool
seal(const struct memfile *m, struct err *e)
{
	const int no_write = m->map != NULL ? F_SEAL_FUTURE_WRITE :
	    F_SEAL_WRITE;

	if (fcntl(m->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | no_write |
	    F_SEAL_SEAL) == -1)
		return err_errno(e, errno, "cannot seal a file in memory");
	return true;
}

/* A program that is handed the path would only say that it does not exist. */
static bool
find_proc(struct memfile *m, struct err *e)
{
	snprintf(m->path, sizeof(m->path), "/proc/self/fd/%d", m->fd);
	return access(m->path, F_OK) == 0 || err_set(e, ERR_IO, "/proc is not "
	    "mounted, and other programs read keys and certificates from "
	    "there: mount -t proc proc /proc");
}

bool
memfile_make(struct memfile *m, const char *name, struct view content,
    enum memfile_kind kind, struct err *e)
{
	const struct memfile none = MEMFILE_INIT;

	*m = none;
	m->fd = create(name);
	if (m->fd == -1)
		return err_errno(e, errno, "cannot create a file in memory");
	if (find_proc(m, e) && (kind != MEMFILE_SECRET || content.len == 0 ||
	    lock(m, content.len, e)) && fill(m->fd, content, e) && seal(m, e))
		return true;
	memfile_close(m);
	return false;
}

void
memfile_close(struct memfile *m)
{
	const struct memfile none = MEMFILE_INIT;

	if (m->map != NULL)
		munmap(m->map, m->len);
	if (m->fd != -1)
		close(m->fd);
	*m = none;
}
