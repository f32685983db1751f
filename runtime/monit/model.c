/* The model: taking in, and what is shown. */
#include "runtime/monit/model.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/say.h"
#include "schema/base/utf8.h"

/* ---- instances --------------------------------------------------------------------------------- */

static void inst_free(struct monit_inst *inst) {
    for (unsigned i = 0; i < MONIT_LINES; i++)
        free(inst->line[i].text);
    free(inst);
}

void monit_done(struct monit *m) {
    for (unsigned i = 0; i < m->n; i++)
        inst_free(m->insts[i]);
    free(m->insts);
    *m = (struct monit){0};
}

/* Cut between characters. */
static void copy_text(char *to, size_t room, struct str text) {
    size_t n = 0;
    while (n < text.n) {
        uint32_t cp;
        size_t step = utf8_decode(str_skip(text, n), &cp);
        if (n + step >= room)
            break;
        n += step;
    }
    if (n)
        memcpy(to, text.p, n);
    to[n] = 0;
}

static struct monit_inst *add_inst(struct monit *m, unsigned place, unsigned id) {
    if (m->n == m->cap) {
        unsigned cap = m->cap ? m->cap * 2 : 16;
        struct monit_inst **grown = realloc(m->insts, cap * sizeof *grown);
        if (!grown)
            return NULL;
        m->insts = grown;
        m->cap = cap;
    }
    struct monit_inst *inst = calloc(1, sizeof *inst);
    if (!inst)
        return NULL;
    memmove(m->insts + place + 1, m->insts + place, (m->n - place) * sizeof *m->insts);
    inst->id = id;
    inst->pid = inst->uptime_ms = inst->exit_code = MONIT_UNKNOWN;
    m->insts[place] = inst;
    m->n++;
    return inst;
}

/* The instance of that id, made where it is new; NULL without memory. */
static struct monit_inst *get_inst(struct monit *m, unsigned id, struct str name) {
    unsigned place = 0;
    while (place < m->n && m->insts[place]->id < id)
        place++;
    struct monit_inst *inst = place < m->n && m->insts[place]->id == id ? m->insts[place] : NULL;
    if (inst && !str_eqz(name, inst->name)) { /* of another supervisor, that counts anew */
        memmove(m->insts + place, m->insts + place + 1, (--m->n - place) * sizeof *m->insts);
        inst_free(inst);
        inst = NULL;
    }
    if (!inst) {
        inst = add_inst(m, place, id);
        if (inst)
            copy_text(inst->name, sizeof inst->name, name);
    }
    return inst;
}

static int64_t number_or_unknown(const struct json_in *v) {
    return v ? json_in_int(v) : MONIT_UNKNOWN;
}

/* So large that nothing is, so small that sums of them are numbers. */
static int64_t bounded(int64_t n) {
    enum { BITS = 50 };
    return n < 0 ? 0 : n > (int64_t)1 << BITS ? (int64_t)1 << BITS : n;
}

static void add_sample(struct monit_inst *inst, const struct json_in *v) {
    enum { MOST = 1000 * 1000 };
    const struct json_in *cpu = json_in_get(v, "cpu_percent");
    const struct json_in *bytes = json_in_get(v, "memory_bytes");
    double percent = json_in_double(cpu);
    percent = percent > 0 ? percent < MOST ? percent : MOST : 0;
    inst->sample[inst->next_sample] = (struct monit_sample){
        .cpu_tenths = cpu ? (int64_t)(percent * 10 + 0.5) : MONIT_UNKNOWN,
        .memory_bytes = bytes ? bounded(json_in_int(bytes)) : MONIT_UNKNOWN,
    };
    inst->next_sample = (inst->next_sample + 1) % MONIT_SAMPLES;
    inst->n_samples += inst->n_samples < MONIT_SAMPLES;
}

static void take_state(struct monit_inst *inst, const struct json_in *v) {
    const struct json_in *confirmed = json_in_get(v, "confirmed");
    struct str reason = json_in_str(json_in_get(v, "reason"));
    struct buf state = {0};
    copy_text(inst->status, sizeof inst->status, json_in_str(json_in_get(v, "status")));
    inst->is_ill = str_eqz(json_in_str(json_in_get(v, "health")), "unhealthy");
    inst->is_unconfirmed = confirmed && !json_in_bool(confirmed);
    say_status(&state, str_of(inst->status), inst->is_ill, inst->is_unconfirmed);
    copy_text(inst->state, sizeof inst->state,
              state.failed ? str_of(inst->status) : (struct str){state.p, state.n});
    buf_done(&state);
    if (inst->is_ill)
        reason = json_in_str(json_in_get(v, "health_error"));
    copy_text(inst->reason, sizeof inst->reason, reason);
}

