/* State that outlives a request and that requests share: which variable, who changes it, who reads it.
 *
 * A container counts when some function that runs after boot changes it and some such function reads it.
 * Filled at boot and only read later, it is a table; used by one function as its memory of a computation, a
 * memo; held in a WeakMap, about objects of this process. All those are silent. */
#include "lint/hazard.h"

/* One use, wherever it stands. */
struct spot {
    uint32_t file;
    const struct fact_use *use;
};

/* A state and what is done with it after boot. */
struct subject {
    uint32_t file, index;
    const struct fact_state *state;
    struct str name;
    VEC(struct spot) writes, reads;
    bool is_removed, is_added, is_counted, is_awaited;
    unsigned hints;     /* of all that is stored */
    bool all_functions; /* nothing but functions is stored: a registry */
};

/* ---- collecting ------------------------------------------------------------------------------ */

static bool is_write(const struct fact_use *u) {
    return u->op == USE_WRITE || u->op == USE_ADD || u->op == USE_REMOVE || u->op == USE_CLEAR ||
           u->op == USE_INCREMENT;
}

static void take_use(struct hazard *h, struct subject *s, uint32_t file, const struct fact_use *u) {
    struct spot spot = {file, u};
    if (!link_runs_later(h->link, file, u->function))
        return;
    if (!is_write(u)) {
        VEC_PUSH(h->l->a, &s->reads, spot);
        return;
    }
    VEC_PUSH(h->l->a, &s->writes, spot);
    s->is_removed = s->is_removed || u->op == USE_REMOVE || u->op == USE_CLEAR;
    s->is_added = s->is_added || u->op == USE_ADD || u->op == USE_WRITE;
    s->is_counted = s->is_counted || u->op == USE_INCREMENT;
    if (u->op == USE_ADD || u->op == USE_WRITE) {
        s->hints |= u->hint;
        s->all_functions = s->all_functions && u->hint & VALUE_FUNCTION;
    }
}

static void collect(struct hazard *h, struct subject *s) {
    uint32_t state = h->link->files[s->file].first_state + s->index;
    s->all_functions = true;
    for (uint32_t i = h->link->uses_to[state]; i < h->link->uses_to[state + 1]; i++) {
        const struct link_use *u = &h->link->uses[i];
        take_use(h, s, u->file, &h->link->files[u->file].facts->uses.at[u->use]);
    }
}

/* ---- what is no shared state ----------------------------------------------------------------- */

static bool lives_long(const struct hazard *h, uint32_t file, const struct fact_state *s) {
    const struct facts *f = h->link->files[file].facts;
    enum {
        SINGLETON =
            CLASS_INJECTABLE | CLASS_CONTROLLER | CLASS_GATEWAY | CLASS_RESOLVER | CLASS_INSTANCE
    };
    if (s->klass != FACT_NONE) {
        unsigned flags = f->classes.at[s->klass].flags;
        return s->flags & STATE_STATIC || (flags & SINGLETON && !(flags & CLASS_PER_REQUEST));
    }
    return s->function == 0 || !link_runs_later(h->link, file, s->function);
}

static bool same_text(const struct hazard *h, const struct spot *a, const struct spot *b) {
    return str_eq(hazard_str(h, a->file, a->use->key), hazard_str(h, b->file, b->use->key));
}

/* A function that looks a key up, computes, and stores under that key, and nobody else. */
static bool is_memo(const struct hazard *h, const struct subject *s) {
    if (s->state->kind == STATE_SET || s->is_removed || s->is_counted ||
        s->hints & (VALUE_SOCKET | VALUE_RESPONSE | VALUE_TIMER))
        return false;
    for (size_t i = 0; i < s->writes.n; i++)
        for (size_t k = 0; k < s->reads.n; k++) {
            const struct spot *w = &s->writes.at[i], *r = &s->reads.at[k];
            if (w->file != r->file || w->use->function != r->use->function || !same_text(h, w, r))
                return false;
        }
    return s->writes.n > 0 && s->reads.n > 0;
}

