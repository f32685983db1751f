/* Rules about single values: counts, sizes, times, formats, names. */
#include "lint/rules.h"

#include "schema/base/edit.h"
#include "schema/unit/date_format.h"

/* ---- EC0203, EC0204 -------------------------------------------------------------------------- */

/* The machine that will run the plan is not this one, so its CPUs are not known unless .ecoc.yaml
 * says so. Only a number that hardly any machine has is worth a word. */
enum { MANY_CPUS = 64 };

static void check_negative(struct lint *l, const struct app *app, const struct lint_alt *alt,
                           bool mode_given) {
    long long n = alt->data.number;
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    struct str interpreter = l->resolved->opt[OPT_INTERPRETER].data.text.text;
    bool is_node = str_ends(interpreter, STR("node")) || str_ends(interpreter, STR("bun"));
    if (!mode_given && is_node) {
        struct diag *d = lint_add(l, RULE_NEGATIVE_INSTANCES, app, alt,
                                  "`instances: %lld` without `exec_mode` means fork mode: the "
                                  "processes do not share a port",
                                  n);
        diag_note(l->sink, d, "it is the number of CPUs minus %lld, and at least one process", -n);
        diag_help(l->sink, d, "add exec_mode: 'cluster'");
        if (!app->maybe)
            (void)edit_add_before(l->sink, d, DIAG_FIX_UNSAFE, app->set[OPT_INSTANCES]->key_span,
                                  app->set[OPT_INSTANCES]->key, options[OPT_EXEC_MODE].name,
                                  "cluster");
        return;
    }
    struct diag *d = lint_add(
        l, RULE_NEGATIVE_INSTANCES, app, alt,
        "`instances: %lld` is a single process on a machine with %lld CPUs or fewer", n, 1 - n);
    diag_severity_set(l->sink, d, DIAG_INFO);
    diag_help(l->sink, d, "write a number where at least so many are needed: instances: 2");
}

void rule_instances(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    const struct lint_settings *said = l->in->settings;
    long long cpus = said && said->cpus ? (long long)said->cpus : MANY_CPUS;
    for (size_t at = 0; lint_next(l, app, OPT_INSTANCES, &at, &alt);) {
        long long n = alt.data.number;
        if (n < -1)
            check_negative(l, app, &alt, app->set[OPT_EXEC_MODE] != NULL);
        if (n <= cpus)
            continue;
        struct diag *d =
            lint_add(l, RULE_INSTANCES_OVER_CPUS, app, &alt,
                     "`instances: %lld` starts %lld processes that compete for fewer CPUs", n, n);
        diag_help(l->sink, d, "write instances: 'max' for one process per CPU");
    }
}

/* ---- EC0206 ---------------------------------------------------------------------------------- */

enum {
    MEMORY_LEAST = 10 << 20
}; /* bytes; a Node process that does nothing has three times as much */

static struct str size_guess(struct lint *l, const struct value *v) {
    if (v->kind == VALUE_NUMBER)
        return v->number < 65536 && v->number == (double)(long long)v->number
                   ? arena_fmt(l->a, "%lldM", (long long)v->number)
                   : STR("300M");
    struct str digits = v->string;
    bool is_kilo = str_ends(digits, STR("K"));
    digits.n -= is_kilo;
    return is_kilo && digits.n < 6 ? arena_fmt(l->a, "%.*sM", STR_ARG(digits)) : STR("300M");
}

static void fix_size(struct lint *l, struct diag *d, const struct lint_alt *alt, struct str size) {
    const struct value *v = alt->value;
    if (v->kind == VALUE_STRING)
        (void)edit_text(l->sink, d, DIAG_FIX_UNSAFE, alt->setting->key, v->span, v->string, size);
    else if (v->span.src)
        (void)edit_literal(l->sink, d, DIAG_FIX_UNSAFE, alt->setting->key, v->span,
                           value_number_text(l->a, v->number),
                           edit_quoted(l->a, v->span.src, size));
}

