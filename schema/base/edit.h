/* Edits of keys and literals, for fixes: they are added to a finding only where the text is
 * exactly what is expected, so that a value made in another place or by an expression is never
 * touched. JavaScript, JSON and YAML are alike in what is asked of them here. */
#pragma once

#include "schema/base/diag.h"

/* Renames the key at `span`: `key` as it stands or in quotes, with a colon behind it. */
bool edit_key(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
              struct str key, struct str name);

/* Puts `name: word` before the key at `span`: on a line of its own where the key begins one. */
bool edit_add_before(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
                     struct str key, const char *name, const char *word);

/* Gives the literal at `span` another text and keeps its quotes. It must be all of the value of a
 * key that is written `key`, and `old` must be its text. */
bool edit_text(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct str key,
               struct span span, struct str old, struct str text);

/* Likewise, quotes and all: `text` is what then stands there. */
bool edit_literal(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct str key,
                  struct span span, struct str old, struct str text);

/* Takes the line out that is `key: value` and nothing else, key and value at their spans. */
bool edit_remove_line(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
                      struct str key, struct span value);

/* The text as a string of the file's language. */
struct str edit_quoted(struct arena *a, const struct source *src, struct str text);
