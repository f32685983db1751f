/* What ecoc diff says, ready to be printed: the reporters know no plan, no option and no target.
 *
 *   struct diff ── diff_page ──▶ struct diff_page ── diff_text, diff_json ... ──▶ bytes
 *                     │
 *               struct diff_target: judge
 *
 * diff_page fills what is the same for every target: the apps in the order of struct diff, their
 * changes with values that may be shown and places, renames. The target's judge then says what
 * happens: an action for each app, an effect and a note for each change, commands.
 *
 * Another target is a file compiler/diff_NAME.c that defines a `struct diff_target diff_target_NAME`
 * (declared at the end of this header), and a row in the table of diff_page.c; ecort's is
 * compiler/diff_ecort.c. */
#pragma once

#include "compiler/diff.h"
#include "schema/base/diag.h"

enum diff_tone {
    TONE_NONE,
    TONE_GOOD, /* something new runs */
    TONE_CALM, /* no process is touched */
    TONE_CARE, /* processes are replaced, nobody notices */
    TONE_BAD,  /* an outage, or something that does not happen */
};

/* A row of a target's vocabulary. The order of the rows is that of the totals. */
struct diff_action {
    const char *word; /* in text, JSON and policies: "restart", "orphan" */
    const char *mark; /* one column wide: "!" */
    enum diff_tone tone;
    const char *why; /* what it means, where the judge says nothing better; "" */
};

enum diff_line_kind { LINE_CHANGED, LINE_ADDED, LINE_REMOVED };

/* One value, as it may be shown. */
struct diff_value {
    bool is_there;    /* there is a value */
    struct str text;  /* empty where all of it is hidden */
    struct str from;  /* "$X, default 1": the variables of the environment it depends on; empty */
    bool is_late;     /* bound when the plan is loaded: `from` says it better than `text` */
    bool is_hidden;   /* it is a secret */
    bool is_masked;   /* a part of `text` is hidden */
    struct str print; /* the fingerprint of what is hidden; empty where nothing is */
};

/* One change of one app; entry.lines[i] is of diff_app.changes[i]. */
struct diff_line {
    struct str path; /* "instances", "env.PORT" */
    enum diff_line_kind kind;
    struct diff_value before, after;
    struct str file;   /* as seen from the current directory; empty where nobody knows */
    uint32_t line;     /* 0 where nobody knows */
    bool is_old_place; /* the place is where the old side said it */

    /* The judge's: */
    const struct diff_action *effect; /* what this change alone would do */
    bool is_cause;                    /* it is why the app's action is what it is */
    struct str note;                  /* "the running processes keep it until ..."; empty */
};

/* A finding of lint that the change adds or removes. */
struct diff_finding {
    bool is_new;
    const char *code, *name;
    enum diag_severity severity;
    struct str message, file; /* as seen from the current directory; empty: no place */
    uint32_t line;
};

/* One app; page.apps[i] is of diff.apps[i]. */
struct diff_entry {
    struct str name;
    struct str other_name; /* renamed: of a new app the old name, of an old one the new name */
    struct diff_line *lines;
    size_t n_lines;
    const struct diff_finding *findings;
    size_t n_findings;

    /* The judge's: */
    const struct diff_action *action;
    struct str detail; /* stands behind the action's word: "2 -> 4"; empty */
    struct str why;    /* a few words in brackets; empty: none */
    const struct str *commands;
    size_t n_commands;
};

/* A policy that the change breaks (exit 3). */
struct diff_violation {
    struct str policy, app, message;
};

struct diff_page {
    const struct str *profiles; /* those that give this page, "" for none; at least one */
    size_t n_profiles;
    struct diff_entry *apps;
    size_t n_apps, n_unchanged;
    const struct diff_finding *findings; /* of the file as a whole */
    size_t n_findings;
    const struct diff_violation *violations;
    size_t n_violations;
    struct str assuming; /* the command whose effect is told: "ecort apply FILE --env P" */

    /* The judge's: */
    const struct str *commands; /* all, in an order that is safe; only where it has any */
    size_t n_commands;
    struct str remark; /* a line below the totals; empty */
};

