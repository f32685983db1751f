/* Names and numbers of signals, as Linux numbers them on x86 and ARM. */
#pragma once

#include "schema/base/arena.h"

enum { SIGNAL_FIRST = 1, SIGNAL_LAST = 64 };

/* "SIGTERM", "TERM", "15", in any case, also "SIGRTMIN+3", "SIGRTMAX-1"; 0 for anything else. */
int signal_number(struct str name);

/* "SIGTERM", "SIGRTMIN+3"; empty for a number that is no signal. */
struct str signal_name(struct arena *a, int number);
