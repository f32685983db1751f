/* Actions that are waiting for their answers. */
#include "runtime/trigger.h"

#include <stdio.h>
#include <stdlib.h>

#include "runtime/cluster/json_scan.h"
#include "runtime/os/clock.h"
#include "runtime/workers.h"
#include "schema/base/utf8.h"

enum {
    TIMEOUT_MS = 30000,
    TIMEOUT_MOST_MS = 3600 * 1000,
    RETURN_MOST = 256 * 1024, /* bytes of one answer */
};

struct trigger_item {
    struct inst *inst; /* held */
    bool waits, is_streamed;
    char *answer;  /* JSON; malloc'd, NULL = none */
    char *failure; /* what it said of it; malloc'd, NULL = nothing */
    const char *error;
    unsigned n_dropped;
};

struct trigger {
    struct timer timer;
    struct trigger *next;
    struct sup *sup;
    struct ctl_client *client; /* NULL: it has gone */
    struct buf action;         /* its name as JSON */
    char uuid[40];             /* by which pieces of a scoped action know it; JSON */
    int64_t timeout_ms;
    unsigned n;
    struct trigger_item item[];
};

/* ---- answering ------------------------------------------------------------------------------- */

static void write_item(struct json_out *j, const struct trigger_item *item) {
    json_begin_object(j);
    json_key_int(j, "id", item->inst->pm_id);
    json_key_string(j, "name", str_of(item->inst->app->name));
    json_key_bool(j, "ok", !item->error);
    if (item->answer)
        json_key_string(j, "return", str_of(item->answer));
    if (item->error)
        json_key_string(j, "error", str_of(item->failure ? item->failure : item->error));
    if (item->is_streamed)
        json_key_bool(j, "streamed", true);
    if (item->n_dropped)
        json_key_int(j, "dropped", item->n_dropped);
    json_end_object(j);
}

static void reply(struct ctl_client *client, const struct trigger_item *item, unsigned n) {
    struct buf line = {0};
    struct json_out j;
    bool is_ok = true;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key(&j, STR("results"));
    json_begin_array(&j);
    for (unsigned i = 0; i < n; i++) {
        write_item(&j, &item[i]);
        is_ok = is_ok && !item[i].error && item[i].n_dropped == 0;
    }
    json_end_array(&j);
    json_key_bool(&j, "ok", is_ok);
    json_end_object(&j);
    ctl_reply_buf(client, &line);
}

static void forget(struct trigger *t) {
    struct trigger **at = &t->sup->triggers;
    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
    for (unsigned i = 0; i < t->n; i++) {
        t->item[i].inst->holds--;
        free(t->item[i].answer);
        free(t->item[i].failure);
    }
    t->sup->has_leaving = true;
    timer_disarm(&t->sup->timers, &t->timer);
    timers_remove(&t->sup->timers);
    buf_done(&t->action);
    free(t);
}

/* Answers where nobody is waited for any more. */
static void conclude(struct trigger *t) {
    for (unsigned i = 0; i < t->n; i++)
        if (t->item[i].waits)
            return;
    if (t->client)
        reply(t->client, t->item, t->n);
    forget(t);
}

static void settle(struct trigger_item *item, const char *error) {
    item->waits = false;
    item->error = error;
}

