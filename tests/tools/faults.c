/* What a system does on a bad day, for LD_PRELOAD. Each fault is asked for by a file in the directory
 * $FAULTS; who asks removes it.
 *
 *   malloc            every third allocation fails
 *   hold-exec         between fork and exec: a child waits as long as the file is there; "held" is made
 *   hold-fork         who has forked waits as long as the file is there; the child does not
 *   abort-supervisor  the next supervisor aborts as it begins; removes the file
 *   clock             seconds that the wall clock goes ahead (or behind) */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { EVERY = 3 };

/* No allocation: this is called from malloc. */
static const char *path_of(const char *fault, char *out, size_t cap) {
    const char *dir = getenv("FAULTS");
    int n = dir ? snprintf(out, cap, "%s/%s", dir, fault) : -1;
    return n > 0 && (size_t)n < cap ? out : NULL;
}

static int is_asked(const char *fault) {
    char path[4096];
    int sys = errno;
    int rc = path_of(fault, path, sizeof path) && syscall(SYS_access, path, F_OK) == 0;
    errno = sys;
    return rc;
}

/* ---- memory ---------------------------------------------------------------------------------- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static int fails(void) {
    static unsigned count;
    if (strcmp(program_invocation_short_name, "ecort") != 0) /* services have their own bad days */
        return 0;
    if (!is_asked("malloc") || ++count % EVERY)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size) {
    return fails() ? NULL : __libc_realloc(p, size);
}

/* ---- between fork and exec ------------------------------------------------------------------- */

int execve(const char *path, char *const argv[], char *const envp[]) {
    char held[4096];
    if (is_asked("hold-exec") && path_of("held", held, sizeof held)) {
        int fd = open(held, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0)
            (void)close(fd);
        while (is_asked("hold-exec")) {
            const struct timespec pause = {.tv_nsec = 1000 * 1000};
            (void)nanosleep(&pause, NULL);
        }
    }
    return (int)syscall(SYS_execve, path, argv, envp);
}

pid_t fork(void) {
    union { /* as POSIX has it for dlsym */
        void *object;
        pid_t (*function)(void);
    } next = {.object = dlsym(RTLD_NEXT, "fork")};
    pid_t pid = next.function();
    while (pid != 0 && is_asked("hold-fork")) {
        const struct timespec pause = {.tv_nsec = 1000 * 1000};
        (void)nanosleep(&pause, NULL);
    }
    return pid;
}

/* ---- supervisors ----------------------------------------------------------------------------- */

int prctl(int option, ...) {
    va_list ap;
    unsigned long a[4];
    char path[4096];
    va_start(ap, option);
    for (int i = 0; i < 4; i++)
        a[i] = va_arg(ap, unsigned long);
    va_end(ap);
    if (option == PR_SET_NAME && strcmp((const char *)(uintptr_t)a[0], "ecort-sup") == 0 &&
        path_of("abort-supervisor", path, sizeof path) && unlink(path) == 0)
        abort();
    return (int)syscall(SYS_prctl, option, a[0], a[1], a[2], a[3]);
}

/* ---- the clock ------------------------------------------------------------------------------- */

int clock_gettime(clockid_t clock, struct timespec *ts) {
    char path[4096], text[32];
    int rc = (int)syscall(SYS_clock_gettime, clock, ts);
    int fd = rc == 0 && clock == CLOCK_REALTIME && path_of("clock", path, sizeof path)
                 ? open(path, O_RDONLY | O_CLOEXEC)
                 : -1;
    if (fd < 0)
        return rc;
    ssize_t n = read(fd, text, sizeof text - 1);
    (void)close(fd);
    text[n > 0 ? n : 0] = 0;
    ts->tv_sec += strtol(text, NULL, 10);
    return rc;
}
