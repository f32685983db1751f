/* Flags of all commands: one row each. */
#include "runtime/cli/cli.h"
#include "runtime/cli/cli_pm2.h"
#include "schema/unit/did_you_mean.h"

struct row {
    const char *name;
    const char *value; /* what it takes, NULL for a switch */
    const char *help;  /* NULL: not for people */
    bool is_optional;  /* the value, which then stands behind "=" */
};

static const struct row rows[CLI_FLAGS] = {
    [CLI_JSON] = {"--json", NULL, "the answer as JSON", false},
    [CLI_ROOT] = {"--root", "DIR", "the configuration's directory, where paths begin", false},
    [CLI_PROFILE] = {"--env", "PROFILE", "lay env_PROFILE over env", false},
    [CLI_ONLY] = {"--only", "A,B", "touch these apps only", false},
    [CLI_ENV_FILE] = {"--env-file", "FILE", "has variables that the plan takes; may be repeated",
                      false},
    [CLI_KEEP] = {"--keep", NULL, "let apps run on that have left the configuration", false},
    [CLI_TAKE] = {"--take", NULL, "take over apps of that name from other configurations", false},
    [CLI_BACKGROUND] = {"--background", NULL, NULL, false},
    [CLI_FORCE] = {"--force", NULL, "even where there is nothing", false},
    [CLI_PRINT] = {"--print", NULL, "print it, change nothing", false},
    [CLI_DIR] = {"--dir", "DIR", "the unit is there, and systemd is not told", false},
    [CLI_RESURRECT] = {"--resurrect", NULL, "begin with what ecort save has kept", false},
    [CLI_DRY_RUN] = {"--dry-run", NULL, "tell what would be done, do nothing", false},
    [CLI_LINES] = {"--lines", "N", "so many last lines of each log (15)", false},
    [CLI_OUT] = {"--out", NULL, "standard output only", false},
    [CLI_ERR] = {"--err", NULL, "standard error only", false},
    [CLI_RAW] = {"--raw", NULL, "lines without the app before them", false},
    [CLI_FORMAT] = {"--format", NULL, "lines as timestamp= app= id= type= message=", false},
    [CLI_TIMESTAMP] = {"--timestamp", "[=FORMAT]", "when each line came, in day.js tokens", true},
    [CLI_NOSTREAM] = {"--nostream", NULL, "the history only", false},
    [CLI_ROLLING] = {"--rolling", NULL, "as ecort reload", false},
    [CLI_PARALLEL] = {"--parallel", "N", "replace N instances at a time (reload_parallel)", false},
    [CLI_UNCONFIRMED] = {"--allow-unconfirmed", NULL,
                         "take a process that is not ready in listen_timeout", false},
    [CLI_TIMEOUT] = {"--timeout", "TIME", "wait so long for answers (30s)", false},
    [CLI_WAIT_READY] = {"--wait-ready", NULL, "PM2's; it always waits until nothing is left",
                        false},
};

const char *cli_value(const struct cli *cli, enum cli_flag flag) {
    const char *value = NULL;
    for (unsigned i = 0; i < cli->n_given; i++)
        if (cli->given[i].flag == flag)
            value = cli->given[i].value;
    return value;
}

int cli_only_flags(const struct cli *cli, unsigned flags) {
    for (unsigned i = 0; i < cli->n_given; i++)
        if (!(flags & 1u << cli->given[i].flag))
            return cli_fail(cli, CLI_USAGE,
                            "%s is for a plan or a configuration; \"%s\" is neither",
                            rows[cli->given[i].flag].name, cli->words[0]);
    return CLI_OK;
}

