/* One pass of a tree-sitter cursor copies what is needed; a symbol id is resolved by its name when it
 * is first met. Nothing here recurses: the input decides the depth. */
#include "lint/syntax/js_tree.h"

#include <stdio.h>

#include <tree_sitter/api.h>

#include "lint/syntax/js_alloc.h"
#include "lint/syntax/js_plain.h"

const TSLanguage *tree_sitter_javascript(void);
const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_tsx(void);

enum { SYMBOLS_MOST = 512, FIELDS_MOST = 64, SYMBOL_SKIP = 0xff };

static const char *const node_names[] = {
    "",
    "",
#define NODE(id, name) name,
#include "lint/syntax/js_nodes.def"
};
static const char *const token_texts[] = {
    "",
#define TOKEN(id, text) text,
#include "lint/syntax/js_nodes.def"
};
static const char *const field_names[] = {
    "",
#define FIELD(id, name) name,
#include "lint/syntax/js_nodes.def"
};

/* Nodes that nobody looks into. */
static const char *const skipped[] = {
    "comment", "html_comment", "hash_bang_line", "string_fragment", "regex_pattern", "regex_flags",
    "escape_sequence", "html_character_reference",
    /* TypeScript's */
    "type_arguments", "type_parameters", "interface_declaration", "type_alias_declaration",
    "function_signature", "ambient_declaration", "asserts_annotation", "type_predicate_annotation",
    "accessibility_modifier", "override_modifier"};

/* What a symbol of the grammar is to us; `met` once it is resolved. */
struct symbol {
    uint8_t node;  /* enum js_node_kind, or SYMBOL_SKIP */
    uint8_t token; /* enum js_token */
    bool met;
};

struct symbols {
    const TSLanguage *language;
    bool with_types; /* type annotations are leaves, not left out */
    struct symbol at[SYMBOLS_MOST];
    uint8_t field[FIELDS_MOST]; /* enum js_field */
};

static size_t name_index(const char *name, const char *const *names, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (names[i][0] == name[0] && strcmp(names[i], name) == 0)
            return i;
    return 0;
}

static struct symbol resolve_symbol(const struct symbols *s, TSSymbol symbol) {
    const char *name = ts_language_symbol_name(s->language, symbol);
    bool named = ts_language_symbol_type(s->language, symbol) == TSSymbolTypeRegular;
    struct symbol out = {.met = true};
    if (named)
        out.node = (uint8_t)name_index(name, node_names, JS_N_COUNT);
    for (size_t k = 0; named && k < ARRAY_LEN(skipped); k++)
        if (strcmp(name, skipped[k]) == 0)
            out.node = SYMBOL_SKIP;
    if (out.node == JS_N_TYPE_ANNOTATION && !s->with_types)
        out.node = SYMBOL_SKIP;
    if (!named || strcmp(name, "optional_chain") == 0)
        out.token = (uint8_t)name_index(name, token_texts, JS_T_COUNT);
    return out;
}

/* Errors have a symbol beyond every table: JS_N_OTHER. */
static struct symbol symbol_of(struct symbols *s, TSNode n) {
    TSSymbol symbol = ts_node_symbol(n);
    if (symbol >= SYMBOLS_MOST)
        return (struct symbol){JS_N_OTHER, JS_T_NONE, true};
    if (!s->at[symbol].met)
        s->at[symbol] = resolve_symbol(s, symbol);
    return s->at[symbol];
}

static void resolve_fields(struct symbols *s) {
    uint32_t n = ts_language_field_count(s->language);
    for (uint32_t i = 1; i <= n && i < FIELDS_MOST; i++)
        s->field[i] = (uint8_t)name_index(ts_language_field_name_for_id(s->language, (TSFieldId)i),
                                          field_names, JS_F_COUNT);
}

/* One open node of the copy. */
struct level {
    struct js_node *node, *last;
    bool after_comma; /* in an array: the next comma stands for a hole */
};

struct copy {
    struct arena *arena;
    struct str text;
    struct symbols symbols;
    struct level levels[JS_TREE_DEPTH];
    size_t depth;
    uint32_t odd_at; /* what the grammar lets pass and JavaScript does not; UINT32_MAX: nothing */
};

static void add_child(struct level *in, struct js_node *node) {
    if (in->last)
        in->last->next = node;
    else
        in->node->first = node;
    in->last = node;
}

