/* Emptying and reopening log files. */
#include "runtime/log_ctl.h"

#include <errno.h>

#include "schema/base/json_out.h"

/* Whether one of these instances writes the file. */
static bool is_used(const struct inst_set *set, const struct log_file *file) {
    for (unsigned i = 0; i < set->n; i++)
        for (int s = 0; s < 2; s++) {
            const struct log_target *t = &set->at[i]->target[s];
            if (t->own == file || t->both == file)
                return true;
        }
    return false;
}

/* What is no file yet has nothing to lose. */
static void flush_file(struct json_out *j, struct log_file *file, bool *all_done) {
    int64_t bytes = 0;
    int rc = log_file_flush(file, &bytes);
    if (rc < 0 && errno == ENOENT)
        return;
    json_begin_object(j);
    json_key_string(j, "path", str_of(file->path));
    if (rc == 0)
        json_key_int(j, "bytes", bytes);
    else
        json_key_string(j, "error",
                        str_of(errno == EINVAL ? "not a regular file" : strerror(errno)));
    json_end_object(j);
    *all_done = *all_done && rc == 0;
}

void log_ctl_flush(struct sup *sup, struct ctl_client *client, const struct inst_set *set) {
    struct buf line = {0};
    struct json_out j;
    bool all_done = true;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key(&j, STR("files"));
    json_begin_array(&j);
    for (struct log_file *f = sup->pump.files.list; f; f = f->next)
        if (is_used(set, f))
            flush_file(&j, f, &all_done);
    json_end_array(&j);
    json_key_bool(&j, "ok", all_done);
    json_end_object(&j);
    if (line.failed)
        ctl_reply_error(client, "the supervisor is out of memory");
    else
        ctl_reply(client, (struct str){line.p, line.n});
    buf_done(&line);
}

void log_ctl_reload(struct sup *sup, struct ctl_client *client) {
    struct buf line = {0};
    buf_fmt(&line, "{\"ok\":true,\"files\":%u}", log_files_reopen(&sup->pump.files));
    ctl_reply(client, line.failed ? STR("{\"ok\":true}") : (struct str){line.p, line.n});
    buf_done(&line);
}
