/* Hiding is decided by the name, by the shape of the value, and by the parts of a late-bound text. */
#include "compiler/diff_value.h"

#include "schema/plan/plan_dump.h"
#include "schema/unit/secret.h"

static struct str take(struct arena *a, struct buf *b) {
    struct str s = arena_str(a, (struct str){b->p, b->n});
    buf_done(b);
    return s;
}

static struct diff_value shown(struct arena *a, const struct diff_secrets *secrets,
                               struct str value, bool is_secret) {
    if (secrets->show || value.n == 0)
        return (struct diff_value){.text = value};
    if (is_secret || secret_is_value(value))
        return (struct diff_value){.is_hidden = true};
    return (struct diff_value){.text = secret_mask_url(a, value)};
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

struct diff_value diff_value_env(struct arena *a, const struct diff_secrets *secrets,
                                 const char *name, struct plan_text text) {
    struct buf b = {0};
    if (text.ref == 0)
        return (struct diff_value){0};
    plan_dump_recipe(text, &b);
    return shown(a, secrets, take(a, &b), secret_is_name(str_of(name)) && has_text(text));
}

/* The members that were given: "port 3000, path /health". */
static struct str group_text(struct arena *a, const struct plan *plan, unsigned app,
                             enum opt_id group) {
    struct buf b = {0};
    const char *file;
    uint32_t line;
    if (!plan_has_block(plan, app, opt_group_block(group)))
        return STR("none");
    for (unsigned id = group + 1; id < OPT_COUNT && opt_parent(id) == group; id++) {
        if (!plan_origin(plan, app, id, &file, &line))
            continue;
        buf_fmt(&b, "%s%.*s ", b.n ? ", " : "", STR_ARG(opt_leaf(id)));
        plan_dump_value(plan, app, id, &b);
    }
    struct str text = take(a, &b);
    return text.n ? text : STR("defaults");
}

struct diff_value diff_value_option(struct arena *a, const struct diff_secrets *secrets,
                                    const struct plan *plan, unsigned app, enum opt_id id) {
    struct buf b = {0};
    if (options[id].repr == REPR_GROUP)
        return (struct diff_value){.text = group_text(a, plan, app, id)};
    if (!plan_has_block(plan, app, opt_block_of(id)))
        return (struct diff_value){.text = STR("none")};
    plan_dump_value(plan, app, id, &b);
    return shown(a, secrets, take(a, &b), false);
}
