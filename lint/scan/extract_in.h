/* What the parts of the extraction share: names, scopes, and where the walk stands. Private to
 * lint/scan/extract*.c.
 *
 * Three passes over one tree. `declare` makes scopes, bindings, functions, classes, imports and
 * exports; `resolve` writes into the tag of each identifier which binding it is (tag - 1), so that a
 * shadowed name is never taken for another; `walk` says what happens where. Tags of other nodes: a
 * block's scope + 1, a function's index, a class's index + 1, a require's import + 1. */
#pragma once

#include "lint/scan/extract.h"
#include "lint/scan/libraries.h"
#include "lint/syntax/js_tree.h"

enum binding_kind {
    BIND_VAR,
    BIND_PARAM,
    BIND_IMPORT,   /* index: of facts.imports */
    BIND_FUNCTION, /* index: of facts.functions */
    BIND_CLASS,    /* index: of facts.classes */
    BIND_FIELD,
    BIND_METHOD, /* index: of facts.functions */
};

enum binding_flag {
    BIND_CONST = 1,
    BIND_CAPTURED = 2, /* used by a function in its function */
    BIND_ASSIGNED = 4,
    BIND_GROWN = 8, /* x.y = ... somewhere: its initialiser is not all of it */
    BIND_STATIC = 16,
    BIND_GIVEN = 32, /* a field that the constructor is given: private x: X */
    BIND_DECORATED = 64,
    BIND_GETTER = 128,
    BIND_SERVER = 256, /* @WebSocketServer() */
};

/* What an expression is by a library: an exported name of it (module, path), or an instance. */
struct thing {
    struct str module, path; /* "socket.io" and "Server"; path empty: the module itself */
    uint16_t rows;           /* the module's first row; LIB_NO_ROW */
    uint8_t type; /* enum lib_type: what the library gave; path and module are empty then */
};

struct binding {
    struct str name;
    struct str path;          /* the property that it takes out of `init`: const {x: name} = init */
    struct js_node *at;       /* the name's node */
    struct js_node *init;     /* NULL: none, or not known */
    struct js_node *later;    /* the first value assigned where it has no init */
    struct js_node *fallback; /* const {x = fallback} = init */
    struct js_node *type;     /* TYPE_ANNOTATION */
    uint32_t scope, function;
    uint32_t index;    /* by kind; the state of BIND_VAR and BIND_FIELD; FACT_NONE */
    uint16_t position; /* of a parameter */
    uint16_t flags;    /* enum binding_flag */
    uint8_t kind;
    uint8_t thing_known; /* 0 no, 1 being found, 2 yes */
    struct thing thing;
};

struct scope {
    uint32_t parent, function;
    uint32_t klass; /* of a class's members; FACT_NONE */
    bool is_function;
};

struct fn {
    struct js_node *node, *body;
    struct js_node *call; /* the call that it is an argument of */
    uint32_t scope;
    uint32_t self;          /* the class that `this` is an instance of, FACT_NONE */
    struct js_node *object; /* or the object literal that it is; its tag: binding + 1 */
    uint16_t position;
    uint8_t lock_known, effect_known; /* 0 not asked, 1 no or being asked, 2 yes */
    bool has_awaited, has_listened;
};

struct klass {
    struct js_node *node;
    uint32_t scope;   /* its name, where it is an expression's */
    uint32_t members; /* its fields and methods */
    struct str route; /* @Controller('pay') */
};

struct given { /* parallel to facts.exports */
    uint32_t binding;
    struct js_node *value;
};

struct grown { /* x.name = value */
    uint32_t binding;
    struct str name;
    struct js_node *value;
};

struct extract {
    struct arena *arena;
    const struct source *src;
    struct facts *facts;
    struct js_tree *tree;
    VEC(struct scope) scopes;
    VEC(struct binding) bindings;
    VEC(struct fn) fns; /* parallel to facts.functions */
    VEC(struct klass) classes;
    VEC(struct given) given;
    VEC(struct grown) grown;
    uint32_t *table; /* bindings by scope and name, index + 1 */
    size_t table_cap;
    struct pool_slot {
        uint32_t at, n;
    } * pool_slots;
    size_t pool_cap, pool_n;
    /* where the walk stands */
    struct js_node *statement; /* the expression that is a statement: nobody takes its value */
    uint32_t function, guard, klass;
    uint32_t depth;
    uint32_t globals, exported; /* scopes of what is put on `global` and on `exports` */
    bool has_wal;               /* journal_mode = WAL is asked for */
    struct js_node *named;      /* the name that the value being walked will have */
    struct js_node *loop_over;  /* what the innermost for..of goes through */
};

