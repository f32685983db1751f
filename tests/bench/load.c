/* A load of HTTP/1.1 requests that costs little itself and counts what fails. Nothing is tried again.
 *
 *   bench_load PLACE CONNECTIONS keep|close [THINK_MS [REQUESTS [SECONDS]]]
 *
 * PLACE is a port of 127.0.0.1 or the path of a Unix socket. Runs until SIGTERM, so many answers, or so many seconds (0: no such
 * end), finishes what is under way, and prints one line: {"ok":N,"failed":N,"lost":N,"seconds":S,"p50_us":N,"p99_us":N,
 * "slowest_ms":N,"by":{answer:N},"errors":{text:N}}. "lost" are those of the failed that were sent on a connection that had
 * answered before; "by" counts the first words of the answers. A connection that the server closes between two requests is no
 * failure. The size of the file LOAD_COUNT is the number of answers so far, at most COUNT_EVERY_MS late. The file LOAD_FAILED gets
 * a line for each request that fails, "PORT FROM TO WHY": its own port (0: none) and the time from before it connected until it
 * failed, in microseconds. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    WORDS_MOST = 64,
    WORD_BYTES = 48,
    ANSWER_MOST = 16 * 1024,
    TIMEOUT_MS = 20000,
    COUNT_EVERY_MS = 10,
    US_PER_SLOT = 10, /* of the histogram of latencies */
    SLOTS = 1 << 17,
};

struct tally {
    char word[WORDS_MOST][WORD_BYTES];
    long n[WORDS_MOST];
    unsigned used;
};

enum phase { RESTS, WAITS };

struct conn {
    int fd; /* -1 = closed */
    enum phase phase;
    bool has_answered;
    int64_t reached_us, began_us, wake_us;
    size_t n;
    char text[ANSWER_MOST];
};

struct load {
    struct sockaddr_storage to;
    socklen_t to_size;
    bool keeps;
    long most;
    int64_t think_us, until_us;
    int epoll, count, failures;
    bool ends;
    unsigned n_conns, n_resting;
    struct conn *conn;
    long ok, failed, lost;
    int64_t slowest_us;
    struct tally by, errors;
    long *slot;
};

