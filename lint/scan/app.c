/* The walk: from an entry over its imports, breadth first. Each round reads and extracts the files that are
 * new in parallel; which files they lead to is worked out by one thread, in order, so that the
 * result does not depend on who was first. */
#include "lint/scan/app.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "lint/scan/cache.h"
#include "lint/scan/entry.h"
#include "lint/scan/extract.h"
#include "lint/scan/pool.h"

enum {
    THREADS_MOST = 8,
    FILE_BYTES = 1024 * 1024,
    FILES_MOST = 20000,
    ROUND_LEAST = 4, /* a smaller round is over before threads have started */
};

/* A file, whichever apps use it. */
struct node {
    struct scan_file file; /* first: edges point to it */
    struct str path;
    struct source *src;
    struct facts *facts;
    const struct scan_app *app; /* the last that met it */
    struct cache_key key;
    size_t slot; /* of the cache, where is_cached */
    bool is_loaded, is_linked, is_skipped, is_cached;
    bool is_asked; /* who calls its functions matters */
};

struct scan {
    struct arena *arena;
    struct files *files;
    struct str repository;
    struct scan_limits limits;
    struct resolve resolve;
    struct map nodes, apps;
    VEC(struct node *) all; /* nodes, in the order of meeting them */
    struct cache *cache;
    struct pool *pool;
    struct arena arenas[THREADS_MOST]; /* [0] is not used: the caller's own is */
    pthread_mutex_t reading;           /* round a provider that only one thread may ask */
    struct scan_counts counts;
};

