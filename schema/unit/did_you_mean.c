/* Optimal string alignment over three rows; words are short. */
#include "schema/unit/did_you_mean.h"

enum { WORD_MOST = 64 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Row i of the table: now[j] = distance of a's first i bytes to b's first j. Returns its minimum.
 */
static size_t fill_row(struct str a, struct str b, size_t i, const size_t *before,
                       const size_t *last, size_t *now) {
    now[0] = i;
    size_t low = i;
    for (size_t j = 1; j <= b.n; j++) {
        size_t d = least(last[j] + 1, now[j - 1] + 1);
        d = least(d, last[j - 1] + (a.p[i - 1] != b.p[j - 1]));
        if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
            d = least(d, before[j - 2] + 1);
        now[j] = d;
        low = least(low, d);
    }
    return low;
}

size_t edit_distance(struct str a, struct str b, size_t limit) {
    size_t rows[3][WORD_MOST + 1] = {0};
    if (a.n > WORD_MOST || b.n > WORD_MOST)
        return limit + 1;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    size_t low_before = 0;
    for (size_t i = 1; i <= a.n; i++) {
        size_t low = fill_row(a, b, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
        /* A swap reaches back two rows, so both must be over the limit. */
        if (low > limit && low_before > limit)
            return limit + 1;
        low_before = low;
    }
    return least(rows[a.n % 3][b.n], limit + 1);
}

static struct str lower(struct str s, char *out) {
    for (size_t i = 0; i < s.n; i++)
        out[i] = str_lower(s.p[i]);
    return (struct str){out, s.n};
}

size_t did_you_mean(struct str word, const struct str *candidates, size_t n) {
    char small_word[WORD_MOST], small[WORD_MOST];
    if (word.n == 0 || word.n > WORD_MOST)
        return n;
    struct str w = lower(word, small_word);
    size_t best = n, limit = word.n <= 4 ? 1 : word.n <= 8 ? 2 : 3;
    for (size_t i = 0; i < n; i++) {
        if (candidates[i].n > WORD_MOST)
            continue;
        size_t d = edit_distance(w, lower(candidates[i], small), limit);
        if (d > limit || d >= word.n)
            continue;
        best = i;
        if (d == 0)
            break;
        limit = d - 1;
    }
    return best;
}
