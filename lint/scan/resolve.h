/* From a name to a file of source: what Node, TypeScript and the tools around them make of it, in the
 * reverse direction where a name means something built: dist/main.js is src/main.ts.
 *
 * resolve.c is for imports, resolve_file.c for paths without extensions and directories, package.c and
 * workspace.c for package.json, tsconfig.c and output.c for what is built from what.
 * All paths are absolute and normalised; an empty one is "not in this repository". */
#pragma once

#include "lint/scan/repo.h"

struct resolve {
    struct arena *arena;
    struct repo repo;
    struct map imports;    /* directory NUL module -> struct str: where it leads */
    struct map tsconfigs;  /* path -> struct tsconfig */
    struct map governing;  /* directory -> the tsconfig whose `paths` hold there */
    struct map outputs;    /* directory -> struct output_dirs */
    struct map workspaces; /* directory -> struct workspace */
};

void resolve_init(struct resolve *r, struct arena *a, struct files *files, struct str root);

/* The file that `module`, as written in file `from`, means. */
struct str resolve_import(struct resolve *r, struct str from, struct str module);

/* ---- resolve_file.c: a path as require() takes it ---- */

/* JavaScript or TypeScript by its name; declarations are not. */
bool resolve_is_source(struct str path);
bool resolve_is_typescript(struct str path);

/* A file: `path`, its TypeScript twin (x.js: x.ts, which wins), or with an extension put on. */
struct str resolve_file(struct resolve *r, struct str path);

/* A file, or a directory's index; where it is built, what it is built from. */
struct str resolve_built(struct resolve *r, struct str path);

/* The same, a directory by its package.json first. */
struct str resolve_path(struct resolve *r, struct str path);

/* ---- package.c ---- */

/* package.json at or above `dir`, and where; NULL where there is none. */
const struct json *package_near(struct resolve *r, struct str dir, struct str *package_dir);

/* The file that the package at `dir` is entered by: "." or "./feature". */
struct str package_entry(struct resolve *r, struct str dir, struct str subpath);

/* "#x", by the `imports` of the package of `dir`. */
struct str package_internal(struct resolve *r, struct str dir, struct str module);

/* The directory of the package `name` of this repository, seen from `dir`: a workspace, the package
 * itself, or a dependency by file: or link:. */
struct str package_find(struct resolve *r, struct str dir, struct str name);

/* A package of the workspaces that are declared in `dir`; empty: none of that name. */
struct str workspace_find(struct resolve *r, struct str dir, struct str name);

/* "@scope/name/rest" into its name; *rest gets "" or "/rest". */
struct str package_name(struct str module, struct str *rest);

/* ---- tsconfig.c ---- */

struct tsconfig {
    struct str dir;                         /* of the file itself */
    struct str out_dir, root_dir, base_url; /* absolute; empty: not said */
    const struct json *paths;               /* NULL: none */
    struct str paths_dir;                   /* what they are relative to */
    const struct json *include, *references;
};

/* With all that it extends; NULL where the file is not there. */
const struct tsconfig *tsconfig_load(struct resolve *r, struct str path);

/* Those of a directory, tsconfig.json first and tsconfig.build.json next; returns how many. */
enum { TSCONFIG_MOST = 12 };
size_t tsconfig_list(struct resolve *r, struct str dir, const struct tsconfig *out[TSCONFIG_MOST]);

/* The file that the `paths` and `baseUrl` holding in `dir` give the module. */
struct str tsconfig_module(struct resolve *r, struct str dir, struct str module);

/* ---- output.c ---- */

/* The source that the file at `path` (with or without extension) is built from; empty where it does
 * not stand where built files stand, or nothing is found. */
struct str output_source(struct resolve *r, struct str path);
