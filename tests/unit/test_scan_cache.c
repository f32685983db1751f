/* Facts as bytes and the file that keeps them: what is not whole, or not meant well, is as if it were not
 * there. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lint/scan/cache.h"
#include "lint/scan/extract.h"
#include "lint/scan/facts_cache.h"
#include "schema/base/hash.h"
#include "schema/io/file.h"

static const char text[] = "import { x as y } from './m';\nexport const m = new Map();\n";
enum { TEXT_N = sizeof text - 1 };

static struct arena arena;
static char dir[64];

static void set_up(void) {
    arena_init(&arena, 0);
    (void)snprintf(dir, sizeof dir, "/tmp/ecoc-cache-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

/* The one file of the cache. */
static const char *cache_file(void) {
    DIR *d = opendir(dir);
    const char *path = NULL;
    ck_assert_ptr_nonnull(d);
    for (const struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.') {
            ck_assert_msg(!path, "only one file stays in the cache: %s", e->d_name);
            path = arena_fmt(&arena, "%s/%s", dir, e->d_name).p;
        }
    (void)closedir(d);
    return path;
}

static void tear_down(void) {
    const char *path = cache_file();
    if (path)
        (void)unlink(path);
    (void)rmdir(dir);
    arena_done(&arena);
}

#define ADD(facts, name, ...)                                                                      \
    do {                                                                                           \
        (facts)->name.at = arena_array(&arena, __typeof__(*(facts)->name.at), 2);                  \
        (facts)->name.at[0] = (__typeof__(*(facts)->name.at)){__VA_ARGS__};                        \
        (facts)->name.n = (facts)->name.cap = 1;                                                   \
    } while (0)

/* One of each. */
static struct facts *sample(void) {
    static char pool[] = "./mxynew Map()";
    const struct fact_text m = {0, 3}, x = {3, 1}, y = {4, 1};
    const struct fact_span span = {9, 15};
    struct facts *f = arena_new(&arena, struct facts);
    f->pool = pool;
    f->pool_n = f->pool_cap = sizeof pool - 1;
    ADD(f, imports, .module = m, .name = x, .local = y, .span = span, .guard = FACT_NONE);
    ADD(f, exports, .name = x, .function = 0, .klass = 0, .state = 0, .guard = 0);
    ADD(f, functions, .span = {0, TEXT_N}, .outer = FACT_NONE, .klass = FACT_NONE,
        .guard = FACT_NONE);
    ADD(f, classes, .name = y, .span = span, .guard = FACT_NONE);
    ADD(f, states, .name = x, .type = {5, 9}, .span = span, .klass = FACT_NONE);
    ADD(f, uses, .import = FACT_NONE, .span = span, .guard = FACT_NONE, .op = USE_ADD);
    ADD(f, calls, .target = FACT_NONE, .member = y, .span = span, .guard = 0, .is_awaited = true);
    ADD(f, guards, .outer = FACT_NONE, .first = FACT_NONE, .import = 0, .env = x, .span = span);
    ADD(f, marks, .kind = MARK_READY, .library = UINT16_MAX, .flags = MARK_GUARDED,
        .guard = FACT_NONE, .klass = FACT_NONE, .body = FACT_NONE, .span = span);
    ADD(f, envs, .name = m, .span = span);
    return f;
}

/* As bytes of its own, so that a read over the end is one over the end of the memory. */
static char *bytes_of(const struct facts *facts, size_t *n) {
    struct buf out = {NULL, 0, 0, false};
    facts_write(&out, facts);
    ck_assert(!out.failed);
    char *copy = malloc(out.n);
    memcpy(copy, out.p, out.n);
    *n = out.n;
    buf_done(&out);
    return copy;
}

static unsigned touch(const struct facts *f, struct fact_text t) {
    unsigned sum = 0;
    struct str s = fact_str(f, t);
    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.p[i];
    return sum;
}

