/* From streams to files to lines. */
#include "runtime/monit/history.h"

#include <stdlib.h>

#include "runtime/cli/cli_history.h"
#include "schema/unit/date_format.h"

/* Who writes a file. */
struct writer {
    unsigned id;
    struct str name;
    bool is_err;
};

struct taker {
    struct arena arena;
    struct cli_log *logs;
    struct writer *writers; /* of each */
    unsigned n;
};

static const char *text_of(struct taker *t, const struct json_in *v) {
    return json_in_is_string(v) ? arena_cstr(&t->arena, json_in_str(v)) : NULL;
}

static uint64_t number_of(const struct json_in *v) {
    struct str text = json_in_str(v);
    return text.n ? strtoull(text.p, NULL, 10) : 0; /* json-c ends its strings */
}

static bool is_known(const struct taker *t, const char *path) {
    for (unsigned i = 0; i < t->n; i++)
        if (strcmp(t->logs[i].path, path) == 0)
            return true;
    return false;
}

static void take_stream(struct taker *t, const struct json_in *v) {
    const char *path = text_of(t, json_in_get(v, "path"));
    struct cli_log log = {
        .path = path,
        .stamp = text_of(t, json_in_get(v, "stamp")),
        .rotated = text_of(t, json_in_get(v, "rotated")),
        .is_json = json_in_bool(json_in_get(v, "json")),
        .has_end = json_in_is_string(json_in_get(v, "inode")),
        .dev = (dev_t)number_of(json_in_get(v, "device")),
        .ino = (ino_t)number_of(json_in_get(v, "inode")),
        .end = json_in_int(json_in_get(v, "end")),
    };
    if (!path || is_known(t, path) || (log.stamp && !date_format_is_valid(log.stamp)) ||
        (log.rotated && !date_format_is_valid(log.rotated)))
        return;
    t->writers[t->n] =
        (struct writer){.id = (unsigned)json_in_int(json_in_get(v, "id")),
                        .name = arena_str(&t->arena, json_in_str(json_in_get(v, "name"))),
                        .is_err = str_eqz(json_in_str(json_in_get(v, "type")), "err")};
    t->logs[t->n++] = log;
}

/* In the order of their time. */
static void add_lines(struct monit *m, const struct taker *t, const struct cli_history *history) {
    for (size_t i = 0; i < history->n; i++) {
        const struct cli_log_line *e = &history->list[i];
        const struct writer *w = &t->writers[e->source];
        monit_add_line(m, w->id, w->name,
                       &(struct monit_said){e->message, e->at_ms, w->is_err, false});
    }
}

void history_take(struct monit *m, const struct json_in *streams, size_t lines) {
    struct taker t = {0};
    struct cli_history history = {0};
    size_t n = json_in_count(streams);
    arena_init_may_fail(&t.arena, 0);
    t.logs = arena_array(&t.arena, struct cli_log, n + 1);
    t.writers = arena_array(&t.arena, struct writer, n + 1);
    for (size_t i = 0; i < n && t.logs && t.writers; i++) {
        const struct json_in *stream = json_in_at(streams, i);
        if (!monit_has_lines(m, (unsigned)json_in_int(json_in_get(stream, "id"))))
            take_stream(&t, stream);
    }
    if (t.n && cli_history_read(&t.arena, t.logs, t.n, lines, &history) == 0)
        add_lines(m, &t, &history);
    arena_done(&t.arena);
}
