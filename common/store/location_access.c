#include "store/location.h"

#include <sys/stat.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* As a shell reads it. */
static void
add_shell_word(struct bytes *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:,@%";

	if (*word != '\0' && *word != '-' &&
	    word[strspn(word, plain)] == '\0') {
		bytes_add_str(out, word);
		return;
	}
	bytes_add_str(out, "'");
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			bytes_add_str(out, "'\\''");
		else
			bytes_add_u8(out, (unsigned char)*word);
	}
	bytes_add_str(out, "'");
}

/* "run COMMAND LOCATION" */
static void
add_command(const struct location *l, const char *command, struct err *e)
{
	struct bytes word = BYTES_INIT;

	add_shell_word(&word, l->path);
	if (!word.failed)
		err_add(e, "; run %s %.*s", command, (int)word.len,
		    (const char *)word.data);
	bytes_clear(&word);
}

static bool
refuse_owner(const struct location *l, uid_t owner, struct err *e)
{
	char command[64];

	snprintf(command, sizeof(command), "chown -R %u",
	    l->place == PLACE_USER ? (unsigned)geteuid() : 0);
	err_set(e, ERR_ACCESS, "belongs to user %u, who could change it",
	    (unsigned)owner);
	add_command(l, command, e);
	return false;
}

/* A group of the user's own has the user's number; root's is root's. */
static bool
is_own_group(gid_t gid)
{
	return gid == 0 || (gid == getegid() && gid == (gid_t)geteuid());
}

bool
location_check_access(const struct location *l, const struct stat *st,
    struct err *e)
{
	if (l->out_of_reach)
		return true;
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return refuse_owner(l, st->st_uid, e);
	if ((st->st_mode & S_IWOTH) != 0)
		err_set(e, ERR_ACCESS, "world-writable (mode %04o)",
		    (unsigned)st->st_mode & 07777);
	else if ((st->st_mode & S_IWGRP) != 0 && !is_own_group(st->st_gid))
		err_set(e, ERR_ACCESS, "group %u may write to it (mode %04o)",
		    (unsigned)st->st_gid, (unsigned)st->st_mode & 07777);
	else
		return true;
	add_command(l, "chmod -R go-w", e);
	return false;
}

bool
location_check_fd(const struct location *l, int fd, struct err *e)
{
	struct stat st;

	if (l->out_of_reach)
		return true;
	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat");
	return location_check_access(l, &st, e);
}
