/* The rules: what they are called (RULE_*), and how to run them. */
#pragma once

#include "schema/base/diag.h"

enum rule_id {
#define RULE(id, ...) RULE_##id,
#include "lint/rules.def"
#undef RULE
    RULE_COUNT
};

/* The catalogue, indexed by enum rule_id; for diag_sink_init. */
extern const struct diag_rule lint_rules[RULE_COUNT];

/* By code ("EC0101") or by name ("unknown-option"), case-insensitive; RULE_COUNT where there is
 * none. */
unsigned lint_rule_find(struct str code_or_name);

struct model;

/* Runs every rule over the model; findings go to the sink. `is_concrete`: the environment is
 * known. */
void lint_run(const struct model *model, struct diag_sink *sink, bool is_concrete);
