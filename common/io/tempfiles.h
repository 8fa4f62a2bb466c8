/*
 * tempfiles.h - temporary files, and how a signal removes them
 *
 * A name is remembered before the file is made and forgotten once it is gone,
 * so that a signal finds it at any instant. What is remembered when SIGINT,
 * SIGTERM, SIGHUP, SIGPIPE, SIGQUIT or SIGXCPU ends the process is removed:
 * files first, then the folders that they leave empty.
 */

#pragma once

#include "base/err.h"

/* Temporary names begin like this; a sweep knows its own by it. */
#define TEMPFILES_PREFIX	".spckit-tmp-"

enum { TEMPFILES_NAME = 32 };

enum tempfiles_what { TEMPFILES_FILE, TEMPFILES_FOLDER };

bool	tempfiles_name(char name[TEMPFILES_NAME], struct err *e) MUST_CHECK;
void	tempfiles_remember(int dirfd, const char *name,
	    enum tempfiles_what what);
void	tempfiles_forget(int dirfd, const char *name);
/* Called once, by a program's main. */
void	tempfiles_cleanup_on_signals(void);
