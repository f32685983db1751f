/* Packed generations: any bytes give a generation or a reason; what was made is packed into the same
 * again. The hash is made right first, or nothing but the hash would be tested. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/gen_pack.h"
#include "schema/base/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const struct generation *gen, const struct gen_world *world) {
    struct buf once = {0}, twice = {0};
    struct generation *second = NULL;
    struct err err = {0};
    gen_pack(gen, &once);
    if (gen_unpack((struct str){once.p, once.n}, world, &second, &err) < 0)
        abort();
    gen_pack(second, &twice);
    if (once.n != twice.n || memcmp(once.p, twice.p, once.n) != 0)
        abort();
    gen_drop(second);
    buf_done(&once);
    buf_done(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct gen_world world = {.user_home = "/nowhere", .n_cpus = 2};
    struct generation *gen = NULL;
    struct err err = {0};
    char *bytes = malloc(size + 1);
    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    if (size >= sizeof(uint64_t)) {
        uint64_t hash = hash_bytes(bytes + sizeof hash, size - sizeof hash);
        memcpy(bytes, &hash, sizeof hash);
    }
    if (gen_unpack((struct str){bytes, size}, &world, &gen, &err) == 0) {
        check_again(gen, &world);
        gen_drop(gen);
    } else if (err.msg[0] == 0) {
        abort();
    }
    free(bytes);
    return 0;
}
