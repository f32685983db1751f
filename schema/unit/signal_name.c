/* Signals: a table, the names of the C library first, synonyms after them. */
#include "schema/unit/signal_name.h"

static const struct {
    const char *name;
    int number;
} signals[] = {
    {"HUP", 1},   {"INT", 2},     {"QUIT", 3},  {"ILL", 4},     {"TRAP", 5},  {"ABRT", 6},
    {"BUS", 7},   {"FPE", 8},     {"KILL", 9},  {"USR1", 10},   {"SEGV", 11}, {"USR2", 12},
    {"PIPE", 13}, {"ALRM", 14},   {"TERM", 15}, {"STKFLT", 16}, {"CHLD", 17}, {"CONT", 18},
    {"STOP", 19}, {"TSTP", 20},   {"TTIN", 21}, {"TTOU", 22},   {"URG", 23},  {"XCPU", 24},
    {"XFSZ", 25}, {"VTALRM", 26}, {"PROF", 27}, {"WINCH", 28},  {"IO", 29},   {"PWR", 30},
    {"SYS", 31},  {"IOT", 6},     {"CLD", 17},  {"POLL", 29},
};

/* 32 and 33 belong to the C library's threads. */
enum { REAL_TIME_FIRST = 34 };

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool same(struct str s, const char *name) {
    struct str n = str_of(name);
    if (s.n != n.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (upper(s.p[i]) != n.p[i])
            return false;
    return true;
}

/* One or two digits, nothing else; -1 otherwise. */
static int small_number(struct str s) {
    int n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        n = n * 10 + (s.p[i] - '0');
    }
    return s.n >= 1 && s.n <= 2 ? n : -1;
}

static bool is_signal(int n) {
    return (n >= SIGNAL_FIRST && n <= 31) || (n >= REAL_TIME_FIRST && n <= SIGNAL_LAST);
}

/* "RTMIN", "RTMIN+n", "RTMAX", "RTMAX-n". */
static int real_time(struct str s) {
    enum { STEM = 5 };
    struct str stem = {s.p, s.n < STEM ? s.n : STEM};
    bool up = same(stem, "RTMIN");
    if (!up && !same(stem, "RTMAX"))
        return 0;
    int step = 0;
    if (s.n > STEM)
        step = s.p[STEM] == (up ? '+' : '-') ? small_number(str_skip(s, STEM + 1)) : -1;
    if (step < 0)
        return 0;
    int n = up ? REAL_TIME_FIRST + step : SIGNAL_LAST - step;
    return n >= REAL_TIME_FIRST && n <= SIGNAL_LAST ? n : 0;
}

int signal_number(struct str name) {
    int n = small_number(name);
    if (n >= 0)
        return is_signal(n) ? n : 0;
    if (name.n > 3 && same((struct str){name.p, 3}, "SIG"))
        name = str_skip(name, 3);
    for (size_t i = 0; i < ARRAY_LEN(signals); i++)
        if (same(name, signals[i].name))
            return signals[i].number;
    return real_time(name);
}

struct str signal_name(struct arena *a, int number) {
    if (!is_signal(number))
        return STR("");
    for (size_t i = 0; i < ARRAY_LEN(signals); i++)
        if (signals[i].number == number)
            return arena_fmt(a, "SIG%s", signals[i].name);
    if (number == REAL_TIME_FIRST)
        return STR("SIGRTMIN");
    if (number == SIGNAL_LAST)
        return STR("SIGRTMAX");
    return number - REAL_TIME_FIRST <= 15 ? arena_fmt(a, "SIGRTMIN+%d", number - REAL_TIME_FIRST)
                                          : arena_fmt(a, "SIGRTMAX-%d", SIGNAL_LAST - number);
}
