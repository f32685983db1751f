/* ecort startup, unstartup: a systemd unit that brings back what was saved. */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "runtime/home.h"
#include "runtime/os/run.h"
#include "runtime/text.h"
#include "runtime/workpath.h"
#include "schema/base/json_out.h"
#include "schema/io/file.h"

#define UNIT_NAME "ecort.service"

struct unit {
    bool is_system; /* root's: for the machine; else for the user's own manager */
    const char *dir, *path;
    bool is_enabled;
};

/* Quotes a value as systemd reads it: no specifiers, no variables, no word splitting. */
static void add_quoted(struct buf *out, const char *value) {
    buf_char(out, '"');
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            buf_char(out, '\\');
        buf_char(out, *value);
        if (*value == '%')
            buf_char(out, '%');
    }
    buf_char(out, '"');
}

static void add_variable(struct buf *out, const char *name, const char *value) {
    struct buf pair = {0};
    if (!value)
        return;
    buf_fmt(&pair, "%s=%s", name, value);
    buf_char(&pair, 0);
    buf_z(out, "Environment=");
    add_quoted(out, pair.failed ? "" : pair.p);
    buf_char(out, '\n');
    buf_done(&pair);
}

/* What a supervisor and its services can do without. Services that need more (sudo, a real-time
 * priority) need a drop-in; those of a user's own manager cannot be restricted further without a
 * namespace. */
static void add_hardening(struct buf *out, bool is_system) {
    buf_z(out, "NoNewPrivileges=yes\n"
               "LockPersonality=yes\n"
               "RestrictRealtime=yes\n"
               "RestrictSUIDSGID=yes\n"
               "SystemCallArchitectures=native\n");
    if (is_system)
        buf_z(out, "ProtectClock=yes\n"
                   "ProtectHostname=yes\n"
                   "ProtectKernelLogs=yes\n"
                   "ProtectKernelModules=yes\n"
                   "ProtectKernelTunables=yes\n"
                   "ProtectSystem=true\n");
}

static int write_unit(struct cli *cli, const struct unit *unit, struct buf *out) {
    char self[PATH_MAX];
    struct err err = {0};
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (n <= 0)
        return cli_fail(cli, CLI_FAILED, "our own program is not to be found");
    self[n] = 0;
    buf_z(out, "# Written by ecort startup.\n"
               "[Unit]\n"
               "Description=ecort, the services of its saved list\n"
               "After=network-online.target\n"
               "Wants=network-online.target\n"
               "\n"
               "[Service]\n"
               "Type=notify\n"
               "NotifyAccess=all\n"
               "ExecStart=");
    add_quoted(out, self);
    buf_z(out, " run --resurrect\n"
               "Restart=on-failure\n"
               "RestartSec=1\n"
               "WatchdogSec=30\n"
               "KillMode=mixed\n"
               "TimeoutStopSec=90\n"
               "LimitNOFILE=1048576\n"
               "TasksMax=infinity\n"
               "Delegate=yes\n");
    add_variable(out, "PATH", text_getenv(cli->environ, "PATH"));
    add_variable(out, "HOME", text_getenv(cli->environ, "HOME"));
    add_variable(out, "ECORT_HOME", home);
    add_hardening(out, unit->is_system);
    buf_fmt(out, "\n[Install]\nWantedBy=%s\n",
            unit->is_system ? "multi-user.target" : "default.target");
    return CLI_OK;
}

static int find_unit(struct cli *cli, struct unit *unit) {
    const char *dir = cli_value(cli, CLI_DIR);
    const char *config = text_getenv(cli->environ, "XDG_CONFIG_HOME");
    const char *home = text_getenv(cli->environ, "HOME");
    char here[PATH_MAX];
    unit->is_system = geteuid() == 0;
    if (dir)
        unit->dir = workpath_resolve(&cli->arena, getcwd(here, sizeof here) ? here : "/", dir);
    else if (unit->is_system)
        unit->dir = "/etc/systemd/system";
    else if (config && *config == '/')
        unit->dir = workpath_resolve(&cli->arena, config, "systemd/user");
    else if (home && *home == '/')
        unit->dir = workpath_resolve(&cli->arena, home, ".config/systemd/user");
    if (!unit->dir)
        return cli_fail(cli, CLI_USAGE, "no place for the unit: HOME is not set");
    unit->path = workpath_resolve(&cli->arena, unit->dir, UNIT_NAME);
    return unit->path ? CLI_OK : cli_fail(cli, CLI_FAILED, "out of memory");
}

static void make_directories(struct cli *cli, const char *dir) {
    char *path = arena_cstr(&cli->arena, str_of(dir));
    for (char *p = path; p && *p; p++)
        if (*p == '/' && p > path) {
            *p = 0;
            (void)mkdir(path, 0755); /* what fails here fails again, with its reason, at the file */
            *p = '/';
        }
    (void)mkdir(dir, 0755);
}

/* systemctl [--user] ARGUMENTS; whether it went well. */
static bool systemctl(struct cli *cli, const struct unit *unit, const char *verb,
                      const char *flag) {
    char *argv[8];
    size_t n = 0;
    struct err err;
    const char *words[] = {"systemctl", unit->is_system ? NULL : "--user", verb, flag,
                           flag ? UNIT_NAME : NULL};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (words[i])
            argv[n++] = arena_cstr(&cli->arena, str_of(words[i]));
    argv[n] = NULL;
    const char *path =
        access("/usr/bin/systemctl", X_OK) == 0 ? "/usr/bin/systemctl" : "/bin/systemctl";
    return os_run(path, argv, cli->environ, true, &err) == 0;
}

