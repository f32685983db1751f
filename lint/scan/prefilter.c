/* Whether a file is worth a parse: one pass over its tokens. It may say yes for nothing; it must not
 * say no to a file with a state that is changed, a library of the table at work, or one of the idioms
 * of extract_idiom.c.
 *
 * Brackets are kept on a stack with what they are (a class, a function, a call's arguments), so that a
 * variable of the module that a function changes is told from a local one. */
#include "lint/scan/extract_in.h"
#include "lint/scan/lexer.h"
#include "schema/base/base.h"

enum { STACK_MOST = 256, NAMES_MOST = 96, WEAK_MOST = 16, GIVEN_MOST = 24 };

enum bracket { IN_BLOCK, IN_FUNCTION, IN_CALLBACK, IN_CLASS, IN_PAREN, IN_LIST };

struct level {
    uint8_t kind;
    bool has_arrow; /* an arrow's expression is going on */
    bool is_constructor;
    struct str before; /* the word before a parenthesis */
};

/* When a name matters: if it is changed in a function further in than `depth`, or ... */
enum watch { WATCH_CHANGE, WATCH_CALL, WATCH_MENTION };

struct watched {
    struct str name;
    uint32_t depth;
    uint8_t when;
};

enum list { CALLED, NAMED, OBJECTS, STATEMENTS, N_LISTS };

struct filter {
    struct extract x; /* for the facts */
    struct lexer lexer;
    struct lex_token token, last, before;
    struct level stack[STACK_MOST];
    uint32_t n_stack, n_functions;
    struct watched names[NAMES_MOST];
    uint32_t n_names;
    uint64_t first_letters;                      /* of all names that were ever watched */
    uint64_t letters[N_LISTS], lengths[N_LISTS]; /* of the words in each list */
    uint16_t weak[WEAK_MOST];                    /* first rows of the weak libraries imported */
    uint32_t n_weak;
    struct str given[GIVEN_MOST]; /* fields that the constructor is given: services */
    uint32_t n_given;
    struct str declared; /* let X, whose `=` is still to come */
    bool is_const, next_is_class, next_is_function, next_is_constructor;
    struct str closed; /* the word before the parenthesis that closed last */
    bool wanted;
};

/* Lists that every word of a file is held against. */
static const char *const called[] = {"setInterval",
                                     "listen",
                                     "useWebSocketAdapter",
                                     "enableShutdownHooks",
                                     "onModuleDestroy",
                                     "sync",
                                     "latest",
                                     "runMigrations",
                                     "onApplicationShutdown",
                                     "createAdapter",
                                     "beforeApplicationShutdown",
                                     "fork",
                                     "setnx",
                                     "launch",
                                     "advisoryLock"};
static const char *const named[] = {"synchronize",      "migrationsRun", "isPrimary", "isMaster",
                                    "WebSocketGateway", "Cron",          "Interval",  "Sse"};
static const char *const objects[] = {"io", "wss", "cluster", "global", "globalThis", "process"};
static const char *const statements[] = {"const",  "let",    "var",   "class",  "export",
                                         "import", "if",     "for",   "while",  "try",
                                         "switch", "return", "throw", "module", "exports"};

static const struct {
    const char *const *words;
    size_t n;
} lists[N_LISTS] = {
    [CALLED] = {called, ARRAY_LEN(called)},
    [NAMED] = {named, ARRAY_LEN(named)},
    [OBJECTS] = {objects, ARRAY_LEN(objects)},
    [STATEMENTS] = {statements, ARRAY_LEN(statements)},
};

static uint64_t letter_bit(struct str name) {
    return name.n ? UINT64_C(1) << (name.p[0] & 63) : 0;
}

static uint64_t length_bit(struct str name) {
    return UINT64_C(1) << (name.n & 63);
}

static void take_lists(struct filter *f) {
    for (size_t i = 0; i < N_LISTS; i++)
        for (size_t k = 0; k < lists[i].n; k++) {
            f->letters[i] |= letter_bit(str_of(lists[i].words[k]));
            f->lengths[i] |= length_bit(str_of(lists[i].words[k]));
        }
}

