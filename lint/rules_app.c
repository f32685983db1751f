/* Rules about the options of one app: which there are, under which names, and where. */
#include "lint/rules.h"

#include "schema/base/edit.h"
#include "schema/unit/did_you_mean.h"

/* ---- EC0102, EC0103 as information: what only ecort takes ------------------------------------ */

/* Does this ecort act on the option? On a group: on any of its members? */
static bool acts_on(enum opt_id id) {
    if (options[id].repr != REPR_GROUP)
        return options[id].runs == RUNS_YES;
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (opt_parent(i) == id && options[i].runs == RUNS_YES)
            return true;
    return false;
}

static const char *pm2_does(enum opt_id id) {
    switch (options[id].pm2) {
    case PM2_IGNORES:
        return "PM2 does nothing with it";
    case PM2_DROPS:
        return "PM2 drops it without a word";
    case PM2_REFUSES:
        return "PM2 refuses the whole file for it";
    case PM2_YES:
        break;
    }
    return "";
}

static struct str only_ecort_message(struct lint *l, const struct setting *s, bool acts) {
    const char *pm2 = pm2_does(s->id);
    if (!lint_for(l, LINT_PM2))
        return arena_fmt(l->a, "`%.*s` does nothing yet: this ecort does not act on it",
                         STR_ARG(s->key));
    if (!lint_for(l, LINT_ECORT))
        return arena_fmt(l->a, "`%.*s` has no effect: %s", STR_ARG(s->key), pm2);
    if (options[s->id].pm2 == PM2_REFUSES)
        return acts ? arena_fmt(l->a, "`%.*s` works in ecort; %s", STR_ARG(s->key), pm2)
                    : arena_fmt(l->a, "`%.*s` keeps PM2 from starting anything: %s",
                                STR_ARG(s->key), pm2);
    if (acts)
        return arena_fmt(l->a, "`%.*s` takes effect only in ecort: %s", STR_ARG(s->key), pm2);
    return arena_fmt(l->a, "`%.*s` does nothing yet: %s, and this ecort does not act on it",
                     STR_ARG(s->key), pm2);
}

/* Where only PM2 counts, a line that it drops is a mistake and one that it refuses stops everything. */
static enum diag_severity severity_of_only_ecort(const struct lint *l, bool refused) {
    if (!lint_for(l, LINT_ECORT))
        return refused ? DIAG_ERROR : DIAG_WARNING;
    return refused ? DIAG_WARNING : DIAG_INFO;
}

static void report_only_ecort(struct lint *l, const struct app *app, const struct setting *s) {
    const struct option *o = &options[s->id];
    bool acts = acts_on(s->id), refused = o->pm2 == PM2_REFUSES && lint_for(l, LINT_PM2);
    if (acts && !lint_for(l, LINT_PM2))
        return;
    struct diag *d = diag_add(l->sink, RULE_INVENTED_OPTION, s->key_span, "%.*s",
                              STR_ARG(only_ecort_message(l, s, acts)));
    diag_severity_set(l->sink, d, severity_of_only_ecort(l, refused));
    diag_about(d, app->label, str_of(o->name));
    if (o->pm2_note && lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "%s", o->pm2_note);
    if (refused && !acts && lint_for(l, LINT_ECORT))
        diag_note(l->sink, d, "this ecort does not act on it yet");
    if (!lint_for(l, LINT_ECORT))
        diag_help(l->sink, d, "remove `%.*s`", STR_ARG(s->key));
    else if (refused)
        diag_help(l->sink, d, "remove `%.*s` where PM2 still starts this file", STR_ARG(s->key));
    else
        diag_help(l->sink, d,
                  acts ? "keep it for ecort; under PM2 it has no effect"
                       : "keep it for a later ecort, or remove it");
}

void rule_only_ecort(struct lint *l, const struct app *app) {
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        const struct setting *s = app->set[id];
        if (s && !s->is_bad && options[id].pm2 != PM2_YES && options[id].runs != RUNS_NEVER &&
            opt_parent(id) == OPT_COUNT)
            report_only_ecort(l, app, s);
    }
}