static struct js_node *node_new(struct copy *c, TSNode from, uint8_t kind, uint8_t field) {
    struct js_node *node = arena_new(c->arena, struct js_node);
    node->kind = kind;
    node->field = field;
    node->begin = ts_node_start_byte(from);
    node->end = ts_node_end_byte(from);
    return node;
}

static bool is_list(const struct js_node *n) {
    return n->kind == JS_N_ARRAY || n->kind == JS_N_ARRAY_PATTERN;
}

static void note_odd(struct copy *c, TSNode at) {
    if (c->odd_at == UINT32_MAX)
        c->odd_at = ts_node_start_byte(at);
}

static bool is_mix(const struct js_node *x, const struct js_node *y) {
    return x && y && x->kind == JS_N_BINARY && y->kind == JS_N_BINARY &&
           ((x->op == JS_T_NULLISH && (y->op == JS_T_OR || y->op == JS_T_AND)) ||
            (y->op == JS_T_NULLISH && (x->op == JS_T_OR || x->op == JS_T_AND)));
}

/* `a ?? b || c` needs parentheses. */
static bool mixes_nullish(const struct level *in, const struct level *parent) {
    return is_mix(in->node, in->node->first) || (parent && is_mix(parent->node, in->node));
}

/* An anonymous token: an operator or a mark of its parent; in arrays, commas show the holes. */
static void add_token(struct copy *c, struct level *in, TSNode from, uint8_t field, uint8_t token) {
    if (token == JS_T_COMMA) {
        if (is_list(in->node) && in->after_comma)
            add_child(in, node_new(c, from, JS_N_HOLE, JS_F_NONE));
        else if (in->after_comma)
            note_odd(c, from);
        in->after_comma = true;
        return;
    }
    bool is_operator = field == JS_F_OPERATOR || in->node->kind == JS_N_UPDATE;
    if (is_operator) {
        in->node->op = token;
        if (mixes_nullish(in, c->depth > 1 ? &c->levels[c->depth - 2] : NULL))
            note_odd(c, from);
    }
    if (token >= JS_T_OF)
        in->node->marks |= (uint64_t)1 << (token - JS_T_OF);
    else if (!is_operator && token == JS_T_STAR)
        in->node->op = token;
}

/* An operator binds tighter than these: `a > b = c` is no expression. */
static bool is_odd_operand(uint8_t parent, uint8_t kind) {
    if (parent == JS_N_EXPRESSION_STATEMENT && kind == JS_N_OBJECT)
        return true; /* a brace begins a block there */
    return (parent == JS_N_BINARY || parent == JS_N_UNARY) &&
           (kind == JS_N_ASSIGNMENT || kind == JS_N_AUGMENTED || kind == JS_N_ARROW_FUNCTION ||
            kind == JS_N_YIELD);
}

/* A word that is no name; the grammar takes some of them for one. Names of exports may be any. */
static bool is_reserved(const struct copy *c, TSNode from, uint8_t parent) {
    static const char *const words[] = {
        "break",    "case", "catch",  "class", "const",   "continue",   "debugger",
        "delete",   "do",   "else",   "enum",  "extends", "finally",    "for",
        "function", "if",   "in",     "new",   "return",  "instanceof", "switch",
        "throw",    "try",  "typeof", "var",   "void",    "while",      "with"};
    uint32_t begin = ts_node_start_byte(from), end = ts_node_end_byte(from);
    struct str text = {c->text.p + begin, end - begin};
    if (parent == JS_N_EXPORT_SPECIFIER || parent == JS_N_IMPORT_SPECIFIER)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (words[i][0] == text.p[0] && str_eqz(text, words[i]))
            return true;
    return false;
}

