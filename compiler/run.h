/* Another program as a source of bytes: git where libgit2 cannot, ecort for what runs. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/err.h"

struct run_result {
    struct str out;   /* all of stdout */
    struct str words; /* the first line of stderr, for messages; may be empty */
    int status;       /* exit code; 128 + signal; 127: there is no such program */
};

/* Runs argv[0] (found in the PATH; argv ends with NULL) with nothing on stdin, and `extra` (ended
 * by NULL, may be NULL: "NAME=value") over the environment. More than limit_bytes of output ends
 * it. 0, or -1 with err where it could not be run or said too much. */
int run_program(struct arena *a, const char *const *argv, const char *const *extra,
                size_t limit_bytes, struct run_result *result, struct err *err);
