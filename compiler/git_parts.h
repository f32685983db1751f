/* Inside git: the library's functions, by name, and what the providers share. */
#pragma once

#include <git2.h>

#include "compiler/git.h"
#include "schema/base/base.h"

#define GIT_FUNCTIONS(X)                                                                           \
    X(git_libgit2_init)                                                                            \
    X(git_libgit2_shutdown)                                                                        \
    X(git_error_last)                                                                              \
    X(git_repository_open_ext)                                                                     \
    X(git_repository_workdir)                                                                      \
    X(git_repository_path)                                                                         \
    X(git_repository_is_bare)                                                                      \
    X(git_repository_is_shallow)                                                                   \
    X(git_repository_free)                                                                         \
    X(git_revparse_single)                                                                         \
    X(git_commit_message)                                                                          \
    X(git_object_peel)                                                                             \
    X(git_object_short_id)                                                                         \
    X(git_object_free)                                                                             \
    X(git_buf_dispose)                                                                             \
    X(git_tree_lookup)                                                                             \
    X(git_tree_free)                                                                               \
    X(git_tree_entrycount)                                                                         \
    X(git_tree_entry_byindex)                                                                      \
    X(git_tree_entry_name)                                                                         \
    X(git_tree_entry_bypath)                                                                       \
    X(git_tree_entry_type)                                                                         \
    X(git_tree_entry_filemode)                                                                     \
    X(git_tree_entry_id)                                                                           \
    X(git_tree_entry_free)                                                                         \
    X(git_blob_lookup)                                                                             \
    X(git_blob_rawcontent)                                                                         \
    X(git_blob_rawsize)                                                                            \
    X(git_blob_free)                                                                               \
    X(git_oid_tostr)                                                                               \
    X(git_object_id)                                                                               \
    X(git_merge_base)                                                                              \
    X(git_repository_index)                                                                        \
    X(git_repository_item_path)                                                                    \
    X(git_repository_config)                                                                       \
    X(git_config_get_path)                                                                         \
    X(git_config_free)                                                                             \
    X(git_reference_name_to_id)                                                                    \
    X(git_ignore_path_is_ignored)                                                                  \
    X(git_index_open)                                                                              \
    X(git_index_free)                                                                              \
    X(git_index_entrycount)                                                                        \
    X(git_index_get_byindex)                                                                       \
    X(git_index_get_bypath)                                                                        \
    X(git_index_find_prefix)

struct git {
    struct arena *arena;
    void *library;
    git_repository *repo;
    bool by_command; /* the library is not used: git_command.h */
    bool is_bare, is_shallow;
    struct str dir;          /* where the search began */
    struct str workdir;      /* of a bare repository: itself */
    VEC(git_object *) trees; /* of the providers handed out */
    VEC(git_index *) indexes;
#define X(name) __typeof__(&name) name;
    GIT_FUNCTIONS(X)
#undef X
};

const char *git_message(const struct git *git);

/* The bytes of a blob; `path` and `where` ("HEAD~1", "the index") are for the message. */
int git_read_blob(struct git *git, const git_oid *id, struct str path, struct str where,
                  size_t limit, struct arena *a, struct str *bytes, struct err *err);

/* The part of an absolute path below the work tree, NUL-terminated; NULL where it is not below. */
const char *git_inside(struct git *git, struct str path);

/* Says that there is no such revision, or that the clone is too shallow to have it; returns -1. */
int git_unknown_revision(const struct git *git, const char *rev, struct err *err);

/* Says that the clone, a partial one, lacks the file's text; returns -1. */
int git_missing_blob(const struct git *git, struct str path, struct str where, struct err *err);
