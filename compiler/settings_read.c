/* One function per key of the file, in a table. */
#include "compiler/settings_read.h"

#include <assert.h>

#include "compiler/suppress.h"
#include "schema/model/convert.h"
#include "schema/unit/did_you_mean.h"
#include "schema/unit/size.h"

/* ---- saying what is wrong -------------------------------------------------------------------- */

static struct str shown(struct settings_reader *r, const struct value *v) {
    struct str json = value_json(r->store->arena, v);
    return json.n && json.n <= 40 ? json : value_kind_name(v);
}

void settings_wrong(struct settings_reader *r, const struct member *m, const char *takes) {
    struct span span = m->value->span.src ? m->value->span : m->key_span;
    struct diag *d = diag_add(r->sink, RULE_SETTINGS, span, "`%.*s` takes %s, not %.*s",
                              STR_ARG(m->key), takes, STR_ARG(shown(r, m->value)));
    d->token = m->key;
    diag_help(r->sink, d, "correct the line, or remove it");
}

void settings_unknown(struct settings_reader *r, const struct member *m, const char *what,
                      const struct str *names, size_t n) {
    size_t hit = did_you_mean(m->key, names, n);
    struct str all = STR("");
    for (size_t i = 0; i < n; i++)
        all = arena_fmt(r->store->arena, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
                        STR_ARG(names[i]));
    struct diag *d =
        diag_add(r->sink, RULE_SETTINGS, m->key_span, "`%.*s` is no %s", STR_ARG(m->key), what);
    d->token = m->key;
    if (hit < n)
        diag_label(r->sink, d, "did you mean `%.*s`?", STR_ARG(names[hit]));
    if (all.n)
        diag_help(r->sink, d, "there are %.*s", STR_ARG(all));
}

void settings_read_key(struct settings_reader *r, const struct member *m, const char *what,
                       const struct settings_key *keys, size_t n) {
    struct str names[SETTINGS_KEYS_MOST];
    assert(n <= ARRAY_LEN(names));
    for (size_t i = 0; i < n; i++) {
        names[i] = keys[i].key;
        if (!str_eq(m->key, keys[i].key))
            continue;
        if (m->value->kind != VALUE_NULL)
            keys[i].read(r, m);
        return;
    }
    settings_unknown(r, m, what, names, n);
}

/* The index of a word, or -1 after the finding. */
static int word(struct settings_reader *r, const struct member *m, const char *words) {
    int index = m->value->kind == VALUE_STRING ? opt_word_index(words, m->value->string) : -1;
    if (index >= 0)
        return index;
    struct diag *d = diag_add(r->sink, RULE_SETTINGS, m->value->span, "`%.*s` takes one of: %s",
                              STR_ARG(m->key), words);
    d->token = m->key;
    diag_help(r->sink, d, "write one of them, without quotes");
    return -1;
}

/* ---- the keys -------------------------------------------------------------------------------- */

static void unknown_rule(struct settings_reader *r, const struct member *m) {
    struct str near = suppress_nearest_rule(m->key);
    struct diag *d = diag_add(r->sink, RULE_UNKNOWN_RULE, m->key_span,
                              "this sets nothing: no rule is called %.*s", STR_ARG(m->key));
    d->token = m->key;
    if (near.n)
        diag_label(r->sink, d, "did you mean %.*s?", STR_ARG(near));
    diag_help(r->sink, d, "all rules: ecoc rules");
}

static void read_rule(struct settings_reader *r, const struct member *m) {
    unsigned rule = lint_rule_find(m->key);
    if (rule == RULE_COUNT) {
        unknown_rule(r, m);
        return;
    }
    /* YAML 1.1 knows `off` as false, and so may whoever writes it. */
    bool is_false = m->value->kind == VALUE_BOOL && !m->value->boolean;
    int level = is_false ? LEVEL_OFF : word(r, m, "hint info warning error off");
    if (level == LEVEL_OFF && rule == RULE_PARSE_ERROR) {
        struct diag *d = diag_add(r->sink, RULE_SETTINGS, m->key_span,
                                  "%s cannot be off: nothing can be said about such a file",
                                  lint_rules[rule].code);
        diag_help(r->sink, d, "leave the file out: ignore: [path]");
    } else if (level >= 0) {
        r->s->level[rule] = level;
    }
}

