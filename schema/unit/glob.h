/* Patterns of paths, as .gitignore has them without its negation: `*` and `?` within a name, `**`
 * over names, [a-z] and [!a-z]. A pattern without a slash matches a name at any depth; one that
 * matches a directory matches what is below it. Source: gitignore(5). */
#pragma once

#include "schema/base/str.h"

/* `path` is relative, with slashes, without a leading "./". */
bool glob_covers(struct str pattern, struct str path);
