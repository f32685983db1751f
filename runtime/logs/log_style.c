/* Lines as they stand in files. */
#include "runtime/logs/log_style.h"

#include <stdio.h>
#include <time.h>

#include "schema/base/json_out.h"
#include "schema/unit/date_format.h"

void log_clock_done(struct log_clock *clock) {
    buf_done(&clock->tail);
}

static struct date_parts parts_of(int64_t wall_ms, bool is_utc) {
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm tm = {0};
    (void)(is_utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm));
    return (struct date_parts){.year = tm.tm_year + 1900,
                               .month = tm.tm_mon + 1,
                               .day = tm.tm_mday,
                               .weekday = tm.tm_wday,
                               .hour = tm.tm_hour,
                               .minute = tm.tm_min,
                               .second = tm.tm_sec,
                               .ms = (int)(wall_ms % 1000),
                               .utc_offset_min = (int)(tm.tm_gmtoff / 60),
                               .epoch_ms = wall_ms};
}

/* A literal that looks like such a token makes it only finer than it need be. */
static bool tells_ms(const char *program) {
    static const char tokens[] = {DATE_MILLISECOND3, DATE_EPOCH_MS, 0};
    return !program || strpbrk(program, tokens);
}

static bool is_same_moment(const struct log_clock *clock, const char *program, int64_t wall_ms) {
    if (clock->n == 0 || clock->program != program)
        return false;
    return clock->is_by_ms ? clock->wall_ms == wall_ms : clock->wall_ms / 1000 == wall_ms / 1000;
}

struct str log_clock_text(struct log_clock *clock, const char *program, int64_t wall_ms) {
    if (is_same_moment(clock, program, wall_ms))
        return (struct str){clock->text, clock->n};
    clock->program = program;
    clock->wall_ms = wall_ms;
    clock->is_by_ms = tells_ms(program);
    struct date_parts parts = parts_of(wall_ms, program == NULL);
    size_t n;
    if (program)
        n = date_format_write(program, &parts, clock->text, sizeof clock->text);
    else
        n = (size_t)snprintf(clock->text, sizeof clock->text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                             parts.year, parts.month, parts.day, parts.hour, parts.minute,
                             parts.second, parts.ms);
    clock->n = n < sizeof clock->text ? n : sizeof clock->text - 1;
    return (struct str){clock->text, clock->n};
}

/* What follows the message, up to the closing brace. */
static struct str json_tail(const struct log_origin *origin, struct str stamp, struct buf *out) {
    if (out->failed)
        buf_done(out);
    out->n = 0;
    buf_z(out, ",\"timestamp\":");
    json_quote(out, stamp);
    buf_z(out, origin->is_err ? ",\"type\":\"err\"" : ",\"type\":\"out\"");
    buf_fmt(out, ",\"process_id\":%u,\"app_name\":", origin->process_id);
    json_quote(out, str_of(origin->app_name));
    return out->failed ? (struct str){0} : (struct str){out->p, out->n};
}

struct log_dress log_style_dress(const struct log_style *style, const struct log_origin *origin,
                                 struct log_clock *clock, int64_t wall_ms) {
    struct log_dress dress = {.is_json = style->is_json,
                              .is_stamped = !style->is_json && style->stamp};
    if (style->is_json || style->stamp)
        dress.stamp = log_clock_text(clock, style->stamp, wall_ms);
    if (style->is_json)
        dress.tail = json_tail(origin, dress.stamp, &clock->tail);
    return dress;
}

/* The caller has made room. */
static void put(struct buf *out, const char *p, size_t n) {
    memcpy(out->p + out->n, p, n);
    out->n += n;
}

static void json_line(const struct log_dress *dress, struct str line, bool is_cut,
                      struct buf *out) {
    const struct str head = STR("{\"message\":"), cut = STR(",\"cut\":true");
    out->failed = out->failed || !dress->tail.p;
    if (!buf_reserve(out, head.n + line.n + dress->tail.n + cut.n + 4))
        return;
    put(out, head.p, head.n);
    json_quote(out, line);
    if (!buf_reserve(out, dress->tail.n + cut.n + 2)) /* it had to be escaped */
        return;
    put(out, dress->tail.p, dress->tail.n);
    if (is_cut)
        put(out, cut.p, cut.n);
    put(out, "}\n", 2);
}

void log_style_line(const struct log_dress *dress, struct str line, bool is_cut, struct buf *out) {
    const struct str note = STR(" [line cut, continues]");
    if (dress->is_json) {
        json_line(dress, line, is_cut, out);
        return;
    }
    if (!buf_reserve(out, dress->stamp.n + line.n + note.n + 3))
        return;
    if (dress->is_stamped) {
        put(out, dress->stamp.p, dress->stamp.n);
        put(out, ": ", 2);
    }
    if (line.n)
        put(out, line.p, line.n);
    if (is_cut)
        put(out, note.p, note.n);
    out->p[out->n++] = '\n';
}
