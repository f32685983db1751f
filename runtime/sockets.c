/* A list of what is open. */
#include "runtime/sockets.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/keep.h"
#include "runtime/os/fd.h"
#include "runtime/os/listen.h"
#include "runtime/sup.h"

/* 0.0.0.0 is what "every address" becomes on a machine without IPv6. */
static bool serves(const struct sock *sock, const struct listen_address *wanted) {
    struct listen_address v4 = *wanted;
    v4.family = LISTEN_V4;
    return listen_same(&sock->address, wanted) ||
           (wanted->family == LISTEN_ANY && listen_same(&sock->address, &v4));
}

static struct sock *find(const struct sup *sup, const struct listen_address *address) {
    struct sock *sock = sup->sockets;
    while (sock && !serves(sock, address))
        sock = sock->next;
    return sock;
}

static struct sock *add(struct sup *sup, const struct listen_address *address, int fd,
                        unsigned id) {
    struct sock *sock = calloc(1, sizeof *sock);
    if (!sock)
        return NULL;
    *sock = (struct sock){.next = sup->sockets, .address = *address, .fd = fd, .id = id};
    sup->sockets = sock;
    if (sup->last_socket < id)
        sup->last_socket = id;
    return sock;
}

/* Opens the address, or takes it as the app's workers have it. */
static struct sock *open_one(struct sup *sup, const struct app *app,
                             const struct cluster_pool *pool, unsigned i, struct err *err) {
    const struct listen_address *address = &app->listen[i];
    int fd = cluster_pool_socket(pool, address);
    if (fd >= 0)
        os_listen_dress(fd, address);
    else
        fd = os_listen_open(address, err);
    if (fd >= 0 && app->identity)
        os_listen_own(address, app->identity);
    struct sock *sock = fd < 0 ? NULL : add(sup, address, fd, sup->last_socket + 1);
    if (fd >= 0 && !sock) {
        (void)close(fd);
        (void)err_set(err, "the supervisor is out of memory");
    }
    if (sock)
        keep_hold(sup, KEEP_SOCKET, sock->id, sock->fd);
    return sock;
}

static void close_one(struct sup *sup, struct sock *sock) {
    struct sock **at = &sup->sockets;
    while (*at != sock)
        at = &(*at)->next;
    *at = sock->next;
    keep_drop(sup, KEEP_SOCKET, sock->id);
    if (!cluster_take_socket(&sup->cluster, sock->fd))
        os_listen_remove(&sock->address);
    (void)close(sock->fd);
    free(sock);
}

int sockets_take(struct sup *sup, const struct app *app, const struct cluster_pool *pool,
                 struct sock_set *set, struct err *err) {
    if (app->n_listen == 0)
        return 0;
    set->at = calloc(app->n_listen, sizeof(struct sock *));
    if (!set->at)
        return err_set(err, "the supervisor is out of memory");
    for (; set->n < app->n_listen; set->n++) {
        const struct listen_address *address = &app->listen[set->n];
        struct sock *sock = find(sup, address);
        sock = sock ? sock : open_one(sup, app, pool, set->n, err);
        if (!sock) {
            sockets_give(sup, set);
            return -1;
        }
        sock->refs++;
        set->at[set->n] = sock;
    }
    return 0;
}

int sockets_try(const struct sup *sup, const struct app *app, const struct cluster_pool *pool,
                struct err *err) {
    for (unsigned i = 0; i < app->n_listen; i++)
        if (!find(sup, &app->listen[i]) && !cluster_pool_has(pool, &app->listen[i]) &&
            os_listen_try(&app->listen[i], err) < 0)
            return -1;
    return 0;
}

void sockets_give(struct sup *sup, struct sock_set *set) {
    for (unsigned i = 0; i < set->n; i++)
        if (--set->at[i]->refs == 0)
            close_one(sup, set->at[i]);
    free(set->at);
    *set = (struct sock_set){0};
}

/* ---- instances ------------------------------------------------------------------------------- */

bool sockets_has(const struct inst *inst, const struct listen_address *address) {
    for (unsigned i = 0; i < inst->sockets.n; i++)
        if (serves(inst->sockets.at[i], address))
            return true;
    return false;
}

/* Another app of another configuration: within one, an apply moves addresses between apps, and has
 * seen to it that they end with one. */
static const struct inst *find_rival(const struct inst *inst,
                                     const struct listen_address *address) {
    for (const struct inst *other = inst->sup->first; other; other = other->next)
        if (sockets_has(other, address) && strcmp(other->app->name, inst->app->name) != 0 &&
            !gen_is_same_ecosystem(other->gen, inst->gen))
            return other;
    return NULL;
}

static int check_rivals(const struct inst *inst, struct err *err) {
    char text[LISTEN_TEXT_BYTES];
    for (unsigned i = 0; i < inst->app->n_listen; i++) {
        const struct inst *rival = find_rival(inst, &inst->app->listen[i]);
        if (!rival)
            continue;
        listen_text(&inst->app->listen[i], text);
        return err_set(err, "listen %s: it is the address of app %s of %s/%s", text,
                       rival->app->name, rival->gen->root, rival->gen->file);
    }
    return 0;
}

