/* Records of the state page: what was written is read; every truncation and every flipped bit is refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/core/proc.h"
#include "runtime/os/channel.h"
#include "runtime/state_rec.h"

static struct state_inst some_inst(void) {
    struct state_inst inst = {.pm_id = 7, .state = PROC_ONLINE, .pid = 4711, .started_ticks = 99};
    (void)strcpy(inst.name, "api");
    (void)strcpy(inst.mark, "a.b.7");
    return inst;
}

START_TEST(a_record_comes_back) {
    unsigned char bytes[STATE_RECORD_BYTES];
    struct state_inst in = some_inst(), out;
    struct state_head head = {.next_pm_id = 3, .boot = 12}, head_out;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head_out, &out), STATE_INST);
    ck_assert_int_eq(memcmp(&in, &out, sizeof in), 0);
    state_write_head(&head, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head_out, &out), STATE_HEAD);
    ck_assert_int_eq(memcmp(&head, &head_out, sizeof head), 0);
    memset(bytes, 0, sizeof bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head_out, &out), STATE_NOTHING);
}
END_TEST

START_TEST(damage_is_refused) {
    unsigned char bytes[STATE_RECORD_BYTES];
    struct state_inst in = some_inst(), out;
    struct state_head head;
    state_write_inst(&in, bytes);
    for (size_t n = 0; n < sizeof bytes; n++)
        ck_assert_int_eq(state_read(bytes, n, &head, &out), STATE_DAMAGED);
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
        ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
        bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
    }
}
END_TEST

START_TEST(sealed_nonsense_is_refused) {
    unsigned char bytes[STATE_RECORD_BYTES];
    struct state_inst in = some_inst(), out;
    struct state_head head;
    in.state = PROC_STATES;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
    in = some_inst();
    memset(in.name, 'x', sizeof in.name);
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
    in = some_inst();
    in.office = STATE_OFFICE_MOST + 1;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
    in = some_inst();
    in.ready = STATE_READY_MOST + 1;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
    in = some_inst();
    in.kill_signal = 65;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
    in = some_inst();
    in.flags = STATE_FLAGS + 1;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
    in = some_inst();
    in.pid = -1;
    state_write_inst(&in, bytes);
    ck_assert_int_eq(state_read(bytes, sizeof bytes, &head, &out), STATE_DAMAGED);
}
END_TEST

START_TEST(messages_are_checked) {
    struct channel_message m = {0}, out;
    ck_assert(!channel_check(&m, sizeof m, &out));
    ck_assert(!channel_check(&m, sizeof m - 1, &out));
}
END_TEST

Suite *suite_state(void);
Suite *suite_state(void) {
    Suite *s = suite_create("state");
    TCase *t = tcase_create("records");
    tcase_add_test(t, a_record_comes_back);
    tcase_add_test(t, damage_is_refused);
    tcase_add_test(t, sealed_nonsense_is_refused);
    tcase_add_test(t, messages_are_checked);
    suite_add_tcase(s, t);
    return s;
}
