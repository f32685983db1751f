/* SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks for: rules with help, a fingerprint
 * that knows no line, related places, and suppressed results with their justification. */
#include "compiler/report.h"
#include "schema/base/json_out.h"

struct sarif {
    const struct report *r;
    struct arena *a;
    struct json_out j;
    unsigned *index; /* of each rule in the run's own list, UINT_MAX where it is not there */
    VEC(unsigned) rules;
    VEC(struct str) prints; /* fingerprints written so far */
};

static const char *level_of(enum diag_severity severity) {
    static const char *const names[] = {"note", "note", "warning", "error"};
    return names[severity];
}

static const char *problem_severity(enum diag_severity severity) {
    static const char *const names[] = {"recommendation", "recommendation", "warning", "error"};
    return names[severity];
}

static void key_text(struct sarif *s, const char *key, struct str text) {
    json_key(&s->j, str_of(key));
    json_begin_object(&s->j);
    json_key_string(&s->j, "text", text);
    json_end_object(&s->j);
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* "unknown-option" -> "UnknownOption" */
static struct str pascal(struct arena *a, const char *name) {
    struct str s = arena_str(a, str_of(name));
    char *p = arena_cstr(a, s);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool is_start = i == 0 || s.p[i - 1] == '-';
        if (s.p[i] == '-')
            continue;
        p[n++] = is_start && s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
    }
    return (struct str){p, n};
}

static struct str help_markdown(struct arena *a, const struct diag_rule *rule) {
    if (!rule->bad || !rule->good)
        return str_of(rule->explain);
    return arena_fmt(a, "%s\n\nInstead of\n\n```js\n%s\n```\n\nwrite\n\n```js\n%s\n```\n",
                     rule->explain, rule->bad, rule->good);
}

static void write_rule(struct sarif *s, const struct diag_rule *rule) {
    struct json_out *j = &s->j;
    json_begin_object(j);
    json_key_string(j, "id", str_of(rule->code));
    json_key_string(j, "name", pascal(s->a, rule->name));
    key_text(s, "shortDescription", str_of(rule->title));
    key_text(s, "fullDescription", str_of(rule->explain));
    json_key(j, STR("help"));
    json_begin_object(j);
    json_key_string(j, "text", str_of(rule->explain));
    json_key_string(j, "markdown", help_markdown(s->a, rule));
    json_end_object(j);
    json_key(j, STR("defaultConfiguration"));
    json_begin_object(j);
    json_key_string(j, "level", str_of(level_of(rule->severity)));
    json_end_object(j);
    json_key(j, STR("properties"));
    json_begin_object(j);
    json_key_string(j, "precision", str_of(diag_confidence_name(rule->confidence)));
    json_key_string(j, "problem.severity", str_of(problem_severity(rule->severity)));
    json_end_object(j);
    json_end_object(j);
}

static void note_rule(struct sarif *s, unsigned rule) {
    if (s->index[rule] != UINT32_MAX)
        return;
    s->index[rule] = (unsigned)s->rules.n;
    VEC_PUSH(s->a, &s->rules, rule);
}

/* Only the rules that this run has results of. */
static void collect_rules(struct sarif *s) {
    const struct diag *d;
    const struct findings *found = s->r->found;
    s->index = arena_array(s->a, unsigned, found->sink.n_rules);
    for (size_t i = 0; i < found->sink.n_rules; i++)
        s->index[i] = UINT32_MAX;
    for (size_t i = 0; (d = report_next(s->r, &i));)
        note_rule(s, d->rule);
    for (size_t i = 0; i < found->hidden.n; i++)
        if (found->hidden.at[i].d->severity >= s->r->least)
            note_rule(s, found->hidden.at[i].d->rule);
}

static void write_tool(struct sarif *s) {
    struct json_out *j = &s->j;
    json_key(j, STR("tool"));
    json_begin_object(j);
    json_key(j, STR("driver"));
    json_begin_object(j);
    json_key_string(j, "name", STR("ecoc"));
    json_key_string(j, "semanticVersion", STR(ECOC_VERSION));
    json_key(j, STR("rules"));
    json_begin_array(j);
    for (size_t i = 0; i < s->rules.n; i++)
        write_rule(s, &s->r->found->sink.rules[s->rules.at[i]]);
    json_end_array(j);
    json_end_object(j);
    json_end_object(j);
}

/* ---- places ---------------------------------------------------------------------------------- */

/* A path as a URI reference: what is not unreserved is percent-encoded. */
static struct str uri_of(struct arena *a, struct str path) {
    struct str uri = STR("");
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-._~/", c));
        uri = arena_fmt(a, plain ? "%.*s%c" : "%.*s%%%02X", STR_ARG(uri), c);
    }
    return uri;
}

static void write_artifact(struct sarif *s, struct span span) {
    struct json_out *j = &s->j;
    struct str path = report_path(s->r, span);
    bool is_outside = path.n && path.p[0] == '/';
    json_key(j, STR("artifactLocation"));
    json_begin_object(j);
    json_key_string(j, "uri",
                    is_outside ? arena_fmt(s->a, "file://%.*s", STR_ARG(uri_of(s->a, path)))
                               : uri_of(s->a, path));
    if (!is_outside)
        json_key_string(j, "uriBaseId", STR("%SRCROOT%"));
    json_end_object(j);
}

static void write_region(struct sarif *s, const char *key, struct span span) {
    struct json_out *j = &s->j;
    struct report_region at = report_region(span);
    json_key(j, str_of(key));
    json_begin_object(j);
    json_key_int(j, "startLine", at.from.line);
    json_key_int(j, "startColumn", at.from.column);
    json_key_int(j, "endLine", at.to.line);
    json_key_int(j, "endColumn", at.to.column);
    json_end_object(j);
}

