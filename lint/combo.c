/* Mixed radix: one digit per group of options that share their conditions. */
#include "lint/combo.h"

#include "schema/unit/path.h"

static bool same_conditions(const struct value *a, const struct value *b) {
    if (a->choice.n != b->choice.n)
        return false;
    for (size_t i = 0; i < a->choice.n; i++)
        if (!str_eq(a->choice.at[i].when, b->choice.at[i].when))
            return false;
    return true;
}

static bool share_variable(const struct value *a, const struct value *b) {
    for (size_t i = 0; a->deps && i < a->deps->n; i++)
        for (size_t k = 0; b->deps && k < b->deps->n; k++)
            if (str_eq(a->deps->names[i], b->deps->names[k]))
                return true;
    return false;
}

static size_t group_for(struct combos *c, const struct value *choice) {
    for (size_t i = 0; i < c->n_groups; i++)
        if (same_conditions(c->groups[i], choice))
            return i;
    for (size_t i = 0; i < c->n_groups; i++)
        c->is_entangled = c->is_entangled || share_variable(c->groups[i], choice);
    c->groups[c->n_groups] = choice;
    c->total *= choice->choice.n;
    return c->n_groups++;
}

void combos_of(struct combos *c, struct lint *l, const struct app *app, const enum opt_id *ids,
               size_t n) {
    *c = (struct combos){.l = l, .from = app, .total = 1};
    l->said.n = 0;
    c->app = *app;
    for (size_t i = 0; i < n; i++) {
        const struct setting *s = app->set[ids[i]];
        if (!s || s->is_bad || s->value->kind != VALUE_CHOICE || s->value->choice.n == 0)
            continue;
        c->settings[c->n_ids] = *s;
        c->ids[c->n_ids] = ids[i];
        c->group_of[c->n_ids++] = group_for(c, s->value);
    }
    if (c->total > COMBOS_MOST)
        c->total = COMBOS_MOST;
}

static void take_back(struct diag_sink *sink, const struct diag *d) {
    size_t kept = 0;
    for (size_t i = 0; i < sink->list.n; i++)
        if (sink->list.at[i] != d)
            sink->list.at[kept++] = sink->list.at[i];
    sink->list.n = kept;
    sink->count[d->severity]--;
}

static bool says_the_same(const struct lint_said *a, const struct lint_said *b) {
    return a->diag->rule == b->diag->rule && a->diag->span.src == b->diag->span.src &&
           a->diag->span.begin == b->diag->span.begin && str_eq(a->message, b->message);
}

/* The combinations in which a group has its alternative `pick`. */
static uint32_t combos_with(const struct combos *c, size_t group, size_t pick) {
    size_t stride = 1;
    uint32_t bits = 0;
    for (size_t g = 0; g < group; g++)
        stride *= c->groups[g]->choice.n;
    for (size_t i = 0; i < c->total; i++)
        if (i / stride % c->groups[group]->choice.n == pick)
            bits |= UINT32_C(1) << i;
    return bits;
}

/* The condition of what holds in the combinations `said`: none where it is all of them; that of one
 * group where the others do not matter. False where it takes conditions that may not meet. */
static bool condition(struct combos *c, uint32_t said, struct str *when) {
    uint32_t all = c->total < 32 ? (UINT32_C(1) << c->total) - 1 : UINT32_MAX;
    *when = STR("");
    if (said == all)
        return true;
    for (size_t g = 0; g < c->n_groups; g++)
        for (size_t pick = 0; pick < c->groups[g]->choice.n; pick++) {
            uint32_t bits = combos_with(c, g, pick);
            if (bits && (said == bits || (c->is_entangled && (said & bits) == bits))) {
                *when = lint_when(c->l, c->groups[g], pick);
                return true;
            }
        }
    return false;
}

/* What was said of several combinations is said once, with the least condition. */
static void merge(struct combos *c) {
    struct lint *l = c->l;
    for (size_t i = 0; i < l->said.n; i++) {
        struct lint_said *first = &l->said.at[i];
        size_t kept = i + 1;
        struct str when;
        for (size_t k = i + 1; k < l->said.n; k++) {
            if (says_the_same(first, &l->said.at[k])) {
                take_back(l->sink, l->said.at[k].diag);
                first->combos |= l->said.at[k].combos;
            } else {
                l->said.at[kept++] = l->said.at[k];
            }
        }
        l->said.n = kept;
        if (condition(c, first->combos, &when))
            first->diag->message =
                arena_fmt(l->a, "%.*s%.*s", STR_ARG(first->message), STR_ARG(when));
        else if (c->is_entangled)
            take_back(l->sink, first->diag);
    }
    l->said.n = 0;
    l->combo = 0;
}

/* " (when A)" -> "when A" */
static struct str bare(struct str when) {
    return (struct str){when.p + 2, when.n - 3};
}

