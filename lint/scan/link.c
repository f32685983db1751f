/* Linking names over files, and walking the calls. */
#include "lint/scan/link.h"

#include <stdlib.h>

enum {
    NAMED_MOST = 3,  /* a method known by name only: more candidates than this say nothing */
    EXPORT_DEPTH = 8 /* export * from a file that exports * from ... */
};

/* The top level of a file that was not worth extracting. */
static const struct fact_function bare_module = {
    .outer = FACT_NONE, .klass = FACT_NONE, .guard = FACT_NONE, .kind = FN_MODULE};

static uint32_t function_count(const struct facts *f) {
    return f->functions.n ? f->functions.n : 1;
}

const struct fact_function *link_fact(const struct link *l, uint32_t function) {
    const struct link_file *f = &l->files[l->file_of[function]];
    return f->facts->functions.n ? &f->facts->functions.at[function - f->first] : &bare_module;
}

/* ---- names over files ------------------------------------------------------------------------ */

static bool text_is(const struct facts *f, struct fact_text t, struct str s) {
    return str_eq(fact_str(f, t), s);
}

static struct link_target nothing(void) {
    return (struct link_target){FACT_NONE, FACT_NONE, FACT_NONE, FACT_NONE, FACT_NONE};
}

static struct link_target export_target(uint32_t file, const struct fact_export *e) {
    return (struct link_target){file, e->function, e->klass, e->state, e->guard};
}

static struct link_target find_export(const struct link *l, uint32_t file, struct str name,
                                      unsigned depth);

/* export {x as name} from './y' and export * from './y'. */
static struct link_target handed_on(const struct link *l, uint32_t file, uint32_t at,
                                    struct str name, unsigned depth) {
    const struct link_file *f = &l->files[file];
    const struct fact_export *e = &f->facts->exports.at[at];
    struct str local = fact_str(f->facts, e->local);
    if (f->export_to[at] == FACT_NONE || depth == 0)
        return nothing();
    return find_export(l, f->export_to[at], text_is(f->facts, e->name, STR("*")) ? name : local,
                       depth - 1);
}

static struct link_target find_export(const struct link *l, uint32_t file, struct str name,
                                      unsigned depth) {
    const struct facts *f = l->files[file].facts;
    for (uint32_t i = 0; i < f->exports.n; i++) {
        const struct fact_export *e = &f->exports.at[i];
        if (text_is(f, e->name, name))
            return e->module.n ? handed_on(l, file, i, name, depth) : export_target(file, e);
    }
    for (uint32_t i = 0; i < f->exports.n; i++) {
        struct link_target t = nothing();
        if (f->exports.at[i].module.n && text_is(f, f->exports.at[i].name, STR("*")))
            t = handed_on(l, file, i, name, depth);
        if (t.file != FACT_NONE)
            return t;
    }
    return nothing();
}

static uint32_t find_method(const struct facts *f, uint32_t klass, struct str name) {
    for (uint32_t i = 1; klass != FACT_NONE && i < f->functions.n; i++)
        if (f->functions.at[i].klass == klass && text_is(f, f->functions.at[i].name, name))
            return i;
    return FACT_NONE;
}

struct link_target link_import(const struct link *l, uint32_t file, uint32_t import,
                               struct str member) {
    const struct link_file *f = &l->files[file];
    uint32_t to = f->import_to[import];
    struct str name = fact_str(f->facts, f->facts->imports.at[import].name);
    if (to == FACT_NONE)
        return nothing();
    if (str_eqz(name, "*"))
        return find_export(l, to, member.n ? member : STR("default"), EXPORT_DEPTH);
    struct link_target t = find_export(l, to, name, EXPORT_DEPTH);
    if (member.n && t.klass != FACT_NONE) {
        uint32_t method = find_method(l->files[t.file].facts, t.klass, member);
        return method == FACT_NONE
                   ? t
                   : (struct link_target){t.file, method, FACT_NONE, FACT_NONE, FACT_NONE};
    }
    /* import api from './api' of module.exports = {get, set}: api.get */
    if (member.n && t.function == FACT_NONE && t.state == FACT_NONE)
        t = find_export(l, to, member, EXPORT_DEPTH);
    return t;
}

