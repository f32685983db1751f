/* Findings of bind. The tables choose the rule; the words say what happens at run time. */
#include "compiler/bind_report.h"

#include "lint/lint.h"
#include "schema/base/edit.h"
#include "schema/model/convert.h"
#include "schema/unit/did_you_mean.h"
#include "schema/unit/duration.h"

/* Names that no PM2 has had but that many files contain, and what does exist. */
static const struct {
    const char *name, *instead;
} invented[] = {
    {"health_check_grace_period",
     "readiness is wait_ready with listen_timeout; checks are http: { path: '/health' }"},
    {"health_check_fatal_exceptions", "checks are http: { path: '/health' }"},
    {"health_check_url", "checks are http: { path: '/health' }"},
    {"health_check_interval", "checks are http: { path: '/health', interval: '30s' }"},
    {"health_check", "checks are http: { path: '/health' }"},
    {"healthcheck", "checks are http: { path: '/health' }"},
    {"expect_status", "write it inside http: { expect_status: 200 }"},
    {"ready_timeout", "the option is listen_timeout, with wait_ready: true"},
    {"max_instances", "the option is instances"},
    {"scale", "the option is instances"},
    {"scaling", "the option is instances"},
    {"load_balancing", "cluster mode balances by itself: exec_mode: 'cluster'"},
    {"load_balancing_method", "cluster mode balances by itself: exec_mode: 'cluster'"},
    {"log_rotate_interval", "write log_rotate: { interval: '0 0 * * *' }"},
    {"log_rotate_keep", "write log_rotate: { retain: 30 }"},
    {"log_rotate_max_size", "write log_rotate: { max_size: '10M' }"},
    {"max_size", "write log_rotate: { max_size: '10M' }"},
    {"retain", "write log_rotate: { retain: 30 }"},
    {"compress", "write log_rotate: { compress: true }"},
    {"dateFormat", "write log_rotate: { date_format: 'YYYY-MM-DD' }"},
    {"max_old_space_size", "write node_args: '--max-old-space-size=512'"},
    {"max_memory", "the option is max_memory_restart"},
    {"memory_limit", "the option is max_memory_restart"},
    {"max_cpu_restart", "the option is max_cpu"},
    {"monitoring", "remove the line"},
    {"version", "remove the line; PM2 reads the version from package.json"},
    {"priority", "the option is nice"},
    {"restart_policy", "the options are autorestart, max_restarts, min_uptime and restart_delay"},
    {"start_delay", "there is restart_delay, for restarts only"},
    {"watch_ignore", "the option is ignore_watch"},
    {"env_vars", "the option is env"},
    {"script_args", "the option is args"},
};

static struct str nearest_option(struct arena *a, enum opt_id group, struct str key) {
    VEC(struct str) names = {0};
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        if (opt_parent(i) != group)
            continue;
        VEC_PUSH(a, &names, opt_leaf(i));
        for (unsigned k = 0; opt_word(options[i].aliases, k).n > 3; k++)
            VEC_PUSH(a, &names, opt_word(options[i].aliases, k));
    }
    size_t hit = did_you_mean(key, names.at, names.n);
    return hit < names.n ? names.at[hit] : STR("");
}

static bool report_invented(struct diag_sink *sink, const struct app *app, const struct member *m) {
    for (size_t i = 0; i < ARRAY_LEN(invented); i++)
        if (str_eqz(m->key, invented[i].name)) {
            struct diag *d =
                diag_add(sink, RULE_INVENTED_OPTION, m->key_span,
                         "`%.*s` does nothing: no release of PM2 has this option, nor has ecort",
                         STR_ARG(m->key));
            diag_about(d, app->label, m->key);
            diag_help(sink, d, "%s", invented[i].instead);
            return true;
        }
    return false;
}

/* Renaming turns the option on, so it is not safe; where it is given already it would be there
 * twice. */
static void fix_unknown_option(struct diag_sink *sink, struct diag *d, const struct app *app,
                               enum opt_id group, const struct member *m, struct str near) {
    const struct value *object = app->value;
    if (group != OPT_COUNT && app->set[group])
        object = app->set[group]->value;
    if (object->kind == VALUE_OBJECT && !value_get(object, near))
        (void)edit_key(sink, d, DIAG_FIX_UNSAFE, m->key_span, m->key, near);
}

