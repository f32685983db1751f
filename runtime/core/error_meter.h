/* How many lines of error output came within the last minute, give or take its twelfth. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ERROR_METER_PARTS = 12, ERROR_METER_PART_MS = 5000 };

struct error_meter {
    uint64_t n[ERROR_METER_PARTS]; /* of the part at place part % PARTS */
    int64_t part;                  /* the newest */
    int64_t told_ms;               /* 0 = not yet */
};

/* `now_ms` rises. True where there are `most` or more, at most once a minute. */
bool error_meter_add(struct error_meter *meter, uint64_t lines, uint64_t most, int64_t now_ms);
/* In the minute that ends with the last call. */
uint64_t error_meter_sum(const struct error_meter *meter);
