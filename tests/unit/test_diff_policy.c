/* Policies: what they deny, when they hold, what lifts them, and how they are read. */
#include <check.h>
#include <stdio.h>

#include "compiler/diff_value.h"
#include "compiler/settings.h"
#include "tests/fake/fake_files.h"
#include "tests/unit/support.h"

/* ---- trailers -------------------------------------------------------------------------------- */

static const struct {
    const char *message, *word, *app;
    bool is_allowed;
} trailers[] = {
    {"subject\n\nEcoc-Allow: restart api\n", "restart", "api", true},
    {"subject\n\nbody\n\nSigned-off-by: x\nEcoc-Allow: restart api", "restart", "api", true},
    {"subject\n\necoc-allow: restart api", "restart", "api", true},
    {"subject\n\nEcoc-Allow:restart   api\r\n", "restart", "api", true},
    {"subject\n\nEcoc-Allow: stop,restart pay-* web", "restart", "pay-eu", true},
    {"subject\n\nEcoc-Allow: stop,restart pay-* web", "stop", "web", true},
    {"subject\n\nEcoc-Allow: instances api", "instances", "api", true},
    {"subject\n\nEcoc-Allow: applied-live *", "applied live", "api", true},
    {"subject\n\nEcoc-Allow: restart *\n\n\n", "restart", "any", true},
    {"subject\n\nEcoc-Allow: restart api", "restart", "api2", false},
    {"subject\n\nEcoc-Allow: restart api", "stop", "api", false},
    {"subject\n\nEcoc-Allow: restart", "restart", "api", false},
    {"subject\n\nEcoc-Allow:", "restart", "api", false},
    {"subject\n\nAllow: restart api", "restart", "api", false},
    {"Ecoc-Allow: restart api", "restart", "api", false}, /* a subject is no trailer */
    {"subject\n\nEcoc-Allow: restart api\n\nmore text", "restart", "api", false},
    {"", "restart", "api", false},
};

START_TEST(a_trailer_names_action_and_app) {
    ck_assert_msg(policy_is_allowed(str_of(trailers[_i].message), STR("Ecoc-Allow"),
                                    str_of(trailers[_i].word),
                                    str_of(trailers[_i].app)) == trailers[_i].is_allowed,
                  "%s: %s %s", trailers[_i].message, trailers[_i].word, trailers[_i].app);
    ck_assert(!policy_is_allowed(str_of(trailers[_i].message), STR(""), str_of(trailers[_i].word),
                                 str_of(trailers[_i].app)));
}
END_TEST

/* ---- reading --------------------------------------------------------------------------------- */

struct read {
    struct arena a;
    struct settings_store store;
    const struct settings *settings;
};

static void read(struct read *r, const char *text) {
    const struct fake_file files[] = {{"/app/.ecoc.yaml", text}, {0}};
    arena_init(&r->a, 0);
    settings_init(&r->store, &r->a, fake_files(&r->a, files), STR("/app"));
    r->settings = settings_for(&r->store, STR("/app/ecosystem.config.js"));
}

static const struct {
    const char *text, *finding;
} wrong[] = {
    {"policies: restart", "`policies` takes a list of policies"},
    {"policies: [restart]", "`policies` takes policies, each such as"},
    {"policies: [{}]", "this policy denies nothing"},
    {"policies: [{name: x}]", "this policy denies nothing"},
    {"policies: [{deny: restart}]", "`deny` takes a list of actions"},
    {"policies: [{deny: [explode]}]", "this denies nothing: no action is called explode"},
    {"policies: [{deny-change: [instanzes]}]",
     "this denies nothing: no option is called instanzes"},
    {"policies: [{denies: [restart]}]", "`denies` is no part of a policy"},
    {"policies: [{deny: [restart], when-finding: EC99*}]", "`when-finding` takes the code"},
    {"policies: [{deny: [restart], app: 3}]", "`app` takes a text"},
};

