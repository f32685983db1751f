/* Pages about rules and options, as text and as JSON. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/base/diag.h"
#include "schema/opt/option.h"

struct explain_style {
    bool color;
};

void explain_rule(struct buf *out, const struct diag_rule *rule, struct explain_style style);
void explain_option(struct arena *a, struct buf *out, enum opt_id id, struct explain_style style);

/* One line each, aligned. */
void explain_rules(struct buf *out, const struct diag_rule *rules, size_t n,
                   struct explain_style style);
void explain_options(struct arena *a, struct buf *out, struct explain_style style);

struct json_out;
void explain_rule_json(struct json_out *j, const struct diag_rule *rule);
void explain_rule_markdown(struct buf *out, const struct diag_rule *rule);
void explain_option_json(struct arena *a, struct json_out *j, enum opt_id id);
