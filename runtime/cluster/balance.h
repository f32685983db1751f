/* Who gets the next connection: round robin among the workers that may have one. Pure.
 *
 * Each worker has a window of connections it has not answered for; one that hangs has no room and
 * is passed over. Only the newest epoch that has somebody to give to gets connections: that is how
 * a reload turns the stream to the new processes. A connection that everybody refused is closed,
 * not offered in circles. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { BALANCE_WINDOW = 1 }; /* more are stuck behind a worker that hangs, and gain little */

struct balance_row {
    unsigned id; /* rows come with rising ids */
    unsigned epoch;
    bool is_open; /* listens there, may have connections and takes them */
    bool has_room;
    bool has_refused; /* this connection */
};

enum balance_verdict {
    BALANCE_GIVE,
    BALANCE_WAIT,  /* for room, or for somebody to come */
    BALANCE_CLOSE, /* all that are there have refused it */
};

/* GIVE sets *at to the row. `last_id` is who got the last one. */
enum balance_verdict balance_choose(const struct balance_row *rows, size_t n, unsigned last_id,
                                    size_t *at);
