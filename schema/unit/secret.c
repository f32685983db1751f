/* Names are taken apart at underscores, so that KEYBOARD is no KEY. */
#include "schema/unit/secret.h"

#include <strings.h>

#include "schema/base/base.h"

static const char *const words[] = {
    "SECRET", "SECRETS", "TOKEN",      "TOKENS",      "PASS", "PASSWORD",  "PASSWD",
    "PWD",    "KEY",     "KEYS",       "APIKEY",      "SALT", "JWT",       "DSN",
    "COOKIE", "PRIVATE", "CREDENTIAL", "CREDENTIALS", "AUTH", "SIGNATURE", "PASSPHRASE"};

static const char *const prefixes[] = {
    "-----BEGIN", "eyJ",  "AKIA",  "ASIA", "ghp_",     "gho_",     "ghs_", "github_pat_",
    "glpat-",     "xoxb", "xoxp-", "sk-",  "sk_live_", "rk_live_", "AIza", "npm_"};

bool secret_is_name(struct str name) {
    while (name.n) {
        size_t n = 0;
        while (n < name.n && name.p[n] != '_' && name.p[n] != '-')
            n++;
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (strlen(words[i]) == n && strncasecmp(words[i], name.p, n) == 0)
                return true;
        name = str_skip(name, n < name.n ? n + 1 : n);
    }
    return false;
}

bool secret_is_value(struct str value) {
    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
        if (value.n >= 16 && str_starts(value, str_of(prefixes[i])))
            return true;
    return false;
}

struct str secret_mask_url(struct arena *a, struct str value) {
    for (size_t i = 0; i + 3 < value.n; i++) {
        if (memcmp(value.p + i, "://", 3) != 0)
            continue;
        struct str rest = str_skip(value, i + 3);
        size_t end = 0, at = rest.n;
        for (; end < rest.n && !strchr("/?# ", rest.p[end]); end++)
            if (rest.p[end] == '@')
                at = end;
        if (at == rest.n)
            return value;
        return arena_fmt(a, "%.*s***%.*s", (int)(i + 3), value.p, STR_ARG(str_skip(rest, at)));
    }
    return value;
}
