/* /proc, read by hand: no stdio, no allocation except the snapshot's array. */
#include "runtime/os/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "schema/base/str.h"

void os_become_subreaper(void) {
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

int64_t os_ticks_per_s(void) {
    long hz = sysconf(_SC_CLK_TCK);
    return hz > 0 ? hz : 100;
}

int64_t os_page_bytes(void) {
    long page = sysconf(_SC_PAGESIZE);
    return page > 0 ? page : 4096;
}

/* Reads up to cap - 1 bytes and closes with a NUL; the count, or -1. */
static ssize_t read_proc(const char *path, char *out, size_t cap) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t n = read(fd, out, cap - 1);
    (void)close(fd);
    if (n >= 0)
        out[n] = 0;
    return n;
}

/* The blank-separated numbers of s into out[0..n). False where there are fewer. */
static bool numbers(const char *s, uint64_t *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        while (*s == ' ')
            s++;
        bool is_negative = *s == '-';
        s += is_negative;
        if (*s < '0' || *s > '9')
            return false;
        for (out[i] = 0; *s >= '0' && *s <= '9'; s++)
            out[i] = out[i] * 10 + (uint64_t)(*s - '0');
        out[i] = is_negative ? -out[i] : out[i]; /* wraps; no field we use is negative */
    }
    return true;
}

bool os_process_read(pid_t pid, struct os_process *p) {
    char path[64], text[512];
    (void)snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    if (read_proc(path, text, sizeof text) <= 0)
        return false;
    /* The name in parentheses may hold anything, so the fields count from the last one. */
    const char *name_end = strrchr(text, ')');
    uint64_t field[21];
    if (!name_end || name_end[1] != ' ' || name_end[2] == 0 ||
        !numbers(name_end + 3, field, sizeof field / sizeof *field))
        return false;
    *p = (struct os_process){.pid = pid,
                             .state = name_end[2],
                             .parent = (pid_t)field[0],
                             .session = (pid_t)field[2],
                             .n_threads = (unsigned)field[16],
                             .cpu_ticks = field[10] + field[11],
                             .started_ticks = field[18],
                             .rss_pages = field[20],
                             .owner = OS_OWNER_OUTSIDE};
    return true;
}

static int snapshot_add(struct os_snapshot *s, const struct os_process *p) {
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 256;
        struct os_process *list = realloc(s->list, cap * sizeof *list);
        if (!list)
            return -1;
        s->list = list;
        s->cap = cap;
    }
    s->list[s->n++] = *p;
    return 0;
}

int os_snapshot_take(struct os_snapshot *snapshot) {
    *snapshot = (struct os_snapshot){0};
    DIR *dir = opendir("/proc");
    if (!dir)
        return -1;
    int rc = 0;
    for (struct dirent *e; rc == 0 && (e = readdir(dir));) {
        struct os_process p;
        if (e->d_name[0] >= '1' && e->d_name[0] <= '9' &&
            os_process_read((pid_t)strtol(e->d_name, NULL, 10), &p))
            rc = snapshot_add(snapshot, &p);
    }
    (void)closedir(dir);
    return rc;
}

void os_snapshot_done(struct os_snapshot *snapshot) {
    free(snapshot->list);
    *snapshot = (struct os_snapshot){0};
}

