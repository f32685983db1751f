/* Tools of the rules. */
#include "lint/rules.h"

struct str lint_when(struct lint *l, const struct value *v, size_t i) {
    if (v->kind != VALUE_CHOICE)
        return STR("");
    struct str when = v->choice.at[i].when;
    if (str_eqz(when, "otherwise"))
        return v->choice.n != 2
                   ? STR(" (otherwise)")
                   : arena_fmt(l->a, " (unless %.*s)", STR_ARG(v->choice.at[1 - i].when));
    return arena_fmt(l->a, " (when %.*s)", STR_ARG(when));
}

bool lint_next(struct lint *l, const struct app *app, enum opt_id id, size_t *at,
               struct lint_alt *alt) {
    const struct value *v = app_value(app, id);
    struct convert_result result;
    for (; v && *at < value_alternatives(v); ++*at) {
        alt->setting = app->set[id];
        alt->value = value_alternative(v, *at);
        if (alt->setting->data)
            alt->data = *alt->setting->data;
        else if (!convert(l->a, id, alt->value, &alt->data, &result))
            continue;
        alt->when = lint_when(l, v, *at);
        ++*at;
        return true;
    }
    return false;
}

struct str lint_shown(struct lint *l, const struct value *v) {
    if (v->kind == VALUE_STRING && v->string.n <= 60)
        return arena_fmt(l->a, "'%.*s'", STR_ARG(v->string));
    struct str json = value_json(l->a, v);
    return json.n == 0 || json.n > 60 ? value_kind_name(v) : json;
}

struct str lint_key(const struct lint_alt *alt) {
    enum opt_id id = alt->setting->id;
    return opt_parent(id) == OPT_COUNT ? alt->setting->key : str_of(options[id].name);
}

struct span lint_first_line(struct span span) {
    if (!span.src || span.end > span.src->text.n || span.begin > span.end)
        return span;
    struct str text = {span.src->text.p + span.begin, span.end - span.begin};
    size_t n = str_index(text, '\n');
    if (n && n < text.n && text.p[n - 1] == '\r')
        n--;
    span.end = span.begin + (uint32_t)n;
    return span;
}

struct span lint_span(const struct value *v, struct span fallback) {
    return lint_first_line(v->span.src ? v->span : fallback);
}

struct span lint_span_in(const struct value *v, size_t begin, size_t end) {
    if (!v->span.src || v->kind != VALUE_STRING || v->string.n == 0)
        return v->span;
    struct str text = {v->span.src->text.p + v->span.begin, v->span.end - v->span.begin};
    for (size_t skip = 0; skip <= 1 && text.n >= v->string.n + skip; skip++)
        if (memcmp(text.p + skip, v->string.p, v->string.n) == 0)
            return span_of(v->span.src, v->span.begin + skip + begin, v->span.begin + skip + end);
    return v->span;
}

struct diag *lint_add(struct lint *l, unsigned rule, const struct app *app,
                      const struct lint_alt *alt, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct str message = arena_vfmt(l->a, fmt, ap);
    va_end(ap);
    struct span span = lint_span(alt->value, alt->setting->key_span);
    struct diag *d =
        diag_add(l->sink, rule, span, "%.*s%.*s", STR_ARG(message), STR_ARG(alt->when));
    diag_about(d, app->label, str_of(options[alt->setting->id].name));
    d->token = lint_shown(l, alt->value);
    return d;
}

/* The alternatives of one block, of one of its variables. */
struct env_list {
    VEC(struct lint_env) at;
};

static void add_env(struct lint *l, struct env_list *list, const struct value *block,
                    struct str name, struct str profile) {
    for (size_t i = 0; i < value_alternatives(block); i++) {
        const struct value *env = value_alternative(block, i);
        for (size_t k = 0; env->kind == VALUE_OBJECT && k < env->object.n; k++) {
            const struct member *m = &env->object.at[k];
            for (size_t n = 0; n < value_alternatives(m->value); n++) {
                const struct value *v = value_alternative(m->value, n);
                bool inner = m->value->kind == VALUE_CHOICE;
                struct lint_env var = {.name = m->key,
                                       .block = name,
                                       .profile = profile,
                                       .value = v,
                                       .whole = m->value,
                                       .span = lint_span(v, m->key_span),
                                       .key_span = m->key_span,
                                       .when =
                                           lint_when(l, inner ? m->value : block, inner ? n : i)};
                VEC_PUSH(l->a, &list->at, var);
            }
        }
    }
}

