/* Finding and taking the home. */
#include "runtime/home.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/text.h"
#include "runtime/workpath.h"

const char *home_find(struct arena *a, char *const *environ, struct err *err) {
    const char *own = text_getenv(environ, "ECORT_HOME");
    const char *state = text_getenv(environ, "XDG_STATE_HOME");
    const char *user = text_getenv(environ, "HOME");
    char here[PATH_MAX];
    const char *home = NULL;
    if (own && *own)
        home = workpath_resolve(a, getcwd(here, sizeof here) ? here : "/", own);
    else if (state && *state == '/') /* the XDG rules: relative ones are ignored */
        home = workpath_resolve(a, state, "ecort");
    else if (user && *user == '/')
        home = workpath_resolve(a, user, ".local/state/ecort");
    if (!home)
        (void)err_set(err, "no home for the supervisor: neither ECORT_HOME nor HOME is set");
    return home;
}

/* Missing parents are as the umask has it, the home itself is ours alone. */
int home_make(const char *home, struct err *err) {
    char path[PATH_MAX];
    if (strlen(home) >= sizeof path)
        return err_set(err, "%s: the path is too long", home);
    (void)strcpy(path, home); /* fits: just checked */
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            (void)mkdir(path, 0755);
            *p = '/';
        }
    if (mkdir(home, 0700) < 0 && errno != EEXIST)
        return err_sys(err, "home %s", home);
    struct stat st;
    if (stat(home, &st) < 0)
        return err_sys(err, "home %s", home);
    if (!S_ISDIR(st.st_mode))
        return err_set(err, "home %s: not a directory", home);
    if (st.st_uid != geteuid())
        return err_set(err, "home %s: belongs to another user", home);
    if ((st.st_mode & 0777) != 0700 && chmod(home, 0700) < 0)
        return err_sys(err, "home %s", home);
    return 0;
}

static int refuse(int fd, const char *home, struct err *err) {
    char pid[16] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = 0;
    return err_set(err,
                   "a supervisor%s%ld runs in %s already; stop it, or set ECORT_HOME to another "
                   "directory",
                   n > 0 ? " with pid " : " ", n > 0 ? strtol(pid, NULL, 10) : 0, home);
}

bool home_is_free(const char *home) {
    char path[PATH_MAX + 16];
    (void)snprintf(path, sizeof path, "%s/ecort.lock", home);
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR;
    bool is_free = flock(fd, LOCK_SH | LOCK_NB) == 0;
    (void)close(fd);
    return is_free;
}

int home_take(const char *home, int *lock_fd, struct err *err) {
    char path[PATH_MAX + 16], pid[16];
    if (home_make(home, err) < 0)
        return -1;
    (void)snprintf(path, sizeof path, "%s/ecort.lock", home);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_sys(err, "%s", path);
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        int rc = errno == EWOULDBLOCK ? refuse(fd, home, err) : err_sys(err, "%s", path);
        (void)close(fd);
        return rc;
    }
    /* The pid is for people, in a fixed width so that it covers an older one; a full disk may keep
     * it out. */
    int n = snprintf(pid, sizeof pid, "%-10d\n", (int)getpid());
    ssize_t noted ATTR_UNUSED = pwrite(fd, pid, (size_t)n, 0);
    *lock_fd = fd;
    return 0;
}