/* All that is printed. */
struct diff_report {
    const struct diff_target *target;
    struct str file;               /* of the new side */
    struct str old_file;           /* of the old side */
    struct str old_name, new_name; /* "HEAD~1 (3f2a91c)", "work tree" */
    const struct diff_page *pages; /* one, or one per different outcome of the profiles */
    size_t n_pages;
    bool is_per_profile; /* --all-envs */
    bool is_pair;        /* two files, whose names say it all */
    struct str prefix;   /* of the current directory below the repository's: "config"; empty */
    bool color;
};

struct diff_page_input;

struct diff_target {
    const char *name;                  /* of --target */
    const char *command;               /* of --pm2-command; NULL where there is but one */
    const struct diff_action *actions; /* ended by a row without a word; the first does nothing */
    /* "pm2 reload ecosystem.config.js --env production" */
    struct str (*assuming)(struct arena *a, const struct diff_page_input *in);
    /* Fills what is the judge's of the page, its apps and lines. */
    void (*judge)(struct arena *a, const struct diff_page_input *in, struct diff_page *page);
};

extern const struct diff_target *const diff_targets[]; /* ended by NULL; the first is the default */
extern const struct diff_target diff_target_ecort, diff_target_pm2_reload, diff_target_pm2_restart,
    diff_target_pm2_start;

/* By name, and by command where it has several (NULL: the first of them); NULL where there is
 * none. */
const struct diff_target *diff_target_find(const char *name, const char *command);

struct model;
struct diff_secrets;

/* A side as the page needs it besides its plan. */
struct diff_origin {
    const struct model *model; /* NULL: of a plan file */
    struct str dir;            /* absolute: what the plan's origins are relative to; empty */
};

struct diff_page_input {
    const struct diff *diff;
    const struct diff_target *target;
    const struct diff_secrets *secrets; /* what is hidden, and how it is called (diff_value.h) */
    struct diff_origin old_side, new_side;
    struct str profile; /* may be empty */
    struct str file;    /* of the new side, as a command would name it */
    struct str cwd;
    bool is_renamed; /* the file has another name than on the older side */
};

void diff_page(struct arena *a, const struct diff_page_input *in, struct diff_page *page);

/* How many apps of the page have the action. */
size_t diff_page_count(const struct diff_page *page, const struct diff_action *action);

/* ---- reports (diff_report*.c) ---------------------------------------------------------------- */

struct diff_format {
    const char *name, *help;
    void (*write)(struct arena *a, const struct diff_report *report, struct buf *out);
};

/* Ended by a row without a name; the first is the default. */
extern const struct diff_format diff_formats[];

void diff_text(struct arena *a, const struct diff_report *report, struct buf *out);
void diff_json(struct arena *a, const struct diff_report *report, struct buf *out);
void diff_markdown(struct arena *a, const struct diff_report *report, struct buf *out);
void diff_github(struct arena *a, const struct diff_report *report, struct buf *out);

/* The commands of all pages, one per line, each once. */
void diff_commands(const struct diff_report *report, struct buf *out);

/* For the writers: text for one line of a terminal or a comment, control characters as \n, \x1b. */
struct str diff_clean(struct arena *a, struct str text);
/* "2 -> 4 (from $N, default 2)", "added (secret 1f0c9a)" */
struct str diff_line_text(struct arena *a, const struct diff_line *line);
/* "config/ecosystem.config.js:9", "was ..." where only the old side said it; empty */
struct str diff_line_place(struct arena *a, const struct diff_line *line);
/* "restart", "scale 2 -> 4"; with_why adds the words in brackets */
struct str diff_entry_text(struct arena *a, const struct diff_entry *entry, bool with_why);
/* "1 start, 2 restart, 3 unchanged" */
struct str diff_total(struct arena *a, const struct diff_report *report,
                      const struct diff_page *page);
/* "+1 error, -2 warnings"; empty */
struct str diff_findings_total(struct arena *a, const struct diff_page *page);
/* "ecosystem.config.js: HEAD -> work tree", with renames */
struct str diff_title(struct arena *a, const struct diff_report *report);
/* "profile production", "profiles a, b (the same)", "without a profile"; empty */
struct str diff_profiles(struct arena *a, const struct diff_report *report,
                         const struct diff_page *page);
