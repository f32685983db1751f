/* Emptying and reopening log files. */
#include "runtime/log_ctl.h"

#include <errno.h>

#include "runtime/apply.h"
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
    ctl_reply_buf(client, &line);
}

void log_ctl_reload(struct sup *sup, struct ctl_client *client) {
    struct buf line = {0};
    buf_fmt(&line, "{\"ok\":true,\"files\":%u}", log_files_reopen(&sup->pump.files));
    ctl_reply(client, line.failed ? STR("{\"ok\":true}") : (struct str){line.p, line.n});
    buf_done(&line);
}

/* ---- settings ---------------------------------------------------------------------------------- */

static int read_defaults(const struct sup *sup, struct log_defaults *defaults, struct err *err) {
    struct settings settings;
    struct arena a;
    arena_init_may_fail(&a, 0);
    int rc = setting_read(sup->home, &a, &settings, err);
    if (rc == 0)
        setting_rotation(&settings, defaults);
    arena_done(&a);
    return rc;
}

void log_ctl_load_defaults(struct sup *sup) {
    struct err err = {0};
    if (read_defaults(sup, &sup->log_defaults, &err) < 0)
        say_trouble(&sup->say, "the settings of ecort set are left out: %s", err.msg);
}

/* All generations, each once: those of instances stand together, those of applies have none yet. */
static bool use_defaults(struct sup *sup) {
    struct generation *last = NULL;
    bool ok = true;
    for (const struct inst *inst = sup->first; inst; inst = inst->next) {
        if (inst->gen != last)
            ok = gen_set_log_defaults(inst->gen, &sup->log_defaults) == 0 && ok;
        last = inst->gen;
    }
    for (const struct apply *apply = sup->applies; apply; apply = apply->next)
        ok = gen_set_log_defaults(apply->gen, &sup->log_defaults) == 0 && ok;
    return ok;
}

static unsigned retarget(struct sup *sup) {
    unsigned n = 0;
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        const struct app_logs *logs = &inst->app->logs;
        for (int s = 0; s < 2; s++)
            inst->target[s].rotation = logs->rotation;
        n += logs->rotation != NULL;
    }
    log_files_rethink(&sup->pump.files);
    return n;
}

void log_ctl_settings(struct sup *sup, struct ctl_client *client) {
    struct log_defaults fresh;
    struct err err = {0};
    struct buf line = {0};
    if (read_defaults(sup, &fresh, &err) < 0) {
        ctl_reply_error(client, err.msg);
        return;
    }
    sup->log_defaults = fresh;
    sup->log_defaults.rotation.stamp = sup->log_defaults.stamp;
    line.failed = !use_defaults(sup);
    unsigned n = retarget(sup);
    buf_fmt(&line, "{\"ok\":true,\"rotated\":%u}", n);
    ctl_reply_buf(client, &line);
}
