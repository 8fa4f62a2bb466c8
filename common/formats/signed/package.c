#include "formats/signed/package.h"

#include <string.h>

/* APPNOTE 4.3.7 local header, 4.3.12 directory entry, 4.3.14 and 4.3.15 ZIP64
 * end record and locator, 4.3.16 end record. */
enum {
	LOCAL_LEN	= 30,
	LOCAL_FLAGS	= 6,
	LOCAL_SIZE	= 18,
	LOCAL_NAME	= 26,
	LOCAL_EXTRA	= 28,
	ENTRY_LEN	= 46,
	ENTRY_NAME	= 28,
	ENTRY_EXTRA	= 30,
	ENTRY_COMMENT	= 32,
	ENTRY_OFFSET	= 42,
	END_LEN		= 22,
	END_OFFSET	= 16,
	END_COMMENT	= 20,
	END64_LEN	= 56,
	END64_SIZE	= 4,
	END64_OFFSET	= 48,
	LOCATOR_LEN	= 20,
	LOCATOR_OFFSET	= 8,
};

static const char signature_name[] = "AppxSignature.p7x";

static bool
has_mark(struct view in, size_t at, const char *mark)
{
	return view_equal(view_sub(in, at, 4), view_of(mark, 4));
}

static bool
has_name(struct view in, const char *name)
{
	return memmem(in.data, in.len, name, strlen(name)) != NULL;
}

/* The directory: from *begin to *end. */
static bool
find_directory(struct view in, size_t *begin, size_t *end, struct err *e)
{
	size_t at = in.len - END_LEN;
	uint64_t record, offset;

	if (in.len < END_LEN || !has_mark(in, at, "PK\5\6") ||
	    view_le16(in, at + END_COMMENT) != 0)
		return err_set(e, ERR_INPUT, "the archive does not end with "
		    "its last record");
	*begin = view_le32(in, at + END_OFFSET);
	*end = at;
	if (*begin != 0xffffffff)
		return true;
	if (at < LOCATOR_LEN + END64_LEN ||
	    !has_mark(in, at - LOCATOR_LEN, "PK\6\7"))
		return err_set(e, ERR_INPUT, "no place of the archive's "
		    "directory");
	at -= LOCATOR_LEN + END64_LEN;
	record = view_le64(in, at + END64_LEN + LOCATOR_OFFSET);
	if (record != at || !has_mark(in, at, "PK\6\6") ||
	    view_le64(in, at + END64_SIZE) != END64_LEN - 12)
		return err_set(e, ERR_INPUT, "the archive's last records do "
		    "not follow each other");
	offset = view_le64(in, at + END64_OFFSET);
	*begin = offset > at ? SIZE_MAX : (size_t)offset;
	*end = at;
	return true;
}

/* The directory's entry of the signature, and how many there are. */
static bool
find_named_entry(struct view directory, struct view *entry, size_t *count,
    struct err *e)
{
	size_t at = 0;

	*count = 0;

	while (at < directory.len) {
		size_t name = view_le16(directory, at + ENTRY_NAME);
		size_t more = view_le16(directory, at + ENTRY_EXTRA) +
		    (size_t)view_le16(directory, at + ENTRY_COMMENT);
		struct view x = view_sub(directory, at,
		    ENTRY_LEN + name + more);

		if (x.len == 0 || !has_mark(x, 0, "PK\1\2"))
			return err_set(e, ERR_INPUT, "malformed directory of "
			    "the archive");
		at += x.len;
		if (!view_equal(view_sub(x, ENTRY_LEN, name),
		    view_str(signature_name)))
			continue;
		if (more != 0)
			return err_set(e, ERR_INPUT, "the directory has other "
			    "data beside the signature");
		*entry = x;
		++*count;
	}
	return true;
}

static bool
find_signature_entry(struct view in, size_t *begin, struct view *entry,
    size_t *count, struct err *e)
{
	size_t end = 0;

	if (!find_directory(in, begin, &end, e))
		return false;
	if (*begin > end)
		return err_set(e, ERR_INPUT, "the archive's directory is "
		    "behind its end");
	return find_named_entry(view_sub(in, *begin, end - *begin), entry,
	    count, e);
}

bool
package_is(struct view in, bool *is_signed)
{
	struct view entry = VIEW_INIT;
	struct err none = ERR_INIT;
	size_t begin, count;

	*is_signed = false;
	if (!has_mark(in, 0, "PK\3\4") || !has_name(in, "AppxBlockMap.xml"))
		return false;
	/* One whose directory cannot be read is not called unsigned. */
	*is_signed = !find_signature_entry(in, &begin, &entry, &count,
	    &none) || count != 0;
	return true;
}

bool
package_account(struct view in, struct err *e)
{
	struct view entry = VIEW_INIT, local;
	size_t begin = 0, count, at, size;

	if (!find_signature_entry(in, &begin, &entry, &count, e))
		return false;
	if (count != 1)
		return err_set(e, ERR_INPUT, "%zu files are named %s", count,
		    signature_name);
	at = view_le32(entry, ENTRY_OFFSET);
	local = view_sub(in, at, LOCAL_LEN + strlen(signature_name));
	if (!has_mark(local, 0, "PK\3\4") || view_le16(local, LOCAL_FLAGS) !=
	    0 || view_le16(local, LOCAL_NAME) != strlen(signature_name) ||
	    view_le16(local, LOCAL_EXTRA) != 0 || !view_equal(view_sub(local,
	    LOCAL_LEN, strlen(signature_name)), view_str(signature_name)))
		return err_set(e, ERR_INPUT, "malformed header of the "
		    "signature in the archive");
	size = local.len + view_le32(local, LOCAL_SIZE);
	return begin - at == size || err_set(e, ERR_INPUT, "the archive's "
	    "directory does not follow the signature");
}
