/* A printer of facts for the tests. */
#include "tests/unit/facts_lines.h"

static void put(struct buf *b, const struct facts *f, const char *before, struct fact_text t) {
    if (t.n)
        buf_fmt(b, "%s%.*s", before, STR_ARG(fact_str(f, t)));
}

static void flags(struct buf *b, uint32_t bits, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (bits >> i & 1)
            buf_fmt(b, " %s", names[i]);
}

static void one_guard(struct buf *b, const struct facts *f, uint32_t i) {
    static const char *const kinds[] = {"env", "primary", "lock", "imported", "any", "other"};
    const struct fact_guard *g = &f->guards.at[i];
    buf_fmt(b, "%s%s", g->negated ? "!" : "", kinds[g->kind]);
    put(b, f, " ", g->env);
    if (g->literal.n)
        put(b, f, g->is_number ? "=#" : g->is_strict ? "===" : "=", g->literal);
    buf_z(b, g->or_unset ? "|unset" : "");
    if (g->import != FACT_NONE)
        put(b, f, " ", f->imports.at[g->import].local);
    put(b, f, ".", g->member);
    for (uint32_t k = g->first; k != FACT_NONE; k = f->guards.at[k].outer) {
        buf_z(b, k == g->first ? "(" : ", ");
        one_guard(b, f, k);
    }
    buf_z(b, g->first == FACT_NONE ? "" : ")");
}

static void guards(struct buf *b, const struct facts *f, const char *before, uint32_t guard) {
    for (; guard != FACT_NONE; guard = f->guards.at[guard].outer) {
        buf_fmt(b, "%s[", before);
        one_guard(b, f, guard);
        buf_z(b, "]");
        before = " ";
    }
}

static void function_name(struct buf *b, const struct facts *f, uint32_t i) {
    if (i == FACT_NONE) {
        buf_z(b, "-");
    } else if (i == 0) {
        buf_z(b, "module");
    } else if (f->functions.at[i].name.n) {
        put(b, f, "", f->functions.at[i].name);
    } else {
        buf_z(b, "(");
        put(b, f, "", f->functions.at[i].callee);
        put(b, f, " ", f->functions.at[i].event);
        buf_z(b, ")");
    }
}

static void imports(const struct facts *f, struct buf *b) {
    for (uint32_t i = 0; i < f->imports.n; i++) {
        const struct fact_import *m = &f->imports.at[i];
        put(b, f, "import ", m->module);
        put(b, f, " ", m->name);
        put(b, f, " as ", m->local);
        buf_fmt(b, "%s%s", m->is_dynamic ? " dynamic" : "", m->is_type ? " type" : "");
        guards(b, f, " ", m->guard);
        buf_z(b, "\n");
    }
}

static void exports(const struct facts *f, struct buf *b) {
    for (uint32_t i = 0; i < f->exports.n; i++) {
        const struct fact_export *e = &f->exports.at[i];
        put(b, f, "export ", e->name);
        put(b, f, " local ", e->local);
        put(b, f, " from ", e->module);
        if (e->function != FACT_NONE) {
            buf_z(b, " function ");
            function_name(b, f, e->function);
        }
        if (e->klass != FACT_NONE)
            put(b, f, " class ", f->classes.at[e->klass].name);
        if (e->state != FACT_NONE)
            put(b, f, " state ", f->states.at[e->state].name);
        guards(b, f, " ", e->guard);
        buf_z(b, "\n");
    }
}

static void functions(const struct facts *f, struct buf *b) {
    static const char *const kinds[] = {"module",   "declared", "method",
                                        "callback", "inline",   "other"};
    static const char *const names[] = {"async",     "exported", "static", "constructor",
                                        "decorated", "route",    "socket", "hook"};
    for (uint32_t i = 1; i < f->functions.n; i++) {
        const struct fact_function *fn = &f->functions.at[i];
        buf_fmt(b, "function %s ", kinds[fn->kind]);
        put(b, f, "", fn->name);
        if (fn->klass != FACT_NONE)
            put(b, f, " of ", f->classes.at[fn->klass].name);
        buf_z(b, " in ");
        function_name(b, f, fn->outer);
        put(b, f, " to ", fn->callee);
        put(b, f, " ", fn->event);
        flags(b, fn->flags, names, ARRAY_LEN(names));
        guards(b, f, " ", fn->guard);
        if (fn->body_guard != fn->guard)
            guards(b, f, " body ", fn->body_guard);
        buf_z(b, "\n");
    }
}

static void classes(const struct facts *f, struct buf *b) {
    static const char *const names[] = {"injectable", "controller", "gateway",  "resolver",
                                        "module",     "request",    "exported", "instance"};
    for (uint32_t i = 0; i < f->classes.n; i++) {
        put(b, f, "class ", f->classes.at[i].name);
        put(b, f, " extends ", f->classes.at[i].extends);
        flags(b, f->classes.at[i].flags, names, ARRAY_LEN(names));
        guards(b, f, " ", f->classes.at[i].guard);
        buf_z(b, "\n");
    }
}

