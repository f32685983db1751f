/* xxHash, inlined: no run-time library. */
#include "schema/base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_bytes(const void *bytes, size_t n) {
    return XXH3_64bits(bytes, n);
}

uint64_t hash_bytes_but(const void *bytes, size_t n, size_t hole) {
    const char *p = bytes;
    const uint64_t parts[2] = {XXH3_64bits(p, hole), XXH3_64bits(p + hole + 8, n - hole - 8)};
    return XXH3_64bits(parts, sizeof parts);
}
