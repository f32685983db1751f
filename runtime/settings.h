/* What `ecort set` keeps: settings of the whole home, by pm2-logrotate's names, since these are in
 * people's fingers and scripts. They are the defaults of log rotation: of all of it for apps without
 * log_rotate, of what its log_rotate does not say for the others. Without any, apps without
 * log_rotate are not rotated.
 *
 * The file <home>/settings.json, mode 0600: {"pm2-logrotate:max_size":"10M"}. Values are texts, as
 * they were given; what is not known there is dropped with the next change. */
#pragma once

#include "runtime/logs/log_rotate.h"
#include "schema/base/arena.h"
#include "schema/base/err.h"

enum setting_id {
    SETTING_MAX_SIZE,
    SETTING_RETAIN,
    SETTING_COMPRESS,
    SETTING_DATE_FORMAT,
    SETTING_ROTATE_INTERVAL,
    SETTING_WORKER_INTERVAL,
    SETTING_ROTATE_MODULE,
    SETTING_TZ,
    SETTINGS,
};

enum { SETTING_TEXT_MOST = 100 };

struct settings {
    const char *text[SETTINGS]; /* NULL = not set */
};

/* "pm2-logrotate:max_size" */
const char *setting_name(enum setting_id id);
/* What holds where it is not set; NULL: nothing. */
const char *setting_default(enum setting_id id);
/* Why it changes nothing here, or NULL. */
const char *setting_note(enum setting_id id);

/* The setting of that name, with ':' or '.' before its last part. -1 with err: there is none, and
 * what was probably meant. */
int setting_find(struct str name, enum setting_id *id, struct err *err);

/* Whether the setting can have the value; -1 with err. */
int setting_check(enum setting_id id, struct str value, struct err *err);

/* The bytes of such a file. -1 with err: it is none. Values that cannot be are left out. */
int setting_parse(struct str text, struct arena *a, struct settings *settings, struct err *err);

/* What the home keeps; none where there is no file. -1 with err. */
int setting_read(const char *home, struct arena *a, struct settings *settings, struct err *err);

/* Changes one (text NULL: removes it) and keeps the rest, also where others do the same at the same
 * time. -1 with err. */
int setting_change(const char *home, enum setting_id id, const char *text, struct err *err);

/* ---- rotation ---------------------------------------------------------------------------------- */

/* The defaults that the settings make. */
struct log_defaults {
    bool is_on; /* there is one that rotates */
    bool is_set[SETTINGS];
    struct log_rotation rotation; /* whole but for the zone */
    char stamp[SETTING_TEXT_MOST + 1];
    char zone[SETTING_TEXT_MOST + 1]; /* "" = the local one */
};

/* "?" in an interval is the moment now. */
void setting_rotation(const struct settings *settings, struct log_defaults *defaults);
