#include "cli/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { ROUND_MS = 250 };	/* a round is to take about that */

struct crew {
	size_t		 count;
	crew_work	*work;
	void		*arg;
	atomic_size_t	 next;	/* to be taken by a thread */
};

static void *
take_items(void *arg)
{
	struct crew *c = arg;

	for (;;) {
		size_t i = atomic_fetch_add(&c->next, 1);

		if (i >= c->count)
			return NULL;
		c->work(c->arg, i);
	}
}

void
crew_run(size_t count, unsigned jobs, crew_work *work, void *arg)
{
	struct crew c = { .count = count, .work = work, .arg = arg };
	pthread_t threads[CREW_JOBS_MAX];
	unsigned n = 0;

	atomic_init(&c.next, 0);
	while (n + 1 < jobs && n + 1 < count && n < CREW_JOBS_MAX &&
	    pthread_create(&threads[n], NULL, take_items, &c) == 0)
		n++;
	take_items(&c);
	while (n != 0)
		pthread_join(threads[--n], NULL);
}

long long
crew_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

size_t
crew_next_round(size_t size, unsigned jobs, long long took_ms)
{
	if (took_ms > ROUND_MS && size / 2 >= jobs)
		return size / 2;
	if (took_ms < ROUND_MS / 2 && size * 2 <= CREW_ROUND_MAX)
		return size * 2;
	return size;
}
