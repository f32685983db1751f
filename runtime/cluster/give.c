/* Connections on their way: accepted here, handed over, taken back.
 *
 * A connection is accepted only when somebody has room for it, so that what waits does so in the
 * kernel's backlog, where neither a worker's nor our own death loses it. For the same reason
 * everything is prepared before accept4: between it and sendmsg only we hold the connection. Should
 * we be killed there, or while it waits for another worker, it falls to the heir (os/heir.h). So do
 * those that a worker may have, until it has answered: whoever takes over asks it (inherit.c). */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/cluster/pool.h"
#include "runtime/os/sched.h"

enum { RETRY_MS = 50 }; /* after an accept for which we had no descriptor left */

static void free_conn(struct cluster *cluster, struct cluster_conn *conn) {
    if (conn->fd >= 0)
        (void)close(conn->fd);
    os_heir_doubt(&cluster->heir, conn->fd, 0);
    free(conn->refused);
    free(conn);
}

static bool has_refused(const struct cluster_conn *conn, unsigned id) {
    for (unsigned i = 0; conn && i < conn->n_refused; i++)
        if (conn->refused[i] == id)
            return true;
    return false;
}

/* ---- to whom --------------------------------------------------------------------------------- */

static bool is_open(const struct cluster_worker *w, const struct cluster_listener *l) {
    const struct cluster_member *m = pool_member(w, l);
    return m && !m->is_shared && !w->is_held && !w->is_draining &&
           ipc_channel_is_open(&w->channel) && !w->channel.is_deaf;
}

/* `conn` NULL: a new one. GIVE sets *to. */
static enum balance_verdict choose(const struct cluster_listener *l,
                                   const struct cluster_conn *conn, struct cluster_worker **to) {
    struct cluster_pool *pool = l->pool;
    size_t n = 0, at;
    for (const struct cluster_worker *w = pool->workers; w; w = w->next)
        pool->rows[n++] = (struct balance_row){
            .id = w->id,
            .epoch = w->epoch,
            .is_open = is_open(w, l),
            .has_room = w->n_conns < BALANCE_WINDOW && ipc_channel_is_idle(&w->channel),
            .has_refused = has_refused(conn, w->id),
        };
    enum balance_verdict verdict = balance_choose(pool->rows, n, l->last_worker, &at);
    *to = pool->workers;
    for (size_t i = 0; verdict == BALANCE_GIVE && i < at; i++)
        *to = (*to)->next;
    return verdict;
}

/* ---- giving ---------------------------------------------------------------------------------- */

static void wait_first(struct cluster_conn *conn) {
    conn->next = conn->listener->waiting;
    conn->listener->waiting = conn;
}

/* The line that goes with the next connection. False without memory. */
static bool prepare(struct cluster_listener *l, struct cluster_worker *w) {
    struct buf *line = &w->cluster->line;
    line->n = 0;
    ipc_write_connection(line, ++w->last_seq, l->id);
    bool failed = line->failed;
    line->failed = false;
    return !failed;
}

/* What comes now are answers for connections, and costs a system call less where they are not looked
 * at first. An answer that is lost with us matters where it is a refusal: only we have the connection
 * then. */
static void expect_answer(struct cluster_worker *w) {
    w->n_conns++;
    w->channel.is_careful = w->has_refused;
}

static void hand_over(struct cluster_worker *w, struct cluster_conn *conn) {
    const struct buf *line = &w->cluster->line;
    struct os_heir *heir = &w->cluster->heir;
    conn->seq = w->last_seq;
    os_heir_doubt(heir, conn->fd, inherit_doubt(w, conn->seq, false));
    int rc = ipc_channel_send(&w->channel, (struct str){line->p, line->n}, conn->fd);
    os_heir_doubt(heir, conn->fd, rc < 0 ? 0 : inherit_doubt(w, conn->seq, true));
    if (rc < 0) {
        wait_first(conn); /* the channel is deaf now: it goes to another one */
        return;
    }
    conn->listener->last_worker = w->id;
    conn->next = w->conns;
    w->conns = conn;
    expect_answer(w);
}

/* Whether trying again with the next connection makes sense. */
static bool is_of_the_connection(int sys) {
    return sys == ECONNABORTED || sys == EPROTO || sys == EINTR || sys == EPERM ||
           sys == ENETDOWN || sys == EHOSTDOWN || sys == EHOSTUNREACH || sys == ENETUNREACH ||
           sys == ENONET || sys == EOPNOTSUPP || sys == ENOPROTOOPT;
}

