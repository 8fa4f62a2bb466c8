# How the tests are built and run; docs/testing.md says which kind is for what.

UNIT	:= $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
READERS	:= $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAY	:= $(READERS:%=$(BUILD)/fuzz/replay_%)
FUZZERS	:= $(READERS:%=$(BUILD)/fuzz/fuzz_%)
FUZZ_RUNS ?= 1000000

# Builds of their own beside the plain one.
SANBUILD  := $(BUILD)/san
FUZZBUILD := $(BUILD)/fuzzing
SANITIZE  := SAN=address,undefined
# For small programs that need nothing of ours.
PLAIN	   = $(CC) -std=c11 $(DEFINES) -O2 $(WARN) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)
JOBS	  := $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
SUBMAKE	   = +@$(MAKE) --no-print-directory $(JOBS)

# One program per module: make unit, or make .build/unit/test_pvk
unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

unit-programs: $(UNIT)
replay-programs: $(REPLAY) $(BUILD)/fuzz/mutants
fuzz-programs: $(FUZZERS)

$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  UNIT  $*')
	$(Q)$(CC) $(CPPFLAGS_) -Itests/unit $(CFLAGS_) -MMD -MP -MF $@.d $(LDFLAGS_) \
	    -o $@ $< $(filter %.o,$^) $(LIBRARY) \
	    $(shell pkg-config --libs check) $(LIBS)

# Parts of a program: linked with its objects.
PARTS	:= $(addprefix $(BUILD)/unit/test_,issuers modifiers plan)
$(PARTS): $(filter-out %/main.o,$(call objects,$(CERTIMPORT)))

# Which calls are made, and in which order: journal.h, wipes.h.
wrapped	= $(1:%=-Wl,--wrap=%)
$(addprefix $(BUILD)/unit/test_,atomicfile change): LDFLAGS_ += $(call wrapped,\
	fsync syncfs renameat renameat2 openat openat64)
$(addprefix $(BUILD)/unit/test_,secret pvk): LDFLAGS_ += $(call wrapped,\
	explicit_bzero __explicit_bzero_chk)

# Asks a token's module itself.
$(BUILD)/unit/test_token: OURS += $(shell pkg-config --cflags p11-kit-1)

# The module as programs load it.
from_here = $(if $(filter /%,$(1)),,$(CURDIR)/)$(1)
MODULE_TESTS := $(addprefix $(BUILD)/unit/test_,pkcs11 pkcs11_calls \
	pkcs11_object pkcs11_sign pkcs11_threads)
$(MODULE_TESTS): OURS += -DMODULE='"$(call from_here,$(MODULE))"' \
    $(shell pkg-config --cflags p11-kit-1)
$(MODULE_TESTS): tests/unit/testmodule.h tests/unit/testsignature.h $(MODULE)

# The network's libraries, where something of it is tested.
NETTED	:= $(BUILD)/unit/test_unzip $(BUILD)/unit/test_uncab \
	   $(BUILD)/unit/test_download \
	   $(BUILD)/fuzz/replay_download $(BUILD)/fuzz/fuzz_download
$(NETTED): LIBS += $(NETLIBS)
$(NETTED): $(call objects,$(addprefix storectl/crosscert/,download.c unzip.c uncab.c \
	httpget.c))

