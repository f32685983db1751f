/* From the command of an app to the Node program that it comes down to.
 *
 * A cluster worker is known by its environment and a descriptor, and the first Node program that sees
 * them takes both: npm, tsx and `node --watch` are Node programs, so what they start is no worker any
 * more. This file takes them out of the line where the result is certain to be the same program: same
 * file, same arguments, same working directory, same variables (those that npm makes of its own paths
 * excepted). What it is not certain of it refuses, with the reason.
 *
 * entry.h is the lenient brother: it looks for the source that belongs to a command, this one for the
 * command to run. Files are read through the provider; node_modules is looked at where it is there, and
 * where it is not (a git revision) what package.json declares is believed.
 * launch.c walks the line, launch_manager.c knows npm, yarn and pnpm, launch_node.c node and what
 * preloads into it, launch_bin.c the programs of packages, launch_words.c the shell. */
#pragma once

#include "schema/io/files.h"

enum launch_kind {
    LAUNCH_AS_IS,    /* no wrapper: nothing to take out */
    LAUNCH_RESOLVED, /* `node NODE_ARGS SCRIPT ARGS` in cwd, with env laid over the app's */
    LAUNCH_REFUSED,  /* a wrapper that stays: `reason`, `help` */
};

struct launch_entry {
    struct str cwd;                 /* absolute */
    struct str script, interpreter; /* as resolved by the model */
    const struct str *args, *node_args;
    size_t n_args, n_node_args;
};

struct launch_env {
    struct str name, value;
};

/* A file that had a say, with the bytes that did: [begin, end) of its text; equal: the whole. */
struct launch_step {
    struct str path, text;
    size_t begin, end;
    bool is_script; /* a script of package.json that is run */
};

struct words {
    VEC(struct str) list;
};

/* Where files are read: what is installed is in no revision and in no index. */
struct launch_files {
    struct files *project;
    struct files *installed; /* for what is in a node_modules */
    struct str root;         /* the repository, absolute; nothing above it is looked at */
};

struct launch {
    enum launch_kind kind;
    struct str reason; /* a clause: "`&&` starts several programs" */
    struct str help;
    struct str cwd, interpreter, script; /* cwd absolute; script as seen from it */
    struct words args, node_args;
    VEC(struct launch_env) env;    /* later wins */
    VEC(struct launch_step) steps; /* in the order of meeting them */
};

/* All results live on the arena. */
void launch_find(struct arena *a, const struct launch_files *files,
                 const struct launch_entry *entry, struct launch *out);

/* `node --import tsx src/app.ts`, for messages. */
struct str launch_text(struct arena *a, const struct launch *launch);
