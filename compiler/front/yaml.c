/* YAML to located values: libyaml's events composed the way js-yaml 4.3.1 does.
 *
 * Aliases share the value they name, so the tree is a graph without cycles; its expanded size is
 * counted while it grows and bounded, so that later passes may walk it as a tree. */
#include "compiler/front/yaml_marks.h"
#include "compiler/front/yaml_parts.h"

#include <yaml.h>

#include "lint/lint.h"

enum {
    DEPTH_MOST = 100,     /* js-yaml's maxDepth */
    SIZE_MOST = 1000000,  /* values, aliases expanded */
    DUPLICATES_MOST = 20, /* reported before giving up */
};

struct load {
    struct front *front;
    const struct source *src;
    struct arena *arena;
    yaml_parser_t parser;
    struct yaml_text text;
    struct yaml_map anchor_index;
    VEC(struct yaml_node *) anchors;
    struct span last_alias;
    struct str last_alias_name;
    unsigned merged, duplicates;
};

/* ---- saying what is wrong ---- */

static struct diag *fail(struct load *l, size_t begin, size_t end, const char *fmt, ...)
    ATTR_PRINTF(4, 5);

static struct diag *fail(struct load *l, size_t begin, size_t end, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct str words = arena_vfmt(l->arena, fmt, ap);
    va_end(ap);
    return diag_add(l->front->sink, RULE_PARSE_ERROR, span_of(l->src, begin, end),
                    "the file cannot be parsed: %.*s", STR_ARG(words));
}

/* The bytes of the character at `at`, so that a caret has something to stand under. */
static size_t character_end(const struct load *l, size_t at) {
    struct str s = l->src->text;
    if (at >= s.n || s.p[at] == '\n' || s.p[at] == '\r')
        return at;
    for (at++; at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;)
        at++;
    return at;
}

static void report_parser(struct load *l) {
    const yaml_parser_t *p = &l->parser;
    const char *problem = p->problem ? p->problem : "it makes no sense", *help;
    bool by_byte = p->error == YAML_READER_ERROR;
    size_t at = by_byte ? l->text.skipped + p->problem_offset
                        : yaml_text_offset(&l->text, p->problem_mark.index);
    if (at > l->src->text.n)
        at = l->src->text.n;
    char c = at < l->src->text.n ? l->src->text.p[at] : 0;
    struct str words = yaml_problem_words(l->arena, problem, p->context, c, &help);
    struct diag *d = fail(l, at, character_end(l, at), "%.*s", STR_ARG(words));
    if (help)
        diag_help(l->front->sink, d, "%s", help);
    size_t from = p->context ? yaml_text_offset(&l->text, p->context_mark.index) : at;
    if (from < at)
        diag_relate(l->front->sink, d, span_of(l->src, from, character_end(l, from)), "%s",
                    p->context);
}

/* False, reported, where the text is not YAML. */
static bool next_event(struct load *l, yaml_event_t *event) {
    if (yaml_parser_parse(&l->parser, event))
        return true;
    report_parser(l);
    return false;
}

/* ---- places ---- */

static struct span event_span(const struct load *l, const yaml_event_t *e) {
    return span_of(l->src, yaml_text_offset(&l->text, e->start_mark.index),
                   yaml_text_offset(&l->text, e->end_mark.index));
}

static size_t skip_blanks_and_comments(struct str s, size_t at) {
    while (at < s.n && (yaml_is_blank(s.p[at]) || s.p[at] == '#'))
        if (s.p[at] == '#')
            at += str_index(str_skip(s, at), '\n');
        else
            at++;
    return at;
}