# The verdict: verify's own objects, and what mutates DER.
VERIFY_OBJECTS	= $(filter-out %/verb.o %/report.o %/json.o,\
		    $(call objects,$(wildcard storectl/verify/*.c)))
VERDICTS := $(BUILD)/fuzz/replay_verify $(BUILD)/fuzz/fuzz_verify \
	    $(BUILD)/fuzz/mutants
$(VERDICTS): OURS += -DFIXTURES='"$(CURDIR)/tests/fixtures"'
$(VERDICTS): VERDICT_SOURCES = tests/fuzz/mutate.c
$(VERDICTS): tests/fuzz/mutate.c tests/fuzz/mutate.h
$(VERDICTS): $(VERIFY_OBJECTS)

$(BUILD)/fuzz/mutants: tests/fuzz/mutants.c tests/fuzz/fuzz_verify.c tests/fuzz/fuzz.h $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  FUZZ  $(@F)')
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) $(LDFLAGS_) -o $@ tests/fuzz/mutants.c \
	    tests/fuzz/fuzz_verify.c $(VERDICT_SOURCES) $(filter %.o,$^) \
	    $(LIBRARY) $(LIBS)

$(BUILD)/fuzz/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  FUZZ  $(@F)')
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) $(LDFLAGS_) -o $@ $< tests/fuzz/replay.c \
	    $(VERDICT_SOURCES) $(filter %.o,$^) $(LIBRARY) $(LIBS)

$(BUILD)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  FUZZ  $(@F)')
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) $(LDFLAGS_) -fsanitize=fuzzer -o $@ $< \
	    $(VERDICT_SOURCES) $(filter %.o,$^) $(LIBRARY) $(LIBS)

# Small programs the test scripts use: one source file each.
TOOLS	:= $(BUILD)/tests/failmalloc.so $(BUILD)/tests/mangle $(BUILD)/tests/floor \
	   $(BUILD)/tests/timer $(BUILD)/tests/make-store $(BUILD)/tests/make-pfx \
	   $(BUILD)/tests/crowd $(BUILD)/tests/storetimes $(BUILD)/tests/badtoken.so \
	   $(BUILD)/tests/server $(BUILD)/tests/makezip $(BUILD)/tests/makectl \
	   $(BUILD)/tests/signtimes $(BUILD)/tests/forge $(BUILD)/tests/verdicts \
	   $(BUILD)/tests/makepaths
test-tools: $(TOOLS)

# Several files, and the library's writers.
$(BUILD)/tests/forge: $(wildcard tests/forge/*.[ch]) $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) $(LDFLAGS_) -o $@ \
	    $(filter %.c,$^) $(LIBRARY) $(LIBS)

$(BUILD)/tests/makepaths: $(wildcard tests/paths/*.[ch]) $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) -Itests/paths $(CFLAGS_) $(LDFLAGS_) -o $@ \
	    $(filter %.c,$^) $(LIBRARY) $(LIBS)

$(BUILD)/tests/failmalloc.so: tests/faults/failmalloc.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) -shared -fPIC -o $@ $< -ldl

$(BUILD)/tests/server: tests/net/server.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) -o $@ $< -lssl -lcrypto

$(BUILD)/tests/makezip: tests/net/makezip.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) -o $@ $< -lzip

$(BUILD)/tests/makectl: tests/net/makectl.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) -o $@ $< -lcrypto

$(BUILD)/tests/badtoken.so: tests/faults/badtoken.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) $(shell pkg-config --cflags p11-kit-1) -Wno-missing-prototypes -shared -fPIC -o $@ $<

$(BUILD)/tests/mangle: tests/faults/mangle.c $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) $(LDFLAGS_) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/tests/verdicts: tests/faults/verdicts.c tests/faults/verdicts.h \
    $(VERIFY_OBJECTS) $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) $(CFLAGS_) $(LDFLAGS_) -o $@ $< \
	    $(filter %.o,$^) $(LIBRARY) $(LIBS)

$(BUILD)/tests/floor: tests/bench/floor.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) -Wno-deprecated-declarations \
	    -o $@ $< -static -lcrypto

$(BUILD)/tests/timer: tests/bench/timer.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) -o $@ $<

$(BUILD)/tests/make-store: tests/bench/make-store.c tests/unit/testcert.h $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) -Itests/unit $(CFLAGS_) $(LDFLAGS_) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/tests/make-pfx: tests/bench/make-pfx.c tests/unit/testcert.h $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) -Itests/unit $(CFLAGS_) $(LDFLAGS_) -o $@ $< $(LIBRARY) \
	    $(shell pkg-config --libs check) $(LIBS)

$(BUILD)/tests/crowd: tests/faults/crowd.c tests/unit/testcert.h $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) -Itests/unit $(CFLAGS_) $(LDFLAGS_) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/tests/storetimes: tests/bench/storetimes.c tests/unit/testcert.h $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS_) -Itests/unit $(CFLAGS_) $(LDFLAGS_) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/tests/signtimes: tests/bench/signtimes.c
	@mkdir -p $(@D)
	$(Q)$(PLAIN) $(shell pkg-config --cflags p11-kit-1) -o $@ $< -lcrypto -ldl

# ---- what README names ------------------------------------------------------

.PHONY: unit unit-programs replay-programs fuzz-programs test-tools \
	check-builds deps-%

deps-build:
	@DEPS=$(DEPS) CC='$(CC)' tests/deps.sh build
deps-demo:
	@DEPS=$(DEPS) CC='$(CC)' tests/deps.sh build demo
deps-deb:
	@DEPS=$(DEPS) CC='$(CC)' tests/deps.sh build deb
deps-test:
	@DEPS=$(DEPS) CC='$(CC)' tests/deps.sh build test || [ "$(DEPS)" = no ]
deps-bench:
	@DEPS=$(DEPS) CC='$(CC)' tests/deps.sh build bench
deps-fuzz:
	@DEPS=$(DEPS) CC='$(CC)' tests/deps.sh build fuzz

# The plain build with what the tests need, the sanitized one, and that of the
# other compiler, which only has to be without a warning.
check-builds: deps-test
	@echo 'check: building with gcc, with clang and with sanitizers'
	$(SUBMAKE) CC='$(CC)' BUILD=$(BUILD) WERROR=-Werror \
	    all unit-programs test-tools
	$(SUBMAKE) CC='$(CC)' BUILD=$(SANBUILD) $(SANITIZE) WERROR=-Werror all unit-programs \
	    $(SANBUILD)/tests/mangle $(SANBUILD)/tests/verdicts
	$(SUBMAKE) CC='$(CC)' BUILD=$(FUZZBUILD) $(SANITIZE) REPLAYING=yes \
	    WERROR=-Werror replay-programs
	+@other=$(if $(filter clang%,$(notdir $(firstword $(CC)))),gcc,clang); \
	if command -v $$other >/dev/null; then \
	    $(MAKE) --no-print-directory $(JOBS) CC=$$other BUILD=$(BUILD)/$$other \
		WERROR=-Werror all unit-programs; \
	fi

check: check-builds
	@BUILD=$(BUILD) CC='$(CC)' tests/run.sh

check-full: check-builds
	@FULL=1 BUILD=$(BUILD) CC='$(CC)' tests/run.sh
	$(SUBMAKE) fuzz

# Each change of tests/mutants breaks the product, and a test has to notice.
check-mutants: deps-test
	@BUILD=$(BUILD) tests/mutants/run.sh $(MUTANTS)

fuzz: deps-fuzz
	$(SUBMAKE) CC=clang BUILD=$(FUZZBUILD)/clang $(SANITIZE) FUZZING=yes fuzz-programs
	@tests/fuzz/fuzz.sh $(FUZZBUILD)/clang/fuzz $(FUZZ_RUNS) $(READERS)

demo: deps-demo
	$(SUBMAKE) CC='$(CC)' BUILD=$(BUILD) all
	@BUILD=$(BUILD) tests/demo.sh

bench: deps-bench
	$(SUBMAKE) CC='$(CC)' BUILD=$(BUILD) all test-tools
	@BUILD=$(BUILD) tests/bench/bench.sh
