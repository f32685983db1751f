/* Shapes of a configuration file and of an app. */
#include "compiler/bind.h"

#include "compiler/bind_report.h"
#include "schema/base/hash.h"

/* opt_find walks the whole table; a file asks for the same few names over and over. */
struct find_cache {
    struct {
        struct str key;
        enum opt_id parent, id;
        bool is_object, by_name, used;
    } at[256];
};

struct binder {
    struct arena *a;
    struct diag_sink *sink;
    const struct bind_input *in;
    struct model *model;
    struct find_cache *cache;
};

static enum opt_id find(struct binder *b, enum opt_id parent, struct str key, bool is_object,
                        bool *by_name) {
    size_t i = (size_t)(hash_bytes(key.p, key.n) + (uint64_t)parent * 2 + is_object) %
               ARRAY_LEN(b->cache->at);
    bool hit = b->cache->at[i].used && b->cache->at[i].parent == parent &&
               b->cache->at[i].is_object == is_object && str_eq(b->cache->at[i].key, key);
    if (!hit) {
        b->cache->at[i].id = opt_find(parent, key, is_object, &b->cache->at[i].by_name);
        b->cache->at[i].key = key;
        b->cache->at[i].parent = parent;
        b->cache->at[i].is_object = is_object;
        b->cache->at[i].used = true;
    }
    *by_name = b->cache->at[i].by_name;
    return b->cache->at[i].id;
}

/* A comment in a language that has none; it keeps findings out of reports. */
static bool is_comment(struct str key) {
    return str_starts(key, STR("//ecoc-ignore"));
}

static bool is_given(const struct value *v) {
    return v->kind != VALUE_NULL && (v->kind != VALUE_UNDEFINED || v->late);
}

/* PM2's order: the name itself, then the aliases as listed. */
static int rank(const struct setting *s) {
    if (!s->by_alias)
        return 0;
    int i = opt_word_index(options[s->id].aliases, s->key);
    return i < 0 ? 1000 : i + 1;
}

static void put(struct binder *b, struct app *app, struct setting *s) {
    struct setting *old = app->set[s->id];
    if (old && rank(old) <= rank(s)) {
        VEC_PUSH(b->a, &app->shadowed, s);
        return;
    }
    if (old)
        VEC_PUSH(b->a, &app->shadowed, old);
    app->set[s->id] = s;
}

static struct setting *setting_new(struct binder *b, enum opt_id id, const struct member *m,
                                   bool by_name) {
    struct setting *s = arena_new(b->a, struct setting);
    *s = (struct setting){
        .id = id, .key = m->key, .key_span = m->key_span, .value = m->value, .by_alias = !by_name};
    return s;
}

static struct stray stray_of(const struct member *m) {
    return (struct stray){m->key, m->key_span, m->value};
}

/* One member of a group that is one of several: its values, each with the condition of its group. */
struct merged {
    const struct member *first;
    VEC(struct choice_alt) alts;
};

typedef VEC(struct merged) merged_members;

static struct merged *merged_of(struct binder *b, merged_members *all, const struct member *m) {
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].first->key, m->key))
            return &all->at[i];
    struct merged fresh = {.first = m};
    VEC_PUSH(b->a, all, fresh);
    return &all->at[all->n - 1];
}

static struct str both(struct binder *b, struct str outer, struct str inner) {
    if (str_eqz(inner, "otherwise"))
        return outer;
    return arena_fmt(b->a, "%.*s and %.*s", STR_ARG(outer), STR_ARG(inner));
}

static void merge_member(struct binder *b, merged_members *all, const struct member *m,
                         struct str when) {
    struct merged *merged = merged_of(b, all, m);
    if (m->value->kind != VALUE_CHOICE) {
        struct choice_alt alt = {m->value, when};
        VEC_PUSH(b->a, &merged->alts, alt);
    }
    for (size_t i = 0; m->value->kind == VALUE_CHOICE && i < m->value->choice.n; i++) {
        struct choice_alt alt = {m->value->choice.at[i].value,
                                 both(b, when, m->value->choice.at[i].when)};
        VEC_PUSH(b->a, &merged->alts, alt);
    }
}