/* ---- calls ----------------------------------------------------------------------------------- */

/* this.ordersService and OrdersService. */
static bool is_named_after(struct str object, struct str klass) {
    size_t dot = object.n;
    while (dot > 0 && object.p[dot - 1] != '.')
        dot--;
    object = str_skip(object, dot);
    if (object.n > 0 && object.p[0] == '_')
        object = str_skip(object, 1);
    for (size_t i = 0; i < object.n && object.n == klass.n; i++)
        if (str_lower(object.p[i]) != str_lower(klass.p[i]))
            return false;
    return object.n == klass.n && object.n > 0;
}

struct candidates {
    uint32_t at[NAMED_MOST + 1];
    uint32_t n;
    bool by_class; /* the object is called after the class: nothing else is meant */
};

static void consider(const struct link *l, uint32_t file, uint32_t function, struct str object,
                     struct candidates *c) {
    const struct facts *f = l->files[file].facts;
    const struct fact_function *fn = &f->functions.at[function];
    bool by_class = fn->klass != FACT_NONE &&
                    is_named_after(object, fact_str(f, f->classes.at[fn->klass].name));
    if (c->by_class && !by_class)
        return;
    if (by_class && !c->by_class)
        c->n = 0;
    c->by_class = by_class;
    if (c->n <= NAMED_MOST)
        c->at[c->n++] = link_function(l, file, function);
}

/* Names that every library has too. */
static bool is_common(struct str name) {
    static const char *const names[] = {"get",    "set",  "has",   "delete", "add",    "on",
                                        "emit",   "push", "then",  "catch",  "send",   "close",
                                        "create", "find", "clear", "update", "remove", "connect"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(name, names[i]))
            return true;
    return false;
}

static void add_call(struct link *l, uint32_t file, const struct fact_call *call, uint32_t to) {
    struct link_call c = {link_function(l, file, call->function), to, file, call->guard};
    VEC_PUSH(l->a, &l->calls, c);
}

/* Methods of the app's classes, by name: an index, since there are as many calls as methods. */
struct method {
    struct str name;
    uint32_t file, function;
};

static int compare_methods(const void *a, const void *b) {
    const struct method *x = a, *y = b;
    int by_name = str_cmp(x->name, y->name);
    if (by_name)
        return by_name;
    return x->file != y->file ? (x->file < y->file ? -1 : 1)
                              : (x->function < y->function ? -1 : x->function > y->function);
}

struct methods {
    struct method *at;
    size_t n;
};

static struct methods index_methods(struct link *l) {
    VEC(struct method) all = {0};
    for (uint32_t i = 0; i < l->n_files; i++) {
        const struct facts *f = l->files[i].facts;
        for (uint32_t k = 1; k < f->functions.n; k++) {
            struct method m = {fact_str(f, f->functions.at[k].name), i, k};
            if (f->functions.at[k].kind == FN_METHOD && m.name.n)
                VEC_PUSH(l->a, &all, m);
        }
    }
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, compare_methods);
    return (struct methods){all.at, all.n};
}