static int64_t now_us(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void die(const char *what) {
    perror(what);
    exit(2);
}

static void add(struct tally *t, const char *word) {
    unsigned i = 0;
    while (i < t->used && strncmp(t->word[i], word, WORD_BYTES - 1) != 0)
        i++;
    if (i == WORDS_MOST)
        return;
    if (i == t->used)
        (void)snprintf(t->word[t->used++], WORD_BYTES, "%s", word);
    t->n[i]++;
}

static void drop(struct conn *c) {
    if (c->fd >= 0)
        (void)close(c->fd);
    c->fd = -1;
    c->has_answered = false;
}

static void rest(struct load *l, struct conn *c) {
    c->phase = RESTS;
    c->wake_us = now_us() + l->think_us;
    l->n_resting++;
    if (!l->keeps)
        drop(c);
}

/* Before the connection is closed: until then nobody else has its port. */
static void note_failure(const struct load *l, const struct conn *c, const char *why) {
    struct sockaddr_in at = {.sin_port = 0};
    socklen_t size = sizeof at;
    if (l->failures < 0)
        return;
    if (l->to.ss_family == AF_INET && c->fd >= 0)
        (void)getsockname(c->fd, (struct sockaddr *)&at, &size);
    if (dprintf(l->failures, "%u %lld %lld %s\n", ntohs(at.sin_port), (long long)c->reached_us,
                (long long)now_us(), why) < 0)
        die("LOAD_FAILED");
}

static void fail(struct load *l, struct conn *c, const char *why) {
    char text[WORD_BYTES];
    (void)snprintf(text, sizeof text, "%s%s", why, c->has_answered ? ", kept" : "");
    note_failure(l, c, text);
    l->failed++;
    l->lost += c->has_answered;
    add(&l->errors, text);
    drop(c);
    rest(l, c);
}

/* ---- answers --------------------------------------------------------------------------------- */

static const char *header(const char *head, const char *name) {
    size_t n = strlen(name);
    for (const char *at = strstr(head, "\r\n"); at; at = strstr(at + 2, "\r\n"))
        if (strncasecmp(at + 2, name, n) == 0 && at[2 + n] == ':')
            return at + 3 + n + strspn(at + 3 + n, " ");
    return NULL;
}

static void take_word(struct load *l, const char *body) {
    char word[WORD_BYTES];
    size_t n = strcspn(body, " \t\r\n\"<>");
    (void)snprintf(word, sizeof word, "%.*s", (int)(n < WORD_BYTES - 1 ? n : WORD_BYTES - 1), body);
    add(&l->by, word);
}

static void answered(struct load *l, struct conn *c, const char *body, bool closes) {
    int64_t us = now_us() - c->began_us;
    if (strncmp(c->text, "HTTP/1.1 200", 12) != 0) {
        char status[16];
        (void)snprintf(status, sizeof status, "%.12s", c->text);
        fail(l, c, status);
        return;
    }
    l->ok++;
    l->slowest_us = us > l->slowest_us ? us : l->slowest_us;
    l->slot[us / US_PER_SLOT < SLOTS ? us / US_PER_SLOT : SLOTS - 1]++;
    take_word(l, body);
    c->has_answered = true;
    if (closes)
        drop(c);
    rest(l, c);
}

/* Whether the answer is whole; one without a length ends with its connection. */
static bool is_whole(const struct conn *c, const char *body, bool is_eof, const char **text) {
    size_t have = c->n - (size_t)(body - c->text);
    const char *length = header(c->text, "content-length"),
               *coding = header(c->text, "transfer-encoding");
    *text = body;
    if (length)
        return have >= strtoul(length, NULL, 10);
    if (!coding)
        return is_eof;
    const char *line = strstr(body, "\r\n");
    *text = line ? line + 2 : body;
    return have >= 5 && memcmp(c->text + c->n - 5, "0\r\n\r\n", 5) == 0;
}

static void take(struct load *l, struct conn *c, bool is_eof) {
    const char *text, *end = strstr(c->text, "\r\n\r\n");
    if (end && is_whole(c, end + 4, is_eof, &text)) {
        const char *connection = header(c->text, "connection");
        answered(l, c, text, is_eof || (connection && strncasecmp(connection, "close", 5) == 0));
    } else if (is_eof) {
        fail(l, c, c->n ? "answer cut" : "closed");
    } else if (c->n + 1 >= sizeof c->text) {
        fail(l, c, "answer too long");
    }
}

static void hear(struct load *l, struct conn *c) {
    ssize_t n = recv(c->fd, c->text + c->n, sizeof c->text - 1 - c->n, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (c->phase == RESTS) { /* closed, or something that nobody asked for */
        drop(c);
        return;
    }
    if (n < 0) {
        fail(l, c, strerror(errno));
        return;
    }
    c->n += (size_t)n;
    c->text[c->n] = 0;
    take(l, c, n == 0);
}

/* ---- requests -------------------------------------------------------------------------------- */

static int reach(struct load *l, struct conn *c) {
    c->reached_us = now_us();
    c->fd = socket(l->to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0)
        die("socket");
    int one = 1;
    if (l->to.ss_family == AF_INET)
        (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* To this machine it is there, refused or waits for room in the backlog: no need to poll. */
    if (connect(c->fd, (struct sockaddr *)&l->to, l->to_size) < 0)
        return -1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &event) < 0)
        die("epoll_ctl");
    return 0;
}

static void ask(struct load *l, struct conn *c) {
    static const char kept[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static const char closed[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const char *text = l->keeps ? kept : closed;
    l->n_resting--;
    c->phase = WAITS;
    c->n = 0;
    c->text[0] = 0;
    c->began_us = now_us();
    if (c->fd < 0 && reach(l, c) < 0)
        fail(l, c, strerror(errno));
    else if (send(c->fd, text, strlen(text), MSG_NOSIGNAL) < 0)
        fail(l, c, strerror(errno));
}

/* When the next one is due, in ms; -1 = none is. */
static int wake(struct load *l) {
    int64_t now = now_us(), next = INT64_MAX;
    for (unsigned i = 0; i < l->n_conns; i++) {
        struct conn *c = &l->conn[i];
        if (c->phase == RESTS && !l->ends && c->wake_us <= now)
            ask(l, c);
        if (c->phase == WAITS && now - c->began_us > TIMEOUT_MS * 1000)
            fail(l, c, "timeout");
        int64_t due = c->phase == WAITS ? c->began_us + TIMEOUT_MS * 1000 : c->wake_us;
        next = due < next ? due : next;
    }
    int64_t ms = (next - now + 999) / 1000;
    return ms < 0 ? 0 : ms > COUNT_EVERY_MS ? COUNT_EVERY_MS : (int)ms;
}

static void run(struct load *l, int signals) {
    struct epoll_event event[64];
    struct epoll_event stop = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, signals, &stop) < 0)
        die("epoll_ctl");
    while (!l->ends || l->n_resting < l->n_conns) {
        int n = epoll_wait(l->epoll, event, 64, wake(l));
        for (int i = 0; i < n; i++)
            if (event[i].data.ptr)
                hear(l, event[i].data.ptr);
            else if (epoll_ctl(l->epoll, EPOLL_CTL_DEL, signals, NULL) == 0)
                l->ends = true;
        if ((l->most && l->ok + l->failed >= l->most) || (l->until_us && now_us() >= l->until_us))
            l->ends = true;
        if (l->count >= 0 && ftruncate(l->count, l->ok) < 0)
            die("LOAD_COUNT");
    }
}

/* ---- what it says ---------------------------------------------------------------------------- */

static void print_tally(const char *key, const struct tally *t) {
    printf(",\"%s\":{", key);
    for (unsigned i = 0; i < t->used; i++)
        printf("%s\"%s\":%ld", i ? "," : "", t->word[i], t->n[i]);
    printf("}");
}

static long percentile(const struct load *l, int percent) {
    long seen = 0;
    for (long i = 0; i < SLOTS; i++)
        if ((seen += l->slot[i]) * 100 >= l->ok * percent)
            return (i + 1) * US_PER_SLOT;
    return 0;
}

static void print_all(const struct load *l, int64_t took_us) {
    printf("{\"ok\":%ld,\"failed\":%ld,\"lost\":%ld,\"seconds\":%.3f", l->ok, l->failed, l->lost,
           (double)took_us / 1e6);
    printf(",\"p50_us\":%ld,\"p99_us\":%ld,\"slowest_ms\":%lld", percentile(l, 50),
           percentile(l, 99), (long long)(l->slowest_us / 1000));
    print_tally("by", &l->by);
    print_tally("errors", &l->errors);
    printf("}\n");
}

static void set_place(struct load *l, const char *place) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    if (strchr(place, '/')) {
        (void)snprintf(un.sun_path, sizeof un.sun_path, "%s", place);
        memcpy(&l->to, &un, l->to_size = sizeof un);
    } else {
        in.sin_port = htons((uint16_t)strtoul(place, NULL, 10));
        memcpy(&l->to, &in, l->to_size = sizeof in);
    }
}

