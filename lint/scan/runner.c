/* Programs that run a file of JavaScript or TypeScript, and how they are told which. */
#include "lint/scan/entry.h"

struct runner {
    const char *name;
    const char *values; /* options whose value is a word of its own, between blanks */
};

#define NODE_VALUES                                                                                \
    " -r --require --import --loader --experimental-loader --env-file --env-file-if-exists -C "    \
    "--conditions --title --input-type --icu-data-dir "
#define TS_VALUES NODE_VALUES "-P --project --tsconfig -O --compiler-options -I --ignore --cwd "

static const struct runner runners[] = {
    {"node", NODE_VALUES},
    {"nodejs", NODE_VALUES},
    {"ts-node", TS_VALUES},
    {"ts-node-dev", TS_VALUES "--watch --debounce --interval "},
    {"tsnd", TS_VALUES "--watch --debounce --interval "},
    {"ts-node-esm", TS_VALUES},
    {"ts-node-script", TS_VALUES},
    {"ts-node-transpile-only", TS_VALUES},
    {"tsx", TS_VALUES "--include --exclude "},
    {"esno", TS_VALUES},
    {"esr", TS_VALUES},
    {"swc-node", TS_VALUES},
    {"babel-node", NODE_VALUES "--presets --plugins --config-file -x --extensions -w "},
    {"nodemon", NODE_VALUES "-w --watch -e --ext -i --ignore --signal --delay -d --config "},
    {"node-dev", NODE_VALUES},
    {"vite-node", NODE_VALUES "-c --config --mode --root "},
    {"sucrase-node", NODE_VALUES},
    {"jiti", NODE_VALUES},
    {"zx", " --shell --prefix "},
    {"bun", TS_VALUES "--hot "},
    {"deno", " -c --config --import-map --env-file "},
    {"supervisor", " -w -i -e -x -n "},
    {"fastify", " -p --port -a --address -l --log-level -P --prefix -T -b "},
    {"probot", ""},
    {"micro", " -l -p "},
    {"pm2-runtime", " -n --name -i -o -e -l --env --interpreter "},
};

static const struct runner *find_runner(struct str program) {
    for (size_t i = 0; i < ARRAY_LEN(runners); i++)
        if (str_eqz(program, runners[i].name))
            return &runners[i];
    return NULL;
}

static bool takes_value(const struct runner *runner, struct str option) {
    const char *hit = runner->values;
    char padded[48];
    if (option.n + 3 > sizeof padded)
        return false;
    padded[0] = ' ';
    memcpy(padded + 1, option.p, option.n);
    memcpy(padded + 1 + option.n, " ", 2);
    return strstr(hit, padded) != NULL;
}

bool runner_takes_value(struct str program, struct str option) {
    const struct runner *runner = find_runner(program);
    return runner && takes_value(runner, option);
}

static bool is_inline_code(struct str program, struct str option) {
    bool is_node = str_eqz(program, "node") || str_eqz(program, "nodejs");
    return is_node &&
           (str_eqz(option, "-e") || str_eqz(option, "--eval") || str_eqz(option, "-p") ||
            str_eqz(option, "--print") || str_eqz(option, "-pe"));
}

static bool is_current(struct str word) {
    return str_eqz(word, ".") || str_eqz(word, "./");
}

/* The word as what is to run. Directories only as "." or for node: `nodemon --watch src x.js`. */
static bool try_word(struct entry_search *s, struct str cwd, struct str word, bool is_node,
                     unsigned depth) {
    struct arena *a = s->resolve->arena;
    if (str_index(word, ' ') < word.n && !is_node) { /* --exec "ts-node src/x.ts" */
        command_find(s, cwd, word, depth + 1);
        return s->path.n > 0;
    }
    bool is_directory = repo_kind(&s->resolve->repo, path_join(a, cwd, word)) == FILE_DIRECTORY &&
                        !resolve_file(s->resolve, path_join(a, cwd, word)).n;
    return (is_node || !is_directory || is_current(word)) && entry_file(s, cwd, word);
}

