/* Timers: a heap of moments. Room is made when a timer is added, so arming one never fails. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct timer {
    int64_t at_ms;                     /* on os_now_ms's clock */
    size_t place;                      /* in the heap, from 1; 0 = not armed */
    void (*fire)(struct timer *timer); /* called unarmed */
};

struct timers {
    struct timer **heap;
    size_t n, cap;
    size_t n_added;
};

/* Makes room for one timer more. -1: no memory. */
int timers_add(struct timers *timers);
/* One timer less; it is not armed. */
void timers_remove(struct timers *timers);

void timers_done(struct timers *timers);

/* (Re)arms; the timer was made room for. */
void timer_arm(struct timers *timers, struct timer *timer, int64_t at_ms);
void timer_disarm(struct timers *timers, struct timer *timer);

/* Milliseconds from now_ms to the first timer, 0 where it is due, -1 where there is none. */
int64_t timers_wait_ms(const struct timers *timers, int64_t now_ms);

/* Fires what is due at now_ms; what is armed meanwhile waits for the next call. */
void timers_fire(struct timers *timers, int64_t now_ms);
