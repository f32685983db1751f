/* Plan images are hostile until plan_open says yes; then everything in them can be read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schema/base/hash.h"
#include "schema/plan/plan_diff.h"
#include "schema/plan/plan_dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const void *bytes, size_t size) {
    struct plan plan;
    struct err err;
    struct buf out = {0};
    struct plan_dump_style style = {true, false};
    if (plan_open(&plan, bytes, size, &err) < 0)
        return;
    plan_dump_json(&plan, &out);
    plan_dump_text(&plan, &style, &out);
    for (unsigned i = 0; i + 1 < plan.n_apps && i < 8; i++) {
        struct plan_change changes[4];
        size_t n;
        (void)plan_diff_app(&plan, i, &plan, i + 1, changes, 4, &n);
    }
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = aligned_alloc(8, (size + 15) & ~(size_t)7);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    read_all(copy, size);
    /* Once more with a right size and checksum, so that mutations get past the first door. */
    if (size >= sizeof(struct plan_header)) {
        uint32_t n = (uint32_t)size;
        memcpy(copy + offsetof(struct plan_header, size_bytes), &n, 4);
        uint64_t hash = hash_bytes_but(copy, size, offsetof(struct plan_header, hash));
        memcpy(copy + offsetof(struct plan_header, hash), &hash, 8);
        read_all(copy, size);
    }
    free(copy);
    return 0;
}
