/* Process trees: whose process is this, who is left, signal them all.
 *
 * As subreaper the supervisor is the ancestor of everything its children start: an orphan becomes its
 * child. So every process of a tree hangs under the supervisor, below a child that is either the main
 * process of the tree or an orphan. An orphan belongs to the tree whose session it is in (the main
 * process's pid is the session's id), or whose marker it carries in its environment, or in which it
 * was seen when that was sent a signal. What left the session, cleared its environment and lost
 * its parents before anybody looked cannot be told: a stranger.
 *
 * Where a keeper holds what an earlier supervisor has left, "under the supervisor" means under
 * either. Trees whose keeper is gone (is_outside) hang under init or anybody: they are known by main
 * process, session and marker among all processes.
 *
 * A tree's marker is OS_TREE_MARKER=...,ID: one ID per enclosing supervisor, the innermost last. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define OS_TREE_MARKER "ECORT_INSTANCE"

struct os_process {
    pid_t pid, parent, session;
    char state; /* of /proc/PID/stat: 'R' 'S' 'Z' ... */
    unsigned n_threads;
    uint64_t started_ticks; /* since boot; with the pid it names a process for good */
    uint64_t cpu_ticks;
    uint64_t rss_pages;
    int owner; /* os_tree_own: index of the tree; -1 = nobody's; -2 = not below us */
};

enum { OS_OWNER_STRANGER = -1, OS_OWNER_OUTSIDE = -2 };

/* Who was sent a signal; malloc'd, for os_roster_done. */
struct os_roster {
    struct os_roster_entry {
        pid_t pid;
        uint64_t started_ticks;
    } * list;
    size_t n, cap;
};

void os_roster_done(struct os_roster *roster);

struct os_tree {
    pid_t main;               /* 0: reaped already */
    pid_t session;            /* the pid that the main process has or had; 0 = none yet */
    const char *id;           /* the last part of its marker */
    struct os_roster *roster; /* may be NULL */
    int sig;                  /* os_trees_signal: what to send, 0 = nothing */
    bool is_child;            /* `main` is our child and unreaped: its number is nobody else's */
    bool is_outside;          /* it may hang under nobody of us: its keeper is gone */
    bool has_orphans;  /* os_trees_find_orphans: something besides the main process is alive */
    bool is_main_told; /* os_trees_signal: the main process got it */
};

/* All trees, and under whom they hang besides ourselves. */
struct os_forest {
    struct os_tree *trees;
    size_t n;
    pid_t keeper; /* 0 = none */
};

/* Every process of the machine that can be seen; grown by malloc. */
struct os_snapshot {
    struct os_process *list;
    size_t n, cap;
};

/* Reads /proc. 0, or -1 (no memory, no /proc): the list then holds what was read so far. */
int os_snapshot_take(struct os_snapshot *snapshot);
void os_snapshot_done(struct os_snapshot *snapshot);

/* Only what hangs under us and the keeper, by the kernel's lists of children where it has them: one
 * that is born or orphaned meanwhile may be missing. For looking, not for signals. */
int os_snapshot_take_below(struct os_snapshot *snapshot, struct os_forest forest);

/* Sets every `owner`: which of the trees a process belongs to. */
void os_snapshot_own(struct os_snapshot *snapshot, struct os_forest forest);

/* Sets `has_orphans` of every tree whose main process is gone. Cheap where there is no orphan: one
 * read of our own list of children. */
void os_trees_find_orphans(struct os_forest forest);

/* Sends each tree's `sig` to everything of it, also to what is born meanwhile, once each. All trees in
 * one walk, so that stopping hundreds costs a few. A child of ours that the walk did not find (no
 * memory, no /proc) gets it by its pid. */
void os_trees_signal(struct os_forest forest);

/* SIGKILL to everything below us that belongs to none of the trees; how many there were. */
unsigned os_tree_kill_strangers(struct os_forest forest);

/* Sends the signal to exactly that process or to none: a reused pid is not hit. */
bool os_signal_exact(pid_t pid, uint64_t started_ticks, int sig);

/* A descriptor for the process, readable when it has ended; -1 with errno. */
int os_pidfd(pid_t pid);

/* Makes orphans of our descendants our children. */
void os_become_subreaper(void);

/* Sends the signal to each of our children. */
void os_children_signal(int sig);

/* One process; false where it is gone. */
bool os_process_read(pid_t pid, struct os_process *process);

/* "hz" of the ticks above, and the size of a page. */
int64_t os_ticks_per_s(void);
int64_t os_page_bytes(void);
