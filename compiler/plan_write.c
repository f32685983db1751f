/* One walk over the option table per app lays each value into its slot. */
#include "compiler/plan_write.h"

#include "schema/io/files.h"
#include "compiler/pool.h"
#include "schema/base/hash.h"
#include "schema/plan/plan.h"
#include "schema/plan/plan_origins.h"
#include "schema/unit/date_format.h"

struct writer {
    struct arena *a;
    const struct plan_writer_input *in;
    struct resolved_app app;
    struct pool strings, lists, templates, numbers, crons, blocks[BLOCK_COUNT];
    struct buf apps, inputs, origins;
    unsigned slots[BLOCK_COUNT];
    struct str cwd;  /* of the app at hand, absolute */
    const char *bad; /* the option whose text cannot be stored */
};

static uint32_t string_ref(struct writer *w, struct str s) {
    if (s.n == 0)
        return 1;
    if (str_index(s, 0) < s.n)
        w->bad = "a text";
    return pool_put(&w->strings, arena_cstr(w->a, s), s.n + 1);
}

/* Words are counted, bytes are stored. */
static uint32_t words_ref(struct pool *pool, const uint32_t *words, size_t n) {
    return pool_put(pool, words, n * 4) / 4;
}

static uint32_t list_ref(struct writer *w, const uint32_t *words, size_t n) {
    return words[0] == 0 ? 0 : words_ref(&w->lists, words, n);
}

static bool has_part(const struct late *late, enum late_kind kind) {
    for (size_t i = 0; late && i < late->n; i++)
        if (late->parts[i].kind == kind)
            return true;
    return false;
}

static uint32_t template_ref(struct writer *w, const struct late *late) {
    uint32_t *words = arena_array(w->a, uint32_t, 1 + late->n * PLAN_PART_WORDS);
    words[0] = (uint32_t)late->n;
    for (size_t i = 0; i < late->n; i++) {
        const struct late_part *p = &late->parts[i];
        uint32_t *part = words + 1 + i * PLAN_PART_WORDS;
        static const uint32_t kinds[] = {PLAN_PART_TEXT, PLAN_PART_ENV, PLAN_PART_ROOT};
        part[0] = kinds[p->kind] | (p->empty_is_missing ? PLAN_PART_EMPTY_IS_MISSING : 0);
        part[1] = p->kind == LATE_ROOT ? 0 : string_ref(w, p->text);
        part[2] = p->kind == LATE_ENV && p->has_default ? string_ref(w, p->fallback) : 0;
    }
    return words_ref(&w->templates, words, 1 + late->n * PLAN_PART_WORDS) | PLAN_TEMPLATE;
}

/* A recipe is kept where it may be: variables only in env, the configuration's directory
 * anywhere. */
static uint32_t text_ref(struct writer *w, const struct given_text *text, bool env) {
    bool late = text->late && (has_part(text->late, LATE_ROOT) || env) &&
                (env || !has_part(text->late, LATE_ENV));
    return late ? template_ref(w, text->late) : string_ref(w, text->text);
}

/* A path below the configuration's directory, found through __dirname, is stored relative to
 * where it is looked up from, so that the plan holds no path of this machine. */
static uint32_t path_ref(struct writer *w, enum opt_id id, const struct given_text *text) {
    struct str root = w->in->model->root;
    bool from_root = has_part(text->late, LATE_ROOT) && !has_part(text->late, LATE_ENV) &&
                     text->text.n && text->text.p[0] == '/';
    if (id == OPT_CWD) {
        struct str path =
            from_root ? path_relative(w->a, root, text->text) : path_normalize(w->a, text->text);
        while (path.n > 1 && path.p[path.n - 1] == '/')
            path.n--;
        return string_ref(w, path);
    }
    bool cwd_inside = str_starts(w->cwd, root);
    if (from_root && cwd_inside)
        return string_ref(w, path_relative(w->a, w->cwd, text->text));
    return text_ref(w, text, false);
}

static uint32_t texts_ref(struct writer *w, const struct opt_data *d) {
    uint32_t *words = arena_array(w->a, uint32_t, 1 + d->n);
    words[0] = (uint32_t)d->n;
    for (size_t i = 0; i < d->n; i++)
        words[1 + i] = text_ref(w, &d->items[i], false);
    return list_ref(w, words, 1 + d->n);
}

