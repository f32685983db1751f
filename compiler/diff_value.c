/* Hiding is decided by the name, by the shape of the value, and by the parts of a late-bound
 * text. */
#include "compiler/diff_value.h"

#include "schema/model/model.h"
#include "schema/plan/plan_dump.h"

static struct str take(struct arena *a, struct buf *b) {
    struct str s = arena_str(a, (struct str){b->p ? b->p : "", b->n});
    buf_done(b);
    return s;
}

/* ---- what a value depends on ----------------------------------------------------------------- */

static bool is_secret_variable(const struct diff_secrets *secrets, struct str name) {
    return mask_is_name(&secrets->names, STR(""), name, name);
}

/* A value that was worked out from a secret of the environment is one, whatever it is called
 * itself. */
static bool has_secret(const struct diff_secrets *secrets, const struct value *v) {
    for (size_t i = 0; v && v->deps && i < v->deps->n; i++)
        if (is_secret_variable(secrets, v->deps->names[i]))
            return true;
    for (size_t i = 0; v && v->kind == VALUE_ARRAY && i < v->array.n; i++)
        if (has_secret(secrets, v->array.at[i]))
            return true;
    for (size_t i = 0; v && v->kind == VALUE_OBJECT && i < v->object.n; i++)
        if (has_secret(secrets, v->object.at[i].value))
            return true;
    return false;
}

/* What was said about a variable of env; the profile's word counts. NULL where nobody knows. */
static const struct value *said_variable(const struct diff_place *place, struct str name) {
    const struct app *app = place->said;
    for (size_t i = 0; app && i < app->profiles.n; i++) {
        const struct value *block = app->profiles.at[i].value;
        bool is_it = str_eq(app->profiles.at[i].profile, place->profile) && block &&
                     block->kind == VALUE_OBJECT;
        const struct value *v = is_it ? value_get(block, name) : NULL;
        if (v)
            return v;
    }
    const struct value *env = app ? app_value(app, OPT_ENV) : NULL;
    return env && env->kind == VALUE_OBJECT ? value_get(env, name) : NULL;
}

/* ---- texts ----------------------------------------------------------------------------------- */

static struct str recipe(struct arena *a, struct plan_text text) {
    struct buf b = {0};
    plan_dump_recipe(text, &b);
    return take(a, &b);
}

/* A value whose name is (not) one of a secret. */
static struct diff_value shown(struct arena *a, const struct diff_secrets *secrets,
                               struct str value, bool is_secret) {
    struct diff_value v = {.is_there = true, .text = value};
    if (secrets->show || value.n == 0)
        return v;
    if (is_secret || mask_is_value(value)) {
        v = (struct diff_value){.is_there = true, .is_hidden = true};
    } else {
        v.text = mask_inside(a, value);
        v.is_masked = !str_eq(v.text, value);
    }
    if (v.is_hidden || v.is_masked)
        v.print = fingerprint(a, &secrets->key, value);
    return v;
}

/* The default inside a recipe is as secret as the value itself. */
static bool has_text(struct plan_text text) {
    for (unsigned i = 0; i < plan_text_parts(text); i++) {
        struct plan_part part = plan_text_part(text, i);
        if (part.kind == PLAN_PART_TEXT ? *part.text != 0 : part.fallback != NULL && *part.fallback)
            return true;
    }
    return false;
}

static struct str from_text(struct arena *a, struct str names, const struct diff_value *fallback) {
    if (!fallback)
        return names;
    if (fallback->is_hidden)
        return arena_fmt(a, "%.*s, default hidden %.*s", STR_ARG(names), STR_ARG(fallback->print));
    return arena_fmt(a, "%.*s, default %.*s", STR_ARG(names),
                     STR_ARG(fallback->text.n ? fallback->text : STR("\"\"")));
}

/* `process.env.X` with or without a default, and nothing else. */
static struct diff_value only_variable(struct arena *a, const struct diff_secrets *secrets,
                                       struct plan_text text, bool is_secret) {
    struct plan_part part = plan_text_part(text, 0);
    struct str name = arena_fmt(a, "$%s", part.text);
    is_secret = is_secret || is_secret_variable(secrets, str_of(part.text));
    struct diff_value v = {.is_there = true, .is_late = true}, fallback = {0};
    if (part.fallback)
        fallback = shown(a, secrets, arena_str(a, str_of(part.fallback)), is_secret);
    v.from = from_text(a, name, part.fallback ? &fallback : NULL);
    v.is_masked = fallback.is_hidden || fallback.is_masked;
    v.print = fallback.print;
    v.text = v.is_masked ? arena_fmt(a, "${%s%s***}", part.text, part.empty_is_missing ? ":-" : "-")
                         : recipe(a, text);
    return v;
}