void report_unknown_option(struct diag_sink *sink, struct arena *a, const struct app *app,
                           enum opt_id group, const struct member *m) {
    if (group == OPT_COUNT && report_invented(sink, app, m))
        return;
    struct str near = nearest_option(a, group, m->key);
    struct str path =
        group == OPT_COUNT ? m->key : arena_fmt(a, "%s.%.*s", options[group].name, STR_ARG(m->key));
    struct diag *d =
        diag_add(sink, RULE_UNKNOWN_OPTION, m->key_span,
                 "`%.*s` does nothing: there is no such option, and PM2 drops it without a word",
                 STR_ARG(path));
    diag_about(d, app->label, path);
    if (near.n) {
        diag_severity_set(sink, d, DIAG_ERROR);
        diag_label(sink, d, "did you mean `%.*s`?", STR_ARG(near));
        diag_help(sink, d, "rename it to `%.*s`, or remove the line", STR_ARG(near));
        fix_unknown_option(sink, d, app, group, m, near);
    } else {
        diag_help(sink, d, "remove the line, or see the options: ecoc explain --options");
    }
}

/* Which rule a conversion's problem is; the first row that fits. */
static const struct {
    enum convert_problem problem;
    unsigned opt; /* OPT_COUNT: any */
    unsigned rule;
} rule_of[] = {
    {CONVERT_STRING_BOOL, OPT_COUNT, RULE_STRING_BOOLEAN},
    {CONVERT_ENV_BOOL, OPT_COUNT, RULE_ENV_STRING_AS_BOOLEAN},
    {CONVERT_SIZE, OPT_COUNT, RULE_MEMORY_UNIT},
    {CONVERT_CRON, OPT_COUNT, RULE_CRON_INVALID},
    {CONVERT_ADDRESS, OPT_COUNT, RULE_LISTEN_ADDRESS},
    {CONVERT_WORD, OPT_EXEC_MODE, RULE_EXEC_MODE},
    {CONVERT_INSTANCES, OPT_COUNT, RULE_INSTANCES_NAN},
    {CONVERT_INSTANCES_FRACTION, OPT_COUNT, RULE_INSTANCES_FRACTION},
    {CONVERT_DURATION, OPT_MIN_UPTIME, RULE_MIN_UPTIME},
    {CONVERT_RANGE, OPT_MIN_UPTIME, RULE_MIN_UPTIME},
    {CONVERT_RANGE, OPT_STOP_EXIT_CODES, RULE_EXIT_CODE_RANGE},
    {CONVERT_UNKNOWN, OPT_COUNT, RULE_NOT_STATIC},
};

static unsigned rule_for(enum convert_problem problem, enum opt_id id) {
    for (size_t i = 0; i < ARRAY_LEN(rule_of); i++)
        if (rule_of[i].problem == problem && (rule_of[i].opt == OPT_COUNT || rule_of[i].opt == id))
            return rule_of[i].rule;
    return RULE_WRONG_TYPE;
}

static struct str shown(struct arena *a, const struct value *v) {
    struct str json = value_json(a, v);
    if (v->kind == VALUE_OBJECT || v->kind == VALUE_ARRAY || json.n == 0 || json.n > 60)
        return value_kind_name(v);
    return json;
}

struct report {
    struct diag_sink *sink;
    struct arena *a;
    const struct app *app;
    enum opt_id id;
    struct str key;     /* as messages call it: "http.port" */
    struct str written; /* as it stands in the file */
    struct span key_span;
    const struct value *value;
    const struct convert_result *result;
    size_t n_apps;
    bool is_concrete;
};

static struct diag *start(struct report *r, const char *fmt, ...) ATTR_PRINTF(2, 3);

static struct diag *start(struct report *r, const char *fmt, ...) {
    const struct value *culprit = r->result->culprit;
    struct span span = culprit->span.src ? culprit->span : r->value->span;
    va_list ap;
    va_start(ap, fmt);
    struct str message = arena_vfmt(r->a, fmt, ap);
    va_end(ap);
    struct diag *d =
        diag_add(r->sink, rule_for(r->result->problem, r->id), span, "%.*s", STR_ARG(message));
    diag_about(d, r->app->label, str_of(options[r->id].name));
    d->token = shown(r->a, culprit);
    return d;
}

