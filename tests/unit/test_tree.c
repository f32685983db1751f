/* Real processes: spawning, trees, orphans that got away, signals. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/os/clock.h"
#include "runtime/os/spawn.h"
#include "runtime/os/tree.h"

enum { PATIENCE_MS = 60000 };

static int null_fd(void) {
    return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static struct os_child spawn_shell(const char *script, const char *mark) {
    char env[128];
    (void)snprintf(env, sizeof env, OS_TREE_MARKER "=outer,%s", mark);
    char line[512], sh[] = "sh", c[] = "-c";
    (void)snprintf(line, sizeof line, "%s", script);
    char *argv[] = {sh, c, line, NULL}, path[] = "PATH=/usr/bin:/bin";
    char *envp[] = {path, env, NULL};
    int fd = null_fd();
    struct os_spawn spawn = {.path = "/bin/sh",
                             .argv = argv,
                             .envp = envp,
                             .cwd = "/",
                             .in_fd = fd,
                             .out_fd = fd,
                             .err_fd = fd};
    struct os_child child;
    struct err err;
    ck_assert_int_eq(os_spawn(&spawn, &child, &err), 0);
    (void)close(fd);
    return child;
}

/* The shells on the way to a tree's sleeps are over where only `sleep` is left. */
static bool is_asleep(pid_t pid) {
    char path[64], name[16] = "";
    (void)snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, name, sizeof name - 1);
    if (fd >= 0)
        (void)close(fd);
    return n > 0 && strcmp(name, "sleep\n") == 0;
}

static struct os_forest forest_of(struct os_tree *trees, size_t n) {
    return (struct os_forest){.trees = trees, .n = n};
}

/* How many of ours are in a snapshot of what hangs under us, main processes not counted. */
static size_t count_below(struct os_tree *trees, size_t n) {
    struct os_snapshot below;
    size_t found = 0;
    ck_assert_int_eq(os_snapshot_take_below(&below, forest_of(trees, n)), 0);
    os_snapshot_own(&below, forest_of(trees, n));
    for (size_t i = 0; i < below.n; i++)
        found += below.list[i].owner >= 0 && below.list[i].pid != trees[below.list[i].owner].main;
    os_snapshot_done(&below);
    return found;
}

/* The processes of tree `index`, the main one not counted; *settled where all of it is `sleep`. */
static size_t count_tree(struct os_tree *trees, size_t n, int index, bool *settled) {
    struct os_snapshot all;
    size_t found = 0;
    ck_assert_int_eq(os_snapshot_take(&all), 0);
    os_snapshot_own(&all, forest_of(trees, n));
    *settled = true;
    for (size_t i = 0; i < all.n; i++) {
        if (all.list[i].owner != index || all.list[i].state == 'Z')
            continue;
        found += all.list[i].pid != trees[index].main;
        *settled = *settled && is_asleep(all.list[i].pid);
    }
    os_snapshot_done(&all);
    return found;
}

static size_t count_others(struct os_tree *trees, size_t n, int index) {
    bool settled;
    return count_tree(trees, n, index, &settled);
}

static void wait_others(struct os_tree *trees, size_t n, int index, size_t expected) {
    int64_t until_ms = os_now_ms() + PATIENCE_MS;
    bool settled;
    while (count_tree(trees, n, index, &settled) != expected || !settled) {
        ck_assert_int_lt(os_now_ms(), until_ms);
        (void)poll(NULL, 0, 5);
    }
}

static enum os_report wait_report(int fd, struct os_spawn_report *report) {
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    ck_assert_int_eq(poll(&ready, 1, PATIENCE_MS), 1);
    return os_spawn_ask(fd, report);
}

