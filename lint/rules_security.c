/* Rules of security: what a configuration opens to others. */
#include "lint/combo.h"
#include "lint/project.h"

/* ---- EC1101 ---------------------------------------------------------------------------------- */

static void say_root(struct lint *l, struct diag *d) {
    diag_help(l->sink, d, "run it as a user of its own, such as www-data");
}

static void check_root(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    bool said = false;
    for (size_t at = 0; lint_next(l, app, OPT_UID, &at, &alt);) {
        struct str text = alt.data.text.text;
        if (!str_eqz(text, "root") && !str_eqz(text, "0"))
            continue;
        said = true;
        say_root(
            l, lint_add(l, RULE_RUNS_AS_ROOT, app, &alt,
                        "`%.*s` makes the app run as root: whoever breaks into it has the machine",
                        STR_ARG(alt.setting->key)));
    }
    for (size_t at = 0; !app->set[OPT_UID] && !said && lint_next(l, app, OPT_CWD, &at, &alt);)
        if (alt.value->kind == VALUE_STRING && !alt.value->late && !alt.value->deps &&
            path_is_below(alt.value->string, STR("/root")) &&
            !path_is_below(l->model->root, STR("/root")))
            say_root(l, lint_add(l, RULE_RUNS_AS_ROOT, app, &alt,
                                 "only root can enter %.*s, so the app runs as root",
                                 STR_ARG(alt.value->string)));
}

static void check_deploy_user(struct lint *l) {
    const struct value *deploy = l->model->deploy;
    for (size_t i = 0; deploy && deploy->kind == VALUE_OBJECT && i < deploy->object.n; i++) {
        const struct value *target = deploy->object.at[i].value;
        const struct member *user =
            target->kind == VALUE_OBJECT ? value_member(target, STR("user")) : NULL;
        if (!user || user->value->kind != VALUE_STRING || !str_eqz(user->value->string, "root"))
            continue;
        struct diag *d =
            diag_add(l->sink, RULE_RUNS_AS_ROOT, lint_span(user->value, user->key_span),
                     "the deployment logs in as root, and PM2 there runs all apps as root");
        diag_about(d, STR(""),
                   arena_fmt(l->a, "deploy.%.*s.user", STR_ARG(deploy->object.at[i].key)));
        say_root(l, d);
    }
}

/* ---- EC1102 ---------------------------------------------------------------------------------- */

static void check_watch(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    if (!lint_is_for_production(l, app))
        return;
    for (size_t at = 0; lint_next(l, app, OPT_WATCH, &at, &alt);) {
        bool there = alt.when.n == 0 || lint_has(alt.when, "(when NODE_ENV === 'production'");
        if (alt.data.n == 0 || !there)
            continue;
        struct diag *d =
            lint_add(l, RULE_WATCH_PRODUCTION, app, &alt,
                     "`watch` restarts the app at any change of a file, in production too: "
                     "in the middle of a deployment, or by an upload");
        diag_help(l->sink, d, "watch: process.env.NODE_ENV !== 'production', or remove it");
        return;
    }
}

/* ---- EC1103 ---------------------------------------------------------------------------------- */

/* "--inspect=0.0.0.0:9229": the host; "" where none is named; *is_flag whether it is the flag. */
static struct str inspect_host(struct str word, bool *is_flag) {
    static const char *const flags[] = {"--inspect", "--inspect-brk", "--inspect-wait",
                                        "--inspect-port", "--debug"};
    size_t eq = str_index(word, '=');
    struct str name = {word.p, eq}, host = eq < word.n ? str_skip(word, eq + 1) : STR("");
    *is_flag = false;
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        *is_flag = *is_flag || str_eqz(name, flags[i]);
    size_t end = host.n;
    while (end > 0 && host.p[end - 1] != ':')
        end--;
    if (end > 0)
        return (struct str){host.p, end - 1};
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] < '0' || host.p[i] > '9')
            return host;
    return STR(""); /* a port */
}

static bool is_local(struct str host) {
    return host.n == 0 || str_eqz(host, "localhost") || str_starts(host, STR("127.")) ||
           str_eqz(host, "::1") || str_eqz(host, "[::1]");
}

