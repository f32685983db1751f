/* monit: what comes from the supervisor, as it looks on screens of different sizes. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/monit/draw.h"
#include "runtime/monit/graph.h"
#include "runtime/monit/keys.h"

#define INST(id, name, status, more)                                                               \
    "{\"id\":" id ",\"name\":\"" name "\",\"namespace\":\"default\",\"mode\":\"fork\",\"status\":" \
    "\"" status "\",\"restarts\":0," more "}"
#define RUNS(cpu, mem)                                                                             \
    "\"pid\":4711,\"uptime_ms\":61000,\"cpu_percent\":" cpu ",\"memory_bytes\":" mem

static struct json_in *parse(const char *text) {
    struct json_in *v = NULL;
    struct err err = {0};
    ck_assert_msg(json_in_parse(str_of(text), &v, &err) == 0, "%s: %s", text, err.msg);
    return v;
}

static void take_list(struct monit *m, const char *text) {
    struct json_in *v = parse(text);
    monit_take_list(m, v);
    json_in_free(v);
}

static void take_line(struct monit *m, unsigned id, const char *name, const char *message) {
    char text[4096];
    (void)snprintf(text, sizeof text,
                   "{\"id\":%u,\"type\":\"out\",\"at\":5000,\"name\":\"%s\",\"message\":\"%s\"}",
                   id, name, message);
    struct json_in *v = parse(text);
    monit_take_log(m, v);
    json_in_free(v);
}

static void take_reply(struct monit *m, const char *text) {
    struct json_in *v = parse(text);
    monit_take_reply(m, v, "restarted");
    json_in_free(v);
}

static void fixed_clock(int64_t at_ms, char text[16]) {
    (void)snprintf(text, 16, "00:00:%02d", (int)(at_ms / 1000));
}

static void draw(const struct monit *m, struct cells *c, unsigned width, unsigned height) {
    ck_assert(cells_resize(c, width, height));
    draw_screen(m, c, fixed_clock);
}

static void looks(const struct monit *m, unsigned width, unsigned height, const char *expected) {
    struct cells c = {0};
    struct buf text = {0};
    draw(m, &c, width, height);
    cells_text(&c, &text);
    buf_char(&text, 0);
    ck_assert_str_eq(text.p, expected);
    buf_done(&text);
    cells_done(&c);
}

static void two_apps(struct monit *m) {
    static const char *const cpu[] = {"0.0", "25.0", "50.0"};
    for (unsigned i = 0; i < ARRAY_LEN(cpu); i++) {
        char text[1024];
        (void)snprintf(text, sizeof text,
                       "[" INST("0", "api", "online", RUNS("%s", "52428800")) "," INST(
                           "3", "jobs", "errored",
                           "\"pid\":null,\"uptime_ms\":null,\"cpu_percent\":null,\"memory_bytes\":"
                           "null,\"exit\":{\"code\":1,\"signal\":null},\"reason\":\"exited 16 "
                           "times\",\"logs_dropped\":4") "]",
                       cpu[i]);
        take_list(m, text);
    }
}

/* ---- screens ----------------------------------------------------------------------------------- */

START_TEST(a_screen_of_the_usual_size) {
    struct monit m = {0};
    two_apps(&m);
    take_line(&m, 0, "api", "one");
    take_line(&m, 3, "jobs", "other");
    take_line(&m, 0, "api", "t\\u001b[31mw\\u001b[0mo\\tthree");
    looks(&m, 80, 20,
          " ecort  2 instances, 1 online, 1 errored                     cpu 50.0%  mem 50M\n"
          "  id  name  status     restarts   uptime     cpu                mem\n"
          ">  0  api   online            0    1m 1s   50.0%          ▄█    50M         ███\n"
          "   3  jobs  errored           0        -       -                  -\n"
          "── api 0  pid 4711  fork ───────────────────────────────────────────────────────\n"
          " cpu 50.0%  peak 50.0%  of 50.0%        mem 50M  peak 50M  of 50M\n"
          "                                      █                                    ███\n"
          "                                     ▄█                                    ███\n"
          "                                     ██                                    ███\n"
          "── logs of api 0 ───────────────────────────────────────────────────────────────\n"
          "00:00:05 │ one\n"
          "00:00:05 │ two    three\n"
          "\n\n\n\n\n\n\n"
          " r restart R reload s stop S start + - scale l logs / filter ? help q quit\n");
    monit_done(&m);
}
END_TEST

