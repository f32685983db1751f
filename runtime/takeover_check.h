/* What a taken-over state page leaves open: records are compared with the kernel and with each other. */
#pragma once

#include <stdbool.h>

struct sup;

/* What ran unnoted: the supervisor before died between a fork and the record of it. */
void takeover_find_unnoted(struct sup *sup);

/* How many processes there should be, and are not, and nobody knows how they ended. `is_final`: they
 * have ended, somehow. */
unsigned takeover_find_missing(struct sup *sup, bool is_final);

/* A child whose pipe did not come along has exec'd long since. */
void takeover_finish_launches(struct sup *sup);

/* The change that twins were made for is forgotten: one that has not taken its place goes, and of two
 * that have it the younger one keeps it. It has it, too, where that was only noted of the one that it
 * replaces. */
void takeover_settle_twins(struct sup *sup);
