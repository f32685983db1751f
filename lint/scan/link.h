/* The files of one app as a whole: which import is which declaration, who calls whom, what runs only while
 * the program boots, and which conditions hold where.
 *
 * Functions of all files have one numbering: link_function(file, index). A role says when a function may
 * run: at boot (called from a module's top level, before anything else), or later (a request, an event, a
 * timer). What is found by name only, a method of an object whose class is not known, counts for every
 * class of the app that could be meant: roles are an upper bound. */
#pragma once

#include "lint/scan/app.h"

enum link_role { LINK_BOOT = 1, LINK_LATER = 2 };

struct link_file {
    const struct scan_file *file;
    const struct facts *facts;
    uint32_t first;            /* number of functions[0] */
    uint32_t first_state;      /* number of states[0] */
    const uint32_t *import_to; /* by import: index of the file that it brings in, or FACT_NONE */
    const uint32_t *export_to; /* by export: of the file it hands on from */
};

struct link_call {
    uint32_t from, to; /* functions */
    uint32_t file, guard;
};

struct link {
    struct arena *a;
    const struct link_file *files;
    uint32_t n_files;
    uint32_t n_functions;
    uint8_t *roles;          /* by function */
    const uint32_t *file_of; /* by function */
    VEC(struct link_call) calls;
    const uint32_t *calls_to; /* by function: range [calls_to[f], calls_to[f + 1]) of `by_target` */
    const uint32_t *by_target;
    const uint32_t *calls_from, *by_source;
    uint32_t n_states;
    const uint32_t *uses_to; /* by state: range of `uses`; a state is first_state + its index */
    const struct link_use { uint32_t file, use; /* facts->uses of that file */ } * uses;
    uint32_t *stamp; /* by function: visited marks of the walks */
    uint32_t stamp_now;
};

/* What an imported name means. file FACT_NONE: a package, or not found. At most one of the others is given. */
struct link_target {
    uint32_t file, function, klass, state, guard;
};

struct link *link_new(struct arena *a, const struct scan_app *app);

struct link_target link_import(const struct link *l, uint32_t file, uint32_t import,
                               struct str member);

static inline uint32_t link_function(const struct link *l, uint32_t file, uint32_t function) {
    return l->files[file].first + function;
}

const struct fact_function *link_fact(const struct link *l, uint32_t function);

/* Whether the function, or one that it is inside of, may run after boot. */
bool link_runs_later(const struct link *l, uint32_t file, uint32_t function);

/* Asks about a guard: true where it restricts what it guards as the asker wants to know. */
typedef bool (*link_judge)(void *ctx, uint32_t file, const struct fact_guard *guard);

/* Whether a place (a function and the innermost guard there) is reached only past a guard that the judge
 * accepts: round it, round the functions that it is in, or on every way that calls them. */
bool link_guarded(struct link *l, uint32_t file, uint32_t function, uint32_t guard,
                  link_judge judge, void *ctx);

/* Calls visit for the function, those inside of it and those it calls, to the depth given; stops and gives
 * true at the first true. */
bool link_reaches(struct link *l, uint32_t function, unsigned depth,
                  bool (*visit)(void *ctx, uint32_t file, uint32_t function), void *ctx);
