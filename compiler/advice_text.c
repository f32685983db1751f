/* The table, then for each app why, and what to change. */
#include "compiler/advice_report.h"

#include "compiler/columns.h"
#include "compiler/excerpt.h"
#include "schema/base/utf8.h"

enum {
    TABLE_COLUMNS = 5,
    NAME_MOST = 24,
    NOW_MOST = 24,
    NOW_LEAST = 14,
    REASON_LEAST = 20,
    REASONS_MOST = 5
};

static const char bold[] = "\x1b[1m", dim[] = "\x1b[2m", cyan[] = "\x1b[36m";
static const char *const risk_paint[] = {
    [RISK_UNKNOWN] = "\x1b[2m",
    [RISK_LOW] = "\x1b[32m",
    [RISK_MEDIUM] = "\x1b[33m",
    [RISK_HIGH] = "\x1b[31m",
};

/* ---- words ----------------------------------------------------------------------------------- */

/* "x4", "max", "x?". */
static struct str count_text(struct arena *a, struct str count) {
    if (str_eqz(count, "unknown"))
        return STR("x?");
    return count.n && count.p[0] >= '0' && count.p[0] <= '9' ? arena_fmt(a, "x%.*s", STR_ARG(count))
                                                             : count;
}

struct str advice_now_text(struct arena *a, const struct advice *advice) {
    struct str text = STR("");
    const char *last = "";
    for (size_t i = 0; i < advice->now.n; i++) {
        const struct advice_now *now = &advice->now.at[i];
        bool same = strcmp(last, now->mode) == 0;
        text = arena_fmt(a, "%.*s%s%s%s%.*s", STR_ARG(text), i ? " or " : "", same ? "" : now->mode,
                         same ? "" : " ", STR_ARG(count_text(a, now->count)));
        last = now->mode;
    }
    return text;
}

struct str advice_then_text(struct arena *a, const struct advice *advice) {
    const char *mode = advice_mode_name(advice->verdict.mode);
    return mode ? arena_fmt(a, "%s %.*s", mode, STR_ARG(count_text(a, advice->count)))
                : STR("not known");
}

const char *advice_kind_title(enum advice_kind kind) {
    static const char *const titles[] = {"breaks with several processes",
                                         "suffers from several processes", "wrong as it runs now",
                                         "what was seen"};
    return titles[kind];
}

const char *advice_code(const struct advice_reason *reason) {
    return reason->finding ? lint_rules[reason->finding->rule].code : NULL;
}

void advice_count_risks(const struct advice_report *r, size_t count[RISK_HIGH + 1]) {
    memset(count, 0, sizeof *count * (RISK_HIGH + 1));
    for (size_t i = 0; i < r->files.n; i++)
        for (size_t k = 0; k < r->files.at[i].apps.n; k++)
            count[r->files.at[i].apps.at[k]->verdict.risk]++;
}

/* What a terminal would obey is replaced. */
static struct str clean(const struct advice_report *r, struct str text) {
    struct buf b = {0};
    excerpt_clean(&b, text);
    struct str s = arena_str(r->arena, (struct str){b.p, b.n});
    buf_done(&b);
    return s;
}

static const char *paint(const struct advice_report *r, const char *sequence) {
    return r->color ? sequence : NULL;
}

/* ---- the table ------------------------------------------------------------------------------- */

static void widen(unsigned *width, struct str text, unsigned most) {
    size_t n = utf8_width(text);
    if (n > *width)
        *width = n < most ? (unsigned)n : most;
}

static void measure(const struct advice_report *r, const struct advice_file *file,
                    unsigned widths[TABLE_COLUMNS]) {
    static const unsigned heads[TABLE_COLUMNS] = {7, 3, 11, 4, 0};
    memcpy(widths, heads, sizeof heads);
    for (size_t i = 0; i < file->apps.n; i++) {
        const struct advice *advice = file->apps.at[i];
        widen(&widths[0], clean(r, advice->app->label), NAME_MOST);
        widen(&widths[1], advice_now_text(r->arena, advice), NOW_MOST);
        widen(&widths[2], advice_then_text(r->arena, advice), NOW_MOST);
        widen(&widths[3], str_of(advice_risk_name(advice->verdict.risk)), NOW_MOST);
    }
    unsigned used = 2 * (TABLE_COLUMNS - 1);
    for (size_t i = 0; i + 1 < TABLE_COLUMNS; i++)
        used += widths[i];
    if (used + REASON_LEAST > r->width && widths[1] > NOW_LEAST) {
        unsigned lack = used + REASON_LEAST - r->width, spare = widths[1] - NOW_LEAST;
        widths[1] -= lack < spare ? lack : spare;
        used -= lack < spare ? lack : spare;
    }
    widths[4] = used + REASON_LEAST < r->width ? r->width - used : REASON_LEAST;
}

