/* A service that does nothing: tells who measures that it runs, and waits. usage: peer_service SOCKET */
#include <unistd.h>

#include "tests/bench/peers.h"

int main(int argc, char **argv) {
    int fd = argc > 1 ? socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0)
        return 2;
    (void)peer_tell(fd, argv[1], (int32_t)getpid());
    (void)close(fd);
    (void)dprintf(STDOUT_FILENO, "service %d runs\n", (int)getpid());
    for (;;)
        (void)pause();
}
