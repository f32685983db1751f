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

/* One more byte of an interim answer: its end is an empty line. */
static void skip(struct http_answer *answer, char c) {
    if (c == '\n' && answer->n_line == 0)
        *answer = (struct http_answer){.n_interim = answer->n_interim};
    else if (c == '\n')
        answer->n_line = 0;
    else if (c != '\r')
        answer->n_line++;
}

int http_answer_read(struct http_answer *answer, struct str piece) {
    for (size_t i = 0; i < piece.n; i++) {
        if (answer->is_interim) {
            if (++answer->n_interim > HTTP_INTERIM_MOST)
                return HTTP_STATUS_BAD;
            skip(answer, piece.p[i]);
            continue;
        }
        answer->line[answer->n++] = piece.p[i];
        int status = http_status_read((struct str){answer->line, answer->n});
        answer->is_interim = status >= 100 && status <= 199 && status != 101;
        answer->n_line = 1;
        if (answer->is_interim)
            skip(answer, piece.p[i]);
        else if (status != HTTP_STATUS_MORE)
            return status;
    }
    return HTTP_STATUS_MORE;
}