static bool is_in(const struct filter *f, enum list list, struct str w) {
    return f->letters[list] & letter_bit(w) && f->lengths[list] & length_bit(w) &&
           lex_is_one_of(w, lists[list].words, lists[list].n);
}

static bool is_mark(const struct lex_token *t, char c) {
    return t->kind == LEX_MARK && t->mark == c;
}

static char next_char(const struct filter *f) {
    size_t at = lex_skip(&f->lexer, f->lexer.at);
    return at < f->lexer.text.n ? f->lexer.text.p[at] : 0;
}

static void watch(struct filter *f, struct str name, enum watch when) {
    if (f->n_names == NAMES_MOST) {
        f->wanted = true;
        return;
    }
    f->first_letters |= letter_bit(name);
    f->names[f->n_names++] = (struct watched){name, f->n_functions, (uint8_t)when};
}

static void meet_watched(struct filter *f, struct str w);

static const struct str none = {NULL, 0};

/* ---- imports ------------------------------------------------------------------------------- */

static void add_import(struct filter *f, struct str module, struct str name, struct str local,
                       bool is_type) {
    uint32_t index = FACT_PUSH(&f->x, imports);
    struct fact_import *i = &f->x.facts->imports.at[index];
    uint32_t begin = (uint32_t)(module.p - f->lexer.text.p);
    i->module = fact_put(&f->x, module);
    i->name = fact_put(&f->x, name);
    i->local = fact_put(&f->x, local);
    uint32_t end = begin + (uint32_t)module.n; /* its quote may be missing */
    i->span = (struct fact_span){begin - 1, end < f->lexer.text.n ? end + 1 : end};
    i->guard = FACT_NONE;
    i->is_dynamic = f->n_functions > 0;
    i->is_type = is_type;
}

/* A known library asks for a parse where what it gives is mentioned again; a weak one only if one of its
 * words is called. */
static void meet_module(struct filter *f, struct str module, struct str local, bool is_type) {
    uint16_t first = is_type ? LIB_NO_ROW : lib_module(module);
    if (local.n && module.n && module.p[0] == '.')
        watch(f, local, WATCH_CHANGE);
    if (first == LIB_NO_ROW)
        return;
    bool is_enough = !local.n || lib_export(first, LIB_IMPORT, none) != NULL;
    if (!(lib_rows[first].flags & LIB_WEAK) && !is_enough) {
        watch(f, local, WATCH_MENTION);
        return;
    }
    if (!(lib_rows[first].flags & LIB_WEAK) || f->n_weak == WEAK_MOST) {
        f->wanted = true;
        return;
    }
    for (uint32_t i = 0; i < f->n_weak; i++)
        if (f->weak[i] == first)
            return;
    f->weak[f->n_weak++] = first;
    if (local.n)
        watch(f, local, lib_export(first, LIB_USE, none) ? WATCH_CALL : WATCH_CHANGE);
}