static void take_inst(struct monit *m, const struct json_in *v) {
    struct str name = json_in_str(json_in_get(v, "name"));
    char short_name[sizeof m->insts[0]->name];
    copy_text(short_name, sizeof short_name, name);
    struct monit_inst *inst =
        get_inst(m, (unsigned)json_in_int(json_in_get(v, "id")), str_of(short_name));
    if (!inst)
        return;
    const struct json_in *exit = json_in_get(v, "exit"), *code = json_in_get(exit, "code");
    copy_text(inst->name_space, sizeof inst->name_space, json_in_str(json_in_get(v, "namespace")));
    copy_text(inst->mode, sizeof inst->mode, json_in_str(json_in_get(v, "mode")));
    take_state(inst, v);
    copy_text(inst->exit_signal, sizeof inst->exit_signal,
              json_in_str(json_in_get(exit, "signal")));
    inst->exit_code = number_or_unknown(code);
    inst->pid = number_or_unknown(json_in_get(v, "pid"));
    inst->uptime_ms = number_or_unknown(json_in_get(v, "uptime_ms"));
    inst->restarts = json_in_int(json_in_get(v, "restarts"));
    inst->logs_dropped = json_in_int(json_in_get(v, "logs_dropped"));
    inst->is_listed = true;
    add_sample(inst, v);
}

void monit_take_list(struct monit *m, const struct json_in *list) {
    unsigned kept = 0;
    for (unsigned i = 0; i < m->n; i++)
        m->insts[i]->is_listed = false;
    for (size_t i = 0; i < json_in_count(list); i++)
        if (!json_in_get(json_in_at(list, i), "twin")) /* of two with one id the one in office */
            take_inst(m, json_in_at(list, i));
    for (unsigned i = 0; i < m->n; i++)
        if (m->insts[i]->is_listed)
            m->insts[kept++] = m->insts[i];
        else
            inst_free(m->insts[i]);
    m->n = kept;
}

/* ---- logs -------------------------------------------------------------------------------------- */

void monit_add_line(struct monit *m, unsigned id, struct str name, const struct monit_said *said) {
    char text[MONIT_LINE_MOST], short_name[sizeof m->insts[0]->name];
    copy_text(text, sizeof text, said->text);
    copy_text(short_name, sizeof short_name, name);
    struct monit_inst *inst = get_inst(m, id, str_of(short_name));
    char *copy = inst ? strdup(text) : NULL;
    if (!copy) {
        m->lines_missed++;
        return;
    }
    struct monit_line *line = &inst->line[inst->next_line];
    free(line->text);
    *line = (struct monit_line){.seq = ++m->last_seq,
                                .at_ms = said->at_ms,
                                .is_err = said->is_err,
                                .is_cut = said->is_cut,
                                .text = copy};
    inst->next_line = (inst->next_line + 1) % MONIT_LINES;
    inst->n_lines += inst->n_lines < MONIT_LINES;
}

bool monit_has_lines(const struct monit *m, unsigned id) {
    for (unsigned i = 0; i < m->n; i++)
        if (m->insts[i]->id == id)
            return m->insts[i]->n_lines > 0;
    return false;
}

void monit_take_log(struct monit *m, const struct json_in *progress) {
    const struct json_in *dropped = json_in_get(progress, "dropped");
    struct monit_said said = {
        .text = json_in_str(json_in_get(progress, "message")),
        .at_ms = json_in_int(json_in_get(progress, "at")),
        .is_err = str_eqz(json_in_str(json_in_get(progress, "type")), "err"),
        .is_cut = json_in_bool(json_in_get(progress, "cut")),
    };
    if (dropped)
        m->lines_missed = bounded(m->lines_missed + bounded(json_in_int(dropped)));
    if (json_in_is_string(json_in_get(progress, "message")))
        monit_add_line(m, (unsigned)json_in_int(json_in_get(progress, "id")),
                       json_in_str(json_in_get(progress, "name")), &said);
}

/* ---- acts -------------------------------------------------------------------------------------- */

void monit_say(struct monit *m, bool is_bad, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(m->said, sizeof m->said, fmt, ap);
    va_end(ap);
    m->said_is_bad = is_bad;
}

