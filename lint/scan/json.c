/* Recursive descent with a bound on the depth; no number is converted, nobody here asks for one. */
#include "lint/scan/json.h"

#include "schema/base/utf8.h"

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    unsigned depth;
};

static bool is_end(const struct reader *r) {
    return r->at >= r->text.n;
}

static char peek(const struct reader *r) {
    return is_end(r) ? '\0' : r->text.p[r->at];
}

static bool skip_comment(struct reader *r) {
    struct str rest = str_skip(r->text, r->at);
    if (str_starts(rest, STR("//"))) {
        r->at += str_index(rest, '\n');
        return true;
    }
    if (!str_starts(rest, STR("/*")))
        return false;
    for (r->at += 2; r->at + 1 < r->text.n; r->at++)
        if (r->text.p[r->at] == '*' && r->text.p[r->at + 1] == '/')
            break;
    r->at = r->at + 2 < r->text.n ? r->at + 2 : r->text.n;
    return true;
}

static void skip_blank(struct reader *r) {
    for (;;) {
        char c = peek(r);
        if (!is_end(r) && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            r->at++;
        else if (c != '/' || !skip_comment(r))
            return;
    }
}

static bool eat(struct reader *r, char c) {
    skip_blank(r);
    if (is_end(r) || peek(r) != c)
        return false;
    r->at++;
    return true;
}

static bool read_hex(struct reader *r, uint32_t *out) {
    *out = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        char c = peek(r);
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16)
            return false;
        *out = *out * 16 + digit;
    }
    return true;
}

/* What follows \u: one unit, or a pair of them; half a pair is U+FFFD. */
static bool read_unit(struct reader *r, uint32_t *cp) {
    uint32_t low;
    if (!read_hex(r, cp))
        return false;
    bool is_high = *cp >= 0xd800 && *cp < 0xdc00;
    size_t at = r->at;
    if (is_high && str_starts(str_skip(r->text, r->at), STR("\\u"))) {
        r->at += 2;
        if (!read_hex(r, &low))
            return false;
        if (low >= 0xdc00 && low < 0xe000) {
            *cp = 0x10000 + ((*cp - 0xd800) << 10) + (low - 0xdc00);
            return true;
        }
        r->at = at;
    }
    if (*cp >= 0xd800 && *cp < 0xe000)
        *cp = 0xfffd;
    return true;
}

/* After the backslash. */
static bool read_escape(struct reader *r, char *out, size_t *n) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = peek(r);
    uint32_t cp;
    r->at++;
    if (c == 'u') {
        if (!read_unit(r, &cp))
            return false;
        *n += utf8_encode(cp, out + *n);
        return true;
    }
    const char *hit = c ? strchr(from, c) : NULL;
    if (!hit)
        return false;
    out[(*n)++] = to[hit - from];
    return true;
}

/* The closing quote's place, from the opening one on; text.n where there is none. */
static size_t find_quote(const struct reader *r, bool *has_escape) {
    for (size_t i = r->at; i < r->text.n; i++) {
        if (r->text.p[i] == '"')
            return i;
        if ((unsigned char)r->text.p[i] < 0x20)
            break;
        *has_escape |= r->text.p[i] == '\\';
        i += r->text.p[i] == '\\';
    }
    return r->text.n;
}

/* After the opening quote. An escape is never shorter than what it stands for. */
static bool read_text(struct reader *r, struct str *out) {
    bool has_escape = false;
    size_t end = find_quote(r, &has_escape), n = 0;
    if (end == r->text.n)
        return false;
    if (!has_escape) {
        *out = (struct str){r->text.p + r->at, end - r->at};
        r->at = end + 1;
        return true;
    }
    char *copy = arena_alloc(r->arena, end - r->at + 1);
    while (r->at < end) {
        char c = r->text.p[r->at++];
        if (c != '\\')
            copy[n++] = c;
        else if (!read_escape(r, copy, &n))
            return false;
    }
    r->at = end + 1;
    *out = (struct str){copy, n};
    return true;
}

static struct json *read_value(struct reader *r);

static bool read_member(struct reader *r, struct json **out) {
    struct str key;
    if (!eat(r, '"') || !read_text(r, &key) || !eat(r, ':'))
        return false;
    *out = read_value(r);
    if (*out)
        (*out)->key = key;
    return *out != NULL;
}

static bool read_list(struct reader *r, struct json *list, char close) {
    const struct json **end = &list->first;
    while (!eat(r, close)) {
        struct json *item = NULL;
        if (list->kind == JSON_OBJECT ? !read_member(r, &item) : !(item = read_value(r)))
            return false;
        *end = item;
        end = &item->next;
        if (!eat(r, ',')) {
            if (eat(r, close))
                return true;
            return false;
        }
    }
    return true;
}

static bool read_nested(struct reader *r, struct json *v) {
    bool is_object = peek(r) == '{';
    if (r->depth == JSON_DEPTH)
        return false;
    r->at++;
    r->depth++;
    v->kind = is_object ? JSON_OBJECT : JSON_ARRAY;
    bool ok = read_list(r, v, is_object ? '}' : ']');
    r->depth--;
    return ok;
}

static bool read_number(struct reader *r, struct json *v) {
    size_t begin = r->at, digits = 0;
    for (char c; (c = peek(r)) && strchr("+-.eE0123456789", c); r->at++)
        digits += c >= '0' && c <= '9';
    v->kind = JSON_NUMBER;
    v->text = (struct str){r->text.p + begin, r->at - begin};
    return digits > 0;
}

static bool read_word(struct reader *r, struct json *v) {
    static const struct {
        struct str word;
        enum json_kind kind;
        bool truth;
    } words[] = {{{"null", 4}, JSON_NULL, false},
                 {{"true", 4}, JSON_BOOL, true},
                 {{"false", 5}, JSON_BOOL, false}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(str_skip(r->text, r->at), words[i].word)) {
            v->kind = (uint8_t)words[i].kind;
            v->truth = words[i].truth;
            r->at += words[i].word.n;
            return true;
        }
    return false;
}

static struct json *read_value(struct reader *r) {
    struct json *v = arena_new(r->arena, struct json);
    bool ok;
    skip_blank(r);
    char c = peek(r);
    if (c == '{' || c == '[') {
        ok = read_nested(r, v);
    } else if (c == '"') {
        r->at++;
        v->kind = JSON_STRING;
        ok = read_text(r, &v->text);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        ok = read_number(r, v);
    } else {
        ok = read_word(r, v);
    }
    return ok ? v : NULL;
}

const struct json *json_read(struct arena *a, struct str text) {
    struct reader r = {.arena = a, .text = text};
    if (str_starts(text, STR("\xef\xbb\xbf")))
        r.at = 3;
    const struct json *v = read_value(&r);
    skip_blank(&r);
    return is_end(&r) ? v : NULL;
}

const struct json *json_member(const struct json *object, struct str key) {
    const struct json *hit = NULL;
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *m = object->first; m; m = m->next)
        if (str_eq(m->key, key))
            hit = m;
    return hit;
}

struct str json_text(const struct json *string) {
    return string && string->kind == JSON_STRING ? string->text : (struct str){"", 0};
}

struct str json_member_text(const struct json *object, const char *key) {
    return json_text(json_member(object, str_of(key)));
}