static void write_physical(struct sarif *s, struct span span) {
    struct json_out *j = &s->j;
    json_key(j, STR("physicalLocation"));
    json_begin_object(j);
    write_artifact(s, span);
    write_region(s, "region", span);
    json_end_object(j);
}

/* ---- results --------------------------------------------------------------------------------- */

static void write_locations(struct sarif *s, const struct diag *d) {
    struct json_out *j = &s->j;
    json_key(j, STR("locations"));
    json_begin_array(j);
    if (d->span.src) {
        json_begin_object(j);
        write_physical(s, d->span);
        json_end_object(j);
    }
    json_end_array(j);
    if (d->related.n == 0)
        return;
    json_key(j, STR("relatedLocations"));
    json_begin_array(j);
    for (size_t i = 0; i < d->related.n; i++) {
        if (!d->related.at[i].span.src)
            continue;
        json_begin_object(j);
        json_key_int(j, "id", (int64_t)i + 1);
        write_physical(s, d->related.at[i].span);
        key_text(s, "message", d->related.at[i].message);
        json_end_object(j);
    }
    json_end_array(j);
}

/* GitHub matches alerts by primaryLocationLineHash; equal findings get a number each. */
static void write_fingerprints(struct sarif *s, const struct diag *d) {
    struct str print = diag_fingerprint(&s->r->found->sink, d);
    size_t n = 1;
    for (size_t i = 0; i < s->prints.n; i++)
        n += str_eq(s->prints.at[i], print);
    VEC_PUSH(s->a, &s->prints, print);
    json_key(&s->j, STR("partialFingerprints"));
    json_begin_object(&s->j);
    json_key_string(&s->j, "ecoc/v1", print);
    json_key_string(&s->j, "primaryLocationLineHash",
                    arena_fmt(s->a, "%.*s:%zu", STR_ARG(print), n));
    json_end_object(&s->j);
}

static void write_fix(struct sarif *s, const struct diag *d) {
    struct json_out *j = &s->j;
    json_key(j, STR("fixes"));
    json_begin_array(j);
    json_begin_object(j);
    key_text(s, "description", d->help.n ? d->help : d->message);
    json_key(j, STR("artifactChanges"));
    json_begin_array(j);
    for (size_t i = 0; i < d->edits.n; i++) {
        json_begin_object(j);
        write_artifact(s, d->edits.at[i].span);
        json_key(j, STR("replacements"));
        json_begin_array(j);
        json_begin_object(j);
        write_region(s, "deletedRegion", d->edits.at[i].span);
        key_text(s, "insertedContent", d->edits.at[i].text);
        json_end_object(j);
        json_end_array(j);
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
    json_end_array(j);
}

static void write_suppression(struct sarif *s, const struct hidden *hidden) {
    struct json_out *j = &s->j;
    bool in_source = hidden->by == HIDDEN_BY_COMMENT;
    json_key(j, STR("suppressions"));
    json_begin_array(j);
    json_begin_object(j);
    json_key_string(j, "kind", in_source ? STR("inSource") : STR("external"));
    json_key_string(j, "justification", in_source ? hidden->reason : STR("in the baseline"));
    json_end_object(j);
    json_end_array(j);
}

static void write_properties(struct sarif *s, const struct diag *d) {
    struct json_out *j = &s->j;
    json_key(j, STR("properties"));
    json_begin_object(j);
    json_key_string(j, "confidence",
                    str_of(diag_confidence_name(report_rule(s->r, d)->confidence)));
    if (d->app.n)
        json_key_string(j, "app", d->app);
    if (d->option.n)
        json_key_string(j, "option", d->option);
    if (d->profile.n)
        json_key_string(j, "profile", d->profile);
    json_end_object(j);
}

static void write_result(struct sarif *s, const struct diag *d, const struct hidden *hidden) {
    struct json_out *j = &s->j;
    json_begin_object(j);
    json_key_string(j, "ruleId", str_of(report_rule(s->r, d)->code));
    json_key_int(j, "ruleIndex", s->index[d->rule]);
    json_key_string(j, "level", str_of(level_of(d->severity)));
    key_text(s, "message", report_words(s->r, d));
    write_locations(s, d);
    write_fingerprints(s, d);
    if (d->fix != DIAG_FIX_NONE)
        write_fix(s, d);
    if (hidden)
        write_suppression(s, hidden);
    write_properties(s, d);
    json_end_object(j);
}

static void write_run(struct sarif *s) {
    struct json_out *j = &s->j;
    const struct findings *found = s->r->found;
    const struct diag *d;
    json_begin_object(j);
    write_tool(s);
    json_key_string(j, "columnKind", STR("unicodeCodePoints"));
    json_key(j, STR("results"));
    json_begin_array(j);
    for (size_t i = 0; (d = report_next(s->r, &i));)
        write_result(s, d, NULL);
    for (size_t i = 0; i < found->hidden.n; i++)
        if (found->hidden.at[i].d->severity >= s->r->least)
            write_result(s, found->hidden.at[i].d, &found->hidden.at[i]);
    json_end_array(j);
    json_end_object(j);
}

void report_sarif(const struct report *r, struct buf *out) {
    struct sarif s = {.r = r, .a = r->found->sink.arena};
    collect_rules(&s);
    json_out_init(&s.j, out, 2);
    json_begin_object(&s.j);
    json_key_string(&s.j, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
    json_key_string(&s.j, "version", STR("2.1.0"));
    json_key(&s.j, STR("runs"));
    json_begin_array(&s.j);
    write_run(&s);
    json_end_array(&s.j);
    json_end_object(&s.j);
    buf_char(out, '\n');
}
