/* What `ecort apply` does: the verdicts of plan_diff_app, which it executes, in words. */
#include "compiler/diff_page.h"
#include "compiler/shell_word.h"

enum {
    DO_NOTHING,
    DO_START,
    DO_STOP,
    DO_RECREATE,
    DO_RESTART,
    DO_RELOAD,
    DO_SCALE,
    DO_LIVE,
};

static const struct diff_action actions[] = {
    [DO_NOTHING] = {"nothing", " ", TONE_NONE, "no effect on running processes"},
    [DO_START] = {"start", "+", TONE_GOOD, ""},
    [DO_STOP] = {"stop", "-", TONE_BAD, "no longer in the file"},
    [DO_RECREATE] = {"recreate", "!", TONE_BAD, "removed and made anew: an outage"},
    [DO_RESTART] = {"restart", "!", TONE_BAD, "stop, then start: an outage"},
    [DO_RELOAD] = {"reload", "~", TONE_CARE, "one instance after the other, no outage"},
    [DO_SCALE] = {"scale", "*", TONE_CALM, ""},
    [DO_LIVE] = {"applied live", "~", TONE_CALM, "no process is touched"},
    {0},
};

static const struct diff_action *action_of(enum plan_verdict verdict) {
    static const unsigned char of[VERDICT_COUNT] = {
        [VERDICT_NOTHING] = DO_NOTHING, [VERDICT_LIVE] = DO_LIVE,
        [VERDICT_SCALE] = DO_SCALE,     [VERDICT_RELOAD] = DO_RELOAD,
        [VERDICT_RESTART] = DO_RESTART, [VERDICT_RECREATE] = DO_RECREATE,
        [VERDICT_START] = DO_START,     [VERDICT_STOP] = DO_STOP,
    };
    return &actions[of[verdict]];
}

static struct str instances_text(struct arena *a, const struct plan *plan, unsigned app) {
    int64_t n = plan_number(plan, app, OPT_INSTANCES, 1);
    return n > 0    ? arena_fmt(a, "%lld", (long long)n)
           : n == 0 ? STR("max")
                    : arena_fmt(a, "max%lld", (long long)n);
}

/* As many as run now, where that is known. */
static struct str old_instances(struct arena *a, const struct diff_app *app) {
    return app->n_running ? arena_fmt(a, "%u", app->n_running)
                          : instances_text(a, app->old_plan, app->old_app);
}

static void judge_app(struct arena *a, const struct diff *diff, const struct diff_app *app,
                      struct diff_entry *entry) {
    entry->action = action_of(app->verdict);
    entry->why = str_of(entry->action->why);
    for (size_t i = 0; i < app->n_changes; i++) {
        entry->lines[i].effect = action_of(app->changes[i].verdict);
        entry->lines[i].is_cause = app->changes[i].verdict == app->verdict;
        if (options[app->changes[i].id].runs == RUNS_LATER)
            entry->lines[i].note = STR("this version of ecort does not act on it yet");
    }
    if (app->is_held && app->verdict == VERDICT_START)
        entry->why = STR("it was stopped by hand");
    else if (app->verdict == VERDICT_START) {
        struct str n = instances_text(a, diff->new_plan, app->new_app);
        bool cluster = plan_number(diff->new_plan, app->new_app, OPT_EXEC_MODE, 0) == 1;
        entry->why =
            arena_fmt(a, "%.*s %s, %s", STR_ARG(n), str_eqz(n, "1") ? "process" : "processes",
                      cluster ? "cluster" : "fork");
    }
    if (app->verdict == VERDICT_SCALE)
        entry->detail = arena_fmt(a, "%.*s -> %.*s", STR_ARG(old_instances(a, app)),
                                  STR_ARG(instances_text(a, diff->new_plan, app->new_app)));
}

/* Apps that run from a file of another name are of another configuration to ecort: it takes them
 * over when told to. */
static struct str assuming(struct arena *a, const struct diff_page_input *in) {
    return arena_fmt(a, "ecort apply %.*s%s%.*s%s", STR_ARG(shell_word(a, in->file)),
                     in->profile.n ? " --env " : "", STR_ARG(in->profile),
                     in->is_renamed ? " --take" : "");
}

/* What is no longer in a renamed file, an apply of the new one does not know of. */
static void judge_left(struct arena *a, const struct diff_page_input *in,
                       struct diff_entry *entry) {
    if (!in->is_renamed || entry->action != &actions[DO_STOP])
        return;
    struct str *command = arena_array(a, struct str, 1);
    *command = arena_fmt(a, "ecort delete %.*s", STR_ARG(shell_word(a, entry->name)));
    entry->why = STR("no longer in the file, which has another name: not before it is deleted");
    entry->commands = command;
    entry->n_commands = 1;
}

/* One command does it all, by the least that does it; but for what it does not know of. */
static void judge(struct arena *a, const struct diff_page_input *in, struct diff_page *page) {
    VEC(struct str) commands = {0};
    for (size_t i = 0; i < page->n_apps; i++) {
        judge_app(a, in->diff, &in->diff->apps[i], &page->apps[i]);
        judge_left(a, in, &page->apps[i]);
    }
    bool does_something = diff_page_count(page, &actions[DO_NOTHING]) < page->n_apps;
    if (does_something || (in->is_renamed && page->n_unchanged))
        VEC_PUSH(a, &commands, assuming(a, in));
    for (size_t i = 0; i < page->n_apps; i++)
        for (size_t k = 0; k < page->apps[i].n_commands; k++)
            VEC_PUSH(a, &commands, page->apps[i].commands[k]);
    page->commands = commands.at;
    page->n_commands = commands.n;
    if (in->is_renamed)
        page->remark = STR("the file was renamed: --take makes the apps that run from the old one "
                           "those of the new one");
}

const struct diff_target diff_target_ecort = {"ecort", NULL, actions, assuming, judge};
