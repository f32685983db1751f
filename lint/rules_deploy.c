/* What the commands of the project do to running apps, and what all apps together ask of the machine. */
#include <stdio.h>

#include "lint/combo.h"
#include "lint/hazard.h"
#include "lint/project.h"

/* ---- EC0510, EC0513: commands that interrupt ------------------------------------------------- */

/* The command "pm2 VERB ..." in a line, to its end; empty where it is not there. */
static struct str call_of(struct str line, const char *verb) {
    static const char *const programs[] = {"pm2", "ecort"};
    for (size_t i = 0; i < ARRAY_LEN(programs); i++) {
        char words[32];
        (void)snprintf(words, sizeof words, "%s %s ", programs[i], verb);
        size_t at = lint_find(line, str_of(words)), n = 0;
        if (at == line.n)
            continue;
        struct str call = str_skip(line, at);
        while (n < call.n && !strchr("&;|\n\"'", call.p[n]))
            n++;
        return (struct str){call.p, n};
    }
    return STR("");
}

static bool next_word(struct str *rest, struct str *word) {
    while (rest->n && rest->p[0] == ' ')
        *rest = str_skip(*rest, 1);
    *word = (struct str){rest->p, str_index(*rest, ' ')};
    *rest = str_skip(*rest, word->n);
    return word->n > 0;
}

/* `all`, the app's name, or the configuration. */
static bool is_about(const struct lint *l, struct str call, const struct app *app) {
    struct str file = path_basename(l->model->source->name), word;
    while (next_word(&call, &word))
        if (str_eqz(word, "all") || str_eq(word, app->label) || str_eq(path_basename(word), file))
            return true;
    return false;
}

static struct span call_span(const struct command_line *line, struct str call) {
    struct span at = line->span;
    if (call.p >= line->text.p && line->span.end - line->span.begin == line->text.n) {
        at.begin += (uint32_t)(call.p - line->text.p);
        at.end = at.begin + (uint32_t)call.n;
    }
    return lint_first_line(at);
}

/* The first command of the project that does this to the app; false where none does. */
static bool find_call(struct lint *l, const struct app *app, const char *verb, struct span *where) {
    struct command_line line;
    for (size_t at = 0; project_command(l, &at, &line);) {
        struct str call = call_of(line.text, verb);
        if (call.n && is_about(l, call, app)) {
            *where = call_span(&line, call);
            return true;
        }
    }
    return false;
}

static void check_restart(struct lint *l, const struct app *app) {
    struct scale scale = hazard_scale(l, app);
    struct span where;
    if (!scale.is_many || !find_call(l, app, "restart", &where))
        return;
    struct diag *d = diag_add(l->sink, RULE_RESTART_DEPLOY, where,
                              "all instances of `%.*s` are stopped at once: nothing answers until "
                              "the first one is up again%.*s",
                              STR_ARG(app->label), STR_ARG(scale.when));
    diag_about(d, app->label, STR(""));
    if (scale.span.src)
        diag_relate(l->sink, d, scale.span, "`%.*s` %.*s", STR_ARG(app->label),
                    STR_ARG(scale.said));
    diag_help(l->sink, d, "pm2 reload takes one instance after the other");
}

/* A server of one process: a reload of it is a restart. */
static void check_reload(struct lint *l, const struct app *app) {
    struct hazard h;
    uint32_t file;
    struct span where;
    if (hazard_scale(l, app).is_cluster || !hazard_of(l, app, &h) ||
        !hazard_mark(&h, MARK_LISTEN, &file) || !find_call(l, app, "reload", &where))
        return;
    struct diag *d = diag_add(l->sink, RULE_FORK_RELOAD, where,
                              "`%.*s` runs in fork mode, where a reload stops it before it is "
                              "started again: connections are refused meanwhile",
                              STR_ARG(app->label));
    diag_about(d, app->label, STR(""));
    diag_help(l->sink, d, "exec_mode: 'cluster' where `ecoc advise` says that it may");
}

void rule_deploy(struct lint *l, const struct app *app) {
    check_restart(l, app);
    check_reload(l, app);
}

/* ---- EC0602 ---------------------------------------------------------------------------------- */

/* The most that the app may take: its limit in each process; 0 where either is not known. */
static int64_t most_memory(struct lint *l, const struct app *app, unsigned cpus) {
    struct combos c;
    struct process p;
    struct lint_alt limit;
    int64_t most = 0;
    size_t at = 0;
    if (!lint_next(l, app, OPT_MAX_MEMORY_RESTART, &at, &limit))
        return 0;
    for (processes_of(&c, l, app); process_next(&c, &p);) {
        int64_t n = p.instances_given ? p.instances : 1;
        n = n > 0 ? n : (int64_t)cpus + n;
        if (p.instances_known || !p.instances_given)
            most = limit.data.number * n > most ? limit.data.number * n : most;
    }
    return most;
}

/* Only where .ecoc.yaml says how much there is. */
void rule_overcommit(struct lint *l) {
    const struct lint_settings *settings = l->in->settings;
    int64_t sum = 0;
    const struct app *largest = NULL;
    int64_t largest_bytes = 0;
    if (!settings || !settings->memory_bytes)
        return;
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        int64_t bytes = app->maybe ? 0 : most_memory(l, app, settings->cpus);
        sum += bytes;
        largest = bytes > largest_bytes ? app : largest;
        largest_bytes = bytes > largest_bytes ? bytes : largest_bytes;
    }
    if (!largest || sum <= settings->memory_bytes)
        return;
    const int64_t mib = 1024 * 1024;
    struct diag *d = diag_add(
        l->sink, RULE_OVERCOMMIT, lint_place(largest, OPT_MAX_MEMORY_RESTART),
        "the limits of all processes add up to %lld MiB, and the machine has %lld MiB: memory runs "
        "out before a limit is reached",
        (long long)(sum / mib), (long long)(settings->memory_bytes / mib));
    diag_label(l->sink, d, "`%.*s` may take %lld MiB of it", STR_ARG(largest->label),
               (long long)(largest_bytes / mib));
    diag_help(l->sink, d, "lower the limits or the instances");
}
