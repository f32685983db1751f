/* Pumps that are killed: at each system call, at any instruction, at any time. What the files have in
 * the end is what they have where nobody was killed. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime/logs/log_journal.h"
#include "runtime/logs/log_stream.h"
#include "schema/unit/date_format.h"

enum { STREAMS = 2, PIECES = 16 };

/* What a child writes at once; the next one comes when nothing is left to do. */
struct piece {
    int stream;
    const char *text;
    unsigned times;
    rlim_t size_limit; /* of files, from here on; 0 = none */
};

struct scenario {
    const char *stamp; /* NULL = none */
    bool is_json, is_merged, has_both;
    int64_t max_bytes; /* 0 = no rotation */
    struct piece pieces[PIECES];
};

/* What outlives pumps: what a keeper holds, and the children. */
struct world {
    const struct scenario *scenario;
    struct arena arena;
    char dir[64];
    int fd, begun_fd, read_fd[STREAMS], write_fd[STREAMS];
    unsigned next; /* piece */
    size_t at;     /* in it */
};

/* ---- a pump ---------------------------------------------------------------------------------- */

struct pumper {
    struct os_poll poll;
    struct log_pump pump;
    struct log_rotation rotation;
    struct log_target targets[STREAMS];
    struct log_stream streams[STREAMS];
    uint64_t dropped;
};

static struct log_file *file_of(struct pumper *p, const struct world *w, const char *name) {
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", w->dir, name);
    return log_file_use(&p->pump.files, path);
}

static void set_targets(struct pumper *p, struct world *w) {
    const struct scenario *sc = w->scenario;
    const char *stamp = sc->stamp ? date_format_compile(&w->arena, str_of(sc->stamp)).p : NULL;
    p->rotation = (struct log_rotation){.max_bytes = sc->max_bytes,
                                        .retain = 1000,
                                        .stamp = date_format_compile(&w->arena, STR("[r]")).p};
    for (int i = 0; i < STREAMS; i++)
        p->targets[i] =
            (struct log_target){.own = file_of(p, w, i == 0 || sc->is_merged ? "a.log" : "b.log"),
                                .both = sc->has_both ? file_of(p, w, "both.log") : NULL,
                                .style = {stamp, sc->is_json},
                                .origin = {"app", 3, i == 1},
                                .rotation = sc->max_bytes ? &p->rotation : NULL};
}

static void must(bool ok) {
    if (!ok)
        _exit(99);
}

static void limit_files(pid_t pid, rlim_t size) {
    struct rlimit limit = {size ? size : RLIM_INFINITY, RLIM_INFINITY};
    (void)prlimit(pid, RLIMIT_FSIZE, &limit, NULL);
}

static void close_writers(struct world *w) {
    for (int i = 0; i < STREAMS; i++) {
        if (w->write_fd[i] >= 0)
            (void)close(w->write_fd[i]);
        w->write_fd[i] = -1;
    }
}

