/* Names are taken apart at underscores, so that KEYBOARD is no KEY. */
#include "schema/unit/secret.h"

#include <strings.h>

#include "schema/base/base.h"

static const char *const words[] = {
    "SECRET", "SECRETS", "TOKEN",      "TOKENS",      "PASS", "PASSWORD",  "PASSWD",
    "PWD",    "KEY",     "KEYS",       "APIKEY",      "SALT", "JWT",       "DSN",
    "COOKIE", "PRIVATE", "CREDENTIAL", "CREDENTIALS", "AUTH", "SIGNATURE", "PASSPHRASE"};

static const char *const prefixes[] = {
    "-----BEGIN",  "eyJ",    "AKIA",   "ASIA",  "ghp_",   "gho_",     "ghs_",
    "github_pat_", "glpat-", "xoxb",   "xoxp-", "sk-",    "sk_live_", "rk_live_",
    "AIza",        "npm_",   "whsec_", "SG.",   "shpat_", "dop_v1_"};

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

/* ---- what holds a secret --------------------------------------------------------------------- */

enum { NAME_WORDS_MOST = 12 };

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* API_KEY, api-key and apiKey are API and KEY. The last words are kept where there are too many. */
static size_t split_name(struct str name, struct str parts[NAME_WORDS_MOST]) {
    size_t n = 0;
    for (size_t i = 0; i < name.n;) {
        size_t start = i;
        while (i < name.n && !strchr("_-. ", name.p[i]) &&
               !(i > start && is_upper(name.p[i]) && is_lower(name.p[i - 1])))
            i++;
        if (i > start && n == NAME_WORDS_MOST)
            memmove(parts, parts + 1, --n * sizeof *parts);
        if (i > start)
            parts[n++] = (struct str){name.p + start, i - start};
        i += i < name.n && strchr("_-. ", name.p[i]) != NULL;
    }
    return n;
}

static bool is_word(struct str word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strlen(list[i]) == word.n && strncasecmp(list[i], word.p, word.n) == 0)
            return true;
    return false;
}

/* PASSWORD_PROD and TOKEN_2 are a password and a token. */
static bool is_suffix(struct str word) {
    static const char *const list[] = {"PROD",    "PRODUCTION", "DEV",  "DEVELOPMENT",
                                       "STAGING", "TEST",       "LIVE", "LOCAL",
                                       "V1",      "V2",         "OLD",  "NEW"};
    bool digits = true;
    for (size_t i = 0; i < word.n; i++)
        digits = digits && is_digit(word.p[i]);
    return digits || is_word(word, list, ARRAY_LEN(list));
}

/* Letters and digits in a row, as nobody writes them by hand. */
static bool looks_random(struct str value) {
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < value.n; i++) {
        if (strchr(" :/\\.,", value.p[i]))
            return false;
        digits += is_digit(value.p[i]);
        letters += is_upper(value.p[i]) || is_lower(value.p[i]);
    }
    return value.n >= 20 && digits >= 3 && letters >= 3;
}

bool secret_holds(struct str name, struct str value) {
    static const char *const strong[] = {"SECRET",   "SECRETS", "PASS",       "PASSWORD",
                                         "PASSWD",   "TOKEN",   "PASSPHRASE", "APIKEY",
                                         "PASSCODE", "SALT",    "CREDENTIAL", "PWD"};
    static const char *const keys[] = {"KEY", "KEYS"};
    static const char *const before_key[] = {
        "API",  "SECRET",  "PRIVATE", "ACCESS", "ENCRYPTION", "ENCRYPT", "SIGNING",
        "SIGN", "MASTER",  "AUTH",    "JWT",    "SERVICE",    "ADMIN",   "WEBHOOK",
        "HMAC", "SESSION", "COOKIE",  "ROLE",   "APP"};
    static const char *const open[] = {"PUBLIC", "PUBLISHABLE", "SITE", "CLIENT"};
    struct str parts[NAME_WORDS_MOST];
    size_t n = split_name(name, parts);
    while (n > 1 && is_suffix(parts[n - 1]))
        n--;
    if (n == 0)
        return false;
    for (size_t i = 0; i + 1 < n; i++)
        if (is_word(parts[i], open, 3)) /* a client's secret is one, a public one is not */
            return false;
    struct str last = parts[n - 1], before = n > 1 ? parts[n - 2] : STR("");
    if (is_word(last, strong, ARRAY_LEN(strong)))
        return n > 1 || strncasecmp(last.p, "PWD", 3) != 0 || last.n != 3; /* PWD: a directory */
    if (!is_word(last, keys, ARRAY_LEN(keys)) || is_word(before, open, ARRAY_LEN(open)))
        return false;
    return is_word(before, before_key, ARRAY_LEN(before_key)) || looks_random(value);
}

