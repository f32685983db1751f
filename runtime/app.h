/* What runs: a generation is a loaded plan with everything resolved that can be before a process
 * exists.
 *
 * All texts are on the generation's arena or in the plan's bytes, which are on it too. */
#pragma once

#include "runtime/core/policy.h"
#include "runtime/logs/log_rotate.h"
#include "runtime/logs/log_style.h"
#include "schema/base/arena.h"
#include "schema/plan/plan.h"

struct app_var {
    const char *name, *value;
};

struct app_list {
    const char **at;
    unsigned n;
};

struct app_logs {
    const char *out, *err, *both; /* absolute paths; NULL = no file */
    bool is_merged, is_disabled;
    bool is_rotated;
    struct log_style style;
    struct log_rotation rotation; /* where is_rotated */
};

struct app {
    unsigned index; /* in the plan */
    const char *name, *name_space;
    const char *script, *cwd;
    const char *interpreter; /* NULL = find out by looking at the script */
    struct app_list args, node_args;
    struct app_var *env;
    unsigned n_env;
    struct app_list filter_env;
    const char *instance_var;
    const char *increment_var; /* NULL = none */
    int64_t increment_base;
    unsigned n_instances;
    bool is_cluster, autostart, treekill;
    int kill_signal;
    int64_t kill_timeout_ms;
    struct policy policy;
    struct app_logs logs;
};

struct generation {
    struct arena arena;
    struct plan plan;
    const char *root; /* the directory of the configuration */
    struct app *apps;
    unsigned n_apps;
};
