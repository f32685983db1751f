/* One text per line, for however many follow. */
#include "runtime/follow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/select.h"
#include "schema/base/json_out.h"

enum { FOLLOWERS_MOST = 16 };

struct follower {
    struct follower *next;
    struct ctl_client *client;
    struct arena arena; /* of the targets */
    struct ctl_texts targets;
    unsigned mark; /* one bit of log_stream.tapped */
    uint64_t dropped;
};

struct follow {
    struct log_tap tap; /* first, so that a tap is its follow */
    const struct sup *sup;
    struct follower *list;
    unsigned next_serial; /* who has a lower one is marked where it is followed */
    struct buf text;      /* of the line at hand */
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
    struct stat st = {0}; /* one that is not open will be opened as it is then */
    bool is_there =
        file && (file->fd >= 0 ? fstat(file->fd, &st) : stat(file->path, &st)) == 0;
    json_begin_object(j);
    json_key_int(j, "id", t->origin.process_id);
    json_key_string(j, "name", str_of(t->origin.app_name));
    json_key_string(j, "type", t->origin.is_err ? STR("err") : STR("out"));
    key_text(j, "path", file ? file->path : NULL);
    key_number(j, "device", is_there, st.st_dev);
    key_number(j, "inode", is_there, st.st_ino);
    json_key_int(j, "end", st.st_size - (t->own ? (int64_t)log_stream_pending(stream) : 0));
    json_key_bool(j, "json", t->style.is_json);
    key_text(j, "stamp", t->style.stamp);
    key_text(j, "rotated", t->rotation ? t->rotation->stamp : NULL);
    json_end_object(j);
}

static void write_streams(struct json_out *j, const struct inst_set *set) {
    json_key(j, STR("streams"));
    json_begin_array(j);
    for (unsigned i = 0; i < set->n; i++)
        for (int s = 0; s < 2; s++)
            write_stream(j, &set->at[i]->stream[s]);
    json_end_array(j);
}

/* ---- who is followed -------------------------------------------------------------------------- */

static void mark_set(const struct follower *f, const struct inst_set *set) {
    for (unsigned i = 0; i < set->n; i++)
        for (int s = 0; s < 2; s++)
            set->at[i]->stream[s].tapped |= f->mark;
}

/* A target that means nobody any more may mean somebody again later. */
static void mark_target(const struct sup *sup, const struct follower *f, const char *target) {
    struct inst_set set;
    struct err err;
    if (select_targets(sup, &target, 1, &set, &err) == 0)
        mark_set(f, &set);
    inst_set_done(&set);
}

/* Instances have come since the last look: whoever means them follows them from their first line
 * on. */
