/* Descriptors. */
#pragma once

#include <stdbool.h>

/* Whether both are of one file, socket or pipe; not so where one is closed. */
bool os_fd_is_same(int a, int b);
