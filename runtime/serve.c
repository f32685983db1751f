/* Requests and who sees to them. */
#include "runtime/serve.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "runtime/apply.h"
#include "runtime/follow.h"
#include "runtime/late.h"
#include "runtime/log_ctl.h"
#include "runtime/saved.h"
#include "runtime/select.h"
#include "runtime/steer.h"
#include "runtime/trigger.h"
#include "runtime/view.h"
#include "schema/unit/signal_name.h"

/* What a request is about; the set is of its targets. */
struct service {
    struct sup *sup;
    struct ctl_client *client;
    const struct ctl_request *request;
    struct inst_set set;
};

static void out_of_memory(const struct service *s) {
    ctl_reply_error(s->client, "the supervisor is out of memory");
}

/* Sends the line and frees it. */
static void send_line(const struct service *s, struct buf *line) {
    if (line->failed)
        out_of_memory(s);
    else
        ctl_reply(s->client, (struct str){line->p, line->n});
    buf_done(line);
}

/* ---- looking --------------------------------------------------------------------------------- */

static void serve_list(struct service *s) {
    struct buf line = {0};
    view_list(s->sup, s->request->command == CTL_SHOW ? &s->set : NULL, &line);
    send_line(s, &line);
}

/* The environment that a start would give it now. */
static void write_env(struct json_out *j, struct inst *inst) {
    struct arena arena;
    struct child child;
    struct err err; /* where it could not be started, it would have that environment */
    arena_init_may_fail(&arena, 0);
    struct child_id id = inst_child_id(inst, &arena);
    (void)child_prepare(&child, inst->app, &id, inst->gen->environ, &err);
    json_begin_object(j);
    for (char **env = child.envp; env && *env; env++) {
        struct str entry = str_of(*env);
        size_t n = str_index(entry, '=');
        json_key(j, (struct str){entry.p, n});
        json_string(j, str_skip(entry, n < entry.n ? n + 1 : n));
    }
    json_end_object(j);
    child_done(&child);
    arena_done(&arena);
}