static unsigned machine_threads(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

struct scan *scan_new(struct arena *a, struct files *files, struct str repository,
                      struct str cache_dir, const struct scan_limits *limits) {
    struct scan *s = arena_new(a, struct scan);
    s->arena = a;
    s->files = files;
    s->limits = limits ? *limits : (struct scan_limits){.file_bytes = 0};
    s->limits.file_bytes = s->limits.file_bytes ? s->limits.file_bytes : FILE_BYTES;
    s->limits.files_most = s->limits.files_most ? s->limits.files_most : FILES_MOST;
    s->limits.threads = s->limits.threads ? s->limits.threads : machine_threads();
    if (s->limits.threads > THREADS_MOST)
        s->limits.threads = THREADS_MOST;
    s->repository = path_join(a, STR("/"), repository);
    s->nodes.arena = s->apps.arena = a;
    resolve_init(&s->resolve, a, files, s->repository);
    for (size_t i = 0; i < THREADS_MOST; i++)
        arena_init(&s->arenas[i], 0);
    (void)pthread_mutex_init(&s->reading, NULL);
    s->cache = cache_open(a, cache_dir, s->repository);
    return s;
}

void scan_close(struct scan *s) {
    struct err err;
    (void)cache_save(s->cache, &err); /* without one the next run is slower, and that is all */
    pool_free(s->pool);
    s->pool = NULL;
    for (size_t i = 0; i < THREADS_MOST; i++)
        arena_adopt(s->arena, &s->arenas[i]);
    (void)pthread_mutex_destroy(&s->reading);
}

/* ---- one file ---- */

static bool read_node(struct scan *s, const struct node *node, struct arena *a, struct str *text) {
    struct err err;
    bool alone = !s->files->is_thread_safe;
    if (alone)
        (void)pthread_mutex_lock(&s->reading);
    int rc = s->files->read(s->files, node->path, s->limits.file_bytes, a, text, &err);
    if (alone)
        (void)pthread_mutex_unlock(&s->reading);
    return rc == 0;
}

/* Nothing could be made of it: not even an import. */
static bool is_hopeless(const struct facts *f) {
    return f->is_partial && !f->imports.n && !f->exports.n && !f->functions.n;
}

static void extract_node(struct node *node, struct arena *a) {
    if (!extract_wanted(a, node->src, node->facts))
        return;
    *node->facts = (struct facts){.pool = NULL};
    extract_facts(a, node->src, node->facts);
}

static void load_node(struct scan *s, struct node *node, struct arena *a) {
    struct str text;
    node->is_loaded = node->is_skipped = true;
    if (!read_node(s, node, a, &text))
        return;
    struct str from = s->limits.cwd.n ? s->limits.cwd : s->repository;
    node->src = source_new(a, path_relative(a, from, node->path), node->path, text);
    node->facts = arena_new(a, struct facts);
    node->key = cache_key_of(text, node->path);
    node->is_cached = cache_find(s->cache, node->key, node->facts, &node->slot);
    if (!node->is_cached)
        extract_node(node, a);
    node->is_skipped = is_hopeless(node->facts);
    node->file.src = node->src;
    node->file.facts = node->facts;
}

struct round {
    struct scan *scan;
    VEC(struct node *) nodes;
};

static void load_one(void *ctx, unsigned worker, size_t i) {
    struct round *round = ctx;
    struct scan *s = round->scan;
    load_node(s, round->nodes.at[i], worker ? &s->arenas[worker] : s->arena);
}

static void note_loaded(struct scan *s, const struct node *node) {
    s->counts.files++;
    s->counts.skipped += node->is_skipped;
    s->counts.cached += node->is_cached;
    s->counts.parsed += !node->is_cached && node->facts && !node->facts->is_skipped;
    if (node->is_cached)
        cache_keep(s->cache, node->slot);
    else if (node->facts)
        cache_put(s->cache, node->key, node->facts);
}

static void load_round(struct scan *s, struct round *round) {
    struct round fresh = {.scan = s};
    for (size_t i = 0; i < round->nodes.n; i++)
        if (!round->nodes.at[i]->is_loaded)
            VEC_PUSH(s->arena, &fresh.nodes, round->nodes.at[i]);
    if (fresh.nodes.n >= ROUND_LEAST && s->limits.threads > 1 && !s->pool)
        s->pool = pool_new(s->limits.threads);
    pool_run(fresh.nodes.n >= ROUND_LEAST ? s->pool : NULL, fresh.nodes.n, load_one, &fresh);
    for (size_t i = 0; i < fresh.nodes.n; i++)
        note_loaded(s, fresh.nodes.at[i]);
}

/* ---- the walk ---- */

static struct node *node_at(struct scan *s, struct str path) {
    struct node *node = map_get(&s->nodes, path);
    if (!node) {
        node = arena_new(s->arena, struct node);
        node->path = arena_str(s->arena, path);
        *map_at(&s->nodes, node->path) = node;
        VEC_PUSH(s->arena, &s->all, node);
    }
    return node;
}

static void add_edge(struct scan *s, struct node *node, uint32_t import, struct str module) {
    struct str path = resolve_import(&s->resolve, node->path, module);
    struct node *to = path.n ? node_at(s, path) : NULL;
    struct scan_edge edge = {import, to ? &to->file : NULL};
    VEC_PUSH(s->arena, &node->file.edges, edge);
}

static void link_node(struct scan *s, struct node *node) {
    const struct facts *f = node->facts;
    if (node->is_linked)
        return;
    node->is_linked = true;
    for (uint32_t i = 0; i < f->imports.n; i++)
        add_edge(s, node, i,
                 f->imports.at[i].is_type ? STR("") : fact_str(f, f->imports.at[i].module));
    for (uint32_t i = 0; i < f->exports.n; i++)
        if (f->exports.at[i].module.n)
            add_edge(s, node, f->imports.n + i, fact_str(f, f->exports.at[i].module));
}

static void meet(struct scan *s, struct scan_app *app, struct round *round, struct node *node) {
    if (node->app == app)
        return;
    node->app = app;
    VEC_PUSH(s->arena, &round->nodes, node);
}

/* What a round has led to. */
static struct round follow(struct scan *s, struct scan_app *app, const struct round *round) {
    struct round next = {.scan = s};
    for (size_t i = 0; i < round->nodes.n; i++) {
        struct node *node = round->nodes.at[i];
        if (node->is_skipped) {
            app->n_skipped++;
            continue;
        }
        VEC_PUSH(s->arena, &app->files, &node->file);
        link_node(s, node);
        for (size_t e = 0; e < node->file.edges.n; e++)
            if (node->file.edges.at[e].to)
                meet(s, app, &next, (struct node *)node->file.edges.at[e].to);
    }
    return next;
}

/* ---- who calls it ----------------------------------------------------------------------------- */

/* Variables of the module, or of a function of it, that its functions change: whether that happens at boot
 * or later is known only from those who call them. */
static bool has_changes(const struct facts *f) {
    for (uint32_t i = 0; i < f->uses.n; i++) {
        const struct fact_use *u = &f->uses.at[i];
        bool changes = u->op == USE_WRITE || u->op == USE_ADD || u->op == USE_REMOVE;
        if (changes && u->state != FACT_NONE && u->function != 0 &&
            f->states.at[u->state].klass == FACT_NONE &&
            f->states.at[u->state].kind <= STATE_OBJECT)
            return true;
    }
    return false;
}

/* One more file is asked about: it hands on what another one that is asked about exports. */
static bool hands_on(const struct node *node) {
    for (size_t i = 0; i < node->file.edges.n; i++) {
        const struct scan_edge *e = &node->file.edges.at[i];
        if (e->import >= node->facts->imports.n && e->to && ((const struct node *)e->to)->is_asked)
            return true;
    }
    return false;
}

static void ask(const struct scan_app *app) {
    bool more = true;
    for (size_t i = 0; i < app->files.n; i++) {
        struct node *node = (struct node *)app->files.at[i];
        node->is_asked = has_changes(node->facts);
    }
    while (more) {
        more = false;
        for (size_t i = 0; i < app->files.n; i++) {
            struct node *node = (struct node *)app->files.at[i];
            if (!node->is_asked && hands_on(node))
                more = node->is_asked = true;
        }
    }
}

static bool asks(const struct node *node) {
    for (size_t i = 0; i < node->file.edges.n; i++)
        if (node->file.edges.at[i].to && ((const struct node *)node->file.edges.at[i].to)->is_asked)
            return true;
    return false;
}

static void extract_one(void *ctx, unsigned worker, size_t i) {
    struct round *round = ctx;
    struct scan *s = round->scan;
    struct node *node = round->nodes.at[i];
    *node->facts = (struct facts){.pool = NULL};
    extract_facts(worker ? &s->arenas[worker] : s->arena, node->src, node->facts);
}

/* Files that were passed over, as nothing happens in them, and that call what changes a state. What they
 * import is known already: an edge to another file would be new only where the first look erred. */
static void deepen(struct scan *s, struct scan_app *app) {
    struct round round = {.scan = s};
    ask(app);
    for (size_t i = 0; i < app->files.n; i++) {
        struct node *node = (struct node *)app->files.at[i];
        if (node->facts->is_skipped && asks(node))
            VEC_PUSH(s->arena, &round.nodes, node);
    }
    pool_run(round.nodes.n >= ROUND_LEAST ? s->pool : NULL, round.nodes.n, extract_one, &round);
    for (size_t i = 0; i < round.nodes.n; i++) {
        struct node *node = round.nodes.at[i];
        cache_put(s->cache, node->key, node->facts);
        s->counts.parsed++;
        node->is_linked = false;
        node->file.edges.n = 0;
        link_node(s, node);
    }
}

/* More files than the limit: those over it are skipped, for every app. */
static void cut_round(struct scan *s, const struct scan_app *app, struct round *round) {
    size_t room = app->files.n < s->limits.files_most ? s->limits.files_most - app->files.n : 0;
    for (size_t i = room; i < round->nodes.n; i++)
        if (!round->nodes.at[i]->is_loaded)
            round->nodes.at[i]->is_loaded = round->nodes.at[i]->is_skipped = true;
}

/* An edge to what was skipped leads nowhere. */
static void cut_edges(struct scan_app *app) {
    for (size_t i = 0; i < app->files.n; i++) {
        struct scan_file *file = app->files.at[i];
        for (size_t e = 0; e < file->edges.n; e++)
            if (file->edges.at[e].to && (((const struct node *)file->edges.at[e].to)->is_skipped ||
                                         !((const struct node *)file->edges.at[e].to)->is_loaded))
                file->edges.at[e].to = NULL;
    }
}

static int compare_path(const void *x, const void *y) {
    const struct scan_file *const *a = x, *const *b = y;
    return str_cmp((*a)->src->path, (*b)->src->path);
}

static void walk(struct scan *s, struct scan_app *app) {
    struct round round = {.scan = s};
    meet(s, app, &round, node_at(s, app->entry));
    while (round.nodes.n) {
        cut_round(s, app, &round);
        load_round(s, &round);
        round = follow(s, app, &round);
    }
    deepen(s, app);
    cut_edges(app);
    if (app->files.n > 1)
        qsort(app->files.at + 1, app->files.n - 1, sizeof *app->files.at, compare_path);
}

const struct scan_app *scan_app(struct scan *s, const struct scan_entry *entry) {
    struct str path, note;
    entry_find(&s->resolve, entry, &path, &note);
    struct scan_app *app = path.n ? map_get(&s->apps, path) : NULL;
    if (app)
        return app;
    app = arena_new(s->arena, struct scan_app);
    app->entry = path;
    app->note = note;
    if (!path.n)
        return app;
    *map_at(&s->apps, app->entry) = app;
    walk(s, app);
    return app;
}

const struct scan_file *scan_next(const struct scan *s, size_t *at) {
    while (*at < s->all.n) {
        const struct node *node = s->all.at[(*at)++];
        if (!node->is_skipped && node->file.src)
            return &node->file;
    }
    return NULL;
}

struct scan_counts scan_counts(const struct scan *s) {
    return s->counts;
}
