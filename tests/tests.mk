# How the tests are built and run; docs/testing.md says which kind is for what.

UNIT	:= $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))

# One program per module: make unit, or make .build/unit/test_pvk
unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  UNIT  $*')
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS_) -MMD -MP -MF $@.d $(LDFLAGS_) \
	    -o $@ $< $(LIBRARY) $(shell pkg-config --libs check) $(LIBS)
