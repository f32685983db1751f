/* Cron patterns as PM2 understands them: the grammar of croner 4.1.97.
 *
 * Five fields (minute hour day month weekday) or six (second first), separated by blanks. A field
 * is
 * `*`, a number, a comma list of these, one range `1-5`, one step `x/n`, one stepped range `1-9/2`;
 * ranges and steps may not stand in a list. Months have names JAN-DEC, weekdays SUN-SAT; Sunday is
 * 0 or 7. `L` alone as the day is the last day of the month. Day and weekday must BOTH match (this
 * croner has no "either" mode).
 *
 * Kept peculiarities: `x/n` counts from index x of the field's table, so days and months are one
 * later than they look ("5/10" as day is 6, 16, 26; "*" gives 1); names are replaced as text; text
 * after a number's digits is ignored where croner ignores it ("1*" is 1).
 * Made errors: a field that matches nothing (croner loops for ever on most), and `?`, which stands
 * for the moment of reading, glued to something else ("1?"). Alone or as an item of a list it is
 * remembered until cron_settle.
 *
 * Corrected in cron_next, which gives the first moment that matches: croner leaves the time of day
 * alone when it skips to the weekday ("* * * * MON" asked on a Tuesday at 15:30 gives Monday 15:30,
 * not 00:00), and lets the 30th and 31st of a short month run into the next, where it skips matches
 * ("0 0 1,31 * *" asked in February gives 31 March) or, asked in the last second of April, fires on
 * 1 May for the 31st. */
#pragma once

#include <stdint.h>

#include "schema/base/str.h"

enum cron_field {
    CRON_SECOND,
    CRON_MINUTE,
    CRON_HOUR,
    CRON_DAY,
    CRON_MONTH,
    CRON_WEEKDAY,
    CRON_FIELDS,
};

/* Bit n stands for the value n; weekday bits are 0 (Sunday) to 6. */
struct cron {
    uint64_t second, minute;
    uint32_t hour, day;
    uint16_t month;
    uint8_t weekday;
    uint8_t asked;    /* 1 << enum cron_field where the field holds a `?` */
    bool has_seconds; /* six fields were given */
    bool last_day;    /* `L`: the last day of the month, day has 28-31 */
};

struct cron_problem {
    size_t begin, end; /* the bytes of the pattern it is about */
    char message[160]; /* "hour 25 is outside 0-23" */
};

/* A local civil time; month 1-12, day 1-31. */
struct civil_time {
    int year, month, day, hour, minute, second;
};

/* False with a filled problem; *cron is then undefined. */
bool cron_parse(struct str pattern, struct cron *cron, struct cron_problem *problem);

/* Puts the parts of `now` where the pattern has `?`. */
void cron_settle(struct cron *cron, const struct civil_time *now);

/* The first match strictly after `from` (a valid time in the years 1-9999), in the same civil
 * calendar; gaps and folds of a time zone are the caller's. False where no day of the calendar's
 * whole cycle of 400 years matches; *next is then untouched. Fields with `?` need cron_settle
 * first. */
bool cron_next(const struct cron *cron, const struct civil_time *from, struct civil_time *next);

/* The smallest number of seconds between two consecutive matches; 0 where there are none. */
int64_t cron_shortest_gap_s(const struct cron *cron);

/* 0 = Sunday ... 6 = Saturday; years from 1 on. */
int civil_weekday(int year, int month, int day);

/* "second", "minute", "hour", "day", "month", "weekday". */
const char *cron_field_name(enum cron_field field);
