/* Facts: what one source file says, with places, as flat arrays.
 *
 * Extraction (extract.h) makes them from one file's text alone, so that they can be kept in a cache by
 * the hash of that text: everything is an index or an offset into `pool`, nothing points. What needs
 * more than one file (who imports what, which function only runs at boot, which guard holds) is the
 * app's: app.h. A fact is an observation, never a judgement; rules judge. */
#pragma once

#include "schema/base/span.h"

enum { FACT_NONE = UINT32_MAX };

/* A piece of facts.pool; n == 0: nothing. */
struct fact_text {
    uint32_t at, n;
};

/* Bytes of the file. */
struct fact_span {
    uint32_t begin, end;
};

/* One name that an import, or a require, brings in. `import x, {y as z} from 'm'` gives two. */
struct fact_import {
    struct fact_text module; /* as written: "ws", "./store", "node:fs", "@app/x" */
    struct fact_text
        name; /* "default", "*" for the namespace and for require(), "Server"; empty: for
                                its effects, or a dynamic import whose value is not bound */
    struct fact_text local; /* the name in this file */
    struct fact_span span;  /* of the specifier's string */
    uint32_t guard;         /* innermost guard round it (require in an if), FACT_NONE */
    bool is_dynamic;        /* import() or require() inside a function */
    bool is_type;           /* import type: nothing of it is left at run time */
};

/* What the file gives others. `module` non-empty: handed on from there (export {x} from './y', export * :
 * name "*"). module.exports = X counts as "default" and, where X is an object, also as each of its keys.
 * A condition deeper in an exported object stands here by its path: "default.cron.enabled". */
struct fact_export {
    struct fact_text name, local, module;
    uint32_t function, klass, state, guard; /* what `local` is in this file, or FACT_NONE; guard: a
                                               constant that is a condition on the environment */
};

enum fact_function_kind {
    FN_MODULE,   /* functions[0]: the file's own top level */
    FN_DECLARED, /* declaration, or assigned to a name */
    FN_METHOD,   /* of a class, an object literal too */
    FN_CALLBACK, /* given to a call as an argument */
    FN_INLINE,   /* called on the spot: (() => { })() */
    FN_OTHER,    /* returned, put into an object or array */
};

enum fact_function_flag {
    FN_ASYNC = 1,
    FN_EXPORTED = 2,
    FN_STATIC = 4,
    FN_CONSTRUCTOR = 8,
    FN_DECORATED = 16, /* has any decorator */
    FN_ROUTE =
        32, /* handles requests by its decorator (@Get, @Post, @MessagePattern, @Query ...) */
    FN_SOCKET = 64, /* by its decorator: @SubscribeMessage */
    FN_HOOK = 128,  /* framework calls it once at boot: onModuleInit, onApplicationBootstrap ... */
};

struct fact_function {
    struct fact_text name; /* empty: has none */
    struct fact_span span; /* the whole of it; for places use the name or head */
    struct fact_span head; /* name, or `(req, res) =>` */
    uint32_t outer;        /* function round it; FACT_NONE for [0] */
    uint32_t klass;        /* of a method; FACT_NONE */
    uint32_t guard;        /* innermost guard round its definition */
    uint32_t body_guard;   /* what holds in all of its body that matters: a return at the top, an if
                                round the rest; where there is none: `guard` */
    struct fact_text callee; /* of FN_CALLBACK: what it is given to, as path: "app.post", "io.on",
                                "cron.schedule" (names as written); decorators of a method: "@Cron" */
    struct fact_text
        event;    /* the call's first string argument: "connection", "/pay/webhook", "* * * * *" */
    uint8_t kind; /* enum fact_function_kind */
    uint16_t flags;
};

enum fact_class_flag {
    CLASS_INJECTABLE = 1, /* @Injectable and the like: one instance per process */
    CLASS_CONTROLLER = 2,
    CLASS_GATEWAY = 4,  /* @WebSocketGateway */
    CLASS_RESOLVER = 8, /* GraphQL */
    CLASS_MODULE = 16,
    CLASS_PER_REQUEST = 32, /* scope: Scope.REQUEST or TRANSIENT */
    CLASS_EXPORTED = 64,
    CLASS_INSTANCE = 128, /* `new X()` at module level of this file: a singleton */
};

struct fact_class {
    struct fact_text name, extends;
    struct fact_span span; /* of the name */
    uint32_t guard;
    uint16_t flags;
};

enum fact_state_kind {
    STATE_MAP,
    STATE_SET,
    STATE_WEAK, /* WeakMap, WeakSet */
    STATE_ARRAY,
    STATE_OBJECT,
    STATE_NUMBER,
    STATE_BOOLEAN,
    STATE_STRING,
    STATE_NULL,     /* let x; let x = null */
    STATE_TIMER,    /* what setInterval gave */
    STATE_INSTANCE, /* new Thing() of a class */
    STATE_LIBRARY,  /* made by a library: see the mark at the same place */
    STATE_OTHER,
};

enum fact_state_flag { STATE_CONST = 1, STATE_EXPORTED = 2, STATE_STATIC = 4, STATE_FIELD = 8 };

/* A variable or field that outlives a request: of the module, of a class (static or of its instances),
 * or of a function in which other functions are made that use it (a closure); also what is put on
 * `global` (a field of no class). Only those that something changes or that are exported are kept. */
struct fact_state {
    struct fact_text name; /* as written: "clients", "this.clients" without "this." */
    struct fact_text type; /* its annotation, or the class in `new X`; empty */
    struct fact_span span; /* of the name in its declaration */
    uint32_t klass;        /* of a field; FACT_NONE */
    uint32_t function;     /* whose variable it is: 0 the module */
    uint8_t kind;          /* enum fact_state_kind */
    uint8_t flags;
};

