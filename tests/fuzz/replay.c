/* Runs a fuzz target over every file of a corpus folder; for the ordinary test run. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return -1;
    size_t cap = 1 << 24, n;
    uint8_t *bytes = malloc(cap);
    n = bytes ? fread(bytes, 1, cap, f) : 0;
    (void)fclose(f);
    /* An exact-size copy, so that a sanitizer sees one byte too many. */
    uint8_t *exact = malloc(n ? n : 1);
    if (bytes && exact) {
        memcpy(exact, bytes, n);
        (void)LLVMFuzzerTestOneInput(exact, n);
    }
    free(exact);
    free(bytes);
    return 0;
}

int main(int argc, char **argv) {
    DIR *dir = argc > 1 ? opendir(argv[1]) : NULL;
    if (!dir) {
        (void)fprintf(stderr, "replay: no corpus %s\n", argc > 1 ? argv[1] : "");
        return 1;
    }
    int count = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        char path[4096];
        if (e->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
        if (replay(path) == 0)
            count++;
    }
    (void)closedir(dir);
    printf("%s: %d inputs replayed\n", argv[1], count);
    return count ? 0 : 1;
}
