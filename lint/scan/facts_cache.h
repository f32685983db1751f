/* Facts as bytes, for the cache: the arrays as they are in memory, behind a head with their sizes.
 *
 * They are used where they were read, without a copy, so every field is checked at the door by a table:
 * a text lies in the pool, a span in the file, an index in its array, a chain has an end. The
 * layout is the compiler's; facts_layout() tells one from another. */
#pragma once

#include "lint/scan/facts.h"
#include "schema/base/buf.h"

enum facts_array {
    FACTS_IMPORTS,
    FACTS_EXPORTS,
    FACTS_FUNCTIONS,
    FACTS_CLASSES,
    FACTS_STATES,
    FACTS_USES,
    FACTS_CALLS,
    FACTS_GUARDS,
    FACTS_MARKS,
    FACTS_ENVS,
    FACTS_ARRAYS
};

enum facts_check {
    CHECK_TEXT,   /* struct fact_text, in the pool */
    CHECK_SPAN,   /* struct fact_span, in the file */
    CHECK_INDEX,  /* uint32_t below the size of array `bound` */
    CHECK_LINK,   /* the same, or FACT_NONE */
    CHECK_OUTER,  /* the same, of its own array, and no circle comes of it */
    CHECK_BYTE,   /* uint8_t below `bound` */
    CHECK_SHORT,  /* uint16_t below `bound` */
    CHECK_BOOL,   /* bool */
    CHECK_FLAGS8, /* any bits, of that many */
    CHECK_FLAGS16,
    CHECK_FLAGS32,
};

struct facts_field {
    uint16_t at, size; /* in the array's item */
    uint8_t check;     /* enum facts_check */
    uint32_t bound;
};

/* By enum facts_array; a test holds every byte of the items against it. */
struct facts_table {
    const char *name;
    size_t item_size;
    const struct facts_field *fields;
    size_t n_fields;
};
extern const struct facts_table facts_tables[FACTS_ARRAYS];

enum { FACTS_ALIGN = 8 };

/* Different where the layout is. */
uint64_t facts_layout(void);

/* Appends the facts; out->n is a multiple of FACTS_ALIGN before and after. */
void facts_write(struct buf *out, const struct facts *facts);

/* The facts in n bytes, which are aligned to FACTS_ALIGN, stay, and are not changed: what facts_write
 * made of a file of text_n bytes. False where they cannot be that. */
bool facts_read(char *bytes, size_t n, uint32_t text_n, struct facts *facts);
