/* Pattern to tree. Without the flag u the lenient grammar of ECMA-262's annex B holds. */
#include "compiler/front/js_regex_parts.h"

struct node *re_wrong(struct parser *p, const char *why) {
    if (p->verdict == JS_REGEX_OK) {
        p->verdict = JS_REGEX_WRONG;
        p->why = why;
    }
    return NULL;
}

struct node *re_refuse(struct parser *p, const char *why) {
    if (p->verdict == JS_REGEX_OK) {
        p->verdict = JS_REGEX_REFUSED;
        p->why = why;
    }
    return NULL;
}

/* Groups and whether any has a name, before the parse: what \1 and \k mean depends on it. */
static void count_groups(struct parser *p) {
    bool in_class = false;
    for (size_t i = 0; i < p->s.n; i++) {
        char c = p->s.p[i];
        if (c == '\\')
            i++;
        else if (in_class)
            in_class = c != ']';
        else if (c == '[')
            in_class = true;
        else if (c == '(') {
            struct str rest = str_skip(p->s, i + 1);
            bool named =
                str_starts(rest, STR("?<")) && rest.n > 2 && rest.p[2] != '=' && rest.p[2] != '!';
            p->has_names = p->has_names || named;
            p->all_groups += named || rest.n == 0 || rest.p[0] != '?';
        }
    }
}

/* ---- terms ---- */

static struct node *parse_or(struct parser *p);

/* A group's name up to ">"; empty where it is wrong or refused. */
static struct str take_name(struct parser *p) {
    size_t n = 0;
    struct str rest = str_skip(p->s, p->at);
    while (n < rest.n && (is_letter(rest.p[n]) || rest.p[n] == '_' || rest.p[n] == '$' ||
                          (n && is_digit(rest.p[n]))))
        n++;
    if (n < rest.n && ((unsigned char)rest.p[n] >= 0x80 || rest.p[n] == '\\'))
        (void)re_refuse(p, "names with other characters are not modelled");
    if (n == 0 || n == rest.n || rest.p[n] != '>') {
        (void)re_wrong(p, "Invalid capture group name");
        return (struct str){"", 0};
    }
    p->at += n + 1;
    return (struct str){rest.p, n};
}

static struct node *close_group(struct parser *p, struct node *n) {
    p->depth++;
    n->first =
        p->depth < JS_REGEX_DEPTH ? parse_or(p) : re_refuse(p, "groups are nested too deeply");
    p->depth--;
    if (!n->first)
        return NULL;
    return take(p, ")") ? n : re_wrong(p, "Unterminated group");
}

static struct node *parse_capture(struct parser *p, bool named) {
    struct node *n = node_new(p, K_GROUP, ++p->groups);
    if (p->groups >= JS_REGEX_GROUPS_MOST)
        return re_refuse(p, "there are too many groups");
    if (named) {
        struct str name = take_name(p);
        for (uint32_t i = 1; i < n->a; i++)
            if (name.n && str_eq(p->re->names[i], name))
                return re_refuse(p, "a name is used twice");
        p->re->names[n->a] = name;
    }
    return p->verdict == JS_REGEX_OK ? close_group(p, n) : NULL;
}

static struct node *parse_group(struct parser *p) {
    struct node *n;
    if (!take(p, "?"))
        return parse_capture(p, false);
    if (take(p, ":")) {
        n = node_new(p, K_LIST, 0);
        return close_group(p, n);
    }
    bool behind = peek(p, 0) == '<' && (peek(p, 1) == '=' || peek(p, 1) == '!');
    if (peek(p, 0) == '=' || peek(p, 0) == '!' || behind) {
        p->at += behind;
        n = node_new(p, K_LOOK, 0);
        n->behind = behind;
        n->negative = p->s.p[p->at++] == '!';
        return close_group(p, n);
    }
    if (take(p, "<"))
        return parse_capture(p, true);
    if (is_letter(peek(p, 0)) || peek(p, 0) == '-')
        return re_refuse(p, "flags inside a pattern are not modelled");
    return re_wrong(p, "Invalid group");
}

/* \1, or an octal escape where there is no such group and no u. */
static struct node *parse_decimal(struct parser *p) {
    size_t before = p->at;
    uint32_t n = 0;
    while (is_digit(peek(p, 0)) && n < 100000)
        n = n * 10 + (uint32_t)(p->s.p[p->at++] - '0');
    if (n <= p->all_groups)
        return node_new(p, K_BACK, n);
    p->at = before;
    return node_new(p, K_CHAR, re_take_escape(p, false));
}

