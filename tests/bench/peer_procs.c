/* Reading /proc. */
#include "tests/bench/peer_procs.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add(struct peer_procs *procs, pid_t pid) {
    pid_t *more = realloc(procs->at, (procs->n + 1) * sizeof *more);
    if (!more)
        abort();
    procs->at = more;
    procs->at[procs->n++] = pid;
}

void peer_procs_done(struct peer_procs *procs) {
    free(procs->at);
    *procs = (struct peer_procs){0};
}

static bool has(const struct peer_procs *procs, pid_t pid) {
    for (size_t i = 0; i < procs->n; i++)
        if (procs->at[i] == pid)
            return true;
    return false;
}

/* The numbers that a directory's entries are named with. */
static struct peer_procs numbered(const char *path) {
    struct peer_procs list = {0};
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] >= '1' && e->d_name[0] <= '9')
            add(&list, (pid_t)strtol(e->d_name, NULL, 10));
    if (dir)
        (void)closedir(dir);
    return list;
}

static bool runs(pid_t pid, const char *program) {
    char link[64], path[PATH_MAX];
    (void)snprintf(link, sizeof link, "/proc/%d/exe", (int)pid);
    ssize_t n = readlink(link, path, sizeof path - 1);
    path[n < 0 ? 0 : n] = 0;
    return strcmp(path, program) == 0;
}

/* The number behind `key` in a file of lines `key: number`, or `otherwise`. */
static long long field(const char *path, const char *key, long long otherwise) {
    char line[256];
    FILE *f = fopen(path, "re");
    long long value = otherwise;
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, key, strlen(key)) == 0)
            value = strtoll(line + strlen(key), NULL, 10);
    if (f)
        (void)fclose(f);
    return value;
}

static pid_t parent_of(pid_t pid) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    return (pid_t)field(path, "PPid:", 0);
}

struct peer_procs peer_procs_of(pid_t root, const char *service) {
    struct peer_procs all = numbered("/proc"), mine = {0};
    add(&mine, root);
    for (bool changed = true; changed;) { /* a child's pid may be the smaller one */
        changed = false;
        for (size_t i = 0; i < all.n; i++)
            if (!has(&mine, all.at[i]) && has(&mine, parent_of(all.at[i])) &&
                !runs(all.at[i], service)) {
                add(&mine, all.at[i]);
                changed = true;
            }
    }
    peer_procs_done(&all);
    return mine;
}

struct peer_procs peer_runners_of(const char *program) {
    struct peer_procs all = numbered("/proc"), found = {0};
    for (size_t i = 0; i < all.n; i++)
        if (runs(all.at[i], program))
            add(&found, all.at[i]);
    peer_procs_done(&all);
    return found;
}

long peer_pss_kib(pid_t pid) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    return (long)field(path, "Pss:", 0);
}

static uint64_t cpu_ns_of(const char *task) {
    char path[128];
    unsigned long long ns = 0;
    (void)snprintf(path, sizeof path, "%s/schedstat", task);
    FILE *f = fopen(path, "re");
    if (f && fscanf(f, "%llu", &ns) != 1)
        ns = 0;
    if (f)
        (void)fclose(f);
    return ns;
}

struct peer_use peer_use_of(const struct peer_procs *procs) {
    struct peer_use use = {0};
    for (size_t i = 0; i < procs->n; i++) {
        char path[96], task[64];
        (void)snprintf(path, sizeof path, "/proc/%d/task", (int)procs->at[i]);
        struct peer_procs tasks = numbered(path);
        for (size_t k = 0; k < tasks.n; k++) {
            (void)snprintf(task, sizeof task, "/proc/%d/task/%d", (int)procs->at[i],
                           (int)tasks.at[k]);
            use.cpu_ns += cpu_ns_of(task);
            (void)snprintf(path, sizeof path, "%s/status", task);
            use.switches += (uint64_t)field(path, "voluntary_ctxt_switches:", 0);
        }
        peer_procs_done(&tasks);
    }
    return use;
}