START_TEST(small_screens_show_what_fits) {
    struct monit m = {0};
    two_apps(&m);
    take_line(&m, 0, "api", "a line that is longer than the screen");
    looks(&m, 40, 9,
          " ecort  2 instances, 1 online, 1 errored\n"
          "  id  name  status        cpu    mem\n"
          ">  0  api   online      50.0%    50M\n"
          "   3  jobs  errored         -      -\n"
          "── logs of api 0 ───────────────────────\n"
          "00:00:05 │ a line that is longer than th\n"
          "\n\n"
          " ? help  q quit\n");
    looks(&m, 14, 4, " ecort  2 inst\n name\n>api\n ? help q quit\n");
    looks(&m, 5, 2, " ecor\n ? he\n");
    looks(&m, 1, 1, "\n");
    looks(&m, 0, 0, "");
    monit_done(&m);
}
END_TEST

/* What answers its health check badly, and what has not said that it is ready in time. */
START_TEST(online_is_not_all) {
    struct monit m = {0};
    struct cells c = {0};
    take_list(
        &m,
        "[" INST(
            "0", "api", "online",
            RUNS(
                "0.0",
                "1048576") ",\"confirmed\":true,\"health\":\"unhealthy\","
                           "\"health_error\":\"GET / answered 503\"") "," INST("1", "jobs",
                                                                               "online",
                                                                               RUNS(
                                                                                   "0.0",
                                                                                   "1048576") ",\"c"
                                                                                              "onfi"
                                                                                              "rmed"
                                                                                              "\":"
                                                                                              "fals"
                                                                                              "e") "]");
    looks(&m, 76, 12,
          " ecort  2 instances, 2 online (1 unhealthy)              cpu 0.0%  mem 2.0M\n"
          "  id  name  status                 restarts   uptime     cpu    mem\n"
          ">  0  api   online, unhealthy             0    1m 1s    0.0%   1.0M\n"
          "   1  jobs  online, not confirmed         0    1m 1s    0.0%   1.0M\n"
          "── logs of api 0 ───────────────────────────────────────────────────────────\n"
          " no lines yet\n\n\n\n\n\n"
          " r restart R reload s stop S start + - scale l logs / filter ? help q quit\n");
    draw(&m, &c, 76, 12);
    ck_assert_uint_eq(c.at[2 * 76 + 13].look & LOOK_COLOR, LOOK_BAD);
    ck_assert_uint_eq(c.at[3 * 76 + 13].look & LOOK_COLOR, LOOK_WARN);
    (void)monit_key(&m, '/', 5);
    for (const char *key = "unhealthy"; *key; key++)
        (void)monit_key(&m, (uint32_t)*key, 5);
    ck_assert_uint_eq(monit_shown_count(&m), 1);
    ck_assert_str_eq(monit_selected(&m, NULL)->reason, "GET / answered 503");
    cells_done(&c);
    monit_done(&m);
}
END_TEST

/* Whatever the size, drawing stays inside; a sanitizer would tell otherwise. */
START_TEST(every_size_can_be_drawn) {
    struct monit m = {0};
    two_apps(&m);
    take_line(&m, 0, "api", "日本語 日本語 日本語");
    m.shows_all_logs = true;
    for (unsigned width = 0; width < 130; width += 3)
        for (unsigned height = 0; height < 40; height++) {
            struct cells c = {.is_ascii = width % 2};
            struct draw_layout l = draw_layout(&m, width, height);
            ck_assert_uint_le(l.list + l.graph + l.logs, height > 2 ? height - 2 : 0);
            draw(&m, &c, width, height);
            cells_done(&c);
        }
    monit_done(&m);
}
END_TEST