static void read_rules(struct settings_reader *r, const struct member *m) {
    if (m->value->kind != VALUE_OBJECT)
        settings_wrong(r, m, "rules and their levels, such as { EC0210: off }");
    for (size_t i = 0; m->value->kind == VALUE_OBJECT && i < m->value->object.n; i++)
        read_rule(r, &m->value->object.at[i]);
}

bool settings_strings(struct settings_reader *r, const struct member *m, const char *takes) {
    bool good = m->value->kind == VALUE_ARRAY;
    for (size_t i = 0; good && i < m->value->array.n; i++)
        good = m->value->array.at[i]->kind == VALUE_STRING;
    if (!good)
        settings_wrong(r, m, takes);
    return good;
}

static void read_ignore(struct settings_reader *r, const struct member *m) {
    if (!settings_strings(r, m, "a list of paths"))
        return;
    for (size_t i = 0; i < m->value->array.n; i++)
        VEC_PUSH(r->store->arena, &r->s->ignore, m->value->array.at[i]->string);
}

static void read_sensitive(struct settings_reader *r, const struct member *m) {
    if (!settings_strings(r, m, "a list of names"))
        return;
    for (size_t i = 0; i < m->value->array.n; i++)
        VEC_PUSH(r->store->arena, &r->s->sensitive, m->value->array.at[i]->string);
}

static void read_locks(struct settings_reader *r, const struct member *m) {
    if (!settings_strings(r, m, "a list of names of functions"))
        return;
    for (size_t i = 0; i < m->value->array.n; i++)
        VEC_PUSH(r->store->arena, &r->locks, m->value->array.at[i]->string);
}

static void read_sticky(struct settings_reader *r, const struct member *m) {
    if (m->value->kind != VALUE_BOOL)
        settings_wrong(r, m, "true or false");
    else
        r->s->lint.is_sticky = m->value->boolean;
}

static bool is_whole(const struct value *v, double most) {
    return v->kind == VALUE_NUMBER && v->number >= 0 && v->number <= most &&
           v->number == (double)(int64_t)v->number;
}

static void read_cpus(struct settings_reader *r, const struct member *m) {
    if (!is_whole(m->value, 1 << 20) || m->value->number < 1)
        settings_wrong(r, m, "a number of CPUs");
    else
        r->s->lint.cpus = (unsigned)m->value->number;
}

static void read_memory(struct settings_reader *r, const struct member *m) {
    int64_t bytes = 0;
    if (is_whole(m->value, 1e15))
        bytes = (int64_t)m->value->number;
    else if (m->value->kind == VALUE_STRING)
        (void)size_parse(m->value->string, &bytes);
    if (bytes <= 0)
        settings_wrong(r, m, "a size such as 8G");
    else
        r->s->lint.memory_bytes = bytes;
}

/* What an option behind the first dot was probably meant to be; empty where there is no dot. */
static struct str nearest_option(struct str key) {
    struct str names[OPT_COUNT];
    size_t dot = str_index(key, '.');
    for (unsigned i = 0; i < OPT_COUNT; i++)
        names[i] = str_of(options[i].name);
    size_t hit = dot < key.n ? did_you_mean(str_skip(key, dot + 1), names, OPT_COUNT) : OPT_COUNT;
    return hit < OPT_COUNT ? names[hit] : STR("");
}

/* "api.instances", "api.v2.http.port": the first dot behind which an option is named. */
static void read_assumption(struct settings_reader *r, const struct member *m) {
    static const struct str plain[] = {{"sticky", 6}, {"cpus", 4}, {"memory", 6}};
    for (size_t dot = str_index(m->key, '.'); dot < m->key.n;
         dot += 1 + str_index(str_skip(m->key, dot + 1), '.')) {
        enum opt_id id = opt_find_any(str_skip(m->key, dot + 1));
        if (id == OPT_COUNT || dot == 0)
            continue;
        struct lint_assumption it = {{m->key.p, dot}, id, m->value};
        struct opt_data data;
        struct convert_result result;
        if (convert(r->store->arena, id, m->value, &data, &result))
            VEC_PUSH(r->store->arena, &r->assume, it);
        else
            settings_wrong(r, m, opt_accepts(id));
        return;
    }
    struct str near = nearest_option(m->key);
    if (near.n == 0) {
        settings_unknown(r, m, "APP.OPTION, nor anything else that can be assumed", plain,
                         ARRAY_LEN(plain));
        return;
    }
    size_t dot = str_index(m->key, '.');
    struct diag *d =
        diag_add(r->sink, RULE_SETTINGS, m->key_span, "`%.*s` names no option", STR_ARG(m->key));
    d->token = m->key;
    diag_label(r->sink, d, "did you mean `%.*s.%.*s`?", (int)dot, m->key.p, STR_ARG(near));
    diag_help(r->sink, d, "options: ecoc explain --options");
}

