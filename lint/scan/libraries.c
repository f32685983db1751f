/* The table of libraries.def and how it is looked up. */
#include "lint/scan/libraries.h"

#define NO_MARK LIB_NO_MARK
#define M(id) MARK_##id
#define T(id) LIB_TYPE_##id
#define NONE 0

const struct lib_row lib_rows[] = {
#define USE(module, name, mark, gives, body, detail, flags)                                        \
    {LIB_USE, 0, module, name, mark, gives, body, detail, (uint32_t)(flags)},
#define DECORATOR(module, name, mark, detail, flags)                                               \
    {LIB_DECORATOR, 0, module, name, mark, 0, -1, detail, (uint32_t)(flags)},
#define METHOD(type, name, mark, gives, body, detail, flags)                                       \
    {LIB_METHOD, type, "", name, mark, gives, body, detail, (uint32_t)(flags)},
#define PROPERTY(type, name, mark, gives) {LIB_PROPERTY, type, "", name, mark, gives, -1, -1, 0},
#define IMPORT(module, mark, flags) {LIB_IMPORT, 0, module, "", mark, 0, -1, -1, (uint32_t)(flags)},
#include "lint/scan/libraries.def"
#undef USE
#undef DECORATOR
#undef METHOD
#undef PROPERTY
#undef IMPORT
};
const uint16_t lib_rows_n = ARRAY_LEN(lib_rows);

const struct lib_option lib_options[] = {
#define OPTION(mark, key, value, flag) {mark, key, value, flag},
#include "lint/scan/libraries.def"
#undef OPTION
};
const uint16_t lib_options_n = ARRAY_LEN(lib_options);

uint16_t lib_module(struct str module) {
    if (str_starts(module, STR("node:")))
        module = str_skip(module, 5);
    for (uint16_t i = 0; module.n && i < lib_rows_n; i++)
        if (lib_rows[i].module[0] == module.p[0] && str_eqz(module, lib_rows[i].module))
            return i;
    return LIB_NO_ROW;
}

static bool matches(const char *pattern, struct str name) {
    size_t n = strlen(pattern);
    if (n && pattern[n - 1] == '*')
        return str_starts(name, (struct str){pattern, n - 1});
    return str_eqz(name, pattern);
}

const struct lib_row *lib_export(uint16_t first, enum lib_how how, struct str path) {
    for (uint16_t i = first;
         i < lib_rows_n && strcmp(lib_rows[i].module, lib_rows[first].module) == 0; i++)
        if (lib_rows[i].how == how && matches(lib_rows[i].name, path))
            return &lib_rows[i];
    return NULL;
}

const struct lib_row *lib_member(uint8_t type, enum lib_how how, struct str name) {
    for (uint16_t i = 0; i < lib_rows_n; i++)
        if (lib_rows[i].type == type && lib_rows[i].how == how && matches(lib_rows[i].name, name))
            return &lib_rows[i];
    return NULL;
}

const char *mark_library_name(uint16_t library) {
    if (library >= lib_rows_n)
        return "";
    const struct lib_row *row = &lib_rows[library];
    for (int step = 0; row->type && step < 4; step++) {
        const struct lib_row *from = NULL;
        for (uint16_t i = 0; i < lib_rows_n; i++) {
            bool gives = lib_rows[i].gives == row->type && lib_rows[i].type != row->type;
            if (gives && (!from || (from->type && !lib_rows[i].type)))
                from = &lib_rows[i]; /* an export before what another instance gives */
        }
        if (!from)
            break;
        row = from;
    }
    return row->module;
}

const char *mark_kind_name(unsigned kind) {
    static const char *const names[] = {
#define MARK(id, name, what) name,
#include "lint/scan/marks.def"
#undef MARK
    };
    return kind < ARRAY_LEN(names) ? names[kind] : "";
}
