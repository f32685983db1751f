/* What unit tests share: from a text to a model or a plan, without files. */
#pragma once

#include "compiler/bind.h"
#include "compiler/front/front.h"
#include "schema/plan/plan.h"

struct support {
    struct arena arena;
    struct diag_sink sink;
    struct front front;
    const struct value *value;
    struct model *model;
    struct str image;
    struct plan plan;
};

/* Evaluates YAML in concrete mode; the configuration stands in /app. value may be NULL. */
void support_yaml(struct support *s, const char *yaml);

/* Evaluates JavaScript with an environment of "NAME=value" strings, ended by NULL. */
void support_js(struct support *s, enum front_mode mode, const char *text, const char *const *env);

/* Binds what was evaluated. */
void support_bind(struct support *s);

/* Lints the model with every rule, without files. */
void support_lint(struct support *s);

/* Encodes it; fails the test where that fails. */
void support_plan(struct support *s, const char *profile);

/* One step for YAML. */
void support_plan_of(struct support *s, const char *yaml, const char *profile);

void support_done(struct support *s);

/* Number of findings of a rule. */
size_t support_count(const struct support *s, unsigned rule);
