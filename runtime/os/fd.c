/* fstat. */
#include "runtime/os/fd.h"

#include <sys/stat.h>

bool os_fd_is_same(int a, int b) {
    struct stat x, y;
    return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}
