/* One file's text to facts. Pure: no file, no clock; safe to call from several threads, each with an
 * arena of its own. */
#pragma once

#include "lint/scan/facts.h"

enum mark_kind {
#define MARK(id, ...) MARK_##id,
#include "lint/scan/marks.def"
#undef MARK
    MARK_COUNT
};

enum mark_flag {
    MARK_SHARED = 1, /* has a store, adapter or lock that all processes see */
    MARK_READONLY = 2,
    MARK_WAL = 4,
    MARK_CONSTANT = 8,       /* its path is a constant text */
    MARK_PER_INSTANCE = 16,  /* its path, name or port has the instance's number in it */
    MARK_GUARDED = 32,       /* ready: by ?. or a test of process.send */
    MARK_IN_LISTEN = 64,     /* ready: in listen's callback, or after it was awaited */
    MARK_AFTER_AWAIT = 128,  /* listen: something is awaited before it, at boot */
    MARK_EXITS = 256,        /* process.exit() in the handler */
    MARK_DRAINS = 512,       /* close(), disconnect(), end() in the handler */
    MARK_DISTRIBUTED = 1024, /* node-cron: distributed */
    MARK_EFFECT =
        2048, /* the body awaits, sends, writes or calls out; not only local bookkeeping */
    MARK_UNREF = 4096,
    MARK_ONCE = 8192,  /* setTimeout, not repeated */
    MARK_OPEN = 16384, /* its options are not all known: they come from elsewhere */
};

/* A row of libraries.def, for messages and the rule pages: "express-session". */
const char *mark_library_name(uint16_t library);
const char *mark_kind_name(unsigned kind);

/* Whether a file needs parsing at all: one pass over the text that finds its imports and whether any word
 * occurs that an extractor looks for. Fills imports and exports-from roughly (comments, strings and regular
 * expressions are passed over) when false. */
bool extract_wanted(struct arena *a, const struct source *src, struct facts *facts);

/* The facts of the file; what is wrong in it makes is_partial, never a failure. */
void extract_facts(struct arena *a, const struct source *src, struct facts *facts);
