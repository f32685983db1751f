/* Facts as lines that a test can compare: one per fact, names instead of indices. */
#pragma once

#include "lint/scan/extract.h"
#include "schema/base/buf.h"

enum facts_part {
    FACTS_IMPORTS = 1,
    FACTS_EXPORTS = 2,
    FACTS_FUNCTIONS = 4,
    FACTS_CLASSES = 8,
    FACTS_STATES = 16, /* and uses */
    FACTS_CALLS = 32,
    FACTS_MARKS = 64,
    FACTS_ENVS = 128,
    FACTS_ALL = 255,
};

void facts_lines(const struct facts *f, struct str text, unsigned parts, struct buf *out);
