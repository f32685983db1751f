/* Drop-in cases, each a Check test.
 *
 *   cases golden BUILD DIR   every folder under DIR (two levels) with a file `cmd`: the folder is copied, `cmd` is run in the copy
 *                            by sh with ecoc and ecort on the PATH, and what it prints (stdout and stderr
 *                            together, then "exit: N") must be the file `expected`.
 *   cases e2e BUILD DIR      every DIR/NAME.sh: run in an empty folder with ECOC, ECORT, SRC set; exit 0 passes.
 *                            Lines of its output that begin with "NOTE: " are shown (what was skipped, counts).
 *
 * UPDATE=1 rewrites the `expected` files. CASE=name runs one case. */
#include <check.h>
#include <dirent.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char build_dir[PATH_MAX], source_dir[PATH_MAX], cases_dir[PATH_MAX];
static glob_t found;

static char *slurp(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    size_t cap = 1 << 22;
    char *text = malloc(cap);
    size_t n = text ? fread(text, 1, cap - 1, f) : 0;
    (void)fclose(f);
    if (text)
        text[n] = 0;
    return text;
}

/* Runs `command` by sh -c with the given folder as the current one; returns the exit status. */
static int run_shell(const char *command) {
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        (void)setpgid(0, 0);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Whoever is left of a case falls to us; the ids of our children, as text. */
static void read_children(char *out, size_t cap) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(out, 1, cap - 1, f) : 0;
    if (f)
        (void)fclose(f);
    out[n] = 0;
}

static bool has_children(void) {
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
        continue;
    return pid == 0;
}

static void show_and_kill(pid_t pid) {
    char path[64], command[256];
    (void)snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(command, 1, sizeof command - 1, f) : 0;
    if (f)
        (void)fclose(f);
    for (size_t i = 0; i < n; i++)
        command[i] = command[i] ? command[i] : ' ';
    command[n] = 0;
    (void)fprintf(stderr, "left behind: %d %s\n", (int)pid, command);
    (void)kill(pid, SIGKILL);
}

/* A case has to end what it started, background supervisors too; those that are about to end get a
 * moment. What is left is shown and killed, and what that leaves; the count of all. */
static unsigned sweep(void) {
    enum { ROUNDS = 150, GRACE = 100 };
    const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    unsigned n_left = 0;
    for (int round = 0; round < ROUNDS && has_children(); round++) {
        char ids[4096] = "", *next = ids, *end;
        if (round >= GRACE)
            read_children(ids, sizeof ids);
        for (long pid; (pid = strtol(next, &end, 10)) > 0; next = end) {
            show_and_kill((pid_t)pid);
            n_left++;
        }
        (void)nanosleep(&pause, NULL);
    }
    return n_left;
}

static void set_environment(void) {
    char path[PATH_MAX * 2];
    const char *old = getenv("PATH");
    /* other people's leaks, where the programs are built to find ours */
    (void)snprintf(path, sizeof path, "suppressions=%s/tests/lsan.supp:print_suppressions=0",
                   source_dir);
    (void)setenv("LSAN_OPTIONS", path, 1);
    (void)snprintf(path, sizeof path, "%s:%s", build_dir, old ? old : "/usr/bin:/bin");
    (void)setenv("PATH", path, 1);
    (void)setenv("BUILD", build_dir, 1);
    (void)setenv("SRC", source_dir, 1);
    (void)setenv("NO_COLOR", "1", 1);
    (void)setenv("LC_ALL", "C.UTF-8", 1);
    (void)setenv("TZ", "UTC", 1);
    (void)setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    (void)unsetenv("NODE_ENV");
    (void)unsetenv("CI");
    (void)unsetenv("GITHUB_ACTIONS");
    (void)unsetenv("MAKEFLAGS");
    (void)unsetenv("MAKELEVEL");
    (void)unsetenv("COLUMNS");
}