/* ---- emit ---------------------------------------------------------------------------------- */

/* Adds zeroed room for one to an array of the facts; returns its index. */
#define FACT_PUSH(x, array)                                                                        \
    (fact_room((x), (void **)&(x)->facts->array.at, &(x)->facts->array.n, &(x)->facts->array.cap,  \
               sizeof *(x)->facts->array.at),                                                      \
     (x)->facts->array.n++)
void fact_room(struct extract *x, void **at, const uint32_t *n, uint32_t *cap, size_t size);
/* The text in the pool, each text once. */
struct fact_text fact_put(struct extract *x, struct str s);

/* ---- nodes --------------------------------------------------------------------------------- */

/* Empty for NULL. */
static inline struct str node_text(const struct extract *x, const struct js_node *n) {
    return n ? (struct str){x->tree->text.p + n->begin, n->end - n->begin} : (struct str){NULL, 0};
}
static inline struct fact_span node_span(const struct js_node *n) {
    return (struct fact_span){n->begin, n->end};
}
static inline bool text_has(struct str s, const char *word) {
    return s.n && memmem(s.p, s.n, word, strlen(word)) != NULL;
}
struct js_node *node_field(struct js_node *n, enum js_field field);
/* Through parentheses, casts, `!`, and of (0, f) the f. */
struct js_node *node_bare(struct js_node *n);
/* The same, and through await. */
struct js_node *node_settled(struct js_node *n);
bool node_is(const struct extract *x, const struct js_node *n, const char *text);
bool node_is_function(const struct js_node *n);
bool node_is_class(const struct js_node *n);
/* A string's or a plain template's text without its quotes; false where it is none. Escapes stay. */
bool node_string(const struct extract *x, const struct js_node *n, struct str *out);
/* The same also through a constant. */
bool node_constant(const struct extract *x, struct js_node *n, struct str *out);
/* The name of a member, a key or a pattern's property; empty where it is computed. */
struct str node_key(const struct extract *x, const struct js_node *n);
/* "app.post", "this.redis.set"; calls on the way lose their arguments. Empty: no path. */
struct str node_path(const struct extract *x, struct js_node *n);
/* The i-th argument, bare; NULL. */
struct js_node *node_argument(struct js_node *call, unsigned i);
struct js_node *node_callee(struct js_node *call);

/* ---- scopes -------------------------------------------------------------------------------- */

uint32_t scope_new(struct extract *x, uint32_t parent, uint32_t function, bool is_function);
/* The binding made, or made before under that name in that scope. */
struct binding *scope_bind(struct extract *x, uint32_t scope, struct str name, uint8_t kind);
struct binding *scope_find(struct extract *x, uint32_t scope, struct str name);
/* In that scope alone. */
struct binding *scope_own(struct extract *x, uint32_t scope, struct str name);
/* The class that `this` is of in the binding's initialiser; FACT_NONE. */
uint32_t scope_self(const struct extract *x, const struct binding *b);
/* What an identifier is, or NULL: a global. */
struct binding *binding_of(const struct extract *x, const struct js_node *identifier);
/* A global by that name: an identifier that nothing in the file declares. */
bool node_is_global(const struct extract *x, const struct js_node *n, const char *name);

/* declare and resolve. */
void extract_declare(struct extract *x, struct js_node *root);
void extract_resolve(struct extract *x, struct js_node *root);

struct where {
    uint32_t scope, function, klass;
    struct js_node *object;
};
void declare_node(struct extract *x, struct js_node *n, struct where p);
/* A value by its name; the index of its function or class. */
uint32_t declare_value(struct extract *x, struct js_node *n, struct where p, uint8_t kind,
                       struct js_node *name);
uint32_t declare_function(struct extract *x, struct js_node *n, struct where p, uint8_t kind,
                          struct js_node *name);
uint32_t declare_class(struct extract *x, struct js_node *n, struct where p, struct js_node *name);
/* A function's or a class's name. */
void bind_index(struct extract *x, uint32_t scope, struct js_node *name, uint8_t kind,
                uint32_t index);
