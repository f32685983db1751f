/* A ring. */
#include "runtime/logs/log_tail.h"

void log_tail_add(struct log_tail *tail, struct str line) {
    struct log_tail_line *at = &tail->line[tail->next++ % LOG_TAIL_LINES];
    at->n = (unsigned)(line.n < LOG_TAIL_BYTES ? line.n : LOG_TAIL_BYTES);
    while (at->n < line.n && at->n && ((unsigned char)line.p[at->n] & 0xc0) == 0x80)
        at->n--;
    if (at->n)
        memcpy(at->text, line.p, at->n);
}

unsigned log_tail_count(const struct log_tail *tail) {
    return tail->next < LOG_TAIL_LINES ? tail->next : LOG_TAIL_LINES;
}

struct str log_tail_line(const struct log_tail *tail, unsigned i) {
    unsigned first = tail->next - log_tail_count(tail);
    const struct log_tail_line *at = &tail->line[(first + i) % LOG_TAIL_LINES];
    return (struct str){at->text, at->n};
}
