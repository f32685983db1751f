/* Keyed fingerprints: whether two secrets are the same can be told without telling either. The key
 * is random for each run unless one is given, so that a short secret cannot be guessed from a log.
 * BLAKE2b by libsodium, which stays in this file's .c. */
#pragma once

#include "schema/base/arena.h"

struct fingerprint_key {
    unsigned char bytes[32];
};

/* A key from a text of any length, or a random one where `given` is NULL. False where libsodium
 * does not start. */
bool fingerprint_key(const char *given, struct fingerprint_key *key);

/* Six hex digits. */
struct str fingerprint(struct arena *a, const struct fingerprint_key *key, struct str secret);
