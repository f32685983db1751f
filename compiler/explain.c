/* The pages of `ecoc explain`. Paragraphs are filled to 80 columns; examples stand as they are. */
#include "compiler/explain.h"

#include "compiler/option_text.h"
#include "schema/base/json_out.h"
#include "schema/base/utf8.h"

enum { PAGE_COLUMNS = 80, LABEL_COLUMNS = 13 };

static void bold(struct buf *out, struct explain_style style, const char *text) {
    buf_fmt(out, "%s%s%s", style.color ? "\033[1m" : "", text, style.color ? "\033[0m" : "");
}

/* Words of a text, broken before PAGE_COLUMNS; the first line goes on at column `at`, others begin
 * at `indent`. */
static void fill(struct buf *out, const char *text, size_t at, size_t indent) {
    struct str rest = str_of(text);
    bool is_first = true;
    for (size_t column = at; rest.n;) {
        size_t n = str_index(rest, ' ');
        struct str word = {rest.p, n};
        size_t width = utf8_width(word);
        if (!is_first && column + 1 + width > PAGE_COLUMNS) {
            buf_char(out, '\n');
            buf_repeat(out, ' ', indent);
            column = indent;
        } else if (!is_first) {
            buf_char(out, ' ');
            column++;
        }
        buf_str(out, word);
        column += width;
        is_first = false;
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    buf_char(out, '\n');
}

static void line(struct buf *out, const char *label, const char *text) {
    buf_fmt(out, "  %-*s", LABEL_COLUMNS - 2, label);
    fill(out, text, LABEL_COLUMNS, LABEL_COLUMNS);
}

static void line_str(struct arena *a, struct buf *out, const char *label, struct str text) {
    if (text.n)
        line(out, label, arena_cstr(a, text));
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* An example may have several lines. */
static void example(struct buf *out, const char *label, const char *text) {
    if (!text)
        return;
    buf_fmt(out, "  %-*s", LABEL_COLUMNS - 2, label);
    for (struct str rest = str_of(text); rest.n;) {
        size_t n = str_index(rest, '\n');
        buf_str(out, (struct str){rest.p, n});
        buf_char(out, '\n');
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
        if (rest.n)
            buf_repeat(out, ' ', LABEL_COLUMNS);
    }
}

static const char *explain_fix(enum diag_fix fix) {
    static const char *const words[] = {
        [DIAG_FIX_NONE] = "",
        [DIAG_FIX_SAFE] = ", fixed by ecoc lint --fix",
        [DIAG_FIX_UNSAFE] = ", fixed by ecoc lint --fix --unsafe-fixes",
    };
    return words[fix];
}

void explain_rule(struct buf *out, const struct diag_rule *rule, struct explain_style style) {
    bold(out, style, rule->code);
    buf_char(out, ' ');
    bold(out, style, rule->name);
    buf_fmt(out, ": %s\n", rule->title);
    buf_fmt(out, "%s, confidence %s%s\n\n", diag_severity_name(rule->severity),
            diag_confidence_name(rule->confidence), explain_fix(rule->fix));
    fill(out, rule->explain, 0, 0);
    if (rule->bad || rule->good)
        buf_char(out, '\n');
    example(out, "instead of", rule->bad);
    example(out, "write", rule->good);
}

void explain_rules(struct buf *out, const struct diag_rule *rules, size_t n,
                   struct explain_style style) {
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        width = strlen(rules[i].name) > width ? strlen(rules[i].name) : width;
    for (size_t i = 0; i < n; i++) {
        bold(out, style, rules[i].code);
        buf_fmt(out, "  %-*s  %-7s  %s\n", (int)width, rules[i].name,
                diag_severity_name(rules[i].severity), rules[i].title);
    }
}

static void key_or_null(struct json_out *j, const char *key, const char *text) {
    json_key(j, str_of(key));
    if (text && *text)
        json_string(j, str_of(text));
    else
        json_raw(j, STR("null"));
}

void explain_rule_json(struct json_out *j, const struct diag_rule *rule) {
    json_begin_object(j);
    json_key_string(j, "code", str_of(rule->code));
    json_key_string(j, "name", str_of(rule->name));
    json_key_string(j, "severity", str_of(diag_severity_name(rule->severity)));
    json_key_string(j, "confidence", str_of(diag_confidence_name(rule->confidence)));
    key_or_null(j, "fix",
                rule->fix == DIAG_FIX_NONE   ? NULL
                : rule->fix == DIAG_FIX_SAFE ? "safe"
                                             : "unsafe");
    json_key_string(j, "title", str_of(rule->title));
    json_key_string(j, "explanation", str_of(rule->explain));
    key_or_null(j, "bad", rule->bad);
    key_or_null(j, "good", rule->good);
    json_end_object(j);
}

/* Words of our own: nothing in them is markup but `code`. Angle brackets would be tags. */
static void paragraph(struct buf *out, const char *text) {
    bool in_code = false;
    for (; *text; text++) {
        in_code = in_code != (*text == '`');
        if (!in_code && (*text == '<' || *text == '*' || *text == '_'))
            buf_char(out, '\\');
        buf_char(out, *text);
    }
    buf_z(out, "\n");
}

static void code_block(struct buf *out, const char *label, const char *text) {
    if (text)
        buf_fmt(out, "\n%s\n\n```js\n%s\n```\n", label, text);
}

void explain_rule_markdown(struct buf *out, const struct diag_rule *rule) {
    buf_fmt(out, "## %s %s\n\n", rule->code, rule->name);
    paragraph(out, rule->title);
    buf_fmt(out, "\n%s, confidence %s%s\n\n", diag_severity_name(rule->severity),
            diag_confidence_name(rule->confidence), explain_fix(rule->fix));
    paragraph(out, rule->explain);
    code_block(out, "Instead of", rule->bad);
    code_block(out, "write", rule->good);
    buf_char(out, '\n');
}

/* ---- options --------------------------------------------------------------------------------- */

static struct str joined(struct arena *a, const struct str *names, size_t n) {
    struct str out = STR("");
    for (size_t i = 0; i < n; i++)
        out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), i ? ", " : "", STR_ARG(names[i]));
    return out;
}

