/* Names, values, the file. */
#include "runtime/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "runtime/ctl/json_in.h"
#include "runtime/home.h"
#include "runtime/os/clock.h"
#include "runtime/os/zone.h"
#include "runtime/workpath.h"
#include "schema/base/json_out.h"
#include "schema/io/file.h"
#include "schema/opt/option.h"
#include "schema/unit/date_format.h"
#include "schema/unit/did_you_mean.h"
#include "schema/unit/size.h"

#define MODULE "pm2-logrotate"

enum { FILE_MOST_BYTES = 64 * 1024, RETAIN_ALL = 100000 };

struct row {
    const char *name; /* behind the module's */
    const char *otherwise, *note;
    bool rotates; /* to set it is to want rotation */
};

static const struct row rows[SETTINGS] = {
    [SETTING_MAX_SIZE] = {"max_size", "10M", NULL, true},
    [SETTING_RETAIN] = {"retain", "30", NULL, true},
    [SETTING_COMPRESS] = {"compress", "false", NULL, true},
    [SETTING_DATE_FORMAT] = {"dateFormat", "YYYY-MM-DD_HH-mm-ss", NULL, true},
    [SETTING_ROTATE_INTERVAL] = {"rotateInterval", NULL, NULL, true},
    [SETTING_WORKER_INTERVAL] = {"workerInterval", NULL,
                                 "it is not needed: the size is known with every write, nothing "
                                 "looks at files from time to time",
                                 false},
    [SETTING_ROTATE_MODULE] = {"rotateModule", NULL,
                               "it is not needed: there are no modules with logs of their own",
                               false},
    [SETTING_TZ] = {"TZ", NULL, NULL, false},
};

const char *setting_name(enum setting_id id) {
    static const char *const names[SETTINGS] = {
        MODULE ":max_size",       MODULE ":retain",
        MODULE ":compress",       MODULE ":dateFormat",
        MODULE ":rotateInterval", MODULE ":workerInterval",
        MODULE ":rotateModule",   MODULE ":TZ",
    };
    return names[id];
}

const char *setting_default(enum setting_id id) {
    return rows[id].otherwise;
}

const char *setting_note(enum setting_id id) {
    return rows[id].note;
}

int setting_find(struct str name, enum setting_id *id, struct err *err) {
    struct str module = STR(MODULE), names[SETTINGS];
    bool is_ours = str_starts(name, module) && name.n > module.n &&
                   (name.p[module.n] == ':' || name.p[module.n] == '.');
    struct str leaf = is_ours ? str_skip(name, module.n + 1) : STR("");
    for (unsigned i = 0; i < SETTINGS; i++) {
        names[i] = str_of(is_ours ? rows[i].name : setting_name((enum setting_id)i));
        if (str_eqz(leaf, rows[i].name)) {
            *id = (enum setting_id)i;
            return 0;
        }
    }
    size_t near = did_you_mean(is_ours ? leaf : name, names, SETTINGS);
    if (near < SETTINGS)
        return err_set(err, "there is no setting %.*s; did you mean %s?", STR_ARG(name),
                       setting_name((enum setting_id)near));
    for (unsigned i = 0; i < SETTINGS; i++)
        if (str_eqz(name, rows[i].name))
            return err_set(err, "there is no setting %.*s; did you mean %s?", STR_ARG(name),
                           setting_name((enum setting_id)i));
    return err_set(err, "there is no setting %.*s; ecort get lists them", STR_ARG(name));
}

/* ---- values ------------------------------------------------------------------------------------ */

static int check_size(struct str value, struct err *err) {
    struct arena a;
    int64_t bytes;
    if (size_parse(value, &bytes))
        return 0;
    arena_init_may_fail(&a, 0);
    struct str better = size_suggest(&a, value);
    int rc = better.n ? err_set(err, "\"%.*s\" is not a size; did you mean %.*s?", STR_ARG(value),
                                STR_ARG(better))
                      : err_set(err, "\"%.*s\" is not a size: write digits, and K, M or G",
                                STR_ARG(value));
    arena_done(&a);
    return rc;
}

