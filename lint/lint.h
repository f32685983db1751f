/* The rules: what they are called (RULE_*), and how to run them. */
#pragma once

#include "schema/base/diag.h"
#include "schema/io/files.h"

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

/* Whom a finding is about: what PM2 loses and ecort keeps is of no interest to whoever runs only
 * one of the two. */
enum lint_target { LINT_BOTH, LINT_PM2, LINT_ECORT };

/* By rule: LINT_BOTH, or the only one that its findings are about. */
extern const enum lint_target lint_targets[RULE_COUNT];

struct model;
struct scan;
struct value;

/* "api.instances" is assumed to be this where the configuration leaves it unknown. */
struct lint_assumption {
    struct str app;
    unsigned option; /* enum opt_id */
    const struct value *value;
};

/* What a repository says about itself beside its configurations (.ecoc.yaml). */
struct lint_settings {
    const struct lint_assumption *assume;
    size_t n_assume;
    const struct str *locks; /* functions that let one instance in at a time */
    size_t n_locks;
    bool is_sticky;       /* a client stays at one instance */
    unsigned cpus;        /* of the machine that runs the plan; 0: not said */
    int64_t memory_bytes; /* likewise */
};

struct lint_input {
    const struct model *model;
    struct diag_sink *sink;
    bool is_concrete; /* the environment is known */
    bool is_for_plan; /* only what would make a plan wrong; advice is left out */
    /* The source is judged as if each app ran several instances, and findings of apps that share it
     * stay apart (advice.h). */
    bool is_for_advice;
    bool allow_fork_fallback; /* what cannot be clustered is run in fork mode, as was asked for */
    enum lint_target target;
    struct files *files;     /* NULL: rules that look at other files are silent */
    struct files *installed; /* for node_modules, which is in no revision; may be NULL */
    struct str repository;   /* absolute directory; empty where there is none */
    const struct lint_settings *settings; /* NULL: nothing is said */
    struct scan *scan;                    /* the services' source; NULL: it is not looked at */
};

/* Runs the rules over the model; findings go to the sink, and those about another target than the
 * one asked for leave it, whoever made them. Secrets of the configuration are hidden in its sources
 * (source_hide) before anything is said. */
void lint_run(const struct lint_input *in);
