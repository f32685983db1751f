/* Readiness: whether a process that runs can do its work, as far as it has said so.
 *
 * What counts is a matter of the app (app->ready_by): nothing, so that it is ready as soon as its
 * program runs; the first listening socket of a cluster worker; or the word: READY=1 of sd_notify, or
 * 'ready' by process.send; or a health check that is passed (health.h), with the word where
 * wait_ready asks for it, too. A word counts as listening does, too. When listen_timeout passes without
 * it the process is online, but not confirmed; the word may still come.
 *
 * The states of the process (core/proc.h) know nothing of it: a process that is not ready is
 * PROC_ONLINE, and is told to be launching. */
#pragma once

#include <stdbool.h>

#include "runtime/app.h"
#include "runtime/timers.h"

struct inst;

enum ready_state {
    READY_NOT,         /* it does not run, or is waited for */
    READY_YES,         /* it said so, or nothing was asked for */
    READY_UNCONFIRMED, /* listen_timeout has passed */
    READY_STATES,
};

struct ready {
    struct timer timer; /* listen_timeout */
    enum ready_state state;
    bool has_word;    /* it said so; with a health check that is not all */
    int64_t since_ms; /* when it stopped being waited for; 0 = not known, or nothing was */
    char *status;     /* STATUS= of sd_notify; malloc'd, NULL = none */
};

/* For inst_new and inst_free; -1: no memory. */
int ready_open(struct inst *inst);
void ready_close(struct inst *inst);

/* The program runs, nothing is known of it yet. */
void ready_begin(struct inst *inst);
/* As it was under another supervisor; at_ms: when listen_timeout passes, 0 = it does not. */
void ready_restore(struct inst *inst, enum ready_state state, int64_t at_ms);
/* It listens, or said that it is ready. */
void ready_confirm(struct inst *inst, enum app_ready by);
/* What it says of itself; any bytes. */
void ready_status(struct inst *inst, struct str text);
/* The process has ended. */
void ready_end(struct inst *inst);

/* Online, and nothing is waited for any more. */
bool ready_is_up(const struct inst *inst);
/* Online, and listen_timeout has passed. */
bool ready_is_unconfirmed(const struct inst *inst);
/* What it has not done that it is waited for, or was: "said that it is ready". */
const char *ready_missing(const struct inst *inst);
/* The state as people are told it: as proc_state_name, and "launching" while it is waited for or
 * its twin still has the place, "draining" where its twin has taken its place. */
const char *ready_status_name(const struct inst *inst);
