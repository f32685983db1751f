/* From a command to the Node program behind it, or why there is none. */
#include <check.h>

#include "lint/scan/launch_in.h"
#include "tests/fake/fake_files.h"

/* The package that the lines below are scripts of, as "run"; `expect` is the command it comes down to
 * with the variables that it sets, or, with "!", a part of the reason. */
struct line_case {
    const char *line, *expect;
};

#define PACKAGE(line)                                                                              \
    "{\"name\":\"x\",\"type\":\"commonjs\",\"dependencies\":{\"next\":\"15.0.1\",\"tsx\":\"^4\","  \
    "\"ts-node\":\"~10.9\",\"old\":\"1\"},\"scripts\":{\"run\":\"" line "\",\"build\":\"tsc\","    \
    "\"one\":\"A=1 node a.js\",\"loop\":\"npm run loop\",\"pre\":\"true\",\"hooked\":\"node "      \
    "a.js\","                                                                                      \
    "\"prehooked\":\"tsc\",\"ended\":\"node a.js\",\"postended\":\"rm x\"}}"

static const struct line_case lines[] = {
    {"node a.js", "node a.js"},
    {"node a", "node a.js"},
    {"node dist/main", "node dist/main.js"},
    {"node lib", "node lib/go.js"},
    {"node .", "node index.js"},
    {"node ./a.js --port 1", "node ./a.js --port 1"},
    {"node -r ./b --enable-source-maps a.js -x", "node -r ./b --enable-source-maps a.js -x"},
    {"node -- a.js", "node -- a.js"},
    {"node a.js 'two words' ''", "node a.js \"two words\" \"\""},
    {"A=1 B='x y' node a.js", "A=1 B=x y node a.js"},
    {"env A=1 node a.js", "A=1 node a.js"},
    {"exec node a.js", "node a.js"},
    {"cross-env A=1 node a.js", "A=1 node a.js"},
    {"A=1 cross-env A=2 node a.js", "A=1 A=2 node a.js"},
    {"sh -c 'node a.js x'", "node a.js x"},
    {"npm run one", "A=1 node a.js"},
    {"npm run -s one -- --port 1", "A=1 node a.js --port 1"},
    {"npm run one more", "A=1 node a.js more"},
    {"yarn one --port 1", "A=1 node a.js --port 1"},
    {"yarn run one", "A=1 node a.js"},
    {"pnpm one", "A=1 node a.js"},
    {"pnpm run one x", "A=1 node a.js x"},
    {"corepack pnpm one", "A=1 node a.js"},
    {"yarn node a.js", "node a.js"},
    {"node --run one -- x", "A=1 node a.js x"},
    {"npm --prefix sub start", "node s.js"},
    {"npm -w sub start", "node s.js"},
    {"yarn --cwd sub start", "node s.js"},
    {"npm exec -- tool --x", "node node_modules/tool/cli.js --x"},
    {"npx tool", "node node_modules/tool/cli.js"},
    {"npx --no-install tool", "node node_modules/tool/cli.js"},
    {"pnpm exec tool", "node node_modules/tool/cli.js"},
    {"yarn tool", "node node_modules/tool/cli.js"},
    {"tool x", "node node_modules/tool/cli.js x"},
    {"other", "node node_modules/scoped/other.js"},
    {"flagged", "node --no-warnings node_modules/.bin/flagged"},
    {"shim y", "node node_modules/pkg/shim.js y"},
    {"./node_modules/.bin/tool", "node node_modules/tool/cli.js"},
    {"next start -p 3000", "node node_modules/next/dist/bin/next start -p 3000"},
    {"tsx src/app.ts", "node --import tsx src/app.ts"},
    {"tsx -r ./b src/app.ts x", "node --import tsx -r ./b src/app.ts x"},
    {"tsx --tsconfig t.json src/app.ts", "TSX_TSCONFIG_PATH=t.json node --import tsx src/app.ts"},
    {"ts-node src/app.ts", "node -r ts-node/register src/app.ts"},
    {"ts-node -T -r tp/register src/app.ts",
     "node -r ts-node/register/transpile-only -r tp/register src/app.ts"},
    {"ts-node --files -P t.json src/app.ts",
     "TS_NODE_FILES=true TS_NODE_PROJECT=t.json node -r ts-node/register src/app.ts"},
    {"ts-node deep/src/app.ts",
     "TS_NODE_PROJECT=deep/tsconfig.json node -r ts-node/register deep/src/app.ts"},
    {"ts-node esm/app.ts", "node --loader ts-node/esm esm/app.ts"},
    {"ts-node-esm src/app.ts", "node --loader ts-node/esm src/app.ts"},
    {"dotenv -- node a.js", "DOTENV_CONFIG_QUIET=true node -r dotenv-expand/config a.js"},
    {"dotenv node a.js x", "DOTENV_CONFIG_QUIET=true node -r dotenv-expand/config a.js x"},
    {"cross-env A=1 dotenv -- node a.js",
     "A=1 DOTENV_CONFIG_QUIET=true node -r dotenv-expand/config a.js"},
    {"dotenv -- cross-env A=1 node a.js", "!`A` is set behind dotenv"},

    {"npm run build && node a.js", "!`&&` starts several programs"},
    {"node a.js || true", "!`||` starts several"},
    {"cd x; node a.js", "!`;` starts several"},
    {"node a.js | pino-pretty", "!`|` starts two programs"},
    {"node a.js &", "!background"},
    {"node a.js > log", "!`>` redirects"},
    {"node a.js 2>&1", "!`>` redirects"},
    {"node a.js $PORT", "!fills in `$PORT`"},
    {"node a.js ${PORT:-1}", "!fills in `${PORT:-1}`"},
    {"node a.js '$PORT'", "node a.js $PORT"},
    {"node a.js $(hostname)", "!run a command"},
    {"node *.js", "!expands `*`"},
    {"node ~/a.js", "!`~` means something"},
    {"node 'a.js", "!a quote is not closed"},
    {"cross-env A='$B' node a.js", "!cross-env fills in"},
    {"A=1", "!names no program"},
    {"node", "!no file is named"},
    {"node -e 1", "!`-e` runs no file"},
    {"node --watch a.js", "!node --watch watches the files"},
    {"node --watch-path=src a.js", "!watches the files"},
    {"tsx watch src/app.ts", "!tsx watch watches"},
    {"ts-node --swc src/app.ts", "!`--swc` of ts-node"},
    {"old x", "!old is not in node_modules"},
    {"nodemon a.js", "!nodemon watches"},
    {"concurrently 'node a.js' 'node b.js'", "!concurrently starts several"},
    {"nest start", "!nest start compiles"},
    {"next dev", "!next dev starts its server"},
    {"npx next dev", "!next dev starts its server"},
    {"node node_modules/@nestjs/cli/bin/nest.js start", "!nest start compiles"},
    {"bun a.js", "!bun is not Node"},
    {"python3 a.py", "!python3 is not in node_modules"},
    {"./run.sh", "!is no Node program by its first line"},
    {"forker", "!forker uses child_process"},
    {"dotenv node a.js --x", "!dotenv takes `--x` for itself"},
    {"dotenv -e .env.x -- node a.js", "!`-e` of dotenv"},
    {"env-cmd -f x node a.js", "!env-cmd reads a file"},
    {"npm run loop", "!without end"},
    {"npm run missing", "!no script \"missing\""},
    {"npm run hooked", "!`prehooked` of package.json runs before it"},
    {"npm run ended", "!`postended` of package.json runs after it"},
    {"npm run one --port 1", "!npm takes `--port` for itself"},
    {"npm ci", "!`npm ci` starts no program"},
    {"npm run", "!names no script"},
    {"npm -w nowhere start", "!a package that is not here"},
    {"pnpm -r start", "!several packages"},
    {"pnpm run one -- x", "!versions of yarn and pnpm differ"},
    {"yarn", "!started without a script"},
    {"npx tool@2", "!npx fetches `tool@2`"},
    {"npx -p x tool", "!`-p` has npx do more"},
    {"npx absent", "!absent is not in node_modules"},
};

