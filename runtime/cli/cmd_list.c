/* ecort list. */
#include <stdint.h>

#include "runtime/cli/cli.h"
#include "runtime/cli/cli_show.h"
#include "runtime/cli/cli_table.h"

enum {
    ID,
    NAME,
    NAMESPACE,
    MODE,
    PID,
    STATUS,
    RESTARTS,
    UPTIME,
    CPU,
    MEM,
    DROPPED,
    REASON,
    COLUMNS
};

static void fill_row(struct cli *cli, struct cli_cell *row, const struct json_in *inst) {
    struct arena *a = &cli->arena;
    row[ID].text = cli_show_int(a, json_in_get(inst, "id"));
    row[NAME].text = json_in_str(json_in_get(inst, "name"));
    row[NAMESPACE].text = json_in_str(json_in_get(inst, "namespace"));
    row[MODE].text = json_in_str(json_in_get(inst, "mode"));
    row[PID].text = cli_show_int(a, json_in_get(inst, "pid"));
    row[STATUS].text = cli_show_status(a, inst);
    row[STATUS].color = cli_show_color(inst);
    row[RESTARTS].text = cli_show_int(a, json_in_get(inst, "restarts"));
    row[UPTIME].text = cli_show_duration(a, json_in_get(inst, "uptime_ms"));
    row[CPU].text = cli_show_percent(a, json_in_get(inst, "cpu_percent"));
    row[MEM].text = cli_show_bytes(a, json_in_get(inst, "memory_bytes"));
    if (json_in_int(json_in_get(inst, "logs_dropped")) > 0) {
        row[DROPPED].text = cli_show_int(a, json_in_get(inst, "logs_dropped"));
        row[DROPPED].color = "31";
    }
    bool is_ill = cli_show_is_unhealthy(inst);
    row[REASON].text = json_in_str(json_in_get(inst, is_ill ? "health_error" : "reason"));
}

static int print_table(struct cli *cli, const struct json_in *list) {
    struct cli_column columns[COLUMNS] = {
        [ID] = {"id", true, false, 0},
        [NAME] = {"name", false, false, 0},
        [NAMESPACE] = {"namespace", false, true, 6},
        [MODE] = {"mode", false, false, 5},
        [PID] = {"pid", true, false, 3},
        [STATUS] = {"status", false, false, 0},
        [RESTARTS] = {"restarts", true, false, 2},
        [UPTIME] = {"uptime", true, false, 1},
        [CPU] = {"cpu", true, false, 4},
        [MEM] = {"mem", true, false, 4},
        [DROPPED] = {"lines lost", true, true, 0},
        [REASON] = {"reason", false, true, 0},
    };
    size_t n = json_in_count(list);
    struct cli_cell *cells = arena_array(&cli->arena, struct cli_cell, n * COLUMNS);
    struct buf text = {0};
    if (!cells)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    for (size_t i = 0; i < n; i++) {
        struct cli_cell *row = cells + i * COLUMNS;
        fill_row(cli, row, json_in_at(list, i));
        if (row[DROPPED].text.n)
            columns[DROPPED].is_hidden = false;
        if (row[REASON].text.n)
            columns[REASON].is_hidden = false;
        if (!str_eqz(row[NAMESPACE].text, "default"))
            columns[NAMESPACE].is_hidden = false;
    }
    cli_table(&text, columns, COLUMNS, cells, n, cli->say.out_color, cli_table_room(cli->environ));
    return cli_out(cli, &text);
}

static int run(struct cli *cli) {
    struct json_in *reply;
    int rc = cli_ask(cli, CTL_LIST, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *list = json_in_get(reply, "list");
    if (cli->json) {
        struct buf text = {0};
        json_in_print(list, &text);
        buf_char(&text, '\n');
        rc = cli_out(cli, &text);
    } else {
        rc = print_table(cli, list);
    }
    json_in_free(reply);
    return rc;
}

const struct cli_command cli_list = {
    .name = "list",
    .aliases = "ls status",
    .arguments = "[--json]",
    .summary = "Lists the instances and how they are.",
    .details =
        "restarts counts starts after the first; mem and cpu are those of the whole process "
        "tree, cpu since\n"
        "the last look. The reason is shown where an instance is errored, waits or is unhealthy; lines lost "
        "where log files\n"
        "refused them (full disk).\n"
        "--json prints an array of objects with these keys: id name namespace instance mode "
        "pid status\n"
        "restarts unstable_restarts uptime_ms started_at cpu_percent memory_bytes exit "
        "{code, signal} reason\n"
        "logs_dropped confirmed (false: listen_timeout passed before it was ready)\n"
        "health (\"starting\", \"healthy\", \"unhealthy\": its http check) health_status health_error\n"
        "health_checked_at health_failures (in a row) health_of (\"instance\", \"app\")\n"
        "status_text (what it says of itself) twin (during a reload two rows have one id: \"new\", "
        "\"old\");\n"
        "null where there is nothing to say.\n\n"
        "  ecort list\n"
        "  ecort ls --json\n",
    .flags = 1u << CLI_JSON,
    .run = run,
};
