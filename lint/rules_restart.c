/* Rules of the restart policy and of memory: limits that never trip, options that undo each other. */
#include "lint/combo.h"

/* A number that was given and is not 0; PM2 loses a 0 anyhow. */
static int64_t number_of(const struct resolved_app *r, enum opt_id id, int64_t otherwise) {
    const struct resolved_opt *o = &r->opt[id];
    return o->from == FROM_GIVEN && o->data.number > 0 ? o->data.number : otherwise;
}

/* "1.6 s", "10 s", "400 ms" */
static struct str time_text(struct lint *l, int64_t ms) {
    if (ms < 1000)
        return arena_fmt(l->a, "%lld ms", (long long)ms);
    if (ms % 1000 == 0)
        return arena_fmt(l->a, "%lld s", (long long)(ms / 1000));
    return arena_fmt(l->a, "%lld.%lld s", (long long)(ms / 1000), (long long)(ms % 1000 / 100));
}

/* ---- EC0601 ---------------------------------------------------------------------------------- */

/* Megabytes of --max-old-space-size=512 in a list of words; 0 where there is none. */
static int64_t heap_in(const struct given_text *items, size_t n) {
    static const char *const flags[] = {"--max-old-space-size", "--max_old_space_size"};
    int64_t heap = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < ARRAY_LEN(flags); k++) {
            struct str word = items[i].text, flag = str_of(flags[k]);
            if (!str_starts(word, flag))
                continue;
            struct str digits = str_skip(word, flag.n);
            if (digits.n == 0 && i + 1 < n)
                digits = items[i + 1].text;
            else if (digits.n && digits.p[0] == '=')
                digits = str_skip(digits, 1);
            int64_t mb = 0;
            for (size_t c = 0; c < digits.n && c < 9; c++)
                mb = digits.p[c] >= '0' && digits.p[c] <= '9' ? mb * 10 + digits.p[c] - '0' : 0;
            heap = mb ? mb : heap;
        }
    return heap;
}

static void report_heap(struct lint *l, const struct app *app, struct str when, int64_t heap,
                        struct span where) {
    const struct value *limit = app_value(app, OPT_MAX_MEMORY_RESTART);
    struct diag *d =
        lint_say(l, RULE_HEAP_OVER_LIMIT, app, OPT_MAX_MEMORY_RESTART, when,
                 "`max_memory_restart: %.*s` restarts the app before V8 comes to collect "
                 "its heap of %lld MB",
                 STR_ARG(lint_shown(l, limit)), (long long)heap);
    diag_relate(l->sink, d, where, "the heap may grow to this");
    int64_t bytes = l->resolved->opt[OPT_MAX_MEMORY_RESTART].data.number;
    diag_help(l->sink, d, "keep the heap to three quarters of the limit: --max-old-space-size=%lld",
              (long long)(bytes * 3 / 4 >> 20));
}

static void check_heap(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_MAX_MEMORY_RESTART, OPT_NODE_ARGS};
    struct combos c;
    for (combos_of(&c, l, app, ids, ARRAY_LEN(ids)); combos_next(&c);) {
        resolve_app(l->a, l->model, &c.app, STR(""), 0, l->resolved);
        const struct opt_data *args = &l->resolved->opt[OPT_NODE_ARGS].data;
        int64_t limit = l->resolved->opt[OPT_MAX_MEMORY_RESTART].data.number;
        int64_t heap = heap_in(args->items, args->n);
        if (app_value(&c.app, OPT_MAX_MEMORY_RESTART) && limit >> 20 && heap >= limit >> 20)
            report_heap(l, &c.app, c.when, heap, lint_place(&c.app, OPT_NODE_ARGS));
        const struct lint_env *vars;
        size_t n = lint_env(l, app, &vars);
        for (size_t i = 0; i < n && heap == 0 && limit >> 20; i++) {
            if (!str_eqz(vars[i].name, "NODE_OPTIONS") || vars[i].value->kind != VALUE_STRING)
                continue;
            const struct str *words;
            size_t n_words = convert_split(l->a, vars[i].value->string, &words);
            struct given_text *items = arena_array(l->a, struct given_text, n_words);
            for (size_t k = 0; k < n_words; k++)
                items[k].text = words[k];
            int64_t mb = heap_in(items, n_words);
            if (mb >= limit >> 20)
                report_heap(l, &c.app, vars[i].when, mb, vars[i].span);
        }
    }
}

/* ---- EC0603 ---------------------------------------------------------------------------------- */

/* The least time that n crashes take, with n - 1 waits between them. */
static int64_t waits_ms(int64_t n, int64_t fixed, int64_t first) {
    enum { BACKOFF_MOST_MS = 15000 };
    int64_t total = 0, wait = first;
    if (first == 0)
        return (n - 1) * fixed;
    for (int64_t i = 1; i < n && total < INT32_MAX; i++) {
        total += wait;
        wait = wait * 3 / 2 < BACKOFF_MOST_MS ? wait * 3 / 2 : BACKOFF_MOST_MS;
    }
    return total;
}

