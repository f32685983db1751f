/* Texts that libyaml and js-yaml read differently, found by their marks and refused, so that nobody
 * gets the reading that was not meant. Each was found by comparing mutants. */
#include "compiler/front/yaml_marks.h"

bool yaml_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool yaml_ends_property(char c) {
    return yaml_is_blank(c) || c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/* js-yaml loses a tag or an anchor that stands on a line above its block text. */
bool yaml_is_lost_property(const struct source *src, const yaml_event_t *e, struct span whole,
                           struct span text) {
    size_t n = text.begin > whole.begin ? text.begin - whole.begin : 0;
    bool is_block = e->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                    e->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
    return is_block && str_index((struct str){src->text.p + whole.begin, n}, '\n') < n;
}

static const yaml_char_t *anchor_of(const yaml_event_t *e) {
    switch (e->type) {
    case YAML_ALIAS_EVENT:
        return e->data.alias.anchor;
    case YAML_SCALAR_EVENT:
        return e->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT:
        return e->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT:
        return e->data.mapping_start.anchor;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        break;
    }
    return NULL;
}

/* Marks that libyaml ends earlier than js-yaml does: `?x` in flow style, and names of anchors.
 * Refused, so that nobody gets the other reading. */
bool yaml_is_cut_short(const struct source *src, const yaml_event_t *e, struct span span) {
    struct str s = src->text;
    const yaml_char_t *anchor = anchor_of(e);
    size_t at = span.begin, n = anchor ? strlen((const char *)anchor) : 0;
    if (at > 0 && s.p[at - 1] == '?')
        return true;
    while (n && at < s.n && s.p[at] != '&' && s.p[at] != '*')
        at++;
    return n && at + 1 + n < s.n && !yaml_ends_property(s.p[at + 1 + n]);
}

/* js-yaml gives the empty last item of a list the item after it, where that is of an outer list. */
bool yaml_is_swallowing(const struct source *src, struct span list, struct span last) {
    struct str s = src->text;
    size_t at = last.begin;
    if (last.begin != last.end || list.begin >= s.n || s.p[list.begin] != '-')
        return false;
    while (at < s.n && (yaml_is_blank(s.p[at]) || s.p[at] == '#'))
        at += s.p[at] == '#' ? str_index(str_skip(s, at), '\n') : 1;
    return at < s.n && s.p[at] == '-' && (at + 1 == s.n || yaml_is_blank(s.p[at + 1]));
}

/* js-yaml takes a `---` that begins the document for its mark even where text follows at once
 * ("---10" is 10); libyaml takes the whole for text. Refused, so that nobody gets the wrong one. */
bool yaml_is_glued_mark(struct str text, size_t *at) {
    for (size_t i = 0; i < text.n; i++) {
        size_t end = i + str_index(str_skip(text, i), '\n');
        size_t first = i;
        while (first < end && yaml_is_blank(text.p[first]))
            first++;
        if (first < end && text.p[first] != '#' && text.p[first] != '%') {
            *at = i;
            return str_starts(str_skip(text, i), STR("---")) && end - i > 3 &&
                   !yaml_is_blank(text.p[i + 3]);
        }
        i = end;
    }
    return false;
}
