/* Patterns into masks. The order of the checks is croner's, so that both refuse the same texts. */
#include "schema/unit/cron.h"

#include <stdarg.h>
#include <stdio.h>

#include "schema/base/base.h"
#include "schema/base/utf8.h"

/* `least` is the first value, `size` how many entries croner's table has: its bound for steps. */
static const struct {
    const char *name;
    int least, most, size;
} fields[CRON_FIELDS] = {
    [CRON_SECOND] = {"second", 0, 59, 60}, [CRON_MINUTE] = {"minute", 0, 59, 60},
    [CRON_HOUR] = {"hour", 0, 23, 24},     [CRON_DAY] = {"day", 1, 31, 31},
    [CRON_MONTH] = {"month", 1, 12, 12},   [CRON_WEEKDAY] = {"weekday", 0, 7, 8},
};

static const char month_names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
static const char weekday_names[] = "sunmontuewedthufrisat";

enum { FIELD_MOST = 512, NUMBER_MOST = 1000000 };

/* One field while it is read: names already replaced by numbers, each byte's place in the pattern
 * kept. */
struct part {
    enum cron_field field;
    char text[FIELD_MOST];
    size_t place[FIELD_MOST + 1];
    size_t n;
    uint64_t mask;
    bool asked;
    struct cron_problem *problem;
};

const char *cron_field_name(enum cron_field field) {
    return fields[field].name;
}

static bool refuse(struct cron_problem *problem, size_t begin, size_t end, const char *fmt, ...)
    ATTR_PRINTF(4, 5);