START_TEST(what_is_wrong_in_a_policy_is_said) {
    struct read r;
    read(&r, wrong[_i].text);
    ck_assert_msg(r.store.sink.list.n == 1, "%s: %zu findings", wrong[_i].text,
                  r.store.sink.list.n);
    struct str said = r.store.sink.list.at[0]->message;
    ck_assert_msg(str_starts(said, str_of(wrong[_i].finding)), "%s: %.*s", wrong[_i].text,
                  STR_ARG(said));
    arena_done(&r.a);
}
END_TEST

START_TEST(a_policy_is_read) {
    struct read r;
    read(&r, "policies:\n"
             "  - name: payments\n"
             "    app: pay-*\n"
             "    deny: [restart, orphan, applied live]\n"
             "    deny-change: [instances, env.PORT, log_*, maxRestarts]\n"
             "    when-finding: EC04*\n"
             "    message: ask first\n"
             "    allow-trailer: Ecoc-Allow\n"
             "  - deny: [stop]\n");
    ck_assert_uint_eq(r.store.sink.list.n, 0);
    ck_assert_uint_eq(r.settings->policies.n, 2);
    const struct policy *p = &r.settings->policies.at[0];
    ck_assert(str_eqz(p->name, "payments") && str_eqz(p->app, "pay-*"));
    ck_assert_uint_eq(p->deny.n, 3);
    ck_assert_uint_eq(p->deny_change.n, 4);
    ck_assert(str_eqz(p->deny_change.at[3], "max_restarts"));
    ck_assert(str_eqz(p->message, "ask first") && str_eqz(p->allow_trailer, "Ecoc-Allow"));
    ck_assert(str_eqz(r.settings->policies.at[1].name, "policy 2"));
    arena_done(&r.a);
}
END_TEST

/* ---- checking -------------------------------------------------------------------------------- */

static const char *const before =
    "[{name: pay-eu, script: a.js, instances: 1, exec_mode: cluster},\n"
    " {name: web, script: a.js, env: {PORT: 1}}]";
static const char *const after =
    "[{name: pay-eu, script: a.js, instances: 3, exec_mode: cluster},\n"
    " {name: web, script: a.js, env: {PORT: 2}, treekill: false},\n"
    " {name: new, script: a.js}]";

static const struct {
    const char *policy, *message, *expected; /* "POLICY APP MESSAGE" lines; "" for none */
    bool has_finding;
} checks[] = {
    {"{deny: [restart]}", "", "policy 1 web: restart is denied\n", false},
    {"{deny: [start, scale], name: still}", "",
     "still pay-eu: scale is denied\nstill new: start is denied\n", false},
    {"{deny: [restart], app: pay-*}", "", "", false},
    {"{deny: [applied-live]}", "", "policy 1 web: applied-live is denied\n", false},
    {"{deny: [restart], message: ask first}", "", "policy 1 web: restart is denied: ask first\n",
     false},
    {"{deny: [restart], allow-trailer: Ecoc-Allow}", "s\n\nEcoc-Allow: restart web", "", false},
    {"{deny: [restart], allow-trailer: Ecoc-Allow}", "s\n\nEcoc-Allow: stop web",
     "policy 1 web: restart is denied (the trailer \"Ecoc-Allow: restart web\" allows it)\n",
     false},
    {"{deny-change: [instances]}", "", "policy 1 pay-eu: a change of instances is denied\n", false},
    {"{deny-change: [env]}", "", "policy 1 web: a change of env.PORT is denied\n", false},
    {"{deny-change: [env.HOST]}", "", "", false},
    {"{deny-change: ['*']}", "",
     "policy 1 pay-eu: a change of instances is denied\n"
     "policy 1 web: a change of env.PORT is denied\npolicy 1 web: a change of treekill is denied\n",
     false},
    {"{deny-change: [instances], when-finding: EC04*}", "", "", false},
    {"{deny-change: [instances], when-finding: EC04*}", "",
     "policy 1 pay-eu: a change of instances is denied while EC0401 is open\n", true},
    {"{deny-change: [instances], when-finding: EC05*}", "", "", true},
    {"{deny-change: [env], when-finding: EC04*}", "", "", true},
    {"{deny-change: [instances], when-finding: EC04*, allow-trailer: Ecoc-Allow}",
     "s\n\nEcoc-Allow: instances *", "", true},
};

