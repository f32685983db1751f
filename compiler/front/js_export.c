/* From the heap to the located value. Shared objects stay shared; a cycle and an expanded size
 * beyond reason end in unknown. */
#include "compiler/front/js.h"

enum { EXPORT_DEPTH = 600, EXPORT_MOST = 2000000 };

struct exporter {
    struct js *js;
    unsigned depth;
    uint64_t size;                   /* values, every sharing counted */
    const struct js_object *as_json; /* what a toJSON gave: its own is not asked again */
};

static struct value *header(struct js *js, const struct js_value *v, enum value_kind kind) {
    struct value *out = arena_new(js->arena, struct value);
    out->kind = kind;
    out->span = v->span;
    out->deps = v->deps;
    out->late = v->late;
    return out;
}

static const struct value *unknown(struct js *js, const struct js_value *v, struct span span,
                                   struct str reason) {
    struct value *out = header(js, v, VALUE_UNKNOWN);
    out->span = span;
    out->reason = reason;
    return out;
}

/* v, unknown because of `cause`. */
static const struct value *unknown_by(struct js *js, const struct js_value *v,
                                      const struct js_value *cause) {
    struct value *out = header(js, v, VALUE_UNKNOWN);
    out->span = cause->span;
    out->reason = cause->unknown.reason;
    out->help = str_of(cause->unknown.help);
    return out;
}

static const struct value *export_value(struct exporter *e, const struct js_value *v);

static void export_items(struct exporter *e, const struct js_object *o, struct value *out) {
    const struct value **items = arena_array(e->js->arena, const struct value *, o->items.n);
    for (size_t i = 0; i < o->items.n; i++)
        items[i] = export_value(e, js_item(e->js, o, i));
    out->array.at = items;
    out->array.n = o->items.n;
}

/* What a getter gives to whoever reads the configuration; unknown where reading changes something.
 */
static const struct js_value *read_getter(struct js *js, const struct js_object *o,
                                          const struct js_prop *p) {
    size_t changes = js->saves.n;
    js->level = ++js->last_level;
    const struct js_value *v = js_read(js, o, p);
    if (v && js->saves.n == changes && !js->poison)
        return v;
    return js_unknown(js, p->key_span,
                      "reading this property runs code that ecoc does not evaluate");
}

static void export_props(struct exporter *e, const struct js_object *o, struct value *out) {
    struct member *members = arena_array(e->js->arena, struct member, o->props.n + o->items.n);
    const uint32_t *order = js_prop_order(e->js->arena, o);
    size_t n = 0;
    for (size_t i = 0; i < o->items.n; i++) /* of arguments */
        members[n++] = (struct member){arena_fmt(e->js->arena, "%zu", i), o->items.at[i]->span,
                                       export_value(e, js_item(e->js, o, i))};
    for (size_t i = 0; i < o->props.n; i++) {
        const struct js_prop *p = &o->props.at[order[i]];
        if (p->is_hidden)
            continue;
        const struct js_value *v = p->is_getter ? read_getter(e->js, o, p) : p->value;
        members[n++] = (struct member){p->key, p->key_span, export_value(e, v)};
    }
    out->object.at = members;
    out->object.n = n;
}

static const struct value *other(struct js *js, const struct js_value *v, struct str what,
                                 struct str text) {
    struct value *out = header(js, v, VALUE_OTHER);
    out->other.what = what;
    out->other.text = text;
    return out;
}

/* What is neither a plain object nor an array. */
static const struct value *export_odd(struct js *js, const struct js_value *v) {
    const struct js_object *o = v->object;
    if (js_is_callable(v))
        return other(js, v, STR("a function"), STR(""));
    if (o->class == JS_OPAQUE && !o->table)
        return other(js, v, o->what, STR("{}"));
    if (o->class == JS_REGEXP && !o->props.n)
        return other(js, v, STR("a RegExp"), STR("{}"));
    if ((o->class == JS_MAP || o->class == JS_SET) && !o->props.n)
        return other(js, v, o->class == JS_MAP ? STR("a Map") : STR("a Set"), STR("{}"));
    if (o->class == JS_ERROR && o->props.n <= 1)
        return other(js, v, STR("an Error"), STR("{}"));
    return unknown(js, v, v->span, STR("ecoc does not list the properties of a built-in object"));
}

static const struct value *export_env(struct exporter *e, const struct js_value *v) {
    struct js_object *copy = js_object_new(e->js, JS_PLAIN);
    (void)js_env_spread(e->js, copy, v->span);
    return export_value(e, js_object_value(e->js->arena, copy, v->span));
}

/* What the object's toJSON gives instead of it. */
static const struct value *export_as_json(struct exporter *e, const struct js_value *v,
                                          const struct js_prop *p) {
    bool ran;
    const struct js_object *before = e->as_json;
    const struct js_value *out = js_call_quietly(e->js, v, p, &ran);
    if (!ran || !out)
        return unknown(e->js, v, v->span, STR("ecoc does not evaluate this toJSON"));
    e->as_json = out->kind == JS_OBJECT ? out->object : NULL;
    const struct value *done = export_value(e, out);
    e->as_json = before;
    return done;
}

