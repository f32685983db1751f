/* From comments to ranges of bytes, and from ranges to findings. */
#include "compiler/suppress.h"

#include "compiler/comments.h"
#include "lint/lint.h"

#define WORD "ecoc-ignore"

enum kind { KIND_LINE, KIND_START, KIND_END, KIND_FILE, KIND_WRONG };

void suppress_init(struct suppress *s, struct arena *a) {
    *s = (struct suppress){.arena = a};
}

/* ---- a comment's words ----------------------------------------------------------------------- */

struct words {
    struct str text;
    size_t at;
    const struct source *src;
    uint32_t base; /* offset of text in the source */
};

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static char peek(const struct words *w) {
    return w->at < w->text.n ? w->text.p[w->at] : 0;
}

static void skip_blanks(struct words *w) {
    while (peek(w) == ' ' || peek(w) == '\t')
        w->at++;
}

static struct str take_name(struct words *w) {
    size_t from = w->at;
    while (is_name(peek(w)))
        w->at++;
    return (struct str){w->text.p + from, w->at - from};
}

static enum kind kind_of(struct str word) {
    static const struct {
        const char *word;
        enum kind kind;
    } kinds[] = {{WORD, KIND_LINE},
                 {WORD "-next-line", KIND_LINE},
                 {WORD "-start", KIND_START},
                 {WORD "-end", KIND_END},
                 {WORD "-file", KIND_FILE}};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_eqz(word, kinds[i].word))
            return kinds[i].kind;
    return KIND_WRONG;
}

/* "EC0210, unknown-option" */
static void take_rules(struct suppress *s, struct words *w, struct suppression *out) {
    for (;;) {
        skip_blanks(w);
        size_t from = w->at;
        struct str name = take_name(w);
        if (name.n == 0)
            return;
        struct suppressed_rule rule = {.rule = lint_rule_find(name),
                                       .span = span_of(w->src, w->base + from, w->base + w->at)};
        VEC_PUSH(s->arena, &out->rules, rule);
        skip_blanks(w);
        if (peek(w) != ',')
            return;
        w->at++;
    }
}

/* The rest of the line behind the colon. */
static struct str take_reason(struct words *w) {
    skip_blanks(w);
    if (peek(w) != ':')
        return STR("");
    w->at++;
    skip_blanks(w);
    struct str rest = str_skip(w->text, w->at);
    rest.n = str_index(rest, '\n');
    while (rest.n && strchr(" \t\r", rest.p[rest.n - 1]))
        rest.n--;
    return rest;
}

/* ---- a comment's range ----------------------------------------------------------------------- */

static void line_of(const struct source *src, uint32_t at, struct suppression *out) {
    uint32_t line = source_place(src, at).line;
    out->from = src->line_at[line - 1];
    out->to = line < src->n_lines ? src->line_at[line] : (uint32_t)src->text.n + 1;
}

static void cover(const struct comment *c, enum kind kind, struct suppression *out) {
    const struct source *src = c->span.src;
    out->from = 0;
    out->to = (uint32_t)src->text.n + 1;
    if (kind == KIND_START) {
        out->from = c->span.end;
    } else if (kind == KIND_LINE && c->is_key) {
        out->from = c->scope_begin;
        out->to = c->scope_end;
    } else if (kind == KIND_LINE && c->has_code_before) {
        line_of(src, c->span.begin, out);
    } else if (kind == KIND_LINE && c->next_code < src->text.n) {
        line_of(src, c->next_code, out);
    } else if (kind == KIND_LINE) {
        out->to = 0;
    }
}

/* The last start that is still open and, where the end names a rule, names that one. */
static bool close_range(struct suppress_file *file, const struct suppression *end) {
    for (size_t i = file->list.n; i > 0; i--) {
        struct suppression *start = file->list.at[i - 1];
        bool is_open = start->from == start->span.end && start->to > file->src->text.n;
        if (!is_open || start->rules.n == 0 ||
            (end->rules.n && start->rules.at[0].rule != end->rules.at[0].rule))
            continue;
        start->to = end->span.begin;
        start->end = end->span;
        return true;
    }
    return false;
}

static const char *mistake_of(enum kind kind, const struct suppression *it) {
    if (kind == KIND_WRONG)
        return "the words are " WORD ", " WORD "-start, " WORD "-end and " WORD "-file";
    if (it->rules.n == 0)
        return "it names no rule";
    if (it->reason.n == 0)
        return "it gives no reason";
    return NULL;
}

static void read_comment(struct suppress *s, struct suppress_file *file, const struct comment *c) {
    struct suppression *it = arena_new(s->arena, struct suppression);
    struct str text = {c->span.src->text.p + c->text.begin, c->text.end - c->text.begin};
    struct words w = {.text = text, .src = c->span.src, .base = c->text.begin};
    struct str word = c->is_key ? c->key : take_name(&w);
    enum kind kind = kind_of(word);
    *it = (struct suppression){.span = c->span, .is_key = c->is_key};
    if (kind != KIND_WRONG)
        take_rules(s, &w, it);
    it->reason = take_reason(&w);
    if (kind == KIND_END) {
        if (close_range(file, it))
            return;
        it->mistake = "there is no " WORD "-start before it";
    } else {
        it->mistake = mistake_of(kind, it);
        cover(c, kind, it);
    }
    VEC_PUSH(s->arena, &file->list, it);
}

struct suppress_file *suppress_read(struct suppress *s, const struct source *src) {
    for (size_t i = 0; i < s->files.n; i++)
        if (s->files.at[i]->src == src || str_eq(s->files.at[i]->src->path, src->path))
            return s->files.at[i];
    struct suppress_file *file = arena_new(s->arena, struct suppress_file);
    struct comments comments;
    file->src = src;
    comments_find(s->arena, src, comments_language(src->name), STR(WORD), &comments);
    for (size_t i = 0; i < comments.list.n; i++)
        read_comment(s, file, &comments.list.at[i]);
    VEC_PUSH(s->arena, &s->files, file);
    return file;
}

/* ---- hiding ---------------------------------------------------------------------------------- */

/* The reason of a comment that hides the rule at this place; NULL where none does. All that would
 * are marked: two comments for one finding are not one too many. */
static const struct str *match(struct suppress *s, unsigned rule, struct span span) {
    const struct str *reason = NULL;
    if (!span.src)
        return NULL;
    struct suppress_file *file = suppress_read(s, span.src);
    for (size_t i = 0; i < file->list.n; i++) {
        struct suppression *it = file->list.at[i];
        if (it->mistake || span.begin < it->from || span.begin >= it->to)
            continue;
        for (size_t k = 0; k < it->rules.n; k++)
            if (it->rules.at[k].rule == rule) {
                it->rules.at[k].used = true;
                reason = &it->reason;
            }
    }
    return reason;
}

void suppress_apply(struct suppress *s, struct diag_sink *sink, struct findings *found) {
    for (size_t i = 0; i < sink->list.n;) {
        const struct diag *d = sink->list.at[i];
        const struct str *reason = match(s, d->rule, d->span);
        for (size_t k = 0; k < d->related.n; k++) {
            const struct str *there = match(s, d->rule, d->related.at[k].span);
            reason = reason ? reason : there;
        }
        if (!reason) {
            i++;
            continue;
        }
        struct hidden hidden = {d, HIDDEN_BY_COMMENT, *reason};
        VEC_PUSH(s->arena, &found->hidden, hidden);
        diag_drop(sink, i);
    }
}