static void serve_env(struct service *s) {
    struct buf line = {0};
    struct json_out j;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", true);
    json_key(&j, STR("list"));
    json_begin_array(&j);
    for (unsigned i = 0; i < s->set.n; i++) {
        json_begin_object(&j);
        json_key_int(&j, "id", s->set.at[i]->pm_id);
        json_key_string(&j, "name", str_of(s->set.at[i]->app->name));
        json_key(&j, STR("env"));
        write_env(&j, s->set.at[i]);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    send_line(s, &line);
}

static void serve_ping(struct service *s) {
    ctl_reply(s->client, STR("{\"ok\":true}"));
}

/* ---- at once --------------------------------------------------------------------------------- */

/* One result; error NULL: it is done. */
static void write_result(struct json_out *j, const struct inst *inst, const char *error) {
    json_begin_object(j);
    json_key_int(j, "id", inst->pm_id);
    json_key_string(j, "name", str_of(inst->app->name));
    json_key_bool(j, "ok", !error);
    json_key_string(j, "status", str_of(ready_status_name(inst)));
    if (inst->pid)
        json_key_int(j, "pid", inst->pid);
    if (error)
        json_key_string(j, "error", str_of(error));
    json_end_object(j);
}

/* Does it to each instance of the set, and answers. `act` gives NULL, or why not. */
static void serve_each(struct service *s, const char *(*act)(struct inst *inst, int number),
                       int number) {
    struct buf line = {0};
    struct json_out j;
    bool ok = true;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key(&j, STR("results"));
    json_begin_array(&j);
    for (unsigned i = 0; i < s->set.n; i++) {
        const char *error = act(s->set.at[i], number);
        ok = ok && !error;
        write_result(&j, s->set.at[i], error);
    }
    json_end_array(&j);
    json_key_bool(&j, "ok", ok);
    json_end_object(&j);
    send_line(s, &line);
}

static const char *reset(struct inst *inst, int number) {
    (void)number;
    inst->past = (struct policy_past){0};
    inst->forgotten = inst->pid && inst->starts ? inst->starts - 1 : inst->starts;
    return NULL;
}

static void serve_reset(struct service *s) {
    serve_each(s, reset, 0);
}

/* To the main process only. */
static const char *send_signal(struct inst *inst, int number) {
    if (inst->pid <= 0)
        return "it does not run";
    return inst_signal(inst, number) < 0 ? "the signal cannot be sent" : NULL;
}

static void serve_signal(struct service *s) {
    int number = signal_number(str_of(s->request->argument));
    struct err err;
    if (number > 0) {
        serve_each(s, send_signal, number);
        return;
    }
    (void)err_set(&err, "\"%s\" is no signal", s->request->argument);
    ctl_reply_error(s->client, err.msg);
}

static void serve_trigger(struct service *s) {
    struct err err;
    if (trigger_begin(s->sup, s->client, &s->set, s->request->argument, &err) < 0)
        ctl_reply_error(s->client, err.msg);
}

static void serve_message(struct service *s) {
    struct err err;
    if (trigger_tell(s->client, &s->set, s->request->argument, &err) < 0)
        ctl_reply_error(s->client, err.msg);
}

/* ---- logs ------------------------------------------------------------------------------------ */

static void serve_logs(struct service *s) {
    follow_streams(s->client, &s->set);
}

static void serve_follow(struct service *s) {
    follow_begin(s->sup, s->client, &s->request->targets, &s->set);
}

static void serve_flush(struct service *s) {
    log_ctl_flush(s->sup, s->client, &s->set);
}

static void serve_settings(struct service *s) {
    log_ctl_settings(s->sup, s->client);
}

static void serve_reload_logs(struct service *s) {
    log_ctl_reload(s->sup, s->client);
}

/* ---- that take their time --------------------------------------------------------------------- */

static void serve_steer(struct service *s) {
    renewal_yield(s->sup, &s->set);
    if (steer_begin(s->sup, s->client, s->request->command, &s->set) < 0)
        out_of_memory(s);
}

static void serve_reload(struct service *s) {
    apply_reload(s->sup, s->client, s->request, &s->set);
}

/* Of whatever instances were meant, all of that app. */
static void serve_scale(struct service *s) {
    struct err err;
    unsigned n = 0;
    for (struct inst *inst = s->sup->first; inst && s->set.n; inst = inst->next)
        n += !inst->is_leaving && inst->office == INST_HOLDS &&
             strcmp(inst->app->name, s->set.at[0]->app->name) == 0;
    if (n > s->set.n && s->request->targets.n == 1) {
        const char *name = s->set.at[0]->app->name;
        inst_set_done(&s->set);
        if (select_targets(s->sup, &name, 1, &s->set, &err) < 0) {
            ctl_reply_error(s->client, err.msg);
            return;
        }
    }
    renewal_yield(s->sup, &s->set);
    if (steer_scale(s->sup, s->client, &s->set, s->request->argument, &err) < 0)
        ctl_reply_error(s->client, err.msg);
}

static void serve_apply(struct service *s) {
    apply_request(s->sup, s->client, s->request);
}

/* Answered when all has stopped; the loop ends by itself then. */
static void serve_kill(struct service *s) {
    const char *all = "all";
    struct err err;
    say_line(&s->sup->say, SAY_PLAIN, "ecort kill, stopping everything");
    s->sup->is_stopping = true;
    relics_end_all(s->sup, false);
    if (select_targets(s->sup, &all, 1, &s->set, &err) < 0 ||
        steer_begin(s->sup, s->client, CTL_STOP, &s->set) < 0) {
        out_of_memory(s);
        sup_stop_all(s->sup);
    }
}

/* ---- the saved list -------------------------------------------------------------------------- */

static void serve_save(struct service *s) {
    struct err err;
    struct buf line = {0};
    struct json_out j;
    unsigned n = 0;
    if (s->sup->n_insts == 0 && !s->request->force) {
        ctl_reply_error(s->client, "there is nothing to save; --force saves an empty list");
        return;
    }
    if (saved_write(s->sup, &n, &err) < 0) {
        ctl_reply_error(s->client, err.msg);
        return;
    }
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", true);
    json_key_int(&j, "saved", n);
    json_end_object(&j);
    send_line(s, &line);
}

/* What save would keep, as hexadecimal digits. */
static void serve_plans(struct service *s) {
    static const char digits[] = "0123456789abcdef";
    struct err err;
    struct buf bytes = {0}, line = {0};
    unsigned n;
    if (saved_bytes(s->sup, &bytes, &n, &err) < 0) {
        buf_done(&bytes);
        ctl_reply_error(s->client, err.msg);
        return;
    }
    buf_z(&line, "{\"ok\":true,\"plans\":\"");
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        buf_char(&line, digits[c >> 4]);
        buf_char(&line, digits[c & 15]);
    }
    buf_z(&line, "\"}");
    buf_done(&bytes);
    send_line(s, &line);
}

/* What cannot be brought back is told first, as progress; the results are those of a start. */
static void tell_troubles(const struct service *s, struct str troubles) {
    while (troubles.n) {
        size_t n = str_index(troubles, '\n');
        struct buf text = {0};
        struct json_out j;
        json_out_init(&j, &text, 0);
        json_begin_object(&j);
        json_key_string(&j, "trouble", (struct str){troubles.p, n});
        json_end_object(&j);
        if (!text.failed)
            ctl_progress(s->client, (struct str){text.p, text.n});
        buf_done(&text);
        troubles = str_skip(troubles, n < troubles.n ? n + 1 : n);
    }
}

