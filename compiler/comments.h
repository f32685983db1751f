/* The comments of a text that begin with a given word, found by reading tokens: what looks like a
 * comment inside a string, a template, a regular expression or a block scalar is none.
 *
 * A language without comments has a key instead: "//WORD": "text" or an array of texts, in an
 * object, which is then its scope. */
#pragma once

#include "schema/base/span.h"

enum comment_language { COMMENT_JS, COMMENT_YAML };

struct comment {
    struct span span;     /* all of it, with its marks; of a key: from the key to its value */
    struct span text;     /* inside the marks, without blanks at its ends */
    bool is_key;          /* "//WORD...": its scope is the object that it stands in */
    struct str key;       /* of a key: what stands after the slashes */
    bool has_code_before; /* on the line on which it begins */
    uint32_t next_code;   /* offset of the first token behind it; the text's size for none */
    uint32_t scope_begin, scope_end;
};

struct comments {
    VEC(struct comment) list;
};

/* By the file's name: YAML for .yml and .yaml, else JavaScript, which JSON is a part of. */
enum comment_language comments_language(struct str name);

/* Finds them, in the order of the text. Any bytes will do. */
void comments_find(struct arena *a, const struct source *src, enum comment_language language,
                   struct str word, struct comments *out);
