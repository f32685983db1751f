/* Given options first, then the defaults that follow from them, then the environment. Most options of most
 * apps are at their default: what an earlier app left is put back, the rest stands already. */
#include "schema/model/resolve.h"

struct resolver {
    struct arena *a;
    const struct model *model;
    const struct app *app;
    struct str profile;
    unsigned pick;
    struct resolved_app *out;
};

/* PM2's table (facts: Interpreter table by extension). */
static const struct {
    const char *extension, *interpreter;
} interpreters[] = {
    {".js", "node"},    {".mjs", "node"}, {".cjs", "node"},      {".sh", "bash"},
    {".py", "python3"}, {".rb", "ruby"},  {".php", "php"},       {".pl", "perl"},
    {".ts", "bun"},     {".tsx", "bun"},  {".coffee", "coffee"}, {".ls", "lsc"},
};

static size_t base_start(struct str path) {
    size_t i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    return i;
}

static size_t extension_start(struct str path) {
    size_t start = base_start(path);
    for (size_t i = path.n; i > start + 1; i--)
        if (path.p[i - 1] == '.')
            return i - 1;
    return path.n;
}

struct str resolve_interpreter(struct str script) {
    struct str extension = str_skip(script, extension_start(script));
    if (str_index(script, ' ') < script.n)
        return STR("");
    for (size_t i = 0; i < ARRAY_LEN(interpreters); i++)
        if (str_eqz(extension, interpreters[i].extension))
            return str_of(interpreters[i].interpreter);
    return STR("");
}

struct str resolve_name(struct str script) {
    size_t start = base_start(script), end = extension_start(script);
    return (struct str){script.p + start, end - start};
}

static const struct value *picked(const struct value *v, unsigned pick) {
    size_t n = value_alternatives(v);
    return value_alternative(v, pick < n ? pick : n - 1);
}

static void to_default(struct resolved_opt *o, enum opt_id id) {
    *o = (struct resolved_opt){.data = convert_default(id), .from = FROM_DEFAULT};
}

/* What the app gives for good is written over in any case. */
static bool is_replaced(const struct app *app, enum opt_id id) {
    return app->set[id] && app->set[id]->data && !app->set[id]->is_bad;
}

static void start(struct resolved_app *out, const struct app *app) {
    if (!out->is_ready)
        for (unsigned id = 0; id < OPT_COUNT; id++)
            to_default(&out->opt[id], id);
    for (unsigned i = 0; i < out->n_changed; i++)
        if (!is_replaced(app, out->changed[i]))
            to_default(&out->opt[out->changed[i]], out->changed[i]);
    out->is_ready = true;
    out->n_changed = 0;
    memset(out->is_changed, 0, sizeof out->is_changed);
    memset(out->has_block, 0, sizeof out->has_block);
}

static const struct resolved_opt *opt_of(const struct resolver *r, enum opt_id id) {
    return &r->out->opt[id];
}

/* The option, which will not be at its default any more. */
static struct resolved_opt *change(struct resolver *r, enum opt_id id) {
    if (!r->out->is_changed[id])
        r->out->changed[r->out->n_changed++] = id;
    r->out->is_changed[id] = true;
    return &r->out->opt[id];
}

static void take_given(struct resolver *r, enum opt_id id) {
    const struct value *v = app_value(r->app, id);
    const struct setting *s = r->app->set[id];
    struct convert_result result;
    struct opt_data data;
    if (!v || !(s->data || convert(r->a, id, picked(v, r->pick), &data, &result)))
        return;
    struct resolved_opt *o = change(r, id);
    o->data = s->data ? *s->data : data;
    o->from = FROM_GIVEN;
    o->span = v->span.src ? v->span : s->key_span;
    if (options[id].wire != OPT_NO_WIRE)
        r->out->has_block[opt_block_of(id)] = true;
}

static bool is_given(struct resolver *r, enum opt_id id) {
    return opt_of(r, id)->from == FROM_GIVEN;
}

static void compute_text(struct resolver *r, enum opt_id id, struct str text) {
    if (opt_of(r, id)->from != FROM_DEFAULT || text.n == 0)
        return;
    struct resolved_opt *o = change(r, id);
    o->data.text = (struct given_text){.text = text};
    o->data.is_none = false;
    o->from = FROM_COMPUTED;
}

static bool is_node_or_bun(struct str interpreter) {
    struct str base = str_skip(interpreter, base_start(interpreter));
    return str_eqz(base, "node") || str_eqz(base, "bun");
}

static void compute_number(struct resolver *r, enum opt_id id, int64_t n) {
    struct resolved_opt *o = change(r, id);
    o->data.number = n;
    o->data.flag = n != 0;
    o->from = FROM_COMPUTED;
}

