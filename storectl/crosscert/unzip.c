#include "unzip.h"

#include <stdint.h>
#include <string.h>

#include <zip.h>

enum { CHUNK = 16 * 1024 };

bool
unzip_is_zip(struct view file)
{
	/* A first entry, or the end of an empty one. */
	return file.len >= 22 && (memcmp(file.data, "PK\3\4", 4) == 0 ||
	    memcmp(file.data, "PK\5\6", 4) == 0);
}

static bool
refuse_zip(zip_error_t *why, const char *what, struct err *e)
{
	switch (zip_error_code_zip(why)) {
	case ZIP_ER_MEMORY:
		return err_memory(e);
	case ZIP_ER_COMPNOTSUPP:
	case ZIP_ER_ENCRNOTSUPP:
	case ZIP_ER_NOPASSWD:
	case ZIP_ER_WRONGPASSWD:
		return err_set(e, ERR_UNSUPPORTED, "%s: %s", what,
		    zip_error_strerror(why));
	default:
		return err_set(e, ERR_INPUT, "%s: damaged (%s)", what,
		    zip_error_strerror(why));
	}
}

static zip_t *
open_zip(struct view file, struct err *e)
{
	zip_source_t *source;
	zip_error_t why;
	zip_t *z = NULL;

	zip_error_init(&why);
	source = zip_source_buffer_create(file.data, file.len, 0, &why);
	if (source != NULL)
		z = zip_open_from_source(source, ZIP_RDONLY, &why);
	if (z == NULL) {
		refuse_zip(&why, "the zip", e);
		zip_source_free(source);
	}
	zip_error_fini(&why);
	return z;
}

static bool
unzip_entry(zip_t *z, zip_uint64_t i, const char *name, struct bytes *out,
    struct err *e)
{
	zip_file_t *f = zip_fopen_index(z, i, 0);
	zip_int64_t n = -1;
	bool ok;

	if (f == NULL)
		return refuse_zip(zip_get_error(z), name, e);
	do {
		unsigned char *room = bytes_reserve(out, CHUNK);

		if (room == NULL)
			break;
		n = zip_fread(f, room, CHUNK);
		if (n > 0)
			out->len += (size_t)n;
	} while (n > 0);
	ok = n == 0;
	if (!ok && out->failed && out->len + CHUNK <= out->max)
		err_memory(e);
	else if (!ok && out->failed)
		err_set(e, ERR_LIMIT, "the zip unpacks to more than %zu bytes "
		    "(-limit download=N raises that)", out->max - CHUNK);
	else if (!ok)
		refuse_zip(zip_file_get_error(f), name, e);
	zip_fclose(f);
	return ok;
}

/* The methods in use. The others have decoders of their own, and LZMA's takes
 * as much memory as the zip asks for. */
static bool
is_unpacked(const zip_stat_t *s)
{
	return (s->valid & ZIP_STAT_COMP_METHOD) == 0 ||
	    s->comp_method == ZIP_CM_STORE ||
	    s->comp_method == ZIP_CM_DEFLATE;
}

static bool
each_entry(zip_t *z, zip_uint64_t count, struct bytes *content,
    unzip_visit *visit, void *arg, struct err *e)
{
	for (zip_uint64_t i = 0; i < count; i++) {
		size_t before = content->len;
		zip_stat_t s;

		zip_stat_init(&s);
		if (zip_stat_index(z, i, ZIP_FL_ENC_RAW, &s) == -1)
			return refuse_zip(zip_get_error(z), "the zip", e);
		if (*s.name != '\0' && s.name[strlen(s.name) - 1] == '/')
			continue;	/* a folder */
		if (!is_unpacked(&s))
			return err_set(e, ERR_UNSUPPORTED, "%s: compressed by "
			    "method %u, expected none or \"deflate\"", s.name,
			    (unsigned)s.comp_method);
		if (!unzip_entry(z, i, s.name, content, e) ||
		    !visit(s.name, view_sub(view_bytes(content), before,
		    content->len - before), arg, e))
			return false;
	}
	return true;
}

bool
unzip(struct view file, size_t max_bytes, unzip_visit *visit, void *arg,
    struct err *e)
{
	struct bytes content = BYTES_INIT;
	zip_t *z = open_zip(file, e);
	zip_int64_t count;
	bool ok;

	if (z == NULL)
		return false;
	/* All entries stay in memory until the end: one bound for all. */
	bytes_init(&content, max_bytes < SIZE_MAX - CHUNK ? max_bytes + CHUNK :
	    SIZE_MAX);
	count = zip_get_num_entries(z, 0);
	if (count > UNZIP_ENTRIES)
		ok = err_set(e, ERR_LIMIT, "the zip has %lld entries, more "
		    "than the limit of %d", (long long)count, UNZIP_ENTRIES);
	else
		ok = count <= 0 || each_entry(z, (zip_uint64_t)count, &content,
		    visit, arg, e);
	bytes_clear(&content);
	zip_discard(z);
	return ok;
}
