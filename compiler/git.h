/* git behind a small interface: libgit2, loaded only when a command asks for a revision, because
 * linking it costs every other command three milliseconds; where it refuses a repository (SHA-256,
 * a partial clone with extensions, safe.directory=*), the git command. */
#pragma once

#include "schema/io/files.h"

struct git;

/* The repository that holds directory `dir` (absolute). 0, or -1 with err saying what to do
 * about it. */
int git_open(struct arena *a, struct str dir, struct git **git, struct err *err);
void git_close(struct git *git);

/* The directory that the paths of providers begin at, absolute, without a slash at the end: the
 * work tree's, of a bare repository its own. */
struct str git_workdir(const struct git *git);
bool git_is_bare(const struct git *git);

/* Whether `rev` names a commit or tree here. */
bool git_knows(struct git *git, const char *rev);

/* A provider of the files of a revision; paths are those of the work tree. `id` (may be NULL)
 * gets the short commit id. 0, or -1 with err. */
int git_files(struct git *git, const char *rev, struct files **files, struct str *id,
              struct err *err);

/* A provider of what is staged: the index, the one that git names to its hooks where it does
 * (GIT_INDEX_FILE). 0, or -1 with err. */
int git_index_files(struct git *git, struct files **files, struct err *err);

/* What the commit of a revision says; empty where it is no commit. 0, or -1 with err. */
int git_commit_text(struct git *git, const char *rev, struct str *text, struct err *err);

/* Whether there is a commit at all. */
bool git_has_head(struct git *git);

/* The commit from which two revisions went separate ways. 0, or -1 with err. */
int git_fork_point(struct git *git, const char *one, const char *other, struct str *id,
                   struct err *err);

/* The directory in which git looks for hooks (core.hooksPath, else the repository's own),
 * absolute. */
int git_hooks_dir(struct git *git, struct str *dir, struct err *err);
