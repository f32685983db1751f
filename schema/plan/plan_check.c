/* The door: proves an image before anything reads it. Every bound is written as n <= total -
 * off. */
#include <string.h>

#include "schema/base/base.h"
#include "schema/base/hash.h"
#include "schema/plan/plan.h"
#include "schema/plan/plan_origins.h"
#include "schema/unit/date_format.h"

static const struct {
    const char *name;
    uint32_t align, entry_bytes; /* entry 0: any multiple of 4 */
    bool required;
} kinds[PLAN_KIND_COUNT] = {
    [PLAN_STRINGS] = {"strings", 1, 1, true},
    [PLAN_APPS] = {"apps", 4, 0, true},
    [PLAN_POLICY] = {"policies", 4, 0, true},
    [PLAN_HTTP] = {"http", 4, 0, false},
    [PLAN_ROTATE] = {"log_rotate", 4, 0, false},
    [PLAN_ERROR] = {"error", 4, 0, false},
    [PLAN_CGROUP] = {"cgroup", 4, 0, false},
    [PLAN_COMPAT] = {"compatibility", 4, 0, false},
    [PLAN_LISTS] = {"lists", 4, 4, true},
    [PLAN_TEMPLATES] = {"templates", 4, 4, false},
    [PLAN_NUMBERS] = {"numbers", 8, 8, false},
    [PLAN_CRONS] = {"crons", 4, sizeof(struct plan_cron), false},
    [PLAN_INPUTS] = {"inputs", 8, sizeof(struct plan_input), false},
    [PLAN_ORIGINS] = {"origins", 1, 1, false},
};

static uint32_t entries(const struct plan *p, enum plan_section_kind kind) {
    const struct plan_part_of_file *s = &p->section[kind];
    return s->at ? s->size_bytes / s->entry_bytes : 0;
}

static int check_header(const void *bytes, size_t n, struct err *err) {
    struct plan_header h;
    if (n < sizeof h)
        return err_set(err, "not a plan: %zu bytes are too few for a header", n);
    memcpy(&h, bytes, sizeof h);
    if (memcmp(h.magic, PLAN_MAGIC, sizeof h.magic) != 0)
        return err_set(err, "not a plan: the file does not begin with ECOPLAN");
    if (h.reader_major > PLAN_MAJOR || h.reader_major == 0)
        return err_set(err, "plan format %u.%u needs a newer program (this one reads %u.x)",
                       h.major, h.minor, PLAN_MAJOR);
    if (h.size_bytes != n)
        return err_set(err, "the plan is %s: %zu bytes of %u",
                       n < h.size_bytes ? "truncated" : "too long", n, h.size_bytes);
    if (hash_bytes_but(bytes, n, offsetof(struct plan_header, hash)) != h.hash)
        return err_set(err, "the plan is damaged: its checksum does not match");
    if (h.n_sections > (n - sizeof h) / sizeof(struct plan_section))
        return err_set(err, "the plan is damaged: %u sections do not fit", h.n_sections);
    return 0;
}

static int add_section(struct plan *p, const struct plan_section *s, struct err *err) {
    if (s->offset > p->size_bytes || s->size_bytes > p->size_bytes - s->offset)
        return err_set(err, "the plan is damaged: section %u lies outside the file", s->kind);
    if (s->kind == 0 || s->kind >= PLAN_KIND_COUNT)
        return 0; /* of a newer writer: skipped */
    const char *name = kinds[s->kind].name;
    uint32_t entry = kinds[s->kind].entry_bytes;
    if (s->offset % kinds[s->kind].align || p->section[s->kind].at)
        return err_set(err, "the plan is damaged: section %s is misplaced", name);
    if (s->entry_bytes == 0 || s->size_bytes % s->entry_bytes ||
        (entry ? s->entry_bytes != entry : s->entry_bytes % 4 != 0))
        return err_set(err, "the plan is damaged: section %s has records of %u bytes", name,
                       s->entry_bytes);
    p->section[s->kind] =
        (struct plan_part_of_file){p->base + s->offset, s->size_bytes, s->entry_bytes};
    return 0;
}

