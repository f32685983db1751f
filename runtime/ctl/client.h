/* The other end of the control socket: one request, one answer, waiting for it. */
#pragma once

#include "runtime/ctl/json_in.h"
#include "runtime/ctl/request.h"

enum ctl_answer {
    CTL_ANSWER, /* *reply is filled, whatever it says */
    CTL_NO_SUPERVISOR,
    CTL_TROUBLE, /* err says what */
};

/* Asks the supervisor of that home. *reply is the caller's, to json_in_free. */
enum ctl_answer ctl_ask(const char *home, enum ctl_command command, const char *const *targets,
                        unsigned n_targets, struct json_in **reply, struct err *err);
