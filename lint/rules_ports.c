/* Rules about ports: which port an app is given by its environment, and who else is given it. */
#include "lint/rules.h"

/* A port that an app may have. */
struct port {
    int64_t number;
    struct str when;  /* text of the condition; empty where it is certain */
    struct str shown; /* lint_when of it */
    struct span span;
    struct str host; /* HOST or HOSTNAME of the environment, where it is certain */
};

enum { PORTS_MOST = 8, PORT_BUCKETS = 1024 };

struct ports {
    struct port at[PORTS_MOST];
    size_t n;
};

static bool parse_port(struct str text, int64_t *port) {
    *port = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || i > 4)
            return false;
        *port = *port * 10 + (text.p[i] - '0');
    }
    return *port > 0 && *port <= 65535;
}

/* `process.env.X || 3000` has no value here, but a default that is in force where X is not set. */
static struct str text_of(struct lint *l, const struct value *v) {
    if (v->kind == VALUE_UNKNOWN && v->late && v->late->n == 1 && v->late->parts[0].has_default)
        return v->late->parts[0].fallback;
    return v->kind == VALUE_STRING || v->kind == VALUE_NUMBER ? convert_env_text(l->a, v) : STR("");
}

/* `env`: the environment that v is of, and which of its alternatives. */
static void add_ports(struct lint *l, struct ports *ports, const struct value *v,
                      const struct value *env, size_t pick, struct span key) {
    for (size_t i = 0; i < value_alternatives(v) && ports->n < PORTS_MOST; i++) {
        const struct value *alt = value_alternative(v, i);
        struct port port = {.span = lint_span(alt, key)};
        const struct value *choice = v->kind == VALUE_CHOICE ? v : env;
        size_t which = v->kind == VALUE_CHOICE ? i : pick;
        if (choice->kind == VALUE_CHOICE) {
            port.when = choice->choice.at[which].when;
            port.shown = lint_when(l, choice, which);
        }
        if (parse_port(text_of(l, alt), &port.number))
            ports->at[ports->n++] = port;
    }
}

static const struct value *profile_env(const struct app *app, struct str profile) {
    for (size_t i = app->profiles.n; profile.n && i > 0; i--)
        if (str_eq(app->profiles.at[i - 1].profile, profile))
            return app->profiles.at[i - 1].value;
    return NULL;
}

/* The variable in the alternatives of an environment; true where at least one has it. */
static bool env_ports(struct lint *l, struct ports *ports, const struct value *env) {
    bool found = false;
    for (size_t i = 0; env && i < value_alternatives(env); i++) {
        const struct member *m = value_member(value_alternative(env, i), STR("PORT"));
        if (!m || m->value->kind == VALUE_NULL)
            continue;
        found = true;
        add_ports(l, ports, m->value, env, i, m->key_span);
    }
    return found;
}

static struct str host_in(const struct value *env) {
    static const struct str names[] = {{"HOST", 4}, {"HOSTNAME", 8}};
    for (size_t i = 0; env && i < ARRAY_LEN(names); i++) {
        const struct value *v = value_get(env, names[i]);
        if (v && v->kind == VALUE_STRING)
            return v->string;
    }
    return STR("");
}

/* env_PROFILE wins over port, which wins over env (PM2's order). */
static void ports_of(struct lint *l, const struct app *app, struct str profile,
                     struct ports *ports) {
    const struct value *over = profile_env(app, profile), *env = app_value(app, OPT_ENV);
    const struct value *port = app_value(app, OPT_PORT);
    ports->n = 0;
    if (!env_ports(l, ports, over)) {
        if (port)
            add_ports(l, ports, port, port, 0, app->set[OPT_PORT]->key_span);
        else
            (void)env_ports(l, ports, env);
    }
    struct str host = host_in(over);
    if (host.n == 0)
        host = host_in(env);
    for (size_t i = 0; i < ports->n; i++)
        ports->at[i].host = host;
}

/* ---- EC0212 ---------------------------------------------------------------------------------- */

static bool is_any_host(struct str host) {
    return host.n == 0 || str_eqz(host, "0.0.0.0") || str_eqz(host, "::");
}

/* Two conditions that may hold together: the same, or one that always holds. */
static bool collide(const struct port *a, const struct port *b) {
    bool hosts = str_eq(a->host, b->host) || is_any_host(a->host) || is_any_host(b->host);
    bool together = a->when.n == 0 || b->when.n == 0 || str_eq(a->when, b->when);
    return a->number == b->number && hosts && together;
}

/* The ports of all apps in one profile, by number: pairs are looked for among those of one
 * bucket only. */
struct owner {
    struct port port;
    const struct app *app;
};

struct owners {
    VEC(struct owner) at;
    size_t *first;    /* by number % PORT_BUCKETS: 1 + index of the last one added */
    VEC(size_t) next; /* 1 + index of the one before it in the bucket */
};