/* Where the node begins behind its tag and anchor. A lone "!" is noted: libyaml forgets it. */
static size_t skip_properties(struct str s, size_t at, bool *has_bang) {
    while (at < s.n && (s.p[at] == '!' || s.p[at] == '&')) {
        size_t from = at;
        if (s.n - at > 1 && s.p[at + 1] == '<')
            at += str_index(str_skip(s, at), '>') + (at < s.n);
        while (at < s.n && !yaml_ends_property(s.p[at]))
            at++;
        *has_bang |= s.p[from] == '!' && at == from + 1;
        at = skip_blanks_and_comments(s, at);
    }
    return at;
}

/* The span of a node without its properties and without line ends behind it. */
static struct span node_span(const struct load *l, const yaml_event_t *e, bool *has_bang) {
    struct span span = event_span(l, e);
    size_t begin = skip_properties(l->src->text, span.begin, has_bang);
    if (begin >= span.end)
        return span;
    while (span.end > begin && yaml_is_blank(l->src->text.p[span.end - 1]))
        span.end--;
    span.begin = (uint32_t)begin;
    return span;
}

/* ---- anchors ---- */

static void set_anchor(struct load *l, const yaml_char_t *name, struct yaml_node *node) {
    if (!name)
        return;
    struct str key = arena_str(l->arena, str_of((const char *)name));
    VEC_PUSH(l->arena, &l->anchors, node);
    yaml_map_set(&l->anchor_index, l->arena, key, (uint32_t)l->anchors.n);
}

static struct yaml_node *compose_alias(struct load *l, const yaml_event_t *e) {
    struct str name = arena_str(l->arena, str_of((const char *)e->data.alias.anchor));
    struct span span = event_span(l, e);
    uint32_t at = yaml_map_get(&l->anchor_index, name);
    struct yaml_node *node = at ? l->anchors.at[at - 1] : NULL;
    if (!node) {
        struct diag *d =
            fail(l, span.begin, span.end, "the alias *%.*s names no anchor", STR_ARG(name));
        diag_help(l->front->sink, d, "define &%.*s before this line, or put the text in quotes",
                  STR_ARG(name));
        return NULL;
    }
    if (node->is_open) {
        (void)fail(l, span.begin, span.end,
                   "the alias *%.*s stands inside what it names, without end", STR_ARG(name));
        return NULL;
    }
    l->last_alias = span;
    l->last_alias_name = name;
    return node;
}

/* Adds the child's size; false, reported, where the expanded document is too large. */
static bool add_size(struct load *l, struct yaml_node *node, const struct yaml_node *child) {
    node->size += child->size;
    if (node->size <= SIZE_MOST)
        return true;
    if (l->last_alias.src)
        (void)fail(l, l->last_alias.begin, l->last_alias.end,
                   "the alias *%.*s makes it more than %d values when written out",
                   STR_ARG(l->last_alias_name), SIZE_MOST);
    else
        (void)fail(l, node->value.span.begin, node->value.span.begin, "it has more than %d values",
                   SIZE_MOST);
    return false;
}

/* ---- nodes ---- */

static struct yaml_node *compose(struct load *l, yaml_event_t *e, unsigned depth);

static struct yaml_node *report_tag(struct load *l, const yaml_event_t *e, const char *tag,
                                    const char *wrong) {
    struct span span = event_span(l, e);
    struct str shown = str_of(tag), standard = STR("tag:yaml.org,2002:");
    bool is_short = str_starts(shown, standard);
    if (is_short)
        shown = str_skip(shown, standard.n);
    (void)fail(l, span.begin, span.end, "the tag %s%.*s %s", is_short ? "!!" : "", STR_ARG(shown),
               wrong);
    return NULL;
}

