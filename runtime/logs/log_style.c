/* Lines as they stand in files. */
#include "runtime/logs/log_style.h"

#include <stdio.h>
#include <time.h>

#include "schema/base/json_out.h"
#include "schema/unit/date_format.h"

static struct date_parts parts_of(int64_t wall_ms, bool is_utc) {
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm tm = {0};
    (void)(is_utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm));
    return (struct date_parts){.year = tm.tm_year + 1900,
                               .month = tm.tm_mon + 1,
                               .day = tm.tm_mday,
                               .weekday = tm.tm_wday,
                               .hour = tm.tm_hour,
                               .minute = tm.tm_min,
                               .second = tm.tm_sec,
                               .ms = (int)(wall_ms % 1000),
                               .utc_offset_min = (int)(tm.tm_gmtoff / 60),
                               .epoch_ms = wall_ms};
}

struct str log_clock_text(struct log_clock *clock, const char *program, int64_t wall_ms) {
    if (clock->program == program && clock->wall_ms == wall_ms && clock->n)
        return (struct str){clock->text, clock->n};
    clock->program = program;
    clock->wall_ms = wall_ms;
    struct date_parts parts = parts_of(wall_ms, program == NULL);
    size_t n;
    if (program)
        n = date_format_write(program, &parts, clock->text, sizeof clock->text);
    else
        n = (size_t)snprintf(clock->text, sizeof clock->text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                             parts.year, parts.month, parts.day, parts.hour, parts.minute,
                             parts.second, parts.ms);
    clock->n = n < sizeof clock->text ? n : sizeof clock->text - 1;
    return (struct str){clock->text, clock->n};
}

static void json_line(const struct log_origin *origin, struct str stamp, struct str line,
                      bool is_cut, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_string(&j, "message", line);
    json_key_string(&j, "timestamp", stamp);
    json_key_string(&j, "type", origin->is_err ? STR("err") : STR("out"));
    json_key_int(&j, "process_id", origin->process_id);
    json_key_string(&j, "app_name", str_of(origin->app_name));
    if (is_cut)
        json_key_bool(&j, "cut", true);
    json_end_object(&j);
    buf_char(out, '\n');
}

void log_style_line(const struct log_style *style, const struct log_origin *origin,
                    struct log_clock *clock, int64_t wall_ms, struct str line, bool is_cut,
                    struct buf *out) {
    if (style->is_json) {
        json_line(origin, log_clock_text(clock, style->stamp, wall_ms), line, is_cut, out);
        return;
    }
    if (style->stamp) {
        buf_str(out, log_clock_text(clock, style->stamp, wall_ms));
        buf_add(out, ": ", 2);
    }
    buf_str(out, line);
    if (is_cut)
        buf_z(out, " [line cut, continues]");
    buf_char(out, '\n');
}
