/* Screen, header, footer, help. */
#include "runtime/monit/draw.h"

#include "runtime/monit/draw_parts.h"

enum { LIST_LEAST = 2, LOGS_LEAST = 3, GRAPH_LEAST = 4, GRAPH_MOST = 9, GRAPH_WIDTH_LEAST = 50 };

struct draw_layout draw_layout(const struct monit *m, unsigned width, unsigned height) {
    struct draw_layout l = {0};
    unsigned room = height > 2 ? height - 2 : 0, wanted = monit_shown_count(m) + 1;
    if (room < LIST_LEAST + LOGS_LEAST)
        return (struct draw_layout){.list = room};
    unsigned most = room / 2 > LIST_LEAST ? room / 2 : LIST_LEAST;
    l.list = wanted < LIST_LEAST ? LIST_LEAST : wanted < most ? wanted : most;
    unsigned rest = room - l.list;
    if (rest >= 2 * GRAPH_LEAST + LOGS_LEAST && width >= GRAPH_WIDTH_LEAST)
        l.graph = rest / 3 < GRAPH_LEAST  ? GRAPH_LEAST
                  : rest / 3 > GRAPH_MOST ? GRAPH_MOST
                                          : rest / 3;
    l.logs = rest - l.graph;
    return l;
}

/* ---- header and footer ------------------------------------------------------------------------- */

static void add_counts(const struct monit *m, struct buf *out) {
    unsigned online = 0, errored = 0, ill = 0;
    for (unsigned i = 0; i < m->n; i++) {
        online += strcmp(m->insts[i]->status, "online") == 0;
        errored += strcmp(m->insts[i]->status, "errored") == 0;
        ill += m->insts[i]->is_ill;
    }
    buf_fmt(out, "%u instance%s, %u online", m->n, m->n == 1 ? "" : "s", online);
    if (ill)
        buf_fmt(out, " (%u unhealthy)", ill);
    if (errored)
        buf_fmt(out, ", %u errored", errored);
    if (*m->filter)
        buf_fmt(out, ", %u shown: %s", monit_shown_count(m), m->filter);
}

static void add_totals(const struct monit *m, struct buf *out) {
    int64_t cpu_tenths = 0, bytes = 0;
    for (unsigned i = 0; i < m->n; i++) {
        struct monit_sample s = monit_sample_at(m->insts[i], 0);
        cpu_tenths += s.cpu_tenths > 0 ? s.cpu_tenths : 0;
        bytes += s.memory_bytes > 0 ? s.memory_bytes : 0;
    }
    buf_z(out, "cpu ");
    draw_percent(out, cpu_tenths);
    buf_z(out, "  mem ");
    draw_bytes(out, bytes);
}

static void draw_header(const struct monit *m, struct cells *c) {
    struct buf left = {0}, right = {0};
    unsigned look = LOOK_REVERSE | LOOK_BOLD;
    buf_z(&left, " ecort  ");
    if (m->link == MONIT_LIVE) {
        add_counts(m, &left);
        add_totals(m, &right);
        buf_char(&right, ' ');
    } else {
        look |= LOOK_BAD;
        buf_z(&left, m->link == MONIT_LOST ? "the supervisor has gone; waiting for one"
                                           : "the supervisor does not answer");
    }
    cells_mark(c, 0, 0, c->width, look);
    unsigned used = cells_put(c, 0, 0, c->width, draw_str(&left), look);
    if (right.n + used + 1 < c->width)
        cells_put_right(c, used, 0, c->width - used, draw_str(&right), look);
    buf_done(&left);
    buf_done(&right);
}

static const char *asked_words(enum monit_act act) {
    return act == MONIT_LESS ? "end one instance of" : "stop";
}

struct hint {
    const char *key, *word;
};

static const struct hint hints[] = {
    {"r", "restart"}, {"R", "reload"}, {"s", "stop"}, {"S", "start"}, {"+ -", "scale"},
    {"l", "logs"},    {"/", "filter"}, {"?", "help"}, {"q", "quit"},
};

