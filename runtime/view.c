/* Instances as JSON. */
#include "runtime/view.h"

#include <stdlib.h>

#include "runtime/health.h"
#include "runtime/os/clock.h"
#include "runtime/usage.h"
#include "runtime/workers.h"
#include "schema/base/json_out.h"

static void key_null(struct json_out *j, const char *key) {
    json_key(j, str_of(key));
    json_raw(j, STR("null"));
}

static void key_text(struct json_out *j, const char *key, const char *text) {
    if (text)
        json_key_string(j, key, str_of(text));
    else
        key_null(j, key);
}

/* Tenths of a percent since the last look, or since the start where that was just now. */
static int64_t cpu_tenths(struct inst *inst, uint64_t ticks, int64_t now_ms) {
    enum { LOOK_MS = 200 };
    bool is_fresh =
        inst->cpu_at_ms && now_ms - inst->cpu_at_ms >= LOOK_MS && ticks >= inst->cpu_ticks;
    int64_t span_ms = now_ms - (is_fresh ? inst->cpu_at_ms : inst->started_ms);
    uint64_t used = ticks - (is_fresh ? inst->cpu_ticks : 0);
    if (is_fresh || !inst->cpu_at_ms) {
        inst->cpu_ticks = ticks;
        inst->cpu_at_ms = now_ms;
    }
    return span_ms > 0 ? (int64_t)used * 1000 * 1000 / (os_ticks_per_s() * span_ms) : 0;
}

static void write_usage(struct json_out *j, struct inst *inst, const struct usage *usage,
                        int64_t now_ms) {
    if (!inst->pid || !usage || !usage->is_known) {
        key_null(j, "cpu_percent");
        key_null(j, "memory_bytes");
        return;
    }
    int64_t tenths = cpu_tenths(inst, usage->cpu_ticks, now_ms);
    struct buf number = {0};
    buf_int(&number, tenths / 10);
    buf_char(&number, '.');
    buf_int(&number, tenths % 10);
    json_key(j, STR("cpu_percent"));
    json_raw(j, number.failed ? STR("null") : (struct str){number.p, number.n});
    buf_done(&number);
    json_key_int(j, "memory_bytes", (int64_t)usage->rss_pages * os_page_bytes());
}

static void write_exit(struct json_out *j, const struct inst *inst) {
    if (!inst->has_exited) {
        key_null(j, "exit");
        return;
    }
    json_key(j, STR("exit"));
    json_begin_object(j);
    if (inst->last_exit.by_signal) {
        struct buf name = {0};
        say_signal(&name, inst->last_exit.number);
        key_null(j, "code");
        json_key_string(j, "signal", (struct str){name.p, name.n});
        buf_done(&name);
    } else {
        json_key_int(j, "code", inst->last_exit.number);
        key_null(j, "signal");
    }
    json_end_object(j);
}

static void write_identity(struct json_out *j, const struct inst *inst) {
    json_key_int(j, "id", inst->pm_id);
    json_key_string(j, "name", str_of(inst->app->name));
    json_key_string(j, "namespace", str_of(inst->app->name_space));
    json_key_int(j, "instance", inst->number);
    json_key_string(j, "mode", inst->app->is_cluster ? STR("cluster") : STR("fork"));
}

static void write_run(struct json_out *j, const struct inst *inst, int64_t now_ms) {
    if (inst->pid)
        json_key_int(j, "pid", inst->pid);
    else
        key_null(j, "pid");
    json_key_string(j, "status", str_of(ready_status_name(inst)));
    json_key_int(j, "restarts", inst_restarts(inst));
    json_key_int(j, "unstable_restarts", inst->past.unstable);
    if (inst->pid)
        json_key_int(j, "uptime_ms", now_ms - inst->started_ms);
    else
        key_null(j, "uptime_ms");
    if (inst->started_wall_ms)
        json_key_int(j, "started_at", inst->started_wall_ms);
    else
        key_null(j, "started_at");
}

static void write_list(struct json_out *j, const char *key, const struct app_list *list) {
    json_key(j, str_of(key));
    json_begin_array(j);
    for (unsigned i = 0; i < list->n; i++)
        json_string(j, str_of(list->at[i]));
    json_end_array(j);
}

static void write_addresses(struct json_out *j, const struct app *app) {
    char text[LISTEN_TEXT_BYTES];
    json_key(j, STR("listen"));
    json_begin_array(j);
    for (unsigned i = 0; i < app->n_listen; i++) {
        listen_text(&app->listen[i], text);
        json_string(j, str_of(text));
    }
    json_end_array(j);
}

