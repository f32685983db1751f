/* Words of a command line that somebody pastes into a shell. */
#pragma once

#include "schema/base/arena.h"

/* As it is where a shell takes it for itself, else in single quotes. */
struct str shell_word(struct arena *a, struct str word);
