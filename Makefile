# spckit - certificate and key formats for signing machines
#
#   make               the programs, in .build/bin
#   make check         every test (installs what it needs; DEPS=no turns that off)
#   make check-full    the long sweeps and long fuzzing as well
#   make demo          the main job on real input, shown step by step
#   make bench         our figures beside the peers' and the floor's
#   make fuzz          fuzz every reader (FUZZ_RUNS=1000000)
#   make install       PREFIX=/usr/local DESTDIR= (make uninstall undoes it)
#   make deb           a Debian package of it: .build/spckit_VERSION_ARCH.deb
#   make clean
#
# CC=gcc|clang, SAN=address,undefined, V=1 shows the commands, DEPS=no.

PREFIX	?= /usr/local
BINDIR	?= $(PREFIX)/bin
MANDIR	?= $(PREFIX)/share/man
LIBDIR	?= $(PREFIX)/lib/spckit
WINDIR	?= $(LIBDIR)/windows
COMPDIR	?= $(PREFIX)/share/bash-completion/completions
DEBDIR	?= $(BUILD)
DESTDIR	?=
DEPS	?= yes
VERSION	:= 0.1

ifeq ($(origin CC),default)
CC	:= gcc
endif

# A build folder for each combination, so that switching never mixes objects.
comma	:= ,
BUILD	?= .build$(if $(filter-out gcc,$(notdir $(CC))),/$(notdir $(CC)))$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))$(if $(FUZZING),/fuzzing)

WARN	:= -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	   -Wmissing-prototypes -Wpointer-arith -Wformat=2 -Wvla -Werror
# Position independent for programs and for the PKCS#11 module alike: with
# hidden symbols the code is what -fPIE gives.
HARDEN	:= -fPIC -fvisibility=hidden \
	   -fstack-protector-strong -fstack-clash-protection \
	   $(if $(SAN),,-D_FORTIFY_SOURCE=2)
# The same bytes wherever the checkout lies.
HARDEN	+= -ffile-prefix-map=$(CURDIR)=.
OPT	?= -O2 -g
CPPFLAGS += -Icommon -I$(BUILD)/gen -D_GNU_SOURCE -DSPCKIT_VERSION='"$(VERSION)"'
CFLAGS_	 = -std=c11 $(OPT) $(WARN) $(HARDEN) $(CFLAGS)
LDFLAGS_ = -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed $(LDFLAGS)
LIBS	:= -lcrypto -ltasn1 -ljansson -pthread
NETLIBS	:= -lcurl -lzip

ifneq ($(SAN),)
CFLAGS_	 += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_ += -fsanitize=$(SAN)
endif
ifneq ($(FUZZING),)
CPPFLAGS += -DSPCKIT_FUZZING
CFLAGS_	 += $(if $(filter clang%,$(notdir $(CC))),-fsanitize=fuzzer-no-link)
endif

Q := $(if $(V),,@)

# ---- sources, a layer at a time ---------------------------------------------

BASE := \
	common/base/atomicfile.c \
	common/base/bytes.c \
	common/base/crew.c \
	common/base/der.c \
	common/base/err.c \
	common/base/limits.c \
	common/base/opt.c \
	common/base/opt_text.c \
	common/base/osslctx.c \
	common/base/passin.c \
	common/base/progress.c \
	common/base/random.c \
	common/base/readfile.c \
	common/base/rows.c \
	common/base/secret.c \
	common/base/sha.c \
	common/base/startup.c \
	common/base/text.c \
	common/base/winerr.c \
	common/base/workfile.c

CERT := \
	common/cert/algname.c \
	common/cert/cert.c \
	common/cert/certext.c \
	common/cert/certjson.c \
	common/cert/certname.c \
	common/cert/certtime.c \
	common/cert/contents.c \
	common/cert/identity.c \
	common/cert/key.c \
	common/cert/skim.c \
	common/cert/spki.c