static struct str word_list(struct arena *a, const char *list) {
    VEC(struct str) words = {0};
    for (unsigned i = 0; opt_word(list, i).n; i++)
        VEC_PUSH(a, &words, opt_word(list, i));
    return joined(a, words.at, words.n);
}

static struct str accepted(struct arena *a, enum opt_id id) {
    const struct option *o = &options[id];
    struct str text = str_of(opt_accepts(id));
    struct str words = word_list(a, o->words), others = word_list(a, o->word_aliases);
    if (words.n)
        text = o->repr == REPR_WORD ? words
                                    : arena_fmt(a, "%.*s: %.*s", STR_ARG(text), STR_ARG(words));
    if (others.n)
        text = arena_fmt(a, "%.*s (also %.*s)", STR_ARG(text), STR_ARG(others));
    if (o->accept & ACCEPT_BOOL)
        text = arena_fmt(a, "%.*s, or true or false", STR_ARG(text));
    if (o->accept & ACCEPT_NUMBER)
        text = arena_fmt(a, "%.*s, or a number", STR_ARG(text));
    if (o->accept & ACCEPT_STRING)
        text = arena_fmt(a, "%.*s, or a string", STR_ARG(text));
    return text;
}

static void members(struct arena *a, struct buf *out, enum opt_id group) {
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (opt_parent(id) == group)
            line_str(a, out, "", arena_fmt(a, "%s: %s", options[id].name, options[id].doc));
}

/* Kinds of which a falsy value is a value like others. */
static bool loses_something(enum opt_repr repr) {
    return repr == REPR_BOOL || repr == REPR_INT || repr == REPR_MS || repr == REPR_BYTES ||
           repr == REPR_CODES;
}

