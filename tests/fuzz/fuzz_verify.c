/*
 * fuzz_verify.c - the whole verdict: what is verified is what was signed
 *
 * The first byte says what follows: 0 to 6 a file (the names of scripts), more
 * a PKCS#7, which is put into the table of the program that it was made for.
 * Beyond not crashing: a file that is verified has the digest and the signer of
 * one of the fixtures, and its timestamp, if it has one, is that signature's.
 */

#include "fuzz.h"

#include <string.h>

#include "formats/signed/signedfile.h"
#include "mutate.h"
#include "storectl/verify/verify.h"

enum { KNOWN_MAX = 64, SEEDS_MAX = 32, SIGNATURE_ALONE = 7, NOW = 1800000000,
       SECURITY = 0xd8 };

static const char *const names[] = {
	"a", "a.ps1", "a.ps1xml", "a.mof", "a.js", "a.vbs", "a.wsf",
};

static const struct {
	const char	*file;
	unsigned	 name;
} fixtures[] = {
	{ "signed/unstamped.exe", 0 }, { "signed/stamped.exe", 0 },
	{ "signed/counter.exe", 0 }, { "signed/twice.exe", 0 },
	{ "signed/list.cat", 0 }, { "kinds/signed.cab", 0 },
	{ "kinds/signed.msi", 0 }, { "kinds/signed.ps1", 1 },
	{ "kinds/signed.ps1xml", 2 }, { "kinds/signed.mof", 3 },
	{ "kinds/signed.js", 4 }, { "kinds/signed.vbs", 5 },
	{ "kinds/signed.wsf", 6 },
};

struct known {
	struct view	digest;
	unsigned char	signer[SHA1_LEN];
	enum stamp_kind	kind;
	int64_t		when;
};

static struct verify_options options;
static struct chain_pool pool;
static struct verify verifier;
static struct bytes program;		/* without a signature */
static struct bytes seeds[SEEDS_MAX];	/* inputs of this target */
static size_t seed_count;
static struct known known[KNOWN_MAX];
static size_t known_count;

static struct bytes
read_fixture(const char *name)
{
	struct bytes b = BYTES_INIT;
	unsigned char buf[8192];
	char path[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), FIXTURES "/%s", name);
	f = fopen(path, "rb");
	HOLDS(f != NULL);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		bytes_add(&b, buf, n);
	fclose(f);
	return b;
}

/* ---- one input ---- */

static void
set_le32(unsigned char *p, size_t n)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(n >> (8 * i));
}

static void
put_into_program(struct view pkcs7, struct bytes *out)
{
	const size_t len = (8 + pkcs7.len + 7) & ~(size_t)7;

	bytes_add_view(out, view_bytes(&program));
	set_le32(out->data + SECURITY, out->len);
	set_le32(out->data + SECURITY + 4, len);
	bytes_add_le32(out, (uint32_t)len);
	bytes_add_le16(out, 0x200);
	bytes_add_le16(out, 2);
	bytes_add_view(out, pkcs7);
	for (size_t n = 8 + pkcs7.len; n < len; n++)
		bytes_add_u8(out, 0);
}

static struct known
what_is_said(const struct judged *j)
{
	struct known k = {
		.digest = j->sig->digest.len != 0 ? j->sig->digest :
		    j->sig->data.value,
		.kind = j->sig->stamp.kind, .when = j->sig->stamp.when,
	};

	memcpy(k.signer, j->sig->cert->sha1, SHA1_LEN);
	return k;
}

static bool
is_known(const struct known *k)
{
	for (size_t i = 0; i < known_count; i++)
		if (view_equal(k->digest, known[i].digest) &&
		    memcmp(k->signer, known[i].signer, SHA1_LEN) == 0 &&
		    (k->kind == STAMP_NONE || (k->kind == known[i].kind &&
		    k->when == known[i].when)))
			return true;
	return false;
}