/* From behind `import` or `export` up to the module's name. `import x, {y as z} from 'm'` */
static void read_clause(struct filter *f, bool is_export) {
    struct clause {
        struct str name, local;
    } list[48];
    size_t n = 0;
    bool in_braces = false, is_type = false;
    struct lex_token t = lex_next(&f->lexer);
    if (t.kind == LEX_WORD && str_eqz(t.text, "type") && next_char(f) != 'f' &&
        next_char(f) != ',') {
        is_type = true;
        t = lex_next(&f->lexer);
    }
    for (; t.kind != LEX_END && t.kind != LEX_STRING && !is_mark(&t, ';');
         t = lex_next(&f->lexer)) {
        bool is_from = t.kind == LEX_WORD && !in_braces && str_eqz(t.text, "from");
        if (is_mark(&t, '{') || is_mark(&t, '}')) {
            in_braces = is_mark(&t, '{');
            if (is_export && !in_braces && next_char(f) != 'f') {
                for (size_t i = 0; i < n; i++) /* export {a, b}: nothing from elsewhere */
                    meet_watched(f, list[i].name);
                return;
            }
        } else if (t.kind == LEX_WORD && str_eqz(t.text, "as") && n) {
            t = lex_next(&f->lexer);
            list[n - 1].local = t.text;
        } else if (!is_from && n < ARRAY_LEN(list) && (t.kind == LEX_WORD || is_mark(&t, '*'))) {
            if (!(t.kind == LEX_WORD && in_braces && str_eqz(t.text, "type") &&
                  next_char(f) != ','))
                list[n++] = (struct clause){in_braces || is_mark(&t, '*') ? t.text : STR("default"),
                                            t.text};
        } else if (t.kind == LEX_MARK && t.mark != ',' && t.mark != '*') {
            return;
        }
    }
    f->wanted |= n == ARRAY_LEN(list);
    if (t.kind != LEX_STRING)
        return;
    for (size_t i = 0; i < n && is_export && !is_type; i++) {
        uint32_t index = FACT_PUSH(&f->x, exports);
        struct fact_export *e = &f->x.facts->exports.at[index];
        e->name = fact_put(&f->x, list[i].local);
        e->local = fact_put(&f->x, list[i].name);
        e->module = fact_put(&f->x, t.text);
        e->function = e->klass = e->state = e->guard = FACT_NONE;
    }
    for (size_t i = 0; i < n && !is_export; i++) {
        add_import(f, t.text, list[i].name, list[i].local, is_type);
        meet_module(f, t.text, list[i].local, is_type);
    }
    if (n == 0 && !is_export) {
        add_import(f, t.text, none, none, false);
        meet_module(f, t.text, none, false);
    }
}

/* require('m'), import('m') */
static void read_require(struct filter *f) {
    struct lex_token before = f->last, name = f->before;
    (void)lex_next(&f->lexer); /* ( */
    if (next_char(f) != '\'' && next_char(f) != '"')
        return;
    struct lex_token t = lex_next(&f->lexer);
    bool is_bound = is_mark(&before, '=') && name.kind == LEX_WORD;
    add_import(f, t.text, STR("*"), is_bound ? name.text : none, false);
    meet_module(f, t.text, is_bound ? name.text : none, false);
    f->last = f->token = t;
    (void)lex_next(&f->lexer); /* ) */
}

/* ---- words ------------------------------------------------------------------------------- */

static bool is_prefix_changed(const struct filter *f) {
    return (f->last.kind == LEX_WORD && str_eqz(f->last.text, "delete")) ||
           (f->last.kind == LEX_MARK && (f->last.mark == '+' || f->last.mark == '-') &&
            is_mark(&f->before, f->last.mark));
}

static bool is_trigger(const struct filter *f, struct str w) {
    static const char *const quiet[] = {".cwd",    ".exit",    ".nextTick",    ".hrtime",
                                        ".stdout", ".stderr",  ".argv",        ".platform",
                                        ".pid",    ".version", ".memoryUsage", ".uptime"};
    char c = next_char(f);
    if (c == '(' && is_in(f, CALLED, w))
        return true;
    if (is_in(f, NAMED, w))
        return true;
    if (!is_in(f, OBJECTS, w))
        return false;
    if (!str_eqz(w, "process"))
        return c == '.' || c == '?';
    struct str rest = str_skip(f->lexer.text, lex_skip(&f->lexer, f->lexer.at));
    for (size_t i = 0; i < ARRAY_LEN(quiet); i++)
        if (str_starts(rest, str_of(quiet[i])))
            return false;
    return c == '.' || c == '?' || is_mark(&f->last, '=');
}

/* setTimeout of a name or of an arrow: it may set itself again. */
static bool is_repeating_timer(const struct filter *f, struct str w) {
    static const char *const settling[] = {"resolve", "r", "res", "done", "reject", "next", "ok"};
    if (!str_eqz(w, "setTimeout") || next_char(f) != '(')
        return false;
    size_t at = lex_skip(&f->lexer, lex_skip(&f->lexer, f->lexer.at) + 1),
           end = lex_word(&f->lexer, at);
    return !IS_ONE_OF(((struct str){f->lexer.text.p + at, end - at}), settling);
}

