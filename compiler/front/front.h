/* Front ends: a configuration file becomes a tree of located values. No option name appears
 * here.
 *
 * Two modes. Concrete (build, show, diff): `env` is the environment; `process.env.X` is its
 * value or undefined, and remembers where it came from (value.h, late). Symbolic (lint):
 * `process.env.X` is VALUE_UNKNOWN with X in its deps; a condition that is not known gives a
 * VALUE_CHOICE of both sides.
 *
 * What cannot be evaluated becomes VALUE_UNKNOWN with a reason at the smallest expression, and
 * nothing is reported by the front end for it: it is an error only where it reaches an option,
 * and bind says so (EC0002). What cannot be parsed, a file that cannot be read, an exception
 * that Node would throw: EC0001 here, and the result is NULL. Duplicate keys: EC0105 here. */
#pragma once

#include "schema/io/files.h"
#include "schema/base/diag.h"
#include "schema/model/value.h"

enum front_mode { FRONT_SYMBOLIC, FRONT_CONCRETE };

struct env_var {
    struct str name, value;
};

/* A variable that was read and is not set, where all variables must be declared. */
struct front_gap {
    struct str name;
    struct span span;
    bool is_settled; /* the program has a default for it, or only asks whether it is set */
};

/* Something that loading the configuration would do besides giving a value; it was not done. */
struct front_effect {
    struct str what; /* "fs.mkdirSync" */
    struct span span;
};

/* What the os module tells of the machine; what is empty or 0 is not known. */
struct front_host {
    struct str name, user; /* os.hostname(), os.userInfo().username */
    unsigned cpus;         /* os.cpus().length */
    uint64_t memory_bytes; /* os.totalmem() */
};

struct front {
    struct arena *arena;
    struct diag_sink *sink;
    struct files *files;
    enum front_mode mode;
    const struct env_var *env; /* sorted by name (str_cmp); concrete mode only */
    size_t n_env;
    const size_t *env_order; /* indices into env in the environment's own order; NULL: as sorted */
    struct str cwd;  /* process.cwd(), absolute; also what source names are shown relative to */
    struct str home; /* os.homedir() */
    struct front_host host; /* read it by front_host() */
    /* NULL: asked, or not to be. */
    void (*ask_host)(struct arena *a, struct front_host *host);

    const struct str *allowed; /* directories that may be read besides the repository */
    size_t n_allowed;

    /* What was read, in the order of reading; the first source is the configuration itself. */
    VEC(const struct source *) sources;
    VEC(struct str) env_reads;        /* names, each once */
    VEC(struct front_effect) effects; /* each place once */

    bool is_hermetic; /* concrete mode: reads of unset variables are listed in gaps */
    VEC(struct front_gap) gaps;
};

enum { FRONT_FILE_LIMIT = 8 << 20 }; /* bytes; a configuration has no business being larger */

/* Reads the file at `path` (absolute, normalised) and evaluates it by its kind: .yml/.yaml as YAML,
 * .json as PM2 reads JSON (a JavaScript expression), everything else as JavaScript. The value of a
 * JavaScript file is its module.exports, its default export, or an object of its named exports.
 * NULL where there is no value; the sink then holds the EC0001. */
const struct value *front_load(struct front *f, struct str path);

/* The pieces, for tests and fuzzers: text that is already a source. */
const struct value *front_yaml(struct front *f, const struct source *src);
const struct value *front_json(struct front *f, const struct source *src);
const struct value *front_js(struct front *f, const struct source *src);

/* Reads a file into a source and notes it in f->sources. NULL with err when it cannot be read. */
struct source *front_source(struct front *f, struct str path, struct err *err);

/* The machine, asked when it is first needed: few configurations do. */
const struct front_host *front_host(struct front *f);

/* Looks a variable up and notes the read; false where it is unset. Concrete mode. */
bool front_getenv(struct front *f, struct str name, struct str *value);
