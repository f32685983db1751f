/* Times plan_open over a plan file: microseconds, the least of 20. usage: plan_check PLAN */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "schema/io/file.h"
#include "schema/plan/plan.h"

static double now_us(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
    struct arena arena;
    struct str bytes;
    struct err err = {0};
    struct plan plan = {0};
    double best = 1e12;
    arena_init(&arena, 0);
    if (argc != 2 || file_read(argv[1], 1 << 28, &arena, &bytes, &err) < 0) {
        (void)fprintf(stderr, "plan_check: %s\n", err.msg);
        return 1;
    }
    for (int i = 0; i < 20; i++) {
        double start = now_us();
        if (plan_open(&plan, bytes.p, bytes.n, &err) < 0) {
            (void)fprintf(stderr, "plan_check: %s\n", err.msg);
            return 1;
        }
        double took = now_us() - start;
        best = took < best ? took : best;
    }
    printf("%.0f us for %u apps, %zu bytes\n", best, plan.n_apps, bytes.n);
    arena_done(&arena);
    return 0;
}
