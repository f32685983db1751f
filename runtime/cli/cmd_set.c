/* ecort set, get, unset: settings of the home. */
#include "runtime/cli/cli.h"
#include "runtime/cli/cli_table.h"
#include "runtime/home.h"
#include "runtime/settings.h"
#include "schema/base/json_out.h"

static int find(struct cli *cli, const char **home, enum setting_id *id) {
    struct err err = {0};
    *home = home_find(&cli->arena, cli->environ, &err);
    if (!*home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (cli->n_words && setting_find(str_of(cli->words[0]), id, &err) < 0)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    return CLI_OK;
}

/* Has a supervisor that runs take up what is in the file. */
static int make_live(struct cli *cli) {
    const struct ctl_request request = {.command = CTL_SETTINGS};
    struct json_in *reply;
    if (!cli_has_supervisor(cli))
        return CLI_OK;
    int rc = cli_send(cli, &request, NULL, &reply);
    if (rc == CLI_OK)
        json_in_free(reply);
    return rc;
}

static void write_setting(struct json_out *j, enum setting_id id, const char *value) {
    const char *const texts[] = {value, setting_default(id), setting_note(id)};
    static const char *const keys[] = {"value", "default", "note"};
    json_begin_object(j);
    json_key_string(j, "key", str_of(setting_name(id)));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        json_key(j, str_of(keys[i]));
        if (texts[i])
            json_string(j, str_of(texts[i]));
        else
            json_raw(j, STR("null"));
    }
    json_end_object(j);
}

/* Changes it and tells what it is now. */
static int change(struct cli *cli, const char *value) {
    enum setting_id id = SETTINGS;
    struct err err = {0};
    struct buf text = {0};
    const char *home;
    int rc = find(cli, &home, &id);
    if (rc != CLI_OK)
        return rc;
    if (value && setting_check(id, str_of(value), &err) < 0)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (setting_change(home, id, value, &err) < 0)
        return cli_fail(cli, CLI_FAILED, "%s", err.msg);
    rc = make_live(cli);
    const char *otherwise = setting_default(id), *note = setting_note(id);
    if (cli->json) {
        struct json_out j;
        json_out_init(&j, &text, 2);
        write_setting(&j, id, value);
        buf_char(&text, '\n');
    } else if (value) {
        buf_fmt(&text, "%s is %s\n", setting_name(id), value);
    } else {
        buf_fmt(&text, "%s is not set%s%s%s\n", setting_name(id), otherwise ? " (" : "",
                otherwise ? otherwise : "", otherwise ? ")" : "");
    }
    if (note && value && !cli->json)
        buf_fmt(&text, "%s\n", note);
    int printed = cli_out(cli, &text);
    return rc == CLI_OK ? printed : rc;
}

static int run_set(struct cli *cli) {
    return change(cli, cli->words[1]);
}

static int run_unset(struct cli *cli) {
    return change(cli, NULL);
}

static int print_all(struct cli *cli, const struct settings *settings) {
    const struct cli_column columns[] = {
        {"setting", false, false, 0}, {"value", false, false, 0}, {"otherwise", false, false, 0}};
    struct cli_cell cells[SETTINGS][ARRAY_LEN(columns)] = {0};
    struct buf text = {0};
    for (unsigned i = 0; i < SETTINGS; i++) {
        const char *value = settings->text[i], *otherwise = setting_default((enum setting_id)i);
        cells[i][0].text = str_of(setting_name((enum setting_id)i));
        cells[i][1].text = str_of(value ? value : "-");
        cells[i][2].text = str_of(otherwise ? otherwise : "-");
    }
    cli_table(&text, columns, ARRAY_LEN(columns), cells[0], SETTINGS, cli->say.out_color,
              cli_table_room(cli->environ));
    return cli_out(cli, &text);
}

static int print_json(struct cli *cli, const struct settings *settings, enum setting_id only) {
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 2);
    json_begin_array(&j);
    for (unsigned i = 0; i < SETTINGS; i++)
        if (only == SETTINGS || only == i)
            write_setting(&j, (enum setting_id)i, settings->text[i]);
    json_end_array(&j);
    buf_char(&text, '\n');
    return cli_out(cli, &text);
}

static int run_get(struct cli *cli) {
    enum setting_id id = SETTINGS;
    struct settings settings;
    struct err err = {0};
    struct buf text = {0};
    const char *home;
    int rc = find(cli, &home, &id);
    if (rc != CLI_OK)
        return rc;
    if (setting_read(home, &cli->arena, &settings, &err) < 0)
        return cli_fail(cli, CLI_INPUT, "%s", err.msg);
    if (cli->json)
        return print_json(cli, &settings, id);
    if (id == SETTINGS)
        return print_all(cli, &settings);
    if (!settings.text[id]) {
        const char *otherwise = setting_default(id);
        return cli_fail(cli, CLI_FAILED, "%s is not set%s%s", setting_name(id),
                        otherwise ? "; it would be " : "", otherwise ? otherwise : "");
    }
    buf_fmt(&text, "%s\n", settings.text[id]);
    return cli_out(cli, &text);
}

const struct cli_command cli_set = {
    .name = "set",
    .arguments = "KEY VALUE [--json]",
    .summary = "Sets a default of log rotation, by pm2-logrotate's names.",
    .details =
        "Of pm2-logrotate: max_size (10M), retain (30, or all), compress (true, false), "
        "dateFormat, rotateInterval\n"
        "(cron). As soon as one is set, apps without log_rotate are rotated by them, and the "
        "others where their\n"
        "log_rotate does not say otherwise; at once, without a restart. TZ is the time zone of "
        "dates and intervals.\n"
        "workerInterval and rotateModule are taken and not needed.\n"
        "Kept in settings.json of the home, mode 0600; no supervisor is needed.\n\n"
        "  ecort set pm2-logrotate:max_size 50M\n"
        "  ecort set pm2-logrotate:rotateInterval '0 0 * * *'\n",
    .flags = 1u << CLI_JSON,
    .min_words = 2,
    .max_words = 2,
    .run = run_set,
};

const struct cli_command cli_get = {
    .name = "get",
    .arguments = "[KEY] [--json]",
    .summary = "Prints a setting, or all of them.",
    .details = "Exit code 1 where it is not set. --json prints an array of {key, value, default, "
               "note}.\n\n"
               "  ecort get\n"
               "  ecort get pm2-logrotate:max_size\n",
    .flags = 1u << CLI_JSON,
    .max_words = 1,
    .run = run_get,
};

const struct cli_command cli_unset = {
    .name = "unset",
    .arguments = "KEY [--json]",
    .summary = "Takes a setting back.",
    .details = "Without any, apps without log_rotate are not rotated.\n\n"
               "  ecort unset pm2-logrotate:max_size\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1,
    .run = run_unset,
};
