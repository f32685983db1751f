# ecoc and ecort. `make help` lists the targets; `make V=1` shows the commands.
.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh

PREFIX ?= /usr/local
DESTDIR ?=
CC := cc
CLANG ?= clang
variant ?= rel
B := build/$(variant)
Q := $(if $(V),,@)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough -Wnull-dereference
HARDEN := -fPIE -fstack-protector-strong -fstack-clash-protection
ifeq ($(variant),asan)
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDOPT := -fsanitize=address,undefined
else ifeq ($(variant),fuzz)
CC := $(CLANG)
OPT := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDOPT := -fsanitize=address,undefined
HARDEN := -fPIE
WERROR :=
else ifeq ($(variant),cover)
OPT := -O0 -g --coverage
LDOPT := --coverage
else
OPT := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -ffunction-sections -fdata-sections
LDOPT := -Wl,-z,relro,-z,now -Wl,--gc-sections
endif
WERROR ?= -Werror
CFLAGS ?=
BASE = -std=c17 -D_GNU_SOURCE -I. $(OPT) $(HARDEN) -MMD -MP $(CFLAGS)
OURS = $(BASE) $(WARN) $(WERROR)
LINK = $(CC) $(OPT) $(LDOPT) -pie $(LDFLAGS)

# ---- sources, by room -------------------------------------------------------------------------
NODE_MODULES := .deps/node_modules
TS_CORE := $(NODE_MODULES)/tree-sitter/vendor/tree-sitter/lib
TS_JS := $(NODE_MODULES)/tree-sitter-javascript/src
TS_TS := $(NODE_MODULES)/tree-sitter-typescript/typescript/src
TS_TSX := $(NODE_MODULES)/tree-sitter-typescript/tsx/src

