/* One text per line, for however many follow. */
#include "runtime/follow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/steer.h"
#include "schema/base/json_out.h"

enum { FOLLOWERS_MOST = 16 };

struct follower {
    struct follower *next;
    struct ctl_client *client;
    bool *marked; /* by pm_id, of those that there were when it came */
    unsigned n_marked;
    uint64_t dropped;
};

struct follow {
    struct log_tap tap; /* first, so that a tap is its follow */
    struct follower *list;
    struct buf text; /* of the line at hand */
};

/* ---- streams --------------------------------------------------------------------------------- */

static void key_text(struct json_out *j, const char *key, const char *text) {
    json_key(j, str_of(key));
    if (text)
        json_string(j, str_of(text));
    else
        json_raw(j, STR("null"));
}

static void key_number(struct json_out *j, const char *key, bool is_known, uint64_t n) {
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRIu64, n);
    key_text(j, key, is_known ? text : NULL);
}

static void write_stream(struct json_out *j, const struct log_stream *stream) {
    const struct log_target *t = stream->target;
    const struct log_file *file = t->own ? t->own : t->both;
    bool is_open = file && file->fd >= 0;
    struct stat st = {0};
    is_open = is_open && fstat(file->fd, &st) == 0;
    json_begin_object(j);
    json_key_int(j, "id", t->origin.process_id);
    json_key_string(j, "name", str_of(t->origin.app_name));
    json_key_string(j, "type", t->origin.is_err ? STR("err") : STR("out"));
    key_text(j, "path", file ? file->path : NULL);
    key_number(j, "device", is_open, st.st_dev);
    key_number(j, "inode", is_open, st.st_ino);
    json_key_int(j, "end", st.st_size - (t->own ? (int64_t)log_stream_pending(stream) : 0));
    json_key_bool(j, "json", t->style.is_json);
    key_text(j, "stamp", t->style.stamp);
    key_text(j, "rotated", t->rotation ? t->rotation->stamp : NULL);
    json_end_object(j);
}

static void write_streams(struct json_out *j, const struct sup *sup, const bool *marked) {
    json_key(j, STR("streams"));
    json_begin_array(j);
    for (unsigned i = 0; i < sup->n_insts; i++)
        for (int s = 0; s < 2 && marked[i]; s++)
            write_stream(j, &sup->insts[i].stream[s]);
    json_end_array(j);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void write_line(struct buf *out, const struct log_origin *origin, struct str line,
                       bool is_cut, int64_t wall_ms) {
    out->n = 0;
    if (out->failed)
        buf_done(out);
    buf_fmt(out, "{\"id\":%u,\"type\":\"%s\",\"at\":%" PRId64 ",\"name\":", origin->process_id,
            origin->is_err ? "err" : "out", wall_ms);
    json_quote(out, str_of(origin->app_name));
    buf_z(out, ",\"message\":");
    json_quote(out, line);
    buf_z(out, is_cut ? ",\"cut\":true}" : "}");
}

static void tell_dropped(struct follower *f) {
    struct buf text = {0};
    buf_fmt(&text, "{\"dropped\":%" PRIu64 "}", f->dropped);
    if (!text.failed && ctl_progress(f->client, (struct str){text.p, text.n}))
        f->dropped = 0;
    buf_done(&text);
}

static void on_line(struct log_tap *tap, const struct log_stream *stream, struct str line,
                    bool is_cut, int64_t wall_ms) {
    struct follow *follow = (struct follow *)tap;
    const struct log_origin *origin = &stream->target->origin;
    struct buf *out = &follow->text;
    bool is_written = false;
    for (struct follower *f = follow->list; f; f = f->next) {
        if (origin->process_id >= f->n_marked || !f->marked[origin->process_id])
            continue;
        if (f->dropped == 0 && !is_written) {
            write_line(out, origin, line, is_cut, wall_ms);
            is_written = true;
        }
        /* Once a line did not fit, none does until all before it is read: one gap, not many. */
        if (f->dropped || out->failed || !ctl_progress(f->client, (struct str){out->p, out->n}))
            f->dropped++;
    }
}

/* ---- requests -------------------------------------------------------------------------------- */

/* A follow exists while somebody follows. */
static struct follow *get_follow(struct sup *sup) {
    struct follow *follow = sup->follow ? sup->follow : calloc(1, sizeof *follow);
    if (!follow)
        return NULL;
    follow->tap.line = on_line;
    sup->follow = follow;
    sup->pump.tap = &follow->tap;
    return follow;
}

static void put_follow(struct sup *sup) {
    if (!sup->follow || sup->follow->list)
        return;
    buf_done(&sup->follow->text);
    free(sup->follow);
    sup->follow = NULL;
    sup->pump.tap = NULL;
}

static unsigned count(const struct sup *sup) {
    unsigned n = 0;
    for (const struct follower *f = sup->follow ? sup->follow->list : NULL; f; f = f->next)
        n++;
    return n;
}

/* Takes over the marks. */
static void begin(struct sup *sup, struct ctl_client *client, bool *marked, struct buf *streams) {
    struct follow *follow = get_follow(sup);
    struct follower *f = follow ? calloc(1, sizeof *f) : NULL;
    if (!f || streams->failed) {
        free(f);
        free(marked);
        put_follow(sup);
        ctl_reply_error(client, "the supervisor is out of memory");
        return;
    }
    *f = (struct follower){follow->list, client, marked, sup->n_insts, 0};
    follow->list = f;
    ctl_progress_first(client, (struct str){streams->p, streams->n});
}

void follow_request(struct sup *sup, struct ctl_client *client, const struct ctl_request *request) {
    bool is_live = request->command == CTL_FOLLOW;
    if (is_live && count(sup) >= FOLLOWERS_MOST) {
        ctl_reply_error(client, "too many follow already; end one of them");
        return;
    }
    bool *marked = steer_find(sup, client, request);
    if (!marked)
        return;
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 0);
    json_begin_object(&j);
    if (!is_live)
        json_key_bool(&j, "ok", true);
    write_streams(&j, sup, marked);
    json_end_object(&j);
    if (is_live) {
        begin(sup, client, marked, &text);
    } else {
        free(marked);
        ctl_reply(client, text.failed ? STR("{\"ok\":false,\"error\":\"out of memory\"}")
                                      : (struct str){text.p, text.n});
    }
    buf_done(&text);
}

void follow_drained(struct sup *sup, struct ctl_client *client) {
    for (struct follower *f = sup->follow ? sup->follow->list : NULL; f; f = f->next)
        if (f->client == client && f->dropped)
            tell_dropped(f);
}

void follow_client_gone(struct sup *sup, const struct ctl_client *client) {
    if (!sup->follow)
        return;
    for (struct follower **at = &sup->follow->list, *f; (f = *at);) {
        if (f->client != client) {
            at = &f->next;
            continue;
        }
        *at = f->next;
        free(f->marked);
        free(f);
    }
    put_follow(sup);
}