static bool has_systemd(void) {
    struct stat st;
    return stat("/run/systemd/system", &st) == 0 && S_ISDIR(st.st_mode);
}

/* Enables it where a manager runs, and tells what is left to be done. */
static int enable(struct cli *cli, struct unit *unit, struct buf *text) {
    const char *user = unit->is_system ? "" : "--user ";
    if (!has_systemd() || cli_value(cli, CLI_DIR)) {
        buf_fmt(text, "enable it with: systemctl %senable " UNIT_NAME "\n", user);
        return CLI_OK;
    }
    if (!systemctl(cli, unit, "daemon-reload", NULL) || !systemctl(cli, unit, "enable", "--quiet"))
        return cli_fail(cli, CLI_FAILED, "systemctl %senable " UNIT_NAME " failed", user);
    unit->is_enabled = true;
    buf_z(text, "enabled: it starts with the machine, and brings back what ecort save has kept\n");
    if (!unit->is_system)
        buf_z(text, "to have it run while you are not logged in: loginctl enable-linger\n");
    return CLI_OK;
}

/* {"path":..,"enabled":..,"unit":..}; path NULL: it was only to be printed. */
static int print_json(struct cli *cli, const struct unit *unit, const char *path,
                      struct str bytes) {
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 2);
    json_begin_object(&j);
    json_key(&j, STR("path"));
    if (path)
        json_string(&j, str_of(path));
    else
        json_raw(&j, STR("null"));
    json_key_bool(&j, "enabled", unit->is_enabled);
    json_key_string(&j, "unit", bytes);
    json_end_object(&j);
    buf_char(&text, '\n');
    return cli_out(cli, &text);
}

/* Writes it, enables it, tells both. */
static int install(struct cli *cli, struct unit *unit, struct str bytes) {
    struct buf said = {0};
    struct err err = {0};
    make_directories(cli, unit->dir);
    if (file_write_atomic(unit->path, bytes, 0644, NULL, NULL, &err) < 0)
        return cli_fail(cli, CLI_FAILED, "%s", err.msg);
    buf_fmt(&said, "wrote %s\n", unit->path);
    int rc = enable(cli, unit, &said);
    if (cli->json)
        buf_done(&said);
    int printed = cli->json ? print_json(cli, unit, unit->path, bytes) : cli_out(cli, &said);
    return rc == CLI_OK ? printed : rc;
}

static int run_startup(struct cli *cli) {
    struct unit unit = {0};
    struct buf text = {0};
    int rc = find_unit(cli, &unit);
    if (rc == CLI_OK)
        rc = write_unit(cli, &unit, &text);
    struct str bytes = {text.p, text.n};
    if (rc == CLI_OK && text.failed)
        rc = cli_fail(cli, CLI_FAILED, "out of memory");
    else if (rc == CLI_OK && cli_value(cli, CLI_PRINT))
        rc = cli->json ? print_json(cli, &unit, NULL, bytes) : cli_out(cli, &text);
    else if (rc == CLI_OK)
        rc = install(cli, &unit, bytes);
    buf_done(&text);
    return rc;
}

const struct cli_command cli_startup = {
    .name = "startup",
    .arguments = "[--print] [--dir DIR] [--json]",
    .summary = "Writes a systemd unit that brings the saved list back at boot.",
    .details = "As root for the machine, else for your own systemd. The unit runs ecort run "
               "--resurrect, tells when\n"
               "it is ready, and has a watchdog. It keeps PATH, HOME and ECORT_HOME of now. Then: "
               "ecort save.\n"
               "--json prints {path, enabled, unit}.\n\n"
               "  ecort startup --print\n"
               "  ecort startup && ecort save\n",
    .flags = 1u << CLI_PRINT | 1u << CLI_DIR | 1u << CLI_JSON,
    .run = run_startup,
};

static int run_unstartup(struct cli *cli) {
    struct unit unit = {0};
    struct buf text = {0};
    int rc = find_unit(cli, &unit);
    if (rc != CLI_OK)
        return rc;
    bool is_ours_to_disable = has_systemd() && !cli_value(cli, CLI_DIR);
    if (is_ours_to_disable)
        (void)systemctl(cli, &unit, "disable", "--quiet"); /* it may not be enabled */
    if (unlink(unit.path) < 0) {
        struct err err;
        (void)err_sys(&err, "%s", unit.path);
        return cli_fail(cli, CLI_FAILED, "%s", err.msg);
    }
    if (is_ours_to_disable)
        (void)systemctl(cli, &unit, "daemon-reload", NULL);
    if (cli->json) {
        buf_z(&text, "{ \"removed\": ");
        json_quote(&text, str_of(unit.path));
        buf_z(&text, " }\n");
    } else {
        buf_fmt(&text, "removed %s\n", unit.path);
    }
    return cli_out(cli, &text);
}

const struct cli_command cli_unstartup = {
    .name = "unstartup",
    .arguments = "[--dir DIR] [--json]",
    .summary = "Removes the systemd unit of ecort startup.",
    .details = "What runs goes on.\n\n  ecort unstartup\n",
    .flags = 1u << CLI_DIR | 1u << CLI_JSON,
    .run = run_unstartup,
};