bool combos_next(struct combos *c) {
    size_t *pick = c->pick, rest = c->at;
    if (c->at >= c->total) {
        merge(c);
        return false;
    }
    c->l->combo = (unsigned)c->at++;
    c->when = STR("");
    for (size_t g = 0; g < c->n_groups; g++) {
        pick[g] = rest % c->groups[g]->choice.n;
        rest /= c->groups[g]->choice.n;
        struct str when = lint_when(c->l, c->groups[g], pick[g]);
        c->when = c->when.n ? arena_fmt(c->l->a, " (%.*s, %.*s)", STR_ARG(bare(c->when)),
                                        STR_ARG(bare(when)))
                            : when;
    }
    for (size_t i = 0; i < c->n_ids; i++) {
        struct setting *s = arena_new(c->l->a, struct setting);
        *s = c->settings[i];
        s->value = value_alternative(s->value, pick[c->group_of[i]]);
        s->data = NULL;
        c->app.set[c->ids[i]] = s;
    }
    return true;
}

/* ---- how an app is run ----------------------------------------------------------------------- */

void processes_of(struct combos *c, struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_SCRIPT, OPT_INTERPRETER, OPT_INSTANCES, OPT_EXEC_MODE,
                                      OPT_CWD,    OPT_ARGS,        OPT_NODE_ARGS};
    combos_of(c, l, app, ids, ARRAY_LEN(ids));
}

struct str package_manager(struct str command) {
    static const char *const names[] = {"npm", "yarn", "pnpm", "npx", "bunx", "pnpx", "yarnpkg"};
    struct str first = {command.p, str_index(command, ' ')};
    struct str name = path_basename(first);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(name, names[i]))
            return name;
    return STR("");
}

static bool is_any(struct str name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eqz(name, names[i]))
            return true;
    return false;
}

static enum runner runner_of(const struct process *p) {
    static const char *const node[] = {"node", "nodejs", "bun"};
    static const char *const js[] = {"tsx",         "ts-node",  "babel-node", "coffee",
                                     "lsc",         "deno",     "esr",        "ts-node-dev",
                                     "ts-node-esm", "node-dev", "swc-node"};
    struct str name = path_basename(p->interpreter);
    if (p->script.n == 0)
        return RUNNER_UNKNOWN;
    if (str_eqz(p->interpreter, "none"))
        return RUNNER_NONE;
    if (is_any(name, node, ARRAY_LEN(node)))
        return RUNNER_NODE;
    if (is_any(name, js, ARRAY_LEN(js)) || str_starts(name, STR("node@")))
        return RUNNER_JS;
    if (name.n)
        return RUNNER_OTHER;
    if (str_index(p->script, ' ') < p->script.n)
        return RUNNER_SHELL;
    return p->manager.n ? RUNNER_MANAGER : RUNNER_UNKNOWN;
}

/* A text that is known as it stands: no variable in it. */
static struct str text_of(const struct app *app, enum opt_id id) {
    const struct value *v = app_value(app, id);
    return v && v->kind == VALUE_STRING ? v->string : STR("");
}

static void take_instances(struct lint *l, struct process *p) {
    const struct setting *s = p->app->set[OPT_INSTANCES];
    const struct value *v = app_value(p->app, OPT_INSTANCES);
    struct convert_result result;
    struct opt_data data;
    p->instances_given = s && !s->is_bad;
    p->instances_known = v && convert(l->a, OPT_INSTANCES, v, &data, &result);
    p->instances = p->instances_known ? data.number : 1;
}

/* PM2's rule where exec_mode is not given: cluster for node and bun where instances is (facts 2.6);
 * a count that is not known is one all the same. */
static void take_mode(struct process *p, const struct resolved_app *r) {
    const struct setting *s = p->app->set[OPT_EXEC_MODE];
    const struct value *v = app_value(p->app, OPT_EXEC_MODE);
    p->mode_is_given = s != NULL;
    p->mode_is_known = s ? v && v->kind == VALUE_STRING : p->runner != RUNNER_UNKNOWN;
    p->is_cluster = r->opt[OPT_EXEC_MODE].data.number == 1;
    if (!s && p->instances_given && !p->instances_known && p->runner == RUNNER_NODE &&
        !r->opt[OPT_EXECUTE_COMMAND].data.flag)
        p->is_cluster = true;
}

bool process_next(struct combos *c, struct process *p) {
    if (!combos_next(c))
        return false;
    struct lint *l = c->l;
    *p = (struct process){.app = &c->app, .when = c->when};
    resolve_app(l->a, l->model, &c->app, STR(""), 0, l->resolved);
    p->script = text_of(&c->app, OPT_SCRIPT);
    p->interpreter = l->resolved->opt[OPT_INTERPRETER].data.text.text;
    if (c->app.set[OPT_INTERPRETER] && text_of(&c->app, OPT_INTERPRETER).n == 0)
        p->script = STR(""); /* an interpreter that is not known */
    p->manager = package_manager(p->script);
    p->runner = runner_of(p);
    take_instances(l, p);
    take_mode(p, l->resolved);
    return true;
}

bool process_has_many(const struct process *p) {
    return p->instances_given && p->instances_known && p->instances != 1;
}
