/* A service's source: the files that its script leads to, and what is known only of all of them. */
#pragma once

#include "lint/scan/facts.h"
#include "schema/io/files.h"

/* A file of the tree that at least one service uses. */
struct scan_file {
    const struct source *src; /* name relative to the repository */
    const struct facts *facts;
    VEC(struct scan_edge {
        uint32_t
            import; /* of facts->imports; or, for `export ... from`, imports.n + export index */
        struct scan_file *to; /* NULL: a package, what is not found, or only a type */
    })
    edges;
};

struct scan_app {
    struct str entry; /* absolute path of the file found; empty where none was */
    struct str
        note; /* why not: "dist/main.js is not in the repository and no tsconfig leads to its source" */
    VEC(struct scan_file *) files; /* entry first, then by path; each once */
    uint32_t n_skipped;            /* too large, too slow, wrong syntax in all of it */
};

struct scan_limits {
    struct str cwd;      /* what names are shown relative to; empty: the repository */
    size_t file_bytes;   /* larger files are passed over; 0: 1 MiB */
    uint32_t files_most; /* of one app; 0: 20,000 */
    unsigned threads;    /* 0: as many as the machine has, 8 at most */
};

/* How an app of the configuration says where its code is: all as resolved by the model. */
struct scan_entry {
    struct str root;   /* absolute directory of the configuration file */
    struct str cwd;    /* as given, may be empty or relative to root */
    struct str script; /* as given: "dist/main.js", "npm", "npm start" */
    struct str args;   /* "run start:prod -- --x"; empty */
};

struct scan;

/* Nothing outside of `repository` is read: the directory with the .git, or where there is none that of
 * the configuration. `cache_dir`: where facts are kept between runs (made when missing; empty:
 * nowhere). The provider gives the bytes: work tree, index or revision alike. `limits` may be NULL. */
struct scan *scan_new(struct arena *a, struct files *files, struct str repository,
                      struct str cache_dir, const struct scan_limits *limits);

/* The files of an app; the same pointer for the same entry file. Never NULL. */
const struct scan_app *scan_app(struct scan *s, const struct scan_entry *entry);

/* Walks all files met so far: `for (size_t at = 0; (file = scan_next(s, &at));)`. */
const struct scan_file *scan_next(const struct scan *s, size_t *at);

/* Ends the threads and writes the cache. What the apps point to stays, it lives as long as the arena. */
void scan_close(struct scan *s);

/* Files read, parsed, taken from the cache; for -v and the benchmark. */
struct scan_counts {
    uint32_t files, parsed, cached, skipped;
};
struct scan_counts scan_counts(const struct scan *s);
