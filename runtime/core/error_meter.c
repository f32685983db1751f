/* A ring of parts of a minute. */
#include "runtime/core/error_meter.h"

enum { MINUTE_MS = ERROR_METER_PARTS * ERROR_METER_PART_MS };

static void go_to(struct error_meter *meter, int64_t part) {
    int64_t gone = part - meter->part;
    for (int64_t i = 1; i <= gone && i <= ERROR_METER_PARTS; i++)
        meter->n[(meter->part + i) % ERROR_METER_PARTS] = 0;
    if (gone > 0)
        meter->part = part;
}

uint64_t error_meter_sum(const struct error_meter *meter) {
    uint64_t sum = 0;
    for (int i = 0; i < ERROR_METER_PARTS; i++)
        sum += meter->n[i];
    return sum;
}

bool error_meter_add(struct error_meter *meter, uint64_t lines, uint64_t most, int64_t now_ms) {
    go_to(meter, now_ms / ERROR_METER_PART_MS);
    meter->n[meter->part % ERROR_METER_PARTS] += lines;
    if (error_meter_sum(meter) < most || (meter->told_ms && now_ms - meter->told_ms < MINUTE_MS))
        return false;
    meter->told_ms = now_ms;
    return true;
}
