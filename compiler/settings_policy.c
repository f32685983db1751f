/* The policies of a .ecoc.yaml. */
#include "compiler/settings_read.h"

static bool read_text(struct settings_reader *r, const struct member *m, struct str *out) {
    if (m->value->kind != VALUE_STRING || m->value->string.n == 0)
        settings_wrong(r, m, "a text");
    else
        *out = m->value->string;
    return out->n != 0;
}

static void read_name(struct settings_reader *r, const struct member *m) {
    (void)read_text(r, m, &r->policy->name);
}

static void read_app(struct settings_reader *r, const struct member *m) {
    (void)read_text(r, m, &r->policy->app);
}

static void read_message(struct settings_reader *r, const struct member *m) {
    (void)read_text(r, m, &r->policy->message);
}

static void read_trailer(struct settings_reader *r, const struct member *m) {
    (void)read_text(r, m, &r->policy->allow_trailer);
}

/* A pattern that no rule answers to would be a policy that never holds. */
static void read_finding(struct settings_reader *r, const struct member *m) {
    bool is_known = false;
    if (!read_text(r, m, &r->policy->when_finding))
        return;
    for (unsigned i = 0; i < RULE_COUNT && !is_known; i++)
        is_known = policy_names_rule(r->policy, &lint_rules[i]);
    if (!is_known)
        settings_wrong(r, m, "the code or the name of a rule, or a pattern such as EC04*");
}

static void read_deny(struct settings_reader *r, const struct member *m) {
    struct arena *a = r->store->arena;
    if (!settings_strings(r, m, "a list of actions, such as [restart, stop]"))
        return;
    for (size_t i = 0; i < m->value->array.n; i++) {
        const struct value *v = m->value->array.at[i];
        if (policy_is_action(v->string)) {
            VEC_PUSH(a, &r->policy->deny, v->string);
            continue;
        }
        struct diag *d =
            diag_add(r->sink, RULE_SETTINGS, v->span,
                     "this denies nothing: no action is called %.*s", STR_ARG(v->string));
        d->token = v->string;
        diag_help(r->sink, d, "there are %.*s", STR_ARG(policy_actions(a)));
    }
}

/* "instances", "env.PORT", "log_*". */
static bool names_option(struct str path) {
    struct str option = {path.p, str_index(path, '.')};
    if (str_index(path, '*') < path.n || str_index(path, '?') < path.n)
        return true;
    return opt_find_any(path) != OPT_COUNT || str_eqz(option, options[OPT_ENV].name);
}

static void read_deny_change(struct settings_reader *r, const struct member *m) {
    if (!settings_strings(r, m, "a list of options, such as [instances, exec_mode]"))
        return;
    for (size_t i = 0; i < m->value->array.n; i++) {
        const struct value *v = m->value->array.at[i];
        enum opt_id id = opt_find_any(v->string);
        struct str path = id == OPT_COUNT ? v->string : str_of(options[id].name);
        if (names_option(v->string)) {
            VEC_PUSH(r->store->arena, &r->policy->deny_change, path);
            continue;
        }
        struct diag *d =
            diag_add(r->sink, RULE_SETTINGS, v->span,
                     "this denies nothing: no option is called %.*s", STR_ARG(v->string));
        d->token = v->string;
        diag_help(r->sink, d, "options: ecoc explain --options");
    }
}

static const struct settings_key keys[] = {
    {{"name", 4}, read_name},
    {{"app", 3}, read_app},
    {{"deny", 4}, read_deny},
    {{"deny-change", 11}, read_deny_change},
    {{"when-finding", 12}, read_finding},
    {{"message", 7}, read_message},
    {{"allow-trailer", 13}, read_trailer},
};

static void read_policy(struct settings_reader *r, const struct member *list, size_t index) {
    struct arena *a = r->store->arena;
    const struct value *v = list->value->array.at[index];
    struct policy policy = {.name = arena_fmt(a, "policy %zu", index + 1)};
    r->policy = &policy;
    size_t before = r->sink->list.n;
    if (v->kind != VALUE_OBJECT) {
        settings_wrong(r, list, "policies, each such as { deny: [restart] }");
        return;
    }
    for (size_t i = 0; i < v->object.n; i++)
        settings_read_key(r, &v->object.at[i], "part of a policy", keys, ARRAY_LEN(keys));
    if (policy.deny.n + policy.deny_change.n == 0 && r->sink->list.n == before) {
        struct diag *d = diag_add(r->sink, RULE_SETTINGS, v->span, "this policy denies nothing");
        d->token = policy.name;
        diag_help(r->sink, d, "write deny: [restart], or deny-change: [instances]");
    }
    VEC_PUSH(a, &r->s->policies, policy);
}

void settings_read_policies(struct settings_reader *r, const struct member *m) {
    if (m->value->kind != VALUE_ARRAY) {
        settings_wrong(r, m, "a list of policies, such as [{ deny: [restart] }]");
        return;
    }
    for (size_t i = 0; i < m->value->array.n; i++)
        read_policy(r, m, i);
}