static void begin_tracing(void) {
    must(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
    (void)raise(SIGSTOP);
}

/* Until all streams have ended. Traced from where there may be something to lose. */
static ATTR_NORETURN void pump(struct world *w, bool is_traced) {
    static struct pumper p;
    struct err err;
    bool is_first = w->next == 0 && w->at == 0;
    close_writers(w);
    (void)signal(SIGXFSZ, SIG_IGN);
    if (!is_first)
        limit_files(0, w->scenario->pieces[w->next - (w->at == 0)].size_limit);
    must(os_poll_open(&p.poll, &err) == 0 && log_pump_init(&p.pump, &p.poll) == 0);
    if (is_traced && !is_first)
        begin_tracing();
    must(log_pump_adopt(&p.pump, dup(w->fd), dup(w->begun_fd)) == 0);
    set_targets(&p, w);
    for (int i = 0; i < STREAMS; i++) {
        log_stream_init(&p.streams[i], &p.pump, &p.targets[i], &p.dropped);
        must(log_stream_open(&p.streams[i], dup(w->read_fd[i])) == 0);
    }
    if (is_traced && is_first)
        begin_tracing();
    must(log_pump_recover(&p.pump));
    while (p.streams[0].watch.fd >= 0 || p.streams[1].watch.fd >= 0)
        os_poll_wait(&p.poll, is_traced ? 0 : -1); /* a step must not take for ever */
    _exit(0);
}

/* ---- the world ------------------------------------------------------------------------------- */

static void world_init(struct world *w, const struct scenario *scenario) {
    struct log_journal j;
    *w = (struct world){.scenario = scenario, .dir = "/tmp/ecort-journal-XXXXXX"};
    arena_init(&w->arena, 0);
    ck_assert_ptr_nonnull(mkdtemp(w->dir));
    ck_assert_int_eq(log_journal_open(&j), 0);
    w->fd = dup(j.fd);
    w->begun_fd = dup(j.begun_fd);
    log_journal_close(&j);
    for (int i = 0; i < STREAMS; i++) {
        int fds[2];
        ck_assert_int_eq(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
        w->read_fd[i] = fds[0];
        w->write_fd[i] = fds[1];
    }
}

static void remove_dir(const char *path) {
    DIR *d = opendir(path);
    for (struct dirent *e; (e = readdir(d));)
        (void)unlinkat(dirfd(d), e->d_name, 0);
    (void)closedir(d);
    ck_assert_int_eq(rmdir(path), 0);
}

static void world_done(struct world *w) {
    close_writers(w);
    for (int i = 0; i < STREAMS; i++)
        (void)close(w->read_fd[i]);
    (void)close(w->fd);
    (void)close(w->begun_fd);
    remove_dir(w->dir);
    arena_done(&w->arena);
}

static bool is_empty(const struct world *w) {
    bool is_empty = true;
    for (int i = 0, n = 0; i < STREAMS; i++)
        is_empty = ioctl(w->read_fd[i], FIONREAD, &n) == 0 && n == 0 && is_empty;
    return is_empty;
}

/* The next piece, or as much of it as fits (many pipes of one user are made small); in the end the
 * end, of one stream after the other. Only when all is done that came before. */
static void feed(struct world *w, pid_t pid, unsigned waits) {
    const struct piece *piece = &w->scenario->pieces[w->next];
    struct buf all = {0};
    if (!is_empty(w))
        return;
    if (w->next == PIECES || !piece->text) {
        bool is_second = w->write_fd[0] < 0; /* this pump must have seen the first */
        int *fd = &w->write_fd[is_second];
        if (*fd >= 0 && (!is_second || waits > 1)) {
            (void)close(*fd);
            *fd = -1;
        }
        return;
    }
    limit_files(pid, piece->size_limit);
    for (unsigned i = 0; i < piece->times; i++)
        buf_z(&all, piece->text);
    ssize_t n = write(w->write_fd[piece->stream], all.p + w->at, all.n - w->at);
    ck_assert_int_gt(n, 0);
    w->at += (size_t)n;
    if (w->at == all.n) {
        w->at = 0;
        w->next++;
    }
    buf_done(&all);
}

static bool waits(pid_t pid) {
    struct __ptrace_syscall_info info = {0};
    void *size = (void *)sizeof info;
    ck_assert_int_gt(ptrace(PTRACE_GET_SYSCALL_INFO, pid, size, &info), 0);
    bool is_wait = info.entry.nr == SYS_epoll_pwait;
#ifdef SYS_epoll_wait
    is_wait = is_wait || info.entry.nr == SYS_epoll_wait;
#endif
    return info.op == PTRACE_SYSCALL_INFO_ENTRY && is_wait;
}

/* Where a pump is to be killed: after so many stops at system calls (0 = never), and so many
 * instructions. */
struct blow {
    unsigned stops, steps;
};

/* True where the steps were its last, to its own end. */
static bool kill_pump(pid_t pid, unsigned steps) {
    int status;
    for (unsigned i = 0; i < steps; i++) {
        ck_assert_int_eq(ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL), 0);
        ck_assert_int_eq(waitpid(pid, &status, 0), pid);
        if (WIFEXITED(status))
            return true;
    }
    (void)kill(pid, SIGKILL);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return false;
}

/* Whether it came to its end. */
static bool run_pump(struct world *w, struct blow blow) {
    int status;
    pid_t pid = fork();
    if (pid == 0)
        pump(w, true);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSTOPPED(status));
    (void)ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)PTRACE_O_TRACESYSGOOD);
    long sig = 0;
    unsigned n_waits = 0;
    for (unsigned stops = 1;; stops++) {
        ck_assert_int_eq(ptrace(PTRACE_SYSCALL, pid, NULL, (void *)sig), 0);
        ck_assert_int_eq(waitpid(pid, &status, 0), pid);
        if (WIFEXITED(status)) {
            ck_assert_int_eq(WEXITSTATUS(status), 0);
            return true;
        }
        ck_assert(WIFSTOPPED(status));
        bool is_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        sig = is_call ? 0 : WSTOPSIG(status); /* SIGXFSZ */
        if (is_call && waits(pid))
            feed(w, pid, ++n_waits);
        if (stops == blow.stops)
            return kill_pump(pid, blow.steps);
    }
}

