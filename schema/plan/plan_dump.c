/* Dumping walks the option table, so a new option shows up by itself. */
#include "schema/plan/plan_dump.h"

#include <string.h>

#include "schema/base/arena.h"
#include "schema/base/utf8.h"
#include "schema/unit/duration.h"
#include "schema/unit/signal_name.h"
#include "schema/unit/size.h"

struct cell {
    const struct plan *plan;
    unsigned app;
    enum opt_id id;
};

void plan_dump_recipe(struct plan_text text, struct buf *out) {
    for (unsigned i = 0; i < plan_text_parts(text); i++) {
        struct plan_part p = plan_text_part(text, i);
        if (p.kind == PLAN_PART_TEXT)
            buf_z(out, p.text);
        else if (p.kind == PLAN_PART_ROOT)
            buf_z(out, "${root}");
        else if (p.fallback)
            buf_fmt(out, "${%s%s%s}", p.text, p.empty_is_missing ? ":-" : "-", p.fallback);
        else
            buf_fmt(out, "${%s}", p.text);
    }
}

static bool is_late(struct plan_text text) {
    return text.ref != 0 && plan_text_literal(text) == NULL;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_text(struct json_out *j, struct plan_text text) {
    struct buf b = {0};
    if (text.ref == 0) {
        json_raw(j, STR("null"));
        return;
    }
    plan_dump_recipe(text, &b);
    if (is_late(text)) {
        json_begin_object(j);
        json_key_string(j, "$late", (struct str){b.p, b.n});
        json_end_object(j);
    } else {
        json_string(j, (struct str){b.p, b.n});
    }
    buf_done(&b);
}

static void json_list(struct json_out *j, const struct cell *c) {
    struct plan_list list = plan_list(c->plan, c->app, c->id);
    json_begin_array(j);
    for (unsigned i = 0; i < list.n; i++) {
        if (options[c->id].repr == REPR_CODES)
            json_int(j, plan_list_number(list, i));
        else
            json_text(j, plan_list_text(list, i));
    }
    json_end_array(j);
}

static void json_env(struct json_out *j, const struct cell *c) {
    struct plan_list env = plan_list(c->plan, c->app, c->id);
    json_begin_object(j);
    for (unsigned i = 0; i < env.n; i++) {
        json_key(j, str_of(plan_env_name(env, i)));
        json_text(j, plan_env_text(env, i));
    }
    json_end_object(j);
}

static void json_number(struct json_out *j, const struct cell *c) {
    int64_t n = plan_number(c->plan, c->app, c->id, INT64_MIN);
    if (n == INT64_MIN)
        json_raw(j, STR("null"));
    else if (options[c->id].repr == REPR_INSTANCES && n == 0)
        json_string(j, STR("max"));
    else if (options[c->id].repr == REPR_WORD)
        json_string(j, opt_word(options[c->id].words, (unsigned)n));
    else
        json_int(j, n);
}

static void json_value(struct json_out *j, const struct cell *c) {
    switch (options[c->id].repr) {
    case REPR_BOOL:
        json_bool(j, plan_bool(c->plan, c->app, c->id));
        return;
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_INSTANCES:
    case REPR_WORD:
        json_number(j, c);
        return;
    case REPR_SIGNAL: {
        struct arena a;
        arena_init(&a, 0);
        json_string(j, signal_name(&a, (int)plan_number(c->plan, c->app, c->id, 2)));
        arena_done(&a);
        return;
    }
    case REPR_JSON: {
        const char *text = plan_str(c->plan, c->app, c->id);
        json_raw(j, text ? str_of(text) : STR("null"));
        return;
    }
    case REPR_STR:
    case REPR_PATH:
    case REPR_CRON:
    case REPR_DATE:
        json_text(j, plan_text(c->plan, c->app, c->id));
        return;
    case REPR_LIST:
    case REPR_LISTEN:
    case REPR_WATCH:
    case REPR_CODES:
        json_list(j, c);
        return;
    case REPR_ENV:
        json_env(j, c);
        return;
    case REPR_GROUP:
        return;
    }
}

static void json_options(struct json_out *j, const struct plan *plan, unsigned app) {
    enum opt_id open = OPT_COUNT;
    json_begin_object(j);
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        struct cell c = {plan, app, id};
        if (options[id].wire == OPT_NO_WIRE || !plan_has_block(plan, app, opt_block_of(id)))
            continue;
        enum opt_id parent = opt_parent(id);
        if (parent != open && open != OPT_COUNT)
            json_end_object(j);
        if (parent != open && parent != OPT_COUNT) {
            json_key(j, str_of(options[parent].name));
            json_begin_object(j);
        }
        open = parent;
        json_key(j, opt_leaf(id));
        json_value(j, &c);
    }
    if (open != OPT_COUNT)
        json_end_object(j);
    json_end_object(j);
}

