/* What would be markup is escaped. */
#include "compiler/markdown.h"

void markdown_text(struct buf *out, struct str s) {
    bool in_code = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        in_code = in_code != (c == '`');
        if ((unsigned char)c < ' ' || c == 0x7f)
            buf_char(out, ' ');
        else if (c == '|')
            buf_z(out, "\\|");
        else if (c == '<' && !in_code)
            buf_z(out, "&lt;");
        else if (!in_code && (c == '*' || c == '_' || c == '[' || c == ']' || c == '\\'))
            buf_fmt(out, "\\%c", c);
        else
            buf_char(out, c);
    }
}

void markdown_place(struct buf *out, struct str path, unsigned line) {
    buf_char(out, '`');
    for (size_t i = 0; i < path.n; i++)
        buf_char(out, path.p[i] == '`' || path.p[i] == '|' || (unsigned char)path.p[i] < ' '
                          ? '?'
                          : path.p[i]);
    if (line)
        buf_fmt(out, ":%u", line);
    buf_char(out, '`');
}