static void reap(pid_t pid) {
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

START_TEST(exec_is_reported) {
    struct os_spawn_report report;
    struct os_child child = spawn_shell("exit 0", "x");
    ck_assert_int_eq(wait_report(child.report_fd, &report), OS_REPORT_RUNS);
    reap(child.pid);
    (void)close(child.report_fd);
}
END_TEST

static struct os_spawn_report failed_spawn(const char *path, const char *cwd) {
    char name[] = "x", *argv[] = {name, NULL}, *envp[] = {NULL};
    int fd = null_fd();
    struct os_spawn spawn = {.path = path,
                             .argv = argv,
                             .envp = envp,
                             .cwd = cwd,
                             .in_fd = fd,
                             .out_fd = fd,
                             .err_fd = fd};
    struct os_spawn_report report = {0};
    struct os_child child;
    struct err err;
    ck_assert_int_eq(os_spawn(&spawn, &child, &err), 0);
    ck_assert_int_eq(wait_report(child.report_fd, &report), OS_REPORT_FAILED);
    reap(child.pid);
    (void)close(child.report_fd);
    (void)close(fd);
    return report;
}

START_TEST(the_step_that_failed_is_told) {
    struct os_spawn_report report = failed_spawn("/no/such/program", "/");
    ck_assert_int_eq(report.step, OS_SPAWN_EXEC);
    ck_assert_int_eq(report.sys, ENOENT);
    report = failed_spawn("/bin/sh", "/no/such/dir");
    ck_assert_int_eq(report.step, OS_SPAWN_CHDIR);
    ck_assert_int_eq(report.sys, ENOENT);
    report = failed_spawn("/etc/passwd", "/");
    ck_assert_int_eq(report.step, OS_SPAWN_EXEC);
    ck_assert_int_eq(report.sys, EACCES);
}
END_TEST

START_TEST(a_child_has_its_own_session_and_plain_signals) {
    sigset_t all;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, NULL);
    (void)signal(SIGINT, SIG_IGN);
    struct os_child child = spawn_shell("kill -INT $$; exit 5", "x");
    int status;
    ck_assert_int_eq(waitpid(child.pid, &status, 0), child.pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    child = spawn_shell("exec sleep 1000", "x");
    struct os_spawn_report report;
    struct os_process p;
    ck_assert_int_eq(wait_report(child.report_fd, &report), OS_REPORT_RUNS);
    ck_assert(os_process_read(child.pid, &p));
    ck_assert_int_eq(p.session, child.pid);
    ck_assert_int_eq(p.parent, getpid());
    (void)kill(child.pid, SIGKILL);
    reap(child.pid);
}
END_TEST

/* Two daemons: one stays in the session, one leaves it. Both lose their parents. */
static const char daemons[] =
    "(sh -c 'sleep 1000 & exec sleep 1000' &) ; setsid sh -c '(sleep 1000 &)' ; "
    "exec sleep 1000";

START_TEST(what_got_away_is_still_known) {
    os_become_subreaper();
    struct os_child a = spawn_shell(daemons, "a"), b = spawn_shell("exec sleep 1000", "b");
    struct os_tree trees[] = {{.main = a.pid, .session = a.pid, .id = "a"},
                              {.main = b.pid, .session = b.pid, .id = "b"}};
    wait_others(trees, 2, 0, 3);
    ck_assert_uint_eq(count_others(trees, 2, 1), 0);
    ck_assert_uint_eq(count_below(trees, 2), 3);
    (void)kill(a.pid, SIGKILL);
    reap(a.pid);
    trees[0].main = 0;
    os_trees_find_orphans(forest_of(trees, 2));
    ck_assert(trees[0].has_orphans);
    ck_assert(!trees[1].has_orphans);
    trees[0].sig = SIGKILL;
    os_trees_signal(forest_of(trees, 2));
    int64_t until_ms = os_now_ms() + PATIENCE_MS;
    for (int gone = 0; gone < 3;) {
        gone += waitpid(-1, NULL, WNOHANG) > 0;
        ck_assert_int_lt(os_now_ms(), until_ms);
    }
    os_trees_find_orphans(forest_of(trees, 2));
    ck_assert(!trees[0].has_orphans);
    struct os_process p;
    ck_assert(os_process_read(b.pid, &p)); /* the other tree was left alone */
    (void)kill(b.pid, SIGKILL);
    reap(b.pid);
}
END_TEST

/* A child of a thread is in that thread's list of children. */
static void *start_sleep(void *pid) {
    pid_t child = fork();
    if (child == 0) {
        (void)execlp("sleep", "sleep", "1000", (char *)NULL);
        _exit(127);
    }
    *(pid_t *)pid = child;
    (void)pause();
    return NULL;
}

START_TEST(children_of_threads_are_seen) {
    int told[2];
    ck_assert_int_eq(pipe(told), 0);
    pid_t parent = fork(), child = 0;
    if (parent == 0) {
        pthread_t thread;
        (void)pthread_create(&thread, NULL, start_sleep, &child);
        while (*(volatile pid_t *)&child == 0)
            (void)poll(NULL, 0, 1);
        (void)!write(told[1], &child, sizeof child);
        for (;;)
            (void)pause();
    }
    ck_assert_int_eq(read(told[0], &child, sizeof child), sizeof child);
    struct os_tree trees[] = {{.main = parent, .session = parent, .id = "a"}};
    ck_assert_uint_eq(count_below(trees, 1), 1);
    (void)kill(child, SIGKILL);
    (void)kill(parent, SIGKILL);
    reap(parent);
}
END_TEST

START_TEST(strangers_are_told_apart) {
    os_become_subreaper();
    struct os_child a = spawn_shell("env -i setsid sh -c '(sleep 1000 &)'; exec sleep 1000", "a");
    struct os_tree trees[] = {{.main = a.pid, .session = a.pid, .id = "a"}};
    int64_t until_ms = os_now_ms() + PATIENCE_MS;
    while (os_tree_kill_strangers(forest_of(trees, 1)) ==
           0) { /* marks and session wiped: nobody's */
        ck_assert_int_lt(os_now_ms(), until_ms);
        (void)poll(NULL, 0, 5);
    }
    pid_t stranger = waitpid(-1, NULL, 0);
    ck_assert_int_gt(stranger, 0);
    ck_assert_int_ne(stranger, a.pid);
    (void)kill(a.pid, SIGKILL);
    reap(a.pid);
}
END_TEST

struct outsider {
    pid_t pid;
    int end_fd;   /* closed, it says a last word and ends */
    int words_fd; /* its pid, its last word */
};

/* A process that is not below us. */
static struct outsider make_outsider(void) {
    char c = 0;
    pid_t pid;
    int ends[2], told[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(pipe(told), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0 && (pid = fork()) == 0) {
        (void)close(ends[1]);
        _exit(read(ends[0], &c, 1) != 0 || write(told[1], &c, 1) != 1);
    }
    if (child == 0)
        _exit(write(told[1], &pid, sizeof pid) != sizeof pid);
    (void)close(ends[0]);
    (void)close(told[1]);
    ck_assert_int_eq(read(told[0], &pid, sizeof pid), sizeof pid);
    reap(child);
    return (struct outsider){pid, ends[1], told[0]};
}

/* What a supervisor before us started has ended, and its number is a stranger's: nothing is sent. */
START_TEST(a_main_process_that_is_gone_is_nobody) {
    char c;
    struct outsider other = make_outsider();
    struct os_tree tree = {.main = other.pid, .session = other.pid, .id = "x", .sig = SIGKILL};
    os_trees_signal(forest_of(&tree, 1));
    (void)close(other.end_fd);
    ck_assert_int_eq(read(other.words_fd, &c, 1), 1);
    (void)close(other.words_fd);
}
END_TEST

START_TEST(an_exact_signal_spares_a_reused_pid) {
    struct os_child child = spawn_shell("exec sleep 1000", "x");
    struct os_process p;
    ck_assert(os_process_read(child.pid, &p));
    ck_assert(!os_signal_exact(child.pid, p.started_ticks + 1, SIGKILL));
    ck_assert_int_eq(waitpid(child.pid, NULL, WNOHANG), 0);
    ck_assert(os_signal_exact(child.pid, p.started_ticks, SIGKILL));
    reap(child.pid);
    ck_assert(!os_signal_exact(child.pid, p.started_ticks, SIGKILL));
}
END_TEST

Suite *suite_tree(void);
Suite *suite_tree(void) {
    Suite *suite = suite_create("process trees");
    TCase *tcase = tcase_create("tree");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, exec_is_reported);
    tcase_add_test(tcase, the_step_that_failed_is_told);
    tcase_add_test(tcase, a_child_has_its_own_session_and_plain_signals);
    tcase_add_test(tcase, what_got_away_is_still_known);
    tcase_add_test(tcase, children_of_threads_are_seen);
    tcase_add_test(tcase, strangers_are_told_apart);
    tcase_add_test(tcase, a_main_process_that_is_gone_is_nobody);
    tcase_add_test(tcase, an_exact_signal_spares_a_reused_pid);
    suite_add_tcase(suite, tcase);
    return suite;
}
