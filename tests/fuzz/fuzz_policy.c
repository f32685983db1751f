/* Any bytes as a commit message (up to the first NUL) and as a .ecoc.yaml (what follows): a trailer allows what it
 * names, for the same words whatever stands before, and settings are read or refused. */
#include <stdint.h>
#include <stdlib.h>

#include "compiler/policy.h"
#include "compiler/settings.h"
#include "tests/fake/fake_files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds)
        abort();
}

static void check_message(struct arena *a, struct str message) {
    struct str longer = arena_fmt(a, "%.*s\n\nother\n\nEcoc-Allow: restart api", STR_ARG(message));
    (void)policy_is_allowed(message, STR("Ecoc-Allow"), STR("restart"), STR("api"));
    require(policy_is_allowed(longer, STR("Ecoc-Allow"), STR("restart"), STR("api")));
    require(!policy_is_allowed(longer, STR("Ecoc-Allow"), STR("restart"), STR("web")));
}

static void check_settings(struct arena *a, struct str text) {
    const struct fake_file files[] = {{"/app/.ecoc.yaml", arena_cstr(a, text)}, {0}};
    struct settings_store store;
    settings_init(&store, a, fake_files(a, files), STR("/app"));
    const struct settings *s = settings_for(&store, STR("/app/ecosystem.yaml"));
    for (size_t i = 0; i < s->policies.n; i++) {
        const struct policy *p = &s->policies.at[i];
        require(p->name.n > 0);
        for (size_t k = 0; k < p->deny.n; k++)
            require(policy_is_action(p->deny.at[k]));
        require(p->deny.n + p->deny_change.n > 0 || store.sink.list.n > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    arena_init(&arena, 0);
    struct str all = arena_str(&arena, (struct str){(const char *)data, size});
    size_t n = str_index(all, 0);
    check_message(&arena, (struct str){all.p, n});
    check_settings(&arena, str_skip(all, n < all.n ? n + 1 : n));
    arena_done(&arena);
    return 0;
}
