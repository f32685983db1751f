/* Rules about the process model: what starts the script, in which mode, how often. */
#include "lint/combo.h"
#include "schema/base/edit.h"
#include "lint/hazard.h"
#include "lint/launch.h"
#include "lint/project.h"

/* The script as messages name it; a command line by its first word. */
static struct str shown_script(const struct process *p) {
    return (struct str){p->script.p, str_index(p->script, ' ')};
}

/* Where the mode was decided: exec_mode, else instances. */
static enum opt_id mode_option(const struct process *p) {
    return p->mode_is_given ? OPT_EXEC_MODE : OPT_INSTANCES;
}

static void relate_mode(struct lint *l, struct diag *d, const struct process *p) {
    if (p->app->set[mode_option(p)])
        diag_relate(l->sink, d, lint_place(p->app, mode_option(p)),
                    p->mode_is_given ? "cluster mode is asked for here"
                                     : "this alone means cluster mode");
}

/* ---- EC0301 ---------------------------------------------------------------------------------- */

static bool is_implicit(const struct process *p) {
    return p->is_cluster && !p->mode_is_given && p->instances_given;
}

/* Once per app: where the count is one of several, for one that is more than one process. */
static void check_implicit(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    bool found = false, many = false;
    for (processes_of(&c, l, app); process_next(&c, &p);)
        if (is_implicit(&p)) {
            found = true;
            many = many || !p.instances_known || p.instances != 1;
        }
    if (!found)
        return;
    struct diag *d = lint_say(
        l, RULE_IMPLICIT_CLUSTER, app, OPT_INSTANCES, STR(""),
        many
            ? "`instances` without `exec_mode` means cluster mode: the processes share their ports "
              "and nothing else"
            : "`instances: 1` without `exec_mode` means cluster mode, with a single process");
    d->span = lint_first_line(app->set[OPT_INSTANCES]->key_span);
    diag_note(l->sink, d, "without `instances` the same app would run in fork mode");
    diag_help(l->sink, d,
              many ? "add exec_mode: 'cluster', which keeps what happens now"
                   : "add exec_mode: 'fork', unless the port is to be shared later");
    if (many && !app->maybe)
        (void)edit_add_before(l->sink, d, DIAG_FIX_SAFE, app->set[OPT_INSTANCES]->key_span,
                              app->set[OPT_INSTANCES]->key, options[OPT_EXEC_MODE].name, "cluster");
}

/* ---- EC0302, EC0303, EC0304, EC0306 ---------------------------------------------------------- */

static void help_program(struct lint *l, struct diag *d, const struct process *p,
                         const char *otherwise) {
    struct str program = project_program(l, p->app);
    if (program.n)
        diag_help(l->sink, d, "start the program itself: script: '%.*s'", STR_ARG(program));
    else
        diag_help(l->sink, d, "%s", otherwise);
}

/* What ecort makes of it. */
static void note_launch(struct lint *l, struct diag *d) {
    struct launch launch;
    if (!lint_for(l, LINT_ECORT) || !project_is_here(l) ||
        !launch_of_app(l->in, l->resolved, &launch))
        return;
    if (launch.kind == LAUNCH_RESOLVED)
        diag_note(l->sink, d, "ecoc build has ecort start `%.*s` in its place",
                  STR_ARG(launch_text(l->a, &launch)));
    else
        diag_note(l->sink, d, "ecoc build refuses it, too: %.*s", STR_ARG(launch.reason));
}

static void cluster_of_manager(struct lint *l, const struct process *p) {
    struct diag *d = lint_say(l, RULE_CLUSTER_MANAGER, p->app, OPT_SCRIPT, p->when,
                              "`%.*s` in cluster mode: PM2 loads %.*s itself as the worker, which "
                              "fails and is restarted over and over",
                              STR_ARG(shown_script(p)), STR_ARG(p->manager));
    relate_mode(l, d, p);
    if (lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "`pm2 start` says that it was launched and exits 0");
    note_launch(l, d);
    help_program(l, d, p, "name the program in place of the package manager: script: 'server.js'");
}

