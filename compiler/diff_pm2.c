/* One row per class of options, one column per situation. */
#include "compiler/diff_pm2.h"

enum situation { IN_FORK, CLUSTER_RELOADED, CLUSTER_RESTARTED, SITUATION_COUNT };

/* The letters make the table readable at a glance. */
enum {
    o = PM2_EFFECT_NONE,
    T = PM2_EFFECT_TAKEN,
    S = PM2_EFFECT_STAYS,
    H = PM2_EFFECT_HELD,
    X = PM2_EFFECT_STUCK,
    N = PM2_EFFECT_SCALE,
};

static const struct {
    unsigned char set[SITUATION_COUNT], removed[SITUATION_COUNT];
} rules[TAKES_COUNT] = {
    [TAKES_NEVER] = {{o, o, o}, {o, o, o}},   [TAKES_SPAWN] = {{T, T, T}, {S, S, S}},
    [TAKES_DEFAULT] = {{T, T, T}, {T, T, T}}, [TAKES_FORK] = {{T, o, o}, {S, o, o}},
    [TAKES_CRON] = {{T, H, T}, {S, S, S}},    [TAKES_LIFTED] = {{X, o, o}, {T, o, o}},
    [TAKES_SCALE] = {{N, N, N}, {N, N, N}},   [TAKES_CREATE] = {{X, X, X}, {X, X, X}},
};

/* What follows from another option: the stamps from `time`, as that is taken; the interpreter from
 * the script, when the app is made; where logs go is no reason to make it anew. */
static enum pm2_effect effect_of_derived(enum situation at, const struct pm2_change *change) {
    enum opt_takes takes = options[change->id].takes;
    if (takes == TAKES_SPAWN || takes == TAKES_DEFAULT || takes == TAKES_CRON)
        return change->is_falsy ? rules[takes].removed[at] : rules[takes].set[at];
    if (rules[takes].set[at] == o || takes == TAKES_SCALE)
        return rules[takes].set[at];
    return strcmp(options[change->id].group, "logs") == 0 ? PM2_EFFECT_STAYS : PM2_EFFECT_STUCK;
}

enum pm2_effect pm2_effect_of(enum pm2_command command, bool is_cluster,
                              const struct pm2_change *change) {
    enum opt_takes takes = options[change->id].takes;
    enum situation at = !is_cluster             ? IN_FORK
                        : command == PM2_RELOAD ? CLUSTER_RELOADED
                                                : CLUSTER_RESTARTED;
    if (!change->was_given && !change->is_given)
        return effect_of_derived(at, change);
    if (!change->is_given)
        return rules[takes].removed[at];
    enum pm2_effect effect = rules[takes].set[at];
    if (effect == PM2_EFFECT_HELD && !change->was_given)
        effect = PM2_EFFECT_TAKEN; /* nothing is there that could be held */
    /* `time: false` reaches PM2, and leaves the stamps as they are. */
    bool is_lost = change->is_falsy && (opt_pm2_drops_falsy(change->id) || takes == TAKES_SPAWN);
    return is_lost && (effect == PM2_EFFECT_TAKEN || effect == PM2_EFFECT_HELD) ? PM2_EFFECT_LOST
                                                                                : effect;
}

static bool is_falsy(const struct plan *plan, unsigned app, enum opt_id id) {
    switch (options[id].repr) {
    case REPR_BOOL:
        return !plan_bool(plan, app, id);
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_INSTANCES:
        return plan_number(plan, app, id, 0) == 0;
    case REPR_STR:
    case REPR_PATH:
    case REPR_JSON:
    case REPR_CRON:
    case REPR_DATE: {
        struct plan_text text = plan_text(plan, app, id);
        const char *literal = plan_text_literal(text);
        return text.ref == 0 || (literal && !*literal);
    }
    case REPR_WORD:
    case REPR_SIGNAL:
    case REPR_LIST:
    case REPR_WATCH:
    case REPR_CODES:
    case REPR_ENV:
    case REPR_GROUP:
        return false;
    }
    return false;
}

