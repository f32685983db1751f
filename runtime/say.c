/* Lines for people. */
#include "runtime/say.h"

#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "runtime/text.h"
#include "schema/base/json_out.h"

void say_init(struct say *say, char *const *environ) {
    const char *no_color = text_getenv(environ, "NO_COLOR");
    bool wanted = !no_color || *no_color == 0;
    say->out_color = wanted && isatty(STDOUT_FILENO);
    say->err_color = wanted && isatty(STDERR_FILENO);
}

/* A line is shorter than what a pipe takes at once, so a descriptor that can be written to does not
 * block. */
static void put(int fd, const struct buf *line) {
    enum { ATOMIC = 4096 };
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    size_t n = line->n > ATOMIC ? ATOMIC : line->n;
    if (!line->failed && poll(&ready, 1, 0) == 1 && write(fd, line->p, n) < 0)
        return; /* nobody is there to be told */
}

/* "2026-01-31T08:00:00+0100 " */
static void stamp(struct buf *line) {
    char text[40];
    time_t now = time(NULL);
    struct tm tm;
    if (localtime_r(&now, &tm) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S%z ", &tm) > 0)
        buf_z(line, text);
}

struct voice {
    int fd;
    bool color, has_stamp;
    const char *level; /* NULL: no JSON */
};

static void say_json(struct voice voice, const char *fmt, va_list ap) {
    struct buf line = {0}, text = {0};
    struct json_out j;
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    buf_vfmt(&text, fmt, ap);
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key_int(&j, "at", (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    json_key_string(&j, "level", str_of(voice.level));
    json_key_string(&j, "message", text.failed ? STR("?") : (struct str){text.p, text.n});
    json_end_object(&j);
    buf_char(&line, '\n');
    put(voice.fd, &line);
    buf_done(&line);
    buf_done(&text);
}

static void say_to(struct voice voice, const char *code, const char *prefix, const char *fmt,
                   va_list ap) {
    int fd = voice.fd;
    bool color = voice.color;
    struct buf line = {0};
    if (voice.level) {
        say_json(voice, fmt, ap);
        return;
    }
    if (voice.has_stamp)
        stamp(&line);
    if (color && *code)
        buf_fmt(&line, "\033[%sm", code);
    buf_z(&line, prefix);
    buf_vfmt(&line, fmt, ap);
    if (color && *code)
        buf_z(&line, "\033[0m");
    buf_char(&line, '\n');
    put(fd, &line);
    buf_done(&line);
}

void say_line(const struct say *say, enum say_tone tone, const char *fmt, ...) {
    static const char *const codes[] = {
        [SAY_PLAIN] = "", [SAY_GOOD] = "32", [SAY_BAD] = "31", [SAY_DIM] = "2"};
    va_list ap;
    va_start(ap, fmt);
    const char *level = !say->is_json ? NULL : tone == SAY_BAD ? "warning" : "info";
    say_to((struct voice){STDOUT_FILENO, say->out_color, say->has_stamp, level}, codes[tone], "",
           fmt, ap);
    va_end(ap);
}

void say_trouble(const struct say *say, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    say_to((struct voice){STDERR_FILENO, say->err_color, say->has_stamp,
                          say->is_json ? "error" : NULL},
           "31", "ecort: ", fmt, ap);
    va_end(ap);
}

static void add_unit(struct buf *out, long long n, const char *unit) {
    buf_int(out, n);
    buf_z(out, unit);
}

void say_duration(struct buf *out, long long ms) {
    long long s = ms / 1000;
    if (ms < 1000) {
        add_unit(out, ms, "ms");
    } else if (s < 60) {
        add_unit(out, s, ".");
        add_unit(out, ms % 1000 / 100, "s");
    } else if (s < 3600) {
        add_unit(out, s / 60, "m ");
        add_unit(out, s % 60, "s");
    } else if (s < 86400) {
        add_unit(out, s / 3600, "h ");
        add_unit(out, s % 3600 / 60, "m");
    } else {
        add_unit(out, s / 86400, "d ");
        add_unit(out, s % 86400 / 3600, "h");
    }
}

void say_signal(struct buf *out, int number) {
    const char *name = sigabbrev_np(number);
    if (name)
        buf_fmt(out, "SIG%s", name);
    else
        buf_fmt(out, "signal %d", number);
}

void say_status(struct buf *out, struct str status, bool is_ill, bool is_unconfirmed) {
    buf_str(out, status);
    if (is_ill || is_unconfirmed)
        buf_z(out, is_ill ? ", unhealthy" : ", not confirmed");
}
