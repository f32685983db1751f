/* LEB128 numbers with bounds. */
#include "schema/plan/plan_origins.h"

static uint32_t take(struct plan_origin_reader *r) {
    uint32_t n = 0;
    for (unsigned shift = 0; shift < 32; shift += 7) {
        if (r->at == r->end)
            break;
        unsigned char c = *r->at++;
        n |= (uint32_t)(c & 0x7f) << shift;
        if (c < 0x80)
            return n;
    }
    r->is_sound = false;
    return 0;
}

void plan_origins_begin(const struct plan *plan, uint32_t ref, struct plan_origin_reader *r) {
    const struct plan_part_of_file *s = &plan->section[PLAN_ORIGINS];
    const unsigned char *base = s->at;
    *r = (struct plan_origin_reader){
        .at = base + ref - 1, .end = base + s->size_bytes, .is_sound = true};
    r->left = take(r);
}

bool plan_origins_next(struct plan_origin_reader *r, struct plan_origin_entry *entry) {
    if (r->left == 0 || !r->is_sound)
        return false;
    r->left--;
    entry->key = take(r);
    uint32_t step = take(r);
    if (step & 1)
        r->input = take(r);
    step >>= 1;
    entry->input = r->input;
    r->line += step & 1 ? ~(step >> 1) : step >> 1;
    entry->line = r->line;
    return r->is_sound;
}