void monit_take_reply(struct monit *m, const struct json_in *reply, const char *done) {
    const struct json_in *results = json_in_get(reply, "results");
    struct str error = json_in_str(json_in_get(reply, "error"));
    size_t n = json_in_count(results), n_good = 0;
    struct str name = json_in_str(json_in_get(json_in_at(results, 0), "name"));
    for (size_t i = 0; i < n; i++) {
        const struct json_in *result = json_in_at(results, i);
        n_good += json_in_bool(json_in_get(result, "ok"));
        if (!error.n)
            error = json_in_str(json_in_get(result, "error"));
    }
    if (error.n)
        monit_say(m, true, "%.*s%s%.*s", STR_ARG(name), name.n ? ": " : "", STR_ARG(error));
    else if (n == 1)
        monit_say(m, false, "%.*s %lld %s", STR_ARG(name),
                  (long long)json_in_int(json_in_get(json_in_at(results, 0), "id")), done);
    else
        monit_say(m, false, n ? "%.*s: %zu %s" : "%.*s%zu %s", STR_ARG(name), n_good, done);
}

/* ---- what is shown ----------------------------------------------------------------------------- */

static bool has_part(const char *text, const char *part) {
    return strcasestr(text, part) != NULL;
}

bool monit_is_shown(const struct monit *m, const struct monit_inst *inst) {
    char id[16];
    (void)snprintf(id, sizeof id, "%u", inst->id);
    return !*m->filter || has_part(inst->name, m->filter) || has_part(inst->state, m->filter) ||
           has_part(inst->name_space, m->filter) || strcmp(id, m->filter) == 0;
}

unsigned monit_shown_count(const struct monit *m) {
    unsigned n = 0;
    for (unsigned i = 0; i < m->n; i++)
        n += monit_is_shown(m, m->insts[i]);
    return n;
}

/* The first with that id or a larger one, else the last. */
struct monit_inst *monit_selected(const struct monit *m, unsigned *place) {
    struct monit_inst *found = NULL;
    unsigned before = 0;
    for (unsigned i = 0; i < m->n; i++) {
        if (!monit_is_shown(m, m->insts[i]))
            continue;
        before += found != NULL;
        found = m->insts[i];
        if (found->id >= m->selected)
            break;
    }
    if (place)
        *place = before;
    return found;
}

bool monit_is_asked(const struct monit *m) {
    const struct monit_inst *inst = monit_selected(m, NULL);
    return inst && inst->id == m->selected;
}

void monit_move(struct monit *m, int by) {
    unsigned place, n = monit_shown_count(m), at = 0;
    if (!monit_selected(m, &place))
        return;
    int64_t to = (int64_t)place + by;
    to = to < 0 ? 0 : to >= (int64_t)n ? (int64_t)n - 1 : to;
    for (unsigned i = 0; i < m->n; i++)
        if (monit_is_shown(m, m->insts[i]) && at++ == (unsigned)to)
            m->selected = m->insts[i]->id;
    m->until_seq = 0;
}

struct monit_sample monit_sample_at(const struct monit_inst *inst, unsigned i) {
    if (i >= inst->n_samples)
        return (struct monit_sample){MONIT_UNKNOWN, MONIT_UNKNOWN};
    return inst->sample[(inst->next_sample + MONIT_SAMPLES - 1 - i) % MONIT_SAMPLES];
}

static bool has_logs_shown(const struct monit *m, const struct monit_inst *inst,
                           const struct monit_inst *selected) {
    return m->shows_all_logs ? monit_is_shown(m, inst) : inst == selected;
}

/* The i-th line of an instance, 0 the oldest. */
static const struct monit_line *line_at(const struct monit_inst *inst, unsigned i) {
    return &inst->line[(inst->next_line + MONIT_LINES - inst->n_lines + i) % MONIT_LINES];
}

bool monit_line_before(const struct monit *m, uint64_t before, struct monit_shown_line *shown) {
    const struct monit_inst *selected = monit_selected(m, NULL);
    *shown = (struct monit_shown_line){0};
    for (unsigned i = 0; i < m->n; i++) {
        const struct monit_inst *inst = m->insts[i];
        if (!has_logs_shown(m, inst, selected))
            continue;
        for (unsigned k = inst->n_lines; k-- > 0;) {
            const struct monit_line *line = line_at(inst, k);
            if (line->seq >= before)
                continue;
            if (!shown->line || line->seq > shown->line->seq)
                *shown = (struct monit_shown_line){inst, line};
            break;
        }
    }
    return shown->line != NULL;
}

bool monit_line_after(const struct monit *m, uint64_t after, struct monit_shown_line *shown) {
    const struct monit_inst *selected = monit_selected(m, NULL);
    *shown = (struct monit_shown_line){0};
    for (unsigned i = 0; i < m->n; i++) {
        const struct monit_inst *inst = m->insts[i];
        if (!has_logs_shown(m, inst, selected))
            continue;
        for (unsigned k = 0; k < inst->n_lines; k++) {
            const struct monit_line *line = line_at(inst, k);
            if (line->seq <= after)
                continue;
            if (!shown->line || line->seq < shown->line->seq)
                *shown = (struct monit_shown_line){inst, line};
            break;
        }
    }
    return shown->line != NULL;
}
