/* From a resolved app to the question that scan/launch.h answers. */
#include "lint/launch.h"

static size_t texts(struct arena *a, const struct opt_data *d, const struct str **out) {
    struct str *at = arena_array(a, struct str, d->n);
    for (size_t i = 0; i < d->n; i++)
        at[i] = d->items[i].text;
    *out = at;
    return d->n;
}

bool launch_of_app(const struct lint_input *in, const struct resolved_app *app,
                   struct launch *out) {
    struct arena *a = in->sink->arena;
    const struct model *model = in->model;
    struct launch_files files = {in->files, in->installed, in->repository};
    struct launch_entry entry = {
        .cwd = path_join(a, model->root, app->opt[OPT_CWD].data.text.text),
        .script = app->opt[OPT_SCRIPT].data.text.text,
        .interpreter = app->opt[OPT_INTERPRETER].data.text.text,
    };
    if (!in->files || app->opt[OPT_EXEC_MODE].data.number != 1 || !entry.script.n)
        return false;
    while (entry.cwd.n > 1 && entry.cwd.p[entry.cwd.n - 1] == '/')
        entry.cwd.n--;
    files.root = files.root.n ? files.root : model->root;
    if (!path_is_below(entry.cwd, files.root))
        files.root = entry.cwd;
    entry.n_args = texts(a, &app->opt[OPT_ARGS].data, &entry.args);
    entry.n_node_args = texts(a, &app->opt[OPT_NODE_ARGS].data, &entry.node_args);
    launch_find(a, &files, &entry, out);
    return out->kind != LAUNCH_AS_IS;
}

const struct launch_step *launch_last_script(const struct launch *launch) {
    for (size_t i = launch->steps.n; i > 0; i--)
        if (launch->steps.at[i - 1].is_script && launch->steps.at[i - 1].end)
            return &launch->steps.at[i - 1];
    return NULL;
}
