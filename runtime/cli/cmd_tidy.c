/* ecort tidy-logs: the helper that the supervisor runs after a rotation. Not for people. */
#include <stdlib.h>

#include "runtime/cli/cli.h"
#include "runtime/logs/log_tidy.h"
#include "runtime/os/helper.h"
#include "schema/unit/date_format.h"

static int run(struct cli *cli) {
    struct err err = {0};
    struct log_rotation rotation = {
        .retain = (unsigned)strtoul(cli->words[1], NULL, 10),
        .is_compressed = cli->words[2][0] == '1',
        .stamp = cli->words[3],
    };
    if (cli->words[0][0] != '/' || !date_format_is_valid(rotation.stamp))
        return cli_fail(cli, CLI_USAGE, "tidy-logs is the supervisor's own");
    os_helper_be_quiet();
    if (log_tidy(cli->words[0], &rotation, &err) < 0)
        return cli_fail(cli, CLI_FAILED, "rotated log files of %s: %s", cli->words[0], err.msg);
    return CLI_OK;
}

const struct cli_command cli_tidy = {
    .name = "tidy-logs",
    .arguments = "PATH RETAIN COMPRESS STAMP",
    .summary = "Removes and compresses rotated log files; the supervisor runs it.",
    .details = "  ecort tidy-logs ...\n",
    .is_hidden = true,
    .min_words = 4,
    .max_words = 4,
    .run = run,
};
