/* Checkstyle's XML, as its own reporter writes it: files, and their errors. */
#include "compiler/report.h"
#include "compiler/xml.h"

/* Checkstyle knows error, warning, info and ignore. */
static const char *severity_of(const struct diag *d) {
    static const char *const names[] = {"info", "info", "warning", "error"};
    return names[d->severity];
}

static void write_error(const struct report *r, const struct diag *d, struct buf *out) {
    struct report_region at = report_region(d->span);
    struct arena *a = r->found->sink.arena;
    buf_z(out, "    <error");
    xml_number(out, "line", at.from.line);
    xml_number(out, "column", at.from.column);
    xml_attribute(out, "severity", str_of(severity_of(d)));
    xml_attribute(out, "message", report_words(r, d));
    xml_attribute(out, "source", arena_fmt(a, "ecoc.%s", report_rule(r, d)->code));
    buf_z(out, "/>\n");
}

/* Findings are sorted by file, so that a file is one run of them. */
void report_checkstyle(const struct report *r, struct buf *out) {
    const struct diag *d;
    struct str open = STR("");
    buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (size_t i = 0; (d = report_next(r, &i));) {
        struct str path = report_path(r, d->span);
        if (!str_eq(path, open)) {
            buf_z(out, open.n ? "  </file>\n  <file" : "  <file");
            xml_attribute(out, "name", path);
            buf_z(out, ">\n");
            open = path;
        }
        write_error(r, d, out);
    }
    buf_z(out, open.n ? "  </file>\n</checkstyle>\n" : "</checkstyle>\n");
}
