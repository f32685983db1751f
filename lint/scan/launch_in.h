/* The parts of launch.h, for each other. Functions that take a launcher settle its result: launched,
 * or refused with a reason. */
#pragma once

#include "lint/scan/entry.h"

struct launcher {
    struct resolve resolve;
    struct files *installed;
    struct launch *out;
    struct str cwd;  /* of the command at hand, absolute */
    bool is_plain;   /* the app's own script, exec'd as it is: no shell, no package manager */
    bool is_package; /* node_modules/.bin is in the PATH */
    unsigned depth;
};

static inline struct arena *launch_arena(const struct launcher *l) {
    return l->resolve.arena;
}

static inline struct str launch_word(const struct words *w, size_t at) {
    return at < w->list.n ? w->list.at[at] : STR("");
}

void launch_refuse(struct launcher *l, const char *help, const char *fmt, ...) ATTR_PRINTF(3, 4);
void launch_setenv(struct launcher *l, struct str name, struct str value);
void launch_node_arg(struct launcher *l, struct str word);

/* The words from `at` on, as the line of a command. */
void launch_walk(struct launcher *l, const struct words *w, size_t at);
/* A line for the shell, and what is put behind it. */
void launch_line(struct launcher *l, struct str text, const struct words *more, size_t at);

/* ---- launch_words.c ---- */

/* What of the text only a shell can do, as a clause; empty where it is nothing but words. */
struct str launch_shell_reason(struct arena *a, struct str text);

/* ---- launch_manager.c ---- */

void launch_manager(struct launcher *l, const struct words *w, size_t at);
void launch_npx(struct launcher *l, const struct words *w, size_t at);
/* `node --run NAME`: no script before or after it, words behind "--" go on. */
void launch_node_run(struct launcher *l, const struct words *w, size_t at);

/* ---- launch_node.c ---- */

void launch_node(struct launcher *l, const struct words *w, size_t at);
void launch_tsx(struct launcher *l, const struct words *w, size_t at);
void launch_ts_node(struct launcher *l, const struct words *w, size_t at);
void launch_dotenv(struct launcher *l, const struct words *w, size_t at);
/* `node SCRIPT ARGS`, the arguments of node having been said. */
void launch_finish(struct launcher *l, struct str script, const struct words *w, size_t args_at);
bool launch_is_watch(struct str option);
void launch_refuse_watch(struct launcher *l, struct str what);

/* ---- launch_bin.c ---- */

/* A program that a package brings. */
void launch_bin(struct launcher *l, const struct words *w, size_t at);
/* True after refusing a program that is known to start others. */
bool launch_is_known(struct launcher *l, const struct words *w, size_t at);

struct launch_module {
    struct str dir; /* empty: it is declared, not installed */
    const struct json *manifest;
    unsigned major; /* 0: not known */
};

/* The package, as installed in node_modules, else as package.json declares it; false where neither. */
bool launch_module(struct launcher *l, struct str name, struct launch_module *module);
/* A document and its bytes, from node_modules too; NULL where there is none. */
const struct json *launch_json(struct launcher *l, struct str path, struct str *text);
enum file_kind launch_kind_of(struct launcher *l, struct str path);