static void cluster_of_shell(struct lint *l, const struct process *p) {
    struct diag *d = lint_say(l, RULE_CLUSTER_SHELL, p->app, OPT_SCRIPT, p->when,
                              "a command line in cluster mode: PM2 gives it to bash, which is no "
                              "worker and is restarted over and over");
    relate_mode(l, d, p);
    note_launch(l, d);
    struct str first = shown_script(p), rest = str_skip(p->script, first.n);
    if (str_eqz(path_basename(first), "node") && str_index(str_skip(rest, 1), ' ') == rest.n - 1 &&
        rest.n > 1 && rest.p[1] != '-')
        diag_help(l->sink, d, "write the file alone: script: '%.*s'", STR_ARG(str_skip(rest, 1)));
    else
        help_program(l, d, p, "put the file into `script` and the rest into `args`");
}

static void cluster_of_other(struct lint *l, const struct process *p) {
    bool none = p->runner == RUNNER_NONE;
    struct diag *d = lint_say(
        l, RULE_CLUSTER_NON_NODE, p->app, mode_option(p), p->when,
        "cluster mode is for Node programs: PM2 loads `%.*s` with Node, where it fails, and "
        "restarts it over and over",
        STR_ARG(shown_script(p)));
    enum opt_id why = p->app->set[OPT_INTERPRETER] ? OPT_INTERPRETER : OPT_SCRIPT;
    if (none)
        diag_relate(l->sink, d, lint_place(p->app, why), "it is meant to run by itself");
    else
        diag_relate(l->sink, d, lint_place(p->app, why), "it is run by %.*s",
                    STR_ARG(path_basename(p->interpreter)));
    if (lint_for(l, LINT_ECORT))
        diag_note(l->sink, d, "ecort starts it as it is, without a shared port");
    diag_help(l->sink, d, "write exec_mode: 'fork'");
}

static void cluster_with_interpreter(struct lint *l, const struct process *p) {
    struct diag *d = lint_say(
        l, RULE_CLUSTER_PINS_NODE, p->app, OPT_INTERPRETER, p->when,
        "`%.*s` is not used in cluster mode: PM2 runs the workers with the Node of its daemon",
        STR_ARG(p->app->set[OPT_INTERPRETER]->key));
    relate_mode(l, d, p);
    diag_help(
        l->sink, d,
        "start PM2's daemon with that program, or write exec_mode: 'fork' where one process is "
        "enough");
}

static void check_cluster(struct lint *l, const struct process *p) {
    /* PM2 finds Node in the package manager's first line, and takes cluster for what has instances. */
    bool by_pm2 = p->runner == RUNNER_MANAGER && !p->mode_is_given && p->instances_given &&
                  p->instances >= -1 && lint_for(l, LINT_PM2);
    if ((!p->is_cluster && !by_pm2) || p->script.n == 0)
        return;
    bool pinned = p->app->set[OPT_INTERPRETER] && !str_eqz(p->interpreter, "node");
    switch (p->runner) {
    case RUNNER_SHELL:
        cluster_of_shell(l, p);
        break;
    case RUNNER_MANAGER:
        cluster_of_manager(l, p);
        break;
    case RUNNER_NONE:
    case RUNNER_OTHER:
        if (p->manager.n && str_index(p->script, ' ') == p->script.n)
            cluster_of_manager(l, p);
        else
            cluster_of_other(l, p);
        break;
    case RUNNER_NODE:
    case RUNNER_JS:
        if (pinned)
            cluster_with_interpreter(l, p);
        break;
    case RUNNER_UNKNOWN:
        break;
    }
}

/* ---- EC0305 ---------------------------------------------------------------------------------- */

/* Workers without a port are fine that way. */
static bool has_no_port(struct lint *l, const struct app *app) {
    struct hazard h;
    return hazard_of(l, app, &h) && hazard_has_no_port(&h);
}

