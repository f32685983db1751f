/* What an apply says. */
#include "runtime/apply.h"

#include "runtime/app_log.h"

static void show_instances(const struct apply_change *change, struct json_out *j) {
    json_key(j, STR("instances"));
    json_begin_array(j);
    for (unsigned i = 0; i < change->n_slots; i++) {
        const struct inst *inst = change->slots[i].inst;
        if (!inst || inst->is_leaving)
            continue;
        json_begin_object(j);
        json_key_int(j, "id", inst->pm_id);
        json_key(j, STR("pid"));
        if (inst->pid)
            json_int(j, inst->pid);
        else
            json_raw(j, STR("null"));
        if (ready_is_unconfirmed(inst))
            json_key_bool(j, "confirmed", false);
        json_end_object(j);
    }
    json_end_array(j);
}

/* It was brought in, and nothing of it is started by that. */
static bool waits(const struct apply_change *change) {
    unsigned n = 0;
    for (unsigned i = 0; i < change->n_slots; i++) {
        const struct inst *inst = change->slots[i].inst;
        if (inst && (inst->starts || inst->app->autostart))
            return false;
        n += inst != NULL;
    }
    return n > 0;
}

/* The lines may be any bytes; json_out makes text of them. */
static void show_log(const struct apply_change *change, struct json_out *j) {
    if (change->n_log == 0)
        return;
    json_key(j, STR("log"));
    json_begin_array(j);
    for (unsigned i = 0; i < change->n_log; i++)
        json_string(j, str_of(change->log[i]));
    json_end_array(j);
}

void apply_show_change(const struct apply_change *change, struct json_out *j) {
    json_begin_object(j);
    json_key_string(j, "app", str_of(change->name));
    json_key_string(j, "action", str_of(plan_verdict_name(change->verdict)));
    json_key_string(j, "why", str_of(change->why));
    json_key_int(j, "from", change->n_before);
    json_key_int(j, "to", change->n_after);
    if (change->phase == CHANGE_DONE || change->phase == CHANGE_FAILED) {
        json_key_bool(j, "ok", change->phase == CHANGE_DONE);
        if (change->error)
            json_key_string(j, "error", str_of(change->error));
        if (waits(change))
            json_key_bool(j, "waits", true);
        show_log(change, j);
        show_instances(change, j);
    }
    json_end_object(j);
}

static void show_changes(const struct apply *apply, struct json_out *j, const char *key) {
    json_key(j, str_of(key));
    json_begin_array(j);
    for (unsigned i = 0; i < apply->n; i++)
        apply_show_change(&apply->changes[i], j);
    json_end_array(j);
}

void apply_show_plan(const struct apply *apply, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    show_changes(apply, &j, "plan");
    json_end_object(&j);
}

struct log_paths {
    const char *at[APP_LOGS]; /* NULL = none */
};

/* What there is no memory for is not compared. */
static void find_paths(struct arena *a, const struct sup *sup, const struct app *app,
                       struct log_paths *paths) {
    for (int i = 0; i < APP_LOGS; i++) {
        struct buf path = {0};
        bool is_wanted = app_log_path(&app->logs, (enum app_log)i, sup->home, &path);
        paths->at[i] =
            is_wanted && !path.failed ? arena_cstr(a, (struct str){path.p, path.n}) : NULL;
        buf_done(&path);
    }
}

static struct log_paths *find_all_paths(struct arena *a, const struct apply *apply) {
    struct log_paths *all = arena_array(a, struct log_paths, apply->n);
    for (unsigned i = 0; all && i < apply->n; i++)
        if (apply->changes[i].app)
            find_paths(a, apply->sup, apply->changes[i].app, &all[i]);
    return all;
}

static const char *common_log(const struct log_paths *a, const struct log_paths *b) {
    for (int i = 0; i < APP_LOGS; i++)
        for (int k = 0; k < APP_LOGS; k++)
            if (a->at[i] && b->at[k] && strcmp(a->at[i], b->at[k]) == 0)
                return a->at[i];
    return NULL;
}

static void list_shared_with(const struct apply *apply, const struct inst *inst,
                             const struct log_paths *ours, const struct log_paths *theirs,
                             struct buf *out) {
    for (unsigned i = 0; i < apply->n; i++) {
        const char *path = common_log(&ours[i], theirs);
        if (path && strcmp(apply->changes[i].app->name, inst->app->name) != 0)
            buf_fmt(out, "%s and %s of %s/%s write to the same file, %s\n",
                    apply->changes[i].app->name, inst->app->name, inst->gen->root, inst->gen->file,
                    path);
    }
}

/* Names that differ may be one to the file system, and only one configuration's apps are told apart
 * by a number. */
static void list_shared_logs(const struct apply *apply, struct buf *out) {
    const struct app *last = NULL;
    struct log_paths *ours = NULL, theirs;
    struct arena a;
    arena_init_may_fail(&a, 0);
    for (const struct inst *inst = apply->sup->first; inst; inst = inst->next) {
        if (inst->app == last || inst->is_leaving || gen_is_same_ecosystem(inst->gen, apply->gen))
            continue;
        last = inst->app;
        ours = ours ? ours : find_all_paths(&a, apply);
        if (!ours)
            break;
        find_paths(&a, apply->sup, inst->app, &theirs);
        list_shared_with(apply, inst, ours, &theirs, out);
    }
    arena_done(&a);
}

static void list_outages(const struct apply *apply, struct buf *out) {
    for (unsigned i = 0; i < apply->n; i++)
        if (apply->changes[i].verdict == VERDICT_RESTART)
            buf_fmt(out,
                    "%s is restarted, not rolled: its processes do not share their sockets (no "
                    "exec_mode cluster, no listen), so each is out of service while it restarts\n",
                    apply->changes[i].name);
}

static void show_notices(const struct apply *apply, struct json_out *j) {
    struct buf text = {0};
    if (apply->gen) {
        gen_list_notices(apply->gen, &text);
        list_shared_logs(apply, &text);
    }
    if (!apply->gen || apply->reloads)
        list_outages(apply, &text);
    struct str rest = {text.p, text.n};
    json_key(j, STR("notices"));
    json_begin_array(j);
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        json_string(j, (struct str){rest.p, n});
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    json_end_array(j);
    buf_done(&text);
}

void apply_show_result(const struct apply *apply, struct buf *out) {
    struct json_out j;
    bool ok = true;
    for (unsigned i = 0; i < apply->n; i++)
        ok = ok && apply->changes[i].phase != CHANGE_FAILED;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", ok);
    json_key_bool(&j, "dry_run", apply->dry_run);
    show_changes(apply, &j, "changes");
    show_notices(apply, &j);
    json_end_object(&j);
}