/* What only a timer of the process itself writes is that process's own sample of the world. */
static bool in_timer(const struct hazard *h, const struct spot *spot) {
    const struct facts *f = h->link->files[spot->file].facts;
    for (uint32_t at = spot->use->function; at != FACT_NONE; at = f->functions.at[at].outer)
        for (uint32_t i = 0; i < f->marks.n; i++)
            if ((f->marks.at[i].kind == MARK_INTERVAL || f->marks.at[i].kind == MARK_SCHEDULE) &&
                f->marks.at[i].body == at)
                return true;
    return false;
}

/* Refreshed by a timer, or a timer's own bookkeeping. */
static bool is_sample(const struct hazard *h, const struct subject *s) {
    for (size_t i = 0; i < s->writes.n; i++)
        if (!in_timer(h, &s->writes.at[i]))
            return false;
    return true;
}

/* Every change stands where one instance only gets to. */
static bool is_single(struct hazard *h, const struct subject *s) {
    for (size_t i = 0; i < s->writes.n; i++)
        if (!hazard_is_single(h, s->writes.at[i].file, s->writes.at[i].use->function,
                              s->writes.at[i].use->guard))
            return false;
    return true;
}

/* ---- what it is: by what is stored, then by its name ------------------------------------------ */

static bool has_word(struct str name, const char *words) {
    char text[64];
    size_t n = name.n < sizeof text - 1 ? name.n : sizeof text - 1;
    for (size_t i = 0; i < n; i++)
        text[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]);
    text[n] = '\0';
    for (const char *p = words; *p;) {
        char word[32];
        size_t len = strcspn(p, " ");
        memcpy(word, p, len);
        word[len] = '\0';
        if (strstr(text, word))
            return true;
        p += len + (p[len] == ' ');
    }
    return false;
}

static bool is_container(const struct fact_state *s) {
    return s->kind == STATE_MAP || s->kind == STATE_SET || s->kind == STATE_ARRAY ||
           s->kind == STATE_OBJECT;
}

/* Is the function, or one round it, what takes payment callbacks? */
static bool in_payment(const struct hazard *h, const struct spot *spot) {
    const struct facts *f = h->link->files[spot->file].facts;
    for (uint32_t at = spot->use->function; at != FACT_NONE; at = f->functions.at[at].outer)
        for (uint32_t i = 0; i < f->marks.n; i++)
            if (f->marks.at[i].kind == MARK_PAYMENT_HANDLER && f->marks.at[i].body == at)
                return true;
    return false;
}

/* The name of the state and of its file: `codes` in otp.ts. */
static bool is_called(const struct hazard *h, const struct subject *s, const char *words) {
    return has_word(s->name, words) ||
           has_word(path_basename(h->link->files[s->file].file->src->name), words);
}

static bool is_payment(const struct hazard *h, const struct subject *s) {
    uint32_t file;
    for (size_t i = 0; i < s->writes.n; i++)
        if (in_payment(h, &s->writes.at[i]))
            return true;
    for (size_t i = 0; i < s->reads.n; i++)
        if (in_payment(h, &s->reads.at[i]))
            return true;
    return is_called(h, s, "payment paid idempot ipn txn transaction checkout webhook") &&
           hazard_mark(h, MARK_PAYMENT_HANDLER, &file);
}

static const struct kind {
    unsigned rule;
    const char *words; /* in the name; NULL: decided by code below */
    const char *what;  /* after the name */
    const char *help;
} kinds[] = {
    {RULE_WS_IN_MEMORY, NULL, "holds the websocket clients of one process",
     "publish to all instances, and let each send to its own clients; or run one instance"},
    {RULE_SSE_CLIENTS, NULL, "holds responses that wait in one process",
     "publish to all instances, and let each write to its own responses"},
    {RULE_PAYMENT_STATE, NULL, "keeps the state of payments in one process",
     "keep it in the database, with a unique key"},
    {RULE_OTP_STATE, "otp captcha nonce csrf magic verif challenge oauth resetcode resettoken",
     "keeps codes where only one process can check them", "keep them in redis with an expiry"},
    {RULE_RATE_LIMIT, "ratelimit limiter attempts hits throttle requestcount",
     "counts what only one process sees", "count in redis, or limit at the proxy"},
    {RULE_QUEUE_LOCAL, "queue jobs backlog tasks pendingwrites", "is a queue in one process",
     "use BullMQ, pg-boss or another queue in a store"},
    {RULE_LOCAL_CACHE, "cache memo", "is a cache in one process",
     "a cache in redis, or a message that clears all of them"},
};