static void mark_new(struct follow *follow) {
    const struct sup *sup = follow->sup;
    follow->next_serial = sup->next_serial;
    for (const struct follower *f = follow->list; f; f = f->next) {
        if (f->targets.n == 0)
            mark_target(sup, f, "all");
        for (unsigned i = 0; i < f->targets.n; i++)
            mark_target(sup, f, f->targets.at[i]);
    }
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Where the lines of this turn stand; with the first of them. */
static void write_begin(struct buf *out, const struct log_stream *stream) {
    const struct log_target *t = stream->target;
    struct log_begin *begin = &stream->pump->begin;
    if (!begin->is_known || begin->is_told)
        return;
    begin->is_told = true;
    buf_fmt(out, ",\"from\":{\"device\":\"%" PRIu64 "\",\"inode\":\"%" PRIu64 "\",\"end\":%" PRId64,
            (uint64_t)begin->place.dev, (uint64_t)begin->place.ino, begin->place.at);
    buf_z(out, stream->is_framed ? ",\"framed\":true,\"path\":" : ",\"path\":");
    json_quote(out, str_of(t->own ? t->own->path : t->both->path));
    buf_char(out, '}');
}

static void write_line(struct buf *out, const struct log_stream *stream, struct str line,
                       bool is_cut, int64_t wall_ms) {
    const struct log_origin *origin = &stream->target->origin;
    out->n = 0;
    if (out->failed)
        buf_done(out);
    buf_fmt(out, "{\"id\":%u,\"type\":\"%s\",\"at\":%" PRId64 ",\"name\":", origin->process_id,
            origin->is_err ? "err" : "out", wall_ms);
    json_quote(out, str_of(origin->app_name));
    buf_z(out, ",\"message\":");
    json_quote(out, line);
    write_begin(out, stream);
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
    struct buf *out = &follow->text;
    bool is_written = false;
    if (follow->next_serial != follow->sup->next_serial)
        mark_new(follow);
    for (struct follower *f = follow->list; f; f = f->next) {
        if (!(stream->tapped & f->mark))
            continue;
        if (f->dropped == 0 && !is_written) {
            write_line(out, stream, line, is_cut, wall_ms);
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
    if (!sup->follow)
        *follow =
            (struct follow){.tap = {.line = on_line}, .sup = sup, .next_serial = sup->next_serial};
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

/* The marks that are given. */
static unsigned used_marks(const struct sup *sup) {
    unsigned marks = 0;
    for (const struct follower *f = sup->follow ? sup->follow->list : NULL; f; f = f->next)
        marks |= f->mark;
    return marks;
}

static unsigned free_mark(const struct sup *sup) {
    unsigned used = used_marks(sup);
    for (unsigned i = 0; i < FOLLOWERS_MOST; i++)
        if (!(used & 1u << i))
            return 1u << i;
    return 0;
}

static int copy_targets(struct follower *f, const struct ctl_texts *targets) {
    f->targets.at = arena_array(&f->arena, const char *, targets->n);
    if (!f->targets.at)
        return -1;
    for (; f->targets.n < targets->n; f->targets.n++) {
        const char **copy = &f->targets.at[f->targets.n];
        *copy = arena_cstr(&f->arena, str_of(targets->at[f->targets.n]));
        if (!*copy)
            return -1;
    }
    return 0;
}

static void follower_free(struct follower *f) {
    if (f)
        arena_done(&f->arena);
    free(f);
}

static struct follower *follower_new(struct ctl_client *client, const struct ctl_texts *targets) {
    struct follower *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->client = client;
    arena_init_may_fail(&f->arena, 0);
    if (copy_targets(f, targets) == 0)
        return f;
    follower_free(f);
    return NULL;
}

static void write_all(struct buf *text, bool is_live, const struct inst_set *set) {
    struct json_out j;
    json_out_init(&j, text, 0);
    json_begin_object(&j);
    if (!is_live)
        json_key_bool(&j, "ok", true);
    write_streams(&j, set);
    json_end_object(&j);
}

void follow_begin(struct sup *sup, struct ctl_client *client, const struct ctl_texts *targets,
                  const struct inst_set *set) {
    unsigned mark = free_mark(sup);
    struct buf text = {0};
    if (!mark) {
        ctl_reply_error(client, "too many follow already; end one of them");
        return;
    }
    write_all(&text, true, set);
    struct follow *follow = get_follow(sup);
    struct follower *f = follow && !text.failed ? follower_new(client, targets) : NULL;
    if (f) {
        f->mark = mark;
        f->next = follow->list;
        follow->list = f;
        mark_set(f, set);
        ctl_progress_first(client, (struct str){text.p, text.n});
    } else {
        put_follow(sup);
        ctl_reply_error(client, "the supervisor is out of memory");
    }
    buf_done(&text);
}

void follow_streams(struct ctl_client *client, const struct inst_set *set) {
    struct buf text = {0};
    write_all(&text, false, set);
    if (text.failed)
        ctl_reply_error(client, "the supervisor is out of memory");
    else
        ctl_reply(client, (struct str){text.p, text.n});
    buf_done(&text);
}

void follow_drained(struct sup *sup, struct ctl_client *client) {
    for (struct follower *f = sup->follow ? sup->follow->list : NULL; f; f = f->next)
        if (f->client == client && f->dropped)
            tell_dropped(f);
}

/* So that the next one may have the mark. */
static void unmark(struct sup *sup, unsigned mark) {
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        for (int s = 0; s < 2; s++)
            inst->stream[s].tapped &= ~mark;
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
        unmark(sup, f->mark);
        follower_free(f);
    }
    put_follow(sup);
}
