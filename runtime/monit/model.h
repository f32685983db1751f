/* What monit knows: the instances as the supervisor told of them last, their cpu and memory over
 * time, their last log lines, and what the user looks at. Pure: what happens comes in as
 * arguments.
 *
 * Instances are as `list` answers them (view.h), lines as `follow` sends them (follow.h). An
 * instance keeps its samples and lines as long as its id is in the list; one that is not there any
 * more is forgotten with them. When the supervisor does not answer, all stays as it was. */
#pragma once

#include <stdint.h>

#include "runtime/ctl/json_in.h"
#include "schema/base/str.h"

enum {
    MONIT_SAMPLES = 256, /* of one instance: as many as the widest graph shows */
    MONIT_LINES = 256,   /* likewise; all instances may be many, so few */
    MONIT_LINE_MOST = 1024,
    MONIT_FILTER_MOST = 64,
    MONIT_TEXT_MOST = 200,
};

#define MONIT_UNKNOWN (-1)

struct monit_sample {
    int64_t cpu_tenths, memory_bytes; /* MONIT_UNKNOWN while it does not run */
};

struct monit_line {
    uint64_t seq; /* 1, 2 ... over all instances */
    int64_t at_ms;
    bool is_err, is_cut;
    char *text; /* malloc'd */
};

struct monit_inst {
    unsigned id;
    char name[128], name_space[64], mode[16], status[16];
    bool is_ill, is_unconfirmed; /* online, and unhealthy; online, and listen_timeout has passed */
    char state[40];              /* of all three: "online, unhealthy" */
    char reason[MONIT_TEXT_MOST];
    int64_t pid, restarts, uptime_ms, logs_dropped; /* pid and uptime: MONIT_UNKNOWN = none */
    int64_t exit_code;                              /* MONIT_UNKNOWN = none */
    char exit_signal[16];                           /* "" = none */
    bool is_listed;
    struct monit_sample sample[MONIT_SAMPLES]; /* rings */
    unsigned n_samples, next_sample;
    struct monit_line line[MONIT_LINES];
    unsigned n_lines, next_line;
};

enum monit_mode { MONIT_NORMAL, MONIT_FILTERING, MONIT_HELP, MONIT_ASKING };

/* Who is asked for something: the supervisor, by the selected instance. */
enum monit_act {
    MONIT_NOTHING,
    MONIT_RESTART,
    MONIT_RELOAD,
    MONIT_STOP,
    MONIT_START,
    MONIT_MORE, /* one instance more */
    MONIT_LESS,
    MONIT_QUIT,
};

enum monit_link {
    MONIT_LIVE,
    MONIT_SLOW, /* connected, and no answer for a while */
    MONIT_LOST, /* no supervisor */
};

struct monit {
    struct monit_inst **insts; /* malloc'd, by id */
    unsigned n, cap;
    uint64_t last_seq;
    int64_t lines_missed; /* that the supervisor could not send */
    enum monit_link link;

    unsigned selected; /* an id; of what is shown where that is not */
    bool shows_all_logs;
    uint64_t until_seq; /* logs up to there; 0: as they come */
    enum monit_mode mode;
    enum monit_act asked; /* in MONIT_ASKING */
    char filter[MONIT_FILTER_MOST];
    char said[MONIT_TEXT_MOST]; /* what came of the last act */
    bool said_is_bad;
};

void monit_done(struct monit *m);

/* The "list" of a reply; each instance gets one sample. */
void monit_take_list(struct monit *m, const struct json_in *list);
/* What `follow` sends: a line, a count of dropped ones, or streams (which tell nothing new). */
void monit_take_log(struct monit *m, const struct json_in *progress);
/* A line that was not cut is whole; at_ms 0: nobody knows when. */
struct monit_said {
    struct str text;
    int64_t at_ms;
    bool is_err, is_cut;
};

/* Adds a line of an instance, the newest of all. */
void monit_add_line(struct monit *m, unsigned id, struct str name, const struct monit_said *said);
bool monit_has_lines(const struct monit *m, unsigned id);
/* The reply to an act: "restarted", or what failed and why. */
void monit_take_reply(struct monit *m, const struct json_in *reply, const char *done);
/* Says something in the last line. */
void monit_say(struct monit *m, bool is_bad, const char *fmt, ...) ATTR_PRINTF(3, 4);

/* ---- what is shown ----------------------------------------------------------------------------- */

/* Whether the filter lets it through: part of its name, namespace or state in any case, or its id.
 */
bool monit_is_shown(const struct monit *m, const struct monit_inst *inst);
unsigned monit_shown_count(const struct monit *m);
/* The instance that is selected, or the nearest that is shown; NULL where none is. *place (may be
 * NULL): how many are shown before it. */
struct monit_inst *monit_selected(const struct monit *m, unsigned *place);
/* Whether what was asked about (MONIT_ASKING) is still there: the answer is about nobody else. */
bool monit_is_asked(const struct monit *m);
/* Moves the selection by so many places. */
void monit_move(struct monit *m, int by);

/* The i-th newest sample, 0 the newest; unknown beyond what there is. */
struct monit_sample monit_sample_at(const struct monit_inst *inst, unsigned i);

/* A line and whose it is. */
struct monit_shown_line {
    const struct monit_inst *inst;
    const struct monit_line *line;
};

/* The newest line before the number `before`, or the oldest after `after`, of what the logs show.
 * False where there is none. */
bool monit_line_before(const struct monit *m, uint64_t before, struct monit_shown_line *shown);
bool monit_line_after(const struct monit *m, uint64_t after, struct monit_shown_line *shown);
