/* Requests: written by our client, read as if written by an enemy. */
#include "runtime/ctl/request.h"

#include "runtime/ctl/json_in.h"
#include "schema/base/json_out.h"
#include "schema/base/utf8.h"

enum need { NO, MAY, MUST };

/* Asked twice, the outcome is that of once. */
enum repeat { ONCE, AGAIN, BY_ARGUMENT };

struct row {
    const char *name;
    enum need targets, argument;
    unsigned n_blobs;
    enum repeat repeat;
};

static const struct row rows[CTL_COMMANDS] = {
    [CTL_LIST] = {"list", NO, NO, 0, AGAIN},
    [CTL_SHOW] = {"show", MUST, NO, 0, AGAIN},
    [CTL_STOP] = {"stop", MUST, NO, 0, AGAIN},
    [CTL_START] = {"start", MUST, NO, 0, AGAIN},
    [CTL_RESTART] = {"restart", MUST, NO, 0, ONCE},
    [CTL_RELOAD] = {"reload", MUST, NO, 0, AGAIN},
    [CTL_DELETE] = {"delete", MUST, NO, 0, ONCE},
    [CTL_SCALE] = {"scale", MUST, MUST, 0, BY_ARGUMENT},
    [CTL_RESET] = {"reset", MUST, NO, 0, AGAIN},
    [CTL_SIGNAL] = {"send-signal", MUST, MUST, 0, ONCE},
    [CTL_TRIGGER] = {"trigger", MUST, MUST, 0, ONCE},
    [CTL_MESSAGE] = {"send-message", MUST, MUST, 0, ONCE},
    [CTL_LOGS] = {"logs", MAY, NO, 0, AGAIN},
    [CTL_FOLLOW] = {"follow", MAY, NO, 0, ONCE},
    [CTL_FLUSH] = {"flush", MAY, NO, 0, ONCE},
    [CTL_RELOAD_LOGS] = {"reload-logs", NO, NO, 0, AGAIN},
    [CTL_SETTINGS] = {"settings", NO, NO, 0, AGAIN},
    [CTL_ENV] = {"env", MUST, NO, 0, AGAIN},
    [CTL_SAVE] = {"save", NO, NO, 0, AGAIN},
    [CTL_PLANS] = {"plans", NO, NO, 0, AGAIN},
    [CTL_RESURRECT] = {"resurrect", NO, NO, 1, ONCE},
    [CTL_APPLY] = {"apply", MAY, MUST, 3, AGAIN},
    [CTL_UPDATE] = {"update", NO, MUST, 0, ONCE},
    [CTL_KILL] = {"kill", NO, NO, 0, AGAIN},
    [CTL_PING] = {"ping", NO, NO, 0, AGAIN},
};

const char *ctl_command_name(enum ctl_command command) {
    return rows[command].name;
}

bool ctl_request_may_repeat(const struct ctl_request *request) {
    enum repeat repeat = rows[request->command].repeat;
    return (repeat == AGAIN && !request->restart) ||
           (repeat == BY_ARGUMENT && !strchr("+-", *request->argument));
}

static int take_command(const struct json_in *v, struct ctl_request *request, struct err *err) {
    struct str name = json_in_str(v);
    if (!json_in_is_string(v))
        return err_set(err, "the request has no cmd");
    for (unsigned i = 0; i < CTL_COMMANDS; i++)
        if (str_eqz(name, rows[i].name)) {
            request->command = (enum ctl_command)i;
            return 0;
        }
    return err_set(err, "unknown cmd \"%.*s\"", (int)(name.n < 40 ? name.n : 40), name.p);
}

static int take_text(const struct json_in *v, const char *what, struct arena *a, const char **out,
                     struct err *err) {
    struct str text = json_in_str(v);
    if (text.n == 0 || memchr(text.p, 0, text.n) || !utf8_is_valid(text))
        return err_set(err, "%s is no text", what);
    *out = arena_cstr(a, text);
    return *out ? 0 : err_set(err, "out of memory");
}

static int take_texts(const struct json_in *v, const char *what, struct arena *a,
                      struct ctl_texts *texts, struct err *err) {
    size_t n = json_in_count(v);
    if (n > CTL_TARGETS_MOST)
        return err_set(err, "%zu %ss are more than %d", n, what, CTL_TARGETS_MOST);
    texts->at = arena_array(a, const char *, n);
    if (!texts->at)
        return err_set(err, "out of memory");
    char item[32];
    (void)stpcpy(stpcpy(item, "a "), what);
    for (; texts->n < n; texts->n++)
        if (take_text(json_in_at(v, texts->n), item, a, &texts->at[texts->n], err) < 0)
            return -1;
    return 0;
}

static int take_blobs(const struct json_in *v, struct ctl_request *request, struct err *err) {
    int64_t left = CTL_BLOBS_MOST;
    request->n_blobs = rows[request->command].n_blobs;
    if (json_in_count(v) != request->n_blobs)
        return err_set(err, "%s comes with %u blobs", rows[request->command].name,
                       request->n_blobs);
    for (unsigned i = 0; i < request->n_blobs; i++) {
        const struct json_in *size = json_in_at(v, i);
        int64_t n = json_in_int(size);
        if (!json_in_is_int(size) || n < 0 || n > left)
            return err_set(err, "the blobs are more than %d bytes", CTL_BLOBS_MOST);
        request->blob[i].n = (size_t)n;
        left -= n;
    }
    return 0;
}