static void check_fork(struct lint *l, const struct process *p) {
    bool is_manager = p->runner == RUNNER_MANAGER && !p->mode_is_given; /* PM2: cluster */
    if (p->is_cluster || !p->mode_is_known || !process_has_many(p) || is_manager ||
        p->app->set[OPT_INCREMENT_VAR] || p->app->set[OPT_LISTEN] ||
        (!p->mode_is_given && p->instances == -1) || has_no_port(l, p->app))
        return;
    bool is_node = p->runner == RUNNER_NODE || p->runner == RUNNER_JS;
    struct hazard source;
    uint32_t file;
    if (is_node && hazard_of(l, p->app, &source) && hazard_worker(&source, &file))
        return;
    struct diag *d =
        lint_say(l, RULE_FORK_MANY, p->app, OPT_INSTANCES, p->when,
                 "`instances: %.*s` in fork mode starts copies that share no port: only "
                 "one of them can listen on it",
                 STR_ARG(lint_shown(l, app_value(p->app, OPT_INSTANCES))));
    if (!is_node)
        diag_severity_set(l->sink, d, DIAG_INFO);
    if (p->mode_is_given)
        diag_relate(l->sink, d, lint_place(p->app, OPT_EXEC_MODE), "fork mode is asked for here");
    if (is_node)
        diag_help(l->sink, d, "write exec_mode: 'cluster' where it listens on a port");
    else
        diag_help(l->sink, d, "count its port up with increment_var: 'PORT' where it has one");
}

/* ---- EC0308, EC0309 -------------------------------------------------------------------------- */

static void check_wrapper(struct lint *l, const struct process *p) {
    bool by_pm2 = p->runner == RUNNER_MANAGER && !p->mode_is_given && p->instances_given;
    if (p->manager.n == 0 || p->is_cluster || (by_pm2 && lint_for(l, LINT_PM2)))
        return;
    struct diag *d = lint_say(
        l, RULE_MANAGER_WRAPPER, p->app, OPT_SCRIPT, p->when,
        "`%.*s` starts the program as its child: %s", STR_ARG(p->manager),
        lint_for(l, LINT_PM2)
            ? "signals, readiness and the memory limit meet the package manager, not the program"
            : "a program that says it is ready is not heard");
    if (lint_for(l, LINT_PM2) && lint_for(l, LINT_ECORT))
        diag_note(l->sink, d,
                  "ecort signals and measures the whole tree; readiness fails there too");
    help_program(l, d, p, "start the program itself: script: 'dist/main.js'");
}

static void check_typescript(struct lint *l, const struct process *p) {
    if (p->app->set[OPT_INTERPRETER] || str_index(p->script, ' ') < p->script.n ||
        (!str_ends(p->script, STR(".ts")) && !str_ends(p->script, STR(".tsx"))))
        return;
    struct diag *d;
    if (p->is_cluster)
        d = lint_say(
            l, RULE_TYPESCRIPT_ENTRY, p->app, OPT_SCRIPT, p->when,
            "`%.*s` is loaded by Node as it is in cluster mode: a Node that does not strip "
            "types fails at the first one",
            STR_ARG(p->script));
    else
        d = lint_say(l, RULE_TYPESCRIPT_ENTRY, p->app, OPT_SCRIPT, p->when,
                     "`%.*s` is run by bun, and nothing starts where bun is not installed",
                     STR_ARG(p->script));
    if (!p->is_cluster && lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "PM2 before 7 takes ts-node");
    diag_help(l->sink, d, "start what the build makes of it: script: 'dist/main.js'");
}

void rule_process(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    check_implicit(l, app);
    for (processes_of(&c, l, app); process_next(&c, &p);) {
        check_cluster(l, &p);
        check_fork(l, &p);
        check_wrapper(l, &p);
        check_typescript(l, &p);
    }
}