/* The file that the environment names, -1 = none. */
static int open_named(const char *variable) {
    const char *path = getenv(variable);
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    if (path && fd < 0)
        die(path);
    return fd;
}

int main(int argc, char **argv) {
    static long slot[SLOTS];
    struct load l = {.slot = slot};
    if (argc < 4) {
        fprintf(stderr, "usage: %s PLACE CONNECTIONS keep|close [THINK_MS [REQUESTS [SECONDS]]]\n",
                argv[0]);
        return 2;
    }
    set_place(&l, argv[1]);
    l.n_conns = l.n_resting = (unsigned)strtoul(argv[2], NULL, 10);
    l.keeps = strcmp(argv[3], "keep") == 0;
    l.think_us = argc > 4 ? strtol(argv[4], NULL, 10) * 1000 : 0;
    l.most = argc > 5 ? strtol(argv[5], NULL, 10) : 0;
    int64_t began = now_us();
    if (argc > 6 && strtod(argv[6], NULL) > 0)
        l.until_us = began + (int64_t)(strtod(argv[6], NULL) * 1e6);
    l.count = open_named("LOAD_COUNT");
    l.failures = open_named("LOAD_FAILED");
    sigset_t stops;
    (void)sigemptyset(&stops);
    (void)sigaddset(&stops, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &stops, NULL);
    int signals = signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
    l.epoll = epoll_create1(EPOLL_CLOEXEC);
    l.conn = calloc(l.n_conns, sizeof *l.conn);
    if (!l.conn || l.epoll < 0 || signals < 0)
        die("load");
    for (unsigned i = 0; i < l.n_conns; i++)
        l.conn[i].fd = -1;
    run(&l, signals);
    print_all(&l, now_us() - began);
    free(l.conn);
    return 0;
}