void rule_memory(struct lint *l, const struct app *app) {
    static const enum opt_id limits[] = {OPT_MAX_MEMORY_RESTART, OPT_CGROUP_MEMORY_MAX,
                                         OPT_CGROUP_MEMORY_HIGH};
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(limits); i++)
        for (size_t at = 0; lint_next(l, app, limits[i], &at, &alt);) {
            int64_t bytes = alt.data.number;
            if (bytes <= 0 || bytes >= MEMORY_LEAST)
                continue;
            struct diag *d = lint_add(
                l, RULE_MEMORY_SMALL, app, &alt,
                limits[i] == OPT_MAX_MEMORY_RESTART
                    ? "`%.*s` of %lld bytes is below any process: each check restarts the app"
                    : "`%.*s` of %lld bytes is below any process: the app cannot run",
                STR_ARG(lint_key(&alt)), (long long)bytes);
            struct str guess = size_guess(l, alt.value);
            diag_help(l->sink, d, "write %.*s: '%.*s'", STR_ARG(alt.setting->key), STR_ARG(guess));
            fix_size(l, d, &alt, guess);
        }
}

/* ---- EC0208, EC0209 -------------------------------------------------------------------------- */

enum { CRON_LEAST_GAP_S = 300 };

static void check_seconds(struct lint *l, const struct app *app, const struct lint_alt *alt) {
    struct str pattern = alt->value->string;
    size_t first = 0;
    while (first < pattern.n && (pattern.p[first] == ' ' || pattern.p[first] == '\t'))
        first++;
    struct str rest = str_skip(pattern, first);
    size_t field = str_index(rest, ' ');
    struct diag *d = lint_add(l, RULE_CRON_SECONDS, app, alt,
                              "`%.*s` has six fields, so the first is seconds, not minutes",
                              STR_ARG(lint_key(alt)));
    d->span = lint_span_in(alt->value, first, first + field);
    rest = str_skip(rest, field);
    while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t'))
        rest = str_skip(rest, 1);
    bool is_zero = alt->data.cron.second == 1;
    diag_help(l->sink, d,
              is_zero ? "write '%.*s', which means the same"
                      : "write '%.*s' where seconds do not matter",
              STR_ARG(rest));
}

static struct str gap_text(struct lint *l, int64_t gap_s) {
    if (gap_s == 1)
        return STR("every second");
    if (gap_s < 60)
        return arena_fmt(l->a, "every %lld seconds", (long long)gap_s);
    if (gap_s == 60)
        return STR("every minute");
    return arena_fmt(l->a, "every %lld minutes", (long long)((gap_s + 59) / 60));
}

static void check_often(struct lint *l, const struct app *app, const struct lint_alt *alt) {
    int64_t gap_s = alt->data.cron.asked ? 0 : cron_shortest_gap_s(&alt->data.cron);
    if (gap_s <= 0 || gap_s >= CRON_LEAST_GAP_S)
        return;
    struct diag *d =
        lint_add(l, RULE_CRON_OFTEN, app, alt, "`%.*s` restarts the app as often as %.*s",
                 STR_ARG(alt->setting->key), STR_ARG(gap_text(l, gap_s)));
    diag_help(l->sink, d, "once an hour is '0 * * * *', once a day at 03:00 '0 3 * * *'");
}

void rule_cron(struct lint *l, const struct app *app) {
    static const enum opt_id crons[] = {OPT_CRON_RESTART, OPT_ROTATE_INTERVAL};
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(crons); i++)
        for (size_t at = 0; lint_next(l, app, crons[i], &at, &alt);) {
            if (alt.data.is_none)
                continue;
            if (alt.data.cron.has_seconds)
                check_seconds(l, app, &alt);
            else if (crons[i] == OPT_CRON_RESTART)
                check_often(l, app, &alt);
        }
}

/* ---- EC0210 ---------------------------------------------------------------------------------- */

