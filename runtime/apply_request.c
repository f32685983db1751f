/* What an apply or a reload is asked to do, and whether it may begin. */
#include <stdlib.h>

#include "runtime/apply.h"
#include "runtime/late.h"
#include "runtime/steer.h"

static void on_timer(struct timer *timer) {
    ((struct apply *)timer)->sup->has_changed = true; /* its first member */
}

static void reply_missing(struct ctl_client *client, const struct err *err, struct str details) {
    struct buf line = {0};
    struct json_out j;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", false);
    json_key_string(&j, "error", str_of(err->msg));
    json_key(&j, STR("missing"));
    json_begin_array(&j);
    while (details.n) {
        size_t n = str_index(details, '\n');
        json_string(&j, (struct str){details.p, n});
        details = str_skip(details, n < details.n ? n + 1 : n);
    }
    json_end_array(&j);
    json_end_object(&j);
    if (line.failed)
        ctl_reply_error(client, err->msg);
    else
        ctl_reply(client, (struct str){line.p, line.n});
    buf_done(&line);
}

/* The generation of the request; where there is none the client has been told. */
static struct generation *load(struct apply *apply, const struct ctl_request *request) {
    struct arena *a = &apply->arena;
    struct generation *gen = NULL;
    struct buf details = {0};
    struct err err = {0};
    char **environ = late_split(a, request->blob[CTL_BLOB_ENVIRON]);
    char **late = late_split(a, request->blob[CTL_BLOB_LATE]);
    if (!environ || !late)
        (void)err_set(&err, "the supervisor is out of memory");
    else if (request->argument[0] != '/')
        (void)err_set(&err, "the directory of the configuration is not absolute");
    else {
        struct gen_source source = {.image = request->blob[CTL_BLOB_PLAN],
                                    .root = request->argument,
                                    .environ = environ,
                                    .late = late,
                                    .files = request->files.at,
                                    .n_files = request->files.n};
        struct gen_world world = sup_world(apply->sup);
        (void)gen_new(&gen, &source, &world, &details, &err);
    }
    if (!gen)
        reply_missing(apply->client, &err, (struct str){details.p, details.n});
    buf_done(&details);
    return gen;
}

bool apply_has(const struct apply *apply, const char *name) {
    for (unsigned i = 0; i < apply->n; i++)
        if (strcmp(apply->changes[i].name, name) == 0)
            return true;
    return false;
}

bool apply_concerns(const struct sup *sup, const char *name) {
    for (const struct apply *apply = sup->applies; apply; apply = apply->next)
        if (apply_has(apply, name))
            return true;
    return false;
}

/* Rolls of ours do not keep anybody waiting. */
static void call_off_own(const struct apply *apply) {
    for (struct apply *other = apply->sup->applies, *next; other; other = next) {
        bool is_met = false;
        next = other->next;
        for (unsigned i = 0; i < apply->n && other->is_own; i++)
            is_met = is_met || apply_has(other, apply->changes[i].name);
        if (is_met)
            apply_release(other);
    }
}

/* Two changes of one app at a time would pull at the same processes; and what an apply does to an
 * ecosystem is decided for all of it. -1: it has to wait. */
static int check_others(const struct apply *apply, struct err *err) {
    for (const struct apply *other = apply->sup->applies; other; other = other->next) {
        if (other->is_own)
            continue;
        bool is_same = apply->gen && other->gen && gen_is_same_ecosystem(other->gen, apply->gen);
        if (is_same || apply->take || other->take)
            return err_set(err, "an apply of %s/%s is under way",
                           other->gen ? other->gen->root : apply->gen->root,
                           other->gen ? other->gen->file : apply->gen->file);
        for (unsigned i = 0; i < apply->n; i++)
            if (apply_has(other, apply->changes[i].name))
                return err_set(err, "%s of %s is under way; try again when it is done",
                               other->gen ? "an apply" : "a reload", apply->changes[i].name);
    }
    return 0;
}

static void tell_plan(struct apply *apply) {
    struct buf text = {0};
    apply_show_plan(apply, &text);
    if (!text.failed)
        ctl_progress(apply->client, (struct str){text.p, text.n});
    buf_done(&text);
}

/* Loads and plans; -1: the client has been told why not. */
static int prepare(struct apply *apply, const struct ctl_request *request) {
    struct err err = {0};
    apply->gen = load(apply, request);
    if (!apply->gen)
        return -1;
    if (!apply->dry_run)
        (void)relics_adopt(apply->sup, apply->gen, false);
    if (apply_plan(apply, &request->targets, &err) == 0 && check_others(apply, &err) == 0)
        return 0;
    ctl_reply_error(apply->client, err.msg);
    return -1;
}

/* NULL: no memory. */
static struct apply *apply_new(struct sup *sup) {
    struct apply *apply = calloc(1, sizeof *apply);
    if (!apply || timers_add(&sup->timers) < 0) {
        free(apply);
        return NULL;
    }
    apply->timer.fire = on_timer;
    apply->sup = sup;
    arena_init_may_fail(&apply->arena, 0);
    return apply;
}

