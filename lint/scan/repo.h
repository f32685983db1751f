/* The repository as the scan sees it: what stands where, asked once.
 *
 * Thousands of imports each try a handful of names, so directories are listed once and names looked
 * up in the listing. Nothing is seen outside of the root, behind a link that leads out of it, or in
 * node_modules. For one thread. */
#pragma once

#include "lint/scan/json.h"
#include "lint/scan/map.h"
#include "schema/io/files.h"

struct repo {
    struct arena *arena;
    struct files *files;
    struct str root; /* absolute, without a slash at the end */
    struct map dirs, documents;
    struct str last_path; /* of the directory that was asked about last */
    const struct repo_dir *last_dir;
};

enum { REPO_PATH_MOST = 4096 }; /* bytes; what is longer is missing */

void repo_init(struct repo *r, struct arena *a, struct files *files, struct str root);

/* Of an absolute, normalised path: missing, regular or a directory; links count as what they lead
 * to. */
enum file_kind repo_kind(struct repo *r, struct str path);

/* What is in the directory, by name; nothing where it is none. */
struct file_list repo_list(struct repo *r, struct str dir);

/* The document at path, read once; NULL where there is none or it is not JSON. */
const struct json *repo_json(struct repo *r, struct str path);

/* The file's text; empty where it cannot be read. */
struct str repo_text(struct repo *r, struct str path, size_t limit_bytes);
