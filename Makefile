# spckit - certificate and key formats for signing machines
#
#   make               the programs, in .build/bin
#   make check         every test (installs what it needs; DEPS=no turns that off)
#   make check-full    the long sweeps and long fuzzing as well
#   make check-mutants breaks the product in many places: does a test notice?
#   make demo          the main job on real input, shown step by step
#   make bench         our figures beside the peers' and the floor's
#   make fuzz          fuzz every reader (FUZZ_RUNS=1000000)
#   make install       PREFIX=/usr/local DESTDIR= (make uninstall undoes it)
#   make deb           a Debian package of it: .build/spckit_VERSION_ARCH.deb
#   make compile_commands.json    for editors and clang's tools
#   make clean
#
# CC=gcc|clang, SAN=address,undefined, V=1 shows the commands, DEPS=no. CPPFLAGS,
# CFLAGS, LDFLAGS and OPT are yours; WERROR=-Werror is what make check adds.

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
BUILD	?= .build$(if $(filter-out gcc,$(notdir $(firstword $(CC)))),/$(notdir $(firstword $(CC))))$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))$(if $(FUZZING),/fuzzing)
# In a path with spaces make cannot have it absolute.
override BUILD := $(subst $(CURDIR)/,,$(BUILD))

WARN	:= -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	   -Wmissing-prototypes -Wpointer-arith -Wformat=2 -Wvla $(WERROR)
# Position independent for programs and for the PKCS#11 module alike: with
# hidden symbols the code is what -fPIE gives.
HARDEN	:= -fPIC -fvisibility=hidden \
	   -fstack-protector-strong -fstack-clash-protection \
	   $(if $(SAN)$(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS) $(OPT)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
# The same bytes wherever the checkout lies.
HARDEN	+= -ffile-prefix-map='$(CURDIR)'=.
OPT	?= -O2 -g
# Dates after 2038 and files over 2 GiB, on every system.
WIDE	:= -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
DEFINES	 = -D_GNU_SOURCE $(WIDE)
OURS	:=
CPPFLAGS_ = -Icommon -I. -I$(BUILD)/gen $(DEFINES) \
	   -DSPCKIT_VERSION='"$(VERSION)"' $(OURS) $(CPPFLAGS)
CFLAGS_	 = -std=c11 $(OPT) $(WARN) $(HARDEN) $(CFLAGS)
LDFLAGS_ = -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed $(LDFLAGS)
LIBS	:= -lcrypto -ltasn1 -ljansson -pthread
NETLIBS	:= -lcurl -lzip -lmspack

ifneq ($(SAN),)
CFLAGS_	 += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_ += -fsanitize=$(SAN)
endif
ifneq ($(FUZZING),)
OURS	 += -DSPCKIT_FUZZING
CFLAGS_	 += $(if $(filter clang%,$(notdir $(firstword $(CC)))),-fsanitize=fuzzer-no-link)
endif

Q := $(if $(V),,@)

# ---- sources, a folder at a time --------------------------------------------

sources	= $(sort $(wildcard $(addsuffix /*.c,$(1))))

COMMON	   := $(call sources,common/* common/*/*)
PVK2PFX	   := $(call sources,pvk2pfx)
CERTIMPORT := $(call sources,certimport)
STORECTL   := $(call sources,$(filter-out %/crosscert %/pkcs11,storectl \
	$(patsubst %/,%,$(wildcard storectl/*/))))
CROSSCERT  := $(call sources,storectl/crosscert)
# spckit-pkcs11.so: the store as a token.
PKCS11	   := $(call sources,storectl/pkcs11)

PROGRAMS := $(addprefix $(BUILD)/bin/,pvk2pfx certimport storectl crosscert)
MODULE	 := $(BUILD)/lib/spckit-pkcs11.so
GRAMMAR	 := $(BUILD)/gen/pkcs_asn1_tab.c
LIBRARY	 := $(BUILD)/libspckit.a

objects	= $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

.PHONY: all check check-full check-mutants demo bench fuzz install uninstall deb clean lib \
	unit compile_commands.json
.DELETE_ON_ERROR:

all: $(PROGRAMS) $(MODULE)

lib: $(LIBRARY)

# ---- building ---------------------------------------------------------------

# Says what is missing, before the compiler does so in its own words.
$(BUILD)/.deps: tests/deps.sh
	@mkdir -p $(@D)
	@CC='$(CC)' tests/deps.sh -n build
	@touch $@

$(GRAMMAR): common/asn1/pkcs.asn | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(Q)asn1Parser -o $@ -n pkcs_asn1_tab $<

$(call objects,common/asn1/schema.c): $(GRAMMAR)

# zip_stat_t has a time_t in it, and is as wide as that of the system's libzip.
$(call objects,storectl/crosscert/unzip.c): WIDE :=

# Only headers: libp11-kit itself is loaded when a token is used.
$(call objects,$(wildcard common/token/*.c) $(PKCS11)): \
    OURS += $(shell pkg-config --cflags p11-kit-1)

$(BUILD)/obj/%.o: %.c | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC    $<')
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(LIBRARY): $(call objects,$(COMMON))
	$(if $(V),,@echo '  AR    $@')
	$(Q)rm -f $@ && ar qcs $@ $^

$(BUILD)/bin/pvk2pfx: $(call objects,$(PVK2PFX)) $(LIBRARY)
$(BUILD)/bin/certimport: $(call objects,$(CERTIMPORT)) $(LIBRARY)
$(BUILD)/bin/storectl: $(call objects,$(STORECTL)) $(LIBRARY)
$(BUILD)/bin/crosscert: $(call objects,$(CROSSCERT)) $(LIBRARY)
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

# What `make` would run, as clang's tools read it: each object, each unit test.
compile_commands.json: | $(GRAMMAR)
	$(if $(V),,@echo '  GEN   $@')
	$(Q)$(MAKE) -nB --no-print-directory V=1 DEPS=no all unit-programs | \
	    sed -n -e ':more' -e '/\\$$/{N;s/\\\n[[:space:]]*//;b more' -e '}' \
	    -e 's/[\\"]/\\&/g' \
	    -e 's|^$(CC) .* -c -o [^ ]* \([^ ]*\.c\)$$|\1"@&|p' \
	    -e 's|^$(CC) .* \(tests/unit/[^ ]*\.c\) .*|\1"@&|p' | \
	    sed -e 's|\(.*\)"@\(.*\)|{"directory": "$(CURDIR)", "file": "\1",@  "command": "\2"},|' \
	    -e '1s/^/[/; $$s/,$$/]/' | tr '@' '\n' >$@

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

# The pages name the folder that they were installed for.
PAGE	= sed 's|/usr/local/lib/spckit|$(LIBDIR)|g'

# install(1) makes a new file in the place of the old one, so that a program
# that runs, or a module that is loaded, keeps what it began with. Links are
# relative: right below DESTDIR, too.
install: all
	for d in $(sort $(dir $(INSTALLED))); do \
	    install -d '$(DESTDIR)'"$$d" || exit; \
	done
	install -m 755 $(PROGRAMS) '$(DESTDIR)$(BINDIR)'
	install -m 644 $(MODULE) '$(DESTDIR)$(LIBDIR)'
	sed 's|@MODULE@|$(LIBDIR)/$(notdir $(MODULE))|' docs/spckit.module | \
	    install -m 644 /dev/stdin '$(DESTDIR)$(LIBDIR)/spckit.module'
	for p in $(MAN1) $(MAN5) $(MAN7); do \
	    $(PAGE) $$p | install -m 644 /dev/stdin \
	        '$(DESTDIR)$(MANDIR)'/man$${p##*.}/$${p##*/} || exit; \
	done
	install -m 644 docs/completion.bash '$(DESTDIR)$(COMPDIR)/storectl'
	for n in $(COMPLETED); do \
	    ln -sf storectl '$(DESTDIR)$(COMPDIR)'/$$n || exit; \
	done
	ln -sf pvk2pfx.1 '$(DESTDIR)$(MANDIR)/man1/Pvk2Pfx.1'
	ln -sf pvk2pfx '$(DESTDIR)$(BINDIR)/Pvk2Pfx'
	for n in $(AS_PVK2PFX); do \
	    ln -srf '$(DESTDIR)$(BINDIR)/pvk2pfx' \
	        '$(DESTDIR)$(WINDIR)'/$$n || exit; \
	done
	for n in $(AS_STORECTL); do \
	    ln -srf '$(DESTDIR)$(BINDIR)/storectl' \
	        '$(DESTDIR)$(WINDIR)'/$$n || exit; \
	done

# Only what install put there, and the folders that are ours alone.
uninstall:
	for f in $(INSTALLED); do \
	    rm -f '$(DESTDIR)'"$$f" || exit; \
	done
	-rmdir '$(DESTDIR)$(WINDIR)' '$(DESTDIR)$(LIBDIR)'

deb: deps-deb all
	@MAKE='$(MAKE)' BUILD=$(BUILD) DEBDIR=$(DEBDIR) VERSION=$(VERSION) \
	    docs/deb/build.sh

clean:
	rm -rf .build compile_commands.json

-include $(shell find $(BUILD)/obj $(BUILD)/unit -name '*.d' 2>/dev/null)
