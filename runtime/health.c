/* Timers, questions and what is made of the answers. */
#include "runtime/health.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "runtime/guard.h"
#include "runtime/http_get.h"
#include "runtime/look_up.h"
#include "runtime/os/clock.h"
#include "runtime/workers.h"
#include "schema/base/json_out.h"

enum { ERROR_BYTES = 128 };

struct health_watch {
    struct timer timer; /* the next check, or the end of the time that one may take */
    struct inst *inst;
    struct http_get get;
    struct look_up look_up; /* where the host is a name */
    unsigned n_found;       /* of look_up.at; 0 = not looked up, or what was found did not do */
    struct health core;
    bool is_asking;
    int status;         /* of the last answer; 0 = there was none */
    int64_t at_wall_ms; /* of the last check's end; 0 = none yet */
    char error[ERROR_BYTES];
};

static int64_t age_ms(const struct inst *inst) {
    return os_now_ms() - inst->started_ms;
}

static void arm(struct health_watch *w, int64_t delay_ms) {
    timer_arm(&w->inst->sup->timers, &w->timer, os_now_ms() + delay_ms);
}

/* ---- answers --------------------------------------------------------------------------------- */

static bool is_expected(const struct app_health *health, int status) {
    for (unsigned i = 0; i < health->n_codes; i++)
        if (health->codes[i] == (uint32_t)status)
            return true;
    return health->n_codes == 0 && status >= 200 && status <= 299;
}

static void fall_ill(struct health_watch *w) {
    struct inst *inst = w->inst;
    bool restarts = inst->app->health->restarts && guard_may_replace(inst);
    say_trouble(&inst->sup->say, "%s %u is unhealthy, %u check%s failed: %s%s%s", inst->app->name,
                inst->pm_id, w->core.failed, w->core.failed == 1 ? "" : "s", w->error,
                restarts ? "; " : "", restarts ? guard_remedy(inst) : "");
    if (restarts)
        guard_replace(inst, RENEWAL_HEALTH);
}

static void recover(struct health_watch *w, enum health_state before) {
    struct inst *inst = w->inst;
    renewal_spare(inst, RENEWAL_HEALTH);
    if (inst->ready.state != READY_YES && inst->app->ready_by == READY_BY_HEALTH)
        ready_confirm(inst, READY_BY_HEALTH);
    else
        say_line(&inst->sup->say, SAY_GOOD, "%s %u is healthy%s", inst->app->name, inst->pm_id,
                 before == HEALTH_UNHEALTHY ? " again" : "");
}

static void conclude(struct health_watch *w, bool is_well) {
    struct inst *inst = w->inst;
    const struct health_rules *rules = &inst->app->health->rules;
    enum health_state before = w->core.state;
    w->is_asking = false;
    if (inst->proc.state != PROC_ONLINE)
        return; /* it was told to end meanwhile: whatever it answers, nothing follows */
    w->at_wall_ms = os_wall_ms();
    if (is_well)
        w->error[0] = 0;
    enum health_turn turn = health_note(rules, &w->core, is_well, age_ms(inst));
    arm(w, health_wait_ms(rules, &w->core, age_ms(inst)));
    if (turn == HEALTH_STAYS)
        return;
    inst->sup->has_changed = true;
    if (turn == HEALTH_FALLS_ILL)
        fall_ill(w);
    else
        recover(w, before);
}

static void fail(struct health_watch *w, const char *fmt, ...) ATTR_PRINTF(2, 3);
static void fail(struct health_watch *w, const char *fmt, ...) {
    struct buf text = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&text, fmt, ap);
    va_end(ap);
    if (w->core.state != HEALTH_STARTING)
        w->n_found = 0; /* the name may mean something else by now */
    size_t n = text.failed ? 0 : text.n < ERROR_BYTES ? text.n : ERROR_BYTES - 1;
    if (n)
        memcpy(w->error, text.p, n);
    w->error[n] = 0;
    buf_done(&text);
    conclude(w, false);
}

static uint16_t port_of(const struct inst *inst) {
    const struct app_health *health = inst->app->health;
    return (uint16_t)(health->port + (health->counts_up ? inst->number : 0));
}

static void on_done(struct http_get *get, const struct http_got *got) {
    struct health_watch *w =
        (struct health_watch *)((char *)get - offsetof(struct health_watch, get));
    const struct app_health *health = w->inst->app->health;
    w->status = got->status;
    if (is_expected(health, got->status))
        conclude(w, true);
    else if (got->status)
        fail(w, "GET %s answered %d", health->path, got->status);
    else
        fail(w, "%s port %u: %s", health->host, port_of(w->inst),
             got->why ? got->why : strerror(got->sys));
}

