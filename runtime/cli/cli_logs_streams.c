/* Where lines are, and how far they have been shown. */
#include "runtime/cli/cli_logs.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/logs/log_tidy.h"
#include "schema/unit/date_format.h"

static bool is_wanted(const struct cli_logs *l, bool is_err) {
    return is_err ? l->wants_err : l->wants_out;
}

static uint64_t number_of(const struct json_in *v) {
    struct str text = json_in_str(v);
    return text.n ? strtoull(text.p, NULL, 10) : 0; /* json-c ends its strings */
}

static const char *text_of(struct cli *cli, const struct json_in *v) {
    return json_in_is_string(v) ? arena_cstr(&cli->arena, json_in_str(v)) : NULL;
}

/* ---- marks ----------------------------------------------------------------------------------- */

static struct cli_mark *find_mark(struct cli_logs *l, const char *path) {
    for (unsigned i = 0; i < l->n_marks; i++)
        if (strcmp(l->marks[i].path, path) == 0)
            return &l->marks[i];
    return NULL;
}

/* The file's mark, a new one where it has none; NULL without memory. */
static struct cli_mark *get_mark(struct cli_logs *l, const char *path) {
    struct cli_mark *mark = find_mark(l, path);
    if (mark)
        return mark;
    if (l->n_marks == l->cap_marks) {
        unsigned more = l->cap_marks ? l->cap_marks * 2 : 16;
        struct cli_mark *marks = arena_array(&l->cli->arena, struct cli_mark, more);
        if (!marks)
            return NULL;
        if (l->n_marks)
            memcpy(marks, l->marks, l->n_marks * sizeof *marks);
        l->marks = marks;
        l->cap_marks = more;
    }
    const char *copy = arena_cstr(&l->cli->arena, str_of(path));
    if (!copy)
        return NULL;
    mark = &l->marks[l->n_marks++];
    *mark = (struct cli_mark){.path = copy, .since = {.fd = -1}};
    return mark;
}

static bool has_file(const struct cli_mark *mark, dev_t dev, ino_t ino) {
    return mark->since.fd >= 0 && mark->dev == dev && mark->ino == ino;
}

/* The file of that identity, now or before at that path; -1: it is not to be had. */
static int open_it(const char *path, dev_t dev, ino_t ino) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool is_it = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_dev == dev &&
                 st.st_ino == ino;
    if (fd >= 0 && !is_it)
        (void)close(fd);
    return is_it ? fd : -1;
}

static int open_rotated(const char *path, const char *rotated, dev_t dev, ino_t ino) {
    char full[PATH_MAX];
    const char *slash = strrchr(path, '/');
    struct log_old *list = NULL;
    size_t n = 0;
    int fd = -1;
    if (!rotated || !slash || log_old_list(path, rotated, &list, &n) < 0)
        return -1;
    for (size_t i = 0; i < n && fd < 0; i++) {
        int length =
            snprintf(full, sizeof full, "%.*s/%s", (int)(slash - path), path, list[i].name);
        if (length > 0 && (size_t)length < sizeof full)
            fd = open_it(full, dev, ino);
    }
    log_old_free(list, n);
    return fd;
}

static int open_either(const char *path, const char *rotated, dev_t dev, ino_t ino) {
    char real[PATH_MAX];
    const char *found = realpath(path, real) ? real : path;
    int fd = open_it(found, dev, ino);
    return fd >= 0 ? fd : open_rotated(found, rotated, dev, ino);
}

static const char *rotated_of(const struct cli_logs *l, const char *path) {
    for (unsigned i = 0; i < l->n_sources; i++)
        if (strcmp(l->sources[i].path, path) == 0)
            return l->sources[i].rotated;
    return NULL;
}

static void let_go(struct cli_mark *mark) {
    if (mark->since.fd >= 0)
        (void)close(mark->since.fd);
    mark->since.fd = -1;
}

/* The supervisor tells lines that stand there; they are counted from now on. The file is held as
 * soon as it is known: nobody could find it once it is compressed. */
static void begin_turn(struct cli_logs *l, const struct json_in *from, unsigned id, bool is_err) {
    struct str path = json_in_str(json_in_get(from, "path"));
    struct cli_mark *mark = path.n ? get_mark(l, path.p) : NULL; /* json-c ends its strings */
    l->turn = (struct cli_turn){.is_known = mark != NULL};
    if (!mark)
        return;
    dev_t dev = (dev_t)number_of(json_in_get(from, "device"));
    ino_t ino = (ino_t)number_of(json_in_get(from, "inode"));
    l->turn = (struct cli_turn){id, (unsigned)(mark - l->marks), is_err, true};
    if (!has_file(mark, dev, ino)) {
        let_go(mark);
        mark->since.fd = open_either(mark->path, rotated_of(l, mark->path), dev, ino);
    }
    mark->dev = dev;
    mark->ino = ino;
    mark->is_framed = json_in_bool(json_in_get(from, "framed"));
    mark->since.at = json_in_int(json_in_get(from, "end"));
    mark->since.seen = 0;
}

