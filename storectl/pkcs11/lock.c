#include "lock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static pthread_mutex_t	gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t	own = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t	once = PTHREAD_ONCE_INIT;
static atomic_uint	generation = 1;

/* Under `own`. */
static pthread_cond_t	changed = PTHREAD_COND_INITIALIZER;
static unsigned		working;
static bool		forking;

/* Empty without functions of the program's own. */
static CK_C_INITIALIZE_ARGS foreign;
static void		*foreign_lock;

/* ---- fork ---- */

static void
before_fork(void)
{
	pthread_mutex_lock(&gate);
	pthread_mutex_lock(&own);
	forking = true;
	while (working != 0)
		pthread_cond_wait(&changed, &own);
}

static void
after_fork(void)
{
	forking = false;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&own);
	pthread_mutex_unlock(&gate);
}

static void
in_child(void)
{
	const pthread_cond_t fresh = PTHREAD_COND_INITIALIZER;

	/* The old one counts waiters that are not here. */
	changed = fresh;
	atomic_fetch_add(&generation, 1);
	after_fork();
}

static void
watch_forks(void)
{
	pthread_atfork(before_fork, after_fork, in_child);
}

unsigned
lock_generation(void)
{
	return atomic_load(&generation);
}

void
lock_gate(void)
{
	pthread_once(&once, watch_forks);
	pthread_mutex_lock(&gate);
}

void
unlock_gate(void)
{
	pthread_mutex_unlock(&gate);
}

CK_RV
lock_choose(const CK_C_INITIALIZE_ARGS *args)
{
	int given;

	foreign.LockMutex = NULL;
	if (args == NULL)
		return CKR_OK;
	given = (args->CreateMutex != NULL) + (args->DestroyMutex != NULL) +
	    (args->LockMutex != NULL) + (args->UnlockMutex != NULL);
	if (given != 0 && given != 4)
		return CKR_ARGUMENTS_BAD;
	if (given == 0 || (args->flags & CKF_OS_LOCKING_OK) != 0)
		return CKR_OK;
	if (args->CreateMutex(&foreign_lock) != CKR_OK)
		return CKR_CANT_LOCK;
	foreign = *args;
	return CKR_OK;
}

void
lock_forget(void)
{
	if (lock_is_foreign())
		foreign.DestroyMutex(foreign_lock);
	foreign.LockMutex = NULL;
}

bool
lock_is_foreign(void)
{
	return foreign.LockMutex != NULL;
}

/* ---- the lock ---- */

static void
take_own(void)
{
	pthread_mutex_lock(&own);
	while (forking)
		pthread_cond_wait(&changed, &own);
}

CK_RV
lock_take(void)
{
	if (lock_is_foreign())
		return foreign.LockMutex(foreign_lock) == CKR_OK ? CKR_OK :
		    CKR_CANT_LOCK;
	take_own();
	return CKR_OK;
}

void
lock_drop(void)
{
	if (lock_is_foreign())
		foreign.UnlockMutex(foreign_lock);
	else
		pthread_mutex_unlock(&own);
}

void
lock_work_begins(void)
{
	if (lock_is_foreign())
		take_own();
	working++;
	if (lock_is_foreign())
		pthread_mutex_unlock(&own);
}

void
lock_work_ends(void)
{
	pthread_mutex_lock(&own);
	if (--working == 0)
		pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&own);
}
