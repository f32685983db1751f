/* Any text as package.json, as a program of a package and as a command line, each ended by a NUL. No crash, an end; what
 * comes out is a command to run, or a reason with a next step, and places lie in their text. */
#include <stdint.h>

#include "lint/scan/launch.h"
#include "tests/fake/fake_files.h"
#include "tests/fuzz/fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 3 };

static void check(struct arena *a, const struct launch *launch) {
    for (size_t i = 0; i < launch->steps.n; i++) {
        const struct launch_step *step = &launch->steps.at[i];
        require(step->begin <= step->end && step->end <= step->text.n);
    }
    if (launch->kind == LAUNCH_RESOLVED)
        require(launch->script.n && launch->cwd.n && launch_text(a, launch).n);
    if (launch->kind == LAUNCH_REFUSED)
        require(launch->reason.n && launch->help.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a;
    const char *parts[PARTS];
    arena_init(&a, 0);
    split(&a, (struct str){(const char *)data, size}, parts, PARTS);
    const struct fake_file tree[] = {{"/r/package.json", parts[0]},
                                     {"/r/a.js", ""},
                                     {"/r/sub/package.json", parts[0]},
                                     {"/r/node_modules/tool/package.json", parts[0]},
                                     {"/r/node_modules/.bin/tool", parts[1]},
                                     {"/r/node_modules/dotenv-expand/config.js", ""},
                                     {"/r/.npmrc", parts[1]},
                                     {NULL, NULL}};
    struct launch_files files = {.project = fake_files(&a, tree), .root = STR("/r")};
    const struct str words[] = {{"run", 3}, str_of(parts[2])};
    const struct launch_entry entries[] = {
        {.cwd = STR("/r"), .script = str_of(parts[2])},
        {.cwd = STR("/r/sub"), .script = STR("npm"), .args = words, .n_args = 2},
        {.cwd = STR("/r"), .script = STR("npx"), .args = words + 1, .n_args = 1},
        {.cwd = STR("/r"), .script = str_of(parts[2]), .interpreter = STR("tsx")},
    };
    for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
        struct launch launch;
        launch_find(&a, &files, &entries[i], &launch);
        check(&a, &launch);
    }
    arena_done(&a);
    return 0;
}