/* The columns of the hints from `first` on, with so many blanks between them. */
static unsigned hints_width(unsigned first, unsigned gap) {
    size_t width = 1;
    for (unsigned i = first; i < ARRAY_LEN(hints); i++)
        width += strlen(hints[i].key) + 1 + strlen(hints[i].word) + gap;
    return (unsigned)width - gap;
}

/* All of them where there is room, at least how to get help and how to leave. */
static void draw_hints(struct cells *c, unsigned y) {
    unsigned first = hints_width(0, 1) <= c->width ? 0 : ARRAY_LEN(hints) - 2;
    unsigned gap = hints_width(first, 2) <= c->width ? 2 : 1, x = 1;
    for (unsigned i = first; i < ARRAY_LEN(hints); i++) {
        x += cells_put(c, x, y, c->width, str_of(hints[i].key), LOOK_BOLD) + 1;
        x += cells_put(c, x, y, c->width, str_of(hints[i].word), LOOK_DIM) + gap;
    }
}

static void draw_footer(const struct monit *m, struct cells *c) {
    const struct monit_inst *inst = monit_selected(m, NULL);
    unsigned look = LOOK_BOLD | LOOK_WARN;
    struct buf text = {0};
    if (m->mode == MONIT_FILTERING) {
        buf_fmt(&text, " filter: %s_", m->filter);
    } else if (m->mode == MONIT_ASKING && monit_is_asked(m)) {
        buf_fmt(&text, " %s %s %u? y, or any other key", asked_words(m->asked), inst->name,
                inst->id);
    } else if (*m->said) {
        buf_fmt(&text, " %s", m->said);
        look = m->said_is_bad ? LOOK_BAD | LOOK_BOLD : LOOK_GOOD;
    } else {
        draw_hints(c, c->height - 1);
    }
    (void)cells_put(c, 0, c->height - 1, c->width, draw_str(&text), look);
    buf_done(&text);
}

/* ---- help -------------------------------------------------------------------------------------- */

static void draw_help(struct cells *c) {
    static const char *const lines[] = {
        "up down j k     select an instance; g G the first, the last",
        "r               restart it",
        "R               reload it",
        "s  S            stop it (asks first), start it",
        "+  -            one instance of the app more, one less (asks first)",
        "l               logs of the selected instance, of all shown",
        "PgUp PgDn       look back in the logs; End goes on with them",
        "/               filter by name, namespace, status or id; Esc drops it",
        "q               quit: what runs goes on",
        "",
        "cpu and mem are those of the whole process tree, sampled once a second",
        "while monit runs. Of logs the last 256 lines of each instance are here,",
        "beginning with what was in the files; ecort logs has more.",
    };
    (void)cells_put(c, 2, 2, c->width, STR("Keys"), LOOK_BOLD);
    for (unsigned i = 0; i < ARRAY_LEN(lines) && i + 4 < c->height; i++)
        (void)cells_put(c, 2, i + 3, c->width, str_of(lines[i]), LOOK_PLAIN);
    (void)cells_put(c, 0, c->height - 1, c->width, STR(" any key goes back"), LOOK_DIM);
}

/* ---- all --------------------------------------------------------------------------------------- */

void draw_screen(const struct monit *m, struct cells *c, draw_clock_fn *clock) {
    struct draw_layout layout = draw_layout(m, c->width, c->height);
    cells_clear(c);
    if (c->height == 0 || c->width == 0)
        return;
    draw_header(m, c);
    if (c->height == 1)
        return;
    if (m->mode == MONIT_HELP) {
        draw_help(c);
        return;
    }
    if (layout.list)
        draw_list(m, c, 1, layout.list);
    if (layout.graph)
        draw_graphs(m, c, 1 + layout.list, layout.graph);
    if (layout.logs)
        draw_logs(m, c, 1 + layout.list + layout.graph, layout.logs, clock);
    for (unsigned y = 1; y + 1 < c->height && m->link != MONIT_LIVE; y++)
        cells_mark(c, 0, y, c->width, LOOK_DIM); /* as it was */
    draw_footer(m, c);
}