static void json_origins(struct json_out *j, const struct plan *plan, unsigned app) {
    json_begin_object(j);
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        const char *file;
        uint32_t line;
        if (!plan_origin(plan, app, id, &file, &line))
            continue;
        struct buf b = {0};
        buf_fmt(&b, "%s:%u", file, line);
        json_key_string(j, options[id].name, (struct str){b.p, b.n});
        buf_done(&b);
    }
    json_end_object(j);
}

static void json_inputs(struct json_out *j, const struct plan *plan) {
    json_begin_array(j);
    for (unsigned i = 0; i < plan_inputs(plan); i++) {
        const struct plan_input *in = plan_input(plan, i);
        json_begin_object(j);
        json_key_string(j, in->kind == PLAN_INPUT_ENV ? "variable" : "file",
                        str_of(plan_string(plan, in->name)));
        if (in->kind == PLAN_INPUT_FILE) {
            struct buf b = {0};
            buf_fmt(&b, "%016llx", (unsigned long long)in->digest);
            json_key_string(j, "xxh3", (struct str){b.p, b.n});
            buf_done(&b);
        }
        json_end_object(j);
    }
    json_end_array(j);
}

void plan_dump_json(const struct plan *plan, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    const char *profile = plan_profile(plan);
    json_key(&j, STR("profile"));
    if (profile)
        json_string(&j, str_of(profile));
    else
        json_raw(&j, STR("null"));
    json_key(&j, STR("apps"));
    json_begin_array(&j);
    for (unsigned app = 0; app < plan->n_apps; app++) {
        json_begin_object(&j);
        json_key(&j, STR("options"));
        json_options(&j, plan, app);
        json_key(&j, STR("from"));
        json_origins(&j, plan, app);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_key(&j, STR("inputs"));
    json_inputs(&j, plan);
    json_end_object(&j);
    buf_char(out, '\n');
}

/* ---- text ------------------------------------------------------------------------------------ */

static void text_item(struct buf *out, struct plan_text text) {
    struct buf b = {0};
    plan_dump_recipe(text, &b);
    bool plain = b.n && !memchr(b.p, ' ', b.n);
    buf_fmt(out, plain ? "%.*s" : "\"%.*s\"", (int)b.n, b.p);
    buf_done(&b);
}

static void text_list(const struct cell *c, struct buf *out) {
    struct plan_list list = plan_list(c->plan, c->app, c->id);
    for (unsigned i = 0; i < list.n; i++) {
        if (i)
            buf_char(out, ' ');
        if (options[c->id].repr == REPR_CODES)
            buf_fmt(out, "%lld", (long long)plan_list_number(list, i));
        else
            text_item(out, plan_list_text(list, i));
    }
}

static void text_number(const struct cell *c, struct buf *out) {
    int64_t n = plan_number(c->plan, c->app, c->id, INT64_MIN);
    enum opt_repr repr = options[c->id].repr;
    struct arena a;
    if (n == INT64_MIN)
        return;
    arena_init(&a, 0);
    struct str text = repr == REPR_MS       ? duration_text(&a, n)
                      : repr == REPR_BYTES  ? size_text(&a, n)
                      : repr == REPR_SIGNAL ? signal_name(&a, (int)n)
                      : repr == REPR_WORD   ? opt_word(options[c->id].words, (unsigned)n)
                      : repr == REPR_INSTANCES && n == 0 ? STR("max (one per CPU)")
                                                         : arena_fmt(&a, "%lld", (long long)n);
    buf_str(out, text);
    arena_done(&a);
}

void plan_dump_value(const struct plan *plan, unsigned app, enum opt_id id, struct buf *out) {
    struct cell c = {plan, app, id};
    switch (plan_shape_of(id)) {
    case PLAN_SHAPE_BOOL:
        buf_z(out, plan_bool(plan, app, id) ? "true" : "false");
        return;
    case PLAN_SHAPE_NUMBER:
        text_number(&c, out);
        return;
    case PLAN_SHAPE_TEXT: {
        struct plan_text text = plan_text(plan, app, id);
        if (plan_text_parts(text) == 1 && plan_text_literal(text) && !*plan_text_literal(text))
            buf_z(out, "\"\"");
        plan_dump_recipe(text, out);
        return;
    }
    case PLAN_SHAPE_TEXTS:
    case PLAN_SHAPE_NUMBERS:
        text_list(&c, out);
        return;
    case PLAN_SHAPE_PAIRS:
    case PLAN_SHAPE_GROUP:
        return;
    }
}

struct line_style {
    const char *dim, *bold, *reset;
};

enum { DUMP_NAME_WIDTH = 26, DUMP_VALUE_WIDTH = 36 };

static void text_row(struct buf *out, const struct line_style *s, struct str name, struct str value,
                     const char *from) {
    buf_z(out, "  ");
    buf_str(out, name);
    buf_repeat(out, ' ', name.n < DUMP_NAME_WIDTH ? DUMP_NAME_WIDTH - name.n : 1);
    buf_str(out, value);
    if (*from) {
        size_t width = utf8_width(value);
        buf_repeat(out, ' ', width + 2 <= DUMP_VALUE_WIDTH ? DUMP_VALUE_WIDTH - width : 2);
        buf_fmt(out, "%s%s%s", s->dim, from, s->reset);
    }
    buf_char(out, '\n');
}

static bool is_default(const struct cell *c, struct str value) {
    const struct option *o = &options[c->id];
    switch (o->repr) {
    case REPR_BOOL:
        return plan_bool(c->plan, c->app, c->id) == (o->def != 0);
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_INSTANCES:
    case REPR_WORD:
    case REPR_SIGNAL: {
        int64_t n = plan_number(c->plan, c->app, c->id, INT64_MIN);
        return n == o->def || n == INT64_MIN;
    }
    default:
        return o->def_text ? str_eqz(value, o->def_text) : value.n == 0;
    }
}

static void text_env(const struct cell *c, const struct line_style *s, struct buf *out) {
    struct plan_list env = plan_list(c->plan, c->app, c->id);
    for (unsigned i = 0; i < env.n; i++) {
        const char *file;
        uint32_t line;
        struct buf name = {0}, value = {0}, from = {0};
        buf_fmt(&name, "env.%s", plan_env_name(env, i));
        plan_dump_recipe(plan_env_text(env, i), &value);
        if (plan_env_origin(c->plan, c->app, i, &file, &line))
            buf_fmt(&from, "%s:%u", file, line);
        if (is_late(plan_env_text(env, i)))
            buf_fmt(&from, "%sbound when the plan is loaded", from.n ? ", " : "");
        buf_char(&from, 0);
        text_row(out, s, (struct str){name.p, name.n}, (struct str){value.p, value.n}, from.p);
        buf_done(&name);
        buf_done(&value);
        buf_done(&from);
    }
}

static void text_option(const struct cell *c, const struct plan_dump_style *style,
                        const struct line_style *s, struct buf *out) {
    const char *file;
    uint32_t line;
    struct buf value = {0}, from = {0};
    plan_dump_value(c->plan, c->app, c->id, &value);
    struct str text = {value.p, value.n};
    bool said = plan_origin(c->plan, c->app, c->id, &file, &line);
    bool plain = is_default(c, text);
    if (said)
        buf_fmt(&from, "%s:%u", file, line);
    else
        buf_z(&from, plain ? "default" : "follows from the rest");
    buf_char(&from, 0);
    if (said || style->defaults || !plain)
        text_row(out, s, str_of(options[c->id].name), text.n ? text : STR("-"), from.p);
    buf_done(&value);
    buf_done(&from);
}

void plan_dump_text(const struct plan *plan, const struct plan_dump_style *style, struct buf *out) {
    struct line_style s = {style->color ? "\x1b[2m" : "", style->color ? "\x1b[1m" : "",
                           style->color ? "\x1b[0m" : ""};
    const char *profile = plan_profile(plan);
    for (unsigned app = 0; app < plan->n_apps; app++) {
        buf_fmt(out, "%s%s%s%s%s%s\n", app ? "\n" : "", s.bold, plan_str(plan, app, OPT_NAME),
                s.reset, profile ? "  profile " : "", profile ? profile : "");
        for (unsigned id = 0; id < OPT_COUNT; id++) {
            struct cell c = {plan, app, id};
            if (id == OPT_NAME || options[id].wire == OPT_NO_WIRE ||
                !plan_has_block(plan, app, opt_block_of(id)))
                continue;
            if (options[id].repr == REPR_ENV)
                text_env(&c, &s, out);
            else
                text_option(&c, style, &s, out);
        }
    }
}