/* The file has this digest: asked once more, beside the verdict. */
static void
check_digest(const struct verified *f, const struct judged *j)
{
	struct err e = ERR_INIT;
	struct signedfile s;
	bool has = false;

	if (j->sig->digest.len == 0)
		return;		/* a catalogue: the list is what is signed */
	HOLDS(signedfile_open(&s, view_bytes(&f->file), f->name,
	    &options.limits, &e));
	HOLDS(signedfile_has_digest(&s, j->sig->data.content,
	    signed_digest_name(j->sig->digest_oid), j->sig->digest, &has,
	    &e) && has);
	signedfile_clear(&s);
}

/* True when it is verified; `learn` it, or it has to be known. */
static bool
judge_input(struct view in, bool learn)
{
	struct err e = ERR_INIT;
	struct verified f;
	bool good;

	memset(&f, 0, sizeof(f));
	f.name = names[in.data[0] < COUNT_OF(names) ? in.data[0] : 0];
	bytes_init(&f.file, 1 << 24);
	if (in.data[0] < SIGNATURE_ALONE)
		bytes_add_view(&f.file, view_sub(in, 1, in.len - 1));
	else
		put_into_program(view_sub(in, 1, in.len - 1), &f.file);
	good = verify_collect_bytes(&verifier, &f, &e);
	HOLDS_VERDICT(good, e);
	for (size_t i = 0; good && i < f.count; i++) {
		HOLDS(verify_judge(&verifier, &f, i, &e));
		if (f.items[i].finding == FINDING_GOOD &&
		    f.finding == FINDING_GOOD) {
			struct known k = what_is_said(&f.items[i]);

			check_digest(&f, &f.items[i]);
			if (learn && known_count < KNOWN_MAX) {
				/* For good: nothing of f stays. */
				void *p = malloc(k.digest.len);

				HOLDS(p != NULL);
				memcpy(p, k.digest.data, k.digest.len);
				k.digest.data = p;
				known[known_count++] = k;
			} else
				HOLDS(is_known(&k));
		}
	}
	good = good && f.count != 0 && f.finding == FINDING_GOOD;
	if (learn && !good)
		fprintf(stderr, "%s%s\n", e.msg, f.why.msg);
	verify_collect_clear(&f);
	return good;
}

/* ---- what is good ---- */

static void
add_seed(unsigned first, struct view v)
{
	struct bytes *b = &seeds[seed_count++];

	HOLDS(seed_count <= SEEDS_MAX);
	bytes_add_u8(b, first);
	bytes_add_view(b, v);
	if (!judge_input(view_bytes(b), true)) {
		fprintf(stderr, "seed %zu is not good\n", seed_count);
		abort();
	}
}

/* Of a program whose signature is all that follows its 1024 bytes. */
static void
add_signature_seed(struct view file)
{
	size_t len = view_le32(file, program.len);

	add_seed(SIGNATURE_ALONE, view_sub(file, program.len + 8, len - 8));
}

static void
learn_fixtures(void)
{
	for (size_t i = 0; i < COUNT_OF(fixtures); i++) {
		struct bytes b = read_fixture(fixtures[i].file);

		add_seed(fixtures[i].name, view_bytes(&b));
		if (i < 4)
			add_signature_seed(view_bytes(&b));
		bytes_clear(&b);
	}
}

static void
get_ready(void)
{
	struct bytes der = read_fixture("pki/root.cer");
	struct err e = ERR_INIT;
	struct cert *root = cert_new(view_bytes(&der), &e);

	HOLDS(root != NULL && chain_pool_add(&pool, root, CHAIN_TRUSTED, &e));
	bytes_clear(&der);
	program = read_fixture("signed/plain.exe");
	options.pa = options.all = true;
	fuzz_limits(&options.limits);
	verifier.o = &options;
	verifier.policy = VERIFY_AUTHENTICODE;
	verifier.stores = &pool;
	verifier.now = NOW;
	learn_fixtures();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (seed_count == 0)
		get_ready();
	if (size > 1)
		judge_input(view_of(data, size), false);
	return 0;
}

