/* The option table: what an option is. Rows are in options.def; nothing else spells an option's
 * name.
 *
 * Given and default are different facts: 0, false and "" are values. A row says what the option
 * accepts, what it becomes, where it stands in a plan, what a change of it does to running
 * processes, what PM2 does with it, and whether this ecort acts on it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/str.h"

/* What an option becomes, and with it what it accepts. */
enum opt_repr {
    REPR_BOOL,      /* true or false */
    REPR_INT,       /* a whole number in [min, max]; numeric strings too */
    REPR_MS,        /* milliseconds: a number, or "500ms" "10s" "5m" "2h" */
    REPR_BYTES,     /* bytes: a number, or "512K" "300M" "1G" */
    REPR_STR,       /* text */
    REPR_PATH,      /* a path, relative to the configuration's directory or to cwd */
    REPR_WORD,      /* one of `words`, stored as its index */
    REPR_LIST,      /* strings: an array, or a string split on blanks (unless OPT_NO_SPLIT) */
    REPR_CODES,     /* whole numbers: one, or an array */
    REPR_INSTANCES, /* a number, "max" */
    REPR_WATCH,     /* true, false, a path, or paths */
    REPR_CRON,      /* a cron pattern */
    REPR_DATE,      /* a day.js date format; false for none */
    REPR_SIGNAL,    /* "SIGTERM", "TERM" or 15, stored as the number */
    REPR_ENV,       /* an object of scalars */
    REPR_JSON,      /* an object kept as JSON text */
    REPR_GROUP,     /* an object whose members are options "name.member" */
};

/* What changing the option does to running processes, mildest first. */
enum opt_impact {
    IMPACT_NONE,     /* nothing: the option is not of the run time */
    IMPACT_LIVE,     /* applied to the running processes */
    IMPACT_RELOAD,   /* new processes: rolling in cluster mode, a restart in fork mode */
    IMPACT_RESTART,  /* new processes, with an outage */
    IMPACT_SCALE,    /* more or fewer processes */
    IMPACT_RECREATE, /* the app is removed and made anew */
};

enum opt_pm2 {
    PM2_YES,     /* PM2 acts on it */
    PM2_IGNORES, /* PM2 knows the name and does nothing */
    PM2_DROPS,   /* an unknown key, dropped without a word */
    PM2_REFUSES, /* the value makes PM2 refuse the whole file */
};

/* When PM2 takes up what a file says anew about an app that runs, by `pm2 reload`, `restart` or
 * `start` with that file. Source: `make check-pm2`, which tries each on a PM2 and compares. */
enum opt_takes {
    TAKES_NEVER,   /* it does nothing with the option */
    TAKES_SPAWN,   /* with the new processes; what is no longer in the file stays as it was */
    TAKES_DEFAULT, /* with the new processes; what is no longer in the file gets its default */
    TAKES_FORK,    /* as TAKES_SPAWN in fork mode, never in cluster mode */
    TAKES_CRON,    /* as TAKES_SPAWN, but not by a reload in cluster mode */
    TAKES_LIFTED,  /* in fork mode, and only that it is no longer in the file */
    TAKES_SCALE,   /* by `pm2 scale` */
    TAKES_CREATE,  /* when the app is made: after `pm2 delete` */
    TAKES_COUNT,
};

enum opt_runs {
    RUNS_YES,   /* this ecort acts on it */
    RUNS_LATER, /* in the plan, but this ecort does not act on it yet and says so */
    RUNS_NEVER, /* of no meaning to ecort, by design */
};

enum opt_flags {
    OPT_NO_SPLIT = 1,   /* a string is one item, not a line to be split */
    OPT_HOME_TILDE = 2, /* a leading ~ is the home directory */
};

/* Kinds accepted beyond what the representation accepts. */
enum opt_accept { ACCEPT_BOOL = 1, ACCEPT_NUMBER = 2, ACCEPT_STRING = 4 };

/* Wire numbers: where the value stands in a plan, and what the option is called in its origins.
 * High byte: the block; low byte: the slot (or bit) in it. Never reused. */
enum opt_block {
    BLOCK_APP,    /* what differs from app to app */
    BLOCK_POLICY, /* what apps of one file mostly share; slots 0 and 1 hold the bits */
    BLOCK_BITS,   /* switches: bit n of the policy's first two words */
    BLOCK_HTTP,
    BLOCK_ROTATE,
    BLOCK_ERROR,
    BLOCK_CGROUP,
    BLOCK_COMPAT,
    BLOCK_COUNT,
};
enum { OPT_NO_WIRE = 0xffff };

struct option {
    const char *name; /* "max_restarts", "http.port" */
    enum opt_repr repr;
    uint16_t wire;
    const char *aliases;      /* blank-separated, NULL for none */
    const char *words;        /* blank-separated: of REPR_WORD, or the only items of a list */
    const char *word_aliases; /* other spellings, in the same order as `words` */
    const char *group, *doc, *example, *pm2_note;
    const char *computed; /* how the default is found where it is not a constant */
    const char *def_text; /* constant default of text */
    int64_t def;          /* constant default of numbers, switches, words (the index) */
    int64_t min, max;     /* bounds of numbers; max 0 = the representation's own */
    unsigned accept, flags;
    enum opt_impact impact;
    enum opt_pm2 pm2;
    enum opt_takes takes;
    enum opt_runs runs;
};

enum opt_id {
#define OPT(id, ...) OPT_##id,
#include "schema/opt/options.def"
#undef OPT
    OPT_COUNT
};

extern const struct option options[OPT_COUNT];

static inline enum opt_block opt_block_of(enum opt_id id) {
    return (enum opt_block)(options[id].wire >> 8);
}

static inline unsigned opt_slot(enum opt_id id) {
    return options[id].wire & 0xff;
}

/* The block of a group's members, which follow it in the table. */
static inline enum opt_block opt_group_block(enum opt_id group) {
    return opt_block_of((enum opt_id)(group + 1));
}

/* Number of slots in a block: one more than the largest slot a row names. */
unsigned opt_block_slots(enum opt_block block);

/* The row that `key` names inside the group `parent` (OPT_COUNT: at the top of an app): by name,
 * alias or camelCase. `is_object` chooses between a group and an option of the same name
 * ("error"). OPT_COUNT where there is none; *via (may be NULL) tells whether it was the name
 * itself. */
enum opt_id opt_find(enum opt_id parent, struct str key, bool is_object, bool *by_name);

/* By full name ("http.port"), alias or camelCase: for the command line. */
enum opt_id opt_find_any(struct str name);

/* By wire number; OPT_COUNT where there is none. */
enum opt_id opt_by_wire(uint16_t wire);

/* The group that an option is a member of, or OPT_COUNT. */
enum opt_id opt_parent(enum opt_id id);

/* The part of the name after the last dot. */
struct str opt_leaf(enum opt_id id);

/* The i-th blank-separated word of a list such as `words`; empty when there is none. */
struct str opt_word(const char *list, unsigned i);
/* Index of `word` in the list, or -1. */
int opt_word_index(const char *list, struct str word);

/* Names like ENV_production are profiles: "env_" and at least one more character, and no option. */
bool opt_is_profile(struct str key);

/* True where PM2 loses 0, false and "" of this option: its name has an underscore or an alias. */
bool opt_pm2_drops_falsy(enum opt_id id);

/* "restart", "reload" ... ; "fork", "restart policy" ... */
const char *opt_impact_name(enum opt_impact impact);
/* "a number", "true or false" ...: what the option accepts, for messages. */
const char *opt_accepts(enum opt_id id);
