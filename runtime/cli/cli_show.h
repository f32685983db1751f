/* Facts of an instance as people read them; null is "-". */
#pragma once

#include "runtime/ctl/json_in.h"
#include "schema/base/arena.h"

struct str cli_show_int(struct arena *a, const struct json_in *v);
struct str cli_show_duration(struct arena *a, const struct json_in *ms);
struct str cli_show_percent(struct arena *a, const struct json_in *v);
struct str cli_show_bytes(struct arena *a, const struct json_in *v);

/* "1.6M" */
void cli_show_bytes_in(struct buf *out, int64_t bytes);

/* "online", "online, not confirmed", "online, unhealthy" */
struct str cli_show_status(struct arena *a, const struct json_in *inst);
/* The colour of a status. */
const char *cli_show_color_of(const struct json_in *inst);
const char *cli_show_color(struct str status, bool is_unhealthy, bool is_unconfirmed);