/* "otherwise" of two says nothing once it stands alone. */
static struct str condition(struct binder *b, const struct value *v, size_t i) {
    struct str when = v->choice.at[i].when;
    if (v->choice.n != 2 || !str_eqz(when, "otherwise"))
        return when;
    return arena_fmt(b->a, "not %.*s", STR_ARG(v->choice.at[1 - i].when));
}

/* `http: prod ? {...} : {...}`, as an object whose members are the choices. */
static const struct value *merge_group(struct binder *b, const struct value *v) {
    merged_members all = {0};
    for (size_t i = 0; i < v->choice.n; i++) {
        const struct value *alt = v->choice.at[i].value;
        for (size_t k = 0; alt->kind == VALUE_OBJECT && k < alt->object.n; k++)
            merge_member(b, &all, &alt->object.at[k], condition(b, v, i));
    }
    struct member *members = arena_array(b->a, struct member, all.n);
    for (size_t i = 0; i < all.n; i++) {
        struct value *value = arena_new(b->a, struct value);
        *value = (struct value){.kind = VALUE_CHOICE, .span = v->span, .deps = v->deps};
        value->choice.at = all.at[i].alts.at;
        value->choice.n = all.at[i].alts.n;
        members[i] = (struct member){all.at[i].first->key, all.at[i].first->key_span, value};
    }
    struct value *out = arena_new(b->a, struct value);
    *out = (struct value){.kind = VALUE_OBJECT, .span = v->span, .deps = v->deps};
    out->object.at = members;
    out->object.n = all.n;
    return out;
}

static bool may_be_object(const struct value *v) {
    for (size_t i = 0; i < value_alternatives(v); i++)
        if (value_alternative(v, i)->kind == VALUE_OBJECT)
            return true;
    return false;
}

static void bind_group(struct binder *b, struct app *app, enum opt_id group,
                       const struct value *v) {
    if (v->kind == VALUE_CHOICE)
        v = merge_group(b, v);
    for (size_t i = 0; i < v->object.n; i++) {
        const struct member *m = &v->object.at[i];
        bool by_name;
        if (is_comment(m->key))
            continue;
        enum opt_id id = find(b, group, m->key, may_be_object(m->value), &by_name);
        if (id == OPT_COUNT)
            report_unknown_option(b->sink, b->a, app, group, m);
        else if (is_given(m->value))
            put(b, app, setting_new(b, id, m, by_name));
    }
}

static void bind_member(struct binder *b, struct app *app, const struct member *m) {
    bool by_name;
    if (is_comment(m->key))
        return;
    enum opt_id id = find(b, OPT_COUNT, m->key, may_be_object(m->value), &by_name);
    if (id == OPT_COUNT && opt_is_profile(m->key)) {
        struct env_block block = {str_skip(m->key, 4), m->key_span, m->value};
        if (is_given(m->value))
            VEC_PUSH(b->a, &app->profiles, block);
        return;
    }
    if (id == OPT_COUNT) {
        VEC_PUSH(b->a, &app->strays, stray_of(m));
        report_unknown_option(b->sink, b->a, app, OPT_COUNT, m);
        return;
    }
    if (!is_given(m->value))
        return;
    put(b, app, setting_new(b, id, m, by_name));
    if (options[id].repr == REPR_GROUP && may_be_object(m->value))
        bind_group(b, app, id, m->value);
}

/* The text of a key, of its first alternative where it is a choice; empty where there is none. */
static struct str text_at(const struct value *app, struct str key) {
    const struct value *text = value_get(app, key);
    if (text && text->kind == VALUE_CHOICE)
        text = value_alternative(text, 0);
    return text && text->kind == VALUE_STRING ? text->string : STR("");
}

/* The name; else the script, under its own name or an alias; else the place. */
static struct str label_of(struct binder *b, const struct value *v, unsigned index) {
    struct str label = text_at(v, str_of(options[OPT_NAME].name));
    if (label.n == 0)
        label = text_at(v, str_of(options[OPT_SCRIPT].name));
    for (unsigned i = 0; label.n == 0; i++) {
        struct str alias = opt_word(options[OPT_SCRIPT].aliases, i);
        if (alias.n == 0)
            return arena_fmt(b->a, "apps[%u]", index);
        label = text_at(v, alias);
    }
    return label;
}

