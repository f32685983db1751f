/* Lines of a worker: any bytes give a message whose parts lie in the line and are JSON, and a socket
 * to open or none. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/cluster/server_socket.h"
#include "runtime/cluster/json_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_slice(struct str part, struct str line) {
    if (part.n && (part.p < line.p || part.n > line.n || part.p - line.p > (long)(line.n - part.n)))
        abort();
    if (part.n && !json_scan_is_value(part))
        abort();
}

static void check_query(const struct ipc_message *m) {
    struct server_spec spec;
    if (!server_spec_of(&spec, m)) {
        if (spec.address.p)
            abort();
        return;
    }
    if (spec.port < 0 || spec.port > 65535 || spec.address.failed || !server_is_same(&spec, &spec))
        abort();
    server_spec_done(&spec);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str line = {(const char *)data, size};
    struct ipc_message m = ipc_parse(line);
    if ((m.kind == IPC_JUNK) == json_scan_is_value(line))
        abort();
    for (int i = 0; i < IPC_FIELDS; i++) {
        check_slice(m.field[i], line);
        (void)ipc_int(&m, (enum ipc_field)i, 0);
        struct buf text = {0};
        (void)json_scan_text(m.field[i], &text);
        if (text.n > m.field[i].n * 3)
            abort();
        buf_done(&text);
    }
    if (ipc_key(&m) < -1 && m.field[IPC_KEY].n < 4)
        abort();
    check_query(&m);
    return 0;
}
