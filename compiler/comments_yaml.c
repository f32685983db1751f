/* YAML by lines and tokens, as far as comments need it: quoted scalars over several lines, flow
 * collections, and block scalars, in which nothing is a comment. Source: YAML 1.2.2, 6.6, 8.1. */
#include "compiler/comments_lex.h"

struct yaml {
    struct comment_lexer *l;
    size_t line; /* offset at which the current line begins */
    long parent; /* column of the node that a block scalar here would belong to; -1: the document */
    unsigned flow; /* open [ and { */
    bool at_token; /* a scalar may begin here: a quote is a quote */
};

static bool is_end(unsigned char c) {
    return c == 0 || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static long column(const struct yaml *y) {
    return (long)(y->l->at - y->line);
}

/* Behind the closing quote; a quoted scalar may go over lines. */
static void quoted(struct yaml *y, unsigned char mark) {
    struct comment_lexer *l = y->l;
    for (l->at++; l->at < l->text.n; l->at++) {
        unsigned char c = comment_peek(l, 0);
        if (mark == '"' && c == '\\')
            c = comment_peek(l, 1) == '\n' ? '\n' : c;
        if (c == '\n')
            y->line = l->at + 1 + (comment_peek(l, 0) == '\\');
        if (mark == '"' && comment_peek(l, 0) == '\\') {
            l->at++;
        } else if (c == mark && mark == '\'' && comment_peek(l, 1) == '\'') {
            l->at++;
        } else if (c == mark) {
            l->at++;
            return;
        }
    }
    l->at = l->text.n;
}

/* Up to what ends a plain scalar on this line. */
static void plain(struct yaml *y) {
    struct comment_lexer *l = y->l;
    for (;; l->at++) {
        unsigned char c = comment_peek(l, 0), next = comment_peek(l, 1);
        if (l->at >= l->text.n || c == '\n' || c == '\r')
            return;
        if ((c == ' ' || c == '\t') && next == '#')
            return;
        if (c == ':' && (is_end(next) || (y->flow && strchr(",[]{}", next))))
            return;
        if (y->flow && strchr(",[]{}", c))
            return;
    }
}

static bool is_blank_line(struct str line) {
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
            return false;
    return true;
}

/* The lines of a block scalar: blank ones, and those further in than the node it belongs to. */
static void block_lines(struct yaml *y) {
    struct comment_lexer *l = y->l;
    while (l->at < l->text.n) {
        struct str line = str_skip(l->text, l->at);
        line.n = str_index(line, '\n');
        long indent = 0;
        while ((size_t)indent < line.n && line.p[indent] == ' ')
            indent++;
        bool is_marker =
            indent == 0 && (str_starts(line, STR("---")) || str_starts(line, STR("...")));
        if (!is_blank_line(line) && (indent <= y->parent || is_marker))
            return;
        l->at += line.n + (l->at + line.n < l->text.n);
        y->line = l->at;
    }
}

/* `|` or `>` with its indicators: whether this line then holds nothing but a comment. */
static bool is_block_header(const struct yaml *y) {
    const struct comment_lexer *l = y->l;
    size_t ahead = 1;
    unsigned char c;
    if (y->flow)
        return false;
    while ((c = comment_peek(l, ahead)) == '+' || c == '-' || (c >= '0' && c <= '9'))
        ahead++;
    while ((c = comment_peek(l, ahead)) == ' ' || c == '\t' || c == '\r')
        ahead++;
    return c == '\n' || c == '#' || l->at + ahead >= l->text.n;
}

static void comment(struct yaml *y) {
    struct comment_lexer *l = y->l;
    size_t begin = l->at, end = comment_line_end(l, begin);
    if (end > begin && l->text.p[end - 1] == '\r')
        end--;
    comment_add(l, begin, end, begin + 1, end);
    l->at = end;
}

static void block(struct yaml *y) {
    struct comment_lexer *l = y->l;
    size_t begin = l->at;
    while (!is_end(comment_peek(l, 0)))
        l->at++;
    while (comment_peek(l, 0) == ' ' || comment_peek(l, 0) == '\t')
        l->at++;
    comment_code(l, begin, l->at);
    if (comment_peek(l, 0) == '#')
        comment(y);
    begin = l->at = comment_line_end(l, l->at);
    l->at += l->at < l->text.n;
    y->line = l->at;
    block_lines(y);
    y->at_token = true;
    y->parent = -1;
}

/* `- `, `? `, `: `, `,` and brackets: what a scalar may follow. */
static bool indicator(struct yaml *y, unsigned char c) {
    bool spaced = is_end(comment_peek(y->l, 1));
    if (c == '-' && column(y) == 0 && str_starts(str_skip(y->l->text, y->l->at), STR("---")) &&
        is_end(comment_peek(y->l, 3))) {
        y->l->at += 3;
        return true;
    }
    if ((c == '-' || c == '?') && spaced && y->at_token) {
        y->parent = column(y);
    } else if (c == ':' && (spaced || y->flow)) {
        ;
    } else if (c == '[' || c == '{') {
        if (!y->at_token)
            return false;
        y->flow++;
    } else if (y->flow && (c == ']' || c == '}')) {
        y->flow--;
    } else if (!(y->flow && c == ',')) {
        return false;
    }
    y->l->at++;
    y->at_token = c != ']' && c != '}';
    return true;
}

/* A tag, an anchor or an alias: a scalar may still follow. */
static void property(struct yaml *y) {
    struct comment_lexer *l = y->l;
    while (!is_end(comment_peek(l, 0)) && !(y->flow && strchr(",]}", comment_peek(l, 0))))
        l->at++;
}

static void scalar(struct yaml *y, unsigned char c) {
    struct comment_lexer *l = y->l;
    bool is_first = y->parent < column(y) && y->flow == 0;
    long at = column(y);
    if (y->at_token && (c == '"' || c == '\''))
        quoted(y, c);
    else
        plain(y);
    if (l->at < l->text.n && comment_peek(l, 0) == ':' && is_first)
        y->parent = at; /* it was a key */
    y->at_token = false;
}

static void token(struct yaml *y, unsigned char c) {
    struct comment_lexer *l = y->l;
    size_t begin = l->at;
    if (y->at_token && (c == '|' || c == '>') && is_block_header(y)) {
        block(y);
        return;
    }
    if (!indicator(y, c)) {
        if (y->at_token && (c == '!' || c == '&' || c == '*'))
            property(y);
        else
            scalar(y, c);
    }
    if (l->at == begin)
        l->at++;
    comment_code(l, begin, l->at);
}

void comments_yaml(struct comment_lexer *l) {
    struct yaml y = {.l = l, .parent = -1, .at_token = true};
    bool after_blank = true;
    if (str_starts(l->text, STR("\xef\xbb\xbf")))
        l->at = y.line = 3;
    while (l->at < l->text.n) {
        unsigned char c = comment_peek(l, 0);
        bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (c == '\n') {
            y.line = l->at + 1;
            y.at_token = true;
            y.parent = y.flow ? y.parent : -1;
        }
        if (is_blank)
            l->at++;
        else if (c == '#' && after_blank)
            comment(&y);
        else
            token(&y, c);
        after_blank = l->at == 0 || l->at > l->text.n || strchr(" \t\r\n", l->text.p[l->at - 1]);
    }
}