void cli_print_flags(unsigned flags, struct buf *out) {
    if (flags)
        buf_char(out, '\n');
    for (unsigned i = 0; i < CLI_FLAGS; i++) {
        if (!(flags & 1u << i) || !rows[i].help)
            continue;
        size_t n = out->n;
        buf_fmt(out, "  %s%s%s", rows[i].name, rows[i].value && !rows[i].is_optional ? " " : "",
                rows[i].value ? rows[i].value : "");
        size_t width = out->n - n;
        buf_repeat(out, ' ', width < 24 ? 24 - width : 1);
        buf_fmt(out, "%s\n", rows[i].help);
    }
}

void cli_list_flags(unsigned flags, struct buf *out) {
    bool is_first = true;
    for (unsigned i = 0; i < CLI_FLAGS; i++) {
        if (!(flags & 1u << i) || !rows[i].help)
            continue;
        buf_fmt(out, "%s%s", is_first ? "" : " ", rows[i].name);
        is_first = false;
    }
}

static int unknown_flag(struct cli *cli, const char *word) {
    struct buf instead = {0};
    if (cli_pm2_flag(word, &instead) && !instead.failed) {
        int rc = cli_fail(cli, CLI_USAGE, "ecort %s has no flag %s; instead: %.*s",
                          cli->command->name, word, (int)instead.n, instead.p);
        buf_done(&instead);
        return rc;
    }
    struct str known[CLI_FLAGS + 1] = {STR("--help")};
    size_t n = 1;
    for (unsigned i = 0; i < CLI_FLAGS; i++)
        if ((cli->command->flags & 1u << i) && rows[i].help)
            known[n++] = str_of(rows[i].name);
    size_t hit = did_you_mean(str_of(word), known, n);
    bool is_known = hit < n && !str_eqz(known[hit], word);
    return cli_fail(cli, CLI_USAGE, "ecort %s has no flag %s%s%.*s%s; ecort %s --help lists them",
                    cli->command->name, word, is_known ? "; did you mean " : "",
                    is_known ? (int)known[hit].n : 0, is_known ? known[hit].p : "",
                    is_known ? "?" : "", cli->command->name);
}

/* One argument; *i moves on where a value follows. CLI_OK, or an exit code. */
static int take_flag(struct cli *cli, int argc, char *const *argv, int *i) {
    const char *word = argv[*i], *equals = strchr(word, '=');
    struct str name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    for (unsigned f = 0; f < CLI_FLAGS; f++) {
        if (!(cli->command->flags & 1u << f) || !str_eqz(name, rows[f].name))
            continue;
        if (!rows[f].value && equals)
            return cli_fail(cli, CLI_USAGE, "%s takes no value", rows[f].name);
        const char *value = equals ? equals + 1 : "";
        if (rows[f].value && !equals && !rows[f].is_optional) {
            if (*i + 1 >= argc)
                return cli_fail(cli, CLI_USAGE, "%s needs %s", rows[f].name, rows[f].value);
            value = argv[++*i];
        }
        cli->given[cli->n_given++] = (struct cli_given){(enum cli_flag)f, value};
        return CLI_OK;
    }
    return unknown_flag(cli, word);
}

int cli_take_arguments(struct cli *cli, int argc, char *const *argv, bool *wants_help) {
    bool only_words = false;
    cli->words = arena_array(&cli->arena, const char *, (size_t)argc + 1);
    cli->given = arena_array(&cli->arena, struct cli_given, (size_t)argc + 1);
    if (!cli->words || !cli->given)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    for (int i = 2; i < argc; i++) {
        const char *word = argv[i];
        int rc = CLI_OK;
        bool is_flag = word[0] == '-' && word[1] && !(word[1] >= '0' && word[1] <= '9');
        if (only_words || !is_flag)
            cli->words[cli->n_words++] = word;
        else if (strcmp(word, "--") == 0)
            only_words = true;
        else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
            *wants_help = true;
        else
            rc = take_flag(cli, argc, argv, &i);
        if (rc != CLI_OK)
            return rc;
    }
    cli->json = cli_value(cli, CLI_JSON) != NULL;
    return CLI_OK;
}
