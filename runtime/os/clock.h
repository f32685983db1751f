/* Time, asked of the kernel. */
#pragma once

#include <stdint.h>

/* Milliseconds that only go forward; not those of the calendar. */
int64_t os_now_ms(void);

/* Milliseconds since 1970, as the calendar has it just now. */
int64_t os_wall_ms(void);
