/* What a program tells by messages, one per line: taken, asked for, shown as JSON that can be read. */
#include <stdlib.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/cluster/json_scan.h"
#include "runtime/metrics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = {(const char *)data, size};
    struct metrics m = {0};
    struct buf out = {0};
    struct json_out j;
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        struct str line = {rest.p, n};
        if (json_scan_is_value(line)) /* as the channel has it */
            (void)metrics_take(&m, line);
        (void)metrics_has_action(&m, line);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    json_out_init(&j, &out, 0);
    json_begin_object(&j);
    metrics_write(&m, &j);
    json_end_object(&j);
    if (!out.failed && !json_scan_is_value((struct str){out.p, out.n}))
        abort();
    buf_done(&out);
    metrics_done(&m);
    return 0;
}