/* The new ones first: what both have stays open. But where it hands over none any more, its program
 * may want to open the address itself. */
int sockets_hold(struct inst *inst, struct err *err) {
    struct sup *sup = inst->sup;
    struct sock_set set = {0};
    if (check_rivals(inst, err) < 0 || sockets_take(sup, inst->app, inst->pool, &set, err) < 0)
        return -1;
    sockets_give(sup, &inst->sockets);
    inst->sockets = set;
    return 0;
}

static bool is_in_use(const struct sup *sup, const struct sock *sock) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->pid > 0 && sockets_has(inst, &sock->address))
            return true;
    return false;
}

void sockets_refresh(const struct inst *inst) {
    for (unsigned i = 0; i < inst->sockets.n && !inst->pool; i++)
        if (!is_in_use(inst->sup, inst->sockets.at[i]))
            os_listen_block(inst->sockets.at[i]->fd, true);
}

static bool covers(const struct sock *sock, const struct listen_address *wanted) {
    static const unsigned char all[sizeof wanted->ip];
    struct listen_address any = *wanted;
    any.family = LISTEN_ANY;
    return serves(sock, wanted) ||
           (wanted->kind != LISTEN_UNIX && listen_same(&sock->address, &any) &&
            memcmp(wanted->ip, all, sizeof all) == 0);
}

int sockets_of_pool(const struct sup *sup, const struct cluster_pool *pool,
                    const struct listen_address *address) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        for (unsigned i = 0; inst->pool == pool && i < inst->sockets.n; i++)
            if (covers(inst->sockets.at[i], address))
                return inst->sockets.at[i]->fd;
    return -1;
}

bool sockets_is_one(const struct sup *sup, int fd) {
    const struct sock *sock = sup->sockets;
    while (sock && !os_fd_is_same(sock->fd, fd))
        sock = sock->next;
    return sock;
}

int sockets_copy(const struct inst *inst, struct sock_set *set) {
    if (inst->sockets.n == 0)
        return 0;
    set->at = calloc(inst->sockets.n, sizeof(struct sock *));
    if (!set->at)
        return -1;
    for (; set->n < inst->sockets.n; set->n++) {
        set->at[set->n] = inst->sockets.at[set->n];
        set->at[set->n]->refs++;
    }
    return 0;
}

void sockets_claim(struct inst *inst) {
    struct sup *sup = inst->sup;
    struct listen_address address;
    struct err err;
    for (unsigned i = 0; i < inst->app->n_listen; i++) {
        int fd = find(sup, &inst->app->listen[i])
                     ? -1
                     : os_take_fd(inst->pid, STDERR_FILENO + 1 + (int)i);
        if (fd < 0)
            continue;
        bool is_it = os_listen_address(fd, &address) == 0;
        struct sock *sock = is_it ? add(sup, &address, fd, sup->last_socket + 1) : NULL;
        if (!sock)
            (void)close(fd);
        else
            keep_hold(sup, KEEP_SOCKET, sock->id, sock->fd);
    }
    if (inst->app->n_listen && sockets_hold(inst, &err) < 0)
        say_trouble(&sup->say, "%s %u: %s; pid %d goes on with what it was handed", inst->app->name,
                    inst->pm_id, err.msg, (int)inst->pid);
}

void sockets_drop(struct inst *inst) {
    sockets_give(inst->sup, &inst->sockets);
}

void sockets_tidy(struct sup *sup) {
    if (!sup->sockets)
        return;
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->sockets.n && proc_is_resting(inst->proc.state) && inst->n_due == 0)
            sockets_drop(inst);
}

/* ---- the keeper ------------------------------------------------------------------------------ */

void sockets_restore(struct sup *sup, const struct keeper_gift *gift) {
    struct listen_address address;
    for (unsigned i = 0; i < gift->n_fds; i++) {
        if (gift->fds[i].key >> 32 != KEEP_SOCKET)
            continue;
        int fd = gift->fds[i].fd;
        if (os_listen_address(fd, &address) < 0 ||
            !add(sup, &address, fd, (unsigned)gift->fds[i].key))
            (void)close(fd);
    }
}

void sockets_close_unused(struct sup *sup) {
    for (struct sock *sock = sup->sockets, *next; sock; sock = next) {
        next = sock->next;
        if (sock->refs == 0)
            close_one(sup, sock);
    }
}

void sockets_keep(struct sup *sup) {
    for (const struct sock *sock = sup->sockets; sock; sock = sock->next)
        keep_hold(sup, KEEP_SOCKET, sock->id, sock->fd);
}

void sockets_done(struct sup *sup) {
    while (sup->sockets)
        close_one(sup, sup->sockets);
}
