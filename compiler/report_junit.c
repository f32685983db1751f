/* JUnit XML: a suite per file, a case per finding. Errors and warnings are failures, what a
 * comment or the baseline hides is skipped, and a file in which nothing was found is a case that
 * passes. */
#include "compiler/report.h"
#include "compiler/xml.h"

static bool is_failure(const struct diag *d) {
    return d->severity >= DIAG_WARNING;
}

struct suite {
    struct str path;
    size_t n_tests, n_failures, n_skipped;
};

static bool is_here(const struct report *r, const struct suite *s, const struct diag *d) {
    return str_eq(report_path(r, d->span), s->path);
}

static bool is_shown(const struct report *r, const struct diag *d) {
    return d->severity >= r->least;
}

static void count(const struct report *r, struct suite *s) {
    const struct diag *d;
    for (size_t i = 0; (d = report_next(r, &i));)
        if (is_here(r, s, d)) {
            s->n_tests++;
            s->n_failures += is_failure(d);
        }
    for (size_t i = 0; i < r->found->hidden.n; i++)
        s->n_skipped +=
            is_shown(r, r->found->hidden.at[i].d) && is_here(r, s, r->found->hidden.at[i].d);
    s->n_tests += s->n_skipped;
    s->n_tests += s->n_tests == 0; /* the case that passes */
}

static void open_case(const struct report *r, const struct diag *d, struct buf *out) {
    struct report_region at = report_region(d->span);
    const struct diag_rule *rule = report_rule(r, d);
    struct arena *a = r->found->sink.arena;
    buf_z(out, "    <testcase");
    xml_attribute(
        out, "name",
        arena_fmt(a, "%s %s (%u:%u)", rule->code, rule->name, at.from.line, at.from.column));
    xml_attribute(out, "classname", report_path(r, d->span));
    xml_attribute(out, "file", report_path(r, d->span));
    xml_number(out, "line", at.from.line);
    buf_z(out, ">");
}

static void write_case(const struct report *r, const struct diag *d, struct buf *out) {
    const char *tag = is_failure(d) ? "failure" : "system-out";
    open_case(r, d, out);
    buf_fmt(out, "<%s", tag);
    if (is_failure(d)) {
        xml_attribute(out, "type", str_of(diag_severity_name(d->severity)));
        xml_attribute(out, "message", d->message);
    }
    buf_char(out, '>');
    xml_text(out, report_words(r, d));
    buf_fmt(out, "</%s></testcase>\n", tag);
}

static void write_skipped(const struct report *r, const struct hidden *h, struct buf *out) {
    open_case(r, h->d, out);
    buf_z(out, "<skipped");
    xml_attribute(out, "message", h->by == HIDDEN_BY_BASELINE ? STR("in the baseline") : h->reason);
    buf_z(out, "/></testcase>\n");
}

static void write_suite(const struct report *r, const struct suite *s, struct buf *out) {
    const struct diag *d;
    size_t before = out->n;
    for (size_t i = 0; (d = report_next(r, &i));)
        if (is_here(r, s, d))
            write_case(r, d, out);
    for (size_t i = 0; i < r->found->hidden.n; i++)
        if (is_shown(r, r->found->hidden.at[i].d) && is_here(r, s, r->found->hidden.at[i].d))
            write_skipped(r, &r->found->hidden.at[i], out);
    if (out->n == before) {
        buf_z(out, "    <testcase name=\"ecoc lint\"");
        xml_attribute(out, "classname", s->path);
        buf_z(out, "/>\n");
    }
}

/* The configurations, and files that findings are in besides. */
static size_t list_suites(const struct report *r, struct suite **suites) {
    struct arena *a = r->found->sink.arena;
    VEC(struct suite) list = {0};
    size_t n_findings = r->found->sink.list.n, n_hidden = r->found->hidden.n,
           n_files = r->found->files.n;
    for (size_t i = 0; i < n_files + n_findings + n_hidden; i++) {
        struct suite s = {0};
        if (i < n_files)
            s.path = report_path_of(r, r->found->files.at[i]);
        else if (i < n_files + n_findings)
            s.path = report_path(r, r->found->sink.list.at[i - n_files]->span);
        else
            s.path = report_path(r, r->found->hidden.at[i - n_files - n_findings].d->span);
        size_t k = 0;
        while (k < list.n && !str_eq(list.at[k].path, s.path))
            k++;
        if (k == list.n)
            VEC_PUSH(a, &list, s);
    }
    for (size_t i = 0; i < list.n; i++)
        count(r, &list.at[i]);
    *suites = list.at;
    return list.n;
}

void report_junit(const struct report *r, struct buf *out) {
    struct suite *suites, sum = {0};
    size_t n = list_suites(r, &suites);
    for (size_t i = 0; i < n; i++) {
        sum.n_tests += suites[i].n_tests;
        sum.n_failures += suites[i].n_failures;
        sum.n_skipped += suites[i].n_skipped;
    }
    buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ecoc lint\"");
    xml_number(out, "tests", sum.n_tests);
    xml_number(out, "failures", sum.n_failures);
    buf_z(out, " errors=\"0\">\n");
    for (size_t i = 0; i < n; i++) {
        buf_z(out, "  <testsuite");
        xml_attribute(out, "name", suites[i].path);
        xml_number(out, "tests", suites[i].n_tests);
        xml_number(out, "failures", suites[i].n_failures);
        xml_number(out, "skipped", suites[i].n_skipped);
        buf_z(out, " errors=\"0\">\n");
        write_suite(r, &suites[i], out);
        buf_z(out, "  </testsuite>\n");
    }
    buf_z(out, "</testsuites>\n");
}
