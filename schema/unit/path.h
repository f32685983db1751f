/* Path arithmetic on text, as Node's path.posix: no file system is asked. */
#pragma once

#include "schema/base/arena.h"

struct str path_dirname(struct str path);
struct str path_basename(struct str path);
struct str path_extension(struct str path); /* ".js", "" */
struct str path_normalize(struct arena *a, struct str path);
struct str path_join(struct arena *a, struct str base,
                     struct str rest); /* normalised; rest may be absolute: then it is just rest */
/* `path` as seen from directory `from`, both absolute: "../x", "." */
struct str path_relative(struct arena *a, struct str from, struct str path);

/* Whether an absolute path is `dir` or below it, by the text alone. */
bool path_is_below(struct str path, struct str dir);
