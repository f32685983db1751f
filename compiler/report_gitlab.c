/* GitLab's code quality report: an array of findings, each with a fingerprint that is its own.
 * Source: GitLab's documentation of the code quality report format. */
#include "compiler/report.h"
#include "schema/base/json_out.h"

static const char *severity_of(const struct diag *d) {
    static const char *const names[] = {"info", "info", "minor", "major"};
    return names[d->severity];
}

/* How often the same fingerprint has been written before. */
static size_t earlier(const struct str *prints, size_t n, struct str fingerprint) {
    size_t same = 0;
    for (size_t i = 0; i < n; i++)
        same += str_eq(prints[i], fingerprint);
    return same;
}

static void write_location(const struct report *r, const struct diag *d, struct json_out *j) {
    json_key(j, STR("location"));
    json_begin_object(j);
    json_key_string(j, "path", report_path(r, d->span));
    json_key(j, STR("lines"));
    json_begin_object(j);
    json_key_int(j, "begin", report_region(d->span).from.line);
    json_end_object(j);
    json_end_object(j);
}

void report_gitlab(const struct report *r, struct buf *out) {
    const struct diag *d;
    struct json_out j;
    struct str *prints = arena_array(r->found->sink.arena, struct str, r->found->sink.list.n + 1);
    size_t n = 0;
    json_out_init(&j, out, 2);
    json_begin_array(&j);
    for (size_t i = 0; (d = report_next(r, &i));) {
        struct str fingerprint = diag_fingerprint(&r->found->sink, d);
        size_t same = earlier(prints, n, fingerprint);
        prints[n++] = fingerprint;
        if (same)
            fingerprint = arena_fmt(r->found->sink.arena, "%.*s-%zu", STR_ARG(fingerprint), same);
        json_begin_object(&j);
        json_key_string(&j, "description", report_words(r, d));
        json_key_string(&j, "check_name", str_of(report_rule(r, d)->code));
        json_key_string(&j, "fingerprint", fingerprint);
        json_key_string(&j, "severity", str_of(severity_of(d)));
        write_location(r, d, &j);
        json_end_object(&j);
    }
    json_end_array(&j);
    buf_char(out, '\n');
}
