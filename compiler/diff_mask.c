/* Doubt is decided for hiding: a fingerprint still tells whether the value has changed. */
#include "compiler/diff_mask.h"

#include <math.h>

#include "schema/base/base.h"
#include "schema/unit/glob.h"
#include "schema/unit/secret.h"

enum { RANDOM_LEAST = 20 };

/* ---- names ----------------------------------------------------------------------------------- */

bool mask_is_name(const struct mask_names *names, struct str app, struct str path,
                  struct str leaf) {
    char full[512];
    if (secret_is_name(leaf) || secret_holds(leaf, STR("")))
        return true;
    size_t n = app.n + 1 + path.n;
    if (n < sizeof full) {
        memcpy(full, app.p, app.n);
        full[app.n] = '.';
        memcpy(full + app.n + 1, path.p, path.n);
    }
    for (size_t i = 0; i < names->n; i++)
        if (glob_covers(names->at[i], leaf) || glob_covers(names->at[i], path) ||
            (n < sizeof full && glob_covers(names->at[i], (struct str){full, n})))
            return true;
    return false;
}

bool mask_is_flag(struct str word) {
    size_t dashes = 0;
    while (dashes < word.n && word.p[dashes] == '-')
        dashes++;
    word = str_skip(word, dashes);
    return dashes > 0 && str_index(word, '=') == word.n && secret_is_name(word);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

/* Bits per character. */
static double entropy(struct str text) {
    unsigned count[256] = {0};
    double bits = 0;
    for (size_t i = 0; i < text.n; i++)
        count[(unsigned char)text.p[i]]++;
    for (size_t i = 0; i < ARRAY_LEN(count); i++) {
        double share = (double)count[i] / (double)text.n;
        if (count[i])
            bits -= share * log2(share);
    }
    return bits;
}

/* Letters and digits in a row, as nobody writes them by hand: not a path, a sentence, a list of
 * words. */
static bool is_random(struct str text) {
    size_t digits = 0, upper = 0, lower = 0, slashes = 0, joints = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        digits += c >= '0' && c <= '9';
        upper += c >= 'A' && c <= 'Z';
        lower += c >= 'a' && c <= 'z';
        slashes += c == '/';
        joints += c == '-' || c == '_';
        if (strchr(" :\\.,;@${}()[]<>\"'", c))
            return false;
    }
    bool is_base64 = digits && upper && lower;
    if (text.n < RANDOM_LEAST || digits < 3 || upper + lower < 3 || (slashes && !is_base64) ||
        (slashes && text.p[0] == '/') || joints * 6 > text.n)
        return false;
    return entropy(text) >= 3.2;
}

bool mask_is_value(struct str value) {
    return secret_is_value(value) || is_random(value);
}

/* ---- inside ---------------------------------------------------------------------------------- */

static size_t until(struct str text, size_t from, const char *ends) {
    while (from < text.n && !strchr(ends, text.p[from]))
        from++;
    return from;
}

static struct str cut(struct arena *a, struct str text, size_t begin, size_t end) {
    return arena_fmt(a, "%.*s***%.*s", (int)begin, text.p, STR_ARG(str_skip(text, end)));
}

/* Segments of a path such as /services/T000/B000/XXXXXXXXXXXX of a webhook, and ?token=... */
static struct str mask_url(struct arena *a, struct str value) {
    size_t host = 0;
    while (host + 3 <= value.n && memcmp(value.p + host, "://", 3) != 0)
        host++;
    if (host + 3 > value.n)
        return value;
    for (size_t at = until(value, host + 3, "/?"); at < value.n;) {
        bool is_query = strchr("?&", value.p[at]) != NULL;
        size_t begin = at + 1, end = until(value, begin, is_query ? "&# " : "/?# ");
        size_t equals = until(value, begin, "=&# ");
        struct str name = {value.p + begin, equals - begin};
        bool is_given = is_query && equals < end && value.p[equals] == '=';
        if (is_given)
            begin = equals + 1;
        struct str part = {value.p + begin, end - begin};
        if ((is_given && secret_is_name(name) && part.n) || mask_is_value(part)) {
            value = cut(a, value, begin, end);
            end = begin + 3;
        }
        at = end < value.n && strchr("/?&", value.p[end]) ? end : value.n;
    }
    return value;
}

/* "--token=x", "TOKEN=x" */
static struct str mask_given(struct arena *a, struct str value) {
    size_t equals = str_index(value, '='), begin = 0;
    while (begin < value.n && value.p[begin] == '-')
        begin++;
    struct str name = {value.p + begin, equals > begin ? equals - begin : 0};
    if (equals + 1 >= value.n || until(name, 0, " /?:\"'{") < name.n)
        return value;
    struct str given = str_skip(value, equals + 1);
    return secret_is_name(name) || mask_is_value(given) ? cut(a, value, equals + 1, value.n)
                                                        : value;
}

/* {"apiKey":"..."} */
static struct str mask_quoted(struct arena *a, struct str value) {
    size_t at = 0, begin, end;
    while (secret_in_line(value, &at, &begin, &end)) {
        value = cut(a, value, begin, end);
        at = begin + 3;
    }
    return value;
}

struct str mask_inside(struct arena *a, struct str value) {
    value = secret_mask_url(a, value);
    return mask_quoted(a, mask_given(a, mask_url(a, value)));
}
