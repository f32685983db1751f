/* The last lines of a process, for whoever has to say why it did not come up. */
#pragma once

#include "schema/base/str.h"

enum { LOG_TAIL_LINES = 10, LOG_TAIL_BYTES = 240 };

struct log_tail {
    struct log_tail_line {
        unsigned n;
        char text[LOG_TAIL_BYTES];
    } line[LOG_TAIL_LINES];
    unsigned next; /* of all so far; line[next % LOG_TAIL_LINES] is the oldest */
};

/* Zeros are an empty tail. Longer lines are cut between characters. */
void log_tail_add(struct log_tail *tail, struct str line);

/* How many there are, and the i-th of them, the oldest first. */
unsigned log_tail_count(const struct log_tail *tail);
struct str log_tail_line(const struct log_tail *tail, unsigned i);
