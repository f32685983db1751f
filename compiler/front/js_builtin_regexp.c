/* RegExp, and the String methods that take one. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "compiler/front/js_regex.h"
#include "compiler/front/js_text.h"

/* One pattern is compiled once: a program is the same whoever runs it. */
static struct js_regex *find_compiled(const struct js *js, struct str pattern, struct str flags) {
    for (size_t i = 0; i < js->regexes.n; i++)
        if (str_eq(js->regexes.at[i]->pattern, pattern) &&
            str_eq(js->regexes.at[i]->flag_text, flags))
            return js->regexes.at[i];
    return NULL;
}

/* NULL where refused or wrong: *verdict and *why. */
static struct js_regex *compile(struct js *js, struct str pattern, struct str flags,
                                enum js_regex_verdict *verdict, const char **why) {
    struct js_regex *re = find_compiled(js, pattern, flags);
    *verdict = JS_REGEX_OK;
    if (re || !js_step(js, 1 + pattern.n))
        return re;
    re = arena_new(js->arena, struct js_regex);
    *verdict = js_regex_compile(js->arena, pattern, flags, re, why);
    if (*verdict == JS_REGEX_OK)
        VEC_PUSH(js->arena, &js->regexes, re);
    return *verdict == JS_REGEX_OK ? re : NULL;
}

const struct js_value *js_regexp(struct js *js, struct str pattern, struct str flags,
                                 struct span span, bool is_literal) {
    enum js_regex_verdict verdict;
    const char *why = "";
    struct js_regex *re = compile(js, pattern, flags, &verdict, &why);
    if (js->is_fatal)
        return NULL;
    if (verdict == JS_REGEX_WRONG && is_literal)
        return js_fatal(js, span, "Invalid regular expression: %s; Node cannot load this file",
                        why);
    if (verdict == JS_REGEX_WRONG)
        return js_throw(js, span, "SyntaxError", "Invalid regular expression: %s", why);
    struct js_object *o = js_object_new(js, JS_REGEXP);
    o->regex = re;
    js->may_throw = js->may_throw || (!re && !is_literal); /* it may be wrong, too */
    if (!re)
        o->bound = js_unknown(js, span, "ecoc does not evaluate this regular expression: %s", why);
    return js_object_value(js->arena, o, span);
}

static void split_literal(struct str text, struct str *pattern, struct str *flags) {
    size_t end = text.n;
    while (end > 1 && text.p[end - 1] != '/')
        end--;
    *pattern = (struct str){text.p + 1, end - 2};
    *flags = str_skip(text, end);
}

const struct js_value *js_regexp_literal(struct js *js, const struct js_node *n) {
    struct str pattern, flags;
    split_literal(js_source(js, n), &pattern, &flags);
    return js_regexp(js, pattern, flags, js_span(js, n), true);
}

bool js_regexp_check(struct js *js, const struct js_node *n) {
    if (n->kind == JS_N_REGEX)
        return js_regexp_literal(js, n) != NULL;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (!js_regexp_check(js, c))
            return false;
    return true;
}

/* ---- matching ---- */

struct subject {
    struct js_object *o;
    struct js_regex *re;
    struct str s;
    struct js_regex_text text;
    size_t *groups;
    const struct js_value *unknown;
    struct span span;
};

static bool open_subject(struct js *js, struct subject *t, struct js_object *o, struct str s,
                         struct span span) {
    *t = (struct subject){.o = o, .re = o->regex, .s = s, .span = span};
    if (!o->regex || o->open) {
        t->unknown = o->open ? o->open : o->bound;
        return false;
    }
    struct js_units u = js_text_units(js->arena, s);
    t->text = (struct js_regex_text){u.at, u.n, u.n == s.n};
    t->groups = arena_array(js->arena, size_t, 2 * o->regex->n_groups);
    return js_step(js, 1 + s.n / 8);
}

/* 1: t->groups are set, 0: no match, -1: t->unknown or fatal. */
static int match_at(struct js *js, struct subject *t, size_t from, bool here_only) {
    long steps = JS_REGEX_STEPS_MOST;
    const char *why;
    enum js_regex_result r =
        js_regex_match(js->arena, t->re, &t->text, from, here_only, t->groups, &steps, &why);
    if (!js_step(js, (size_t)(JS_REGEX_STEPS_MOST - steps) / 8 + 1))
        return -1;
    if (r == JS_REGEX_GIVEN_UP)
        t->unknown = js_unknown(js, t->span, "ecoc does not evaluate this match: %s", why);
    return r == JS_REGEX_GIVEN_UP ? -1 : r == JS_REGEX_MATCH;
}

