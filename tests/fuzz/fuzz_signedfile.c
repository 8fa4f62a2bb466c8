/*
 * fuzz_signedfile.c - cabinets, compound files and scripts: what is opened has a
 * digest, whatever is in it; app packages
 *
 * The first byte chooses the name, which tells scripts apart.
 */

#include "fuzz.h"

#include "base/sha.h"
#include "formats/signed/package.h"
#include "formats/signed/signedfile.h"

static const char *const names[] = {
	"a", "a.ps1", "a.ps1xml", "a.mof", "a.js", "a.vbs", "a.wsf",
};

static const unsigned char powershell[] = {
	0x1f, 0xcc, 0x3b, 0x60, 0x59, 0x4b, 0x08, 0x4e,
	0xb7, 0x24, 0xd2, 0xc6, 0x29, 0x7e, 0xf3, 0x51,
};

static void
digest_it(const struct signedfile *f)
{
	unsigned char digest[SHA1_LEN];
	struct err e = ERR_INIT;
	bool is_one, end = false;

	if (f->kind == SIGNED_CAB)
		HOLDS(cab_digest(&f->cab, "SHA1", digest, SHA1_LEN, &e));
	if (f->kind == SIGNED_MSI)
		HOLDS(msi_digest(&f->msi, "SHA1", digest, SHA1_LEN, &e));
	for (size_t n = 0; f->kind == SIGNED_SCRIPT && !end; n++)
		HOLDS(script_digest(&f->script, n, view_of(powershell,
		    sizeof(powershell)), "SHA1", digest, SHA1_LEN, &is_one,
		    &end, &e));
}

static void
look_at_package(struct view in)
{
	struct err e = ERR_INIT;
	bool is_signed;

	if (package_is(in, &is_signed)) {
		bool ok = package_account(in, &e);

		HOLDS_VERDICT(ok, e);
		HOLDS(!ok || is_signed);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = ERR_INIT;
	struct limits limits;
	struct signedfile f;
	struct view p7;
	bool ok;

	if (size == 0)
		return 0;
	fuzz_limits(&limits);
	look_at_package(view_of(data + 1, size - 1));
	ok = signedfile_open(&f, view_of(data + 1, size - 1),
	    names[data[0] % COUNT_OF(names)], &limits, &e);
	HOLDS_VERDICT(ok, e);
	err_clear(&e);
	if (ok && signedfile_signature(&f, 0, &p7, &e)) {
		digest_it(&f);
		err_clear(&e);
		if (p7.len != 0) {
			ok = signedfile_account(&f, &e);
			HOLDS_VERDICT(ok, e);
		}
	}
	signedfile_clear(&f);
	return 0;
}
