/* From flags and settings to what is denied. */
#include "compiler/policy_gate.h"

static void add(struct args *args, struct policy_gate *gate, struct policy policy) {
    gate->needs_findings = gate->needs_findings || policy.when_finding.n;
    gate->has_trailers = gate->has_trailers || policy.allow_trailer.n;
    VEC_PUSH(args->arena, &gate->policies, policy);
}

int policy_gate_open(struct args *args, const struct settings *settings, struct policy_gate *gate) {
    size_t at = 0;
    *gate = (struct policy_gate){0};
    for (size_t i = 0; i < settings->policies.n; i++)
        add(args, gate, settings->policies.at[i]);
    for (const char *words; (words = args_next(args, "--fail-on", &at));) {
        struct policy policy;
        struct str unknown = {0};
        if (!policy_of_words(args->arena, str_of(words), &policy, &unknown))
            return cmd_fail(EXIT_USAGE, "--fail-on: no action is called %.*s; there are %.*s",
                            STR_ARG(unknown), STR_ARG(policy_actions(args->arena)));
        add(args, gate, policy);
    }
    return EXIT_CLEAN;
}

void policy_gate_check(struct arena *a, const struct policy_gate *gate,
                       const struct diag_sink *findings, struct diff_page *page) {
    struct policy_input in = {.policies = gate->policies.at,
                              .n = gate->policies.n,
                              .findings = findings,
                              .commit_message = gate->commit_message};
    policy_check(a, &in, page);
}
