/* The plan image: what ecoc writes and ecort runs. Our own format, version 1.0.
 *
 * Little-endian, 32-bit words at offsets that are multiples of 4 (of 8 where records are multiples
 * of 8 bytes), no pointers, no time stamps, no host names, no output path: same source, profile and
 * inputs give the same bytes.
 *
 *   header (40 bytes) | section table | sections
 *
 * Sections of a kind the reader does not know are skipped. A record may be longer than the reader
 * knows (newer writer) or shorter (older writer: missing slots have the option table's defaults).
 *
 * PLAN_STRINGS    bytes; a string ref is an offset into it. Every string ends with a NUL and so does
 *                 the section. Offset 0 means "none"; the empty string stands at offset 1.
 * PLAN_APPS       records of words: PLAN_APP_HEAD words (enum plan_app_word), then the slots of
 *                 BLOCK_APP.
 * PLAN_POLICY, PLAN_HTTP ... PLAN_COMPAT
 *                 records of words: the slots of one block. Apps name a record by its index + 1;
 *                 0: the app has none (every app has a policy). Equal records are stored once. The
 *                 first two words of a policy are the switches of BLOCK_BITS.
 * PLAN_LISTS      words: a list ref is an index; there stands n, then the items. Ref 0 is the empty
 *                 list.
 * PLAN_TEMPLATES  words: a text ref with PLAN_TEMPLATE set is an index; there stands n, then n parts
 *                 of three words {kind | flags, a, b}. A text ref without it is a string ref.
 * PLAN_NUMBERS    64-bit numbers; ref = index + 1, 0 = none.
 * PLAN_CRONS      struct plan_cron; ref = index + 1, 0 = none.
 * PLAN_INPUTS     struct plan_input: files read (the configuration first), then variables read.
 * PLAN_ORIGINS    bytes: an app's origins are at an offset: numbers as LEB128, first n, then n times
 *                 {key, (line - previous line as zigzag) << 1 | other, input where `other` is 1,
 *                 else as before}; line and input begin as 0. The key is block << 6 | slot of an
 *                 option, or PLAN_KEY_ENV + i for the i-th variable of env. Optional; plan_diff
 *                 does not look at it.
 *
 * A slot, by the option's representation:
 *   BOOL                        a bit, or a word 0 or 1
 *   INT INSTANCES MS WORD SIGNAL   the number (two's complement); PLAN_NONE where not given and
 *                               without default
 *   BYTES                       number ref
 *   STR PATH                    text ref
 *   JSON                        string ref
 *   LIST WATCH                  list of text refs (watch: true is the list ".")
 *   CODES                       list of numbers
 *   ENV                         list of pairs {name string ref, text ref}, n the number of pairs
 *   CRON                        cron ref
 *   DATE                        list {format string ref, program string ref} (unit/date_format.h) */
#pragma once

#include <stdint.h>

#define PLAN_MAGIC "ECOPLAN\x1a"

enum {
    PLAN_MAJOR = 1, /* a reader refuses a larger `reader_major` than its own */
    PLAN_MINOR = 0,
    PLAN_APP_HEAD = 7,
    PLAN_PART_WORDS = 3,
    PLAN_KEY_ENV = 1024,
};

#define PLAN_NONE UINT32_C(0x80000000)     /* in a number slot */
#define PLAN_TEMPLATE UINT32_C(0x80000000) /* in a text ref */

enum plan_section_kind {
    PLAN_STRINGS = 1,
    PLAN_APPS,
    PLAN_POLICY,
    PLAN_HTTP,
    PLAN_ROTATE,
    PLAN_ERROR,
    PLAN_CGROUP,
    PLAN_COMPAT,
    PLAN_LISTS,
    PLAN_TEMPLATES,
    PLAN_NUMBERS,
    PLAN_CRONS,
    PLAN_INPUTS,
    PLAN_ORIGINS,
    PLAN_KIND_COUNT,
};

/* Words at the head of an app record. */
enum plan_app_word {
    PLAN_APP_POLICY, /* index + 1 into PLAN_POLICY */
    PLAN_APP_HTTP,   /* BLOCK_HTTP ... BLOCK_COMPAT in the order of enum opt_block; 0 = none */
    PLAN_APP_ROTATE,
    PLAN_APP_ERROR,
    PLAN_APP_CGROUP,
    PLAN_APP_COMPAT,
    PLAN_APP_ORIGINS, /* offset into PLAN_ORIGINS + 1, 0 = none */
};

enum plan_part_kind {
    PLAN_PART_TEXT, /* a: string ref */
    PLAN_PART_ENV,  /* a: name, b: default (0 = none: the variable must be set) */
    PLAN_PART_ROOT, /* the directory of the configuration file */
    PLAN_PART_KIND_MASK = 0xff,
    PLAN_PART_EMPTY_IS_MISSING = 0x100, /* an empty variable takes the default too */
};

enum plan_input_kind { PLAN_INPUT_FILE = 1, PLAN_INPUT_ENV = 2 };

struct plan_header {
    char magic[8];
    uint16_t major, minor;
    uint16_t reader_major; /* the oldest reader that understands this file */
    uint16_t zero;
    uint32_t size_bytes;
    uint32_t n_sections;
    uint64_t hash;    /* hash_bytes_but(whole file, offset of this field) */
    uint32_t profile; /* string ref: the profile it was built for, 0 = none */
    uint32_t reserved;
};

struct plan_section {
    uint16_t kind;
    uint16_t entry_bytes; /* of one record; 1 for bytes, 4 for words */
    uint32_t offset, size_bytes;
};

struct plan_cron {
    uint32_t second[2], minute[2]; /* 60-bit masks, low word first */
    uint32_t hour, day;            /* bit h; bit d (1-31) */
    uint32_t month, weekday;       /* bit m (1-12); bit w (0-6, Sunday 0) */
    uint32_t flags;                /* as struct cron of schema/unit/cron.h */
    uint32_t text;                 /* string ref: the pattern as written */
};

struct plan_input {
    uint32_t kind; /* enum plan_input_kind */
    uint32_t
        name; /* string ref: path relative to the configuration's directory; name of the variable */
    uint64_t digest; /* hash_bytes of the file; 0 for a variable */
};

_Static_assert(sizeof(struct plan_header) == 40, "the header is 40 bytes");
_Static_assert(sizeof(struct plan_section) == 12, "a section entry is 12 bytes");
_Static_assert(sizeof(struct plan_cron) == 40, "a cron record is 40 bytes");
_Static_assert(sizeof(struct plan_input) == 16, "an input record is 16 bytes");
