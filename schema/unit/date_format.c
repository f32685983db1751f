/* Formats are scanned once, by one scanner for the compiler and the checker; writing is a table
 * walk. */
#include "schema/unit/date_format.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const token_text[] = {"",
#define X(name, text) text,
                                         DATE_TOKENS(X)
#undef X
};

_Static_assert(DATE_TOKEN_COUNT <= DATE_TOKEN_LAST + 1, "tokens fit below the escape byte");

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const weekday_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                            "Thursday", "Friday", "Saturday"};

/* One piece of a format: a token, or literal text. */
struct piece {
    enum date_token token; /* DATE_LITERAL: `text` as it is */
    struct str text;       /* what is printed, without brackets */
    size_t begin, end;     /* what it takes of the format */
    bool quoted;           /* it stood in brackets */
};

/* The longest token at the front of s; DATE_LITERAL where there is none. */
static enum date_token token_at(struct str s) {
    for (int t = 1; t < DATE_TOKEN_COUNT; t++) {
        struct str text = str_of(token_text[t]);
        if (!str_starts(s, text))
            continue;
        /* The plugin looks for Do before the core looks for DD: "DDo" is D, Do. */
        if (t == DATE_DAY2 && s.n > 2 && s.p[2] == 'o')
            continue;
        return (enum date_token)t;
    }
    return DATE_LITERAL;
}

/* The piece of fmt at `at` < fmt.n. */
static struct piece next_piece(struct str fmt, size_t at) {
    struct str rest = str_skip(fmt, at);
    struct piece piece = {.begin = at};
    size_t close = rest.p[0] == '[' ? str_index(rest, ']') : rest.n;
    if (close < rest.n && close > 1) {
        piece.token = DATE_LITERAL;
        piece.text = (struct str){rest.p + 1, close - 1};
        piece.end = at + close + 1;
        piece.quoted = true;
        return piece;
    }
    piece.token = token_at(rest);
    size_t n = piece.token == DATE_LITERAL ? 1 : strlen(token_text[piece.token]);
    piece.text = (struct str){rest.p, n};
    piece.end = at + n;
    return piece;
}

struct str date_format_compile(struct arena *a, struct str fmt) {
    fmt.n = str_index(fmt, 0);
    char *out = arena_alloc(a, 2 * fmt.n + 1);
    size_t n = 0;
    if (!out)
        return STR("");
    for (size_t at = 0; at < fmt.n;) {
        struct piece piece = next_piece(fmt, at);
        at = piece.end;
        if (piece.token != DATE_LITERAL)
            out[n++] = (char)piece.token;
        for (size_t i = 0; i < piece.text.n && piece.token == DATE_LITERAL; i++) {
            if ((unsigned char)piece.text.p[i] <= DATE_LITERAL)
                out[n++] = DATE_LITERAL;
            out[n++] = piece.text.p[i];
        }
    }
    return (struct str){out, n};
}

bool date_format_is_valid(const char *program) {
    for (const unsigned char *p = (const unsigned char *)program; *p; p++) {
        if (*p == DATE_LITERAL) {
            if (*++p == 0)
                return false;
        } else if (*p < DATE_LITERAL && *p >= DATE_TOKEN_COUNT) {
            return false;
        }
    }
    return true;
}

static const char *ordinal_suffix(int n) {
    static const char *const suffixes[] = {"th", "st", "nd", "rd"};
    bool teen = n % 100 >= 11 && n % 100 <= 13;
    return suffixes[teen || n % 10 > 3 ? 0 : n % 10];
}

