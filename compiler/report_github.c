/* Workflow commands of GitHub Actions. A step shows ten errors, ten warnings and ten notices; what
 * is over is printed as plain lines of the log, so that nothing is lost. Source: GitHub's
 * documentation of workflow commands. */
#include "compiler/report.h"
#include "compiler/report_text.h"

enum { LEVEL_MOST = 10 };

enum level { LEVEL_NOTICE, LEVEL_WARNING, LEVEL_ERROR };

static const char *const level_names[] = {"notice", "warning", "error"};

static enum level level_of(const struct diag *d) {
    return d->severity == DIAG_ERROR     ? LEVEL_ERROR
           : d->severity == DIAG_WARNING ? LEVEL_WARNING
                                         : LEVEL_NOTICE;
}

void report_github_escape(struct buf *out, struct str s, bool is_property) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ',')))
            buf_fmt(out, "%%%02X", c);
        else
            buf_char(out, (char)c);
    }
}

static void property(struct buf *out, const char *name, struct str value) {
    buf_fmt(out, ",%s=", name);
    report_github_escape(out, value, true);
}

static void annotate(const struct report *r, const struct diag *d, struct buf *out) {
    struct report_region at = report_region(d->span);
    const struct diag_rule *rule = report_rule(r, d);
    buf_fmt(out, "::%s title=%s (%s)", level_names[level_of(d)], rule->code, rule->name);
    if (d->span.src) {
        property(out, "file", report_path(r, d->span));
        buf_fmt(out, ",line=%u,endLine=%u", at.from.line, at.to.line);
        if (at.from.line == at.to.line && !report_is_whole(d->span))
            buf_fmt(out, ",col=%u,endColumn=%u", at.from.column, at.to.column);
    }
    buf_z(out, "::");
    report_github_escape(out, report_words(r, d), false);
    buf_char(out, '\n');
}

static void write_rest(const struct report *r, const size_t *count, struct buf *out) {
    struct diag_sink rest = r->found->sink;
    size_t seen[LEVEL_ERROR + 1] = {0}, n = 0;
    const struct diag *d;
    for (size_t k = LEVEL_NOTICE; k <= LEVEL_ERROR; k++)
        n += count[k] > LEVEL_MOST ? count[k] - LEVEL_MOST : 0;
    if (n == 0)
        return;
    rest.list.at = arena_array(rest.arena, struct diag *, n);
    rest.list.n = 0;
    rest.list.cap = n;
    for (size_t i = 0; (d = report_next(r, &i));)
        if (seen[level_of(d)]++ >= LEVEL_MOST)
            rest.list.at[rest.list.n++] = r->found->sink.list.at[i - 1];
    buf_fmt(out, "%zu more, which GitHub would not show beside the code:\n", n);
    report_concise(&rest, &(struct report_text_style){false, r->least}, out);
}

/* Errors first: GitHub cuts what comes later. */
void report_github(const struct report *r, struct buf *out) {
    size_t count[LEVEL_ERROR + 1] = {0};
    const struct diag *d;
    for (int level = LEVEL_ERROR; level >= LEVEL_NOTICE; level--)
        for (size_t i = 0; (d = report_next(r, &i));)
            if ((int)level_of(d) == level && count[level]++ < LEVEL_MOST)
                annotate(r, d, out);
    write_rest(r, count, out);
    report_summary(r, out);
}
