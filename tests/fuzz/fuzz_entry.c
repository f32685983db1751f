/* Any text as the files that say where source is: package.json, tsconfig.json, nest-cli.json,
 * pnpm-workspace.yaml and a command line, each ended by a NUL. No crash, an end, a file of the tree or a
 * note. */
#include <stdint.h>

#include "lint/scan/entry.h"
#include "tests/fake/fake_files.h"
#include "tests/fuzz/fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const modules[] = {"./main", "@x/y/z", "#x", "lib", "@/a", "..", "x/../y"};
    struct arena a;
    struct resolve r;
    const char *parts[PARTS];
    struct str path, note;
    arena_init(&a, 0);
    split(&a, (struct str){(const char *)data, size}, parts, PARTS);
    const struct fake_file tree[] = {{"/r/package.json", parts[0]},
                                     {"/r/tsconfig.json", parts[1]},
                                     {"/r/nest-cli.json", parts[2]},
                                     {"/r/pnpm-workspace.yaml", parts[3]},
                                     {"/r/src/main.ts", ""},
                                     {"/r/lib/package.json", parts[0]},
                                     {"/r/lib/index.js", ""},
                                     {"/r/start.sh", parts[4]},
                                     {NULL, NULL}};
    resolve_init(&r, &a, fake_files(&a, tree), STR("/r"));
    for (int i = 0; i < 3; i++) {
        struct scan_entry in = {STR("/r"), STR(""), str_of(parts[4]), STR("")};
        if (i > 0)
            in = (struct scan_entry){STR("/r"), STR("lib"),
                                     i == 1 ? STR("npm") : STR("./dist/main.js"), str_of(parts[4])};
        entry_find(&r, &in, &path, &note);
        require((path.n > 0) != (note.n > 0));
        require(!path.n || path_is_below(path, STR("/r")));
    }
    for (size_t i = 0; i < ARRAY_LEN(modules); i++) {
        path = resolve_import(&r, STR("/r/src/main.ts"), str_of(modules[i]));
        require(!path.n || path_is_below(path, STR("/r")));
    }
    arena_done(&a);
    return 0;
}