/* PM2 counts a crash only within min_uptime x max_restarts of the first start (facts 3.4). */
static void check_limit(struct lint *l, const struct app *app, struct str when) {
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    const struct resolved_app *r = l->resolved;
    int64_t most = number_of(r, OPT_MAX_RESTARTS, 16), uptime = number_of(r, OPT_MIN_UPTIME, 1000);
    int64_t fixed = number_of(r, OPT_RESTART_DELAY, 0), first = number_of(r, OPT_EXP_BACKOFF, 0);
    int64_t takes = waits_ms(most, fixed, first), window = most * uptime;
    if ((fixed == 0 && first == 0) || takes < window || !r->opt[OPT_AUTORESTART].data.flag)
        return;
    bool given = app_value(app, OPT_MAX_RESTARTS) != NULL;
    enum opt_id delay = first ? OPT_EXP_BACKOFF : OPT_RESTART_DELAY;
    struct diag *d =
        lint_say(l, RULE_LIMIT_UNREACHABLE, app, given ? OPT_MAX_RESTARTS : delay, when,
                 "a crash loop never ends: %lld crashes take %.*s, and PM2 counts them "
                 "within %.*s of the start only",
                 (long long)most, STR_ARG(time_text(l, takes)), STR_ARG(time_text(l, window)));
    if (given)
        diag_relate(l->sink, d, lint_place(app, delay), "each restart waits so long");
    else
        diag_severity_set(l->sink, d, DIAG_INFO);
    diag_note(l->sink, d, "the time is max_restarts (%lld) times min_uptime (%.*s)",
              (long long)most, STR_ARG(time_text(l, uptime)));
    if (lint_for(l, LINT_ECORT))
        diag_note(l->sink, d, "ecort counts crashes in a row, however long they take");
    int64_t enough = takes / most / 1000 + 1;
    diag_help(l->sink, d, "raise it: min_uptime: '%llds'", (long long)enough);
}

/* ---- EC0604, EC0605, EC0608, EC0609 ---------------------------------------------------------- */

static void check_backoffs(struct lint *l, const struct app *app, struct str when) {
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    if (!number_of(l->resolved, OPT_RESTART_DELAY, 0) ||
        !number_of(l->resolved, OPT_EXP_BACKOFF, 0))
        return;
    struct diag *d =
        lint_say(l, RULE_TWO_BACKOFFS, app, OPT_RESTART_DELAY, when,
                 "`restart_delay` is not used: `exp_backoff_restart_delay` takes its place");
    d->span = lint_first_line(app->set[OPT_RESTART_DELAY]->key_span);
    diag_relate(l->sink, d, app->set[OPT_EXP_BACKOFF]->key_span, "the wait begins with this");
    diag_help(l->sink, d, "remove one of the two");
}

static void check_cron_cluster(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    if (!app_value(app, OPT_CRON_RESTART))
        return;
    for (processes_of(&c, l, app); process_next(&c, &p);) {
        if (!p.is_cluster || !process_has_many(&p))
            continue;
        struct str shown = lint_shown(l, app_value(p.app, OPT_INSTANCES));
        struct diag *d =
            lint_say(l, RULE_CRON_CLUSTER, app, OPT_CRON_RESTART, p.when,
                     "`%.*s` restarts all processes at the same moment: nothing answers "
                     "until the first is back",
                     STR_ARG(app->set[OPT_CRON_RESTART]->key));
        diag_relate(l->sink, d, lint_place(p.app, OPT_INSTANCES), "instances: %.*s",
                    STR_ARG(shown));
        diag_help(l->sink, d, "reload it from the system's cron instead: pm2 reload %.*s",
                  STR_ARG(app->label));
        return;
    }
}

/* A word of a name or a path that means a job, which ends by itself. */
static struct str job_word(struct str text) {
    static const char *const words[] = {"job",    "jobs",   "cron",    "backup",    "cleanup",
                                        "sync",   "seed",   "migrate", "import",    "export",
                                        "report", "digest", "scrape",  "migration", "scraper",
                                        "purge",  "batch",  "backups"};
    while (text.n) {
        size_t n = 0;
        while (n < text.n && !strchr("-_./: ", text.p[n]))
            n++;
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (str_eqz((struct str){text.p, n}, words[i]))
                return (struct str){text.p, n};
        text = str_skip(text, n < text.n ? n + 1 : n);
    }
    return STR("");
}

