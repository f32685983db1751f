/* Files that git ignores are of no revision: a .env, built programs, packages. Where a revision is
 * compared with another, they are the same on both sides: as they are in the work tree. What is
 * merely not tracked yet is no such file. */
#pragma once

#include "compiler/git.h"

struct git_ignored {
    struct files files; /* the provider */
    struct git *git;
    struct files *inner, *disk;
    VEC(struct str) read; /* absolute paths of the ignored files that were read, each once */
};

/* Over a provider of git's; of a bare repository, which has no work tree, it is just that. */
struct git_ignored *git_with_ignored(struct arena *a, struct git *git, struct files *inner);
