/* Reading pipes in turn, each a bounded piece at a time. */
#include "runtime/logs/log_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/os/clock.h"

enum {
    SCRATCH_BYTES = 64 * 1024, /* the capacity of a pipe */
    TURN_READS = 4,            /* per wake-up, so that a flood does not starve the others */
    END_READS = 64,            /* at the end: what a writer that lives on can add is bounded */
    OUT_KEEP_BYTES = 128 * 1024,
};

int log_pump_init(struct log_pump *pump, struct os_poll *poll) {
    *pump = (struct log_pump){.poll = poll, .scratch = malloc(SCRATCH_BYTES)};
    return pump->scratch ? 0 : -1;
}

void log_pump_done(struct log_pump *pump) {
    free(pump->scratch);
    buf_done(&pump->out);
}

static void take_line(void *ctx, struct str line, bool is_cut) {
    struct log_stream *s = ctx;
    const struct log_target *t = s->target;
    log_style_line(&t->style, &t->origin, &s->pump->clock, os_wall_ms(), line, is_cut,
                   &s->pump->out);
    s->n_lines++;
}

static unsigned count_lines(struct str bytes) {
    unsigned n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        n += bytes.p[i] == '\n';
    return n ? n : 1;
}

static void write_out(struct log_stream *s, struct str bytes, unsigned n_lines) {
    struct log_file *files[] = {s->target->own, s->target->both};
    int64_t now_ms = os_now_ms();
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        if (files[i] && !log_file_write(&s->pump->files, files[i], bytes, now_ms))
            *s->dropped += n_lines ? n_lines : count_lines(bytes);
}

/* Writes what take_line collected, and tidies up after a failed allocation. */
static void flush_lines(struct log_stream *s) {
    struct buf *out = &s->pump->out;
    *s->dropped += s->lines.lost;
    s->lines.lost = 0;
    if (out->failed)
        *s->dropped += s->n_lines;
    else if (out->n)
        write_out(s, (struct str){out->p, out->n}, s->n_lines);
    s->n_lines = 0;
    out->n = 0;
    if (out->failed || out->cap > OUT_KEEP_BYTES)
        buf_done(out);
}

static void take_bytes(struct log_stream *s, struct str bytes) {
    if (!s->target->own && !s->target->both)
        return;
    if (!s->is_framed) {
        write_out(s, bytes, 0);
        return;
    }
    log_lines_feed(&s->lines, bytes, take_line, s);
    flush_lines(s);
}

enum turn { TURN_EMPTY, TURN_MORE, TURN_ENDED };

static enum turn read_turn(struct log_stream *s, unsigned reads) {
    while (reads--) {
        ssize_t n = read(s->watch.fd, s->pump->scratch, SCRATCH_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN ? TURN_EMPTY : TURN_ENDED;
        if (n == 0)
            return TURN_ENDED;
        take_bytes(s, (struct str){s->pump->scratch, (size_t)n});
    }
    return TURN_MORE;
}

static void close_stream(struct log_stream *s) {
    if (s->watch.fd < 0)
        return;
    log_lines_end(&s->lines, take_line, s);
    flush_lines(s);
    os_poll_del(s->pump->poll, &s->watch);
    if (s->pump->closing)
        s->pump->closing(s->pump->ctx, s);
    (void)close(s->watch.fd);
    s->watch.fd = -1;
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct log_stream *s = (struct log_stream *)watch; /* its first member */
    (void)events;
    if (read_turn(s, TURN_READS) == TURN_ENDED)
        close_stream(s);
}

void log_stream_init(struct log_stream *stream, struct log_pump *pump,
                     const struct log_target *target, uint64_t *dropped) {
    *stream = (struct log_stream){
        .watch = {.fd = -1, .ready = on_ready}, .pump = pump, .target = target, .dropped = dropped};
}

/* The file is somebody else's too, or lines are to be dressed. */
static bool needs_lines(const struct log_target *t) {
    return t->style.is_json || t->style.stamp || t->both || (t->own && t->own->refs > 1);
}

int log_stream_open(struct log_stream *stream, int fd) {
    log_stream_end(stream);
    stream->is_framed = needs_lines(stream->target);
    stream->watch.fd = fd;
    stream->watch.is_added = false;
    if (os_poll_set(stream->pump->poll, &stream->watch, OS_READ) == 0)
        return 0;
    (void)close(fd);
    stream->watch.fd = -1;
    return -1;
}

void log_stream_retarget(struct log_stream *stream) {
    bool is_framed = needs_lines(stream->target);
    if (stream->watch.fd >= 0 && stream->is_framed && !is_framed) {
        log_lines_end(&stream->lines, take_line, stream);
        flush_lines(stream);
    }
    stream->is_framed = is_framed;
}

void log_stream_end(struct log_stream *stream) {
    if (stream->watch.fd < 0)
        return;
    (void)read_turn(stream, END_READS);
    close_stream(stream);
}
