/* What a call of ecoc diff compares: two sides, each a configuration somewhere or a plan.
 *
 *   ecoc diff                    HEAD, the work tree
 *   ecoc diff REV [FILE]         REV, the work tree
 *   ecoc diff A B, A..B          A, B
 *   ecoc diff A...B              where A and B went separate ways, B
 *   ecoc diff --staged [REV]     HEAD or REV, the index
 *   ecoc diff PLAN [PLAN|FILE]   plans, or a plan and the configuration in the work tree
 *   ecoc diff --running [FILE]   what ecort runs, the work tree
 *
 * `-- FILE` is the same as FILE, whatever it is called. A bare repository has no work tree; files are
 * named from its top. */
#pragma once

#include "compiler/git.h"
#include "compiler/git_ignored.h"
#include "compiler/load.h"

enum diff_where { WHERE_WORKTREE, WHERE_INDEX, WHERE_REVISION, WHERE_FILE, WHERE_RUNNING };

struct diff_side {
    enum diff_where where;
    const char *rev;     /* WHERE_REVISION; NULL: there is no commit yet, so nothing is there */
    struct str name;     /* "HEAD~1 (3f2a91c)", "work tree", "index", "plan.bin" */
    struct files *files; /* NULL: the work tree */
    const struct git_ignored
        *ignored;    /* of a revision or the index: what it took from the work tree */
    struct str path; /* absolute: the configuration or plan; empty: it is not there */
    bool is_plan;    /* WHERE_FILE: a plan */
};

struct diff_sides {
    struct args *args;
    struct git *git; /* NULL where it is not needed */
    struct str cwd;  /* of a bare repository its top */
    struct diff_side old_side, new_side;
    struct str file; /* as named, or as found; empty until diff_sides_file */
};

/* Takes the words and flags of the call. EXIT_CLEAN, or an exit code after the reason was printed.
 * diff_sides_close in any case. */
int diff_sides_open(struct args *args, struct diff_sides *s);
void diff_sides_close(struct diff_sides *s);

/* Sets old and new side to two revisions, for callers that know them; s->git is open. As above. */
int diff_sides_revisions(struct diff_sides *s, const char *old_rev, const char *new_rev);

/* Finds the configuration on both sides: s->file, else the usual names in the current directory,
 * else the only one of the repository; on a side that lacks it, the file that it was renamed from
 * or to. As above. */
int diff_sides_file(struct diff_sides *s);

/* The configurations that either side has, where no file was named: as seen from s->cwd, sorted. */
size_t diff_sides_find(struct diff_sides *s, const struct str **names);