static struct files *tree(struct arena *a, const char *line) {
    struct fake_file list[] = {
        {"/r/package.json", arena_fmt(a, PACKAGE("%s"), line).p},
        {"/r/a.js", ""},
        {"/r/index.js", ""},
        {"/r/run.sh", "#!/bin/sh\nnode a.js\n"},
        {"/r/lib/package.json", "{\"main\":\"go\"}"},
        {"/r/lib/go.js", ""},
        {"/r/src/app.ts", ""},
        {"/r/tsconfig.json", "{}"},
        {"/r/deep/tsconfig.json", "{}"},
        {"/r/deep/src/app.ts", ""},
        {"/r/esm/package.json", "{\"type\":\"module\"}"},
        {"/r/sub/package.json", "{\"name\":\"sub\",\"scripts\":{\"start\":\"node s.js\"}}"},
        {"/r/node_modules/tool/package.json", "{\"bin\":{\"tool\":\"cli.js\"}}"},
        {"/r/node_modules/tool/cli.js", "#!/usr/bin/env node\n"},
        {"/r/node_modules/.bin/other",
         "#!/bin/sh\nexec node  \"$basedir/../scoped/other.js\" \"$@\"\n"},
        {"/r/node_modules/scoped/other.js", "#!/usr/bin/node\n"},
        {"/r/node_modules/.bin/flagged", "#!/usr/bin/env -S node --no-warnings\n"},
        {"/r/node_modules/.bin/shim",
         "#!/bin/sh\nif x; then exec \"$basedir/node\" \"$basedir/../pkg/shim.js\" \"$@\"\nelse\n"
         "exec node \"$basedir/../pkg/shim.js\" \"$@\"\nfi\n"},
        {"/r/node_modules/pkg/shim.js", "#!/usr/bin/env node\n"},
        {"/r/node_modules/forker/package.json", "{\"bin\":\"f.js\"}"},
        {"/r/node_modules/forker/f.js", "#!/usr/bin/env node\nrequire('child_process')\n"},
        {"/r/node_modules/dotenv-expand/package.json", "{\"version\":\"11.0.0\"}"},
        {"/r/node_modules/dotenv-expand/config.js", ""},
        {NULL, NULL},
    };
    struct fake_file *copy = arena_array(a, struct fake_file, ARRAY_LEN(list));
    memcpy(copy, list, sizeof list);
    return fake_files(a, copy);
}

