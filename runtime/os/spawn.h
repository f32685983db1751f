/* Starting a process: fork, a new session, exec; and being told when that did not work.
 *
 * The child reports over a pipe that closes by itself at exec: end of file means the program runs,
 * a report means which step failed and why. Until then the parent must not wait: a chdir may hang.
 */
#pragma once

#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "runtime/os/user.h"
#include "schema/base/err.h"

enum { OS_SPAWN_PASS_MOST = 64 };

/* "LISTEN_PID=" with this in envp becomes the pid of the child: sd_listen_fds(3). */
#define OS_SPAWN_PID "0000000000"

struct os_spawn {
    const char *path; /* absolute */
    char *const *argv;
    char *const *envp;
    const char *cwd;
    int in_fd, out_fd, err_fd;          /* become 0, 1, 2; each at least 3 */
    const struct rlimit *nofile;        /* the limit to give the child, NULL = leave it */
    const struct os_identity *identity; /* NULL = ours */
    int nice;                           /* 0 = ours */
    bool has_usual_sched;               /* the usual policy of scheduling, not ours */
    const int *pass_fds;                /* become 3, 4, ...; each at least 3 */
    int n_pass_fds;                     /* up to OS_SPAWN_PASS_MOST */
};

enum os_spawn_step {
    OS_SPAWN_SESSION,
    OS_SPAWN_STDIO,
    OS_SPAWN_NICE,
    OS_SPAWN_USER,
    OS_SPAWN_CHDIR,
    OS_SPAWN_EXEC
};

struct os_spawn_report {
    int32_t step; /* enum os_spawn_step */
    int32_t sys;  /* errno */
};

struct os_child {
    pid_t pid;
    int report_fd; /* non-blocking; the caller's to close */
};

/* 0 with the child, or -1: no process was made (err->sys EAGAIN, ENOMEM, EMFILE: try again later).
 */
int os_spawn(const struct os_spawn *spawn, struct os_child *child, struct err *err);

/* Makes the writing end of a pipe one that holds the reading end open, too: a process that has it as
 * its output outlives its readers, and a later one finds what was written. Closes `fd`; returns the
 * new one, or `fd` itself where that cannot be. */
int os_pipe_both(int fd);

/* Sets the priority of the process group that `pid` leads; 0: as ours. What we may not do is left. */
void os_renice(pid_t pid, int nice);

enum os_report { OS_REPORT_PENDING, OS_REPORT_RUNS, OS_REPORT_FAILED };

/* What the child has said so far; FAILED fills *report. */
enum os_report os_spawn_ask(int report_fd, struct os_spawn_report *report);

/* "setsid", "stdio", "nice", "user", "cwd", "exec". */
const char *os_spawn_step_name(enum os_spawn_step step);
