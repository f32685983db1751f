/* Records of the state page: any bytes are a record or refused; what was taken is sound, and survives
 * being written again. The seal is made right first, or nothing but the hash would be tested. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/core/policy.h"
#include "runtime/core/proc.h"
#include "runtime/inst.h"
#include "runtime/state_rec.h"
#include "schema/base/hash.h"

enum { HEAD_BYTES = 24, HASH_AT = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The seal of a record of that kind, with the hash of what follows. */
static void seal(unsigned char bytes[STATE_RECORD_BYTES], enum state_kind kind) {
    unsigned char good[STATE_RECORD_BYTES];
    struct state_inst inst = {0};
    struct state_head head = {0};
    if (kind == STATE_INST)
        state_write_inst(&inst, good);
    else
        state_write_head(&head, good);
    memcpy(bytes, good, HEAD_BYTES);
    uint64_t hash = hash_bytes_but(bytes, STATE_RECORD_BYTES, HASH_AT);
    memcpy(bytes + HASH_AT, &hash, sizeof hash);
}

static void check_inst(const struct state_inst *inst) {
    unsigned char again[STATE_RECORD_BYTES];
    struct state_inst second;
    struct state_head head;
    if (inst->state >= PROC_STATES || inst->intent > PROC_RUN_AGAIN ||
        inst->verdict > POLICY_OVER_LIMIT || inst->pid < 0 || inst->session < 0 ||
        inst->failure_step < 0 || inst->failure_step > OS_SPAWN_EXEC || inst->kin < 0 ||
        inst->kin > INST_OUTSIDE || inst->signal_due < 0 || inst->signal_due > 64)
        abort();
    if (strlen(inst->name) >= sizeof inst->name || strlen(inst->mark) >= sizeof inst->mark ||
        strlen(inst->reason) >= sizeof inst->reason)
        abort();
    state_write_inst(inst, again);
    if (state_read(again, sizeof again, &head, &second) != STATE_INST ||
        memcmp(inst, &second, sizeof second) != 0)
        abort();
}

static void read_it(const unsigned char *bytes, size_t n) {
    struct state_head head;
    struct state_inst inst;
    if (state_read(bytes, n, &head, &inst) == STATE_INST)
        check_inst(&inst);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned char bytes[STATE_RECORD_BYTES] = {0};
    read_it(data, size);
    memcpy(bytes, data, size < sizeof bytes ? size : sizeof bytes);
    read_it(bytes, sizeof bytes);
    seal(bytes, STATE_INST);
    read_it(bytes, sizeof bytes);
    seal(bytes, STATE_HEAD);
    read_it(bytes, sizeof bytes);
    return 0;
}
