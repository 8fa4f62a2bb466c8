#include "formats/signed/cfb.h"

#include "testfile.h"

/* ---- a compound file with one large stream ---- */

enum { ENTRY = 128, CUTOFF = 4096 };
#define END	0xfffffffeu
#define FREE	0xffffffffu
#define FAT	0xfffffffdu
#define DIFAT	0xfffffffcu

struct image {
	struct bytes	b;
	size_t		sector;
	size_t		sectors, fats, difats;
	size_t		dir, stream;	/* where they begin */
};

static void
put32(struct image *m, size_t at, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		m->b.data[at + (size_t)i] = (unsigned char)(v >> 8 * i);
}

static size_t
offset_of(const struct image *m, size_t sector)
{
	return (sector + 1) * m->sector;
}

/* The FAT is in the first sectors, the list of its sectors after it. */
static void
put_fat(struct image *m, size_t n, uint32_t next)
{
	put32(m, offset_of(m, 0) + 4 * n, next);
}

static void
put_header(struct image *m)
{
	static const unsigned char start[] = {
		0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1,
	};
	const bool large = m->sector == 4096;

	memcpy(m->b.data, start, sizeof(start));
	m->b.data[24] = 0x3e;
	m->b.data[26] = large ? 4 : 3;
	m->b.data[28] = 0xfe;
	m->b.data[29] = 0xff;
	m->b.data[30] = large ? 12 : 9;
	m->b.data[32] = 6;
	put32(m, 44, (uint32_t)m->fats);
	put32(m, 48, (uint32_t)m->dir);
	put32(m, 56, CUTOFF);
	put32(m, 60, END);
	put32(m, 68, m->difats != 0 ? (uint32_t)m->fats : END);
	put32(m, 72, (uint32_t)m->difats);
	for (size_t i = 0; i < 109; i++)
		put32(m, 76 + 4 * i, i < m->fats ? (uint32_t)i : FREE);
}

static void
put_difat(struct image *m)
{
	size_t each = m->sector / 4 - 1;

	for (size_t i = 0; i < m->difats * each; i++)
		put32(m, offset_of(m, m->fats + i / each) + i % each * 4,
		    109 + i < m->fats ? (uint32_t)(109 + i) : FREE);
	for (size_t i = 0; i < m->difats; i++)
		put32(m, offset_of(m, m->fats + i) + each * 4,
		    i + 1 < m->difats ? (uint32_t)(m->fats + i + 1) : END);
}

static size_t
entry_at(const struct image *m, size_t n)
{
	return offset_of(m, m->dir) + n * ENTRY;
}

static void
put_entry(struct image *m, size_t n, const char *name, unsigned type,
    uint32_t child, uint32_t start, uint32_t size)
{
	size_t at = entry_at(m, n);

	for (size_t i = 0; name[i] != '\0'; i++)
		m->b.data[at + 2 * i] = (unsigned char)name[i];
	m->b.data[at + 64] = (unsigned char)(2 * strlen(name) + 2);
	m->b.data[at + 66] = (unsigned char)type;
	m->b.data[at + 67] = 1;
	put32(m, at + 68, FREE);
	put32(m, at + 72, FREE);
	put32(m, at + 76, child);
	put32(m, at + 116, start);
	put32(m, at + 120, size);
}

static struct image
image_of(size_t sector, size_t stream)
{
	struct image m = { .b = BYTES_INIT, .sector = sector };
	size_t data = (stream + sector - 1) / sector, total;
	unsigned char *p;

	do {
		m.fats++;
		m.difats = m.fats <= 109 ? 0 :
		    (m.fats - 109 + sector / 4 - 2) / (sector / 4 - 1);
		total = m.fats + m.difats + 1 + data;
	} while (m.fats * (sector / 4) < total);
	m.sectors = total;
	m.dir = m.fats + m.difats;
	m.stream = m.dir + 1;
	p = bytes_reserve(&m.b, (total + 1) * sector);
	ck_assert(p != NULL);
	memset(p, 0, (total + 1) * sector);
	m.b.len = (total + 1) * sector;
	put_header(&m);
	put_difat(&m);
	for (size_t i = 0; i < m.fats * (sector / 4); i++)
		put_fat(&m, i, i < m.fats ? FAT : i < m.dir ? DIFAT :
		    i == m.dir || i == total - 1 ? END :
		    i < total ? (uint32_t)i + 1 : FREE);
	put_entry(&m, 0, "Root Entry", CFB_ROOT, 1, END, 0);
	put_entry(&m, 1, "A", CFB_STREAM, FREE, (uint32_t)m.stream,
	    (uint32_t)stream);
	return m;
}

/* ---- what is read ---- */

