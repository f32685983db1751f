/* Plain scalars by the types of js-yaml 4.3.1, in its order: null, bool, int, float, timestamp,
 * merge, else a string. */
#include "compiler/front/yaml_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_one_of(struct str s, const char *a, const char *b, const char *c) {
    return str_eqz(s, a) || str_eqz(s, b) || str_eqz(s, c);
}

bool yaml_read_null(struct str text) {
    return str_eqz(text, "~") || is_one_of(text, "null", "Null", "NULL");
}

bool yaml_read_bool(struct str text, bool *b) {
    *b = is_one_of(text, "true", "True", "TRUE");
    return *b || is_one_of(text, "false", "False", "FALSE");
}

static int digit_value(char c) {
    if (is_digit(c))
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Digits of a base of 2^bits, rounded once as a whole: the first 64 bits, then a sticky bit. */
static double read_power_base(struct str digits, int bits) {
    uint64_t n = 0;
    int dropped = 0;
    for (size_t i = 0; i < digits.n; i++) {
        uint64_t digit = (uint64_t)digit_value(digits.p[i]);
        if (n >> (64 - bits)) {
            n |= digit != 0;
            dropped += dropped < 4096 ? bits : 0;
        } else {
            n = n << bits | digit;
        }
    }
    return ldexp((double)n, dropped);
}

static bool all_below(struct str s, int base) {
    for (size_t i = 0; i < s.n; i++)
        if (digit_value(s.p[i]) >= base)
            return false;
    return s.n > 0;
}

bool yaml_read_int(struct arena *a, struct str text, double *n) {
    double sign = 1;
    if (text.n && (text.p[0] == '-' || text.p[0] == '+')) {
        sign = text.p[0] == '-' ? -1 : 1;
        text = str_skip(text, 1);
    }
    if (str_eqz(text, "0")) {
        *n = 0;
        return true;
    }
    int bits = 0;
    if (text.n > 1 && text.p[0] == '0')
        bits = text.p[1] == 'b' ? 1 : text.p[1] == 'o' ? 3 : text.p[1] == 'x' ? 4 : 0;
    if (bits)
        text = str_skip(text, 2);
    if (!all_below(text, bits ? 1 << bits : 10))
        return false;
    *n = sign * (bits ? read_power_base(text, bits) : strtod(arena_cstr(a, text), NULL));
    return isfinite(*n);
}

static size_t skip_digits(struct str s, size_t i) {
    while (i < s.n && is_digit(s.p[i]))
        i++;
    return i;
}

/* [-+]?digits(.digits?)?exponent? or .digits exponent? */
static bool is_float(struct str s) {
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    size_t whole = skip_digits(s, i);
    if (whole == i && (i > 0 || s.n < 2 || s.p[0] != '.' || !is_digit(s.p[1])))
        return false;
    i = whole;
    if (i < s.n && s.p[i] == '.')
        i = skip_digits(s, i + 1);
    if (i < s.n && (s.p[i] | 32) == 'e') {
        i++;
        i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
        size_t end = skip_digits(s, i);
        if (end == i)
            return false;
        i = end;
    }
    return i == s.n;
}

bool yaml_read_float(struct arena *a, struct str text, double *n) {
    if (is_one_of(text, ".nan", ".NaN", ".NAN")) {
        *n = NAN;
        return true;
    }
    bool has_sign = text.n && (text.p[0] == '-' || text.p[0] == '+');
    if (is_one_of(str_skip(text, has_sign), ".inf", ".Inf", ".INF")) {
        *n = text.p[0] == '-' ? -INFINITY : INFINITY;
        return true;
    }
    if (!is_float(text))
        return false;
    *n = strtod(arena_cstr(a, text), NULL);
    return isfinite(*n);
}

/* ---- timestamps ---- */

struct reader {
    struct str s;
    bool ok;
};

/* A number of `least` to `most` digits. */
static int take_number(struct reader *r, size_t least, size_t most) {
    size_t n = 0;
    int value = 0;
    while (n < most && n < r->s.n && is_digit(r->s.p[n]))
        value = value * 10 + (r->s.p[n++] - '0');
    r->ok = r->ok && n >= least;
    r->s = str_skip(r->s, n);
    return value;
}

static bool take(struct reader *r, char c) {
    bool hit = r->s.n && r->s.p[0] == c;
    if (hit)
        r->s = str_skip(r->s, 1);
    return hit;
}

static void expect(struct reader *r, char c) {
    r->ok = take(r, c) && r->ok;
}

static bool take_blanks(struct reader *r) {
    size_t n = r->s.n;
    while (take(r, ' ') || take(r, '\t'))
        ;
    return r->s.n < n;
}

/* Days from 1970-01-01; month and day may be out of range, as Date.UTC allows. */
static int64_t days_of(int64_t year, int month, int day) {
    year += (month - 1) / 12;
    month = (month - 1) % 12;
    if (month < 0) {
        month += 12;
        year--;
    }
    /* Years begin in March here, so that the leap day is the last. */
    year -= month < 2;
    int64_t of_year = (153 * ((month + 10) % 12) + 2) / 5;
    int64_t era = (year >= 0 ? year : year - 399) / 400, in_era = year - era * 400;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + of_year + day - 1 - 719468;
}

/* Date.prototype.toISOString in quotes. */
static struct str iso_json(struct arena *a, int64_t ms) {
    int64_t days = ms / 86400000 - (ms % 86400000 < 0), in_day = ms - days * 86400000;
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int64_t in_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * in_era + in_era / 4 - in_era / 100);
    int month = (int)((5 * of_year + 2) / 153);
    int day = (int)(of_year - (153 * month + 2) / 5 + 1);
    month = month < 10 ? month + 3 : month - 9;
    int year = (int)(in_era + era * 400 + (month <= 2));
    return arena_fmt(a,
                     year > 9999 ? "\"+%06d-%02d-%02dT%02d:%02d:%02d.%03dZ\""
                                 : "\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"",
                     year, month, day, (int)(in_day / 3600000), (int)(in_day / 60000 % 60),
                     (int)(in_day / 1000 % 60), (int)(in_day % 1000));
}

