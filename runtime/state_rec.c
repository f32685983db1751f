/* Sealing and proving. */
#include "runtime/state_rec.h"

#include <string.h>

#include "runtime/core/proc.h"
#include "runtime/inst.h"
#include "schema/base/hash.h"

struct seal {
    uint32_t magic, version, kind, size;
    uint64_t hash;
};

enum { MAGIC = 0x45435354, HASH_AT = offsetof(struct seal, hash), SIGNALS = 65 };

_Static_assert(sizeof(struct seal) + sizeof(struct state_inst) <= STATE_RECORD_BYTES, "no room");
_Static_assert(sizeof(struct seal) + sizeof(struct state_head) <= STATE_RECORD_BYTES, "no room");

static void seal(enum state_kind kind, const void *what, size_t size, unsigned char *out) {
    struct seal head = {MAGIC, STATE_VERSION, (uint32_t)kind, (uint32_t)size, 0};
    memset(out, 0, STATE_RECORD_BYTES);
    memcpy(out, &head, sizeof head);
    memcpy(out + sizeof head, what, size);
    uint64_t hash = hash_bytes_but(out, STATE_RECORD_BYTES, HASH_AT);
    memcpy(out + HASH_AT, &hash, sizeof hash);
}

void state_write_head(const struct state_head *head, unsigned char out[STATE_RECORD_BYTES]) {
    seal(STATE_HEAD, head, sizeof *head, out);
}

void state_write_inst(const struct state_inst *inst, unsigned char out[STATE_RECORD_BYTES]) {
    seal(STATE_INST, inst, sizeof *inst, out);
}

static bool is_nothing(const unsigned char *bytes) {
    for (size_t i = 0; i < STATE_RECORD_BYTES; i++)
        if (bytes[i])
            return false;
    return true;
}

static bool is_sound(const struct state_inst *inst) {
    struct health health;
    return health_unpack(inst->health, &health) && inst->state < PROC_STATES &&
           inst->intent <= PROC_RUN_AGAIN && inst->verdict <= POLICY_OVER_LIMIT &&
           inst->ready <= STATE_READY_MOST && inst->office <= STATE_OFFICE_MOST &&
           inst->flags <= STATE_FLAGS && inst->pid >= 0 && inst->session >= 0 &&
           inst->failure_step >= 0 && inst->failure_step <= OS_SPAWN_EXEC && inst->kin >= 0 &&
           inst->kin <= INST_OUTSIDE && inst->signal_due >= 0 && inst->signal_due < SIGNALS &&
           inst->kill_signal >= 0 && inst->kill_signal < SIGNALS &&
           memchr(inst->mark, 0, sizeof inst->mark) && memchr(inst->name, 0, sizeof inst->name) &&
           memchr(inst->reason, 0, sizeof inst->reason);
}

enum state_kind state_read(const void *bytes, size_t n, struct state_head *head,
                           struct state_inst *inst) {
    const unsigned char *at = bytes;
    struct seal said;
    if (n != STATE_RECORD_BYTES)
        return STATE_DAMAGED;
    memcpy(&said, at, sizeof said);
    if (said.magic == 0 && is_nothing(at))
        return STATE_NOTHING;
    if (said.magic != MAGIC || said.version != STATE_VERSION ||
        said.hash != hash_bytes_but(at, n, HASH_AT))
        return STATE_DAMAGED;
    if (said.kind == STATE_HEAD && said.size == sizeof *head) {
        memcpy(head, at + sizeof said, sizeof *head);
        return STATE_HEAD;
    }
    if (said.kind != STATE_INST || said.size != sizeof *inst)
        return STATE_DAMAGED;
    memcpy(inst, at + sizeof said, sizeof *inst);
    return is_sound(inst) ? STATE_INST : STATE_DAMAGED;
}
