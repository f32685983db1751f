/* The pump: what children write into their pipes goes to the files, and to who follows.
 *
 * A stream is one pipe of one run. Without a stamp and with a file of its own, bytes pass as they
 * come; else they are framed, and only whole lines are written, so lines of two streams never mix.
 * At the end of the stream a last line without line end gets one.
 *
 * What is in hand at any moment is in a journal too (log_journal.h), so that the next supervisor
 * goes on where this one was killed. */
#pragma once

#include "runtime/logs/log_file.h"
#include "runtime/logs/log_journal.h"
#include "runtime/logs/log_line.h"
#include "runtime/logs/log_style.h"
#include "runtime/logs/log_tail.h"
#include "runtime/os/poll.h"

struct log_stream;

/* Whoever sees lines live. */
struct log_tap {
    void (*line)(struct log_tap *tap, const struct log_stream *stream, struct str line, bool is_cut,
                 int64_t wall_ms);
};

/* Where in the stream's file (its own, else the common one) a turn begins: its lines stand there,
 * one after the other, also where others write that file too. */
struct log_begin {
    bool is_known;
    bool is_told; /* the tap's own */
    struct log_place place;
};

/* What all streams share. */
struct log_pump {
    struct os_poll *poll;
    struct log_files files;
    struct log_tap *tap; /* NULL = nobody follows */
    struct log_journal journal;
    struct log_stream *interrupted; /* by the death of the pump before; NULL = none */
    struct buf out;                 /* what is to be written */
    struct log_clock clock;
    struct log_dress dress; /* of the lines at hand */
    struct log_now now;
    struct log_begin begin; /* of the turn at hand, where somebody follows */
    /* A stream is about to be closed; may be NULL. */
    void (*closing)(void *ctx, const struct log_stream *stream);
    void *ctx;
};

int log_pump_init(struct log_pump *pump, struct os_poll *poll);
void log_pump_done(struct log_pump *pump);

/* Goes on for a pump that is gone: log_journal_adopt, before streams are opened. Streams with the
 * process_id and is_err of theirs before then go on where they were; when all are open and before
 * anything is read, log_pump_recover ends the turn that was under way. False: its bytes, or begun
 * lines, belong to no stream that is open, and are lost. */
int log_pump_adopt(struct log_pump *pump, int fd, int begun_fd);
bool log_pump_recover(struct log_pump *pump);

/* Whoever counts lines; called in the middle of a turn. */
struct log_meter {
    void (*lines)(struct log_meter *meter, uint64_t n, int64_t now_ms);
};

/* Where a stream goes; the files are the caller's and outlive it. */
struct log_target {
    struct log_file *own, *both; /* NULL = none */
    struct log_style style;
    struct log_origin origin;
    const struct log_rotation *rotation; /* NULL = none */
};

struct log_stream {
    struct os_watch watch;
    struct log_pump *pump;
    const struct log_target *target;
    struct log_lines lines; /* of a framed stream, or of one that is followed */
    bool is_framed;
    bool is_mid_line;        /* not framed: the last byte was no line end */
    int place;               /* in the journal */
    uint64_t *dropped;       /* lines lost, counted here */
    unsigned owner;          /* the owner's own; with the origin it names the stream */
    struct log_tail *tail;   /* remembers the last lines; NULL = nobody asks */
    struct log_meter *meter; /* NULL = nobody counts */
    unsigned tapped;         /* the tap's own, for what it remembers of the stream */
};

/* An empty stream: closed. */
void log_stream_init(struct log_stream *stream, struct log_pump *pump,
                     const struct log_target *target, uint64_t *dropped);

/* Begins to read `fd` (non-blocking), which is the stream's from now on. */
int log_stream_open(struct log_stream *stream, int fd);

/* The target has changed under it: what is read from now on goes there, in its style. `before` is
 * what it was; its files are still there. */
void log_stream_retarget(struct log_stream *stream, const struct log_target *before);

/* Reads what is there, writes the last line, closes. Harmless where it is closed. */
void log_stream_end(struct log_stream *stream);

/* How many bytes at the end of its file a follower will see again with the next line: the begun
 * line of a stream that is not framed. */
size_t log_stream_pending(const struct log_stream *stream);
