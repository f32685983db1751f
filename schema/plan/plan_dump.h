/* A plan as people and programs read it. The only part of the reader side that allocates. */
#pragma once

#include "schema/base/buf.h"
#include "schema/base/json_out.h"
#include "schema/plan/plan.h"

/* {"format_version", "profile", "apps": [{"options": {...}, "from": {"name": "file:line"}}],
 * "inputs"}. Options that have no value are null; groups that were not given are left out;
 * late-bound texts are {"$late": "${X:-default}"}. */
void plan_dump_json(const struct plan *plan, struct buf *out);

struct plan_dump_style {
    bool defaults; /* options that nobody gave, too */
    bool color;
};

/* One block per app, one line per option: name, value, where it came from. */
void plan_dump_text(const struct plan *plan, const struct plan_dump_style *style, struct buf *out);

/* One option's value as one line: "4", "10s", "512M", "'a' 'b'". Empty for none. */
void plan_dump_value(const struct plan *plan, unsigned app, enum opt_id id, struct buf *out);

/* A text, recipes in shell notation: "${X}", "${X:-d}", "${X-d}"; "${root}" is the configuration's
 * directory. */
void plan_dump_recipe(struct plan_text text, struct buf *out);
