/* From the text of a .ecoc.yaml to its settings. */
#pragma once

#include "compiler/settings.h"

struct settings_reader {
    struct settings_store *store;
    struct diag_sink *sink;
    struct settings *s;
    VEC(struct lint_assumption) assume;
    VEC(struct str) locks;
    struct policy *policy; /* the one at hand */
};

/* A key that may stand somewhere, and who reads what it has. */
struct settings_key {
    struct str key;
    void (*read)(struct settings_reader *r, const struct member *m);
};

enum { SETTINGS_KEYS_MOST = 16 };

/* Reads the member by its key; null is nothing. A key that is none is no `what`. */
void settings_read_key(struct settings_reader *r, const struct member *m, const char *what,
                       const struct settings_key *keys, size_t n);

/* Reads s->path; what is wrong goes to the store's sink, at its place. */
void settings_read(struct settings_store *store, struct settings *s);

/* `key` takes what `takes` says, and the member's value is something else. */
void settings_wrong(struct settings_reader *r, const struct member *m, const char *takes);

/* The key is no `what`; one of `names` may have been meant. */
void settings_unknown(struct settings_reader *r, const struct member *m, const char *what,
                      const struct str *names, size_t n);

/* Whether it is a list of strings; false after the finding. */
bool settings_strings(struct settings_reader *r, const struct member *m, const char *takes);

/* settings_policy.c: the list of policies. */
void settings_read_policies(struct settings_reader *r, const struct member *m);
