/* The door: JavaScript and JSON text to a located value. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "lint/lint.h"

static struct js *open_js(struct front *f) {
    struct js *js = arena_new(f->arena, struct js);
    js->f = f;
    js->arena = f->arena;
    js->fuel = JS_FUEL;
    js->memory_base = f->arena->used_bytes;
    js->globals = js_scope_new(js, NULL, true);
    js->env = js_object_new(js, JS_ENV);
    return js;
}

/* What was thrown; after a poison nobody knows whether it would be. */
static const struct value *report(struct js *js) {
    if (js->poison)
        return js_export(js, js->poison);
    struct diag_sink *sink = js->f->sink;
    struct diag *d =
        diag_add(sink, RULE_PARSE_ERROR, js->thrown_span, "%.*s", STR_ARG(js->thrown_text));
    if (js->thrown_other.src)
        diag_relate(sink, d, js->thrown_other, "%s", js->thrown_remark);
    if (js->thrown_note.n)
        diag_note(sink, d, "%.*s", STR_ARG(js->thrown_note));
    if (js->thrown_help)
        diag_help(sink, d, "%s", js->thrown_help);
    return NULL;
}

static const struct value *report_text(struct front *f, struct span span, const char *text) {
    (void)diag_add(f->sink, RULE_PARSE_ERROR, span, "%s", text);
    return NULL;
}

/* True where there is nothing but blanks and a byte order mark. */
static bool is_blank(struct str text) {
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_skip(text, 3);
    for (size_t i = 0; i < text.n; i++)
        if (!text.p[i] || !strchr(" \t\r\n", text.p[i]))
            return false;
    return true;
}

const struct value *front_js(struct front *f, const struct source *src) {
    if (is_blank(src->text))
        return report_text(f, span_of(src, 0, 0), "the file is empty");
    struct js *js = open_js(f);
    struct js_module *m = js_module_new(js, src);
    if (!js_module_run(js, m) || js->is_fatal)
        return report(js);
    js_check_kinds(js);
    const struct js_value *v = js_module_value(js, m, span_of(src, 0, 0));
    return v ? js_export(js, v) : report(js);
}

/* PM2 evaluates "(" + text + ")" as a script: no module, no require, only the globals. */
const struct value *front_json(struct front *f, const struct source *src) {
    struct js_syntax_error error;
    struct js *js = open_js(f);
    struct js_module *m = js_module_new(js, src);
    if (is_blank(src->text))
        return report_text(f, span_of(src, 0, 0), "the file is empty");
    if (!js_tree_parse(f->arena, src, true, &m->tree, &error))
        return report_text(f, error.span, error.text);
    m->scope = js_scope_new(js, NULL, true);
    m->has_arguments = true;
    m->scope->this_value = js_unknown(js, span_of(src, 0, 0), "ecoc does not evaluate `this` here");
    js->module = m;
    js->place = span_of(src, 0, 0);
    const struct js_node *first = m->tree.root->first;
    if (!js_regexp_check(js, m->tree.root) || !js_hoist(js, first, m->scope, true))
        return report(js);
    const struct js_value *v = js_undefined(js->arena, js->place);
    for (const struct js_node *n = first; n; n = n->next) {
        if (n->kind == JS_N_EXPRESSION_STATEMENT && n->first)
            v = js_eval(js, n->first, m->scope);
        else if (n->kind != JS_N_EMPTY_STATEMENT)
            return report_text(f, js_span(js, n), "this is not a JSON value");
        if (!v)
            return report(js);
    }
    return js_export(js, v);
}