/* A word of a weak library that is imported: fs.writeFile(. */
static bool is_weak_call(const struct filter *f, struct str w) {
    for (uint32_t i = 0; i < f->n_weak; i++)
        for (uint16_t r = f->weak[i];
             r < lib_rows_n && strcmp(lib_rows[r].module, lib_rows[f->weak[i]].module) == 0; r++) {
            const char *dot = strrchr(lib_rows[r].name, '.');
            struct str name = str_of(dot ? dot + 1 : lib_rows[r].name);
            bool is_prefix = name.n && name.p[name.n - 1] == '*';
            if (is_prefix ? str_starts(w, (struct str){name.p, name.n - 1}) && w.n
                          : str_eq(w, name))
                return true;
        }
    return false;
}

static void meet_this(struct filter *f) {
    bool is_plain, in_class = false, in_constructor = false;
    for (uint32_t i = 0; i < f->n_stack; i++) {
        in_class |= f->stack[i].kind == IN_CLASS;
        in_constructor |= f->stack[i].is_constructor;
    }
    size_t dot = lex_skip(&f->lexer, f->lexer.at);
    size_t name = dot < f->lexer.text.n ? lex_skip(&f->lexer, dot + 1) : dot;
    struct str field = {f->lexer.text.p + name, lex_word(&f->lexer, name) - name};
    for (uint32_t i = 0; i < f->n_given; i++)
        if (str_eq(f->given[i], field))
            return; /* this.orders.delete(id): the service's own business */
    if (!in_class || !lex_changes(&f->lexer, f->lexer.at, &is_plain))
        return;
    if (!in_constructor || !is_plain) {
        f->wanted = true;
        return;
    }
    const char *end = memchr(f->lexer.text.p + f->lexer.at, '=', f->lexer.text.n - f->lexer.at);
    enum lex_value_kind value = lex_value(&f->lexer, (size_t)(end - f->lexer.text.p) + 1);
    f->wanted |= value == LEX_VALUE_EMPTY || value == LEX_VALUE_FILLED;
}

/* constructor(private readonly orders: OrdersService) */
static void meet_given(struct filter *f) {
    static const char *const words[] = {"private", "public", "protected", "readonly"};
    const struct level *top = &f->stack[f->n_stack - 1];
    if (top->kind == IN_PAREN && str_eqz(top->before, "constructor") && f->n_given < GIVEN_MOST &&
        f->last.kind == LEX_WORD && IS_ONE_OF(f->last.text, words) && next_char(f) == ':')
        f->given[f->n_given++] = f->token.text;
}

static bool is_met(const struct filter *f, const struct watched *n) {
    bool is_plain;
    /* A call of ours at the top level says that what it changes is filled at boot. */
    bool at_boot = f->n_functions == 0 && f->n_stack == 1;
    if (n->when == WATCH_MENTION || ((n->when == WATCH_CALL || at_boot) && next_char(f) == '('))
        return true;
    return f->n_functions > n->depth &&
           (is_prefix_changed(f) || lex_changes(&f->lexer, f->lexer.at, &is_plain));
}

/* Of several of a name the innermost is meant; a mention counts in any case, as scopes are only roughly
 * known. */
static void meet_watched(struct filter *f, struct str w) {
    bool is_inner = true;
    if (!(f->first_letters & letter_bit(w)))
        return;
    for (uint32_t i = f->n_names; i-- > 0;) {
        const struct watched *n = &f->names[i];
        if ((is_inner || n->when == WATCH_MENTION) && str_eq(n->name, w)) {
            f->wanted |= is_met(f, n);
            is_inner = false;
        }
    }
}

/* An arrow without braces goes to the end of its expression; without a semicolon a new statement
 * shows it. */
static void end_arrow(struct filter *f) {
    struct level *top = &f->stack[f->n_stack - 1];
    if (top->has_arrow) {
        top->has_arrow = false;
        f->n_functions--;
    }
}

