/* Collecting late values. */
#include "runtime/late.h"

#include "runtime/text.h"
#include "schema/io/file.h"
#include "schema/unit/dotenv.h"

enum { ENV_FILE_MOST_BYTES = 1024 * 1024 };

struct env_file {
    const struct dotenv_entry *entries;
    size_t n;
};

struct collector {
    const struct late_source *source;
    struct env_file *files;
    struct buf *out;
};

static int read_files(struct collector *c, struct arena *a, struct err *err) {
    c->files = arena_array(a, struct env_file, c->source->n_files);
    if (!c->files)
        return err_set(err, "out of memory");
    for (unsigned i = 0; i < c->source->n_files; i++) {
        struct str text;
        if (file_read(c->source->files[i], ENV_FILE_MOST_BYTES, a, &text, err) < 0)
            return -1;
        c->files[i].n = dotenv_parse(a, text, &c->files[i].entries);
    }
    return 0;
}

static bool has_name(const struct buf *block, const char *name) {
    size_t n = strlen(name);
    for (size_t at = 0; at < block->n; at += strlen(block->p + at) + 1)
        if (strncmp(block->p + at, name, n) == 0 && block->p[at + n] == '=')
            return true;
    return false;
}

/* The last assignment in the last file that has one. */
static bool find_in_files(const struct collector *c, const char *name, struct str *value) {
    for (unsigned f = c->source->n_files; f > 0; f--)
        for (size_t i = c->files[f - 1].n; i > 0; i--) {
            const struct dotenv_entry *entry = &c->files[f - 1].entries[i - 1];
            if (!str_eqz(entry->name, name) || memchr(entry->value.p, 0, entry->value.n))
                continue;
            *value = entry->value;
            return true;
        }
    return false;
}

static void add_name(struct collector *c, const char *name) {
    const char *own = text_getenv(c->source->environ, name);
    struct str value = str_of(own);
    if (has_name(c->out, name) || (!own && !find_in_files(c, name, &value)))
        return;
    buf_z(c->out, name);
    buf_char(c->out, '=');
    buf_str(c->out, value);
    buf_char(c->out, 0);
}

static void add_text(struct collector *c, struct plan_text text) {
    for (unsigned i = 0; i < plan_text_parts(text); i++) {
        struct plan_part part = plan_text_part(text, i);
        if (part.kind == PLAN_PART_ENV)
            add_name(c, part.text);
    }
}

static void add_option(struct collector *c, const struct plan *plan, unsigned app, enum opt_id id) {
    enum opt_repr repr = options[id].repr;
    if (repr == REPR_STR || repr == REPR_PATH) {
        add_text(c, plan_text(plan, app, id));
    } else if (repr == REPR_LIST || repr == REPR_LISTEN || repr == REPR_WATCH || repr == REPR_ENV) {
        struct plan_list list = plan_list(plan, app, id);
        for (unsigned i = 0; i < list.n; i++)
            add_text(c, repr == REPR_ENV ? plan_env_text(list, i) : plan_list_text(list, i));
    }
}

int late_collect(const struct plan *plan, const struct late_source *source, struct arena *a,
                 struct buf *out, struct err *err) {
    struct collector c = {.source = source, .out = out};
    if (read_files(&c, a, err) < 0)
        return -1;
    for (unsigned app = 0; app < plan->n_apps; app++)
        for (unsigned id = 0; id < OPT_COUNT; id++)
            if (options[id].wire != OPT_NO_WIRE && plan_has_block(plan, app, opt_block_of(id)))
                add_option(&c, plan, app, (enum opt_id)id);
    return out->failed ? err_set(err, "out of memory") : 0;
}

char **late_split(struct arena *a, struct str block) {
    size_t n = 0;
    for (size_t i = 0; i < block.n; i++)
        n += block.p[i] == 0;
    char **list = arena_array(a, char *, n + 1);
    char *copy = arena_alloc(a, block.n + 1);
    if (!list || !copy)
        return NULL;
    if (block.n)
        memcpy(copy, block.p, block.n);
    for (size_t i = 0; i < n; i++) {
        list[i] = copy;
        copy += strlen(copy) + 1;
    }
    return list;
}