static void collect_env(struct lint *l, const struct app *app, struct env_list *list) {
    const struct value *env = app_value(app, OPT_ENV);
    if (env)
        add_env(l, list, env, str_of(options[OPT_ENV].name), STR(""));
    for (size_t i = 0; i < app->profiles.n; i++) {
        const struct env_block *block = &app->profiles.at[i];
        add_env(l, list, block->value, arena_fmt(l->a, "env_%.*s", STR_ARG(block->profile)),
                block->profile);
    }
}

size_t lint_env(struct lint *l, const struct app *app, const struct lint_env **vars) {
    if (!l->envs)
        l->envs = arena_array(l->a, struct env_list *, l->model->apps.n);
    if (!l->envs[app->index]) {
        l->envs[app->index] = arena_new(l->a, struct env_list);
        collect_env(l, app, l->envs[app->index]);
    }
    *vars = l->envs[app->index]->at.at;
    return l->envs[app->index]->at.n;
}

bool lint_is_production(struct str profile) {
    return str_eqz(profile, "production") || str_eqz(profile, "prod") || str_eqz(profile, "live");
}

bool lint_is_for_production(struct lint *l, const struct app *app) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++)
        if (str_eqz(vars[i].name, "NODE_ENV") && vars[i].value->kind == VALUE_STRING &&
            lint_is_production(vars[i].value->string))
            return true;
    for (size_t i = 0; i < app->profiles.n; i++)
        if (lint_is_production(app->profiles.at[i].profile))
            return true;
    return l->model->deploy && l->model->deploy->kind == VALUE_OBJECT &&
           value_get(l->model->deploy, STR("production"));
}

struct span lint_place(const struct app *app, enum opt_id id) {
    const struct setting *s = app->set[id] ? app->set[id] : app->set[OPT_NAME];
    if (!s)
        s = app->set[OPT_SCRIPT];
    return s ? lint_span(s->value, s->key_span) : lint_first_line(app->value->span);
}

struct diag *lint_say(struct lint *l, unsigned rule, const struct app *app, enum opt_id id,
                      struct str when, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct str message = arena_vfmt(l->a, fmt, ap);
    va_end(ap);
    struct diag *d =
        diag_add(l->sink, rule, lint_place(app, id), "%.*s%.*s", STR_ARG(message), STR_ARG(when));
    diag_about(d, app->label, str_of(options[id].name));
    VEC_PUSH(l->a, &l->said, ((struct lint_said){d, message, UINT32_C(1) << l->combo}));
    return d;
}

size_t lint_find(struct str text, struct str what) {
    for (size_t i = 0; i + what.n <= text.n; i++)
        if (memcmp(text.p + i, what.p, what.n) == 0)
            return i;
    return text.n;
}

/* ---- names ------------------------------------------------------------------------------------- */

struct str lint_certain_name(const struct app *app, struct span *span, bool *is_computed) {
    const struct value *name = app_value(app, OPT_NAME), *script = app_value(app, OPT_SCRIPT);
    if (name && name->kind == VALUE_STRING && name->string.n == 0)
        name = NULL; /* as if it were not there */
    const struct value *v = name ? name : script;
    *is_computed = !name;
    if (app->maybe || !v || v->kind != VALUE_STRING || app_value(app, OPT_APPEND_ENV_TO_NAME))
        return STR("");
    *span = lint_span(v, app->set[name ? OPT_NAME : OPT_SCRIPT]->key_span);
    return name ? v->string : resolve_name(v->string);
}

struct lint_name *lint_name_slot(struct lint_name *table, size_t cap, struct str name) {
    size_t i = 5381;
    for (size_t k = 0; k < name.n; k++)
        i = i * 33 + (unsigned char)name.p[k];
    for (i %= cap; table[i].name.n && !str_eq(table[i].name, name);)
        i = (i + 1) % cap;
    return &table[i];
}
