/* Reading with the front end for JSON, matching by fingerprint, writing sorted. */
#include "compiler/baseline.h"

#include <stdlib.h>

#include "lint/lint.h"
#include "schema/base/json_out.h"

/* ---- reading --------------------------------------------------------------------------------- */

static struct str text_of(const struct value *entry, const char *key) {
    const struct value *v = value_get(entry, str_of(key));
    return v && v->kind == VALUE_STRING ? v->string : STR("");
}

static int severity_of(struct str name) {
    for (int s = DIAG_HINT; s <= DIAG_ERROR; s++)
        if (str_eqz(name, diag_severity_name((enum diag_severity)s)))
            return s;
    return -1;
}

static bool read_entry(const struct value *v, struct baseline_entry *out) {
    if (v->kind != VALUE_OBJECT)
        return false;
    const struct value *count = value_get(v, STR("count"));
    int severity = severity_of(text_of(v, "severity"));
    *out = (struct baseline_entry){.file = text_of(v, "file"),
                                   .code = text_of(v, "code"),
                                   .app = text_of(v, "app"),
                                   .option = text_of(v, "option"),
                                   .fingerprint = text_of(v, "fingerprint"),
                                   .span = v->span};
    if (out->code.n)
        out->span = value_get(v, STR("code"))->span;
    if (severity < 0 || !count || count->kind != VALUE_NUMBER || !(count->number >= 1) ||
        count->number > 1e9 || out->fingerprint.n != 16 || out->file.n == 0)
        return false;
    out->severity = (enum diag_severity)severity;
    out->count = out->left = (size_t)count->number;
    return true;
}

static int read_list(struct arena *a, const struct value *v, struct baseline *out,
                     struct err *err) {
    const struct value *list = v && v->kind == VALUE_OBJECT ? value_get(v, STR("findings")) : NULL;
    struct str version = list ? text_of(v, "format_version") : STR("");
    if (!list || list->kind != VALUE_ARRAY)
        return err_set(err, "it is no baseline; write it anew with --update-baseline");
    if (!str_starts(version, STR("1.")))
        return err_set(err, "it is a baseline of format %.*s, and this ecoc reads 1.x",
                       STR_ARG(version));
    for (size_t i = 0; i < list->array.n; i++) {
        struct baseline_entry entry;
        if (!read_entry(list->array.at[i], &entry))
            return err_set(err, "line %u is no entry; write it anew with --update-baseline",
                           source_place(out->src, list->array.at[i]->span.begin).line);
        VEC_PUSH(a, &out->list, entry);
    }
    return 0;
}

int baseline_read(struct arena *a, struct files *files, struct str path, struct str cwd,
                  bool may_miss, struct baseline *out, struct err *err) {
    struct diag_sink sink;
    struct front front = {.arena = a, .sink = &sink, .files = files, .mode = FRONT_SYMBOLIC};
    front.cwd = cwd;
    *out = (struct baseline){0};
    if (may_miss && files->kind(files, path) == FILE_MISSING)
        return 0;
    diag_sink_init(&sink, a, lint_rules, RULE_COUNT);
    struct err why = {0};
    out->src = front_source(&front, path, &why);
    if (!out->src) {
        struct str words = str_of(why.msg);
        words = str_starts(words, path) ? str_skip(words, path.n) : words;
        return err_set(err, "%.*s%.*s", STR_ARG(path_relative(a, cwd, path)), STR_ARG(words));
    }
    if (read_list(a, front_json(&front, out->src), out, err) < 0)
        return err_wrap(err, "%.*s", STR_ARG(out->src->name));
    return 0;
}

/* ---- matching -------------------------------------------------------------------------------- */

static struct baseline_entry *match(struct baseline *b, struct str fingerprint,
                                    enum diag_severity severity) {
    for (size_t i = 0; i < b->list.n; i++) {
        struct baseline_entry *entry = &b->list.at[i];
        if (entry->left && severity <= entry->severity && str_eq(entry->fingerprint, fingerprint))
            return entry;
    }
    return NULL;
}

void baseline_apply(struct baseline *b, struct findings *found) {
    struct diag_sink *sink = &found->sink;
    for (size_t i = 0; b->list.n && i < sink->list.n;) {
        const struct diag *d = sink->list.at[i];
        struct baseline_entry *entry = match(b, diag_fingerprint(sink, d), d->severity);
        if (!entry) {
            i++;
            continue;
        }
        struct hidden hidden = {d, HIDDEN_BY_BASELINE, STR("")};
        entry->left--;
        VEC_PUSH(sink->arena, &found->hidden, hidden);
        diag_drop(sink, i);
    }
}

/* ---- stale entries --------------------------------------------------------------------------- */