static bool was_said(const struct plan *plan, unsigned app, enum opt_id id) {
    const char *file;
    uint32_t line;
    return plan_origin(plan, app, id, &file, &line);
}

/* Each app says its script or its name: where neither has a place, the plan tells of none. */
static bool has_origins(const struct plan *plan, unsigned app) {
    return was_said(plan, app, OPT_SCRIPT) || was_said(plan, app, OPT_NAME);
}

/* PORT of env where `port` sets it, which beats what env says. */
static bool is_of_port(const struct diff *diff, const struct diff_app *app,
                       const struct plan_change *change) {
    return change->kind != CHANGE_VALUE && strcmp(change->env_name, "PORT") == 0 &&
           (change->kind == CHANGE_ENV_REMOVED ? was_said(app->old_plan, app->old_app, OPT_PORT)
                                               : was_said(diff->new_plan, app->new_app, OPT_PORT));
}

struct pm2_change pm2_change_of(const struct diff *diff, const struct diff_app *app,
                                const struct plan_change *change) {
    struct pm2_change c = {.id = is_of_port(diff, app, change) ? OPT_PORT : change->id,
                           .was_given = true,
                           .is_given = true};
    switch (change->kind) {
    case CHANGE_ENV_ADDED:
        c.was_given = false;
        return c;
    case CHANGE_ENV_REMOVED:
        c.is_given = false;
        return c;
    case CHANGE_ENV_VALUE:
        return c;
    case CHANGE_VALUE:
        break;
    }
    if (has_origins(app->old_plan, app->old_app) && has_origins(diff->new_plan, app->new_app)) {
        c.was_given = was_said(app->old_plan, app->old_app, c.id);
        c.is_given = was_said(diff->new_plan, app->new_app, c.id);
    }
    c.is_falsy = is_falsy(diff->new_plan, app->new_app, c.id);
    return c;
}

static enum pm2_need need_of(enum pm2_command command, bool is_cluster, enum pm2_effect effect) {
    switch (effect) {
    case PM2_EFFECT_NONE:
        return PM2_NEED_NONE;
    case PM2_EFFECT_STAYS:
    case PM2_EFFECT_LOST:
        return PM2_NEED_STAYS;
    case PM2_EFFECT_SCALE:
        return PM2_NEED_SCALE;
    case PM2_EFFECT_TAKEN:
        return is_cluster && command == PM2_RELOAD ? PM2_NEED_RELOAD : PM2_NEED_RESTART;
    case PM2_EFFECT_HELD:
        return PM2_NEED_RESTART;
    case PM2_EFFECT_STUCK:
        return PM2_NEED_CREATE;
    case PM2_EFFECT_COUNT:
        break;
    }
    return PM2_NEED_NONE;
}

struct pm2_verdict pm2_judge(struct arena *a, enum pm2_command command, const struct diff *diff,
                             const struct diff_app *app) {
    if (app->verdict == VERDICT_START)
        return (struct pm2_verdict){.need = PM2_NEED_START};
    if (app->verdict == VERDICT_STOP)
        return (struct pm2_verdict){.need = PM2_NEED_DELETE};
    struct pm2_verdict verdict = {0};
    enum pm2_effect *effects = arena_array(a, enum pm2_effect, app->n_changes + 1);
    bool is_cluster = plan_number(app->old_plan, app->old_app, OPT_EXEC_MODE, 0) == 1;
    for (size_t i = 0; i < app->n_changes; i++) {
        struct pm2_change change = pm2_change_of(diff, app, &app->changes[i]);
        effects[i] = pm2_effect_of(command, is_cluster, &change);
        enum pm2_need need = need_of(command, is_cluster, effects[i]);
        verdict.need = need > verdict.need ? need : verdict.need;
        verdict.scales = verdict.scales || effects[i] == PM2_EFFECT_SCALE;
    }
    /* An app that is made anew has as many processes as it says. */
    verdict.scales = verdict.scales && verdict.need != PM2_NEED_CREATE;
    verdict.effects = effects;
    return verdict;
}

const char *pm2_command_name(enum pm2_command command) {
    static const char *const names[PM2_COMMAND_COUNT] = {"reload", "restart", "start"};
    return names[command];
}
