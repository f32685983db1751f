/* What the supervisor shows: {"ok":true,"list":[instance...]}, by id. Keys of an instance, never
 * renamed:
 *
 *   id name namespace instance mode ("fork" "cluster") pid (null where there is none)
 *   status ("online" "launching" "stopping" "stopped" "backoff" "errored")
 *   restarts          starts after the first, whoever wanted them
 *   unstable_restarts unstable runs in a row, against max_restarts
 *   uptime_ms         of the present run, null where there is none
 *   started_at        ms since 1970 of the last start, null before the first
 *   cpu_percent       of one CPU, of the whole tree, since the last look (200 ms ago or more) or
 *                     else since the start; null where there is no process
 *   memory_bytes      resident memory of the whole tree, null where there is no process
 *   exit              {"code":n or null,"signal":"SIGKILL" or null} of the last end, null before
 *   reason            why it is errored or waits, else null
 *   logs_dropped      lines that could not be written
 *   health ...        what its health check says; health_write of health.h
 *
 * and for show also: script args node_args cwd interpreter instances mark autostart
 * autorestart max_restarts min_uptime_ms kill_signal
 * kill_timeout_ms treekill merge_logs out_file error_file log_file (null where there is
 * none); max_memory_bytes (null: no limit) cron_restart (its pattern) cron_timezone (null: the local one)
 * cron_next_at (ms since 1970; null also while it is stopped by hand) error_threshold (null: nobody
 * counts) restart_on_error health_check (health_write_check of health.h); and what the program tells of itself, by messages: metrics {name:{value,type,unit}}
 * actions [{action_name,...}] metrics_left_out messages last_message (JSON as a text, or null). */
#pragma once

#include "runtime/sup.h"

/* `set`: which instances, and in full; NULL: all, in short. */
void view_list(struct sup *sup, const struct inst_set *set, struct buf *out);
