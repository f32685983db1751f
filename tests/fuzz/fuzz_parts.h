/* One input that stands for several texts, and what has to hold. */
#pragma once

#include <stdlib.h>

#include "schema/base/arena.h"
#include "schema/base/str.h"

static inline void require(bool holds) {
    if (!holds)
        abort();
}

/* n texts, each ended by a NUL; what is missing is empty. */
static inline void split(struct arena *a, struct str text, const char **parts, size_t n_parts) {
    for (size_t i = 0; i < n_parts; i++) {
        size_t n = str_index(text, '\0');
        parts[i] = arena_cstr(a, (struct str){text.p, n});
        text = str_skip(text, n < text.n ? n + 1 : n);
    }
}