/* The first three digits after the point, as milliseconds. */
static int take_fraction(struct reader *r) {
    int ms = 0, place = 100;
    for (; r->s.n && is_digit(r->s.p[0]); r->s = str_skip(r->s, 1), place /= 10)
        ms += place * (r->s.p[0] - '0');
    return ms;
}

/* After the seconds: blanks, then Z or an offset, or nothing at all. Returns minutes. */
static int take_offset(struct reader *r) {
    bool blank = take_blanks(r);
    if (r->s.n == 0) {
        r->ok = r->ok && !blank;
        return 0;
    }
    if (take(r, 'Z'))
        return 0;
    bool minus = take(r, '-');
    if (!minus)
        expect(r, '+');
    int minutes = take_number(r, 1, 2) * 60;
    if (take(r, ':'))
        minutes += take_number(r, 2, 2);
    return minus ? -minutes : minutes;
}

bool yaml_read_timestamp(struct arena *a, struct str text, struct str *json) {
    struct reader r = {text, true};
    int year = take_number(&r, 4, 4);
    expect(&r, '-');
    struct str at_month = r.s;
    int month = take_number(&r, 1, 2);
    expect(&r, '-');
    int day = take_number(&r, 1, 2);
    if (!r.ok)
        return false;
    if (year < 100)
        year += 1900; /* Date.UTC */
    int64_t ms = days_of(year, month, day) * 86400000;
    if (r.s.n == 0) {
        *json = iso_json(a, ms);
        return at_month.n == 5; /* a date alone has two digits each */
    }
    if (!take(&r, 'T') && !take(&r, 't'))
        r.ok = take_blanks(&r);
    ms += take_number(&r, 1, 2) * 3600000LL;
    expect(&r, ':');
    ms += take_number(&r, 2, 2) * 60000LL;
    expect(&r, ':');
    ms += take_number(&r, 2, 2) * 1000LL;
    if (take(&r, '.'))
        ms += take_fraction(&r);
    ms -= take_offset(&r) * 60000LL;
    if (!r.ok || r.s.n)
        return false;
    *json = iso_json(a, ms);
    return true;
}

/* Most plain scalars are text by their first character. */
static bool begins_as_text(struct str text) {
    return text.n && !memchr("~nNtTfF.+-<0123456789", text.p[0], 21);
}

void yaml_resolve_plain(struct arena *a, struct str text, struct yaml_node *node) {
    struct value *v = &node->value;
    if (begins_as_text(text)) {
        v->kind = VALUE_STRING;
        v->string = text;
    } else if (text.n == 0 || yaml_read_null(text)) {
        v->kind = VALUE_NULL;
    } else if (yaml_read_bool(text, &v->boolean)) {
        v->kind = VALUE_BOOL;
    } else if (yaml_read_int(a, text, &v->number) || yaml_read_float(a, text, &v->number)) {
        v->kind = VALUE_NUMBER;
    } else if (yaml_read_timestamp(a, text, &v->other.text)) {
        v->kind = VALUE_OTHER;
        v->other.what = STR("a Date");
    } else {
        v->kind = VALUE_STRING;
        v->string = text;
        node->is_merge = str_eqz(text, "<<");
    }
}