static bool all_digits(struct str s, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return n > 0;
}

/* A numeric string is a number to PM2. */
static bool is_plain_number(struct str s) {
    size_t dot = str_index(s, '.');
    return all_digits(s, dot) && (dot == s.n || all_digits(str_skip(s, dot + 1), s.n - dot - 1));
}

/* PM2's grammar of min_uptime: digits with h, m or s. */
static bool is_pm2_uptime(struct str s) {
    return s.n > 1 && strchr("hms", s.p[s.n - 1]) && all_digits(s, s.n - 1);
}

static void report_refused(struct lint *l, const struct app *app, const struct lint_alt *alt,
                           const char *takes, struct str instead) {
    struct diag *d =
        lint_add(l, RULE_WRONG_TYPE, app, alt,
                 lint_for(l, LINT_ECORT)
                     ? "`%.*s: %.*s` works in ecort; PM2 takes %s and refuses the whole file"
                     : "`%.*s: %.*s` stops everything: PM2 takes %s and refuses the whole file",
                 STR_ARG(alt->setting->key), STR_ARG(lint_shown(l, alt->value)), takes);
    bool only_pm2 = !lint_for(l, LINT_ECORT);
    diag_severity_set(l->sink, d, only_pm2 ? DIAG_ERROR : DIAG_INFO);
    diag_help(l->sink, d, "write %.*s: %.*s%s", STR_ARG(alt->setting->key), STR_ARG(instead),
              only_pm2 ? "" : " where PM2 still starts this file");
}

/* The same time in PM2's words: seconds where it is whole seconds. */
static struct str uptime_for_pm2(struct lint *l, int64_t ms) {
    if (ms >= 1000 && ms % 1000 == 0)
        return arena_fmt(l->a, "'%llds'", (long long)(ms / 1000));
    return arena_fmt(l->a, "%lld", (long long)(ms < 100 ? 100 : ms));
}

static void check_uptime(struct lint *l, const struct app *app, const struct lint_alt *alt) {
    const struct value *v = alt->value;
    bool number = v->kind == VALUE_NUMBER || is_plain_number(v->string);
    int64_t ms = alt->data.number;
    /* Up to 60 it looks like seconds, which EC0210 says; 0 is lost, which EC0113 says. */
    if (number && ms > 60 && ms < 100)
        report_refused(l, app, alt, "100 ms or more here", STR("100"));
    else if (!number && !is_pm2_uptime(v->string))
        report_refused(l, app, alt, "digits with s, m or h here", uptime_for_pm2(l, ms));
}

void rule_only_ecort_value(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    if (!lint_for(l, LINT_PM2))
        return;
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        if (options[id].repr != REPR_MS || options[id].pm2 != PM2_YES || !app->set[id])
            continue;
        for (size_t at = 0; lint_next(l, app, id, &at, &alt);) {
            if (id == OPT_MIN_UPTIME)
                check_uptime(l, app, &alt);
            else if (alt.value->kind == VALUE_STRING && !is_plain_number(alt.value->string))
                report_refused(l, app, &alt, "only a number of milliseconds here",
                               arena_fmt(l->a, "%lld", (long long)alt.data.number));
        }
    }
}

/* ---- EC0104 ---------------------------------------------------------------------------------- */

static bool is_empty_text(const struct value *v) {
    for (size_t i = 0; i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        if (alt->kind != VALUE_STRING || alt->string.n || alt->late)
            return false;
    }
    return true;
}

/* A misspelt `script` is a finding already. */
static bool has_near_script(const struct app *app) {
    struct str script = str_of(options[OPT_SCRIPT].name);
    for (size_t i = 0; i < app->strays.n; i++)
        if (did_you_mean(app->strays.at[i].key, &script, 1) == 0)
            return true;
    return false;
}

