/* Accessors over a proved image: no checks, no allocation. */
#include "schema/plan/plan.h"

#include <string.h>

#include "schema/plan/plan_origins.h"

static const char *string_at(const struct plan *p, uint32_t ref) {
    return ref ? (const char *)p->section[PLAN_STRINGS].at + ref : NULL;
}

static const uint32_t *app_record(const struct plan *p, unsigned app) {
    const struct plan_part_of_file *s = &p->section[PLAN_APPS];
    return (const uint32_t *)s->at + (size_t)app * (s->entry_bytes / 4);
}

enum plan_section_kind plan_section_of(enum opt_block block) {
    static const enum plan_section_kind sections[BLOCK_COUNT] = {
        [BLOCK_POLICY] = PLAN_POLICY, [BLOCK_HTTP] = PLAN_HTTP,     [BLOCK_ROTATE] = PLAN_ROTATE,
        [BLOCK_ERROR] = PLAN_ERROR,   [BLOCK_CGROUP] = PLAN_CGROUP, [BLOCK_COMPAT] = PLAN_COMPAT,
    };
    return sections[block];
}

/* The block's record of this app and how many slots it has; NULL where the app has none. */
static const uint32_t *block_record(const struct plan *p, unsigned app, enum opt_block block) {
    const uint32_t *record = app_record(p, app);
    if (block == BLOCK_APP)
        return record + PLAN_APP_HEAD;
    uint32_t ref =
        record[block == BLOCK_POLICY ? PLAN_APP_POLICY : PLAN_APP_HTTP + (int)block - BLOCK_HTTP];
    if (ref == 0)
        return NULL;
    return (const uint32_t *)p->section[plan_section_of(block)].at +
           (size_t)(ref - 1) * p->slots[block];
}

/* The slot's word; false where this file has no such slot. */
static bool slot_of(const struct plan *p, unsigned app, enum opt_id id, uint32_t *word) {
    if (options[id].wire == OPT_NO_WIRE)
        return false;
    enum opt_block block = opt_block_of(id);
    const uint32_t *slots = block_record(p, app, block);
    if (!slots || opt_slot(id) >= p->slots[block])
        return false;
    *word = slots[opt_slot(id)];
    return true;
}

const char *plan_profile(const struct plan *plan) {
    struct plan_header h;
    memcpy(&h, plan->base, sizeof h);
    return string_at(plan, h.profile);
}

unsigned plan_find(const struct plan *plan, const char *name) {
    for (unsigned i = 0; i < plan->n_apps; i++)
        if (strcmp(plan_str(plan, i, OPT_NAME), name) == 0)
            return i;
    return plan->n_apps;
}

bool plan_has_block(const struct plan *plan, unsigned app, enum opt_block block) {
    return block < BLOCK_HTTP || block_record(plan, app, block) != NULL;
}

enum plan_shape plan_shape_of(enum opt_id id) {
    switch (options[id].repr) {
    case REPR_BOOL:
        return PLAN_SHAPE_BOOL;
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_WORD:
    case REPR_INSTANCES:
    case REPR_SIGNAL:
        return PLAN_SHAPE_NUMBER;
    case REPR_STR:
    case REPR_PATH:
    case REPR_JSON:
    case REPR_CRON:
    case REPR_DATE:
        return PLAN_SHAPE_TEXT;
    case REPR_LIST:
    case REPR_LISTEN:
    case REPR_WATCH:
        return PLAN_SHAPE_TEXTS;
    case REPR_CODES:
        return PLAN_SHAPE_NUMBERS;
    case REPR_ENV:
        return PLAN_SHAPE_PAIRS;
    case REPR_GROUP:
        break;
    }
    return PLAN_SHAPE_GROUP;
}

bool plan_bool(const struct plan *plan, unsigned app, enum opt_id id) {
    uint32_t word;
    if (opt_block_of(id) == BLOCK_BITS) {
        const uint32_t *bits = block_record(plan, app, BLOCK_POLICY);
        return bits[opt_slot(id) / 32] >> (opt_slot(id) % 32) & 1;
    }
    return slot_of(plan, app, id, &word) ? word != 0 : options[id].def != 0;
}

int64_t plan_number(const struct plan *plan, unsigned app, enum opt_id id, int64_t none) {
    uint32_t word;
    if (!slot_of(plan, app, id, &word))
        return options[id].def ? options[id].def : none;
    if (options[id].repr == REPR_BYTES) {
        const int64_t *numbers = plan->section[PLAN_NUMBERS].at;
        return word ? numbers[word - 1] : none;
    }
    if (word == PLAN_NONE)
        return none;
    return options[id].repr == REPR_MS ? (int64_t)word : (int64_t)(int32_t)word;
}

struct plan_text plan_text(const struct plan *plan, unsigned app, enum opt_id id) {
    uint32_t word = 0;
    if (!slot_of(plan, app, id, &word))
        return (struct plan_text){plan, 0};
    if (options[id].repr == REPR_CRON) {
        const struct plan_cron *cron = plan_cron(plan, app, id);
        word = cron ? cron->text : 0;
    } else if (options[id].repr == REPR_DATE) {
        struct plan_list list = plan_list(plan, app, id);
        word = list.n ? list.words[0] : 0;
    }
    return (struct plan_text){plan, word};
}

