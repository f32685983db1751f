/* Decoding by the length in the lead byte, then the checks of RFC 3629 except surrogates. */
#include "schema/base/utf8.h"

#include "schema/base/base.h"

size_t utf8_decode(struct str s, uint32_t *cp) {
    unsigned char c = (unsigned char)s.p[0];
    *cp = c;
    if (c < 0x80)
        return 1;
    size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    *cp = UTF8_BAD;
    if (c < 0xc2 || c > 0xf4 || s.n < n)
        return 1;
    uint32_t v = c & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        unsigned char d = (unsigned char)s.p[i];
        if ((d & 0xc0) != 0x80)
            return 1;
        v = v << 6 | (d & 0x3f);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (v < least[n] || v > 0x10ffff)
        return 1;
    *cp = v;
    return n;
}

size_t utf8_encode(uint32_t cp, char *out) {
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1;) {
        out[i] = (char)(0x80 | (cp & 0x3f));
        cp >>= 6;
    }
    out[0] = (char)(lead[n] | cp);
    return n;
}

bool utf8_is_valid(struct str s) {
    while (s.n) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        if (cp == UTF8_BAD || (cp >= 0xd800 && cp <= 0xdfff))
            return false;
        s = str_skip(s, n);
    }
    return true;
}

static unsigned char_width(uint32_t cp) {
    static const struct {
        uint32_t first, last;
        unsigned width;
    } ranges[] = {
        {0x0300, 0x036f, 0}, {0x200b, 0x200f, 0}, {0xfe00, 0xfe0f, 0},   {0x1100, 0x115f, 2},
        {0x2e80, 0xa4cf, 2}, {0xac00, 0xd7a3, 2}, {0xf900, 0xfaff, 2},   {0xfe30, 0xfe6f, 2},
        {0xff00, 0xff60, 2}, {0xffe0, 0xffe6, 2}, {0x1f300, 0x1faff, 2}, {0x20000, 0x3fffd, 2},
    };
    if (cp < ranges[0].first) /* most text */
        return 1;
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return ranges[i].width;
    return 1;
}

size_t utf8_width(struct str s) {
    size_t width = 0;
    while (width < s.n && (unsigned char)s.p[width] < 0x80) /* most text is nothing else */
        width++;
    s = str_skip(s, width);
    while (s.n) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        width += cp == UTF8_BAD ? 1 : char_width(cp);
        s = str_skip(s, n);
    }
    return width;
}