static void on_timeout(struct timer *timer) {
    struct trigger *t = (struct trigger *)timer; /* its first member */
    for (unsigned i = 0; i < t->n; i++)
        if (t->item[i].waits)
            settle(&t->item[i], "it has not answered in time (--timeout)");
    conclude(t);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static const char *say(struct inst *inst, const struct buf *message) {
    if (inst->pid <= 0)
        return "it does not run";
    if (message->failed)
        return "the supervisor is out of memory";
    if (workers_say(inst, (struct str){message->p, message->n}) < 0)
        return "it has no channel for messages, as Node programs have one";
    return NULL;
}

static const char *ask(struct inst *inst, struct str name, const struct buf *message) {
    const struct metrics *m = workers_metrics(inst);
    if (inst->pid > 0 && !m->is_partial && !metrics_has_action(m, name))
        return "it has announced no such action; see ecort show";
    return say(inst, message);
}

/* {"msg":ACTION,"opts":PARAM,"uuid":UUID}, or the name alone. */
static void write_message(struct buf *out, const struct trigger *t, struct str param,
                          bool is_scoped) {
    bool is_bare = !param.n && !is_scoped;
    buf_z(out, is_bare ? "" : "{\"msg\":");
    buf_str(out, (struct str){t->action.p, t->action.n});
    if (param.n)
        buf_fmt(out, ",\"opts\":%.*s", STR_ARG(param));
    if (!is_bare)
        buf_fmt(out, ",\"uuid\":%s}", t->uuid);
}

static int64_t timeout_of(struct str argument) {
    int64_t ms = 0;
    bool is_given = json_scan_int(json_scan_get(argument, "timeout_ms"), &ms);
    return is_given && ms > 0 && ms <= TIMEOUT_MOST_MS ? ms : TIMEOUT_MS;
}

static struct trigger *trigger_new(struct sup *sup, const struct inst_set *set, struct str action) {
    struct trigger *t = calloc(1, sizeof *t + set->n * sizeof t->item[0]);
    if (!t || timers_add(&sup->timers) < 0) {
        free(t);
        return NULL;
    }
    t->timer.fire = on_timeout;
    t->sup = sup;
    buf_str(&t->action, action);
    (void)snprintf(t->uuid, sizeof t->uuid, "\"%llx.%x\"", (unsigned long long)os_wall_ms(),
                   ++sup->last_trigger);
    for (; t->n < set->n; t->n++) {
        t->item[t->n].inst = set->at[t->n];
        set->at[t->n]->holds++;
    }
    t->next = sup->triggers;
    sup->triggers = t;
    return t;
}

static void ask_all(struct trigger *t, struct str name, struct str param) {
    for (unsigned i = 0; i < t->n; i++) {
        struct trigger_item *item = &t->item[i];
        struct buf message = {0};
        write_message(&message, t, param, metrics_is_scoped(workers_metrics(item->inst), name));
        item->waits = true; /* saying it may end the channel, and that this */
        const char *error = ask(item->inst, name, &message);
        if (error)
            settle(item, error);
        buf_done(&message);
    }
}

int trigger_begin(struct sup *sup, struct ctl_client *client, const struct inst_set *set,
                  const char *argument, struct err *err) {
    struct str given = str_of(argument), action = json_scan_get(given, "action");
    struct buf name = {0};
    if (!json_scan_is_value(given) || !json_scan_text(action, &name) || name.n == 0) {
        buf_done(&name);
        return err_set(err, "trigger is asked with {\"action\":\"...\"}");
    }
    struct trigger *t = trigger_new(sup, set, action);
    if (!t) {
        buf_done(&name);
        return err_set(err, "the supervisor is out of memory");
    }
    t->client = client;
    ask_all(t, (struct str){name.p, name.n}, json_scan_get(given, "param"));
    buf_done(&name);
    t->timeout_ms = timeout_of(given);
    timer_arm(&sup->timers, &t->timer, os_now_ms() + t->timeout_ms);
    conclude(t);
    return 0;
}

int trigger_tell(struct ctl_client *client, const struct inst_set *set, const char *argument,
                 struct err *err) {
    struct str given = str_of(argument), topic = json_scan_get(given, "topic");
    struct str data = json_scan_get(given, "data");
    if (!json_scan_is_value(given) || !json_scan_is_string(topic))
        return err_set(err, "a message has {\"topic\":\"...\"}");
    struct trigger_item *item = calloc(set->n + 1, sizeof *item);
    if (!item)
        return err_set(err, "the supervisor is out of memory");
    for (unsigned i = 0; i < set->n; i++) {
        struct buf message = {0};
        buf_fmt(&message, "{\"id\":%u,\"type\":\"process:msg\",\"topic\":%.*s,\"data\":%.*s}",
                set->at[i]->pm_id, STR_ARG(topic), data.n ? (int)data.n : 4,
                data.n ? data.p : "null");
        item[i].inst = set->at[i];
        settle(&item[i], say(set->at[i], &message));
        buf_done(&message);
    }
    reply(client, item, set->n);
    free(item);
    return 0;
}

/* ---- what comes back ------------------------------------------------------------------------- */

static struct trigger_item *item_of(struct trigger *t, const struct inst *inst) {
    for (unsigned i = 0; i < t->n; i++)
        if (t->item[i].inst == inst && t->item[i].waits)
            return &t->item[i];
    return NULL;
}

static void take_answer(struct trigger_item *item, struct str answer) {
    const char *error = NULL;
    if (answer.n == 0)
        answer = STR("null"); /* undefined */
    if (answer.n > RETURN_MOST)
        error = "its answer is too long (256 KB at most)";
    else if (!utf8_is_valid(answer))
        error = "its answer is no text";
    else if (!(item->answer = strndup(answer.p, answer.n)))
        error = "the supervisor is out of memory";
    settle(item, error);
}

/* ---- in pieces ------------------------------------------------------------------------------- */

static bool is_passable(struct str data) {
    return data.n <= RETURN_MOST && utf8_is_valid(data);
}

static void take_piece(struct trigger *t, struct trigger_item *item, struct str data) {
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 0);
    json_begin_object(&j);
    json_key_int(&j, "id", item->inst->pm_id);
    json_key_string(&j, "name", str_of(item->inst->app->name));
    json_key_string(&j, "data", data.n ? data : STR("null"));
    json_end_object(&j);
    bool is_told = t->client && is_passable(data) && !text.failed &&
                   ctl_progress(t->client, (struct str){text.p, text.n});
    item->n_dropped += !is_told;
    buf_done(&text);
    timer_arm(&t->sup->timers, &t->timer, os_now_ms() + t->timeout_ms);
}