static size_t first_method(const struct methods *m, struct str name) {
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(m->at[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void call_by_name(struct link *l, const struct methods *m, uint32_t file,
                         const struct fact_call *call) {
    const struct facts *f = l->files[file].facts;
    struct str name = fact_str(f, call->member), object = fact_str(f, call->object);
    struct candidates c = {.n = 0};
    for (size_t i = first_method(m, name); i < m->n && str_eq(m->at[i].name, name); i++)
        consider(l, m->at[i].file, m->at[i].function, object, &c);
    bool too_vague = c.n > NAMED_MOST || (!c.by_class && is_common(name));
    for (uint32_t i = 0; i < c.n && !too_vague; i++)
        add_call(l, file, call, c.at[i]);
}

static void link_calls(struct link *l, const struct methods *m, uint32_t file) {
    const struct facts *f = l->files[file].facts;
    for (uint32_t i = 0; i < f->calls.n; i++) {
        const struct fact_call *call = &f->calls.at[i];
        if (call->target != FACT_NONE) {
            add_call(l, file, call, link_function(l, file, call->target));
        } else if (call->import != FACT_NONE) {
            struct link_target t = link_import(l, file, call->import, fact_str(f, call->member));
            if (t.function != FACT_NONE)
                add_call(l, file, call, link_function(l, t.file, t.function));
        } else if (call->member.n) {
            call_by_name(l, m, file, call);
        }
    }
}

/* A module that is required under a guard, or at all, is called by whoever requires it. */
static void link_modules(struct link *l, uint32_t file) {
    const struct link_file *f = &l->files[file];
    for (uint32_t i = 0; i < f->facts->imports.n; i++) {
        struct link_call c = {f->first, 0, file, f->facts->imports.at[i].guard};
        if (f->import_to[i] == FACT_NONE)
            continue;
        c.to = l->files[f->import_to[i]].first;
        VEC_PUSH(l->a, &l->calls, c);
    }
}

/* Counting sort of the calls by one of their ends. */
static void index_calls(struct link *l, bool by_target, const uint32_t **first,
                        const uint32_t **order) {
    uint32_t *begin = arena_array(l->a, uint32_t, l->n_functions + 2);
    uint32_t *at = arena_array(l->a, uint32_t, l->calls.n + 1);
    for (size_t i = 0; i < l->calls.n; i++)
        begin[(by_target ? l->calls.at[i].to : l->calls.at[i].from) + 2]++;
    for (uint32_t i = 2; i < l->n_functions + 2; i++)
        begin[i] += begin[i - 1];
    for (uint32_t i = 0; i < l->calls.n; i++)
        at[begin[(by_target ? l->calls.at[i].to : l->calls.at[i].from) + 1]++] = i;
    *first = begin;
    *order = at;
}

/* ---- uses of states -------------------------------------------------------------------------- */

/* The state that a use is of, here or in the file that it is imported from; FACT_NONE: none of ours. */
static uint32_t used_state(const struct link *l, uint32_t file, const struct fact_use *u) {
    const struct link_file *f = &l->files[file];
    if (u->state != FACT_NONE)
        return f->first_state + u->state;
    if (u->import == FACT_NONE || f->import_to[u->import] == FACT_NONE)
        return FACT_NONE;
    struct link_target t = link_import(l, file, u->import, fact_str(f->facts, u->member));
    return t.state == FACT_NONE ? FACT_NONE : l->files[t.file].first_state + t.state;
}

static void index_uses(struct link *l) {
    size_t total = 0, n = 0;
    for (uint32_t i = 0; i < l->n_files; i++)
        total += l->files[i].facts->uses.n;
    uint32_t *begin = arena_array(l->a, uint32_t, l->n_states + 2);
    uint32_t *state = arena_array(l->a, uint32_t, total + 1);
    struct link_use *uses = arena_array(l->a, struct link_use, total + 1);
    for (uint32_t i = 0; i < l->n_files; i++)
        for (uint32_t k = 0; k < l->files[i].facts->uses.n; k++, n++) {
            state[n] = used_state(l, i, &l->files[i].facts->uses.at[k]);
            if (state[n] != FACT_NONE)
                begin[state[n] + 2]++;
        }
    for (uint32_t i = 2; i < l->n_states + 2; i++)
        begin[i] += begin[i - 1];
    n = 0;
    for (uint32_t i = 0; i < l->n_files; i++)
        for (uint32_t k = 0; k < l->files[i].facts->uses.n; k++, n++)
            if (state[n] != FACT_NONE)
                uses[begin[state[n] + 1]++] = (struct link_use){i, k};
    l->uses_to = begin;
    l->uses = uses;
}

/* ---- roles ----------------------------------------------------------------------------------- */

static struct str last_part(struct str path) {
    size_t dot = path.n;
    while (dot > 0 && path.p[dot - 1] != '.')
        dot--;
    return str_skip(path, dot);
}

/* When a callback runs is known by what it is given to. */
static uint8_t callback_role(const struct facts *f, const struct fact_function *fn, uint8_t outer) {
    static const char in_place[] =
        "forEach map filter reduce reduceRight some every find findIndex findLast flatMap sort "
        "then catch finally Promise from replace nextTick describe fromEntries all race";
    static const char at_boot[] = "listen connect register ready sync authenticate bootstrap after "
                                  "initialize forRootAsync forRoot $connect";
    static const char boot_events[] = "open ready listening connected connect start online";
    struct str callee = last_part(fact_str(f, fn->callee)), event = fact_str(f, fn->event);
    if (str_is_word_of(in_place, callee))
        return outer;
    if (str_is_word_of(at_boot, callee))
        return outer | LINK_BOOT;
    if (str_eqz(callee, "once") && str_is_word_of(boot_events, event))
        return outer | LINK_BOOT;
    return LINK_LATER;
}

/* What a function is for, before anyone calls it. */
static uint8_t own_role(const struct link *l, uint32_t n) {
    const struct fact_function *fn = link_fact(l, n);
    if (fn->kind == FN_MODULE)
        return LINK_BOOT;
    if (fn->flags & (FN_CONSTRUCTOR | FN_HOOK))
        return LINK_BOOT;
    if (fn->flags & (FN_ROUTE | FN_SOCKET | FN_DECORATED))
        return LINK_LATER;
    bool is_called = l->calls_to[n] != l->calls_to[n + 1];
    bool may_be_called = fn->kind == FN_METHOD || fn->kind == FN_OTHER || fn->flags & FN_EXPORTED;
    return !is_called && may_be_called ? LINK_LATER : 0;
}

/* What it gets from the function it stands in. */
static uint8_t inherited_role(const struct link *l, uint32_t n) {
    const struct link_file *file = &l->files[l->file_of[n]];
    const struct fact_function *fn = link_fact(l, n);
    if (fn->outer == FACT_NONE)
        return 0;
    uint8_t outer = l->roles[file->first + fn->outer];
    if (fn->kind == FN_INLINE)
        return outer;
    return fn->kind == FN_CALLBACK && outer ? callback_role(file->facts, fn, outer) : 0;
}

/* A function named as an argument runs whenever it is told to; that is not at boot. */
static uint8_t called_role(const struct link *l, uint32_t n) {
    uint8_t role = 0;
    for (uint32_t i = l->calls_to[n]; i < l->calls_to[n + 1]; i++)
        role |= l->roles[l->calls.at[l->by_target[i]].from];
    return role;
}

static void mark_references(struct link *l) {
    for (uint32_t i = 0; i < l->n_files; i++) {
        const struct facts *f = l->files[i].facts;
        for (uint32_t k = 0; k < f->calls.n; k++) {
            const struct fact_call *call = &f->calls.at[k];
            struct link_target t = {i, call->target, FACT_NONE, FACT_NONE, FACT_NONE};
            if (!call->is_reference)
                continue;
            if (call->target == FACT_NONE && call->import != FACT_NONE)
                t = link_import(l, i, call->import, fact_str(f, call->member));
            if (t.function != FACT_NONE)
                l->roles[link_function(l, t.file, t.function)] |= LINK_LATER;
        }
    }
}

static void find_roles(struct link *l) {
    for (uint32_t n = 0; n < l->n_functions; n++)
        l->roles[n] = own_role(l, n);
    mark_references(l);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t n = 0; n < l->n_functions; n++) {
            uint8_t role = l->roles[n] | inherited_role(l, n);
            if (link_fact(l, n)->kind != FN_MODULE)
                role |= called_role(l, n);
            changed = changed || role != l->roles[n];
            l->roles[n] = role;
        }
    }
}

bool link_runs_later(const struct link *l, uint32_t file, uint32_t function) {
    for (uint32_t at = function; at != FACT_NONE;
         at = link_fact(l, link_function(l, file, at))->outer)
        if (l->roles[link_function(l, file, at)] & LINK_LATER)
            return true;
    return false;
}

/* ---- building -------------------------------------------------------------------------------- */

struct numbered {
    const struct scan_file *file;
    uint32_t n;
};

static int compare_numbered(const void *a, const void *b) {
    const struct numbered *x = a, *y = b;
    return x->file < y->file ? -1 : x->file > y->file;
}

static uint32_t number_of(const struct numbered *all, size_t n, const struct scan_file *file) {
    struct numbered key = {file, 0};
    const struct numbered *hit = file ? bsearch(&key, all, n, sizeof key, compare_numbered) : NULL;
    return hit ? hit->n : FACT_NONE;
}

static void take_edges(struct link *l, struct link_file *f, const struct numbered *all, size_t n) {
    uint32_t n_imports = f->facts->imports.n, n_exports = f->facts->exports.n;
    uint32_t *imports = arena_array(l->a, uint32_t, n_imports + 1);
    uint32_t *exports = arena_array(l->a, uint32_t, n_exports + 1);
    memset(imports, 0xff, sizeof *imports * n_imports);
    memset(exports, 0xff, sizeof *exports * n_exports);
    for (size_t i = 0; i < f->file->edges.n; i++) {
        uint32_t import = f->file->edges.at[i].import;
        uint32_t to = number_of(all, n, f->file->edges.at[i].to);
        if (import < n_imports)
            imports[import] = to;
        else if (import - n_imports < n_exports)
            exports[import - n_imports] = to;
    }
    f->import_to = imports;
    f->export_to = exports;
}

static void take_files(struct link *l, const struct scan_app *app) {
    struct link_file *files = arena_array(l->a, struct link_file, app->files.n + 1);
    struct numbered *all = arena_array(l->a, struct numbered, app->files.n + 1);
    for (uint32_t i = 0; i < app->files.n; i++) {
        files[i] = (struct link_file){
            app->files.at[i], app->files.at[i]->facts, l->n_functions, l->n_states, NULL, NULL};
        l->n_states += files[i].facts->states.n;
        all[i] = (struct numbered){app->files.at[i], i};
        l->n_functions += function_count(files[i].facts);
    }
    l->n_files = (uint32_t)app->files.n;
    if (l->n_files)
        qsort(all, l->n_files, sizeof *all, compare_numbered);
    for (uint32_t i = 0; i < l->n_files; i++)
        take_edges(l, &files[i], all, l->n_files);
    l->files = files;
}

struct link *link_new(struct arena *a, const struct scan_app *app) {
    struct link *l = arena_new(a, struct link);
    l->a = a;
    take_files(l, app);
    uint32_t *file_of = arena_array(a, uint32_t, l->n_functions + 1);
    for (uint32_t i = 0; i < l->n_files; i++)
        for (uint32_t k = 0; k < function_count(l->files[i].facts); k++)
            file_of[l->files[i].first + k] = i;
    l->file_of = file_of;
    l->roles = arena_array(a, uint8_t, l->n_functions + 1);
    l->stamp = arena_array(a, uint32_t, l->n_functions + 1);
    struct methods methods = index_methods(l);
    for (uint32_t i = 0; i < l->n_files; i++) {
        link_calls(l, &methods, i);
        link_modules(l, i);
    }
    index_calls(l, true, &l->calls_to, &l->by_target);
    index_calls(l, false, &l->calls_from, &l->by_source);
    find_roles(l);
    index_uses(l);
    return l;
}
