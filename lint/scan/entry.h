/* From how an app is started to the source file that it begins with.
 *
 * A script is a file, or a command as package.json and shell scripts have it: what is before the
 * program that counts (variables, cross-env, dotenv --, npx) is passed over, npm and its like are
 * followed into package.json, and of several commands the last decides. */
#pragma once

#include "lint/scan/app.h"
#include "lint/scan/launch.h"
#include "lint/scan/resolve.h"

struct entry_search {
    struct resolve *resolve;
    struct str path; /* what was found; empty: nothing */
    struct str note; /* why not */
    unsigned n_commands;
};

/* *path or *note is filled in, never both. */
void entry_find(struct resolve *r, const struct scan_entry *in, struct str *path, struct str *note);

/* A script of the app in directory cwd: a file, without extension, or a directory. False where there
 * is none. */
bool entry_file(struct entry_search *s, struct str cwd, struct str script);

/* ---- command.c ---- */

/* Scripts may start each other, and themselves. */
enum { COMMAND_DEPTH = 8, COMMANDS_MOST = 500 };

/* A command line, or the lines of a shell script, in directory cwd. */
void command_find(struct entry_search *s, struct str cwd, struct str text, unsigned depth);

/* ---- runner.c ---- */

/* struct words (launch.h): those of one program's command line, the program first. */

/* What node, ts-node, nest and the like are given to run. False where the program is none of them. */
bool runner_find(struct entry_search *s, struct str cwd, const struct words *w, size_t at,
                 unsigned depth);

/* npm, pnpm, yarn, bun and `node --run`: a script of package.json. False where it is none of them. */
bool manager_find(struct entry_search *s, struct str cwd, const struct words *w, size_t at,
                  unsigned depth);
void manager_script(struct entry_search *s, struct str cwd, struct str name, struct str more,
                    unsigned depth);

/* The words of a command line, quotes taken off; up to the first operator of the shell. */
void command_words(struct arena *a, struct str text, struct words *w);

/* NAME=value. */
bool command_is_assignment(struct str word);

/* Whether a runner of JavaScript takes the option's value from the word behind it. */
bool runner_takes_value(struct str program, struct str option);

/* The options of a package manager up to its verb. */
struct manager_call {
    struct str dir;    /* where it works: `-w api`, `--prefix server` */
    struct str verb;   /* first word that is no option */
    size_t verb_at;    /* its place in the words */
    bool is_lost;      /* a directory or workspace was named that is not there */
    bool is_elsewhere; /* one was named */
};

void manager_read(struct resolve *r, const struct words *w, size_t at, struct manager_call *c);

/* The program's name: "/usr/bin/node" is node, node_modules/@nestjs/cli/bin/nest.js is nest. */
struct str command_program(struct str word);