static int take_parallel(const struct json_in *v, struct ctl_request *request, struct err *err) {
    int64_t n = v ? json_in_int(v) : 0;
    if (v && (!json_in_is_int(v) || n < 1 || n > CTL_PARALLEL_MOST))
        return err_set(err, "parallel is a number from 1 to %d", CTL_PARALLEL_MOST);
    request->parallel = (unsigned)n;
    return 0;
}

static int take_members(const struct json_in *root, struct arena *a, struct ctl_request *request,
                        struct err *err) {
    const struct row *row = &rows[request->command];
    if (row->targets != NO &&
        take_texts(json_in_get(root, "targets"), "target", a, &request->targets, err) < 0)
        return -1;
    if (row->targets == MUST && request->targets.n == 0)
        return err_set(err, "%s needs targets", row->name);
    const struct json_in *argument = json_in_get(root, "argument");
    if (row->argument != NO && (argument || row->argument == MUST) &&
        take_text(argument, "the argument", a, &request->argument, err) < 0)
        return -1;
    if (take_texts(json_in_get(root, "files"), "file", a, &request->files, err) < 0)
        return -1;
    request->dry_run = json_in_bool(json_in_get(root, "dry_run"));
    request->keep = json_in_bool(json_in_get(root, "keep"));
    request->take = json_in_bool(json_in_get(root, "take"));
    request->force = json_in_bool(json_in_get(root, "force"));
    request->allow_unconfirmed = json_in_bool(json_in_get(root, "allow_unconfirmed"));
    request->reload = json_in_bool(json_in_get(root, "reload"));
    request->restart = json_in_bool(json_in_get(root, "restart"));
    if (take_parallel(json_in_get(root, "parallel"), request, err) < 0)
        return -1;
    return row->n_blobs ? take_blobs(json_in_get(root, "blobs"), request, err) : 0;
}

static int take_request(const struct json_in *root, struct arena *a, struct ctl_request *request,
                        struct err *err) {
    if (!json_in_is_object(root))
        return err_set(err, "a request is a JSON object");
    const struct json_in *version = json_in_get(root, "v");
    if (!json_in_is_int(version) || json_in_int(version) != CTL_VERSION)
        return err_set(err, "this supervisor speaks version %d of the control protocol",
                       CTL_VERSION);
    if (take_command(json_in_get(root, "cmd"), request, err) < 0)
        return -1;
    return take_members(root, a, request, err);
}

int ctl_request_parse(struct str line, struct arena *a, struct ctl_request *request,
                      struct err *err) {
    struct json_in *root = NULL;
    *request = (struct ctl_request){0};
    if (line.n > CTL_REQUEST_MOST)
        return err_set(err, "a request of more than %d bytes", CTL_REQUEST_MOST);
    if (json_in_parse(line, &root, err) < 0)
        return -1;
    int rc = take_request(root, a, request, err);
    json_in_free(root);
    return rc;
}

size_t ctl_request_blob_bytes(const struct ctl_request *request) {
    size_t n = 0;
    for (unsigned i = 0; i < request->n_blobs; i++)
        n += request->blob[i].n;
    return n;
}

static void write_texts(struct json_out *j, const char *key, const struct ctl_texts *texts) {
    if (texts->n == 0)
        return;
    json_key(j, str_of(key));
    json_begin_array(j);
    for (unsigned i = 0; i < texts->n; i++)
        json_string(j, str_of(texts->at[i]));
    json_end_array(j);
}

static void write_switch(struct json_out *j, const char *key, bool is_on) {
    if (is_on)
        json_key_bool(j, key, true);
}

void ctl_request_write(struct buf *out, const struct ctl_request *request) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_int(&j, "v", CTL_VERSION);
    json_key_string(&j, "cmd", str_of(rows[request->command].name));
    write_texts(&j, "targets", &request->targets);
    write_texts(&j, "files", &request->files);
    if (request->argument)
        json_key_string(&j, "argument", str_of(request->argument));
    write_switch(&j, "dry_run", request->dry_run);
    write_switch(&j, "keep", request->keep);
    write_switch(&j, "take", request->take);
    write_switch(&j, "force", request->force);
    write_switch(&j, "allow_unconfirmed", request->allow_unconfirmed);
    write_switch(&j, "reload", request->reload);
    write_switch(&j, "restart", request->restart);
    if (request->parallel)
        json_key_int(&j, "parallel", request->parallel);
    if (request->n_blobs) {
        json_key(&j, STR("blobs"));
        json_begin_array(&j);
        for (unsigned i = 0; i < request->n_blobs; i++)
            json_int(&j, (int64_t)request->blob[i].n);
        json_end_array(&j);
    }
    json_end_object(&j);
    buf_char(out, '\n');
    for (unsigned i = 0; i < request->n_blobs; i++)
        buf_str(out, request->blob[i]);
}
