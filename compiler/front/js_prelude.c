/* The preludes: loading, calling, and the core's text. */
#include "compiler/front/js_prelude.h"
#include "schema/base/buf.h"

/* decline(name, ...values): unknown, and the values were handed out. */
static const struct js_value *decline(struct js *js, const struct js_call *call) {
    const struct js_value *name = js_arg(call, 0);
    const struct js_value *why =
        js_unmodelled(js, call->span, "this call of ",
                      name->kind == JS_STRING ? name->string : STR("a built-in"));
    js->may_throw = true;
    for (size_t i = 1; i < call->n; i++)
        js_escape(js, call->args[i], why);
    return why;
}

static bool is_doubtful(const struct js_value *v) {
    bool odd = v->kind == JS_UNKNOWN && !v->unknown.is_env;
    for (size_t i = 0; v->kind == JS_CHOICE && i < v->choice.n; i++)
        odd = odd || v->choice.at[i].value->kind == JS_OBJECT || is_doubtful(v->choice.at[i].value);
    return odd;
}

/* unsure(v): may it be an object that is not known? What walks objects stops there. */
static const struct js_value *unsure(struct js *js, const struct js_call *call) {
    return js_bool(js->arena, is_doubtful(js_arg(call, 0)), call->span);
}

static const struct js_row helper_rows[] = {{"decline", JS_ROW_RAW, decline},
                                            {"unsure", JS_ROW_RAW, unsure}};
static JS_TABLE(helpers, "ecoc", true, helper_rows);

static struct str text_of(struct js *js, const struct js_prelude *prelude) {
    struct buf out = {0};
    for (size_t i = 0; i < prelude->n; i++) {
        buf_z(&out, prelude->lines[i]);
        buf_char(&out, '\n');
    }
    struct str text = arena_str(js->arena, (struct str){out.p, out.n});
    buf_done(&out);
    return text;
}

static struct js_module *load(struct js *js, const struct js_prelude *prelude) {
    struct js_syntax_error error;
    struct str name = str_of(prelude->name);
    const struct source *src = source_new(js->arena, name, name, text_of(js, prelude));
    struct js_module *m = arena_new(js->arena, struct js_module);
    m->path = src->path;
    m->is_prelude = true;
    if (!js_tree_parse(js->arena, src, false, &m->tree, &error))
        return NULL;
    struct js_module *outer = js->module;
    bool is_strict = js->is_strict;
    js->module = m;
    js->is_strict = true;
    m->scope = js_scope_new(js, NULL, true);
    for (size_t i = 0; i < ARRAY_LEN(helper_rows); i++)
        js_declare(js, m->scope, str_of(helper_rows[i].name),
                   js_row_get(js, &js_table_helpers, &helper_rows[i], js->place), false, true);
    bool ok = js_hoist(js, m->tree.root->first, m->scope, true) &&
              js_exec_list(js, m->tree.root->first, m->scope).flow == JS_NORMAL;
    js->module = outer;
    js->is_strict = is_strict;
    return ok ? m : NULL;
}

const struct js_value *js_prelude_get(struct js *js, const struct js_prelude *prelude,
                                      struct str name) {
    struct js_module *m = NULL;
    for (size_t i = 0; i < js->preludes.n && !m; i++)
        if (str_eqz(js->preludes.at[i]->path, prelude->name))
            m = js->preludes.at[i];
    if (!m) {
        struct span before = js->prelude_span;
        js->prelude_span = js->place;
        m = load(js, prelude);
        js->prelude_span = before;
        if (!m)
            return NULL;
        VEC_PUSH(js->arena, &js->preludes, m);
    }
    const struct js_binding *b = js_binding_find(m->scope, name, true);
    return b ? b->value : NULL;
}

const struct js_value *js_prelude_call(struct js *js, struct str name, const struct js_call *call) {
    if (!memchr(name.p, '.', name.n)) /* a global */
        name = arena_fmt(js->arena, "global.%.*s", STR_ARG(name));
    char *id = arena_cstr(js->arena, name);
    for (size_t i = 0; i < name.n; i++)
        if (id[i] == '.')
            id[i] = '_';
    const struct js_value *f = js_prelude_get(js, &js_prelude_core, (struct str){id, name.n});
    struct js_call inner = *call;
    inner.is_new = false;
    return f ? js_call_value(js, f, &inner) : js_decline(js, call);
}