static struct yaml_node *compose_scalar(struct load *l, const yaml_event_t *e) {
    struct yaml_node *node = arena_new(l->arena, struct yaml_node);
    bool has_bang = false, is_plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const char *tag = (const char *)e->data.scalar.tag;
    struct str text = yaml_text_copy(&l->text, l->arena, (const char *)e->data.scalar.value,
                                     e->data.scalar.length);
    node->size = 1;
    node->value.span = node_span(l, e, &has_bang);
    struct span span = event_span(l, e);
    if (yaml_is_lost_property(l->src, e, span, node->value.span)) {
        (void)fail(l, span.begin, node->value.span.begin,
                   "a tag or an anchor has to stand on the line of its block text");
        return NULL;
    }
    if (!tag)
        tag = has_bang ? "!" : is_plain ? "?" : "!";
    const char *wrong = yaml_tag_scalar(l->arena, str_of(tag), text, is_plain && text.n == 0, node);
    if (wrong)
        return report_tag(l, e, tag, wrong);
    set_anchor(l, e->data.scalar.anchor, node);
    return node;
}

/* The collection's end: in flow style its bracket, in block style the end of its last child. */
static void close_span(const struct load *l, struct yaml_node *node, const yaml_event_t *end,
                       const struct value *last) {
    struct span mark = event_span(l, end);
    char c = mark.end > mark.begin ? l->src->text.p[mark.end - 1] : 0;
    if (c == ']' || c == '}')
        node->value.span.end = mark.end;
    else if (last && last->span.end > node->value.span.begin)
        node->value.span.end = last->span.end;
}

static bool finish_tag(struct load *l, const yaml_event_t *start, const yaml_char_t *tag,
                       struct yaml_node *node) {
    const char *wrong = tag ? yaml_tag_collection(l->arena, str_of((const char *)tag), node) : NULL;
    if (wrong)
        (void)report_tag(l, start, (const char *)tag, wrong);
    return !wrong;
}

static struct yaml_node *open_node(struct load *l, const yaml_event_t *start,
                                   const yaml_char_t *anchor) {
    struct yaml_node *node = arena_new(l->arena, struct yaml_node);
    bool has_bang = false;
    node->value.span = event_span(l, start);
    node->value.span.begin =
        (uint32_t)skip_properties(l->src->text, node->value.span.begin, &has_bang);
    if (node->value.span.end < node->value.span.begin)
        node->value.span.end = node->value.span.begin;
    node->size = 1;
    node->is_open = true;
    set_anchor(l, anchor, node);
    return node;
}

static bool check_last_item(struct load *l, const struct yaml_node *list) {
    const struct value *v = &list->value;
    if (v->array.n == 0 || !yaml_is_swallowing(l->src, v->span, v->array.at[v->array.n - 1]->span))
        return true;
    size_t at = v->array.at[v->array.n - 1]->span.begin;
    (void)fail(l, at, at,
               "an empty last item of a list has to be written as null where another list goes on");
    return false;
}

static struct yaml_node *compose_sequence(struct load *l, const yaml_event_t *start,
                                          unsigned depth) {
    struct yaml_node *node = open_node(l, start, start->data.sequence_start.anchor);
    VEC(const struct value *) items = {0};
    yaml_event_t e;
    while (next_event(l, &e)) {
        if (e.type == YAML_SEQUENCE_END_EVENT) {
            close_span(l, node, &e, items.n ? items.at[items.n - 1] : NULL);
            yaml_event_delete(&e);
            node->value.kind = VALUE_ARRAY;
            node->value.array.at = items.at;
            node->value.array.n = items.n;
            node->is_open = false;
            if (!finish_tag(l, start, start->data.sequence_start.tag, node) ||
                !check_last_item(l, node))
                return NULL;
            set_anchor(l, start->data.sequence_start.anchor, node);
            return node;
        }
        const struct yaml_node *item = compose(l, &e, depth + 1);
        if (!item || !add_size(l, node, item))
            return NULL;
        VEC_PUSH(l->arena, &items, &item->value);
    }
    return NULL;
}

/* The value where it was written, which for an alias is not where its value stands. */
struct written {
    struct yaml_node *node;
    struct span span;
    bool is_alias;
};