/* Up to `most` a number is more likely meant as seconds. */
static const struct {
    enum opt_id id;
    int most;
    const char *before, *after;
} in_ms[] = {
    {OPT_KILL_TIMEOUT, 60, "SIGKILL follows the stop signal after", ""},
    {OPT_LISTEN_TIMEOUT, 60, "the app counts as ready after", ", whether it is or not"},
    {OPT_RESTART_DELAY, 60, "a restart follows an exit after", ""},
    {OPT_EXP_BACKOFF, 10, "the first restart follows an exit after", ""},
    {OPT_MIN_UPTIME, 60, "a run counts as stable after", ""},
    {OPT_WATCH_DELAY, 60, "a restart follows a change after", ""},
    {OPT_HTTP_TIMEOUT, 60, "a check fails after", ""},
    {OPT_HTTP_START, 60, "failures count after", ""},
};

static void check_ms(struct lint *l, const struct app *app, const struct lint_alt *alt,
                     size_t row) {
    struct str text = alt->value->kind == VALUE_STRING ? alt->value->string : STR("0");
    long long n = alt->data.number;
    bool has_unit = text.n == 0 || text.p[text.n - 1] < '0' || text.p[text.n - 1] > '9';
    if (has_unit || n <= 0 || n > in_ms[row].most)
        return;
    struct diag *d =
        lint_add(l, RULE_MS_AS_SECONDS, app, alt, "`%.*s` is in milliseconds: %s %lld ms%s",
                 STR_ARG(lint_key(alt)), in_ms[row].before, n, in_ms[row].after);
    if (in_ms[row].id == OPT_MIN_UPTIME)
        diag_note(l->sink, d, "PM2 takes 100 or more here and refuses the whole file");
    diag_help(l->sink, d, "write %.*s: %lld where %lld s are meant", STR_ARG(alt->setting->key),
              n * 1000, n);
    (void)edit_text(l->sink, d, DIAG_FIX_UNSAFE, alt->setting->key, alt->value->span,
                    arena_fmt(l->a, "%lld", n), arena_fmt(l->a, "%lld", n * 1000));
}

void rule_milliseconds(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    for (size_t row = 0; row < ARRAY_LEN(in_ms); row++)
        for (size_t at = 0; lint_next(l, app, in_ms[row].id, &at, &alt);)
            check_ms(l, app, &alt, row);
}

/* ---- EC0215 ---------------------------------------------------------------------------------- */

static const struct {
    const char *what, *help;
    const char *instead; /* NULL: several things come to mind */
} doubts[] = {
    [DATE_FORMAT_HOUR12] = {"is the twelve-hour clock: 03:00 and 15:00 look the same", "write HH",
                            "HH"},
    [DATE_FORMAT_MONTH_AS_MINUTE] = {"is the month, where minutes were probably meant", "write mm",
                                     "mm"},
    [DATE_FORMAT_MINUTE_AS_MONTH] = {"is the minute, where the month was probably meant",
                                     "write MM", "MM"},
    [DATE_FORMAT_WEEKDAY_AS_DAY] = {"is the weekday, where the day was probably meant", "write DD",
                                    "DD"},
    [DATE_FORMAT_PLUGIN] = {"is printed as letters by PM2, which has no such token", "leave it out",
                            NULL},
    [DATE_FORMAT_LETTER] = {"is no token and is printed as it stands",
                            "put it in brackets, such as [at], or leave it out", NULL},
};

/* The two letters from `begin` on; one letter is written as two. */
static void fix_date(struct lint *l, struct diag *d, const struct lint_alt *alt, size_t begin,
                     const char *instead) {
    struct str old = alt->value->string;
    size_t n = 0;
    while (begin + n < old.n && old.p[begin + n] == old.p[begin])
        n++;
    struct str fixed = arena_fmt(l->a, "%.*s%s%.*s", (int)begin, old.p, instead,
                                 STR_ARG(str_skip(old, begin + n)));
    if (n <= 2)
        (void)edit_text(l->sink, d, DIAG_FIX_UNSAFE, alt->setting->key, alt->value->span, old,
                        fixed);
}

