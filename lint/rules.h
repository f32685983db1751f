/* Inside lint: what a rule function gets, and the small tools that rules share. */
#pragma once

#include "lint/lint.h"
#include "lint/scan/link.h"
#include "schema/model/convert.h"
#include "schema/model/resolve.h"

/* A command of the project (project.h), and where it stands. */
struct command_line {
    struct str text;
    struct span span;
};

/* A finding, its message without the condition, and the combinations (combo.h) it was said of. */
struct lint_said {
    struct diag *diag;
    struct str message;
    uint32_t combos;
};

struct lint {
    struct arena *a;
    struct diag_sink *sink;
    const struct model *model;
    const struct lint_input *in;
    bool is_concrete;
    struct resolved_app *resolved; /* one, reused: 12 KiB */
    VEC(struct lint_link {
        const struct scan_app *source;
        struct link *link;
    })
    links;                             /* made so far */
    VEC(const struct source *) read;   /* by project_read */
    VEC(struct command_line) commands; /* by project_command */
    bool has_commands;
    bool is_here, has_asked_here; /* by project_is_here */
    struct env_list **envs;       /* by lint_env, by app->index */
    VEC(struct lint_said) said;   /* by lint_say since combos_of */
    unsigned combo;               /* the bit of the combination at hand */
    size_t n_secrets;             /* looked for by lint_hide_secrets */
};

/* Is the finding of interest, which is about PM2 only (LINT_PM2) or ecort only? */
static inline bool lint_for(const struct lint *l, enum lint_target about) {
    return l->in->target == LINT_BOTH || l->in->target == about;
}

/* One value that a setting may have: itself, or an alternative of a choice. */
struct lint_alt {
    const struct setting *setting;
    const struct value *value;
    struct str when;      /* lint_when of it */
    struct opt_data data; /* converted */
};

/* Walks the good alternatives of an option: `for (size_t at = 0; lint_next(l, app, id, &at,
 * &alt);)`. Settings that are bad, values that are not known and what does not convert are left
 * out. */
bool lint_next(struct lint *l, const struct app *app, enum opt_id id, size_t *at,
               struct lint_alt *alt);

/* " (when COND)" for alternative number i of v, " (unless COND)" for the other of two, "
 * (otherwise)" for the last of many; empty where v is no choice. */
struct str lint_when(struct lint *l, const struct value *v, size_t i);

/* The value as a configuration would write it: 'api', 300, true; long ones are cut. */
struct str lint_shown(struct lint *l, const struct value *v);

/* The option as messages call it: the key as written, the full name inside a group ("http.port").
 */
struct str lint_key(const struct lint_alt *alt);

/* The place of a value; the setting's key where the value has none. Spans of several lines are cut
 * to their first. */
struct span lint_span(const struct value *v, struct span fallback);
struct span lint_first_line(struct span span);

/* The bytes [begin, end) of a string's text, where its literal holds them as they are. */
struct span lint_span_in(const struct value *v, size_t begin, size_t end);

/* A finding about an alternative, at its place; the token is its value. */
struct diag *lint_add(struct lint *l, unsigned rule, const struct app *app,
                      const struct lint_alt *alt, const char *fmt, ...) ATTR_PRINTF(5, 6);

/* The same at an option of an app, with a condition that the caller knows; where the option is not
 * given, at the app's name. */
struct diag *lint_say(struct lint *l, unsigned rule, const struct app *app, enum opt_id id,
                      struct str when, const char *fmt, ...) ATTR_PRINTF(6, 7);

/* Where an option of an app stands: its value; the app's name where it is not given. */
struct span lint_place(const struct app *app, enum opt_id id);

/* Does the text hold `what`? And where: text.n where it does not. */
size_t lint_find(struct str text, struct str what);
static inline bool lint_has(struct str text, const char *what) {
    return lint_find(text, str_of(what)) < text.n;
}

