/* What a change of each option does: said here once more, by hand, and compared with what ecoc diff says. An option
 * without a row fails. For ecort, tests/e2e/apply-impact.sh compares it with what happens; for PM2, make check-pm2. */
#include <check.h>
#include <stdio.h>

#include "compiler/diff_pm2.h"
#include "compiler/diff_value.h"
#include "schema/plan/plan_print.h"
#include "tests/unit/support.h"

/* The option is given a value: what ecort does in fork and in cluster mode ... */
#define NOTHING                                                                                    \
    { "nothing", "nothing" }
#define LIVE                                                                                       \
    { "applied live", "applied live" }
#define RESPAWN                                                                                    \
    { "restart", "reload" }
#define SCALE                                                                                      \
    { "scale", "scale" }
#define RECREATE                                                                                   \
    { "recreate", "recreate" }

/* ... and what PM2 does: in fork mode, by reload and by restart in cluster mode; and what in fork mode where the value
 * leaves the file. */
#define IGNORED                                                                                    \
    { "nothing", "nothing", "nothing", "nothing" }
#define TAKEN                                                                                      \
    { "restart", "reload", "restart", "stays" }
#define DEFAULTS                                                                                   \
    { "restart", "reload", "restart", "restart" }
#define STUCK                                                                                      \
    { "stuck", "stuck", "stuck", "stuck" }
#define BY_FORK                                                                                    \
    { "restart", "nothing", "nothing", "stays" }
#define LIFTED                                                                                     \
    { "stuck", "nothing", "nothing", "restart" }
#define BY_SCALE                                                                                   \
    { "scale", "scale", "scale", "scale" }