/* The text of one token into out; returns its length as snprintf does. */
static int write_token(enum date_token token, const struct date_parts *d, char *out, size_t cap) {
    int hour12 = d->hour % 12 ? d->hour % 12 : 12;
    int offset = d->utc_offset_min < 0 ? -d->utc_offset_min : d->utc_offset_min;
    char sign = d->utc_offset_min < 0 ? '-' : '+';
    switch (token) {
    case DATE_YEAR4:
        return snprintf(out, cap, "%04d", d->year);
    case DATE_YEAR2:
        return d->year < 10 ? snprintf(out, cap, "%d", d->year)
                            : snprintf(out, cap, "%02d", d->year % 100);
    case DATE_MONTH_NAME:
        return snprintf(out, cap, "%s", month_names[d->month - 1]);
    case DATE_MONTH_SHORT:
        return snprintf(out, cap, "%.3s", month_names[d->month - 1]);
    case DATE_MONTH2:
        return snprintf(out, cap, "%02d", d->month);
    case DATE_MONTH:
        return snprintf(out, cap, "%d", d->month);
    case DATE_DAY_ORDINAL:
        return snprintf(out, cap, "%d%s", d->day, ordinal_suffix(d->day));
    case DATE_DAY2:
        return snprintf(out, cap, "%02d", d->day);
    case DATE_DAY:
        return snprintf(out, cap, "%d", d->day);
    case DATE_WEEKDAY_NAME:
        return snprintf(out, cap, "%s", weekday_names[d->weekday]);
    case DATE_WEEKDAY_SHORT:
        return snprintf(out, cap, "%.3s", weekday_names[d->weekday]);
    case DATE_WEEKDAY_MIN:
        return snprintf(out, cap, "%.2s", weekday_names[d->weekday]);
    case DATE_WEEKDAY:
        return snprintf(out, cap, "%d", d->weekday);
    case DATE_HOUR2:
        return snprintf(out, cap, "%02d", d->hour);
    case DATE_HOUR:
        return snprintf(out, cap, "%d", d->hour);
    case DATE_HOUR12_2:
        return snprintf(out, cap, "%02d", hour12);
    case DATE_HOUR12:
        return snprintf(out, cap, "%d", hour12);
    case DATE_MINUTE2:
        return snprintf(out, cap, "%02d", d->minute);
    case DATE_MINUTE:
        return snprintf(out, cap, "%d", d->minute);
    case DATE_SECOND2:
        return snprintf(out, cap, "%02d", d->second);
    case DATE_SECOND:
        return snprintf(out, cap, "%d", d->second);
    case DATE_MILLISECOND3:
        return snprintf(out, cap, "%03d", d->ms);
    case DATE_MERIDIEM_UPPER:
        return snprintf(out, cap, "%s", d->hour < 12 ? "AM" : "PM");
    case DATE_MERIDIEM_LOWER:
        return snprintf(out, cap, "%s", d->hour < 12 ? "am" : "pm");
    case DATE_OFFSET_PLAIN:
        return snprintf(out, cap, "%c%02d%02d", sign, offset / 60, offset % 60);
    case DATE_OFFSET:
        return snprintf(out, cap, "%c%02d:%02d", sign, offset / 60, offset % 60);
    case DATE_EPOCH_S:
        return snprintf(out, cap, "%" PRId64, d->epoch_ms / 1000 - (d->epoch_ms % 1000 < 0));
    case DATE_EPOCH_MS:
        return snprintf(out, cap, "%" PRId64, d->epoch_ms);
    case DATE_END:
    case DATE_TOKEN_COUNT:
    case DATE_TOKEN_LAST:
    case DATE_LITERAL:
        break;
    }
    return 0;
}

