/* What a program tells of itself by messages, as PM2's library (@pm2/io) sends them: values that it
 * measures and actions that it can be asked for. Bounded: what is too long or too many is left out
 * and counted. It belongs to one process; the next one begins with nothing. */
#pragma once

#include "schema/base/json_out.h"

enum {
    METRICS_MOST = 64,         /* values, and actions */
    METRIC_NAME_MOST = 128,    /* bytes of a name */
    METRIC_VALUE_MOST = 512,   /* bytes of a value as JSON */
    METRIC_MESSAGE_MOST = 1024 /* bytes of a process:msg that is shown */
};

struct metrics_item;

struct metrics_list {
    struct metrics_item *first;
    unsigned n;
};

struct metrics {
    struct metrics_list values, actions;
    char *last_message; /* the last process:msg, JSON; malloc'd, NULL = none, or too long */
    unsigned long n_messages;
    unsigned long n_left_out;
    bool is_partial; /* it may have told another supervisor more */
};

/* Takes one message: {"type":"axm:monitor"|"axm:action"|"process:msg","data":...}. False where it is
 * none of these. */
bool metrics_take(struct metrics *metrics, struct str json);

/* All actions as a JSON array; and from one, as if the program had announced them. */
void metrics_write_actions(const struct metrics *metrics, struct json_out *j);
void metrics_read_actions(struct metrics *metrics, struct str json);

bool metrics_has_action(const struct metrics *metrics, struct str name);
/* Whether it answers in pieces: action_type "scoped". */
bool metrics_is_scoped(const struct metrics *metrics, struct str name);

/* Forgets everything. */
void metrics_done(struct metrics *metrics);

/* The keys metrics: {name:{"value":V,"type":T,"unit":U}}, actions: [{"action_name":...}], messages,
 * last_message and metrics_left_out of the object that is being written. */
void metrics_write(const struct metrics *metrics, struct json_out *j);
