/* PM2's commands and flags that are not ours, and what to do instead. */
#include "runtime/cli/cli_pm2.h"

#include <string.h>

#include "schema/opt/option.h"

struct row {
    const char *words; /* blank-separated */
    const char *instead;
};

static const char no_modules[] =
    "there are no modules: log rotation is built in (ecort set pm2-logrotate:max_size 10M), and so "
    "are cpu, memory and health of the processes (ecort list, ecort monit)";
static const char no_plus[] =
    "ecort reports to nobody; what PM2 Plus is told by the apps is in ecort show NAME --json";

static const struct row commands[] = {
    {"install uninstall module:install module:uninstall module:update module:generate package "
     "publish autoinstall",
     no_modules},
    {"logrotate", "rotation is built in: ecort set pm2-logrotate:max_size 10M, or log_rotate in "
                  "the configuration"},
    {"link unlink plus login logout register monitor unmonitor open install-otel uninstall-otel",
     no_plus},
    {"web", "ecort jlist prints what it served"},
    {"prettylist slist sysinfos report",
     "ecort jlist prints PM2's JSON, ecort show all tells about each instance"},
    {"imonit", "ecort monit is the full-screen view"},
    {"softReload", "ecort reload NAME"},
    {"deepUpdate", "ecort update puts a new ecort in place, and services do not notice"},
    {"multiset conf config", "ecort get prints all settings, ecort set KEY VALUE sets one"},
    {"cleardump", "ecort save --force keeps what runs now, also where that is nothing"},
    {"send attach", "ecort send-message NAME TOPIC DATA sends a message; standard input of apps is "
                    "/dev/null"},
    {"ecosystem init create",
     "ecoc schema prints what a configuration may hold, ecoc explain OPTION tells about one"},
    {"deploy pull forward backward",
     "bring the files there with git, then ecort apply CONFIG, and ecort reload all for a changed "
     "program"},
    {"serve expose", "a server of static files is an app like others: name it as script"},
    {"inspect profile:cpu profile:mem profile",
     "node_args: \"--inspect\" in the configuration, or ecort send-signal SIGUSR1 NAME"},
};

/* Of flags that are no options of an app by another name. */
static const struct row flags[] = {
    {"--env", "ecort apply CONFIG --env PROFILE, or ecort restart NAME --env PROFILE"},
    {"-f --force", "ecort starts nothing twice; an app of its own needs a name of its own"},
    {"-a --update-env", "an apply takes what a plan leaves open from the caller's environment"},
    {"--no-daemon --attach", "ecort run supervises in the foreground"},
    {"-w --write -s --silent -m --mini-list --sort --no-vizion --ext --hp --service-name --fresh",
     "there is no need of it: leave it out"},
    {"-i --instances",
     "instances: N in the configuration, or ecort scale NAME N for one that runs"},
    {"-n --name", "name: in the configuration"},
    {"-u --user", "uid: in the configuration"},
    {"-c --cron", "cron_restart: in the configuration"},
    {"-k", "kill_timeout: in the configuration"},
    {"-o", "out_file: in the configuration"},
    {"-e", "error_file: in the configuration"},
    {"-l --log", "log_file: in the configuration"},
    {"-p", "pid_file: in the configuration"},
    {"-x", "exec_mode: \"fork\" in the configuration"},
};

static const char *find(const struct row *rows, size_t n, struct str word) {
    for (size_t i = 0; i < n; i++)
        if (str_is_word_of(rows[i].words, word))
            return rows[i].instead;
    return NULL;
}

const char *cli_pm2_command(const char *word) {
    return find(commands, ARRAY_LEN(commands), str_of(word));
}

/* "--no-autorestart" -> autorestart, "--wait-ready" -> wait_ready. */
static bool as_option(struct str flag, struct buf *out) {
    char key[48];
    bool is_off = str_starts(flag, STR("--no-"));
    struct str word = str_skip(flag, is_off ? 5 : 2);
    if (!str_starts(flag, STR("--")) || word.n == 0 || word.n >= sizeof key)
        return false;
    for (size_t i = 0; i < word.n; i++)
        key[i] = (char)(word.p[i] == '-' ? '_' : word.p[i]);
    enum opt_id id = opt_find_any((struct str){key, word.n});
    if (id == OPT_COUNT)
        return false;
    buf_fmt(out, "%s%s in the configuration", options[id].name, is_off ? ": false" : ":");
    return true;
}

bool cli_pm2_flag(const char *flag, struct buf *out) {
    struct str name = {flag, strcspn(flag, "=")};
    const char *instead = find(flags, ARRAY_LEN(flags), name);
    if (instead)
        buf_z(out, instead);
    return instead || as_option(name, out);
}
