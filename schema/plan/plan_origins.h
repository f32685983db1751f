/* Walking the origins of an app: where each option was said (PLAN_ORIGINS in plan_format.h). */
#pragma once

#include "schema/plan/plan.h"

struct plan_origin_entry {
    uint32_t key; /* plan_origin_key of the option */
    uint32_t input, line;
};

struct plan_origin_reader {
    const unsigned char *at, *end;
    uint32_t left, line, input;
    bool is_sound; /* false where the bytes ended too early: only before plan_check */
};

/* `ref` is PLAN_APP_ORIGINS of the app, not 0. */
void plan_origins_begin(const struct plan *plan, uint32_t ref, struct plan_origin_reader *r);

/* False at the end. */
bool plan_origins_next(struct plan_origin_reader *r, struct plan_origin_entry *entry);

static inline uint32_t plan_origin_key(enum opt_id id) {
    return (uint32_t)opt_block_of(id) << 6 | opt_slot(id);
}