FORMATS := \
	common/formats/armor.c \
	common/formats/authenticode.c \
	common/formats/cat.c \
	common/formats/certprop.c \
	common/formats/dsakey.c \
	common/formats/eckey.c \
	common/formats/kdf.c \
	common/formats/load.c \
	common/formats/msblob.c \
	common/formats/pbe.c \
	common/formats/pe.c \
	common/formats/pemkey.c \
	common/formats/pfx_bags.c \
	common/formats/pfx_mac.c \
	common/formats/pfx_read.c \
	common/formats/pfx_write.c \
	common/formats/pkcs8.c \
	common/formats/pvk.c \
	common/formats/rsakey.c \
	common/formats/schema.c \
	common/formats/signed.c \
	common/formats/signed_verify.c \
	common/formats/sniff.c \
	common/formats/spc.c \
	common/formats/sst.c

CHAIN := \
	common/chain/chain.c \
	common/chain/crl.c \
	common/chain/crosscat.c \
	common/chain/crosscat_find.c \
	common/chain/crosscat_table.c \
	common/chain/issued.c \
	common/chain/order.c \
	common/chain/pair.c \
	common/chain/select.c

# In the library, and linked with libcurl and libzip only by crosscert.
NET := \
	common/net/httpget.c \
	common/net/unzip.c

STORE := \
	common/store/change.c \
	common/store/change_cert.c \
	common/store/change_commit.c \
	common/store/change_items.c \
	common/store/change_remove.c \
	common/store/dir.c \
	common/store/keyvault.c \
	common/store/keyvault_entry.c \
	common/store/keyvault_names.c \
	common/store/keyvault_vault.c \
	common/store/location.c \
	common/store/location_folders.c \
	common/store/location_lock.c \
	common/store/location_names.c \
	common/store/store.c \
	common/store/summary.c \
	common/store/summary_rows.c \
	common/store/token.c \
	common/store/token_find.c \
	common/store/token_key.c \
	common/store/token_object.c \
	common/store/token_p11kit.c

COMMON := $(BASE) $(CERT) $(FORMATS) $(CHAIN) $(NET) $(STORE)

PVK2PFX := \
	pvk2pfx/batch.c \
	pvk2pfx/cmdline.c \
	pvk2pfx/convert.c \
	pvk2pfx/main.c \
	pvk2pfx/report.c \
	pvk2pfx/wizard.c

CERTIMPORT := \
	certimport/batch.c \
	certimport/cmdline.c \
	certimport/import.c \
	certimport/issuers.c \
	certimport/main.c \
	certimport/modifiers.c \
	certimport/notes.c \
	certimport/placement.c \
	certimport/plan.c \
	certimport/provider.c \
	certimport/report.c \
	certimport/report_json.c \
	certimport/unlock.c \
	certimport/wizard.c

STORECTL := \
	storectl/anyfile.c \
	storectl/certutil_delstore.c \
	storectl/certutil_dump.c \
	storectl/certutil_entry.c \
	storectl/certutil_store.c \
	storectl/chain_words.c \
	storectl/cmdline.c \
	storectl/columns.c \
	storectl/criteria.c \
	storectl/describe.c \
	storectl/engines.c \
	storectl/export_choose.c \
	storectl/export_cross.c \
	storectl/export_files.c \
	storectl/export_folder.c \
	storectl/export_format.c \
	storectl/export_job.c \
	storectl/export_sst.c \
	storectl/export_store.c \
	storectl/extension.c \
	storectl/gather.c \
	storectl/infiles.c \
	storectl/loadid.c \
	storectl/main.c \
	storectl/memfile.c \
	storectl/osslsigncode.c \
	storectl/parcel.c \
	storectl/pfxmods.c \
	storectl/pick.c \
	storectl/placeholders.c \
	storectl/report.c \
	storectl/sibling.c \
	storectl/sign_chain.c \
	storectl/sign_check.c \
	storectl/sign_container.c \
	storectl/sign_file.c \
	storectl/sign_identity.c \
	storectl/sign_material.c \
	storectl/sign_options.c \
	storectl/sign_report.c \
	storectl/signer.c \
	storectl/signtool.c \
	storectl/signtool_args.c \
	storectl/signtool_cert.c \
	storectl/signtool_select.c \
	storectl/storejson.c \
	storectl/tokenkey.c \
	storectl/tree.c \
	storectl/verb_chain.c \
	storectl/verb_delete.c \
	storectl/verb_dump.c \
	storectl/verb_export.c \
	storectl/verb_exportpfx.c \
	storectl/verb_list.c \
	storectl/verb_pkcs11.c \
	storectl/verb_run.c \
	storectl/verb_show.c \
	storectl/verb_verify.c \
	storectl/verify_digest.c \
	storectl/verify_file.c \
	storectl/verify_json.c \
	storectl/verify_open.c \
	storectl/verify_options.c \
	storectl/verify_report.c \
	storectl/verify_trust.c \
	storectl/verify_usage.c \
	storectl/verify_wishes.c \
	storectl/verb_sign.c \
	storectl/winverb.c

