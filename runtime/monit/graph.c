/* Columns of eighths; where there is no UTF-8, of what ASCII has that looks like growing. */
#include "runtime/monit/graph.h"

enum { EIGHTHS = 8, LOWER_EIGHTH = 0x2581 };

static int64_t value_of(struct monit_sample sample, enum graph_what what) {
    return what == GRAPH_CPU ? sample.cpu_tenths : sample.memory_bytes;
}

int64_t graph_peak(const struct monit_inst *inst, enum graph_what what, unsigned n) {
    int64_t peak = 0;
    for (unsigned i = 0; i < n && i < MONIT_SAMPLES; i++) {
        int64_t value = value_of(monit_sample_at(inst, i), what);
        peak = value > peak ? value : peak;
    }
    return peak;
}

/* 1, 2 or 5 times a power of ten: of percents, or of a power of 1024 bytes. */
int64_t graph_top(enum graph_what what, int64_t peak) {
    int64_t unit = what == GRAPH_CPU ? 100 : 1024;
    while (what == GRAPH_MEMORY && peak / 1000 > unit && unit < INT64_MAX / 4096)
        unit *= 1024;
    for (; unit < INT64_MAX / 16; unit *= 10)
        for (int64_t factor = 1; factor <= 5; factor += factor == 1 ? 1 : 3)
            if (peak <= unit * factor)
                return unit * factor;
    return INT64_MAX;
}

/* So many eighths of a cell, 1 to 8. */
static uint32_t block(bool is_ascii, unsigned eighths) {
    static const char plain[] = "..::||##";
    return is_ascii ? (uint32_t)(unsigned char)plain[eighths - 1] : LOWER_EIGHTH + eighths - 1;
}

static unsigned eighths_of(int64_t value, int64_t top, unsigned height) {
    unsigned most = height * EIGHTHS;
    if (value <= 0 || top <= 0)
        return 0;
    unsigned n = (unsigned)((double)value / (double)top * most + 0.5);
    return n == 0 ? 1 : n > most ? most : n;
}

void graph_draw(struct cells *c, struct graph_place place, const struct monit_inst *inst,
                enum graph_what what, int64_t top) {
    unsigned look = what == GRAPH_CPU ? LOOK_CPU : LOOK_MEMORY;
    for (unsigned i = 0; i < place.width; i++) {
        int64_t value = value_of(monit_sample_at(inst, i), what);
        unsigned left = eighths_of(value, top, place.height);
        for (unsigned row = 0; row < place.height && left; row++) {
            unsigned n = left < EIGHTHS ? left : EIGHTHS;
            cells_set(c, place.x + place.width - 1 - i, place.y + place.height - 1 - row,
                      block(c->is_ascii, n), look);
            left -= n;
        }
    }
}
