/* What an apply says. */
#include "runtime/apply.h"

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
        json_end_object(j);
    }
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

static void show_notices(const struct apply *apply, struct json_out *j) {
    struct buf text = {0};
    gen_list_notices(apply->gen, &text);
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