static void states(const struct facts *f, struct buf *b) {
    static const char *const kinds[] = {"map",      "set",     "weak",   "array", "object",
                                        "number",   "boolean", "string", "null",  "timer",
                                        "instance", "library", "other"};
    static const char *const names[] = {"const", "exported", "static", "field"};
    for (uint32_t i = 0; i < f->states.n; i++) {
        const struct fact_state *s = &f->states.at[i];
        buf_fmt(b, "state %s ", kinds[s->kind]);
        if (s->klass != FACT_NONE)
            buf_fmt(b, "%.*s.", STR_ARG(fact_str(f, f->classes.at[s->klass].name)));
        put(b, f, "", s->name);
        put(b, f, ": ", s->type);
        buf_z(b, " in ");
        function_name(b, f, s->function);
        flags(b, s->flags, names, ARRAY_LEN(names));
        buf_z(b, "\n");
    }
}

static void uses(const struct facts *f, struct buf *b) {
    static const char *const ops[] = {"read",   "iterate", "write",     "add",
                                      "remove", "clear",   "increment", "escape"};
    static const char *const names[] = {"function", "socket",   "response", "timer",
                                        "promise",  "constant", "awaited"};
    for (uint32_t i = 0; i < f->uses.n; i++) {
        const struct fact_use *u = &f->uses.at[i];
        buf_fmt(b, "%s ", ops[u->op]);
        put(b, f, "",
            u->state != FACT_NONE ? f->states.at[u->state].name : f->imports.at[u->import].local);
        put(b, f, ".", u->member);
        put(b, f, " key ", u->key);
        buf_z(b, " in ");
        function_name(b, f, u->function);
        flags(b, u->hint, names, ARRAY_LEN(names));
        guards(b, f, " ", u->guard);
        buf_z(b, "\n");
    }
}

static void calls(const struct facts *f, struct buf *b) {
    for (uint32_t i = 0; i < f->calls.n; i++) {
        const struct fact_call *c = &f->calls.at[i];
        buf_z(b, c->is_reference ? "reference " : "call ");
        if (c->target != FACT_NONE)
            function_name(b, f, c->target);
        if (c->import != FACT_NONE)
            put(b, f, "import ", f->imports.at[c->import].local);
        put(b, f, " .", c->member);
        put(b, f, " on ", c->object);
        buf_z(b, " in ");
        function_name(b, f, c->function);
        guards(b, f, " ", c->guard);
        buf_z(b, "\n");
    }
}

static void marks(const struct facts *f, struct buf *b) {
    static const char *const names[] = {"SHARED",       "READONLY", "WAL",         "CONSTANT",
                                        "PER_INSTANCE", "GUARDED",  "IN_LISTEN",   "AFTER_AWAIT",
                                        "EXITS",        "DRAINS",   "DISTRIBUTED", "EFFECT",
                                        "UNREF",        "ONCE",     "OPEN"};
    for (uint32_t i = 0; i < f->marks.n; i++) {
        const struct fact_mark *m = &f->marks.at[i];
        const char *library = mark_library_name(m->library);
        buf_fmt(b, "%s%s%s", mark_kind_name(m->kind), *library ? " " : "", library);
        put(b, f, " name ", m->name);
        put(b, f, " detail ", m->detail);
        if (m->body != FACT_NONE) {
            buf_z(b, " body ");
            function_name(b, f, m->body);
        }
        if (m->klass != FACT_NONE)
            put(b, f, " class ", f->classes.at[m->klass].name);
        buf_z(b, " in ");
        function_name(b, f, m->function);
        flags(b, m->flags, names, ARRAY_LEN(names));
        guards(b, f, " ", m->guard);
        buf_z(b, "\n");
    }
}

void facts_lines(const struct facts *f, struct str text, unsigned parts, struct buf *out) {
    (void)text;
    if (parts & FACTS_IMPORTS)
        imports(f, out);
    if (parts & FACTS_EXPORTS)
        exports(f, out);
    if (parts & FACTS_FUNCTIONS)
        functions(f, out);
    if (parts & FACTS_CLASSES)
        classes(f, out);
    if (parts & FACTS_STATES) {
        states(f, out);
        uses(f, out);
    }
    if (parts & FACTS_CALLS)
        calls(f, out);
    if (parts & FACTS_MARKS)
        marks(f, out);
    for (uint32_t i = 0; (parts & FACTS_ENVS) && i < f->envs.n; i++) {
        put(out, f, "env ", f->envs.at[i].name);
        buf_z(out, "\n");
    }
}
