/* pid_file: holds the pid of the main process while there is one. As given for an app of one
 * instance, with the instance's id before ".pid" for one of several. Trouble with it is told and
 * stops nothing. */
#pragma once

#include "runtime/inst.h"

/* Writes it whole. */
void pid_file_write(const struct inst *inst);
/* Removes it. */
void pid_file_remove(const struct inst *inst);