/* ---- questions ------------------------------------------------------------------------------- */

static void ask(struct health_watch *w, int fd) {
    const struct app_health *health = w->inst->app->health;
    struct http_request request = {.at = health->n_at ? health->at : w->look_up.at,
                                   .n_at = health->n_at ? health->n_at : w->n_found,
                                   .host = health->host,
                                   .path = health->path,
                                   .port = port_of(w->inst)};
    struct http_got got;
    if (http_get_start(&w->get, &request, fd, &got))
        arm(w, health->timeout_ms);
    else
        on_done(&w->get, &got);
}

static void on_found(struct look_up *look_up, unsigned n, const char *why) {
    struct health_watch *w =
        (struct health_watch *)((char *)look_up - offsetof(struct health_watch, look_up));
    w->n_found = n;
    if (n)
        ask(w, -1);
    else
        fail(w, "%s: %s", w->inst->app->health->host, why);
}

static void look_up(struct health_watch *w) {
    const struct app_health *health = w->inst->app->health;
    struct err err;
    if (look_up_start(&w->look_up, health->host, w->inst->sup->environ, &err) < 0)
        fail(w, "%s: %s", health->host, err.msg);
    else
        arm(w, health->timeout_ms);
}

static void begin_check(struct health_watch *w) {
    struct inst *inst = w->inst;
    int fd = -1;
    enum cluster_probe way = inst->app->health->is_of_app ? CLUSTER_PROBE_ELSEWHERE
                                                          : workers_probe(inst, port_of(inst), &fd);
    w->is_asking = true;
    w->status = 0;
    switch (way) {
    case CLUSTER_PROBE_GIVEN:
    case CLUSTER_PROBE_ELSEWHERE:
        if (fd < 0 && inst->app->health->n_at == 0 && w->n_found == 0)
            look_up(w);
        else
            ask(w, fd);
        break;
    case CLUSTER_PROBE_NOT_LISTENING:
        fail(w, "it does not listen on port %u", port_of(inst));
        break;
    case CLUSTER_PROBE_BUSY:
        fail(w, "it takes no connections");
        break;
    case CLUSTER_PROBE_FAILED:
        fail(w, "it cannot be asked: %s", strerror(errno));
        break;
    }
}

static void on_timer(struct timer *timer) {
    struct health_watch *w = (struct health_watch *)timer; /* its first member */
    struct inst *inst = w->inst;
    if (!inst->app->health || !inst->pid || inst->proc.state != PROC_ONLINE)
        return; /* its end follows, or its beginning */
    if (!w->is_asking) {
        begin_check(w);
        return;
    }
    bool was_connected = http_get_is_connected(&w->get);
    http_get_stop(&w->get);
    look_up_stop(&w->look_up);
    fail(w, was_connected ? "GET %s: no answer in %lld ms" : "GET %s: no connection in %lld ms",
         inst->app->health->path, (long long)inst->app->health->timeout_ms);
}

/* ---- coming and going ------------------------------------------------------------------------ */

static void stop(struct health_watch *w) {
    http_get_stop(&w->get);
    look_up_stop(&w->look_up);
    timer_disarm(&w->inst->sup->timers, &w->timer);
    w->is_asking = false;
}

static void forget(struct health_watch *w) {
    stop(w);
    w->core = (struct health){0};
    w->n_found = 0;
    w->status = 0;
    w->at_wall_ms = 0;
    w->error[0] = 0;
}

void health_begin(struct inst *inst) {
    struct health_watch *w = inst->health;
    if (!w)
        return;
    forget(w);
    w->core.state = HEALTH_STARTING;
    arm(w, health_wait_ms(&inst->app->health->rules, &w->core, 0));
}

void health_end(struct inst *inst) {
    if (inst->health)
        forget(inst->health);
}

void health_close(struct inst *inst) {
    struct health_watch *w = inst->health;
    if (!w)
        return;
    stop(w);
    timers_remove(&inst->sup->timers);
    free(w);
    inst->health = NULL;
}

