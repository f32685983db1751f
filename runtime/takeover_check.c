/* Records against the kernel, and against each other. */
#include "runtime/takeover_check.h"

#include "runtime/keep.h"
#include "runtime/os/clock.h"
#include "runtime/sup.h"

static bool is_there(const struct inst *inst) {
    struct os_process p;
    return os_process_read(inst->pid, &p) &&
           (!inst->started_ticks || p.started_ticks == inst->started_ticks);
}

/* A child of the keeper that leads a session and carries the mark. */
void takeover_find_unnoted(struct sup *sup) {
    struct os_snapshot all;
    (void)os_snapshot_take(&all);
    os_snapshot_own(&all, sup_trees(sup));
    for (size_t k = 0; k < all.n; k++) {
        const struct os_process *p = &all.list[k];
        bool leads = p->owner >= 0 && p->parent == keep_parent(sup) && p->session == p->pid;
        struct inst *inst = sup->first;
        for (int i = 0; leads && i < p->owner; i++)
            inst = inst->next;
        if (!leads || p->state == 'Z' || inst->pid || inst->is_ended ||
            (proc_has_child(inst->proc.state) && inst->proc.state != PROC_LAUNCHING))
            continue;
        inst->pid = inst->session = p->pid;
        inst->started_ticks = p->started_ticks;
        inst->kin = INST_KEPT;
        inst->is_held = false; /* it may have been started by hand after one */
        inst->started_ms = os_now_ms();
        timer_disarm(&sup->timers, &inst->timer);
        inst->proc = (struct proc){PROC_LAUNCHING, PROC_KEEP};
    }
    os_snapshot_done(&all);
}

unsigned takeover_find_missing(struct sup *sup, bool is_final) {
    unsigned n = 0;
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        bool should = !inst->is_ended && (inst->pid || proc_has_child(inst->proc.state));
        if (!should || (inst->pid && is_there(inst)))
            continue;
        n++;
        if (is_final)
            sup_child_vanished(inst);
    }
    return n;
}

void takeover_finish_launches(struct sup *sup) {
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->proc.state == PROC_LAUNCHING && inst->report.fd < 0 && inst->pid)
            sup_launched(inst);
}

void takeover_settle_twins(struct sup *sup) {
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        struct inst *twin = inst->next;
        bool is_last = twin && twin->pm_id == inst->pm_id && twin->office == INST_COMES &&
                       (!twin->next || twin->next->pm_id != inst->pm_id);
        if (inst->office == INST_REPLACED && is_last && !twin->is_leaving)
            twin->office = INST_HOLDS;
        if (inst->office == INST_COMES && !inst->is_leaving) {
            say_trouble(&sup->say, "%s %u was being replaced; the old process serves on",
                        inst->app->name, inst->pm_id);
            sup_leave(inst);
        } else if (inst->office == INST_HOLDS && twin && twin->pm_id == inst->pm_id &&
                   twin->office == INST_HOLDS) {
            inst->office = INST_REPLACED;
            sup_leave(inst);
        }
    }
}
