/* Trying both sides of a condition that is not known.
 *
 * Every change of a binding or an object first saves what was there, if the current trial has not
 * done so yet. js_fork runs one side, sets its changes aside, takes them back, runs the other side,
 * and writes the join of both: equal values stay, different ones become a choice (or unknown), a
 * property of one side becomes `maybe`, an array that differs in length is open. */
#pragma once

#include "compiler/front/js.h"

struct js_save {
    struct js_binding *binding; /* or */
    struct js_object *object;
    unsigned level;
    struct js_binding old_binding;
    struct js_object old_object;
};

/* Call before changing it. */
void js_touch_object(struct js *js, struct js_object *o);
void js_touch_binding(struct js *js, struct js_binding *b);

/* One side: evaluates something; context is the caller's. */
typedef struct js_done js_side_fn(struct js *js, void *context);

struct js_fork {
    const struct js_value *cond; /* unknown or a choice */
    struct str when;
    js_side_fn *yes, *no;
    void *context;
};

/* The joined end: a value where both sides gave one (JS_NORMAL or JS_RETURN alike). A side that
 * throws is taken as not happening in symbolic mode and poisons in concrete mode; sides that end in
 * different ways poison, except that in a function's body falling off the end is `return undefined`
 * (`is_body`). */
struct js_done js_fork(struct js *js, const struct js_fork *fork, bool is_body);

/* Runs something that happens an unknown number of times (a loop with an unknown end, a function
 * that was handed out): whatever it changes becomes unknown because of cause. False where it was
 * fatal. */
bool js_havoc(struct js *js, js_side_fn *fn, void *context, const struct js_value *cause);

/* Runs it once. Where nothing unknown could have thrown, its changes stay and *done is its end;
 * else they are taken back and the result is false. */
bool js_try_once(struct js *js, js_side_fn *fn, void *context, struct js_done *done);
