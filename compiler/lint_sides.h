/* The two sides of a run of lint: what is looked at now and, where asked for, what there was
 * before. */
#pragma once

#include "compiler/git.h"
#include "compiler/lint_wish.h"
#include "schema/io/overlay.h"

struct lint_sides {
    struct git *git;        /* NULL: not needed */
    struct overlay now;     /* the work tree or the index, with stdin and fixes over it */
    struct files *before;   /* NULL: there is no older side, or nothing in it */
    struct str before_name; /* "HEAD~1"; empty */
};

/* EXIT_CLEAN, or EXIT_INPUT after the reason was printed. lint_sides_close in any case. */
int lint_sides_open(struct args *args, const struct lint_wish *wish, struct str cwd,
                    struct lint_sides *sides);
void lint_sides_close(struct lint_sides *sides);

/* Takes from the findings what the older side has as well, by fingerprint and count, unless it has
 * become more severe. */
void lint_sides_subtract(struct findings *found, const struct findings *before);
