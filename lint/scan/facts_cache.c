/* The table of all fields, and the three loops over it. */
#include "lint/scan/facts_cache.h"

#include <stdlib.h>

#include "lint/scan/extract.h"
#include "schema/base/hash.h"

#define FIELD(type, name, check, bound)                                                            \
    { offsetof(struct type, name), sizeof((struct type *)NULL)->name, check, bound }

static const struct facts_field import_fields[] = {
    FIELD(fact_import, module, CHECK_TEXT, 0),
    FIELD(fact_import, name, CHECK_TEXT, 0),
    FIELD(fact_import, local, CHECK_TEXT, 0),
    FIELD(fact_import, span, CHECK_SPAN, 0),
    FIELD(fact_import, guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_import, is_dynamic, CHECK_BOOL, 0),
    FIELD(fact_import, is_type, CHECK_BOOL, 0),
};

static const struct facts_field export_fields[] = {
    FIELD(fact_export, name, CHECK_TEXT, 0),
    FIELD(fact_export, local, CHECK_TEXT, 0),
    FIELD(fact_export, module, CHECK_TEXT, 0),
    FIELD(fact_export, function, CHECK_LINK, FACTS_FUNCTIONS),
    FIELD(fact_export, klass, CHECK_LINK, FACTS_CLASSES),
    FIELD(fact_export, state, CHECK_LINK, FACTS_STATES),
    FIELD(fact_export, guard, CHECK_LINK, FACTS_GUARDS),
};

static const struct facts_field function_fields[] = {
    FIELD(fact_function, name, CHECK_TEXT, 0),
    FIELD(fact_function, span, CHECK_SPAN, 0),
    FIELD(fact_function, head, CHECK_SPAN, 0),
    FIELD(fact_function, outer, CHECK_OUTER, FACTS_FUNCTIONS),
    FIELD(fact_function, klass, CHECK_LINK, FACTS_CLASSES),
    FIELD(fact_function, guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_function, body_guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_function, callee, CHECK_TEXT, 0),
    FIELD(fact_function, event, CHECK_TEXT, 0),
    FIELD(fact_function, kind, CHECK_BYTE, FN_OTHER + 1),
    FIELD(fact_function, flags, CHECK_FLAGS16, 0),
};

static const struct facts_field class_fields[] = {
    FIELD(fact_class, name, CHECK_TEXT, 0),     FIELD(fact_class, extends, CHECK_TEXT, 0),
    FIELD(fact_class, span, CHECK_SPAN, 0),     FIELD(fact_class, guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_class, flags, CHECK_FLAGS16, 0),
};

static const struct facts_field state_fields[] = {
    FIELD(fact_state, name, CHECK_TEXT, 0),
    FIELD(fact_state, type, CHECK_TEXT, 0),
    FIELD(fact_state, span, CHECK_SPAN, 0),
    FIELD(fact_state, klass, CHECK_LINK, FACTS_CLASSES),
    FIELD(fact_state, function, CHECK_LINK, FACTS_FUNCTIONS),
    FIELD(fact_state, kind, CHECK_BYTE, STATE_OTHER + 1),
    FIELD(fact_state, flags, CHECK_FLAGS8, 0),
};

static const struct facts_field use_fields[] = {
    FIELD(fact_use, state, CHECK_LINK, FACTS_STATES),
    FIELD(fact_use, import, CHECK_LINK, FACTS_IMPORTS),
    FIELD(fact_use, member, CHECK_TEXT, 0),
    FIELD(fact_use, key, CHECK_TEXT, 0),
    FIELD(fact_use, span, CHECK_SPAN, 0),
    FIELD(fact_use, function, CHECK_INDEX, FACTS_FUNCTIONS),
    FIELD(fact_use, guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_use, op, CHECK_BYTE, USE_ESCAPE + 1),
    FIELD(fact_use, hint, CHECK_FLAGS8, 0),
};

