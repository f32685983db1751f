/* Sizes: the strict grammar, and a tolerant reading of what people write instead. */
#include "schema/unit/size.h"

#include <inttypes.h>

static const char unit_letters[] = "KMG"; /* 1024^1, ^2, ^3 */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* n units of 1024^power bytes. */
static bool scale(int64_t n, unsigned power, int64_t *bytes) {
    return !__builtin_mul_overflow(n, (int64_t)1 << 10 * power, bytes);
}

/* Grammar without the bound: digits and the power of the unit. */
static bool split_strict(struct str s, struct str *digits, unsigned *power) {
    size_t n = 0;
    while (n < s.n && is_digit(s.p[n]))
        n++;
    *digits = (struct str){s.p, n};
    *power = 0;
    if (n + 1 == s.n && s.p[n] != 0) {
        const char *hit = strchr(unit_letters, s.p[n]);
        if (!hit)
            return false;
        *power = (unsigned)(hit - unit_letters) + 1;
        n++;
    }
    return digits->n > 0 && n == s.n;
}

static bool read_number(struct str digits, int64_t *n) {
    *n = 0;
    for (size_t i = 0; i < digits.n; i++)
        if (__builtin_mul_overflow(*n, 10, n) || __builtin_add_overflow(*n, digits.p[i] - '0', n))
            return false;
    return true;
}

bool size_parse(struct str s, int64_t *bytes) {
    struct str digits;
    unsigned power;
    int64_t n, out;
    if (!split_strict(s, &digits, &power) || !read_number(digits, &n) || !scale(n, power, &out))
        return false;
    *bytes = out;
    return true;
}

/* What s looks like to a tolerant reader. */
struct loose {
    struct str whole, fraction, unit;
    unsigned power; /* of the unit, 0..4 */
    bool has_blank;
};

static void skip_blanks(struct str *s, bool *seen) {
    for (; s->n && is_blank(s->p[0]); *s = str_skip(*s, 1))
        *seen = true;
}

static struct str take_digits(struct str *s) {
    size_t n = 0;
    while (n < s->n && is_digit(s->p[n]))
        n++;
    struct str digits = {s->p, n};
    *s = str_skip(*s, n);
    return digits;
}

/* "", "b", "k", "kb", "kib" ... in any case. */
static bool read_unit(struct str unit, unsigned *power) {
    static const char letters[] = "KMGT";
    *power = 0;
    if (unit.n && unit.p[0] && strchr(letters, upper(unit.p[0]))) {
        *power = (unsigned)(strchr(letters, upper(unit.p[0])) - letters) + 1;
        unit = str_skip(unit, 1);
        if (unit.n == 2 && upper(unit.p[0]) == 'I')
            unit = str_skip(unit, 1);
    }
    return unit.n == 0 || (unit.n == 1 && upper(unit.p[0]) == 'B');
}

static bool read_loose(struct str s, struct loose *l) {
    *l = (struct loose){0};
    skip_blanks(&s, &l->has_blank);
    l->whole = take_digits(&s);
    if (s.n > 1 && s.p[0] == '.' && is_digit(s.p[1])) {
        s = str_skip(s, 1);
        l->fraction = take_digits(&s);
    }
    skip_blanks(&s, &l->has_blank);
    while (s.n && is_blank(s.p[s.n - 1])) {
        s.n--;
        l->has_blank = true;
    }
    l->unit = s;
    return l->whole.n + l->fraction.n > 0 && read_unit(s, &l->power);
}

enum size_problem size_problem(struct str s) {
    struct str digits;
    unsigned power;
    int64_t bytes;
    struct loose l;
    if (size_parse(s, &bytes))
        return SIZE_FINE;
    if (split_strict(s, &digits, &power))
        return SIZE_OVERFLOW;
    if (s.n == 0)
        return SIZE_EMPTY;
    if (!read_loose(s, &l))
        return SIZE_GARBAGE;
    if (l.has_blank)
        return SIZE_BLANK;
    if (l.fraction.n)
        return SIZE_FRACTION;
    if (l.unit.n > 1)
        return SIZE_LONG_UNIT;
    return l.power > 0 && l.power <= strlen(unit_letters) ? SIZE_LOWER_UNIT : SIZE_OTHER_UNIT;
}

/* "number unit" of 1024^power bytes; a unit that the grammar lacks goes down to one it has. */
static struct str spell(struct arena *a, int64_t n, unsigned power) {
    int64_t bytes;
    for (; power > strlen(unit_letters); power--)
        if (!scale(n, 1, &n))
            return STR("");
    if (!scale(n, power, &bytes))
        return STR("");
    return arena_fmt(a, "%" PRId64 "%.*s", n, power > 0, power ? unit_letters + power - 1 : "");
}

struct str size_suggest(struct arena *a, struct str s) {
    struct loose l;
    int64_t n = 0;
    if (size_parse(s, &n))
        return arena_str(a, s);
    n = 0;
    if (!read_loose(s, &l) || (l.whole.n && !read_number(l.whole, &n)))
        return STR("");
    while (l.fraction.n && l.fraction.p[l.fraction.n - 1] == '0')
        l.fraction.n--;
    if (l.fraction.n == 0)
        return spell(a, n, l.power);
    /* A fraction moves to the next smaller unit and is rounded there. */
    double part = 0;
    for (size_t i = l.fraction.n; i-- > 0;)
        part = (part + (l.fraction.p[i] - '0')) / 10;
    if (l.power == 0)
        return spell(a, n + (part >= 0.5), 0);
    if (!scale(n, 1, &n) || __builtin_add_overflow(n, (int64_t)(part * 1024 + 0.5), &n))
        return STR("");
    return spell(a, n, l.power - 1);
}

struct str size_text(struct arena *a, int64_t bytes) {
    unsigned power = 0;
    while (bytes != 0 && power < strlen(unit_letters) && bytes % 1024 == 0) {
        bytes /= 1024;
        power++;
    }
    return spell(a, bytes, power);
}
