/* Looks at a supervisor from outside. Its processes are the descendants of ROOT, itself included, that
 * do not run the program SERVICE; `collect` binds SOCKET, where services tell that they run.
 *
 *   begin SOCKET COMMAND...       tells `collect` the time and becomes the command
 *   collect SOCKET N              ms from `begin` until N services run
 *   memory ROOT SERVICE           KiB of PSS
 *   cpu ROOT SERVICE              ms of CPU time so far
 *   idle ROOT SERVICE SECONDS     voluntary context switches and ms of CPU time, per minute
 *   respawn SOCKET SERVICE N MS   kills a service N times, MS after its start; ms until it runs again:
 *                                 median, 99th of 100, least
 *   time N COMMAND...             ms of the command: median of N, least
 *   end ROOT SIGNAL SERVICE MS    sends the supervisor the signal, waits until it, its processes and the
 *                                 services are gone; after MS kills them */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/peer_procs.h"
#include "tests/bench/peers.h"

extern char **environ;

static void fail(const char *what) {
    (void)fprintf(stderr, "peer_probe: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void pause_ms(long ms) {
    const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
}

static int listen_at(const char *path) {
    struct sockaddr_un at = peer_address(path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    (void)unlink(path);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0)
        fail(path);
    return fd;
}

static struct peer_note next_note(int fd) {
    struct timeval patience = {.tv_sec = 60};
    struct peer_note note;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (recv(fd, &note, sizeof note, 0) != (ssize_t)sizeof note)
        fail("a service does not run");
    return note;
}

static double ms_between(int64_t from_ns, int64_t to_ns) {
    return (double)(to_ns - from_ns) / 1e6;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int begin(char **argv) {
    enum { TRIES = 1000 };
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    for (int i = 0; peer_tell(fd, argv[0], 0) < 0; i++) {
        if (i == TRIES)
            fail(argv[0]);
        pause_ms(10);
    }
    (void)execvp(argv[1], argv + 1);
    fail(argv[1]);
    return 2;
}

static int collect(char **argv) {
    int fd = listen_at(argv[0]);
    int64_t begun_ns = 0, last_ns = 0;
    for (long left = strtol(argv[1], NULL, 10); left > 0;) {
        struct peer_note note = next_note(fd);
        left -= note.pid != 0;
        if (note.pid == 0)
            begun_ns = note.at_ns;
        else if (note.at_ns > last_ns)
            last_ns = note.at_ns;
    }
    printf("%.2f\n", ms_between(begun_ns, last_ns));
    return 0;
}

static int memory(char **argv) {
    long kib = 0;
    struct peer_procs procs = peer_procs_of((pid_t)strtol(argv[0], NULL, 10), argv[1]);
    for (size_t i = 0; i < procs.n; i++)
        kib += peer_pss_kib(procs.at[i]);
    printf("%ld\n", kib);
    peer_procs_done(&procs);
    return kib == 0;
}

static int cpu(char **argv) {
    struct peer_procs procs = peer_procs_of((pid_t)strtol(argv[0], NULL, 10), argv[1]);
    printf("%.2f\n", (double)peer_use_of(&procs).cpu_ns / 1e6);
    peer_procs_done(&procs);
    return 0;
}

static int idle(char **argv) {
    struct peer_procs procs = peer_procs_of((pid_t)strtol(argv[0], NULL, 10), argv[1]);
    struct peer_use before = peer_use_of(&procs);
    long seconds = strtol(argv[2], NULL, 10);
    pause_ms(seconds * 1000);
    struct peer_use after = peer_use_of(&procs);
    printf("%.0f %.1f\n", (double)(after.switches - before.switches) * 60 / (double)seconds,
           (double)(after.cpu_ns - before.cpu_ns) / 1e6 * 60 / (double)seconds);
    peer_procs_done(&procs);
    return 0;
}

static int respawn(char **argv) {
    int fd = listen_at(argv[0]);
    size_t n = strtoul(argv[2], NULL, 10);
    double *ms = calloc(n, sizeof *ms);
    struct peer_procs services = peer_runners_of(argv[1]);
    if (!ms || n == 0 || services.n == 0)
        fail(argv[1]);
    pid_t pid = services.at[0];
    for (size_t i = 0; i < n; i++) {
        pause_ms(strtol(argv[3], NULL, 10));
        int64_t killed_ns = peer_now_ns();
        if (kill(pid, SIGKILL) < 0)
            fail("kill");
        struct peer_note note = next_note(fd);
        ms[i] = ms_between(killed_ns, note.at_ns);
        pid = note.pid;
    }
    qsort(ms, n, sizeof *ms, by_size);
    printf("%.3f %.3f %.3f\n", ms[n / 2], ms[n * 99 / 100], ms[0]);
    free(ms);
    peer_procs_done(&services);
    return 0;
}

static double run_ms(char **argv) {
    posix_spawn_file_actions_t quiet;
    pid_t pid;
    int status;
    (void)posix_spawn_file_actions_init(&quiet);
    (void)posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1 /* O_WRONLY */, 0);
    int64_t begun_ns = peer_now_ns();
    errno = posix_spawnp(&pid, argv[0], &quiet, NULL, argv, environ);
    if (errno || waitpid(pid, &status, 0) != pid)
        fail(argv[0]);
    (void)posix_spawn_file_actions_destroy(&quiet);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        (void)fprintf(stderr, "peer_probe: %s fails\n", argv[0]);
        exit(2);
    }
    return ms_between(begun_ns, peer_now_ns());
}