static const struct facts_field call_fields[] = {
    FIELD(fact_call, function, CHECK_INDEX, FACTS_FUNCTIONS),
    FIELD(fact_call, target, CHECK_LINK, FACTS_FUNCTIONS),
    FIELD(fact_call, import, CHECK_LINK, FACTS_IMPORTS),
    FIELD(fact_call, member, CHECK_TEXT, 0),
    FIELD(fact_call, object, CHECK_TEXT, 0),
    FIELD(fact_call, span, CHECK_SPAN, 0),
    FIELD(fact_call, guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_call, is_awaited, CHECK_BOOL, 0),
    FIELD(fact_call, is_reference, CHECK_BOOL, 0),
};

static const struct facts_field guard_fields[] = {
    FIELD(fact_guard, outer, CHECK_OUTER, FACTS_GUARDS),
    FIELD(fact_guard, import, CHECK_LINK, FACTS_IMPORTS),
    FIELD(fact_guard, first, CHECK_OUTER, FACTS_GUARDS),
    FIELD(fact_guard, env, CHECK_TEXT, 0),
    FIELD(fact_guard, literal, CHECK_TEXT, 0),
    FIELD(fact_guard, member, CHECK_TEXT, 0),
    FIELD(fact_guard, span, CHECK_SPAN, 0),
    FIELD(fact_guard, kind, CHECK_BYTE, GUARD_OTHER + 1),
    FIELD(fact_guard, negated, CHECK_BOOL, 0),
    FIELD(fact_guard, is_number, CHECK_BOOL, 0),
    FIELD(fact_guard, is_strict, CHECK_BOOL, 0),
    FIELD(fact_guard, or_unset, CHECK_BOOL, 0),
};

static const struct facts_field mark_fields[] = {
    FIELD(fact_mark, kind, CHECK_SHORT, MARK_COUNT),
    FIELD(fact_mark, library, CHECK_FLAGS16, 0),
    FIELD(fact_mark, flags, CHECK_FLAGS32, 0),
    FIELD(fact_mark, function, CHECK_INDEX, FACTS_FUNCTIONS),
    FIELD(fact_mark, guard, CHECK_LINK, FACTS_GUARDS),
    FIELD(fact_mark, klass, CHECK_LINK, FACTS_CLASSES),
    FIELD(fact_mark, body, CHECK_LINK, FACTS_FUNCTIONS),
    FIELD(fact_mark, span, CHECK_SPAN, 0),
    FIELD(fact_mark, name, CHECK_TEXT, 0),
    FIELD(fact_mark, detail, CHECK_TEXT, 0),
};

static const struct facts_field env_fields[] = {
    FIELD(fact_env, name, CHECK_TEXT, 0),
    FIELD(fact_env, span, CHECK_SPAN, 0),
};

