/* Records of the state page: what a supervisor has to know about each instance of the one before
 * it. Fixed size, each with a hash over all of it; a record is right or refused. Written for the
 * same machine and program: numbers as they are in memory, STATE_VERSION changes with any of it. No
 * value of an environment is in them; what an app was made of is there as sums (schema/plan/plan_print.h).
 *
 * Place 0 holds the head, every other place an instance or nothing (zeros). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STATE_VERSION = 3,
    STATE_RECORD_BYTES = 512,
    STATE_OFFICE_MOST = 2, /* enum inst_office */
    STATE_READY_MOST = 2,  /* enum ready_state */
    STATE_MARK_BYTES = 32,
    STATE_NAME_BYTES = 64,
    STATE_REASON_BYTES = 144,
};

enum state_flag {
    STATE_HELD = 1,
    STATE_LEAVING = 2,
    STATE_ENDED = 4,      /* the main process was reaped, no conclusion drawn yet */
    STATE_FAILED = 8,     /* it could not exec */
    STATE_EXITED = 16,    /* last_number is of an exit */
    STATE_BY_SIGNAL = 32, /* that was by a signal */
    STATE_UNSTABLE = 64,  /* the policy's answer */
    STATE_DUE = 128,      /* at rest, but a request was about to start it */
    STATE_TREE = 256,     /* what its process has started ends with it */
    STATE_ROLLS = 512,    /* of the print */
    STATE_FOREIGN = 1024, /* the process is of another version than its app */
    STATE_RELIC = 2048,   /* of no instance: a process that nobody has claimed yet */
    STATE_WORD = 4096,    /* it said that it is ready; its health may not have */
    STATE_FLAGS = 8191,
};

struct state_inst {
    uint32_t serial, pm_id, number, generation, app, office;
    uint64_t ecosystem; /* hash of its directory and file, for a supervisor that has neither */
    uint32_t state, intent, flags, verdict;
    int32_t pid, session, signal_due, kin;
    uint64_t started_ticks; /* of pid, 0 = not known */
    int64_t timer_at_ms;    /* 0 = none */
    int64_t ready_at_ms;    /* the same, of listen_timeout */
    uint32_t ready, print_instances;
    uint32_t renewal, health; /* renewal_pack, health_pack */
    int64_t started_ms, started_wall_ms, cron_at_s;
    int64_t unstable, hasty, backoff_ms, answer_delay_ms, last_uptime_ms;
    uint32_t starts, forgotten, ends, busy, sweeps;
    int32_t last_number, failure_step, failure_sys;
    uint64_t logs_dropped;
    uint64_t print_live, print_reload, print_restart,
        print_recreate; /* plan_print of the process */
    int32_t kill_signal;
    uint32_t kill_timeout_ms;
    char mark[STATE_MARK_BYTES], name[STATE_NAME_BYTES], reason[STATE_REASON_BYTES];
};

struct state_head {
    uint64_t boot; /* hash of the boot id */
    uint32_t next_pm_id, next_generation;
    uint32_t is_stopping, is_killing;
    uint32_t places; /* where the last record is at most */
    int32_t keeper, supervisor, spare;
};

enum state_kind { STATE_NOTHING, STATE_HEAD, STATE_INST, STATE_DAMAGED };

void state_write_head(const struct state_head *head, unsigned char out[STATE_RECORD_BYTES]);
void state_write_inst(const struct state_inst *inst, unsigned char out[STATE_RECORD_BYTES]);

/* What the n bytes are; fills the one of the two. Texts end with a NUL, enumerators are known. */
enum state_kind state_read(const void *bytes, size_t n, struct state_head *head,
                           struct state_inst *inst);