static bool refuse(struct cron_problem *problem, size_t begin, size_t end, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(problem->message, sizeof problem->message, fmt, ap);
    va_end(ap);
    problem->begin = begin;
    problem->end = end;
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The length of the white space (JavaScript's \s) at the front of s. */
static size_t blank_length(struct str s) {
    static const uint32_t wide[] = {0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff};
    if (s.n == 0)
        return 0;
    if (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r'))
        return 1;
    uint32_t cp;
    size_t n = utf8_decode(s, &cp);
    for (size_t i = 0; i < ARRAY_LEN(wide); i++)
        if (cp == wide[i])
            return n;
    return cp >= 0x2000 && cp <= 0x200a ? n : 0;
}

/* Splits on white space into at most CRON_FIELDS + 1 slices; returns how many. */
static size_t split_fields(struct str pattern, struct str *out) {
    size_t n = 0, blank;
    while (pattern.n && n <= CRON_FIELDS) {
        while ((blank = blank_length(pattern)) > 0)
            pattern = str_skip(pattern, blank);
        size_t length = 0;
        while (length < pattern.n && blank_length(str_skip(pattern, length)) == 0)
            length++;
        if (length)
            out[n++] = (struct str){pattern.p, length};
        pattern = str_skip(pattern, length);
    }
    return n;
}

/* 1-based position of the three letters at the front of s among `names`, or 0. */
static unsigned name_index(struct str s, const char *names) {
    if (s.n < 3)
        return 0;
    for (unsigned i = 0; names[i]; i += 3)
        if ((s.p[0] | 32) == names[i] && (s.p[1] | 32) == names[i + 1] &&
            (s.p[2] | 32) == names[i + 2])
            return i / 3 + 1;
    return 0;
}

static void add_byte(struct part *part, char c, size_t place) {
    part->text[part->n] = c;
    part->place[part->n++] = place;
}

/* Copies the field, names replaced; `base` is its place in the pattern. */
static bool load_part(struct part *part, struct str s, size_t base) {
    bool month = part->field == CRON_MONTH;
    const char *names = month ? month_names : part->field == CRON_WEEKDAY ? weekday_names : "";
    if (s.n >= FIELD_MOST)
        return refuse(part->problem, base, base + s.n, "%s is too long", fields[part->field].name);
    for (size_t i = 0; i < s.n;) {
        unsigned index = name_index(str_skip(s, i), names);
        if (!index) {
            add_byte(part, s.p[i], base + i);
            i++;
            continue;
        }
        unsigned value = month ? index : index - 1;
        if (value >= 10)
            add_byte(part, '1', base + i);
        add_byte(part, (char)('0' + value % 10), base + i);
        i += 3;
    }
    part->place[part->n] = base + s.n;
    return true;
}

/* Refuses the bytes [from, to) of the part. */
#define REFUSE(part, from, to, ...)                                                                \
    refuse((part)->problem, (part)->place[from], (part)->place[to], __VA_ARGS__)

static bool check_characters(const struct part *part) {
    for (size_t i = 0; i < part->n; i++) {
        char c = part->text[i];
        if (is_digit(c) || c == '*' || c == ',' || c == '-' || c == '/')
            continue;
        size_t end = i + 1;
        if (c == '?') {
            bool alone =
                (i == 0 || part->text[i - 1] == ',') && (end == part->n || part->text[end] == ',');
            if (alone && !memchr(part->text, '?', i))
                continue;
            return REFUSE(part, i, end, "? can stand once and by itself as the %s",
                          fields[part->field].name);
        }
        if (((unsigned char)c & 0x80) == 0 && c != 'L' && c != 'l' && (c | 32) >= 'a' &&
            (c | 32) <= 'z')
            while (end < part->n && (part->text[end] | 32) >= 'a' && (part->text[end] | 32) <= 'z')
                end++;
        else
            while (end < part->n && ((unsigned char)part->text[end] & 0xc0) == 0x80)
                end++;
        return REFUSE(part, i, end, "\"%.*s\" has no meaning as %s", (int)(end - i), part->text + i,
                      fields[part->field].name);
    }
    return true;
}

/* JavaScript's parseInt over [from, to): leading digits, -1 where there are none. */
static int read_number(const struct part *part, size_t from, size_t to) {
    int n = 0;
    size_t i = from;
    for (; i < to && is_digit(part->text[i]); i++)
        if (n < NUMBER_MOST)
            n = n * 10 + (part->text[i] - '0');
    return i > from ? n : -1;
}

static bool check_range(const struct part *part, size_t from, size_t to, int n) {
    if (n >= fields[part->field].least && n <= fields[part->field].most)
        return true;
    return REFUSE(part, from, to, "%s %.*s is outside %d-%d", fields[part->field].name,
                  (int)(to - from > 12 ? 12 : to - from), part->text + from,
                  fields[part->field].least, fields[part->field].most);
}

static void set_every(struct part *part, int from, int to, int step) {
    for (int i = from; i <= to; i += step)
        part->mask |= (uint64_t)1 << i;
}

/* The steps of [from, to), the text after the slash. */
static bool read_steps(const struct part *part, size_t from, size_t to, int *steps) {
    const char *name = fields[part->field].name;
    size_t shown = from < to ? from : from - 1;
    *steps = read_number(part, from, to);
    if (*steps < 0)
        return REFUSE(part, shown, to, "%s has no step after /", name);
    if (*steps == 0)
        return REFUSE(part, from, to, "a step of 0 in %s never moves on", name);
    if (*steps > fields[part->field].size)
        return REFUSE(part, from, to, "a step of %.*s in %s is larger than the field, which has %d",
                      (int)(to - from > 12 ? 12 : to - from), part->text + from, name,
                      fields[part->field].size);
    return true;
}

static bool all_digits(const struct part *part, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (!is_digit(part->text[i]))
            return false;
    return to > from;
}

/* "a-b" or, strict about its numbers, "a-b/n". `dash` and `slash` are where they stand. */
static bool read_range(struct part *part, size_t dash, size_t slash) {
    const char *name = fields[part->field].name;
    bool stepped = slash < part->n;
    size_t end = stepped ? slash : part->n;
    int low = read_number(part, 0, dash), high = read_number(part, dash + 1, end), steps = 1;
    if (dash > slash || memchr(part->text + dash + 1, '-', part->n - dash - 1) || low < 0 ||
        high < 0 ||
        (stepped && (!all_digits(part, 0, dash) || !all_digits(part, dash + 1, end) ||
                     !all_digits(part, slash + 1, part->n))))
        return REFUSE(part, 0, part->n, "\"%.*s\" is not a range of the form a-b or a-b/n for %s",
                      (int)(part->n > 24 ? 24 : part->n), part->text, name);
    if (stepped && !read_steps(part, slash + 1, part->n, &steps))
        return false;
    if (!check_range(part, 0, dash, low) || !check_range(part, dash + 1, end, high))
        return false;
    if (low > high)
        return REFUSE(part, 0, end, "the range %d-%d in %s runs backwards", low, high, name);
    set_every(part, low, high, steps);
    return true;
}

/* "*" + "/n" or "x/n"; x is an index into croner's table and so not checked. */
static bool read_stepping(struct part *part, size_t slash) {
    int steps, least = fields[part->field].least;
    if (memchr(part->text + slash + 1, '/', part->n - slash - 1))
        return REFUSE(part, 0, part->n, "%s has more than one /", fields[part->field].name);
    if (!read_steps(part, slash + 1, part->n, &steps))
        return false;
    int from = slash == 1 && part->text[0] == '*' ? 0 : read_number(part, 0, slash);
    if (from >= 0)
        set_every(part, from + least, fields[part->field].most, steps);
    return true;
}

static bool read_item(struct part *part, size_t from, size_t to, bool in_list) {
    for (size_t i = from; i < to && in_list; i++)
        if (part->text[i] == '-' || part->text[i] == '/')
            return REFUSE(part, from, to,
                          "\"%.*s\" in %s: croner allows no ranges or steps in a list",
                          (int)(to - from > 24 ? 24 : to - from), part->text + from,
                          fields[part->field].name);
    if (to - from == 1 && part->text[from] == '*') {
        set_every(part, fields[part->field].least, fields[part->field].most, 1);
        return true;
    }
    if (to - from == 1 && part->text[from] == '?') {
        part->asked = true;
        return true;
    }
    int n = read_number(part, from, to);
    if (n < 0)
        return true;
    if (!check_range(part, from, to, n))
        return false;
    part->mask |= (uint64_t)1 << n;
    return true;
}

static size_t find(const struct part *part, char c) {
    return str_index((struct str){part->text, part->n}, c);
}

static bool read_part(struct part *part) {
    size_t dash = find(part, '-'), slash = find(part, '/');
    if (find(part, ',') < part->n) {
        for (size_t from = 0; from <= part->n;) {
            struct str rest = {part->text + from, part->n - from};
            size_t to = from + str_index(rest, ',');
            if (!read_item(part, from, to, true))
                return false;
            from = to + 1;
        }
    } else if (dash < part->n) {
        if (!read_range(part, dash, slash))
            return false;
    } else if (slash < part->n) {
        if (!read_stepping(part, slash))
            return false;
    } else if (!read_item(part, 0, part->n, false)) {
        return false;
    }
    if (part->mask == 0 && !part->asked)
        return REFUSE(part, 0, part->n, "%s matches nothing", fields[part->field].name);
    return true;
}

static void store(struct cron *cron, const struct part *part) {
    uint64_t m = part->mask;
    cron->asked = (uint8_t)(cron->asked | (unsigned)part->asked << part->field);
    switch (part->field) {
    case CRON_SECOND:
        cron->second = m;
        break;
    case CRON_MINUTE:
        cron->minute = m;
        break;
    case CRON_HOUR:
        cron->hour = (uint32_t)m;
        break;
    case CRON_DAY:
        cron->day = (uint32_t)m;
        break;
    case CRON_MONTH:
        cron->month = (uint16_t)m;
        break;
    case CRON_WEEKDAY:
        cron->weekday = (uint8_t)((m | m >> 7) & 0x7f);
        break;
    case CRON_FIELDS:
        break;
    }
}

static bool is_last_day(struct str s) {
    return s.n == 1 && (s.p[0] | 32) == 'l';
}

bool cron_parse(struct str pattern, struct cron *cron, struct cron_problem *problem) {
    struct str given[CRON_FIELDS + 1];
    size_t n = split_fields(pattern, given);
    *cron = (struct cron){.has_seconds = n == CRON_FIELDS, .second = 1};
    if (n > CRON_FIELDS)
        return refuse(problem, 0, pattern.n, "the pattern has more than 6 fields");
    if (n < CRON_FIELDS - 1)
        return refuse(problem, 0, pattern.n, "the pattern has %zu of 5 or 6 fields", n);
    struct part part;
    for (size_t i = 0; i < n; i++) {
        part = (struct part){.field = (enum cron_field)(i + CRON_FIELDS - n), .problem = problem};
        size_t base = (size_t)(given[i].p - pattern.p);
        cron->last_day |= part.field == CRON_DAY && is_last_day(given[i]);
        if (!load_part(&part,
                       cron->last_day && part.field == CRON_DAY ? STR("28,29,30,31") : given[i],
                       base) ||
            !check_characters(&part) || !read_part(&part))
            return false;
        store(cron, &part);
    }
    return true;
}

void cron_settle(struct cron *cron, const struct civil_time *now) {
    if (cron->asked & 1u << CRON_SECOND)
        cron->second |= (uint64_t)1 << now->second;
    if (cron->asked & 1u << CRON_MINUTE)
        cron->minute |= (uint64_t)1 << now->minute;
    if (cron->asked & 1u << CRON_HOUR)
        cron->hour |= (uint32_t)1 << now->hour;
    if (cron->asked & 1u << CRON_DAY)
        cron->day |= (uint32_t)1 << now->day;
    if (cron->asked & 1u << CRON_MONTH)
        cron->month = (uint16_t)(cron->month | 1u << now->month);
    if (cron->asked & 1u << CRON_WEEKDAY)
        cron->weekday =
            (uint8_t)(cron->weekday | 1u << civil_weekday(now->year, now->month, now->day));
    cron->asked = 0;
}
