/* Requests about log files, all of them about files and not about processes.
 *
 * flush answers {"ok":bool,"files":[{"path":"...","bytes":n}...]}, with "error" instead of "bytes"
 * where it cannot be emptied; reload-logs {"ok":true,"files":n}, n the number that were open;
 * settings {"ok":true,"rotated":n}, n the number of instances whose logs are rotated. */
#pragma once

#include "runtime/sup.h"

void log_ctl_flush(struct sup *sup, struct ctl_client *client, const struct inst_set *set);
void log_ctl_reload(struct sup *sup, struct ctl_client *client);

/* Reads what `ecort set` has kept; without it, and with a word about it, where it cannot be read. */
void log_ctl_load_defaults(struct sup *sup);
/* Reads it again and lets all logs go by it. */
void log_ctl_settings(struct sup *sup, struct ctl_client *client);
