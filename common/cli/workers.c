#include "cli/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { ROUND_MS = 250 };	/* a round is to take about that */

struct workers {
	size_t		 count;
	workers_work	*work;
	void		*arg;
	atomic_size_t	 next;	/* to be taken by a thread */
};

static void *
take_items(void *arg)
{
	struct workers *w = arg;

	for (;;) {
		size_t i = atomic_fetch_add(&w->next, 1);

		if (i >= w->count)
			return NULL;
		w->work(w->arg, i);
	}
}

void
workers_run(size_t count, unsigned jobs, workers_work *work, void *arg)
{
	struct workers w = { .count = count, .work = work, .arg = arg };
	pthread_t threads[WORKERS_JOBS_MAX];
	unsigned n = 0;

	atomic_init(&w.next, 0);
	while (n + 1 < jobs && n + 1 < count && n < WORKERS_JOBS_MAX &&
	    pthread_create(&threads[n], NULL, take_items, &w) == 0)
		n++;
	take_items(&w);
	while (n != 0)
		pthread_join(threads[--n], NULL);
}

long long
workers_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

size_t
workers_next_round(size_t size, unsigned jobs, long long took_ms)
{
	if (took_ms > ROUND_MS && size / 2 >= jobs)
		return size / 2;
	if (took_ms < ROUND_MS / 2 && size * 2 <= WORKERS_ROUND_MAX)
		return size * 2;
	return size;
}
