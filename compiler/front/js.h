/* The JavaScript evaluator: its state and what its files offer each other. Front.h is the door.
 *
 * It walks the tree of js_tree.h. An expression gives a value, or NULL where something was thrown
 * (js->thrown says what); a statement gives how it ended. Nothing of the configuration is executed:
 * what is not modelled exactly is a JS_UNKNOWN with a reason, and calls of it may have changed
 * whatever they were given (js_escape).
 *
 * An unknown condition is tried both ways and the two heaps are joined (js_fork.h). Where even that
 * is not modelled, the evaluator is *poisoned*: the whole configuration's value becomes unknown,
 * with the reason at the condition. So a value that does come out is the value Node gives. */
#pragma once

#include "compiler/front/front.h"
#include "lint/syntax/js_tree.h"
#include "compiler/front/js_value.h"

enum {
    JS_FUEL = 1500000,          /* steps; a fifth of a second. A 1,000-app loop takes 100,000 */
    JS_CALL_DEPTH = 400,        /* of calls in the configuration */
    JS_RECURSION = 20,          /* calls of one function inside each other that look endless */
    JS_EVAL_DEPTH = 2400,       /* of nested evaluation over all calls: bounds our own stack */
    JS_TEXT_MOST = 16 << 20,    /* bytes in one string; messages say 16 MB */
    JS_ITEMS_MOST = 1000000,    /* elements in one array, properties in one object */
    JS_MEMORY_MOST = 256 << 20, /* bytes of arena */
    JS_CHOICE_MOST = 16,        /* alternatives; a value with more is unknown */
};

struct js_binding {
    struct str name;
    const struct js_value *value;   /* NULL before its declaration was reached */
    const struct js_binding *alias; /* an import: the exporter's binding */
    bool is_const, is_lexical;
    bool is_escaped; /* a function that was handed out assigns it: any time from now on */
    unsigned mark;
};

/* What `super` and new.target mean in a function's scope, and in the arrows within it. */
struct js_activation {
    struct js_function *function;
    struct js_object *new_target; /* NULL: an ordinary call */
    unsigned level;               /* of the trial it began in */
    bool wants_super;             /* a derived constructor before super(): there is no `this` */
};

struct js_scope {
    struct js_scope *parent;
    VEC(struct js_binding *) names;
    bool is_function;
    const struct js_value *this_value; /* of functions that have one */
    struct js_activation *activation;  /* with it; NULL outside functions */
};

struct js_export {
    struct str name;
    struct js_binding *binding;
    bool is_star; /* by `export *`: gives way to an export of the module's own */
};

struct js_module {
    struct js_tree tree;
    struct str path, dir;
    struct js_scope *scope;
    struct js_object *object; /* CommonJS: `module` */
    bool is_esm, is_json, is_loading;
    bool has_arguments;            /* the word occurs in the text */
    bool is_prelude;               /* js_prelude.h: what is made there stands where it was called */
    VEC(struct js_export) exports; /* ESM */
};

/* A loop or a call that is under way: who is to blame when a budget is used up (js_limit.c). */
struct js_frame {
    struct js_frame *outer;
    struct span span;
    const struct js_node *loop;         /* or */
    const struct js_function *function; /* the function called */
    const struct js_module *module;     /* of the loop */
    long fuel;                          /* when it began */
    size_t memory;                      /* likewise: bytes of arena */
    unsigned rounds;
};

enum js_flow { JS_NORMAL, JS_RETURN, JS_BREAK, JS_CONTINUE, JS_THROW };

struct js_done {
    enum js_flow flow;
    const struct js_value *value; /* of a return */
    struct str label;             /* of a break or continue; empty: the nearest */
};

struct js_save;
struct js_regex;

struct js {
    struct front *f;
    struct arena *arena;
    struct js_module *module; /* whose text is being evaluated */
    VEC(struct js_module *) modules;
    struct js_scope *globals; /* what assignment to an undeclared name makes */
    bool is_strict;
    long fuel;
    unsigned depth, calls;
    size_t memory_base;
    struct span place; /* where things are that have no place of their own: the innermost call */
    struct js_frame *frame; /* the innermost */

    /* Thrown: the value, and what it says to people. Fatal cannot be caught: our own limits. */
    bool is_fatal;
    const struct js_value *thrown;
    struct span thrown_span;
    struct str thrown_text;
    struct str thrown_note; /* of a fatal error; may be empty, as what follows */
    const char *thrown_help, *thrown_remark;
    struct span thrown_other; /* what the remark is about */