/* The value of the marker variable of that process into out; false where there is none. */
static bool read_marker(pid_t pid, char *out, size_t cap) {
    static const char name[] = OS_TREE_MARKER "=";
    char path[64], chunk[4096];
    (void)snprintf(path, sizeof path, "/proc/%d/environ", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    size_t matched = 0, n_out = 0; /* matched: bytes of `name`, or beyond it while copying */
    bool at_start = true, found = false;
    for (ssize_t n; !found && (n = read(fd, chunk, sizeof chunk)) > 0;) {
        for (ssize_t i = 0; i < n && !found; i++) {
            char c = chunk[i];
            if (matched == sizeof name - 1) {
                found = c == 0;
                if (!found && n_out + 1 < cap)
                    out[n_out++] = c;
            } else if (c == 0) {
                at_start = true;
                matched = 0;
            } else if (at_start && c == name[matched]) {
                matched++;
            } else {
                at_start = false;
                matched = 0;
            }
        }
    }
    (void)close(fd);
    out[n_out] = 0;
    return found;
}

/* One of the comma-separated ids of the marker is `id`. */
static bool has_id(const char *marker, const char *id) {
    struct str rest = str_of(marker);
    while (rest.n) {
        size_t n = str_index(rest, ',');
        if (str_eqz((struct str){rest.p, n}, id))
            return true;
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    return false;
}

void os_roster_done(struct os_roster *roster) {
    free(roster->list);
    *roster = (struct os_roster){0};
}

static bool roster_has(const struct os_roster *roster, const struct os_process *p) {
    for (size_t i = 0; roster && i < roster->n; i++)
        if (roster->list[i].pid == p->pid && roster->list[i].started_ticks == p->started_ticks)
            return true;
    return false;
}

/* Without memory it is not remembered: then its session and its marker have to do. */
static void roster_add(struct os_roster *roster, const struct os_process *p) {
    if (!roster || roster_has(roster, p))
        return;
    if (roster->n == roster->cap) {
        size_t cap = roster->cap ? roster->cap * 2 : 8;
        struct os_roster_entry *list = realloc(roster->list, cap * sizeof *list);
        if (!list)
            return;
        roster->list = list;
        roster->cap = cap;
    }
    roster->list[roster->n++] = (struct os_roster_entry){p->pid, p->started_ticks};
}

/* The tree that a child of ours belongs to. */
static int owner_of_child(const struct os_process *p, const struct os_tree *trees, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (trees[i].main == p->pid)
            return (int)i;
    for (size_t i = 0; i < n; i++)
        if (trees[i].session && trees[i].session == p->session)
            return (int)i;
    for (size_t i = 0; i < n; i++)
        if (roster_has(trees[i].roster, p))
            return (int)i;
    char marker[512];
    if (!read_marker(p->pid, marker, sizeof marker))
        return OS_OWNER_STRANGER;
    for (size_t i = 0; i < n; i++)
        if (has_id(marker, trees[i].id))
            return (int)i;
    return OS_OWNER_STRANGER;
}

static int by_pid(const void *a, const void *b) {
    pid_t x = ((const struct os_process *)a)->pid, y = ((const struct os_process *)b)->pid;
    return (x > y) - (x < y);
}

static const struct os_process *find(const struct os_snapshot *s, pid_t pid) {
    struct os_process key = {.pid = pid};
    return s->n ? bsearch(&key, s->list, s->n, sizeof key, by_pid) : NULL;
}

static bool has_outside(struct os_forest forest) {
    for (size_t i = 0; i < forest.n; i++)
        if (forest.trees[i].is_outside)
            return true;
    return false;
}

/* By its marker; looked for only in what leads a session or has lost its parents, for the others go
 * with their parents. */
static int owner_by_marker(const struct os_snapshot *s, const struct os_process *p,
                           struct os_forest forest) {
    const struct os_process *parent = find(s, p->parent);
    char marker[512];
    if ((parent && parent->session == p->session) || !read_marker(p->pid, marker, sizeof marker))
        return OS_OWNER_OUTSIDE;
    for (size_t i = 0; i < forest.n; i++)
        if (forest.trees[i].is_outside && has_id(marker, forest.trees[i].id))
            return (int)i;
    return OS_OWNER_OUTSIDE;
}

/* Whom a process belongs to that does not hang under us. */
static int owner_of_outsider(const struct os_snapshot *s, const struct os_process *p,
                             struct os_forest forest) {
    for (size_t i = 0; i < forest.n; i++) {
        const struct os_tree *tree = &forest.trees[i];
        if (tree->is_outside &&
            (tree->main == p->pid || (tree->session && tree->session == p->session) ||
             roster_has(tree->roster, p)))
            return (int)i;
    }
    return owner_by_marker(s, p, forest);
}

void os_snapshot_own(struct os_snapshot *snapshot, struct os_forest forest) {
    pid_t self = getpid();
    bool is_scattered = has_outside(forest);
    if (snapshot->n)
        qsort(snapshot->list, snapshot->n, sizeof *snapshot->list, by_pid);
    for (size_t i = 0; i < snapshot->n; i++) {
        struct os_process *p = &snapshot->list[i];
        bool is_ours = p->parent == self || (forest.keeper && p->parent == forest.keeper);
        p->owner = p->pid == self ? OS_OWNER_OUTSIDE
                   : is_ours      ? owner_of_child(p, forest.trees, forest.n)
                   : is_scattered ? owner_of_outsider(snapshot, p, forest)
                                  : OS_OWNER_OUTSIDE;
    }
    /* Descendants take their parent's owner; a parent's pid may be larger, so until nothing
     * changes. */
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < snapshot->n; i++) {
            struct os_process *p = &snapshot->list[i];
            const struct os_process *parent =
                p->owner == OS_OWNER_OUTSIDE && p->pid != self ? find(snapshot, p->parent) : NULL;
            if (parent && parent->owner != OS_OWNER_OUTSIDE) {
                p->owner = parent->owner;
                changed = true;
            }
        }
    }
}

