/* Requests and their progress. A request holds no state of an instance, only what it waits for;
 * after each change it looks again at all it waits for. */
#include "runtime/steer.h"

#include <stdlib.h>

#include "runtime/apply.h"
#include "runtime/select.h"
#include "runtime/view.h"
#include "schema/base/json_out.h"

/* READY_TO_STOP and READY_TO_START wait for others of the request. */
enum phase { PHASE_READY_TO_STOP, PHASE_STOPS, PHASE_READY_TO_START, PHASE_BEGUN };
enum outcome { OUTCOME_WAITS, OUTCOME_DONE, OUTCOME_FAILED };

struct steer_item {
    struct inst *inst; /* held */
    enum phase phase;
    enum outcome outcome;
    unsigned starts_before;
    const char *note; /* a literal, or NULL */
};

struct steer_op {
    struct steer_op *next;
    struct ctl_client *client; /* NULL: it left, or there was none */
    enum ctl_command command;
    unsigned n;
    struct steer_item item[];
};

/* ---- order ----------------------------------------------------------------------------------- */

static bool needs(const struct inst *inst, const struct inst *other) {
    for (unsigned i = 0; i < inst->app->n_needs; i++)
        if (strcmp(inst->app->needs[i], other->app->name) == 0)
            return gen_is_same_ecosystem(inst->gen, other->gen);
    return false;
}

/* Somebody of this request who needs it has not stopped yet. */
static bool is_needed_still(const struct steer_op *op, const struct inst *inst) {
    for (unsigned i = 0; i < op->n && inst->app->is_needed; i++)
        if (op->item[i].phase <= PHASE_STOPS && op->item[i].outcome == OUTCOME_WAITS &&
            needs(op->item[i].inst, inst))
            return true;
    return false;
}

/* Somebody of this request whom it needs does not run yet, but may. */
static bool needs_still(const struct steer_op *op, const struct inst *inst) {
    for (unsigned i = 0; i < op->n && inst->app->n_needs; i++)
        if (op->item[i].outcome == OUTCOME_WAITS && needs(inst, op->item[i].inst))
            return true;
    return false;
}

/* ---- what ------------------------------------------------------------------------------------ */

static bool is_up(enum proc_state state) {
    return state == PROC_ONLINE || state == PROC_LAUNCHING;
}

static bool is_dying(enum proc_state state) {
    return state == PROC_STOPPING || state == PROC_KILLING;
}

/* Whether the request wants the instance to end up at rest. */
static bool wants_rest(const struct steer_op *op) {
    return op->command == CTL_STOP || op->command == CTL_DELETE;
}

/* The first phase is for those that stop, with or without a start thereafter. A restart outside
 * any order needs no look between its halves: the table remembers the start. */
static void set_up(struct steer_op *op, struct steer_item *item) {
    const struct inst *inst = item->inst;
    bool is_ordered = inst->app->n_needs || inst->app->is_needed;
    bool ends_first = op->command == CTL_RESTART && is_ordered && is_up(inst->proc.state);
    item->phase = wants_rest(op) || ends_first ? PHASE_READY_TO_STOP : PHASE_READY_TO_START;
    item->starts_before = inst->starts;
    if (op->command == CTL_STOP && inst->proc.state == PROC_STOPPED)
        item->note = "already stopped";
    if (op->command == CTL_START && inst->proc.state == PROC_ONLINE)
        item->note = "already online";
}

static void begin_stop(struct steer_op *op, struct steer_item *item) {
    item->phase = PHASE_STOPS;
    item->inst->is_held = wants_rest(op);
    if (op->command == CTL_DELETE)
        sup_leave(item->inst);
    else
        sup_event(item->inst, PROC_STOP);
}

static void begin_start(struct steer_op *op, struct steer_item *item) {
    struct inst *inst = item->inst;
    item->phase = PHASE_BEGUN;
    item->starts_before = inst->starts;
    inst->is_held = false;
    if (item->note)
        return;
    inst->past = (struct policy_past){0}; /* by hand: with a clean record */
    if (op->command == CTL_RESTART && is_up(inst->proc.state))
        sup_event(inst, PROC_STOP);
    sup_event(inst, PROC_START);
}

static enum outcome outcome_of(const struct steer_op *op, const struct steer_item *item) {
    enum proc_state state = item->inst->proc.state;
    if (item->phase == PHASE_READY_TO_STOP || item->phase == PHASE_READY_TO_START)
        return OUTCOME_WAITS;
    if (wants_rest(op))
        return proc_is_resting(state) ? OUTCOME_DONE
               : is_dying(state)      ? OUTCOME_WAITS
                                      : OUTCOME_FAILED;
    if (item->phase == PHASE_STOPS)
        return OUTCOME_WAITS;
    bool ran = item->inst->starts != item->starts_before;
    if (state == PROC_ONLINE && (ran || item->note))
        return OUTCOME_DONE;
    if (proc_is_resting(state))
        return OUTCOME_FAILED;
    return OUTCOME_WAITS;
}

/* One step of one instance, where it can be taken; whether it was. */
static bool advance_item(struct steer_op *op, struct steer_item *item) {
    struct inst *inst = item->inst;
    enum outcome before = item->outcome;
    if (item->outcome != OUTCOME_WAITS)
        return false;
    if (item->phase == PHASE_READY_TO_STOP && !is_needed_still(op, inst)) {
        begin_stop(op, item);
    } else if (item->phase == PHASE_STOPS && !wants_rest(op) && !is_dying(inst->proc.state)) {
        item->phase = PHASE_READY_TO_START;
        return true;
    } else if (item->phase == PHASE_READY_TO_START && !needs_still(op, inst)) {
        begin_start(op, item);
    }
    item->outcome = outcome_of(op, item);
    return item->outcome != before;
}

