/* Where the world knocks. */
#include <signal.h>
#include <unistd.h>

#include "runtime/ctl/socket.h"
#include "runtime/os/clock.h"
#include "runtime/os/signals.h"
#include "runtime/steer.h"
#include "runtime/sup.h"

static void reap_all(struct sup *sup) {
    struct os_exit ended;
    while (os_reap(&ended))
        sup_child_ended(sup, &ended);
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

/* One turn: what is ready, what is due, then the conclusions, then the signals. */
static void turn(struct sup *sup) {
    arm_ctl(sup);
    os_poll_wait(&sup->poll, timers_wait_ms(&sup->timers, os_now_ms()));
    timers_fire(&sup->timers, os_now_ms());
    if (sup->has_ended)
        sup_settle(sup);
    if (sup->has_signals_due)
        act_flush_signals(sup);
}

/* What left its tree and wiped its marks is nobody's; it does not survive us either. */
static void kill_strangers(struct sup *sup) {
    enum { ROUNDS = 50 };
    struct os_exit ended;
    sup_trees(sup);
    for (int i = 0; i < ROUNDS && os_tree_kill_strangers(sup->trees, sup->n_insts) > 0; i++) {
        (void)usleep(1000);
        while (os_reap(&ended))
            continue;
    }
}

int sup_run(struct sup *sup, int listen_fd, struct err *err) {
    sup->signals = (struct os_watch){.fd = -1, .ready = on_signals};
    sup->ctl_timer = (struct timer){.fire = on_ctl_timer};
    if (os_signals_open(&sup->signals.fd, err) < 0)
        return -1;
    if (os_poll_set(&sup->poll, &sup->signals, OS_READ) < 0)
        return err_sys(err, "epoll");
    sup->ctl.poll = &sup->poll;
    sup->ctl.ctx = sup;
    sup->ctl.request = steer_request;
    sup->ctl.gone = steer_client_gone;
    sup->ctl.drained = steer_client_drained;
    if (ctl_server_open(&sup->ctl, listen_fd, err) < 0)
        return -1;
    sup_start_all(sup);
    while (!sup->is_stopping || !sup_is_at_rest(sup))
        turn(sup);
    kill_strangers(sup);
    ctl_socket_remove(sup->home);
    ctl_server_close(&sup->ctl);
    (void)close(sup->signals.fd);
    return 0;
}
