/* What `ecort run` tells people: one line per event on stdout, troubles on stderr. A reader that
 * does not read loses lines; nobody waits for it. */
#pragma once

#include <stdbool.h>

#include "schema/base/base.h"
#include "schema/base/buf.h"

enum say_tone { SAY_PLAIN, SAY_GOOD, SAY_BAD, SAY_DIM };

struct say {
    bool out_color, err_color;
    bool has_stamp; /* each line begins with the time */
    bool is_json; /* each line is {"at":ms since 1970,"level":"info","message":"..."}; the level of
                     * what is bad is "warning", that of troubles "error" */
};

/* Colours on terminals only, and not where NO_COLOR is set. */
void say_init(struct say *say, char *const *environ);

void say_line(const struct say *say, enum say_tone tone, const char *fmt, ...) ATTR_PRINTF(3, 4);
/* "ecort: ..." on stderr. */
void say_trouble(const struct say *say, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* "850ms", "2.1s", "3m 20s", "5h 1m", "2d 4h". */
void say_duration(struct buf *out, long long ms);

/* The name of a signal where it is known ("SIGKILL"), else "signal 40". */
void say_signal(struct buf *out, int number);

/* "online", "online, unhealthy", "online, not confirmed". */
void say_status(struct buf *out, struct str status, bool is_ill, bool is_unconfirmed);