static struct str shown(struct arena *a, const struct launch *launch) {
    struct str out = {"", 0};
    for (size_t i = 0; i < launch->env.n; i++)
        if (!str_starts(launch->env.at[i].name, STR("npm_")))
            out = arena_fmt(a, "%.*s%.*s=%.*s ", STR_ARG(out), STR_ARG(launch->env.at[i].name),
                            STR_ARG(launch->env.at[i].value));
    return arena_fmt(a, "%.*s%.*s", STR_ARG(out), STR_ARG(launch_text(a, launch)));
}

static void find(struct arena *a, struct files *files, const struct launch_entry *entry,
                 struct launch *launch) {
    struct launch_files where = {.project = files, .root = STR("/r")};
    launch_find(a, &where, entry, launch);
}

static void check(struct arena *a, const struct launch *launch, const char *expect,
                  const char *what) {
    if (expect[0] == '!') {
        ck_assert_msg(launch->kind == LAUNCH_REFUSED, "%s: not refused: %s", what,
                      shown(a, launch).p);
        ck_assert_msg(strstr(arena_cstr(a, launch->reason), expect + 1) != NULL, "%s: %s", what,
                      arena_cstr(a, launch->reason));
        ck_assert_msg(launch->help.n > 0, "%s: no help", what);
        return;
    }
    ck_assert_msg(launch->kind == LAUNCH_RESOLVED, "%s: %s", what, arena_cstr(a, launch->reason));
    ck_assert_str_eq(shown(a, launch).p, expect);
}

