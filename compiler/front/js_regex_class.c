/* Characters, escapes and classes of a pattern. */
#include "compiler/front/js_regex_parts.h"
#include "schema/base/utf8.h"

uint32_t re_take_char(struct parser *p) {
    uint32_t c;
    p->at += utf8_decode(str_skip(p->s, p->at), &c);
    p->is_odd = p->is_odd || c >= 0x80;
    if (c >= 0x10000 && !p->unicode)
        p->unmodelled = "characters outside the first plane need the flag u";
    return c;
}

/* ---- sets ---- */

static void add_range(struct parser *p, struct js_class_set *set, uint32_t low, uint32_t high) {
    struct js_range r = {low, high};
    VEC_PUSH(p->arena, set, r);
}

static const struct js_range digits[] = {{'0', '9'}};
static const struct js_range words[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct js_range spaces[] = {
    {9, 13},          {32, 32},         {0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200a},
    {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff}};

static void add_all(struct parser *p, struct js_class_set *set, const struct js_range *at, size_t n,
                    bool inverted) {
    uint32_t from = 0;
    for (size_t i = 0; i < n; i++) {
        if (!inverted)
            add_range(p, set, at[i].low, at[i].high);
        else if (at[i].low > from)
            add_range(p, set, from, at[i].low - 1);
        from = at[i].high + 1;
    }
    if (inverted)
        add_range(p, set, from, 0x10ffff);
}

static const struct js_range upper[] = {{'A', 'Z'}}, lower[] = {{'a', 'z'}},
                             letters[] = {{'A', 'Z'}, {'a', 'z'}};

/* \p{L} and the like, for text that is ASCII alone; leaves the } to the caller. */
static bool add_property(struct parser *p, struct js_class_set *set, bool inverted) {
    static const struct {
        const char *name;
        const struct js_range *at;
        size_t n;
    } properties[] = {{"L", letters, 2},
                      {"Letter", letters, 2},
                      {"Alphabetic", letters, 2},
                      {"Lu", upper, 1},
                      {"Uppercase", upper, 1},
                      {"Uppercase_Letter", upper, 1},
                      {"Ll", lower, 1},
                      {"Lowercase", lower, 1},
                      {"Lowercase_Letter", lower, 1},
                      {"N", digits, 1},
                      {"Number", digits, 1},
                      {"Nd", digits, 1},
                      {"Decimal_Number", digits, 1}};
    struct str rest = str_skip(p->s, p->at + 1);
    size_t end = str_index(rest, '}');
    if (!rest.n || rest.p[0] != '{' || end == rest.n || p->re->flags & JS_REGEX_IGNORE_CASE)
        return false;
    struct str name = {rest.p + 1, end - 1};
    for (size_t i = 0; i < ARRAY_LEN(properties); i++) {
        if (!str_eqz(name, properties[i].name))
            continue;
        add_all(p, set, properties[i].at, properties[i].n, inverted);
        p->re->needs_ascii = true;
        p->at += end + 1;
        return true;
    }
    return false;
}

/* \d \D \w \W \s \S; false for any other letter. */
static bool add_escape_class(struct parser *p, struct js_class_set *set, char c) {
    if ((c == 'p' || c == 'P') && p->unicode)
        return add_property(p, set, c == 'P');
    bool inverted = c == 'D' || c == 'W' || c == 'S';
    if (c == 'd' || c == 'D')
        add_all(p, set, digits, ARRAY_LEN(digits), inverted);
    else if (c == 'w' || c == 'W')
        add_all(p, set, words, ARRAY_LEN(words), inverted);
    else if (c == 's' || c == 'S')
        add_all(p, set, spaces, ARRAY_LEN(spaces), inverted);
    else
        return false;
    if ((c == 'w' || c == 'W') && p->unicode && p->re->flags & JS_REGEX_IGNORE_CASE)
        p->unmodelled = "\\w with the flags i and u is not modelled";
    return true;
}

static struct node *set_node(struct parser *p, struct js_class_set set) {
    VEC_PUSH(p->arena, &p->re->sets, set);
    return node_new(p, K_CLASS, (uint32_t)p->re->sets.n - 1);
}

struct node *re_escape_class(struct parser *p, char c) {
    struct js_class_set set = {0};
    return add_escape_class(p, &set, c) ? set_node(p, set) : NULL;
}

/* ---- escapes ---- */

static bool take_hex(struct parser *p, size_t n, uint32_t *out) {
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++) {
        char c = peek(p, i);
        int d = is_digit(c)            ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0)
            return false;
        v = v * 16 + (uint32_t)d;
    }
    p->at += n;
    *out = v;
    return true;
}