static int check_number(struct str value, struct err *err) {
    bool good = value.n > 0 && value.n <= 6;
    for (size_t i = 0; i < value.n && good; i++)
        good = value.p[i] >= '0' && value.p[i] <= '9';
    return good ? 0 : err_set(err, "\"%.*s\" is no number from 0 to 999999", STR_ARG(value));
}

static int check_switch(struct str value, struct err *err) {
    if (str_eqz(value, "true") || str_eqz(value, "false"))
        return 0;
    return err_set(err, "\"%.*s\" is neither true nor false", STR_ARG(value));
}

static int check_cron(struct str value, struct err *err) {
    struct cron cron;
    struct cron_problem problem;
    if (cron_parse(value, &cron, &problem))
        return 0;
    return err_set(err, "\"%.*s\" is no cron pattern, such as \"0 0 * * *\"", STR_ARG(value));
}

static int check_zone(struct str value, struct err *err) {
    char zone[SETTING_TEXT_MOST + 1] = "";
    memcpy(zone, value.p, value.n); /* fits: setting_check has looked */
    return os_zone_exists(zone) ? 0 : err_set(err, "there is no time zone \"%s\"", zone);
}

int setting_check(enum setting_id id, struct str value, struct err *err) {
    if (value.n == 0 || value.n > SETTING_TEXT_MOST || memchr(value.p, 0, value.n) ||
        memchr(value.p, '\n', value.n))
        return err_set(err, "%s takes a line of 1 to %d bytes", setting_name(id),
                       SETTING_TEXT_MOST);
    int rc = 0;
    switch (id) {
    case SETTING_MAX_SIZE:
        rc = check_size(value, err);
        break;
    case SETTING_RETAIN:
        rc = str_eqz(value, "all") ? 0 : check_number(value, err);
        break;
    case SETTING_WORKER_INTERVAL:
        rc = check_number(value, err);
        break;
    case SETTING_COMPRESS:
    case SETTING_ROTATE_MODULE:
        rc = check_switch(value, err);
        break;
    case SETTING_ROTATE_INTERVAL:
        rc = check_cron(value, err);
        break;
    case SETTING_TZ:
        rc = check_zone(value, err);
        break;
    case SETTING_DATE_FORMAT: /* any text is one */
    case SETTINGS:
        break;
    }
    return rc < 0 ? err_wrap(err, "%s", setting_name(id)) : 0;
}

/* ---- the file ---------------------------------------------------------------------------------- */

struct reader {
    struct arena *a;
    struct settings *settings;
    bool failed;
};

static void take_member(void *ctx, struct str key, const struct json_in *value) {
    struct reader *r = ctx;
    struct str text = json_in_str(value);
    enum setting_id id;
    struct err err;
    if (setting_find(key, &id, &err) < 0 || setting_check(id, text, &err) < 0)
        return;
    r->settings->text[id] = arena_cstr(r->a, text);
    r->failed = r->failed || !r->settings->text[id];
}

int setting_parse(struct str text, struct arena *a, struct settings *settings, struct err *err) {
    struct reader r = {a, settings, false};
    struct json_in *root = NULL;
    *settings = (struct settings){0};
    if (json_in_parse(text, &root, err) < 0)
        return -1;
    bool is_object = json_in_is_object(root);
    json_in_each(root, take_member, &r);
    json_in_free(root);
    if (r.failed)
        return err_set(err, "out of memory");
    return is_object ? 0 : err_set(err, "no JSON object");
}

static const char *path_of(struct arena *a, const char *home) {
    return workpath_resolve(a, home, "settings.json");
}