static void serve_resurrect(struct service *s) {
    struct buf troubles = {0};
    struct err err = {0};
    struct arena arena;
    arena_init_may_fail(&arena, 0);
    char **environ = late_split(&arena, s->request->blob[0]);
    if (!environ)
        out_of_memory(s);
    else if (saved_restore(s->sup, environ, &s->set, &troubles, &err) < 0)
        ctl_reply_error(s->client, err.msg);
    else {
        tell_troubles(s, (struct str){troubles.p, troubles.n});
        if (steer_begin(s->sup, s->client, CTL_START, &s->set) < 0)
            out_of_memory(s);
    }
    buf_done(&troubles);
    arena_done(&arena);
}

/* ---- another program --------------------------------------------------------------------------- */

/* Requests end with the supervisor, so none may be under way. */
static const char *update(struct service *s) {
    struct sup *sup = s->sup;
    if (sup->keep.watch.fd < 0)
        return "the keeper is gone, and only it could change the program; ecort kill, then start";
    renewal_yield(sup, NULL); /* the next supervisor begins them again */
    if (sup->updater || sup->ops || sup->applies || sup->triggers)
        return "a command is under way; update when it is done";
    int fd = open(s->request->argument, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return "the program cannot be opened";
    bool is_sent = keep_update(sup, fd);
    (void)close(fd);
    if (is_sent)
        sup->updater = s->client;
    return is_sent ? NULL : "the keeper does not listen; try again";
}

static void serve_update(struct service *s) {
    const char *trouble = update(s);
    if (trouble)
        ctl_reply_error(s->client, trouble);
}

/* ---- all -------------------------------------------------------------------------------------- */

struct row {
    void (*serve)(struct service *s);
    bool has_set;        /* its targets are instances */
    bool while_stopping; /* also when the supervisor is about to end */
};

static const struct row rows[CTL_COMMANDS] = {
    [CTL_LIST] = {serve_list, false, true},
    [CTL_SHOW] = {serve_list, true, true},
    [CTL_STOP] = {serve_steer, true, true},
    [CTL_START] = {serve_steer, true, false},
    [CTL_RESTART] = {serve_steer, true, false},
    [CTL_RELOAD] = {serve_reload, true, false},
    [CTL_DELETE] = {serve_steer, true, false},
    [CTL_SCALE] = {serve_scale, true, false},
    [CTL_RESET] = {serve_reset, true, true},
    [CTL_SIGNAL] = {serve_signal, true, true},
    [CTL_TRIGGER] = {serve_trigger, true, true},
    [CTL_MESSAGE] = {serve_message, true, true},
    [CTL_LOGS] = {serve_logs, true, true},
    [CTL_FOLLOW] = {serve_follow, true, true},
    [CTL_FLUSH] = {serve_flush, true, true},
    [CTL_RELOAD_LOGS] = {serve_reload_logs, false, true},
    [CTL_SETTINGS] = {serve_settings, false, true},
    [CTL_ENV] = {serve_env, true, true},
    [CTL_APPLY] = {serve_apply, false, false},
    [CTL_SAVE] = {serve_save, false, false},
    [CTL_PLANS] = {serve_plans, false, true},
    [CTL_RESURRECT] = {serve_resurrect, false, false},
    [CTL_UPDATE] = {serve_update, false, false},
    [CTL_KILL] = {serve_kill, false, true},
    [CTL_PING] = {serve_ping, false, true},
};

/* Without targets all are meant; request.c says who may leave them out. */
static int select_set(struct service *s, struct err *err) {
    const char *const all = "all";
    const struct ctl_texts *targets = &s->request->targets;
    return targets->n ? select_targets(s->sup, targets->at, targets->n, &s->set, err)
                      : select_targets(s->sup, &all, 1, &s->set, err);
}

void serve_request(void *ctx, struct ctl_client *client, const struct ctl_request *request) {
    struct service s = {.sup = ctx, .client = client, .request = request};
    const struct row *row = &rows[request->command];
    struct err err;
    s.sup->is_unsaved = true;
    if (s.sup->is_stopping && !row->while_stopping)
        ctl_reply_error(client, "the supervisor is stopping");
    else if (row->has_set && select_set(&s, &err) < 0)
        ctl_reply_error(client, err.msg);
    else
        row->serve(&s);
    inst_set_done(&s.set);
}

void serve_client_drained(void *ctx, struct ctl_client *client) {
    follow_drained(ctx, client);
}

void serve_client_gone(void *ctx, struct ctl_client *client) {
    struct sup *sup = ctx;
    follow_client_gone(sup, client);
    steer_client_gone(sup, client);
    trigger_client_gone(sup, client);
    if (sup->updater == client)
        sup->updater = NULL;
    apply_client_gone(sup, client);
}
