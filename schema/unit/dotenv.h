/* .env files as the dotenv package (16, 17) reads them. Source: its LINE expression,
 *
 *   ^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|
 *   \s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$        (global, multi-line)
 *
 * and what it does to the value: trimmed, one pair of quotes removed, \n and \r expanded within double
 * quotes. Nothing is interpolated and lines that do not fit are passed over. */
#pragma once

#include "schema/base/arena.h"

struct dotenv_entry {
    struct str name, value;
    size_t at; /* where the name stands in the text, in bytes */
};

/* The assignments in the order of the file, a repeated name once for each; returns how many. */
size_t dotenv_parse(struct arena *a, struct str text, const struct dotenv_entry **entries);
