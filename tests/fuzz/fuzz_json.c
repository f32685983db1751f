/* Any bytes as JSON with comments: no crash, no depth over the bound, texts that can be read. */
#include <stdint.h>
#include <stdlib.h>

#include "lint/scan/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned sum(struct str s) {
    unsigned n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i];
    return n;
}

static unsigned walk(const struct json *v, unsigned depth) {
    unsigned n = sum(v->key) + sum(v->text);
    if (depth > JSON_DEPTH)
        abort();
    for (const struct json *item = v->first; item; item = item->next)
        n += walk(item, depth + 1);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static volatile unsigned seen;
    struct arena arena;
    arena_init(&arena, 0);
    const struct json *v = json_read(&arena, (struct str){(const char *)data, size});
    if (v)
        seen = walk(v, 0);
    (void)seen;
    arena_done(&arena);
    return 0;
}