static void follow(const struct facts *f, uint32_t function, uint32_t guard) {
    size_t steps = 0;
    for (; function != FACT_NONE; function = f->functions.at[function].outer)
        ck_assert_uint_le(steps++, f->functions.n);
    for (steps = 0; guard != FACT_NONE; guard = f->guards.at[guard].outer)
        ck_assert_uint_le(steps++, f->guards.n);
}

/* What a rule would do: go over everything, follow every index. */
static unsigned use_all(const struct facts *f) {
    unsigned sum = 0;
    for (uint32_t i = 0; i < f->imports.n; i++)
        sum += touch(f, f->imports.at[i].module) + touch(f, f->imports.at[i].local);
    for (uint32_t i = 0; i < f->uses.n; i++) {
        follow(f, f->uses.at[i].function, f->uses.at[i].guard);
        if (f->uses.at[i].state != FACT_NONE)
            sum += touch(f, f->states.at[f->uses.at[i].state].name);
    }
    for (uint32_t i = 0; i < f->calls.n; i++) {
        follow(f, f->calls.at[i].function, f->calls.at[i].guard);
        if (f->calls.at[i].target != FACT_NONE)
            sum += touch(f, f->functions.at[f->calls.at[i].target].name);
    }
    for (uint32_t i = 0; i < f->marks.n; i++) {
        follow(f, f->marks.at[i].function, f->marks.at[i].guard);
        sum += touch(f, f->marks.at[i].detail) + (unsigned)mark_kind_name(f->marks.at[i].kind)[0];
        ck_assert_uint_le(f->marks.at[i].span.end, TEXT_N);
    }
    return sum;
}

static void check_same(const struct facts *a, const struct facts *b) {
    struct buf x = {NULL, 0, 0, false}, y = {NULL, 0, 0, false};
    facts_write(&x, a);
    facts_write(&y, b);
    ck_assert_uint_eq(x.n, y.n);
    ck_assert_mem_eq(x.p, y.p, x.n);
    buf_done(&x);
    buf_done(&y);
}

START_TEST(round_trip) {
    size_t n;
    struct facts *facts = sample(), back;
    facts->is_partial = true;
    char *bytes = bytes_of(facts, &n);
    ck_assert(facts_read(bytes, n, TEXT_N, &back));
    check_same(facts, &back);
    ck_assert(back.is_partial && !back.is_skipped);
    ck_assert(str_eqz(fact_str(&back, back.states.at[0].type), "new Map()"));
    ck_assert_uint_eq(use_all(&back), use_all(facts));
    free(bytes);
}
END_TEST

START_TEST(nothing) {
    size_t n;
    struct facts none = {.is_skipped = true}, back;
    char *bytes = bytes_of(&none, &n);
    ck_assert(facts_read(bytes, n, 0, &back));
    ck_assert(back.is_skipped && !back.imports.n && !back.pool_n);
    free(bytes);
}
END_TEST

START_TEST(every_truncation) {
    size_t n;
    struct facts back;
    char *bytes = bytes_of(sample(), &n);
    for (size_t cut = 0; cut < n; cut++) {
        char *part = malloc(cut + 1);
        memcpy(part, bytes, cut);
        ck_assert_msg(!facts_read(part, cut, TEXT_N, &back), "%zu of %zu bytes", cut, n);
        free(part);
    }
    free(bytes);
}
END_TEST

START_TEST(every_byte_changed) {
    size_t n, refused = 0;
    char *bytes = bytes_of(sample(), &n);
    for (size_t i = 0; i < n * 8; i++) {
        struct facts back;
        bytes[i / 8] = (char)(bytes[i / 8] ^ (1 << i % 8));
        if (facts_read(bytes, n, TEXT_N, &back))
            (void)use_all(&back);
        else
            refused++;
        bytes[i / 8] = (char)(bytes[i / 8] ^ (1 << i % 8));
    }
    ck_assert_uint_gt(refused, n * 8 / 3);
    free(bytes);
}
END_TEST