static void report_collision(struct lint *l, const struct owner *later, const struct owner *earlier,
                             struct str profile) {
    struct str text = later->port.when.n ? later->port.shown : earlier->port.shown;
    struct str a = earlier->app->label, b = later->app->label;
    bool is_shared = later->port.span.src == earlier->port.span.src &&
                     later->port.span.begin == earlier->port.span.begin;
    struct diag *d = diag_add(l->sink, RULE_PORT_COLLISION, later->port.span,
                              "port %lld is given to two apps: only one of them can listen%.*s",
                              (long long)later->port.number, STR_ARG(text));
    diag_about(d, later->app->label, STR("env.PORT"));
    d->profile = profile;
    d->token = arena_fmt(l->a, "%lld %.*s", (long long)later->port.number, STR_ARG(a));
    if (is_shared) {
        diag_label(l->sink, d, "`%.*s` and `%.*s`", STR_ARG(a), STR_ARG(b));
    } else {
        diag_label(l->sink, d, "`%.*s`", STR_ARG(b));
        diag_relate(l->sink, d, earlier->port.span, "`%.*s` has it too", STR_ARG(a));
    }
    if (profile.n)
        diag_note(l->sink, d, "in profile %.*s", STR_ARG(profile));
    diag_help(l->sink, d, "give `%.*s` another port", STR_ARG(b));
}

/* The same pair on the same port without a profile has been said already. */
static bool is_known(struct lint *l, const struct owner *a, const struct owner *b,
                     struct str profile) {
    struct ports pa, pb;
    if (profile.n == 0)
        return false;
    ports_of(l, a->app, STR(""), &pa);
    ports_of(l, b->app, STR(""), &pb);
    for (size_t i = 0; i < pa.n; i++)
        for (size_t k = 0; k < pb.n; k++)
            if (collide(&pa.at[i], &pb.at[k]) && pa.at[i].number == a->port.number)
                return true;
    return false;
}

static void add_owner(struct lint *l, struct owners *o, const struct owner *owner,
                      struct str profile) {
    bool reported = false;
    size_t *first = &o->first[owner->port.number % PORT_BUCKETS];
    for (size_t i = *first; i && !reported; i = o->next.at[i - 1]) {
        const struct owner *other = &o->at.at[i - 1];
        if (other->app == owner->app || !collide(&owner->port, &other->port))
            continue;
        if (!is_known(l, owner, other, profile))
            report_collision(l, owner, other, profile);
        reported = true;
    }
    VEC_PUSH(l->a, &o->at, *owner);
    VEC_PUSH(l->a, &o->next, *first);
    *first = o->at.n;
}

static void collisions_in(struct lint *l, struct str profile, struct owners *o) {
    memset(o->first, 0, sizeof *o->first * PORT_BUCKETS);
    o->at.n = o->next.n = 0;
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        struct ports ports;
        if (app->maybe || app->set[OPT_INCREMENT_VAR])
            continue;
        ports_of(l, app, profile, &ports);
        for (size_t k = 0; k < ports.n; k++)
            add_owner(l, o, &(struct owner){ports.at[k], app}, profile);
    }
}

void rule_port_collision(struct lint *l) {
    struct owners o = {.first = arena_array(l->a, size_t, PORT_BUCKETS)};
    size_t n;
    const struct str *profiles = model_profiles(l->model, l->a, &n);
    collisions_in(l, STR(""), &o);
    for (size_t i = 0; i < n; i++)
        collisions_in(l, profiles[i], &o);
}

/* ---- EC0213 ---------------------------------------------------------------------------------- */

/* Do the two settings have their alternatives by the same conditions? */
static bool same_conditions(const struct value *a, const struct value *b) {
    if (!a || !b || a->kind != VALUE_CHOICE || b->kind != VALUE_CHOICE)
        return true;
    for (size_t i = 0; i < a->choice.n && i < b->choice.n; i++)
        if (!str_eq(a->choice.at[i].when, b->choice.at[i].when))
            return false;
    return a->choice.n == b->choice.n;
}

static void report_fork_port(struct lint *l, const struct app *app, const struct lint_alt *alt,
                             const struct port *port) {
    struct str shown = lint_shown(l, alt->value);
    struct diag *d = lint_add(l, RULE_FORK_SAME_PORT, app, alt,
                              "`instances: %.*s` in fork mode: all processes are given port %lld "
                              "and only the first can listen",
                              STR_ARG(shown), (long long)port->number);
    diag_relate(l->sink, d, port->span, "the port of every process");
    struct str interpreter = l->resolved->opt[OPT_INTERPRETER].data.text.text;
    if (str_ends(interpreter, STR("node")))
        diag_help(l->sink, d, "share the port with exec_mode: 'cluster'");
    else
        diag_help(l->sink, d,
                  "count the port up with increment_var: 'PORT'; with ecort, listen: %lld hands "
                  "one socket to all",
                  (long long)port->number);
}

void rule_fork_port(struct lint *l, const struct app *app) {
    const struct value *instances = app_value(app, OPT_INSTANCES),
                       *mode = app_value(app, OPT_EXEC_MODE);
    struct lint_alt alt;
    struct ports ports;
    if (!instances || app->maybe || app->set[OPT_INCREMENT_VAR] || app->set[OPT_LISTEN] ||
        !same_conditions(instances, mode))
        return;
    if (app->set[OPT_EXEC_MODE] && (!mode || mode->kind == VALUE_UNKNOWN))
        return;
    ports_of(l, app, STR(""), &ports);
    if (ports.n == 0)
        return;
    for (size_t at = 0; lint_next(l, app, OPT_INSTANCES, &at, &alt);) {
        resolve_app(l->a, l->model, app, STR(""), (unsigned)(at - 1), l->resolved);
        /* A script without a known extension may turn out to be Node's, and then it is cluster
         * mode. */
        if (!mode && l->resolved->opt[OPT_INTERPRETER].data.text.text.n == 0)
            continue;
        bool cluster = l->resolved->opt[OPT_EXEC_MODE].data.number == 1;
        if (!cluster && alt.data.number != 1 && alt.data.number != -1)
            report_fork_port(l, app, &alt, &ports.at[0]);
    }
}