/* The recipe without the defaults of variables that are secrets. */
static struct str masked_recipe(struct arena *a, const struct diff_secrets *secrets,
                                struct plan_text text) {
    struct buf b = {0};
    for (unsigned i = 0; i < plan_text_parts(text); i++) {
        struct plan_part part = plan_text_part(text, i);
        if (part.kind == PLAN_PART_TEXT)
            buf_z(&b, part.text);
        else if (part.kind == PLAN_PART_ROOT)
            buf_z(&b, "${root}");
        else if (!part.fallback)
            buf_fmt(&b, "${%s}", part.text);
        else
            buf_fmt(&b, "${%s%s%s}", part.text, part.empty_is_missing ? ":-" : "-",
                    is_secret_variable(secrets, str_of(part.text)) ? "***" : part.fallback);
    }
    return take(a, &b);
}

static struct diff_value text_value(struct arena *a, const struct diff_secrets *secrets,
                                    struct plan_text text, bool is_secret) {
    if (text.ref == 0)
        return (struct diff_value){0};
    if (plan_text_parts(text) == 1 && plan_text_part(text, 0).kind == PLAN_PART_ENV)
        return only_variable(a, secrets, text, is_secret);
    struct str all = recipe(a, text);
    struct diff_value v = shown(a, secrets, all, is_secret && has_text(text));
    struct str masked = masked_recipe(a, secrets, text);
    if (secrets->show || v.is_hidden || str_eq(masked, all))
        return v;
    v = shown(a, secrets, masked, false);
    v.is_masked = true;
    v.print = fingerprint(a, &secrets->key, all);
    return v;
}

struct diff_value diff_value_env(struct arena *a, const struct diff_secrets *secrets,
                                 const struct diff_place *place, const char *name,
                                 struct plan_text text) {
    struct str path = arena_fmt(a, "%s.%s", options[OPT_ENV].name, name);
    bool is_secret =
        mask_is_name(&secrets->names, place->name, path, str_of(name)) ||
        (plan_text_parts(text) == 1 && plan_text_part(text, 0).kind == PLAN_PART_TEXT &&
         has_secret(secrets, said_variable(place, str_of(name))));
    return text_value(a, secrets, text, is_secret);
}

/* ---- options --------------------------------------------------------------------------------- */

/* Item by item: what follows --token is a secret. */
static struct diff_value list_value(struct arena *a, const struct diff_secrets *secrets,
                                    const struct diff_place *place, enum opt_id id) {
    struct plan_list list = plan_list(place->plan, place->app, id);
    struct diff_value all = {.is_there = list.n > 0};
    struct buf b = {0}, full = {0};
    bool is_next = false;
    for (unsigned i = 0; i < list.n; i++) {
        struct str item = recipe(a, plan_list_text(list, i));
        struct diff_value v = shown(a, secrets, item, is_next);
        bool is_plain = item.n && str_index(item, ' ') == item.n;
        buf_fmt(&full, "%.*s ", STR_ARG(item));
        buf_fmt(&b, is_plain || v.is_hidden ? "%s%.*s" : "%s\"%.*s\"", i ? " " : "",
                STR_ARG(v.is_hidden ? STR("***") : v.text));
        all.is_masked = all.is_masked || v.is_hidden || v.is_masked;
        is_next = mask_is_flag(item);
    }
    all.text = take(a, &b);
    if (all.is_masked)
        all.print = fingerprint(a, &secrets->key, (struct str){full.p, full.n});
    buf_done(&full);
    return all;
}

