/* ecort list. */
#include <stdint.h>

#include "runtime/cli/cli.h"
#include "runtime/cli/cli_show.h"
#include "runtime/cli/cli_table.h"
#include "runtime/cluster/json_scan.h"

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

/* The table is made from the text of the reply, which costs a tenth of what a tree of values does. */
struct rows {
    struct arena *a;
    struct cli_cell *cells;
    size_t n, cap;
    struct buf text;             /* of the cell at hand */
    bool is_unconfirmed, is_ill; /* the row at hand */
    struct str illness;
    bool failed;
};

static struct str kept(struct rows *r) {
    struct str s = arena_str(r->a, (struct str){r->text.p, r->text.n});
    r->failed = r->failed || r->text.failed || !s.p;
    r->text.n = 0;
    return s;
}

static bool is_null(struct str value) {
    return str_eqz(value, "null");
}

/* "" where it is null. */
static struct str text_of(struct rows *r, struct str value) {
    if (!json_scan_is_string(value))
        return STR("");
    struct str inside = {value.p + 1, value.n - 2};
    if (str_index(inside, '\\') == inside.n)
        return inside;
    r->failed = !json_scan_text(value, &r->text) || r->failed;
    return kept(r);
}

static struct str number_of(struct str value) {
    return is_null(value) ? STR("-") : value;
}

static struct str percent_of(struct rows *r, struct str value) {
    if (is_null(value))
        return STR("-");
    buf_str(&r->text, value); /* it has one decimal */
    buf_char(&r->text, '%');
    return kept(r);
}

static struct str amount_of(struct rows *r, struct str value, void (*show)(struct buf *, int64_t)) {
    int64_t n;
    if (!json_scan_int(value, &n))
        return STR("-");
    show(&r->text, n);
    return kept(r);
}

static void show_ms(struct buf *out, int64_t ms) {
    say_duration(out, ms);
}

static void fill_cell(struct rows *r, struct cli_cell *row, struct str key, struct str value) {
    static const struct {
        struct str key;
        unsigned column;
    } plain[] = {
        {{"id", 2}, ID},         {{"pid", 3}, PID},       {{"restarts", 8}, RESTARTS},
        {{"name", 4}, NAME},     {{"mode", 4}, MODE},     {{"namespace", 9}, NAMESPACE},
        {{"status", 6}, STATUS}, {{"reason", 6}, REASON},
    };
    for (size_t i = 0; i < ARRAY_LEN(plain); i++)
        if (str_eq(key, plain[i].key)) {
            bool is_text = json_scan_is_string(value) || plain[i].column == REASON;
            row[plain[i].column].text = is_text ? text_of(r, value) : number_of(value);
            return;
        }
    if (str_eqz(key, "uptime_ms")) {
        row[UPTIME].text = amount_of(r, value, show_ms);
    } else if (str_eqz(key, "memory_bytes")) {
        row[MEM].text = amount_of(r, value, cli_show_bytes_in);
    } else if (str_eqz(key, "cpu_percent")) {
        row[CPU].text = percent_of(r, value);
    } else if (str_eqz(key, "logs_dropped") && !str_eqz(value, "0")) {
        row[DROPPED] = (struct cli_cell){number_of(value), "31", 0};
    } else if (str_eqz(key, "confirmed")) {
        r->is_unconfirmed = str_eqz(value, "false");
    } else if (str_eqz(key, "health")) {
        r->is_ill = str_eqz(value, "\"unhealthy\"");
    } else if (str_eqz(key, "health_error")) {
        r->illness = value;
    }
}

/* Its status, once all of it has been seen. */
static void finish_row(struct rows *r, struct cli_cell *row) {
    row[STATUS].color = cli_show_color(row[STATUS].text, r->is_ill, r->is_unconfirmed);
    if (r->is_ill)
        row[REASON].text = text_of(r, r->illness);
    if (!r->is_unconfirmed && !r->is_ill)
        return;
    say_status(&r->text, row[STATUS].text, r->is_ill, r->is_unconfirmed);
    row[STATUS].text = kept(r);
}

static struct cli_cell *add_row(struct rows *r) {
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 128;
        struct cli_cell *cells = arena_array(r->a, struct cli_cell, cap * COLUMNS);
        if (!cells)
            return NULL;
        if (r->n)
            memcpy(cells, r->cells, r->n * COLUMNS * sizeof *cells);
        r->cells = cells;
        r->cap = cap;
    }
    struct cli_cell *row = r->cells + r->n++ * COLUMNS;
    memset(row, 0, COLUMNS * sizeof *row);
    return row;
}