static int check_sections(struct plan *p, struct err *err) {
    struct plan_header h;
    memcpy(&h, p->base, sizeof h);
    for (uint32_t i = 0; i < h.n_sections; i++) {
        struct plan_section s;
        memcpy(&s, p->base + sizeof h + i * sizeof s, sizeof s);
        if (add_section(p, &s, err) < 0)
            return -1;
    }
    for (unsigned k = 1; k < PLAN_KIND_COUNT; k++)
        if (kinds[k].required && !p->section[k].at)
            return err_set(err, "the plan is damaged: section %s is missing", kinds[k].name);
    const struct plan_part_of_file *s = &p->section[PLAN_STRINGS];
    const char *text = s->at;
    if (s->size_bytes < 2 || text[0] != 0 || text[1] != 0 || text[s->size_bytes - 1] != 0)
        return err_set(err, "the plan is damaged: section strings is not closed");
    if (h.profile >= s->size_bytes)
        return err_set(err, "the plan is damaged: the profile's name lies outside");
    if (entries(p, PLAN_LISTS) == 0 || *(const uint32_t *)p->section[PLAN_LISTS].at != 0)
        return err_set(err,
                       "the plan is damaged: section lists does not begin with the empty list");
    return 0;
}

static bool string_ok(const struct plan *p, uint32_t ref) {
    return ref < p->section[PLAN_STRINGS].size_bytes;
}

/* n items of `width` words after the count at `ref`. */
static bool run_ok(const struct plan *p, enum plan_section_kind kind, uint32_t ref,
                   uint32_t width) {
    uint32_t total = entries(p, kind);
    const uint32_t *words = p->section[kind].at;
    return ref < total && words[ref] <= (total - ref - 1) / width;
}

static bool text_ok(const struct plan *p, uint32_t ref) {
    if (!(ref & PLAN_TEMPLATE))
        return string_ok(p, ref);
    ref &= ~PLAN_TEMPLATE;
    if (!run_ok(p, PLAN_TEMPLATES, ref, PLAN_PART_WORDS))
        return false;
    const uint32_t *words = p->section[PLAN_TEMPLATES].at;
    words += ref;
    for (uint32_t i = 0; i < words[0]; i++) {
        const uint32_t *part = words + 1 + i * PLAN_PART_WORDS;
        if ((part[0] & PLAN_PART_KIND_MASK) > PLAN_PART_ROOT || !string_ok(p, part[1]) ||
            !string_ok(p, part[2]))
            return false;
    }
    return words[0] > 0;
}

static bool list_ok(const struct plan *p, enum opt_repr repr, uint32_t ref) {
    if (!run_ok(p, PLAN_LISTS, ref, repr == REPR_ENV ? 2 : 1))
        return false;
    const uint32_t *words = p->section[PLAN_LISTS].at;
    words += ref;
    uint32_t n = words[0];
    switch (repr) {
    case REPR_CODES:
        return true;
    case REPR_ENV:
        for (uint32_t i = 0; i < n; i++)
            if (words[1 + 2 * i] == 0 || !string_ok(p, words[1 + 2 * i]) || words[2 + 2 * i] == 0 ||
                !text_ok(p, words[2 + 2 * i]))
                return false;
        return true;
    case REPR_DATE: {
        const char *text = p->section[PLAN_STRINGS].at;
        return n == 0 || (n == 2 && string_ok(p, words[1]) && string_ok(p, words[2]) &&
                          date_format_is_valid(text + words[2]));
    }
    default:
        for (uint32_t i = 0; i < n; i++)
            if (words[1 + i] == 0 || !text_ok(p, words[1 + i]))
                return false;
        return true;
    }
}

static bool slot_ok(const struct plan *p, enum opt_id id, uint32_t v) {
    switch (options[id].repr) {
    case REPR_BOOL:
        return v <= 1;
    case REPR_INT:
    case REPR_INSTANCES:
    case REPR_MS:
        return true;
    case REPR_SIGNAL:
        return v >= 1 && v <= 64;
    case REPR_WORD:
        return v == PLAN_NONE || opt_word(options[id].words, v < 64 ? v : 64).n > 0;
    case REPR_BYTES:
        return v <= entries(p, PLAN_NUMBERS);
    case REPR_CRON:
        return v <= entries(p, PLAN_CRONS);
    case REPR_STR:
    case REPR_PATH:
        return text_ok(p, v);
    case REPR_JSON:
        return string_ok(p, v);
    case REPR_LIST:
    case REPR_LISTEN:
    case REPR_WATCH:
    case REPR_CODES:
    case REPR_ENV:
    case REPR_DATE:
        return list_ok(p, options[id].repr, v);
    case REPR_GROUP:
        return true;
    }
    return false;
}

/* The rows of each block, looked up once per image instead of once per record. */
struct block_rows {
    uint16_t id[BLOCK_COUNT][64];
    unsigned n[BLOCK_COUNT];
};

static void find_rows(struct block_rows *rows) {
    memset(rows, 0, sizeof *rows);
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (options[id].wire != OPT_NO_WIRE)
            rows->id[opt_block_of(id)][rows->n[opt_block_of(id)]++] = (uint16_t)id;
}