START_TEST(without_utf8_all_is_ascii) {
    struct monit m = {0};
    struct cells c = {.is_ascii = true};
    struct buf text = {0};
    two_apps(&m);
    take_line(&m, 0, "api", "ünï 日本");
    draw(&m, &c, 80, 20);
    cells_text(&c, &text);
    for (size_t i = 0; i < text.n; i++)
        ck_assert_int_lt((unsigned char)text.p[i], 0x80);
    buf_char(&text, 0);
    ck_assert_ptr_nonnull(strstr(text.p, "| ?n? ????"));
    ck_assert_ptr_nonnull(strstr(text.p, "-- logs of api 0 ---"));
    ck_assert_ptr_nonnull(strchr(text.p, '#'));
    buf_done(&text);
    cells_done(&c);
    monit_done(&m);
}
END_TEST

/* The header is about the supervisor while there is none; what was known stays. */
START_TEST(a_supervisor_that_has_gone) {
    struct monit m = {0};
    two_apps(&m);
    m.link = MONIT_LOST;
    looks(&m, 44, 4,
          " ecort  the supervisor has gone; waiting for\n"
          "  id  name  status        cpu    mem\n"
          ">  0  api   online      50.0%    50M\n"
          " ? help  q quit\n");
    m.link = MONIT_SLOW;
    looks(&m, 44, 3,
          " ecort  the supervisor does not answer\n"
          "  id  name  status        cpu    mem\n"
          " ? help  q quit\n");
    monit_done(&m);
}
END_TEST

START_TEST(looks_tell_what_colours_tell) {
    struct monit m = {0};
    struct cells c = {0};
    two_apps(&m);
    draw(&m, &c, 80, 20);
    const struct cell *selected = c.at + 2 * 80, *other = c.at + 3 * 80;
    ck_assert_uint_eq(selected[79].look & LOOK_REVERSE, LOOK_REVERSE);
    ck_assert_uint_eq(other[1].look & LOOK_REVERSE, 0);
    ck_assert_uint_eq(selected[13].look & LOOK_COLOR, LOOK_GOOD);
    ck_assert_uint_eq(other[13].look & LOOK_COLOR, LOOK_BAD);
    m.link = MONIT_LOST;
    draw(&m, &c, 80, 20);
    ck_assert_uint_eq(c.at[3 * 80 + 6].look & LOOK_DIM, LOOK_DIM);
    cells_done(&c);
    monit_done(&m);
}
END_TEST

/* ---- lists that change ------------------------------------------------------------------------- */

START_TEST(the_list_scrolls_with_the_selection) {
    struct monit m = {0};
    struct buf list = {0};
    buf_char(&list, '[');
    for (unsigned i = 0; i < 20; i++)
        buf_fmt(&list, "%s{\"id\":%u,\"name\":\"app%u\",\"status\":\"online\"}", i ? "," : "", i,
                i);
    buf_add(&list, "]", 2);
    take_list(&m, list.p);
    for (unsigned i = 0; i < 12; i++)
        (void)monit_key(&m, 'j', 5);
    looks(&m, 24, 12,
          " ecort  20 instances, 20\n"
          "  id  name   status\n"
          "  10  app10  online\n"
          "  11  app11  online\n"
          "> 12  app12  online\n"
          "  13  app13  online\n"
          "── logs of app12 12 ────\n"
          " no lines yet\n"
          "\n\n\n"
          " ? help  q quit\n");
    (void)monit_key(&m, 'G', 5);
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 19);
    (void)monit_key(&m, KEY_OF_UP, 5);
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 18);
    (void)monit_key(&m, 'g', 5);
    (void)monit_key(&m, 'k', 5);
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 0);
    buf_done(&list);
    monit_done(&m);
}
END_TEST

