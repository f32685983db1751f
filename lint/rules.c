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
        if (!convert(l->a, id, alt->value, &alt->data, &result))
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
    struct diag *d = diag_add(l->sink, rule, lint_place(app, id), "%.*s%.*s", STR_ARG(message),
                              STR_ARG(when));
    diag_about(d, app->label, str_of(options[id].name));
    return d;
}

size_t lint_find(struct str text, struct str what) {
    for (size_t i = 0; i + what.n <= text.n; i++)
        if (memcmp(text.p + i, what.p, what.n) == 0)
            return i;
    return text.n;
}