static void set_last(struct js *js, struct js_object *o, size_t at) {
    if (o->next == at)
        return;
    js_touch_object(js, o);
    o->next = at;
}

/* RegExpBuiltinExec: begins at lastIndex and moves it, with the flags g and y. */
static int exec(struct js *js, struct subject *t) {
    bool moves = t->re->flags & (JS_REGEX_GLOBAL | JS_REGEX_STICKY);
    size_t from = moves ? t->o->next : 0;
    int r = from > t->text.n ? 0 : match_at(js, t, from, t->re->flags & JS_REGEX_STICKY);
    if (r < 0 && moves)
        js_open(js, t->o, t->unknown ? t->unknown : js_unknown(js, t->span, "it is not known"));
    if (r == 0 && moves)
        set_last(js, t->o, 0);
    if (r > 0 && moves)
        set_last(js, t->o, t->groups[1]);
    return r;
}

static const struct js_value *group(struct js *js, const struct subject *t, size_t i) {
    size_t begin = t->groups[2 * i], end = t->groups[2 * i + 1];
    if (begin == SIZE_MAX || end == SIZE_MAX)
        return js_undefined(js->arena, t->span);
    return js_string(js->arena, js_text_from_units(js->arena, t->text.at + begin, end - begin),
                     t->span);
}

static const struct js_value *named_groups(struct js *js, const struct subject *t) {
    if (!t->re->has_names)
        return js_undefined(js->arena, t->span);
    struct js_object *o = js_object_new(js, JS_PLAIN);
    o->no_proto = true;
    for (size_t i = 1; i < t->re->n_groups; i++)
        if (t->re->names[i].n)
            js_define(js, o, t->re->names[i], t->span, group(js, t, i));
    return js_object_value(js->arena, o, t->span);
}

/* What exec gives: the groups, and where. */
static const struct js_value *match_array(struct js *js, const struct subject *t) {
    struct js_object *a = js_object_new(js, JS_ARRAY);
    for (size_t i = 0; i < t->re->n_groups; i++)
        js_push(js, a, group(js, t, i));
    js_define(js, a, STR("index"), t->span, js_number(js->arena, (double)t->groups[0], t->span));
    js_define(js, a, STR("input"), t->span, js_string(js->arena, t->s, t->span));
    js_define(js, a, STR("groups"), t->span, named_groups(js, t));
    if (t->re->flags & JS_REGEX_INDICES)
        js_define(js, a, STR("indices"), t->span,
                  js_unknown(js, t->span, "ecoc does not evaluate the indices of a match"));
    return js->is_fatal ? NULL : js_object_value(js->arena, a, t->span);
}

static const struct js_value *give_up(struct js *js, const struct subject *t) {
    js->may_throw = true;
    return t->unknown ? js_unknown_from(js, t->unknown) : NULL;
}

/* ---- RegExp ---- */

js_native_fn js_make_regexp;

const struct js_value *js_make_regexp(struct js *js, const struct js_call *call) {
    const struct js_value *from = js_arg(call, 0), *unknown = NULL;
    struct str pattern = STR("(?:)"), flags = STR("");
    if (js_is_class(from, JS_REGEXP)) {
        if (!from->object->regex || !call->is_new)
            return js_decline(js, call);
        pattern = from->object->regex->pattern;
        flags = from->object->regex->flag_text;
    } else if (from->kind != JS_UNDEFINED && !js_to_text(js, from, &pattern, &unknown)) {
        return js_refuse(js, unknown);
    }
    if (js_has_arg(call, 1) && !js_arg_text(js, call, 1, &flags, &unknown))
        return js_refuse(js, unknown);
    return js_regexp(js, pattern.n ? pattern : STR("(?:)"), flags, call->span, false);
}