/* False where that is no such list. */
static bool read_list(struct rows *r, struct json_scan *outer) {
    struct json_scan list = json_scan_enter(outer, '[');
    while (json_scan_has_item(&list)) {
        struct json_scan inst = json_scan_enter(&list, '{');
        struct cli_cell *row = add_row(r);
        struct str key, value;
        if (!row) {
            r->failed = true;
            return false;
        }
        r->is_unconfirmed = r->is_ill = false;
        while (json_scan_next(&inst, &key, &value))
            fill_cell(r, row, key, value);
        finish_row(r, row);
        if (!json_scan_leave(&list, &inst, '}'))
            return false;
    }
    return json_scan_leave(outer, &list, ']');
}

/* False where the reply has none: then it says why. */
static bool find_list(struct rows *r, struct str reply) {
    struct json_scan scan = json_scan_object(reply);
    struct str key, value;
    while (json_scan_key(&scan, &key)) {
        if (str_eqz(key, "list"))
            return read_list(r, &scan);
        if (!json_scan_value(&scan, &value))
            return false;
    }
    return false;
}

static int print_table(struct cli *cli, struct rows *rows) {
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
    struct buf text = {0};
    for (size_t i = 0; i < rows->n; i++) {
        const struct cli_cell *row = rows->cells + i * COLUMNS;
        if (row[DROPPED].text.n)
            columns[DROPPED].is_hidden = false;
        if (row[REASON].text.n)
            columns[REASON].is_hidden = false;
        if (!str_eqz(row[NAMESPACE].text, "default"))
            columns[NAMESPACE].is_hidden = false;
    }
    cli_table(&text, columns, COLUMNS, rows->cells, rows->n, cli->say.out_color,
              cli_table_room(cli->environ));
    return cli_out(cli, &text);
}

static int print_json(struct cli *cli, struct buf *reply) {
    struct json_in *root;
    struct buf text = {0};
    int rc = cli_read_reply(cli, reply, &root);
    if (rc != CLI_OK)
        return rc;
    json_in_print(json_in_get(root, "list"), &text);
    buf_char(&text, '\n');
    json_in_free(root);
    return cli_out(cli, &text);
}

/* A reply without a list says why. */
static int say_why(struct cli *cli, struct buf *reply) {
    struct json_in *root;
    int rc = cli_read_reply(cli, reply, &root);
    if (rc != CLI_OK)
        return rc;
    json_in_free(root);
    return cli_fail(cli, CLI_FAILED, "the supervisor's answer is no list");
}

static int run(struct cli *cli) {
    struct rows rows = {.a = &cli->arena};
    struct buf reply;
    const struct ctl_request request = {.command = CTL_LIST};
    int rc = cli_send_text(cli, &request, NULL, &reply);
    if (rc != CLI_OK)
        return rc;
    if (cli->json)
        return print_json(cli, &reply);
    bool has_list = find_list(&rows, (struct str){reply.p, reply.n});
    if (rows.failed)
        rc = cli_fail(cli, CLI_FAILED, "out of memory");
    else
        rc = has_list ? print_table(cli, &rows) : say_why(cli, &reply);
    buf_done(&rows.text);
    buf_done(&reply);
    return rc;
}

const struct cli_command cli_list = {
    .name = "list",
    .aliases = "ls l ps status",
    .arguments = "[--json]",
    .summary = "Lists the instances and how they are.",
    .details =
        "restarts counts starts after the first; mem and cpu are those of the whole process "
        "tree, cpu since\n"
        "the last look. The reason is shown where an instance is errored, waits or is unhealthy; "
        "lines lost "
        "where log files\n"
        "refused them (full disk).\n"
        "--json prints an array of objects with these keys: id name namespace instance mode "
        "pid status\n"
        "restarts unstable_restarts uptime_ms started_at cpu_percent memory_bytes exit "
        "{code, signal} reason\n"
        "logs_dropped confirmed (false: listen_timeout passed before it was ready)\n"
        "health (\"starting\", \"healthy\", \"unhealthy\": its http check) health_status "
        "health_error\n"
        "health_checked_at health_failures (in a row) health_of (\"instance\", \"app\")\n"
        "status_text (what it says of itself) twin (during a reload two rows have one id: \"new\", "
        "\"old\");\n"
        "null where there is nothing to say.\n\n"
        "  ecort list\n"
        "  ecort ls --json\n",
    .flags = 1u << CLI_JSON,
    .run = run,
};
