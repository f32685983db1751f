/* Reading pipes in turn, each a bounded piece at a time. */
#include "runtime/logs/log_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    SCRATCH_BYTES = 64 * 1024,    /* the capacity of a pipe */
    TURN_READS = 4,               /* per wake-up, so that a flood does not starve the others */
    END_READS = 64,               /* at the end: what a writer that lives on can add is bounded */
    OUT_WRITE_BYTES = 256 * 1024, /* short lines grow in their dress: written before it is much */
    OUT_KEEP_BYTES = 128 * 1024,
};

int log_pump_init(struct log_pump *pump, struct os_poll *poll) {
    *pump = (struct log_pump){.poll = poll, .scratch = malloc(SCRATCH_BYTES)};
    return pump->scratch ? 0 : -1;
}

void log_pump_done(struct log_pump *pump) {
    free(pump->scratch);
    buf_done(&pump->out);
    log_clock_done(&pump->clock);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* A begun line counts. */
static uint64_t count_lines(struct str bytes) {
    uint64_t n = 0;
    while (bytes.n) {
        size_t end = str_index(bytes, '\n');
        bytes = str_skip(bytes, end < bytes.n ? end + 1 : end);
        n++;
    }
    return n;
}

static void write_out(struct log_stream *s, struct str bytes) {
    const struct log_target *t = s->target;
    struct log_pump *pump = s->pump;
    struct log_file *files[] = {t->own, t->both};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        if (!files[i])
            continue;
        size_t done = log_file_write(&pump->files, files[i], bytes, t->rotation, &pump->now);
        *s->dropped += count_lines(str_skip(bytes, done));
    }
}

/* Writes what is collected, and tidies up after a failed allocation. */
static void flush_lines(struct log_stream *s) {
    struct buf *out = &s->pump->out;
    *s->dropped +=
        s->lines.lost + out->failed; /* how many did not fit nobody knows: one at least */
    s->lines.lost = 0;
    if (out->n)
        write_out(s, (struct str){out->p, out->n});
    out->n = 0;
    if (out->failed || out->cap > OUT_KEEP_BYTES)
        buf_done(out);
}

static void tap_line(void *ctx, struct str line, bool is_cut) {
    const struct log_stream *s = ctx;
    if (s->tail)
        log_tail_add(s->tail, line);
    if (s->pump->tap)
        s->pump->tap->line(s->pump->tap, s, line, is_cut, s->pump->now.wall_ms);
}

static void take_line(void *ctx, struct str line, bool is_cut) {
    struct log_stream *s = ctx;
    struct log_pump *pump = s->pump;
    log_style_line(&pump->dress, line, is_cut, &pump->out);
    if (pump->out.n >= OUT_WRITE_BYTES || pump->out.failed)
        flush_lines(s);
    tap_line(s, line, is_cut);
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool has_files(const struct log_target *t) {
    return t->own || t->both;
}

/* One look at the clocks for all that came at once. */
static void set_time(struct log_stream *s) {
    struct log_pump *pump = s->pump;
    const struct log_target *t = s->target;
    pump->now = log_now();
    if (s->is_framed && has_files(t))
        pump->dress = log_style_dress(&t->style, &t->origin, &pump->clock, pump->now.wall_ms);
}

/* Without a file there is only who follows. */
static log_line_fn *line_fn(const struct log_stream *s) {
    return s->is_framed && has_files(s->target) ? take_line : tap_line;
}

static void take_bytes(struct log_stream *s, struct str bytes) {
    bool is_followed = s->pump->tap || s->tail;
    set_time(s);
    if (!s->is_framed) {
        write_out(s, bytes);
        s->is_mid_line = bytes.p[bytes.n - 1] != '\n';
    }
    if (line_fn(s) == take_line || is_followed) {
        log_lines_feed(&s->lines, bytes, line_fn(s), s);
        flush_lines(s);
    } else if (s->lines.partial.n) {
        buf_done(&s->lines.partial); /* nobody follows any more */
    }
}

enum turn { TURN_EMPTY, TURN_MORE, TURN_ENDED };

static enum turn read_turn(struct log_stream *s, bool to_end) {
    for (unsigned reads = to_end ? END_READS : TURN_READS; reads > 0; reads--) {
        ssize_t n = read(s->watch.fd, s->pump->scratch, SCRATCH_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN ? TURN_EMPTY : TURN_ENDED;
        if (n == 0)
            return TURN_ENDED;
        take_bytes(s, (struct str){s->pump->scratch, (size_t)n});
        if (n < SCRATCH_BYTES && !to_end)
            return TURN_EMPTY; /* most likely, and poll tells otherwise */
    }
    return TURN_MORE;
}

/* The line at hand ends here. */
static void end_line(struct log_stream *s) {
    set_time(s);
    if (s->is_mid_line)
        write_out(s, STR("\n"));
    s->is_mid_line = false;
    log_lines_end(&s->lines, line_fn(s), s);
    flush_lines(s);
}

static void close_stream(struct log_stream *s) {
    if (s->watch.fd < 0)
        return;
    end_line(s);
    os_poll_del(s->pump->poll, &s->watch);
    if (s->pump->closing)
        s->pump->closing(s->pump->ctx, s);
    (void)close(s->watch.fd);
    s->watch.fd = -1;
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct log_stream *s = (struct log_stream *)watch; /* its first member */
    (void)events;
    if (read_turn(s, false) == TURN_ENDED)
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
    stream->is_mid_line = false;
    stream->watch.fd = fd;
    stream->watch.is_added = false;
    if (os_poll_set(stream->pump->poll, &stream->watch, OS_READ) == 0)
        return 0;
    (void)close(fd);
    stream->watch.fd = -1;
    return -1;
}

/* Half a line framed and the other half raw would be two writers' bytes in one: where that changes
 * a begun line ends where it began. */
void log_stream_retarget(struct log_stream *stream, const struct log_target *before) {
    const struct log_target *now = stream->target;
    bool is_framed = needs_lines(now);
    if (stream->watch.fd >= 0 && stream->is_framed != is_framed) {
        stream->target = before;
        end_line(stream);
        stream->target = now;
    }
    stream->is_framed = is_framed;
}

void log_stream_end(struct log_stream *stream) {
    if (stream->watch.fd < 0)
        return;
    (void)read_turn(stream, true);
    close_stream(stream);
}

size_t log_stream_pending(const struct log_stream *stream) {
    return stream->is_framed ? 0 : stream->lines.partial.n;
}
