/* Plans that run or ran, and their instances, as bytes: what `ecort save` keeps and `ecort plans`
 * prints. Our own format, version 1, little-endian:
 *
 *   magic "ECOSAVE\x1a" | u32 version | u32 generations | u32 instances | u32 0 | u64 hash
 *   generation: text root | u32 files | text each | text plan
 *   instance:   u32 generation | text app | u32 number | u32 flags
 *
 * A text is a u32 length and that many bytes. The hash is hash_bytes_but of the whole. Late values
 * are not in it: they may be secrets; what is kept is which .env files they came from. */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/base/err.h"

enum { DUMP_GENERATIONS_MOST = 4096, DUMP_INSTANCES_MOST = 65536, DUMP_FILES_MOST = 1024 };
enum dump_flag { DUMP_HELD = 1, DUMP_RESTED = 2 };

struct dump_generation {
    const char *root;
    const char **files;
    unsigned n_files;
    struct str image;
};

struct dump_instance {
    unsigned generation;
    const char *app;
    unsigned number;
    unsigned flags; /* set of enum dump_flag */
};

struct dump {
    struct dump_generation *generations;
    struct dump_instance *instances;
    unsigned n_generations, n_instances;
};

/* Appends the bytes. */
void dump_write(const struct dump *dump, struct buf *out);

/* Reads bytes that anybody may have written; all is copied to the arena (one that may fail) except
 * the images, which stay where they are. -1 with err. */
int dump_parse(struct str bytes, struct arena *a, struct dump *dump, struct err *err);