enum fact_use_op {
    USE_READ,      /* x.get(k), x[k], x.size, the plain value */
    USE_ITERATE,   /* for of, forEach, values(), spread */
    USE_WRITE,     /* x.set(k, v), x[k] = v, x = v, x.y = v */
    USE_ADD,       /* x.add(v), x.push(v), unshift */
    USE_REMOVE,    /* delete, pop, shift, splice, delete x[k] */
    USE_CLEAR,     /* clear(), length = 0, = [] / new Map() / {} */
    USE_INCREMENT, /* ++, +=, -- */
    USE_ESCAPE,    /* given away: an argument, returned, assigned elsewhere */
};

enum fact_value_hint {
    VALUE_FUNCTION = 1, /* what is stored is a function or a class */
    VALUE_SOCKET = 2,   /* a parameter of a connection handler, or named socket, ws, client, conn */
    VALUE_RESPONSE = 4, /* a handler's res, reply, ctx.res */
    VALUE_TIMER = 8,
    VALUE_PROMISE = 16,
    VALUE_CONSTANT = 32, /* a literal */
    VALUE_AWAITED = 64,  /* stored after an await: the result of asynchronous work */
};

struct fact_use {
    uint32_t state;  /* of this file; or FACT_NONE and then */
    uint32_t import; /* an imported name (of another file of the app), else FACT_NONE */
    struct fact_text
        member;           /* of the import's namespace or class, or of a field through an object */
    struct fact_text key; /* the key's text where there is one: "userId", "'x'" */
    struct fact_span span;
    uint32_t function; /* in which it stands */
    uint32_t guard;
    uint8_t op, hint;
};

/* Who calls what. */
struct fact_call {
    uint32_t function; /* in which it stands */
    uint32_t target;   /* a function of this file, or FACT_NONE and then */
    uint32_t import;   /* ... an imported name, else FACT_NONE */
    struct fact_text
        member; /* `m.f()` of a namespace: "f"; a method by name: "this.x.f()" gives "f" */
    struct fact_text object; /* of a method that is not this file's: "this.orders", "orders" */
    struct fact_span span;
    uint32_t guard;
    bool is_awaited, is_reference; /* reference: named as an argument, not called here */
};

enum fact_guard_kind {
    GUARD_ENV,     /* process.env.X (or config.get('X')) against `literal` or for truth */
    GUARD_PRIMARY, /* cluster.isPrimary, isMaster; worker.id === 1 */
    GUARD_LOCK, /* the truth of what a lock call gave: if (!(await tryLock())) return; `member` is how
                       it was called, `import` where that comes from another file: there it may turn
                       out to be a lock of this process only */
    GUARD_IMPORTED, /* a constant or function of another file: `import` says which, `member` what of it */
    GUARD_ANY, /* one of several: `first` and, linked by their `outer`, the others */
    GUARD_OTHER,
};

/* A condition that holds where something stands: an if round it, `a && b`, an early return before it.
 * Chains go on through the functions round it: what held where a callback was made holds in it. */
struct fact_guard {
    uint32_t outer; /* the next guard further out; FACT_NONE */
    uint32_t import;
    uint32_t first;           /* GUARD_ANY: its alternatives, FACT_NONE else */
    struct fact_text env;     /* variable */
    struct fact_text literal; /* compared with; empty: for truth */
    struct fact_text
        member; /* of the import: "isLeader", "cron.enabled"; of a lock: how it is called */
    struct fact_span span; /* of the condition */
    uint8_t kind;
    bool negated;   /* the condition must be false */
    bool or_unset;  /* the condition is also true where the variable is not set: X ?? '0' === '0' */
    bool is_number; /* compared with a number: never equal by === */
    bool is_strict; /* === or !== */
};

/* A library at work, or an idiom: kinds are rows of marks.def. */
struct fact_mark {
    uint16_t kind;    /* enum mark_kind */
    uint16_t library; /* row of libraries.def, or UINT16_MAX */
    uint32_t flags;   /* enum mark_flag */
    uint32_t function, guard;
    uint32_t klass; /* of a decorated member; FACT_NONE */
    uint32_t body;  /* the function that it will run (a schedule's, a handler's); FACT_NONE */
    struct fact_span span;
    struct fact_text name;   /* what people call it: "sendInvoices", "clients", "POST /pay/ipn" */
    struct fact_text detail; /* "0 3 * * *", "SIGTERM", a port, a path */
};

struct fact_env {
    struct fact_text name;
    struct fact_span span;
};

#define FACT_ARRAY(type)                                                                           \
    struct {                                                                                       \
        type *at;                                                                                  \
        uint32_t n, cap;                                                                           \
    }

struct facts {
    char *pool;
    uint32_t pool_n, pool_cap;
    bool is_partial; /* some of the text could not be parsed */
    bool
        is_skipped; /* nothing in it that a rule asks for: only imports and exports are filled in */
    FACT_ARRAY(struct fact_import) imports;
    FACT_ARRAY(struct fact_export) exports;
    FACT_ARRAY(struct fact_function) functions;
    FACT_ARRAY(struct fact_class) classes;
    FACT_ARRAY(struct fact_state) states;
    FACT_ARRAY(struct fact_use) uses;
    FACT_ARRAY(struct fact_call) calls;
    FACT_ARRAY(struct fact_guard) guards;
    FACT_ARRAY(struct fact_mark) marks;
    FACT_ARRAY(struct fact_env) envs;
};

static inline struct str fact_str(const struct facts *f, struct fact_text t) {
    return (struct str){t.n ? f->pool + t.at : NULL, t.n};
}