static const struct kind class_state = {RULE_CLASS_STATE, NULL, NULL,
                                        "keep it in redis or in the database; or run one instance"};
static const struct kind module_state = {
    RULE_MODULE_STATE, NULL, NULL, "keep it in redis or in the database; or run one instance"};

static const struct kind *kind_of(const struct hazard *h, const struct subject *s) {
    uint32_t file;
    if (s->hints & VALUE_SOCKET && hazard_mark(h, MARK_WS_SERVER, &file))
        return &kinds[0];
    if (s->hints & VALUE_RESPONSE)
        return &kinds[1];
    if (is_payment(h, s))
        return &kinds[2];
    for (size_t i = 3; i < ARRAY_LEN(kinds); i++)
        if (is_called(h, s, kinds[i].words) &&
            (kinds[i].rule != RULE_QUEUE_LOCAL || s->state->kind == STATE_ARRAY))
            return &kinds[i];
    return s->state->klass != FACT_NONE ? &class_state : &module_state;
}

/* ---- reporting ------------------------------------------------------------------------------- */

/* A read in another function than the write shows best that two requests meet. */
static const struct spot *best_read(const struct subject *s) {
    for (size_t i = 0; i < s->reads.n; i++)
        if (s->reads.at[i].file != s->writes.at[0].file ||
            s->reads.at[i].use->function != s->writes.at[0].use->function)
            return &s->reads.at[i];
    return s->reads.n ? &s->reads.at[0] : NULL;
}

static void relate(struct hazard *h, struct diag *d, const struct spot *spot, const char *what) {
    if (spot)
        diag_relate(h->l->sink, d, hazard_span(h, spot->file, spot->use->span), "%s", what);
}

static void finish(struct hazard *h, struct diag *d, const struct subject *s, const char *looked,
                   const char *help) {
    const struct spot *write = &s->writes.at[0], *read = best_read(s);
    bool is_one = read && read->file == write->file &&
                  read->use->span.begin >= write->use->span.begin &&
                  read->use->span.end <= write->use->span.end; /* id = next++ */
    relate(h, d, write, write->use->op == USE_INCREMENT ? "counted here" : "changed here");
    relate(h, d, is_one ? NULL : read, "read here");
    diag_note(h->l->sink, d, "looked for and not found: %s", looked);
    diag_help(h->l->sink, d, "%s", help);
    hazard_downgrade(h, d);
}

static void report_container(struct hazard *h, const struct subject *s) {
    const struct kind *k = kind_of(h, s);
    struct str many = h->scale.shown;
    struct diag *d =
        k->what ? hazard_add(h, k->rule, s->file, s->state->span,
                             "`%.*s` %s, and each of %.*s has its own", STR_ARG(s->name), k->what,
                             STR_ARG(many))
                : hazard_add(h, k->rule, s->file, s->state->span,
                             "`%.*s` is changed by one request and read by another, and each of "
                             "%.*s has its own",
                             STR_ARG(s->name), STR_ARG(many));
    if (k->rule == RULE_LOCAL_CACHE && !s->is_removed)
        diag_severity_set(h->l->sink, d, DIAG_INFO);
    finish(h, d, s, "a channel between the instances, a guard on the instance number", k->help);
}

/* ---- locks and sequences --------------------------------------------------------------------- */

/* Whether `inner` is `outer` or a function inside of it. */
static bool is_inside(const struct facts *f, uint32_t inner, uint32_t outer) {
    for (; inner != FACT_NONE; inner = f->functions.at[inner].outer)
        if (inner == outer)
            return true;
    return false;
}