#define TABLE(type, fields)                                                                        \
    { #type, sizeof(struct type), fields, ARRAY_LEN(fields) }
const struct facts_table facts_tables[FACTS_ARRAYS] = {
    [FACTS_IMPORTS] = TABLE(fact_import, import_fields),
    [FACTS_EXPORTS] = TABLE(fact_export, export_fields),
    [FACTS_FUNCTIONS] = TABLE(fact_function, function_fields),
    [FACTS_CLASSES] = TABLE(fact_class, class_fields),
    [FACTS_STATES] = TABLE(fact_state, state_fields),
    [FACTS_USES] = TABLE(fact_use, use_fields),
    [FACTS_CALLS] = TABLE(fact_call, call_fields),
    [FACTS_GUARDS] = TABLE(fact_guard, guard_fields),
    [FACTS_MARKS] = TABLE(fact_mark, mark_fields),
    [FACTS_ENVS] = TABLE(fact_env, env_fields),
};

/* The members of struct facts that the tables are of, in their order. */
#define FACTS_EACH(X)                                                                              \
    X(FACTS_IMPORTS, imports)                                                                      \
    X(FACTS_EXPORTS, exports)                                                                      \
    X(FACTS_FUNCTIONS, functions)                                                                  \
    X(FACTS_CLASSES, classes)                                                                      \
    X(FACTS_STATES, states)                                                                        \
    X(FACTS_USES, uses)                                                                            \
    X(FACTS_CALLS, calls)                                                                          \
    X(FACTS_GUARDS, guards)                                                                        \
    X(FACTS_MARKS, marks)                                                                          \
    X(FACTS_ENVS, envs)

struct head {
    uint32_t n[FACTS_ARRAYS];
    uint32_t pool_n;
    uint32_t is_partial, is_skipped;
};

uint64_t facts_layout(void) {
    uint64_t hash = 1; /* also tells the byte order */
    for (size_t t = 0; t < FACTS_ARRAYS; t++)
        for (size_t i = 0; i < facts_tables[t].n_fields; i++) {
            const struct facts_field *f = &facts_tables[t].fields[i];
            const uint64_t parts[] = {hash,     t,       facts_tables[t].item_size, f->at, f->size,
                                      f->check, f->bound};
            hash = hash_bytes(parts, sizeof parts);
        }
    return hash;
}

static size_t aligned(size_t n) {
    return (n + (FACTS_ALIGN - 1)) & ~(size_t)(FACTS_ALIGN - 1);
}

static void add_aligned(struct buf *out, const void *bytes, size_t n) {
    if (n)
        buf_add(out, bytes, n);
    buf_repeat(out, '\0', aligned(n) - n);
}

void facts_write(struct buf *out, const struct facts *facts) {
    struct head head = {
        .pool_n = facts->pool_n, .is_partial = facts->is_partial, .is_skipped = facts->is_skipped};
#define COUNT(id, name) head.n[id] = facts->name.n;
    FACTS_EACH(COUNT)
#undef COUNT
    add_aligned(out, &head, sizeof head);
#define WRITE(id, name) add_aligned(out, facts->name.at, facts->name.n * sizeof *facts->name.at);
    FACTS_EACH(WRITE)
#undef WRITE
    add_aligned(out, facts->pool, facts->pool_n);
}

/* ---- reading ---- */

static bool is_text(const char *p, uint32_t pool_n) {
    struct fact_text text;
    memcpy(&text, p, sizeof text);
    return text.n <= pool_n && text.at <= pool_n - text.n;
}

static bool is_span(const char *p, uint32_t text_n) {
    struct fact_span span;
    memcpy(&span, p, sizeof span);
    return span.begin <= span.end && span.end <= text_n;
}

static uint32_t number(const char *p, size_t size) {
    uint8_t byte;
    uint16_t half;
    uint32_t whole;
    if (size == sizeof byte)
        return memcpy(&byte, p, size), byte;
    if (size == sizeof half)
        return memcpy(&half, p, size), half;
    return memcpy(&whole, p, sizeof whole), whole;
}

static bool is_field(const struct facts_field *f, const char *p, const struct head *head,
                     uint32_t text_n) {
    switch ((enum facts_check)f->check) {
    case CHECK_TEXT:
        return is_text(p, head->pool_n);
    case CHECK_SPAN:
        return is_span(p, text_n);
    case CHECK_INDEX:
        return number(p, sizeof(uint32_t)) < head->n[f->bound];
    case CHECK_LINK:
    case CHECK_OUTER:
        return number(p, sizeof(uint32_t)) == FACT_NONE ||
               number(p, sizeof(uint32_t)) < head->n[f->bound];
    case CHECK_BYTE:
    case CHECK_SHORT:
        return number(p, f->size) < f->bound;
    case CHECK_BOOL:
        return number(p, f->size) <= 1;
    case CHECK_FLAGS8:
    case CHECK_FLAGS16:
    case CHECK_FLAGS32:
        return true;
    }
    return false;
}

static bool is_array(const char *at, enum facts_array id, const struct head *head,
                     uint32_t text_n) {
    const struct facts_table *table = &facts_tables[id];
    for (uint32_t i = 0; i < head->n[id]; i++, at += table->item_size)
        for (size_t k = 0; k < table->n_fields; k++)
            if (!is_field(&table->fields[k], at + table->fields[k].at, head, text_n))
                return false;
    return true;
}

/* The item that link k of item i leads to; FACT_NONE where that is none, or no link of the chain. */
static uint32_t link_of(const struct facts_table *table, const char *items, uint32_t i, size_t k) {
    const struct facts_field *f = &table->fields[k];
    return f->check == CHECK_OUTER ? number(items + i * table->item_size + f->at, sizeof i)
                                   : FACT_NONE;
}

/* Items that nothing leads to are taken away until none is left, or only a circle. */
static bool can_peel(const struct facts_table *table, const char *items, uint32_t n, uint32_t *n_in,
                     uint32_t *queue) {
    uint32_t head = 0, tail = 0, to;
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < table->n_fields; k++)
            if ((to = link_of(table, items, i, k)) != FACT_NONE)
                n_in[to]++;
    for (uint32_t i = 0; i < n; i++)
        if (!n_in[i])
            queue[tail++] = i;
    for (; head < tail; head++)
        for (size_t k = 0; k < table->n_fields; k++)
            if ((to = link_of(table, items, queue[head], k)) != FACT_NONE && --n_in[to] == 0)
                queue[tail++] = to;
    return tail == n;
}

