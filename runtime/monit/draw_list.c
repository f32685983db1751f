/* The list of instances: a row each, with their cpu and memory as sparklines. */
#include <inttypes.h>

#include "runtime/monit/draw_parts.h"
#include "runtime/monit/graph.h"
#include "runtime/say.h"
#include "schema/base/utf8.h"

struct str draw_str(const struct buf *text) {
    return text->failed ? STR("") : (struct str){text->p, text->n};
}

void draw_percent(struct buf *out, int64_t tenths) {
    if (tenths < 0)
        buf_char(out, '-');
    else
        buf_fmt(out, "%" PRId64 ".%" PRId64 "%%", tenths / 10, tenths % 10);
}

void draw_bytes(struct buf *out, int64_t bytes) {
    static const char units[] = "KMGT";
    double n = (double)bytes / 1024;
    size_t unit = 0;
    for (; n >= 1024 && unit + 2 < sizeof units; unit++)
        n /= 1024;
    if (bytes < 0)
        buf_char(out, '-');
    else
        buf_fmt(out, n < 10 && unit ? "%.1f%c" : "%.0f%c", n, units[unit]);
}

/* ---- columns ----------------------------------------------------------------------------------- */

enum column { ID, NAME, STATUS, RESTARTS, UPTIME, CPU, CPU_GRAPH, MEM, MEM_GRAPH, COLUMNS };

struct spec {
    const char *title;
    unsigned width, drop; /* where there is no room the largest goes first; 0 never does */
    bool is_right;
};

static const struct spec specs[COLUMNS] = {
    [ID] = {"id", 3, 2, true},          [NAME] = {"name", 4, 0, false},
    [STATUS] = {"status", 9, 1, false}, [RESTARTS] = {"restarts", 8, 5, true},
    [UPTIME] = {"uptime", 7, 4, true},  [CPU] = {"cpu", 6, 3, true},
    [CPU_GRAPH] = {"", 6, 6, false},    [MEM] = {"mem", 5, 3, true},
    [MEM_GRAPH] = {"", 6, 6, false},
};

enum { GAP = 2, NAME_MOST = 40, GRAPH_MOST = 60 };

struct columns {
    unsigned width[COLUMNS]; /* 0 = left out */
};

static unsigned width_of_all(const struct columns *cols) {
    unsigned width = 0;
    for (unsigned i = 0; i < COLUMNS; i++)
        width += cols->width[i] ? cols->width[i] + GAP : 0;
    return width ? width - GAP : 0;
}

static void drop_what_is_too_much(struct columns *cols, unsigned room) {
    enum { DROP_MOST = 6 };
    for (unsigned drop = DROP_MOST; drop > 0; drop--)
        for (unsigned i = 0; i < COLUMNS; i++)
            if (specs[i].drop == drop && width_of_all(cols) > room)
                cols->width[i] = 0;
    if (!cols->width[CPU_GRAPH]) /* both or none */
        cols->width[MEM_GRAPH] = 0;
    if (width_of_all(cols) > room)
        cols->width[NAME] = room;
}

/* Room that is left goes to the graphs. */
static struct columns fit_columns(const struct monit *m, unsigned room) {
    struct columns cols;
    size_t name = specs[NAME].width, status = specs[STATUS].width;
    for (unsigned i = 0; i < m->n; i++) {
        const struct monit_inst *inst = m->insts[i];
        size_t width = utf8_width(str_of(inst->name)), n_state = strlen(inst->state);
        bool is_shown = monit_is_shown(m, inst);
        name = width > name && is_shown ? width : name;
        status = n_state > status && is_shown ? n_state : status;
    }
    for (unsigned i = 0; i < COLUMNS; i++)
        cols.width[i] = specs[i].width;
    cols.width[NAME] = name < NAME_MOST ? (unsigned)name : NAME_MOST;
    cols.width[STATUS] = (unsigned)status;
    drop_what_is_too_much(&cols, room);
    unsigned used = width_of_all(&cols), more = used < room ? (room - used) / 2 : 0;
    for (unsigned i = CPU_GRAPH; i <= MEM_GRAPH; i += MEM_GRAPH - CPU_GRAPH)
        if (cols.width[i])
            cols.width[i] = cols.width[i] + more < GRAPH_MOST ? cols.width[i] + more : GRAPH_MOST;
    return cols;
}

/* ---- rows -------------------------------------------------------------------------------------- */

