/* Requests and their progress. A request holds no state of an instance, only what it waits for. */
#include "runtime/steer.h"

#include <stdlib.h>

#include "runtime/follow.h"
#include "runtime/log_ctl.h"
#include "runtime/view.h"
#include "schema/base/json_out.h"
#include "schema/unit/did_you_mean.h"

enum outcome { OUTCOME_WAITS, OUTCOME_DONE, OUTCOME_FAILED };

struct steer_item {
    struct inst *inst;
    enum outcome outcome;
    unsigned starts_before;
    const char *note; /* a literal, or NULL */
};

struct steer_op {
    struct steer_op *next;
    struct ctl_client *client; /* NULL: it left */
    enum ctl_command command;
    bool is_set_up; /* every instance has got its events */
    unsigned n;
    struct steer_item item[];
};

/* ---- who ------------------------------------------------------------------------------------- */

enum match_kind { MATCH_NAME, MATCH_NAMESPACE, MATCH_ID, MATCH_KINDS };

static bool matches(const struct inst *inst, const char *target, enum match_kind kind) {
    char *end;
    switch (kind) {
    case MATCH_NAME:
        return strcmp(inst->app->name, target) == 0;
    case MATCH_NAMESPACE:
        return strcmp(inst->app->name_space, target) == 0;
    case MATCH_ID:
        return target[0] >= '0' && target[0] <= '9' && strtoul(target, &end, 10) == inst->pm_id &&
               *end == 0;
    case MATCH_KINDS:
        break;
    }
    return false;
}

/* Marks the instances that the target means; false where there are none. */
static bool mark_target(const struct sup *sup, const char *target, bool *marked) {
    bool found = false;
    if (strcmp(target, "all") == 0) {
        memset(marked, 1, sup->n_insts);
        return true;
    }
    for (unsigned kind = 0; kind < MATCH_KINDS && !found; kind++)
        for (unsigned i = 0; i < sup->n_insts; i++)
            if (matches(&sup->insts[i], target, (enum match_kind)kind))
                found = marked[i] = true;
    return found;
}

static void reply_unknown(const struct sup *sup, struct ctl_client *client, const char *target) {
    struct err err;
    struct str *names = calloc(sup->gen.n_apps + 1, sizeof *names);
    size_t hit = sup->gen.n_apps;
    for (unsigned i = 0; names && i < sup->gen.n_apps; i++)
        names[i] = str_of(sup->gen.apps[i].name);
    if (names)
        hit = did_you_mean(str_of(target), names, sup->gen.n_apps);
    free(names);
    if (hit < sup->gen.n_apps)
        (void)err_set(&err, "no app, namespace or id is called \"%s\"; did you mean \"%s\"?",
                      target, sup->gen.apps[hit].name);
    else
        (void)err_set(&err, "no app, namespace or id is called \"%s\"", target);
    ctl_reply_error(client, err.msg);
}

bool *steer_find(const struct sup *sup, struct ctl_client *client,
                 const struct ctl_request *request) {
    bool *marked = calloc(sup->n_insts + 1, sizeof *marked);
    if (!marked) {
        ctl_reply_error(client, "the supervisor is out of memory");
        return NULL;
    }
    if (request->n_targets == 0)
        memset(marked, 1, sup->n_insts);
    for (unsigned i = 0; i < request->n_targets; i++)
        if (!mark_target(sup, request->targets[i], marked)) {
            reply_unknown(sup, client, request->targets[i]);
            free(marked);
            return NULL;
        }
    return marked;
}

/* ---- what ------------------------------------------------------------------------------------ */

static bool is_up(enum proc_state state) {
    return state == PROC_ONLINE || state == PROC_LAUNCHING;
}

/* The events that make it so. */
static void begin_item(enum ctl_command command, struct steer_item *item) {
    struct inst *inst = item->inst;
    enum proc_state state = inst->proc.state;
    item->starts_before = inst->starts;
    if (command == CTL_STOP) {
        if (state == PROC_STOPPED)
            item->note = "already stopped";
        sup_event(inst, PROC_STOP);
        return;
    }
    if (command == CTL_START && state == PROC_ONLINE) {
        item->note = "already online";
        return;
    }
    inst->past = (struct policy_past){0}; /* by hand: with a clean record */
    if (command == CTL_RESTART && is_up(state))
        sup_event(inst, PROC_STOP);
    sup_event(inst, PROC_START);
}

static bool is_dying(enum proc_state state) {
    return state == PROC_STOPPING || state == PROC_KILLING;
}

static enum outcome outcome_of(const struct steer_op *op, const struct steer_item *item) {
    enum proc_state state = item->inst->proc.state;
    if (op->command == CTL_STOP)
        return proc_is_resting(state) ? OUTCOME_DONE
               : is_dying(state)      ? OUTCOME_WAITS
                                      : OUTCOME_FAILED;
    bool ran = item->inst->starts != item->starts_before;
    if (state == PROC_ONLINE && (ran || item->note))
        return OUTCOME_DONE;
    if (proc_is_resting(state))
        return OUTCOME_FAILED;
    return OUTCOME_WAITS;
}

