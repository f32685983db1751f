/* Completion scripts for shells, made from the tables of commands, flags, rules and options. */
#pragma once

#include "compiler/cmd.h"
#include "schema/base/buf.h"

/* What a word of a flag's argument or of a command's arguments stands for. */
enum completion_kind {
    COMPLETE_NOTHING, /* a number, a name: whoever types knows */
    COMPLETE_WORDS,
    COMPLETE_FILES,
    COMPLETE_REVISIONS,
    COMPLETE_UNKNOWN, /* no row of the table: a test fails */
};

struct completion_argument {
    enum completion_kind kind;
    struct str words; /* COMPLETE_WORDS: separated by blanks */
};

/* "FILE", "WHEN", "KIND[:FILE]", "CODE|OPTION", "[REV] [FILE]": words in capitals by a table,
 * others as they are; what several of them give is joined. */
struct completion_argument completion_argument(struct arena *a, const char *text);

/* "bash", "zsh" or "fish". False for any other. */
bool completion_write(struct arena *a, const char *shell, struct buf *out);
