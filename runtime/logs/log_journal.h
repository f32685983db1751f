/* The journal of the pump: what makes a killed supervisor lose no byte and write none twice.
 *
 * The pump works in turns. What a turn takes from a pipe lands in a memfd by splice(2), and the
 * position of that open file, which a keeper shares, tells how much has left the pipe, even where
 * the kill came within the system call. Before each write the journal holds which file it goes to
 * and how long that was; so whoever takes over does the turn again from the same bytes, the same
 * begun line and the same time, and leaves out what the file has already. A turn that begins with
 * nothing and one that is stored look the same: a kill at any instruction is before or after.
 *
 * Begun lines and what else a stream remembers between turns are in the journal too: a head per
 * stream, and two halves for its begun line (two more in a second memfd for long ones). A begun line
 * that grows is appended to its half, another one goes to another half; the head tells which counts.
 *
 * Both memfds live as long as somebody holds them. Where the keeper dies with the supervisor, what
 * was in hand is lost: at most one turn and the begun lines. Without memfds, or with a hard limit
 * on file sizes below 9 MiB, the pump works without protection (`fd` is -1).
 *
 * What a kill may still do: write again what went to a FIFO or a device (nobody can ask them), or
 * to a file that somebody else truncated, replaced or wrote to within the last second. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/logs/log_file.h"
#include "schema/base/buf.h"

enum {
    LOG_TURN_MOST = 64 * 1024, /* bytes; the capacity of a pipe */
    LOG_TURN_FULL = LOG_TURN_MOST - 4096,
    LOG_TURN_FILES = 2,
    LOG_NO_PLACE = -1,
};

struct log_journal_page;

struct log_journal {
    int fd, begun_fd; /* -1: not kept; the memory is there all the same */
    char *landing;    /* the landing buffer; all that is mapped */
    struct log_journal_page *page;
    uint64_t n_out; /* bytes of this turn's output that were dealt with, in each file */
    off_t at;       /* the position of fd */
};

/* A new one; -1 without memory. */
int log_journal_open(struct log_journal *j);
void log_journal_close(struct log_journal *j);

/* Goes on with the journal of a pump that is gone, in place of the present one, which has no
 * streams yet. -1: it is damaged or of another version; the present one stays. The descriptors
 * become ours, or are closed. */
int log_journal_adopt(struct log_journal *j, int fd, int begun_fd);

/* ---- streams --------------------------------------------------------------------------------- */

enum log_journal_flag {
    LOG_FRAMED = 1,
    LOG_MID_LINE = 2,
    LOG_TORN_OWN = 4,
    LOG_TORN_BOTH = 8,
};

/* What a stream remembers between turns. */
struct log_journal_state {
    unsigned flags;
    struct str begun;
    size_t n_stored; /* so many bytes of it are stored already */
};

/* What a gone pump has left of a stream. */
struct log_journal_found {
    bool is_old; /* there was something */
    unsigned flags;
    struct buf begun; /* the caller's */
};

/* A place for the stream of that key (not 0): the one it had, or a new one with `flags`. Without
 * room LOG_NO_PLACE, with which all else works, unprotected. */
int log_journal_claim(struct log_journal *j, uint64_t key, unsigned flags,
                      struct log_journal_found *found);
void log_journal_free(struct log_journal *j, int place);

/* ---- turns ----------------------------------------------------------------------------------- */

/* Begins a turn with what is in the pipe: as read(2), but *bytes are in the landing buffer, and
 * fewer than LOG_TURN_FULL mean that the pipe is most likely empty. With nothing taken it is over,
 * else with log_journal_store. */
ssize_t log_journal_take(struct log_journal *j, int place, int fd, struct str *bytes);

/* Begins a turn that ends the line at hand. */
void log_journal_take_end(struct log_journal *j, int place);

/* The time of the turn, before its first output. */
void log_journal_set_time(struct log_journal *j, int64_t wall_ms);

/* What is known of the turn's output to its file `i`. */
struct log_intent *log_journal_intent(struct log_journal *j, unsigned i);

/* Ends the turn. Returns how many bytes of state->begun are stored: all or none. */
size_t log_journal_store(struct log_journal *j, int place, const struct log_journal_state *state);

/* ---- after adopting -------------------------------------------------------------------------- */

enum log_turn { LOG_TURN_NONE, LOG_TURN_BYTES, LOG_TURN_END };

/* The turn that was under way. */
struct log_journal_left {
    enum log_turn turn;
    int place;
    int64_t wall_ms;  /* 0 = it had no output yet */
    struct str bytes; /* in the landing buffer */
};

struct log_journal_left log_journal_left(const struct log_journal *j);

/* Forgets that turn where it is still there, and the streams that nobody claimed; false where one of
 * them had bytes in hand. */
bool log_journal_sweep(struct log_journal *j);
