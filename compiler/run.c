/* posix_spawn, two pipes and a poll. */
#include "compiler/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "schema/base/buf.h"

extern char **environ;

enum { WORDS_MOST = 2000 };

/* posix_spawn wants its arguments without const and promises to leave them alone. */
static char *plain(const char *text) {
    union {
        const char *is;
        char *wanted;
    } u = {.is = text};
    return u.wanted;
}

static char **vector(struct arena *a, const char *const *list) {
    size_t n = 0;
    while (list[n])
        n++;
    char **out = arena_array(a, char *, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = plain(list[i]);
    return out;
}

/* Of a name in both, the extra one counts. */
static char **environment(struct arena *a, const char *const *extra) {
    size_t n = 0, more = 0;
    while (environ[n])
        n++;
    while (extra && extra[more])
        more++;
    char **out = arena_array(a, char *, n + more + 1);
    size_t at = 0;
    for (size_t k = 0; k < more; k++)
        out[at++] = plain(extra[k]);
    for (size_t i = 0; i < n; i++) {
        bool is_given = false;
        size_t name = str_index(str_of(environ[i]), '=') + 1;
        for (size_t k = 0; k < more; k++)
            is_given = is_given || strncmp(environ[i], extra[k], name) == 0;
        if (!is_given)
            out[at++] = environ[i];
    }
    return out;
}

static int spawn(struct arena *a, const char *const *argv, const char *const *extra,
                 const int out[2], const int words[2], pid_t *pid) {
    posix_spawn_file_actions_t actions;
    int rc = posix_spawn_file_actions_init(&actions);
    if (rc != 0)
        return rc;
    rc = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, words[1], STDERR_FILENO);
    if (rc == 0)
        rc = posix_spawnp(pid, argv[0], &actions, NULL, vector(a, argv), environment(a, extra));
    (void)posix_spawn_file_actions_destroy(&actions);
    return rc;
}

/* One read; false at the end, or where it is too much. */
static bool take(int fd, struct buf *into, size_t limit, bool *is_over) {
    char part[65536];
    ssize_t n = read(fd, part, sizeof part);
    if (n < 0 && errno == EINTR)
        return true;
    if (n <= 0)
        return false;
    *is_over = *is_over || (size_t)n > limit - into->n;
    if (!*is_over)
        buf_add(into, part, (size_t)n);
    return !*is_over;
}

/* Reads both to their ends; what is over WORDS_MOST of the words is dropped. False: too much. */
static bool collect(int out_fd, int words_fd, size_t limit, struct buf *out, struct buf *words) {
    struct pollfd fds[2] = {{.fd = out_fd, .events = POLLIN}, {.fd = words_fd, .events = POLLIN}};
    bool is_over = false;
    while ((fds[0].fd >= 0 || fds[1].fd >= 0) && !is_over) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            break;
        if (fds[0].fd >= 0 && fds[0].revents && !take(fds[0].fd, out, limit, &is_over))
            fds[0].fd = -1;
        bool ignored = false;
        if (fds[1].fd >= 0 && fds[1].revents && !take(fds[1].fd, words, SIZE_MAX, &ignored))
            fds[1].fd = -1;
        if (words->n > WORDS_MOST)
            words->n = WORDS_MOST;
    }
    return !is_over;
}

static int status_of(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static struct str first_line(struct arena *a, const struct buf *words) {
    struct str text = {words->p ? words->p : "", words->n};
    text.n = str_index(text, '\n');
    return arena_str(a, text);
}

static void close_all(const int out[2], const int words[2]) {
    for (int i = 0; i < 2; i++) {
        if (out[i] >= 0)
            (void)close(out[i]);
        if (words[i] >= 0)
            (void)close(words[i]);
    }
}

int run_program(struct arena *a, const char *const *argv, const char *const *extra,
                size_t limit_bytes, struct run_result *result, struct err *err) {
    int out[2] = {-1, -1}, words[2] = {-1, -1};
    struct buf bytes = {0}, said = {0};
    pid_t pid;
    if (pipe2(out, O_CLOEXEC) < 0 || pipe2(words, O_CLOEXEC) < 0) {
        close_all(out, words);
        return err_set(err, "%s cannot be run: %s", argv[0], strerror(errno));
    }
    int rc = spawn(a, argv, extra, out, words, &pid);
    if (rc != 0) {
        close_all(out, words);
        *result = (struct run_result){.status = 127};
        return rc == ENOENT ? 0 : err_set(err, "%s cannot be run: %s", argv[0], strerror(rc));
    }
    (void)close(out[1]);
    (void)close(words[1]);
    out[1] = words[1] = -1;
    bool all = collect(out[0], words[0], limit_bytes, &bytes, &said);
    close_all(out, words);
    if (!all)
        (void)kill(pid, SIGKILL);
    *result = (struct run_result){.status = status_of(pid)};
    if (all && !bytes.failed) {
        result->out = arena_str(a, (struct str){bytes.p ? bytes.p : "", bytes.n});
        result->words = first_line(a, &said);
    } else {
        (void)err_set(err, "%s says more than %zu bytes", argv[0], limit_bytes);
    }
    all = all && !bytes.failed;
    buf_done(&bytes);
    buf_done(&said);
    return all ? 0 : -1;
}
