/* What lint reads beside the configuration: package.json by its brackets, .gitignore by lines, any line
 * for secrets. The first byte of the input splits it into a pattern and a text. */
#include <stddef.h>
#include <stdint.h>

#include "lint/match.h"
#include "lint/project.h"
#include "schema/unit/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_npm(const struct source *src) {
    struct npm_script script;
    for (size_t at = 0, before = 0; npm_next(src, &at, &script); before = at)
        if (at <= before || script.span.end > src->text.n || script.span.begin > script.span.end)
            __builtin_trap();
}

static void check_line(struct str line) {
    size_t begin, end;
    for (size_t at = 0, before = 0; secret_in_line(line, &at, &begin, &end); before = at)
        if (begin > end || end > line.n || at > line.n || at < before)
            __builtin_trap();
    (void)secret_is_placeholder(line);
    (void)secret_holds(line, line);
    if (secret_in_url(line, &begin, &end) && (begin >= end || end > line.n))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    size_t cut = size ? data[0] % 32 : 0;
    if (size == 0 || size > 4096 || cut >= size)
        return 0;
    struct str pattern = {(const char *)data + 1, cut};
    struct str text = {(const char *)data + 1 + cut, size - 1 - cut};
    arena_init(&arena, 0);
    check_npm(source_new(&arena, STR("package.json"), STR("/package.json"), text));
    check_line(text);
    struct str path = {text.p, text.n < 64 ? text.n : 64};
    (void)match_glob(pattern, path);
    (void)match_covers(pattern, path);
    (void)match_gitignore(text, pattern);
    arena_done(&arena);
    return 0;
}