static const char *const lines[] = {
    "function Object_groupBy(items, f) {",
    "  const out = Object.create(null);",
    "  let i = 0;",
    "  for (const item of items) {",
    "    const key = `${f(item, i++)}`;",
    "    if (key in out) out[key].push(item); else out[key] = [item];",
    "  }",
    "  return out;",
    "}",
    "function at_index(n, length) {",
    "  const i = Math.trunc(Number(n)) || 0;",
    "  return i < 0 ? Math.max(length + i, 0) : Math.min(i, length);",
    "}",
    "function Array_prototype_with(n, value) {",
    "  if (!Array.isArray(this)) return decline('with', this, value);",
    "  const length = this.length, i = Math.trunc(Number(n)) || 0, at = i < 0 ? length + i : i;",
    "  if (at < 0 || at >= length) throw new RangeError(`Invalid index : ${i}`);",
    "  const out = [];",
    "  for (let k = 0; k < length; k++) out.push(k === at ? value : this[k]);",
    "  return out;",
    "}",
    "function Array_prototype_toSpliced(...args) {",
    "  if (!Array.isArray(this)) return decline('toSpliced', this, ...args);",
    "  const length = this.length, begin = at_index(args[0], length), out = [];",
    "  const rest = args.length === 0 ? 0 : args.length === 1 ? length - begin",
    "    : Math.min(Math.max(Math.trunc(Number(args[1])) || 0, 0), length - begin);",
    "  for (let i = 0; i < begin; i++) out.push(this[i]);",
    "  for (let i = 2; i < args.length; i++) out.push(args[i]);",
    "  for (let i = begin + rest; i < length; i++) out.push(this[i]);",
    "  return out;",
    "}",
    "function Array_prototype_copyWithin(to, from, end) {",
    "  if (!Array.isArray(this)) return decline('copyWithin', this);",
    "  const length = this.length, target = at_index(to, length), begin = at_index(from, length);",
    "  const last = end === undefined ? length : at_index(end, length), old = this.slice();",
    "  const count = Math.min(last - begin, length - target);",
    "  for (let i = 0; i < count; i++)",
    "    if (begin + i in old) this[target + i] = old[begin + i]; else delete this[target + i];",
    "  return this;",
    "}",
    "function revive(holder, key, f) {",
    "  const v = holder[key];",
    "  if (unsure(v)) return decline('JSON.parse', holder, v, f);",
    "  if (v !== null && typeof v === 'object') {",
    "    for (const k of Object.keys(v)) {",
    "      const x = revive(v, k, f);",
    "      if (x === undefined) delete v[k]; else v[k] = x;",
    "    }",
    "  }",
    "  return f.call(holder, key, v);",
    "}",
    "function JSON_revive(value, f) { return revive({ '': value }, '', f); }",
    "function filtered(holder, key, f, names) {",
    "  let v = holder[key];",
    "  if (unsure(v)) return decline('JSON.stringify', holder, v, f);",
    "  if (v !== null && typeof v === 'object' && typeof v.toJSON === 'function') v = "
    "v.toJSON(key);",
    "  if (f) v = f.call(holder, key, v);",
    "  if (v === null || typeof v !== 'object') return v;",
    "  const out = Array.isArray(v) ? [] : {};",
    "  if (Array.isArray(v)) {",
    "    for (let i = 0; i < v.length; i++) out.push(filtered(v, String(i), f, names));",
    "    return out;",
    "  }",
    "  for (const k of names || Object.keys(v)) {",
    "    const x = filtered(v, k, f, names);",
    "    if (x !== undefined && typeof x !== 'function') out[k] = x;",
    "  }",
    "  return out;",
    "}",
    "function JSON_filtered(value, replacer, gap) {",
    "  const f = typeof replacer === 'function' ? replacer : undefined;",
    "  const names = f ? undefined : [];",
    "  for (const k of f ? [] : replacer) {",
    "    if (typeof k !== 'string' || (k >= '0' && k <= ':') || k === '__proto__')",
    "      return decline('JSON.stringify', value);",
    "    if (!names.includes(k)) names.push(k);",
    "  }",
    "  return JSON.stringify(filtered({ '': value }, '', f, names), null, gap);",
    "}",
    "function cloned(v, seen) {",
    "  if (unsure(v)) return decline('structuredClone', v);",
    "  if (v === null || (typeof v !== 'object' && typeof v !== 'function')) return v;",
    "  if (typeof v === 'function' || v instanceof Error || v instanceof RegExp)",
    "    return decline('structuredClone', v);",
    "  if (seen.has(v)) return seen.get(v);",
    "  const out = Array.isArray(v) ? [] : v instanceof Map ? new Map() : v instanceof Set",
    "    ? new Set() : {};",
    "  seen.set(v, out);",
    "  if (v instanceof Map) for (const [k, x] of v) out.set(cloned(k, seen), cloned(x, seen));",
    "  else if (v instanceof Set) for (const x of v) out.add(cloned(x, seen));",
    "  else for (const k of Object.keys(v)) out[k] = cloned(v[k], seen);",
    "  if (Array.isArray(v)) out.length = v.length;",
    "  return out;",
    "}",
    "function global_structuredClone(v, options) {",
    "  return options === undefined ? cloned(v, new Map()) : decline('structuredClone', v);",
    "}",
    "function String_raw(texts, ...values) {",
    "  const raw = texts.raw;",
    "  let out = '';",
    "  for (let i = 0; i < raw.length; i++)",
    "    out += `${raw[i]}${i + 1 < raw.length && i < values.length ? values[i] : ''}`;",
    "  return out;",
    "}",
    "function shown(x, is_text) {",
    "  if (typeof x === 'string') return is_text ? x : decline('util.format');",
    "  if (Object.is(x, -0)) return '-0';",
    "  return x === null || typeof x !== 'object' && typeof x !== 'function' ? `${x}`",
    "    : decline('util.format', x);",
    "}",
    "function util_format(...args) {",
    "  let at = 0, out = '';",
    "  if (typeof args[0] === 'string') {",
    "    at = 1;",
    "    out = args.length === 1 ? args[0] : args[0].replace(/%(.)/g, (all, c) => {",
    "      if (c === '%') return '%';",
    "      if (!'sdifjoOc'.includes(c) || at >= args.length) return all;",
    "      const x = args[at++];",
    "      if (c === 's') return shown(x, true);",
    "      if (c === 'j') return JSON.stringify(x);",
    "      if (typeof x !== 'number' && typeof x !== 'string') return decline('util.format', x);",
    "      if (c === 'd') return shown(Number(x), true);",
    "      if (c === 'i') return shown(parseInt(x), true);",
    "      if (c === 'f') return shown(parseFloat(x), true);",
    "      return decline('util.format');",
    "    });",
    "  }",
    "  for (; at < args.length; at++) out += (at ? ' ' : '') + shown(args[at], true);",
    "  return out;",
    "}",
    "function same(a, b) {",
    "  if (unsure(a) || unsure(b)) return decline('isDeepStrictEqual');",
    "  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')",
    "    return Object.is(a, b);",
    "  if (a === b) return true;",
    "  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;",
    "  if (a instanceof Map || a instanceof Set || a instanceof Error || a instanceof RegExp)",
    "    return decline('isDeepStrictEqual');",
    "  if (Array.isArray(a) !== Array.isArray(b)) return false;",
    "  const x = Object.keys(a), y = Object.keys(b);",
    "  if (x.length !== y.length || (Array.isArray(a) && a.length !== b.length)) return false;",
    "  for (const k of x) if (!Object.hasOwn(b, k) || !same(a[k], b[k])) return false;",
    "  return true;",
    "}",
    "function util_isDeepStrictEqual(a, b) { return same(a, b); }",
};

const struct js_prelude js_prelude_core = {"core", lines, ARRAY_LEN(lines)};