START_TEST(scripts_come_down_to_node) {
    struct arena a;
    struct launch launch;
    static const struct str args[] = {{"run", 3}, {"run", 3}};
    arena_init(&a, 0);
    struct launch_entry entry = {
        .cwd = STR("/r"), .script = STR("npm"), .args = args, .n_args = ARRAY_LEN(args)};
    find(&a, tree(&a, lines[_i].line), &entry, &launch);
    check(&a, &launch, lines[_i].expect, lines[_i].line);
    arena_done(&a);
}
END_TEST

/* The app's own options. */
static const struct {
    const char *script, *interpreter, *arg, *node_arg, *cwd, *expect; /* expect NULL: as it is */
} apps[] = {
    {"a.js", "node", NULL, NULL, "/r", NULL},
    {"a.js", "node", NULL, "--watch", "/r", "!watches the files"},
    {"/r/node_modules/@nestjs/cli/bin/nest.js", "node", "start", NULL, "/r",
     "!nest start compiles"},
    {"server", "", NULL, NULL, "/r", NULL},
    {"server", "none", NULL, NULL, "/r", NULL},
    {"w.py", "python3", NULL, NULL, "/r", NULL},
    {"npm", "python3", "start", NULL, "/r", NULL},
    {"run.sh", "bash", NULL, NULL, "/r", NULL},
    {"bash", "", "run.sh", NULL, "/r", NULL},
    {"node_modules/.bin/tool", "", NULL, NULL, "/r", NULL},
    {"node_modules/.bin/tsx", "", "src/app.ts", NULL, "/r", "node --import tsx src/app.ts"},
    {"src/app.ts", "tsx", "x", NULL, "/r", "node --import tsx src/app.ts x"},
    {"src/app.ts", "./node_modules/.bin/ts-node", NULL, "-T", "/r",
     "node -r ts-node/register/transpile-only src/app.ts"},
    {"npm run one", "", "more", NULL, "/r", "A=1 node a.js more"},
    {"/usr/bin/npm", "none", "start", NULL, "/r/sub", "node s.js"},
    {"npm", "", "start", NULL, "/r", "!no script \"start\""},
    {"npm", "", NULL, NULL, "/r", "!started without a script"},
    {"node a.js", "", NULL, NULL, "/r", "node a.js"},
    {"node a.js && true", "", NULL, NULL, "/r", "!`&&`"},
    {"cd x && npm start", "", NULL, NULL, "/r", "!`&&`"},
    {"npm", "", "start", NULL, "/elsewhere", "!there is no package.json"},
    {"", "", NULL, NULL, "/r", NULL},
};

START_TEST(apps_come_down_to_node) {
    struct arena a;
    struct launch launch;
    struct str arg = str_of(apps[_i].arg), node_arg = str_of(apps[_i].node_arg);
    arena_init(&a, 0);
    struct launch_entry entry = {.cwd = str_of(apps[_i].cwd),
                                 .script = str_of(apps[_i].script),
                                 .interpreter = str_of(apps[_i].interpreter),
                                 .args = &arg,
                                 .n_args = apps[_i].arg != NULL,
                                 .node_args = &node_arg,
                                 .n_node_args = apps[_i].node_arg != NULL};
    find(&a, tree(&a, "true"), &entry, &launch);
    if (apps[_i].expect)
        check(&a, &launch, apps[_i].expect, apps[_i].script);
    else
        ck_assert_msg(launch.kind == LAUNCH_AS_IS, "%s: %d %s", apps[_i].script, (int)launch.kind,
                      arena_cstr(&a, launch.reason));
    arena_done(&a);
}
END_TEST