/* The name is written before the value: `const {a: b = c} = init`. */
struct pattern {
    struct js_node *init, *fallback, *type;
    struct str path;
    uint8_t kind;
    uint16_t flags, position;
    bool is_block; /* stays in its block: let and const */
};
void declare_pattern(struct extract *x, struct js_node *n, struct where p, struct pattern how);
void declare_import(struct extract *x, struct js_node *n, struct where p);
void declare_export(struct extract *x, struct js_node *n, struct where p);
/* The module of require('m'), import('m') and their wrappers. */
bool require_module(const struct extract *x, struct js_node *n, struct str *module);
/* The imports that `const name = require(...)` makes; false where it is no require. */
bool declare_require(struct extract *x, struct js_node *name, struct js_node *value,
                     struct where p);
void declare_require_call(struct extract *x, struct js_node *n, struct where p);
/* module.exports = ..., exports.x = ...: false where it is neither. */
bool export_assignment(struct extract *x, struct js_node *left, struct js_node *right);
/* What each export is, once states are made. */
void export_settle(struct extract *x);

/* ---- states and uses ----------------------------------------------------------------------- */

/* Which state, or imported name, an expression goes to. */
struct ref {
    uint32_t state, import; /* both FACT_NONE: neither */
    struct str member;
    struct js_node *key; /* deep: by which key first */
    bool is_deep;        /* something in it */
};
struct ref ref_of(struct extract *x, struct js_node *n);
/* The class whose instance (or, by its name, which itself) the expression is; FACT_NONE. */
uint32_t class_of(struct extract *x, struct js_node *n);
struct binding *member_of(struct extract *x, struct js_node *member);
/* The scope of global.x, exports.x, module.exports.x; FACT_NONE for other members. */
uint32_t shared_scope(const struct extract *x, struct js_node *member);
void state_make(struct extract *x);
void state_settle(struct extract *x);
bool ref_is(struct ref ref);
void use_op(struct extract *x, struct js_node *n, struct ref ref, uint8_t op, struct js_node *key,
            struct js_node *value);
/* A plain mention; op is USE_READ, USE_ITERATE or USE_ESCAPE. */
void use_plain(struct extract *x, struct js_node *n, struct ref ref, uint8_t op);
void use_method(struct extract *x, struct js_node *call, struct ref ref, struct str method);
/* =, +=, ++ and delete; false where the target is no state. */
bool use_assign(struct extract *x, struct js_node *n, struct js_node *left, struct js_node *right);
bool use_delete(struct extract *x, struct js_node *n, struct js_node *target);
/* Whether the method of a container is known; its op. */
bool use_method_op(struct str method, uint8_t *op);
uint8_t value_hint(struct extract *x, struct js_node *value, int depth);

/* ---- guards -------------------------------------------------------------------------------- */

/* The guards that hold where the condition is true (or false), inside x->guard. */
uint32_t guard_of(struct extract *x, struct js_node *condition, bool negated);
/* A guard round the callback of such a call: lock.using(...), ConditionalModule; x->guard if none. */
uint32_t guard_of_call(struct extract *x, struct js_node *call);
uint32_t guard_of_case(struct extract *x, struct js_node *subject, struct js_node *value);
/* A statement after which nothing of its block runs. */
bool statement_exits(struct extract *x, struct js_node *n);
/* After this statement a lock is held, and x->guard says so: await redlock.acquire(). */
bool guard_is_taken(struct extract *x, struct js_node *statement);
/* An expression whose value is a variable's, perhaps converted or with a default. */
struct env_value {
    struct str name, fallback; /* fallback: what it is where the variable is not set */
    bool is_set, has_fallback, is_number;
};
struct env_value env_value(struct extract *x, struct js_node *n, int depth);
/* A text, number or boolean, through constants. */
bool literal_of(const struct extract *x, struct js_node *n, struct str *text);
/* null or undefined. */
bool is_nothing(const struct extract *x, struct js_node *n);
/* Name of the variable where the expression reads process.env or a config service. */
bool env_read(struct extract *x, struct js_node *n, struct str *name);
bool is_process_env(struct extract *x, struct js_node *n);
bool is_lock_call(struct extract *x, struct js_node *call);
/* By the call itself, not by what the function called does or is named. */
bool is_own_lock_call(struct extract *x, struct js_node *call);
bool is_primary(struct extract *x, struct js_node *n);
uint32_t guard_push(struct extract *x, struct js_node *at, uint8_t kind, struct str member);
/* What a function gives: its expression, or its last return; NULL. */
struct js_node *node_returned(struct extract *x, uint32_t function);
/* A test of the environment, the process or a lock is somewhere in it. */
bool is_condition(struct extract *x, struct js_node *n);

