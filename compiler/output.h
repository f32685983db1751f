/* Where reports go: --format KIND[:FILE], any number of them. */
#pragma once

#include "compiler/cmd.h"
#include "compiler/report.h"

struct output {
    const struct report_format *format;
    const char *file; /* NULL: stdout */
};

struct outputs {
    const struct output *at;
    size_t n;
};

/* From the flags of the call; without --format it is full, or github inside GitHub Actions where
 * stdout is no terminal. EXIT_CLEAN, or EXIT_USAGE after the reason was printed. */
int outputs_take(struct args *args, struct outputs *outputs);

/* Writes all of them; `r` is asked for colour only where stdout gets it. EXIT_CLEAN, or EXIT_INPUT
 * after the reason was printed. */
int outputs_write(const struct outputs *outputs, const struct report *r);
