/* Finding them. */
#include "runtime/cli/cli_program.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/text.h"
#include "runtime/workpath.h"
#include "schema/unit/path.h"

static bool is_regular(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

const char *cli_program_find(struct cli *cli, const char *name) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    struct str here = {self, n > 0 ? (size_t)n : 0};
    const char *beside =
        workpath_resolve(&cli->arena, arena_cstr(&cli->arena, path_dirname(here)), name);
    if (n > 0 && beside && access(beside, X_OK) == 0)
        return beside;
    const char *list = text_getenv(cli->environ, "PATH");
    struct str rest = str_of(list ? list : "");
    while (rest.n) {
        size_t len = str_index(rest, ':');
        const char *dir = arena_cstr(&cli->arena, (struct str){rest.p, len});
        const char *path = dir && *dir == '/' ? workpath_resolve(&cli->arena, dir, name) : NULL;
        if (path && is_regular(path) && access(path, X_OK) == 0)
            return path;
        rest = str_skip(rest, len < rest.n ? len + 1 : len);
    }
    return NULL;
}
