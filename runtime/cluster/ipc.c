/* Parsing by slices, writing by hand: these lines are in the path of every connection. */
#include "runtime/cluster/ipc.h"

#include "runtime/cluster/json_scan.h"

static const char *const field_names[IPC_FIELDS] = {
    [IPC_ACCEPTED] = "accepted",
    [IPC_ACK_OF] = "ack",
    [IPC_ADDRESS] = "address",
    [IPC_ADDRESS_TYPE] = "addressType",
    [IPC_BACKLOG] = "backlog",
    [IPC_DATA] = "data",
    [IPC_FD] = "fd",
    [IPC_FLAGS] = "flags",
    [IPC_INDEX] = "index",
    [IPC_KEY] = "key",
    [IPC_MSG] = "msg",
    [IPC_PORT] = "port",
    [IPC_READABLE_ALL] = "readableAll",
    [IPC_SEQ] = "seq",
    [IPC_TYPE] = "type",
    [IPC_WRITABLE_ALL] = "writableAll",
};

static void note(struct ipc_message *m, struct str key, struct str value) {
    for (int i = 0; i < IPC_FIELDS; i++)
        if (str_eqz(key, field_names[i])) {
            m->field[i] = value;
            return;
        }
}

static enum ipc_kind kind_of_act(const struct ipc_message *m, struct str act) {
    static const struct {
        const char *act;
        enum ipc_kind kind;
    } acts[] = {
        {"\"online\"", IPC_ONLINE},       {"\"queryServer\"", IPC_QUERY},
        {"\"listening\"", IPC_LISTENING}, {"\"close\"", IPC_CLOSE},
        {"\"leaving\"", IPC_LEAVING},     {"\"exitedAfterDisconnect\"", IPC_EXITING},
    };
    for (size_t i = 0; i < ARRAY_LEN(acts); i++)
        if (str_eqz(act, acts[i].act))
            return acts[i].kind;
    return m->field[IPC_ACK_OF].n ? IPC_ACK : IPC_OTHER;
}

static enum ipc_kind kind_of(struct ipc_message *m, struct str cmd, struct str act) {
    if (!str_starts(cmd, STR("\"NODE_")) || cmd.n <= sizeof "\"NODE_\"" - 1)
        return IPC_USER;
    if (str_eqz(cmd, "\"NODE_CLUSTER\""))
        return kind_of_act(m, act);
    if (str_eqz(cmd, "\"NODE_HANDLE_ACK\""))
        return IPC_HANDLE_ACK;
    if (str_eqz(cmd, "\"NODE_HANDLE_NACK\""))
        return IPC_HANDLE_NACK;
    if (!str_eqz(cmd, "\"NODE_HANDLE\""))
        return IPC_OTHER;
    m->text = m->field[IPC_MSG];
    return IPC_HANDLE;
}

struct ipc_message ipc_parse(struct str line) {
    struct ipc_message m = {.kind = IPC_JUNK, .text = line};
    struct str key, value, cmd = {0}, act = {0};
    if (!json_scan_is_value(line))
        return m;
    struct json_scan scan = json_scan_object(line);
    while (json_scan_next(&scan, &key, &value)) {
        if (str_eqz(key, "cmd"))
            cmd = value;
        else if (str_eqz(key, "act"))
            act = value;
        else
            note(&m, key, value);
    }
    m.kind = kind_of(&m, cmd, act);
    return m;
}

int64_t ipc_int(const struct ipc_message *m, enum ipc_field field, int64_t otherwise) {
    int64_t n;
    return json_scan_int(m->field[field], &n) ? n : otherwise;
}

bool ipc_is_true(const struct ipc_message *m, enum ipc_field field) {
    return str_eqz(m->field[field], "true");
}

int64_t ipc_key(const struct ipc_message *m) {
    struct str key = m->field[IPC_KEY];
    int64_t n;
    if (!json_scan_is_string(key) || key.n < 4 || key.p[1] != 'L')
        return -1;
    return json_scan_int((struct str){key.p + 2, key.n - 3}, &n) ? n : -1;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void open_envelope(struct buf *out, enum ipc_handle handle) {
    if (handle == IPC_STREAM)
        buf_z(out, "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":");
    else if (handle == IPC_DATAGRAM)
        buf_z(out, "{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Native\",\"msg\":");
}

static void close_envelope(struct buf *out, enum ipc_handle handle) {
    buf_z(out, handle == IPC_NO_HANDLE ? "\n" : "}\n");
}

void ipc_write_answer(struct buf *out, const struct ipc_answer *answer) {
    open_envelope(out, answer->handle);
    buf_fmt(out, "{\"cmd\":\"NODE_CLUSTER\",\"ack\":%lld,\"errno\":%d,\"key\":\"L%u\",\"data\":",
            (long long)answer->ack, answer->error, answer->key);
    buf_str(out, answer->data.n ? answer->data : STR("null"));
    if (answer->name.n) {
        buf_z(out, ",\"sockname\":");
        buf_str(out, answer->name);
    }
    buf_fmt(out, ",\"seq\":%lld}", (long long)answer->seq);
    close_envelope(out, answer->handle);
}

void ipc_write_connection(struct buf *out, int64_t seq, unsigned key) {
    open_envelope(out, IPC_STREAM);
    buf_fmt(out, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\",\"key\":\"L%u\",\"seq\":%lld}", key,
            (long long)seq);
    close_envelope(out, IPC_STREAM);
}

void ipc_write_disconnect(struct buf *out, int64_t seq, int64_t grace_ms) {
    buf_fmt(out, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"grace\":%lld,\"seq\":%lld}\n",
            (long long)grace_ms, (long long)seq);
}

void ipc_write_ack(struct buf *out, int64_t seq, int64_t ack) {
    buf_fmt(out, "{\"cmd\":\"NODE_CLUSTER\",\"ack\":%lld,\"seq\":%lld}\n", (long long)ack,
            (long long)seq);
}

void ipc_write_handle_ack(struct buf *out) {
    buf_z(out, "{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
}