static uint32_t codes_ref(struct writer *w, const struct opt_data *d) {
    uint32_t *words = arena_array(w->a, uint32_t, 1 + d->n);
    words[0] = (uint32_t)d->n;
    for (size_t i = 0; i < d->n; i++)
        words[1 + i] = (uint32_t)d->numbers[i];
    return list_ref(w, words, 1 + d->n);
}

/* With bake_env a variable that is not set is left out, as Node leaves out undefined. */
static uint32_t env_ref(struct writer *w, const struct opt_data *d) {
    uint32_t *words = arena_array(w->a, uint32_t, 1 + 2 * d->n);
    for (size_t i = 0; i < d->n; i++) {
        if (w->in->bake_env && d->env[i].is_unset)
            continue;
        uint32_t *pair = words + 1 + (size_t)2 * words[0]++;
        pair[0] = string_ref(w, d->env[i].name);
        pair[1] = text_ref(w, &d->env[i].value, !w->in->bake_env);
    }
    return list_ref(w, words, 1 + (size_t)2 * words[0]);
}

static uint32_t date_ref(struct writer *w, struct str format) {
    uint32_t words[] = {2, string_ref(w, format), string_ref(w, date_format_compile(w->a, format))};
    return list_ref(w, words, ARRAY_LEN(words));
}

static uint32_t cron_ref(struct writer *w, const struct opt_data *d) {
    const struct cron *c = &d->cron;
    struct plan_cron out = {
        .second = {(uint32_t)c->second, (uint32_t)(c->second >> 32)},
        .minute = {(uint32_t)c->minute, (uint32_t)(c->minute >> 32)},
        .hour = c->hour,
        .day = c->day,
        .month = c->month,
        .weekday = c->weekday,
        .flags = c->asked | (uint32_t)c->has_seconds << 8 | (uint32_t)c->last_day << 9,
        .text = string_ref(w, d->text.text),
    };
    return pool_put(&w->crons, &out, sizeof out) / (uint32_t)sizeof out + 1;
}

static uint32_t slot_word(struct writer *w, enum opt_id id, const struct opt_data *d) {
    switch (options[id].repr) {
    case REPR_BOOL:
        return d->flag;
    case REPR_INT:
        return d->is_none ? PLAN_NONE : (uint32_t)d->number;
    case REPR_MS:
    case REPR_INSTANCES:
    case REPR_WORD:
    case REPR_SIGNAL:
        return (uint32_t)d->number;
    case REPR_BYTES:
        return d->is_none ? 0 : pool_put(&w->numbers, &d->number, 8) / 8 + 1;
    case REPR_STR:
    case REPR_JSON:
        return d->is_none ? 0 : string_ref(w, d->text.text);
    case REPR_PATH:
        if (!d->is_none && d->flag) /* `true`: the default file */
            return string_ref(w, STR("true"));
        return d->is_none ? 0 : path_ref(w, id, &d->text);
    case REPR_LIST:
    case REPR_LISTEN:
    case REPR_WATCH:
        return texts_ref(w, d);
    case REPR_CODES:
        return codes_ref(w, d);
    case REPR_ENV:
        return env_ref(w, d);
    case REPR_CRON:
        return d->is_none ? 0 : cron_ref(w, d);
    case REPR_DATE:
        return d->is_none ? 0 : date_ref(w, d->text.text);
    case REPR_GROUP:
        return 0;
    }
    return 0;
}

static uint32_t input_of(const struct writer *w, const struct source *source) {
    for (size_t i = 0; i < w->in->n_sources; i++)
        if (w->in->sources[i].source == source)
            return (uint32_t)i;
    return 0;
}

static void put_number(struct buf *out, uint32_t n) {
    for (; n >= 0x80; n >>= 7)
        buf_char(out, (char)(n | 0x80));
    buf_char(out, (char)n);
}

struct origin_writer {
    struct writer *w;
    uint32_t n, line, input;
    struct buf entries;
};

static void put_origin(struct origin_writer *o, uint32_t key, struct span span) {
    if (!span.src)
        return;
    uint32_t next = source_place(span.src, span.begin).line, line = o->line;
    uint32_t step = next >= line ? (next - line) << 1 : (line - next - 1) << 1 | 1;
    uint32_t input = input_of(o->w, span.src);
    put_number(&o->entries, key);
    put_number(&o->entries, step << 1 | (input != o->input));
    if (input != o->input)
        put_number(&o->entries, input);
    o->line = next;
    o->input = input;
    o->n++;
}

