/* One timer of the kernel's that knows the calendar, for the earliest instance. */
#include "runtime/cron.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "runtime/os/clock.h"

static int64_t now_s(void) {
    return os_wall_ms() / 1000;
}

static void arm(struct sup *sup) {
    int64_t first = 0;
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->cron_at_s > 0 && (first == 0 || inst->cron_at_s < first))
            first = inst->cron_at_s;
    struct itimerspec at = {.it_value = {.tv_sec = (time_t)first}};
    if (sup->cron.fd >= 0 && sup->cron.is_added)
        (void)timerfd_settime(sup->cron.fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL);
}

static void set(struct inst *inst, int64_t after_s) {
    const struct cron_clock *clock = inst->app->cron;
    inst->cron_at_s = clock ? cron_clock_next(clock, after_s) : 0;
}

static void fire(struct inst *inst) {
    enum proc_state state = inst->proc.state;
    bool is_up = state == PROC_ONLINE || state == PROC_LAUNCHING;
    bool is_dying = proc_is_dying(state);
    if (inst->office != INST_HOLDS || inst->is_held || inst->is_leaving || inst->starts == 0 ||
        is_dying || inst->sup->is_stopping)
        return;
    bool rolls = is_up && app_can_overlap(inst->app);
    if (rolls && !renewal_ask(inst, RENEWAL_CRON))
        return; /* it was due before, and could not be yet */
    say_line(&inst->sup->say, SAY_PLAIN, "%s %u: cron_restart is due", inst->app->name,
             inst->pm_id);
    inst->past = (struct policy_past){0};
    if (rolls)
        return;
    if (is_up)
        sup_event(inst, PROC_STOP);
    sup_event(inst, PROC_START);
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct sup *sup = (struct sup *)((char *)watch - offsetof(struct sup, cron));
    uint64_t expirations;
    (void)events;
    bool is_set = read(watch->fd, &expirations, sizeof expirations) < 0 && errno == ECANCELED;
    int64_t now = now_s();
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        bool is_due = inst->cron_at_s > 0 && inst->cron_at_s <= now;
        if (is_due && !is_set)
            fire(inst);
        if (is_due || is_set)
            set(inst, now);
    }
    arm(sup);
}

static int open_timer(struct sup *sup) {
    if (sup->cron.is_added)
        return 0;
    int fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    sup->cron = (struct os_watch){.fd = fd, .ready = on_ready};
    if (fd >= 0 && os_poll_set(&sup->poll, &sup->cron, OS_READ) == 0)
        return 0;
    cron_close(sup);
    return -1;
}

void cron_set(struct inst *inst) {
    bool had = inst->cron_at_s > 0;
    if (!inst->app->cron && !had)
        return;
    set(inst, now_s());
    if (open_timer(inst->sup) < 0)
        say_trouble(&inst->sup->say, "%s %u: no timer for cron_restart", inst->app->name,
                    inst->pm_id);
    arm(inst->sup);
}

void cron_resume(struct inst *inst, int64_t at_s) {
    if (inst->cron_at_s <= 0 || at_s <= 0)
        return;
    inst->cron_at_s = at_s;
    arm(inst->sup);
}

void cron_close(struct sup *sup) {
    os_poll_del(&sup->poll, &sup->cron);
    if (sup->cron.fd > 0)
        (void)close(sup->cron.fd);
    sup->cron.fd = -1;
}
