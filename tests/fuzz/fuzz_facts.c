/* Any bytes as facts of the cache: refused, or everything they say is inside. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lint/scan/facts_cache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds)
        abort();
}

static unsigned sum(const struct facts *f, struct fact_text t) {
    unsigned n = 0;
    struct str s = fact_str(f, t);
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i];
    return n;
}

static void check_chains(const struct facts *f, uint32_t text_n) {
    for (uint32_t i = 0; i < f->functions.n; i++) {
        uint32_t steps = 0;
        for (uint32_t at = i; at != FACT_NONE; at = f->functions.at[at].outer)
            require(steps++ < f->functions.n);
        require(f->functions.at[i].span.end <= text_n);
    }
    for (uint32_t i = 0; i < f->guards.n; i++) {
        uint32_t steps = 0;
        for (uint32_t at = i; at != FACT_NONE; at = f->guards.at[at].outer)
            require(steps++ < f->guards.n);
    }
}

static unsigned use(const struct facts *f) {
    unsigned n = 0;
    for (uint32_t i = 0; i < f->calls.n; i++) {
        n += sum(f, f->functions.at[f->calls.at[i].function].name);
        n += sum(f, f->calls.at[i].member);
        if (f->calls.at[i].import != FACT_NONE)
            n += sum(f, f->imports.at[f->calls.at[i].import].module);
    }
    for (uint32_t i = 0; i < f->envs.n; i++)
        n += sum(f, f->envs.at[i].name);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static volatile unsigned seen;
    struct facts facts;
    uint32_t text_n;
    if (size < sizeof text_n)
        return 0;
    memcpy(&text_n, data, sizeof text_n);
    size_t n = size - sizeof text_n;
    char *bytes = malloc(n + 1);
    memcpy(bytes, data + sizeof text_n, n);
    if (facts_read(bytes, n, text_n, &facts)) {
        check_chains(&facts, text_n);
        seen = use(&facts);
    }
    (void)seen;
    free(bytes);
    return 0;
}
