/* Saved lists: any bytes give a list or a reason; what was read survives being written again. The
 * hash is made right first, or nothing but the hash would be tested. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schema/plan/plan_kept.h"
#include "schema/base/hash.h"

enum { HASH_AT = 24, HEAD_BYTES = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const struct dump *first, struct arena *a) {
    struct buf bytes = {0};
    struct dump second;
    struct err err;
    dump_write(first, &bytes);
    if (dump_parse((struct str){bytes.p, bytes.n}, a, &second, &err) < 0 ||
        second.n_generations != first->n_generations || second.n_instances != first->n_instances)
        abort();
    for (unsigned i = 0; i < first->n_instances; i++)
        if (strcmp(first->instances[i].app, second.instances[i].app) != 0 ||
            first->instances[i].number != second.instances[i].number)
            abort();
    buf_done(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct dump dump;
    struct err err = {0};
    char *bytes = malloc(size + 1);
    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    if (size >= HEAD_BYTES) {
        uint64_t hash = hash_bytes_but(bytes, size, HASH_AT);
        for (unsigned i = 0; i < 8; i++)
            bytes[HASH_AT + i] = (char)(hash >> (8 * i));
    }
    arena_init_may_fail(&arena, 1 << 24);
    if (dump_parse((struct str){bytes, size}, &arena, &dump, &err) == 0)
        check_again(&dump, &arena);
    else if (err.msg[0] == 0)
        abort();
    arena_done(&arena);
    free(bytes);
    return 0;
}
