/* ecort-monit: asks the supervisor once a second, follows its logs, and shows both. `ecort monit`
 * runs it. Nothing here waits for the supervisor but poll. */
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/ctl/talk.h"
#include "runtime/home.h"
#include "runtime/monit/draw.h"
#include "runtime/monit/history.h"
#include "runtime/monit/keys.h"
#include "runtime/monit/term.h"
#include "runtime/os/clock.h"

enum {
    LIST_EVERY_MS = 1000,
    RETRY_MS = 300,
    AGAIN_MS = 50,     /* after a supervisor that hung up: another one may be there already */
    SLOW_MS = 3000,    /* without an answer */
    REFUSED_MS = 5000, /* before following is tried again */
    FRAME_MS = 40,     /* at most 25 pictures a second */
    HISTORY_LINES = 50,
    LINES_PER_FRAME = 500, /* of logs: more would only be seen to fly by */
};

struct monitor {
    struct monit model;
    struct cells cells;
    const char *home;
    struct ctl_talk list, follow, act;
    const char *act_done;
    int64_t list_at_ms, follow_at_ms; /* when to ask next; list: when it was asked, meanwhile */
    int64_t shown_at_ms;
    unsigned lines_in_frame;
    bool is_dirty, is_over;
};

/* ---- asking ------------------------------------------------------------------------------------ */

static void set_link(struct monitor *w, enum monit_link link) {
    w->is_dirty = w->is_dirty || w->model.link != link;
    if (w->model.link != link && link == MONIT_LIVE)
        w->model.said[0] = 0; /* it was about what is over */
    w->model.link = link;
}

static void ask_list(struct monitor *w, int64_t now_ms) {
    const struct ctl_request request = {.command = CTL_LIST};
    struct err err;
    enum ctl_answer answer = ctl_talk_open(&w->list, w->home, &request, &err);
    w->list_at_ms = answer == CTL_ANSWER ? now_ms : now_ms + RETRY_MS;
    if (answer == CTL_NO_SUPERVISOR)
        set_link(w, MONIT_LOST);
    else if (answer == CTL_TROUBLE)
        set_link(w, MONIT_SLOW);
}

static void hear_list(struct monitor *w, int64_t now_ms) {
    struct json_in *line;
    const struct json_in *said;
    struct err err;
    enum ctl_heard heard = ctl_talk_next(&w->list, &line, &said, &err);
    if (heard == CTL_HEARD_NOTHING)
        return;
    if (heard == CTL_HEARD_REPLY && json_in_is_array(json_in_get(said, "list"))) {
        monit_take_list(&w->model, json_in_get(said, "list"));
        set_link(w, MONIT_LIVE);
        w->list_at_ms += LIST_EVERY_MS;
    } else {
        w->list_at_ms = now_ms + RETRY_MS;
    }
    w->is_dirty = true;
    json_in_free(line);
    ctl_talk_close(&w->list);
}

static void begin_follow(struct monitor *w, int64_t now_ms) {
    const struct ctl_request request = {.command = CTL_FOLLOW};
    struct err err;
    if (ctl_talk_open(&w->follow, w->home, &request, &err) != CTL_ANSWER)
        w->follow_at_ms = now_ms + RETRY_MS;
}

static void hear_follow(struct monitor *w, int64_t now_ms) {
    while (w->lines_in_frame < LINES_PER_FRAME) {
        struct json_in *line;
        const struct json_in *said;
        struct err err;
        enum ctl_heard heard = ctl_talk_next(&w->follow, &line, &said, &err);
        if (heard == CTL_HEARD_NOTHING)
            return;
        w->lines_in_frame++;
        if (heard == CTL_HEARD_PROGRESS && json_in_get(said, "streams"))
            history_take(&w->model, json_in_get(said, "streams"), HISTORY_LINES);
        else if (heard == CTL_HEARD_PROGRESS)
            monit_take_log(&w->model, said);
        if (heard == CTL_HEARD_REPLY)
            monit_take_reply(&w->model, said, "");
        w->is_dirty = true;
        json_in_free(line);
        if (heard == CTL_HEARD_PROGRESS)
            continue;
        w->follow_at_ms = now_ms + (heard == CTL_HEARD_REPLY ? REFUSED_MS : AGAIN_MS);
        ctl_talk_close(&w->follow);
        return;
    }
}

