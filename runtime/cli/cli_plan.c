/* Plans, configurations, variables. */
#include "runtime/cli/cli_plan.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/cli/cli_program.h"
#include "runtime/late.h"
#include "runtime/os/run.h"
#include "runtime/workpath.h"
#include "schema/plan/plan.h"
#include "schema/unit/path.h"

static bool begins_as_plan(const char *path) {
    static const char magic[] = PLAN_MAGIC;
    char head[sizeof magic] = "";
    FILE *f = fopen(path, "rbe");
    size_t n = f ? fread(head, 1, sizeof magic - 1, f) : 0;
    if (f)
        (void)fclose(f);
    return n == sizeof magic - 1 && memcmp(head, magic, n) == 0;
}

static bool is_configuration(const char *path) {
    static const char *const endings[] = {".js", ".cjs", ".mjs", ".json", ".yaml", ".yml"};
    struct str ending = path_extension(str_of(path));
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_eqz(ending, endings[i]))
            return true;
    return false;
}

bool cli_plan_is_file(const char *word) {
    return is_configuration(word) || begins_as_plan(word);
}

/* ---- building -------------------------------------------------------------------------------- */

/* execve wants char *; nobody writes to them. */
static char *plain(const char *word) {
    union {
        const char *in;
        char *out;
    } same = {.in = word};
    return same.out;
}

static int run_ecoc(struct cli *cli, const char *word, const char *out) {
    struct err err = {0};
    const char *ecoc = cli_program_find(cli, "ecoc");
    if (!ecoc)
        return cli_fail(cli, CLI_FAILED,
                        "%s has to be built first, and there is no ecoc beside ecort or in PATH",
                        word);
    char **argv = arena_array(&cli->arena, char *, cli->n_given * 2 + 8);
    size_t n = 0;
    if (!argv)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    argv[n++] = plain(ecoc);
    argv[n++] = plain("build");
    argv[n++] = plain(word);
    argv[n++] = plain("-o");
    argv[n++] = plain(out);
    for (unsigned i = 0; i < cli->n_given; i++) {
        enum cli_flag flag = cli->given[i].flag;
        if (flag != CLI_PROFILE && flag != CLI_ENV_FILE)
            continue;
        argv[n++] = plain(flag == CLI_PROFILE ? "--env" : "--env-file");
        argv[n++] = plain(cli->given[i].value);
    }
    int code = os_run(ecoc, argv, cli->environ, true, &err);
    return code < 0 ? cli_fail(cli, CLI_FAILED, "%s", err.msg) : code;
}

static int build(struct cli *cli, const char *word, struct plan_file *file) {
    char dir[64] = "/tmp/ecort-plan-XXXXXX", real[PATH_MAX];
    struct err err = {0};
    if (!realpath(word, real))
        return cli_fail(cli, CLI_INPUT, "%s: No such file or directory", word);
    const char *root = arena_cstr(&cli->arena, path_dirname(str_of(real)));
    if (!mkdtemp(dir))
        return cli_fail(cli, CLI_FAILED, "%s cannot be made", dir);
    const char *out = workpath_resolve(&cli->arena, dir, "plan.bin");
    int code = run_ecoc(cli, word, out);
    const char *given = cli_value(cli, CLI_ROOT);
    if (code == CLI_OK &&
        plan_file_read(out, given ? given : root, &cli->arena, file, &err) != PLAN_FILE_OK)
        code = cli_fail(cli, CLI_FAILED, "%s", err.msg);
    (void)unlink(out);
    (void)rmdir(dir);
    return code;
}

/* ---- variables ------------------------------------------------------------------------------- */

static int find_env_files(struct cli *cli, struct cli_plan *made) {
    char real[PATH_MAX];
    made->env_files = arena_array(&cli->arena, const char *, cli->n_given);
    for (unsigned i = 0; i < cli->n_given && made->env_files; i++) {
        const char *path = cli->given[i].value;
        if (cli->given[i].flag != CLI_ENV_FILE)
            continue;
        if (!realpath(path, real))
            return cli_fail(cli, CLI_INPUT, "--env-file %s: No such file or directory", path);
        made->env_files[made->n_env_files++] = arena_cstr(&cli->arena, str_of(real));
    }
    return CLI_OK;
}