CROSSCERT := \
	storectl/crosscert/body.c \
	storectl/crosscert/catalog.c \
	storectl/crosscert/download.c \
	storectl/crosscert/keep.c \
	storectl/crosscert/main.c \
	storectl/crosscert/options.c \
	storectl/crosscert/row.c \
	storectl/crosscert/target.c \
	storectl/crosscert/verb_add.c \
	storectl/crosscert/verb_aia.c \
	storectl/crosscert/verb_fetch.c \
	storectl/crosscert/verb_find.c \
	storectl/crosscert/verb_list.c

# spckit-pkcs11.so: the store as a token.
PKCS11 := \
	storectl/pkcs11/attribute.c \
	storectl/pkcs11/entry.c \
	storectl/pkcs11/entrypoints.c \
	storectl/pkcs11/inventory.c \
	storectl/pkcs11/inventory_read.c \
	storectl/pkcs11/inventory_stamp.c \
	storectl/pkcs11/lock.c \
	storectl/pkcs11/login.c \
	storectl/pkcs11/mechanism.c \
	storectl/pkcs11/module.c \
	storectl/pkcs11/object.c \
	storectl/pkcs11/options.c \
	storectl/pkcs11/session.c \
	storectl/pkcs11/sign.c \
	storectl/pkcs11/signature.c \
	storectl/pkcs11/slot.c \
	storectl/pkcs11/unsupported.c

# Of storectl: how a certificate is selected, columns and reports.
CROSSCERT_SHARES := $(addprefix storectl/,anyfile.c cmdline.c columns.c \
	criteria.c describe.c engines.c export_choose.c gather.c infiles.c \
	report.c)

PROGRAMS := $(addprefix $(BUILD)/bin/,pvk2pfx certimport storectl crosscert)
MODULE	 := $(BUILD)/lib/spckit-pkcs11.so
GRAMMAR	 := $(BUILD)/gen/pkcs_asn1_tab.c
LIBRARY	 := $(BUILD)/libspckit.a

objects	= $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

.PHONY: all check check-full demo bench fuzz install uninstall deb clean lib \
	unit
.DELETE_ON_ERROR:

all: $(PROGRAMS) $(MODULE)

lib: $(LIBRARY)

# ---- building ---------------------------------------------------------------

# Says what is missing, before the compiler does so in its own words.
$(BUILD)/.deps: tests/deps.sh
	@mkdir -p $(@D)
	@CC=$(CC) tests/deps.sh -n build
	@touch $@

$(GRAMMAR): common/formats/pkcs.asn | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(Q)asn1Parser -o $@ -n pkcs_asn1_tab $<

$(call objects,common/formats/schema.c): $(GRAMMAR)

# Only headers: libp11-kit itself is loaded when a token is used.
$(call objects,$(wildcard common/store/token*.c) $(PKCS11)): \
    CPPFLAGS += $(shell pkg-config --cflags p11-kit-1)

$(call objects,$(CROSSCERT) $(PKCS11)): CPPFLAGS += -I.

$(BUILD)/obj/%.o: %.c | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC    $<')
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(LIBRARY): $(call objects,$(COMMON))
	$(if $(V),,@echo '  AR    $@')
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/bin/pvk2pfx: $(call objects,$(PVK2PFX)) $(LIBRARY)
$(BUILD)/bin/certimport: $(call objects,$(CERTIMPORT)) $(LIBRARY)
$(BUILD)/bin/storectl: $(call objects,$(STORECTL)) $(LIBRARY)
$(BUILD)/bin/crosscert: $(call objects,$(CROSSCERT) $(CROSSCERT_SHARES)) $(LIBRARY)
$(BUILD)/bin/crosscert: LIBS += $(NETLIBS)
$(PROGRAMS):
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS)

