/* From a located value to what an option becomes: one place for types, bounds and units. */
#pragma once

#include "schema/model/model.h"
#include "schema/unit/cron.h"

/* A text that may be a recipe (`late` with LATE_ENV or LATE_ROOT parts). */
struct given_text {
    struct str text;
    const struct late *late; /* NULL: the text itself */
    struct span span;
};

struct env_entry {
    struct str name;
    struct given_text value;
    bool from_profile;
    bool is_unset; /* a variable that is not set here and has no default; `late` says which */
};

/* What an option is. Which member holds it follows from options[id].repr: BOOL flag; INT MS
 * BYTES WORD INSTANCES SIGNAL number; STR PATH JSON CRON DATE text (CRON also cron); LIST WATCH
 * LISTEN items; CODES numbers; ENV env. */
struct opt_data {
    bool is_none; /* nothing: no default, or `false` where that means nothing */
    bool flag;
    int64_t number;
    struct given_text text;
    struct cron cron;
    const struct given_text *items;
    const int64_t *numbers;
    const struct env_entry *env;
    size_t n; /* items, numbers or env entries */
};

enum convert_problem {
    CONVERT_OK,
    CONVERT_TYPE,        /* a kind of value that the option does not take */
    CONVERT_STRING_BOOL, /* "true" or "false" for true or false */
    CONVERT_ENV_BOOL,    /* an environment variable, always a string, for true or false */
    CONVERT_NUMBER,      /* a string that is no number */
    CONVERT_WHOLE,       /* a fraction */
    CONVERT_RANGE,       /* outside min and max */
    CONVERT_SIZE,        /* not a size */
    CONVERT_DURATION,    /* not a duration */
    CONVERT_CRON,        /* not a pattern; `detail` says why, [begin, end) where */
    CONVERT_ADDRESS,     /* no address to listen on; `detail` says why */
    CONVERT_WORD,        /* none of the words; `detail` is the nearest */
    CONVERT_SIGNAL_NAME, /* no signal */
    CONVERT_INSTANCES,   /* a string that is not a number: PM2 makes a number of it all the same */
    CONVERT_INSTANCES_FRACTION,
    CONVERT_UNKNOWN, /* the value is not known */
};

struct convert_result {
    enum convert_problem problem;
    const struct value *culprit; /* the value, or the item of it, that is wrong */
    struct str detail;
    size_t begin, end;
};

/* Converts a value that is not a choice. True where *data was filled (some problems leave a usable
 * value: CONVERT_INSTANCES); result->problem is CONVERT_OK or what is wrong. */
bool convert(struct arena *a, enum opt_id id, const struct value *v, struct opt_data *data,
             struct convert_result *result);

/* The option's default as the table has it; computed defaults are resolve's. */
struct opt_data convert_default(enum opt_id id);

/* PM2's way of splitting a command line: blanks separate, quotes keep blanks, no escapes. */
size_t convert_split(struct arena *a, struct str line, const struct str **words);

/* The value as the text of an environment variable: numbers and switches as String() writes them,
 * objects and arrays as JSON, null as "null". */
struct str convert_env_text(struct arena *a, const struct value *v);
