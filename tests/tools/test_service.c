/* A service for the end-to-end tests: does what its arguments say, in their order.
 *
 *   status TEXT, ready   sd_notify
 *   child                the rest is done by a child; the main process waits for it
 *   print TEXT, err TEXT a line on stdout, stderr
 *   wait FILE            until the file exists
 *   pause                until a signal
 *   sleep MS, exit CODE
 *   trip FILE            the first process makes the file and goes on, others exit with 7
 *   listen N             checks that N sockets were handed over, prints their names
 *   serve TEXT           answers every HTTP request on the sockets with TEXT, keep-alive too, until
 *                        SIGTERM or SIGINT; then answers what is under way and closes */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_FD = 3, CONNECTIONS = 256, REQUEST_BYTES = 4096, GRACE_SECONDS = 1 };

static volatile sig_atomic_t is_told;

static void on_signal(int sig) {
    (void)sig;
    is_told = 1;
}

static void complain(const char *what) {
    perror(what);
    exit(99);
}

static void notify(const char *head, const char *tail) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const char *name = getenv("NOTIFY_SOCKET");
    char text[512];
    if (!name || strlen(name) >= sizeof to.sun_path) {
        fprintf(stderr, "no NOTIFY_SOCKET\n");
        exit(98);
    }
    memcpy(to.sun_path, name, strlen(name));
    if (*name == '@')
        to.sun_path[0] = 0;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int n = snprintf(text, sizeof text, "%s%s", head, tail);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
    if (fd < 0 || sendto(fd, text, (size_t)n, 0, (const struct sockaddr *)&to, size) < 0)
        complain("notify");
    (void)close(fd);
}

static void go_on_as_child(void) {
    int status;
    pid_t pid = fork();
    if (pid == 0)
        return;
    if (pid < 0 || waitpid(pid, &status, 0) < 0)
        complain("child");
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 97);
}

static int n_sockets(void) {
    const char *n = getenv("LISTEN_FDS"), *pid = getenv("LISTEN_PID");
    return n && pid && strtol(pid, NULL, 10) == getpid() ? (int)strtol(n, NULL, 10) : 0;
}

static void check_sockets(int wanted) {
    int n = n_sockets(), type;
    socklen_t size = sizeof type;
    for (int i = 0; i < n; i++)
        if (getsockopt(FIRST_FD + i, SOL_SOCKET, SO_TYPE, &type, &size) < 0)
            complain("a socket");
    const char *names = getenv("LISTEN_FDNAMES");
    printf("sockets %d names %s\n", n, names ? names : "none");
    if (n != wanted)
        exit(96);
}

/* ---- http ------------------------------------------------------------------------------------ */

struct connection {
    int fd;
    size_t n;
    char request[REQUEST_BYTES];
};

static struct connection connections[CONNECTIONS];
static int n_connections;

static void drop(int i) {
    (void)close(connections[i].fd);
    connections[i] = connections[--n_connections];
}

/* False where the connection is over. */
static bool answer(struct connection *c, const char *text) {
    char head[256];
    bool is_last = is_told || strstr(c->request, "Connection: close") != NULL;
    int n = snprintf(head, sizeof head,
                     "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\nConnection: %s\r\n\r\n%s",
                     strlen(text), is_last ? "close" : "keep-alive", text);
    return send(c->fd, head, (size_t)n, MSG_NOSIGNAL) == n && !is_last;
}

static bool take_request(struct connection *c, const char *text) {
    ssize_t n = recv(c->fd, c->request + c->n, sizeof c->request - 1 - c->n, 0);
    if (n <= 0)
        return false;
    c->n += (size_t)n;
    c->request[c->n] = 0;
    if (!strstr(c->request, "\r\n\r\n"))
        return c->n + 1 < sizeof c->request;
    c->n = 0;
    return answer(c, text);
}

/* Accepting again after the poll may find nothing: another process was faster. */
static void take_connection(int socket_fd) {
    int fd = accept4(socket_fd, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0)
        return;
    if (n_connections == CONNECTIONS)
        (void)close(fd);
    else
        connections[n_connections++] = (struct connection){.fd = fd};
}

/* Told to end: what waits for an answer gets one, what is idle is closed after a time in which its
 * client may still be writing: on a busy machine it may not run for a good part of a second, and has
 * several requests on their way then. */
static void serve(const char *text) {
    struct pollfd fds[CONNECTIONS + 16];
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t told, before;
    int n = n_sockets();
    (void)sigemptyset(&told);
    (void)sigaddset(&told, SIGTERM);
    (void)sigaddset(&told, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &told, &before);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    for (int i = 0; i < n; i++) {
        struct timeval no_wait = {0, 1};
        (void)setsockopt(FIRST_FD + i, SOL_SOCKET, SO_RCVTIMEO, &no_wait, sizeof no_wait);
    }
    for (;;) {
        int listening = is_told ? 0 : n;
        for (int i = 0; i < listening; i++)
            fds[i] = (struct pollfd){.fd = FIRST_FD + i, .events = POLLIN};
        for (int i = 0; i < n_connections; i++)
            fds[listening + i] = (struct pollfd){.fd = connections[i].fd, .events = POLLIN};
        struct timespec grace = {GRACE_SECONDS, 0};
        int ready =
            ppoll(fds, (nfds_t)(listening + n_connections), is_told ? &grace : NULL, &before);
        if (is_told && (ready == 0 || n_connections == 0))
            exit(0);
        if (ready <= 0)
            continue;
        for (int i = n_connections - 1; i >= 0; i--)
            if (fds[listening + i].revents && !take_request(&connections[i], text))
                drop(i);
        for (int i = 0; i < listening; i++)
            if (fds[i].revents)
                take_connection(FIRST_FD + i);
    }
}

static void trip(const char *path) {
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        exit(7);
    (void)close(fd);
}

/* Returns how many of the words were used. */
static int obey(char *const *word) {
    if (strcmp(word[0], "ready") == 0)
        return notify("READY=1", ""), 1;
    if (strcmp(word[0], "child") == 0)
        return go_on_as_child(), 1;
    if (strcmp(word[0], "pause") == 0)
        return pause(), 1;
    if (!word[1]) {
        fprintf(stderr, "%s?\n", word[0]);
        exit(95);
    }
    if (strcmp(word[0], "status") == 0)
        notify("STATUS=", word[1]);
    else if (strcmp(word[0], "print") == 0)
        (void)printf("%s\n", word[1]);
    else if (strcmp(word[0], "err") == 0)
        (void)fprintf(stderr, "%s\n", word[1]);
    else if (strcmp(word[0], "sleep") == 0)
        (void)usleep((useconds_t)strtol(word[1], NULL, 10) * 1000);
    else if (strcmp(word[0], "trip") == 0)
        trip(word[1]);
    else if (strcmp(word[0], "exit") == 0)
        exit((int)strtol(word[1], NULL, 10));
    else if (strcmp(word[0], "listen") == 0)
        check_sockets((int)strtol(word[1], NULL, 10));
    else if (strcmp(word[0], "serve") == 0)
        serve(word[1]);
    for (bool waits = strcmp(word[0], "wait") == 0; waits && access(word[1], F_OK) < 0;)
        (void)usleep(5000);
    return 2;
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 1; i < argc;)
        i += obey(argv + i);
    return 0;
}