static void meet_word(struct filter *f) {
    struct str w = f->token.text;
    char c = next_char(f);
    meet_given(f);
    bool is_member = is_mark(&f->last, '.') && !is_mark(&f->before, '.'); /* no spread */
    if (!is_member && !is_mark(&f->last, '>') && is_in(f, STATEMENTS, w) && c != '(')
        end_arrow(f);
    bool is_base = f->last.kind == LEX_WORD && str_eqz(f->last.text, "extends");
    bool declares =
        f->last.kind == LEX_WORD && (str_eqz(f->last.text, "let") || str_eqz(f->last.text, "var") ||
                                     str_eqz(f->last.text, "const"));
    if (declares) {
        f->declared = w;
        f->is_const = str_eqz(f->last.text, "const");
        if (!f->is_const && c != '=')
            watch(f, w, WATCH_CHANGE);
    } else if (str_eqz(w, "import") && c == '(') {
        read_require(f);
    } else if (str_eqz(w, "import") && c != '.') {
        read_clause(f, false);
    } else if (str_eqz(w, "export") && (c == '*' || c == '{')) {
        read_clause(f, true);
    } else if (str_eqz(w, "require") && c == '(') {
        read_require(f);
    } else if (str_eqz(w, "class") && !is_member) {
        f->next_is_class = c != ':' && c != '=' && c != ',' && c != ')';
    } else if (str_eqz(w, "function") && !is_member) {
        f->next_is_function = true;
    } else if (str_eqz(w, "constructor") && c == '(') {
        f->next_is_constructor = true;
    } else if (str_eqz(w, "static") && f->stack[f->n_stack - 1].kind == IN_CLASS) {
        size_t at = lex_skip(&f->lexer, f->lexer.at),
               end = lex_skip(&f->lexer, lex_word(&f->lexer, at));
        f->wanted |=
            end < f->lexer.text.n && (f->lexer.text.p[end] == '=' || f->lexer.text.p[end] == ':');
    } else if (str_eqz(w, "this") && !is_member) {
        meet_this(f);
    } else if (is_trigger(f, w) || is_repeating_timer(f, w) ||
               ((c == '(' || is_base) && is_weak_call(f, w))) {
        f->wanted = true;
    } else if (!is_member) {
        meet_watched(f, w);
    }
}

/* ---- marks and strings --------------------------------------------------------------------- */

static uint8_t brace_kind(const struct filter *f) {
    static const char *const control[] = {"if", "for", "while", "switch", "with", "catch"};
    static const char *const at_once[] = {"forEach", "map",  "filter",    "reduce",  "some",
                                          "every",   "find", "findIndex", "flatMap", "sort",
                                          "Promise", "then", "catch"};
    struct level top = f->stack[f->n_stack - 1];
    bool is_arrow = is_mark(&f->last, '>') && f->last.text.n == 2;
    bool is_body = is_mark(&f->last, ')') && !IS_ONE_OF(f->closed, control);
    if (f->next_is_class)
        return IN_CLASS;
    if (top.kind == IN_PAREN && (is_arrow || f->next_is_function))
        return IS_ONE_OF(top.before, at_once) ? IN_CALLBACK : IN_FUNCTION;
    if (is_arrow || f->next_is_function || is_body ||
        (top.kind == IN_CLASS && !is_mark(&f->last, '=')))
        return IN_FUNCTION;
    return IN_BLOCK;
}

static void open_bracket(struct filter *f, char c) {
    if (f->n_stack == STACK_MOST) {
        f->wanted = true;
        return;
    }
    struct level level = {.kind = c == '(' ? IN_PAREN : c == '[' ? IN_LIST : brace_kind(f)};
    if (c == '(' && f->last.kind == LEX_WORD)
        level.before = f->last.text;
    if (c == '{') {
        level.is_constructor = level.kind == IN_FUNCTION && f->next_is_constructor;
        f->n_functions += level.kind == IN_FUNCTION;
        if (level.kind == IN_CLASS)
            f->next_is_class = false;
        if (level.kind != IN_BLOCK)
            f->next_is_function = f->next_is_constructor = false;
    }
    f->stack[f->n_stack++] = level;
}