/* Takes the cursor's node over; true where its children are wanted too. */
static bool take_node(struct copy *c, TSTreeCursor *cursor) {
    TSNode from = ts_tree_cursor_current_node(cursor);
    struct symbol symbol = symbol_of(&c->symbols, from);
    uint8_t kind = symbol.node, token = symbol.token;
    TSFieldId field_id = ts_tree_cursor_current_field_id(cursor);
    uint8_t field = field_id < FIELDS_MOST ? c->symbols.field[field_id] : JS_F_NONE;
    struct level *in = &c->levels[c->depth - 1];
    if (kind == SYMBOL_SKIP)
        return false;
    if (!ts_node_is_named(from) || token) {
        add_token(c, in, from, field, token);
        return false;
    }
    bool is_comment = kind == JS_N_REGEX && c->text.p[ts_node_start_byte(from) + 1] == '*';
    bool is_name = kind == JS_N_IDENTIFIER || kind == JS_N_SHORTHAND_PATTERN;
    if (is_comment || is_odd_operand(in->node->kind, kind) ||
        (is_name && is_reserved(c, from, in->node->kind)))
        note_odd(c, from);
    struct js_node *node = node_new(c, from, kind, field);
    add_child(in, node);
    in->after_comma = false;
    if (kind == JS_N_STRING || kind == JS_N_TYPE_ANNOTATION)
        return false;
    if (c->depth < JS_TREE_DEPTH)
        c->levels[c->depth] = (struct level){.node = node, .after_comma = true};
    return true;
}

/* What is deeper than JS_TREE_DEPTH is left out; *deep is then its place, else UINT32_MAX. */
static struct js_node *copy_tree(struct copy *c, TSNode root, uint32_t *deep) {
    struct js_node *out = node_new(c, root, JS_N_PROGRAM, JS_F_NONE);
    c->levels[0] = (struct level){.node = out};
    c->depth = 1;
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    bool going = ts_tree_cursor_goto_first_child(&cursor);
    *deep = UINT32_MAX;
    while (going) {
        bool wanted = take_node(c, &cursor);
        if (wanted && c->depth == JS_TREE_DEPTH) {
            if (*deep == UINT32_MAX && ts_node_child_count(ts_tree_cursor_current_node(&cursor)))
                *deep = ts_node_start_byte(ts_tree_cursor_current_node(&cursor));
        } else if (wanted && ts_tree_cursor_goto_first_child(&cursor)) {
            c->depth++;
            continue;
        }
        while (going && !ts_tree_cursor_goto_next_sibling(&cursor))
            going = --c->depth > 0 && ts_tree_cursor_goto_parent(&cursor);
    }
    ts_tree_cursor_delete(&cursor);
    return out;
}

static struct span clipped(const struct js_tree *t, uint32_t begin, uint32_t end) {
    uint32_t size = (uint32_t)t->src->text.n;
    begin = begin > t->shift ? begin - t->shift : 0;
    end = end > t->shift ? end - t->shift : 0;
    if (end > size)
        end = size;
    return span_of(t->src, begin < end ? begin : end, end);
}

struct span js_tree_span(const struct js_tree *t, const struct js_node *n) {
    return clipped(t, n->begin, n->end);
}

/* The first token of the text at `at`: a word or one character, for the message. */
static struct str first_token(struct str text, uint32_t at) {
    struct str rest = str_skip(text, at < text.n ? at : text.n);
    size_t n = 0;
    while (n < rest.n && n < 40 &&
           (rest.p[n] == '_' || rest.p[n] == '$' || (rest.p[n] >= '0' && rest.p[n] <= '9') ||
            (rest.p[n] >= 'a' && rest.p[n] <= 'z') || (rest.p[n] >= 'A' && rest.p[n] <= 'Z')))
        n++;
    if (n == 0 && rest.n && (rest.p[0] == '\'' || rest.p[0] == '"')) {
        size_t end = str_index(str_skip(rest, 1), rest.p[0]);
        n = end < 40 && end + 2 <= rest.n ? end + 2 : 1;
    } else if (n == 0 && rest.n)
        for (n = 1; n < rest.n && ((unsigned char)rest.p[n] & 0xc0) == 0x80;)
            n++;
    return (struct str){rest.p, n};
}

/* The deepest last ERROR or first MISSING below the node: the outer ERROR often spans the whole
 * file. */
static TSNode find_error(TSTreeCursor *cursor) {
    TSNode found = ts_tree_cursor_current_node(cursor);
    while (ts_tree_cursor_goto_first_child(cursor)) {
        bool inside = false;
        do {
            TSNode n = ts_tree_cursor_current_node(cursor);
            if (ts_node_is_missing(n))
                return n;
            if (ts_node_is_error(n) || ts_node_has_error(n)) {
                if (ts_node_is_error(n))
                    found = n;
                inside = true;
                break;
            }
        } while (ts_tree_cursor_goto_next_sibling(cursor));
        if (!inside)
            return found;
    }
    return found;
}

/* The first quote or else the last bracket that is still open at `end`, skipping strings, comments
 * and templates roughly; UINT32_MAX where all are closed. Only words a message, never a value. */