/* ---- comparing ------------------------------------------------------------------------------- */

static struct buf content(const char *dir, const char *name) {
    char path[512], bytes[4096];
    struct buf text = {0};
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        buf_add(&text, bytes, n);
    if (f)
        (void)fclose(f);
    return text;
}

static void same_content(const char *a_dir, const char *a_name, const char *b_dir,
                         const char *b_name, struct blow blow) {
    struct buf a = content(a_dir, a_name), b = content(b_dir, b_name);
    if (a.n != b.n || (a.n && memcmp(a.p, b.p, a.n) != 0)) {
        int show = a.n < 2000 && b.n < 2000;
        ck_abort_msg("killed at %u + %u: %s has %zu bytes, not %zu\n%.*s\n--- not\n%.*s",
                     blow.stops, blow.steps, b_name, b.n, a.n, show ? (int)b.n : 0, b.n ? b.p : "",
                     show ? (int)a.n : 0, a.n ? a.p : "");
    }
    buf_done(&a);
    buf_done(&b);
}

static unsigned count_files(const char *dir) {
    unsigned n = 0;
    DIR *d = opendir(dir);
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.';
    (void)closedir(d);
    return n;
}

static void same_files(const char *a_dir, const char *b_dir, struct blow blow) {
    DIR *d = opendir(a_dir);
    ck_assert_ptr_nonnull(d);
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.')
            same_content(a_dir, e->d_name, b_dir, e->d_name, blow);
    (void)closedir(d);
    ck_assert_uint_eq(count_files(a_dir), count_files(b_dir));
}

/* ---- scenarios ------------------------------------------------------------------------------- */

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define LINES "one\ntwo\nthree\n"

static const struct scenario scenarios[] = {
    /* bytes as they are */
    {.pieces = {{0, "abc", 1, 0},
                {0, "def\nghi", 1, 0},
                {1, "same\n", 3, 0},
                {0, "\n", 1, 0},
                {1, "same\n", 3, 0},
                {0, "the last", 1, 0}}},
    /* stamped, two files, begun lines that go on */
    {.stamp = "YYYY",
     .has_both = true,
     .pieces = {{0, "abc", 1, 0},
                {1, "same\n", 3, 0},
                {0, "def", 1, 0},
                {0, "ghi\njkl", 1, 0},
                {1, "x", 300, 0},
                {0, "\nmno", 1, 0},
                {1, "y", 300, 0},
                {1, "\nz\n", 1, 0},
                {1, "same\n", 3, 0}}},
    /* objects, two streams in one file */
    {.is_json = true,
     .stamp = "YYYY",
     .is_merged = true,
     .pieces =
         {{0, LINES "be", 1, 0}, {1, "other\nbeg", 1, 0}, {0, "gun", 1, 0}, {1, "un\n", 1, 0}}},
    /* rotated, raw and framed */
    {.max_bytes = 64,
     .pieces = {{0, TEN "\n", 7, 0},
                {0, TEN, 1, 0},
                {1, FIFTY FIFTY "\n", 1, 0},
                {0, TEN "\n" TEN, 2, 0},
                {1, "a\n", 40, 0}}},
    {.max_bytes = 200,
     .stamp = "YYYY",
     .has_both = true,
     .is_merged = true,
     .pieces = {{0, TEN "\n", 14, 0}, {0, TEN, 1, 0}, {1, FIFTY "\n", 3, 0}, {0, "\na\n", 9, 0}}},
    /* lines longer than may be */
    {.stamp = "YYYY",
     .has_both = true,
     .pieces = {{0, FIFTY FIFTY, 600, 0},
                {0, FIFTY FIFTY, 600, 0},
                {1, "a\n", 30000, 0},
                {0, FIFTY FIFTY, 600, 0},
                {0, FIFTY FIFTY, 600, 0},
                {0, FIFTY FIFTY, 600, 0},
                {0, FIFTY FIFTY, 600, 0},
                {0, "\nshort", 1, 0},
                {1, "\n", 40000, 0}}},
    /* files that are full for a while: within a line, between lines */
    {.has_both = true,
     .stamp = "YYYY",
     .pieces = {{0, TEN "\n", 5, 100},
                {1, TEN "\n", 3, 100},
                {0, TEN "\n", 5, 100},
                {0, "beg", 1, 100},
                {0, "un\n", 1, 0},
                {0, "again\n", 2, 0},
                {1, "other\n", 2, 0}}},
    {.pieces = {{0, TEN "\n" TEN "\n", 2, 40},
                {0, "lost\n", 3, 40},
                {1, TEN TEN TEN, 1, 40},
                {1, TEN TEN TEN, 1, 40},
                {0, "again", 2, 0},
                {1, TEN, 1, 0},
                {0, "\n", 2, 0}}},
};

