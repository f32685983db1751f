/* Text to pointer: a hash table on an arena. Keys are not copied and live as long as the table. */
#pragma once

#include "schema/base/arena.h"

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t n, cap;
};

/* What is kept under the key; NULL where nothing is. */
void *map_get(const struct map *m, struct str key);

/* The place for the key's pointer, NULL in it where it is new. Good until the next map_at. */
void **map_at(struct map *m, struct str key);