static void expect_violations(struct support *s, const struct policy_input *in, const char *text) {
    struct support newer;
    struct diff diff;
    struct diff_page page;
    struct diff_secrets secrets = {0};
    struct buf out = {0};
    support_plan_of(&newer, after, "");
    struct diff_page_input page_in = {
        .diff = &diff, .target = &diff_target_ecort, .secrets = &secrets};
    diff_plans(&s->arena, &s->plan, &newer.plan, &diff);
    diff_page(&s->arena, &page_in, &page);
    policy_check(&s->arena, in, &page);
    for (size_t i = 0; i < page.n_violations; i++)
        buf_fmt(&out, "%.*s %.*s: %.*s\n", STR_ARG(page.violations[i].policy),
                STR_ARG(page.violations[i].app), STR_ARG(page.violations[i].message));
    ck_assert_msg(str_eqz((struct str){out.p, out.n}, text), "%.*s, not %s", (int)out.n,
                  out.p ? out.p : "", text);
    buf_done(&out);
    support_done(&newer);
}

START_TEST(what_is_denied_is_found) {
    struct read r;
    struct support s;
    char text[512];
    (void)snprintf(text, sizeof text, "policies: [%s]", checks[_i].policy);
    read(&r, text);
    ck_assert_uint_eq(r.store.sink.list.n, 0);
    support_plan_of(&s, before, "");
    struct diag_sink findings;
    diag_sink_init(&findings, &s.arena, lint_rules, RULE_COUNT);
    if (checks[_i].has_finding)
        diag_add(&findings, lint_rule_find(STR("EC0401")), (struct span){0}, "unsafe")->app =
            STR("pay-eu");
    struct policy_input in = {.policies = r.settings->policies.at,
                              .n = r.settings->policies.n,
                              .findings = &findings,
                              .commit_message = str_of(checks[_i].message)};
    expect_violations(&s, &in, checks[_i].expected);
    support_done(&s);
    arena_done(&r.a);
}
END_TEST

START_TEST(a_call_has_its_own_policy) {
    struct support s;
    struct policy policy;
    struct str unknown = {0};
    support_plan_of(&s, before, "");
    ck_assert(policy_of_words(&s.arena, STR("restart,stop"), &policy, &unknown));
    struct policy_input in = {.policies = &policy, .n = 1};
    expect_violations(&s, &in, "--fail-on web: restart is denied\n");
    ck_assert(!policy_of_words(&s.arena, STR("restart,explode,stop"), &policy, &unknown));
    ck_assert(str_eqz(unknown, "explode"));
    ck_assert(str_starts(policy_actions(&s.arena), STR("start, stop, recreate, restart")));
    support_done(&s);
}
END_TEST

Suite *suite_diff_policy(void) {
    Suite *suite = suite_create("diff_policy");
    TCase *tc = tcase_create("diff_policy");
    tcase_add_loop_test(tc, a_trailer_names_action_and_app, 0, (int)ARRAY_LEN(trailers));
    tcase_add_loop_test(tc, what_is_wrong_in_a_policy_is_said, 0, (int)ARRAY_LEN(wrong));
    tcase_add_test(tc, a_policy_is_read);
    tcase_add_loop_test(tc, what_is_denied_is_found, 0, (int)ARRAY_LEN(checks));
    tcase_add_test(tc, a_call_has_its_own_policy);
    suite_add_tcase(suite, tc);
    return suite;
}
