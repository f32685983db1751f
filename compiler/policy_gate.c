/* From flags and settings to what is denied. */
#include "compiler/policy_gate.h"

#include "compiler/load.h"

static int take_fail_on(struct args *args, struct policy_gate *gate) {
    size_t at = 0;
    for (const char *words; (words = args_next(args, "--fail-on", &at));) {
        struct policy policy;
        struct str unknown = {0};
        if (!policy_of_words(args->arena, str_of(words), &policy, &unknown))
            return cmd_fail(EXIT_USAGE, "--fail-on: no action is called %.*s; there are %.*s",
                            STR_ARG(unknown), STR_ARG(policy_actions(args->arena)));
        VEC_PUSH(args->arena, &gate->policies, policy);
    }
    return EXIT_CLEAN;
}

int policy_gate_open(struct args *args, struct files *files, struct str path,
                     struct policy_gate *gate) {
    *gate = (struct policy_gate){0};
    settings_init(&gate->store, args->arena, files, pipeline_cwd(args->arena));
    const struct settings *settings = settings_for(&gate->store, path);
    if (gate->store.sink.list.n) {
        load_print_errors(args, &gate->store.sink);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < settings->policies.n; i++)
        VEC_PUSH(args->arena, &gate->policies, settings->policies.at[i]);
    return take_fail_on(args, gate);
}

void policy_gate_check(struct arena *a, const struct policy_gate *gate,
                       const struct diag_sink *findings, struct str commit_message,
                       struct diff_page *page) {
    struct policy_input in = {.policies = gate->policies.at,
                              .n = gate->policies.n,
                              .findings = findings,
                              .commit_message = commit_message};
    policy_check(a, &in, page);
}
