/* Patterns of paths, as far as rules need them to say that a path is covered: shell globs with `**`,
 * and the lines of a .gitignore. */
#pragma once

#include "schema/base/str.h"

/* `*` and `?` stop at a slash, `**` does not, [abc] and [!a-z] are sets, {a,b} alternatives. */
bool match_glob(struct str pattern, struct str path);

/* Does the pattern match the path, one of the directories above it, or, where the pattern has no
 * slash, any part of it? Both are relative to the same directory; "./" and a slash at the end of the
 * pattern do not count. */
bool match_covers(struct str pattern, struct str path);

/* Is a path (relative to the .gitignore's directory) ignored by the file's text? The last line that
 * matches decides, as in git; what is below an ignored directory is ignored. */
bool match_gitignore(struct str text, struct str path);