static void note_refused(struct report *r, struct diag *d) {
    if (options[r->id].pm2 == PM2_YES)
        diag_note(r->sink, d,
                  r->n_apps > 1 ? "PM2 refuses the whole file: none of its %zu apps starts"
                                : "PM2 refuses the file: nothing starts",
                  r->n_apps);
}

/* Other languages' words for true and false; NULL for anything else. */
static const char *meant_bool(struct arena *a, const struct value *v) {
    struct str text = v->kind == VALUE_STRING ? v->string : value_json(a, v);
    if (opt_word_index("1 yes on y True TRUE Yes YES On ON", text) >= 0)
        return "true";
    if (opt_word_index("0 no off n False FALSE No NO Off OFF", text) >= 0)
        return "false";
    return NULL;
}

/* The text of a literal as its file would have it without quotes. */
static struct str literal_text(struct arena *a, const struct value *v) {
    return v->kind == VALUE_STRING ? v->string : value_json(a, v);
}

/* A number for a text; nothing took it, and it can mean one thing. */
static void fix_number_for_text(struct report *r, struct diag *d) {
    const struct value *v = r->result->culprit;
    enum opt_repr repr = options[r->id].repr;
    if (v->kind != VALUE_NUMBER || !v->span.src || (repr != REPR_STR && repr != REPR_PATH))
        return;
    struct str text = value_number_text(r->a, v->number);
    (void)edit_literal(r->sink, d, DIAG_FIX_SAFE, r->written, v->span, text,
                       edit_quoted(r->a, v->span.src, text));
}

static void report_type(struct report *r) {
    const struct option *o = &options[r->id];
    const struct value *culprit = r->result->culprit;
    bool is_item = r->value->kind == VALUE_ARRAY && culprit != r->value;
    struct diag *d =
        start(r, is_item ? "`%.*s` takes %s; this item is %.*s" : "`%.*s` takes %s, not %.*s",
              STR_ARG(r->key), opt_accepts(r->id), STR_ARG(shown(r->a, culprit)));
    note_refused(r, d);
    const char *meant = o->repr == REPR_BOOL ? meant_bool(r->a, culprit) : NULL;
    if (meant) {
        diag_help(r->sink, d, "write %.*s: %s", STR_ARG(r->written), meant);
        (void)edit_literal(r->sink, d, DIAG_FIX_SAFE, r->written, culprit->span,
                           literal_text(r->a, culprit), str_of(meant));
        return;
    }
    diag_help(r->sink, d, "for example: %.*s: %s", STR_ARG(opt_leaf(r->id)), o->example);
    fix_number_for_text(r, d);
}

/* Only where the variable alone decides: with `?? true` behind it the comparison would mean the
 * reverse. */
static void fix_env_bool(struct report *r, struct diag *d, struct str name) {
    static const char *const tails[] = {"", " ?? false", " || false"};
    for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
        struct span span = r->result->culprit->span;
        struct str read = arena_fmt(r->a, "process.env.%.*s%s", STR_ARG(name), tails[i]);
        span.end = span.begin + (uint32_t)read.n;
        if (edit_literal(r->sink, d, DIAG_FIX_UNSAFE, r->written, span, read,
                         arena_fmt(r->a, "process.env.%.*s === 'true'", STR_ARG(name))))
            return;
    }
}

static void report_bool(struct report *r) {
    const struct value *v = r->result->culprit;
    if (r->result->problem == CONVERT_ENV_BOOL) {
        struct str name = v->deps && v->deps->n ? v->deps->names[0] : STR("X");
        struct diag *d =
            start(r, "`%.*s` gets a string whenever %.*s is set, and takes only true or false",
                  STR_ARG(r->key), STR_ARG(name));
        note_refused(r, d);
        diag_help(r->sink, d, "compare it: process.env.%.*s === 'true'", STR_ARG(name));
        fix_env_bool(r, d, name);
        return;
    }
    struct diag *d = start(r, "`%.*s` takes true or false, not the string %.*s", STR_ARG(r->key),
                           STR_ARG(shown(r->a, v)));
    note_refused(r, d);
    diag_help(r->sink, d, "remove the quotes: %.*s: %.*s", STR_ARG(r->written), STR_ARG(v->string));
    (void)edit_literal(r->sink, d, DIAG_FIX_SAFE, r->written, v->span, v->string, v->string);
}

