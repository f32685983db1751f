/* `stateful: ['websocket', 'cron']`: what the configuration itself says of the source. It counts like something
 * seen, so that a program in another language, or one that lint cannot follow, is not scaled unnoticed. */
#include "lint/hazard.h"

/* By the word of the option: the rule, and those that say the same with evidence from the source. */
static const struct declared {
    const char *word;
    unsigned rule;
    unsigned said[5];           /* RULE_COUNT ends them */
    const char *before, *after; /* round "4 instances" */
    const char *help;
} table[] = {
    {"websocket",
     RULE_WS_IN_MEMORY,
     {RULE_WS_IN_MEMORY, RULE_SOCKETIO_NO_ADAPTER, RULE_GATEWAY_NO_ADAPTER, RULE_SSE_CLIENTS,
      RULE_COUNT},
     "each of ",
     " knows only the websocket clients that connected to it",
     "run one instance, or take the word away once messages go to all of them"},
    {"cron",
     RULE_CRON_LIBRARY,
     {RULE_CRON_LIBRARY, RULE_NEST_SCHEDULE, RULE_INTERVAL_DUPLICATED, RULE_COUNT},
     "each of ",
     " runs every job",
     "run schedules in one fork app, or take the word away once they are guarded"},
    {"memory",
     RULE_MODULE_STATE,
     {RULE_MODULE_STATE, RULE_CLASS_STATE, RULE_SESSION_MEMORY, RULE_LOCAL_CACHE, RULE_COUNT},
     "each of ",
     " keeps its own state in memory",
     "run one instance, or take the word away once the state is in a store"},
    {"files",
     RULE_FILE_WRITE,
     {RULE_FILE_WRITE, RULE_LOCAL_DB, RULE_UPLOAD_LOCAL, RULE_COUNT},
     "",
     " write the same files",
     "run one instance, or take the word away once each writes files of its own"},
    {"payments",
     RULE_PAYMENT_STATE,
     {RULE_PAYMENT_STATE, RULE_COUNT},
     "a payment's callback reaches any of ",
     ", and one of them knows the order",
     "run one instance, or take the word away once payments are in the database"},
};

static bool is_said(const struct lint *l, const struct app *app, const struct declared *row) {
    for (size_t i = 0; row->said[i] != RULE_COUNT; i++)
        if (diag_has(l->sink, row->said[i], app->label))
            return true;
    return false;
}

/* The source was read and shows what makes it right. */
static bool is_mitigated(const struct hazard *h, const struct declared *row) {
    uint32_t file;
    if (h && row->rule == RULE_WS_IN_MEMORY)
        return hazard_mark(h, MARK_SOCKETIO_ADAPTER, &file) ||
               hazard_mark(h, MARK_PUBSUB_SHARED, &file);
    /* Jobs that are seen, and of which nothing was said, are guarded. */
    return h && row->rule == RULE_CRON_LIBRARY && hazard_mark(h, MARK_SCHEDULE, &file);
}

struct saying {
    struct lint *l;
    const struct app *app;
    const struct hazard *h;
    struct scale scale;
};

static void check_word(const struct saying *p, const struct value *v) {
    struct lint *l = p->l;
    const struct app *app = p->app;
    const struct scale *scale = &p->scale;
    const struct declared *row = NULL;
    for (size_t i = 0; v->kind == VALUE_STRING && i < ARRAY_LEN(table); i++)
        if (str_eqz(v->string, table[i].word))
            row = &table[i];
    if (!row || is_said(l, app, row) || is_mitigated(p->h, row))
        return;
    const struct setting *set = app->set[OPT_STATEFUL];
    struct str many = scale->shown;
    struct diag *d = diag_add(l->sink, row->rule, lint_span(v, set->key_span), "%s%.*s%s",
                              row->before, STR_ARG(many), row->after);
    diag_about(d, app->label, str_of(options[OPT_STATEFUL].name));
    d->token = v->string;
    diag_label(l->sink, d, "`%.*s` declares it", STR_ARG(app->label));
    diag_relate(l->sink, d, scale->span, "`%.*s` %.*s%.*s", STR_ARG(app->label),
                STR_ARG(scale->said), STR_ARG(scale->when));
    diag_help(l->sink, d, "%s", row->help);
}

static void check_list(const struct saying *p, const struct value *v) {
    if (v->kind != VALUE_ARRAY) {
        check_word(p, v);
        return;
    }
    for (size_t i = 0; i < v->array.n; i++)
        check_word(p, v->array.at[i]);
}

void source_declared(struct lint *l, const struct app *app, struct hazard *h) {
    const struct value *v = app_value(app, OPT_STATEFUL);
    if (!v)
        return;
    struct saying p = {l, app, h, hazard_scale(l, app)};
    for (size_t i = 0; p.scale.is_many && i < value_alternatives(v); i++)
        check_list(&p, value_alternative(v, i));
}
