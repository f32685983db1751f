/* Reading pipes in turn, each a bounded piece at a time. */
#include "runtime/logs/log_stream.h"

#include <errno.h>
#include <unistd.h>

#include "runtime/os/clock.h"

enum {
    TURN_READS = 4,               /* per wake-up, so that a flood does not starve the others */
    END_READS = 64,               /* at the end: what a writer that lives on can add is bounded */
    OUT_WRITE_BYTES = 256 * 1024, /* short lines grow in their dress: written before it is much */
    OUT_KEEP_BYTES = 128 * 1024,
};

int log_pump_init(struct log_pump *pump, struct os_poll *poll) {
    *pump = (struct log_pump){.poll = poll};
    return log_journal_open(&pump->journal);
}

void log_pump_done(struct log_pump *pump) {
    log_journal_close(&pump->journal);
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

/* How much of the bytes the pump before us has dealt with; the file then is as that left it. */
static size_t find_done(struct log_pump *pump, struct log_file *file, struct log_intent *intent,
                        struct str bytes) {
    uint64_t before = pump->journal.n_out;
    uint64_t ahead = intent->done > before ? intent->done - before : 0;
    size_t n = ahead < bytes.n ? (size_t)ahead : bytes.n;
    if (n < bytes.n && log_intent_is_open(intent)) {
        size_t more = log_file_resume(&pump->files, file, intent, str_skip(bytes, n), pump->now.ms);
        intent->done += more;
        n += more;
    }
    if (n && log_file_open(&pump->files, file, pump->now.ms)) {
        file->is_mid_line = log_file_is_mid_line(file);
        file->is_torn = file->is_mid_line && n == bytes.n && intent->is_torn;
    }
    return n;
}

static void write_to(struct log_stream *s, unsigned i, struct log_file *file, struct str bytes) {
    struct log_pump *pump = s->pump;
    struct log_intent *intent = log_journal_intent(&pump->journal, i);
    bool is_ours = intent->done == pump->journal.n_out && !log_intent_is_open(intent);
    struct str rest = is_ours ? bytes : str_skip(bytes, find_done(pump, file, intent, bytes));
    pump->files.intent = intent;
    size_t done = log_file_write(&pump->files, file, rest, s->target->rotation, &pump->now);
    pump->files.intent = NULL;
    *s->dropped += count_lines(str_skip(rest, done));
    log_intent_settle(intent, pump->journal.n_out + bytes.n);
}

static void write_out(struct log_stream *s, struct str bytes) {
    const struct log_target *t = s->target;
    struct log_file *files[LOG_TURN_FILES] = {t->own, t->both};
    for (unsigned i = 0; i < LOG_TURN_FILES; i++)
        if (files[i])
            write_to(s, i, files[i], bytes);
    s->pump->journal.n_out += bytes.n;
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

static void find_begin(struct log_stream *s) {
    struct log_pump *pump = s->pump;
    const struct log_target *t = s->target;
    struct log_file *file = t->own ? t->own : t->both;
    pump->begin = (struct log_begin){0};
    pump->begin.is_known =
        file && log_file_tell(&pump->files, file, &pump->now, &pump->begin.place);
    pump->begin.place.at -= (int64_t)log_stream_pending(s);
}

/* One moment for all that came at once. */
static void set_time(struct log_stream *s, const struct log_now *now) {
    struct log_pump *pump = s->pump;
    const struct log_target *t = s->target;
    pump->now = *now;
    log_journal_set_time(&pump->journal, now->wall_ms);
    if (s->is_framed && has_files(t))
        pump->dress = log_style_dress(&t->style, &t->origin, &pump->clock, now->wall_ms);
    if (pump->tap)
        find_begin(s);
}

/* Without a file there is only who follows. */
static log_line_fn *line_fn(const struct log_stream *s) {
    return s->is_framed && has_files(s->target) ? take_line : tap_line;
}

static bool is_torn(const struct log_file *file) {
    return file && file->is_torn;
}

static unsigned flags_of(const struct log_stream *s) {
    return (s->is_framed ? LOG_FRAMED : 0U) | (s->is_mid_line ? LOG_MID_LINE : 0U) |
           (is_torn(s->target->own) ? LOG_TORN_OWN : 0U) |
           (is_torn(s->target->both) ? LOG_TORN_BOTH : 0U);
}

/* The turn is over. What a follower has seen of a line that is not framed is not worth keeping. */
static void store(struct log_stream *s) {
    struct log_journal_state state = {.flags = flags_of(s), .n_stored = s->lines.stored};
    if (line_fn(s) == take_line)
        state.begun = (struct str){s->lines.partial.p, s->lines.partial.n};
    s->lines.stored = log_journal_store(&s->pump->journal, s->place, &state);
}

static uint64_t count_ends(struct str bytes) {
    uint64_t n = 0;
    for (size_t at; (at = str_index(bytes, '\n')) < bytes.n; n++)
        bytes = str_skip(bytes, at + 1);
    return n;
}

static void take_bytes(struct log_stream *s, struct str bytes, const struct log_now *now) {
    bool is_followed = s->pump->tap || s->tail;
    set_time(s, now);
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
    store(s);
    uint64_t n = s->meter ? count_ends(bytes) : 0;
    if (n)
        s->meter->lines(s->meter, n, now->ms);
}

enum turn { TURN_EMPTY, TURN_MORE, TURN_ENDED };

static enum turn read_turn(struct log_stream *s, bool to_end) {
    for (unsigned reads = to_end ? END_READS : TURN_READS; reads > 0; reads--) {
        struct str bytes;
        ssize_t n = log_journal_take(&s->pump->journal, s->place, s->watch.fd, &bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN ? TURN_EMPTY : TURN_ENDED;
        if (n == 0)
            return TURN_ENDED;
        struct log_now now = log_now();
        take_bytes(s, bytes, &now);
        if (n < LOG_TURN_FULL && !to_end)
            return TURN_EMPTY; /* most likely, and poll tells otherwise */
    }
    return TURN_MORE;
}

/* The line at hand ends here. */
static void end_line_at(struct log_stream *s, const struct log_now *now) {
    set_time(s, now);
    if (s->is_mid_line)
        write_out(s, STR("\n"));
    s->is_mid_line = false;
    log_lines_end(&s->lines, line_fn(s), s);
    flush_lines(s);
    store(s);
}

static void end_line(struct log_stream *s) {
    struct log_now now = log_now();
    log_journal_take_end(&s->pump->journal, s->place);
    end_line_at(s, &now);
}

static void close_stream(struct log_stream *s) {
    if (s->watch.fd < 0)
        return;
    end_line(s);
    log_journal_free(&s->pump->journal, s->place);
    s->place = LOG_NO_PLACE;
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
    *stream = (struct log_stream){.watch = {.fd = -1, .ready = on_ready},
                                  .pump = pump,
                                  .target = target,
                                  .place = LOG_NO_PLACE,
                                  .dropped = dropped};
}

/* The file is somebody else's too, or lines are to be dressed. */
static bool needs_lines(const struct log_target *t) {
    return t->style.is_json || t->style.stamp || t->both || (t->own && t->own->refs > 1);
}

/* A file as the pump before us left it: torn, or inside a line that goes on. */
static void restore_file(struct log_stream *s, struct log_file *file, bool was_torn, bool goes_on) {
    if (!file || (!was_torn && !goes_on) || !log_file_open(&s->pump->files, file, os_now_ms()))
        return;
    file->is_torn = was_torn && log_file_is_mid_line(file);
    file->is_mid_line = goes_on || file->is_torn;
}

static void restore(struct log_stream *s, const struct log_journal_found *found) {
    const struct log_target *t = s->target;
    struct log_journal_left left = log_journal_left(&s->pump->journal);
    s->is_mid_line = found->flags & LOG_MID_LINE;
    s->is_framed = (found->flags & LOG_FRAMED) || (needs_lines(t) && !s->is_mid_line);
    s->lines.partial = found->begun;
    s->lines.stored = found->begun.n;
    restore_file(s, t->own, found->flags & LOG_TORN_OWN, s->is_mid_line);
    restore_file(s, t->both, found->flags & LOG_TORN_BOTH, false);
    if (left.turn != LOG_TURN_NONE && left.place == s->place)
        s->pump->interrupted = s;
}

/* The key in the journal, which is not 0. Two processes of one id are told apart by their owner. */
static uint64_t key_of(const struct log_stream *s) {
    const struct log_origin *origin = &s->target->origin;
    return ((uint64_t)s->owner << 33 | (uint64_t)origin->process_id << 1 | origin->is_err) + 1;
}

static void claim(struct log_stream *s) {
    struct log_journal_found found;
    s->is_framed = needs_lines(s->target);
    s->is_mid_line = false;
    s->place = log_journal_claim(&s->pump->journal, key_of(s), flags_of(s), &found);
    if (found.is_old)
        restore(s, &found);
}

int log_stream_open(struct log_stream *stream, int fd) {
    log_stream_end(stream);
    stream->watch.fd = fd;
    stream->watch.is_added = false;
    if (os_poll_set(stream->pump->poll, &stream->watch, OS_READ) == 0) {
        claim(stream);
        return 0;
    }
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
    store(stream);
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

/* ---- after a crash --------------------------------------------------------------------------- */

int log_pump_adopt(struct log_pump *pump, int fd, int begun_fd) {
    return log_journal_adopt(&pump->journal, fd, begun_fd);
}

bool log_pump_recover(struct log_pump *pump) {
    struct log_journal_left left = log_journal_left(&pump->journal);
    struct log_stream *s = pump->interrupted;
    struct log_now now = log_now();
    if (left.wall_ms)
        now.wall_ms = left.wall_ms;
    pump->interrupted = NULL;
    if (s && left.turn == LOG_TURN_BYTES)
        take_bytes(s, left.bytes, &now);
    else if (s && left.turn == LOG_TURN_END)
        end_line_at(s, &now);
    return log_journal_sweep(&pump->journal);
}
