/* What Node workers are given beyond their program: a script that makes draining lossless for
 * keep-alive connections (drain.cjs, part of this binary), and an inspector port of their own. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/err.h"

/* The path of the script, written to `dir` where it is not there yet; its name has its contents'
 * hash. NULL with err. */
const char *preload_place(struct arena *a, const char *dir, struct err *err);

/* The value of NODE_OPTIONS that loads it, before what the user has there (may be NULL). NULL
 * without memory. */
const char *preload_options(struct arena *a, const char *path, const char *users);

/* "--inspect-port=9230" for the instance of that number, where the arguments or NODE_OPTIONS (may be
 * NULL) ask for an inspector at a fixed port and another instance has that; else NULL. */
const char *preload_inspector(struct arena *a, const char *const *args, unsigned n_args,
                              const char *node_options, unsigned number);
