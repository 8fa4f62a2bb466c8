/*
 * location.h - where a store is: the user's or the machine's folder
 *
 * User:    $SPCKIT_HOME, else $XDG_DATA_HOME/spckit, else
 *          ~/.local/share/spckit. Folders 0700, files 0600. A location that
 *          does not belong to the caller is refused.
 * Machine: $SPCKIT_MACHINE_HOME, else /var/lib/spckit. SystemCertificates is
 *          0755/0644; Keys and vault.key belong to root and the group
 *          `spckit`, where that group exists: 2750/0640.
 *
 *   <location>/SystemCertificates/<Store>/Certificates/<SHA-1>
 *   <location>/Keys/<SHA-256 of SubjectPublicKeyInfo>.pem
 *   <location>/vault.key
 *   <location>/disallowed.txt	disallowed by a hash alone (crosscert roots)
 *   <location>/lists.txt		the lists of roots that were taken
 *   <location>/revocation/	lists and answers that are kept (revcache.h)
 *   <location>/.lock
 *   <location>/.tmp/           files being written, before they are renamed
 *
 * Every folder is opened relative to the one above it and never through a
 * symbolic link (the location's own path may hold links: it is the admin's).
 * A file planted in Root decides what is trusted. So the location, each folder
 * in it and each file that is read belong to root or to the caller, and neither
 * the world nor a group may write to them, but root's and one of the caller's
 * own (of the caller's number). Inside a location that others cannot enter
 * (0700) owners and rights of what was copied there do no harm and are not
 * looked at, except those of Keys.
 *
 * A location that is not there is an empty one for reading (`fd` is -1), as is
 * that of a user without a home, and it is made by the first writer. One
 * advisory lock for a location: readers share it, a writer has it alone; listing
 * needs no right to write. The kernel drops the lock of a process that is killed.
 *
 * A writer waits for the lock as long as it takes, and while it waits no new
 * reader gets it: an endless series of lists would keep it out. A reader waits
 * two seconds and then goes on without the lock, as it does when there is no
 * lock file yet or it may not open it (0600, or 0640 for the group: anyone who
 * can open it can lock all others out). Entries are whole files at any moment,
 * so all it risks is to see an import that is under way in part. So two
 * processes that each hold one location's lock and look into the other one do
 * not deadlock.
 *
 * Errors: ERR_ACCESS names -user when a plain user wanted the machine's.
 *         Sentences begin with the path.
 */

#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "base/err.h"

enum place { PLACE_USER, PLACE_MACHINE };
enum location_use { LOCATION_READ, LOCATION_WRITE };

struct location {
	enum place	 place;
	enum location_use use;
	char		*path;
	int		 fd;		/* -1: not there (reading only) */
	int		 lock;		/* -1: none */
	bool		 out_of_reach;	/* others cannot enter it */
	gid_t		 key_group;	/* of Keys and vault.key; (gid_t)-1.
					   Looked up for writing only */
};
#define LOCATION_INIT	\
	{ PLACE_USER, LOCATION_READ, NULL, -1, -1, false, (gid_t)-1 }

/* Open (and for LOCATION_WRITE make) the location and take its lock. */
bool	location_open(struct location *l, enum place place,
	    enum location_use use, struct err *e) MUST_CHECK;
void	location_close(struct location *l);
/* The lock alone: reading goes on without it. */
void	location_unlock(struct location *l);
/* "user", "machine": for messages and JSON. */
const char *location_name(enum place place);

/* The folder of one store's certificates, and of the keys. *fd is -1 when it
 * is not there and `make` is false. */
bool	location_open_store(const struct location *l, const char *store,
	    bool make, int *fd, struct err *e) MUST_CHECK;
#define LOCATION_CERTS	"SystemCertificates"
#define LOCATION_KEYS	"Keys"
#define LOCATION_VAULT	"vault.key"
#define LOCATION_REVOCATION	"revocation"	/* revcache.h */
#define LOCATION_DISALLOWED	"disallowed.txt"	/* chain/disallowed.h */
#define LOCATION_LISTS	"lists.txt"	/* which lists were taken */
bool	location_open_keys(const struct location *l, bool make, int *fd,
	    struct err *e) MUST_CHECK;
/* A folder of files that anyone may read. */
bool	location_open_folder(const struct location *l, const char *name,
	    bool make, int *fd, struct err *e) MUST_CHECK;
/* A file of the location itself; *out stays empty when it is not there. */
bool	location_read_file(const struct location *l, const char *name,
	    struct bytes *out, struct err *e) MUST_CHECK;
/* Where files are written before they are renamed. Not for readers. */
bool	location_open_temp(const struct location *l, bool make, int *fd,
	    struct err *e) MUST_CHECK;
void	location_drop_temp(const struct location *l);	/* if it is empty */
/* Remove the folders of a store, where they are empty: for a writer that made
 * them and then failed. */
void	location_drop_store(const struct location *l, const char *store);
/* Modes of what is made in them: the location itself, SystemCertificates and
 * the index; the files there; those of keys. */
mode_t	location_folder_mode(const struct location *l);
mode_t	location_cert_mode(const struct location *l);
mode_t	location_key_mode(const struct location *l);
/* The group that may read the machine's keys, or (gid_t)-1. */
gid_t	location_key_group(const struct location *l);

/* The store's name as its folder has it: My, CA, Root, TrustedPublisher,
 * Disallowed, AddressBook in this spelling; another name as it is on disk when
 * a folder of that name in any case is there, else as given. Refuses names
 * that cannot be file names. *canonical is new and the caller's. */
bool	location_store_name(const struct location *l, const char *name,
	    char **canonical, struct err *e) MUST_CHECK;
/* Names of all stores that exist; each new, and the array, the caller's. */
bool	location_list_stores(const struct location *l, char ***names,
	    size_t *count, struct err *e) MUST_CHECK;
/* "Personal", "Intermediate Certification Authorities", ...; NULL: none. */
const char *location_display_name(const char *store);
/* The names that have one; NULL after the last. */
const char *location_known_store(size_t i);

/* ---- for location_*.c ---- */

/* Open l->fd's lock file as l->lock and take the lock. A reader that does not
 * get it is left without: l->lock is -1 then. */
bool	location_lock_for_writing(struct location *l, struct err *e)
	    MUST_CHECK;
bool	location_lock_for_reading(struct location *l, struct err *e)
	    MUST_CHECK;

/* ---- for readers of what decides about trust, or holds keys ---- */

/* Refuses what others could have written: the sentence has the command that
 * mends it. */
bool	location_check_access(const struct location *l, const struct stat *st,
	    struct err *e) MUST_CHECK;
bool	location_check_fd(const struct location *l, int fd, struct err *e)
	    MUST_CHECK;

/* ---- names ---- */

/* A name that a store's folder can have. */
bool	location_valid_name(const char *name);
/* The folder of that name, else one of that name in another case; *fd is -1
 * when there is neither. */
bool	location_open_any_case(int dir, const char *name, int *fd,
	    struct err *e) MUST_CHECK;