size_t date_format_write(const char *program, const struct date_parts *parts, char *out,
                         size_t cap) {
    size_t n = 0;
    for (const char *p = program; *p; p++) {
        char text[32];
        size_t length = 1;
        if ((unsigned char)*p < DATE_LITERAL) {
            int wrote = write_token((enum date_token) * p, parts, text, sizeof text);
            length = wrote > 0 ? (size_t)wrote : 0;
        } else {
            p += *p == DATE_LITERAL;
            text[0] = *p;
        }
        for (size_t i = 0; i < length && n + i + 1 < cap; i++)
            out[n + i] = text[i];
        n += length;
    }
    out[n < cap ? n : cap - 1] = 0;
    return n;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What a token reads: this many digits, or a word of a list. */
static const struct shape {
    unsigned least, most;     /* digits; 0: no number */
    const char *const *words; /* else these, or their first `cut` bytes */
    unsigned n_words, cut;
    char sign; /* an offset, with this between hours and minutes */
} shapes[DATE_TOKEN_COUNT] = {
    [DATE_YEAR4] = {.least = 4, .most = 4},
    [DATE_YEAR2] = {.least = 2, .most = 2},
    [DATE_MONTH_NAME] = {.words = month_names, .n_words = 12},
    [DATE_MONTH_SHORT] = {.words = month_names, .n_words = 12, .cut = 3},
    [DATE_MONTH2] = {.least = 2, .most = 2},
    [DATE_MONTH] = {.least = 1, .most = 2},
    [DATE_DAY_ORDINAL] = {.least = 1, .most = 2},
    [DATE_DAY2] = {.least = 2, .most = 2},
    [DATE_DAY] = {.least = 1, .most = 2},
    [DATE_WEEKDAY_NAME] = {.words = weekday_names, .n_words = 7},
    [DATE_WEEKDAY_SHORT] = {.words = weekday_names, .n_words = 7, .cut = 3},
    [DATE_WEEKDAY_MIN] = {.words = weekday_names, .n_words = 7, .cut = 2},
    [DATE_WEEKDAY] = {.least = 1, .most = 1},
    [DATE_HOUR2] = {.least = 2, .most = 2},
    [DATE_HOUR] = {.least = 1, .most = 2},
    [DATE_HOUR12_2] = {.least = 2, .most = 2},
    [DATE_HOUR12] = {.least = 1, .most = 2},
    [DATE_MINUTE2] = {.least = 2, .most = 2},
    [DATE_MINUTE] = {.least = 1, .most = 2},
    [DATE_SECOND2] = {.least = 2, .most = 2},
    [DATE_SECOND] = {.least = 1, .most = 2},
    [DATE_MILLISECOND3] = {.least = 3, .most = 3},
    [DATE_MERIDIEM_UPPER] = {.words = (const char *const[]){"AM", "PM"}, .n_words = 2},
    [DATE_MERIDIEM_LOWER] = {.words = (const char *const[]){"am", "pm"}, .n_words = 2},
    [DATE_OFFSET_PLAIN] = {.sign = ' '},
    [DATE_OFFSET] = {.sign = ':'},
    [DATE_EPOCH_S] = {.least = 1, .most = 12},
    [DATE_EPOCH_MS] = {.least = 1, .most = 15},
};

static unsigned count_digits(struct str s, unsigned most) {
    unsigned n = 0;
    while (n < most && n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n;
}

static int64_t number_of(struct str s, unsigned n) {
    int64_t v = 0;
    for (unsigned i = 0; i < n; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

/* What the token tells, put where it belongs. Meridiem words come as 0 and 1, months from 0. */
static void keep_part(enum date_token token, int64_t v, struct date_parts *d) {
    int n = (int)v;
    if (token == DATE_YEAR4)
        d->year = n;
    else if (token == DATE_YEAR2)
        d->year = 2000 + n;
    else if (token == DATE_MONTH_NAME || token == DATE_MONTH_SHORT)
        d->month = n + 1;
    else if (token == DATE_MONTH2 || token == DATE_MONTH)
        d->month = n;
    else if (token == DATE_DAY2 || token == DATE_DAY || token == DATE_DAY_ORDINAL)
        d->day = n;
    else if (token == DATE_HOUR2 || token == DATE_HOUR)
        d->hour = n;
    else if (token == DATE_HOUR12_2 || token == DATE_HOUR12)
        d->hour = d->hour / 12 * 12 + n % 12;
    else if (token == DATE_MERIDIEM_UPPER || token == DATE_MERIDIEM_LOWER)
        d->hour = d->hour % 12 + n * 12;
    else if (token == DATE_MINUTE2 || token == DATE_MINUTE)
        d->minute = n;
    else if (token == DATE_SECOND2 || token == DATE_SECOND)
        d->second = n;
    else if (token == DATE_MILLISECOND3)
        d->ms = n;
    else if (token == DATE_EPOCH_S || token == DATE_EPOCH_MS)
        d->epoch_ms = token == DATE_EPOCH_S ? v * 1000 : v;
}

/* One of the words at the front of s; its length, 0 where there is none. */
static size_t read_word(const struct shape *shape, struct str s, int64_t *index) {
    for (unsigned i = 0; i < shape->n_words; i++) {
        struct str word = str_of(shape->words[i]);
        word.n = shape->cut && shape->cut < word.n ? shape->cut : word.n;
        if (str_starts(s, word)) {
            *index = i;
            return word.n;
        }
    }
    return 0;
}

/* "+01:00" or "+0100". */
static size_t read_offset(char between, struct str s) {
    size_t n = between == ':' ? 6 : 5;
    bool good = s.n >= n && (s.p[0] == '+' || s.p[0] == '-') &&
                count_digits(str_skip(s, 1), 2) == 2 && (between != ':' || s.p[3] == ':') &&
                count_digits(str_skip(s, n - 2), 2) == 2;
    return good ? n : 0;
}

static size_t read_token(enum date_token token, struct str s, unsigned most,
                         struct date_parts *parts) {
    const struct shape *shape = &shapes[token];
    int64_t v = 0;
    size_t n;
    if (shape->sign)
        return read_offset(shape->sign, s);
    if (shape->words) {
        n = read_word(shape, s, &v);
    } else {
        n = count_digits(s, most < shape->most ? most : shape->most);
        if (n < shape->least)
            return 0;
        v = number_of(s, (unsigned)n);
    }
    keep_part(token, v, parts);
    bool has_suffix = token == DATE_DAY_ORDINAL && n > 0;
    return has_suffix && s.n < n + 2 ? 0 : n + (has_suffix ? 2 : 0);
}

struct reading {
    bool as_name;
    unsigned left; /* steps, so that a text made to mislead costs little */
};

/* Reads s by the rest of a program; the end, or SIZE_MAX. A number that may be short is taken long
 * first. */
static size_t read_on(struct reading *r, const char *p, struct str s, struct date_parts *parts) {
    size_t at = 0;
    for (; *p && (unsigned char)*p >= DATE_LITERAL; p++) {
        p += *p == DATE_LITERAL;
        char want = r->as_name && *p == '/' ? '-' : *p;
        if (at == s.n || s.p[at++] != want)
            return SIZE_MAX;
    }
    if (*p == 0)
        return at;
    enum date_token token = (enum date_token) * p;
    for (unsigned most = shapes[token].most; r->left; most--) {
        struct date_parts told = *parts;
        r->left--;
        size_t n = read_token(token, str_skip(s, at), most, &told);
        size_t rest = n ? read_on(r, p + 1, str_skip(s, at + n), &told) : SIZE_MAX;
        if (rest != SIZE_MAX) {
            *parts = told;
            return at + n + rest;
        }
        if (most <= shapes[token].least)
            break;
    }
    return SIZE_MAX;
}

size_t date_format_read(const char *program, struct str s, bool as_name, struct date_parts *parts) {
    struct reading r = {as_name, 1000};
    *parts = (struct date_parts){.year = 1970, .month = 1, .day = 1};
    size_t n = read_on(&r, program, s, parts);
    return n == SIZE_MAX ? 0 : n;
}

/* ---- doubts ---------------------------------------------------------------------------------- */

static bool is_letter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_hour(enum date_token t) {
    return t == DATE_HOUR2 || t == DATE_HOUR || t == DATE_HOUR12_2 || t == DATE_HOUR12;
}

static bool is_hour12(enum date_token t) {
    return t == DATE_HOUR12_2 || t == DATE_HOUR12;
}

static bool has_token(struct str fmt, enum date_token one, enum date_token other) {
    for (size_t at = 0; at < fmt.n;) {
        struct piece piece = next_piece(fmt, at);
        if (piece.token == one || piece.token == other)
            return true;
        at = piece.end;
    }
    return false;
}

/* `before` is the token before, with one literal byte between at most: HOUR2 for the MM of "HH:MM".
 */
static enum date_format_doubt judge(struct str fmt, struct piece piece, enum date_token before) {
    enum date_token t = piece.token;
    if (is_hour12(t) && !has_token(fmt, DATE_MERIDIEM_UPPER, DATE_MERIDIEM_LOWER))
        return DATE_FORMAT_HOUR12;
    if ((t == DATE_MONTH2 || t == DATE_MONTH) && is_hour(before))
        return DATE_FORMAT_MONTH_AS_MINUTE;
    if (t == DATE_MINUTE2 && (before == DATE_YEAR4 || before == DATE_YEAR2))
        return DATE_FORMAT_MINUTE_AS_MONTH;
    if (t == DATE_WEEKDAY_MIN && before == DATE_MONTH2)
        return DATE_FORMAT_WEEKDAY_AS_DAY;
    if (t == DATE_DAY_ORDINAL || t == DATE_EPOCH_S || t == DATE_EPOCH_MS)
        return DATE_FORMAT_PLUGIN;
    return DATE_FORMAT_FINE;
}

/* A bare T is the ISO separator; other bare letters were meant as something. */
static bool is_odd_letter(struct str fmt, struct piece piece, enum date_token before) {
    if (piece.token != DATE_LITERAL || piece.quoted || !is_letter(piece.text.p[0]))
        return false;
    if (piece.text.p[0] != 'T')
        return true;
    bool after_day = before == DATE_DAY2 || before == DATE_DAY;
    return !after_day || piece.end >= fmt.n || !is_hour(next_piece(fmt, piece.end).token);
}

enum date_format_doubt date_format_suspicious(struct str fmt, size_t *begin, size_t *end) {
    enum date_token before = DATE_END;
    size_t gap = 0;
    fmt.n = str_index(fmt, 0);
    for (size_t at = 0; at < fmt.n;) {
        struct piece piece = next_piece(fmt, at);
        at = piece.end;
        *begin = piece.begin;
        *end = piece.end;
        if (is_odd_letter(fmt, piece, gap ? DATE_END : before)) {
            while (*end < fmt.n && is_letter(fmt.p[*end]) &&
                   next_piece(fmt, *end).token == DATE_LITERAL)
                ++*end;
            return DATE_FORMAT_LETTER;
        }
        if (piece.token == DATE_LITERAL) {
            gap += piece.end - piece.begin;
            continue;
        }
        enum date_format_doubt doubt = judge(fmt, piece, gap <= 1 ? before : DATE_END);
        if (doubt != DATE_FORMAT_FINE)
            return doubt;
        before = piece.token;
        gap = 0;
    }
    return DATE_FORMAT_FINE;
}