static int check_slots(const struct plan *p, const struct block_rows *rows, enum opt_block block,
                       const uint32_t *slots, struct err *err) {
    for (unsigned i = 0; i < rows->n[block]; i++) {
        enum opt_id id = rows->id[block][i];
        if (opt_slot(id) < p->slots[block] && !slot_ok(p, id, slots[opt_slot(id)]))
            return err_set(err, "the plan is damaged: option %s holds no valid value",
                           options[id].name);
    }
    return 0;
}

static int check_blocks(struct plan *p, const struct block_rows *rows, struct err *err) {
    for (unsigned b = BLOCK_POLICY; b < BLOCK_COUNT; b++) {
        if (b == BLOCK_BITS)
            continue;
        const struct plan_part_of_file *s = &p->section[plan_section_of(b)];
        uint32_t n = entries(p, plan_section_of(b));
        p->slots[b] = s->at ? s->entry_bytes / 4 : 0;
        for (uint32_t i = 0; i < n; i++)
            if (check_slots(p, rows, b, (const uint32_t *)s->at + (size_t)i * p->slots[b], err) < 0)
                return -1;
    }
    return 0;
}

static bool origins_ok(const struct plan *p, uint32_t ref) {
    struct plan_origin_reader r;
    struct plan_origin_entry e;
    if (ref == 0)
        return true;
    if (ref > entries(p, PLAN_ORIGINS))
        return false;
    plan_origins_begin(p, ref, &r);
    while (plan_origins_next(&r, &e))
        if (e.input >= entries(p, PLAN_INPUTS))
            return false;
    return r.is_sound;
}

static int check_app(const struct plan *p, const struct block_rows *rows, const uint32_t *record,
                     struct err *err) {
    if (record[PLAN_APP_POLICY] == 0 || record[PLAN_APP_POLICY] > entries(p, PLAN_POLICY))
        return err_set(err, "the plan is damaged: an app has no policy");
    for (unsigned b = BLOCK_HTTP; b < BLOCK_COUNT; b++)
        if (record[PLAN_APP_HTTP + b - BLOCK_HTTP] > entries(p, plan_section_of(b)))
            return err_set(err, "the plan is damaged: an app's %s block lies outside",
                           kinds[plan_section_of(b)].name);
    if (!origins_ok(p, record[PLAN_APP_ORIGINS]))
        return err_set(err, "the plan is damaged: an app's origins lie outside");
    if (check_slots(p, rows, BLOCK_APP, record + PLAN_APP_HEAD, err) < 0)
        return -1;
    const uint32_t *slots = record + PLAN_APP_HEAD;
    if (!slots[opt_slot(OPT_NAME)] || (slots[opt_slot(OPT_NAME)] & PLAN_TEMPLATE))
        return err_set(err, "the plan is damaged: an app has no name");
    return 0;
}

static int check_apps(struct plan *p, struct err *err) {
    const struct plan_part_of_file *s = &p->section[PLAN_APPS];
    if (s->entry_bytes < (PLAN_APP_HEAD + 1) * 4 || p->section[PLAN_POLICY].entry_bytes < 8)
        return err_set(err, "the plan is damaged: app records of %u bytes", s->entry_bytes);
    unsigned words = s->entry_bytes / 4;
    p->slots[BLOCK_APP] = words - PLAN_APP_HEAD;
    p->slots[BLOCK_BITS] = 64;
    p->n_apps = entries(p, PLAN_APPS);
    struct block_rows rows;
    find_rows(&rows);
    if (check_blocks(p, &rows, err) < 0)
        return -1;
    for (unsigned i = 0; i < p->n_apps; i++)
        if (check_app(p, &rows, (const uint32_t *)s->at + (size_t)i * words, err) < 0)
            return -1;
    return 0;
}

static int check_refs(const struct plan *p, struct err *err) {
    const struct plan_input *input = p->section[PLAN_INPUTS].at;
    for (uint32_t i = 0; i < entries(p, PLAN_INPUTS); i++)
        if (input[i].name == 0 || !string_ok(p, input[i].name))
            return err_set(err, "the plan is damaged: an input has no name");
    const struct plan_cron *cron = p->section[PLAN_CRONS].at;
    for (uint32_t i = 0; i < entries(p, PLAN_CRONS); i++)
        if (!string_ok(p, cron[i].text))
            return err_set(err, "the plan is damaged: a cron pattern lies outside");
    return 0;
}

int plan_open(struct plan *plan, const void *bytes, size_t n, struct err *err) {
    *plan = (struct plan){.base = bytes, .size_bytes = n};
    if (check_header(bytes, n, err) < 0 || check_sections(plan, err) < 0 ||
        check_refs(plan, err) < 0 || check_apps(plan, err) < 0)
        return -1;
    return 0;
}