void rule_missing_script(struct lint *l, const struct app *app) {
    const struct setting *script = app->set[OPT_SCRIPT], *name = app->set[OPT_NAME];
    if (script ? script->is_bad || !is_empty_text(script->value) : has_near_script(app))
        return;
    struct span span = name ? span_join(name->key_span, lint_span(name->value, name->key_span))
                            : lint_first_line(app->value->span);
    struct diag *d = diag_add(l->sink, RULE_MISSING_SCRIPT, script ? script->key_span : span,
                              script ? "`script` is empty: there is nothing to start"
                                     : "nothing starts: this app has no `script`");
    diag_about(d, app->label, str_of(options[OPT_SCRIPT].name));
    diag_note(l->sink, d, "PM2 skips the app, starts the others and exits 1; ecoc builds no plan");
    diag_help(l->sink, d, "name the program: script: %s", options[OPT_SCRIPT].example);
}

/* ---- EC0107, EC0114 -------------------------------------------------------------------------- */

static bool is_falsy(const struct value *v) {
    return (v->kind == VALUE_BOOL && !v->boolean) || (v->kind == VALUE_NUMBER && v->number == 0) ||
           (v->kind == VALUE_STRING && v->string.n == 0);
}

static bool is_within(struct span part, struct span whole) {
    return part.src == whole.src && part.begin >= whole.begin && part.end <= whole.end;
}

static bool is_plain(const struct value *v) {
    return !v->deps &&
           (v->kind == VALUE_STRING || v->kind == VALUE_NUMBER || v->kind == VALUE_BOOL);
}

/* Where both stand in the app itself, in any case, the one that loses may go. */
static void fix_shadowed(struct lint *l, struct diag *d, const struct app *app,
                         const struct setting *s, const struct setting *winner) {
    struct span whole = app->value->span;
    if (!app->maybe && is_plain(s->value) && is_plain(winner->value) &&
        is_within(s->key_span, whole) && is_within(winner->key_span, whole))
        (void)edit_remove_line(l->sink, d, DIAG_FIX_SAFE, s->key_span, s->key, s->value->span);
}

static void report_shadowed(struct lint *l, const struct app *app, const struct setting *s) {
    const struct setting *winner = app->set[s->id];
    struct diag *d = diag_add(l->sink, RULE_CONFLICTING_ALIASES, s->key_span,
                              "`%.*s` is not used: `%.*s` names the same option and comes first",
                              STR_ARG(s->key), STR_ARG(winner->key));
    diag_about(d, app->label, str_of(options[s->id].name));
    d->token = s->key;
    diag_relate(l->sink, d, winner->key_span, "this one is used");
    if (is_falsy(winner->value) && opt_pm2_drops_falsy(s->id))
        diag_note(l->sink, d, "PM2 does not see %.*s and takes `%.*s` instead",
                  STR_ARG(lint_shown(l, winner->value)), STR_ARG(s->key));
    else
        fix_shadowed(l, d, app, s, winner);
    diag_help(l->sink, d, "remove one of the two");
}

static void report_alias(struct lint *l, const struct app *app, const struct setting *s) {
    struct str name = opt_leaf(s->id);
    struct diag *d = diag_add(l->sink, RULE_DEPRECATED_ALIAS, s->key_span,
                              "`%.*s` is another name for `%.*s`", STR_ARG(s->key), STR_ARG(name));
    diag_about(d, app->label, str_of(options[s->id].name));
    d->token = s->key;
    diag_help(l->sink, d, "write `%.*s`", STR_ARG(name));
    for (size_t i = 0; i < app->shadowed.n; i++)
        if (app->shadowed.at[i]->id == s->id)
            return; /* its own name is given too: EC0107 */
    (void)edit_key(l->sink, d, DIAG_FIX_SAFE, s->key_span, s->key, name);
}

static void check_words(struct lint *l, const struct app *app, enum opt_id id) {
    struct lint_alt alt;
    for (size_t at = 0; lint_next(l, app, id, &at, &alt);) {
        if (opt_word_index(options[id].word_aliases, alt.value->string) < 0)
            continue;
        struct str word = opt_word(options[id].words, (unsigned)alt.data.number);
        struct diag *d =
            lint_add(l, RULE_DEPRECATED_ALIAS, app, &alt, "'%.*s' is another word for '%.*s'",
                     STR_ARG(alt.value->string), STR_ARG(word));
        diag_help(l->sink, d, "write %.*s: '%.*s'", STR_ARG(alt.setting->key), STR_ARG(word));
        (void)edit_text(l->sink, d, DIAG_FIX_SAFE, alt.setting->key, alt.value->span,
                        alt.value->string, word);
    }
}