static struct diff_value plain_value(struct arena *a, const struct diff_secrets *secrets,
                                     const struct diff_place *place, enum opt_id id) {
    struct buf b = {0};
    struct str name = str_of(options[id].name);
    switch (options[id].repr) {
    case REPR_LIST:
    case REPR_WATCH:
        return list_value(a, secrets, place, id);
    case REPR_STR:
    case REPR_PATH:
        return text_value(a, secrets, plan_text(place->plan, place->app, id),
                          mask_is_name(&secrets->names, place->name, name, STR("")));
    case REPR_BOOL:
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_WORD:
    case REPR_CODES:
    case REPR_INSTANCES:
    case REPR_CRON:
    case REPR_DATE:
    case REPR_SIGNAL:
    case REPR_ENV:
    case REPR_JSON:
    case REPR_GROUP:
        break;
    }
    plan_dump_value(place->plan, place->app, id, &b);
    struct str value = take(a, &b);
    if (options[id].repr != REPR_JSON)
        return (struct diff_value){.is_there = value.n > 0, .text = value};
    return shown(a, secrets, value, mask_is_name(&secrets->names, place->name, name, STR("")));
}

/* The members that were given: "port 3000, path /health". */
static struct diff_value group_value(struct arena *a, const struct diff_secrets *secrets,
                                     const struct diff_place *place, enum opt_id group) {
    struct diff_value all = {0};
    struct buf b = {0};
    const char *file;
    uint32_t line;
    if (!plan_has_block(place->plan, place->app, opt_group_block(group)))
        return all;
    for (unsigned id = group + 1; id < OPT_COUNT && opt_parent(id) == group; id++) {
        if (!plan_origin(place->plan, place->app, id, &file, &line))
            continue;
        struct diff_value v = plain_value(a, secrets, place, id);
        buf_fmt(&b, "%s%.*s %.*s", b.n ? ", " : "", STR_ARG(opt_leaf(id)),
                STR_ARG(v.is_hidden ? STR("***") : v.text));
        all.is_masked = all.is_masked || v.is_hidden || v.is_masked;
        all.print = v.print.n ? v.print : all.print;
    }
    all.is_there = true;
    all.text = take(a, &b);
    if (all.text.n == 0)
        all.text = STR("defaults");
    return all;
}

/* What the value as written depends on; for a single variable with what it is where that is not
 * set. */
static struct str depends_on(struct arena *a, const struct diff_secrets *secrets,
                             const struct value *value) {
    struct str names = STR("");
    struct diff_value fallback;
    for (size_t i = 0; value->deps && i < value->deps->n; i++)
        names = arena_fmt(a, "%.*s%s$%.*s", STR_ARG(names), i ? ", " : "",
                          STR_ARG(value->deps->names[i]));
    const struct late *late = value->late;
    if (names.n == 0 || !late || late->n != 1 || late->parts[0].kind != LATE_ENV ||
        !late->parts[0].has_default)
        return names;
    fallback = shown(a, secrets, late->parts[0].fallback,
                     is_secret_variable(secrets, late->parts[0].text));
    return from_text(a, names, &fallback);
}

/* The value unmasked, for its fingerprint. */
static struct str full_text(struct arena *a, const struct diff_place *place, enum opt_id id) {
    struct buf b = {0};
    if (options[id].repr == REPR_GROUP)
        for (unsigned k = id + 1; k < OPT_COUNT && opt_parent(k) == id; k++) {
            plan_dump_value(place->plan, place->app, k, &b);
            buf_char(&b, 0);
        }
    else
        plan_dump_value(place->plan, place->app, id, &b);
    return take(a, &b);
}

struct diff_value diff_value_option(struct arena *a, const struct diff_secrets *secrets,
                                    const struct diff_place *place, enum opt_id id) {
    bool is_group = options[id].repr == REPR_GROUP;
    if (!is_group && !plan_has_block(place->plan, place->app, opt_block_of(id)))
        return (struct diff_value){0};
    struct diff_value v =
        is_group ? group_value(a, secrets, place, id) : plain_value(a, secrets, place, id);
    const struct setting *said = place->said ? place->said->set[id] : NULL;
    if (said && !v.is_late && !v.is_hidden && v.text.n && !secrets->show &&
        has_secret(secrets, said->value)) {
        struct str print = fingerprint(a, &secrets->key, full_text(a, place, id));
        v = (struct diff_value){.is_there = true, .is_hidden = true, .print = print};
    }
    if (said && !v.is_late)
        v.from = depends_on(a, secrets, said->value);
    return v;
}