int setting_read(const char *home, struct arena *a, struct settings *settings, struct err *err) {
    const char *path = path_of(a, home);
    struct str text;
    *settings = (struct settings){0};
    if (!path)
        return err_set(err, "out of memory");
    if (access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (file_read(path, FILE_MOST_BYTES, a, &text, err) < 0)
        return -1;
    return setting_parse(text, a, settings, err) < 0 ? err_wrap(err, "%s", path) : 0;
}

static int write_file(const char *path, const struct settings *settings, struct err *err) {
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 2);
    json_begin_object(&j);
    for (unsigned i = 0; i < SETTINGS; i++)
        if (settings->text[i])
            json_key_string(&j, setting_name((enum setting_id)i), str_of(settings->text[i]));
    json_end_object(&j);
    buf_char(&text, '\n');
    int rc = text.failed
                 ? err_set(err, "out of memory")
                 : file_write_atomic(path, (struct str){text.p, text.n}, 0600, NULL, NULL, err);
    buf_done(&text);
    return rc;
}

static int change(const char *home, struct arena *a, enum setting_id id, const char *text,
                  struct err *err) {
    struct settings settings;
    const char *path = path_of(a, home);
    if (setting_read(home, a, &settings, err) < 0)
        return -1;
    settings.text[id] = text;
    return path ? write_file(path, &settings, err) : err_set(err, "out of memory");
}

int setting_change(const char *home, enum setting_id id, const char *text, struct err *err) {
    struct arena a;
    if (home_make(home, err) < 0)
        return -1;
    int lock_fd = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_fd < 0 || flock(lock_fd, LOCK_EX) < 0) {
        int rc = err_sys(err, "home %s", home);
        if (lock_fd >= 0)
            (void)close(lock_fd);
        return rc;
    }
    arena_init_may_fail(&a, 0);
    int rc = change(home, &a, id, text, err);
    arena_done(&a);
    (void)close(lock_fd);
    return rc;
}

/* ---- rotation ---------------------------------------------------------------------------------- */

static const char *value_of(const struct settings *settings, enum setting_id id) {
    return settings->text[id] ? settings->text[id] : rows[id].otherwise;
}

static void take_stamp(struct log_defaults *d, const char *format) {
    struct arena a;
    arena_init_may_fail(&a, 0);
    struct str program = date_format_compile(&a, str_of(format));
    bool fits = program.p && program.n < sizeof d->stamp;
    if (fits)
        memcpy(d->stamp, program.p, program.n);
    d->stamp[fits ? program.n : 0] = 0;
    arena_done(&a);
    if (!fits)
        d->is_on = false; /* no memory, or nothing but control bytes: no name to rotate to */
}

void setting_rotation(const struct settings *settings, struct log_defaults *d) {
    const char *retain = value_of(settings, SETTING_RETAIN);
    const char *interval = value_of(settings, SETTING_ROTATE_INTERVAL);
    const char *zone = settings->text[SETTING_TZ];
    struct civil_time now = os_zone_civil(zone, os_wall_ms() / 1000);
    struct cron_problem problem;
    *d = (struct log_defaults){0};
    for (unsigned i = 0; i < SETTINGS; i++) {
        d->is_set[i] = settings->text[i] != NULL;
        d->is_on = d->is_on || (d->is_set[i] && rows[i].rotates);
    }
    d->rotation.retain =
        strcmp(retain, "all") == 0 ? RETAIN_ALL : (unsigned)strtoul(retain, NULL, 10);
    d->rotation.is_compressed = strcmp(value_of(settings, SETTING_COMPRESS), "true") == 0;
    (void)size_parse(str_of(value_of(settings, SETTING_MAX_SIZE)), &d->rotation.max_bytes);
    if (interval && cron_parse(str_of(interval), &d->rotation.interval, &problem)) {
        cron_settle(&d->rotation.interval, &now);
        d->rotation.has_interval = true;
    }
    take_stamp(d, value_of(settings, SETTING_DATE_FORMAT));
    d->rotation.stamp = d->stamp;
    (void)stpcpy(d->zone, zone ? zone : ""); /* fits: setting_check has looked */
}
