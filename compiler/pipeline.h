/* The passes and their order: read, evaluate, bind, lint, encode. The only place where it is
 * written. */
#pragma once

#include "compiler/front/front.h"
#include "lint/lint.h"
#include "schema/base/diag.h"
#include "schema/model/model.h"

struct launched;

struct pipeline {
    struct arena *arena;
    struct diag_sink sink;
    struct front front;
    const struct value *value; /* NULL: the file could not be read; the sink says why */
    struct model *model;       /* NULL likewise */
    bool bake_env;             /* pipeline_plan: variables become text, nothing is bound late */
    bool allow_fork_fallback;  /* apps that cannot be clustered as they start run in fork mode */
    bool is_lint;              /* pipeline_run: advice too, not only what would make a plan wrong */
    bool is_for_advice;        /* pipeline_run: lint_input.is_for_advice */
    enum lint_target target;   /* pipeline_run: whom the findings are about */
    const struct lint_settings *settings; /* NULL: nothing is said */
    struct scan *scan; /* pipeline_run: the services' source; NULL: it is not looked at */
    const struct launched **launched; /* by pipeline_plan, one per app; NULL: as it is written */
    struct str path, root;            /* of the configuration file, absolute; its directory */
};

/* The process's own environment and directory; `files` NULL means the work tree. */
void pipeline_init(struct pipeline *p, struct arena *a, enum front_mode mode, struct files *files);

/* Forgets the process's environment: what is not set from here on is not there. Concrete mode. */
void pipeline_hermetic(struct pipeline *p);

/* Sets a variable of the environment that the configuration sees; concrete mode. */
void pipeline_define(struct pipeline *p, struct str name, struct str value);

/* Directories (absolute, normalised) that the configuration may read besides its repository. */
void pipeline_allow(struct pipeline *p, const struct str *dirs, size_t n);

/* Reads, evaluates, binds and lints the file (a path relative to the current directory). */
void pipeline_run(struct pipeline *p, struct str file);

/* What lint was called with, for whoever goes on with its findings; only where p->model is there. */
struct lint_input pipeline_lint(struct pipeline *p);

/* The plan image of what pipeline_run made; only where p->model is there and the sink holds no
 * error. `only`: names to keep, n_only 0 for all. profile "" for none. 0, or -1 with err. */
int pipeline_plan(struct pipeline *p, struct str profile, const struct str *only, size_t n_only,
                  struct str *image, struct err *err);

/* The configuration that a command without a FILE means: ecosystem.config.js, .cjs, .mjs, .json,
 * .yaml or .yml in the current directory, the first that `files` (NULL: the work tree) has;
 * empty where there is none. */
struct str pipeline_default(struct arena *a, struct files *files);

/* The current directory. */
struct str pipeline_cwd(struct arena *a);

/* The nearest directory upwards that holds .git, else cwd. */
struct str pipeline_repository(struct arena *a, struct str cwd);

/* The ecosystem files at and below `dir` (absolute), as seen from `cwd`: sorted, never in
 * node_modules or a hidden directory. */
size_t pipeline_find(struct arena *a, struct files *files, struct str cwd, struct str dir,
                     const struct str **paths);
