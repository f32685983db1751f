/* What the keeper keeps: descriptors under keys, and how processes ended that nobody has noted yet.
 *
 * A supervisor that could not be heard for a while (the queue was full, the keeper was stopped) tells
 * everything that it has again, between keeper_table_mark and keeper_table_sweep: what it does not
 * name is what it has dropped meanwhile. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "schema/base/err.h"

struct keeper_fd {
    uint64_t key;
    int fd;
    bool is_old; /* not named since the mark */
};

struct keeper_exit {
    pid_t pid;
    int status; /* as of waitpid */
};

struct keeper_table {
    struct keeper_fd *fds; /* malloc'd */
    struct keeper_exit *exits;
    unsigned n_fds, cap_fds, n_exits, cap_exits;
    unsigned n_told; /* of the exits; not all where the supervisor lags behind */
    struct rlimit nofile;
    int old_program_fd; /* the program before, until this one is ready; -1 = none */
};

void keeper_table_init(struct keeper_table *table);
/* Closes all that it holds. */
void keeper_table_done(struct keeper_table *table);

/* Takes `fd` in place of what was there; without memory it is closed. */
void keeper_table_hold(struct keeper_table *table, uint64_t key, int fd);
void keeper_table_drop(struct keeper_table *table, uint64_t key);

/* What has that key or a greater one is old until it is held again; old ones are dropped. */
void keeper_table_mark(struct keeper_table *table, uint64_t least);
void keeper_table_sweep(struct keeper_table *table);

/* False without memory. */
bool keeper_table_note_exit(struct keeper_table *table, pid_t pid, int status);
/* Exits are seen in the order in which they are told; a word that got lost is made up for by the next
 * one. */
void keeper_table_seen_exit(struct keeper_table *table, pid_t pid);

/* For the program that takes this one's place: nothing of it must be lost at exec, and nothing given
 * to anybody else. */
void keeper_table_set_inherited(const struct keeper_table *table, bool is_inherited);
/* As a memfd, not close-on-exec; -1 where there is none. */
int keeper_table_write(const struct keeper_table *table);
/* Takes up what keeper_table_write has left, and closes fd. -1 with err. */
int keeper_table_read(struct keeper_table *table, int fd, struct err *err);
