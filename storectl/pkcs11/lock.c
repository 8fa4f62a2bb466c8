#include "lock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static pthread_mutex_t	gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t	own = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t	once = PTHREAD_ONCE_INIT;
static atomic_uint	generation = 1;

/* Empty without functions of the program's own. */
static CK_C_INITIALIZE_ARGS foreign;
static void		*foreign_lock;

/* ---- fork ---- */

static void
before_fork(void)
{
	pthread_mutex_lock(&gate);
	pthread_mutex_lock(&own);
}

static void
after_fork(void)
{
	pthread_mutex_unlock(&own);
	pthread_mutex_unlock(&gate);
}

static void
in_child(void)
{
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

/* ---- the gate ---- */

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

/* ---- which lock ---- */

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

CK_RV
lock_take(void)
{
	if (lock_is_foreign())
		return foreign.LockMutex(foreign_lock) == CKR_OK ? CKR_OK :
		    CKR_CANT_LOCK;
	pthread_mutex_lock(&own);
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