static void
count_piece(struct view piece, void *arg)
{
	size_t *n = arg;

	*n += piece.len;
}

static const struct {
	size_t	sector;
	size_t	stream;
} sizes[] = {
	{ 512, 4096 }, { 512, 5000 }, { 4096, 4096 }, { 4096, 100000 },
	{ 512, 16 << 20 },	/* a list of the FAT's sectors */
};

START_TEST(cfb_reads_streams_of_the_fat)
{
	struct image m = image_of(sizes[_i].sector, sizes[_i].stream);
	const struct cfb_entry *x;
	struct err e = ERR_INIT;
	struct cfb c;
	size_t n = 0;

	ASSERT_WORKS(cfb_open(&c, view_bytes(&m.b), &e), &e);
	ck_assert_uint_eq(cfb_root(&c)->children, 1);
	x = cfb_child(&c, cfb_root(&c), 0);
	ck_assert(view_equal(x->name, view_of("A\0", 2)));
	cfb_pieces(&c, x, count_piece, &n);
	ck_assert_uint_eq(n, sizes[_i].stream);
	n = 0;
	cfb_tables(&c, count_piece, &n);
	ck_assert_uint_eq(n, (m.fats + m.difats) * m.sector);
	cfb_clear(&c);
	cfb_clear(&c);
	bytes_clear(&m.b);
}
END_TEST

/* The streams of a package are small: they are in the mini stream. */
START_TEST(cfb_reads_the_mini_stream)
{
	struct bytes b = file_of("kinds/signed.msi");
	struct err e = ERR_INIT;
	size_t total = 0;
	struct cfb c;

	ASSERT_WORKS(cfb_open(&c, view_bytes(&b), &e), &e);
	ck_assert_uint_gt(cfb_root(&c)->children, 10);
	for (size_t i = 0; i < cfb_root(&c)->children; i++) {
		const struct cfb_entry *x = cfb_child(&c, cfb_root(&c), i);
		size_t n = 0;

		cfb_pieces(&c, x, count_piece, &n);
		ck_assert_uint_eq(n, x->size);
		total += n;
	}
	ck_assert_uint_gt(total, 4000);
	cfb_clear(&c);
	bytes_clear(&b);
}
END_TEST

/* ---- what is refused ---- */

typedef void	change(struct image *m);

static void
append_bytes(struct image *m)
{
	bytes_add_str(&m->b, "PK");
}

static void
append_sector(struct image *m)
{
	unsigned char *p = bytes_reserve(&m->b, m->sector);

	memset(p, 0, m->sector);
	m->b.len += m->sector;
}

static void
append_chain(struct image *m)
{
	append_sector(m);
	put_fat(m, m->sectors, END);
}

static void
drop_sector(struct image *m)
{
	m->b.len -= m->sector;
}

static void
circle(struct image *m)
{
	put_fat(m, m->stream + 1, (uint32_t)m->stream);
}

static void
endless_directory(struct image *m)
{
	put_fat(m, m->dir, (uint32_t)m->dir);
}

static void
shorter_stream(struct image *m)
{
	put32(m, entry_at(m, 1) + 120, 4096);
}

static void
longer_stream(struct image *m)
{
	put32(m, entry_at(m, 1) + 120, 1 << 20);
}

static void
shared_sectors(struct image *m)
{
	put32(m, entry_at(m, 1) + 72, 2);
	put_entry(m, 2, "B", CFB_STREAM, FREE, (uint32_t)m->stream, 5000);
}

static void
outside(struct image *m)
{
	put32(m, entry_at(m, 1) + 116, 4000);
}

static void
lonely_entry(struct image *m)
{
	put_entry(m, 2, "B", CFB_STREAM, FREE, END, 0);
}

static void
entry_twice(struct image *m)
{
	put32(m, entry_at(m, 1) + 68, 1);
}

static void
unused_entry(struct image *m)
{
	put32(m, entry_at(m, 1) + 68, 3);
}

static void
same_name(struct image *m)
{
	put32(m, entry_at(m, 1) + 72, 2);
	put_entry(m, 2, "A", CFB_STREAM, FREE, END, 0);
}

static void
child_of_stream(struct image *m)
{
	put_entry(m, 2, "B", CFB_STREAM, FREE, END, 0);
	put32(m, entry_at(m, 1) + 76, 2);
}

static void
name_and_more(struct image *m)
{
	m->b.data[entry_at(m, 1) + 40] = 'x';
}

static void
second_root(struct image *m)
{
	m->b.data[entry_at(m, 1) + 66] = CFB_ROOT;
}

static void
stream_with_class(struct image *m)
{
	m->b.data[entry_at(m, 1) + 90] = 1;
}