void rule_aliases(struct lint *l, const struct app *app) {
    for (size_t i = 0; i < app->shadowed.n; i++)
        report_shadowed(l, app, app->shadowed.at[i]);
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        if (app->set[id] && app->set[id]->by_alias && !app->set[id]->is_bad)
            report_alias(l, app, app->set[id]);
        if (options[id].word_aliases)
            check_words(l, app, id);
    }
}

/* ---- EC0110 ---------------------------------------------------------------------------------- */

/* Names that a program may well use for a variable of its own. */
static bool is_plausible_variable(enum opt_id id) {
    static const enum opt_id plausible[] = {OPT_NAME, OPT_PORT, OPT_TIME, OPT_UID,
                                            OPT_GID,  OPT_NICE, OPT_ENV};
    for (size_t i = 0; i < ARRAY_LEN(plausible); i++)
        if (plausible[i] == id)
            return true;
    return false;
}

/* Only an option's own name or its camelCase form: `out`, `log` or `user` are words like others.
 * Names without a small letter, which most variables have, are not looked up at all. */
static enum opt_id option_in_env(const struct member *m) {
    bool by_name, small = false, camel = false;
    for (size_t i = 0; i < m->key.n; i++) {
        small = small || (m->key.p[i] >= 'a' && m->key.p[i] <= 'z');
        camel = camel || (m->key.p[i] >= 'A' && m->key.p[i] <= 'Z');
    }
    enum opt_id id =
        small ? opt_find(OPT_COUNT, m->key, m->value->kind == VALUE_OBJECT, &by_name) : OPT_COUNT;
    if (id == OPT_COUNT || options[id].runs == RUNS_NEVER || options[id].repr == REPR_GROUP)
        return OPT_COUNT;
    return by_name || camel ? id : OPT_COUNT;
}

static void check_env(struct lint *l, const struct app *app, const struct value *env,
                      struct str key, struct str profile) {
    for (size_t i = 0; env->kind == VALUE_OBJECT && i < env->object.n; i++) {
        const struct member *m = &env->object.at[i];
        enum opt_id id = option_in_env(m);
        if (id == OPT_COUNT)
            continue;
        struct diag *d =
            diag_add(l->sink, RULE_OPTION_INSIDE_ENV, m->key_span,
                     "`%.*s` inside `%.*s` only sets a variable of that name, not the option",
                     STR_ARG(m->key), STR_ARG(key));
        diag_about(d, app->label, str_of(options[id].name));
        d->profile = profile;
        d->token = key;
        if (is_plausible_variable(id))
            diag_severity_set(l->sink, d, DIAG_WARNING);
        if (options[id].pm2 == PM2_YES)
            diag_note(l->sink, d,
                      "PM2 copies the variable over its own field: its list then shows a value "
                      "that is not in force");
        if (profile.n)
            diag_help(l->sink, d, "move it into the app itself; a profile changes variables only");
        else
            diag_help(l->sink, d, "move the line out of `env`, into the app itself");
    }
}

void rule_option_in_env(struct lint *l, const struct app *app) {
    const struct value *env = app_value(app, OPT_ENV);
    for (size_t i = 0; env && i < value_alternatives(env); i++)
        check_env(l, app, value_alternative(env, i), str_of(options[OPT_ENV].name), STR(""));
    for (size_t k = 0; k < app->profiles.n; k++) {
        const struct env_block *block = &app->profiles.at[k];
        struct str key = arena_fmt(l->a, "env_%.*s", STR_ARG(block->profile));
        for (size_t i = 0; i < value_alternatives(block->value); i++)
            check_env(l, app, value_alternative(block->value, i), key, block->profile);
    }
}

/* ---- EC0113 ---------------------------------------------------------------------------------- */

