/* Lists. */
#include "runtime/keeper_table.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void keeper_table_init(struct keeper_table *table) {
    *table = (struct keeper_table){.old_program_fd = -1};
}

void keeper_table_done(struct keeper_table *table) {
    for (unsigned i = 0; i < table->n_fds; i++)
        (void)close(table->fds[i].fd);
    free(table->fds);
    free(table->exits);
    if (table->old_program_fd >= 0)
        (void)close(table->old_program_fd);
    keeper_table_init(table);
}

/* Room for one more of `size` bytes; false without memory. */
static bool grow(void **list, unsigned n, unsigned *cap, size_t size) {
    if (n < *cap)
        return true;
    unsigned more = *cap ? *cap * 2 : 16;
    void *p = realloc(*list, more * size);
    if (!p)
        return false;
    *list = p;
    *cap = more;
    return true;
}

/* ---- descriptors ----------------------------------------------------------------------------- */

static void drop_at(struct keeper_table *table, unsigned i) {
    (void)close(table->fds[i].fd);
    table->fds[i] = table->fds[--table->n_fds];
}

void keeper_table_drop(struct keeper_table *table, uint64_t key) {
    for (unsigned i = 0; i < table->n_fds; i++)
        if (table->fds[i].key == key) {
            drop_at(table, i);
            return;
        }
}

void keeper_table_hold(struct keeper_table *table, uint64_t key, int fd) {
    void *list = table->fds;
    if (fd < 0)
        return;
    keeper_table_drop(table, key);
    if (!grow(&list, table->n_fds, &table->cap_fds, sizeof *table->fds)) {
        (void)close(fd);
        return;
    }
    table->fds = list;
    table->fds[table->n_fds++] = (struct keeper_fd){.key = key, .fd = fd};
}

void keeper_table_mark(struct keeper_table *table, uint64_t least) {
    for (unsigned i = 0; i < table->n_fds; i++)
        table->fds[i].is_old = table->fds[i].key >= least;
}

void keeper_table_sweep(struct keeper_table *table) {
    for (unsigned i = 0; i < table->n_fds;)
        if (table->fds[i].is_old)
            drop_at(table, i);
        else
            i++;
}

/* ---- ends ------------------------------------------------------------------------------------ */

bool keeper_table_note_exit(struct keeper_table *table, pid_t pid, int status) {
    void *list = table->exits;
    if (!grow(&list, table->n_exits, &table->cap_exits, sizeof *table->exits))
        return false;
    table->exits = list;
    table->exits[table->n_exits++] = (struct keeper_exit){pid, status};
    return true;
}

void keeper_table_seen_exit(struct keeper_table *table, pid_t pid) {
    for (unsigned i = 0; i < table->n_told; i++)
        if (table->exits[i].pid == pid) {
            table->n_exits -= i + 1;
            table->n_told -= i + 1;
            memmove(table->exits, &table->exits[i + 1], table->n_exits * sizeof *table->exits);
            return;
        }
}

/* ---- another program ------------------------------------------------------------------------- */

/* What a program is told by the one before it: this, then the lists. */
struct head {
    uint32_t magic, n_fds, n_exits, spare;
    int32_t old_program_fd;
    struct rlimit nofile;
};

enum { MAGIC = 0x4b54, MOST = 1 << 20 };

void keeper_table_set_inherited(const struct keeper_table *table, bool is_inherited) {
    int flags = is_inherited ? 0 : FD_CLOEXEC;
    for (unsigned i = 0; i < table->n_fds; i++)
        (void)fcntl(table->fds[i].fd, F_SETFD, flags);
    if (table->old_program_fd >= 0)
        (void)fcntl(table->old_program_fd, F_SETFD, flags);
}

static bool put(int fd, const void *bytes, size_t n) {
    return n == 0 || write(fd, bytes, n) == (ssize_t)n;
}

int keeper_table_write(const struct keeper_table *table) {
    struct head head = {.magic = MAGIC,
                        .n_fds = table->n_fds,
                        .n_exits = table->n_exits,
                        .old_program_fd = table->old_program_fd,
                        .nofile = table->nofile};
    int fd = memfd_create("ecort-keeper", 0);
    if (fd < 0)
        return -1;
    if (put(fd, &head, sizeof head) && put(fd, table->fds, table->n_fds * sizeof *table->fds) &&
        put(fd, table->exits, table->n_exits * sizeof *table->exits))
        return fd;
    (void)close(fd);
    return -1;
}

int keeper_table_read(struct keeper_table *table, int fd, struct err *err) {
    struct head head;
    if (pread(fd, &head, sizeof head, 0) != (ssize_t)sizeof head || head.magic != MAGIC ||
        head.n_fds > MOST || head.n_exits > MOST)
        return err_set(err, "what the keeper before has left cannot be read");
    size_t fds_bytes = head.n_fds * sizeof *table->fds;
    size_t exits_bytes = head.n_exits * sizeof *table->exits;
    table->fds = malloc(fds_bytes + 1);
    table->exits = malloc(exits_bytes + 1);
    if (!table->fds || !table->exits)
        return err_set(err, "out of memory");
    if (pread(fd, table->fds, fds_bytes, sizeof head) != (ssize_t)fds_bytes ||
        pread(fd, table->exits, exits_bytes, (off_t)(sizeof head + fds_bytes)) !=
            (ssize_t)exits_bytes)
        return err_set(err, "what the keeper before has left is too short");
    table->n_fds = table->cap_fds = head.n_fds;
    table->n_exits = table->cap_exits = head.n_exits;
    table->old_program_fd = head.old_program_fd;
    table->nofile = head.nofile;
    (void)close(fd);
    keeper_table_set_inherited(table, false);
    return 0;
}