static const struct {
    const char *ecort[2], *pm2[4];
    const char *value;  /* NULL: the table's example */
    const char *beside; /* what else the app says, before and after */
} rows[OPT_COUNT] = {
    [OPT_NAMESPACE] = {LIVE, DEFAULTS},
    [OPT_SCRIPT] = {RESPAWN, STUCK, .value = "'b.js'"},
    [OPT_CWD] = {RESPAWN, STUCK},
    [OPT_ARGS] = {RESPAWN, TAKEN},
    [OPT_INTERPRETER] = {RESPAWN, BY_FORK, .value = "'bun'"},
    [OPT_NODE_ARGS] = {RESPAWN, TAKEN},
    [OPT_INSTANCES] = {SCALE, BY_SCALE},
    [OPT_EXEC_MODE] = {RECREATE, STUCK},
    [OPT_CLUSTER_POLICY] = {RESPAWN, IGNORED},
    [OPT_DRAIN_PRELOAD] = {RESPAWN, IGNORED},
    [OPT_EXECUTE_COMMAND] = {RECREATE, STUCK},
    [OPT_LISTEN] = {{"recreate", "reload"}, IGNORED},
    [OPT_UID] = {RESPAWN, TAKEN},
    [OPT_GID] = {RESPAWN, DEFAULTS},
    [OPT_DEPENDS_ON] = {LIVE, IGNORED},
    [OPT_STATEFUL] = {NOTHING, IGNORED},
    [OPT_ENV] = {RESPAWN, TAKEN, .value = "{ X: '1' }"},
    [OPT_ENV_FILE] = {RESPAWN, IGNORED},
    [OPT_FILTER_ENV] = {RESPAWN, LIFTED},
    [OPT_PORT] = {RESPAWN, STUCK},
    [OPT_INSTANCE_VAR] = {RESPAWN, STUCK},
    [OPT_INCREMENT_VAR] = {RESPAWN, STUCK, .beside = "env: { PORT: 1 }"},
    [OPT_APPEND_ENV_TO_NAME] = {NOTHING, IGNORED},
    [OPT_AUTOSTART] = {LIVE, DEFAULTS},
    [OPT_AUTORESTART] = {LIVE, DEFAULTS},
    [OPT_MAX_RESTARTS] = {LIVE, TAKEN},
    [OPT_MIN_UPTIME] = {LIVE, TAKEN},
    [OPT_RESTART_DELAY] = {LIVE, TAKEN},
    [OPT_EXP_BACKOFF] = {LIVE, TAKEN},
    [OPT_STOP_EXIT_CODES] = {LIVE, TAKEN},
    [OPT_CRON_RESTART] = {LIVE, TAKEN},
    [OPT_CRON_TIMEZONE] = {LIVE, IGNORED},
    [OPT_KILL_SIGNAL] = {LIVE, IGNORED},
    [OPT_KILL_TIMEOUT] = {LIVE, TAKEN},
    [OPT_KILL_RETRY_TIME] = {NOTHING, DEFAULTS, .value = "200"},
    [OPT_TREEKILL] = {LIVE, DEFAULTS},
    [OPT_SHUTDOWN_WITH_MESSAGE] = {LIVE, TAKEN},
    [OPT_WAIT_READY] = {LIVE, TAKEN},
    [OPT_LISTEN_TIMEOUT] = {LIVE, TAKEN},
    [OPT_RELOAD_PARALLEL] = {LIVE, IGNORED},
    [OPT_MAX_MEMORY_RESTART] = {LIVE, TAKEN},
    [OPT_MAX_CPU] = {LIVE, IGNORED},
    [OPT_NICE] = {LIVE, IGNORED},
    [OPT_AUTOKILL] = {LIVE, IGNORED},
    [OPT_HTTP] = {LIVE, IGNORED},
    [OPT_HTTP_HOST] = {LIVE, IGNORED},
    [OPT_HTTP_PORT] = {LIVE, IGNORED},
    [OPT_HTTP_PATH] = {LIVE, IGNORED},
    [OPT_HTTP_EXPECT] = {LIVE, IGNORED},
    [OPT_HTTP_INTERVAL] = {LIVE, IGNORED, .value = "20000"},
    [OPT_HTTP_TIMEOUT] = {LIVE, IGNORED, .value = "4000"},
    [OPT_HTTP_UNHEALTHY] = {LIVE, IGNORED, .value = "4"},
    [OPT_HTTP_HEALTHY] = {LIVE, IGNORED, .value = "2"},
    [OPT_HTTP_START] = {LIVE, IGNORED},
    [OPT_ERROR] = {LIVE, IGNORED},
    [OPT_ERROR_THRESHOLD] = {LIVE, IGNORED, .value = "60"},
    [OPT_ERROR_RESTART] = {LIVE, IGNORED},
    [OPT_CGROUP] = {LIVE, IGNORED},
    [OPT_CGROUP_MEMORY_MAX] = {LIVE, IGNORED},
    [OPT_CGROUP_MEMORY_HIGH] = {LIVE, IGNORED},
    [OPT_CGROUP_CPU_MAX] = {LIVE, IGNORED},
    [OPT_CGROUP_CPU_WEIGHT] = {LIVE, IGNORED},
    [OPT_CGROUP_PIDS_MAX] = {LIVE, IGNORED},
    [OPT_WATCH] = {LIVE, STUCK},
    [OPT_IGNORE_WATCH] = {LIVE, STUCK},
    [OPT_WATCH_DELAY] = {LIVE, STUCK},
    [OPT_WATCH_OPTIONS] = {LIVE, STUCK},
    [OPT_OUT_FILE] = {LIVE, STUCK},
    [OPT_ERROR_FILE] = {LIVE, STUCK},
    [OPT_LOG_FILE] = {LIVE, STUCK},
    [OPT_PID_FILE] = {LIVE, STUCK},
    [OPT_LOG_DATE_FORMAT] = {LIVE, TAKEN},
    [OPT_TIME] = {LIVE, TAKEN},
    [OPT_MERGE_LOGS] = {LIVE, STUCK, .beside = "instances: 2"},
    [OPT_LOG_TYPE] = {LIVE, TAKEN},
    [OPT_DISABLE_LOGS] = {LIVE, TAKEN},
    [OPT_LOG_ROTATE] = {LIVE, IGNORED},
    [OPT_ROTATE_SIZE] = {LIVE, IGNORED},
    [OPT_ROTATE_RETAIN] = {LIVE, IGNORED, .value = "7"},
    [OPT_ROTATE_COMPRESS] = {LIVE, IGNORED},
    [OPT_ROTATE_INTERVAL] = {LIVE, IGNORED},
    [OPT_ROTATE_DATE] = {LIVE, IGNORED},
    [OPT_NAME_PREFIX] = {NOTHING, IGNORED},
    [OPT_SOURCE_MAP] = {NOTHING, IGNORED},
    [OPT_NO_SOURCE_MAP] = {NOTHING, TAKEN},
    [OPT_PMX] = {NOTHING, DEFAULTS},
    [OPT_AUTOMATION] = {NOTHING, DEFAULTS},
    [OPT_TRACE] = {NOTHING, TAKEN},
    [OPT_DEEP_MONITORING] = {NOTHING, TAKEN},
    [OPT_DISABLE_TRACE] = {NOTHING, TAKEN},
    [OPT_IO] = {NOTHING, TAKEN},
    [OPT_VIZION] = {NOTHING, DEFAULTS},
    [OPT_POST_UPDATE] = {NOTHING, TAKEN},
    [OPT_WINDOWS_HIDE] = {NOTHING, DEFAULTS, .value = "false"},
    [OPT_FORCE] = {NOTHING, IGNORED},
    [OPT_WRITE] = {NOTHING, IGNORED},
    [OPT_INSTALL_URL] = {NOTHING, IGNORED},
    [OPT_USERNAME] = {NOTHING, IGNORED},
    [OPT_V8] = {NOTHING, IGNORED},
    [OPT_EVENT_LOOP] = {NOTHING, IGNORED},
};

struct sides {
    struct support before, after;
};

