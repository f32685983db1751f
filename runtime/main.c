/* ecort. */
#include <fcntl.h>
#include <unistd.h>

#include "runtime/cli/cli.h"

/* Descriptors 0 to 2 must be taken, or a pipe of a child would land there. */
static int hold_standard_fds(void) {
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2);
    if (fd > 2)
        (void)close(fd);
    return fd < 0 ? -1 : 0;
}

int main(int argc, char **argv) {
    if (hold_standard_fds() < 0)
        return CLI_FAILED;
    return cli_main(argc, argv, environ);
}
