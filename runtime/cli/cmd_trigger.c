/* ecort trigger and send-message: people talk to programs. */
#include <stdlib.h>

#include "runtime/cli/cli.h"
#include "schema/base/json_out.h"
#include "schema/unit/duration.h"

/* A string that was given is shown as its text, anything else as JSON. */
static void print_value(struct buf *out, const struct json_in *item, const char *key) {
    struct json_in *value = NULL;
    struct err err;
    struct str text = json_in_str(json_in_get(item, key));
    bool is_text = text.n && *text.p == '"' && json_in_parse(text, &value, &err) == 0;
    buf_str(out, is_text ? json_in_str(value) : text);
    json_in_free(value);
}

static void print_result(struct cli *cli, struct buf *out, const struct json_in *item,
                         const void *ctx) {
    (void)ctx;
    struct str name = json_in_str(json_in_get(item, "name"));
    struct str error = json_in_str(json_in_get(item, "error"));
    long long id = (long long)json_in_int(json_in_get(item, "id"));
    if (!json_in_bool(json_in_get(item, "ok"))) {
        say_trouble(&cli->say, "%.*s %lld: %.*s", STR_ARG(name), id, STR_ARG(error));
        return;
    }
    long long n_dropped = (long long)json_in_int(json_in_get(item, "dropped"));
    if (n_dropped)
        say_trouble(&cli->say, "%.*s %lld: %lld piece%s of its answer could not be passed on",
                    STR_ARG(name), id, n_dropped, n_dropped == 1 ? "" : "s");
    bool has_return = json_in_get(item, "return") != NULL;
    if (!has_return && json_in_bool(json_in_get(item, "streamed")))
        return; /* it has said all before */
    buf_fmt(out, "%.*s %lld: ", STR_ARG(name), id);
    if (has_return)
        print_value(out, item, "return");
    else
        buf_z(out, "sent");
    buf_char(out, '\n');
}

/* A piece of what a scoped action answers, as it comes. */
static void on_piece(void *ctx, const struct json_in *what) {
    struct cli *cli = ctx;
    struct buf text = {0};
    if (cli->json) {
        json_in_print_line(what, &text);
    } else {
        struct str name = json_in_str(json_in_get(what, "name"));
        buf_fmt(&text, "%.*s %lld: ", STR_ARG(name),
                (long long)json_in_int(json_in_get(what, "id")));
        print_value(&text, what, "data");
    }
    buf_char(&text, '\n');
    (void)cli_out(cli, &text);
}

static int send_argument(struct cli *cli, enum ctl_command command, struct buf *argument) {
    buf_char(argument, 0);
    if (argument->failed)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    struct ctl_request request = {
        .command = command, .targets = {cli->words, 1}, .argument = argument->p};
    struct ctl_listener listener = {on_piece, cli};
    return cli_steer_each(cli, &request, &listener, print_result, NULL);
}

static int take_timeout(struct cli *cli, struct json_out *j) {
    int64_t ms;
    const char *value = cli_value(cli, CLI_TIMEOUT);
    if (!value)
        return CLI_OK;
    if (!duration_parse(str_of(value), &ms) || ms < 1)
        return cli_fail(cli, CLI_USAGE, "--timeout takes a duration as \"30s\", not \"%s\"", value);
    json_key_int(j, "timeout_ms", ms);
    return CLI_OK;
}

static int run_trigger(struct cli *cli) {
    struct buf argument = {0};
    struct json_out j;
    json_out_init(&j, &argument, 0);
    json_begin_object(&j);
    json_key_string(&j, "action", str_of(cli->words[1]));
    if (cli->n_words > 2)
        json_key_string(&j, "param", str_of(cli->words[2]));
    int rc = take_timeout(cli, &j);
    json_end_object(&j);
    if (rc == CLI_OK)
        rc = send_argument(cli, CTL_TRIGGER, &argument);
    buf_done(&argument);
    return rc;
}

/* DATA is JSON where it can be read as such, else it is text. */
static int run_message(struct cli *cli) {
    struct buf argument = {0};
    struct json_in *data = NULL;
    struct json_out j;
    struct err err;
    json_out_init(&j, &argument, 0);
    json_begin_object(&j);
    json_key_string(&j, "topic", str_of(cli->words[1]));
    if (cli->n_words > 2) {
        struct str text = str_of(cli->words[2]);
        json_key(&j, STR("data"));
        if (!memchr(text.p, '\n', text.n) && json_in_parse(text, &data, &err) == 0)
            json_raw(&j, text);
        else
            json_string(&j, text);
    }
    json_end_object(&j);
    int rc = send_argument(cli, CTL_MESSAGE, &argument);
    json_in_free(data);
    buf_done(&argument);
    return rc;
}

const struct cli_command cli_trigger = {
    .name = "trigger",
    .arguments = "NAME ACTION [PARAM] [--timeout TIME] [--json]",
    .summary = "Asks apps for an action that they offer.",
    .details =
        "ACTION is one that the program has announced with PM2's library (@pm2/io); ecort show "
        "lists them.\n"
        "Every instance is asked; the command returns when all have answered, and with exit code 1 "
        "where one\n"
        "has not, has no such action, or does not run. PARAM is passed on as text. --json prints "
        "an array of\n"
        "{id, name, ok, return, error}; return is the text of a JSON value.\n"
        "What a scoped action sends is printed as it comes, until its end or error; --timeout is "
        "then how long it\n"
        "may be silent. With --json each piece is an object {id, name, data} before the array.\n\n"
        "  ecort trigger api-gateway km:heapdump\n"
        "  ecort trigger api-gateway set-level debug --timeout 5s\n",
    .flags = 1u << CLI_JSON | 1u << CLI_TIMEOUT,
    .min_words = 2,
    .max_words = 3,
    .run = run_trigger,
};

const struct cli_command cli_message = {
    .name = "send-message",
    .arguments = "NAME TOPIC [DATA] [--json]",
    .summary = "Sends apps a message: process.on('message') gets it.",
    .details = "The message is {id, type: 'process:msg', topic, data}, as PM2's "
               "sendDataToProcessId sends it. DATA\n"
               "is JSON, or else a text. What programs send of that type is counted, and the last "
               "one shown, by\n"
               "ecort show.\n\n"
               "  ecort send-message api-gateway flags '{\"dark\": true}'\n",
    .flags = 1u << CLI_JSON,
    .min_words = 2,
    .max_words = 3,
    .run = run_message,
};
