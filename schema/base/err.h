/* What the environment refused: one line, built up on the way, printed once at the top.
 * Functions that can fail return a negative number and fill `err`; success leaves it untouched. */
#pragma once

#include "schema/base/base.h"

struct err {
    int sys;       /* errno of the cause, 0 where there is none */
    char msg[480]; /* NUL-terminated, no newline */
};

/* Sets the message; returns -1. */
int err_set(struct err *err, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Sets the message and appends ": <text of errno>"; keeps errno in err->sys; returns -1. */
int err_sys(struct err *err, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Puts "context: " before the message; returns -1. */
int err_wrap(struct err *err, const char *fmt, ...) ATTR_PRINTF(2, 3);
