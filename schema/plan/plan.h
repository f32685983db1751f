/* Reading a plan image. plan_open proves everything once; after it no accessor can fail, and none
 * allocates. The bytes must stay where they are, unchanged, and be aligned to 8. */
#pragma once

#include "schema/base/err.h"
#include "schema/opt/option.h"
#include "schema/plan/plan_format.h"
#include "schema/unit/cron.h"

struct plan_part_of_file {
    const void *at;
    uint32_t size_bytes, entry_bytes;
};

struct plan {
    const unsigned char *base;
    size_t size_bytes;
    struct plan_part_of_file section[PLAN_KIND_COUNT]; /* at == NULL: absent */
    unsigned n_apps;
    unsigned slots[BLOCK_COUNT]; /* how many slots records of a block have in this file */
};

/* Checks the whole image and fills the view. 0, or -1 with err saying what is wrong with the
 * file. */
int plan_open(struct plan *plan, const void *bytes, size_t n, struct err *err);

/* The section that holds the records of a block: any but BLOCK_APP and BLOCK_BITS. */
enum plan_section_kind plan_section_of(enum opt_block block);

/* The profile the plan was built for, or NULL. */
const char *plan_profile(const struct plan *plan);

/* The app of that name, or n_apps. */
unsigned plan_find(const struct plan *plan, const char *name);

/* Whether the app has a block: BLOCK_HTTP, BLOCK_ROTATE ... were configured. */
bool plan_has_block(const struct plan *plan, unsigned app, enum opt_block block);

/* How an option's value is read: by one of the accessors below. */
enum plan_shape {
    PLAN_SHAPE_BOOL,    /* plan_bool */
    PLAN_SHAPE_NUMBER,  /* plan_number */
    PLAN_SHAPE_TEXT,    /* plan_text */
    PLAN_SHAPE_TEXTS,   /* plan_list, plan_list_text */
    PLAN_SHAPE_NUMBERS, /* plan_list, plan_list_number */
    PLAN_SHAPE_PAIRS,   /* plan_list, plan_env_name and plan_env_text */
    PLAN_SHAPE_GROUP,   /* by its members */
};

enum plan_shape plan_shape_of(enum opt_id id);

/* BOOL. */
bool plan_bool(const struct plan *plan, unsigned app, enum opt_id id);

/* INT, INSTANCES, MS, WORD, SIGNAL, BYTES: the number, or `none` where there is none. */
int64_t plan_number(const struct plan *plan, unsigned app, enum opt_id id, int64_t none);

/* A text: a literal, or a recipe to be filled in when the plan is loaded. */
struct plan_text {
    const struct plan *plan;
    uint32_t ref; /* 0 = none */
};

struct plan_part {
    enum plan_part_kind kind;
    bool empty_is_missing;
    const char *text;     /* TEXT: the text; ENV: the variable's name; ROOT: "" */
    const char *fallback; /* ENV: the default, or NULL */
};

/* STR, PATH, JSON, CRON (its pattern), DATE (its format). */
struct plan_text plan_text(const struct plan *plan, unsigned app, enum opt_id id);

/* The text where it is a literal; NULL where it is none or a recipe. */
const char *plan_text_literal(struct plan_text text);
/* Number of parts: 0 for none, 1 for a literal. */
unsigned plan_text_parts(struct plan_text text);
struct plan_part plan_text_part(struct plan_text text, unsigned i);

/* The literal of STR, PATH ... or NULL: for the options that are never recipes (name, words). */
const char *plan_str(const struct plan *plan, unsigned app, enum opt_id id);

/* DATE: the compiled program of schema/unit/date_format.h, or NULL. */
const char *plan_date_program(const struct plan *plan, unsigned app, enum opt_id id);

/* CRON: the record, or NULL. */
const struct plan_cron *plan_cron(const struct plan *plan, unsigned app, enum opt_id id);

/* The pattern of such a record. */
struct cron plan_cron_masks(const struct plan_cron *record);

/* LIST, WATCH, CODES, ENV. */
struct plan_list {
    const struct plan *plan;
    const uint32_t *words;
    unsigned n; /* items; for ENV pairs */
};

struct plan_list plan_list(const struct plan *plan, unsigned app, enum opt_id id);
struct plan_text plan_list_text(struct plan_list list, unsigned i); /* LIST, WATCH */
int64_t plan_list_number(struct plan_list list, unsigned i);        /* CODES */
const char *plan_env_name(struct plan_list list, unsigned i);       /* ENV */
struct plan_text plan_env_text(struct plan_list list, unsigned i);  /* ENV */

/* Inputs; the first is the configuration file. */
unsigned plan_inputs(const struct plan *plan);
const struct plan_input *plan_input(const struct plan *plan, unsigned i);
const char *plan_string(const struct plan *plan, uint32_t ref); /* of plan_input.name */

/* Where the option was said: false where the plan does not know (default, or no origins). */
bool plan_origin(const struct plan *plan, unsigned app, enum opt_id id, const char **file,
                 uint32_t *line);
/* The same for the i-th variable of env. */
bool plan_env_origin(const struct plan *plan, unsigned app, unsigned i, const char **file,
                     uint32_t *line);