    const struct js_value *poison;  /* first reason, or NULL */
    const struct env_deps *control; /* what decided that this statement runs */
    bool is_escaping;               /* a function that was handed out is being tried */
    bool may_throw;                 /* something unknown was called since a `try` looked */

    const struct js_node *awaited; /* the call that the innermost `await` stands before */

    const struct js_value *env_open; /* variables may come from elsewhere: a .env file */
    const struct js_value *env_cut;  /* all variables unknown */
    struct js_object *env, *process, *global_object;
    VEC(struct js_object *) natives;  /* made so far, one per row */
    VEC(struct js_module *) preludes; /* loaded so far */
    struct span prelude_span;         /* the call that runs one */

    struct str repository;   /* what fs may look at; empty until it is asked */
    VEC(struct str) written; /* paths that the configuration would change: not known any more */

    VEC(struct js_regex *) regexes; /* compiled so far */

    /* Trials (js_fork.c). */
    unsigned level, last_level, last_class;
    VEC(struct js_save) saves;
};

/* ---- js.c: steps, errors, unknowns ---- */
struct span js_span(const struct js *js, const struct js_node *n);
/* From its beginning to its body: "while (n < 10)", "class App". */
struct span js_head(const struct js *js, const struct js_node *n);
struct str js_source(const struct js *js, const struct js_node *n);

/* Throws an error of a built-in class ("TypeError"); `text` is the error's own message, and the
 * diagnostic says "<explain>; Node cannot load this file" (or text where explain is NULL). NULL. */
const struct js_value *js_throw(struct js *js, struct span span, const char *class, const char *fmt,
                                ...) ATTR_PRINTF(4, 5);
const struct js_value *js_fatal(struct js *js, struct span span, const char *fmt, ...)
    ATTR_PRINTF(3, 4);

const struct js_value *js_unknown(struct js *js, struct span span, const char *fmt, ...)
    ATTR_PRINTF(3, 4);
/* A part of Node that is not evaluated, by its name. */
const struct js_value *js_unknown_builtin(struct js *js, struct span span, struct str name);
/* ---- js_limit.c ---- */
/* Takes `cost` steps; false (and a fatal error) where the budget is used up. */
bool js_step(struct js *js, size_t cost);
/* Calls or expressions inside each other. Fatal, and NULL; under a condition that is not known it
 * poisons, and is unknown. */
const struct js_value *js_too_deep(struct js *js, struct span span);
/* Something that grows: fatal, NULL. */
const struct js_value *js_too_large(struct js *js, struct span span, const char *what);

/* ---- js_reason.c: words for what is not evaluated ---- */
/* "ecoc does not evaluate a call of os.totalmem": how is "a call of ", "new ", "". */
const struct js_value *js_unmodelled(struct js *js, struct span span, const char *how,
                                     struct str name);
#define JS_SEE_HERE "see it as it is on this machine: ecoc lint --env-dependent"
/* "the host's name is known only where it runs" */
const struct js_value *js_known_there(struct js *js, struct span span, const char *what);
/* The same unknown with a next step. */
const struct js_value *js_advise(struct js *js, const struct js_value *unknown, const char *help);
/* The next step for a shell command that the configuration would run. */
const char *js_advise_command(struct js *js, const struct js_value *command);
/* Unknown because of `cause` (an unknown or a choice), with its reason, span and dependencies. */
const struct js_value *js_unknown_from(struct js *js, const struct js_value *cause);
void js_poison(struct js *js, const struct js_value *cause);

/* An unknown or choice condition in words: its own, or the text of the node. */
struct str js_when(struct js *js, const struct js_value *cond, const struct js_node *n);

/* A choice of the two, flattened; concrete mode, or too many alternatives: unknown because of
 * cause. */
const struct js_value *js_choose(struct js *js, const struct js_value *cause, struct str when,
                                 const struct js_value *yes, const struct js_value *no);
/* Alternatives to a value: drops repeats; one left is that one. */
const struct js_value *js_choice_of(struct js *js, const struct js_value *cause,
                                    const struct js_alt *alts, size_t n);

/* fn over each alternative of v (or v itself), the results as a choice. fn must be free of effects.
 */
typedef const struct js_value *js_map_fn(struct js *js, const struct js_value *v, void *context);
const struct js_value *js_map(struct js *js, const struct js_value *v, js_map_fn *fn,
                              void *context);

