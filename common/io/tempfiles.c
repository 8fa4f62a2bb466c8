#include "io/tempfiles.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/random.h"

enum { SLOTS = 192 };

/*
 * A signal handler may look only at what is always whole: the name is in
 * place before `used` says so. Random names make a stale look harmless: at
 * worst the handler removes a name that is not there.
 */
static struct slot {
	atomic_int	used;		/* 0 free, 1 being filled, 2 in use */
	int		dirfd;
	int		flags;		/* of unlinkat(2) */
	char		name[TEMPFILES_NAME];
} slots[SLOTS];

static const int ending_signals[] = {
	SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGXCPU,
};

void
tempfiles_remember(int dirfd, const char *name, enum tempfiles_what what)
{
	for (size_t i = 0; i < SLOTS; i++) {
		int expected = 0;

		if (!atomic_compare_exchange_strong(&slots[i].used, &expected,
		    1))
			continue;
		slots[i].dirfd = dirfd;
		slots[i].flags = what == TEMPFILES_FOLDER ? AT_REMOVEDIR : 0;
		memcpy(slots[i].name, name, strlen(name) + 1);
		atomic_store(&slots[i].used, 2);
		return;
	}
}

void
tempfiles_forget(int dirfd, const char *name)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (atomic_load(&slots[i].used) == 2 &&
		    slots[i].dirfd == dirfd &&
		    strcmp(slots[i].name, name) == 0) {
			atomic_store(&slots[i].used, 0);
			return;
		}
}

static void
remove_temporaries(int flags)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (atomic_load(&slots[i].used) == 2 &&
		    slots[i].flags == flags)
			unlinkat(slots[i].dirfd, slots[i].name, flags);
}

static void
remove_and_die(int sig)
{
	remove_temporaries(0);
	remove_temporaries(AT_REMOVEDIR);
	signal(sig, SIG_DFL);
	raise(sig);
}

void
tempfiles_cleanup_on_signals(void)
{
	struct sigaction act, old;

	memset(&act, 0, sizeof(act));
	act.sa_handler = remove_and_die;
	sigfillset(&act.sa_mask);
	for (size_t i = 0; i < COUNT_OF(ending_signals); i++) {
		/* Under nohup(1) a signal stays ignored. */
		if (sigaction(ending_signals[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(ending_signals[i], &act, NULL);
	}
}

bool
tempfiles_name(char name[TEMPFILES_NAME], struct err *e)
{
	unsigned long long n;

	if (!random_bytes(&n, sizeof(n), e))
		return false;
	snprintf(name, TEMPFILES_NAME, TEMPFILES_PREFIX "%016llx", n);
	return true;
}
