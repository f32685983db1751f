/* ecort logs inside: from what the supervisor says of its streams to lines on the screen. */
#pragma once

#include "runtime/cli/cli.h"
#include "runtime/cli/cli_history.h"
#include "runtime/logs/log_style.h"

/* One stream of an instance. */
struct cli_stream {
    unsigned id, source; /* source: of its file, CLI_NO_SOURCE where it has none */
    bool is_err;
    struct str name;
    const char *stamp;
    bool is_json;
    struct str begun; /* goes before its next line */
};

#define CLI_NO_SOURCE UINT32_MAX

/* Up to where a file has been shown: `seen` lines after `at` in the file of that identity (0: there
 * was none yet), which is held open. */
struct cli_mark {
    const char *path;
    dev_t dev;
    ino_t ino;
    struct cli_log_since since;
    bool is_framed;
};

/* Whose lines the supervisor is telling, and their file's mark. */
struct cli_turn {
    unsigned id, mark;
    bool is_err, is_known;
};

struct cli_logs {
    struct cli *cli;
    size_t lines; /* of history */
    bool wants_out, wants_err;
    bool is_live;      /* new lines will be told */
    bool has_begun;    /* the streams are known */
    bool goes_on;      /* another supervisor told us of lines before */
    const char *stamp; /* --timestamp: its program, else NULL */
    struct cli_stream *streams;
    unsigned n_streams;
    struct cli_log *sources;
    unsigned n_sources;
    struct cli_mark *marks;
    unsigned n_marks, cap_marks;
    struct cli_turn turn;
    size_t width; /* of the widest label */
    struct buf out;
    struct log_clock clock;
    int rc;
};

/* ---- cli_logs_show.c --------------------------------------------------------------------------- */

/* What is shown of a line. */
struct cli_shown {
    const struct cli_stream *stream;
    bool has_id, is_cut;
    int64_t at_ms; /* 0 = not known */
    struct str stamp, message;
};

void cli_logs_show(struct cli_logs *l, struct cli_shown shown);
/* Labels will be as wide as the widest of the streams. */
void cli_logs_measure(struct cli_logs *l);
/* Writes what was shown; l->rc tells of trouble. */
void cli_logs_flush(struct cli_logs *l);

/* ---- cli_logs_streams.c ------------------------------------------------------------------------ */

/* The supervisor's streams: shows the last lines of their files, or those since our marks. False:
 * it is over (l->rc). */
bool cli_logs_begin(struct cli_logs *l, const struct json_in *streams);
/* A line that the supervisor tells. */
void cli_logs_line(struct cli_logs *l, const struct json_in *line);
