/* Tree to program. */
#include "compiler/front/js_regex_parts.h"

enum { PATTERN_MOST = 4000 }; /* bytes; reading backwards recurses over a list */

static uint32_t emit(struct parser *p, enum js_regex_op op, bool back, uint32_t a, uint32_t b) {
    struct js_regex_code c = {(uint8_t)op, back, a, b};
    if (p->re->code.n >= JS_REGEX_CODE_MOST) {
        (void)re_refuse(p, "the pattern is too large");
        return 0;
    }
    VEC_PUSH(p->arena, &p->re->code, c);
    return (uint32_t)p->re->code.n - 1;
}

static uint32_t here(const struct parser *p) {
    return (uint32_t)p->re->code.n;
}

static void gen(struct parser *p, const struct node *n, bool back);

/* In the text's order, or from the last to the first where the text is read backwards. */
static void gen_list(struct parser *p, const struct node *first, bool back) {
    if (back && first && first->next)
        gen_list(p, first->next, back);
    if (first)
        gen(p, first, back);
    if (!back)
        for (const struct node *n = first ? first->next : NULL; n; n = n->next)
            gen(p, n, back);
}

static void gen_or(struct parser *p, const struct node *n, bool back) {
    uint32_t ends = UINT32_MAX; /* a chain through the jumps' targets */
    for (const struct node *c = n->first; c; c = c->next) {
        uint32_t split = c->next ? emit(p, RE_SPLIT, false, here(p) + 1, 0) : 0;
        gen_list(p, c->first, back);
        if (c->next) {
            ends = emit(p, RE_JUMP, false, ends, 0);
            p->re->code.at[split].b = here(p);
        }
    }
    while (ends != UINT32_MAX && p->verdict == JS_REGEX_OK) {
        uint32_t next = p->re->code.at[ends].a;
        p->re->code.at[ends].a = here(p);
        ends = next;
    }
}

/* One turn that may also match nothing, which ends the loop. */
static uint32_t gen_turn(struct parser *p, const struct node *n, bool back) {
    uint32_t split = emit(p, RE_SPLIT, false, 0, 0);
    uint32_t mark = (uint32_t)p->re->n_registers++;
    (void)emit(p, RE_MARK, false, mark, 0);
    (void)emit(p, RE_RESET, false, n->group, n->group_end);
    gen(p, n->first, back);
    (void)emit(p, RE_CHECK, false, mark, 0);
    return split;
}

static void aim(struct parser *p, uint32_t split, bool lazy) {
    struct js_regex_code *c = &p->re->code.at[split];
    c->a = lazy ? here(p) : split + 1;
    c->b = lazy ? split + 1 : here(p);
}

static void gen_loop(struct parser *p, const struct node *n, bool back) {
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < n->min && p->verdict == JS_REGEX_OK; i++) {
        (void)emit(p, RE_RESET, false, n->group, n->group_end);
        gen(p, n->first, back);
    }
    if (n->max == UINT32_MAX) {
        uint32_t split = gen_turn(p, n, back);
        (void)emit(p, RE_JUMP, false, split, 0);
        if (p->verdict == JS_REGEX_OK)
            aim(p, split, n->lazy);
        return;
    }
    for (uint32_t i = n->min; i < n->max && p->verdict == JS_REGEX_OK; i++) {
        uint32_t split = gen_turn(p, n, back);
        p->re->code.at[split].b = first;
        first = split;
    }
    while (first != UINT32_MAX && p->verdict == JS_REGEX_OK) {
        uint32_t next = p->re->code.at[first].b;
        aim(p, first, n->lazy);
        first = next;
    }
}

static void gen_name(struct parser *p, const struct node *n, bool back) {
    for (uint32_t i = 1; i <= p->groups; i++)
        if (str_eq(p->re->names[i], n->name) && n->name.n) {
            (void)emit(p, RE_BACK, back, i, 0);
            return;
        }
    (void)re_wrong(p, "Invalid named capture referenced");
}

static void gen_look(struct parser *p, const struct node *n) {
    uint32_t look = emit(p, RE_LOOK, false, 0, n->negative);
    gen(p, n->first, n->behind);
    (void)emit(p, RE_DONE, false, 0, 0);
    p->re->code.at[look].a = here(p);
}

static void gen(struct parser *p, const struct node *n, bool back) {
    if (p->verdict != JS_REGEX_OK)
        return;
    switch (n->kind) {
    case K_CHAR:
        (void)emit(p, RE_CHAR, back, n->a, 0);
        break;
    case K_ANY:
        (void)emit(p, RE_ANY, back, n->a, 0);
        break;
    case K_CLASS:
        (void)emit(p, RE_CLASS, back, n->a, 0);
        break;
    case K_LIST:
        gen_list(p, n->first, back);
        break;
    case K_OR:
        gen_or(p, n, back);
        break;
    case K_GROUP:
        (void)emit(p, RE_SAVE, false, 2 * n->a + back, 0);
        gen(p, n->first, back);
        (void)emit(p, RE_SAVE, false, 2 * n->a + !back, 0);
        break;
    case K_LOOK:
        gen_look(p, n);
        break;
    case K_BACK:
        (void)emit(p, RE_BACK, back, n->a, 0);
        break;
    case K_NAME:
        gen_name(p, n, back);
        break;
    case K_LOOP:
        gen_loop(p, n, back);
        break;
    case K_BEGIN:
        (void)emit(p, RE_LINE_BEGIN, false, 0, 0);
        break;
    case K_END:
        (void)emit(p, RE_LINE_END, false, 0, 0);
        break;
    case K_WORD:
        (void)emit(p, RE_WORD, false, n->a, 0);
        break;
    }
}

static void read_flags(struct parser *p, struct str flags) {
    static const char letters[] = "dgimsuy";
    for (size_t i = 0; i < flags.n; i++) {
        const char *letter = flags.p[i] ? strchr(letters, flags.p[i]) : NULL;
        unsigned bit = letter ? 1u << (letter - letters) : 0;
        if (flags.p[i] == 'v')
            (void)re_refuse(p, "the flag v is not modelled");
        else if (!letter || p->re->flags & bit)
            (void)re_wrong(p, "Invalid regular expression flags");
        p->re->flags |= bit;
    }
}

enum js_regex_verdict js_regex_compile(struct arena *a, struct str pattern, struct str flags,
                                       struct js_regex *out, const char **why) {
    struct parser p = {.arena = a, .re = out, .s = pattern};
    *out = (struct js_regex){.pattern = pattern, .flag_text = flags};
    read_flags(&p, flags);
    p.unicode = out->flags & JS_REGEX_UNICODE;
    if (pattern.n > PATTERN_MOST)
        (void)re_refuse(&p, "the pattern is too large");
    struct node *tree = re_parse(&p);
    if (tree)
        gen(&p, tree, false);
    if (p.is_odd && out->flags & JS_REGEX_IGNORE_CASE)
        p.unmodelled = "the case of letters outside ASCII is not modelled";
    if (p.verdict == JS_REGEX_OK && p.unmodelled)
        (void)re_refuse(&p, p.unmodelled);
    (void)emit(&p, RE_DONE, false, 0, 0);
    out->n_groups = p.groups + 1;
    out->has_names = p.has_names;
    *why = p.why;
    return p.verdict;
}
