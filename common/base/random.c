#include "base/random.h"

#include <sys/random.h>

#include <errno.h>

bool
random_bytes(void *buf, size_t len, struct err *e)
{
	unsigned char *p = buf;
	ssize_t n;

	while (len != 0) {
		n = getrandom(p, len, 0);
		if (n == -1 && errno != EINTR)
			return err_errno(e, errno, "cannot get random bytes");
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return true;
}
