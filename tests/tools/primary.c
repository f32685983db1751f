/* A bare primary: runs commands as cluster workers, as its standard input says, and prints what
 * happens. For trying runtime/cluster against Node without the rest of ecort.
 *
 *     primary [shared] COMMAND ARGS...
 *
 * Standard input:  start | held | fork | replace ID | drain ID | release ID | say ID JSON |
 *                  kill ID | quit
 * Standard output: one line per event, ID first where it is of a worker. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/cluster/cluster.h"
#include "runtime/os/clock.h"
#include "runtime/os/signals.h"
#include "runtime/os/spawn.h"

enum { MOST = 64 };

struct process {
    struct cluster_worker worker;
    unsigned id;
    pid_t pid; /* 0 = it has ended */
};

static struct os_poll os_poll;
static struct timers timers;
static struct cluster cluster;
static struct cluster_pool *pool;
static struct process processes[MOST];
static unsigned n_processes;
static char **command;
static bool is_shared;
static struct os_watch input, signals;

static unsigned id_of(struct cluster_worker *worker) {
    return ((struct process *)worker)->id;
}

static void on_listening(struct cluster_worker *worker) {
    printf("%u listening\n", id_of(worker));
}

static void on_said(struct cluster_worker *worker, struct str json) {
    printf("%u said %.*s\n", id_of(worker), (int)json.n, json.p);
}

static void on_closed(struct cluster_worker *worker) {
    printf("%u closed\n", id_of(worker));
}

static void on_trouble(struct cluster_worker *worker, const char *text) {
    printf("%u trouble %s\n", id_of(worker), text);
}

static const struct cluster_use use = {
    .listening = on_listening, .said = on_said, .closed = on_closed, .trouble = on_trouble};

static void start(bool is_cluster, bool is_held, const struct process *replaced) {
    extern char **environ;
    struct err err = {0};
    int ends[2], null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    struct os_child child;
    struct process *p = &processes[n_processes];
    char unique[16], cwd[4096];
    if (n_processes == MOST || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        abort();
    p->id = ++n_processes;
    (void)snprintf(unique, sizeof unique, "%u", p->id);
    (void)setenv("NODE_CHANNEL_FD", "3", 1);
    if (is_cluster)
        (void)setenv("NODE_UNIQUE_ID", unique, 1);
    else
        (void)unsetenv("NODE_UNIQUE_ID");
    struct os_spawn spawn = {.path = command[0],
                             .argv = command,
                             .envp = environ,
                             .cwd = getcwd(cwd, sizeof cwd),
                             .in_fd = null_fd,
                             .out_fd = 2,
                             .err_fd = 2,
                             .pass_fds = &ends[1],
                             .n_pass_fds = 1};
    if (os_spawn(&spawn, &child, &err) < 0)
        abort();
    (void)close(ends[1]);
    (void)close(null_fd);
    (void)close(child.report_fd);
    p->pid = child.pid;
    struct cluster_start how = {.pool = is_cluster ? pool : NULL,
                                .fd = ends[0],
                                .is_shared = is_shared,
                                .is_held = is_held,
                                .replaces = replaced ? &replaced->worker : NULL};
    if (cluster_worker_open(&p->worker, &cluster, &how) < 0)
        abort();
    printf("%u pid %d\n", p->id, (int)p->pid);
}

static void on_child_ends(struct os_watch *watch, unsigned events) {
    struct os_exit ended;
    (void)events;
    while (os_signals_next(watch->fd))
        continue;
    while (os_next_ended(&ended)) {
        os_reap(ended.pid);
        for (unsigned i = 0; i < n_processes; i++)
            if (processes[i].pid == ended.pid) {
                processes[i].pid = 0;
                cluster_worker_end(&processes[i].worker);
                printf("%u ended by %s %d\n", processes[i].id, ended.by_signal ? "signal" : "code",
                       ended.number);
            }
    }
}

static void quit(void) {
    for (unsigned i = 0; i < n_processes; i++)
        if (processes[i].pid)
            (void)kill(processes[i].pid, SIGKILL);
    for (unsigned i = 0; i < n_processes; i++) {
        if (processes[i].pid)
            (void)waitpid(processes[i].pid, NULL, 0);
        cluster_worker_end(&processes[i].worker);
    }
    cluster_pool_drop(pool);
    cluster_done(&cluster);
    timers_done(&timers);
    exit(0);
}

static void obey(char *line) {
    char verb[16] = "";
    unsigned id = 0;
    int at = 0;
    (void)sscanf(line, "%15s %u %n", verb, &id, &at);
    struct process *p = id && id <= n_processes ? &processes[id - 1] : NULL;
    if (strcmp(verb, "start") == 0 || strcmp(verb, "held") == 0)
        start(true, verb[0] == 'h', NULL);
    else if (strcmp(verb, "fork") == 0)
        start(false, false, NULL);
    else if (p && strcmp(verb, "replace") == 0)
        start(true, false, p);
    else if (strcmp(verb, "quit") == 0)
        quit();
    else if (p && strcmp(verb, "drain") == 0)
        printf("%u %s\n", id, cluster_worker_drain(&p->worker, 1000) ? "drains" : "cannot drain");
    else if (p && strcmp(verb, "release") == 0)
        cluster_worker_release(&p->worker);
    else if (p && strcmp(verb, "say") == 0)
        (void)cluster_worker_say(&p->worker, str_of(line + at));
    else if (p && p->pid && strcmp(verb, "kill") == 0)
        (void)kill(p->pid, SIGKILL);
    else
        printf("what: %s\n", line);
}

static void on_input(struct os_watch *watch, unsigned events) {
    static struct buf in;
    char chunk[4096];
    ssize_t n = read(watch->fd, chunk, sizeof chunk);
    (void)events;
    if (n <= 0)
        quit();
    buf_add(&in, chunk, (size_t)n);
    for (size_t end; (end = str_index((struct str){in.p, in.n}, '\n')) < in.n;) {
        in.p[end] = 0;
        obey(in.p);
        buf_consume(&in, end + 1);
    }
}

int main(int argc, char **argv) {
    struct err err = {0};
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    is_shared = argc > 1 && strcmp(argv[1], "shared") == 0;
    command = argv + 1 + is_shared;
    if (!command[0] || os_poll_open(&os_poll, &err) < 0 || os_signals_open(&signals.fd, &err) < 0)
        return 2;
    cluster = (struct cluster){.poll = &os_poll, .timers = &timers, .use = &use};
    if (cluster_init(&cluster) < 0 || !(pool = cluster_pool_hold(&cluster, "app")))
        return 2;
    input = (struct os_watch){.fd = 0, .ready = on_input};
    signals.ready = on_child_ends;
    if (os_poll_set(&os_poll, &input, OS_READ) < 0 || os_poll_set(&os_poll, &signals, OS_READ) < 0)
        return 2;
    for (;;) {
        os_poll_wait(&os_poll, timers_wait_ms(&timers, os_now_ms()));
        timers_fire(&timers, os_now_ms());
    }
}
