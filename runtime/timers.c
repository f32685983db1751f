/* A binary heap that knows where its members are. */
#include "runtime/timers.h"

#include <stdlib.h>

int timers_add(struct timers *timers) {
    if (timers->n_added == timers->cap) {
        size_t cap = timers->cap ? timers->cap * 2 : 16;
        struct timer **heap = realloc(timers->heap, cap * sizeof(struct timer *));
        if (!heap)
            return -1;
        timers->heap = heap;
        timers->cap = cap;
    }
    timers->n_added++;
    return 0;
}

void timers_remove(struct timers *timers) {
    timers->n_added--;
}

void timers_done(struct timers *timers) {
    free(timers->heap);
    *timers = (struct timers){0};
}

static void put(struct timers *t, size_t place, struct timer *timer) {
    t->heap[place - 1] = timer;
    timer->place = place;
}

static struct timer *at(const struct timers *t, size_t place) {
    return t->heap[place - 1];
}

/* Moves the timer to where it belongs, starting at a hole. */
static void settle(struct timers *t, size_t hole, struct timer *timer) {
    for (; hole > 1 && at(t, hole / 2)->at_ms > timer->at_ms; hole /= 2)
        put(t, hole, at(t, hole / 2));
    for (size_t child; (child = hole * 2) <= t->n; hole = child) {
        if (child < t->n && at(t, child + 1)->at_ms < at(t, child)->at_ms)
            child++;
        if (at(t, child)->at_ms >= timer->at_ms)
            break;
        put(t, hole, at(t, child));
    }
    put(t, hole, timer);
}

void timer_disarm(struct timers *timers, struct timer *timer) {
    size_t hole = timer->place;
    if (hole == 0)
        return;
    timer->place = 0;
    struct timer *last = at(timers, timers->n--);
    if (last != timer)
        settle(timers, hole, last);
}

void timer_arm(struct timers *timers, struct timer *timer, int64_t at_ms) {
    timer_disarm(timers, timer);
    timer->at_ms = at_ms;
    timers->n++;
    settle(timers, timers->n, timer);
}

int64_t timers_wait_ms(const struct timers *timers, int64_t now_ms) {
    if (timers->n == 0)
        return -1;
    int64_t at_ms = timers->heap[0]->at_ms;
    return at_ms > now_ms ? at_ms - now_ms : 0;
}

void timers_fire(struct timers *timers, int64_t now_ms) {
    /* At most as many as there were: a timer that re-arms itself for now must not keep us here. */
    for (size_t left = timers->n; left && timers->n && timers->heap[0]->at_ms <= now_ms; left--) {
        struct timer *timer = timers->heap[0];
        timer_disarm(timers, timer);
        timer->fire(timer);
    }
}