/* A piece of a line that goes on has a line end in the file only where lines are framed. */
static void count_line(struct cli_logs *l, unsigned id, bool is_err, bool is_cut) {
    if (!l->turn.is_known || l->turn.id != id || l->turn.is_err != is_err)
        return; /* of a stream without a file */
    struct cli_mark *mark = &l->marks[l->turn.mark];
    mark->since.seen += !is_cut || mark->is_framed;
}

/* All up to where the supervisor begins to tell us has been shown, but for a begun line. */
static bool set_marks(struct cli_logs *l) {
    for (unsigned i = 0; i < l->n_sources; i++) {
        const struct cli_log *source = &l->sources[i];
        struct cli_mark *mark = get_mark(l, source->path);
        if (!mark)
            return false;
        let_go(mark);
        mark->dev = source->dev;
        mark->ino = source->ino;
        mark->since.fd = source->since.end_fd;
        mark->since.at = source->has_end ? source->end - (int64_t)source->begun.n : 0;
        mark->since.seen = 0;
    }
    return true;
}

/* ---- streams --------------------------------------------------------------------------------- */

/* The source of that file, which several streams may share. */
static unsigned take_source(struct cli_logs *l, const struct json_in *v) {
    const char *path = text_of(l->cli, json_in_get(v, "path"));
    if (!path)
        return CLI_NO_SOURCE;
    for (unsigned i = 0; i < l->n_sources; i++)
        if (strcmp(l->sources[i].path, path) == 0)
            return i;
    struct cli_log *source = &l->sources[l->n_sources];
    const struct cli_mark *mark = l->goes_on ? find_mark(l, path) : NULL;
    *source = (struct cli_log){
        .path = path,
        .stamp = text_of(l->cli, json_in_get(v, "stamp")),
        .rotated = text_of(l->cli, json_in_get(v, "rotated")),
        .is_json = json_in_bool(json_in_get(v, "json")),
        .has_end = json_in_is_string(json_in_get(v, "inode")),
        .dev = (dev_t)number_of(json_in_get(v, "device")),
        .ino = (ino_t)number_of(json_in_get(v, "inode")),
        .end = json_in_int(json_in_get(v, "end")),
    };
    if (mark && (mark->since.fd >= 0 || mark->ino == 0)) {
        source->since = mark->since;
        source->since.is_wanted = true;
    }
    source->since.end_fd = l->is_live && source->has_end
                               ? open_either(path, source->rotated, source->dev, source->ino)
                               : -1;
    return l->n_sources++;
}

/* False without memory, or where a program is none. */
static bool take_stream(struct cli_logs *l, const struct json_in *v) {
    struct cli_stream *s = &l->streams[l->n_streams++];
    s->id = (unsigned)json_in_int(json_in_get(v, "id"));
    s->is_err = str_eqz(json_in_str(json_in_get(v, "type")), "err");
    s->name = arena_str(&l->cli->arena, json_in_str(json_in_get(v, "name")));
    s->stamp = text_of(l->cli, json_in_get(v, "stamp"));
    s->is_json = json_in_bool(json_in_get(v, "json"));
    s->source = is_wanted(l, s->is_err) ? take_source(l, v) : CLI_NO_SOURCE;
    const char *rotated = s->source == CLI_NO_SOURCE ? NULL : l->sources[s->source].rotated;
    return (!s->stamp || date_format_is_valid(s->stamp)) &&
           (!rotated || date_format_is_valid(rotated));
}