START_TEST(instances_come_and_go) {
    struct monit m = {0};
    ck_assert_ptr_null(monit_selected(&m, NULL));
    monit_move(&m, 1);
    take_list(&m, "[{\"id\":5,\"name\":\"b\"},{\"id\":2,\"name\":\"a\"}]");
    ck_assert_uint_eq(m.insts[0]->id, 2);
    (void)monit_key(&m, 'j', 1);
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 5);
    take_line(&m, 5, "b", "kept");
    take_line(&m, 9, "early", "before its first list");
    ck_assert_uint_eq(m.n, 3);
    take_list(&m, "[{\"id\":2,\"name\":\"a\"},{\"id\":5,\"name\":\"b\"}]");
    ck_assert_uint_eq(m.n, 2);
    ck_assert_uint_eq(m.insts[1]->n_lines, 1);
    ck_assert_uint_eq(m.insts[1]->n_samples, 2);
    /* The same id under another name is somebody else. */
    take_list(&m, "[{\"id\":2,\"name\":\"a\"},{\"id\":5,\"name\":\"c\"}]");
    ck_assert_uint_eq(m.insts[1]->n_lines, 0);
    take_list(&m, "[{\"id\":2,\"name\":\"a\"}]");
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 2);
    take_list(&m, "[]");
    ck_assert_uint_eq(m.n, 0);
    ck_assert_int_eq(monit_key(&m, 'r', 1), MONIT_NOTHING);
    monit_done(&m);
}
END_TEST

/* What a supervisor never sends does no harm. */
START_TEST(nonsense_is_harmless) {
    static const char *const lists[] = {
        "[]",   "[1,null,\"x\",{}]",          "[{\"id\":-1}]", "{\"a\":1}",
        "[[]]", "[{\"name\":7,\"id\":\"x\"}]"};
    struct monit m = {0};
    for (unsigned i = 0; i < ARRAY_LEN(lists); i++) {
        struct cells c = {0};
        take_list(&m, lists[i]);
        struct json_in *v = parse(lists[i]);
        monit_take_log(&m, v);
        monit_take_reply(&m, v, "done");
        json_in_free(v);
        draw(&m, &c, 80, 24);
        cells_done(&c);
    }
    monit_done(&m);
}
END_TEST

/* ---- logs -------------------------------------------------------------------------------------- */

START_TEST(logs_of_one_and_of_all) {
    struct monit m = {0};
    struct monit_shown_line shown;
    take_list(&m, "[{\"id\":0,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}]");
    take_line(&m, 0, "a", "1");
    take_line(&m, 1, "b", "2");
    take_line(&m, 0, "a", "3");
    ck_assert(monit_line_before(&m, UINT64_MAX, &shown));
    ck_assert_str_eq(shown.line->text, "3");
    ck_assert(monit_line_before(&m, shown.line->seq, &shown));
    ck_assert_str_eq(shown.line->text, "1");
    ck_assert(!monit_line_before(&m, shown.line->seq, &shown));
    (void)monit_key(&m, 'l', 5);
    looks(&m, 30, 10,
          " ecort  2 instances, 0 online\n"
          "  id  name  status       mem\n"
          ">  0  a                    -\n"
          "   1  b                    -\n"
          "── logs of all ───────────────\n"
          "00:00:05 0|a │ 1\n"
          "00:00:05 1|b │ 2\n"
          "00:00:05 0|a │ 3\n"
          "\n"
          " ? help  q quit\n");
    ck_assert(monit_line_after(&m, 1, &shown));
    ck_assert_str_eq(shown.line->text, "2");
    monit_done(&m);
}
END_TEST

/* Lines from before monit: of files without stamps nobody knows when. */
START_TEST(a_line_without_a_time) {
    struct monit m = {0};
    take_list(&m, "[{\"id\":0,\"name\":\"a\"}]");
    ck_assert(!monit_has_lines(&m, 0));
    monit_add_line(&m, 0, STR("a"), &(struct monit_said){.text = STR("old"), .is_err = true});
    ck_assert(monit_has_lines(&m, 0));
    ck_assert(!monit_has_lines(&m, 1));
    looks(&m, 24, 7,
          " ecort  1 instance, 0 on\n"
          "  id  name  status\n"
          ">  0  a\n"
          "── logs of a 0 ─────────\n"
          "--:--:-- │ old\n\n"
          " ? help  q quit\n");
    monit_done(&m);
}
END_TEST