/* Optional in the format: an app without any has reference 0. */
static uint32_t write_origins(struct writer *w) {
    struct origin_writer o = {.w = w};
    const struct opt_data *env = &w->app.opt[OPT_ENV].data;
    uint32_t at = (uint32_t)w->origins.n + 1;
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (options[id].wire != OPT_NO_WIRE)
            put_origin(&o, plan_origin_key(id), w->app.opt[id].span);
    for (size_t i = 0, nth = 0; i < env->n; i++)
        if (!(w->in->bake_env && env->env[i].is_unset))
            put_origin(&o, PLAN_KEY_ENV + (uint32_t)nth++, env->env[i].value.span);
    put_number(&w->origins, o.n);
    buf_add(&w->origins, o.entries.p, o.entries.n);
    buf_done(&o.entries);
    return o.n ? at : 0;
}

static uint32_t record_ref(struct writer *w, enum opt_block block, const uint32_t *words) {
    return words_ref(&w->blocks[block], words, w->slots[block]) / w->slots[block] + 1;
}

static void write_app(struct writer *w) {
    uint32_t block[BLOCK_COUNT][64] = {0}, head[PLAN_APP_HEAD] = {0};
    w->cwd = path_join(w->a, w->in->model->root, w->app.opt[OPT_CWD].data.text.text);
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        if (options[id].wire == OPT_NO_WIRE)
            continue;
        unsigned slot = opt_slot(id);
        const char *before = w->bad;
        uint32_t word = slot_word(w, id, &w->app.opt[id].data);
        if (w->bad != before)
            w->bad = options[id].name;
        if (opt_block_of(id) == BLOCK_BITS)
            block[BLOCK_POLICY][slot / 32] |= word << (slot % 32);
        else
            block[opt_block_of(id)][slot] = word;
    }
    head[PLAN_APP_POLICY] = record_ref(w, BLOCK_POLICY, block[BLOCK_POLICY]);
    for (unsigned b = BLOCK_HTTP; b < BLOCK_COUNT; b++)
        if (w->app.has_block[b])
            head[PLAN_APP_HTTP + b - BLOCK_HTTP] = record_ref(w, b, block[b]);
    head[PLAN_APP_ORIGINS] = write_origins(w);
    buf_add(&w->apps, head, sizeof head);
    buf_add(&w->apps, block[BLOCK_APP], (size_t)w->slots[BLOCK_APP] * 4);
}

static bool is_wanted(const struct plan_writer_input *in, struct str name) {
    for (size_t i = 0; i < in->n_only; i++)
        if (str_eq(in->only[i], name))
            return true;
    return in->n_only == 0;
}

static void write_inputs(struct writer *w) {
    for (size_t i = 0; i < w->in->n_sources; i++) {
        struct str text = w->in->sources[i].source->text;
        struct plan_input input = {PLAN_INPUT_FILE, string_ref(w, w->in->sources[i].name),
                                   hash_bytes(text.p, text.n)};
        buf_add(&w->inputs, &input, sizeof input);
    }
    for (size_t i = 0; i < w->in->n_env_reads; i++) {
        struct plan_input input = {PLAN_INPUT_ENV, string_ref(w, w->in->env_reads[i]), 0};
        buf_add(&w->inputs, &input, sizeof input);
    }
}

/* ---- the image ------------------------------------------------------------------------------- */

struct section_source {
    uint16_t kind;
    size_t entry_bytes;
    const struct buf *bytes;
};

static void pad(struct buf *b, size_t align) {
    while (b->n % align)
        buf_char(b, 0);
}