void explain_option(struct arena *a, struct buf *out, enum opt_id id, struct explain_style style) {
    const struct option *o = &options[id];
    const struct str *names;
    size_t n = option_other_names(a, id, &names);
    bold(out, style, o->name);
    buf_fmt(out, " (%s)\n\n", o->group);
    fill(out, o->doc, 0, 0);
    buf_char(out, '\n');
    line_str(a, out, "takes", accepted(a, id));
    line_str(a, out, "range", option_bounds(a, id));
    if (o->repr != REPR_GROUP)
        line_str(a, out, "default", option_default(a, id));
    line_str(a, out, "also", joined(a, names, n));
    line(out, "PM2", option_pm2(id));
    if (o->pm2_note)
        line(out, "", o->pm2_note);
    if (o->pm2 == PM2_YES && opt_pm2_drops_falsy(id) && loses_something(o->repr))
        line(out, "",
             o->repr == REPR_BOOL ? "it loses false here (EC0113)"
                                  : "it loses the number 0 here (EC0113)");
    line(out, "ecort", option_ecort(id));
    line(out, "a change", option_impact(id));
    if (o->pm2 == PM2_YES && o->takes != TAKES_NEVER)
        line(out, "in PM2", option_takes(id));
    line_str(a, out, "example", arena_fmt(a, "%.*s: %s", STR_ARG(opt_leaf(id)), o->example));
    if (o->repr == REPR_GROUP) {
        buf_z(out, "\n  members\n");
        members(a, out, id);
    }
}

void explain_options(struct arena *a, struct buf *out, struct explain_style style) {
    const char *group = "";
    size_t width = 0;
    (void)a;
    for (unsigned id = 0; id < OPT_COUNT; id++)
        width = strlen(options[id].name) > width ? strlen(options[id].name) : width;
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        const struct option *o = &options[id];
        size_t pad = width - strlen(o->name);
        if (strcmp(group, o->group) != 0 && *group)
            buf_char(out, '\n');
        group = o->group;
        bold(out, style, o->name);
        buf_repeat(out, ' ', pad + 2);
        buf_fmt(out, "%s\n", o->doc);
    }
}

static const char *type_name(enum opt_repr repr) {
    static const char *const names[] = {
        [REPR_BOOL] = "boolean",        [REPR_INT] = "integer",   [REPR_MS] = "duration",
        [REPR_BYTES] = "size",          [REPR_STR] = "string",    [REPR_PATH] = "path",
        [REPR_WORD] = "word",           [REPR_LIST] = "list",     [REPR_CODES] = "codes",
        [REPR_INSTANCES] = "instances", [REPR_WATCH] = "watch",   [REPR_CRON] = "cron",
        [REPR_DATE] = "date-format",    [REPR_SIGNAL] = "signal", [REPR_ENV] = "environment",
        [REPR_JSON] = "json",           [REPR_GROUP] = "group",
    };
    return names[repr];
}

static void json_strings(struct json_out *j, const char *key, const struct str *at, size_t n) {
    json_key(j, str_of(key));
    json_begin_array(j);
    for (size_t i = 0; i < n; i++)
        json_string(j, at[i]);
    json_end_array(j);
}

void explain_option_json(struct arena *a, struct json_out *j, enum opt_id id) {
    const struct option *o = &options[id];
    const struct str *names;
    size_t n = option_other_names(a, id, &names);
    json_begin_object(j);
    json_key_string(j, "name", str_of(o->name));
    json_key_string(j, "group", str_of(o->group));
    json_key_string(j, "type", str_of(type_name(o->repr)));
    json_key_string(j, "takes", accepted(a, id));
    key_or_null(j, "range", arena_cstr(a, option_bounds(a, id)));
    key_or_null(j, "default", o->repr == REPR_GROUP ? NULL : arena_cstr(a, option_default(a, id)));
    json_strings(j, "aliases", names, n);
    json_key_string(j, "documentation", str_of(o->doc));
    json_key_string(j, "example", str_of(o->example));
    json_key_string(j, "pm2", str_of(option_pm2(id)));
    key_or_null(j, "pm2_note", o->pm2_note);
    json_key_string(j, "ecort", str_of(option_ecort(id)));
    json_key_string(j, "impact", str_of(opt_impact_name(o->impact)));
    json_key_string(j, "pm2_change", str_of(option_takes(id)));
    json_end_object(j);
}