/* After "\u". */
static bool take_unicode(struct parser *p, uint32_t *out) {
    uint32_t low;
    if (p->unicode && peek(p, 0) == '{') {
        size_t n = 1;
        while (peek(p, n) && peek(p, n) != '}' && n < 8)
            n++;
        p->at++;
        return n > 1 && n < 8 && take_hex(p, n - 1, out) && *out <= 0x10ffff && take(p, "}");
    }
    if (!take_hex(p, 4, out))
        return false;
    if (p->unicode && *out >= 0xd800 && *out < 0xdc00 && peek(p, 0) == '\\' && peek(p, 1) == 'u') {
        size_t before = p->at;
        p->at += 2;
        if (take_hex(p, 4, &low) && low >= 0xdc00 && low < 0xe000)
            *out = 0x10000 + ((*out - 0xd800) << 10) + (low - 0xdc00);
        else
            p->at = before;
    }
    return true;
}

/* \0 and, without u, octal escapes of up to three digits. */
static uint32_t take_octal(struct parser *p) {
    uint32_t v = 0;
    for (int i = 0; i < 3 && peek(p, 0) >= '0' && peek(p, 0) <= '7'; i++) {
        if (v * 8 + (uint32_t)(peek(p, 0) - '0') > 255)
            break;
        v = v * 8 + (uint32_t)(p->s.p[p->at++] - '0');
    }
    return v;
}

uint32_t re_take_escape(struct parser *p, bool in_class) {
    static const char names[] = "tnvfr", meanings[] = "\t\n\v\f\r";
    uint32_t c = 0;
    char ch = peek(p, 0);
    const char *letter = ch ? strchr(names, ch) : NULL;
    if (!more(p)) {
        (void)re_wrong(p, "\\ at end of pattern");
        return UINT32_MAX;
    }
    if (letter) {
        p->at++;
        return (uint32_t)(unsigned char)meanings[letter - names];
    }
    if (ch == 'c') {
        char x = peek(p, 1);
        if (is_letter(x) || (in_class && !p->unicode && (is_digit(x) || x == '_'))) {
            p->at += 2;
            return (uint32_t)x % 32;
        }
        if (p->unicode)
            (void)re_wrong(p, "Invalid unicode escape");
        return '\\'; /* the c is read again as itself */
    }
    if (is_digit(ch)) {
        if (p->unicode && (ch != '0' || is_digit(peek(p, 1)))) {
            (void)re_wrong(p, in_class ? "Invalid class escape" : "Invalid decimal escape");
            return UINT32_MAX;
        }
        if (ch <= '7')
            return take_octal(p);
        return re_take_char(p);
    }
    if (ch == 'x' || ch == 'u') {
        size_t before = ++p->at;
        if (ch == 'x' ? take_hex(p, 2, &c) : take_unicode(p, &c)) {
            p->is_odd = p->is_odd || c >= 0x80;
            return c;
        }
        p->at = before;
        if (p->unicode)
            (void)re_wrong(p, ch == 'x' ? "Invalid escape" : "Invalid Unicode escape");
        return (uint32_t)ch;
    }
    if (p->unicode) {
        if (ch == 'p' || ch == 'P')
            (void)re_refuse(p, "\\p{...} is not modelled");
        else if (!strchr("^$\\.*+?()[]{}|/", ch) && !(in_class && ch == '-'))
            (void)re_wrong(p, "Invalid escape");
    } else if (ch == 'k' && p->has_names) {
        (void)re_wrong(p, "Invalid named reference");
    }
    return re_take_char(p);
}

/* ---- classes ---- */

/* One atom of a class: a character, or a set that is added (then *is_set). */
static uint32_t class_atom(struct parser *p, struct js_class_set *set, bool *is_set) {
    *is_set = false;
    if (peek(p, 0) != '\\')
        return re_take_char(p);
    p->at++;
    if (more(p) && add_escape_class(p, set, peek(p, 0))) {
        p->at++;
        *is_set = true;
        return 0;
    }
    if (peek(p, 0) == 'b') {
        p->at++;
        return 8;
    }
    return re_take_escape(p, true);
}

struct node *re_parse_class(struct parser *p) {
    struct js_class_set set = {0};
    bool set_low, set_high;
    set.is_inverted = take(p, "^");
    while (more(p) && peek(p, 0) != ']' && p->verdict == JS_REGEX_OK) {
        uint32_t low = class_atom(p, &set, &set_low);
        if (peek(p, 0) != '-' || p->s.n - p->at < 2 || peek(p, 1) == ']') {
            if (!set_low)
                add_range(p, &set, low, low);
            continue;
        }
        p->at++;
        uint32_t high = class_atom(p, &set, &set_high);
        if ((set_low || set_high) && p->unicode)
            return re_wrong(p, "Invalid character class");
        if (set_low || set_high) { /* no range: the hyphen is itself */
            add_range(p, &set, '-', '-');
            if (!set_low)
                add_range(p, &set, low, low);
            if (!set_high)
                add_range(p, &set, high, high);
            continue;
        }
        if (low > high)
            return re_wrong(p, "Range out of order in character class");
        add_range(p, &set, low, high);
    }
    if (!take(p, "]"))
        return re_wrong(p, "Unterminated character class");
    return set_node(p, set);
}
