/* From a difference of plans to what is printed, before any target has judged it. */
#include "compiler/diff_page.h"

#include "compiler/diff_value.h"

const struct diff_target *const diff_targets[] = {&diff_target_ecort, &diff_target_pm2_reload,
                                                  &diff_target_pm2_restart, &diff_target_pm2_start,
                                                  NULL};

const struct diff_target *diff_target_find(const char *name, const char *command) {
    for (size_t i = 0; diff_targets[i]; i++) {
        const struct diff_target *target = diff_targets[i];
        if (strcmp(target->name, name) == 0 &&
            (!command || (target->command && strcmp(target->command, command) == 0)))
            return target;
    }
    return NULL;
}

static void place_line(const struct diff *diff, const struct diff_app *app,
                       const struct plan_change *c, struct diff_line *line) {
    const char *file;
    enum opt_id parent = opt_parent(c->id);
    bool found = false;
    if (c->kind == CHANGE_ENV_REMOVED)
        return;
    if (c->kind != CHANGE_VALUE)
        found = plan_env_origin(diff->new_plan, app->new_app, c->env_index, &file, &line->line);
    else
        found = plan_origin(diff->new_plan, app->new_app, c->id, &file, &line->line) ||
                (parent != OPT_COUNT &&
                 plan_origin(diff->new_plan, app->new_app, parent, &file, &line->line));
    if (found)
        line->file = str_of(file);
}

static struct diff_line line_of(struct arena *a, const struct diff_page_input *in,
                                const struct diff_app *app, const struct plan_change *c) {
    static const enum diff_line_kind kinds[] = {[CHANGE_VALUE] = LINE_CHANGED,
                                                [CHANGE_ENV_ADDED] = LINE_ADDED,
                                                [CHANGE_ENV_REMOVED] = LINE_REMOVED,
                                                [CHANGE_ENV_VALUE] = LINE_CHANGED};
    const struct diff *diff = in->diff;
    struct diff_line line = {.kind = kinds[c->kind]};
    place_line(diff, app, c, &line);
    if (c->kind == CHANGE_VALUE) {
        line.path = str_of(options[c->id].name);
        line.before = diff_value_option(a, in->secrets, diff->old_plan, app->old_app, c->id);
        line.after = diff_value_option(a, in->secrets, diff->new_plan, app->new_app, c->id);
        return line;
    }
    line.path = arena_fmt(a, "%s.%s", options[c->id].name, c->env_name);
    line.before = diff_value_env(a, in->secrets, c->env_name, c->old_text);
    line.after = diff_value_env(a, in->secrets, c->env_name, c->new_text);
    return line;
}

static void fill_entry(struct arena *a, const struct diff_page_input *in,
                       const struct diff_app *app, struct diff_entry *entry) {
    *entry = (struct diff_entry){.name = str_of(app->name), .n_lines = app->n_changes};
    entry->lines = arena_array(a, struct diff_line, app->n_changes + 1);
    for (size_t i = 0; i < app->n_changes; i++)
        entry->lines[i] = line_of(a, in, app, &app->changes[i]);
}

void diff_page(struct arena *a, const struct diff_page_input *in, struct diff_page *page) {
    const struct diff *diff = in->diff;
    struct str *profiles = arena_array(a, struct str, 1);
    profiles[0] = in->profile;
    *page = (struct diff_page){.profiles = profiles,
                               .n_profiles = 1,
                               .n_apps = diff->n_apps,
                               .n_unchanged = diff->n_unchanged};
    page->apps = arena_array(a, struct diff_entry, diff->n_apps + 1);
    for (size_t i = 0; i < diff->n_apps; i++)
        fill_entry(a, in, &diff->apps[i], &page->apps[i]);
    in->target->judge(a, in, page);
}

size_t diff_page_count(const struct diff_page *page, const struct diff_action *action) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_apps; i++)
        n += page->apps[i].action == action;
    return n;
}
