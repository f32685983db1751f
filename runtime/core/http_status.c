/* A fixed form: no need to look for anything. */
#include "runtime/core/http_status.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int http_status_read(struct str bytes) {
    static const char form[] = "HTTP/1.# ###";
    enum { FORM = sizeof form - 1, CODE = FORM - 3 };
    _Static_assert(FORM + 1 == HTTP_STATUS_BYTES, "the byte after the code decides");
    for (size_t i = 0; i < FORM && i < bytes.n; i++)
        if (form[i] == '#' ? !is_digit(bytes.p[i]) : bytes.p[i] != form[i])
            return HTTP_STATUS_BAD;
    if (bytes.n > CODE && bytes.p[CODE] == '0')
        return HTTP_STATUS_BAD;
    if (bytes.n <= FORM)
        return HTTP_STATUS_MORE;
    char after = bytes.p[FORM];
    if (after != ' ' && after != '\r' && after != '\n')
        return HTTP_STATUS_BAD;
    return (bytes.p[CODE] - '0') * 100 + (bytes.p[CODE + 1] - '0') * 10 + (bytes.p[CODE + 2] - '0');
}