/* The children of a thread by the kernel's own list; false where it has none (then /proc must be
 * walked). */
static bool read_children(pid_t pid, pid_t thread, char **text) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    size_t n = 0, cap = 1024;
    char *p = malloc(cap);
    while (p) {
        ssize_t got = read(fd, p + n, cap - n - 1);
        n += got > 0 ? (size_t)got : 0;
        p[n] = 0;
        if (got <= 0)
            break;
        if (n + 1 < cap)
            continue;
        char *more = realloc(p, cap *= 2);
        if (!more)
            free(p);
        p = more;
    }
    (void)close(fd);
    *text = p;
    return p != NULL;
}

/* Adds the processes of a list of children, as read_children gives it. */
static int add_children(struct os_snapshot *s, const char *text) {
    pid_t self = *text ? getpid() : 0;
    int rc = 0;
    for (char *end; rc == 0; text = end) {
        struct os_process p;
        pid_t pid = (pid_t)strtol(text, &end, 10);
        if (end == text)
            break;
        if (pid != self && os_process_read(pid, &p))
            rc = snapshot_add(s, &p);
    }
    return rc;
}

/* The children that this thread of the process has made. */
static int add_children_of(struct os_snapshot *s, pid_t pid, pid_t thread) {
    char *text;
    if (!read_children(pid, thread, &text))
        return 0; /* it is gone */
    int rc = add_children(s, text);
    free(text);
    return rc;
}

static int add_children_of_threads(struct os_snapshot *s, pid_t pid) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *dir = opendir(path);
    int rc = 0;
    for (struct dirent *e; dir && rc == 0 && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            rc = add_children_of(s, pid, (pid_t)strtol(e->d_name, NULL, 10));
    if (dir)
        (void)closedir(dir);
    return rc;
}

int os_snapshot_take_below(struct os_snapshot *snapshot, struct os_forest forest) {
    char *text;
    pid_t self = getpid();
    if (has_outside(forest) || !read_children(self, self, &text))
        return os_snapshot_take(snapshot);
    *snapshot = (struct os_snapshot){0};
    int rc = add_children(snapshot, text);
    free(text);
    if (rc == 0 && forest.keeper)
        rc = add_children_of(snapshot, forest.keeper, forest.keeper);
    for (size_t i = 0; rc == 0 && i < snapshot->n; i++) {
        pid_t pid = snapshot->list[i].pid;
        rc = snapshot->list[i].n_threads > 1 ? add_children_of_threads(snapshot, pid)
                                             : add_children_of(snapshot, pid, pid);
    }
    return rc;
}

/* Looks from *next on: children are listed about in the order of the trees. */
static bool is_main(pid_t pid, struct os_forest forest, size_t *next) {
    for (size_t looked = 0; looked < forest.n; looked++, ++*next) {
        if (*next >= forest.n)
            *next = 0;
        if (forest.trees[*next].main == pid)
            return true;
    }
    return false;
}

static void find_orphans_slowly(struct os_forest forest) {
    struct os_snapshot all;
    (void)os_snapshot_take(&all);
    os_snapshot_own(&all, forest);
    for (size_t i = 0; i < all.n; i++) {
        const struct os_process *p = &all.list[i];
        if (p->owner >= 0 && p->pid != forest.trees[p->owner].main && p->state != 'Z')
            forest.trees[p->owner].has_orphans = true;
    }
    os_snapshot_done(&all);
}

/* Among the children of `parent`; false where the kernel does not list them. */
static bool find_orphans_of(pid_t parent, struct os_forest forest) {
    char *text;
    pid_t self = getpid();
    if (!read_children(parent, parent, &text))
        return false;
    char *at = text;
    size_t next = 0;
    for (char *end;; at = end) {
        pid_t pid = (pid_t)strtol(at, &end, 10);
        if (end == at)
            break;
        struct os_process p;
        if (pid == self || is_main(pid, forest, &next) || !os_process_read(pid, &p) ||
            p.state == 'Z')
            continue;
        int owner = owner_of_child(&p, forest.trees, forest.n);
        if (owner >= 0)
            forest.trees[owner].has_orphans = true;
    }
    free(text);
    return true;
}

