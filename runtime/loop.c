/* Where the world knocks. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/apply.h"
#include "runtime/ctl/socket.h"
#include "runtime/os/clock.h"
#include "runtime/os/memory.h"
#include "runtime/os/notify.h"
#include "runtime/os/signals.h"
#include "runtime/renewal.h"
#include "runtime/serve.h"
#include "runtime/steer.h"
#include "runtime/sup.h"
#include "runtime/text.h"
#include "runtime/workers.h"

static void reap_all(struct sup *sup) {
    struct os_exit ended;
    while (os_next_ended(&ended)) { /* noted before it is reaped: nobody else could tell */
        sup_child_ended(sup, &ended);
        os_reap(ended.pid);
    }
}

static void stop_by_signal(struct sup *sup, int sig) {
    struct buf name = {0};
    say_signal(&name, sig);
    buf_char(&name, 0);
    say_line(&sup->say, SAY_PLAIN, "%s, %s", name.failed ? "a signal" : name.p,
             sup->is_stopping ? "killing what is left" : "stopping everything");
    buf_done(&name);
    sup_stop_all(sup);
}

static void on_signals(struct os_watch *watch, unsigned events) {
    struct sup *sup = (struct sup *)((char *)watch - offsetof(struct sup, signals));
    (void)events;
    for (int sig; (sig = os_signals_next(watch->fd));) {
        if (sig == SIGCHLD)
            reap_all(sup);
        else if (sig == SIGTERM || sig == SIGINT || sig == SIGQUIT)
            stop_by_signal(sup, sig);
        else if (sig == SIGUSR2 || sig == SIGHUP)
            (void)log_files_reopen(&sup->pump.files);
    }
}

static void on_ctl_timer(struct timer *timer) {
    struct sup *sup = (struct sup *)((char *)timer - offsetof(struct sup, ctl_timer));
    ctl_server_expire(&sup->ctl, os_now_ms());
}

static void arm_ctl(struct sup *sup) {
    int64_t at_ms = ctl_server_deadline(&sup->ctl);
    if (at_ms < 0)
        timer_disarm(&sup->timers, &sup->ctl_timer);
    else if (sup->ctl_timer.place == 0 || sup->ctl_timer.at_ms != at_ms)
        timer_arm(&sup->timers, &sup->ctl_timer, at_ms);
}

static void on_trim(struct timer *timer) {
    (void)timer;
    os_memory_trim();
}

/* Something has happened: when it is over, what it needed is given back. */
static void trim_later(struct sup *sup) {
    enum { TRIM_MS = 1000 };
    if (sup->trim.place == 0)
        timer_arm(&sup->timers, &sup->trim, os_now_ms() + TRIM_MS);
}

/* Draws the conclusions from what has happened, and from what they make happen; then the signals
 * go out, and who is to leave does. */
static void conclude(struct sup *sup) {
    while (sup->has_ended || sup->has_changed) {
        if (sup->has_ended)
            sup_settle(sup);
        sup->has_changed = false;
        sup->is_unsaved = true;
        steer_go_on(sup);
        apply_go_on(sup);
        renewal_go_on(sup);
    }
    if (sup->is_unsaved) {
        trim_later(sup);
        workers_rest(sup);
        sockets_tidy(sup);
    }
    if (sup->is_unsaved || sup->has_signals_due)
        state_save(sup);
    if (sup->has_signals_due) {
        act_flush_signals(sup);
        state_save(sup);
    }
    if (sup->has_leaving)
        sup_bury(sup);
}

/* One turn: what is ready, what is due, then the conclusions. */
static void turn(struct sup *sup) {
    arm_ctl(sup);
    os_poll_wait(&sup->poll, timers_wait_ms(&sup->timers, os_now_ms()));
    timers_fire(&sup->timers, os_now_ms());
    conclude(sup);
}

/* What left its tree and wiped its marks is nobody's; it does not survive us either. */
static void kill_strangers(struct sup *sup) {
    enum { ROUNDS = 50 };
    struct os_exit ended;
    struct os_forest forest = sup_trees(sup);
    for (int i = 0; i < ROUNDS && os_tree_kill_strangers(forest) > 0; i++) {
        (void)usleep(1000);
        while (os_next_ended(&ended))
            os_reap(ended.pid);
    }
}

/* ---- the service manager --------------------------------------------------------------------- */

static void notify(const struct sup *sup, const char *text) {
    if (sup->notify_at)
        os_notify(sup->notify_at, text);
}

static void on_watchdog(struct timer *timer) {
    struct sup *sup = (struct sup *)((char *)timer - offsetof(struct sup, watchdog));
    notify(sup, "WATCHDOG=1");
    timer_arm(&sup->timers, timer, os_now_ms() + sup->watchdog_ms);
}

/* Whether what is meant for WATCHDOG_PID is meant for us: it is the keeper that was started. */
static bool is_watched(const struct sup *sup) {
    const char *pid = text_getenv(sup->environ, "WATCHDOG_PID");
    return !pid || strtol(pid, NULL, 10) == sup->keep.keeper;
}

static void begin_notifying(struct sup *sup) {
    const char *usec = text_getenv(sup->environ, "WATCHDOG_USEC");
    sup->notify_at = text_getenv(sup->environ, "NOTIFY_SOCKET");
    sup->watchdog.fire = on_watchdog;
    sup->watchdog_ms = usec && is_watched(sup) ? strtoll(usec, NULL, 10) / 1000 / 2 : 0;
    if (sup->notify_at && sup->watchdog_ms > 0)
        on_watchdog(&sup->watchdog);
    notify(sup, "READY=1");
}

void sup_update_refused(struct sup *sup, int status) {
    if (sup->updater)
        ctl_reply_error(sup->updater, status == -1
                                          ? "another update is under way"
                                          : "the new program does not start as a keeper of this "
                                            "version; the old one goes on");
    sup->updater = NULL;
}

int sup_open(struct sup *sup, int listen_fd, struct err *err) {
    sup->signals = (struct os_watch){.fd = -1, .ready = on_signals};
    sup->ctl_timer = (struct timer){.fire = on_ctl_timer};
    sup->trim = (struct timer){.fire = on_trim};
    if (os_signals_open(&sup->signals.fd, err) < 0)
        return -1;
    if (os_poll_set(&sup->poll, &sup->signals, OS_READ) < 0)
        return err_sys(err, "epoll");
    sup->ctl.poll = &sup->poll;
    sup->ctl.ctx = sup;
    sup->ctl.request = serve_request;
    sup->ctl.gone = serve_client_gone;
    sup->ctl.drained = serve_client_drained;
    return ctl_server_open(&sup->ctl, listen_fd, err);
}

void sup_run(struct sup *sup) {
    conclude(sup);
    begin_notifying(sup);
    bool is_told = false;
    while (!sup->is_stopping || !sup_is_at_rest(sup)) {
        turn(sup);
        if (sup->is_stopping && !is_told)
            notify(sup, "STOPPING=1");
        is_told = sup->is_stopping;
    }
    conclude(sup);
    kill_strangers(sup);
    ctl_socket_remove(sup->home);
    ctl_server_close(&sup->ctl); /* sends what was answered last */
    state_close(sup, true);
    (void)close(sup->signals.fd);
}