static bool holds(struct str text, const char *what) {
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= text.n; i++)
        if (strncasecmp(text.p + i, what, n) == 0)
            return true;
    return false;
}

bool secret_is_placeholder(struct str value) {
    static const char *const marks[] = {"changeme", "change_me", "change-me",   "change this",
                                        "your",     "xxx",       "placeholder", "replace",
                                        "todo",     "***",       "<",           "${",
                                        "...",      "%s",        "example"};
    bool number = true;
    size_t begin, end;
    for (size_t i = 0; i < value.n; i++)
        number = number && is_digit(value.p[i]);
    if (value.n < 3 || (number && value.n < 4) || value.p[0] == '$' || value.p[0] == '/' ||
        str_starts(value, STR("./")) || str_starts(value, STR("~/")))
        return true;
    if (str_eqz(value, "true") || str_eqz(value, "false") || str_eqz(value, "null") ||
        str_eqz(value, "none") || str_eqz(value, "undefined"))
        return true;
    if (holds(value, "://"))
        return !secret_in_url(value, &begin, &end);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (holds(value, marks[i]))
            return true;
    return false;
}

bool secret_in_url(struct str value, size_t *begin, size_t *end) {
    size_t at = value.n, colon = value.n, host = value.n;
    for (size_t i = 0; i + 3 <= value.n; i++)
        if (memcmp(value.p + i, "://", 3) == 0) {
            host = i + 3;
            break;
        }
    for (size_t i = host; i < value.n && !strchr("/?# ", value.p[i]); i++) {
        colon = colon == value.n && value.p[i] == ':' ? i : colon;
        at = value.p[i] == '@' ? i : at;
    }
    if (at == value.n || colon + 1 >= at)
        return false;
    struct str password = {value.p + colon + 1, at - colon - 1};
    if (password.p[0] == '$' || password.p[0] == '<' || holds(password, "xxx") ||
        holds(password, "***"))
        return false;
    *begin = colon + 1;
    *end = at;
    return true;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool is_name_char(char c) {
    return is_upper(c) || is_lower(c) || is_digit(c) || c == '_' || c == '-';
}

/* The name before a quote: NAME: '...', "NAME": "...", NAME = '...'. */
static struct str name_before(struct str line, size_t quote) {
    size_t end = quote;
    while (end > 0 && strchr(" \t", line.p[end - 1]))
        end--;
    if (end == 0 || !strchr(":=", line.p[end - 1]))
        return STR("");
    for (end--; end > 0 && strchr(" \t\"'", line.p[end - 1]);)
        end--;
    size_t begin = end;
    while (begin > 0 && is_name_char(line.p[begin - 1]))
        begin--;
    return (struct str){line.p + begin, end - begin};
}

bool secret_in_line(struct str line, size_t *at, size_t *begin, size_t *end) {
    for (size_t i = *at; i < line.n; i++) {
        char quote = line.p[i];
        size_t token = i;
        bool starts = i == 0 || strchr(" \t'\"`,;=:", line.p[i - 1]);
        while (starts && token < line.n && !strchr(" \t'\"`,;", line.p[token]))
            token++;
        if (starts && secret_is_value((struct str){line.p + i, token - i})) {
            *begin = i;
            *at = *end = token;
            return true;
        }
        if (!strchr("'\"`", quote))
            continue;
        size_t close = i + 1;
        while (close < line.n && line.p[close] != quote)
            close++;
        struct str text = {line.p + i + 1, close - i - 1};
        if (secret_holds(name_before(line, i), text) && !secret_is_placeholder(text)) {
            *begin = i + 1;
            *end = close;
            *at = close < line.n ? close + 1 : close;
            return true;
        }
        if (secret_in_url(text, begin, end)) {
            *begin += i + 1;
            *end += i + 1;
            *at = close;
            return true;
        }
    }
    *at = line.n;
    return false;
}