/* NULL: no memory, and the client has been told. */
static struct apply *apply_asked(struct sup *sup, struct ctl_client *client,
                                 const struct ctl_request *request) {
    struct apply *apply = apply_new(sup);
    if (!apply) {
        ctl_reply_error(client, "the supervisor is out of memory");
        return NULL;
    }
    apply->client = client;
    apply->keep = request->keep;
    apply->take = request->take;
    apply->dry_run = request->dry_run;
    apply->allow_unconfirmed = request->allow_unconfirmed;
    apply->reloads = request->reload;
    apply->restarts = request->restart;
    apply->parallel = request->parallel;
    return apply;
}

/* It begins at the end of this turn. */
static void enter(struct apply *apply) {
    apply->next = apply->sup->applies;
    apply->sup->applies = apply;
    apply->sup->has_changed = true;
}

static void begin(struct apply *apply) {
    struct err err;
    bool is_refused = apply_take_sockets(apply, &err) < 0;
    if (is_refused || apply->dry_run) {
        if (is_refused)
            ctl_reply_error(apply->client, err.msg);
        else
            apply_reply(apply);
        apply_release(apply);
        return;
    }
    if (apply->ends_left)
        relics_end_left(apply->sup, apply->gen);
    call_off_own(apply);
    tell_plan(apply);
    enter(apply);
}

void apply_request(struct sup *sup, struct ctl_client *client, const struct ctl_request *request) {
    struct apply *apply = apply_asked(sup, client, request);
    if (!apply)
        return;
    if (prepare(apply, request) < 0) {
        apply_release(apply);
        return;
    }
    apply->ends_left = !apply->keep && request->targets.n == 0;
    begin(apply);
}

void apply_reload(struct sup *sup, struct ctl_client *client, const struct ctl_request *request,
                  const struct inst_set *set) {
    struct apply *apply = apply_asked(sup, client, request);
    struct err err;
    if (!apply)
        return;
    if (apply_plan_reload(apply, set, &err) == 0 && check_others(apply, &err) == 0) {
        begin(apply);
        return;
    }
    ctl_reply_error(client, err.msg);
    apply_release(apply);
}

/* ---- taking over ------------------------------------------------------------------------------ */

static void say_takeover(const struct apply *apply) {
    for (unsigned i = 0; i < apply->n; i++) {
        const struct apply_change *change = &apply->changes[i];
        if (change->n_before && change->verdict >= VERDICT_SCALE && *change->why)
            say_line(&apply->sup->say, SAY_PLAIN, "%s: %s: %s", change->name, change->why,
                     plan_verdict_name(change->verdict));
    }
}

/* An address that is somebody else's is the trouble of its app. */
void apply_take_over(struct sup *sup, struct generation *gen) {
    const struct ctl_texts all = {0};
    struct apply *apply = apply_new(sup);
    struct err err = {0};
    if (!apply) {
        say_trouble(&sup->say, "out of memory; ecort apply goes on with the plan");
        return;
    }
    apply->gen = gen_hold(gen);
    apply->is_takeover = true;
    if (apply_plan(apply, &all, &err) < 0) {
        say_trouble(&sup->say, "%s; ecort apply goes on with the plan", err.msg);
        apply_release(apply);
        return;
    }
    if (apply_take_sockets(apply, &err) < 0)
        for (unsigned i = 0; i < apply->n; i++)
            apply_give_sockets(apply, &apply->changes[i]);
    say_takeover(apply);
    enter(apply);
}

static bool has_instance(const struct sup *sup, const struct app *app) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (strcmp(inst->app->name, app->name) == 0 && !inst->is_leaving)
            return true;
    return false;
}

void apply_start_rest(struct apply *apply) {
    struct sup *sup = apply->sup;
    struct generation *gen = apply->gen;
    for (unsigned i = 0; i < gen->n_apps; i++)
        for (unsigned k = 0, n = has_instance(sup, &gen->apps[i]) ? 0 : gen->apps[i].n_instances;
             k < n; k++)
            (void)inst_new(sup, gen, &gen->apps[i], k);
    struct inst_set set = {.at = calloc(sup->n_insts + 1, sizeof(struct inst *))};
    for (struct inst *inst = sup->first; inst && set.at; inst = inst->next)
        if (inst->gen == gen && inst->app->autostart && inst->starts == 0 && !inst->is_held &&
            inst->proc.state == PROC_STOPPED && inst->office == INST_HOLDS && !inst->is_leaving)
            set.at[set.n++] = inst;
    if (set.n)
        (void)steer_begin(sup, NULL, CTL_START, &set);
    inst_set_done(&set);
}

int apply_roll(struct sup *sup, const struct inst_set *set, struct err *err) {
    struct apply *apply = apply_new(sup);
    if (!apply)
        return err_set(err, "the supervisor is out of memory");
    apply->is_own = true;
    if (apply_plan_reload(apply, set, err) == 0 && apply_take_sockets(apply, err) == 0) {
        enter(apply);
        return 0;
    }
    apply_release(apply);
    return -1;
}