/* Is the value what the option would be without it? */
static bool is_default(enum opt_id id, const struct opt_data *given,
                       const struct opt_data *otherwise) {
    switch (options[id].repr) {
    case REPR_BOOL:
        return given->flag == otherwise->flag;
    case REPR_LIST:
    case REPR_LISTEN:
    case REPR_WATCH:
    case REPR_CODES:
    case REPR_ENV:
        return given->n == otherwise->n;
    case REPR_STR:
    case REPR_PATH:
    case REPR_DATE:
    case REPR_CRON:
    case REPR_JSON:
        return given->is_none || str_eq(given->text.text, otherwise->text.text);
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_WORD:
    case REPR_INSTANCES:
    case REPR_SIGNAL:
    case REPR_GROUP:
        return given->number == otherwise->number;
    }
    return true;
}

static struct str default_shown(struct lint *l, enum opt_id id, const struct opt_data *data) {
    const struct option *o = &options[id];
    if (o->computed && o->repr != REPR_BOOL)
        return str_of(o->computed);
    if (o->repr == REPR_BOOL)
        return data->flag ? STR("true") : STR("false");
    if (o->repr == REPR_INT || o->repr == REPR_MS || o->repr == REPR_BYTES)
        return arena_fmt(l->a, "%lld", (long long)data->number);
    return o->def_text ? arena_fmt(l->a, "'%s'", o->def_text) : STR("nothing");
}

static void help_falsy(struct lint *l, struct diag *d, const struct lint_alt *alt) {
    enum opt_id id = alt->setting->id;
    struct str key = alt->setting->key;
    enum opt_repr repr = options[id].repr;
    if (id == OPT_MIN_UPTIME)
        diag_help(l->sink, d, "write the least that PM2 takes: %.*s: 100", STR_ARG(key));
    else if (repr == REPR_CODES)
        diag_help(l->sink, d, "write an array, which PM2 keeps: %.*s: [0]", STR_ARG(key));
    else if (repr == REPR_INT || repr == REPR_MS || repr == REPR_BYTES ||
             alt->value->kind == VALUE_NUMBER)
        diag_help(l->sink, d, "write it as a string, which PM2 keeps: %.*s: '0'", STR_ARG(key));
    else
        diag_help(l->sink, d, "nothing to change for ecort; for PM2 there is no way to say it");
}

/* Where another spelling of the option is given PM2 takes that one: EC0107 says it. */
static bool has_other_spelling(const struct app *app, enum opt_id id) {
    for (size_t i = 0; i < app->shadowed.n; i++)
        if (app->shadowed.at[i]->id == id)
            return true;
    return false;
}

/* What the option would be if it were not given. */
static struct opt_data default_of(struct lint *l, const struct app *app, enum opt_id id) {
    if (!options[id].computed)
        return convert_default(id);
    struct app without = *app;
    without.set[id] = NULL;
    resolve_app(l->a, l->model, &without, STR(""), 0, l->resolved);
    return l->resolved->opt[id].data;
}

static void check_falsy(struct lint *l, const struct app *app, const struct lint_alt *alt) {
    enum opt_id id = alt->setting->id;
    struct opt_data otherwise = default_of(l, app, id);
    if (is_default(id, &alt->data, &otherwise))
        return;
    struct str shown = lint_shown(l, alt->value);
    struct diag *d = lint_add(l, RULE_FALSY_DROPPED, app, alt,
                              "`%.*s: %.*s` is lost in PM2, which takes the default: %.*s",
                              STR_ARG(alt->setting->key), STR_ARG(shown),
                              STR_ARG(default_shown(l, id, &otherwise)));
    diag_note(l->sink, d, "ecort keeps %.*s", STR_ARG(shown));
    help_falsy(l, d, alt);
}

void rule_falsy(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        if (!app->set[id] || id == OPT_SCRIPT || options[id].pm2 != PM2_YES ||
            options[id].repr == REPR_GROUP || !opt_pm2_drops_falsy(id) ||
            has_other_spelling(app, id))
            continue;
        for (size_t at = 0; lint_next(l, app, id, &at, &alt);)
            if (is_falsy(alt.value))
                check_falsy(l, app, &alt);
    }
}