static struct node *parse_escape(struct parser *p) {
    struct node *n;
    char c = peek(p, 0);
    if (c == 'b' || c == 'B') {
        p->at++;
        if (p->unicode && p->re->flags & JS_REGEX_IGNORE_CASE)
            p->unmodelled = "\\b with the flags i and u is not modelled";
        return node_new(p, K_WORD, c == 'b');
    }
    if (c && (n = re_escape_class(p, c))) {
        p->at++;
        return n;
    }
    if (c >= '1' && c <= '9')
        return parse_decimal(p);
    if (c == 'k' && (p->unicode || p->has_names)) {
        p->at++;
        if (!take(p, "<"))
            return re_wrong(p, "Invalid named reference");
        n = node_new(p, K_NAME, 0);
        n->name = take_name(p);
        return n;
    }
    return node_new(p, K_CHAR, re_take_escape(p, false));
}

/* {n}, {n,} or {n,m}; false (and nothing taken) where it is none. */
static bool take_braces(struct parser *p, uint32_t *min, uint32_t *max) {
    size_t before = p->at;
    uint64_t low = 0, high = 0;
    p->at++;
    bool ok = is_digit(peek(p, 0));
    for (; is_digit(peek(p, 0)); p->at++)
        low = low < UINT32_MAX ? low * 10 + (uint64_t)(peek(p, 0) - '0') : low;
    high = low;
    if (ok && take(p, ",")) {
        high = is_digit(peek(p, 0)) ? 0 : UINT32_MAX;
        for (; is_digit(peek(p, 0)); p->at++)
            high = high < UINT32_MAX ? high * 10 + (uint64_t)(peek(p, 0) - '0') : high;
    }
    if (ok && take(p, "}")) {
        *min = low < UINT32_MAX ? (uint32_t)low : UINT32_MAX - 1;
        *max = high < UINT32_MAX ? (uint32_t)high : UINT32_MAX;
        return true;
    }
    p->at = before;
    return false;
}

static struct node *parse_atom(struct parser *p) {
    uint32_t min, max;
    switch (peek(p, 0)) {
    case '^':
    case '$':
        return node_new(p, p->s.p[p->at++] == '^' ? K_BEGIN : K_END, 0);
    case '(':
        p->at++;
        return parse_group(p);
    case '.':
        p->at++;
        return node_new(p, K_ANY, (p->re->flags & JS_REGEX_DOT_ALL) != 0);
    case '[':
        p->at++;
        return re_parse_class(p);
    case '\\':
        p->at++;
        return parse_escape(p);
    case '*':
    case '+':
    case '?':
        return re_wrong(p, "Nothing to repeat");
    case '{':
        if (p->unicode || take_braces(p, &min, &max))
            return re_wrong(p, "Nothing to repeat");
        break;
    case ']':
    case '}':
        if (p->unicode)
            return re_wrong(p, "Lone quantifier brackets");
        break;
    default:
        break;
    }
    return node_new(p, K_CHAR, re_take_char(p));
}

static bool take_quantifier(struct parser *p, struct node *loop) {
    loop->max = UINT32_MAX;
    if (take(p, "*"))
        return true;
    if (take(p, "+")) {
        loop->min = 1;
        return true;
    }
    if (take(p, "?")) {
        loop->max = 1;
        return true;
    }
    if (peek(p, 0) != '{')
        return false;
    if (take_braces(p, &loop->min, &loop->max))
        return true;
    if (p->unicode)
        (void)re_wrong(p, "Incomplete quantifier");
    return false;
}

static struct node *parse_term(struct parser *p) {
    uint32_t groups = p->groups;
    struct node *atom = parse_atom(p);
    struct node *loop = node_new(p, K_LOOP, 0);
    if (!atom || p->verdict != JS_REGEX_OK)
        return NULL;
    if (!take_quantifier(p, loop))
        return atom;
    bool is_fixed = atom->kind == K_BEGIN || atom->kind == K_END || atom->kind == K_WORD ||
                    (atom->kind == K_LOOK && (atom->behind || p->unicode));
    if (is_fixed)
        return re_wrong(p, "Nothing to repeat");
    if (loop->min > loop->max)
        return re_wrong(p, "numbers out of order in {} quantifier");
    loop->lazy = take(p, "?");
    loop->first = atom;
    loop->group = groups + 1;
    loop->group_end = p->groups + 1;
    return loop;
}

static struct node *parse_list(struct parser *p) {
    struct node *list = node_new(p, K_LIST, 0), *last = NULL;
    while (more(p) && peek(p, 0) != '|' && peek(p, 0) != ')' && p->verdict == JS_REGEX_OK) {
        struct node *n = parse_term(p);
        if (!n)
            return NULL;
        *(last ? &last->next : &list->first) = n;
        last = n;
    }
    return list;
}

static struct node *parse_or(struct parser *p) {
    struct node *any = node_new(p, K_OR, 0), *last = NULL;
    do {
        struct node *n = parse_list(p);
        if (!n)
            return NULL;
        *(last ? &last->next : &any->first) = n;
        last = n;
    } while (take(p, "|"));
    return any;
}

struct node *re_parse(struct parser *p) {
    count_groups(p);
    struct node *tree = p->verdict == JS_REGEX_OK ? parse_or(p) : NULL;
    return tree && more(p) ? re_wrong(p, "Unmatched ')'") : tree;
}