static void read_assume(struct settings_reader *r, const struct member *m) {
    static const struct {
        const char *key;
        void (*read)(struct settings_reader *r, const struct member *m);
    } keys[] = {{"sticky", read_sticky}, {"cpus", read_cpus}, {"memory", read_memory}};
    if (m->value->kind != VALUE_OBJECT)
        settings_wrong(r, m, "what to assume, such as { api.instances: 4 }");
    for (size_t i = 0; m->value->kind == VALUE_OBJECT && i < m->value->object.n; i++) {
        const struct member *it = &m->value->object.at[i];
        size_t k = 0;
        while (k < ARRAY_LEN(keys) && !str_eqz(it->key, keys[k].key))
            k++;
        if (k < ARRAY_LEN(keys))
            keys[k].read(r, it);
        else
            read_assumption(r, it);
    }
}

static void read_fail_on(struct settings_reader *r, const struct member *m) {
    int level = word(r, m, "info warning error");
    r->s->fail_on = level < 0 ? -1 : level + DIAG_INFO;
}

static void read_target(struct settings_reader *r, const struct member *m) {
    r->s->target = word(r, m, "both pm2 ecort");
}

static void read_max_warnings(struct settings_reader *r, const struct member *m) {
    if (is_whole(m->value, 1e9))
        r->s->max_warnings = (int64_t)m->value->number;
    else
        settings_wrong(r, m, "a number");
}

static const struct settings_key keys[] = {
    {{"rules", 5}, read_rules},
    {{"ignore", 6}, read_ignore},
    {{"assume", 6}, read_assume},
    {{"locks", 5}, read_locks},
    {{"target", 6}, read_target},
    {{"fail-on", 7}, read_fail_on},
    {{"max-warnings", 12}, read_max_warnings},
    {{"sensitive", 9}, read_sensitive},
    {{"policies", 8}, settings_read_policies},
};

/* Nothing but blanks and comments: no setting, rather than no YAML. */
static bool is_empty(struct str text) {
    while (text.n) {
        struct str line = {text.p, str_index(text, '\n')};
        text = str_skip(text, line.n + (line.n < text.n));
        while (line.n && strchr(" \t\r", line.p[0]))
            line = str_skip(line, 1);
        if (line.n && line.p[0] != '#')
            return false;
    }
    return true;
}

void settings_read(struct settings_store *store, struct settings *s) {
    struct settings_reader r = {.store = store, .sink = &store->sink, .s = s};
    struct err err = {0};
    const struct source *src = front_source(&store->front, s->path, &err);
    if (!src) {
        struct source *none = source_new(
            store->arena, path_relative(store->arena, store->front.cwd, s->path), s->path, STR(""));
        struct str why = str_of(err.msg);
        why = str_starts(why, s->path) ? str_skip(why, s->path.n) : why;
        struct diag *d = diag_add(&store->sink, RULE_PARSE_ERROR, span_of(none, 0, 0),
                                  "the settings cannot be read%.*s", STR_ARG(why));
        diag_help(&store->sink, d, "name a file that exists, or leave --config out");
        return;
    }
    if (is_empty(src->text))
        return;
    const struct value *v = front_yaml(&store->front, src);
    if (!v)
        return;
    if (v->kind != VALUE_OBJECT && v->kind != VALUE_NULL) {
        struct diag *d =
            diag_add(&store->sink, RULE_SETTINGS, v->span, "settings are keys and values");
        diag_help(&store->sink, d, "write, for example, fail-on: warning");
    }
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->object.n; i++)
        settings_read_key(&r, &v->object.at[i], "setting", keys, ARRAY_LEN(keys));
    s->lint.assume = r.assume.at;
    s->lint.n_assume = r.assume.n;
    s->lint.locks = r.locks.at;
    s->lint.n_locks = r.locks.n;
}
