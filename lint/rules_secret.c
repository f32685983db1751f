/* Rules about secrets that stand in the file. Their values are never in a message, and what shows the
 * file's text shows stars: hide_secrets runs before anything is said. */
#include "schema/unit/secret.h"

#include "lint/rules.h"

enum {
    SECRET_LEAST_HIDDEN = 6, /* bytes; shorter ones would hide half of the file */
    SECRETS_LOOKED_FOR = 256 /* elsewhere in the file too; each is a walk over it */
};

/* The texts that a value may be: itself, or what a choice or `process.env.X || 'text'` falls back to. */
static bool is_literal(const struct value *v) {
    return (v->kind == VALUE_STRING || v->kind == VALUE_NUMBER) && v->span.src;
}

/* Is it a secret by its name or its looks? Numbers only where the name says so. */
static bool is_secret(struct lint *l, struct str name, const struct value *v) {
    size_t begin, end;
    if (!is_literal(v))
        return false;
    struct str text = convert_env_text(l->a, v);
    if (secret_is_value(text) || secret_in_url(text, &begin, &end))
        return true;
    return secret_holds(name, text) && !secret_is_placeholder(text);
}

/* ---- hiding ---------------------------------------------------------------------------------- */

static void hide_text(struct lint *l, const struct source *src, struct str text) {
    if (!src || text.n < SECRET_LEAST_HIDDEN || l->n_secrets++ > SECRETS_LOOKED_FOR)
        return;
    for (size_t at = 0; at + text.n <= src->text.n;) {
        const char *hit = memmem(src->text.p + at, src->text.n - at, text.p, text.n);
        if (!hit)
            return;
        at = (size_t)(hit - src->text.p);
        source_hide(l->a, span_of(src, at, at + text.n));
        at += text.n;
    }
}

/* The literal, or the password of an address; and the same text wherever else the file has it. */
static void hide_value(struct lint *l, struct str name, const struct value *v) {
    size_t begin, end;
    if (!is_secret(l, name, v) || source_is_hidden(v->span.src, v->span.begin))
        return;
    struct str text = convert_env_text(l->a, v);
    if (secret_in_url(text, &begin, &end)) {
        source_hide(l->a, lint_span_in(v, begin, end));
        text = (struct str){text.p + begin, end - begin};
    } else {
        source_hide(l->a, v->span);
    }
    hide_text(l, l->model->source, text);
    if (v->span.src != l->model->source)
        hide_text(l, v->span.src, text);
}

static void hide_tree(struct lint *l, struct str name, const struct value *v, int depth) {
    for (size_t i = 0; i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        hide_value(l, name, alt);
        for (size_t k = 0; depth && alt->kind == VALUE_OBJECT && k < alt->object.n; k++)
            hide_tree(l, alt->object.at[k].key, alt->object.at[k].value, depth - 1);
        for (size_t k = 0; depth && alt->kind == VALUE_ARRAY && k < alt->array.n; k++)
            hide_tree(l, name, alt->array.at[k], depth - 1);
    }
}

/* ---- EC0801 ---------------------------------------------------------------------------------- */

static bool is_for_development(const struct lint_env *var) {
    static const char *const profiles[] = {"development", "dev", "local", "test", "ci"};
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
        if (str_eqz(var->profile, profiles[i]))
            return true;
    if (var->value->kind != VALUE_STRING)
        return false;
    struct str text = var->value->string;
    return lint_has(text, "dev") || lint_has(text, "test") || lint_has(text, "@localhost") ||
           lint_has(text, "@127.0.0.1");
}

static void help_secret(struct lint *l, struct diag *d, struct str name) {
    bool is_js = l->model->source && (str_ends(l->model->source->name, STR("js")));
    if (is_js)
        diag_help(l->sink, d, "read it from the environment: process.env.%.*s", STR_ARG(name));
    else
        diag_help(l->sink, d, "remove the line and set %.*s where the apps are started",
                  STR_ARG(name));
}

static void report_literal(struct lint *l, const struct app *app, const struct lint_env *var) {
    bool fallback = str_starts(var->when, STR(" (unless ")) && lint_has(var->when, " is set)");
    size_t begin, end;
    bool in_url =
        var->value->kind == VALUE_STRING && secret_in_url(var->value->string, &begin, &end);
    struct diag *d = diag_add(
        l->sink, RULE_SECRET_LITERAL, var->span,
        fallback ? "`%.*s.%.*s` falls back to a secret that everybody with the file knows%.*s"
        : in_url ? "`%.*s.%.*s` holds a password: whoever has the file has it%.*s"
                 : "`%.*s.%.*s` is a secret in clear text: whoever has the file has it%.*s",
        STR_ARG(var->block), STR_ARG(var->name), STR_ARG(var->when));
    diag_about(d, app->label, arena_fmt(l->a, "env.%.*s", STR_ARG(var->name)));
    d->profile = var->profile;
    d->token = var->name; /* never the value: a fingerprint could be guessed from */
    if (fallback || is_for_development(var))
        diag_severity_set(l->sink, d, DIAG_WARNING);
    if (lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "`pm2 save` writes it to dump.pm2 as well, which others may read");
    help_secret(l, d, var->name);
}

static void rule_env_secret(struct lint *l, const struct app *app) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++)
        if (is_secret(l, vars[i].name, vars[i].value) && (!l->is_concrete || !vars[i].value->deps))
            report_literal(l, app, &vars[i]);
}

