/* What PM2 does, in words: the target `pm2` of ecoc diff, once per command. */
#include "compiler/diff_pm2.h"
#include "compiler/shell_word.h"

enum {
    SAY_NOTHING,
    SAY_START,
    SAY_ORPHAN,
    SAY_RECREATE,
    SAY_RESTART,
    SAY_RELOAD,
    SAY_SCALE,
    SAY_STAYS,
    SAY_STUCK,
};

static const struct diff_action actions[] = {
    [SAY_NOTHING] = {"nothing", " ", TONE_NONE, "PM2 does not act on it"},
    [SAY_START] = {"start", "+", TONE_GOOD, ""},
    [SAY_ORPHAN] = {"orphan", "x", TONE_BAD, "PM2 keeps it running"},
    [SAY_RECREATE] = {"recreate", "!", TONE_BAD, "delete, then start: an outage"},
    [SAY_RESTART] = {"restart", "!", TONE_BAD, "stop, then start: an outage"},
    [SAY_RELOAD] = {"reload", "~", TONE_CARE, "one process after the other"},
    [SAY_SCALE] = {"scale", "*", TONE_CALM, ""},
    [SAY_STAYS] = {"stays", "=", TONE_BAD, "PM2 keeps what is no longer in the file"},
    [SAY_STUCK] = {"stuck", "!", TONE_BAD, "PM2 keeps what the app was first started with"},
    {0},
};

static const unsigned char action_of_need[PM2_NEED_COUNT] = {
    [PM2_NEED_NONE] = SAY_NOTHING,    [PM2_NEED_STAYS] = SAY_STAYS,
    [PM2_NEED_SCALE] = SAY_SCALE,     [PM2_NEED_RELOAD] = SAY_RELOAD,
    [PM2_NEED_RESTART] = SAY_RESTART, [PM2_NEED_CREATE] = SAY_RECREATE,
    [PM2_NEED_START] = SAY_START,     [PM2_NEED_DELETE] = SAY_ORPHAN,
};

struct judge {
    struct arena *a;
    const struct diff_page_input *in;
    enum pm2_command command;
    const char *word;            /* "reload" */
    size_t n_changes, n_without; /* that do not take effect */
};

static bool is_cluster(const struct plan *plan, unsigned app) {
    return plan_number(plan, app, OPT_EXEC_MODE, 0) == 1;
}

/* ---- a change -------------------------------------------------------------------------------- */

static struct str nothing_note(enum opt_id id) {
    if (options[id].takes == TAKES_FORK)
        return STR("PM2 runs a cluster app with its own Node");
    if (options[id].takes == TAKES_LIFTED)
        return STR("a cluster app has the environment of PM2 itself, whatever is filtered");
    return options[id].pm2 == PM2_YES ? STR("") : STR("PM2 does nothing with this option");
}

static struct str note_of(const struct judge *j, const struct diff_app *app,
                          const struct plan_change *change, enum pm2_effect effect) {
    struct str name = diff_clean(j->a, shell_word(j->a, str_of(app->name)));
    bool is_env = change->kind == CHANGE_ENV_REMOVED;
    switch (effect) {
    case PM2_EFFECT_TAKEN:
        return STR("");
    case PM2_EFFECT_NONE:
        return nothing_note(change->id);
    case PM2_EFFECT_STAYS:
        return arena_fmt(j->a, "stays %s until: pm2 delete %.*s",
                         is_env ? "set in the running process" : "as it was", STR_ARG(name));
    case PM2_EFFECT_LOST:
        return arena_fmt(j->a, "PM2 drops this value: it stays as it was until: pm2 delete %.*s",
                         STR_ARG(name));
    case PM2_EFFECT_SCALE:
        return arena_fmt(j->a, "will not happen on %s", j->word);
    case PM2_EFFECT_HELD:
        return arena_fmt(j->a, "%s keeps the old schedule until that has fired; restart does not",
                         j->word);
    case PM2_EFFECT_STUCK:
        return arena_fmt(j->a, "%s keeps the old value", j->word);
    case PM2_EFFECT_COUNT:
        break;
    }
    return STR("");
}

/* The action that a change alone would be. */
static unsigned action_of(const struct judge *j, const struct diff_app *app,
                          enum pm2_effect effect) {
    switch (effect) {
    case PM2_EFFECT_NONE:
        return SAY_NOTHING;
    case PM2_EFFECT_TAKEN:
        return j->command == PM2_RELOAD && is_cluster(app->old_plan, app->old_app) ? SAY_RELOAD
                                                                                   : SAY_RESTART;
    case PM2_EFFECT_STAYS:
    case PM2_EFFECT_LOST:
        return SAY_STAYS;
    case PM2_EFFECT_SCALE:
        return SAY_SCALE;
    case PM2_EFFECT_HELD:
    case PM2_EFFECT_STUCK:
        return SAY_STUCK;
    case PM2_EFFECT_COUNT:
        break;
    }
    return SAY_NOTHING;
}

static bool is_cause(enum pm2_need need, enum pm2_effect effect) {
    static const unsigned char of[PM2_NEED_COUNT] = {
        [PM2_NEED_STAYS] = PM2_EFFECT_STAYS,  [PM2_NEED_SCALE] = PM2_EFFECT_SCALE,
        [PM2_NEED_RELOAD] = PM2_EFFECT_TAKEN, [PM2_NEED_RESTART] = PM2_EFFECT_TAKEN,
        [PM2_NEED_CREATE] = PM2_EFFECT_STUCK,
    };
    return (need != PM2_NEED_NONE && of[need] == effect) ||
           (need == PM2_NEED_RESTART && effect == PM2_EFFECT_HELD) ||
           (need == PM2_NEED_STAYS && effect == PM2_EFFECT_LOST);
}

