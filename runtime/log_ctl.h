/* Requests about log files, all of them about files and not about processes.
 *
 * flush answers {"ok":bool,"files":[{"path":"...","bytes":n}...]}, with "error" instead of "bytes"
 * where it cannot be emptied; reload-logs {"ok":true,"files":n}, n the number that were open. */
#pragma once

#include "runtime/sup.h"

void log_ctl_flush(struct sup *sup, struct ctl_client *client, const struct inst_set *set);
void log_ctl_reload(struct sup *sup, struct ctl_client *client);
