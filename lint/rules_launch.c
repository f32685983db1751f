/* Cluster mode behind a program that is not the program. */
#include "lint/combo.h"
#include "lint/launch.h"
#include "lint/project.h"

static void say(struct lint *l, const struct process *p, const struct launch *launch) {
    struct str first = {p->script.p, str_index(p->script, ' ')};
    const struct launch_step *step = launch_last_script(launch);
    const struct source *src = step ? project_read(l, step->path) : NULL;
    struct diag *d = lint_say(l, RULE_CLUSTER_WRAPPER, p->app, OPT_SCRIPT, p->when,
                              "`%.*s` cannot be clustered: what it starts shares no port, and the "
                              "second instance fails with EADDRINUSE",
                              STR_ARG(first));
    if (src && src->text.n >= step->end)
        diag_relate(l->sink, d, span_of(src, step->begin, step->end), "%.*s",
                    STR_ARG(launch->reason));
    else
        diag_note(l->sink, d, "%.*s", STR_ARG(launch->reason));
    diag_help(l->sink, d, "%.*s", STR_ARG(launch->help));
}

void rule_launch(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    struct launch launch;
    if (!lint_for(l, LINT_ECORT) || l->in->allow_fork_fallback ||
        (!l->in->is_for_plan && !project_is_here(l)))
        return;
    for (processes_of(&c, l, app); process_next(&c, &p);)
        if (p.is_cluster && p.script.n && launch_of_app(l->in, l->resolved, &launch) &&
            launch.kind == LAUNCH_REFUSED)
            say(l, &p, &launch);
}
