/* Escapes for both places at once, so that a text may stand in either. Source: XML 1.0, 2.2 and
 * 2.4. */
#include "compiler/xml.h"

#include "schema/base/utf8.h"

static const char *entity(uint32_t cp) {
    switch (cp) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    case '\t':
        return "&#9;";
    default:
        return NULL;
    }
}

static bool is_allowed(uint32_t cp) {
    return cp >= 0x20 && cp != UTF8_BAD && !(cp >= 0xd800 && cp <= 0xdfff) && cp != 0xfffe &&
           cp != 0xffff;
}

void xml_text(struct buf *out, struct str s) {
    while (s.n) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        const char *escaped = entity(cp);
        if (escaped)
            buf_z(out, escaped);
        else if (is_allowed(cp))
            buf_add(out, s.p, n);
        else
            buf_z(out, "\xef\xbf\xbd");
        s = str_skip(s, n);
    }
}

void xml_attribute(struct buf *out, const char *name, struct str value) {
    buf_fmt(out, " %s=\"", name);
    xml_text(out, value);
    buf_char(out, '"');
}

void xml_number(struct buf *out, const char *name, size_t value) {
    buf_fmt(out, " %s=\"%zu\"", name, value);
}