START_TEST(looking_back_and_on) {
    struct monit m = {0};
    take_list(&m, "[{\"id\":0,\"name\":\"a\"}]");
    for (unsigned i = 1; i <= MONIT_LINES + 10; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%u", i);
        take_line(&m, 0, "a", text);
    }
    const uint64_t newest = MONIT_LINES + 10;
    (void)monit_key(&m, KEY_OF_PAGE_UP, 4);
    ck_assert_uint_eq(m.until_seq, newest - 3);
    take_line(&m, 0, "a", "new ones do not move what is looked at");
    ck_assert_uint_eq(m.until_seq, newest - 3);
    for (unsigned i = 0; i < 1000; i++)
        (void)monit_key(&m, KEY_OF_PAGE_UP, 4);
    ck_assert_uint_le(m.until_seq, 16); /* as far as there are lines */
    ck_assert_uint_ge(m.until_seq, 12);
    (void)monit_key(&m, KEY_OF_PAGE_DOWN, 4);
    ck_assert_uint_le(m.until_seq, 19);
    for (unsigned i = 0; i < 1000; i++)
        (void)monit_key(&m, KEY_OF_PAGE_DOWN, 4);
    ck_assert_uint_eq(m.until_seq, 0);
    (void)monit_key(&m, KEY_OF_PAGE_UP, 4);
    (void)monit_key(&m, KEY_OF_END, 4);
    ck_assert_uint_eq(m.until_seq, 0);
    monit_done(&m);
}
END_TEST

START_TEST(lines_that_were_dropped_are_told) {
    struct monit m = {0};
    struct json_in *v = parse("{\"dropped\":12}");
    take_list(&m, "[{\"id\":0,\"name\":\"a\"}]");
    monit_take_log(&m, v);
    looks(&m, 60, 7,
          " ecort  1 instance, 0 online               cpu 0.0%  mem 0K\n"
          "  id  name  status     restarts   uptime     cpu    mem\n"
          ">  0  a                       0        -       -      -\n"
          "── logs of a 0  12 lines came too fast and are not here ────\n"
          " no lines yet\n\n"
          " ? help  q quit\n");
    json_in_free(v);
    monit_done(&m);
}
END_TEST

/* ---- keys -------------------------------------------------------------------------------------- */

START_TEST(keys_ask_for_acts) {
    struct monit m = {0};
    two_apps(&m);
    ck_assert_int_eq(monit_key(&m, 'r', 5), MONIT_RESTART);
    ck_assert_int_eq(monit_key(&m, 'R', 5), MONIT_RELOAD);
    ck_assert_int_eq(monit_key(&m, 'S', 5), MONIT_START);
    ck_assert_int_eq(monit_key(&m, '+', 5), MONIT_MORE);
    ck_assert_int_eq(monit_key(&m, 'q', 5), MONIT_QUIT);
    ck_assert_int_eq(monit_key(&m, 3, 5), MONIT_QUIT);
    ck_assert_int_eq(monit_key(&m, KEY_OF_OTHER, 5), MONIT_NOTHING);
    monit_done(&m);
}
END_TEST

START_TEST(what_ends_a_process_is_asked_first) {
    struct monit m = {0};
    two_apps(&m);
    (void)monit_key(&m, 'j', 5);
    ck_assert_int_eq(monit_key(&m, 's', 5), MONIT_NOTHING);
    looks(&m, 60, 3,
          " ecort  2 instances, 1 online, 1 errored\n"
          "  id  name  status     restarts   uptime     cpu    mem\n"
          " stop jobs 3? y, or any other key\n");
    ck_assert_int_eq(monit_key(&m, 'n', 5), MONIT_NOTHING);
    ck_assert_int_eq(monit_key(&m, 'y', 5), MONIT_NOTHING);
    ck_assert_int_eq(monit_key(&m, 's', 5), MONIT_NOTHING);
    ck_assert_int_eq(monit_key(&m, 'y', 5), MONIT_STOP);
    ck_assert_int_eq(monit_key(&m, '-', 5), MONIT_NOTHING);
    ck_assert_int_eq(monit_key(&m, 'y', 5), MONIT_LESS);
    monit_done(&m);
}
END_TEST