static bool check_inspect(struct lint *l, const struct app *app, struct str word, struct span span,
                          struct str option, struct str when) {
    bool is_flag;
    struct str host = inspect_host(word, &is_flag);
    bool open = !is_local(host);
    if (!is_flag || (!open && !lint_is_for_production(l, app)))
        return false;
    struct diag *d =
        open ? diag_add(l->sink, RULE_INSPECTOR, span,
                        "`%.*s` lets everybody who reaches %.*s run code in the app%.*s",
                        STR_ARG(word), STR_ARG(host), STR_ARG(when))
             : diag_add(
                   l->sink, RULE_INSPECTOR, span,
                   "`%.*s` lets every user of the machine run code in the app, in production%.*s",
                   STR_ARG(word), STR_ARG(when));
    if (!open)
        diag_severity_set(l->sink, d, DIAG_WARNING);
    diag_about(d, app->label, option);
    d->token = word;
    if (open)
        diag_help(l->sink, d, "write --inspect=127.0.0.1:9229 and reach it through ssh -L");
    else
        diag_help(l->sink, d, "remove it; `kill -USR1` opens the inspector when it is needed");
    return true;
}

static void check_inspector(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_NODE_ARGS, OPT_SCRIPT, OPT_ARGS};
    const struct lint_env *vars;
    const struct str *words;
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        for (size_t at = 0; lint_next(l, app, ids[i], &at, &alt);) {
            size_t n = alt.data.n;
            bool line = n == 0 && alt.value->kind == VALUE_STRING;
            if (line)
                n = convert_split(l->a, alt.value->string, &words);
            for (size_t k = 0; k < n; k++)
                if (check_inspect(l, app, line ? words[k] : alt.data.items[k].text,
                                  lint_span(alt.value, alt.setting->key_span),
                                  str_of(options[ids[i]].name), alt.when))
                    break;
        }
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++) {
        if (!str_eqz(vars[i].name, "NODE_OPTIONS") || vars[i].value->kind != VALUE_STRING)
            continue;
        size_t n_words = convert_split(l->a, vars[i].value->string, &words);
        for (size_t k = 0; k < n_words; k++)
            (void)check_inspect(l, app, words[k], vars[i].span, STR("env.NODE_OPTIONS"),
                                vars[i].when);
    }
}

/* ---- EC1104 ---------------------------------------------------------------------------------- */

static void check_web(struct lint *l) {
    struct command_line line;
    static const struct str what = {"pm2 web", 7};
    for (size_t at = 0; project_command(l, &at, &line);) {
        size_t hit = lint_find(line.text, what);
        if (hit == line.text.n ||
            (hit + what.n < line.text.n && !strchr(" ;&|\"'", line.text.p[hit + what.n])))
            continue;
        struct diag *d = diag_add(l->sink, RULE_PM2_WEB, line.span,
                                  "`pm2 web` shows all apps with their variables to everybody who "
                                  "reaches port 9615");
        diag_note(l->sink, d, "PM2 7 has no such command any more and exits 1");
        diag_help(l->sink, d, "remove it; `pm2 jlist` gives the same to who may have it");
    }
}

/* ---- EC1105 ---------------------------------------------------------------------------------- */

static bool takes_value(struct str flag) {
    static const char *const flags[] = {"-l",       "--listen", "-p",         "--port",   "-c",
                                        "--config", "-a",       "--ssl-cert", "--ssl-key"};
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (str_eqz(flag, flags[i]))
            return true;
    return false;
}

/* The directory of `serve -s build -l 3000`; "." where none is named. */
static struct str served_path(const struct str *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (words[i].n == 0 || words[i].p[0] != '-')
            return words[i].n ? words[i] : STR(".");
        i += takes_value(words[i]);
    }
    return STR(".");
}

/* Does it hold the configuration, and with it .env and .git? */
static bool holds_root(struct lint *l, struct str cwd, struct str path) {
    return cwd.n && path_is_below(l->model->root, path_join(l->a, cwd, path));
}

static void report_serve(struct lint *l, struct span span, struct str app, struct str option,
                         struct str when) {
    struct diag *d = diag_add(l->sink, RULE_SERVE_LEAKS, span,
                              "the server hands out the whole directory, .env and .git with it%.*s",
                              STR_ARG(when));
    diag_about(d, app, option);
    diag_help(l->sink, d, "serve the directory of the built pages alone, such as ./public");
}

