/* What is known of libraries, as rows of libraries.def. */
#pragma once

#include "lint/scan/extract.h"

enum lib_type {
    LIB_TYPE_NONE,
#define TYPE(id) LIB_TYPE_##id,
#include "lint/scan/libraries.def"
    LIB_TYPE_COUNT
};

enum lib_how {
    LIB_USE, /* an export, called or constructed */
    LIB_DECORATOR,
    LIB_METHOD,   /* of an instance of `type` */
    LIB_PROPERTY, /* of an instance of `type` */
    LIB_IMPORT,   /* bringing the module in is enough */
};

enum lib_flag {
    LIB_WEAK = 1 << 24,        /* half of all files import it: alone no reason to parse one */
    LIB_BY_ARGUMENT = 1 << 25, /* shared where the first argument is a text or an instance */
    LIB_BODY = 1 << 26,        /* the call does nothing that counts without a function in it */
    LIB_FLAGS = LIB_WEAK | LIB_BY_ARGUMENT | LIB_BODY,
};

enum { LIB_NO_MARK = MARK_COUNT, LIB_NO_ROW = UINT16_MAX };

struct lib_row {
    uint8_t how, type;         /* type: whose method */
    const char *module, *name; /* name: "" the module itself; "forRoot*" a prefix */
    uint8_t mark;              /* enum mark_kind, LIB_NO_MARK */
    uint8_t gives;             /* enum lib_type of what comes out */
    int8_t body, detail;       /* arguments; -1: none */
    uint32_t flags;            /* enum mark_flag that always hold, enum lib_flag */
};

/* An option that says something of a mark's kind: `store: new RedisStore()`. */
struct lib_option {
    uint8_t mark;
    const char *key, *value; /* value NULL: any but null, false, undefined and a store in memory */
    uint32_t flag;
};

extern const struct lib_row lib_rows[];
extern const uint16_t lib_rows_n;
extern const struct lib_option lib_options[];
extern const uint16_t lib_options_n;

/* The first of a module's rows (they stand together), LIB_NO_ROW: the library is not known. */
uint16_t lib_module(struct str module);
/* The row for an export ("", "Server", "ThrottlerModule.forRoot"), by how; NULL. */
const struct lib_row *lib_export(uint16_t first, enum lib_how how, struct str path);
const struct lib_row *lib_member(uint8_t type, enum lib_how how, struct str name);