/* The app with the option, or without. A member of a group stands in its group, which is there on both sides. */
static void load(struct support *s, enum opt_id id, const char *mode, bool with) {
    char text[1024], given[256] = "";
    const char *value = rows[id].value ? rows[id].value : options[id].example;
    enum opt_id parent = opt_parent(id);
    if (parent != OPT_COUNT)
        (void)snprintf(given, sizeof given, "%s: { %.*s: %s }", options[parent].name,
                       STR_ARG(opt_leaf(id)), value);
    else
        (void)snprintf(given, sizeof given, "%s: %s", options[id].name, value);
    if (!with)
        (void)snprintf(given, sizeof given, parent == OPT_COUNT ? "" : "%s: {}",
                       parent == OPT_COUNT ? "" : options[parent].name);
    (void)snprintf(text, sizeof text, "module.exports = { apps: [{ name: 'a', %s, %s%s%s%s }] };",
                   mode, id == OPT_SCRIPT && with ? "" : "script: 'a.js', ",
                   rows[id].beside ? rows[id].beside : "", rows[id].beside ? ", " : "", given);
    support_js(s, FRONT_CONCRETE, text, NULL);
    support_bind(s);
    ck_assert_msg(s->sink.count[DIAG_ERROR] == 0, "%s", text);
    support_plan(s, "");
}

/* What the target says about the option's line; NULL where there is none. */
static const char *effect(struct sides *s, enum opt_id id, const struct diff_target *target) {
    struct diff diff;
    struct diff_page page;
    struct diff_secrets secrets = {0};
    struct diff_page_input in = {.diff = &diff, .target = target, .secrets = &secrets};
    diff_plans(&s->before.arena, &s->before.plan, &s->after.plan, &diff);
    diff_page(&s->before.arena, &in, &page);
    for (size_t i = 0; i < page.n_apps; i++)
        for (size_t k = 0; k < page.apps[i].n_lines; k++) {
            const struct diff_line *line = &page.apps[i].lines[k];
            size_t n = strlen(options[id].name);
            if (str_starts(line->path, str_of(options[id].name)) &&
                (line->path.n == n || line->path.p[n] == '.'))
                return line->effect->word;
        }
    return NULL;
}

/* What only fingerprints are known of comes to the same. */
static void check_print(struct sides *s, enum opt_id id) {
    size_t n;
    struct plan_print before = plan_print_app(&s->before.plan, 0);
    struct plan_print after = plan_print_app(&s->after.plan, 0);
    enum plan_verdict verdict = plan_diff_app(&s->before.plan, 0, &s->after.plan, 0, NULL, 0, &n);
    ck_assert_msg(plan_print_verdict(&before, &after) == verdict, "%s: %s, not %s",
                  options[id].name, plan_verdict_name(plan_print_verdict(&before, &after)),
                  plan_verdict_name(verdict));
    ck_assert_int_eq(plan_print_verdict(&after, &after), VERDICT_NOTHING);
}

static void check(enum opt_id id, bool is_cluster, bool is_added, const struct diff_target *target,
                  const char *expected) {
    struct sides s;
    const char *mode = is_cluster ? "exec_mode: 'cluster'" : "exec_mode: 'fork'";
    const char *words = is_added ? "given" : "removed";
    if (id == OPT_EXEC_MODE)
        mode = "time: true";
    load(&s.before, id, mode, !is_added);
    load(&s.after, id, mode, is_added);
    const char *said = effect(&s, id, target);
    ck_assert_msg(said && strcmp(said, expected) == 0, "%s %s, %s, %s %s: %s, not %s",
                  options[id].name, words, mode, target->name,
                  target->command ? target->command : "", said ? said : "no change", expected);
    check_print(&s, id);
    support_done(&s.before);
    support_done(&s.after);
}

START_TEST(each_option_has_its_effect) {
    enum opt_id id = (enum opt_id)_i;
    if (id == OPT_NAME)
        return; /* a renamed app is another one: test_diff_pm2.c */
    ck_assert_msg(rows[id].ecort[0] && rows[id].pm2[0], "%s: add a row to %s", options[id].name,
                  __FILE__);
    for (int cluster = 0; cluster < 2; cluster++) {
        check(id, cluster, true, &diff_target_ecort, rows[id].ecort[cluster]);
        check(id, cluster, false, &diff_target_ecort, rows[id].ecort[cluster]);
    }
    check(id, false, true, &diff_target_pm2_reload, rows[id].pm2[0]);
    check(id, false, true, &diff_target_pm2_restart, rows[id].pm2[0]);
    check(id, false, true, &diff_target_pm2_start, rows[id].pm2[0]);
    check(id, true, true, &diff_target_pm2_reload, rows[id].pm2[1]);
    check(id, true, true, &diff_target_pm2_restart, rows[id].pm2[2]);
    check(id, true, true, &diff_target_pm2_start, rows[id].pm2[2]);
    check(id, false, false, &diff_target_pm2_reload, rows[id].pm2[3]);
    check(id, false, false, &diff_target_pm2_restart, rows[id].pm2[3]);
}
END_TEST

Suite *suite_diff_options(void) {
    Suite *suite = suite_create("diff_options");
    TCase *tc = tcase_create("diff_options");
    tcase_add_loop_test(tc, each_option_has_its_effect, 0, OPT_COUNT);
    suite_add_tcase(suite, tc);
    return suite;
}
