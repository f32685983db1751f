/* git by its own command, where the library cannot: formats that it does not know (SHA-256,
 * worktreeConfig), owners that only git was told to trust, no library at all. Never the
 * network: what a partial clone lacks stays missing. All functions are as those of git.h
 * without "_command". */
#pragma once

#include "compiler/git.h"

/* Finds the repository and fills git->workdir, is_bare, is_shallow. */
int git_command_open(struct git *git, struct str dir, struct err *err);

/* `kind`: "commit" or "object". 0 with the full id, or -1 without a message. */
int git_command_id(struct git *git, const char *rev, const char *kind, struct str *id);

int git_command_files(struct git *git, const char *rev, struct files **files, struct str *id,
                      struct err *err);
int git_command_index_files(struct git *git, struct files **files, struct err *err);
int git_command_merge_base(struct git *git, const char *one, const char *other, struct str *id);
int git_command_commit_text(struct git *git, const char *rev, struct str *text, struct err *err);
/* Whether git ignores a path (as from the top) that it does not track. */
bool git_command_is_ignored(struct git *git, const char *inside);
int git_command_hooks_dir(struct git *git, struct str *dir, struct err *err);
