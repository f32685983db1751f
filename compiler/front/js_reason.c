/* Why a part of Node is not evaluated, in words, and what a configuration does instead. */
#include "compiler/front/js.h"

#define HAND_IN                                                                                    \
    "hand it in from outside: process.env.NAME, with --define NAME=VALUE or --env-file FILE"

/* By the start of the name; the first row that fits. */
static const struct {
    const char *name, *why, *help;
} rows[] = {
    {"Date", "the time is another one at every start", HAND_IN},
    {"performance", "the time is another one at every start", HAND_IN},
    {"process.hrtime", "the time is another one at every start", HAND_IN},
    {"process.uptime", "the time is another one at every start", HAND_IN},
    {"Math.random", "the number is another one at every start", HAND_IN},
    {"child_process", "ecoc starts no programs", HAND_IN},
    {"fetch", "ecoc opens no connections", HAND_IN},
    {"Node's module 'crypto'", "what it makes is random, or a secret", HAND_IN},
    {"Node's module 'http", "ecoc opens no connections", HAND_IN},
    {"Node's module 'net'", "ecoc opens no connections", HAND_IN},
    {"Node's module 'tls'", "ecoc opens no connections", HAND_IN},
    {"Node's module 'dgram'", "ecoc opens no connections", HAND_IN},
    {"Node's module 'dns", "ecoc opens no connections", HAND_IN},
    {"os.", "it is known only where it runs", HAND_IN},
    {"process.", "it is known only where it runs", HAND_IN},
    {"the package '", NULL,
     "read a file of the repository instead, or hand the value in: process.env.NAME, with --define "
     "NAME=VALUE"},
    {"this class", NULL, "make the object with a literal or a plain function"},
    {"generators", NULL, "make the list with a plain function or a loop"},
    {"async functions", NULL, "export the value itself: PM2 does not wait for a promise"},
    {"await", NULL, "export the value itself: PM2 does not wait for a promise"},
};

const struct js_value *js_advise(struct js *js, const struct js_value *unknown, const char *help) {
    struct js_value *v = arena_new(js->arena, struct js_value);
    *v = *unknown;
    v->unknown.help = help;
    return v;
}

const struct js_value *js_known_there(struct js *js, struct span span, const char *what) {
    return js_advise(js, js_unknown(js, span, "%s is known only where it runs", what),
                     js->f->mode == FRONT_SYMBOLIC ? JS_SEE_HERE : HAND_IN);
}

const struct js_value *js_unmodelled(struct js *js, struct span span, const char *how,
                                     struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!str_starts(name, str_of(rows[i].name)))
            continue;
        const char *why = rows[i].why;
        return js_advise(js,
                         js_unknown(js, span, "ecoc does not evaluate %s%.*s%s%s", how,
                                    STR_ARG(name), why ? ": " : "", why ? why : ""),
                         rows[i].help);
    }
    return js_unknown(js, span, "ecoc does not evaluate %s%.*s", how, STR_ARG(name));
}

/* "git rev-parse HEAD" can be run by whoever calls ecoc, as it stands. */
const char *js_advise_command(struct js *js, const struct js_value *command) {
    enum { SHOWN_MOST = 60 };
    struct str text = command->kind == JS_STRING ? command->string : STR("");
    for (size_t i = 0; i < text.n; i++)
        if (strchr("\"\\`$\n\r", text.p[i]))
            return HAND_IN;
    if (text.n == 0 || text.n > SHOWN_MOST)
        return HAND_IN;
    struct str help =
        arena_fmt(js->arena,
                  "run it outside and hand the result in: process.env.NAME, with --define "
                  "NAME=\"$(%.*s)\"",
                  STR_ARG(text));
    return help.p;
}
