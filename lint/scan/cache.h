/* Facts kept between runs, in one file per repository under the cache directory.
 *
 * It is read whole at the start and written whole at the end, beside and renamed, where something is
 * new; two processes at once each leave a whole file behind, the later one's. Nothing in it is believed:
 * the index and each entry have a hash against accidents, and facts_read checks every field against
 * intent. What does not hold is as if it were not there. An entry belongs to a text (by hash and
 * size) and an extension; the head tells which program made it. */
#pragma once

#include "lint/scan/facts.h"
#include "schema/base/err.h"

struct cache;

struct cache_key {
    uint64_t hash;
    uint32_t text_n;
    uint32_t language; /* the extension */
};

struct cache_key cache_key_of(struct str text, struct str path);

/* Never NULL; without a file that can be used it is empty. `dir` empty: nothing is kept. */
struct cache *cache_open(struct arena *a, struct str dir, struct str repository);

/* The facts of the text, which point into the cache and stay as long as its arena. Several threads may
 * ask at once. *slot is for cache_keep. */
bool cache_find(const struct cache *c, struct cache_key key, struct facts *facts, size_t *slot);

/* One thread: the entry was of use; these facts are new and stay until the cache is saved. */
void cache_keep(struct cache *c, size_t slot);
void cache_put(struct cache *c, struct cache_key key, const struct facts *facts);

/* Writes the file where something was put. 0, or -1 with err; a cache that cannot be written is no
 * reason to stop. */
int cache_save(struct cache *c, struct err *err);
