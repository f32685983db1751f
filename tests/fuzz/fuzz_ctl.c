/* Control requests: any line gives a request or a reason, and a request that was taken survives
 * being written and read again. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/ctl/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const struct ctl_request *first) {
    struct buf line = {0};
    struct arena arena;
    struct ctl_request second;
    struct err err;
    arena_init_may_fail(&arena, 0);
    struct ctl_request plain = *first; /* its blobs have sizes, but no bytes here */
    plain.n_blobs = 0;
    ctl_request_write(&line, &plain);
    /* Written longer than it was read (escapes), it may be refused for its length only. */
    if (line.n - 1 <= CTL_REQUEST_MOST && first->n_blobs == 0) {
        struct str text = {line.p, line.n - 1};
        if (ctl_request_parse(text, &arena, &second, &err) < 0 ||
            second.command != first->command || second.targets.n != first->targets.n ||
            !second.argument != !first->argument || second.dry_run != first->dry_run)
            abort();
        for (unsigned i = 0; i < first->targets.n; i++)
            if (strcmp(first->targets.at[i], second.targets.at[i]) != 0)
                abort();
    }
    arena_done(&arena);
    buf_done(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct ctl_request request;
    struct err err = {0};
    arena_init_may_fail(&arena, 1 << 20);
    if (ctl_request_parse((struct str){(const char *)data, size}, &arena, &request, &err) == 0)
        check_again(&request);
    else if (err.msg[0] == 0)
        abort();
    arena_done(&arena);
    return 0;
}
