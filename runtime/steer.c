/* Requests and their progress. A request holds no state of an instance, only what it waits for;
 * after each change it looks again at all it waits for. */
#include "runtime/steer.h"

#include <stdlib.h>

#include "runtime/select.h"
#include "schema/base/json_out.h"

/* READY_TO_STOP and READY_TO_START wait for others of the request. */
enum phase { PHASE_READY_TO_STOP, PHASE_STOPS, PHASE_READY_TO_START, PHASE_BEGUN };
enum outcome { OUTCOME_WAITS, OUTCOME_DONE, OUTCOME_FAILED };

struct steer_item {
    struct inst *inst; /* held */
    enum ctl_command command;
    enum phase phase;
    enum outcome outcome;
    unsigned starts_before;
    bool is_due;      /* counted in inst->n_due */
    const char *note; /* a literal, or NULL */
};

struct steer_op {
    struct steer_op *next;
    struct ctl_client *client; /* NULL: it left, or there was none */
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

/* Whether the instance is to end up at rest. */
static bool wants_rest(const struct steer_item *item) {
    return item->command == CTL_STOP || item->command == CTL_DELETE;
}

static void count_due(struct steer_item *item, bool is_due) {
    item->inst->n_due += (unsigned)is_due - (unsigned)item->is_due;
    item->is_due = is_due;
}

static void look_at_due(struct steer_item *item) {
    count_due(item,
              item->outcome == OUTCOME_WAITS && !wants_rest(item) && item->phase != PHASE_BEGUN);
}

/* The first phase is for those that stop, with or without a start thereafter. A restart outside
 * any order needs no look between its halves: the table remembers the start. */
static void set_up(struct steer_item *item) {
    const struct inst *inst = item->inst;
    bool is_ordered = inst->app->n_needs || inst->app->is_needed;
    bool ends_first = item->command == CTL_RESTART && is_ordered && is_up(inst->proc.state);
    item->phase = wants_rest(item) || ends_first ? PHASE_READY_TO_STOP : PHASE_READY_TO_START;
    item->starts_before = inst->starts;
    if (item->command == CTL_STOP && inst->proc.state == PROC_STOPPED)
        item->note = "already stopped";
    if (item->command == CTL_START && inst->proc.state == PROC_ONLINE)
        item->note = "already online";
}

/* Who waits for its turn to be started, by an earlier request, is not started any more. */
static void give_up_start(struct inst *inst) {
    for (struct steer_op *op = inst->sup->ops; op; op = op->next) {
        for (unsigned i = 0; i < op->n; i++) {
            struct steer_item *item = &op->item[i];
            if (item->inst != inst || item->outcome != OUTCOME_WAITS || wants_rest(item) ||
                item->phase == PHASE_BEGUN)
                continue;
            item->outcome = OUTCOME_FAILED;
            look_at_due(item);
        }
    }
}

static void begin_stop(struct steer_item *item) {
    item->phase = PHASE_STOPS;
    item->inst->is_held = wants_rest(item);
    if (wants_rest(item))
        give_up_start(item->inst);
    if (item->command == CTL_DELETE)
        sup_leave(item->inst);
    else
        sup_event(item->inst, PROC_STOP);
}

static void begin_start(struct steer_item *item) {
    struct inst *inst = item->inst;
    item->phase = PHASE_BEGUN;
    look_at_due(item); /* before its start is noted in the state page */
    item->starts_before = inst->starts;
    inst->is_held = false;
    if (item->note)
        return;
    inst->past = (struct policy_past){0}; /* by hand: with a clean record */
    if (item->command == CTL_RESTART && is_up(inst->proc.state))
        sup_event(inst, PROC_STOP);
    sup_event(inst, PROC_START);
}

/* A short life is one, too, also where it began and ended between two looks. */
static bool has_run(const struct inst *inst) {
    return inst->app->ready_by == READY_AT_ONCE && inst->proc.state != PROC_ERRORED &&
           !inst->is_held && !inst->is_leaving;
}

static enum outcome outcome_of(const struct steer_item *item) {
    enum proc_state state = item->inst->proc.state;
    if (item->phase == PHASE_READY_TO_STOP || item->phase == PHASE_READY_TO_START)
        return OUTCOME_WAITS;
    if (wants_rest(item))
        return proc_is_resting(state) ? OUTCOME_DONE
               : proc_is_dying(state) ? OUTCOME_WAITS
                                      : OUTCOME_FAILED;
    if (item->phase == PHASE_STOPS)
        return OUTCOME_WAITS;
    bool ran = item->inst->starts != item->starts_before;
    if ((ready_is_up(item->inst) && (ran || item->note)) || (ran && has_run(item->inst)))
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
        begin_stop(item);
    } else if (item->phase == PHASE_STOPS && !wants_rest(item) &&
               !proc_is_dying(inst->proc.state)) {
        item->phase = PHASE_READY_TO_START;
        return true;
    } else if (item->phase == PHASE_READY_TO_START && !needs_still(op, inst)) {
        begin_start(item);
    }
    item->outcome = outcome_of(item);
    look_at_due(item);
    return item->outcome != before;
}

/* ---- answers --------------------------------------------------------------------------------- */

