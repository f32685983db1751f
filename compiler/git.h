/* git behind a small interface: libgit2, loaded only when a command asks for a revision, because
 * linking it costs every other command three milliseconds. */
#pragma once

#include "schema/io/files.h"

struct git;

/* The repository that holds directory `dir` (absolute). 0, or -1 with err saying what to do
 * about it. */
int git_open(struct arena *a, struct str dir, struct git **git, struct err *err);
void git_close(struct git *git);

/* The work tree's absolute directory without a slash at the end; empty for a bare repository. */
struct str git_workdir(const struct git *git);

/* Whether `rev` names a commit or tree here. */
bool git_knows(struct git *git, const char *rev);

/* A provider of the files of a revision; paths are those of the work tree. `id` (may be NULL)
 * gets the short commit id. 0, or -1 with err. */
int git_files(struct git *git, const char *rev, struct files **files, struct str *id,
              struct err *err);
