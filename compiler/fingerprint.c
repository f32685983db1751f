/* Three bytes of a 32-byte hash: enough to tell two values apart, too few to confirm a guess. */
#include "compiler/fingerprint.h"

#include <sodium.h>

enum { SHOWN_BYTES = 3 };

bool fingerprint_key(const char *given, struct fingerprint_key *key) {
    _Static_assert(sizeof key->bytes == crypto_generichash_KEYBYTES, "a key of BLAKE2b");
    if (sodium_init() < 0)
        return false;
    if (!given) {
        randombytes_buf(key->bytes, sizeof key->bytes);
        return true;
    }
    struct str text = str_of(given);
    return crypto_generichash(key->bytes, sizeof key->bytes, (const unsigned char *)text.p, text.n,
                              NULL, 0) == 0;
}

struct str fingerprint(struct arena *a, const struct fingerprint_key *key, struct str secret) {
    unsigned char hash[crypto_generichash_BYTES];
    if (crypto_generichash(hash, sizeof hash, (const unsigned char *)secret.p, secret.n, key->bytes,
                           sizeof key->bytes) != 0)
        return STR("");
    return arena_fmt(a, "%02x%02x%02x", hash[0], hash[1], hash[SHOWN_BYTES - 1]);
}
