/* Files with a number in them. */
#include "runtime/pid_file.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/sup.h"
#include "schema/io/file.h"

static bool path_of(const struct inst *inst, char path[PATH_MAX]) {
    struct str tail = STR(".pid"), given = str_of(inst->app->pid_file);
    int n;
    if (!given.n)
        return false;
    if (inst->app->n_instances > 1 && str_ends(given, tail))
        n = snprintf(path, PATH_MAX, "%.*s-%u.pid", (int)(given.n - tail.n), given.p, inst->pm_id);
    else
        n = snprintf(path, PATH_MAX, "%s", given.p);
    return n > 0 && n < PATH_MAX;
}

void pid_file_write(const struct inst *inst) {
    char path[PATH_MAX], text[24];
    struct err err;
    if (inst->office != INST_HOLDS || !path_of(inst, path))
        return;
    int n = snprintf(text, sizeof text, "%d\n", (int)inst->pid);
    if (file_write_atomic(path, (struct str){text, (size_t)n}, 0644, NULL, NULL, &err) < 0)
        say_trouble(&inst->sup->say, "%s %u: pid_file %s", inst->app->name, inst->pm_id, err.msg);
}

void pid_file_remove(const struct inst *inst) {
    char path[PATH_MAX];
    if (inst->office == INST_HOLDS && path_of(inst, path))
        (void)unlink(path);
}