static void check_serve(struct lint *l, const struct process *p) {
    struct str text = p->script;
    const struct str *line, *args = NULL;
    size_t n_line = convert_split(l->a, text, &line), skip = 0, n_args = 0;
    if (n_line == 0)
        return;
    if (str_eqz(path_basename(line[0]), "npx"))
        skip = 1;
    const struct opt_data *data = &l->resolved->opt[OPT_ARGS].data;
    struct str *words = arena_array(l->a, struct str, n_line + data->n);
    for (size_t i = skip; i < n_line; i++)
        words[n_args++] = line[i];
    for (size_t i = 0; i < data->n; i++)
        words[n_args++] = data->items[i].text;
    args = words;
    while (skip && n_args && args[0].p[0] == '-')
        args++, n_args--;
    struct str program = n_args ? path_basename(args[0]) : STR("");
    if (!str_eqz(program, "serve") && !str_eqz(program, "http-server") &&
        !str_eqz(program, "live-server"))
        return;
    struct str path = served_path(args + 1, n_args - 1);
    const struct lint_env *vars;
    size_t n = lint_env(l, p->app, &vars);
    struct span span = lint_place(p->app, OPT_SCRIPT);
    for (size_t i = 0; i < n; i++)
        if (str_eqz(vars[i].name, "PM2_SERVE_PATH")) {
            path = vars[i].value->kind == VALUE_STRING ? vars[i].value->string : STR("?");
            span = vars[i].span;
        }
    if (holds_root(l, project_cwd(l, p->app), path))
        report_serve(l, span, p->app->label, STR("script"), p->when);
}

static void check_static(struct lint *l, const struct value *server) {
    const struct member *m = value_member(server, STR("path"));
    if (m && m->value->kind == VALUE_STRING && holds_root(l, l->model->root, m->value->string))
        report_serve(l, lint_span(m->value, m->key_span), STR(""), STR("static.path"), STR(""));
}

/* ---- EC1106 ---------------------------------------------------------------------------------- */

static bool is_plain_zero(const struct value *v) {
    return (v->kind == VALUE_NUMBER && v->number == 0) ||
           (v->kind == VALUE_STRING && str_eqz(v->string, "0"));
}

static void check_tls(struct lint *l, const struct app *app) {
    static const struct str name = {"NODE_TLS_REJECT_UNAUTHORIZED", 28};
    const struct lint_env *vars;
    struct lint_alt alt;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(vars[i].name, name) || !is_plain_zero(vars[i].value))
            continue;
        struct diag *d =
            diag_add(l->sink, RULE_TLS_OFF, vars[i].key_span,
                     "the app believes every certificate: whoever is on the way can read "
                     "and change what it sends%.*s",
                     STR_ARG(vars[i].when));
        diag_about(d, app->label, arena_fmt(l->a, "env.%.*s", STR_ARG(name)));
        d->profile = vars[i].profile;
        if (str_eqz(vars[i].profile, "development") || str_eqz(vars[i].profile, "dev"))
            diag_severity_set(l->sink, d, DIAG_WARNING);
        diag_help(l->sink, d, "remove it, and name the own authority: NODE_EXTRA_CA_CERTS");
    }
    for (size_t at = 0; lint_next(l, app, OPT_SCRIPT, &at, &alt);)
        if (alt.value->kind == VALUE_STRING &&
            lint_has(alt.value->string, "NODE_TLS_REJECT_UNAUTHORIZED=0")) {
            struct diag *d =
                lint_add(l, RULE_TLS_OFF, app, &alt,
                         "the app believes every certificate: whoever is on the way can "
                         "read and change what it sends");
            diag_help(l->sink, d, "remove it, and name the own authority: NODE_EXTRA_CA_CERTS");
        }
}

/* ---- EC0515, EC1107 --------------------------------------------------------------------------- */

/* "https://localhost", "localhost/health", "localhost:3000"; an IPv6 address has more colons. */
static bool is_url(struct str host) {
    struct str rest = str_skip(host, str_index(host, ':'));
    bool has_port = rest.n > 1 && str_index(str_skip(rest, 1), ':') == rest.n - 1;
    return lint_has(host, "/") || has_port;
}

static void say_url(struct lint *l, const struct app *app, const struct lint_alt *alt) {
    struct str text = alt->data.text.text;
    bool is_tls = str_starts(text, STR("https://"));
    struct diag *d = lint_add(l, RULE_CHECK_URL, app, alt,
                              "`%.*s` is a URL%s: no check passes, and the process is never ready",
                              STR_ARG(lint_key(alt)), is_tls ? ", and HTTPS is not spoken" : "");
    diag_help(l->sink, d,
              "ask for plain HTTP, part by part: http: { port: 3000, path: '/health' }");
}