static struct str sorted_flags(struct js *js, const struct js_regex *re) {
    static const char letters[] = "dgimsuy";
    char *out = arena_alloc(js->arena, sizeof letters);
    size_t n = 0;
    for (size_t i = 0; letters[i]; i++)
        if (re->flags & 1u << i)
            out[n++] = letters[i];
    return (struct str){out, n};
}

/* A pattern that is written as it is: without line ends, and slashes only escaped or in classes. */
static bool is_plain_source(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n' || s.p[i] == '\r' || (unsigned char)s.p[i] == 0xe2 ||
            (s.p[i] == '/' && (i == 0 || s.p[i - 1] != '\\')))
            return false;
    return true;
}

const struct js_value *js_regexp_get(struct js *js, const struct js_object *o, struct str key,
                                     struct span span) {
    static const struct {
        const char *name;
        unsigned flag;
    } flags[] = {{"hasIndices", JS_REGEX_INDICES},     {"global", JS_REGEX_GLOBAL},
                 {"ignoreCase", JS_REGEX_IGNORE_CASE}, {"multiline", JS_REGEX_MULTILINE},
                 {"dotAll", JS_REGEX_DOT_ALL},         {"unicode", JS_REGEX_UNICODE},
                 {"sticky", JS_REGEX_STICKY}};
    if (str_eqz(key, "lastIndex"))
        return js_number(js->arena, (double)o->next, span);
    bool is_source = str_eqz(key, "source"), is_flags = str_eqz(key, "flags");
    if (!o->regex && (is_source || is_flags))
        return js_unknown_from(js, o->bound);
    if (is_source && !is_plain_source(o->regex->pattern))
        return js_unknown(js, span, "ecoc does not write this pattern as text");
    if (is_source || is_flags)
        return js_string(js->arena, is_source ? o->regex->pattern : sorted_flags(js, o->regex),
                         span);
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (str_eqz(key, flags[i].name))
            return o->regex ? js_bool(js->arena, (o->regex->flags & flags[i].flag) != 0, span)
                            : js_unknown_from(js, o->bound);
    return NULL;
}

/* test and exec of a text that may not be known. */
static const struct js_value *run_one(struct js *js, const struct js_value *v, void *context) {
    const struct js_call *call = ((const struct js_call *const *)context)[0];
    bool wants_array = ((void **)context)[1] != NULL;
    const struct js_value *unknown = NULL;
    struct str s;
    struct subject t;
    if (!js_to_text(js, v, &s, &unknown))
        return js_refuse(js, unknown);
    if (!open_subject(js, &t, call->self->object, s, call->span))
        return give_up(js, &t);
    int r = exec(js, &t);
    if (r < 0)
        return give_up(js, &t);
    const struct js_value *out = !wants_array ? js_bool(js->arena, r > 0, call->span)
                                 : r          ? match_array(js, &t)
                                              : js_new(js->arena, JS_NULL, call->span);
    return out ? js_with_deps(js->arena, out, v->deps) : NULL;
}

static const struct js_value *run(struct js *js, const struct js_call *call, bool wants_array) {
    const struct js_value *v = js_arg(call, 0);
    struct js_call copy = *call;
    void *context[2] = {&copy, wants_array ? &copy : NULL};
    if (!call->self || !js_is_class(call->self, JS_REGEXP))
        return js_decline(js, call);
    const struct js_regex *re = call->self->object->regex;
    bool moves = !re || re->flags & (JS_REGEX_GLOBAL | JS_REGEX_STICKY);
    if (!js_is_known(v) && moves) {
        js_open(js, call->self->object, v);
        return js_unknown_from(js, v);
    }
    return js_map(js, v, run_one, context);
}

static const struct js_value *regexp_test(struct js *js, const struct js_call *call) {
    return run(js, call, false);
}

static const struct js_value *regexp_exec(struct js *js, const struct js_call *call) {
    return run(js, call, true);
}

const struct js_value *js_regexp_to_string(struct js *js, const struct js_call *call) {
    const struct js_regex *re =
        call->self && js_is_class(call->self, JS_REGEXP) ? call->self->object->regex : NULL;
    if (!re || !is_plain_source(re->pattern))
        return js_unknown(js, call->span, "ecoc does not write this pattern as text");
    return js_string(
        js->arena,
        arena_fmt(js->arena, "/%.*s/%.*s", STR_ARG(re->pattern), STR_ARG(sorted_flags(js, re))),
        call->span);
}