static int take_variables(struct cli *cli, const char *word, struct cli_plan *made) {
    struct plan plan;
    struct err err = {0};
    if (plan_open(&plan, made->file.bytes.p, made->file.bytes.n, &err) < 0)
        return cli_fail(cli, CLI_INPUT, "%s: %s", word, err.msg);
    int rc = find_env_files(cli, made);
    struct late_source source = {cli->environ, made->env_files, made->n_env_files};
    if (rc == CLI_OK && late_collect(&plan, &source, &cli->arena, &made->late, &err) < 0)
        rc = cli_fail(cli, CLI_INPUT, "%s", err.msg);
    for (char *const *e = cli->environ; *e; e++)
        buf_add(&made->environ, *e, strlen(*e) + 1);
    if (rc == CLI_OK && made->environ.failed)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    return rc;
}

int cli_plan_load(struct cli *cli, const char *word, struct cli_plan *plan) {
    struct err err = {0};
    *plan = (struct cli_plan){0};
    if (is_configuration(word) && !begins_as_plan(word)) {
        int code = build(cli, word, &plan->file);
        return code == CLI_OK ? take_variables(cli, word, plan) : code;
    }
    if (cli_value(cli, CLI_PROFILE))
        return cli_fail(cli, CLI_USAGE, "--env is for a configuration; %s is built already", word);
    enum plan_file_result result =
        plan_file_read(word, cli_value(cli, CLI_ROOT), &cli->arena, &plan->file, &err);
    if (result != PLAN_FILE_OK)
        return cli_fail(cli, (enum cli_exit)result, "%s", err.msg);
    return take_variables(cli, word, plan);
}

void cli_plan_done(struct cli_plan *plan) {
    buf_done(&plan->environ);
    buf_done(&plan->late);
}

/* "a,b" of every --only. */
static struct ctl_texts take_only(struct cli *cli) {
    struct ctl_texts only = {0};
    size_t n = 1;
    for (unsigned i = 0; i < cli->n_given; i++)
        n += cli->given[i].flag == CLI_ONLY ? strlen(cli->given[i].value) / 2 + 1 : 0;
    only.at = arena_array(&cli->arena, const char *, n);
    for (unsigned i = 0; i < cli->n_given && only.at; i++) {
        struct str rest = cli->given[i].flag == CLI_ONLY ? str_of(cli->given[i].value) : STR("");
        while (rest.n) {
            size_t len = str_index(rest, ',');
            if (len)
                only.at[only.n++] = arena_cstr(&cli->arena, (struct str){rest.p, len});
            rest = str_skip(rest, len < rest.n ? len + 1 : len);
        }
    }
    return only;
}

bool cli_rolls(const struct cli *cli) {
    return cli->command == &cli_reload || cli_value(cli, CLI_ROLLING);
}

struct ctl_request cli_plan_request(struct cli *cli, const struct cli_plan *plan) {
    return (struct ctl_request){
        .command = CTL_APPLY,
        .targets = take_only(cli),
        .files = {plan->env_files, plan->n_env_files},
        .argument = plan->file.root,
        .dry_run = cli_value(cli, CLI_DRY_RUN) != NULL,
        .keep = cli_value(cli, CLI_KEEP) != NULL,
        .take = cli_value(cli, CLI_TAKE) != NULL,
        .reload = cli_rolls(cli),
        .restart = cli->command == &cli_restart && !cli_rolls(cli),
        .n_blobs = CTL_BLOBS,
        .blob = {[CTL_BLOB_ENVIRON] = {plan->environ.p, plan->environ.n},
                 [CTL_BLOB_LATE] = {plan->late.p, plan->late.n},
                 [CTL_BLOB_PLAN] = plan->file.bytes},
    };
}
