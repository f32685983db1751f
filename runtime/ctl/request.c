/* Requests: written by our client, read as if written by an enemy. */
#include "runtime/ctl/request.h"

#include "runtime/ctl/json_in.h"
#include "schema/base/json_out.h"
#include "schema/base/utf8.h"

enum need { NO, MAY, MUST };

struct row {
    const char *name;
    enum need targets;
};

static const struct row rows[CTL_COMMANDS] = {
    [CTL_LIST] = {"list", NO},
    [CTL_SHOW] = {"show", MUST},
    [CTL_STOP] = {"stop", MUST},
    [CTL_START] = {"start", MUST},
    [CTL_RESTART] = {"restart", MUST},
    [CTL_LOGS] = {"logs", MAY},
    [CTL_FOLLOW] = {"follow", MAY},
    [CTL_FLUSH] = {"flush", MAY},
    [CTL_RELOAD_LOGS] = {"reload-logs", NO},
    [CTL_PING] = {"ping", NO},
};

const char *ctl_command_name(enum ctl_command command) {
    return rows[command].name;
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

static int take_targets(const struct json_in *v, struct arena *a, struct ctl_request *request,
                        struct err *err) {
    enum need need = rows[request->command].targets;
    size_t n = json_in_count(v);
    if (need == NO || (need == MAY && n == 0))
        return 0;
    if (n == 0)
        return err_set(err, "%s needs targets", rows[request->command].name);
    if (n > CTL_TARGETS_MOST)
        return err_set(err, "%zu targets are more than %d", n, CTL_TARGETS_MOST);
    request->targets = arena_array(a, const char *, n);
    for (size_t i = 0; i < n && request->targets; i++) {
        const struct json_in *item = json_in_at(v, i);
        struct str text = json_in_str(item);
        if (text.n == 0 || memchr(text.p, 0, text.n) || !utf8_is_valid(text))
            return err_set(err, "a target is no text");
        request->targets[i] = arena_cstr(a, text);
        if (!request->targets[i])
            return err_set(err, "out of memory");
        request->n_targets++;
    }
    return request->targets ? 0 : err_set(err, "out of memory");
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
    return take_targets(json_in_get(root, "targets"), a, request, err);
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

void ctl_request_write(struct buf *out, enum ctl_command command, const char *const *targets,
                       unsigned n_targets) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_int(&j, "v", CTL_VERSION);
    json_key_string(&j, "cmd", str_of(rows[command].name));
    if (n_targets) {
        json_key(&j, STR("targets"));
        json_begin_array(&j);
        for (unsigned i = 0; i < n_targets; i++)
            json_string(&j, str_of(targets[i]));
        json_end_array(&j);
    }
    json_end_object(&j);
    buf_char(out, '\n');
}