ground := $(wildcard schema/base/*.c schema/io/*.c schema/unit/*.c schema/opt/*.c schema/plan/*.c)
model := $(wildcard schema/model/*.c)
lint := $(wildcard lint/*.c lint/syntax/*.c lint/scan/*.c)
compiler := $(wildcard compiler/*.c compiler/front/*.c)
runtime := $(wildcard runtime/*.c runtime/core/*.c runtime/os/*.c runtime/logs/*.c runtime/ctl/*.c runtime/cluster/*.c \
	runtime/cli/*.c)

monit := $(wildcard runtime/monit/*.c)

obj = $(patsubst %.c,$(B)/%.o,$(1))
TS_OBJ := $(B)/ts/core.o $(B)/ts/js_parser.o $(B)/ts/js_scanner.o \
	$(B)/ts/ts_parser.o $(B)/ts/ts_scanner.o $(B)/ts/tsx_parser.o $(B)/ts/tsx_scanner.o

ecoc_obj := $(call obj,$(ground) $(model) $(lint) $(compiler)) $(TS_OBJ)
# What runs between two events goes first, together: of the rest nothing need be in memory then (runtime/os/memory.h).
idle := runtime/keeper.c runtime/loop.c runtime/timers.c runtime/ctl/server.c \
	$(addprefix runtime/os/,channel.c clock.c memory.c poll.c signals.c)
ecort_obj := $(call obj,$(idle) $(filter-out $(idle),$(ground) $(runtime)))
# Libraries by their archives where there are any: of each a part is used, and one of its own costs each process
# 40 KiB or more and the time of loading it.
archive = $(if $(wildcard $(shell $(CC) -print-file-name=lib$(1).a)),-l:lib$(1).a,-l$(1))
ECOC_LIBS := $(call archive,yaml) $(call archive,sodium) -lm -ldl -lpthread
ECORT_LIBS := $(call archive,json-c) -lm -ldl
# The screen of `ecort monit`: a program of its own, so that ecort needs no terminal library.
monit_pure := $(filter-out %/main.c %/term.c,$(monit))
monit_obj := $(call obj,$(monit) $(ground) runtime/home.c runtime/say.c runtime/text.c runtime/workpath.c \
	runtime/os/clock.c runtime/os/civil.c runtime/cli/cli_history.c \
	$(addprefix runtime/logs/,log_gzip.c log_rotate.c log_style.c log_tidy.c) runtime/os/zone.c $(addprefix runtime/ctl/,client.c json_in.c request.c socket.c talk.c))
MONIT_LIBS := -lncursesw -ltinfo $(ECORT_LIBS)

unit_src := $(wildcard tests/unit/*.c)
unit_obj := $(call obj,$(unit_src) $(wildcard tests/fake/*.c)) $(filter-out $(B)/compiler/main.o,$(ecoc_obj)) \
	$(filter-out $(B)/runtime/main.o,$(call obj,$(runtime))) $(call obj,$(monit_pure))
fuzz_names := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

# ---- programs ---------------------------------------------------------------------------------
.SECONDARY:
.PHONY: all check check-node check-pm2 unit golden e2e fuzz-replay asan demo deps bench bench-peers fuzz mutants chaos \
	cover lint format layers gen install uninstall dist clean distclean help
all: $(B)/ecoc $(B)/ecort $(B)/ecort-monit

$(B)/ecoc: $(ecoc_obj)
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $(ecoc_obj) $(ECOC_LIBS)
$(B)/ecort: $(ecort_obj)
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $(ecort_obj) $(ECORT_LIBS)
$(B)/ecort-monit: $(monit_obj)
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $(monit_obj) $(MONIT_LIBS)

$(B)/%.o: %.c | deps
	@mkdir -p $(@D)
	@[ -z "$(V)" ] || echo "  CC    $<"
	$(Q)$(CC) $(OURS) -c -o $@ $<

# tree-sitter is not ours: its own flags, no warnings.
TS_FLAGS := $(filter-out -fsanitize=% -fno-sanitize%,$(OPT)) -fPIE -std=c11 -D_GNU_SOURCE -w
$(B)/ts/core.o: .deps/package-lock.json | deps
	@mkdir -p $(@D)
	@echo "  CC    tree-sitter"
	$(Q)$(CC) $(TS_FLAGS) -O3 -I$(TS_CORE)/src -I$(TS_CORE)/include -c -o $@ $(TS_CORE)/src/lib.c
$(B)/ts/js_%.o: .deps/package-lock.json | deps
	@mkdir -p $(@D)
	@echo "  CC    tree-sitter-javascript $*"
	$(Q)$(CC) $(TS_FLAGS) -O3 -I$(TS_JS) -c -o $@ $(TS_JS)/$*.c
$(B)/ts/ts_%.o: .deps/package-lock.json | deps
	@mkdir -p $(@D)
	@echo "  CC    tree-sitter-typescript $*"
	$(Q)$(CC) $(TS_FLAGS) -O1 -I$(TS_TS) -c -o $@ $(TS_TS)/$*.c
$(B)/ts/tsx_%.o: .deps/package-lock.json | deps
	@mkdir -p $(@D)
	@echo "  CC    tree-sitter-tsx $*"
	$(Q)$(CC) $(TS_FLAGS) -O1 -I$(TS_TSX) -c -o $@ $(TS_TSX)/$*.c
# Facts in the cache are of the code that made them.
SCAN_FILES := $(sort $(wildcard lint/scan/*.[ch] lint/scan/*.def lint/syntax/*))
$(B)/lint/scan/cache.o: BASE += -DSCAN_SOURCES='"$(shell cat $(SCAN_FILES) | cksum | tr ' ' -)"'
$(B)/lint/scan/cache.o: $(SCAN_FILES)
$(B)/runtime/cluster/preload.o: runtime/cluster/drain.cjs
$(B)/lint/syntax/%.o: BASE += -isystem $(TS_CORE)/include

deps:
	@.deps/install

# ---- tests ------------------------------------------------------------------------------------
# Each tests/unit/test_X.c defines `Suite *suite_X(void)`; the list is made from the file names.
suites := $(patsubst tests/unit/test_%.c,%,$(filter tests/unit/test_%.c,$(unit_src)))
$(B)/suites.inc: $(unit_src)
	@mkdir -p $(@D)
	@printf 'SUITE(%s)\n' $(suites) > $@
$(B)/tests/unit/%.o: BASE += -I$(B)
$(B)/tests/unit/main.o: $(B)/suites.inc
$(B)/tests/%.o: WARN += -Wno-pedantic -Wno-format-nonliteral -Wno-format-truncation -Wno-missing-prototypes
$(B)/unit: $(unit_obj)
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $(unit_obj) $(ECOC_LIBS) $(ECORT_LIBS) $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)
$(B)/cases: $(B)/tests/cases.o
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $< $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)

# What the front ends make of files, for the comparisons with Node and js-yaml.
tools := yaml_json js_eval test_service
$(addprefix $(B)/,$(tools)): $(B)/%: $(B)/tests/tools/%.o $(filter-out $(B)/compiler/main.o,$(ecoc_obj))
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $^ $(ECOC_LIBS)

# The room of the cluster without the rest of ecort.
$(B)/primary: $(B)/tests/tools/primary.o $(filter-out $(B)/runtime/main.o,$(ecort_obj))
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $^ $(ECORT_LIBS)

# For the end-to-end tests: a service, a death at a chosen place, and bad days by LD_PRELOAD (never with a sanitizer, which has to
# come first).
e2e_helpers := $(B)/chaos_service $(B)/die_at $(B)/faults.so $(B)/bench_load
$(B)/die_at: $(B)/tests/tools/die_at.o
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $<
$(B)/faults.so: tests/tools/faults.c
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) $(WARN) -Wno-missing-prototypes $(WERROR) -std=c17 -D_GNU_SOURCE -O2 -fPIC -shared -o $@ $<

# Random operations on a living ecort against a model; SEED chooses them.
CHAOS_OPS ?= 2000
$(B)/chaos_service: $(B)/tests/chaos/service.o
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $<
chaos: all $(B)/chaos_service
	@CHAOS_OPS=$(CHAOS_OPS) SEED=$(SEED) tests/chaos/run.sh $(B)

# Fuzz targets replay their corpus in the ordinary run; `make fuzz` explores.
$(B)/replay_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(unit_obj)
	@echo "  LINK  $@"
	$(Q)$(LINK) -o $@ $(filter %/fuzz_$*.o %/replay.o,$^) $(filter-out $(B)/tests/unit/%,$(unit_obj)) $(ECOC_LIBS) $(ECORT_LIBS)

unit: $(B)/unit
	@$(B)/unit
golden: all $(B)/cases
	@$(B)/cases golden $(B) tests/golden
e2e: all $(B)/cases $(addprefix $(B)/,$(tools)) $(e2e_helpers)
	@$(B)/cases e2e $(B) tests/e2e
fuzz-replay: $(addprefix $(B)/replay_,$(fuzz_names))
	@for f in $(fuzz_names); do $(B)/replay_$$f tests/fuzz/corpus/$$f || exit 1; done

check: layers
	@$(MAKE) --no-print-directory variant=$(variant) all $(B)/unit $(B)/cases
	@$(MAKE) --no-print-directory variant=$(variant) fuzz-replay
	@$(MAKE) --no-print-directory variant=$(variant) golden
	@$(MAKE) --no-print-directory variant=$(variant) e2e
	@$(MAKE) --no-print-directory variant=$(variant) unit
asan:
	@$(MAKE) --no-print-directory variant=asan check
# What ecoc diff says of PM2, asked of a PM2 from npm. PM2_ROWS=all asks in cluster mode for every option, too.
PM2_ROWS ?= some
check-pm2: all
	@tests/pm2/check.sh $(B) $(PM2_ROWS)

layers: | deps
	@tests/layers.sh $(CC)

# Cluster mode on several versions of Node, with packages from npm (NODES="18 24" and APPS="http koa" for some).
check-node: all $(B)/cases $(B)/bench_load
	@tests/node/lib/run.sh $(CURDIR)/$(B)

# ---- the rest ---------------------------------------------------------------------------------
demo: all
	@samples/demo.sh $(B)
bench_programs := $(addprefix $(B)/bench_,plan_check evaluate peak scan)
bench: all $(bench_programs) $(B)/bench_load bench-peers
	@tests/bench/bench.sh $(B)
# ecort beside PM2 and others; PEERS="ecort pm2" chooses.
bench-peers: all $(addprefix $(B)/,peer_service peer_floor peer_probe)
	@tests/bench/peers.sh $(B)
$(B)/peer_%: $(B)/tests/bench/peer_%.o
	$(Q)$(LINK) -o $@ $^
$(B)/peer_probe: $(B)/tests/bench/peer_procs.o
# Static: a service that shares libc with a supervisor would take a part of the supervisor's memory on itself.
$(B)/peer_service: $(B)/tests/bench/peer_service.o
	$(Q)$(CC) -static -o $@ $<
$(bench_programs): $(B)/bench_%: $(B)/tests/bench/%.o $(filter-out $(B)/compiler/main.o,$(ecoc_obj))
	$(Q)$(LINK) -o $@ $^ $(ECOC_LIBS)
$(B)/bench_load: $(B)/tests/bench/load.o
	$(Q)$(LINK) -o $@ $<
gen: all
	@$(B)/ecoc schema > schema/ecosystem.schema.json
fuzz:
	@$(MAKE) --no-print-directory variant=fuzz fuzz-run
	@$(MAKE) --no-print-directory mutants
# Mutants of configurations against Node and js-yaml; SEED chooses which.
MUTANTS ?= 10000
mutants: all $(B)/cases $(addprefix $(B)/,$(tools))
	@for c in js-mutants yaml-mutants; do \
	  CASE=$$c MUTANTS=$(MUTANTS) CK_TIMEOUT_MULTIPLIER=20 $(B)/cases e2e $(B) tests/e2e || exit 1; done
FUZZ_SECONDS ?= 60
fuzz-run: $(addprefix $(B)/fuzz_,$(fuzz_names))
	@for f in $(fuzz_names); do mkdir -p $(B)/corpus_$$f; \
	  $(B)/fuzz_$$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 $(B)/corpus_$$f tests/fuzz/corpus/$$f || exit 1; done
$(B)/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(unit_obj)
	$(Q)$(CC) -fsanitize=fuzzer,address,undefined -o $@ $< $(filter-out $(B)/tests/unit/%,$(unit_obj)) $(ECOC_LIBS) $(ECORT_LIBS)
cover:
	@$(MAKE) --no-print-directory variant=cover check
	@gcovr --root . --exclude tests --exclude .deps build/cover || echo "install gcovr for the report"
lint:
	@cppcheck --quiet --std=c17 --enable=warning,portability --inline-suppr -I. schema compiler lint runtime
	@clang-tidy --quiet $(ground) $(model) $(lint) $(compiler) $(runtime) $(monit) -- -std=c17 -D_GNU_SOURCE -I. -isystem $(TS_CORE)/include
format:
	@clang-format -i $$(git ls-files '*.c' '*.h')
install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(B)/ecoc $(B)/ecort $(B)/ecort-monit $(DESTDIR)$(PREFIX)/bin/
	install -d $(DESTDIR)$(PREFIX)/share/ecoc
	install -m 644 schema/ecosystem.schema.json .github/ecoc-matcher.json $(DESTDIR)$(PREFIX)/share/ecoc/
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(B)/ecoc completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ecoc
	$(B)/ecoc completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_ecoc
	$(B)/ecoc completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ecoc.fish
uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,ecoc ecort ecort-monit)
	rm -rf $(DESTDIR)$(PREFIX)/share/ecoc
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ecoc \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_ecoc \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ecoc.fish
dist:
	@mkdir -p build && git archive --prefix=ecoc/ -o build/ecoc.tar.gz HEAD && echo build/ecoc.tar.gz
clean:
	rm -rf $(filter-out build/%/ts,$(wildcard build/*))
distclean: clean
	rm -rf build .deps/node_modules
help:
	@echo "all check check-node check-pm2 unit golden e2e asan demo deps bench bench-peers fuzz mutants chaos cover lint format layers gen install uninstall dist clean"

-include $(shell find build/$(variant) -name '*.d' 2>/dev/null)