static const struct js_row regexp_rows[] = {
    {"test", JS_ROW_RAW, regexp_test},
    {"exec", JS_ROW_RAW, regexp_exec},
    {"toString", JS_ROW_RAW, js_regexp_to_string},
    {"compile", JS_ROW_RAW, NULL},
    {"unicodeSets", JS_ROW_VALUE, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(regexp_proto, "RegExp.prototype", true, regexp_rows);

/* ---- String.prototype with a RegExp ---- */

/* The call's text and RegExp; a text argument becomes one where `flags` says with which. */
static bool take(struct js *js, const struct js_call *call, struct subject *t, const char *flags) {
    const struct js_value *v = js_arg(call, 0);
    struct str pattern = STR("(?:)");
    t->unknown = NULL;
    if (!call->self || call->self->kind != JS_STRING ||
        (v->kind == JS_OBJECT && v->object->class != JS_REGEXP) ||
        (v->kind != JS_OBJECT && !flags)) {
        t->unknown = js_decline(js, call);
        return false;
    }
    if (v->kind != JS_OBJECT) {
        if (v->kind != JS_UNDEFINED && !js_to_text(js, v, &pattern, &t->unknown))
            return false;
        v = js_regexp(js, pattern.n ? pattern : STR("(?:)"), str_of(flags), call->span, false);
        if (!v)
            return false;
    }
    return open_subject(js, t, v->object, call->self->string, call->span);
}

const struct js_value *js_regexp_match(struct js *js, const struct js_call *call) {
    struct subject t;
    int r;
    if (!take(js, call, &t, ""))
        return give_up(js, &t);
    if (!(t.re->flags & JS_REGEX_GLOBAL)) {
        r = exec(js, &t);
        return r < 0 ? give_up(js, &t)
               : r   ? match_array(js, &t)
                     : js_new(js->arena, JS_NULL, call->span);
    }
    struct js_object *out = js_object_new(js, JS_ARRAY);
    set_last(js, t.o, 0);
    while ((r = exec(js, &t)) > 0) {
        js_push(js, out, group(js, &t, 0));
        if (t.groups[0] == t.groups[1])
            set_last(js, t.o, js_regex_advance(t.re, &t.text, t.o->next));
    }
    if (r < 0 || js->is_fatal)
        return give_up(js, &t);
    return out->items.n ? js_object_value(js->arena, out, call->span)
                        : js_new(js->arena, JS_NULL, call->span);
}

const struct js_value *js_regexp_match_all(struct js *js, const struct js_call *call) {
    struct subject t;
    int r;
    if (!take(js, call, &t, "g"))
        return give_up(js, &t);
    if (!(t.re->flags & JS_REGEX_GLOBAL))
        return js_throw(js, call->span, "TypeError",
                        "String.prototype.matchAll called with a non-global RegExp argument");
    struct js_object *out = js_object_new(js, JS_ARRAY), *copy = js_object_new(js, JS_REGEXP);
    copy->regex = t.re;
    copy->next = t.o->next;
    t.o = copy;
    while ((r = exec(js, &t)) > 0) {
        js_push(js, out, match_array(js, &t));
        if (t.groups[0] == t.groups[1])
            set_last(js, t.o, js_regex_advance(t.re, &t.text, t.o->next));
    }
    return r < 0 || js->is_fatal ? give_up(js, &t)
                                 : js_iterator(js, out, JS_YIELD_VALUES, call->span);
}

const struct js_value *js_regexp_search(struct js *js, const struct js_call *call) {
    struct subject t;
    if (!take(js, call, &t, ""))
        return give_up(js, &t);
    int r = match_at(js, &t, 0, t.re->flags & JS_REGEX_STICKY);
    return r < 0 ? give_up(js, &t) : js_number(js->arena, r ? (double)t.groups[0] : -1, call->span);
}

static const struct js_value *piece(struct js *js, const struct subject *t, size_t from,
                                    size_t to) {
    return js_string(js->arena, js_text_from_units(js->arena, t->text.at + from, to - from),
                     t->span);
}

const struct js_value *js_regexp_split(struct js *js, const struct js_call *call) {
    struct subject t;
    const struct js_value *limit = js_arg(call, 1);
    size_t most = SIZE_MAX, from = 0;
    struct js_object *out = js_object_new(js, JS_ARRAY);
    if (limit->kind == JS_NUMBER && limit->number >= 0 && limit->number <= JS_ITEMS_MOST)
        most = (size_t)limit->number;
    else if (limit->kind != JS_UNDEFINED)
        return js_decline(js, call);
    if (!take(js, call, &t, NULL))
        return give_up(js, &t);
    int r = t.text.n ? 0 : match_at(js, &t, 0, true);
    for (size_t at = 0; at < t.text.n && r >= 0;) {
        r = match_at(js, &t, at, true);
        size_t end = r > 0 && t.groups[1] < t.text.n ? t.groups[1] : t.text.n;
        if (r <= 0 || end == from) {
            at = js_regex_advance(t.re, &t.text, at);
            continue;
        }
        js_push(js, out, piece(js, &t, from, at));
        for (size_t i = 1; i < t.re->n_groups; i++)
            js_push(js, out, group(js, &t, i));
        at = from = end;
    }
    if (r < 0 || js->is_fatal)
        return give_up(js, &t);
    if (t.text.n || !r)
        js_push(js, out, piece(js, &t, from, t.text.n));
    out->items.n = out->items.n < most ? out->items.n : most;
    return js_object_value(js->arena, out, call->span);
}

/* ---- replace ---- */

struct substitution {
    struct js *js;
    struct js_units text;
    const size_t *groups;
    size_t n_groups;
    const struct str *names;
    struct str out;
};

static void add(struct substitution *s, size_t begin, size_t end) {
    if (begin < end && end != SIZE_MAX)
        s->out = js_text_join(s->js->arena, s->out,
                              js_text_from_units(s->js->arena, s->text.at + begin, end - begin));
}

static void add_group(struct substitution *s, size_t i) {
    if (s->groups[2 * i] != SIZE_MAX)
        add(s, s->groups[2 * i], s->groups[2 * i + 1]);
}

/* $<name>: how many bytes it takes; 0 where it is plain text. */
static size_t add_named(struct substitution *s, struct str rest) {
    size_t end = str_index(rest, '>');
    if (!s->names || end == rest.n)
        return 0;
    for (size_t i = 1; i < s->n_groups; i++)
        if (s->names[i].n && str_eq(s->names[i], (struct str){rest.p + 2, end - 2}))
            add_group(s, i);
    return end + 1;
}

/* $1 to $99. */
static size_t add_numbered(struct substitution *s, struct str rest) {
    size_t one = (size_t)(rest.p[1] - '0');
    size_t two = rest.n > 2 && rest.p[2] >= '0' && rest.p[2] <= '9'
                     ? one * 10 + (size_t)(rest.p[2] - '0')
                     : 0;
    bool is_two = two > 0 && two < s->n_groups;
    if (!is_two && (one == 0 || one >= s->n_groups))
        return 0;
    add_group(s, is_two ? two : one);
    return is_two ? 3 : 2;
}

static size_t add_special(struct substitution *s, struct str rest) {
    switch (rest.n > 1 ? rest.p[1] : 0) {
    case '$':
        s->out = js_text_join(s->js->arena, s->out, STR("$"));
        return 2;
    case '&':
        add_group(s, 0);
        return 2;
    case '`':
        add(s, 0, s->groups[0]);
        return 2;
    case '\'':
        add(s, s->groups[1], s->text.n);
        return 2;
    case '<':
        return add_named(s, rest);
    default:
        return rest.n > 1 && rest.p[1] >= '0' && rest.p[1] <= '9' ? add_numbered(s, rest) : 0;
    }
}

struct str js_substitute(struct js *js, struct str to, struct str text, const size_t *groups,
                         size_t n_groups, const struct str *names) {
    struct substitution s = {.js = js, .groups = groups, .n_groups = n_groups, .names = names};
    if (!to.n || !memchr(to.p, '$', to.n))
        return to;
    s.text = js_text_units(js->arena, text);
    s.out = STR("");
    while (to.n && s.out.n <= JS_TEXT_MOST && js_step(js, 1 + s.out.n / 64)) {
        size_t n = str_index(to, '$'), taken;
        s.out = js_text_join(js->arena, s.out, (struct str){to.p, n});
        to = str_skip(to, n);
        taken = to.n ? add_special(&s, to) : 0;
        if (to.n && !taken)
            s.out = js_text_join(js->arena, s.out, STR("$"));
        to = str_skip(to, to.n && !taken ? 1 : taken);
    }
    return s.out;
}

/* The function's answer for this match: (match, groups ..., offset, text[, named groups]). */
static bool ask(struct js *js, struct subject *t, const struct js_value *f, struct str *out) {
    const struct js_value **args =
        arena_array(js->arena, const struct js_value *, t->re->n_groups + 3);
    size_t n = 0;
    for (; n < t->re->n_groups; n++)
        args[n] = group(js, t, n);
    args[n++] = js_number(js->arena, (double)t->groups[0], t->span);
    args[n++] = js_string(js->arena, t->s, t->span);
    if (t->re->has_names)
        args[n++] = named_groups(js, t);
    struct js_call inner = {.args = args, .n = n, .span = t->span};
    const struct js_value *v = js_call_value(js, f, &inner);
    return v && js_to_text(js, v, out, &t->unknown);
}

/* All matches first, then what becomes of them: as the language says it. */
static int collect(struct js *js, struct subject *t, size_t **hits, size_t *n_hits) {
    VEC(size_t *) found = {0};
    bool global = t->re->flags & JS_REGEX_GLOBAL;
    int r;
    if (global)
        set_last(js, t->o, 0);
    while ((r = exec(js, t)) > 0) {
        if (global && t->re->flags & JS_REGEX_UNICODE && t->re->n_groups > 1 &&
            t->groups[0] == t->groups[1]) { /* seen in Node 20: groups of the match before */
            t->unknown = js_unknown(js, t->span, "V8 has answers of its own to this replacement");
            return -1;
        }
        VEC_PUSH(js->arena, &found, t->groups);
        size_t *next = arena_array(js->arena, size_t, 2 * t->re->n_groups);
        if (global && t->groups[0] == t->groups[1])
            set_last(js, t->o, js_regex_advance(t->re, &t->text, t->o->next));
        t->groups = next;
        if (!global)
            break;
    }
    *n_hits = found.n;
    hits[0] = NULL;
    size_t *flat = arena_array(js->arena, size_t, found.n * 2 * t->re->n_groups + 1);
    for (size_t i = 0; i < found.n; i++)
        memcpy(flat + i * 2 * t->re->n_groups, found.at[i], 2 * t->re->n_groups * sizeof *flat);
    *hits = flat;
    return r;
}

const struct js_value *js_regexp_replace(struct js *js, const struct js_call *call) {
    struct subject t;
    const struct js_value *f = js_arg(call, 1);
    struct str to = {"", 0}, out = {"", 0}, with;
    size_t *hits, n_hits, from = 0;
    if (!take(js, call, &t, NULL))
        return give_up(js, &t);
    if (str_ends(call->callee->what, STR("All")) && !(t.re->flags & JS_REGEX_GLOBAL))
        return js_throw(js, call->span, "TypeError",
                        "replaceAll must be called with a global RegExp");
    if (!js_is_callable(f) && !js_to_text(js, f, &to, &t.unknown))
        return give_up(js, &t);
    if (collect(js, &t, &hits, &n_hits) < 0 || js->is_fatal)
        return give_up(js, &t);
    for (size_t i = 0; i < n_hits; i++) {
        t.groups = hits + i * 2 * t.re->n_groups;
        if (!js_is_callable(f))
            with = js_substitute(js, to, t.s, t.groups, t.re->n_groups,
                                 t.re->has_names ? t.re->names : NULL);
        else if (!ask(js, &t, f, &with))
            return give_up(js, &t);
        out = js_text_join(js->arena, out, piece(js, &t, from, t.groups[0])->string);
        out = js_text_join(js->arena, out, with);
        from = t.groups[1];
        if (out.n > JS_TEXT_MOST || !js_step(js, 1 + out.n / 64))
            return js_too_large(js, call->span, "a string grows too long");
    }
    out = js_text_join(js->arena, out, piece(js, &t, from, t.text.n)->string);
    return js->is_fatal ? NULL : js_string(js->arena, out, call->span);
}