static void close_bracket(struct filter *f, char c) {
    end_arrow(f);
    if (f->n_stack == 1)
        return;
    struct level top = f->stack[--f->n_stack];
    f->n_functions -= top.kind == IN_FUNCTION;
    if (c == ')')
        f->closed = top.before;
    while (f->n_names && f->names[f->n_names - 1].depth > f->n_functions)
        f->n_names--;
}

static void meet_equals(struct filter *f) {
    enum lex_value_kind value = lex_value(&f->lexer, f->lexer.at);
    bool in_class = f->stack[f->n_stack - 1].kind == IN_CLASS;
    if (in_class)
        f->wanted |= value == LEX_VALUE_EMPTY;
    if (f->declared.n == 0)
        return;
    if (value == LEX_VALUE_EMPTY && f->n_functions == 0)
        f->wanted = true;
    else if (value != LEX_VALUE_REQUIRE &&
             (!f->is_const || value == LEX_VALUE_FILLED || value == LEX_VALUE_EMPTY))
        watch(f, f->declared, WATCH_CHANGE);
    f->declared = none;
}

static void meet_mark(struct filter *f) {
    char c = f->token.mark;
    if (c == '(' || c == '[' || c == '{')
        open_bracket(f, c);
    else if (c == ')' || c == ']' || c == '}')
        close_bracket(f, c);
    else if (c == '=')
        meet_equals(f);
    else if (c == ';' || c == ',')
        end_arrow(f);
    if (c == ';')
        f->declared = none;
    if (c == '>' && f->token.text.n == 2 && next_char(f) != '{' &&
        !f->stack[f->n_stack - 1].has_arrow) {
        f->stack[f->n_stack - 1].has_arrow = true;
        f->n_functions++;
    }
}

static void meet_string(struct filter *f) {
    struct str s = f->token.text;
    if (str_eqz(s, "NX") || str_eqz(s, "nx") || str_eqz(s, "text/event-stream") ||
        str_eqz(s, "io") || str_eqz(s, "wss")) /* app.get('io') */
        f->wanted = true;
    else if (s.n > 3 && s.n < 120)
        f->wanted |= is_payment_path(s) || (str_index(s, ':') < s.n && text_has(s, "db:migrate")) ||
                     (str_index(s, ' ') < s.n && text_has(s, "prisma migrate"));
}

/* Whether `before` ends and `after` begins at one of the text's bytes `c`: looked for by that byte, which
 * is rare. */
static bool has_round(struct str text, struct str before, char c, struct str after) {
    for (size_t at = 0; (at += str_index(str_skip(text, at), c)) < text.n; at++)
        if (str_ends((struct str){text.p, at}, before) && str_starts(str_skip(text, at + 1), after))
            return true;
    return false;
}

bool extract_wanted(struct arena *a, const struct source *src, struct facts *facts) {
    struct filter *f = arena_new(a, struct filter);
    struct str text = src->text;
    *facts = (struct facts){0};
    f->x = (struct extract){.arena = a, .src = src, .facts = facts};
    f->lexer.text = text;
    f->n_stack = 1; /* the file itself */
    take_lists(f);
    f->wanted = has_round(text, STR("advisory"), '_', none) ||
                has_round(text, STR("GET"), '_', STR("LOCK")) ||
                has_round(text, STR("N"), 'X', STR(": true"));
    while (!f->wanted) {
        f->before = f->last;
        f->last = f->token;
        f->token = lex_next(&f->lexer);
        f->wanted |= f->lexer.is_lost;
        if (f->token.kind == LEX_END)
            break;
        if (f->token.kind == LEX_WORD)
            meet_word(f);
        else if (f->token.kind == LEX_MARK)
            meet_mark(f);
        else if (f->token.kind == LEX_STRING)
            meet_string(f);
    }
    facts->is_skipped = !f->wanted;
    return f->wanted;
}
