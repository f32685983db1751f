/* The script stands in the binary as it is in the file. */
#include "runtime/cluster/preload.h"

#include <stdlib.h>
#include <unistd.h>

#include "schema/base/buf.h"
#include "schema/base/hash.h"
#include "schema/io/file.h"

__asm__(".pushsection .rodata\n"
        ".hidden preload_begin\n"
        ".hidden preload_end\n"
        ".globl preload_begin\n"
        ".globl preload_end\n"
        "preload_begin:\n"
        ".incbin \"runtime/cluster/drain.cjs\"\n"
        "preload_end:\n"
        ".byte 0\n"
        ".popsection\n");
extern const char preload_begin[], preload_end[];

const char *preload_place(struct arena *a, const char *dir, struct err *err) {
    struct str script = {preload_begin, (size_t)(preload_end - preload_begin)};
    const char *path = arena_fmt(a, "%s/drain-%016llx.cjs", dir,
                                 (unsigned long long)hash_bytes(script.p, script.n))
                           .p;
    if (!path) {
        (void)err_set(err, "out of memory");
        return NULL;
    }
    if (access(path, R_OK) == 0)
        return path;
    return file_replace(path, script, 0644, err) < 0 ? NULL : path;
}

/* Node takes quoted words there, with \ before a quote and itself. */
const char *preload_options(struct arena *a, const char *path, const char *users) {
    struct buf out = {0};
    buf_z(&out, "--require \"");
    for (; *path; path++) {
        if (*path == '"' || *path == '\\')
            buf_char(&out, '\\');
        buf_char(&out, *path);
    }
    buf_char(&out, '"');
    if (users && *users) {
        buf_char(&out, ' ');
        buf_z(&out, users);
    }
    const char *text = out.failed ? NULL : arena_cstr(a, (struct str){out.p, out.n});
    buf_done(&out);
    return text;
}

/* ---- the inspector --------------------------------------------------------------------------- */

struct inspector {
    bool is_on;
    long port;
};

/* "9230", "0.0.0.0:9230", "[::1]:9230", "localhost": where there is no port, it stays. */
static void take_place(struct inspector *inspector, struct str place) {
    char digits[8];
    size_t from = place.n;
    while (from && place.p[from - 1] >= '0' && place.p[from - 1] <= '9')
        from--;
    struct str port = str_skip(place, from);
    bool is_port = port.n && port.n < sizeof digits && (!from || place.p[from - 1] == ':');
    if (!is_port)
        return;
    memcpy(digits, port.p, port.n);
    digits[port.n] = 0;
    inspector->port = strtol(digits, NULL, 10);
}

static void take_word(struct inspector *inspector, struct str word) {
    static const struct {
        const char *name;
        bool turns_on;
    } options[] = {{"--inspect", true},
                   {"--inspect-brk", true},
                   {"--inspect-wait", true},
                   {"--inspect-port", false},
                   {"--debug-port", false}};
    size_t n = str_index(word, '=');
    for (size_t i = 0; i < ARRAY_LEN(options); i++)
        if (str_eqz((struct str){word.p, n}, options[i].name)) {
            inspector->is_on = inspector->is_on || options[i].turns_on;
            take_place(inspector, str_skip(word, n < word.n ? n + 1 : n));
        }
}

static void take_line(struct inspector *inspector, struct str line) {
    while (line.n) {
        size_t n = str_index(line, ' ');
        take_word(inspector, (struct str){line.p, n});
        line = str_skip(line, n < line.n ? n + 1 : n);
    }
}

const char *preload_inspector(struct arena *a, const char *const *args, unsigned n_args,
                              const char *node_options, unsigned number) {
    enum { PORT = 9229, PORT_MOST = 65535 };
    struct inspector inspector = {false, PORT};
    take_line(&inspector, str_of(node_options));
    for (unsigned i = 0; i < n_args; i++)
        take_word(&inspector, str_of(args[i]));
    long port = inspector.port + (long)number;
    if (!inspector.is_on || !number || !inspector.port || port > PORT_MOST)
        return NULL;
    return arena_fmt(a, "--inspect-port=%ld", port).p;
}