static void check_job(struct lint *l, const struct app *app, struct str when) {
    const struct value *name = app_value(app, OPT_NAME), *script = app_value(app, OPT_SCRIPT);
    struct lint_alt alt;
    size_t at = 0;
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    if (!lint_next(l, app, OPT_CRON_RESTART, &at, &alt) || alt.data.is_none ||
        !l->resolved->opt[OPT_AUTORESTART].data.flag)
        return;
    enum opt_id where = OPT_NAME;
    struct str word = name && name->kind == VALUE_STRING ? job_word(name->string) : STR("");
    if (word.n == 0 && script && script->kind == VALUE_STRING) {
        word = job_word(script->string);
        where = OPT_SCRIPT;
    }
    if (word.n == 0)
        return;
    struct diag *d =
        lint_say(l, RULE_CRON_AUTORESTART, app, OPT_CRON_RESTART, when,
                 "a job that ends is started again at once: `%.*s` alone does not keep it "
                 "to its times",
                 STR_ARG(app->set[OPT_CRON_RESTART]->key));
    diag_relate(l->sink, d, lint_place(app, where), "'%.*s' sounds like a job", STR_ARG(word));
    if (app->set[OPT_AUTORESTART])
        diag_help(l->sink, d, "write autorestart: false");
    else
        diag_help(l->sink, d, "add autorestart: false");
}

static void check_no_limit(struct lint *l, const struct app *app) {
    if (app->set[OPT_MAX_MEMORY_RESTART] || app->set[OPT_CGROUP_MEMORY_MAX] ||
        app->set[OPT_CGROUP_MEMORY_HIGH] || !lint_is_for_production(l, app))
        return;
    struct diag *d = lint_say(l, RULE_NO_MEMORY_LIMIT, app, OPT_MAX_MEMORY_RESTART, STR(""),
                              "no memory limit: a leak grows until the machine has none left");
    diag_help(l->sink, d, "add max_memory_restart: '1G'");
}

/* ---- EC0610 ---------------------------------------------------------------------------------- */

/* The comment behind a place on its line, or in the line above where that is only a comment. */
static struct str comment_at(struct span span) {
    uint32_t line = source_place(span.src, span.begin).line;
    struct str own = source_line(span.src, line), above = source_line(span.src, line - 1);
    size_t from = span.end - (size_t)(own.p - span.src->text.p);
    struct str tail = from < own.n ? str_skip(own, from) : STR("");
    size_t slashes = lint_find(tail, STR("//")), hash = lint_find(tail, STR("#"));
    if (slashes < tail.n || hash < tail.n)
        return str_skip(tail, slashes < hash ? slashes : hash);
    while (above.n && strchr(" \t", above.p[0]))
        above = str_skip(above, 1);
    return str_starts(above, STR("//")) || str_starts(above, STR("#")) ? above : STR("");
}

static void check_comment(struct lint *l, const struct app *app) {
    static const char *const rates[] = {"per minute", "per hour",    "/min",
                                        "/hour",      "a minute",    "an hour",
                                        "per second", "in 1 minute", "within 1 min"};
    const struct setting *s = app->set[OPT_MAX_RESTARTS];
    if (!s || s->is_bad || !s->value->span.src || s->value->kind == VALUE_CHOICE)
        return;
    struct str comment = comment_at(s->value->span);
    bool is_rate = false;
    for (size_t i = 0; i < ARRAY_LEN(rates); i++)
        is_rate = is_rate || lint_has(comment, rates[i]);
    if (!is_rate)
        return;
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    int64_t most = number_of(l->resolved, OPT_MAX_RESTARTS, 16);
    int64_t uptime = number_of(l->resolved, OPT_MIN_UPTIME, 1000);
    struct diag *d = lint_say(l, RULE_UPTIME_MISREAD, app, OPT_MAX_RESTARTS, STR(""),
                              "`max_restarts` is no rate: only exits after less than %.*s count",
                              STR_ARG(time_text(l, uptime)));
    size_t begin = (size_t)(comment.p - s->value->span.src->text.p);
    diag_relate(l->sink, d, span_of(s->value->span.src, begin, begin + comment.n),
                "the comment speaks of a rate");
    if (lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "PM2 counts them within %.*s of the start only",
                  STR_ARG(time_text(l, most * uptime)));
    if (lint_for(l, LINT_ECORT))
        diag_note(l->sink, d, "ecort counts them in a row; a longer run begins anew");
    diag_help(l->sink, d,
              "set min_uptime to what a healthy run lasts at least, and mend the comment");
}

void rule_restart(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_MAX_RESTARTS, OPT_MIN_UPTIME,  OPT_RESTART_DELAY,
                                      OPT_EXP_BACKOFF,  OPT_AUTORESTART, OPT_CRON_RESTART};
    struct combos c;
    for (combos_of(&c, l, app, ids, ARRAY_LEN(ids)); combos_next(&c);) {
        if (lint_for(l, LINT_PM2))
            check_limit(l, &c.app, c.when);
        check_backoffs(l, &c.app, c.when);
        check_job(l, &c.app, c.when);
    }
    check_heap(l, app);
    check_cron_cluster(l, app);
    check_no_limit(l, app);
    check_comment(l, app);
}