void os_trees_find_orphans(struct os_forest forest) {
    for (size_t i = 0; i < forest.n; i++)
        forest.trees[i].has_orphans = false;
    if (has_outside(forest) || !find_orphans_of(getpid(), forest) ||
        (forest.keeper && !find_orphans_of(forest.keeper, forest)))
        find_orphans_slowly(forest);
}

void os_children_signal(int sig) {
    char *text;
    if (!read_children(getpid(), getpid(), &text))
        return;
    char *at = text;
    for (char *end;; at = end) {
        pid_t pid = (pid_t)strtol(at, &end, 10);
        if (end == at || pid <= 0)
            break;
        (void)kill(pid, sig);
    }
    free(text);
}

int os_pidfd(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

bool os_signal_exact(pid_t pid, uint64_t started_ticks, int sig) {
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0 && errno != ENOSYS && errno != EMFILE && errno != ENFILE)
        return false;
    /* The descriptor is taken first: if the process is the right one now, it was so then. */
    struct os_process now;
    bool sent =
        os_process_read(pid, &now) && now.started_ticks == started_ticks &&
        (fd >= 0 ? syscall(SYS_pidfd_send_signal, fd, sig, NULL, 0) == 0 : kill(pid, sig) == 0);
    if (fd >= 0)
        (void)close(fd);
    return sent;
}

static bool is_in(const struct os_snapshot *s, const struct os_process *p) {
    const struct os_process *hit = find(s, p->pid);
    return hit && hit->started_ticks == p->started_ticks && hit->owner == p->owner;
}

/* One walk; how many got their signal that are not in `before`. */
static unsigned signal_round(struct os_forest forest, const struct os_snapshot *before,
                             struct os_snapshot *now) {
    unsigned fresh = 0;
    (void)os_snapshot_take(now);
    os_snapshot_own(now, forest);
    for (size_t i = 0; i < now->n; i++) {
        const struct os_process *p = &now->list[i];
        struct os_tree *tree = p->owner >= 0 ? &forest.trees[p->owner] : NULL;
        if (!tree || !tree->sig || p->state == 'Z' || is_in(before, p))
            continue;
        roster_add(tree->roster, p);
        bool is_told = os_signal_exact(p->pid, p->started_ticks, tree->sig);
        tree->is_main_told = tree->is_main_told || (is_told && p->pid == tree->main);
        fresh += is_told;
    }
    return fresh;
}

void os_trees_signal(struct os_forest forest) {
    enum { ROUNDS = 4 };
    struct os_tree *trees = forest.trees;
    size_t n = forest.n;
    struct os_snapshot before = {0};
    unsigned fresh = 1;
    for (size_t i = 0; i < n; i++)
        trees[i].is_main_told = false;
    /* Processes are born while the list is read: look again until nobody new is found. */
    for (int round = 0; round < ROUNDS && fresh; round++) {
        struct os_snapshot now;
        fresh = signal_round(forest, &before, &now);
        os_snapshot_done(&before);
        before = now;
    }
    os_snapshot_done(&before);
    /* No memory, or /proc is closed to us. Unreaped children are safe to name by pid; of others the
     * number may be a stranger's by now, so it counts only where nothing better can be had. */
    struct os_process self;
    bool is_blind = !os_process_read(getpid(), &self);
    for (size_t i = 0; i < n; i++)
        if (trees[i].sig && trees[i].main > 0 && !trees[i].is_main_told &&
            (trees[i].is_child || is_blind))
            (void)kill(trees[i].main, trees[i].sig);
}

unsigned os_tree_kill_strangers(struct os_forest forest) {
    struct os_snapshot all;
    (void)os_snapshot_take(&all);
    os_snapshot_own(&all, forest);
    unsigned strangers = 0;
    for (size_t i = 0; i < all.n; i++)
        if (all.list[i].owner == OS_OWNER_STRANGER && all.list[i].state != 'Z')
            strangers += os_signal_exact(all.list[i].pid, all.list[i].started_ticks, SIGKILL);
    os_snapshot_done(&all);
    return strangers;
}