/* The same value as far as can be told: primitives by value, objects by identity. */
bool js_same(const struct js_value *x, const struct js_value *y);

/* ---- js_scope.c ---- */
struct js_scope *js_scope_new(struct js *js, struct js_scope *parent, bool is_function);
struct js_binding *js_declare(struct js *js, struct js_scope *s, struct str name,
                              const struct js_value *value, bool is_lexical, bool is_const);
struct js_binding *js_binding_find(struct js_scope *s, struct str name, bool here_only);
void js_binding_set(struct js *js, struct js_binding *b, const struct js_value *value);
const struct js_value *js_identifier(struct js *js, const struct js_node *n, struct js_scope *s);
bool js_assign_name(struct js *js, struct js_scope *s, struct str name,
                    const struct js_value *value, struct span span);
/* Declares what the statements declare: `var` up to functions, let/const/class/functions here. */
bool js_hoist(struct js *js, const struct js_node *first, struct js_scope *s, bool is_function);
/* Does the code assign, delete, call or construct anything? False: evaluating it cannot matter. */
bool js_could_write(const struct js_node *n);

/* ---- js_expr.c, js_literal.c, js_member.c, js_assign.c ---- */
const struct js_value *js_eval(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_array(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_object(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_template(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_this(struct js *js, const struct js_node *n, struct js_scope *s);
/* Adds what a tagged template gives its function: the texts, then the values. */
bool js_template_arguments(struct js *js, const struct js_node *n, struct js_scope *s,
                           struct js_object *args);
const struct js_value *js_eval_member(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_new(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_assignment(struct js *js, const struct js_node *n,
                                          struct js_scope *s);
const struct js_value *js_eval_augmented(struct js *js, const struct js_node *n,
                                         struct js_scope *s);
const struct js_value *js_eval_update(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_eval_delete(struct js *js, const struct js_node *n, struct js_scope *s);
const struct js_value *js_logical(struct js *js, const struct js_node *n, enum js_token op,
                                  const struct js_value *left, struct js_scope *s);

/* The key that a property's name node says; false where thrown; *key.p NULL where it is unknown,
 * *unknown is then why. */
bool js_property_key(struct js *js, const struct js_node *n, struct js_scope *s, struct str *key,
                     const struct js_value **unknown);

/* How a pattern binds: declare (let/const/var/parameter), or assign. */
enum js_bind { JS_BIND_ASSIGN, JS_BIND_VAR, JS_BIND_LET, JS_BIND_CONST };
bool js_bind_pattern(struct js *js, const struct js_node *pattern, const struct js_value *value,
                     struct js_scope *s, enum js_bind how);

/* ---- js_object.c: properties as programs see them ---- */
struct js_object *js_object_new(struct js *js, enum js_class class);
const struct js_value *js_get(struct js *js, const struct js_value *base, struct str key,
                              struct span span);
const struct js_value *js_get_by(struct js *js, const struct js_value *base,
                                 const struct js_value *key, struct span span);
/* globalThis. */
const struct js_value *js_global_object(struct js *js, struct span span);
/* False where thrown. */
bool js_set(struct js *js, const struct js_value *base, struct str key, struct span key_span,
            const struct js_value *value);
bool js_set_by(struct js *js, const struct js_value *base, const struct js_value *key,
               struct span key_span, const struct js_value *value);
bool js_delete(struct js *js, const struct js_value *base, struct str key, struct span span);
/* The value of an own property of o: what its getter gives, where it has one. NULL where thrown. */
const struct js_value *js_read(struct js *js, const struct js_object *o, const struct js_prop *p);
/* Defines on an own object without asking anyone: literals, built-ins' results. */
void js_define(struct js *js, struct js_object *o, struct str key, struct span key_span,
               const struct js_value *value);
void js_push(struct js *js, struct js_object *array, const struct js_value *value);
/* Element i of a known array; undefined for holes and beyond. */
const struct js_value *js_item(struct js *js, const struct js_object *array, size_t i);

/* Own or inherited, of known objects; NULL where there is none, or where a built-in may have it. */
const struct js_prop *js_find_inherited(const struct js_object *o, struct str key);
/* An object's contents become unknown because of cause. */
void js_open(struct js *js, struct js_object *o, const struct js_value *cause);
/* An array's contents become unknown because of cause, but what it holds may still be in it. */
void js_open_array(struct js *js, struct js_object *array, const struct js_value *cause);
/* What also may be in an open array. */
void js_may_hold(struct js *js, struct js_object *array, const struct js_value *v);
/* v becomes an element of an open array: whoever holds the array may reach it. */
void js_put_somewhere(struct js *js, struct js_object *array, const struct js_value *v);
/* The value was given to code that is not evaluated: everything reachable may have changed. */
void js_escape(struct js *js, const struct js_value *v, const struct js_value *cause);
/* Copies own properties, as spread and Object.assign do. False where thrown. */
bool js_spread_into(struct js *js, struct js_object *target, const struct js_value *from,
                    bool by_assignment);
/* A string's code units as an array: its own properties. */
struct js_object *js_text_items(struct js *js, const struct js_value *text);
/* NULL where the object's list of own keys is known, else why not. */
const struct js_value *js_keys_unknown(struct js *js, const struct js_object *o);

struct js_call;

/* ---- js_env.c: process.env ---- */
const struct js_value *js_env_get(struct js *js, struct str name, struct span span);
bool js_env_set(struct js *js, struct str name, struct span key_span, const struct js_value *value);
/* What was deleted (or all that was assigned) may be another thing now. */
void js_blur_env(struct js *js, const struct js_value *cause, bool all);
/* All variables as an ordinary object, in concrete mode; symbolic: an open object. */
bool js_env_spread(struct js *js, struct js_object *target, struct span span);
const struct late *js_late_or(struct js *js, const struct js_value *left,
                              const struct js_value *right, bool empty_is_missing);
const struct late *js_late_concat(struct js *js, const struct js_value *x,
                                  const struct js_value *y);
/* A path of the configuration's own files: below its directory it remembers that directory. */
const struct js_value *js_own_path(struct js *js, struct str path, struct span span);
/* A path made from the call's arguments: an own path where one of them is. */
const struct js_value *js_derived_path(struct js *js, struct str path, const struct js_call *call);

/* ---- js_own.c: unknowns that may be an object of the configuration ---- */
/* Is v, or may it be, such an object that nobody else holds? JS_OURS_*, 0: no. */
unsigned js_is_own(const struct js_value *v);
/* Is there one among what the object has or inherits? */
unsigned js_holds_own(const struct js_object *o);
/* v, marked so where it is unknown. */
const struct js_value *js_maybe_own(struct js *js, const struct js_value *v, unsigned own);
/* Something is written through v. */
void js_write_unknown(struct js *js, const struct js_value *v);
/* It is called, or one of its methods is, or it is handed out. */
void js_call_unknown(struct js *js, const struct js_value *v);

/* ---- js_gap.c: variables that are not set, where all must be declared (front.h: gaps) ---- */
/* Notes a read; its number for the recipe. */
uint32_t js_gap_note(struct js *js, struct str name, struct span span);
/* v is only tested for being there: where it is a variable, that needs no declaration. */
void js_gap_test(struct js *js, const struct js_value *v);
/* The program has a default for v: nor do v and the reads [from, to), which led to it. */
void js_gap_default(struct js *js, const struct js_value *v, size_t from, size_t to);

/* ---- js_convert.c, js_ops.c ---- */
enum js_truth { JS_FALSE, JS_TRUE, JS_MAYBE };
enum js_truth js_truth(const struct js_value *v);
/* ToString and ToNumber of a known value; false where thrown or unknown (*unknown is then set). */
bool js_to_text(struct js *js, const struct js_value *v, struct str *out,
                const struct js_value **unknown);
bool js_to_number(struct js *js, const struct js_value *v, double *out,
                  const struct js_value **unknown);
const struct js_value *js_to_primitive(struct js *js, const struct js_value *v, bool want_text);
double js_text_number(struct str text);
const struct js_value *js_unary(struct js *js, enum js_token op, const struct js_value *v,
                                const struct js_node *n);
const struct js_value *js_binary(struct js *js, enum js_token op, const struct js_value *x,
                                 const struct js_value *y, const struct js_node *n);
/* x ** y where it comes out as an exact integer, which is the same everywhere; other powers differ in
 * the last bit and are unknown. */
const struct js_value *js_power(struct js *js, double x, double y, struct span span);
/* Strict equality of known values. */
bool js_strict_equal(const struct js_value *x, const struct js_value *y);
bool js_same_value_zero(const struct js_value *x, const struct js_value *y);
double js_to_integer(double n);
int32_t js_to_int32(double n);

/* ---- js_call.c ---- */
struct js_call {
    const struct js_value *self;
    const struct js_value *const *args;
    size_t n;
    struct span span;
    const struct js_object *callee;
    bool is_new, is_awaited;
    struct js_object *new_target; /* of the configuration's own functions: a construction */
};
const struct js_value *js_arg(const struct js_call *c, size_t i);
const struct js_value *js_call_value(struct js *js, const struct js_value *callee,
                                     const struct js_call *call);
struct js_object *js_function_new(struct js *js, const struct js_node *n, struct js_scope *s);
void js_function_escape(struct js *js, struct js_function *fn, const struct js_value *cause);
/* The body with its parameters, in s, which has its `this` already. */
const struct js_value *js_run_function(struct js *js, struct js_function *fn,
                                       const struct js_call *call, struct js_scope *s);

/* ---- js_class.c ---- */
const struct js_value *js_eval_class(struct js *js, const struct js_node *n, struct js_scope *s);
/* `new`: f is a function of the configuration's that may be constructed. */
bool js_is_constructor(const struct js_value *f);
const struct js_value *js_construct(struct js *js, struct js_object *f, const struct js_call *call,
                                    struct js_object *new_target);
const struct js_value *js_run_constructor(struct js *js, struct js_function *fn,
                                          const struct js_call *call);
/* super(...) with its arguments; super.key. */
const struct js_value *js_super_call(struct js *js, const struct js_call *call, struct js_scope *s);
const struct js_value *js_super_get(struct js *js, struct str key, struct js_scope *s,
                                    struct span span);
struct js_activation *js_activation_of(struct js_scope *s);
/* The function's `prototype`, made when it is first asked for; NULL where it has none. */
struct js_object *js_prototype_of(struct js *js, struct js_object *f);
/* The class declaration or expression. */
const struct js_node *js_class_node(const struct js_function *fn);
/* The key of `#name` as seen from s; empty where no class there declares it. */
struct str js_private_key(struct js *js, const struct js_node *n, struct js_scope *s);
/* ---- js_method.c ---- */
/* Certainly changes nothing when it is run. Others rely on it that reading a property changes
 * nothing (js_could_write). */
bool js_is_quiet(struct js *js, const struct js_node *n);
const struct js_value *js_get_private(struct js *js, const struct js_node *name,
                                      const struct js_value *base, struct js_scope *s);
/* Calls a method that is asked for a value (toString, toJSON), where it changes nothing: else *ran is
 * false. NULL where thrown. */
const struct js_value *js_call_quietly(struct js *js, const struct js_value *self,
                                       const struct js_prop *p, bool *ran);
/* A method, getter or setter of a class or of an object literal. */
bool js_add_method(struct js *js, struct js_object *o, const struct js_node *n, struct js_scope *s,
                   bool is_hidden);

/* ---- js_arguments.c ---- */
/* `arguments`, where the function mentions it. */
void js_declare_arguments(struct js *js, const struct js_function *fn, const struct js_call *call,
                          struct js_scope *s);

/* ---- js_exec.c, js_loop.c ---- */
struct js_done js_exec(struct js *js, const struct js_node *n, struct js_scope *s);
struct js_done js_exec_list(struct js *js, const struct js_node *first, struct js_scope *s);
struct js_done js_exec_loop(struct js *js, const struct js_node *n, struct js_scope *s,
                            struct str label);
struct js_done js_exec_try(struct js *js, const struct js_node *n, struct js_scope *s);
struct js_done js_exec_switch(struct js *js, const struct js_node *n, struct js_scope *s);
struct js_done js_thrown(void);
struct js_done js_normal(void);

/* ---- js_module.c ---- */
const struct js_value *js_require(struct js *js, struct str name, struct span span);
/* delete require.cache[path]: the next require loads it again. */
void js_forget_module(struct js *js, struct str path, struct span span);
/* ---- js_import.c ---- */
bool js_import_export(struct js *js, const struct js_node *n, struct js_scope *s);
bool js_link_imports(struct js *js, struct js_module *m);
struct js_module *js_module_new(struct js *js, const struct source *src);
bool js_module_run(struct js *js, struct js_module *m);
const struct js_value *js_module_value(struct js *js, struct js_module *m, struct span span);
const struct js_value *js_meta(struct js *js, struct span span);

/* ---- js_kind.c ---- */
/* After the run: reports modules that Node or PM2 take for another kind than they are. */
void js_check_kinds(struct js *js);

/* ---- js_export.c ---- */
const struct value *js_export(struct js *js, const struct js_value *v);
