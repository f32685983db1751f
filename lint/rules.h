/* Inside lint: what a rule function gets, and the small tools that rules share. */
#pragma once

#include "lint/lint.h"
#include "schema/model/convert.h"
#include "schema/model/resolve.h"

struct lint {
    struct arena *a;
    struct diag_sink *sink;
    const struct model *model;
    const struct lint_input *in;
    bool is_concrete;
    struct resolved_app *resolved; /* one, reused: 12 KiB */
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

/* Rules of names, kinds and shape: about the file, or about one app. */
void rule_filename(struct lint *l);
void rule_json_is_js(struct lint *l);
void rule_empty_apps(struct lint *l);
void rule_beside_apps(struct lint *l);
void rule_duplicate_app(struct lint *l);
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
