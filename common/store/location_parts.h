/*
 * location_parts.h - what the files of a location share
 *
 * Private to store/location*.c:
 *
 *   location.c          where it is, who may, open and close
 *   location_lock.c     the lock
 *   location_names.c    names of stores
 *   location_folders.c  the folders inside
 */

#ifndef SPCKIT_STORE_LOCATION_PARTS_H
#define SPCKIT_STORE_LOCATION_PARTS_H

#include <sys/stat.h>

#include "store/location.h"

/* Open l->fd's lock file as l->lock and take the lock. A reader that does not
 * get it is left without: l->lock is -1 then. */
bool	location_lock_for_writing(struct location *l, struct err *e)
	    MUST_CHECK;
bool	location_lock_for_reading(struct location *l, struct err *e)
	    MUST_CHECK;

/* Refuses a world-writable folder. */
bool	location_check_mode(const struct stat *st, struct err *e) MUST_CHECK;

/* A name that a store's folder can have. */
bool	location_valid_name(const char *name);
/* The folder of that name, else one of that name in another case; *fd is -1
 * when there is neither. */
bool	location_open_any_case(int dir, const char *name, int *fd,
	    struct err *e) MUST_CHECK;

#endif