/* Versions as installed come before those that are declared; .npmrc and Plug'n'Play are seen. */
START_TEST(surroundings_are_seen) {
    static const struct {
        struct fake_file tree[5];
        const char *program, *expect;
    } cases[] = {
        {{{"/r/package.json",
           "{\"dependencies\":{\"tsx\":\"^4\"},\"scripts\":{\"run\":\"tsx a.ts\"}}"},
          {"/r/node_modules/tsx/package.json", "{\"version\":\"3.14.0\"}"}},
         "npm",
         "!tsx 3 cannot be a preload"},
        {{{"/r/package.json", "{\"scripts\":{\"run\":\"tsx a.ts\"}}"}},
         "npm",
         "!neither in node_modules"},
        {{{"/r/package.json", "{\"scripts\":{\"run\":\"node a.js\"}}"},
          {"/r/.npmrc", "node-options=--inspect\n"}},
         "npm",
         "!node-options of .npmrc"},
        {{{"/r/package.json", "{\"scripts\":{\"run\":\"node a.js\"}}"}, {"/r/.pnp.cjs", ""}},
         "yarn",
         "!Plug'n'Play"},
        {{{"/r/package.json", "{\"scripts\":{\"run\":\"node a.js\"}}"},
          {"/r/node_modules/.bin/node", ""}},
         "npm",
         "node_modules/.bin/node a.js"},
        {{{"/r/package.json", "{\"scripts\":{\"run\":\"node \\\"a b.js\\\"\"}}"}},
         "npm",
         "node a b.js"},
        {{{"/r/package.json", "{\"scripts\":[1]}"}}, "npm", "!no script \"run\""},
        {{{"/r/package.json", "{\"scripts\":{\"run\":1}}"}}, "npm", "!no script \"run\""},
        {{{"/r/package.json", "{"}}, "npm", "!there is no package.json"},
    };
    static const struct str args[] = {{"run", 3}, {"run", 3}};
    struct arena a;
    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct launch launch;
        struct launch_entry entry = {.cwd = STR("/r"),
                                     .script = str_of(cases[i].program),
                                     .args = args,
                                     .n_args = ARRAY_LEN(args)};
        find(&a, fake_files(&a, cases[i].tree), &entry, &launch);
        check(&a, &launch, cases[i].expect, cases[i].tree[0].text);
    }
    arena_done(&a);
}
END_TEST

START_TEST(scripts_have_their_place) {
    struct arena a;
    struct launch launch;
    static const struct str args[] = {{"run", 3}, {"run", 3}};
    arena_init(&a, 0);
    struct launch_entry entry = {
        .cwd = STR("/r"), .script = STR("npm"), .args = args, .n_args = ARRAY_LEN(args)};
    find(&a, tree(&a, "npm run one \\\"a b\\\""), &entry, &launch);
    ck_assert_uint_eq(launch.steps.n, 2);
    const char *expect[] = {"npm run one \\\"a b\\\"", "A=1 node a.js"};
    for (size_t i = 0; i < 2; i++) {
        const struct launch_step *step = &launch.steps.at[i];
        ck_assert(step->is_script);
        struct str said = {step->text.p + step->begin, step->end - step->begin};
        ck_assert_str_eq(arena_cstr(&a, said), expect[i]);
    }
    arena_done(&a);
}
END_TEST

Suite *suite_launch(void);
Suite *suite_launch(void) {
    Suite *s = suite_create("launch");
    TCase *tc = tcase_create("launch");
    tcase_add_loop_test(tc, scripts_come_down_to_node, 0, ARRAY_LEN(lines));
    tcase_add_loop_test(tc, apps_come_down_to_node, 0, ARRAY_LEN(apps));
    tcase_add_test(tc, surroundings_are_seen);
    tcase_add_test(tc, scripts_have_their_place);
    suite_add_tcase(s, tc);
    return s;
}
