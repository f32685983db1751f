/* The services of the chaos test: each does one thing that services do.
 *
 *   service calm       waits
 *   service stubborn   waits, and ignores what asks it to stop
 *   service close      closes its output, waits
 *   service tree       has a child, and one in a session of its own whose parent has gone; waits
 *   service count      writes lines "APP PID NUMBER"; how many it has written is in
 *                      $CHAOS_DIR/written/PID, for who looks for the last one
 *   service serve      answers "APP PID VALUE" to each HTTP request on the sockets that it is handed; SIGINT ends
 *                      it between two of them
 *   node ...           (by that name) becomes the program $CHAOS_NODE, unless it breaks: it takes Node longer than
 *                      min_uptime to come to where it could
 *   service kid PID HOW  a process that a tree has made; HOW: stay, leave
 *
 * All but a kid exit with code 3 at once where $CHAOS_DIR/broken/$CHAOS_APP is there or $CHAOS_DIR is not;
 * SIGUSR1 ends them with code 7, SIGUSR2 with 0. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BROKEN = 3, ASKED = 7, LINE_EVERY_MS = 5, FIRST_SOCKET = 3, SOCKETS_MOST = 4 };

static volatile sig_atomic_t is_told;

static void on_signal(int sig) {
    _exit(sig == SIGUSR1 ? ASKED : 0);
}

static const char *variable(const char *name) {
    const char *value = getenv(name);
    if (!value)
        _exit(BROKEN);
    return value;
}

static void make_kid(const char *self, const char *how) {
    char parent[16];
    (void)snprintf(parent, sizeof parent, "%d", (int)getpid());
    if (fork() != 0)
        return;
    (void)execl("/proc/self/exe", self, "kid", parent, how, (char *)NULL);
    _exit(BROKEN);
}

/* Into a session of its own, away from its parent. */
static void leave(void) {
    if (setsid() < 0 || fork() != 0)
        _exit(0);
}

/* Counted when it is in the pipe: what is counted must come out. */
static void count(void) {
    const struct timespec pause = {.tv_nsec = LINE_EVERY_MS * 1000 * 1000};
    const char *app = variable("CHAOS_APP");
    char path[4096], line[256];
    (void)snprintf(path, sizeof path, "%s/written/%d", variable("CHAOS_DIR"), (int)getpid());
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(uint64_t)) < 0)
        _exit(BROKEN);
    volatile uint64_t *written = mmap(NULL, sizeof *written, PROT_WRITE, MAP_SHARED, fd, 0);
    if (written == MAP_FAILED)
        _exit(BROKEN);
    for (uint64_t number = 1;; number++) {
        int n = snprintf(line, sizeof line, "%s %d %llu\n", app, (int)getpid(),
                         (unsigned long long)number);
        if (write(STDOUT_FILENO, line, (size_t)n) != n)
            _exit(BROKEN);
        *written = number;
        (void)nanosleep(&pause, NULL);
    }
}

static void on_told(int sig) {
    (void)sig;
    is_told = 1;
}

/* The whole request is read: what is not would cut the answer. */
static void answer(int fd) {
    char request[4096], text[512], reply[1024];
    size_t n = 0;
    ssize_t got = 1;
    while (got > 0 && n < sizeof request - 1 &&
           (n < 4 || memcmp(request + n - 4, "\r\n\r\n", 4) != 0))
        if ((got = read(fd, request + n, sizeof request - 1 - n)) > 0)
            n += (size_t)got;
    int length = snprintf(text, sizeof text, "%s %d %s", variable("CHAOS_APP"), (int)getpid(),
                          variable("VALUE"));
    int size = snprintf(reply, sizeof reply,
                        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
                        length, text);
    if (got > 0)
        (void)!write(fd, reply, (size_t)size);
    (void)close(fd);
}

/* SIGINT comes only while it waits. */
static void serve(void) {
    struct sigaction act = {.sa_handler = on_told};
    struct pollfd sockets[SOCKETS_MOST];
    sigset_t blocked, open;
    int n = atoi(variable("LISTEN_FDS"));
    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &blocked, &open);
    (void)sigaction(SIGINT, &act, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < n && i < SOCKETS_MOST; i++) {
        sockets[i] = (struct pollfd){.fd = FIRST_SOCKET + i, .events = POLLIN};
        (void)fcntl(sockets[i].fd, F_SETFL, O_NONBLOCK); /* another instance may be faster */
    }
    while (!is_told) {
        if (ppoll(sockets, (nfds_t)n, NULL, &open) <= 0)
            continue;
        for (int i = 0; i < n; i++) {
            int fd = accept4(sockets[i].fd, NULL, NULL, SOCK_CLOEXEC);
            if (fd >= 0)
                answer(fd);
        }
    }
    _exit(0);
}

static int is_broken(void) {
    char path[4096];
    if (access(variable("CHAOS_DIR"), F_OK) != 0)
        return 1;
    (void)snprintf(path, sizeof path, "%s/broken/%s", variable("CHAOS_DIR"), variable("CHAOS_APP"));
    return access(path, F_OK) == 0;
}

static int be_node(char **argv) {
    if (is_broken())
        return BROKEN;
    (void)execv(variable("CHAOS_NODE"), argv);
    return BROKEN;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "calm", *name = strrchr(argv[0], '/');
    if (strcmp(name ? name + 1 : argv[0], "node") == 0)
        return be_node(argv);
    if (strcmp(what, "kid") != 0) { /* a kid is ended by nothing but a signal */
        (void)signal(SIGUSR1, on_signal);
        (void)signal(SIGUSR2, on_signal);
        if (is_broken())
            return BROKEN;
    }
    if (strcmp(what, "count") == 0)
        count();
    if (strcmp(what, "serve") == 0)
        serve();
    if (strcmp(what, "stubborn") == 0) {
        (void)signal(SIGINT, SIG_IGN);
        (void)signal(SIGTERM, SIG_IGN);
    }
    if (strcmp(what, "tree") == 0) {
        (void)signal(SIGCHLD, SIG_IGN);
        make_kid(argv[0], "stay");
        make_kid(argv[0], "leave");
    }
    if (argc > 3 && strcmp(argv[3], "leave") == 0)
        leave();
    if (strcmp(what, "close") == 0) {
        (void)close(STDOUT_FILENO);
        (void)close(STDERR_FILENO);
    }
    for (;;)
        (void)pause();
}
