/* POSIX's quoting: within single quotes all is plain but the quote itself. */
#include "compiler/shell_word.h"

#include "schema/base/buf.h"

static bool is_plain(struct str word) {
    static const char plain[] = "@%_+=:,./-";
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_word && (c == 0 || !strchr(plain, c)))
            return false;
    }
    return word.n > 0;
}

struct str shell_word(struct arena *a, struct str word) {
    if (is_plain(word))
        return word;
    struct buf b = {0};
    buf_char(&b, '\'');
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] == '\'')
            buf_z(&b, "'\\''");
        else
            buf_char(&b, word.p[i]);
    buf_char(&b, '\'');
    struct str out = arena_str(a, (struct str){b.p, b.n});
    buf_done(&b);
    return out;
}