static uint32_t open_bracket(struct str text, uint32_t end) {
    enum { OPEN_MOST = 256 };
    uint32_t open[OPEN_MOST];
    size_t n = 0;
    for (uint32_t i = 0; i < end; i++) {
        char c = text.p[i];
        if (c == '"' || c == '\'' || c == '`') {
            uint32_t quote = i;
            for (i++; i < end && text.p[i] != c && (c == '`' || text.p[i] != '\n'); i++)
                i += text.p[i] == '\\';
            if (i >= end || text.p[i] != c)
                return quote;
        } else if (c == '/' && i + 1 < end && text.p[i + 1] == '/') {
            while (i < end && text.p[i] != '\n')
                i++;
        } else if (c == '/' && i + 1 < end && text.p[i + 1] == '*') {
            for (i += 2; i + 1 < end && !(text.p[i] == '*' && text.p[i + 1] == '/'); i++)
                continue;
        } else if (c == '{' || c == '[' || c == '(') {
            if (n == OPEN_MOST)
                return UINT32_MAX;
            open[n++] = i;
        } else if ((c == '}' || c == ']' || c == ')') && n > 0) {
            char want = text.p[open[n - 1]] == '(' ? ')' : text.p[open[n - 1]] == '[' ? ']' : '}';
            if (c != want)
                return open[n - 1];
            n--;
        }
    }
    return n ? open[n - 1] : UINT32_MAX;
}

static void unexpected(const struct js_tree *t, uint32_t at, struct js_syntax_error *error) {
    struct str word = first_token(t->text, at);
    error->span = clipped(t, at, at + (uint32_t)word.n);
    (void)snprintf(error->text, sizeof error->text, "the syntax is wrong: unexpected `%.*s`",
                   STR_ARG(word));
    if (word.n == 0 || word.p[0] == '\n')
        (void)snprintf(error->text, sizeof error->text, "the syntax is wrong here");
}

static void explain_error(const struct js_tree *t, TSNode n, struct js_syntax_error *error) {
    uint32_t begin = ts_node_start_byte(n);
    uint32_t open = open_bracket(t->text, (uint32_t)t->text.n);
    if (t->shift && open == 0) {
        error->span = clipped(t, (uint32_t)t->text.n - 1, (uint32_t)t->text.n);
        (void)snprintf(
            error->text, sizeof error->text,
            "the syntax is wrong: the value has no end (PM2 puts it in parentheses, so a "
            "// comment may not be last)");
    } else if (open != UINT32_MAX && open >= t->shift) {
        error->span = clipped(t, open, open + 1);
        (void)snprintf(error->text, sizeof error->text,
                       "the syntax is wrong: this `%c` is never closed", t->text.p[open]);
    } else if (ts_node_is_missing(n)) {
        error->span = clipped(t, begin, begin);
        (void)snprintf(error->text, sizeof error->text, "the syntax is wrong: `%s` is missing here",
                       ts_node_type(n));
    } else {
        unexpected(t, begin, error);
    }
}

static bool check_errors(const struct js_tree *t, TSNode root, struct js_syntax_error *error) {
    if (!ts_node_has_error(root))
        return true;
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    explain_error(t, find_error(&cursor), error);
    ts_tree_cursor_delete(&cursor);
    return false;
}

static TSTree *run_parser(const TSLanguage *language, struct str text, uint64_t timeout_us) {
    TSParser *parser = ts_parser_new();
    (void)ts_parser_set_language(parser, language);
    ts_parser_set_timeout_micros(parser, timeout_us);
    TSTree *tree = ts_parser_parse_string_encoding(parser, NULL, text.p, (uint32_t)text.n,
                                                   TSInputEncodingUTF8);
    ts_parser_delete(parser);
    return tree;
}

/* The text to parse: without its byte order mark (as blanks, so that offsets stay), or wrapped. */
static struct str prepare_text(struct arena *a, struct str text, bool wrapped) {
    bool mark = str_starts(text, STR("\xef\xbb\xbf"));
    if (!mark && !wrapped)
        return text;
    char *out = arena_alloc(a, text.n + 3);
    size_t n = 0;
    if (wrapped)
        out[n++] = '(';
    memcpy(out + n, text.p, text.n);
    if (mark)
        memset(out + n, ' ', 3);
    n += text.n;
    if (wrapped)
        out[n++] = ')';
    return (struct str){out, n};
}