static void judge_lines(struct judge *j, const struct diff_app *app,
                        const struct pm2_verdict *verdict, struct diff_entry *entry) {
    for (size_t i = 0; i < app->n_changes; i++) {
        enum pm2_effect effect = verdict->effects[i];
        struct diff_line *line = &entry->lines[i];
        line->effect = &actions[action_of(j, app, effect)];
        line->is_cause = is_cause(verdict->need, effect);
        line->note = note_of(j, app, &app->changes[i], effect);
        j->n_changes += effect != PM2_EFFECT_NONE;
        j->n_without += effect != PM2_EFFECT_NONE && effect != PM2_EFFECT_TAKEN;
    }
}

/* ---- an app ---------------------------------------------------------------------------------- */

static struct str instances_text(struct arena *a, const struct plan *plan, unsigned app) {
    int64_t n = plan_number(plan, app, OPT_INSTANCES, 1);
    return n > 0    ? arena_fmt(a, "%lld", (long long)n)
           : n == 0 ? STR("max")
                    : arena_fmt(a, "max%lld", (long long)n);
}

static struct str start_text(const struct judge *j, const struct diff_app *app) {
    const struct plan *plan = j->in->diff->new_plan;
    struct str n = instances_text(j->a, plan, app->new_app);
    return arena_fmt(j->a, "%.*s %s, %s", STR_ARG(n), str_eqz(n, "1") ? "process" : "processes",
                     is_cluster(plan, app->new_app) ? "cluster" : "fork");
}

static struct str why_of(const struct judge *j, const struct diff_app *app, enum pm2_need need) {
    switch (need) {
    case PM2_NEED_START:
        return start_text(j, app);
    case PM2_NEED_DELETE:
        return STR("PM2 keeps it running");
    case PM2_NEED_CREATE:
        return arena_fmt(j->a, "not by %s: deleted and started, an outage", j->word);
    case PM2_NEED_SCALE:
        return arena_fmt(j->a, "will not happen on %s", j->word);
    case PM2_NEED_RESTART:
        return is_cluster(app->old_plan, app->old_app)
                   ? STR("stop, then start: an outage")
                   : STR("fork: an outage of a stop and a boot");
    case PM2_NEED_NONE:
    case PM2_NEED_STAYS:
    case PM2_NEED_RELOAD:
    case PM2_NEED_COUNT:
        break;
    }
    return str_of(actions[action_of_need[need]].why);
}

static void judge_app(struct judge *j, const struct diff_app *app,
                      const struct pm2_verdict *verdict, struct diff_entry *entry) {
    const struct diff *diff = j->in->diff;
    entry->action = &actions[action_of_need[verdict->need]];
    entry->why = why_of(j, app, verdict->need);
    if (verdict->need == PM2_NEED_SCALE)
        entry->detail = arena_fmt(j->a, "%.*s -> %.*s",
                                  STR_ARG(instances_text(j->a, app->old_plan, app->old_app)),
                                  STR_ARG(instances_text(j->a, diff->new_plan, app->new_app)));
    if (verdict->effects) {
        judge_lines(j, app, verdict, entry);
        return;
    }
    j->n_changes++;
    j->n_without += verdict->need == PM2_NEED_DELETE;
}

/* What the verdicts do not tell: PM2 takes each app of a file, changed or not. */
static struct str remark_of(const struct judge *j, const struct diff_page *page) {
    struct str without = STR(""), others = STR("");
    if (j->n_without)
        without = arena_fmt(j->a, "%zu of %zu changes will not take effect with pm2 %s",
                            j->n_without, j->n_changes, j->word);
    if (page->n_unchanged)
        others = arena_fmt(j->a, "%spm2 %s of the file also takes %zu unchanged %s",
                           without.n ? "; " : "", j->word, page->n_unchanged,
                           page->n_unchanged == 1 ? "app" : "apps");
    if (without.n == 0 && (others.n == 0 || page->n_apps == 0))
        return STR("");
    return arena_fmt(j->a, "%.*s%.*s; exact commands: --commands", STR_ARG(without),
                     STR_ARG(others));
}

static enum pm2_command command_of(const struct diff_target *target) {
    unsigned command = 0;
    while (command + 1 < PM2_COMMAND_COUNT &&
           strcmp(pm2_command_name(command), target->command) != 0)
        command++;
    return command;
}

static void judge(struct arena *a, const struct diff_page_input *in, struct diff_page *page) {
    enum pm2_command command = command_of(in->target);
    struct judge j = {.a = a, .in = in, .command = command, .word = pm2_command_name(command)};
    struct pm2_verdict *verdicts = arena_array(a, struct pm2_verdict, page->n_apps + 1);
    for (size_t i = 0; i < page->n_apps; i++) {
        verdicts[i] = pm2_judge(a, command, in->diff, &in->diff->apps[i]);
        judge_app(&j, &in->diff->apps[i], &verdicts[i], &page->apps[i]);
    }
    page->remark = remark_of(&j, page);
    pm2_commands(a, in, verdicts, page);
}

static struct str assuming(struct arena *a, const struct diff_page_input *in) {
    return arena_fmt(a, "pm2 %s %.*s%s%.*s", in->target->command, STR_ARG(shell_word(a, in->file)),
                     in->profile.n ? " --env " : "", STR_ARG(in->profile));
}

const struct diff_target diff_target_pm2_reload = {"pm2", "reload", actions, assuming, judge};
const struct diff_target diff_target_pm2_restart = {"pm2", "restart", actions, assuming, judge};
const struct diff_target diff_target_pm2_start = {"pm2", "start", actions, assuming, judge};