/* A chain of guards or functions that goes in a circle would never end. */
START_TEST(circles) {
    size_t n;
    struct facts *facts = sample(), back;
    facts->guards.at[1] = facts->guards.at[0];
    facts->guards.n = 2;
    for (unsigned i = 0; i < 9; i++) {
        const uint32_t links[] = {0, 1, FACT_NONE};
        facts->guards.at[0].outer = links[i / 3];
        facts->guards.at[1].outer = links[i % 3];
        bool has_end = i / 3 != 0 && i % 3 != 1 && !(i / 3 == 1 && i % 3 == 0);
        char *bytes = bytes_of(facts, &n);
        ck_assert_int_eq(facts_read(bytes, n, TEXT_N, &back), has_end);
        free(bytes);
    }
}
END_TEST

/* Every byte of an item that is not padding has its row in the table: a new field of facts.h belongs there. */
START_TEST(table_is_complete) {
#if defined(__has_builtin)
#    if __has_builtin(__builtin_clear_padding)
#        define COVER(id, type)                                                                    \
            do {                                                                                   \
                unsigned char bytes[sizeof(struct type)];                                          \
                struct type item;                                                                  \
                memset(&item, 0xff, sizeof item);                                                  \
                __builtin_clear_padding(&item);                                                    \
                memcpy(bytes, &item, sizeof bytes);                                                \
                for (size_t k = 0; k < facts_tables[id].n_fields; k++)                             \
                    memset(bytes + facts_tables[id].fields[k].at, 0,                               \
                           facts_tables[id].fields[k].size);                                       \
                for (size_t k = 0; k < sizeof bytes; k++)                                          \
                    ck_assert_msg(!bytes[k], #type ": no row for the field at %zu", k);            \
            } while (0)
    COVER(FACTS_IMPORTS, fact_import);
    COVER(FACTS_EXPORTS, fact_export);
    COVER(FACTS_FUNCTIONS, fact_function);
    COVER(FACTS_CLASSES, fact_class);
    COVER(FACTS_STATES, fact_state);
    COVER(FACTS_USES, fact_use);
    COVER(FACTS_CALLS, fact_call);
    COVER(FACTS_GUARDS, fact_guard);
    COVER(FACTS_MARKS, fact_mark);
    COVER(FACTS_ENVS, fact_env);
#    endif
#endif
    for (size_t t = 0; t < FACTS_ARRAYS; t++)
        ck_assert_uint_gt(facts_tables[t].n_fields, 1);
}
END_TEST

/* ---- the file ---- */

static struct cache_key key_of(const char *path) {
    return cache_key_of((struct str){text, TEXT_N}, str_of(path));
}

static struct cache *open_cache(void) {
    return cache_open(&arena, str_of(dir), STR("/repo"));
}

static void save(struct cache *c) {
    struct err err = {0};
    ck_assert_msg(cache_save(c, &err) == 0, "%s", err.msg);
}

static bool is_kept(const char *path) {
    struct facts facts;
    size_t slot;
    struct cache *c = open_cache();
    bool found = cache_find(c, key_of(path), &facts, &slot);
    if (found)
        check_same(&facts, sample());
    return found;
}

START_TEST(kept_between_runs) {
    struct cache *c = open_cache();
    struct facts facts;
    size_t slot;
    ck_assert(!cache_find(c, key_of("a.ts"), &facts, &slot));
    cache_put(c, key_of("a.ts"), sample());
    cache_put(c, key_of("b.js"), sample());
    cache_put(c, key_of("c.ts"), sample()); /* the same text and extension as a.ts */
    save(c);
    ck_assert(is_kept("a.ts") && is_kept("x/other.ts") && is_kept("b.js"));
    ck_assert(!is_kept("a.tsx"));
    c = cache_open(&arena, str_of(dir), STR("/elsewhere"));
    ck_assert(!cache_find(c, key_of("a.ts"), &facts, &slot));
}
END_TEST

START_TEST(nowhere_to_keep) {
    struct err err = {0};
    struct cache *c = cache_open(&arena, STR(""), STR("/repo"));
    cache_put(c, key_of("a.ts"), sample());
    ck_assert_int_eq(cache_save(c, &err), 0);
    c = cache_open(&arena, STR("/proc/no/such"), STR("/repo"));
    cache_put(c, key_of("a.ts"), sample());
    ck_assert_int_eq(cache_save(c, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.msg, "/proc/no"));
}
END_TEST

/* What is used stays, what has not been used for long goes. */
START_TEST(unused_goes) {
    struct cache *c = open_cache();
    cache_put(c, key_of("a.old"), sample());
    cache_put(c, key_of("a.ts"), sample());
    save(c);
    for (int run = 0; run < 40; run++) {
        struct facts facts;
        size_t slot;
        struct str other = arena_fmt(&arena, "%d", run);
        c = open_cache();
        ck_assert(cache_find(c, key_of("a.ts"), &facts, &slot));
        cache_keep(c, slot);
        cache_put(c, cache_key_of(other, STR("x.ts")), sample());
        save(c);
        ck_assert_int_eq(is_kept("a.old"), run < 29);
    }
    ck_assert(is_kept("a.ts"));
}
END_TEST

static void write_cache(struct str bytes) {
    struct err err = {0};
    ck_assert_msg(file_replace(cache_file(), bytes, 0600, &err) == 0, "%s", err.msg);
}

START_TEST(broken_file) {
    struct str bytes;
    struct err err;
    struct cache *c = open_cache();
    cache_put(c, key_of("a.ts"), sample());
    cache_put(c, key_of("b.js"), sample());
    save(c);
    ck_assert_int_eq(file_read(cache_file(), 1 << 20, &arena, &bytes, &err), 0);
    char *copy = arena_cstr(&arena, bytes);
    size_t lost = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        copy[i] = (char)(copy[i] ^ 0x41);
        write_cache((struct str){copy, bytes.n});
        lost += !is_kept("a.ts") || !is_kept("b.js");
        copy[i] = (char)(copy[i] ^ 0x41);
    }
    ck_assert_uint_eq(lost, bytes.n);
    for (size_t cut = 0; cut < bytes.n; cut++) {
        write_cache((struct str){copy, cut});
        ck_assert(!is_kept("a.ts") || !is_kept("b.js"));
    }
}
END_TEST