static void write_item(struct json_out *j, const struct steer_item *item) {
    const struct inst *inst = item->inst;
    json_begin_object(j);
    json_key_int(j, "id", inst->pm_id);
    json_key_string(j, "name", str_of(inst->app->name));
    json_key_bool(j, "ok", item->outcome == OUTCOME_DONE);
    json_key_string(j, "status", str_of(proc_state_name(inst->proc.state)));
    if (inst->pid && inst->proc.state == PROC_ONLINE)
        json_key_int(j, "pid", inst->pid);
    if (item->note)
        json_key_string(j, "note", str_of(item->note));
    if (item->outcome == OUTCOME_FAILED)
        json_key_string(j, "error",
                        str_of(inst->reason                       ? inst->reason
                               : inst->proc.state == PROC_STOPPED ? "it was stopped meanwhile"
                                                                  : "it was started meanwhile"));
    json_end_object(j);
}

static void reply_results(struct steer_op *op) {
    struct buf line = {0};
    struct json_out j;
    bool all_done = true;
    for (unsigned i = 0; i < op->n; i++)
        all_done = all_done && op->item[i].outcome == OUTCOME_DONE;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", all_done);
    json_key(&j, STR("results"));
    json_begin_array(&j);
    for (unsigned i = 0; i < op->n; i++)
        write_item(&j, &op->item[i]);
    json_end_array(&j);
    json_end_object(&j);
    if (line.failed)
        ctl_reply_error(op->client, "the supervisor is out of memory");
    else
        ctl_reply(op->client, (struct str){line.p, line.n});
    buf_done(&line);
}

/* Answers and forgets the request where nothing of it is left to wait for. */
static void finish(struct sup *sup, struct steer_op *op) {
    for (unsigned i = 0; i < op->n; i++)
        if (op->item[i].outcome == OUTCOME_WAITS)
            return;
    struct steer_op **at = &sup->ops;
    while (*at != op)
        at = &(*at)->next;
    *at = op->next;
    if (op->client)
        reply_results(op);
    free(op);
}

void steer_changed(struct sup *sup, struct inst *inst) {
    for (struct steer_op *op = sup->ops, *next; op; op = next) {
        next = op->next;
        if (!op->is_set_up)
            continue;
        for (unsigned i = 0; i < op->n; i++)
            if (op->item[i].inst == inst && op->item[i].outcome == OUTCOME_WAITS)
                op->item[i].outcome = outcome_of(op, &op->item[i]);
        finish(sup, op);
    }
}

static void begin(struct sup *sup, struct ctl_client *client, const struct ctl_request *request) {
    if (sup->is_stopping && request->command != CTL_STOP) {
        ctl_reply_error(client, "the supervisor is stopping");
        return;
    }
    bool *marked = steer_find(sup, client, request);
    if (!marked)
        return;
    struct steer_op *op = calloc(1, sizeof *op + sup->n_insts * sizeof op->item[0]);
    if (!op) {
        ctl_reply_error(client, "the supervisor is out of memory");
        free(marked);
        return;
    }
    op->client = client;
    op->command = request->command;
    for (unsigned i = 0; i < sup->n_insts; i++)
        if (marked[i])
            op->item[op->n++].inst = &sup->insts[i];
    free(marked);
    op->next = sup->ops;
    sup->ops = op;
    for (unsigned i = 0; i < op->n; i++)
        begin_item(op->command, &op->item[i]);
    op->is_set_up = true;
    for (unsigned i = 0; i < op->n; i++)
        op->item[i].outcome = outcome_of(op, &op->item[i]);
    finish(sup, op);
}

static void reply_list(struct sup *sup, struct ctl_client *client,
                       const struct ctl_request *request) {
    bool *marked = NULL;
    if (request->command == CTL_SHOW) {
        marked = steer_find(sup, client, request);
        if (!marked)
            return;
    }
    struct buf line = {0};
    view_list(sup, marked, &line);
    free(marked);
    if (line.failed)
        ctl_reply_error(client, "the supervisor is out of memory");
    else
        ctl_reply(client, (struct str){line.p, line.n});
    buf_done(&line);
}

void steer_request(void *ctx, struct ctl_client *client, const struct ctl_request *request) {
    struct sup *sup = ctx;
    switch (request->command) {
    case CTL_LIST:
    case CTL_SHOW:
        reply_list(sup, client, request);
        break;
    case CTL_STOP:
    case CTL_START:
    case CTL_RESTART:
        begin(sup, client, request);
        break;
    case CTL_LOGS:
    case CTL_FOLLOW:
        follow_request(sup, client, request);
        break;
    case CTL_FLUSH:
        log_ctl_flush(sup, client, request);
        break;
    case CTL_RELOAD_LOGS:
        log_ctl_reload(sup, client);
        break;
    case CTL_PING:
        ctl_reply(client, STR("{\"ok\":true}"));
        break;
    case CTL_COMMANDS:
        break;
    }
}

void steer_client_drained(void *ctx, struct ctl_client *client) {
    follow_drained(ctx, client);
}

void steer_client_gone(void *ctx, struct ctl_client *client) {
    struct sup *sup = ctx;
    follow_client_gone(sup, client);
    for (struct steer_op *op = sup->ops; op; op = op->next)
        if (op->client == client)
            op->client = NULL;
}
