/* Arguments, help, and talking to the supervisor. */
#include "runtime/cli/cli.h"
#include "runtime/cli/cli_pm2.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/ctl/socket.h"
#include "runtime/home.h"
#include "runtime/keeper.h"
#include "schema/opt/option.h"
#include "schema/unit/did_you_mean.h"

/* How often a request is asked of one supervisor after the other: where each of them dies of it,
 * asking is what kills them. One that hung up before it was asked has not been killed by it. */
enum { ASK_MOST = 3, UNASKED_MOST = 20 };

int cli_fail(const struct cli *cli, enum cli_exit code, const char *fmt, ...) {
    struct buf text = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&text, fmt, ap);
    va_end(ap);
    say_trouble(&cli->say, "%s", text.failed ? "out of memory" : text.p);
    buf_done(&text);
    return code;
}

static int write_all(struct str text) {
    while (text.n) {
        ssize_t n = write(STDOUT_FILENO, text.p, text.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        text = str_skip(text, (size_t)n);
    }
    return 0;
}

int cli_out(struct cli *cli, struct buf *text) {
    int rc = text->failed ? -1 : write_all((struct str){text->p, text->n});
    bool reader_left = rc < 0 && errno == EPIPE;
    if (rc < 0 && !reader_left)
        (void)cli_fail(cli, CLI_FAILED, "the output cannot be written");
    buf_done(text);
    return rc < 0 ? CLI_FAILED : CLI_OK;
}

int cli_no_supervisor(const struct cli *cli, const char *home) {
    return cli_fail(cli, CLI_FAILED,
                    "no supervisor is running in %s; start one with: ecort start plan.bin", home);
}

bool cli_has_supervisor(struct cli *cli) {
    struct err err;
    const char *home = home_find(&cli->arena, cli->environ, &err);
    int fd;
    if (!home || ctl_socket_connect(home, &fd, &err) != CTL_CONNECTED)
        return false;
    (void)close(fd);
    return true;
}

/* What a supervisor that was killed had begun goes on as far as its state tells the next one. */
static int say_lost(const struct cli *cli, const struct ctl_request *request, const char *what) {
    const char *name = ctl_command_name(request->command);
    const char *next = request->command == CTL_TRIGGER || request->command == CTL_MESSAGE ||
                               request->command == CTL_SIGNAL
                           ? "it may have reached some of the processes; see ecort logs"
                       : ctl_request_may_repeat(request)
                           ? "it may have been done in part; see ecort list, then ask again"
                           : "it may have been done, or a part of it; see ecort list before asking "
                             "again";
    return cli_fail(cli, CLI_FAILED, "the supervisor %s before %s was answered: %s", what, name,
                    next);
}

/* It was cut off before it had asked: any request may go to the next supervisor. */
static bool may_ask(const struct cli *cli, const char *home) {
    struct err err = {0};
    pid_t pid;
    enum ctl_answer next = ctl_wait(home, CTL_PATIENCE_MS, &pid, &err);
    if (next == CTL_NO_SUPERVISOR)
        (void)cli_no_supervisor(cli, home);
    else if (next != CTL_ANSWER)
        (void)cli_fail(cli, CLI_FAILED, "%s", err.msg);
    return next == CTL_ANSWER;
}

/* It was cut off when it had asked, for the n-th time. */
static bool may_ask_again(const struct cli *cli, const char *home,
                          const struct ctl_request *request, unsigned n) {
    struct err err;
    pid_t pid;
    if (ctl_wait(home, CTL_PATIENCE_MS, &pid, &err) != CTL_ANSWER)
        (void)say_lost(cli, request, "ended");
    else if (!ctl_request_may_repeat(request))
        (void)say_lost(cli, request, "was replaced");
    else if (n == ASK_MOST)
        (void)say_lost(cli, request, "was replaced three times");
    else {
        say_trouble(&cli->say, "the supervisor was replaced before %s was answered; asking pid %d",
                    ctl_command_name(request->command), (int)pid);
        return true;
    }
    return false;
}

/* Asks each supervisor that takes over, as long as it makes sense; all but an answer is told. */
static enum ctl_answer ask(const struct cli *cli, const char *home,
                           const struct ctl_request *request, const struct ctl_listener *listener,
                           struct buf *reply) {
    for (unsigned n_unasked = 0, n_lost = 0;;) {
        struct err err = {0};
        enum ctl_answer answer = ctl_ask_text(home, request, listener, reply, &err);
        switch (answer) {
        case CTL_UNASKED:
            if (++n_unasked == UNASKED_MOST)
                (void)cli_fail(cli, CLI_FAILED, "%s", err.msg);
            else if (may_ask(cli, home))
                continue;
            break;
        case CTL_LOST:
            if (may_ask_again(cli, home, request, ++n_lost))
                continue;
            break;
        case CTL_NO_SUPERVISOR:
            (void)cli_no_supervisor(cli, home);
            break;
        case CTL_TROUBLE:
            (void)cli_fail(cli, CLI_FAILED, "%s", err.msg);
            break;
        case CTL_ANSWER:
            break;
        }
        return answer;
    }
}

int cli_send_text(struct cli *cli, const struct ctl_request *request,
                  const struct ctl_listener *listener, struct buf *reply) {
    struct err err = {0};
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    return ask(cli, home, request, listener, reply) == CTL_ANSWER ? CLI_OK : CLI_FAILED;
}

int cli_read_reply(struct cli *cli, struct buf *text, struct json_in **reply) {
    struct err err = {0};
    int rc = json_in_parse((struct str){text->p, text->n}, reply, &err);
    buf_done(text);
    if (rc < 0)
        return cli_fail(cli, CLI_FAILED, "the supervisor's answer: %s", err.msg);
    struct str error = json_in_str(json_in_get(*reply, "error"));
    if (error.n == 0)
        return CLI_OK;
    const struct json_in *missing = json_in_get(*reply, "missing");
    int code =
        cli_fail(cli, json_in_count(missing) ? CLI_USAGE : CLI_FAILED, "%.*s", STR_ARG(error));
    for (size_t i = 0; i < json_in_count(missing); i++)
        say_trouble(&cli->say, "  %.*s", STR_ARG(json_in_str(json_in_at(missing, i))));
    json_in_free(*reply);
    return code;
}

int cli_send(struct cli *cli, const struct ctl_request *request,
             const struct ctl_listener *listener, struct json_in **reply) {
    struct buf text;
    int rc = cli_send_text(cli, request, listener, &text);
    return rc == CLI_OK ? cli_read_reply(cli, &text, reply) : rc;
}

int cli_ask(struct cli *cli, enum ctl_command command, struct json_in **reply) {
    struct ctl_request request = {.command = command, .targets = {cli->words, cli->n_words}};
    return cli_send(cli, &request, NULL, reply);
}

bool cli_is_called(const struct cli_command *command, struct str name) {
    return str_eqz(name, command->name) || opt_word_index(command->aliases, name) >= 0;
}

static const struct cli_command *find_command(struct str name) {
    for (const struct cli_command *const *c = cli_commands; *c; c++)
        if (cli_is_called(*c, name))
            return *c;
    return NULL;
}

static int unknown_command(struct cli *cli, const char *word) {
    const char *instead = cli_pm2_command(word);
    if (instead)
        return cli_fail(cli, CLI_USAGE, "there is no command \"%s\" here as in PM2: %s", word,
                        instead);
    struct str names[64];
    size_t n = 0;
    for (const struct cli_command *const *c = cli_commands; *c && n < ARRAY_LEN(names); c++)
        if (!(*c)->is_hidden)
            names[n++] = str_of((*c)->name);
    size_t hit = did_you_mean(str_of(word), names, n);
    if (hit < n)
        return cli_fail(cli, CLI_USAGE, "unknown command \"%s\"; did you mean \"%.*s\"?", word,
                        STR_ARG(names[hit]));
    return cli_fail(cli, CLI_USAGE, "unknown command \"%s\"; ecort help lists them", word);
}

static int run_command(struct cli *cli, int argc, char *const *argv) {
    bool wants_help = false;
    int rc = cli_take_arguments(cli, argc, argv, &wants_help);
    if (rc != CLI_OK)
        return rc;
    const struct cli_command *c = cli->command;
    if (wants_help) {
        struct buf text = {0};
        cli_print_help(cli, c, &text);
        return cli_out(cli, &text);
    }
    if (cli->n_words < c->min_words || cli->n_words > c->max_words)
        return cli_fail(cli, CLI_USAGE, "usage: ecort %s %s", c->name, c->arguments);
    return c->run(cli);
}

int cli_main(int argc, char *const *argv, char *const *environ) {
    struct cli cli = {.environ = environ, .again_fd = -1};
    if (argc > 1 && strcmp(argv[1], KEEPER_TRY) == 0)
        return argc == 3 && strcmp(argv[2], KEEPER_VERSION) == 0 ? (int)KEEPER_YES
                                                                 : (int)CLI_FAILED;
    if (argc > 3 && strcmp(argv[1], KEEPER_AGAIN) == 0) {
        cli.again_fd = (int)strtol(argv[2], NULL, 10);
        argc -= 2;
        argv += 2;
    }
    cli.argv = argc > 1 ? argv + 1 : argv;
    arena_init_may_fail(&cli.arena, 0);
    say_init(&cli.say, environ);
    const char *word = argc > 1 ? argv[1] : "";
    int rc;
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = cli_help.name;
    else if (strcmp(word, "--version") == 0 || strcmp(word, "-v") == 0)
        word = cli_version.name;
    cli.command = find_command(str_of(word));
    if (*word == 0) {
        struct buf text = {0};
        (void)cli_help.run(&cli);
        buf_done(&text);
        rc = CLI_USAGE;
    } else if (!cli.command) {
        rc = unknown_command(&cli, word);
    } else {
        rc = run_command(&cli, argc, argv);
    }
    arena_done(&cli.arena);
    return rc;
}