/* An entry that is broken is made anew, and found again. */
START_TEST(repaired) {
    struct str bytes;
    struct err err;
    struct facts facts;
    size_t slot;
    struct cache *c = open_cache();
    cache_put(c, key_of("a.ts"), sample());
    save(c);
    ck_assert_int_eq(file_read(cache_file(), 1 << 20, &arena, &bytes, &err), 0);
    char *copy = arena_cstr(&arena, bytes);
    copy[bytes.n - 1] ^= 1;
    write_cache((struct str){copy, bytes.n});
    c = open_cache();
    ck_assert(!cache_find(c, key_of("a.ts"), &facts, &slot));
    cache_put(c, key_of("a.ts"), sample());
    save(c);
    ck_assert(is_kept("a.ts"));
}
END_TEST

Suite *suite_scan_cache(void);
Suite *suite_scan_cache(void) {
    Suite *s = suite_create("scan_cache");
    TCase *t = tcase_create("cache");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, round_trip);
    tcase_add_test(t, nothing);
    tcase_add_test(t, every_truncation);
    tcase_add_test(t, every_byte_changed);
    tcase_add_test(t, circles);
    tcase_add_test(t, table_is_complete);
    tcase_add_test(t, kept_between_runs);
    tcase_add_test(t, nowhere_to_keep);
    tcase_add_test(t, unused_goes);
    tcase_add_test(t, broken_file);
    tcase_add_test(t, repaired);
    suite_add_tcase(s, t);
    return s;
}