static void report_range(struct report *r) {
    const struct option *o = &options[r->id];
    struct str value = shown(r->a, r->result->culprit);
    struct diag *d;
    if (r->id == OPT_STOP_EXIT_CODES)
        d = start(r, "exit code %.*s never occurs: codes are 0 to 255", STR_ARG(value));
    else if (o->max)
        d = start(r, "`%.*s` takes %lld to %lld, not %.*s", STR_ARG(r->key), (long long)o->min,
                  (long long)o->max, STR_ARG(value));
    else
        d = start(r, "`%.*s` takes %lld or more, not %.*s", STR_ARG(r->key), (long long)o->min,
                  STR_ARG(value));
    if (r->id != OPT_STOP_EXIT_CODES)
        note_refused(r, d);
    diag_help(r->sink, d, "for example: %.*s: %s", STR_ARG(opt_leaf(r->id)), o->example);
}

/* "10 s" without its blanks, where that is a duration; empty elsewhere. */
static struct str squeezed(struct arena *a, const struct value *v) {
    if (v->kind != VALUE_STRING)
        return STR("");
    char *p = arena_cstr(a, v->string);
    size_t n = 0;
    int64_t ms;
    for (size_t i = 0; i < v->string.n; i++)
        if (v->string.p[i] != ' ')
            p[n++] = v->string.p[i];
    struct str text = {p, n};
    return n < v->string.n && duration_parse(text, &ms) ? text : STR("");
}

static void report_unit(struct report *r) {
    bool size = r->result->problem == CONVERT_SIZE;
    const struct value *v = r->result->culprit;
    struct str instead = size ? r->result->detail : squeezed(r->a, v);
    struct diag *d = start(r, "`%.*s`: %.*s is not a %s", STR_ARG(r->key),
                           STR_ARG(shown(r->a, r->result->culprit)), size ? "size" : "duration");
    note_refused(r, d);
    if (instead.n) {
        diag_help(r->sink, d, "write \"%.*s\"", STR_ARG(instead));
        (void)edit_text(r->sink, d, DIAG_FIX_SAFE, r->written, v->span, literal_text(r->a, v),
                        instead);
    } else {
        diag_help(r->sink, d, "for example: %.*s: %s", STR_ARG(opt_leaf(r->id)),
                  options[r->id].example);
    }
}

static void report_cron(struct report *r) {
    const struct value *v = r->result->culprit;
    struct diag *d = start(r, "`%.*s`: %.*s", STR_ARG(r->key), STR_ARG(r->result->detail));
    /* The pattern's own bytes, where the literal holds them as they are (quotes before). */
    struct str text = {v->span.src ? v->span.src->text.p + v->span.begin : "",
                       v->span.end - v->span.begin};
    for (size_t skip = 0; skip <= 1 && text.n; skip++)
        if (text.n >= v->string.n + skip && memcmp(text.p + skip, v->string.p, v->string.n) == 0) {
            d->span = span_of(v->span.src, v->span.begin + skip + r->result->begin,
                              v->span.begin + skip + r->result->end);
            break;
        }
    diag_note(r->sink, d, "PM2 exits 1 without saying why and starts no app of this file");
    diag_help(
        r->sink, d,
        "five fields: minute hour day month weekday, such as '0 3 * * *' for 03:00 every day");
}

static void report_word(struct report *r) {
    struct str words = str_of(options[r->id].words);
    struct diag *d =
        start(r, "`%.*s` has no %.*s", STR_ARG(r->key), STR_ARG(shown(r->a, r->result->culprit)));
    if (r->result->detail.n) {
        diag_label(r->sink, d, "did you mean '%.*s'?", STR_ARG(r->result->detail));
        diag_help(r->sink, d, "write '%.*s'", STR_ARG(r->result->detail));
        const struct value *v = r->result->culprit;
        (void)edit_text(r->sink, d, DIAG_FIX_SAFE, r->written, v->span, literal_text(r->a, v),
                        r->result->detail);
        return;
    }
    diag_help(r->sink, d, "one of: %.*s", STR_ARG(words));
}

