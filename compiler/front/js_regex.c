/* Running the program: one loop, its own stack of choices and of values to put back. */
#include "compiler/front/js_regex.h"

struct match {
    struct arena *arena;
    struct js_regex *re;
    const struct js_regex_text *text;
    size_t *groups, *registers;
    long *steps;
};

enum outcome { GO_ON, FAILED, FINISHED, GIVEN_UP };

static bool is_high(uint32_t c) {
    return c >= 0xd800 && c < 0xdc00;
}

static bool is_low(uint32_t c) {
    return c >= 0xdc00 && c < 0xe000;
}

static bool is_line_end(uint32_t c) {
    return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

static bool is_word(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static uint32_t fold(const struct js_regex *re, uint32_t c) {
    return re->flags & JS_REGEX_IGNORE_CASE && c >= 'a' && c <= 'z' ? c - 0x20 : c;
}

/* The character after the position (before it, where `back`); false at the text's end. Moves on. */
static bool read_char(const struct match *m, size_t *at, bool back, uint32_t *c) {
    const uint16_t *u = m->text->at;
    bool wide = m->re->flags & JS_REGEX_UNICODE;
    if (back) {
        if (*at == 0)
            return false;
        *c = u[--*at];
        if (wide && is_low(*c) && *at > 0 && is_high(u[*at - 1]))
            *c = 0x10000 + ((uint32_t)(u[--*at] - 0xd800) << 10) + (*c - 0xdc00);
        return true;
    }
    if (*at >= m->text->n)
        return false;
    *c = u[(*at)++];
    if (wide && is_high(*c) && *at < m->text->n && is_low(u[*at]))
        *c = 0x10000 + ((*c - 0xd800) << 10) + (uint32_t)(u[(*at)++] - 0xdc00);
    return true;
}

static bool in_ranges(const struct js_class_set *set, uint32_t c) {
    for (size_t i = 0; i < set->n; i++)
        if (c >= set->at[i].low && c <= set->at[i].high)
            return true;
    return false;
}

static bool in_set(const struct js_regex *re, const struct js_class_set *set, uint32_t c) {
    bool in = in_ranges(set, c);
    if (re->flags & JS_REGEX_IGNORE_CASE) {
        in = in || (c >= 'a' && c <= 'z' && in_ranges(set, c - 0x20));
        in = in || (c >= 'A' && c <= 'Z' && in_ranges(set, c + 0x20));
    }
    return in != set->is_inverted;
}

static bool push(struct match *m, uint32_t kind, uint32_t a, size_t position) {
    struct js_regex_save save = {kind, a, position};
    if (m->re->stack.n >= JS_REGEX_STACK_MOST)
        return false;
    VEC_PUSH(m->arena, &m->re->stack, save);
    return true;
}

/* Slots first, then registers. */
static size_t *variable(const struct match *m, uint32_t i) {
    return i < 2 * m->re->n_groups ? &m->groups[i] : &m->registers[i - 2 * m->re->n_groups];
}

static bool assign(struct match *m, uint32_t i, size_t value) {
    size_t *slot = variable(m, i);
    if (*slot == value)
        return true;
    if (!push(m, 1 + i, 0, *slot))
        return false;
    *slot = value;
    return true;
}

/* Puts back what was saved down to the last choice above `base`; false where there is none. */
static bool take_choice(struct match *m, size_t base, uint32_t *pc, size_t *at) {
    while (m->re->stack.n > base) {
        struct js_regex_save save = m->re->stack.at[--m->re->stack.n];
        if (save.kind == 0) {
            *pc = save.a;
            *at = save.position;
            return true;
        }
        *variable(m, save.kind - 1) = save.position;
    }
    return false;
}

/* A look-around that held is not tried again, but what it captured can be taken back. */
static void drop_choices(struct match *m, size_t base) {
    size_t kept = base;
    for (size_t i = base; i < m->re->stack.n; i++)
        if (m->re->stack.at[i].kind)
            m->re->stack.at[kept++] = m->re->stack.at[i];
    m->re->stack.n = kept;
}

static bool match_again(const struct match *m, const struct js_regex_code *c, size_t *at) {
    size_t begin = m->groups[2 * c->a], end = m->groups[2 * c->a + 1];
    if (begin == SIZE_MAX || end == SIZE_MAX)
        return true;
    size_t n = end - begin;
    if (c->back ? *at < n : m->text->n - *at < n)
        return false;
    size_t from = c->back ? *at - n : *at;
    for (size_t i = 0; i < n; i++)
        if (fold(m->re, m->text->at[begin + i]) != fold(m->re, m->text->at[from + i]))
            return false;
    *at = c->back ? from : from + n;
    return true;
}

static bool is_boundary(const struct match *m, size_t at) {
    bool before = at > 0 && is_word(m->text->at[at - 1]);
    bool after = at < m->text->n && is_word(m->text->at[at]);
    return before != after;
}

/* Instructions that look at the text and neither jump nor save. */
static bool test(const struct match *m, const struct js_regex_code *c, size_t *at) {
    bool multiline = m->re->flags & JS_REGEX_MULTILINE;
    uint32_t ch;
    switch ((enum js_regex_op)c->op) {
    case RE_CHAR:
        return read_char(m, at, c->back, &ch) && fold(m->re, ch) == fold(m->re, c->a);
    case RE_ANY:
        return read_char(m, at, c->back, &ch) && (c->a || !is_line_end(ch));
    case RE_CLASS:
        return read_char(m, at, c->back, &ch) && in_set(m->re, &m->re->sets.at[c->a], ch);
    case RE_CHECK:
        return m->registers[c->a] != *at;
    case RE_BACK:
        return match_again(m, c, at);
    case RE_LINE_BEGIN:
        return *at == 0 || (multiline && is_line_end(m->text->at[*at - 1]));
    case RE_LINE_END:
        return *at == m->text->n || (multiline && is_line_end(m->text->at[*at]));
    case RE_WORD:
        return is_boundary(m, *at) == (c->a != 0);
    case RE_SPLIT:
    case RE_JUMP:
    case RE_SAVE:
    case RE_RESET:
    case RE_MARK:
    case RE_LOOK:
    case RE_DONE:
        break;
    }
    return false;
}

static enum outcome run(struct match *m, uint32_t pc, size_t at, size_t *end);

static enum outcome look(struct match *m, uint32_t pc, size_t at) {
    const struct js_regex_code *c = &m->re->code.at[pc];
    size_t base = m->re->stack.n, end;
    uint32_t unused_pc;
    size_t unused_at;
    enum outcome o = run(m, pc + 1, at, &end);
    if (o == GIVEN_UP)
        return o;
    if (c->b && o == FINISHED)
        while (take_choice(m, base, &unused_pc, &unused_at))
            continue;
    if (!c->b && o == FINISHED)
        drop_choices(m, base);
    return (o == FINISHED) != (c->b != 0) ? GO_ON : FAILED;
}

static enum outcome step(struct match *m, uint32_t *pc, size_t *at) {
    const struct js_regex_code *c = &m->re->code.at[*pc];
    uint32_t n_slots = 2 * (uint32_t)m->re->n_groups;
    enum outcome o;
    switch ((enum js_regex_op)c->op) {
    case RE_DONE:
        return FINISHED;
    case RE_JUMP:
        *pc = c->a;
        return GO_ON;
    case RE_SPLIT:
        if (!push(m, 0, c->b, *at))
            return GIVEN_UP;
        *pc = c->a;
        return GO_ON;
    case RE_SAVE:
    case RE_MARK:
        if (!assign(m, c->op == RE_SAVE ? c->a : n_slots + c->a, *at))
            return GIVEN_UP;
        break;
    case RE_RESET:
        for (uint32_t i = 2 * c->a; i < 2 * c->b; i++)
            if (!assign(m, i, SIZE_MAX))
                return GIVEN_UP;
        break;
    case RE_LOOK:
        o = look(m, *pc, *at);
        if (o != GO_ON)
            return o;
        *pc = c->a;
        return GO_ON;
    default:
        if (!test(m, c, at))
            return FAILED;
        break;
    }
    ++*pc;
    return GO_ON;
}

static enum outcome run(struct match *m, uint32_t pc, size_t at, size_t *end) {
    size_t base = m->re->stack.n;
    for (;;) {
        if (--*m->steps < 0)
            return GIVEN_UP;
        enum outcome o = step(m, &pc, &at);
        if (o == FAILED && !take_choice(m, base, &pc, &at))
            return FAILED;
        if (o == FINISHED)
            *end = at;
        if (o == FINISHED || o == GIVEN_UP)
            return o;
    }
}

size_t js_regex_advance(const struct js_regex *re, const struct js_regex_text *text, size_t at) {
    bool pair = re->flags & JS_REGEX_UNICODE && at + 1 < text->n && is_high(text->at[at]) &&
                is_low(text->at[at + 1]);
    return at + 1 + pair;
}

enum js_regex_result js_regex_match(struct arena *a, struct js_regex *re,
                                    const struct js_regex_text *text, size_t from, bool here_only,
                                    size_t *groups, long *steps, const char **why) {
    size_t registers[64], end = 0;
    struct match m = {a, re, text, groups, registers, steps};
    bool in_pair =
        from > 0 && from < text->n && is_high(text->at[from - 1]) && is_low(text->at[from]);
    *why = "this takes too many steps to match";
    if (re->needs_ascii && !text->is_ascii) {
        *why = "\\p{...} is modelled for ASCII only";
        return JS_REGEX_GIVEN_UP;
    }
    if ((re->flags & JS_REGEX_IGNORE_CASE && !text->is_ascii) ||
        (re->flags & JS_REGEX_UNICODE && in_pair)) {
        *why = "the case of letters outside ASCII is not modelled";
        return JS_REGEX_GIVEN_UP;
    }
    if (re->n_registers > ARRAY_LEN(registers))
        m.registers = arena_array(a, size_t, re->n_registers);
    for (size_t at = from; at <= text->n; at = js_regex_advance(re, text, at)) {
        for (size_t i = 0; i < 2 * re->n_groups; i++)
            groups[i] = SIZE_MAX;
        for (size_t i = 0; i < re->n_registers; i++)
            m.registers[i] = SIZE_MAX;
        re->stack.n = 0;
        enum outcome o = run(&m, 0, at, &end);
        groups[0] = at;
        groups[1] = end;
        if (o != FAILED)
            return o == FINISHED ? JS_REGEX_MATCH : JS_REGEX_GIVEN_UP;
        if (here_only)
            break;
    }
    return JS_REGEX_NO_MATCH;
}
