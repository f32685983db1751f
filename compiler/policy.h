/* Policies: what a change may not do to running services. They stand in .ecoc.yaml:
 *
 *   policies:
 *     - name: no surprise outage in payments
 *       app: payments-*                       apps by name; all where it is left out
 *       deny: [restart, recreate, orphan]     actions of `ecoc diff`, whichever target it tells of
 *       message: Schedule a window.
 *       allow-trailer: Ecoc-Allow
 *     - deny-change: [instances, exec_mode, env.PORT]
 *       when-finding: EC04*                   only while lint has such a finding about the app
 *
 * `allow-trailer` names a trailer of the newer revision's commit message that lifts the policy for an
 * action (or option) and an app, both reviewed with the change:
 *
 *   Ecoc-Allow: restart payments-api
 *   Ecoc-Allow: restart,recreate payments-*
 *
 * `--fail-on restart,stop` is a policy of one call. */
#pragma once

#include "compiler/diff_page.h"
#include "schema/base/diag.h"

struct policy {
    struct str name;
    struct str app; /* a pattern; empty: all */
    VEC(struct str) deny;
    VEC(struct str) deny_change; /* option paths, patterns: "instances", "env.*" */
    struct str when_finding;     /* a pattern of codes and names of rules; empty: always */
    struct str message;          /* may be empty */
    struct str allow_trailer;    /* empty: nothing lifts it */
};

struct policy_input {
    const struct policy *policies;
    size_t n;
    const struct diag_sink *findings; /* of lint about the newer side; NULL: not looked for */
    struct str commit_message;        /* of the newer side, where it is a commit; else empty */
};

/* Adds to page->violations what the page's actions break. */
void policy_check(struct arena *a, const struct policy_input *in, struct diff_page *page);

/* Whether it is an action of any target: "restart", "orphan". */
bool policy_is_action(struct str word);

/* All of them, for messages: "start, stop, ...". */
struct str policy_actions(struct arena *a);

/* Whether `when_finding` is about the rule. */
bool policy_names_rule(const struct policy *policy, const struct diag_rule *rule);

/* "restart,stop" of the command line. False where *unknown is the first word that is no action. */
bool policy_of_words(struct arena *a, struct str words, struct policy *out, struct str *unknown);

/* Whether the message's last paragraph has the trailer for the action (or option path) and app. */
bool policy_is_allowed(struct str message, struct str trailer, struct str word, struct str app);