static void make_temp(char *dir, size_t n) {
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(dir, n, "%s/ecoc-case-XXXXXX", tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    (void)setenv("HOME", dir, 1);
}

START_TEST(golden_case) {
    char dir[PATH_MAX], command[PATH_MAX * 4], path[PATH_MAX];
    const char *cmd_file = found.gl_pathv[_i];
    (void)snprintf(path, sizeof path, "%.*s", (int)(strlen(cmd_file) - strlen("/cmd")), cmd_file);
    set_environment();
    make_temp(dir, sizeof dir);
    (void)snprintf(
        command, sizeof command,
        "cp -R '%s/.' '%s/' && cd '%s' && rm -f expected && { sh ./cmd; } >'%s.out' 2>&1 "
        "</dev/null; echo \"exit: $?\" >>'%s.out'",
        path, dir, dir, dir, dir);
    ck_assert_int_eq(run_shell(command), 0);
    char expected[PATH_MAX + 16], out[PATH_MAX + 8];
    (void)snprintf(expected, sizeof expected, "%s/expected", path);
    (void)snprintf(out, sizeof out, "%s.out", dir);
    if (getenv("UPDATE"))
        (void)snprintf(command, sizeof command, "cp '%s' '%s'", out, expected);
    else
        (void)snprintf(command, sizeof command, "diff -u '%s' '%s'", expected, out);
    int differs = run_shell(command);
    (void)snprintf(command, sizeof command, "rm -rf '%s' '%s'", dir, out);
    (void)run_shell(command);
    ck_assert_msg(differs == 0, "%s: output differs from `expected` (UPDATE=1 rewrites it)", path);
}
END_TEST

static void show_notes(const char *text) {
    for (const char *line = text; line && *line;) {
        size_t n = strcspn(line, "\n");
        if (strncmp(line, "NOTE: ", 6) == 0)
            (void)printf("%.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    (void)fflush(stdout);
}

START_TEST(e2e_case) {
    char dir[PATH_MAX], command[PATH_MAX * 4], script[PATH_MAX];
    ck_assert_ptr_nonnull(realpath(found.gl_pathv[_i], script));
    set_environment();
    make_temp(dir, sizeof dir);
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    (void)snprintf(command, sizeof command, "cd '%s' && sh '%s' >'%s.log' 2>&1 </dev/null", dir,
                   script, dir);
    int status = run_shell(command);
    unsigned n_left = sweep();
    char log[PATH_MAX + 8];
    (void)snprintf(log, sizeof log, "%s.log", dir);
    char *text = slurp(log);
    if (status != 0) {
        size_t n = text ? strlen(text) : 0;
        (void)fprintf(stderr, "---- %s\n%s\n----\n", script,
                      text ? text + (n > 6000 ? n - 6000 : 0) : "");
    } else {
        show_notes(text);
    }
    free(text);
    (void)snprintf(command, sizeof command, "rm -rf '%s' '%s.log'", dir, dir);
    (void)run_shell(command);
    ck_assert_msg(status == 0, "%s: exit %d", script, status);
    ck_assert_msg(n_left == 0, "%s: %u processes left behind", script, n_left);
}
END_TEST

static void find_cases(const char *kind) {
    char pattern[PATH_MAX * 2];
    const char *only = getenv("CASE");
    if (strcmp(kind, "golden") == 0)
        (void)snprintf(pattern, sizeof pattern, "%s/*/%s/cmd", cases_dir, only ? only : "*");
    else
        (void)snprintf(pattern, sizeof pattern, "%s/%s.sh", cases_dir, only ? only : "*");
    (void)glob(pattern, 0, NULL, &found);
}

int main(int argc, char **argv) {
    if (argc != 4 || !realpath(argv[2], build_dir) || !realpath(argv[3], cases_dir) ||
        !getcwd(source_dir, sizeof source_dir)) {
        (void)fprintf(stderr, "usage: cases golden|e2e BUILD DIR\n");
        return 2;
    }
    find_cases(argv[1]);
    if (found.gl_pathc == 0) {
        (void)fprintf(stderr, "cases: none under %s\n", argv[3]);
        return 1;
    }
    Suite *suite = suite_create(argv[1]);
    TCase *tcase = tcase_create(argv[1]);
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, strcmp(argv[1], "golden") == 0 ? golden_case : e2e_case, 0,
                        (int)found.gl_pathc);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    /* For what is left of a case that takes too long. */
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    (void)sweep();
    srunner_free(runner);
    globfree(&found);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
