/* What rules about source need: an app together with its source, how many processes there may be, and
 * what its environment says about the conditions in the code. */
#pragma once

#include "lint/rules.h"
#include "lint/scan/extract.h"
#include "lint/scan/link.h"

/* How many processes of the app there may be at once. */
struct scale {
    bool is_cluster; /* may be cluster mode */
    bool is_many;    /* may be two or more, in cluster mode */
    bool is_many_fork;
    int64_t count;    /* 0: not known here */
    struct str shown; /* for sentences: "4 instances", "several instances" */
    struct str said;  /* as the setting has it: "runs one instance for each CPU" */
    struct str when;  /* " (when ...)" where that is one of several possibilities */
    struct span span; /* of the setting that says so; src NULL: none does */
};

struct hazard {
    struct lint *l;
    const struct app *app;
    const struct scan_app *source;
    struct link *link;
    struct scale scale;
    struct str instance_var; /* the variable with the instance's number */
};

struct scale hazard_scale(struct lint *l, const struct app *app);

/* The source and the scale of an app; false where there is no source to look at. */
bool hazard_of(struct lint *l, const struct app *app, struct hazard *h);

/* Whether a variable of the environment decides a condition for this app, over its env and all env_NAME. */
enum env_truth {
    ENV_FALSE, /* false in every profile */
    ENV_TRUE,  /* true in some profile, or may be */
    ENV_UNSET, /* the configuration does not set it for any app, so that the condition is open */
};
enum env_truth hazard_env_truth(const struct hazard *h, struct str name, struct str literal,
                                bool negated);

/* Whether at most one instance of the app gets to the place: by a guard on the instance's number, a flag
 * that the configuration gives to other apps only, a lock that all instances see. */
bool hazard_is_single(struct hazard *h, uint32_t file, uint32_t function, uint32_t guard);

/* Whether a place is certainly not reached, by what the configuration sets; *why is the variable. */
bool hazard_is_off(struct hazard *h, uint32_t file, uint32_t function, uint32_t guard,
                   struct str *why);

/* A mark of the kind in any file of the app: the first, or NULL; *file is where. */
const struct fact_mark *hazard_mark(const struct hazard *h, unsigned kind, uint32_t *file);

/* Whether what runs in the function (in what it calls too) takes a lock that all instances see. */
bool hazard_is_locked(struct hazard *h, uint32_t file, uint32_t function);

/* Whether several processes in fork mode do not fight for a port: nothing in the source, read in full,
 * listens. */
bool hazard_has_no_port(const struct hazard *h);

/* ... or each is on a port of its own: the source reads the number of its instance, or increment_var counts
 * a variable up. */
bool hazard_has_own_port(const struct hazard *h);

struct span hazard_span(const struct hazard *h, uint32_t file, struct fact_span span);
struct str hazard_str(const struct hazard *h, uint32_t file, struct fact_text text);

/* Where the work of a program without a port comes from, a queue or a channel in a store; NULL where it is
 * no such worker, or where not all of its source is known. */
const struct fact_mark *hazard_worker(const struct hazard *h, uint32_t *file);

/* Whether nothing of the source was left out: what is not found is not there. */
bool hazard_is_whole(const struct hazard *h);

/* A finding at a place of the source. */
struct diag *source_add(struct hazard *h, unsigned rule, uint32_t file, struct fact_span span,
                        const char *fmt, ...) ATTR_PRINTF(5, 6);

/* The same, related to the setting that makes it one. */
struct diag *hazard_add(struct hazard *h, unsigned rule, uint32_t file, struct fact_span span,
                        const char *fmt, ...) ATTR_PRINTF(5, 6);

/* Names the setting that says how many processes there are. */
void hazard_relate_scale(struct hazard *h, struct diag *d);

/* What matters with several processes is a hint where there is one. */
void hazard_downgrade(struct hazard *h, struct diag *d);

/* What breaks with several processes: shared state, then what libraries do. */
void source_state(struct hazard *h);
void source_hazards(struct hazard *h);
/* Guards that cannot work, and the process model. */
void source_guards(struct hazard *h);
/* Readiness, signals, restarts. */
void source_lifecycle(struct hazard *h);
/* What the configuration declares, `stateful`, and nothing before has said; h NULL: there is no source. */
void source_declared(struct lint *l, const struct app *app, struct hazard *h);
/* What the number of instances alone makes of it. */
void source_scale(struct hazard *h);
