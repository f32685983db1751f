/* Kills a process at a chosen place, exactly.
 *
 *   die_at PID TEXT N
 *
 * Follows the system calls of the process. From the one that has read TEXT on (recvmsg, recvfrom, read; TEXT "accept4": that
 * has accepted a connection) the beginnings and ends of system calls are counted; at the Nth (0: that one itself) it is killed
 * by SIGKILL, and the name of the place is printed: "entry NR" or "exit NR", and "rests" instead where it waits for events
 * again: it is through then. "armed" comes before all.
 * Exits with 0 where it has killed, with 1 where the process has ended before, with 77 where it may not be traced. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>

enum { SKIPPED = 77, MOST = 64 * 1024 };

struct call {
    uint64_t nr, args[6];
    int64_t result;
    bool is_exit;
};

static bool look(pid_t pid, struct call *call) {
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0)
        return false;
    call->is_exit = info.op == PTRACE_SYSCALL_INFO_EXIT;
    if (call->is_exit) {
        call->result = info.exit.rval;
    } else if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
        call->nr = info.entry.nr;
        memcpy(call->args, info.entry.args, sizeof call->args);
    }
    return true;
}

static ssize_t copy(pid_t pid, uint64_t from, void *to, size_t n) {
    struct iovec here = {to, n}, there = {.iov_len = n};
    memcpy(&there.iov_base, &from, sizeof there.iov_base);
    return process_vm_readv(pid, &here, 1, &there, 1, 0);
}

/* Where the bytes are that it has read; 0 = it does not read. */
static uint64_t read_to(pid_t pid, const struct call *call) {
    struct msghdr msg;
    struct iovec io;
    uint64_t at = 0;
    if (call->nr == SYS_read || call->nr == SYS_recvfrom)
        return call->args[1];
    if (call->nr != SYS_recvmsg || copy(pid, call->args[1], &msg, sizeof msg) != sizeof msg)
        return 0;
    memcpy(&at, &msg.msg_iov, sizeof msg.msg_iov);
    if (copy(pid, at, &io, sizeof io) != sizeof io)
        return 0;
    memcpy(&at, &io.iov_base, sizeof io.iov_base);
    return at;
}

static bool has_read(pid_t pid, const struct call *call, const char *text) {
    static char bytes[MOST];
    if (!call->is_exit || call->result <= 0)
        return false;
    if (strcmp(text, "accept4") == 0)
        return call->nr == SYS_accept4;
    uint64_t at = read_to(pid, call);
    size_t n = call->result < MOST ? (size_t)call->result : MOST;
    return at && copy(pid, at, bytes, n) == (ssize_t)n && memmem(bytes, n, text, strlen(text));
}

static bool rests(const struct call *call) {
    return !call->is_exit && (call->nr == SYS_epoll_pwait
#ifdef SYS_epoll_wait
                              || call->nr == SYS_epoll_wait
#endif
                             );
}

/* Lets it go on to its next stop; false where it has ended. `passed` is the signal that it gets. */
static bool next_stop(pid_t pid, int passed, int *status) {
    return ptrace(PTRACE_SYSCALL, pid, 0, (long)passed) == 0 &&
           waitpid(pid, status, __WALL) == pid && WIFSTOPPED(*status);
}

static int run(pid_t pid, const char *text, long left) {
    struct call call = {0};
    bool counts = false;
    int status, passed = 0;
    while (next_stop(pid, passed, &status)) {
        bool is_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        passed = is_call || status >> 16 ? 0 : WSTOPSIG(status);
        if (!is_call || !look(pid, &call))
            continue;
        if (counts)
            left--;
        counts = counts || has_read(pid, &call, text);
        if (!counts || (left > 0 && !rests(&call)))
            continue;
        (void)kill(pid, SIGKILL);
        if (rests(&call))
            printf("rests\n");
        else
            printf("%s %lu\n", call.is_exit ? "exit" : "entry", (unsigned long)call.nr);
        (void)waitpid(pid, &status, __WALL);
        return 0;
    }
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: %s PID TEXT N\n", argv[0]);
        return 2;
    }
    pid_t pid = (pid_t)strtol(argv[1], NULL, 10);
    int status;
    if (ptrace(PTRACE_SEIZE, pid, 0, (long)PTRACE_O_TRACESYSGOOD) < 0 ||
        ptrace(PTRACE_INTERRUPT, pid, 0, 0) < 0 || waitpid(pid, &status, __WALL) != pid) {
        printf("not allowed\n");
        return SKIPPED;
    }
    printf("armed\n");
    (void)fflush(stdout);
    return run(pid, argv[2], strtol(argv[3], NULL, 10));
}