static void report_signal(struct report *r) {
    struct diag *d = start(r, "`%.*s`: %.*s is no signal", STR_ARG(r->key),
                           STR_ARG(shown(r->a, r->result->culprit)));
    diag_help(r->sink, d, "for example: %.*s: %s", STR_ARG(r->written), options[r->id].example);
}

static void report_instances(struct report *r, const struct opt_data *data) {
    const struct value *v = r->result->culprit;
    if (r->result->problem == CONVERT_INSTANCES_FRACTION) {
        struct diag *d = start(r, "`instances` %.*s is read as %lld: the fraction is cut off",
                               STR_ARG(shown(r->a, v)), (long long)data->number);
        diag_help(r->sink, d, "write instances: %lld", (long long)data->number);
        (void)edit_literal(r->sink, d, DIAG_FIX_UNSAFE, r->written, v->span, literal_text(r->a, v),
                           arena_fmt(r->a, "%lld", (long long)data->number));
        return;
    }
    if (data->number == 0) {
        struct diag *d =
            start(r, "`instances` %.*s starts one process per CPU", STR_ARG(shown(r->a, v)));
        diag_help(r->sink, d, "write a number, or 'max' where one process per CPU is meant");
        if (v->string.n == 3 && (v->string.p[0] | 32) == 'm') /* 'MAX': meant, only misspelt */
            diag_severity_set(r->sink, d, DIAG_WARNING);
        return;
    }
    struct diag *d = start(r, "`instances` %.*s is read as %lld", STR_ARG(shown(r->a, v)),
                           (long long)data->number);
    diag_severity_set(r->sink, d, DIAG_WARNING);
    diag_help(r->sink, d, "write instances: %lld", (long long)data->number);
}

/* Not on the line of the key. */
static bool is_elsewhere(struct span span, struct span key) {
    return span.src && key.src &&
           (span.src != key.src ||
            source_place(span.src, span.begin).line != source_place(key.src, key.begin).line);
}

/* Unknown by the environment alone is what the environment is for, not a finding of lint. */
static void report_unknown(struct report *r) {
    const struct value *v = r->result->culprit;
    if (v->kind != VALUE_UNKNOWN || (!r->is_concrete && v->deps))
        return;
    struct diag *d = start(r, "`%.*s` is not known: %.*s", STR_ARG(r->key), STR_ARG(v->reason));
    if (r->is_concrete)
        diag_severity_set(r->sink, d, DIAG_ERROR);
    if (is_elsewhere(d->span, r->key_span))
        diag_relate(r->sink, d, r->key_span, "`%.*s` gets it here", STR_ARG(r->key));
    if (v->help.n)
        diag_help(r->sink, d, "%.*s", STR_ARG(v->help));
    else
        diag_help(r->sink, d,
                  "write the value, or hand it in: process.env.NAME, with --define NAME=VALUE or "
                  "--env-file FILE");
}

static void report_address(struct report *r) {
    struct diag *d = start(r, "`%.*s`: %.*s is no address to listen on: %.*s", STR_ARG(r->key),
                           STR_ARG(shown(r->a, r->result->culprit)), STR_ARG(r->result->detail));
    note_refused(r, d);
    diag_help(r->sink, d,
              "write a port, an address with a port, or a path: 8080, "
              "'127.0.0.1:8080', '[::1]:8080', 'unix:/run/x.sock', 'udp:53'");
}

static void report_problem(struct report *r, const struct opt_data *data) {
    switch (r->result->problem) {
    case CONVERT_OK:
        return;
    case CONVERT_TYPE:
    case CONVERT_NUMBER:
    case CONVERT_WHOLE:
        report_type(r);
        return;
    case CONVERT_STRING_BOOL:
    case CONVERT_ENV_BOOL:
        report_bool(r);
        return;
    case CONVERT_RANGE:
        report_range(r);
        return;
    case CONVERT_SIZE:
    case CONVERT_DURATION:
        report_unit(r);
        return;
    case CONVERT_CRON:
        report_cron(r);
        return;
    case CONVERT_ADDRESS:
        report_address(r);
        return;
    case CONVERT_WORD:
        report_word(r);
        return;
    case CONVERT_SIGNAL_NAME:
        report_signal(r);
        return;
    case CONVERT_INSTANCES:
    case CONVERT_INSTANCES_FRACTION:
        report_instances(r, data);
        return;
    case CONVERT_UNKNOWN:
        report_unknown(r);
        return;
    }
}

