/* What services said before monit was started: the last lines of their log files. */
#pragma once

#include "runtime/monit/model.h"

/* Reads the files of the streams (follow.h) and adds their lines, at most `lines` of each file, to
 * instances that have none yet. Files that cannot be read, and those of rotated or shared names, are
 * as in `ecort logs`; the lines of a shared file are those of the first who writes it. */
void history_take(struct monit *m, const struct json_in *streams, size_t lines);