# Nothing of it is seen but C_GetFunctionList. It stays loaded: it watches
# forks, and libcrypto keeps what it was given until the process ends.
$(MODULE): MODLIBS := -lcrypto -ltasn1 -pthread
$(MODULE): $(call objects,$(PKCS11)) $(LIBRARY) storectl/pkcs11/pkcs11.map
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS_) $(filter-out -pie,$(LDFLAGS_)) -shared -o $@ \
	    $(filter-out %.map,$^) -Wl,--version-script=$(filter %.map,$^) \
	    -Wl,-z,nodelete $(if $(SAN),,-Wl,-z,defs) $(MODLIBS)

include tests/tests.mk

# ---- installing -------------------------------------------------------------

MAN1	:= $(wildcard docs/*.1)
MAN5	:= $(wildcard docs/*.5)
MAN7	:= $(wildcard docs/*.7)
# Windows' names, in a folder of their own: put it first in PATH and the
# commands of Microsoft's pages run as printed, however the page writes them.
AS_PVK2PFX  := Pvk2Pfx Pvk2Pfx.exe pvk2pfx.exe
AS_STORECTL := certutil Certutil CertUtil certutil.exe CertUtil.exe \
	signtool Signtool SignTool signtool.exe SignTool.exe
COMPLETED := pvk2pfx Pvk2Pfx certimport crosscert
INSTALLED := $(PROGRAMS:$(BUILD)/bin/%=$(BINDIR)/%) $(BINDIR)/Pvk2Pfx \
	$(MAN1:docs/%=$(MANDIR)/man1/%) $(MANDIR)/man1/Pvk2Pfx.1 \
	$(MAN5:docs/%=$(MANDIR)/man5/%) $(MAN7:docs/%=$(MANDIR)/man7/%) \
	$(LIBDIR)/$(notdir $(MODULE)) $(LIBDIR)/spckit.module \
	$(addprefix $(WINDIR)/,$(AS_PVK2PFX) $(AS_STORECTL)) \
	$(addprefix $(COMPDIR)/,storectl $(COMPLETED))

# install(1) makes a new file in the place of the old one, so that a program
# that runs, or a module that is loaded, keeps what it began with. Links are
# relative: right below DESTDIR, too.
install: all
	install -d $(sort $(dir $(INSTALLED:%=$(DESTDIR)%)))
	install -m 755 $(PROGRAMS) $(DESTDIR)$(BINDIR)
	install -m 644 $(MODULE) $(DESTDIR)$(LIBDIR)
	sed 's|@MODULE@|$(LIBDIR)/$(notdir $(MODULE))|' docs/spckit.module | \
	    install -m 644 /dev/stdin $(DESTDIR)$(LIBDIR)/spckit.module
	install -m 644 $(MAN1) $(DESTDIR)$(MANDIR)/man1
	install -m 644 $(MAN5) $(DESTDIR)$(MANDIR)/man5
	install -m 644 $(MAN7) $(DESTDIR)$(MANDIR)/man7
	install -m 644 docs/completion.bash $(DESTDIR)$(COMPDIR)/storectl
	for n in $(COMPLETED); do \
	    ln -sf storectl $(DESTDIR)$(COMPDIR)/$$n || exit; \
	done
	ln -sf pvk2pfx.1 $(DESTDIR)$(MANDIR)/man1/Pvk2Pfx.1
	ln -sf pvk2pfx $(DESTDIR)$(BINDIR)/Pvk2Pfx
	for n in $(AS_PVK2PFX); do \
	    ln -srf $(DESTDIR)$(BINDIR)/pvk2pfx $(DESTDIR)$(WINDIR)/$$n || exit; \
	done
	for n in $(AS_STORECTL); do \
	    ln -srf $(DESTDIR)$(BINDIR)/storectl $(DESTDIR)$(WINDIR)/$$n || exit; \
	done

# Only what install put there, and the folders that are ours alone.
uninstall:
	rm -f $(INSTALLED:%=$(DESTDIR)%)
	-rmdir $(DESTDIR)$(WINDIR) $(DESTDIR)$(LIBDIR)

deb: deps-deb all
	@MAKE='$(MAKE)' BUILD=$(BUILD) DEBDIR=$(DEBDIR) VERSION=$(VERSION) \
	    docs/deb/build.sh

clean:
	rm -rf .build

-include $(shell find $(BUILD)/obj $(BUILD)/unit -name '*.d' 2>/dev/null)