static bool compose_written(struct load *l, yaml_event_t *e, unsigned depth, struct written *w) {
    bool has_bang = false;
    w->is_alias = e->type == YAML_ALIAS_EVENT;
    w->span = w->is_alias ? event_span(l, e) : node_span(l, e, &has_bang);
    w->node = compose(l, e, depth);
    if (w->node && !w->is_alias)
        w->span = w->node->value.span;
    return w->node != NULL;
}

static bool report_duplicate(struct load *l, struct str key, struct span first, struct span again) {
    struct diag *d = diag_add(
        l->front->sink, RULE_DUPLICATE_KEY, again,
        "PM2 refuses the file: the key \"%.*s\" is given twice in one mapping", STR_ARG(key));
    d->token = key;
    diag_relate(l->front->sink, d, first, "first given here");
    diag_help(l->front->sink, d, "remove or rename one of them");
    return ++l->duplicates < DUPLICATES_MOST;
}

/* Is the key written as "? key" in block style? js-yaml does not take << for a merge there. */
static bool is_explicit_key(const struct load *l, struct span key) {
    struct str s = l->src->text;
    size_t i = key.begin;
    while (i > 0 && yaml_is_blank(s.p[i - 1]))
        i--;
    return i > 0 && i < key.begin && s.p[i - 1] == '?' && (i == 1 || yaml_is_blank(s.p[i - 2]));
}

static bool store_pair(struct load *l, struct yaml_object *object, const struct written *key,
                       const struct written *value, bool is_block) {
    struct str text;
    bool is_merge =
        key->node->is_merge && !key->is_alias && !(is_block && is_explicit_key(l, key->span));
    const char *wrong = is_merge
                            ? yaml_object_merge(object, l->arena, &value->node->value, &l->merged)
                            : yaml_key_text(l->arena, &key->node->value, &text);
    if (wrong) {
        struct span span = is_merge ? value->span : key->span;
        (void)fail(l, span.begin, span.end, "%s", wrong);
        return false;
    }
    if (is_merge)
        return true;
    struct member m = {.key = text, .key_span = key->span, .value = &value->node->value};
    struct yaml_entry *entry = yaml_object_find(object, text);
    if (!entry) {
        yaml_object_add(object, l->arena, m, false);
        return true;
    }
    if (!entry->is_merged)
        return report_duplicate(l, text, entry->member.key_span, key->span);
    *entry = (struct yaml_entry){.member = m};
    return true;
}

/* `[a: b]`: a mapping of one pair, which has no bracket of its own. */
static bool is_bare_pair(const struct load *l, const yaml_event_t *start, const struct span *span) {
    return start->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE &&
           (span->begin >= l->src->text.n || l->src->text.p[span->begin] != '{');
}

static bool finish_mapping(struct load *l, const yaml_event_t *start, struct yaml_object *object,
                           struct yaml_node *node) {
    const struct yaml_node none = {0};
    yaml_object_finish(object, l->arena, node);
    node->is_open = false;
    if (!add_size(l, node, &none) || !finish_tag(l, start, start->data.mapping_start.tag, node))
        return false;
    set_anchor(l, start->data.mapping_start.anchor, node);
    return true;
}

static struct yaml_node *compose_mapping(struct load *l, const yaml_event_t *start,
                                         unsigned depth) {
    struct yaml_node *node = open_node(l, start, start->data.mapping_start.anchor);
    struct yaml_object object = {0};
    struct written key, value = {0};
    yaml_event_t e;
    bool is_block = start->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE;
    unsigned below = depth + !is_bare_pair(l, start, &node->value.span);
    while (next_event(l, &e)) {
        if (e.type == YAML_MAPPING_END_EVENT) {
            struct value last = {.span = value.span};
            close_span(l, node, &e, value.node ? &last : NULL);
            yaml_event_delete(&e);
            return finish_mapping(l, start, &object, node) ? node : NULL;
        }
        if (!compose_written(l, &e, below, &key) || !next_event(l, &e) ||
            !compose_written(l, &e, below, &value) ||
            !store_pair(l, &object, &key, &value, is_block) || !add_size(l, node, value.node))
            return NULL;
    }
    return NULL;
}