/* Whether this run could have found what the entry is about: its file was looked at, by itself or
 * as a part of a configuration, or is gone. */
static bool was_looked_at(const struct baseline_entry *entry, struct files *files,
                          const struct findings *found) {
    struct arena *a = found->sink.arena;
    struct str path = path_join(a, found->sink.root, entry->file);
    for (size_t i = 0; i < found->files.n; i++)
        if (str_eq(found->files.at[i], path))
            return true;
    for (size_t i = 0; i < found->sources.n; i++)
        if (str_eq(found->sources.at[i]->path, path))
            return true;
    return files->kind(files, path) == FILE_MISSING;
}

void baseline_stale(const struct baseline *b, struct files *files, struct findings *found) {
    for (size_t i = 0; i < b->list.n; i++) {
        const struct baseline_entry *entry = &b->list.at[i];
        if (entry->left == 0 || !was_looked_at(entry, files, found))
            continue;
        struct diag *d =
            diag_add(&found->sink, RULE_STALE_BASELINE, entry->span,
                     "%.*s of %.*s is not found any more, and would be hidden if it came back",
                     STR_ARG(entry->code), STR_ARG(entry->file));
        diag_about(d, entry->app, entry->option);
        d->token = entry->fingerprint;
        diag_help(&found->sink, d, "write the baseline anew: ecoc lint --update-baseline");
    }
    diag_sort(&found->sink);
}

/* ---- writing --------------------------------------------------------------------------------- */

static int compare(const void *pa, const void *pb) {
    const struct baseline_entry *a = pa, *b = pb;
    int c = str_cmp(a->file, b->file);
    c = c ? c : str_cmp(a->code, b->code);
    c = c ? c : str_cmp(a->fingerprint, b->fingerprint);
    return c ? c : (int)b->severity - (int)a->severity;
}

static struct str file_of(const struct diag_sink *sink, const struct diag *d) {
    struct str path = d->span.src ? d->span.src->path : STR("-");
    return path_is_below(path, sink->root) && path.n > sink->root.n
               ? str_skip(path, sink->root.n + (sink->root.n > 1))
               : path;
}

static struct baseline_entry entry_of(const struct diag_sink *sink, const struct diag *d) {
    return (struct baseline_entry){.file = file_of(sink, d),
                                   .code = str_of(sink->rules[d->rule].code),
                                   .app = d->app,
                                   .option = d->option,
                                   .severity = d->severity,
                                   .fingerprint = diag_fingerprint(sink, d),
                                   .count = 1};
}

static void write_entry(struct json_out *j, const struct baseline_entry *entry) {
    json_begin_object(j);
    json_key_string(j, "file", entry->file);
    json_key_string(j, "code", entry->code);
    if (entry->app.n)
        json_key_string(j, "app", entry->app);
    if (entry->option.n)
        json_key_string(j, "option", entry->option);
    json_key_string(j, "severity", str_of(diag_severity_name(entry->severity)));
    json_key_int(j, "count", (int64_t)entry->count);
    json_key_string(j, "fingerprint", entry->fingerprint);
    json_end_object(j);
}

/* Entries of one fingerprint become one, at the highest severity. */
static size_t merge(struct baseline_entry *at, size_t n) {
    size_t kept = 0;
    if (n)
        qsort(at, n, sizeof *at, compare);
    for (size_t i = 0; i < n; i++) {
        if (kept && str_eq(at[kept - 1].fingerprint, at[i].fingerprint))
            at[kept - 1].count += at[i].count;
        else
            at[kept++] = at[i];
    }
    return kept;
}

size_t baseline_write(const struct baseline *old, const struct findings *found,
                      enum diag_severity least, struct files *files, struct buf *out) {
    const struct diag_sink *sink = &found->sink;
    VEC(struct baseline_entry) list = {0};
    size_t n = 0;
    for (size_t i = 0; i < old->list.n; i++)
        if (!was_looked_at(&old->list.at[i], files, found))
            VEC_PUSH(sink->arena, &list, old->list.at[i]);
    for (size_t i = 0; i < sink->list.n; i++)
        if (sink->list.at[i]->severity >= least)
            VEC_PUSH(sink->arena, &list, entry_of(sink, sink->list.at[i]));
    for (size_t i = 0; i < list.n; i++)
        n += list.at[i].count;
    list.n = merge(list.at, list.n);
    struct json_out j;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    json_key(&j, STR("findings"));
    json_begin_array(&j);
    for (size_t i = 0; i < list.n; i++)
        write_entry(&j, &list.at[i]);
    json_end_array(&j);
    json_end_object(&j);
    buf_char(out, '\n');
    return n;
}
