/* ecort logs: history from the files, then live from the supervisor. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "runtime/cli/cli_history.h"
#include "runtime/ctl/client.h"
#include "runtime/home.h"
#include "runtime/logs/log_style.h"
#include "schema/base/json_out.h"
#include "schema/base/utf8.h"
#include "schema/unit/date_format.h"

enum { LINES = 15, LINES_MOST = 1000000, OUT_WRITE_BYTES = 64 * 1024 };

/* One stream of an instance. */
struct stream {
    unsigned id, source; /* source: of its file, NO_SOURCE where it has none */
    bool is_err;
    struct str name;
    const char *stamp;
    bool is_json;
    struct str begun; /* goes before its next line */
};

#define NO_SOURCE UINT32_MAX

struct logs {
    struct cli *cli;
    size_t lines;
    bool wants_out, wants_err, has_begun;
    const char *stamp; /* --timestamp: its program, else NULL */
    struct stream *streams;
    unsigned n_streams;
    struct cli_log *sources;
    unsigned n_sources;
    size_t width; /* of the widest label */
    struct buf out;
    struct log_clock clock;
    int rc;
};

/* What is shown of a line. */
struct shown {
    const struct stream *stream;
    bool has_id, is_cut;
    int64_t at_ms; /* 0 = not known */
    struct str stamp, message;
};

/* ---- one line -------------------------------------------------------------------------------- */

