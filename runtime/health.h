/* Health checks: a GET to each process of an app with `http`, and what follows from the answers.
 *
 * Who is asked. In fork mode what listens on the port: http.port, else PORT of the environment; where
 * increment_var counts that port up, each instance on its own. In cluster mode with round_robin each
 * worker itself, through its channel, for the port is everybody's. Where processes accept by
 * themselves from one socket (cluster_policy: shared, listen, or one fixed port for several fork
 * instances) any of them may answer: the check is then of the app as a whole, and tells nothing of
 * whether one process is ready.
 *
 * What follows. The first success makes a process ready (ready.h). A process that becomes unhealthy
 * is told of once, and restarted (autokill, the default) or left as it is.
 *
 * An address and `localhost` (127.0.0.1, then ::1) are asked without delay; other names are looked up
 * by a helper process, first. Nothing here blocks, and without `http` nothing wakes us. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;
struct inst;
struct json_out;

/* It is new, or of another version; `before`: of which it was, NULL where it is new. */
void health_set(struct inst *inst, const struct app *before);
/* For inst_free. */
void health_close(struct inst *inst);

/* The program runs; it has ended. */
void health_begin(struct inst *inst);
void health_end(struct inst *inst);

/* For the state page, and as it was under another supervisor: what was known of it stays. */
uint32_t health_record(const struct inst *inst);
void health_restore(struct inst *inst, uint32_t record);

bool health_is_healthy(const struct inst *inst);
/* Why the last check failed; NULL where it did not. */
const char *health_error(const struct inst *inst);

/* health (null, "starting" "healthy" "unhealthy") health_status (of the last answer, or null)
 * health_error (of the last check, or null) health_checked_at (ms since 1970, or null)
 * health_failures (in a row) health_of ("instance" "app", null without a check). */
void health_write(const struct inst *inst, struct json_out *j);
/* health_check: null, or {host, port (this instance's), path, expect_status (empty: 200 to 299),
 * interval_ms, timeout_ms, unhealthy_after, healthy_after, start_period_ms, autokill}. */
void health_write_check(const struct inst *inst, struct json_out *j);