static void write_details(struct json_out *j, const struct inst *inst) {
    const struct app *app = inst->app;
    const struct log_target *out = &inst->target[0], *err = &inst->target[1];
    struct buf sig = {0}, file = {0};
    buf_fmt(&file, "%s/%s", inst->gen->root, inst->gen->file);
    json_key_string(j, "configuration", (struct str){file.p, file.n});
    buf_done(&file);
    json_key_string(j, "script", str_of(app->script));
    write_list(j, "args", &app->args);
    write_list(j, "node_args", &app->node_args);
    json_key_string(j, "cwd", str_of(app->cwd));
    key_text(j, "interpreter", app->interpreter);
    json_key_int(j, "instances", app->n_instances);
    write_addresses(j, app);
    json_key_string(j, "mark", str_of(inst->mark));
    json_key_bool(j, "autostart", app->autostart);
    json_key_bool(j, "autorestart", app->policy.autorestart);
    json_key_int(j, "max_restarts", app->policy.max_restarts);
    json_key_int(j, "min_uptime_ms", app->policy.min_uptime_ms);
    say_signal(&sig, app->kill_signal);
    json_key_string(j, "kill_signal", (struct str){sig.p, sig.n});
    buf_done(&sig);
    json_key_int(j, "kill_timeout_ms", app->kill_timeout_ms);
    json_key_bool(j, "treekill", app->treekill);
    json_key_bool(j, "merge_logs", app->logs.is_merged);
    key_text(j, "out_file", out->own ? out->own->path : NULL);
    key_text(j, "error_file", err->own ? err->own->path : NULL);
    key_text(j, "log_file", out->both ? out->both->path : NULL);
}

static void key_int_or_null(struct json_out *j, const char *key, int64_t n) {
    if (n > 0)
        json_key_int(j, key, n);
    else
        key_null(j, key);
}

/* What would have another process come in the place of this one. */
static void write_limits(struct json_out *j, const struct inst *inst) {
    const struct app *app = inst->app;
    const struct cron_clock *cron = app->cron;
    bool is_due = cron && inst->cron_at_s > 0 && !inst->is_held && inst->starts > 0;
    key_int_or_null(j, "max_memory_bytes", app->max_memory_bytes);
    key_text(j, "cron_restart",
             cron ? plan_str(&inst->gen->plan, app->index, OPT_CRON_RESTART) : NULL);
    key_text(j, "cron_timezone", cron ? cron->zone : NULL);
    key_int_or_null(j, "cron_next_at", is_due ? inst->cron_at_s * 1000 : 0);
    key_int_or_null(j, "error_threshold", (int64_t)app->errors_most);
    json_key_bool(j, "restart_on_error", app->errors_restart);
    health_write_check(inst, j);
}

static void write_readiness(struct json_out *j, const struct inst *inst) {
    json_key_bool(j, "confirmed", !ready_is_unconfirmed(inst));
    key_text(j, "status_text", inst->ready.status);
    key_text(j, "twin",
             inst->office == INST_COMES      ? "new"
             : inst->office == INST_REPLACED ? "old"
                                             : NULL);
}

static void write_inst(struct json_out *j, struct inst *inst, const struct usage *usage,
                       int64_t now_ms, bool in_full) {
    json_begin_object(j);
    write_identity(j, inst);
    write_run(j, inst, now_ms);
    write_usage(j, inst, usage, now_ms);
    write_exit(j, inst);
    key_text(j, "reason", inst->reason);
    json_key_int(j, "logs_dropped", (int64_t)inst->logs_dropped);
    write_readiness(j, inst);
    health_write(inst, j);
    if (in_full) {
        write_details(j, inst);
        write_limits(j, inst);
        metrics_write(workers_metrics(inst), j);
    }
    json_end_object(j);
}

static bool is_gone(const struct inst *inst) {
    return inst->is_leaving && proc_is_resting(inst->proc.state);
}

void view_list(struct sup *sup, const struct inst_set *set, struct buf *out) {
    struct usage *usage = usage_take(sup);
    struct json_out j;
    int64_t now_ms = os_now_ms();
    unsigned at = 0, i = 0;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", true);
    json_key(&j, STR("list"));
    json_begin_array(&j);
    for (struct inst *inst = sup->first; inst; inst = inst->next, i++) {
        bool is_meant = set ? at < set->n && set->at[at] == inst : !is_gone(inst);
        at += set && is_meant;
        if (is_meant)
            write_inst(&j, inst, usage ? &usage[i] : NULL, now_ms, set != NULL);
    }
    json_end_array(&j);
    json_end_object(&j);
    free(usage);
}