/* exec_mode and merge_logs where they are not given (PM2's rules; facts 2.6 and 3.8). */
static void compute_modes(struct resolver *r) {
    int64_t instances = opt_of(r, OPT_INSTANCES)->data.number;
    bool counted = is_given(r, OPT_INSTANCES);
    bool fork_forced = opt_of(r, OPT_EXECUTE_COMMAND)->data.flag;
    bool mode_given = is_given(r, OPT_EXEC_MODE);
    bool cluster_given = mode_given && opt_of(r, OPT_EXEC_MODE)->data.number == 1;
    if (!mode_given) {
        bool cluster = counted && instances >= -1 && !fork_forced &&
                       is_node_or_bun(opt_of(r, OPT_INTERPRETER)->data.text.text);
        compute_number(r, OPT_EXEC_MODE, cluster);
    }
    if (!is_given(r, OPT_MERGE_LOGS))
        compute_number(r, OPT_MERGE_LOGS, !cluster_given && (!counted || instances == 0));
}

static bool is_empty(const struct given_text *text) {
    return !text->late && text->text.n == 0;
}

static void compute_texts(struct resolver *r) {
    struct str script = opt_of(r, OPT_SCRIPT)->data.text.text;
    if (is_empty(&opt_of(r, OPT_NAME)->data.text)) /* to PM2, too, a name that is not given */
        change(r, OPT_NAME)->from = FROM_DEFAULT;
    compute_text(r, OPT_NAME, resolve_name(script));
    compute_text(r, OPT_INTERPRETER, resolve_interpreter(script));
    compute_text(r, OPT_CWD, STR("."));
    if (opt_of(r, OPT_APPEND_ENV_TO_NAME)->data.flag && r->profile.n) {
        struct given_text *name = &change(r, OPT_NAME)->data.text;
        name->text = arena_fmt(r->a, "%.*s-%.*s", STR_ARG(name->text), STR_ARG(r->profile));
    }
    if (opt_of(r, OPT_TIME)->data.flag)
        compute_text(r, OPT_LOG_DATE_FORMAT, STR("YYYY-MM-DDTHH:mm:ss"));
}

struct env_list {
    struct env_entry *at;
    size_t n;
};

static void env_set(struct env_list *list, struct env_entry entry) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].name, entry.name)) {
            list->at[i] = entry;
            return;
        }
    list->at[list->n++] = entry;
}

static const struct env_block *profile_of(const struct app *app, struct str profile) {
    for (size_t i = app->profiles.n; profile.n && i > 0; i--)
        if (str_eq(app->profiles.at[i - 1].profile, profile))
            return &app->profiles.at[i - 1];
    return NULL;
}

/* env, then port, then env_PROFILE: later wins. */
static void compute_env(struct resolver *r) {
    const struct env_block *block = profile_of(r->app, r->profile);
    struct opt_data over = {0};
    struct convert_result result;
    if (block && !convert(r->a, OPT_ENV, picked(block->value, r->pick), &over, &result))
        over.n = 0;
    bool port = is_given(r, OPT_PORT) && !opt_of(r, OPT_PORT)->data.is_none;
    if (!port && over.n == 0)
        return;
    struct resolved_opt *env = change(r, OPT_ENV);
    struct env_list list = {arena_array(r->a, struct env_entry, env->data.n + over.n + 1), 0};
    for (size_t i = 0; i < env->data.n; i++)
        list.at[list.n++] = env->data.env[i];
    if (port) {
        struct str text = arena_fmt(r->a, "%lld", (long long)opt_of(r, OPT_PORT)->data.number);
        env_set(&list, (struct env_entry){
                           STR("PORT"), {text, NULL, opt_of(r, OPT_PORT)->span}, false, false});
    }
    for (size_t i = 0; i < over.n; i++) {
        struct env_entry entry = over.env[i];
        entry.from_profile = true;
        env_set(&list, entry);
    }
    env->data.env = list.at;
    env->data.n = list.n;
    env->data.is_none = false;
    if (env->from == FROM_DEFAULT)
        env->span = block ? block->key_span : opt_of(r, OPT_PORT)->span;
    env->from = over.n ? FROM_PROFILE : FROM_GIVEN;
}

/* A group that was given, even an empty one, is there. */
static void find_blocks(struct resolver *r) {
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (r->app->set[id] && options[id].repr == REPR_GROUP && app_value(r->app, id))
            r->out->has_block[opt_group_block(id)] = true;
}

void resolve_app(struct arena *a, const struct model *model, const struct app *app,
                 struct str profile, unsigned pick, struct resolved_app *out) {
    struct resolver r = {a, model, app, profile, pick, out};
    out->app = app;
    start(out, app);
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (app->set[id])
            take_given(&r, id);
    compute_texts(&r);
    compute_modes(&r);
    compute_env(&r);
    find_blocks(&r);
}
