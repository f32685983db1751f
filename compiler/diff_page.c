/* From a difference of plans to what is printed, before any target has judged it. */
#include "compiler/diff_page.h"

#include "compiler/diff_value.h"
#include "schema/model/model.h"
#include "schema/unit/path.h"

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

struct filler {
    struct arena *a;
    const struct diff_page_input *in;
    struct diff_place old_place, new_place;
};

static const struct app *model_app(const struct model *model, const char *name) {
    for (size_t i = 0; model && i < model->apps.n; i++)
        if (str_eqz(model->apps.at[i]->label, name))
            return model->apps.at[i];
    return NULL;
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool option_origin(const struct plan *plan, unsigned app, enum opt_id id, const char **file,
                          uint32_t *line) {
    enum opt_id parent = opt_parent(id);
    return plan_origin(plan, app, id, file, line) ||
           (parent != OPT_COUNT && plan_origin(plan, app, parent, file, line));
}

static bool env_origin(const struct plan *plan, unsigned app, const char *name, const char **file,
                       uint32_t *line) {
    struct plan_list env = plan_list(plan, app, OPT_ENV);
    for (unsigned i = 0; i < env.n; i++)
        if (strcmp(plan_env_name(env, i), name) == 0)
            return plan_env_origin(plan, app, i, file, line);
    return false;
}

static bool origin_of(const struct diff_place *place, const struct plan_change *c,
                      const char **file, uint32_t *line) {
    return c->kind == CHANGE_VALUE ? option_origin(place->plan, place->app, c->id, file, line)
                                   : env_origin(place->plan, place->app, c->env_name, file, line);
}

/* As seen from the current directory; of a plan file as the plan has it. */
static struct str seen_file(const struct filler *f, const struct diff_origin *side,
                            const char *file) {
    if (!side->dir.n)
        return str_of(file);
    return path_relative(f->a, f->in->cwd, path_join(f->a, side->dir, str_of(file)));
}

/* Where the new side says it; where it says nothing, where the old one did. */
static void place_line(const struct filler *f, const struct plan_change *c,
                       struct diff_line *line) {
    const char *file;
    if (c->kind != CHANGE_ENV_REMOVED && origin_of(&f->new_place, c, &file, &line->line)) {
        line->file = seen_file(f, &f->in->new_side, file);
    } else if (c->kind != CHANGE_ENV_ADDED && origin_of(&f->old_place, c, &file, &line->line)) {
        line->file = seen_file(f, &f->in->old_side, file);
        line->is_old_place = true;
    }
}

/* ---- entries --------------------------------------------------------------------------------- */

static struct diff_line line_of(const struct filler *f, const struct plan_change *c) {
    static const enum diff_line_kind kinds[] = {[CHANGE_VALUE] = LINE_CHANGED,
                                                [CHANGE_ENV_ADDED] = LINE_ADDED,
                                                [CHANGE_ENV_REMOVED] = LINE_REMOVED,
                                                [CHANGE_ENV_VALUE] = LINE_CHANGED};
    const struct diff_secrets *secrets = f->in->secrets;
    struct diff_line line = {.kind = kinds[c->kind]};
    place_line(f, c, &line);
    if (c->kind == CHANGE_VALUE) {
        line.path = str_of(options[c->id].name);
        line.before = diff_value_option(f->a, secrets, &f->old_place, c->id);
        line.after = diff_value_option(f->a, secrets, &f->new_place, c->id);
        return line;
    }
    line.path = arena_fmt(f->a, "%s.%s", options[c->id].name, c->env_name);
    line.before = diff_value_env(f->a, secrets, &f->old_place, c->env_name, c->old_text);
    line.after = diff_value_env(f->a, secrets, &f->new_place, c->env_name, c->new_text);
    return line;
}

static void fill_entry(struct arena *a, const struct diff_page_input *in,
                       const struct diff_app *app, struct diff_entry *entry) {
    struct str name = str_of(app->name);
    struct filler f = {
        .a = a,
        .in = in,
        .old_place = {app->old_plan, app->old_app, model_app(in->old_side.model, app->name), name,
                      in->profile},
        .new_place = {in->diff->new_plan, app->new_app, model_app(in->new_side.model, app->name),
                      name, in->profile},
    };
    *entry = (struct diff_entry){.name = name,
                                 .other_name = str_of(app->other),
                                 .n_lines = app->n_changes,
                                 .lines = arena_array(a, struct diff_line, app->n_changes + 1)};
    for (size_t i = 0; i < app->n_changes; i++)
        entry->lines[i] = line_of(&f, &app->changes[i]);
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
    page->assuming = in->target->assuming(a, in);
    in->target->judge(a, in, page);
}

size_t diff_page_count(const struct diff_page *page, const struct diff_action *action) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_apps; i++)
        n += page->apps[i].action == action;
    return n;
}
