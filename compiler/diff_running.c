/* ecoc links nothing of ecort: it runs `ecort plans` and reads what that prints. */
#include "compiler/diff_running.h"

#include "compiler/run.h"
#include "schema/plan/plan_kept.h"
#include "schema/unit/path.h"

enum { PLANS_MOST = 256 << 20 };

static int ask(struct args *args, struct dump *dump) {
    static const char *const argv[] = {"ecort", "plans", NULL};
    struct run_result result;
    struct err err = {0};
    struct arena may_fail;
    if (run_program(args->arena, argv, NULL, PLANS_MOST, &result, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    if (result.status == 127)
        return cmd_fail(EXIT_INPUT, "--running asks ecort, which is not in the PATH");
    if (result.status != 0)
        return cmd_fail(EXIT_INPUT, "--running: %.*s", STR_ARG(result.words));
    arena_init_may_fail(&may_fail, 0);
    int rc = dump_parse(result.out, &may_fail, dump, &err);
    arena_adopt(args->arena, &may_fail);
    return rc < 0 ? cmd_fail(EXIT_INPUT, "ecort plans: %s", err.msg) : EXIT_CLEAN;
}

/* The generation's plan where it is of the configuration; NULL where it is of another. */
static const struct plan *plan_of(struct arena *a, const struct dump_generation *gen,
                                  struct str path) {
    struct err err;
    struct plan *plan = arena_new(a, struct plan);
    char *aligned = arena_alloc(a, gen->image.n + 1);
    memcpy(aligned, gen->image.p, gen->image.n);
    if (plan_open(plan, aligned, gen->image.n, &err) < 0 || plan_inputs(plan) == 0)
        return NULL;
    const char *file = plan_string(plan, plan_input(plan, 0)->name);
    return str_eq(path_join(a, str_of(gen->root), str_of(file)), path) ? plan : NULL;
}

static struct diff_old_app *find(struct diff_old_app *apps, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(plan_str(apps[i].plan, apps[i].app, OPT_NAME), name) == 0)
            return &apps[i];
    return NULL;
}

int diff_running(struct args *args, struct str path, const struct diff_old_app **apps, size_t *n) {
    struct dump dump = {0};
    struct arena *a = args->arena;
    int code = ask(args, &dump);
    if (code != EXIT_CLEAN)
        return code;
    const struct plan **plans = arena_array(a, const struct plan *, dump.n_generations + 1);
    for (unsigned i = 0; i < dump.n_generations; i++)
        plans[i] = plan_of(a, &dump.generations[i], path);
    struct diff_old_app *out = arena_array(a, struct diff_old_app, dump.n_instances + 1);
    *n = 0;
    for (unsigned i = 0; i < dump.n_instances; i++) {
        const struct dump_instance *inst = &dump.instances[i];
        const struct plan *plan = plans[inst->generation];
        struct diff_old_app *known = plan ? find(out, *n, inst->app) : NULL;
        unsigned app = plan ? plan_find(plan, inst->app) : 0;
        if (!plan || app == plan->n_apps)
            continue;
        if (!known) {
            known = &out[(*n)++];
            *known = (struct diff_old_app){.plan = plan, .app = app, .is_held = true};
        }
        known->n_instances++;
        known->is_held = known->is_held && (inst->flags & DUMP_HELD);
    }
    *apps = out;
    return EXIT_CLEAN;
}
