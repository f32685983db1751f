/* The table and look-ups in it. Look-ups walk the rows: a hundred of them, a few thousand times. */
#include "schema/opt/option.h"

#include "schema/base/base.h"

#define SLOT(n) (BLOCK_APP << 8 | (n))
#define POLICY(n) (BLOCK_POLICY << 8 | (n))
#define BIT(n) (BLOCK_BITS << 8 | (n))
#define HTTP(n) (BLOCK_HTTP << 8 | (n))
#define ROTATE(n) (BLOCK_ROTATE << 8 | (n))
#define ERRORS(n) (BLOCK_ERROR << 8 | (n))
#define CGROUPS(n) (BLOCK_CGROUP << 8 | (n))
#define COMPAT(n) (BLOCK_COMPAT << 8 | (n))
#define NO_WIRE OPT_NO_WIRE

const struct option options[OPT_COUNT] = {
#define OPT(id, repr_, name_, wire_, ...)                                                          \
    [OPT_##id] = {.name = name_, .repr = REPR_##repr_, .wire = wire_, __VA_ARGS__},
#include "schema/opt/options.def"
#undef OPT
};

unsigned opt_block_slots(enum opt_block block) {
    unsigned n = 0;
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (options[i].wire != OPT_NO_WIRE && opt_block_of(i) == block && opt_slot(i) >= n)
            n = opt_slot(i) + 1;
    return n;
}

struct str opt_word(const char *list, unsigned i) {
    const char *p = list ? list : "";
    for (;; i--) {
        size_t n = strcspn(p, " ");
        if (i == 0)
            return (struct str){p, n};
        if (p[n] == 0)
            return (struct str){p + n, 0};
        p += n + 1;
    }
}

int opt_word_index(const char *list, struct str word) {
    for (unsigned i = 0;; i++) {
        struct str w = opt_word(list, i);
        if (w.n == 0)
            return -1;
        if (str_eq(w, word))
            return (int)i;
    }
}

struct str opt_leaf(enum opt_id id) {
    const char *dot = strrchr(options[id].name, '.');
    return str_of(dot ? dot + 1 : options[id].name);
}

enum opt_id opt_parent(enum opt_id id) {
    struct str name = str_of(options[id].name), leaf = opt_leaf(id);
    if (leaf.n == name.n)
        return OPT_COUNT;
    struct str group = {name.p, name.n - leaf.n - 1};
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (options[i].repr == REPR_GROUP && str_eqz(group, options[i].name))
            return i;
    return OPT_COUNT;
}

/* key is the camelCase form of the snake_case name. */
static bool is_camel_of(struct str key, struct str name) {
    size_t k = 0;
    for (size_t i = 0; i < name.n; i++, k++) {
        char c = name.p[i];
        if (c == '_' && i + 1 < name.n) {
            c = name.p[++i];
            c = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        }
        if (k >= key.n || key.p[k] != c)
            return false;
    }
    return k == key.n;
}

static bool is_alias(enum opt_id id, struct str key) {
    if (is_camel_of(key, opt_leaf(id)))
        return true;
    for (unsigned i = 0;; i++) {
        struct str alias = opt_word(options[id].aliases, i);
        if (alias.n == 0)
            return false;
        if (str_eq(alias, key) || is_camel_of(key, alias))
            return true;
    }
}

/* Rows of a group follow each other, so the parent is compared by the name's prefix. */
static bool is_in(enum opt_id id, enum opt_id parent) {
    struct str name = str_of(options[id].name);
    size_t dot = str_index(name, '.');
    if (parent == OPT_COUNT)
        return dot == name.n;
    return dot < name.n && str_eqz((struct str){name.p, dot}, options[parent].name);
}

enum opt_id opt_find(enum opt_id parent, struct str key, bool is_object, bool *by_name) {
    enum opt_id named = OPT_COUNT, aliased = OPT_COUNT;
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        if (!is_in(i, parent))
            continue;
        if (str_eq(opt_leaf(i), key))
            named = i;
        else if (aliased == OPT_COUNT && is_alias(i, key))
            aliased = i;
    }
    /* A group whose name is also an alias: the value's kind decides. */
    bool use_alias = aliased != OPT_COUNT &&
                     (named == OPT_COUNT || (options[named].repr == REPR_GROUP && !is_object));
    if (by_name)
        *by_name = !use_alias && named != OPT_COUNT;
    return use_alias ? aliased : named;
}

enum opt_id opt_find_any(struct str name) {
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (str_eqz(name, options[i].name))
            return i;
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (is_in(i, OPT_COUNT) && is_alias(i, name))
            return i;
    return OPT_COUNT;
}

enum opt_id opt_by_wire(uint16_t wire) {
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (options[i].wire == wire && wire != OPT_NO_WIRE)
            return i;
    return OPT_COUNT;
}

bool opt_is_profile(struct str key) {
    return key.n > 4 && str_starts(key, STR("env_")) &&
           opt_find(OPT_COUNT, key, false, NULL) == OPT_COUNT;
}

bool opt_pm2_drops_falsy(enum opt_id id) {
    return options[id].aliases || strchr(options[id].name, '_');
}

const char *opt_impact_name(enum opt_impact impact) {
    static const char *const names[] = {"none", "live", "reload", "restart", "scale", "recreate"};
    return names[impact];
}

const char *opt_accepts(enum opt_id id) {
    static const char *const texts[] = {
        [REPR_BOOL] = "true or false",
        [REPR_INT] = "a whole number",
        [REPR_MS] = "milliseconds or a duration such as \"10s\"",
        [REPR_BYTES] = "bytes or a size such as \"300M\"",
        [REPR_STR] = "a string",
        [REPR_PATH] = "a path",
        [REPR_WORD] = "one of a few words",
        [REPR_LIST] = "a string or an array of strings",
        [REPR_CODES] = "a whole number or an array of them",
        [REPR_INSTANCES] = "a whole number or \"max\"",
        [REPR_LISTEN] = "a port, an address or an array of them",
        [REPR_WATCH] = "true, false, a path or an array of paths",
        [REPR_CRON] = "a cron pattern",
        [REPR_DATE] = "a date format",
        [REPR_SIGNAL] = "the name of a signal",
        [REPR_ENV] = "an object",
        [REPR_JSON] = "an object",
        [REPR_GROUP] = "an object",
    };
    return texts[options[id].repr];
}
