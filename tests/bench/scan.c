/* Times the scan of a repository in process: milliseconds, least and median of 11, without a cache (which it
 * then writes) and with one. usage: scan DIRECTORY CACHE_DIRECTORY */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "lint/scan/app.h"

enum { RUNS = 11 };

static double now_ms(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double scan_once(struct str root, struct str cache, struct scan_counts *counts) {
    struct arena arena;
    arena_init(&arena, 0);
    double start = now_ms();
    struct scan *scan = scan_new(&arena, files_worktree(&arena), root, cache, NULL);
    struct scan_entry entry = {root, STR(""), STR("npm"), STR("run start:prod")};
    const struct scan_app *app = scan_app(scan, &entry);
    scan_close(scan);
    double took = now_ms() - start;
    *counts = scan_counts(scan);
    if (!app->files.n)
        (void)fprintf(stderr, "scan: %.*s\n", STR_ARG(app->note));
    arena_done(&arena);
    return took;
}

static void empty(const char *dir) {
    DIR *d = opendir(dir);
    char path[4096];
    for (const struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.' &&
            snprintf(path, sizeof path, "%s/%s", dir, e->d_name) < (int)sizeof path)
            (void)unlink(path);
    if (d)
        (void)closedir(d);
}

static void measure(const char *label, struct str root, const char *cache, bool is_cold) {
    struct scan_counts counts;
    double took[RUNS];
    for (int i = -1; i < RUNS; i++) {
        if (is_cold)
            empty(cache);
        double ms = scan_once(root, str_of(cache), &counts);
        if (i >= 0)
            took[i] = ms;
    }
    qsort(took, RUNS, sizeof *took, compare);
    printf("%s %8.2f ms %8.2f ms   %u files, %u parsed, %u from the cache\n", label, took[0],
           took[RUNS / 2], counts.files, counts.parsed, counts.cached);
}

int main(int argc, char **argv) {
    char *root = argc == 3 ? realpath(argv[1], NULL) : NULL;
    if (!root)
        return 2;
    measure("nothing in the cache (goal: 400 ms)        ", str_of(root), argv[2], true);
    measure("all in the cache (goal: 60 ms)             ", str_of(root), argv[2], false);
    free(root);
    return 0;
}