/* The one that was asked about may be gone when the answer comes: then nobody is stopped. */
START_TEST(an_answer_is_about_who_was_asked) {
    struct monit m = {0};
    two_apps(&m);
    (void)monit_key(&m, 's', 5);
    take_list(&m, "[{\"id\":3,\"name\":\"jobs\",\"status\":\"online\"}]");
    ck_assert_int_eq(monit_key(&m, 'y', 5), MONIT_NOTHING);
    monit_done(&m);
}
END_TEST

static void type(struct monit *m, const char *text) {
    for (; *text; text++)
        (void)monit_key(m, (uint32_t)(unsigned char)*text, 5);
}

START_TEST(a_filter_shows_less) {
    struct monit m = {0};
    two_apps(&m);
    type(&m, "/JOBx");
    ck_assert_uint_eq(monit_shown_count(&m), 0);
    looks(&m, 60, 8,
          " ecort  2 instances, 1 online, 1 errored, 0 shown: JOBx\n"
          "  id  name  status     restarts   uptime     cpu    mem\n"
          " nothing has that in its name, namespace or status\n"
          "── logs of nothing ─────────────────────────────────────────\n"
          " no lines yet\n\n\n"
          " filter: JOBx_\n");
    (void)monit_key(&m, KEY_OF_BACKSPACE, 5);
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 3);
    (void)monit_key(&m, KEY_OF_ENTER, 5);
    ck_assert_int_eq(monit_key(&m, 'r', 5), MONIT_RESTART);
    (void)monit_key(&m, KEY_OF_ESCAPE, 5);
    ck_assert_uint_eq(monit_shown_count(&m), 2);
    type(&m, "/err\n");
    ck_assert_uint_eq(monit_selected(&m, NULL)->id, 3);
    type(&m, "/");
    for (unsigned i = 0; i < 2 * MONIT_FILTER_MOST; i++)
        (void)monit_key(&m, 0xfc, 5);
    ck_assert_uint_lt(strlen(m.filter), MONIT_FILTER_MOST);
    (void)monit_key(&m, KEY_OF_ESCAPE, 5);
    ck_assert_str_eq(m.filter, "");
    monit_done(&m);
}
END_TEST

START_TEST(help_is_a_screen_of_its_own) {
    struct monit m = {0};
    two_apps(&m);
    type(&m, "?");
    looks(&m, 50, 6,
          " ecort  2 instances, 1 online, 1 errored\n"
          "\n  Keys\n"
          "  up down j k     select an instance; g G the firs\n"
          "  r               restart it\n"
          " any key goes back\n");
    ck_assert_int_eq(monit_key(&m, 'r', 5), MONIT_NOTHING);
    ck_assert_int_eq(m.mode, MONIT_NORMAL);
    monit_done(&m);
}
END_TEST

START_TEST(replies_are_told) {
    struct monit m = {0};
    take_reply(&m, "{\"ok\":true,\"results\":[{\"id\":4,\"name\":\"api\",\"ok\":true}]}");
    ck_assert_str_eq(m.said, "api 4 restarted");
    ck_assert(!m.said_is_bad);
    take_reply(&m, "{\"ok\":false,\"results\":[{\"id\":4,\"name\":\"api\",\"ok\":false,"
                   "\"error\":\"exited with code 1\"}]}");
    ck_assert_str_eq(m.said, "api: exited with code 1");
    ck_assert(m.said_is_bad);
    take_reply(&m, "{\"ok\":false,\"error\":\"the supervisor is stopping\"}");
    ck_assert_str_eq(m.said, "the supervisor is stopping");
    monit_done(&m);
}
END_TEST

/* ---- cells and graphs -------------------------------------------------------------------------- */