static void write_image(struct writer *w, struct buf *out) {
    struct section_source all[] = {
        {PLAN_NUMBERS, 8, &w->numbers.bytes},
        {PLAN_INPUTS, sizeof(struct plan_input), &w->inputs},
        {PLAN_APPS, (PLAN_APP_HEAD + w->slots[BLOCK_APP]) * 4, &w->apps},
        {PLAN_POLICY, w->slots[BLOCK_POLICY] * 4, &w->blocks[BLOCK_POLICY].bytes},
        {PLAN_HTTP, w->slots[BLOCK_HTTP] * 4, &w->blocks[BLOCK_HTTP].bytes},
        {PLAN_ROTATE, w->slots[BLOCK_ROTATE] * 4, &w->blocks[BLOCK_ROTATE].bytes},
        {PLAN_ERROR, w->slots[BLOCK_ERROR] * 4, &w->blocks[BLOCK_ERROR].bytes},
        {PLAN_CGROUP, w->slots[BLOCK_CGROUP] * 4, &w->blocks[BLOCK_CGROUP].bytes},
        {PLAN_COMPAT, w->slots[BLOCK_COMPAT] * 4, &w->blocks[BLOCK_COMPAT].bytes},
        {PLAN_LISTS, 4, &w->lists.bytes},
        {PLAN_TEMPLATES, 4, &w->templates.bytes},
        {PLAN_CRONS, sizeof(struct plan_cron), &w->crons.bytes},
        {PLAN_ORIGINS, 1, &w->origins},
        {PLAN_STRINGS, 1, &w->strings.bytes},
    };
    struct plan_section table[ARRAY_LEN(all)];
    uint32_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (all[i].bytes->n || all[i].kind == PLAN_APPS || all[i].kind == PLAN_POLICY)
            all[n++] = all[i];
    struct plan_header header = {.magic = PLAN_MAGIC,
                                 .major = PLAN_MAJOR,
                                 .minor = PLAN_MINOR,
                                 .reader_major = PLAN_MAJOR,
                                 .n_sections = n};
    header.profile = w->in->profile.n ? string_ref(w, w->in->profile) : 0;
    buf_repeat(out, 0, sizeof header + n * sizeof table[0]);
    for (uint32_t i = 0; i < n; i++) {
        pad(out, all[i].entry_bytes % 8 == 0 ? 8 : all[i].entry_bytes > 1 ? 4 : 1);
        table[i] = (struct plan_section){all[i].kind, (uint16_t)all[i].entry_bytes,
                                         (uint32_t)out->n, (uint32_t)all[i].bytes->n};
        buf_add(out, all[i].bytes->p, all[i].bytes->n);
    }
    if (out->failed)
        return;
    header.size_bytes = (uint32_t)out->n;
    memcpy(out->p, &header, sizeof header);
    memcpy(out->p + sizeof header, table, n * sizeof table[0]);
    header.hash = hash_bytes_but(out->p, out->n, offsetof(struct plan_header, hash));
    memcpy(out->p, &header, sizeof header);
}

static void start(struct writer *w) {
    uint32_t empty = 0;
    for (unsigned b = 0; b < BLOCK_COUNT; b++)
        w->slots[b] = opt_block_slots(b);
    (void)pool_put(&w->strings, "", 1);   /* offset 0: none */
    buf_char(&w->strings.bytes, 0);       /* offset 1: the empty string */
    (void)pool_put(&w->lists, &empty, 4); /* index 0: the empty list */
}

static void finish(struct writer *w) {
    struct pool *pools[] = {&w->strings, &w->lists, &w->templates, &w->numbers, &w->crons};
    for (size_t i = 0; i < ARRAY_LEN(pools); i++)
        pool_done(pools[i]);
    for (unsigned b = 0; b < BLOCK_COUNT; b++)
        pool_done(&w->blocks[b]);
    buf_done(&w->apps);
    buf_done(&w->inputs);
    buf_done(&w->origins);
}

static int take_image(struct writer *w, struct buf *out, struct str *image, struct err *err) {
    struct plan plan;
    if (w->bad)
        return err_set(err, "%s holds a NUL character, which no program can be given", w->bad);
    if (out->failed || out->n > INT32_MAX)
        return err_set(err, "the plan does not fit in memory");
    *image = arena_str(w->a, (struct str){out->p, out->n});
    return plan_open(&plan, image->p, image->n, err);
}

int plan_write(struct arena *a, const struct plan_writer_input *in, struct str *image,
               struct err *err) {
    struct writer *w = arena_new(a, struct writer);
    struct buf out = {0};
    w->a = a;
    w->in = in;
    start(w);
    write_inputs(w);
    for (size_t i = 0; i < in->model->apps.n; i++) {
        resolve_app(a, in->model, in->model->apps.at[i], in->profile, 0, &w->app);
        if (in->adjust)
            in->adjust(in->context, i, &w->app);
        if (is_wanted(in, w->app.opt[OPT_NAME].data.text.text))
            write_app(w);
    }
    write_image(w, &out);
    int rc = take_image(w, &out, image, err);
    finish(w);
    buf_done(&out);
    return rc;
}