/* A text is told as such, anything else as JSON. */
static void take_failure(struct trigger_item *item, struct str data) {
    struct buf text = {0};
    if (!json_scan_text(data, &text)) {
        text.n = 0;
        buf_str(&text, data);
    }
    buf_char(&text, 0);
    bool is_told = !text.failed && text.n > 1 && is_passable((struct str){text.p, text.n - 1});
    item->failure = is_told ? strndup(text.p, text.n - 1) : NULL;
    buf_done(&text);
    settle(item, "it failed, and did not say why");
}

static struct trigger *find_scoped(const struct inst *inst, struct str data) {
    struct str uuid = json_scan_get(data, "uuid");
    for (struct trigger *t = inst->sup->triggers; t; t = t->next)
        if (str_eqz(uuid, t->uuid) && item_of(t, inst))
            return t;
    return NULL;
}

static bool hear_scoped(struct inst *inst, struct str type, struct str data) {
    bool is_end = str_eqz(type, "\"axm:scoped_action:end\"");
    bool is_error = str_eqz(type, "\"axm:scoped_action:error\"");
    if (!is_end && !is_error && !str_eqz(type, "\"axm:scoped_action:stream\""))
        return false;
    struct trigger *t = find_scoped(inst, data);
    struct trigger_item *item = t ? item_of(t, inst) : NULL;
    struct str given = json_scan_get(data, "data");
    if (!item)
        return true; /* of an action that nobody waits for any more */
    item->is_streamed = true;
    if (is_error)
        take_failure(item, given);
    else if (!is_end)
        take_piece(t, item, given);
    else if (given.n)
        take_answer(item, given);
    else
        settle(item, NULL);
    conclude(t);
    return true;
}

bool trigger_heard(struct inst *inst, struct str json) {
    struct str type = json_scan_get(json, "type"), data = json_scan_get(json, "data");
    if (!str_eqz(type, "\"axm:reply\""))
        return hear_scoped(inst, type, data);
    struct str name = json_scan_get(data, "action_name");
    struct trigger *found = NULL; /* the oldest, which is the last */
    for (struct trigger *t = inst->sup->triggers; t; t = t->next)
        if (str_eq((struct str){t->action.p, t->action.n}, name) && item_of(t, inst))
            found = t;
    if (found) {
        take_answer(item_of(found, inst), json_scan_get(data, "return"));
        conclude(found);
    }
    return true;
}

void trigger_inst_gone(struct inst *inst) {
    for (struct trigger *t = inst->sup->triggers, *next; t; t = next) {
        struct trigger_item *item = item_of(t, inst);
        next = t->next;
        if (!item)
            continue;
        settle(item, "it ended before it answered");
        conclude(t);
    }
}

void trigger_client_gone(struct sup *sup, const struct ctl_client *client) {
    for (struct trigger *t = sup->triggers; t; t = t->next)
        if (t->client == client)
            t->client = NULL;
}

void trigger_done(struct sup *sup) {
    while (sup->triggers)
        forget(sup->triggers);
}
