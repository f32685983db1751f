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