static void check_blow(const struct scenario *sc, const char *right, struct blow blow,
                       struct blow second, bool *is_over) {
    struct world w;
    world_init(&w, sc);
    *is_over = run_pump(&w, blow);
    if (!*is_over && !run_pump(&w, second))
        ck_assert(run_pump(&w, (struct blow){0, 0}));
    same_files(right, w.dir, blow);
    world_done(&w);
}

START_TEST(killed_at_each_system_call) {
    struct world calm;
    world_init(&calm, &scenarios[_i]);
    ck_assert(run_pump(&calm, (struct blow){0, 0}));
    bool is_over = false;
    unsigned n = 0;
    while (!is_over) { /* the next one too, often while it recovers */
        n++;
        check_blow(&scenarios[_i], calm.dir, (struct blow){n, 0}, (struct blow){1 + n % 50, 0},
                   &is_over);
    }
    ck_assert_uint_gt(n, 40);
    world_done(&calm);
}
END_TEST

START_TEST(killed_at_any_instruction) {
    enum { BLOWS = 16 };
    struct world calm;
    bool is_over;
    srand48(_i + 1);
    world_init(&calm, &scenarios[_i]);
    ck_assert(run_pump(&calm, (struct blow){0, 0}));
    for (int i = 0; i < BLOWS; i++)
        check_blow(&scenarios[_i], calm.dir,
                   (struct blow){1 + (unsigned)(drand48() * 100), (unsigned)(drand48() * 900)},
                   (struct blow){1 + (unsigned)(drand48() * 60), (unsigned)(drand48() * 900)},
                   &is_over);
    world_done(&calm);
}
END_TEST

/* The time is that of the turn, whoever ends it: both files have the same stamps. */
START_TEST(stamps_stay) {
    static const struct scenario sc = {.stamp = "x",
                                       .has_both = true,
                                       .is_merged = true,
                                       .pieces = {{0, LINES, 1, 0}, {1, LINES "be", 1, 0}}};
    bool is_over = false;
    for (unsigned n = 1; !is_over; n++) {
        struct world w;
        world_init(&w, &sc);
        is_over = run_pump(&w, (struct blow){n, 0});
        ck_assert(is_over || run_pump(&w, (struct blow){0, 0}));
        same_content(w.dir, "a.log", w.dir, "both.log", (struct blow){n, 0});
        struct buf text = content(w.dir, "a.log");
        size_t lines = 0;
        for (size_t i = 0; i < text.n; i++)
            lines += text.p[i] == '\n';
        ck_assert_uint_eq(lines, 7);
        buf_done(&text);
        world_done(&w);
    }
}
END_TEST

/* ---- under load ------------------------------------------------------------------------------ */

enum { LOAD_LINES = 60000 };