static void flush_out(struct logs *l) {
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

static void label_of(struct buf *out, const struct stream *s, bool has_id) {
    if (has_id)
        buf_fmt(out, "%u", s->id);
    buf_fmt(out, "|%.*s", STR_ARG(s->name));
}

/* The colour of an app is that of its first place in the list of streams, so it stays. */
static unsigned color_of(const struct logs *l, const struct stream *s) {
    static const unsigned colors[] = {36, 32, 33, 35, 34, 96, 92, 93, 95, 94};
    unsigned apps = 0;
    for (unsigned i = 0; i < l->n_streams && !str_eq(l->streams[i].name, s->name); i++)
        apps += i == 0 || !str_eq(l->streams[i].name, l->streams[i - 1].name);
    return colors[apps % ARRAY_LEN(colors)];
}

static void put_label(struct logs *l, const struct shown *s) {
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

static void put_text(struct buf *out, const struct shown *s) {
    if (s->stamp.n) {
        buf_str(out, s->stamp);
        buf_z(out, ": ");
    }
    buf_str(out, s->message);
    if (s->is_cut)
        buf_z(out, " [line cut, continues]");
}

static void put_json(struct logs *l, const struct shown *s) {
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

static void put_format(struct logs *l, const struct shown *s) {
    buf_fmt(&l->out, "timestamp=%.*s app=%.*s id=", STR_ARG(s->stamp), STR_ARG(s->stream->name));
    if (s->has_id)
        buf_fmt(&l->out, "%u", s->stream->id);
    buf_fmt(&l->out, " type=%s message=", s->stream->is_err ? "error" : "out");
    buf_str(&l->out, s->message);
}

/* The stamp that was asked for, or the line's own, or as JSON its time in any case. */
static void set_stamp(struct logs *l, struct shown *s) {
    bool wants_time = cli_value(l->cli, CLI_JSON) || cli_value(l->cli, CLI_FORMAT);
    if (l->stamp && s->at_ms)
        s->stamp = log_clock_text(&l->clock, l->stamp, s->at_ms);
    else if (wants_time && s->at_ms && s->stamp.n == 0)
        s->stamp = log_clock_text(&l->clock, NULL, s->at_ms);
}

static void show(struct logs *l, struct shown s) {
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
        flush_out(l);
}

static bool is_wanted(const struct logs *l, bool is_err) {
    return is_err ? l->wants_err : l->wants_out;
}

/* ---- history --------------------------------------------------------------------------------- */

static uint64_t number_of(const struct json_in *v) {
    struct str text = json_in_str(v);
    return text.n ? strtoull(text.p, NULL, 10) : 0; /* json-c ends its strings */
}

static const char *text_of(struct cli *cli, const struct json_in *v) {
    return json_in_is_string(v) ? arena_cstr(&cli->arena, json_in_str(v)) : NULL;
}

/* The source of that file, which several streams may share. */
static unsigned take_source(struct logs *l, const struct json_in *v) {
    const char *path = text_of(l->cli, json_in_get(v, "path"));
    if (!path)
        return NO_SOURCE;
    for (unsigned i = 0; i < l->n_sources; i++)
        if (strcmp(l->sources[i].path, path) == 0)
            return i;
    l->sources[l->n_sources] = (struct cli_log){
        .path = path,
        .stamp = text_of(l->cli, json_in_get(v, "stamp")),
        .rotated = text_of(l->cli, json_in_get(v, "rotated")),
        .is_json = json_in_bool(json_in_get(v, "json")),
        .has_end = json_in_is_string(json_in_get(v, "inode")),
        .dev = (dev_t)number_of(json_in_get(v, "device")),
        .ino = (ino_t)number_of(json_in_get(v, "inode")),
        .end = json_in_int(json_in_get(v, "end")),
    };
    return l->n_sources++;
}

/* False without memory, or where a program is none. */
static bool take_stream(struct logs *l, const struct json_in *v) {
    struct stream *s = &l->streams[l->n_streams++];
    s->id = (unsigned)json_in_int(json_in_get(v, "id"));
    s->is_err = str_eqz(json_in_str(json_in_get(v, "type")), "err");
    s->name = arena_str(&l->cli->arena, json_in_str(json_in_get(v, "name")));
    s->stamp = text_of(l->cli, json_in_get(v, "stamp"));
    s->is_json = json_in_bool(json_in_get(v, "json"));
    s->source = is_wanted(l, s->is_err) ? take_source(l, v) : NO_SOURCE;
    const char *rotated = s->source == NO_SOURCE ? NULL : l->sources[s->source].rotated;
    return (!s->stamp || date_format_is_valid(s->stamp)) &&
           (!rotated || date_format_is_valid(rotated));
}

static bool take_streams(struct logs *l, const struct json_in *list) {
    struct arena *a = &l->cli->arena;
    size_t n = json_in_count(list);
    l->streams = arena_array(a, struct stream, n + 1);
    l->sources = arena_array(a, struct cli_log, n + 1);
    if (!l->streams || !l->sources)
        return false;
    memset(l->streams, 0, (n + 1) * sizeof *l->streams);
    for (size_t i = 0; i < n; i++)
        if (!take_stream(l, json_in_at(list, i)))
            return false;
    return true;
}

/* Who writes the file: the stream, and whether it is one instance's alone. */
static const struct stream *writer_of(const struct logs *l, unsigned source, bool *has_id) {
    const struct stream *first = NULL;
    *has_id = true;
    for (unsigned i = 0; i < l->n_streams; i++) {
        const struct stream *s = &l->streams[i];
        if (s->source != source)
            continue;
        *has_id = *has_id && (!first || first->id == s->id);
        first = first ? first : s;
    }
    return first;
}

static void show_entry(struct logs *l, const struct cli_log_line *e) {
    struct shown s = {.at_ms = e->at_ms, .stamp = e->stamp, .message = e->message};
    s.stream = writer_of(l, e->source, &s.has_id);
    if (s.stream)
        show(l, s);
}

/* A line that was begun is shown whole, with its live rest; without one, as it is. */
static void take_begun(struct logs *l, bool is_live) {
    for (unsigned i = 0; i < l->n_streams; i++) {
        struct stream *s = &l->streams[i];
        bool has_id;
        if (s->source == NO_SOURCE || writer_of(l, s->source, &has_id) != s)
            continue;
        struct str begun = l->sources[s->source].begun;
        if (is_live)
            s->begun = begun;
        else if (begun.n)
            show(l, (struct shown){.stream = s, .has_id = has_id, .message = begun});
    }
}

static void measure(struct logs *l) {
    struct buf label = {0};
    for (unsigned i = 0; i < l->n_streams; i++) {
        label.n = 0;
        label_of(&label, &l->streams[i], true);
        size_t width = utf8_width((struct str){label.p, label.n});
        l->width = width > l->width ? width : l->width;
    }
    buf_done(&label);
}

static bool begin(struct logs *l, const struct json_in *streams, bool is_live) {
    struct cli_history history;
    l->has_begun = true;
    if (!take_streams(l, streams) ||
        cli_history_read(&l->cli->arena, l->sources, l->n_sources, l->lines, &history) < 0) {
        l->rc = cli_fail(l->cli, CLI_FAILED, "out of memory");
        return false;
    }
    measure(l);
    for (size_t i = 0; i < history.n; i++)
        show_entry(l, &history.list[i]);
    take_begun(l, is_live);
    flush_out(l);
    return l->rc == CLI_OK;
}

/* ---- live ------------------------------------------------------------------------------------ */

static struct stream *find_stream(struct logs *l, unsigned id, bool is_err) {
    for (unsigned i = 0; i < l->n_streams; i++)
        if (l->streams[i].id == id && l->streams[i].is_err == is_err)
            return &l->streams[i];
    return NULL;
}

static void take_line(struct logs *l, const struct json_in *v) {
    struct stream other = {.source = NO_SOURCE}; /* one that came later */
    struct buf whole = {0};
    other.id = (unsigned)json_in_int(json_in_get(v, "id"));
    other.is_err = str_eqz(json_in_str(json_in_get(v, "type")), "err");
    other.name = json_in_str(json_in_get(v, "name"));
    if (!is_wanted(l, other.is_err))
        return;
    struct stream *stream = find_stream(l, other.id, other.is_err);
    struct shown s = {.stream = stream ? stream : &other,
                      .has_id = true,
                      .is_cut = json_in_bool(json_in_get(v, "cut")),
                      .at_ms = json_in_int(json_in_get(v, "at")),
                      .message = json_in_str(json_in_get(v, "message"))};
    if (stream && stream->begun.n) {
        buf_str(&whole, stream->begun);
        buf_str(&whole, s.message);
        s.message = (struct str){whole.p, whole.n};
        stream->begun = STR("");
    }
    if (stream && (stream->stamp || stream->is_json))
        s.stamp = log_clock_text(&l->clock, stream->stamp, s.at_ms);
    show(l, s);
    buf_done(&whole);
}

static bool on_progress(void *ctx, const struct json_in *what, bool is_more) {
    struct logs *l = ctx;
    const struct json_in *dropped = json_in_get(what, "dropped");
    if (!l->has_begun)
        return begin(l, json_in_get(what, "streams"), true);
    if (dropped) {
        flush_out(l);
        say_trouble(&l->cli->say,
                    "%" PRId64 " lines were not shown: they came faster than they are read here",
                    json_in_int(dropped));
    } else {
        take_line(l, what);
    }
    if (!is_more)
        flush_out(l);
    return l->rc == CLI_OK;
}

static int follow(struct logs *l) {
    struct cli *cli = l->cli;
    struct json_in *reply;
    struct err err = {0};
    bool has_ended = false;
    const struct ctl_request request = {.command = CTL_FOLLOW,
                                        .targets = {cli->words, cli->n_words}};
    const struct ctl_follower follower = {on_progress, l, STDOUT_FILENO, &has_ended};
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    switch (ctl_follow(home, &request, &follower, &reply, &err)) {
    case CTL_NO_SUPERVISOR:
        return cli_no_supervisor(cli, home);
    case CTL_TROUBLE:
        return cli_fail(cli, CLI_FAILED, "%s", err.msg);
    case CTL_ANSWER:
        break;
    }
    flush_out(l);
    if (reply) {
        struct str error = json_in_str(json_in_get(reply, "error"));
        l->rc = cli_fail(cli, CLI_FAILED, "%.*s", STR_ARG(error));
        json_in_free(reply);
    } else if (has_ended) {
        say_trouble(&cli->say, "the supervisor has ended");
    }
    return l->rc;
}

static int show_history(struct logs *l) {
    struct json_in *reply;
    int rc = cli_ask(l->cli, CTL_LOGS, &reply);
    if (rc != CLI_OK)
        return rc;
    (void)begin(l, json_in_get(reply, "streams"), false);
    json_in_free(reply);
    return l->rc;
}

/* ---- the command ----------------------------------------------------------------------------- */

static int take_flags(struct logs *l) {
    struct cli *cli = l->cli;
    const char *lines = cli_value(cli, CLI_LINES), *stamp = cli_value(cli, CLI_TIMESTAMP);
    bool only_out = cli_value(cli, CLI_OUT), only_err = cli_value(cli, CLI_ERR);
    char *end = NULL;
    unsigned long n = lines ? strtoul(lines, &end, 10) : LINES;
    if (lines && (lines[0] < '0' || lines[0] > '9' || *end || n > LINES_MOST))
        return cli_fail(cli, CLI_USAGE, "--lines takes a number from 0 to %d, not \"%s\"",
                        LINES_MOST, lines);
    l->lines = n;
    l->wants_out = only_out || !only_err;
    l->wants_err = only_err || !only_out;
    if (stamp)
        l->stamp =
            date_format_compile(&cli->arena, str_of(*stamp ? stamp : "YYYY-MM-DD-HH:mm:ss")).p;
    return CLI_OK;
}

static int run(struct cli *cli) {
    struct logs l = {.cli = cli};
    int rc = take_flags(&l);
    if (rc == CLI_OK)
        rc = cli_value(cli, CLI_NOSTREAM) ? show_history(&l) : follow(&l);
    buf_done(&l.out);
    log_clock_done(&l.clock);
    return rc;
}

const struct cli_command cli_logs = {
    .name = "logs",
    .aliases = "log",
    .arguments = "[NAME...] [--lines N] [--out] [--err] [--raw] [--json] [--format] [--nostream]",
    .summary = "Shows the last lines of logs, then each new one as it comes.",
    .details =
        "Of the apps, namespaces or ids named, or of all. The last lines are those of each log, "
        "rotated files\n"
        "included, in the order of their stamps; without stamps, log by log. New lines come from "
        "the\n"
        "supervisor, so rotation, /dev/null and NULL do not matter. A reader that is too slow is "
        "told how many\n"
        "lines it missed; nobody waits for it.\n"
        "--json prints objects with message timestamp type process_id app_name. Without the "
        "supervisor there is no\n"
        "telling where logs are.\n\n"
        "  ecort logs\n"
        "  ecort logs api-gateway --lines 100 --err\n"
        "  ecort logs all --nostream --json\n"
        "  ecort logs 3 --timestamp=HH:mm:ss.SSS\n",
    .flags = 1u << CLI_JSON | 1u << CLI_LINES | 1u << CLI_OUT | 1u << CLI_ERR | 1u << CLI_RAW |
             1u << CLI_FORMAT | 1u << CLI_TIMESTAMP | 1u << CLI_NOSTREAM,
    .max_words = 1024,
    .run = run,
};