static void check_health(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    for (size_t at = 0; lint_next(l, app, OPT_HTTP_HOST, &at, &alt);) {
        struct str host = alt.data.text.text;
        bool user = str_index(host, '@') < host.n;
        if (user)
            source_hide(l->a, alt.value->span);
        else if (is_url(host))
            say_url(l, app, &alt);
        if (!user && (is_url(host) || is_local(host) || str_eqz(host, "0.0.0.0")))
            continue;
        struct diag *d =
            lint_add(l, RULE_CHECK_NOT_LOCAL, app, &alt,
                     user ? "`http.host` sends a password in clear text with every check"
                          : "the check asks another machine in clear text: its answer may "
                            "be forged, and says little about this process");
        if (user)
            d->token = STR("user");
        diag_help(l->sink, d, "ask the process itself: host: '127.0.0.1'");
    }
    for (size_t at = 0; lint_next(l, app, OPT_HTTP_PATH, &at, &alt);) {
        struct str path = alt.data.text.text, query = str_skip(path, str_index(path, '?'));
        if (str_starts(path, STR("https://")) || str_starts(path, STR("http://")))
            say_url(l, app, &alt);
        if (!lint_has(query, "token=") && !lint_has(query, "key=") && !lint_has(query, "password="))
            continue;
        source_hide(l->a, alt.value->span);
        struct diag *d =
            lint_add(l, RULE_CHECK_NOT_LOCAL, app, &alt,
                     "`http.path` carries a secret: it ends in the logs of the server");
        d->token = STR("query");
        diag_help(l->sink, d, "let the health check answer without it, on 127.0.0.1 only");
    }
}

/* ---- EC1108 ---------------------------------------------------------------------------------- */

static void check_shell(struct lint *l, const struct process *p) {
    static const char *const marks[] = {";", "$(", "`"};
    if (p->runner != RUNNER_SHELL)
        return;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t at = lint_find(p->script, str_of(marks[i]));
        if (at == p->script.n)
            continue;
        struct diag *d =
            lint_say(l, RULE_SHELL_CHARS, p->app, OPT_SCRIPT, p->when, "%s",
                     i == 0 ? "bash runs what follows `;`, whatever came of the command before it"
                            : "bash runs the inner command at every start, and its output becomes "
                              "part of this one");
        d->span = lint_span_in(app_value(p->app, OPT_SCRIPT), at, at + strlen(marks[i]));
        diag_help(l->sink, d, "put the commands into a file: script: './start.sh'");
        return;
    }
}

/* ---- EC1111 ---------------------------------------------------------------------------------- */

static void check_log_place(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_OUT_FILE, OPT_ERROR_FILE, OPT_LOG_FILE};
    static const char *const shared[] = {"/tmp", "/var/tmp", "/dev/shm"};
    static const char *const homes[] = {"/home", "/root", "/Users"};
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        for (size_t at = 0; lint_next(l, app, ids[i], &at, &alt);) {
            struct str path = alt.value->kind == VALUE_STRING ? alt.value->string : STR("");
            bool open = false, home = path_is_below(path, l->model->root);
            for (size_t k = 0; k < ARRAY_LEN(shared); k++)
                open = open || path_is_below(path, str_of(shared[k]));
            for (size_t k = 0; k < ARRAY_LEN(homes); k++)
                home = home || path_is_below(path, str_of(homes[k]));
            if (path.n == 0 || path.p[0] != '/' || str_eqz(path, "/dev/null") || home)
                continue;
            struct diag *d = lint_add(l, RULE_LOG_READABLE, app, &alt,
                                      "`%.*s` is made readable for every user of the machine",
                                      STR_ARG(alt.setting->key));
            if (!open)
                diag_severity_set(l->sink, d, DIAG_HINT);
            diag_help(l->sink, d,
                      "start under umask 027, or write it below the user's own directory");
            return;
        }
}

void rule_security(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    check_root(l, app);
    check_watch(l, app);
    check_inspector(l, app);
    check_tls(l, app);
    check_health(l, app);
    check_log_place(l, app);
    for (processes_of(&c, l, app); process_next(&c, &p);) {
        check_serve(l, &p);
        check_shell(l, &p);
    }
}

void rule_file_security(struct lint *l) {
    const struct value *statics = l->model->statics;
    check_deploy_user(l);
    check_web(l);
    for (size_t i = 0; statics && statics->kind == VALUE_ARRAY && i < statics->array.n; i++)
        if (statics->array.at[i]->kind == VALUE_OBJECT)
            check_static(l, statics->array.at[i]);
    if (statics && statics->kind == VALUE_OBJECT)
        check_static(l, statics);
}
