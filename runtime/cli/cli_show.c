/* Numbers for people. */
#include "runtime/cli/cli_show.h"

#include "runtime/say.h"

static struct str kept(struct arena *a, struct buf *text) {
    struct str s = text->failed ? STR("?") : arena_str(a, (struct str){text->p, text->n});
    buf_done(text);
    return s.p ? s : STR("?");
}

struct str cli_show_int(struct arena *a, const struct json_in *v) {
    struct buf text = {0};
    if (!v)
        return STR("-");
    buf_fmt(&text, "%lld", (long long)json_in_int(v));
    return kept(a, &text);
}

struct str cli_show_duration(struct arena *a, const struct json_in *ms) {
    struct buf text = {0};
    if (!ms)
        return STR("-");
    say_duration(&text, json_in_int(ms));
    return kept(a, &text);
}

struct str cli_show_percent(struct arena *a, const struct json_in *v) {
    struct buf text = {0};
    if (!v)
        return STR("-");
    buf_fmt(&text, "%.1f%%", json_in_double(v));
    return kept(a, &text);
}

/* n / 2^shift as printf would round it: to the nearest, the even one of two. */
static int64_t divided(int64_t n, unsigned shift) {
    int64_t half = (int64_t)1 << (shift - 1), whole = n >> shift, rest = n & (2 * half - 1);
    return whole + (rest > half || (rest == half && whole & 1));
}

void cli_show_bytes_in(struct buf *out, int64_t n) {
    static const char units[] = "KMGT";
    enum { TENTHS_BELOW = 10 };
    unsigned unit = 0, shift = 10;
    for (; n >> shift >= 1024 && unit + 2 < sizeof units; shift += 10)
        unit++;
    if (unit && n >> shift < TENTHS_BELOW) {
        int64_t tenths = divided(n * 10, shift);
        buf_int(out, tenths / 10);
        buf_char(out, '.');
        buf_int(out, tenths % 10);
    } else {
        buf_int(out, divided(n, shift));
    }
    buf_char(out, units[unit]);
}

struct str cli_show_bytes(struct arena *a, const struct json_in *v) {
    struct buf text = {0};
    if (!v)
        return STR("-");
    cli_show_bytes_in(&text, json_in_int(v));
    return kept(a, &text);
}

static bool is_unhealthy(const struct json_in *inst) {
    return str_eqz(json_in_str(json_in_get(inst, "health")), "unhealthy");
}

static bool is_unconfirmed(const struct json_in *inst) {
    const struct json_in *confirmed = json_in_get(inst, "confirmed");
    return confirmed && !json_in_bool(confirmed);
}

struct str cli_show_status(struct arena *a, const struct json_in *inst) {
    struct str status = json_in_str(json_in_get(inst, "status"));
    struct buf text = {0};
    say_status(&text, status, is_unhealthy(inst), is_unconfirmed(inst));
    return kept(a, &text);
}

const char *cli_show_color_of(const struct json_in *inst) {
    return cli_show_color(json_in_str(json_in_get(inst, "status")), is_unhealthy(inst),
                          is_unconfirmed(inst));
}

const char *cli_show_color(struct str status, bool is_ill, bool is_awaited) {
    if (is_ill)
        return "31";
    if (is_awaited)
        return "33";
    if (str_eqz(status, "online"))
        return "32";
    if (str_eqz(status, "errored"))
        return "31";
    return str_eqz(status, "stopped") ? "2" : "33";
}
