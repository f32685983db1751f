/* xxHash behind one small file: integrity of plans, digests of inputs, fingerprints. Not for
 * secrets. Source: the XXH3 64-bit variant of xxHash, seed 0. */
#pragma once

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *bytes, size_t n);

/* hash_bytes over the n bytes as if the 8 bytes at `hole` (hole + 8 <= n) were zero. */
uint64_t hash_bytes_but(const void *bytes, size_t n, size_t hole);
