/* A unix socket's path has room for 107 bytes; longer homes are reached through /proc/self/fd. */
#include "runtime/ctl/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME "ecort.sock"

/* The address of the home's socket; *dir_fd is to be closed after its use (-1: none). */
static int address_of(const char *home, struct sockaddr_un *address, int *dir_fd) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *dir_fd = -1;
    int n = snprintf(address->sun_path, sizeof address->sun_path, "%s/" SOCKET_NAME, home);
    if (n >= 0 && (size_t)n < sizeof address->sun_path)
        return 0;
    *dir_fd = open(home, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*dir_fd < 0)
        return -1;
    (void)snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/" SOCKET_NAME,
                   *dir_fd);
    return 0;
}

static void close_fd(int fd) {
    int sys = errno;
    if (fd >= 0)
        (void)close(fd);
    errno = sys;
}

static int listen_at(int fd, const struct sockaddr_un *address) {
    const struct sockaddr *plain = (const struct sockaddr *)address;
    mode_t mask = umask(0177);
    int rc = bind(fd, plain, sizeof *address);
    (void)umask(mask);
    return rc < 0 ? rc : listen(fd, 64);
}

int ctl_socket_listen(const char *home, int *fd, struct err *err) {
    struct sockaddr_un address;
    int dir_fd;
    if (address_of(home, &address, &dir_fd) < 0)
        return err_sys(err, "%s/" SOCKET_NAME, home);
    (void)unlink(address.sun_path);
    *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int rc = *fd < 0 ? -1 : listen_at(*fd, &address);
    close_fd(dir_fd);
    if (rc == 0)
        return 0;
    rc = err_sys(err, "%s/" SOCKET_NAME, home);
    close_fd(*fd);
    *fd = -1;
    return rc;
}

void ctl_socket_remove(const char *home) {
    char path[PATH_MAX + 16];
    (void)snprintf(path, sizeof path, "%s/" SOCKET_NAME, home);
    (void)unlink(path);
}

enum ctl_connect ctl_socket_connect(const char *home, int *fd, struct err *err) {
    struct sockaddr_un address;
    int dir_fd;
    if (address_of(home, &address, &dir_fd) < 0)
        return errno == ENOENT ? CTL_NOBODY : (err_sys(err, "%s", home), CTL_FAILED);
    *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int rc = *fd < 0 ? -1 : connect(*fd, (const struct sockaddr *)&address, sizeof address);
    close_fd(dir_fd);
    if (rc == 0)
        return CTL_CONNECTED;
    bool nobody = *fd >= 0 && (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR);
    (void)err_sys(err, "%s/" SOCKET_NAME, home);
    close_fd(*fd);
    *fd = -1;
    return nobody ? CTL_NOBODY : CTL_FAILED;
}

bool ctl_socket_is_friend(int fd) {
    struct ucred peer;
    socklen_t n = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}