/* ---- acts -------------------------------------------------------------------------------------- */

struct act_row {
    const char *command, *argument, *doing, *done;
};

static const struct act_row acts[] = {
    [MONIT_RESTART] = {"restart", NULL, "restarting", "restarted"},
    [MONIT_RELOAD] = {"reload", NULL, "reloading", "reloaded"},
    [MONIT_STOP] = {"stop", NULL, "stopping", "stopped"},
    [MONIT_START] = {"start", NULL, "starting", "started"},
    [MONIT_MORE] = {"scale", "+1", "one more of", "started"},
    [MONIT_LESS] = {"scale", "-1", "one less of", "stopped"},
};

/* By name, since not every version knows every command. */
static bool find_command(const char *name, enum ctl_command *command) {
    for (unsigned i = 0; i < CTL_COMMANDS; i++)
        if (strcmp(ctl_command_name((enum ctl_command)i), name) == 0) {
            *command = (enum ctl_command)i;
            return true;
        }
    return false;
}

static void begin_act(struct monitor *w, enum monit_act act) {
    const struct monit_inst *inst = monit_selected(&w->model, NULL);
    const struct act_row *row = &acts[act];
    struct ctl_request request = {.argument = row->argument};
    char id[16];
    const char *target = id;
    struct err err = {0};
    if (!find_command(row->command, &request.command)) {
        monit_say(&w->model, true, "this version of ecort has no %s", row->command);
        return;
    }
    if (w->act.fd >= 0) {
        monit_say(&w->model, true, "wait: the supervisor is at the one before");
        return;
    }
    (void)snprintf(id, sizeof id, "%u", inst->id);
    request.targets = (struct ctl_texts){&target, 1};
    switch (ctl_talk_open(&w->act, w->home, &request, &err)) {
    case CTL_ANSWER:
        w->act_done = row->done;
        monit_say(&w->model, false, "%s %s %u ...", row->doing, inst->name, inst->id);
        break;
    case CTL_NO_SUPERVISOR:
        monit_say(&w->model, true, "no supervisor is running in %s", w->home);
        break;
    case CTL_UNASKED:
    case CTL_LOST:
    case CTL_TROUBLE:
        monit_say(&w->model, true, "%s", err.msg);
        break;
    }
}

static void hear_act(struct monitor *w) {
    struct json_in *line;
    const struct json_in *said;
    struct err err = {0};
    enum ctl_heard heard = ctl_talk_next(&w->act, &line, &said, &err);
    if (heard == CTL_HEARD_REPLY)
        monit_take_reply(&w->model, said, w->act_done);
    if (heard == CTL_HEARD_END)
        monit_say(&w->model, true, "%s", err.msg);
    if (heard == CTL_HEARD_REPLY || heard == CTL_HEARD_END) {
        ctl_talk_close(&w->act);
        w->list_at_ms = 0; /* what came of it is seen at once */
    }
    json_in_free(line);
    w->is_dirty = true;
}

/* ---- the screen -------------------------------------------------------------------------------- */

static void clock_text(int64_t at_ms, char text[16]) {
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm local;
    if (!localtime_r(&seconds, &local) || strftime(text, 16, "%H:%M:%S", &local) == 0)
        text[0] = 0;
}

static void take_keys(struct monitor *w) {
    uint32_t key;
    while (!w->is_over && term_key(&key)) {
        struct draw_layout layout = draw_layout(&w->model, w->cells.width, w->cells.height);
        enum monit_act act = monit_key(&w->model, key, layout.logs ? layout.logs - 1 : 0);
        w->is_dirty = true;
        if (act == MONIT_QUIT)
            w->is_over = true;
        else if (act != MONIT_NOTHING)
            begin_act(w, act);
    }
}

static void show(struct monitor *w, int64_t now_ms) {
    unsigned width, height;
    term_size(&width, &height);
    if ((width != w->cells.width || height != w->cells.height) &&
        !cells_resize(&w->cells, width, height))
        return;
    draw_screen(&w->model, &w->cells, clock_text);
    term_show(&w->cells);
    w->shown_at_ms = now_ms;
    w->lines_in_frame = 0;
    w->is_dirty = false;
}

/* ---- the loop ---------------------------------------------------------------------------------- */