/* if (busy) return; busy = true; ... busy = false: in one function. */
static bool is_lock(const struct hazard *h, const struct subject *s, const struct spot **read) {
    for (size_t i = 0; i < s->reads.n; i++) {
        const struct spot *r = &s->reads.at[i];
        const struct facts *f = h->link->files[r->file].facts;
        size_t n = 0;
        for (size_t k = 0; k < s->writes.n; k++)
            n += s->writes.at[k].file == r->file &&
                 is_inside(f, s->writes.at[k].use->function, r->use->function);
        if (n >= 2) {
            *read = r;
            return true;
        }
    }
    return false;
}

static void check_lock(struct hazard *h, const struct subject *s) {
    const struct spot *read;
    struct str many = h->scale.shown;
    if (!is_lock(h, s, &read) || hazard_is_locked(h, read->file, read->use->function) ||
        hazard_is_single(h, read->file, read->use->function, read->use->guard))
        return;
    struct diag *d = hazard_add(h, RULE_LOCAL_LOCK, s->file, s->state->span,
                                "`%.*s` keeps one process from doing the work twice, not %.*s",
                                STR_ARG(s->name), STR_ARG(many));
    finish(h, d, s, "redlock, SET NX, an advisory lock of the database, a guard",
           "take a lock in redis or in the database");
}

static void check_sequence(struct hazard *h, const struct subject *s) {
    struct str many = h->scale.shown;
    if (!s->is_counted || !has_word(s->name, "id seq next ticket invoice number order serial") ||
        has_word(s->name, "idle width hidden valid retries"))
        return;
    struct diag *d = hazard_add(h, RULE_SEQUENCE, s->file, s->state->span,
                                "`%.*s` is counted in each of %.*s: two of them give out the same "
                                "number",
                                STR_ARG(s->name), STR_ARG(many));
    finish(h, d, s, "a guard on the instance number", "use a sequence of the database, or a UUID");
}

/* Tries by client, looked up and stored again under one key: no memo, for what is stored differs from one
 * instance to the next. */
static bool counts_clients(const struct hazard *h, const struct subject *s) {
    return is_container(s->state) && kind_of(h, s)->rule == RULE_RATE_LIMIT;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Numbers that describe this process: nobody takes them for the service's. */
static bool is_statistics(const struct subject *s) {
    return s->is_counted && !s->is_removed && has_word(s->name, "stat metric counter count total");
}

/* What is said to all instances is handled by each with its own sockets: the map of them beside the
 * channel is right as it is. */
static bool is_fanned_out(const struct hazard *h, const struct subject *s) {
    const struct facts *f = h->link->files[s->file].facts;
    uint32_t file;
    for (uint32_t i = 0; i < f->marks.n; i++)
        if (f->marks.at[i].kind == MARK_PUBSUB_SHARED)
            return true;
    return s->hints & (VALUE_SOCKET | VALUE_RESPONSE) &&
           (hazard_mark(h, MARK_PUBSUB_SHARED, &file) ||
            hazard_mark(h, MARK_SOCKETIO_ADAPTER, &file));
}

static void check_state(struct hazard *h, uint32_t file, uint32_t index) {
    const struct facts *f = h->link->files[file].facts;
    const struct fact_state *state = &f->states.at[index];
    struct subject s = {.file = file, .index = index, .state = state};
    bool is_plain = state->kind == STATE_NUMBER || state->kind == STATE_BOOLEAN;
    if ((!is_container(state) && !is_plain) || !lives_long(h, file, state))
        return;
    s.name = fact_str(f, state->name);
    collect(h, &s);
    if (!s.writes.n || !s.reads.n)
        return;
    if (state->kind == STATE_BOOLEAN)
        check_lock(h, &s);
    else if (is_single(h, &s) || is_sample(h, &s))
        return;
    else if (state->kind == STATE_NUMBER)
        check_sequence(h, &s);
    else if ((!is_memo(h, &s) || counts_clients(h, &s)) && !is_statistics(&s) &&
             !is_fanned_out(h, &s) && !(s.all_functions && s.is_added))
        report_container(h, &s);
}

void source_state(struct hazard *h) {
    for (uint32_t i = 0; i < h->link->n_files; i++)
        for (uint32_t k = 0; k < h->link->files[i].facts->states.n; k++)
            check_state(h, i, k);
}
