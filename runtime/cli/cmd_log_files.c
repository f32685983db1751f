/* ecort flush, ecort reload-logs. */
#include "runtime/cli/cli.h"
#include "runtime/ctl/client.h"

static int run_flush(struct cli *cli) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_ask(cli, CTL_FLUSH, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *files = json_in_get(reply, "files");
    if (cli->json) {
        json_in_print(files, &text);
        buf_char(&text, '\n');
    }
    for (size_t i = 0; i < json_in_count(files); i++) {
        const struct json_in *file = json_in_at(files, i);
        struct str path = json_in_str(json_in_get(file, "path"));
        struct str error = json_in_str(json_in_get(file, "error"));
        if (error.n)
            rc = cli_fail(cli, CLI_FAILED, "%.*s: %.*s", STR_ARG(path), STR_ARG(error));
        else if (!cli->json)
            buf_fmt(&text, "%.*s emptied (%lld bytes)\n", STR_ARG(path),
                    (long long)json_in_int(json_in_get(file, "bytes")));
    }
    json_in_free(reply);
    int written = cli_out(cli, &text);
    return rc != CLI_OK ? rc : written;
}

static int run_reload(struct cli *cli) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_ask(cli, CTL_RELOAD_LOGS, &reply);
    if (rc != CLI_OK)
        return rc;
    long long n = (long long)json_in_int(json_in_get(reply, "files"));
    if (cli->json)
        json_in_print(reply, &text);
    else
        buf_fmt(&text, "%lld log file%s closed; the next lines open them anew", n,
                n == 1 ? "" : "s");
    buf_char(&text, '\n');
    json_in_free(reply);
    return cli_out(cli, &text);
}

const struct cli_command cli_flush = {
    .name = "flush",
    .arguments = "[NAME...] [--json]",
    .summary = "Empties log files.",
    .details = "Those of the apps, namespaces or ids named, or all. Rotated files stay.\n\n"
               "  ecort flush\n"
               "  ecort flush api-gateway 3\n",
    .flags = 1u << CLI_JSON,
    .max_words = 1024,
    .run = run_flush,
};

const struct cli_command cli_reload_logs = {
    .name = "reload-logs",
    .aliases = "reloadLogs",
    .arguments = "[--json]",
    .summary = "Opens the log files anew, after another program renamed them.",
    .details = "SIGUSR2 to the supervisor does the same. Renamed and removed files are noticed "
               "without it, within a\n"
               "second of writing.\n\n"
               "  mv api.log api.log.1; ecort reload-logs\n",
    .flags = 1u << CLI_JSON,
    .run = run_reload,
};
