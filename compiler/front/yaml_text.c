/* Text for libyaml, and its marks back into bytes. libyaml 0.2.5 counts characters (code points)
 * from the first one after the BOM, CR LF as two; it ends lines at U+0085, U+2028 and U+2029 and
 * refuses a later U+FEFF, where js-yaml sees ordinary text. */
#include "compiler/front/yaml_parts.h"

#include <string.h>

#include "schema/base/utf8.h"

enum { POINT_EVERY = 64 };

static const uint32_t odd_characters[YAML_STAND_INS] = {0x85, 0x2028, 0x2029, 0xfeff};

static bool has_bytes(struct str s, const char *bytes, size_t n) {
    return s.n >= n && memmem(s.p, s.n, bytes, n) != NULL;
}

/* An unused character as long as the odd one: unassigned for two bytes, private use for three. */
static bool choose_stand_in(struct yaml_text *t, size_t i) {
    uint32_t first = t->stand_in[i].n == 2 ? 0x7c0 : 0xe000 + (uint32_t)i * 0x40;
    for (uint32_t cp = first; cp < first + 0x40; cp++) {
        (void)utf8_encode(cp, t->stand_in[i].is);
        if (!has_bytes(t->whole, t->stand_in[i].is, t->stand_in[i].n))
            return true;
    }
    return false;
}

static void replace(char *p, size_t size, const char *from, const char *to, size_t n) {
    for (char *end = p + size; (p = memmem(p, (size_t)(end - p), from, n)) != NULL; p += n)
        memcpy(p, to, n);
}

static const char *replace_odd(struct yaml_text *t, struct arena *a) {
    char *copy = NULL;
    for (size_t i = 0; i < YAML_STAND_INS; i++) {
        size_t n = utf8_encode(odd_characters[i], t->stand_in[i].was);
        if (!has_bytes(t->feed, t->stand_in[i].was, n))
            continue;
        t->stand_in[i].n = n;
        if (!choose_stand_in(t, i))
            return "the text mixes line separators with too many unassigned characters";
        if (!copy)
            t->feed.p = copy = arena_cstr(a, t->feed);
        replace(copy, t->feed.n, t->stand_in[i].was, t->stand_in[i].is, n);
    }
    return NULL;
}

/* The offset of each 64th character, where characters and bytes differ. */
static void place_points(struct yaml_text *t, struct arena *a) {
    size_t characters = 0, n = 0;
    for (size_t i = 0; i < t->feed.n; i++)
        characters += ((unsigned char)t->feed.p[i] & 0xc0) != 0x80;
    if (characters == t->feed.n)
        return;
    uint32_t *points = arena_array(a, uint32_t, characters / POINT_EVERY + 1);
    characters = 0;
    for (size_t i = 0; i < t->feed.n; i++)
        if (((unsigned char)t->feed.p[i] & 0xc0) != 0x80 && characters++ % POINT_EVERY == 0)
            points[n++] = (uint32_t)i;
    t->points = points;
    t->n_points = n;
}

/* js-yaml ends the last line where the file does not: block scalars then end with a line end. */
static void end_line(struct yaml_text *t, struct arena *a) {
    size_t n = t->feed.n;
    if (n && t->feed.p[n - 1] != '\n' && t->feed.p[n - 1] != '\r')
        t->feed = arena_fmt(a, "%.*s\n", STR_ARG(t->feed));
}

static size_t find_bad_utf8(struct str s) {
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        size_t n = utf8_decode(str_skip(s, i), &cp);
        if (cp == UTF8_BAD || (cp >= 0xd800 && cp <= 0xdfff))
            return i;
        i += n;
    }
    return s.n;
}

const char *yaml_text_init(struct yaml_text *t, struct arena *a, struct str whole, size_t *at) {
    *t = (struct yaml_text){.whole = whole, .feed = whole};
    *at = 0;
    if (str_starts(whole, STR("\xff\xfe")) || str_starts(whole, STR("\xfe\xff")))
        return "the file is UTF-16, and it is read as UTF-8";
    if (str_starts(whole, STR("\xef\xbb\xbf"))) {
        t->skipped = 3;
        t->feed = str_skip(whole, 3);
    }
    *at = str_index(whole, 0);
    if (*at < whole.n)
        return "the file has a NUL byte";
    *at = find_bad_utf8(whole);
    if (*at < whole.n)
        return "the file is not UTF-8";
    *at = 0;
    end_line(t, a);
    place_points(t, a);
    return t->points ? replace_odd(t, a) : NULL; /* none of them is ASCII */
}

size_t yaml_text_offset(const struct yaml_text *t, size_t index) {
    size_t at = index;
    if (t->points) {
        size_t point = index / POINT_EVERY;
        if (point >= t->n_points)
            point = t->n_points - 1;
        at = t->points[point];
        for (size_t rest = index - point * POINT_EVERY; rest && at < t->feed.n; rest--)
            for (at++; at < t->feed.n && ((unsigned char)t->feed.p[at] & 0xc0) == 0x80;)
                at++;
    }
    at += t->skipped;
    return at < t->whole.n ? at : t->whole.n;
}

struct str yaml_text_copy(const struct yaml_text *t, struct arena *a, const char *bytes, size_t n) {
    char *copy = arena_cstr(a, (struct str){bytes, n});
    for (size_t i = 0; i < YAML_STAND_INS; i++)
        if (t->stand_in[i].n)
            replace(copy, n, t->stand_in[i].is, t->stand_in[i].was, t->stand_in[i].n);
    return (struct str){copy, n};
}
