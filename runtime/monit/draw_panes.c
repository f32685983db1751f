/* Below the list: the selected instance over time, and logs. */
#include <inttypes.h>

#include "runtime/monit/draw_parts.h"
#include "runtime/monit/graph.h"
#include "schema/base/utf8.h"

enum { RULE_LINE = 0x2500, BAR = 0x2502 };

/* A rule with words in it: "-- words ------". */
static void draw_title(struct cells *c, unsigned y, struct str words, unsigned look) {
    uint32_t line = c->is_ascii ? '-' : RULE_LINE;
    for (unsigned x = 0; x < c->width; x++)
        cells_set(c, x, y, line, LOOK_DIM);
    if (!words.n || c->width < 8)
        return;
    unsigned used = cells_put(c, 3, y, c->width - 5, words, look);
    cells_set(c, 2, y, ' ', LOOK_PLAIN);
    cells_set(c, 3 + used, y, ' ', LOOK_PLAIN);
}

/* ---- graphs ------------------------------------------------------------------------------------ */

static void add_facts(const struct monit_inst *inst, struct buf *out) {
    buf_fmt(out, "%s %u", inst->name, inst->id);
    if (inst->pid > 0)
        buf_fmt(out, "  pid %" PRId64, inst->pid);
    if (*inst->mode)
        buf_fmt(out, "  %s", inst->mode);
    if (*inst->name_space && strcmp(inst->name_space, "default") != 0)
        buf_fmt(out, "  namespace %s", inst->name_space);
    if (*inst->exit_signal)
        buf_fmt(out, "  last ended by %s", inst->exit_signal);
    else if (inst->exit_code >= 0)
        buf_fmt(out, "  last exit code %" PRId64, inst->exit_code);
    if (*inst->reason)
        buf_fmt(out, "  %s", inst->reason);
    if (inst->logs_dropped)
        buf_fmt(out, "  %" PRId64 " lines lost", inst->logs_dropped);
}

static void draw_graph(struct cells *c, struct graph_place place, const struct monit_inst *inst,
                       enum graph_what what) {
    void (*write)(struct buf *, int64_t) = what == GRAPH_CPU ? draw_percent : draw_bytes;
    struct monit_sample now = monit_sample_at(inst, 0);
    int64_t peak = graph_peak(inst, what, place.width), top = graph_top(what, peak);
    struct buf text = {0};
    buf_z(&text, what == GRAPH_CPU ? "cpu " : "mem ");
    write(&text, what == GRAPH_CPU ? now.cpu_tenths : now.memory_bytes);
    buf_z(&text, "  peak ");
    write(&text, peak);
    buf_z(&text, "  of ");
    write(&text, top);
    (void)cells_put(c, place.x, place.y, place.width, draw_str(&text), LOOK_BOLD);
    buf_done(&text);
    place.y++;
    place.height--;
    graph_draw(c, place, inst, what, top);
}

void draw_graphs(const struct monit *m, struct cells *c, unsigned y, unsigned rows) {
    const struct monit_inst *inst = monit_selected(m, NULL);
    struct buf text = {0};
    if (inst)
        add_facts(inst, &text);
    draw_title(c, y, draw_str(&text), LOOK_BOLD);
    buf_done(&text);
    unsigned half = (c->width - 3) / 2;
    if (!inst)
        return;
    draw_graph(c, (struct graph_place){1, y + 1, half, rows - 1}, inst, GRAPH_CPU);
    draw_graph(c, (struct graph_place){2 + half, y + 1, half, rows - 1}, inst, GRAPH_MEMORY);
}

/* ---- logs -------------------------------------------------------------------------------------- */

static void write_label(const struct monit_inst *inst, struct buf *out) {
    buf_fmt(out, "%u|%s", inst->id, inst->name);
}

/* The columns that the widest label takes, at most a quarter of the screen. */
static unsigned label_width(const struct monit *m, unsigned screen) {
    struct buf text = {0};
    size_t width = 0;
    for (unsigned i = 0; i < m->n; i++) {
        text.n = 0;
        write_label(m->insts[i], &text);
        size_t n = monit_is_shown(m, m->insts[i]) ? utf8_width(draw_str(&text)) : 0;
        width = n > width ? n : width;
    }
    buf_done(&text);
    return width < screen / 4 ? (unsigned)width : screen / 4;
}

static unsigned draw_label(const struct monit *m, struct cells *c, unsigned y,
                           const struct monit_shown_line *shown, draw_clock_fn *clock) {
    struct buf text = {0};
    char time[16] = "--:--:--";
    if (shown->line->at_ms)
        clock(shown->line->at_ms, time);
    unsigned x = cells_put(c, 0, y, c->width, str_of(time), LOOK_DIM) + 1;
    if (m->shows_all_logs) {
        unsigned width = label_width(m, c->width);
        write_label(shown->inst, &text);
        (void)cells_put(c, x, y, width, draw_str(&text), LOOK_CPU);
        x += width + 1;
    }
    buf_done(&text);
    cells_set(c, x, y, c->is_ascii ? '|' : BAR, shown->line->is_err ? LOOK_BAD : LOOK_DIM);
    return x + 2;
}

static void draw_line(const struct monit *m, struct cells *c, unsigned y,
                      const struct monit_shown_line *shown, draw_clock_fn *clock) {
    unsigned x = draw_label(m, c, y, shown, clock);
    unsigned look = shown->line->is_err ? LOOK_BAD : LOOK_PLAIN;
    if (x < c->width)
        (void)cells_put(c, x, y, c->width - x, str_of(shown->line->text), look);
}

static void write_title(const struct monit *m, struct buf *out) {
    const struct monit_inst *inst = monit_selected(m, NULL);
    buf_z(out, "logs of ");
    if (m->shows_all_logs)
        buf_z(out, *m->filter ? "all that are shown" : "all");
    else if (inst)
        buf_fmt(out, "%s %u", inst->name, inst->id);
    else
        buf_z(out, "nothing");
    if (m->until_seq)
        buf_z(out, "  (looking back; End goes on)");
    if (m->lines_missed)
        buf_fmt(out, "  %" PRId64 " lines came too fast and are not here", m->lines_missed);
}

/* How many lines there are up to `before`, at most `most`. */
static unsigned count_lines(const struct monit *m, uint64_t before, unsigned most) {
    struct monit_shown_line shown;
    unsigned n = 0;
    for (; n < most && monit_line_before(m, before, &shown); n++)
        before = shown.line->seq;
    return n;
}

void draw_logs(const struct monit *m, struct cells *c, unsigned y, unsigned rows,
               draw_clock_fn *clock) {
    struct buf text = {0};
    struct monit_shown_line shown;
    uint64_t before = m->until_seq ? m->until_seq + 1 : UINT64_MAX;
    write_title(m, &text);
    draw_title(c, y, draw_str(&text), LOOK_BOLD);
    buf_done(&text);
    unsigned n = count_lines(m, before, rows - 1);
    for (unsigned i = n; i > 0 && monit_line_before(m, before, &shown); i--) {
        draw_line(m, c, y + i, &shown, clock);
        before = shown.line->seq;
    }
    if (n == 0)
        (void)cells_put(c, 1, y + 1, c->width, STR("no lines yet"), LOOK_DIM);
}
