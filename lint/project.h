/* What stands beside a configuration: its package.json, the scripts and pipelines that start it.
 * Everything is read through the file provider that lint was given. */
#pragma once

#include "lint/rules.h"

/* Does the configuration stand with the code it starts: in a repository, or beside a package.json?
 * A lone file may be meant for another machine, so nothing is said to be missing there. */
bool project_is_here(struct lint *l);

/* What is at an absolute path; FILE_MISSING where no provider was given. */
enum file_kind project_kind(struct lint *l, struct str path);

/* The file as a source named as people see it, read once; NULL where it cannot be read. */
const struct source *project_read(struct lint *l, struct str path);

/* A path of Windows: a drive or a backslash. Nothing is known of it here. */
bool project_is_foreign(struct str path);

/* An app's working directory: absolute; empty where it is not known. */
struct str project_cwd(struct lint *l, const struct app *app);

/* One script of a package.json: `"start": "node main.js"`. */
struct npm_script {
    struct str name, command; /* as they stand in the file, escapes and all */
    struct span span;         /* of the command's text */
};

/* Walks the scripts of a package.json: `for (size_t at = 0; npm_next(src, &at, &script);)`. */
bool npm_next(const struct source *package, size_t *at, struct npm_script *script);

/* The program that "npm run build && ..." comes down to: for a package manager's command the script
 * of the app's package.json, and of `node [flags] FILE` the FILE. Empty where it is not plain. */
struct str project_program(struct lint *l, const struct app *app);

/* Walks the commands of the project that have to do with PM2 or ecoc: scripts of package.json, lines
 * of a Dockerfile, of shell scripts and pipelines, commands of the deploy section. `for (size_t at = 0;
 * project_command(l, &at, &line);)`. */
bool project_command(struct lint *l, size_t *at, struct command_line *line);