/* One variable of `env` or of an env_NAME block, in one of the values that it may have. */
struct lint_env {
    struct str name;
    struct str block, profile;         /* "env_production", "production"; "env", "" */
    const struct value *value, *whole; /* one alternative; all that the variable may be */
    struct span span, key_span;        /* of the value, its key where it has none */
    struct str when;                   /* as lint_when writes it */
};

/* All of an app's, base first; made once per app. */
size_t lint_env(struct lint *l, const struct app *app, const struct lint_env **vars);

/* The app's name as far as it is certain, and where it comes from (*is_computed: its script); empty
 * where it is not. */
struct str lint_certain_name(const struct app *app, struct span *span, bool *is_computed);

/* Names in an open-addressed table, so that a thousand apps are looked at once each: the place of
 * one, whose name is empty where it is not there. `cap` is more than there are names. */
struct lint_name {
    struct str name;
    struct span span;
    size_t app; /* the first of that name */
};

struct lint_name *lint_name_slot(struct lint_name *table, size_t cap, struct str name);

/* Is the app, as far as the file says, meant for production: by NODE_ENV, by a profile's name, or by
 * a section of `deploy`? */
bool lint_is_for_production(struct lint *l, const struct app *app);

/* Is it the name of such a profile? */
bool lint_is_production(struct str profile);

/* Rules of names, kinds and shape: about the file, or about one app. */
void rule_filename(struct lint *l);
void rule_json_is_js(struct lint *l);
void rule_empty_apps(struct lint *l);
void rule_beside_apps(struct lint *l);
void rule_duplicate_app(struct lint *l);
void rule_depends_on(struct lint *l);
void rule_only_ecort(struct lint *l, const struct app *app);
void rule_only_ecort_value(struct lint *l, const struct app *app);
void rule_missing_script(struct lint *l, const struct app *app);
void rule_aliases(struct lint *l, const struct app *app);
void rule_option_in_env(struct lint *l, const struct app *app);
void rule_falsy(struct lint *l, const struct app *app);

/* Rules of values. */
void rule_instances(struct lint *l, const struct app *app);
void rule_memory(struct lint *l, const struct app *app);
void rule_cron(struct lint *l, const struct app *app);
void rule_milliseconds(struct lint *l, const struct app *app);
void rule_text_for_switch(struct lint *l, const struct app *app);
void rule_date_format(struct lint *l, const struct app *app);
void rule_name(struct lint *l, const struct app *app);

/* Rules of ports: several apps, or several instances of one. */
void rule_port_collision(struct lint *l);
void rule_fork_port(struct lint *l, const struct app *app);

/* Rules about what the project's commands do, and about all apps together. */
void rule_deploy(struct lint *l, const struct app *app);
void rule_overcommit(struct lint *l);

/* Rules about the service's source. */
void rule_source(struct lint *l, const struct app *app);
void rule_merge_apps(struct lint *l);
/* Rules of the process model and of paths. */
void rule_process(struct lint *l, const struct app *app);
void rule_paths(struct lint *l, const struct app *app);

/* Rules of restarting, of logs. */
void rule_restart(struct lint *l, const struct app *app);
void rule_logs(struct lint *l, const struct app *app);
void rule_shared_logs(struct lint *l);
void rule_rotation(struct lint *l);
void rule_committed_logs(struct lint *l);

/* Does anything of the project install or name pm2-logrotate (logrotate, too)? */
bool lint_has_logrotate(struct lint *l);

/* Rules of variables and secrets. lint_hide_secrets comes before all others. */
void lint_hide_secrets(struct lint *l);
void rule_secrets(struct lint *l, const struct app *app);
void rule_file_secrets(struct lint *l);
void rule_env(struct lint *l, const struct app *app);
void rule_env_names(struct lint *l);
void rule_node_env(struct lint *l);

/* Rules of options that nothing uses, of profiles, of security. */
void rule_unused(struct lint *l, const struct app *app);
void rule_profiles(struct lint *l, const struct app *app);
void rule_commands(struct lint *l);
void rule_security(struct lint *l, const struct app *app);
void rule_file_security(struct lint *l);