/* The next connection of the backlog; false where there is none to be had now. */
static bool accept_next(struct cluster_listener *l, struct cluster_conn *conn) {
    do
        conn->fd = accept4(l->watch.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    while (conn->fd < 0 && is_of_the_connection(errno));
    if (conn->fd >= 0)
        return true;
    if (errno == EAGAIN || errno == EINVAL)
        l->may_have_more = false;
    else
        pool_look_again(l->pool->cluster, RETRY_MS);
    return false;
}

/* One new connection; false where there is none. */
static bool give_new(struct cluster_listener *l) {
    struct cluster_worker *to;
    if (!l->may_have_more || choose(l, NULL, &to) != BALANCE_GIVE)
        return false;
    struct cluster_conn *conn = calloc(1, sizeof *conn);
    if (!conn || !prepare(l, to)) {
        free(conn);
        pool_look_again(l->pool->cluster, RETRY_MS);
        return false;
    }
    conn->listener = l;
    if (!accept_next(l, conn)) {
        free(conn);
        return false;
    }
    hand_over(to, conn);
    return true;
}

/* The connections that were given before go first. False where one has to wait on. */
static bool give_waiting(struct cluster_listener *l) {
    while (l->waiting) {
        struct cluster_conn *conn = l->waiting;
        struct cluster_worker *to;
        enum balance_verdict verdict = choose(l, conn, &to);
        if (verdict == BALANCE_WAIT || (verdict == BALANCE_GIVE && !prepare(l, to)))
            return false;
        l->waiting = conn->next;
        if (verdict == BALANCE_GIVE)
            hand_over(to, conn);
        else
            free_conn(l->pool->cluster, conn);
    }
    return true;
}

void give_pump(struct cluster_listener *l) {
    while (give_waiting(l) && give_new(l))
        continue;
}

void give_pump_all(struct cluster_pool *pool) {
    for (struct cluster_listener *l = pool->listeners; l; l = l->next)
        give_pump(l);
}

static void on_connections(struct os_watch *watch, unsigned events) {
    struct cluster_listener *l = (struct cluster_listener *)watch; /* its first member */
    (void)events;
    l->may_have_more = true;
    give_pump(l);
}

/* Who hands connections over by the thousand does not interrupt those that serve them; its heir is
 * not told to wait. */
static void count_watched(struct cluster *cluster, bool was_on, bool is_on) {
    cluster->n_watched += (unsigned)is_on - (unsigned)was_on;
    if (cluster->n_watched && cluster->use->heir)
        (void)os_heir_begin(&cluster->heir, cluster->use->heir, cluster->ctx);
    else if (!cluster->n_watched)
        os_heir_end(&cluster->heir);
    if (cluster->n_watched && !cluster->yields_first) {
        cluster->yields_first = os_sched_yield_first();
    } else if (!cluster->n_watched && cluster->yields_first) {
        os_sched_usual();
        cluster->yields_first = false;
    }
}

void give_watch(struct cluster_listener *l, bool is_on) {
    struct cluster *cluster = l->pool->cluster;
    bool was_on = l->watch.is_added;
    l->watch.ready = on_connections;
    if (!is_on)
        os_poll_del(cluster->poll, &l->watch);
    else if (!was_on && os_poll_set(cluster->poll, &l->watch, OS_READ | OS_EDGE) < 0)
        pool_look_again(cluster, RETRY_MS);
    count_watched(cluster, was_on, l->watch.is_added);
}

/* ---- answers --------------------------------------------------------------------------------- */

static struct cluster_conn *take(struct cluster_worker *w, struct cluster_conn **at) {
    struct cluster_conn *conn = *at;
    *at = conn->next;
    w->channel.is_careful = --w->n_conns == 0 || w->has_refused;
    return conn;
}

static void note_refusal(struct cluster_conn *conn, unsigned id) {
    unsigned *more = realloc(conn->refused, (conn->n_refused + 1U) * sizeof *more);
    if (!more)
        return; /* it may be offered once more */
    conn->refused = more;
    conn->refused[conn->n_refused++] = id;
}

/* Another one's turn. */
static void give_again(struct cluster *cluster, struct cluster_conn *conn) {
    if (conn->listener) {
        conn->asked = 0;
        os_heir_doubt(&cluster->heir, conn->fd, 0);
        wait_first(conn);
    } else {
        free_conn(cluster, conn);
    }
}

/* Its worker has not answered for it, and will not any more. Workers answer in turn, so it has not
 * read from it: unless the supervisor before us was told that it does, and could not note it. */
static void settle(struct cluster *cluster, struct cluster_conn *conn) {
    if (conn->is_given)
        free_conn(cluster, conn);
    else
        give_again(cluster, conn);
}

static void refuse(struct cluster_worker *w, struct cluster_conn *conn) {
    note_refusal(conn, w->id);
    if (!w->has_refused) {
        w->has_refused = true;
        pool_changed(w->cluster);
    }
    give_again(w->cluster, conn);
}

/* Of one in doubt a part of the number is known. */
static bool is_answer(const struct cluster_conn *conn, int64_t seq) {
    return conn->asked ? seq == conn->asked || inherit_part(seq) == inherit_part(conn->seq)
                       : seq == conn->seq;
}

void give_answered(struct cluster_worker *w, int64_t seq, bool is_accepted) {
    struct cluster_conn **at = &w->conns;
    while (*at && !is_answer(*at, seq))
        at = &(*at)->next;
    if (!*at)
        return;
    struct cluster_conn *conn = take(w, at);
    if (conn->asked == seq)
        settle(w->cluster, conn);
    else if (is_accepted)
        free_conn(w->cluster, conn);
    else
        refuse(w, conn);
    give_pump_all(w->pool);
}

void give_returned(struct cluster_worker *w) {
    struct cluster_conn **at = &w->conns;
    if (!*at)
        return;
    while ((*at)->next) /* the last one is the oldest */
        at = &(*at)->next;
    if ((*at)->asked) /* it had no room for the question */
        settle(w->cluster, take(w, at));
    else
        refuse(w, take(w, at));
    give_pump_all(w->pool);
}

void give_back_all(struct cluster_worker *w) {
    while (w->conns)
        settle(w->cluster, take(w, &w->conns));
}

void give_asked(struct cluster_worker *w, struct cluster_conn *conn) {
    conn->next = w->conns;
    w->conns = conn;
    expect_answer(w);
    os_heir_doubt(&w->cluster->heir, conn->fd, inherit_doubt(w, conn->seq, true));
}

void give_drop_waiting(struct cluster_listener *l) {
    for (struct cluster_conn *conn; (conn = l->waiting);) {
        l->waiting = conn->next;
        free_conn(l->pool->cluster, conn);
    }
}
