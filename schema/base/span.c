/* Line tables: built once per source, then a binary search per place. */
#include "schema/base/span.h"

/* A bit per byte of the text; NULL while nothing is hidden. */
struct source_hidden {
    uint8_t *bits;
};

/* A line of code has 30 bytes or so; the table seldom has to grow. */
enum { LINE_BYTES = 24 };

static void find_lines(struct arena *a, struct source *src) {
    struct str text = src->text;
    size_t n = 1, cap = text.n / LINE_BYTES + 8;
    uint32_t *line_at = arena_array(a, uint32_t, cap);
    for (size_t at = str_index(text, '\n'); at < text.n;) {
        if (n == cap)
            line_at = arena_grow(a, line_at, n, &cap, sizeof *line_at);
        line_at[n++] = (uint32_t)++at;
        at += str_index(str_skip(text, at), '\n');
    }
    src->line_at = line_at;
    src->n_lines = (uint32_t)n;
}

struct source *source_new(struct arena *a, struct str name, struct str path, struct str text) {
    struct source *src = arena_new(a, struct source);
    if (text.n > UINT32_MAX - 1)
        text.n = UINT32_MAX - 1;
    src->name = arena_str(a, name);
    src->path = arena_str(a, path);
    src->text = text;
    find_lines(a, src);
    src->hidden = arena_new(a, struct source_hidden);
    return src;
}

static uint32_t line_index(const struct source *src, uint32_t offset) {
    uint32_t lo = 0, hi = src->n_lines;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (src->line_at[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

struct place source_place(const struct source *src, uint32_t offset) {
    if (offset > src->text.n)
        offset = (uint32_t)src->text.n;
    uint32_t line = line_index(src, offset);
    uint32_t column = 1;
    for (uint32_t i = src->line_at[line]; i < offset; i++)
        column += ((unsigned char)src->text.p[i] & 0xc0) != 0x80;
    return (struct place){line + 1, column};
}

struct str source_line(const struct source *src, uint32_t line) {
    if (line == 0 || line > src->n_lines)
        return (struct str){"", 0};
    uint32_t begin = src->line_at[line - 1];
    size_t end = line < src->n_lines ? src->line_at[line] - 1u : src->text.n;
    if (end > begin && src->text.p[end - 1] == '\r')
        end--;
    return (struct str){src->text.p + begin, end - begin};
}

struct span span_join(struct span a, struct span b) {
    if (!a.src)
        return b;
    if (!b.src || a.src != b.src)
        return a;
    return (struct span){a.src, a.begin < b.begin ? a.begin : b.begin,
                         a.end > b.end ? a.end : b.end};
}

void source_hide(struct arena *a, struct span span) {
    const struct source *src = span.src;
    if (!src || span.end > src->text.n)
        return;
    if (!src->hidden->bits)
        src->hidden->bits = arena_array(a, uint8_t, src->text.n / 8 + 1);
    for (uint32_t i = span.begin; i < span.end; i++)
        src->hidden->bits[i / 8] |= (uint8_t)(1u << i % 8);
}

bool source_is_hidden(const struct source *src, size_t offset) {
    const uint8_t *bits = src->hidden->bits;
    return bits && offset < src->text.n && (bits[offset / 8] >> offset % 8 & 1);
}