static void open_watch(struct inst *inst) {
    struct health_watch *w = calloc(1, sizeof *w);
    if (!w || timers_add(&inst->sup->timers) < 0) {
        free(w);
        say_trouble(&inst->sup->say, "%s %u: no memory for its health check", inst->app->name,
                    inst->pm_id);
        return;
    }
    w->timer.fire = on_timer;
    w->inst = inst;
    http_get_init(&w->get, &inst->sup->poll, on_done);
    look_up_init(&w->look_up, &inst->sup->poll, on_found);
    inst->health = w;
}

/* Whether what was asked is what is to be asked. */
static bool is_same_question(const struct app_health *a, const struct app_health *b) {
    if (strcmp(a->host, b->host) != 0 || strcmp(a->path, b->path) != 0 || a->port != b->port ||
        a->counts_up != b->counts_up || a->n_codes != b->n_codes)
        return false;
    for (unsigned i = 0; i < a->n_codes; i++)
        if (a->codes[i] != b->codes[i])
            return false;
    return true;
}

/* The check under way is of what is gone. */
static void ask_anew(struct inst *inst, const struct app_health *before) {
    struct health_watch *w = inst->health;
    bool was_asked = w->core.state != HEALTH_NONE;
    if (!inst->pid || inst->proc.state != PROC_ONLINE)
        return;
    if (!was_asked || !before || !is_same_question(before, inst->app->health)) {
        health_begin(inst);
        return;
    }
    stop(w);
    arm(w, health_wait_ms(&inst->app->health->rules, &w->core, age_ms(inst)));
}

void health_set(struct inst *inst, const struct app *before) {
    if (!inst->app->health) {
        health_close(inst);
        return;
    }
    if (!inst->health)
        open_watch(inst);
    if (inst->health)
        ask_anew(inst, before ? before->health : NULL);
}

uint32_t health_record(const struct inst *inst) {
    return inst->health ? health_pack(&inst->health->core) : 0;
}

void health_restore(struct inst *inst, uint32_t record) {
    struct health core;
    if (!inst->health || !health_unpack(record, &core))
        return;
    forget(inst->health);
    if (core.state == HEALTH_NONE)
        core.state = HEALTH_STARTING;
    inst->health->core = core;
    arm(inst->health,
        health_wait_ms(&inst->app->health->rules, &(struct health){.state = HEALTH_STARTING}, 0));
}

/* ---- telling --------------------------------------------------------------------------------- */

bool health_is_healthy(const struct inst *inst) {
    return inst->health && inst->health->core.state == HEALTH_HEALTHY;
}

const char *health_error(const struct inst *inst) {
    return inst->health && *inst->health->error ? inst->health->error : NULL;
}

static void write_text(struct json_out *j, const char *key, const char *text) {
    json_key(j, str_of(key));
    if (text)
        json_string(j, str_of(text));
    else
        json_raw(j, STR("null"));
}

static void write_number(struct json_out *j, const char *key, int64_t n) {
    if (n)
        json_key_int(j, key, n);
    else
        write_text(j, key, NULL);
}

void health_write(const struct inst *inst, struct json_out *j) {
    const struct health_watch *w = inst->health;
    write_text(j, "health", w ? health_state_name(w->core.state) : NULL);
    write_number(j, "health_status", w ? w->status : 0);
    write_text(j, "health_error", health_error(inst));
    write_number(j, "health_checked_at", w ? w->at_wall_ms : 0);
    json_key_int(j, "health_failures", w ? w->core.failed : 0);
    write_text(j, "health_of", !w ? NULL : inst->app->health->is_of_app ? "app" : "instance");
}

void health_write_check(const struct inst *inst, struct json_out *j) {
    const struct app_health *health = inst->app->health;
    if (!health) {
        write_text(j, "health_check", NULL);
        return;
    }
    json_key(j, STR("health_check"));
    json_begin_object(j);
    json_key_string(j, "host", str_of(health->host));
    json_key_int(j, "port", port_of(inst));
    json_key_string(j, "path", str_of(health->path));
    json_key(j, STR("expect_status"));
    json_begin_array(j);
    for (unsigned i = 0; i < health->n_codes; i++)
        json_int(j, health->codes[i]);
    json_end_array(j);
    json_key_int(j, "interval_ms", health->rules.interval_ms);
    json_key_int(j, "timeout_ms", health->timeout_ms);
    json_key_int(j, "unhealthy_after", health->rules.unhealthy_after);
    json_key_int(j, "healthy_after", health->rules.healthy_after);
    json_key_int(j, "start_period_ms", health->rules.start_ms);
    json_key_bool(j, "autokill", health->restarts);
    json_end_object(j);
}
