/* Imports: from the text between the quotes to a file. */
#include "lint/scan/resolve.h"

void resolve_init(struct resolve *r, struct arena *a, struct files *files, struct str root) {
    *r = (struct resolve){.arena = a};
    repo_init(&r->repo, a, files, root);
    r->imports.arena = r->tsconfigs.arena = r->governing.arena = a;
    r->outputs.arena = r->workspaces.arena = a;
}

static bool is_relative(struct str module) {
    return str_eqz(module, ".") || str_eqz(module, "..") || str_starts(module, STR("./")) ||
           str_starts(module, STR("../"));
}

/* node:fs, data:, https: and loaders of bundlers. */
static bool has_scheme(struct str module) {
    size_t colon = str_index(module, ':');
    return colon < module.n && colon < str_index(module, '/');
}

/* The package module-alias: `_moduleAliases` of package.json. */
static struct str alias_file(struct resolve *r, struct str dir, struct str module) {
    struct str at = {"", 0};
    const struct json *manifest = package_near(r, dir, &at);
    const struct json *aliases = json_member(manifest, STR("_moduleAliases"));
    for (const struct json *m = aliases ? aliases->first : NULL; m; m = m->next) {
        if (!m->key.n || !path_is_below(module, m->key) || m->kind != JSON_STRING)
            continue;
        struct str rest = arena_fmt(r->arena, "./%.*s", STR_ARG(str_skip(module, m->key.n)));
        return resolve_path(r, path_join(r->arena, path_join(r->arena, at, m->text), rest));
    }
    return STR("");
}

/* "@/x" and "~/x" are nobody's package; where nothing says what they are, they are the source. */
static struct str usual_alias(struct resolve *r, struct str dir, struct str module) {
    struct str at = {"", 0};
    bool is_alias = str_starts(module, STR("@/")) || str_starts(module, STR("~/"));
    if (!is_alias || !package_near(r, dir, &at))
        return STR("");
    struct str rest = str_skip(module, 2);
    struct str hit =
        resolve_path(r, path_join(r->arena, at, arena_fmt(r->arena, "./src/%.*s", STR_ARG(rest))));
    return hit.n ? hit
                 : resolve_path(
                       r, path_join(r->arena, at, arena_fmt(r->arena, "./%.*s", STR_ARG(rest))));
}

static struct str package_file(struct resolve *r, struct str dir, struct str module) {
    struct str rest, name = package_name(module, &rest);
    struct str at = package_find(r, dir, name);
    if (!at.n)
        return at;
    return package_entry(r, at, rest.n ? arena_fmt(r->arena, ".%.*s", STR_ARG(rest)) : STR("."));
}

static struct str find_module(struct resolve *r, struct str dir, struct str module) {
    if (is_relative(module) || module.p[0] == '/')
        return resolve_path(r, path_join(r->arena, dir, module));
    struct str hit = tsconfig_module(r, dir, module);
    if (!hit.n && module.p[0] == '#')
        hit = package_internal(r, dir, module);
    if (!hit.n)
        hit = alias_file(r, dir, module);
    if (!hit.n)
        hit = usual_alias(r, dir, module);
    return hit.n ? hit : package_file(r, dir, module);
}

struct str resolve_import(struct resolve *r, struct str from, struct str module) {
    struct str dir = path_dirname(from);
    if (!module.n || module.n > REPO_PATH_MOST || has_scheme(module))
        return STR("");
    char text[REPO_PATH_MOST * 2 + 1];
    if (dir.n > REPO_PATH_MOST)
        return STR("");
    memcpy(text, dir.p, dir.n);
    text[dir.n] = '\0';
    memcpy(text + dir.n + 1, module.p, module.n);
    struct str key = {text, dir.n + 1 + module.n};
    struct str *known = map_get(&r->imports, key);
    if (!known) {
        known = arena_new(r->arena, struct str);
        *known = find_module(r, dir, module);
        *map_at(&r->imports, arena_str(r->arena, key)) = known;
    }
    return *known;
}
