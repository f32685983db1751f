/* Datagrams, and whose they are. */
#include "runtime/heard.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "runtime/sup.h"

enum { TURN_MOST = 64, PARENTS_MOST = 64 };

static struct inst *find_main(const struct sup *sup, pid_t pid) {
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->pid == pid)
            return inst;
    return NULL;
}

/* Up from the sender to a main process; one that has left its parents is known by its session. */
static struct inst *find_sender(const struct sup *sup, pid_t pid) {
    struct os_process p;
    for (unsigned i = 0; i < PARENTS_MOST && pid > 1 && pid != getpid(); i++) {
        struct inst *inst = find_main(sup, pid);
        if (inst)
            return inst;
        if (!os_process_read(pid, &p))
            return NULL;
        if ((inst = find_main(sup, p.session)))
            return inst;
        pid = p.parent;
    }
    return NULL;
}

static void take(struct inst *inst, struct str text) {
    while (text.n) {
        size_t n = str_index(text, '\n');
        struct str line = {text.p, n};
        if (str_eqz(line, "READY=1"))
            ready_confirm(inst, READY_BY_WORD);
        else if (str_starts(line, STR("STATUS=")))
            ready_status(inst, str_skip(line, strlen("STATUS=")));
        text = str_skip(text, n < text.n ? n + 1 : n);
    }
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct sup *sup = (struct sup *)((char *)watch - offsetof(struct sup, heard));
    struct os_notification said;
    (void)events;
    for (unsigned i = 0; i < TURN_MOST && os_notify_peek(watch->fd, &said); i++) {
        struct inst *inst = find_sender(sup, said.pid);
        if (inst) {
            take(inst, (struct str){said.text, said.n});
            state_save_inst(
                inst); /* before it is dropped: the next supervisor hears it, or reads it */
        }
        os_notify_drop(watch->fd);
    }
}

int heard_open(struct sup *sup, int fd, struct err *err) {
    sup->heard = (struct os_watch){.fd = fd >= 0 ? fd : os_notify_open(err), .ready = on_ready};
    if (sup->heard.fd < 0)
        return -1;
    if (os_notify_name(sup->heard.fd, sup->heard_name) < 0)
        return err_sys(err, "the socket for sd_notify");
    if (fd < 0)
        keep_hold(sup, KEEP_HEARD, 0, sup->heard.fd);
    return os_poll_set(&sup->poll, &sup->heard, OS_READ) < 0 ? err_sys(err, "epoll") : 0;
}

void heard_close(struct sup *sup) {
    if (sup->heard.fd < 0)
        return;
    os_poll_del(&sup->poll, &sup->heard);
    (void)close(sup->heard.fd);
    sup->heard.fd = -1;
}

const char *heard_name(const struct sup *sup, const struct app *app) {
    bool is_wanted = app->waits_word || app->n_listen > 0;
    return is_wanted && *sup->heard_name ? sup->heard_name : NULL;
}