static void table(const struct advice_report *r, const struct advice_file *file, struct buf *out) {
    unsigned widths[TABLE_COLUMNS];
    const char *head = paint(r, bold);
    measure(r, file, widths);
    columns_row(out, 0, widths,
                (struct column_cell[]){{STR("service"), head},
                                       {STR("now"), head},
                                       {STR("recommended"), head},
                                       {STR("risk"), head},
                                       {STR("reason"), head}},
                TABLE_COLUMNS);
    for (size_t i = 0; i < file->apps.n; i++) {
        const struct advice *advice = file->apps.at[i];
        enum advice_risk risk = advice->verdict.risk;
        struct column_cell cells[TABLE_COLUMNS] = {
            {clean(r, advice->app->label), NULL},
            {advice_now_text(r->arena, advice), NULL},
            {advice_then_text(r->arena, advice), advice_is_so(advice) ? NULL : paint(r, cyan)},
            {str_of(advice_risk_name(risk)), paint(r, risk_paint[risk])},
            {clean(r, advice->reason), NULL},
        };
        columns_row(out, 0, widths, cells, TABLE_COLUMNS);
    }
}

/* ---- one app --------------------------------------------------------------------------------- */

static void paragraph(const struct advice_report *r, unsigned indent, struct str text,
                      const char *sequence, struct buf *out) {
    unsigned width = r->width - indent;
    columns_row(out, indent, &width, (struct column_cell[]){{clean(r, text), sequence}}, 1);
}

static void heading(const struct advice_report *r, const struct advice *advice, struct buf *out) {
    struct str now = advice_now_text(r->arena, advice), then = advice_then_text(r->arena, advice);
    const char *risk = advice_risk_name(advice->verdict.risk);
    struct str name = clean(r, advice->app->label);
    buf_fmt(out, "%s%.*s%s: ", r->color ? bold : "", STR_ARG(name), r->color ? "\x1b[0m" : "");
    if (advice->verdict.mode == ADVICE_AS_IS)
        buf_fmt(out, "%.*s, no recommendation", STR_ARG(now));
    else if (advice_is_so(advice))
        buf_fmt(out, "stays %.*s", STR_ARG(then));
    else
        buf_fmt(out, "%.*s -> %.*s", STR_ARG(now), STR_ARG(then));
    buf_fmt(out, ", risk %s%s%s\n", r->color ? risk_paint[advice->verdict.risk] : "", risk,
            r->color ? "\x1b[0m" : "");
}

static void reason(const struct advice_report *r, const struct advice_reason *why,
                   struct buf *out) {
    const char *code = advice_code(why);
    paragraph(r, 4, code ? arena_fmt(r->arena, "%.*s [%s]", STR_ARG(why->text), code) : why->text,
              NULL, out);
    if (why->span.src)
        paragraph(r, 6,
                  arena_fmt(r->arena, "%.*s:%u", STR_ARG(why->span.src->name),
                            source_place(why->span.src, why->span.begin).line),
                  paint(r, dim), out);
}

static void reasons(const struct advice_report *r, const struct advice *advice, struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < advice->reasons.n; i++) {
        const struct advice_reason *why = &advice->reasons.at[i];
        bool is_first = i == 0 || advice->reasons.at[i - 1].kind != why->kind;
        bool is_last = i + 1 == advice->reasons.n || advice->reasons.at[i + 1].kind != why->kind;
        n = is_first ? 1 : n + 1;
        if (is_first)
            buf_fmt(out, "  %s:\n", advice_kind_title(why->kind));
        if (n <= REASONS_MOST)
            reason(r, why, out);
        if (is_last && n > REASONS_MOST)
            buf_fmt(out, "    and %zu more: --format json has all\n", n - REASONS_MOST);
    }
}

static void rows(const struct advice_report *r, const struct advice *advice, struct buf *out) {
    enum { ROW_NAME = 13, ROW_INDENT = 2 };
    unsigned rest = r->width - ROW_INDENT - ROW_NAME - 4, now = rest / 2 < 44 ? rest / 2 : 44;
    unsigned widths[3] = {ROW_NAME, now, rest - now};
    columns_row(out, ROW_INDENT, widths,
                (struct column_cell[]){{STR("setting"), paint(r, bold)},
                                       {STR("now"), paint(r, bold)},
                                       {STR("recommended"), paint(r, bold)}},
                3);
    for (size_t i = 0; i < advice->rows.n; i++) {
        const struct advice_row *row = &advice->rows.at[i];
        struct column_cell cells[3] = {
            {str_of(row->name), NULL},
            {clean(r, row->now), NULL},
            {row->then.n ? clean(r, row->then) : STR("as it is"),
             paint(r, row->then.n ? cyan : dim)},
        };
        columns_row(out, ROW_INDENT, widths, cells, 3);
    }
}

static void details(const struct advice_report *r, const struct advice *advice, struct buf *out) {
    buf_char(out, '\n');
    heading(r, advice, out);
    reasons(r, advice, out);
    buf_char(out, '\n');
    rows(r, advice, out);
    if (!advice->next.n)
        return;
    buf_char(out, '\n');
    paragraph(r, 2, arena_fmt(r->arena, "next: %.*s", STR_ARG(advice->next)), NULL, out);
}

void advice_text(const struct advice_report *r, struct buf *out) {
    for (size_t i = 0; i < r->files.n; i++) {
        const struct advice_file *file = &r->files.at[i];
        if (r->files.n > 1)
            buf_fmt(out, "%s%.*s\n\n", i ? "\n" : "", STR_ARG(clean(r, file->name)));
        table(r, file, out);
        for (size_t k = 0; !r->table_only && k < file->apps.n; k++)
            details(r, file->apps.at[k], out);
    }
}