static void ask_what_is_due(struct monitor *w, int64_t now_ms) {
    if (w->list.fd < 0 && now_ms >= w->list_at_ms)
        ask_list(w, now_ms);
    else if (w->list.fd >= 0 && now_ms >= w->list_at_ms + SLOW_MS)
        set_link(w, MONIT_SLOW);
    if (w->follow.fd < 0 && w->model.link == MONIT_LIVE && now_ms >= w->follow_at_ms)
        begin_follow(w, now_ms);
}

static int64_t wait_ms(const struct monitor *w, int64_t now_ms) {
    int64_t until = w->list_at_ms + (w->list.fd >= 0 ? SLOW_MS : 0);
    if (w->list.fd >= 0 && w->model.link == MONIT_SLOW)
        until = now_ms + SLOW_MS;
    if (w->follow.fd < 0 && w->model.link == MONIT_LIVE && w->follow_at_ms < until)
        until = w->follow_at_ms;
    if (w->is_dirty && w->shown_at_ms + FRAME_MS < until)
        until = w->shown_at_ms + FRAME_MS;
    return until > now_ms ? until - now_ms : 0;
}

static void run(struct monitor *w) {
    while (!w->is_over) {
        int64_t now_ms = os_now_ms();
        ask_what_is_due(w, now_ms);
        if (w->is_dirty && now_ms >= w->shown_at_ms + FRAME_MS)
            show(w, now_ms);
        bool takes_lines = w->lines_in_frame < LINES_PER_FRAME;
        struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = w->list.fd, .events = POLLIN},
                               {.fd = takes_lines ? w->follow.fd : -1, .events = POLLIN},
                               {.fd = w->act.fd, .events = POLLIN}};
        int n = poll(fds, ARRAY_LEN(fds), (int)wait_ms(w, now_ms));
        now_ms = os_now_ms();
        take_keys(w); /* also after EINTR: a change of size is a key */
        if (n <= 0)
            continue;
        if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
            w->is_over = true;
        if (fds[1].revents)
            hear_list(w, now_ms);
        if (fds[2].revents)
            hear_follow(w, now_ms);
        if (fds[3].revents && w->act.fd >= 0)
            hear_act(w);
    }
}

static int fail(int code, const char *message) {
    (void)fprintf(stderr, "ecort: %s\n", message);
    return code;
}

/* A supervisor that is not there at the start is a mistake; later it may come back. */
static int find_supervisor(struct monitor *w, struct arena *a) {
    const struct ctl_request ping = {.command = CTL_PING};
    struct json_in *reply = NULL;
    struct err err = {0};
    struct buf text = {0};
    int code = 0;
    w->home = home_find(a, environ, &err);
    if (!w->home)
        return fail(2, err.msg);
    enum ctl_answer answer = ctl_ask(w->home, &ping, NULL, &reply, &err);
    if (answer == CTL_NO_SUPERVISOR) {
        buf_fmt(&text, "no supervisor is running in %s; start one with: ecort start plan.bin",
                w->home);
        buf_char(&text, 0);
        code = fail(1, text.failed ? "no supervisor is running" : text.p);
        buf_done(&text);
    } else if (answer == CTL_TROUBLE) {
        code = fail(1, err.msg);
    }
    json_in_free(reply);
    return code;
}

int main(int argc, char **argv) {
    struct monitor w = {.list.fd = -1, .follow.fd = -1, .act.fd = -1, .is_dirty = true};
    struct arena arena;
    struct err err = {0};
    (void)argv;
    if (argc > 1)
        return fail(2, "usage: ecort monit");
    arena_init_may_fail(&arena, 0);
    (void)setlocale(LC_ALL, "");
    int code = find_supervisor(&w, &arena);
    const char *no_color = getenv("NO_COLOR");
    if (code == 0 && term_open(!no_color || !*no_color, &err) < 0)
        code = fail(2, err.msg);
    if (code == 0) {
        w.cells.is_ascii = term_is_ascii();
        run(&w);
        term_close();
    }
    ctl_talk_close(&w.list);
    ctl_talk_close(&w.follow);
    ctl_talk_close(&w.act);
    monit_done(&w.model);
    cells_done(&w.cells);
    arena_done(&arena);
    return code;
}