/* ---- structured mutants ---- */

/* A seed, changed; `from` is which. */
static void
make_mutant(struct mutate_random *r, struct bytes *out)
{
	const struct bytes *seed = &seeds[mutate_below(r,
	    (uint32_t)seed_count)];
	const struct bytes *other = &seeds[mutate_below(r,
	    (uint32_t)seed_count)];
	const struct view body = view_sub(view_bytes(seed), 1, seed->len - 1);
	const struct view lent = view_sub(view_bytes(other), 1,
	    other->len - 1);

	bytes_add_u8(out, seed->data[0]);
	if (seed->data[0] >= SIGNATURE_ALONE || body.data[0] == DER_SEQUENCE)
		mutate_der(body, lent, r, out);
	else
		mutate_bytes(body, r, out);
}

size_t	LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
	    unsigned seed);

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	struct mutate_random r = { seed + UINT64_C(0x9e3779b97f4a7c15) };
	struct bytes out = BYTES_INIT;

	if (seed_count == 0)
		get_ready();
	if (size < 2 || mutate_below(&r, 4) == 0)
		make_mutant(&r, &out);
	else {
		bytes_add_u8(&out, data[0]);
		if (data[0] >= SIGNATURE_ALONE)
			mutate_der(view_of(data + 1, size - 1),
			    view_bytes(&seeds[mutate_below(&r,
			    (uint32_t)seed_count)]), &r, &out);
		else
			mutate_bytes(view_of(data + 1, size - 1), &r, &out);
	}
	if (out.failed || out.len > max || out.len == 0) {
		bytes_clear(&out);
		return size;
	}
	memcpy(data, out.data, out.len);
	size = out.len;
	bytes_clear(&out);
	return size;
}

/* For mutants.c: counts those that are verified. */
size_t	fuzz_verify_mutants(uint64_t count, uint64_t seed);

size_t
fuzz_verify_mutants(uint64_t count, uint64_t seed)
{
	struct mutate_random r = { seed | 1 };
	struct bytes mutant = BYTES_INIT;
	size_t good = 0;

	if (seed_count == 0)
		get_ready();
	while (count-- > 0) {
		bytes_truncate(&mutant, 0);
		make_mutant(&r, &mutant);
		if (mutant.len > 1)
			good += judge_input(view_bytes(&mutant), false);
	}
	bytes_clear(&mutant);
	return good;
}

/* For mutants.c as well: COUNT files for the program itself. */
void	fuzz_verify_write(const char *folder, uint64_t count, uint64_t seed);

void
fuzz_verify_write(const char *folder, uint64_t count, uint64_t seed)
{
	struct mutate_random r = { seed | 1 };
	struct bytes mutant = BYTES_INIT, file = BYTES_INIT;
	char path[4096];
	FILE *f;

	if (seed_count == 0)
		get_ready();
	for (uint64_t i = 0; i < count; i++) {
		bytes_truncate(&mutant, 0);
		bytes_truncate(&file, 0);
		make_mutant(&r, &mutant);
		if (mutant.data[0] < SIGNATURE_ALONE)
			bytes_add(&file, mutant.data + 1, mutant.len - 1);
		else
			put_into_program(view_sub(view_bytes(&mutant), 1,
			    mutant.len - 1), &file);
		snprintf(path, sizeof(path), "%s/%llu%s", folder,
		    (unsigned long long)i, mutant.data[0] < COUNT_OF(names) ?
		    names[mutant.data[0]] : "a");
		f = fopen(path, "wb");
		HOLDS(f != NULL && fwrite(file.data, 1, file.len, f) ==
		    file.len && fclose(f) == 0);
	}
	bytes_clear(&mutant);
	bytes_clear(&file);
}