/* What is worth keeping: lint asks again and again, a plan only minds what takes memory each time. */
static const struct opt_data *keep(const struct report *r, const struct opt_data *data) {
    if (r->is_concrete && !data->items && !data->numbers && !data->env)
        return NULL;
    struct opt_data *kept = arena_new(r->a, struct opt_data);
    *kept = *data;
    return kept;
}

/* `kept` gets what the value is, where it is one and can be used. */
static bool check_value(struct report *r, const struct value *v, const struct opt_data **kept) {
    bool good = true;
    for (size_t i = 0; i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        if (v->kind == VALUE_CHOICE && (alt->kind == VALUE_UNDEFINED || alt->kind == VALUE_NULL))
            continue; /* not given then */
        struct opt_data data;
        struct convert_result result;
        bool usable = convert(r->a, r->id, alt, &data, &result);
        r->result = &result;
        size_t before = r->sink->count[DIAG_ERROR];
        report_problem(r, &data);
        *kept = usable && alt == v ? keep(r, &data) : NULL;
        good = good && r->sink->count[DIAG_ERROR] == before && (usable || !r->is_concrete);
        r->result = NULL;
    }
    return good;
}

void report_setting(struct diag_sink *sink, struct arena *a, const struct bind_input *in,
                    const struct model *model, const struct app *app, struct setting *s) {
    struct report r = {.sink = sink,
                       .a = a,
                       .app = app,
                       .id = s->id,
                       .key = opt_parent(s->id) == OPT_COUNT ? s->key : str_of(options[s->id].name),
                       .written = s->key,
                       .key_span = s->key_span,
                       .value = s->value,
                       .n_apps = model->value->kind == VALUE_OBJECT ? model->apps.n : 1,
                       .is_concrete = in->is_concrete};
    const struct value *apps = value_get(model->value, STR("apps"));
    if (apps && apps->kind == VALUE_ARRAY)
        r.n_apps = apps->array.n;
    s->is_bad = !check_value(&r, s->value, &s->data);
}

void report_env_block(struct diag_sink *sink, struct arena *a, const struct bind_input *in,
                      const struct app *app, const struct env_block *block) {
    struct report r = {.sink = sink,
                       .a = a,
                       .app = app,
                       .id = OPT_ENV,
                       .value = block->value,
                       .key = arena_fmt(a, "env_%.*s", STR_ARG(block->profile)),
                       .written = STR("env"),
                       .key_span = block->key_span,
                       .n_apps = 1,
                       .is_concrete = in->is_concrete};
    const struct opt_data *kept;
    (void)check_value(&r, block->value, &kept);
}

void report_no_app(struct diag_sink *sink, const struct bind_input *in, const struct value *v) {
    struct span span = v->span.src ? v->span : span_of(in->source, 0, 0);
    if (v->kind == VALUE_UNKNOWN && v->partial && v->deps && !in->is_concrete)
        return; /* which of them start is for the environment to say */
    if (v->kind == VALUE_UNKNOWN) {
        struct diag *d = diag_add(sink, RULE_NOT_STATIC, span, "the apps are not known: %.*s",
                                  STR_ARG(v->reason));
        if (in->is_concrete)
            diag_severity_set(sink, d, DIAG_ERROR);
        if (v->help.n)
            diag_help(sink, d, "%.*s", STR_ARG(v->help));
        else if (in->is_concrete || !v->deps)
            diag_help(sink, d,
                      "write them as literals, or make them with plain functions and loops");
        else
            diag_help(sink, d,
                      "check them as they are in this environment: ecoc lint --env-dependent");
        return;
    }
    struct diag *d = diag_add(sink, RULE_EMPTY_APPS, span,
                              "no app can be made of %.*s: PM2 starts nothing from it",
                              STR_ARG(value_kind_name(v)));
    diag_severity_set(sink, d, DIAG_ERROR);
    diag_help(sink, d,
              "export an object: module.exports = { apps: [{ name: 'api', script: 'api.js' }] }");
}