static void write_item(struct json_out *j, const struct steer_item *item) {
    const struct inst *inst = item->inst;
    json_begin_object(j);
    json_key_int(j, "id", inst->pm_id);
    json_key_string(j, "name", str_of(inst->app->name));
    json_key_bool(j, "ok", item->outcome == OUTCOME_DONE);
    json_key_string(j, "status", str_of(ready_status_name(inst)));
    if (ready_is_unconfirmed(inst))
        json_key_bool(j, "confirmed", false);
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
    for (unsigned i = 0; i < op->n; i++) {
        count_due(&op->item[i], false);
        op->item[i].inst->holds--;
    }
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

static struct steer_op *op_new(struct ctl_client *client, unsigned n_most) {
    struct steer_op *op = calloc(1, sizeof *op + n_most * sizeof op->item[0]);
    if (op)
        op->client = client;
    return op;
}

static void op_add(struct steer_op *op, struct inst *inst, enum ctl_command command) {
    struct steer_item *item = &op->item[op->n++];
    inst->holds++;
    item->inst = inst;
    item->command = command;
    set_up(item);
    look_at_due(item);
}

static void op_begin(struct sup *sup, struct steer_op *op) {
    op->next = sup->ops;
    sup->ops = op;
    advance(sup, op);
}

int steer_begin(struct sup *sup, struct ctl_client *client, enum ctl_command command,
                const struct inst_set *set) {
    struct steer_op *op = op_new(client, set->n);
    if (!op)
        return -1;
    bool is_end = command == CTL_STOP && !client; /* what was started last stops first */
    for (unsigned i = 0; i < set->n; i++)
        op_add(op, set->at[is_end ? set->n - 1 - i : i], command);
    op_begin(sup, op);
    return 0;
}

/* ---- scale ----------------------------------------------------------------------------------- */

/* "4", "+2", "-1", "max" seen from n; 0 where it is no such thing or too many. */
static unsigned scaled(const char *amount, unsigned n, unsigned n_cpus) {
    bool is_relative = *amount == '+' || *amount == '-';
    char *end;
    if (strcmp(amount, "max") == 0)
        return n_cpus;
    if (amount[is_relative] < '0' || amount[is_relative] > '9')
        return 0;
    long number = strtol(amount, &end, 10);
    if (*end || number > APP_INSTANCES_MOST || number < -APP_INSTANCES_MOST)
        return 0;
    long after = is_relative ? (long)n + number : number;
    return after < 1 || after > APP_INSTANCES_MOST ? 0 : (unsigned)after;
}

static bool has_number(const struct inst_set *set, unsigned number) {
    for (unsigned i = 0; i < set->n; i++)
        if (set->at[i]->number == number)
            return true;
    return false;
}

static int by_number(const void *a, const void *b) {
    const struct inst *x = *(struct inst *const *)a, *y = *(struct inst *const *)b;
    return (x->number > y->number) - (x->number < y->number);
}

/* The instances that are missing, with the smallest numbers that are free. */
static void add_instances(struct sup *sup, struct steer_op *op, const struct inst_set *set,
                          unsigned wanted) {
    struct inst *model = set->at[0];
    for (unsigned number = 0, n = set->n; n < wanted; number++) {
        if (has_number(set, number))
            continue;
        struct inst *inst = inst_new(sup, model->gen, model->app, number);
        if (!inst)
            break; /* no memory: fewer results than were asked for */
        op_add(op, inst, CTL_START);
        n++;
    }
}

int steer_scale(struct sup *sup, struct ctl_client *client, struct inst_set *set,
                const char *amount, struct err *err) {
    const struct app *app = set->n ? set->at[0]->app : NULL;
    for (unsigned i = 0; i < set->n; i++)
        if (strcmp(set->at[i]->app->name, app->name) != 0)
            return err_set(err, "scale takes one app at a time");
    if (!app)
        return err_set(err, "there is nothing to scale");
    unsigned wanted = scaled(amount, set->n, sup_world(sup).n_cpus);
    if (wanted == 0)
        return err_set(err, "%s has %u instance%s; %s is no number of instances from 1 to %d",
                       app->name, set->n, set->n == 1 ? "" : "s", amount, APP_INSTANCES_MOST);
    struct steer_op *op = op_new(client, wanted > set->n ? wanted : set->n);
    if (!op)
        return err_set(err, "the supervisor is out of memory");
    qsort(set->at, set->n, sizeof(struct inst *), by_number);
    for (unsigned i = wanted; i < set->n; i++)
        op_add(op, set->at[i], CTL_DELETE);
    for (unsigned i = 0; i < op->n; i++)
        op->item[i].note = "gone";
    if (wanted > set->n)
        add_instances(sup, op, set, wanted);
    op_begin(sup, op);
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
    int rc = steer_begin(sup, NULL, command, &set);
    inst_set_done(&set);
    return rc;
}

void steer_client_gone(struct sup *sup, const struct ctl_client *client) {
    for (struct steer_op *op = sup->ops; op; op = op->next)
        if (op->client == client)
            op->client = NULL;
}

void steer_done(struct sup *sup) {
    while (sup->ops)
        forget(sup, sup->ops);
}
