/* The state page (state_rec.h): written as states change, read by whoever takes over.
 *
 * It is there twice, with the same bytes: in a memfd, which the keeper holds and which a full disk
 * cannot touch, and in <home>/state (0600), for the supervisor that comes after both have been
 * killed. A record is written by one call at its place, so that a supervisor that is killed leaves
 * it old or new. Generations with what was resolved for them are in memfds of their own, and never
 * in a file. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/state_rec.h"
#include "runtime/timers.h"
#include "schema/base/err.h"
#include "schema/plan/plan_print.h"

struct sup;
struct inst;
struct generation;

struct state {
    int fd, file_fd; /* the memfd, the file; -1 = none */
    unsigned char *used;
    uint32_t places, next_generation; /* places: room in `used` */
    uint64_t head_hash;
    struct generation **kept; /* a reference each */
    unsigned n_kept, cap_kept;
    bool is_behind;     /* the file: a disk was full */
    struct timer retry; /* while it is */
};

/* Makes the page, or goes on with the one of `memfd` (-1: a new one). -1 with err. */
int state_open(struct sup *sup, int memfd, struct err *err);
/* The file of a new page takes the place of the one before: it tells all that is to be known. */
void state_publish(struct sup *sup);
/* `is_over`: nothing is left that anybody could take over. */
void state_close(struct sup *sup, bool is_over);

/* Hands it to the keeper, with the generations. */
void state_hold(struct sup *sup);

/* Writes every record that has changed. */
void state_save(struct sup *sup);
void state_save_inst(struct inst *inst);
void state_forget(struct inst *inst);

/* For restoring: an instance is at that place, a generation is kept already. */
bool state_take_place(struct sup *sup, struct inst *inst, uint32_t place);
bool state_take_generation(struct sup *sup, struct generation *gen, uint32_t id);

/* The record of a process that no instance has: at `place`, or at a free one (0), which is returned;
 * 0: it cannot be kept. */
uint32_t state_put_relic(struct sup *sup, const struct state_inst *r, uint32_t place);
void state_forget_relic(struct sup *sup, uint32_t place);
/* For restoring: one is there already. */
bool state_keep_place(struct sup *sup, uint32_t place);

/* Of which version of its app the process of the record is. */
struct plan_print state_print(const struct state_inst *r);

/* What names an ecosystem: its directory and its file. */
uint64_t state_ecosystem(const struct generation *gen);
/* What names this run of the machine. */
uint64_t state_boot(void);