static unsigned look_of_status(const struct monit_inst *inst) {
    const char *status = inst->status;
    if (inst->is_ill)
        return LOOK_BAD;
    if (inst->is_unconfirmed)
        return LOOK_WARN;
    if (strcmp(status, "online") == 0)
        return LOOK_GOOD;
    if (strcmp(status, "errored") == 0)
        return LOOK_BAD | LOOK_BOLD;
    return strcmp(status, "stopped") == 0 ? LOOK_DIM : LOOK_WARN;
}

static void write_cell(const struct monit_inst *inst, enum column column, struct buf *out) {
    struct monit_sample now = monit_sample_at(inst, 0);
    switch (column) {
    case ID:
        buf_fmt(out, "%u", inst->id);
        break;
    case NAME:
        buf_z(out, inst->name);
        break;
    case STATUS:
        buf_z(out, inst->state);
        break;
    case RESTARTS:
        buf_fmt(out, "%" PRId64, inst->restarts);
        break;
    case UPTIME:
        if (inst->uptime_ms < 0)
            buf_char(out, '-');
        else
            say_duration(out, inst->uptime_ms);
        break;
    case CPU:
        draw_percent(out, now.cpu_tenths);
        break;
    case MEM:
        draw_bytes(out, now.memory_bytes);
        break;
    case CPU_GRAPH:
    case MEM_GRAPH:
    case COLUMNS:
        break;
    }
}

static void draw_cell(struct cells *c, const struct monit_inst *inst, enum column column,
                      struct graph_place place) {
    struct buf text = {0};
    unsigned look = column == STATUS ? look_of_status(inst) : LOOK_PLAIN;
    if (column == CPU_GRAPH || column == MEM_GRAPH) {
        enum graph_what what = column == CPU_GRAPH ? GRAPH_CPU : GRAPH_MEMORY;
        graph_draw(c, place, inst, what, graph_top(what, graph_peak(inst, what, place.width)));
        return;
    }
    write_cell(inst, column, &text);
    if (specs[column].is_right)
        cells_put_right(c, place.x, place.y, place.width, draw_str(&text), look);
    else
        (void)cells_put(c, place.x, place.y, place.width, draw_str(&text), look);
    buf_done(&text);
}

static void draw_titles(struct cells *c, unsigned y, const struct columns *cols) {
    unsigned x = 1;
    for (unsigned i = 0; i < COLUMNS; i++) {
        if (!cols->width[i])
            continue;
        if (specs[i].is_right)
            cells_put_right(c, x, y, cols->width[i], str_of(specs[i].title), LOOK_DIM);
        else
            (void)cells_put(c, x, y, cols->width[i], str_of(specs[i].title), LOOK_DIM);
        x += cols->width[i] + GAP;
    }
}

static void draw_row(struct cells *c, unsigned y, const struct columns *cols,
                     const struct monit_inst *inst, bool is_selected) {
    unsigned x = 1;
    for (unsigned i = 0; i < COLUMNS; i++) {
        if (!cols->width[i])
            continue;
        draw_cell(c, inst, (enum column)i, (struct graph_place){x, y, cols->width[i], 1});
        x += cols->width[i] + GAP;
    }
    if (is_selected) {
        cells_set(c, 0, y, '>', LOOK_BOLD);
        cells_mark(c, 0, y, c->width, LOOK_REVERSE);
    }
}

void draw_list(const struct monit *m, struct cells *c, unsigned y, unsigned rows) {
    struct columns cols = fit_columns(m, c->width > 2 ? c->width - 2 : 0);
    unsigned n = monit_shown_count(m), room = rows - 1, place = 0, at = 0;
    const struct monit_inst *selected = monit_selected(m, &place);
    unsigned top = place < room / 2 ? 0 : place - room / 2;
    top = n <= room ? 0 : top > n - room ? n - room : top;
    draw_titles(c, y, &cols);
    for (unsigned i = 0; i < m->n; i++) {
        if (!monit_is_shown(m, m->insts[i]))
            continue;
        if (at >= top && at < top + room)
            draw_row(c, y + 1 + at - top, &cols, m->insts[i], m->insts[i] == selected);
        at++;
    }
    if (n == 0)
        (void)cells_put(c, 1, y + 1, c->width,
                        *m->filter ? STR("nothing has that in its name, namespace or status")
                                   : STR("no apps; ecort apply starts some"),
                        LOOK_DIM);
}