/* An array of which it is not known what is in it, but what may be. */
static const struct value *export_partly(struct exporter *e, const struct js_value *v) {
    struct js *js = e->js;
    struct value *out = header(js, v, VALUE_UNKNOWN);
    const struct js_value *cause = v->object->open;
    out->span = cause->span;
    out->deps = js_deps_union(js->arena, v->deps, cause->deps);
    out->reason = cause->unknown.reason;
    out->help = str_of(cause->unknown.help);
    v->object->is_exporting = true;
    const struct js_partial *p = v->object->partial;
    const struct value **items = arena_array(js->arena, const struct value *, p->n);
    for (size_t i = 0; i < p->n; i++)
        items[i] = export_value(e, p->at[i]);
    v->object->is_exporting = false;
    struct value *partial = header(js, v, VALUE_ARRAY);
    partial->array.at = items;
    partial->array.n = p->n;
    out->partial = partial;
    return out;
}

static const struct value *export_object(struct exporter *e, const struct js_value *v) {
    struct js *js = e->js;
    struct js_object *o = v->object;
    const struct js_prop *to_json = js_find_inherited(o, STR("toJSON"));
    if (o->class == JS_ENV)
        return export_env(e, v);
    if (to_json && o != e->as_json && (js_is_callable(to_json->value) || to_json->is_getter) &&
        e->depth < EXPORT_DEPTH)
        return export_as_json(e, v, to_json);
    if (o->class != JS_PLAIN && o->class != JS_ARRAY && o->class != JS_ARGUMENTS)
        return export_odd(js, v);
    if (o->open && o->partial && !o->is_exporting && e->depth <= EXPORT_DEPTH)
        return export_partly(e, v);
    if (o->open && (!o->open_env || js->f->mode == FRONT_CONCRETE))
        return unknown_by(js, v, o->open);
    if (o->is_exporting || e->depth > EXPORT_DEPTH)
        return unknown(js, v, v->span, STR("the object holds itself, or is nested too deeply"));
    struct value *out = header(js, v, o->class == JS_ARRAY ? VALUE_ARRAY : VALUE_OBJECT);
    if (o->exported) {
        e->size += o->exported_size;
        if (e->size > EXPORT_MOST)
            return unknown(js, v, v->span, STR("the configuration is too large when written out"));
        if (o->class == JS_ARRAY)
            out->array = o->exported->array;
        else
            out->object = o->exported->object;
        return out;
    }
    uint64_t before = e->size;
    o->is_exporting = true;
    if (o->class == JS_ARRAY)
        export_items(e, o, out);
    else
        export_props(e, o, out);
    o->is_exporting = false;
    o->exported = out;
    uint64_t size = e->size - before;
    o->exported_size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
    return out;
}

/* Concrete mode has no choices: what decides between them is not known. */
static const struct value *export_choice(struct exporter *e, const struct js_value *v) {
    if (e->js->f->mode == FRONT_CONCRETE) {
        const struct js_value *why = js_unknown_from(e->js, v);
        return unknown(e->js, v, why->span, why->unknown.reason);
    }
    struct choice_alt *alts = arena_array(e->js->arena, struct choice_alt, v->choice.n);
    for (size_t i = 0; i < v->choice.n; i++)
        alts[i] = (struct choice_alt){export_value(e, v->choice.at[i].value), v->choice.at[i].when};
    struct value *out = header(e->js, v, VALUE_CHOICE);
    out->choice.at = alts;
    out->choice.n = v->choice.n;
    return out;
}

static const struct value *export_value(struct exporter *e, const struct js_value *v) {
    static const enum value_kind kinds[] = {VALUE_UNDEFINED, VALUE_NULL,   VALUE_BOOL,
                                            VALUE_NUMBER,    VALUE_STRING, VALUE_OBJECT,
                                            VALUE_UNKNOWN,   VALUE_CHOICE};
    struct value *out;
    const struct value *done = NULL;
    if (++e->size > EXPORT_MOST)
        return unknown(e->js, v, v->span, STR("the configuration is too large when written out"));
    e->depth++;
    if (v->kind == JS_OBJECT)
        done = export_object(e, v);
    else if (v->kind == JS_CHOICE)
        done = export_choice(e, v);
    else if (v->kind == JS_UNKNOWN)
        done = unknown_by(e->js, v, v);
    e->depth--;
    if (done)
        return done;
    out = header(e->js, v, kinds[v->kind]);
    if (v->kind == JS_BOOL)
        out->boolean = v->boolean;
    else if (v->kind == JS_NUMBER)
        out->number = v->number;
    else if (v->kind == JS_STRING)
        out->string = v->string;
    return out;
}

const struct value *js_export(struct js *js, const struct js_value *v) {
    struct exporter e = {.js = js};
    if (!js->module) /* getters and toJSON run from there */
        js->module = js->modules.at[0];
    if (js->poison)
        return unknown_by(js, js->poison, js->poison);
    return export_value(&e, v);
}