void rule_date_format(struct lint *l, const struct app *app) {
    static const enum opt_id formats[] = {OPT_LOG_DATE_FORMAT, OPT_ROTATE_DATE};
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        for (size_t at = 0; lint_next(l, app, formats[i], &at, &alt);) {
            size_t begin, end;
            enum date_format_doubt doubt =
                alt.data.is_none ? DATE_FORMAT_FINE
                                 : date_format_suspicious(alt.value->string, &begin, &end);
            if (doubt == DATE_FORMAT_FINE)
                continue;
            struct str part = {alt.value->string.p + begin, end - begin};
            struct diag *d = lint_add(l, RULE_DATE_FORMAT, app, &alt, "`%.*s`: %.*s %s",
                                      STR_ARG(lint_key(&alt)), STR_ARG(part), doubts[doubt].what);
            d->span = lint_span_in(alt.value, begin, end);
            diag_help(l->sink, d, "%s", doubts[doubt].help);
            if (doubts[doubt].instead)
                fix_date(l, d, &alt, begin, doubts[doubt].instead);
        }
}

/* ---- EC0111 ---------------------------------------------------------------------------------- */

/* Options that take true and false as well as text: there the text is a name like any other. */
void rule_text_for_switch(struct lint *l, const struct app *app) {
    static const struct {
        enum opt_id id;
        const char *what;
    } rows[] = {
        {OPT_WATCH, "watches a path"},
        {OPT_LOG_FILE, "writes a file"},
        {OPT_FILTER_ENV, "drops a variable"},
    };
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (size_t at = 0; lint_next(l, app, rows[i].id, &at, &alt);) {
            struct str text = alt.value->kind == VALUE_STRING ? alt.value->string : STR("");
            if (!str_eqz(text, "true") && !str_eqz(text, "false"))
                continue;
            struct str key = alt.setting->key;
            struct diag *d =
                lint_add(l, RULE_STRING_BOOLEAN, app, &alt, "`%.*s: '%.*s'` %s of the name %.*s",
                         STR_ARG(key), STR_ARG(text), rows[i].what, STR_ARG(text));
            diag_severity_set(l->sink, d, DIAG_WARNING);
            diag_help(l->sink, d, "remove the quotes: %.*s: %.*s", STR_ARG(key), STR_ARG(text));
            (void)edit_literal(l->sink, d, DIAG_FIX_UNSAFE, key, alt.value->span, text, text);
        }
}

/* ---- EC0217 ---------------------------------------------------------------------------------- */

static bool is_number(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static const char *misread_as(struct str name) {
    if (str_eqz(name, "all"))
        return "every app";
    if (is_number(name))
        return "the number of a process";
    if (name.n && name.p[0] == '-')
        return "a flag";
    if (name.n > 2 && name.p[0] == '/' && name.p[name.n - 1] == '/')
        return "a pattern";
    return NULL;
}

void rule_name(struct lint *l, const struct app *app) {
    static const enum opt_id names[] = {OPT_NAME, OPT_NAMESPACE};
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        for (size_t at = 0; lint_next(l, app, names[i], &at, &alt);) {
            struct str text = alt.data.text.text;
            const char *as = misread_as(text);
            if (!as)
                continue;
            struct diag *d = lint_add(l, RULE_NAME_CHARS, app, &alt,
                                      "`%.*s: '%.*s'` cannot be addressed: commands take it for %s",
                                      STR_ARG(alt.setting->key), STR_ARG(text), as);
            if (text.p[0] == '-' || text.p[0] == '/')
                diag_help(l->sink, d, "begin it with a letter");
            else
                diag_help(l->sink, d, "add a word: %.*s: '%.*s-%s'", STR_ARG(alt.setting->key),
                          STR_ARG(text), is_number(text) ? "api" : "services");
        }
}