/* The tree of ours out of the parser's. */
static void take_tree(struct arena *a, TSTree *parsed, bool with_types, struct js_tree *tree,
                      uint32_t *odd_at, uint32_t *deep) {
    struct copy *c = arena_new(a, struct copy);
    c->arena = a;
    c->text = tree->text;
    c->odd_at = UINT32_MAX;
    c->symbols.language = ts_tree_language(parsed);
    c->symbols.with_types = with_types;
    resolve_fields(&c->symbols);
    tree->root = copy_tree(c, ts_tree_root_node(parsed), deep);
    *odd_at = c->odd_at;
}

static bool too_slow(const struct js_tree *tree, struct js_syntax_error *error) {
    uint32_t open = open_bracket(tree->text, (uint32_t)tree->text.n);
    bool is_open = open != UINT32_MAX && open >= tree->shift;
    error->span = is_open ? clipped(tree, open, open + 1) : span_of(tree->src, 0, 0);
    (void)snprintf(error->text, sizeof error->text, "parsing takes too long%s",
                   is_open ? ", and this is never closed" : "; this is not a configuration");
    return false;
}

static bool check_tree(const struct js_tree *tree, uint32_t odd_at, uint32_t deep,
                       struct js_syntax_error *error) {
    if (deep != UINT32_MAX) {
        error->span = clipped(tree, deep, deep + 1);
        (void)snprintf(error->text, sizeof error->text,
                       "the code is nested too deeply here (over %d levels)", JS_TREE_DEPTH);
    } else if (odd_at != UINT32_MAX) {
        unexpected(tree, odd_at, error);
    }
    return deep == UINT32_MAX && odd_at == UINT32_MAX;
}

static bool parse(struct arena *a, const struct source *src, bool wrapped, struct js_tree *tree,
                  struct js_syntax_error *error) {
    bool typed = js_is_typescript(src->path);
    uint32_t odd_at, deep;
    *tree = (struct js_tree){.src = src, .shift = wrapped};
    tree->text = prepare_text(a, src->text, wrapped);
    tree->root = typed ? NULL : js_plain_parse(a, tree->text);
    if (tree->root)
        return true;
    TSTree *parsed = run_parser(typed ? tree_sitter_typescript() : tree_sitter_javascript(),
                                tree->text, JS_TREE_TIMEOUT_US);
    if (!parsed)
        return too_slow(tree, error);
    bool ok = check_errors(tree, ts_tree_root_node(parsed), error);
    if (ok) {
        take_tree(a, parsed, false, tree, &odd_at, &deep);
        ok = check_tree(tree, odd_at, deep, error);
        if (ok && typed)
            js_strip_types(tree->root);
    }
    return ok;
}

bool js_tree_parse(struct arena *a, const struct source *src, bool wrapped, struct js_tree *tree,
                   struct js_syntax_error *error) {
    struct js_alloc memory;
    js_alloc_init(&memory);
    bool ok = parse(a, src, wrapped, tree, error);
    js_alloc_done(&memory);
    return ok;
}

static bool scan(struct arena *a, const struct source *src, struct js_tree *tree) {
    uint32_t odd_at, deep;
    *tree = (struct js_tree){.src = src};
    tree->text = prepare_text(a, src->text, false);
    const TSLanguage *language = str_ends(src->path, STR(".tsx")) ? tree_sitter_tsx()
                                 : js_is_typescript(src->path)    ? tree_sitter_typescript()
                                                                  : tree_sitter_javascript();
    TSTree *parsed = run_parser(language, tree->text, JS_SCAN_TIMEOUT_US);
    if (!parsed)
        return false;
    take_tree(a, parsed, true, tree, &odd_at, &deep);
    tree->is_partial = deep != UINT32_MAX || ts_node_has_error(ts_tree_root_node(parsed));
    return true;
}

bool js_tree_scan(struct arena *a, const struct source *src, struct js_tree *tree) {
    struct js_alloc memory;
    js_alloc_init(&memory);
    bool ok = scan(a, src, tree);
    js_alloc_done(&memory);
    return ok;
}

const struct js_node *js_node_field(const struct js_node *n, enum js_field field) {
    for (const struct js_node *child = n->first; child; child = child->next)
        if (child->field == field)
            return child;
    return NULL;
}

const char *js_token_text(enum js_token token) {
    return token_texts[token];
}
