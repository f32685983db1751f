/* What must not be printed: values that look like secrets, by the name of the variable or their
 * shape. */
#pragma once

#include "schema/base/arena.h"

/* True for names such as JWT_SECRET, API_TOKEN, DB_PASSWORD, PRIVATE_KEY. */
bool secret_is_name(struct str name);

/* True for PEM blocks, JWTs and the prefixes of well-known tokens. */
bool secret_is_value(struct str value);

/* The value as it may be shown: itself, or with the user and password of a URL masked. */
struct str secret_mask_url(struct arena *a, struct str value);

/* True where a value of this name is a secret itself, not its length, path, address or lifetime:
 * DB_PASSWORD and jwtSecret, not PASSWORD_MIN_LENGTH, PUBLIC_KEY or TOKEN_URL. Names that end in KEY
 * without a word such as API before it count only with a value that looks random. */
bool secret_holds(struct str name, struct str value);

/* True for what stands in place of a secret: empty, "changeme", "<token>", "${TOKEN}", true, 10, a
 * path, an address. */
bool secret_is_placeholder(struct str value);

/* The password of "scheme://user:password@host": bytes [*begin, *end) of the value; false where there
 * is none. */
bool secret_in_url(struct str value, size_t *begin, size_t *end);

/* The next text in quotes at or after *at that a line gives to such a name, or a well-known token
 * anywhere: bytes [*begin, *end), and *at behind it. For showing lines that nothing has parsed. */
bool secret_in_line(struct str line, size_t *at, size_t *begin, size_t *end);