static void puts_as(const char *text, unsigned room, const char *expected, bool is_ascii) {
    struct cells c = {.is_ascii = is_ascii};
    struct buf out = {0};
    ck_assert(cells_resize(&c, 12, 1));
    (void)cells_put(&c, 0, 0, room, str_of(text), LOOK_PLAIN);
    cells_text(&c, &out);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, expected);
    buf_done(&out);
    cells_done(&c);
}

START_TEST(text_of_strangers) {
    puts_as("plain", 12, "plain\n", false);
    puts_as("longer than the row", 12, "longer than\n", false);
    puts_as("日本語日本語日本語", 5, "日本\n", false);
    puts_as("\x1b[1;31mred\x1b[0m \x1b]0;title\x07.", 12, "red .\n", false);
    puts_as("cut \x1b[12", 12, "cut\n", false);
    puts_as("a\rb\x01\x7f", 12, "ab\n", false);
    puts_as("bad \xff\xc3", 12, "bad \xef\xbf\xbd\xef\xbf\xbd\n", false);
    puts_as("a\tb", 12, "a    b\n", false);
    puts_as("ü日\xff", 12, "????\n", true);
}
END_TEST

/* Half of a wide character that is written over does not stay. */
START_TEST(wide_characters_are_whole) {
    struct cells c = {0};
    struct buf out = {0};
    ck_assert(cells_resize(&c, 8, 1));
    (void)cells_put(&c, 0, 0, 8, str_of("日本語"), LOOK_PLAIN);
    cells_set(&c, 1, 0, 'x', LOOK_PLAIN);
    cells_set(&c, 4, 0, 'y', LOOK_PLAIN);
    (void)cells_put(&c, 2, 0, 2, str_of("本"), LOOK_PLAIN);
    cells_text(&c, &out);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, " x本y\n");
    buf_done(&out);
    cells_done(&c);
}
END_TEST

START_TEST(scales_are_easy_to_read) {
    ck_assert_int_eq(graph_top(GRAPH_CPU, 0), 100);
    ck_assert_int_eq(graph_top(GRAPH_CPU, 101), 200);
    ck_assert_int_eq(graph_top(GRAPH_CPU, 999), 1000);
    ck_assert_int_eq(graph_top(GRAPH_CPU, 3999), 5000);
    ck_assert_int_eq(graph_top(GRAPH_MEMORY, 45 << 20), 50 << 20);
    ck_assert_int_eq(graph_top(GRAPH_MEMORY, (50 << 20) + 1), 100 << 20);
    ck_assert_int_ge(graph_top(GRAPH_MEMORY, INT64_MAX / 2), INT64_MAX / 2);
}
END_TEST

Suite *suite_monit(void) {
    Suite *s = suite_create("monit");
    TCase *t = tcase_create("monit");
    tcase_add_test(t, a_screen_of_the_usual_size);
    tcase_add_test(t, small_screens_show_what_fits);
    tcase_add_test(t, online_is_not_all);
    tcase_add_test(t, every_size_can_be_drawn);
    tcase_add_test(t, without_utf8_all_is_ascii);
    tcase_add_test(t, a_supervisor_that_has_gone);
    tcase_add_test(t, looks_tell_what_colours_tell);
    tcase_add_test(t, the_list_scrolls_with_the_selection);
    tcase_add_test(t, instances_come_and_go);
    tcase_add_test(t, nonsense_is_harmless);
    tcase_add_test(t, logs_of_one_and_of_all);
    tcase_add_test(t, a_line_without_a_time);
    tcase_add_test(t, looking_back_and_on);
    tcase_add_test(t, lines_that_were_dropped_are_told);
    tcase_add_test(t, keys_ask_for_acts);
    tcase_add_test(t, what_ends_a_process_is_asked_first);
    tcase_add_test(t, an_answer_is_about_who_was_asked);
    tcase_add_test(t, a_filter_shows_less);
    tcase_add_test(t, help_is_a_screen_of_its_own);
    tcase_add_test(t, replies_are_told);
    tcase_add_test(t, text_of_strangers);
    tcase_add_test(t, wide_characters_are_whole);
    tcase_add_test(t, scales_are_easy_to_read);
    suite_add_tcase(s, t);
    return s;
}