static struct yaml_node *compose_kind(struct load *l, const yaml_event_t *e, unsigned depth) {
    switch (e->type) {
    case YAML_ALIAS_EVENT:
        return compose_alias(l, e);
    case YAML_SCALAR_EVENT:
        return compose_scalar(l, e);
    case YAML_SEQUENCE_START_EVENT:
        return compose_sequence(l, e, depth);
    case YAML_MAPPING_START_EVENT:
        return compose_mapping(l, e, depth);
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

/* The node that begins with event e, which is used up; NULL, reported, where there is none. */
static struct yaml_node *compose(struct load *l, yaml_event_t *e, unsigned depth) {
    struct yaml_node *node = NULL;
    struct span span = event_span(l, e);
    bool has_bang = false;
    struct span inner = e->type == YAML_MAPPING_START_EVENT ? node_span(l, e, &has_bang) : span;
    bool bare = e->type == YAML_MAPPING_START_EVENT && is_bare_pair(l, e, &inner);
    if (depth >= DEPTH_MOST && !bare)
        (void)fail(l, span.begin, character_end(l, span.begin),
                   "it is nested deeper than %d levels, where the YAML reader stops", DEPTH_MOST);
    else if (yaml_is_cut_short(l->src, e, span))
        (void)fail(l, span.begin, character_end(l, span.begin),
                   "a blank has to stand here, or quotes around the text");
    else
        node = compose_kind(l, e, depth);
    yaml_event_delete(e);
    return node;
}

/* ---- the document ---- */

static bool skip_event(struct load *l, yaml_event_type_t *type, struct span *span) {
    yaml_event_t e;
    if (!next_event(l, &e))
        return false;
    *type = e.type;
    *span = event_span(l, &e);
    yaml_event_delete(&e);
    return true;
}

static const struct value *load_document(struct load *l) {
    yaml_event_type_t type;
    struct span span;
    yaml_event_t e;
    if (!skip_event(l, &type, &span) || !skip_event(l, &type, &span))
        return NULL;
    if (type == YAML_STREAM_END_EVENT) {
        (void)diag_add(l->front->sink, RULE_PARSE_ERROR, span_of(l->src, 0, 0),
                       "the file is empty: it has no value, and nothing is started from it");
        return NULL;
    }
    if (!next_event(l, &e))
        return NULL;
    const struct yaml_node *root = compose(l, &e, 0);
    if (!root || !skip_event(l, &type, &span) || !skip_event(l, &type, &span))
        return NULL;
    if (type != YAML_STREAM_END_EVENT) {
        struct diag *d = fail(l, span.begin, span.end, "a second document begins");
        diag_help(l->front->sink, d, "keep one document in the file");
        return NULL;
    }
    return l->duplicates ? NULL : &root->value;
}

const struct value *front_yaml(struct front *f, const struct source *src) {
    struct load l = {.front = f, .src = src, .arena = f->arena};
    size_t at;
    const char *wrong = yaml_text_init(&l.text, f->arena, src->text, &at);
    if (wrong) {
        (void)fail(&l, at, character_end(&l, at), "%s", wrong);
        return NULL;
    }
    if (yaml_is_glued_mark(l.text.feed, &at)) {
        at += l.text.skipped;
        (void)fail(&l, at, at + 3, "a blank or the end of the line has to follow `---`");
        return NULL;
    }
    if (!yaml_parser_initialize(&l.parser)) {
        (void)fail(&l, 0, 0, "memory is out");
        return NULL;
    }
    yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&l.parser, (const unsigned char *)l.text.feed.p, l.text.feed.n);
    const struct value *value = load_document(&l);
    yaml_parser_delete(&l.parser);
    return value;
}