static void
sibling_of_root(struct image *m)
{
	put32(m, entry_at(m, 0) + 68, 1);
}

static void
fat_says_other(struct image *m)
{
	put_fat(m, 0, END);
}

static void
fat_too_long(struct image *m)
{
	put_fat(m, m->sectors + 3, END);
}

static void
more_fats(struct image *m)
{
	put32(m, 76 + 4, 3);
}

static void
no_fat(struct image *m)
{
	put32(m, 44, 0);
}

static void
many_fats(struct image *m)
{
	put32(m, 44, 0x7fffffff);
}

static void
huge_mini_stream(struct image *m)
{
	put32(m, entry_at(m, 0) + 120, 0xfffffff0);
}

static void
other_shift(struct image *m)
{
	m->b.data[30] = 12;
}

static void
class_of_header(struct image *m)
{
	m->b.data[8] = 1;
}

static const struct {
	change		*change;
	const char	*says;
} refused[] = {
	{ append_bytes, "2 bytes follow the last whole sector" },
	{ append_sector, "the last sector is free" },
	{ append_chain, "neither free nor part of anything" },
	{ drop_sector, "the FAT describes sector" },
	{ circle, "used twice" },
	{ endless_directory, "directory: sector 1 is used twice" },
	{ shorter_stream, "longer than 8 sectors" },
	{ longer_stream, "its chain ends after 10 of 2048" },
	{ shared_sectors, "used twice" },
	{ outside, "sector 4000 is not in the file" },
	{ lonely_entry, "entry 2 of the directory is in no storage" },
	{ entry_twice, "entry 1 twice" },
	{ unused_entry, "entry 3, which it does not have" },
	{ same_name, "the same name" },
	{ child_of_stream, "is a stream, but has entries below it" },
	{ name_and_more, "other bytes follow its name" },
	{ second_root, "unexpected type 5" },
	{ sibling_of_root, "the root has siblings" },
	{ stream_with_class, "a stream with a class or times" },
	{ fat_says_other, "contradicts what it is" },
	{ fat_too_long, "the FAT describes sector" },
	{ more_fats, "more sectors with a FAT than the 1 it has" },
	{ no_fat, "a FAT of 0 sectors" },
	{ many_fats, "a FAT of 2147483647 sectors" },
	{ huge_mini_stream, "is larger than the file" },
	{ other_shift, "version 3 with sectors of 2^12" },
	{ class_of_header, "reserved field of the header" },
};

START_TEST(cfb_refuses_what_does_not_add_up)
{
	struct image m = image_of(512, 5000);
	struct err e = ERR_INIT;
	unsigned char *p;
	struct cfb c;

	refused[_i].change(&m);
	p = exact(view_bytes(&m.b));
	ck_assert_msg(!cfb_open(&c, view_of(p, m.b.len), &e), "accepted: %s",
	    refused[_i].says);
	ASSERT_SAYS(&e, refused[_i].says);
	cfb_clear(&c);
	free(p);
	bytes_clear(&m.b);
}
END_TEST

START_TEST(cfb_refuses_every_truncation)
{
	struct bytes b = file_of("kinds/signed.msi");
	struct err e = ERR_INIT;

	for (size_t len = 0; len < b.len; len += 61) {
		unsigned char *p = exact(view_of(b.data, len));
		struct cfb c;

		ck_assert(!cfb_open(&c, view_of(p, len), &e));
		cfb_clear(&c);
		free(p);
	}
	bytes_clear(&b);
}
END_TEST


START_TEST(cfb_reads_storages_in_storages)
{
	struct image m = image_of(512, 5000);
	struct err e = ERR_INIT;
	char name[] = "B";
	struct cfb c;

	put32(&m, entry_at(&m, 1) + 72, 2);
	put_entry(&m, 2, name, CFB_STORAGE, 3, 0, 0);
	put_entry(&m, 3, name, CFB_STORAGE, FREE, 0, 0);
	ASSERT_WORKS(cfb_open(&c, view_bytes(&m.b), &e), &e);
	ck_assert_uint_eq(cfb_root(&c)->children, 2);
	ck_assert_uint_eq(cfb_child(&c, cfb_root(&c), 1)->children, 1);
	cfb_clear(&c);
	bytes_clear(&m.b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, cfb_reads_streams_of_the_fat, 0,
	    COUNT_OF(sizes));
	tcase_add_test(tc, cfb_reads_the_mini_stream);
	tcase_add_loop_test(tc, cfb_refuses_what_does_not_add_up, 0,
	    COUNT_OF(refused));
	tcase_add_test(tc, cfb_refuses_every_truncation);
	tcase_add_test(tc, cfb_reads_storages_in_storages);
}

UNIT_MAIN("cfb", add)