static ATTR_NORETURN void write_load(const struct world *w) {
    char line[1024];
    memset(line, 'x', sizeof line);
    for (int i = 0; i < STREAMS; i++)
        (void)fcntl(w->write_fd[i], F_SETFL, 0);
    for (unsigned i = 0; i < LOAD_LINES; i++) {
        size_t n = (size_t)snprintf(line, 32, "%08u ", i);
        line[n] = 'x';
        n += i * 37 % 700;
        line[n] = '\n';
        for (int k = 0; k < STREAMS; k++) { /* in two parts: lines are begun */
            must(write(w->write_fd[k], line, n / 2) == (ssize_t)(n / 2));
            must(write(w->write_fd[k], line + n / 2, n + 1 - n / 2) == (ssize_t)(n + 1 - n / 2));
        }
        line[n] = 'x';
    }
    _exit(0);
}

static int64_t now_ns(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Each line is there once, whole, in order, behind a stamp of so many bytes. */
static void check_lines(const char *dir, const char *name, size_t stamp) {
    struct buf text = content(dir, name);
    struct str rest = {text.p, text.n};
    for (unsigned i = 0; i < LOAD_LINES; i++) {
        char number[16];
        size_t n = str_index(rest, '\n');
        (void)snprintf(number, sizeof number, "%08u ", i);
        ck_assert_msg(n < rest.n && n >= stamp + 9 && memcmp(rest.p + stamp, number, 9) == 0,
                      "%s: line %u is <%.*s>", name, i, (int)(n < 60 ? n : 60), rest.p);
        ck_assert_uint_eq(n - stamp, 9 + i * 37 % 700);
        rest = str_skip(rest, n + 1);
    }
    ck_assert_uint_eq(rest.n, 0);
    buf_done(&text);
}

static void kill_under_load(const struct scenario *sc, size_t stamp) {
    struct world w;
    int status = 0;
    unsigned kills = 0;
    world_init(&w, sc);
    pid_t writer = fork();
    if (writer == 0)
        write_load(&w);
    close_writers(&w);
    for (bool is_over = false; !is_over; kills++) {
        pid_t pid = fork();
        if (pid == 0)
            pump(&w, false);
        int64_t until_ns = now_ns() + (int64_t)(drand48() * 4e6);
        pid_t ended = 0;
        while (ended == 0 && now_ns() < until_ns)
            ended = waitpid(pid, &status, WNOHANG);
        (void)kill(pid, SIGKILL);
        if (ended == 0)
            (void)waitpid(pid, &status, 0);
        is_over = WIFEXITED(status);
        ck_assert(!is_over || WEXITSTATUS(status) == 0);
    }
    ck_assert_int_eq(waitpid(writer, &status, 0), writer);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_gt(kills, 10);
    check_lines(w.dir, "a.log", stamp);
    check_lines(w.dir, sc->has_both ? "both.log" : "b.log", stamp);
    world_done(&w);
}

START_TEST(killed_under_load) {
    static const struct scenario raw = {0};
    kill_under_load(&raw, 0);
}
END_TEST

START_TEST(killed_under_load_while_stamping) {
    static const struct scenario stamped = {.stamp = "YYYY-MM-DD"};
    kill_under_load(&stamped, strlen("2026-11-22: "));
}
END_TEST

/* ---- the journal ----------------------------------------------------------------------------- */

static struct log_journal_state begun_state(struct str begun, size_t n_stored) {
    return (struct log_journal_state){LOG_FRAMED, begun, n_stored};
}

START_TEST(begun_lines_are_kept_and_their_memory_given_back) {
    static char line[LOG_LINE_MOST];
    struct log_journal first, next;
    struct log_journal_found found;
    struct stat st;
    for (size_t i = 0; i < sizeof line; i++)
        line[i] = (char)('a' + i % 23);
    ck_assert_int_eq(log_journal_open(&first), 0);
    int place = log_journal_claim(&first, 7, LOG_FRAMED, &found);
    ck_assert(place >= 0 && !found.is_old);
    size_t stored = 0;
    for (size_t n = 1; n <= sizeof line; n *= 2) { /* it grows, short and long */
        struct log_journal_state state = begun_state((struct str){line, n}, stored);
        stored = log_journal_store(&first, place, &state);
        ck_assert_uint_eq(stored, n);
        ck_assert_int_eq(log_journal_open(&next), 0);
        ck_assert_int_eq(log_journal_adopt(&next, dup(first.fd), dup(first.begun_fd)), 0);
        ck_assert_int_eq(log_journal_claim(&next, 7, 0, &found), place);
        ck_assert(found.is_old && found.flags == LOG_FRAMED && found.begun.n == n);
        ck_assert_int_eq(memcmp(found.begun.p, line, n), 0);
        buf_done(&found.begun);
        int twin = log_journal_claim(&next, 7, 0, &found); /* it is there once */
        ck_assert(twin != place && !found.is_old);
        log_journal_free(&next, twin);
        log_journal_close(&next);
    }
    struct log_journal_state empty = begun_state((struct str){0}, 0);
    ck_assert_uint_eq(log_journal_store(&first, place, &empty), 0);
    ck_assert_int_eq(fstat(first.begun_fd, &st), 0);
    ck_assert_int_eq(st.st_blocks, 0);
    log_journal_close(&first);
}
END_TEST

START_TEST(another_journal_is_refused) {
    struct log_journal j, other;
    struct log_journal_found found;
    ck_assert_int_eq(log_journal_open(&j), 0);
    ck_assert_int_eq(log_journal_adopt(&j, -1, -1), -1);
    ck_assert_int_eq(log_journal_adopt(&j, open("/dev/null", O_RDWR | O_CLOEXEC), dup(j.fd)), -1);
    ck_assert_int_eq(log_journal_open(&other), 0);
    ++*(char *)other.page; /* the magic */
    ck_assert_int_eq(log_journal_adopt(&j, dup(other.fd), dup(other.begun_fd)), -1);
    ck_assert_int_ge(log_journal_claim(&j, 1, 0, &found), 0); /* ours is as it was */
    log_journal_close(&other);
    log_journal_close(&j);
}
END_TEST

/* Files may have no bytes at all, and so no memfd has. */
START_TEST(a_pump_works_without_a_journal) {
    static const struct scenario sc = {.stamp = "YYYY"};
    struct world w;
    int status;
    world_init(&w, &sc);
    ck_assert_int_eq(write(w.write_fd[0], "begun", 5), 5);
    close_writers(&w);
    pid_t pid = fork();
    if (pid == 0) {
        static struct pumper p;
        struct rlimit none = {8000, 8000};
        struct err err;
        must(setrlimit(RLIMIT_FSIZE, &none) == 0);
        must(os_poll_open(&p.poll, &err) == 0 && log_pump_init(&p.pump, &p.poll) == 0);
        must(p.pump.journal.fd < 0);
        set_targets(&p, &w);
        log_stream_init(&p.streams[0], &p.pump, &p.targets[0], &p.dropped);
        must(log_stream_open(&p.streams[0], w.read_fd[0]) == 0);
        log_stream_end(&p.streams[0]);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    struct buf text = content(w.dir, "a.log");
    ck_assert_uint_eq(text.n, strlen("2026: begun\n"));
    buf_done(&text);
    world_done(&w);
}
END_TEST

Suite *suite_log_journal(void);
Suite *suite_log_journal(void) {
    Suite *suite = suite_create("log_journal");
    TCase *calls = tcase_create("calls"), *steps = tcase_create("instructions"),
          *load = tcase_create("load"), *plain = tcase_create("plain");
    tcase_add_test(plain, begun_lines_are_kept_and_their_memory_given_back);
    tcase_add_test(plain, another_journal_is_refused);
    tcase_add_test(plain, a_pump_works_without_a_journal);
    tcase_add_loop_test(calls, killed_at_each_system_call, 0, (int)ARRAY_LEN(scenarios));
    tcase_add_test(calls, stamps_stay);
    tcase_add_loop_test(steps, killed_at_any_instruction, 0, (int)ARRAY_LEN(scenarios));
    tcase_add_test(load, killed_under_load);
    tcase_add_test(load, killed_under_load_while_stamping);
    TCase *all[] = {calls, steps, load, plain};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        tcase_set_timeout(all[i], 120);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
