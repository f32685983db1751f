/* One line, in whatever form. */
#include <errno.h>
#include <unistd.h>

#include "runtime/cli/cli_logs.h"
#include "schema/base/json_out.h"
#include "schema/base/utf8.h"

enum { OUT_WRITE_BYTES = 64 * 1024 };

void cli_logs_flush(struct cli_logs *l) {
    struct str rest = {l->out.p, l->out.n};
    while (rest.n) {
        ssize_t n = write(STDOUT_FILENO, rest.p, rest.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EPIPE)
                l->rc = cli_fail(l->cli, CLI_FAILED, "the output cannot be written");
            l->lines = 0;
            break;
        }
        rest = str_skip(rest, (size_t)n);
    }
    if (l->out.failed)
        l->rc = cli_fail(l->cli, CLI_FAILED, "out of memory");
    buf_done(&l->out);
}

static void label_of(struct buf *out, const struct cli_stream *s, bool has_id) {
    if (has_id)
        buf_fmt(out, "%u", s->id);
    buf_fmt(out, "|%.*s", STR_ARG(s->name));
}

/* The colour of an app is that of its first place in the list of streams, so it stays. */
static unsigned color_of(const struct cli_logs *l, const struct cli_stream *s) {
    static const unsigned colors[] = {36, 32, 33, 35, 34, 96, 92, 93, 95, 94};
    unsigned apps = 0;
    for (unsigned i = 0; i < l->n_streams && !str_eq(l->streams[i].name, s->name); i++)
        apps += i == 0 || !str_eq(l->streams[i].name, l->streams[i - 1].name);
    return colors[apps % ARRAY_LEN(colors)];
}

static void put_label(struct cli_logs *l, const struct cli_shown *s) {
    bool color = l->cli->say.out_color;
    size_t before = l->out.n;
    label_of(&l->out, s->stream, s->has_id);
    struct str label = {l->out.p ? l->out.p + before : "", l->out.n - before};
    size_t width = utf8_width(label);
    l->width = width > l->width ? width : l->width;
    if (color) { /* the label again, now that its width is known */
        l->out.n = before;
        buf_fmt(&l->out, "\033[%um", color_of(l, s->stream));
        label_of(&l->out, s->stream, s->has_id);
    }
    buf_repeat(&l->out, ' ', l->width - width);
    buf_z(&l->out, color ? "\033[0m " : " ");
    buf_z(&l->out, color && s->stream->is_err ? "\033[31m|\033[0m " : "| ");
}

static void put_text(struct buf *out, const struct cli_shown *s) {
    if (s->stamp.n) {
        buf_str(out, s->stamp);
        buf_z(out, ": ");
    }
    buf_str(out, s->message);
    if (s->is_cut)
        buf_z(out, " [line cut, continues]");
}

static void put_json(struct cli_logs *l, const struct cli_shown *s) {
    struct json_out j;
    json_out_init(&j, &l->out, 0);
    json_begin_object(&j);
    json_key_string(&j, "message", s->message);
    json_key(&j, STR("timestamp"));
    if (s->stamp.n)
        json_string(&j, s->stamp);
    else
        json_raw(&j, STR("null"));
    json_key_string(&j, "type", s->stream->is_err ? STR("err") : STR("out"));
    json_key(&j, STR("process_id"));
    if (s->has_id)
        json_int(&j, s->stream->id);
    else
        json_raw(&j, STR("null"));
    json_key_string(&j, "app_name", s->stream->name);
    if (s->is_cut)
        json_key_bool(&j, "cut", true);
    json_end_object(&j);
}

static void put_format(struct cli_logs *l, const struct cli_shown *s) {
    buf_fmt(&l->out, "timestamp=%.*s app=%.*s id=", STR_ARG(s->stamp), STR_ARG(s->stream->name));
    if (s->has_id)
        buf_fmt(&l->out, "%u", s->stream->id);
    buf_fmt(&l->out, " type=%s message=", s->stream->is_err ? "error" : "out");
    buf_str(&l->out, s->message);
}

/* The stamp that was asked for, or the line's own, or as JSON its time in any case. */
static void set_stamp(struct cli_logs *l, struct cli_shown *s) {
    bool wants_time = cli_value(l->cli, CLI_JSON) || cli_value(l->cli, CLI_FORMAT);
    if (l->stamp && s->at_ms)
        s->stamp = log_clock_text(&l->clock, l->stamp, s->at_ms);
    else if (wants_time && s->at_ms && s->stamp.n == 0)
        s->stamp = log_clock_text(&l->clock, NULL, s->at_ms);
}

void cli_logs_show(struct cli_logs *l, struct cli_shown s) {
    set_stamp(l, &s);
    if (cli_value(l->cli, CLI_JSON)) {
        put_json(l, &s);
    } else if (cli_value(l->cli, CLI_FORMAT)) {
        put_format(l, &s);
    } else {
        if (!cli_value(l->cli, CLI_RAW))
            put_label(l, &s);
        put_text(&l->out, &s);
    }
    buf_char(&l->out, '\n');
    if (l->out.n >= OUT_WRITE_BYTES)
        cli_logs_flush(l);
}

void cli_logs_measure(struct cli_logs *l) {
    struct buf label = {0};
    for (unsigned i = 0; i < l->n_streams; i++) {
        label.n = 0;
        label_of(&label, &l->streams[i], true);
        size_t width = utf8_width((struct str){label.p, label.n});
        l->width = width > l->width ? width : l->width;
    }
    buf_done(&label);
}