/* The same object in several of the lists that `apps` may be is one app. */
static bool is_bound(const struct binder *b, const struct value *v) {
    for (size_t i = 0; i < b->model->apps.n; i++) {
        const struct app *app = b->model->apps.at[i];
        if (app->maybe && v->object.n && app->value->object.at == v->object.at)
            return true;
    }
    return false;
}

static void bind_app(struct binder *b, const struct value *v, bool maybe) {
    if (maybe && is_bound(b, v))
        return;
    struct app *app = arena_new(b->a, struct app);
    app->index = (unsigned)b->model->apps.n;
    app->value = v;
    app->maybe = maybe;
    app->label = label_of(b, v, app->index);
    VEC_PUSH(b->a, &b->model->apps, app);
    for (size_t i = 0; i < v->object.n; i++)
        bind_member(b, app, &v->object.at[i]);
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (app->set[id])
            report_setting(b->sink, b->a, b->in, b->model, app, app->set[id]);
    for (size_t i = 0; i < app->profiles.n; i++)
        report_env_block(b->sink, b->a, b->in, app, &app->profiles.at[i]);
}

/* One entry of `apps`: an app, or what may be one. */
static void bind_entry(struct binder *b, const struct value *v, bool maybe) {
    if (v->kind == VALUE_CHOICE) {
        for (size_t i = 0; i < v->choice.n; i++)
            if (v->choice.at[i].value->kind == VALUE_OBJECT)
                bind_app(b, v->choice.at[i].value, true);
    } else if (v->kind == VALUE_OBJECT) {
        bind_app(b, v, maybe);
    } else {
        report_no_app(b->sink, b->in, v);
    }
}

/* A list of which it is not known what is in it: what may be. */
static void bind_partial(struct binder *b, const struct value *v) {
    for (size_t i = 0; i < v->array.n; i++)
        if (v->array.at[i]->kind == VALUE_OBJECT || v->array.at[i]->kind == VALUE_CHOICE)
            bind_entry(b, v->array.at[i], true);
}

/* An array of entries, one entry, or one of several of these: `apps: prod ? [...] : [...]`. */
static void bind_apps(struct binder *b, const struct value *v, bool maybe) {
    maybe = maybe || v->kind == VALUE_CHOICE;
    for (size_t i = 0; i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        if (alt->kind == VALUE_UNKNOWN && alt->partial)
            bind_partial(b, alt->partial);
        if (alt->kind != VALUE_ARRAY)
            bind_entry(b, alt, maybe);
        for (size_t k = 0; alt->kind == VALUE_ARRAY && k < alt->array.n; k++)
            bind_entry(b, alt->array.at[k], maybe);
    }
}

static void bind_beside(struct binder *b, const struct value *v) {
    for (size_t i = 0; i < v->object.n; i++) {
        const struct member *m = &v->object.at[i];
        if (str_eqz(m->key, "deploy"))
            b->model->deploy = m->value;
        else if (str_eqz(m->key, "static"))
            b->model->statics = m->value;
        else if (!str_eqz(m->key, "apps") && !str_eqz(m->key, "pm2") && !is_comment(m->key))
            VEC_PUSH(b->a, &b->model->beside, stray_of(m));
    }
}

/* What the file exports, or may export. */
static void bind_file_value(struct binder *b, const struct value *v, bool maybe) {
    const struct value *apps = value_get(v, STR("apps"));
    if (!apps)
        apps = value_get(v, STR("pm2"));
    if (apps)
        bind_beside(b, v);
    if (!apps && v->kind == VALUE_OBJECT && v->object.n == 0)
        return; /* a program that exports nothing, mostly */
    bind_apps(b, apps ? apps : v, maybe);
}

struct model *bind_value(struct arena *a, struct diag_sink *sink, const struct bind_input *in) {
    struct binder b = {a, sink, in, arena_new(a, struct model), arena_new(a, struct find_cache)};
    *b.model = (struct model){.root = in->root, .source = in->source, .value = in->value};
    for (size_t i = 0; i < value_alternatives(in->value); i++)
        bind_file_value(&b, value_alternative(in->value, i), in->value->kind == VALUE_CHOICE);
    return b.model;
}
