/* .ecoc.yaml: what lint is told about a repository.
 *
 *   rules:
 *     EC0210: off                  off, hint, info, warning, error; by code or by name
 *     unknown-option: error
 *   ignore: [legacy/, '*.dev.config.js']     paths as in .gitignore, from this file's directory
 *   assume:
 *     api.instances: 4             APP.OPTION: the value where the configuration leaves it unknown
 *     sticky: true                 the load balancer keeps a client at one instance
 *     cpus: 4
 *     memory: 8G
 *   locks: [withLeaderLock]        functions that let one instance in at a time
 *   target: ecort                  both, pm2, ecort
 *   fail-on: warning               as the flag: error, warning, info
 *   max-warnings: 10
 *   sensitive: [LICENSE_*, api.env.TENANT]   what diff hides besides what looks like a secret: names
 *                                  of variables and options, env.NAME, APP.env.NAME, with * in them
 *   policies:                      what a change may not do (policy.h), for ecoc diff
 *     - deny: [restart]
 *
 * A file's settings are in the nearest .ecoc.yaml at or above it, up to the repository's directory.
 * What is not known there is an error (EC0005, EC0009). */
#pragma once

#include "compiler/front/front.h"
#include "compiler/policy.h"
#include "lint/lint.h"

enum { LEVEL_AS_IS = -1, LEVEL_OFF = DIAG_ERROR + 1 };

struct settings {
    struct str path, dir;  /* of the file; empty: there is none, all is as by default */
    int level[RULE_COUNT]; /* LEVEL_AS_IS, LEVEL_OFF or a severity */
    VEC(struct str) ignore, sensitive;
    struct lint_settings lint;
    int target;           /* enum lint_target, -1 where nothing is said */
    int fail_on;          /* severity, -1 where nothing is said */
    int64_t max_warnings; /* -1 where nothing is said */
    VEC(struct policy) policies;
};

struct settings_store {
    struct arena *arena;
    struct front front;    /* reads the files; its sink is `sink` */
    struct diag_sink sink; /* what is wrong in them */
    struct str given;      /* absolute path of --config; empty: look for them */
    bool is_isolated;
    VEC(struct settings *) known;
};

/* `cwd`: what names are shown relative to. `files` NULL: the work tree. */
void settings_init(struct settings_store *store, struct arena *a, struct files *files,
                   struct str cwd);

/* The settings for a file or directory at this absolute path. Never NULL. */
const struct settings *settings_for(struct settings_store *store, struct str path);

bool settings_ignores(const struct settings *s, struct str path);

/* Puts the assumed values into the model where it has none, and takes the findings back that said
 * so. */
void settings_assume(const struct lint_settings *s, struct model *model, struct diag_sink *sink);

/* Levels: drops what is off, sets the others. */
void settings_level(const struct settings *s, struct diag_sink *sink);