const char *plan_text_literal(struct plan_text text) {
    return text.ref & PLAN_TEMPLATE ? NULL : string_at(text.plan, text.ref);
}

static const uint32_t *template_at(struct plan_text text) {
    return (const uint32_t *)text.plan->section[PLAN_TEMPLATES].at + (text.ref & ~PLAN_TEMPLATE);
}

unsigned plan_text_parts(struct plan_text text) {
    return text.ref & PLAN_TEMPLATE ? template_at(text)[0] : text.ref != 0;
}

struct plan_part plan_text_part(struct plan_text text, unsigned i) {
    if (!(text.ref & PLAN_TEMPLATE))
        return (struct plan_part){PLAN_PART_TEXT, false, string_at(text.plan, text.ref), NULL};
    const uint32_t *part = template_at(text) + 1 + (size_t)i * PLAN_PART_WORDS;
    const char *a = string_at(text.plan, part[1]);
    return (struct plan_part){(enum plan_part_kind)(part[0] & PLAN_PART_KIND_MASK),
                              (part[0] & PLAN_PART_EMPTY_IS_MISSING) != 0, a ? a : "",
                              string_at(text.plan, part[2])};
}

const char *plan_str(const struct plan *plan, unsigned app, enum opt_id id) {
    uint32_t word;
    if (!slot_of(plan, app, id, &word))
        return options[id].def_text;
    return plan_text_literal(plan_text(plan, app, id));
}

const char *plan_date_program(const struct plan *plan, unsigned app, enum opt_id id) {
    struct plan_list list = plan_list(plan, app, id);
    return list.n ? string_at(plan, list.words[1]) : NULL;
}

const struct plan_cron *plan_cron(const struct plan *plan, unsigned app, enum opt_id id) {
    uint32_t word = 0;
    if (!slot_of(plan, app, id, &word) || word == 0)
        return NULL;
    return (const struct plan_cron *)plan->section[PLAN_CRONS].at + (word - 1);
}

struct cron plan_cron_masks(const struct plan_cron *record) {
    return (struct cron){.second = record->second[0] | (uint64_t)record->second[1] << 32,
                         .minute = record->minute[0] | (uint64_t)record->minute[1] << 32,
                         .hour = record->hour,
                         .day = record->day,
                         .month = (uint16_t)record->month,
                         .weekday = (uint8_t)record->weekday,
                         .asked = (uint8_t)record->flags,
                         .has_seconds = record->flags >> 8 & 1,
                         .last_day = record->flags >> 9 & 1};
}

struct plan_list plan_list(const struct plan *plan, unsigned app, enum opt_id id) {
    uint32_t word = 0;
    (void)slot_of(plan, app, id, &word);
    const uint32_t *at = (const uint32_t *)plan->section[PLAN_LISTS].at + word;
    return (struct plan_list){plan, at + 1, at[0]};
}

struct plan_text plan_list_text(struct plan_list list, unsigned i) {
    return (struct plan_text){list.plan, list.words[i]};
}

int64_t plan_list_number(struct plan_list list, unsigned i) {
    return (int32_t)list.words[i];
}

const char *plan_env_name(struct plan_list list, unsigned i) {
    return string_at(list.plan, list.words[(size_t)2 * i]);
}

struct plan_text plan_env_text(struct plan_list list, unsigned i) {
    return (struct plan_text){list.plan, list.words[(size_t)2 * i + 1]};
}

unsigned plan_inputs(const struct plan *plan) {
    const struct plan_part_of_file *s = &plan->section[PLAN_INPUTS];
    return s->at ? s->size_bytes / s->entry_bytes : 0;
}

const struct plan_input *plan_input(const struct plan *plan, unsigned i) {
    return (const struct plan_input *)plan->section[PLAN_INPUTS].at + i;
}

const char *plan_string(const struct plan *plan, uint32_t ref) {
    return string_at(plan, ref);
}

static bool find_origin(const struct plan *plan, unsigned app, uint32_t key, const char **file,
                        uint32_t *line) {
    struct plan_origin_reader r;
    struct plan_origin_entry e;
    uint32_t ref = app_record(plan, app)[PLAN_APP_ORIGINS];
    if (ref == 0)
        return false;
    plan_origins_begin(plan, ref, &r);
    while (plan_origins_next(&r, &e))
        if (e.key == key) {
            *file = string_at(plan, plan_input(plan, e.input)->name);
            *line = e.line;
            return true;
        }
    return false;
}

bool plan_origin(const struct plan *plan, unsigned app, enum opt_id id, const char **file,
                 uint32_t *line) {
    return options[id].wire != OPT_NO_WIRE &&
           find_origin(plan, app, plan_origin_key(id), file, line);
}

bool plan_env_origin(const struct plan *plan, unsigned app, unsigned i, const char **file,
                     uint32_t *line) {
    return find_origin(plan, app, PLAN_KEY_ENV + i, file, line);
}
