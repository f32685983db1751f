/* error: { error_threshold, restart_on_error }: the lines that a process writes to stderr are counted as
 * they pass, and too many within a minute are told of, or answered by a restart, at most once a
 * minute. What is not read (disable_logs) is not counted. */
#pragma once

#include "runtime/core/error_meter.h"
#include "runtime/logs/log_stream.h"

struct inst;

/* Of an instance whose app asks for it; malloc'd. */
struct errors {
    struct log_meter meter;
    struct inst *inst;
    struct error_meter core;
};

/* It is new, or of another version. */
void errors_set(struct inst *inst);
/* For inst_free. */
void errors_close(struct inst *inst);
/* The program runs: what others wrote is not its own. */
void errors_begin(struct inst *inst);