/* ---- EC0802 ---------------------------------------------------------------------------------- */

/* The secret of a word `--token=x`, or of the word behind `--token`; empty where there is none. */
static struct str secret_of(struct str word, struct str next, struct str *name) {
    size_t eq = str_index(word, '='), dash = 0;
    while (dash < word.n && word.p[dash] == '-')
        dash++;
    size_t begin, end;
    *name = (struct str){word.p + dash, (eq < word.n ? eq : word.n) - dash};
    struct str value = eq < word.n ? str_skip(word, eq + 1) : dash ? next : STR("");
    bool is_value = value.n && value.p[0] != '-';
    if (is_value && secret_holds(*name, value) && !secret_is_placeholder(value))
        return value;
    if (secret_in_url(word, &begin, &end))
        return (struct str){word.p + begin, end - begin};
    if (secret_is_value(word)) {
        *name = STR("");
        return word;
    }
    return STR("");
}

static void report_args(struct lint *l, const struct app *app, const struct lint_alt *alt,
                        struct str name) {
    struct diag *d = lint_add(l, RULE_SECRET_ARGS, app, alt,
                              "`%.*s` holds a secret: every user of the machine sees it in `ps`",
                              STR_ARG(lint_key(alt)));
    d->token = name;
    diag_help(l->sink, d, "hand it over in the environment, which only the same user can read");
}

static void check_args(struct lint *l, const struct app *app, enum opt_id id, bool hide_only) {
    struct lint_alt alt;
    for (size_t at = 0; lint_next(l, app, id, &at, &alt);) {
        const struct str *words;
        size_t n = alt.data.n;
        bool said = hide_only;
        if (n == 0 && alt.value->kind == VALUE_STRING)
            n = convert_split(l->a, alt.value->string, &words);
        else {
            struct str *texts = arena_array(l->a, struct str, n);
            for (size_t i = 0; i < n; i++)
                texts[i] = alt.data.items[i].text;
            words = texts;
        }
        for (size_t i = 0; i < n && !(l->is_concrete && alt.value->deps); i++) {
            struct str name,
                secret = secret_of(words[i], i + 1 < n ? words[i + 1] : STR(""), &name);
            if (secret.n == 0)
                continue;
            hide_text(l, alt.value->span.src, secret);
            if (!said)
                report_args(l, app, &alt, name);
            said = true;
        }
    }
}

static const enum opt_id command_lines[] = {OPT_SCRIPT, OPT_ARGS, OPT_NODE_ARGS};

void rule_secrets(struct lint *l, const struct app *app) {
    rule_env_secret(l, app);
    for (size_t i = 0; i < ARRAY_LEN(command_lines); i++)
        check_args(l, app, command_lines[i], false);
}

/* ---- EC1110, and the deploy section ----------------------------------------------------------- */

static void report_basic_auth(struct lint *l, const struct value *server) {
    const struct value *auth = value_get(server, STR("basic_auth"));
    const struct member *m = auth ? value_member(auth, STR("password")) : NULL;
    if (!m || m->value->kind != VALUE_STRING || m->value->string.n == 0)
        return;
    struct diag *d =
        diag_add(l->sink, RULE_BASIC_AUTH, m->value->span.src ? m->value->span : m->key_span,
                 "`basic_auth.password` is in clear text: whoever has the file gets in");
    diag_about(d, STR(""), STR("static.basic_auth.password"));
    diag_help(l->sink, d, "put the pages behind a server that keeps its passwords elsewhere");
}

static void report_deploy(struct lint *l, struct str path, struct str name, const struct value *v,
                          int depth) {
    if (is_secret(l, name, v)) {
        struct diag *d = diag_add(
            l->sink, RULE_SECRET_LITERAL, v->span,
            "`%.*s` holds a secret in clear text: whoever has the file has it", STR_ARG(path));
        diag_about(d, STR(""), path);
        diag_help(l->sink, d,
                  "leave it out: keys and tokens of a deployment belong to the agent "
                  "or the server");
    }
    for (size_t i = 0; v->kind == VALUE_OBJECT && depth && i < v->object.n; i++) {
        const struct member *m = &v->object.at[i];
        report_deploy(l, arena_fmt(l->a, "%.*s.%.*s", STR_ARG(path), STR_ARG(m->key)), m->key,
                      m->value, depth - 1);
    }
}

void rule_file_secrets(struct lint *l) {
    const struct value *statics = l->model->statics;
    for (size_t i = 0; statics && statics->kind == VALUE_ARRAY && i < statics->array.n; i++)
        report_basic_auth(l, statics->array.at[i]);
    if (statics && statics->kind == VALUE_OBJECT)
        report_basic_auth(l, statics);
    if (l->model->deploy)
        report_deploy(l, STR("deploy"), STR(""), l->model->deploy, 3);
}

void lint_hide_secrets(struct lint *l) {
    enum { TREE_DEPTH = 4 };
    if (l->model->deploy)
        hide_tree(l, STR(""), l->model->deploy, TREE_DEPTH);
    if (l->model->statics)
        hide_tree(l, STR(""), l->model->statics, TREE_DEPTH);
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        hide_tree(l, STR(""), app->value, TREE_DEPTH);
        for (size_t k = 0; k < ARRAY_LEN(command_lines); k++)
            check_args(l, app, command_lines[k], true);
    }
}