static bool take_streams(struct cli_logs *l, const struct json_in *list) {
    struct arena *a = &l->cli->arena;
    size_t n = json_in_count(list);
    l->n_streams = l->n_sources = 0;
    l->streams = arena_array(a, struct cli_stream, n + 1);
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
static const struct cli_stream *writer_of(const struct cli_logs *l, unsigned source,
                                          bool *has_id) {
    const struct cli_stream *first = NULL;
    *has_id = true;
    for (unsigned i = 0; i < l->n_streams; i++) {
        const struct cli_stream *s = &l->streams[i];
        if (s->source != source)
            continue;
        *has_id = *has_id && (!first || first->id == s->id);
        first = first ? first : s;
    }
    return first;
}

static void show_entry(struct cli_logs *l, const struct cli_log_line *e) {
    struct cli_shown s = {.at_ms = e->at_ms, .stamp = e->stamp, .message = e->message};
    s.stream = writer_of(l, e->source, &s.has_id);
    if (s.stream)
        cli_logs_show(l, s);
}

/* A line that was begun is shown whole, with its live rest; without one, as it is. */
static void take_begun(struct cli_logs *l) {
    for (unsigned i = 0; i < l->n_streams; i++) {
        struct cli_stream *s = &l->streams[i];
        bool has_id;
        if (s->source == CLI_NO_SOURCE || writer_of(l, s->source, &has_id) != s)
            continue;
        struct str begun = l->sources[s->source].begun;
        if (l->is_live)
            s->begun = begun;
        else if (begun.n)
            cli_logs_show(l, (struct cli_shown){.stream = s, .has_id = has_id, .message = begun});
    }
}

static bool is_regular(const struct cli_log *source) {
    struct stat st;
    return stat(source->path, &st) < 0 || S_ISREG(st.st_mode);
}

/* Which of the lines that came while nobody told us of them are not in the files. */
static void say_what_is_lost(struct cli_logs *l) {
    bool has_none = false;
    for (unsigned i = 0; i < l->n_sources; i++) {
        const struct cli_log *source = &l->sources[i];
        bool is_file = is_regular(source);
        has_none = has_none || !is_file;
        if (is_file && (source->since.is_wanted ? source->is_lost : find_mark(l, source->path) != NULL))
            say_trouble(&l->cli->say, "lines of %s that came meanwhile may be missing here",
                        source->path);
    }
    for (unsigned i = 0; i < l->n_streams; i++)
        has_none = has_none || (l->streams[i].source == CLI_NO_SOURCE &&
                                is_wanted(l, l->streams[i].is_err));
    if (has_none)
        say_trouble(&l->cli->say, "lines that go to no file and came meanwhile are not shown");
}

bool cli_logs_begin(struct cli_logs *l, const struct json_in *streams) {
    struct cli_history history;
    size_t lines = l->goes_on ? 0 : l->lines;
    l->has_begun = true;
    if (!take_streams(l, streams) ||
        cli_history_read(&l->cli->arena, l->sources, l->n_sources, lines, &history) < 0) {
        l->rc = cli_fail(l->cli, CLI_FAILED, "out of memory");
        return false;
    }
    if (l->goes_on)
        say_what_is_lost(l);
    cli_logs_measure(l);
    for (size_t i = 0; i < history.n; i++)
        show_entry(l, &history.list[i]);
    take_begun(l);
    if (!set_marks(l))
        l->rc = cli_fail(l->cli, CLI_FAILED, "out of memory");
    cli_logs_flush(l);
    return l->rc == CLI_OK;
}

/* ---- live ------------------------------------------------------------------------------------ */

static struct cli_stream *find_stream(struct cli_logs *l, unsigned id, bool is_err) {
    for (unsigned i = 0; i < l->n_streams; i++)
        if (l->streams[i].id == id && l->streams[i].is_err == is_err)
            return &l->streams[i];
    return NULL;
}

void cli_logs_line(struct cli_logs *l, const struct json_in *v) {
    struct cli_stream other = {.source = CLI_NO_SOURCE}; /* one that came later */
    struct buf whole = {0};
    other.id = (unsigned)json_in_int(json_in_get(v, "id"));
    other.is_err = str_eqz(json_in_str(json_in_get(v, "type")), "err");
    other.name = json_in_str(json_in_get(v, "name"));
    if (!is_wanted(l, other.is_err))
        return;
    struct cli_stream *stream = find_stream(l, other.id, other.is_err);
    struct cli_shown s = {.stream = stream ? stream : &other,
                          .has_id = true,
                          .is_cut = json_in_bool(json_in_get(v, "cut")),
                          .at_ms = json_in_int(json_in_get(v, "at")),
                          .message = json_in_str(json_in_get(v, "message"))};
    if (json_in_get(v, "from"))
        begin_turn(l, json_in_get(v, "from"), other.id, other.is_err);
    count_line(l, other.id, other.is_err, s.is_cut);
    if (stream && stream->begun.n) {
        buf_str(&whole, stream->begun);
        buf_str(&whole, s.message);
        s.message = (struct str){whole.p, whole.n};
        stream->begun = STR("");
    }
    if (stream && (stream->stamp || stream->is_json))
        s.stamp = log_clock_text(&l->clock, stream->stamp, s.at_ms);
    cli_logs_show(l, s);
    buf_done(&whole);
}
