/* What runs: a generation is a loaded plan with everything resolved that can be before a process
 * exists. It never changes; an ecosystem that does gets a new one, and the old one leaves with its
 * last instance.
 *
 * All texts are on the generation's arena or in the plan's bytes, which are on it too. */
#pragma once

#include "runtime/core/health.h"
#include "runtime/core/policy.h"
#include "runtime/cron_clock.h"
#include "runtime/logs/log_rotate.h"
#include "runtime/logs/log_style.h"
#include "runtime/os/connect.h"
#include "runtime/os/user.h"
#include "schema/base/arena.h"
#include "schema/plan/plan.h"
#include "schema/plan/plan_print.h"
#include "schema/unit/listen.h"

struct app_var {
    const char *name, *value;
};

struct app_list {
    const char **at;
    unsigned n;
};

struct app_logs {
    const char *base;             /* what files are named after that have no path of their own */
    const char *out, *err, *both; /* absolute paths, "" = <home>/logs/<base>...; NULL = no file */
    bool is_merged, is_disabled;
    struct log_style style;
    const struct log_rotation *rotation; /* NULL = they are not rotated */
};

enum { APP_INSTANCES_MOST = 4096 };

/* What makes a process ready (ready.h); what comes later counts as what comes before it, too. */
enum app_ready { READY_AT_ONCE, READY_BY_LISTENING, READY_BY_WORD, READY_BY_HEALTH };

/* The health check: health.h. */
struct app_health {
    const char *host, *path; /* clean */
    struct os_endpoint at[OS_ENDPOINTS_MOST];
    unsigned n_at;         /* 0: the host is a name */
    uint16_t port;         /* of the instance with number 0 */
    bool counts_up;        /* the port does, by instances */
    bool is_of_app;        /* it cannot tell the instances from each other */
    bool restarts;         /* autokill */
    const uint32_t *codes; /* expect_status; none: 200 to 299 */
    unsigned n_codes;
    int64_t timeout_ms;
    struct health_rules rules;
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
    const char **needs; /* names of apps of the same plan that it depends on */
    unsigned n_needs;
    bool is_needed; /* by one of them */
    unsigned n_instances;
    const struct os_identity *identity; /* NULL = as the supervisor */
    int nice;                           /* 0 = as the supervisor */
    uint64_t errors_most;               /* lines a minute; 0 = nobody counts */
    bool errors_restart;
    int64_t max_memory_bytes; /* 0 = no limit */
    const struct listen_address *listen;
    unsigned n_listen;
    const char *listen_names;        /* for LISTEN_FDNAMES, where there are any */
    const struct cron_clock *cron;   /* NULL = none */
    const char *pid_file;            /* absolute; NULL = none */
    const struct app_health *health; /* NULL = none */
    bool is_cluster, autostart, treekill;
    bool is_shared;   /* cluster_policy */
    bool has_preload; /* drain_preload */
    bool is_told;     /* shutdown_with_message */
    enum app_ready ready_by;
    bool waits_word; /* wait_ready, whatever else is asked for */
    int64_t listen_timeout_ms;
    int64_t reload_parallel; /* how many are replaced at a time */
    int kill_signal;
    int64_t kill_timeout_ms;
    struct policy policy;
    struct app_logs logs;
    struct plan_print print; /* with what was resolved */
};

/* Whether two processes of it can run beside each other: they share their sockets through us. */
static inline bool app_can_overlap(const struct app *app) {
    return app->is_cluster || app->n_listen > 0;
}

struct generation {
    struct arena arena;
    unsigned id;   /* under which the keeper has it, 0 = not yet */
    unsigned refs; /* instances, and whoever works with it; the last one frees it */
    struct plan plan;
    const char *root;   /* the directory of the configuration */
    const char *file;   /* the configuration's name in it; with root it names the ecosystem */
    const char *cwd;    /* of apps that name none: root, clean */
    char **environ;     /* what processes inherit, NULL-terminated */
    char **late;        /* what late-bound texts were filled from: NAME=value, NULL-terminated */
    const char **files; /* .env files that late values came from */
    unsigned n_files;
    struct app *apps;
    unsigned n_apps;
};
