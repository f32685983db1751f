/* Durations: one number, one unit, exact arithmetic. */
#include "schema/unit/duration.h"

#include <inttypes.h>

static const struct {
    const char *name;
    int64_t ms;
} units[] = {
    {"d", 86400000}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}, {"", 1},
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Reads digits from the front of *s onto *n; false on overflow or where there are none. */
static bool take_digits(struct str *s, int64_t *n, size_t *count) {
    *count = 0;
    for (; s->n && is_digit(s->p[0]); *s = str_skip(*s, 1), ++*count)
        if (__builtin_mul_overflow(*n, 10, n) || __builtin_add_overflow(*n, s->p[0] - '0', n))
            return false;
    return *count > 0;
}

bool duration_parse(struct str s, int64_t *ms) {
    int64_t n = 0, scale = 1;
    size_t count;
    if (!take_digits(&s, &n, &count))
        return false;
    if (s.n && s.p[0] == '.') {
        s = str_skip(s, 1);
        if (!take_digits(&s, &n, &count))
            return false;
        while (count--)
            if (__builtin_mul_overflow(scale, 10, &scale))
                return false;
    }
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        if (!str_eqz(s, units[i].name))
            continue;
        if (__builtin_mul_overflow(n, units[i].ms, &n) || n % scale != 0)
            return false;
        *ms = n / scale;
        return true;
    }
    return false;
}

struct str duration_text(struct arena *a, int64_t ms) {
    size_t i = 0;
    while (ms == 0 ? units[i].ms != 1 : ms % units[i].ms != 0)
        i++;
    return arena_fmt(a, "%" PRId64 "%s", ms / units[i].ms, units[i].name);
}
