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

struct str cli_show_bytes(struct arena *a, const struct json_in *v) {
    static const char units[] = "KMGT";
    struct buf text = {0};
    if (!v)
        return STR("-");
    double n = (double)json_in_int(v) / 1024;
    size_t unit = 0;
    for (; n >= 1024 && unit + 2 < sizeof units; unit++)
        n /= 1024;
    buf_fmt(&text, n < 10 && unit ? "%.1f%c" : "%.0f%c", n, units[unit]);
    return kept(a, &text);
}

struct str cli_show_status(struct arena *a, const struct json_in *inst) {
    struct str status = json_in_str(json_in_get(inst, "status"));
    const struct json_in *confirmed = json_in_get(inst, "confirmed");
    bool is_confirmed = !confirmed || json_in_bool(confirmed);
    bool is_ill = cli_show_is_unhealthy(inst);
    struct buf text = {0};
    if (is_confirmed && !is_ill)
        return status;
    buf_fmt(&text, "%.*s, %s", STR_ARG(status), is_ill ? "unhealthy" : "not confirmed");
    return kept(a, &text);
}

bool cli_show_is_unhealthy(const struct json_in *inst) {
    return str_eqz(json_in_str(json_in_get(inst, "health")), "unhealthy");
}

const char *cli_show_color(const struct json_in *inst) {
    struct str status = json_in_str(json_in_get(inst, "status"));
    if (cli_show_is_unhealthy(inst))
        return "31";
    if (str_eqz(status, "online"))
        return "32";
    if (str_eqz(status, "errored"))
        return "31";
    return str_eqz(status, "stopped") ? "2" : "33";
}