/* No chain of the array comes back to where it was. Most only lead to earlier items, which is seen at
 * once. */
static bool is_acyclic(const char *items, enum facts_array id, uint32_t n) {
    const struct facts_table *table = &facts_tables[id];
    bool goes_down = true;
    for (uint32_t i = 0; i < n && goes_down; i++)
        for (size_t k = 0; k < table->n_fields; k++) {
            uint32_t to = link_of(table, items, i, k);
            goes_down = goes_down && (to == FACT_NONE || to < i);
        }
    if (goes_down)
        return true;
    uint32_t *room = calloc(n, 2 * sizeof *room);
    bool ok = room && can_peel(table, items, n, room, room + n);
    free(room);
    return ok;
}

/* The next n * size bytes; NULL where there are not so many. */
static char *take(char *bytes, size_t total, size_t *at, size_t n, size_t size) {
    size_t left = total - *at;
    if (n > left / size || aligned(n * size) > left)
        return NULL;
    char *p = bytes + *at;
    *at += aligned(n * size);
    return p;
}

bool facts_read(char *bytes, size_t n, uint32_t text_n, struct facts *facts) {
    struct head head;
    char *arrays[FACTS_ARRAYS];
    size_t at = aligned(sizeof head);
    if (n < at || n % FACTS_ALIGN)
        return false;
    memcpy(&head, bytes, sizeof head);
    if (head.is_partial > 1 || head.is_skipped > 1)
        return false;
    for (size_t i = 0; i < FACTS_ARRAYS; i++) {
        arrays[i] = take(bytes, n, &at, head.n[i], facts_tables[i].item_size);
        if (!arrays[i] || !is_array(arrays[i], (enum facts_array)i, &head, text_n))
            return false;
    }
    static const enum facts_array chained[] = {FACTS_FUNCTIONS, FACTS_GUARDS};
    for (size_t i = 0; i < ARRAY_LEN(chained); i++)
        if (!is_acyclic(arrays[chained[i]], chained[i], head.n[chained[i]]))
            return false;
    char *pool = take(bytes, n, &at, head.pool_n, 1);
    if (!pool || at != n)
        return false;
    *facts = (struct facts){.pool = pool, .pool_n = head.pool_n, .pool_cap = head.pool_n};
    facts->is_partial = head.is_partial;
    facts->is_skipped = head.is_skipped;
#define READ(id, name)                                                                             \
    facts->name.at = (void *)arrays[id];                                                           \
    facts->name.n = facts->name.cap = head.n[id];
    FACTS_EACH(READ)
#undef READ
    return true;
}
