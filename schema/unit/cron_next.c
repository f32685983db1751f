/* Walking the calendar: which days match, and when on them. */
#include "schema/unit/cron.h"

enum { DAY_S = 86400, CYCLE_YEARS = 400 };

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Sakamoto's method: the year begins in March. */
int civil_weekday(int year, int month, int day) {
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int y = year - (month < 3);
    return (y + y / 4 - y / 100 + y / 400 + shift[month - 1] + day) % 7;
}

static bool day_matches(const struct cron *cron, int year, int month, int day, int weekday) {
    return cron->month >> month & 1 && cron->day >> day & 1 && cron->weekday >> weekday & 1 &&
           (!cron->last_day || day == days_in_month(year, month));
}

/* The first set bit of `mask` at or above `from`, or -1. */
static int next_bit(uint64_t mask, int from) {
    if (from > 63 || (mask >> from) == 0)
        return -1;
    return from + __builtin_ctzll(mask >> from);
}

/* The first matching second of the day at or after second `from` of the day, or -1. */
static int time_from(const struct cron *cron, int from) {
    int hour = from / 3600, minute = from / 60 % 60, second = from % 60;
    int h = next_bit(cron->hour, hour);
    if (h < 0)
        return -1;
    if (h == hour) {
        int m = next_bit(cron->minute, minute);
        int s = m == minute ? next_bit(cron->second, second) : -1;
        if (s >= 0)
            return h * 3600 + m * 60 + s;
        if (m == minute)
            m = next_bit(cron->minute, minute + 1);
        if (m >= 0)
            return h * 3600 + m * 60 + next_bit(cron->second, 0);
        h = next_bit(cron->hour, hour + 1);
        if (h < 0)
            return -1;
    }
    return h * 3600 + next_bit(cron->minute, 0) * 60 + next_bit(cron->second, 0);
}

static bool is_empty(const struct cron *cron) {
    return !cron->second || !cron->minute || !cron->hour || !cron->day || !cron->month ||
           !cron->weekday;
}

static void set_time(struct civil_time *t, int year, int month, int day, int second_of_day) {
    *t = (struct civil_time){
        year, month, day, second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60};
}

bool cron_next(const struct cron *cron, const struct civil_time *from, struct civil_time *next) {
    if (is_empty(cron))
        return false;
    int at = from->hour * 3600 + from->minute * 60 + from->second + 1;
    int month = from->month, day = from->day;
    for (int year = from->year; year <= from->year + CYCLE_YEARS; year++, month = 1) {
        for (; month <= 12; month++, day = 1) {
            int last = days_in_month(year, month);
            int weekday = civil_weekday(year, month, day);
            for (; day <= last; day++, weekday = (weekday + 1) % 7, at = 0) {
                int found = day_matches(cron, year, month, day, weekday) ? time_from(cron, at) : -1;
                if (found >= 0) {
                    set_time(next, year, month, day, found);
                    return true;
                }
            }
        }
    }
    return false;
}

/* The smallest number of days from one matching day to the next; 0 where there are none. */
static int shortest_days(const struct cron *cron) {
    int since = -1, least = 0, weekday = civil_weekday(2000, 1, 1);
    /* Once round the calendar and a little more, for the pair across its end. */
    for (int year = 2000; year <= 2000 + CYCLE_YEARS + 8; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1, last = days_in_month(year, month); day <= last; day++) {
                since += since >= 0;
                if (day_matches(cron, year, month, day, weekday)) {
                    if (since > 0 && (!least || since < least))
                        least = since;
                    if (least == 1)
                        return 1;
                    since = 0;
                }
                weekday = (weekday + 1) % 7;
            }
    return least;
}

int64_t cron_shortest_gap_s(const struct cron *cron) {
    int days = is_empty(cron) ? 0 : shortest_days(cron);
    if (days == 0)
        return 0;
    int first = time_from(cron, 0), last = first;
    int64_t least = INT64_MAX;
    for (int at; (at = time_from(cron, last + 1)) >= 0 && last + 1 < DAY_S; last = at)
        if (at - last < least)
            least = at - last;
    int64_t over_night = (int64_t)days * DAY_S - last + first;
    return over_night < least ? over_night : least;
}