static void find_file(struct entry_search *s, struct str cwd, const struct words *w, size_t at,
                      const struct runner *runner, unsigned depth) {
    struct arena *a = s->resolve->arena;
    struct str program = str_of(runner->name), first = {"", 0};
    bool is_node = str_starts(program, STR("node")) && program.n < 7 && program.n != 5;
    for (at++; at < w->list.n; at++) {
        struct str word = w->list.at[at];
        if (is_inline_code(program, word)) {
            s->note = STR("its program is on the command line");
            return;
        }
        if (is_node && str_eqz(word, "--run") && at + 1 < w->list.n) {
            manager_script(s, cwd, w->list.at[at + 1], STR(""), depth);
            return;
        }
        if (takes_value(runner, word)) {
            at++;
            continue;
        }
        if (str_starts(word, STR("-")))
            continue;
        if (try_word(s, cwd, word, is_node, depth))
            return;
        first = first.n ? first : word;
        if (is_node)
            break;
    }
    struct str note = s->note;
    if (!first.n)
        s->note = arena_fmt(a, "%s is started without a file", runner->name);
    else if (!note.n)
        s->note = arena_fmt(a, "%.*s is not in the repository", STR_ARG(first));
}

/* ---- Nest ---- */

static const struct json *nest_near(struct resolve *r, struct str *dir) {
    for (struct str at = *dir; path_is_below(at, r->repo.root); at = path_dirname(at)) {
        const struct json *cli = repo_json(&r->repo, path_join(r->arena, at, STR("nest-cli.json")));
        if (cli) {
            *dir = at;
            return cli;
        }
        if (at.n <= 1)
            break;
    }
    return NULL;
}

/* The project's own word, else that of the whole, else the usual one. */
static struct str nest_word(const struct json *project, const struct json *cli, const char *key,
                            struct str usual) {
    struct str own = json_member_text(project, key), whole = json_member_text(cli, key);
    return own.n ? own : whole.n ? whole : usual;
}

static void find_nest(struct entry_search *s, struct str cwd, const struct words *w, size_t at) {
    static const struct runner nest = {"nest", " -p --path -c --config -e --exec -b --builder "};
    struct arena *a = s->resolve->arena;
    struct str name = {"", 0}, file = {"", 0}, dir = cwd;
    for (at += 2; at < w->list.n; at++) {
        struct str word = w->list.at[at];
        if (str_eqz(word, "--entryFile") && at + 1 < w->list.n)
            file = w->list.at[++at];
        else if (takes_value(&nest, word))
            at++;
        else if (!str_starts(word, STR("-")) && !name.n)
            name = word;
    }
    const struct json *cli = nest_near(s->resolve, &dir);
    const struct json *project = json_member(json_member(cli, STR("projects")), name);
    struct str source = nest_word(project, cli, "sourceRoot", STR("src"));
    file = file.n ? file : nest_word(project, cli, "entryFile", STR("main"));
    struct str script = arena_fmt(a, "./%.*s/%.*s", STR_ARG(source), STR_ARG(file));
    if (!entry_file(s, dir, script))
        s->note = arena_fmt(a, "%.*s is not in the repository", STR_ARG(str_skip(script, 2)));
}

bool runner_find(struct entry_search *s, struct str cwd, const struct words *w, size_t at,
                 unsigned depth) {
    struct str program = command_program(w->list.at[at]);
    const struct runner *runner = find_runner(program);
    bool is_nest_start =
        str_eqz(program, "nest") && at + 1 < w->list.n && str_eqz(w->list.at[at + 1], "start");
    if (is_nest_start)
        find_nest(s, cwd, w, at);
    else if (runner)
        find_file(s, cwd, w, at, runner, depth);
    return is_nest_start || runner;
}
