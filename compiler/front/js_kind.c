/* Kinds of modules, as Node and PM2 tell them apart: a configuration is evaluated as it is meant,
 * and what they make of it is reported (EC0008). */
#include "compiler/front/js_json.h"
#include "lint/lint.h"

/* The "type" of the nearest package.json: its value's span, src NULL where the file is CommonJS. It
 * is no input of the value, so it does not become one of front's sources. */
static struct span module_type(struct js *js, const struct js_module *m) {
    enum { PACKAGE_LIMIT = 1 << 20 };
    struct files *files = js->f->files;
    struct str root = files ? files_repository(files, js->arena, m->dir) : STR("");
    for (struct str dir = m->dir; files && dir.n; dir = path_dirname(dir)) {
        struct err err = {0};
        struct str path = path_join(js->arena, dir, STR("package.json")), text;
        if (files->kind(files, path) == FILE_REGULAR &&
            files->read(files, path, PACKAGE_LIMIT, js->arena, &text, &err) == 0) {
            struct source *src =
                source_new(js->arena, path_relative(js->arena, js->f->cwd, path), path, text);
            const struct js_value *v = js_json_parse_source(js, src);
            const struct js_prop *p =
                v && js_is_class(v, JS_PLAIN) ? js_prop_find(v->object, STR("type")) : NULL;
            bool is_esm = p && p->value->kind == JS_STRING && str_eqz(p->value->string, "module");
            return is_esm ? p->value->span : (struct span){0};
        }
        if (str_eq(dir, root) || dir.n == 1)
            break;
    }
    return (struct span){0};
}

/* The first use of a name that only CommonJS has, in the order of the text. */
static const struct js_node *find_commonjs(struct js *js, const struct js_node *n) {
    static const char *const names[] = {"module", "exports", "require", "__dirname", "__filename"};
    for (size_t i = 0; n->kind == JS_N_IDENTIFIER && i < ARRAY_LEN(names); i++)
        if (str_eqz(js_source(js, n), names[i]))
            return n;
    const struct js_node *hit = NULL;
    for (const struct js_node *c = n->first; c && !hit; c = c->next)
        hit = find_commonjs(js, c);
    return hit;
}

static void check_commonjs(struct js *js, const struct js_module *m) {
    struct span type = module_type(js, m);
    const struct js_node *use = type.src ? find_commonjs(js, m->tree.root) : NULL;
    if (!use)
        return;
    struct str name = path_basename(m->path);
    struct diag *d = diag_add(js->f->sink, RULE_MODULE_KIND, js_span(js, use),
                              "`%.*s` is not defined here for Node, so PM2 cannot load this file",
                              STR_ARG(js_source(js, use)));
    diag_relate(js->f->sink, d, type, "makes every .js file below it an ES module");
    diag_help(js->f->sink, d, "rename it to `%.*s.cjs`", (int)(name.n - 3), name.p);
}

static bool exports_name(const struct js_module *m, const char *name) {
    for (size_t i = 0; i < m->exports.n; i++)
        if (str_eqz(m->exports.at[i].name, name))
            return true;
    return false;
}

static const struct js_node *find_statement(const struct js_module *m, bool of_default) {
    const struct js_node *first = NULL;
    for (const struct js_node *n = m->tree.root->first; n; n = n->next) {
        bool is_export = n->kind == JS_N_EXPORT_STATEMENT;
        if (is_export && of_default && js_node_marked(n, JS_T_DEFAULT))
            return n;
        if (!first && (is_export || (!of_default && n->kind == JS_N_IMPORT_STATEMENT)))
            first = n;
    }
    return first;
}

/* The words before the exported value: "export default". */
static struct span export_head(struct js *js, const struct js_node *n) {
    struct span span = js_span(js, n);
    const struct js_node *value = js_node_field(n, JS_F_VALUE);
    if (!value)
        value = js_node_field(n, JS_F_DECLARATION);
    if (value && js_node_marked(n, JS_T_DEFAULT))
        span.end = js_span(js, value).begin;
    while (span.end > span.begin + 1 && span.src->text.p[span.end - 1] == ' ')
        span.end--;
    return span;
}

/* `export const apps` is what PM2 finds where Node lets it load the file. */
static void check_esm(struct js *js, const struct js_module *m) {
    bool is_cjs_name = str_ends(m->path, STR(".cjs"));
    const struct js_node *n = find_statement(m, !is_cjs_name);
    if (!n || (!is_cjs_name && (!exports_name(m, "default") || exports_name(m, "apps"))))
        return;
    struct diag_sink *sink = js->f->sink;
    struct diag *d;
    if (is_cjs_name) {
        d = diag_add(sink, RULE_MODULE_KIND, export_head(js, n),
                     "Node cannot load this file, nor can PM2: `import` and `export` are syntax "
                     "errors in a .cjs file");
    } else {
        d = diag_add(sink, RULE_MODULE_KIND, export_head(js, n),
                     "PM2 starts nothing from this file: it does not look into a default export");
        diag_note(sink, d, "Node before 20.19 cannot even load it: PM2 uses require()");
    }
    bool must_move = !is_cjs_name && (str_ends(m->path, STR(".mjs")) || module_type(js, m).src);
    struct str name = path_basename(m->path);
    size_t stem = name.n - path_extension(name).n;
    if (must_move)
        diag_help(sink, d, "write module.exports = { apps: [...] } in `%.*s.cjs`", (int)stem,
                  name.p);
    else
        diag_help(sink, d, "write module.exports = { apps: [...] }");
}

void js_check_kinds(struct js *js) {
    for (size_t i = 0; i < js->modules.n; i++) {
        struct js_module *m = js->modules.at[i];
        js->module = m;
        if (m->is_json || js_is_typescript(m->path))
            continue;
        if (!m->is_esm && str_ends(m->path, STR(".js")))
            check_commonjs(js, m);
        else if (m->is_esm && i == 0)
            check_esm(js, m);
    }
}