static int time_it(char **argv) {
    size_t n = strtoul(argv[0], NULL, 10);
    double *ms = calloc(n, sizeof *ms);
    if (!ms || n == 0)
        fail(argv[0]);
    for (size_t i = 0; i < n; i++)
        ms[i] = run_ms(argv + 1);
    qsort(ms, n, sizeof *ms, by_size);
    printf("%.2f %.2f\n", ms[n / 2], ms[0]);
    free(ms);
    return 0;
}

/* Waits until the process is gone, at most until then; after that kills it. */
static void see_off(int pid_fd, int64_t until_ns) {
    struct pollfd gone = {.fd = pid_fd, .events = POLLIN};
    int64_t left_ms = (until_ns - peer_now_ns()) / 1000000;
    if (poll(&gone, 1, left_ms > 0 ? (int)left_ms : 0) == 0) {
        (void)syscall(SYS_pidfd_send_signal, pid_fd, SIGKILL, NULL, 0);
        (void)poll(&gone, 1, -1);
    }
    (void)close(pid_fd);
}

static int end(char **argv) {
    pid_t root = (pid_t)strtol(argv[0], NULL, 10);
    struct peer_procs all[] = {peer_procs_of(root, argv[2]), peer_runners_of(argv[2])};
    int64_t until_ns = peer_now_ns() + strtol(argv[3], NULL, 10) * 1000000;
    for (size_t k = 0; k < 2; k++) /* the descriptors first: a pid may be another's later */
        for (size_t i = 0; i < all[k].n; i++)
            all[k].at[i] = (pid_t)syscall(SYS_pidfd_open, all[k].at[i], 0);
    (void)kill(root, (int)strtol(argv[1], NULL, 10));
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < all[k].n; i++)
            if (all[k].at[i] >= 0)
                see_off(all[k].at[i], until_ns);
        peer_procs_done(&all[k]);
    }
    return 0;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int n_args; /* at least */
        int (*run)(char **argv);
    } commands[] = {
        {"begin", 2, begin}, {"collect", 2, collect}, {"memory", 2, memory}, {"cpu", 2, cpu},
        {"idle", 3, idle},   {"respawn", 4, respawn}, {"time", 2, time_it},  {"end", 4, end},
    };
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0 && argc - 2 >= commands[i].n_args)
            return commands[i].run(argv + 2);
    (void)fprintf(stderr, "usage: peer_probe begin|collect|memory|cpu|idle|respawn|time|end ...\n");
    return 2;
}