/* ---- libraries and marks ------------------------------------------------------------------- */

struct thing thing_of(struct extract *x, struct js_node *n);
/* The row at work in a call or `new`; NULL. */
const struct lib_row *row_of_call(struct extract *x, struct js_node *call);
/* ": Map<string, Socket>" gives "Map". */
struct str type_name(const struct extract *x, const struct js_node *annotation);
/* What is handed to the walk of every call, member, class, function. */
void mark_call(struct extract *x, struct js_node *call);
/* All clients of a websocket server are gone through. */
void mark_iteration(struct extract *x, struct js_node *n, struct js_node *body);
void mark_string(struct extract *x, struct js_node *n);
void mark_pair(struct extract *x, struct js_node *pair);
void mark_decorator(struct extract *x, struct js_node *n, uint32_t klass, uint32_t function,
                    struct js_node *name);
void mark_imports(struct extract *x);
void mark_base(struct extract *x, struct js_node *base);
void mark_idiom(struct extract *x, struct js_node *call);
void mark_timer(struct extract *x, struct js_node *call, struct str callee);
void mark_process(struct extract *x, struct js_node *call, struct str callee);
/* A route by its path: payment callbacks. `prefix`: the controller's. */
void mark_route(struct extract *x, struct js_node *at, struct str verb, struct str prefix,
                struct str path, uint32_t body);
void mark_method(struct extract *x, uint32_t function);
/* "/pay/ipn", "webhook/stripe": a payment's word and a callback's. */
bool is_payment_path(struct str path);
struct fact_mark *mark_add(struct extract *x, unsigned kind, struct js_node *at);
/* What a row's mark still needs to know of its call; false: it is none after all. `first`: the
 * argument its own begin at, 1 of register(plugin, options). */
bool mark_finish(struct extract *x, const struct lib_row *row, struct js_node *call, unsigned first,
                 struct fact_mark *m);
/* A key's value in any of the call's arguments. */
struct js_node *call_option(struct extract *x, struct js_node *call, const char *key);
/* The text that says most: of a string its content, else the source's. */
struct fact_text text_of(struct extract *x, struct js_node *n);
/* CONSTANT, PER_INSTANCE of a path's expression. */
uint32_t path_flags(struct extract *x, struct js_node *n, int depth);
/* The function that an argument is or names; FACT_NONE. */
uint32_t function_of(struct extract *x, struct js_node *n);
/* The value of a key in the options, through constants; NULL. */
struct js_node *option_of(struct extract *x, struct js_node *options, const char *key);
/* Its body awaits, sends, writes. */
bool function_has_effect(struct extract *x, uint32_t function);
/* A word occurs as a call's name anywhere in it: "exit", "close". */
bool function_calls(struct extract *x, uint32_t function, const char *const *names);
bool node_calls(struct extract *x, struct js_node *n, const char *const *names);

/* ---- calls --------------------------------------------------------------------------------- */

/* A function, class or import is named, not called. */
void call_reference(struct extract *x, struct js_node *n);
/* Writes the call down; the part of the callee that is still to be walked, or NULL. */
struct js_node *call_walk(struct extract *x, struct js_node *n);
/* What happens to a state that is an argument. */
uint8_t call_argument_op(struct extract *x, struct js_node *n);

/* ---- walk ---------------------------------------------------------------------------------- */
void walk_module(struct extract *x, struct js_node *root);
/* op: what happens to a state that the node is. */
void walk_node(struct extract *x, struct js_node *n, uint8_t op);
void walk_statements(struct extract *x, struct js_node *first);
void walk_function(struct extract *x, struct js_node *n);
/* `outside`: the first of nodes among which its decorators are; NULL. */
void walk_class(struct extract *x, struct js_node *n, struct js_node *outside);