/* ---- answers --------------------------------------------------------------------------------- */

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

static void forget(struct sup *sup, struct steer_op *op) {
    struct steer_op **at = &sup->ops;
    while (*at != op)
        at = &(*at)->next;
    *at = op->next;
    for (unsigned i = 0; i < op->n; i++)
        op->item[i].inst->holds--;
    sup->has_leaving = true;
    free(op);
}

/* As far as it goes without waiting; answers and forgets the request where that is to its end. */
static void advance(struct sup *sup, struct steer_op *op) {
    bool waits = true;
    for (bool moved = true; moved;) {
        moved = waits = false;
        for (unsigned i = 0; i < op->n; i++) {
            moved = advance_item(op, &op->item[i]) || moved;
            waits = waits || op->item[i].outcome == OUTCOME_WAITS;
        }
    }
    if (waits)
        return;
    if (op->client)
        reply_results(op);
    forget(sup, op);
}

void steer_go_on(struct sup *sup) {
    for (struct steer_op *op = sup->ops, *next; op; op = next) {
        next = op->next;
        advance(sup, op);
    }
}

/* Takes the set's instances, not its memory. */
static int begin(struct sup *sup, struct ctl_client *client, enum ctl_command command,
                 const struct inst_set *set) {
    struct steer_op *op = calloc(1, sizeof *op + set->n * sizeof op->item[0]);
    if (!op)
        return -1;
    op->client = client;
    op->command = command;
    op->n = set->n;
    for (unsigned i = 0; i < set->n; i++) {
        /* What was started last stops first. */
        struct inst *inst = set->at[wants_rest(op) && !client ? set->n - 1 - i : i];
        inst->holds++;
        op->item[i].inst = inst;
        set_up(op, &op->item[i]);
    }
    op->next = sup->ops;
    sup->ops = op;
    advance(sup, op);
    return 0;
}

int steer_all(struct sup *sup, enum ctl_command command) {
    const char *all = "all";
    struct inst_set set;
    struct err err;
    if (select_targets(sup, &all, 1, &set, &err) < 0)
        return -1;
    unsigned n = 0;
    for (unsigned i = 0; i < set.n; i++)
        if (command != CTL_START || set.at[i]->app->autostart)
            set.at[n++] = set.at[i];
    set.n = n;
    int rc = begin(sup, NULL, command, &set);
    inst_set_done(&set);
    return rc;
}

static void reply_list(struct sup *sup, struct ctl_client *client, const struct inst_set *set) {
    struct buf line = {0};
    view_list(sup, set, &line);
    if (line.failed)
        ctl_reply_error(client, "the supervisor is out of memory");
    else
        ctl_reply(client, (struct str){line.p, line.n});
    buf_done(&line);
}

/* A request about some of the instances. */
static void request_set(struct sup *sup, struct ctl_client *client,
                        const struct ctl_request *request) {
    struct inst_set set;
    struct err err;
    if (select_targets(sup, request->targets.at, request->targets.n, &set, &err) < 0) {
        ctl_reply_error(client, err.msg);
        inst_set_done(&set);
        return;
    }
    if (request->command == CTL_SHOW)
        reply_list(sup, client, &set);
    else if (sup->is_stopping && request->command != CTL_STOP)
        ctl_reply_error(client, "the supervisor is stopping");
    else if (begin(sup, client, request->command, &set) < 0)
        ctl_reply_error(client, "the supervisor is out of memory");
    inst_set_done(&set);
}

/* Answered when all has stopped; the loop ends by itself then. */
static void request_kill(struct sup *sup, struct ctl_client *client) {
    const char *all = "all";
    struct inst_set set;
    struct err err;
    say_line(&sup->say, SAY_PLAIN, "ecort kill, stopping everything");
    sup->is_stopping = true;
    if (select_targets(sup, &all, 1, &set, &err) < 0 || begin(sup, client, CTL_STOP, &set) < 0) {
        ctl_reply_error(client, "the supervisor is out of memory");
        sup_stop_all(sup);
    }
    inst_set_done(&set);
}

void steer_request(void *ctx, struct ctl_client *client, const struct ctl_request *request) {
    struct sup *sup = ctx;
    switch (request->command) {
    case CTL_LIST:
        reply_list(sup, client, NULL);
        break;
    case CTL_SHOW:
    case CTL_STOP:
    case CTL_START:
    case CTL_RESTART:
    case CTL_DELETE:
        request_set(sup, client, request);
        break;
    case CTL_KILL:
        request_kill(sup, client);
        break;
    case CTL_APPLY:
        if (sup->is_stopping)
            ctl_reply_error(client, "the supervisor is stopping");
        else
            apply_request(sup, client, request);
        break;
    case CTL_PING:
        ctl_reply(client, STR("{\"ok\":true}"));
        break;
    case CTL_COMMANDS:
        break;
    }
}

void steer_client_gone(void *ctx, struct ctl_client *client) {
    struct sup *sup = ctx;
    for (struct steer_op *op = sup->ops; op; op = op->next)
        if (op->client == client)
            op->client = NULL;
    apply_client_gone(sup, client);
}

void steer_done(struct sup *sup) {
    while (sup->ops)
        forget(sup, sup->ops);
}
