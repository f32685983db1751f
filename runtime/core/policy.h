/* The restart policy: what an exit means, and how long to wait before the next start.
 *
 * The budget. A run is unstable when it was shorter than min_uptime. After max_restarts unstable
 * runs in a row have each been answered with a restart, the next one ends the matter: OVER_LIMIT. A
 * run of min_uptime or longer clears the count, so the limit works in the first second as it does
 * after months. max_restarts 0: never restarted after an unstable run. How the run ended (code 0,
 * another code, a signal) does not matter for the count.
 *
 * The delay. exp_backoff b: first b, then floor(previous * 1.5) up to 15 s, from b again after a
 * run of 30 s. Otherwise restart_delay. From the fourth run in a row on that was unstable or
 * shorter than 10 ms, no delay is shorter than 10, 20, 40, 80, 100 ms: a program that cannot even
 * start must not eat a CPU.
 *
 * stop_exit_codes hold exit codes; death by a signal is none of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy {
    bool autorestart;
    int64_t max_restarts;
    int64_t min_uptime_ms;
    int64_t restart_delay_ms;
    int64_t exp_backoff_ms; /* 0 = restart_delay counts */
    const uint32_t *stop_codes;
    size_t n_stop_codes;
};

/* What is remembered from run to run; zero at the first start and after one by hand. */
struct policy_past {
    int64_t unstable;   /* unstable runs in a row */
    int64_t hasty;      /* unstable or instant runs in a row */
    int64_t backoff_ms; /* the last delay of exp_backoff */
};

struct policy_exit {
    bool by_signal;
    int number; /* the exit code, or the signal */
    int64_t uptime_ms;
};

enum policy_verdict { POLICY_RETRY, POLICY_FINAL, POLICY_OVER_LIMIT };

struct policy_answer {
    enum policy_verdict verdict;
    int64_t delay_ms; /* RETRY only */
    bool is_unstable;
};

/* Decides, and brings `past` up to date. */
struct policy_answer policy_after_exit(const struct policy *policy, const struct policy_exit *exit,
                                       struct policy_past *past);

/* The wait before the n-th (from 1) attempt at a fork that the system refused. */
int64_t policy_busy_delay_ms(unsigned attempt);

/* The wait between two sweeps of a tree that got SIGKILL: n from 1. */
int64_t policy_sweep_delay_ms(unsigned sweep);
