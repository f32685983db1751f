/* Advice: how each app should be run, why, and what to change: the table that people write by hand.
 *
 * It rests on what lint finds and never says anything else: the source is judged as if the app ran
 * several instances (lint_input.is_for_advice), what would break then is a reason against it, and
 * what is wrong as the app runs now is its risk. Where the source was not found or not read in
 * full there is no recommendation beyond what the configuration shows. */
#pragma once

#include "lint/lint.h"

struct app;

enum advice_mode { ADVICE_AS_IS, ADVICE_FORK, ADVICE_CLUSTER };

enum advice_count {
    COUNT_KEEP, /* as many as now */
    COUNT_ONE,
    COUNT_SOME, /* two or more */
    COUNT_MAX,  /* one for each CPU */
};

/* Of the app as it runs now. */
enum advice_risk { RISK_UNKNOWN, RISK_LOW, RISK_MEDIUM, RISK_HIGH };

/* What a judgement rests on. */
struct advice_facts {
    bool is_read;  /* the source was found and read in full */
    bool is_plain; /* Node runs the file itself: cluster mode can */
    bool listens;
    bool has_own_port; /* each process listens on a port of its own */
    bool writes_files; /* at run time, and who reads them is not known */
    bool has_queue;    /* takes jobs from a store */
    bool forks;        /* makes processes of its own */
    bool is_cluster, is_many_cluster, is_many_fork; /* may be so now, by some condition */
    unsigned breaks[2];        /* what several processes break: errors, warnings */
    unsigned weakens;          /* what gets worse with each of them */
    unsigned errors, warnings; /* of what runs now, whatever their number */
};

struct advice_verdict {
    enum advice_mode mode;
    enum advice_count count;
    enum advice_risk risk;
};

/* A function of its argument. */
struct advice_verdict advice_judge(const struct advice_facts *facts);

enum advice_kind {
    ADVICE_BREAKS,  /* several processes break it */
    ADVICE_WEAKENS, /* several processes make it worse, and it goes on */
    ADVICE_NOW,     /* wrong as it runs now */
    ADVICE_SHOWS,   /* speaks for what is recommended */
};

struct advice_reason {
    enum advice_kind kind;
    const struct diag *finding; /* NULL: none of lint's */
    struct str text, help;      /* a sentence, and a next step that may be empty */
    struct span span;           /* src NULL: no place */
};

/* One way that the app may run now. */
struct advice_now {
    const char *mode; /* "fork", "cluster", "unknown" */
    struct str count; /* "1", "max", "max-1", "unknown" */
    struct str when;  /* "when NODE_ENV === 'production'"; empty where there is no other way */
    bool is_many;
};

/* A setting, or what the source does in place of one. */
struct advice_row {
    const char *name;
    struct str now, then; /* then: empty where it is right as it is */
    struct span span;     /* of what `now` says; src NULL: nothing does */
};

struct advice {
    const struct app *app;
    struct advice_facts facts;
    struct advice_verdict verdict;
    VEC(struct advice_now) now;
    struct str count;                  /* recommended: "1", "2+", "max", "4" */
    struct str reason;                 /* in a few words */
    struct str next;                   /* one step; empty where there is none */
    size_t n_files;                    /* of the source that were read */
    VEC(struct advice_reason) reasons; /* by kind, then by weight */
    VEC(struct advice_row) rows;
};

/* Judges all apps of in->model, in its order. `in` is what lint_run was called with, is_for_advice set; in->sink
 * holds what it found, less what is suppressed. The list lives as long as the sink's arena. */
const struct advice *advice_of(const struct lint_input *in);

/* Whether the app runs as is recommended, as far as mode and instances go. */
bool advice_is_so(const struct advice *advice);

/* "fork", "cluster"; NULL for ADVICE_AS_IS. "low" ...; "breaks" ... */
const char *advice_mode_name(enum advice_mode mode);
const char *advice_risk_name(enum advice_risk risk);
const char *advice_kind_name(enum advice_kind kind);
