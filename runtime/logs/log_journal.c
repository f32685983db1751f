/* Stores into shared memory, in an order that leaves it whole at each of them. Whoever reads it
 * does so after the writer's death, so it is only the compiler that must keep the order. */
#include "runtime/logs/log_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/logs/log_line.h"

enum phase { PHASE_IDLE, PHASE_BYTES, PHASE_END, PHASE_STORING };

enum {
    HEADS_MOST = 16 * 1024,
    SHORT_BYTES = 256, /* most begun lines are short: a copy instead of a system call */
    LONG_BYTES = LOG_LINE_MOST,
    LONG_KEPT = 4096, /* a long half that is not used any more gives back more than that */
    ROW_BYTES = 2048, /* turns land in a row up to here: a seek less, and no page more */
    FLAG_CLAIMED = 1 << 8,
    FLAG_BACKED = 1 << 9, /* it may have pages in begun_fd */
    FLAGS_KNOWN =
        LOG_FRAMED | LOG_MID_LINE | LOG_TORN_OWN | LOG_TORN_BOTH | FLAG_CLAIMED | FLAG_BACKED,
};

/* Where a begun line is. */
enum half { SHORT_A, SHORT_B, LONG_A, LONG_B };

#define MAGIC UINT64_C(0x0001004c4e4a4c45)    /* the last two bytes: the version */
#define WALL_MOST_MS INT64_C(253402300800000) /* the year 10000: dates have four digits */

struct head {
    uint64_t key; /* 0 = free */
    uint32_t length;
    uint16_t half, flags;
};

struct log_journal_page {
    uint64_t magic;
    uint32_t n_heads; /* the highest ever used, and one */
    uint32_t phase;
    uint32_t place;
    uint32_t start; /* of the turn's bytes in the landing buffer */
    int64_t wall_ms;
    struct log_intent out[LOG_TURN_FILES];
    struct head next; /* PHASE_STORING: to be that of `place` */
    struct head heads[];
};

enum {
    PAGE_BYTES = sizeof(struct log_journal_page) + HEADS_MOST * sizeof(struct head),
    SHORTS_AT = LOG_TURN_MOST + PAGE_BYTES,
    TOTAL_BYTES = SHORTS_AT + HEADS_MOST * 2 * SHORT_BYTES,
};

/* All stores above come before all below. */
static void in_order(void) {
    atomic_signal_fence(memory_order_seq_cst);
}

static void set_phase(struct log_journal *j, enum phase phase) {
    in_order();
    j->page->phase = phase;
    in_order();
}

/* ---- opening --------------------------------------------------------------------------------- */

static void close_fds(int fd, int begun_fd) {
    if (fd >= 0)
        (void)close(fd);
    if (begun_fd >= 0)
        (void)close(begun_fd);
}

/* At its full size from the start, most of which is never touched. A limit on the size of files
 * counts for memfds too. */
static int make_memfd(void) {
    struct rlimit old, most;
    int fd = memfd_create("ecort-journal", MFD_CLOEXEC);
    if (fd < 0)
        return -1;
    bool has_limit = getrlimit(RLIMIT_FSIZE, &old) == 0 && old.rlim_cur < TOTAL_BYTES;
    most = old;
    most.rlim_cur = old.rlim_max;
    if (has_limit)
        (void)setrlimit(RLIMIT_FSIZE, &most);
    bool is_small = has_limit && most.rlim_cur < TOTAL_BYTES;
    int rc = is_small ? -1 : ftruncate(fd, TOTAL_BYTES);
    if (has_limit)
        (void)setrlimit(RLIMIT_FSIZE, &old);
    if (rc == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static char *map(int fd) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
    void *p = mmap(NULL, TOTAL_BYTES, PROT_READ | PROT_WRITE, flags, fd, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void use(struct log_journal *j, int fd, int begun_fd, char *memory) {
    *j = (struct log_journal){.fd = fd,
                              .begun_fd = begun_fd,
                              .landing = memory,
                              .page = (void *)(memory + LOG_TURN_MOST)};
}

int log_journal_open(struct log_journal *j) {
    int fd = make_memfd();
    int begun_fd = fd < 0 ? -1 : memfd_create("ecort-begun", MFD_CLOEXEC);
    if (begun_fd < 0) {
        close_fds(fd, -1);
        fd = -1;
    }
    char *memory = map(fd);
    if (!memory && fd >= 0) {
        close_fds(fd, begun_fd);
        fd = begun_fd = -1;
        memory = map(-1);
    }
    if (!memory)
        return -1;
    use(j, fd, begun_fd, memory);
    j->page->magic = MAGIC;
    return 0;
}

void log_journal_close(struct log_journal *j) {
    if (j->landing)
        (void)munmap(j->landing, TOTAL_BYTES);
    close_fds(j->fd, j->begun_fd);
    *j = (struct log_journal){.fd = -1, .begun_fd = -1};
}

/* ---- checking -------------------------------------------------------------------------------- */

static bool is_good_head(const struct head *h) {
    return h->length <= (h->half < LONG_A ? SHORT_BYTES : LONG_BYTES) && h->half <= LONG_B &&
           (h->flags & ~FLAGS_KNOWN) == 0;
}

static bool is_good(const struct log_journal_page *p, off_t at) {
    bool good = p->magic == MAGIC && p->n_heads <= HEADS_MOST && p->phase <= PHASE_STORING &&
                (p->phase == PHASE_IDLE || p->place < p->n_heads) && p->wall_ms >= 0 &&
                p->wall_ms < WALL_MOST_MS && at >= 0 && at <= LOG_TURN_MOST &&
                (p->phase != PHASE_BYTES || p->start <= at) &&
                (p->phase != PHASE_STORING || is_good_head(&p->next));
    for (uint32_t i = 0; good && i < p->n_heads; i++)
        good = is_good_head(&p->heads[i]);
    return good;
}

static bool is_whole(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == TOTAL_BYTES;
}

static void finish_storing(struct log_journal *j) {
    struct log_journal_page *p = j->page;
    if (p->phase != PHASE_STORING)
        return;
    p->heads[p->place] = p->next;
    set_phase(j, PHASE_IDLE);
}

int log_journal_adopt(struct log_journal *j, int fd, int begun_fd) {
    struct log_journal old;
    char *memory = fd >= 0 && begun_fd >= 0 && is_whole(fd) ? map(fd) : NULL;
    if (!memory) {
        close_fds(fd, begun_fd);
        return -1;
    }
    use(&old, fd, begun_fd, memory);
    old.at = lseek(fd, 0, SEEK_CUR);
    if (!is_good(old.page, old.at)) {
        log_journal_close(&old);
        return -1;
    }
    finish_storing(&old);
    for (uint32_t i = 0; i < old.page->n_heads; i++)
        old.page->heads[i].flags &= (uint16_t)~FLAG_CLAIMED;
    log_journal_close(j);
    *j = old;
    return 0;
}

/* ---- streams --------------------------------------------------------------------------------- */

static char *short_half(const struct log_journal *j, int place, unsigned half) {
    return j->landing + SHORTS_AT + ((size_t)place * 2 + half) * SHORT_BYTES;
}

static off_t long_half(int place, unsigned half) {
    return ((off_t)place * 2 + half - LONG_A) * LONG_BYTES;
}

static void give_back(const struct log_journal *j, int place, unsigned half, unsigned n_halves) {
    (void)fallocate(j->begun_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, long_half(place, half),
                    (off_t)n_halves * LONG_BYTES);
}

/* What was begun; empty where it cannot be read. */
static struct buf load_begun(const struct log_journal *j, int place) {
    const struct head *h = &j->page->heads[place];
    struct buf begun = {0};
    if (h->length == 0 || !buf_reserve(&begun, h->length))
        return begun;
    if (h->half < LONG_A)
        memcpy(begun.p, short_half(j, place, h->half), h->length);
    else if (pread(j->begun_fd, begun.p, h->length, long_half(place, h->half)) != h->length)
        buf_done(&begun);
    begun.n = begun.p ? h->length : 0;
    return begun;
}

/* The first place with that key which nobody has claimed (key 0: which is free), or n_heads. */
static uint32_t find_head(const struct log_journal_page *p, uint64_t key) {
    uint32_t i = 0;
    while (i < p->n_heads && (p->heads[i].key != key || (key && p->heads[i].flags & FLAG_CLAIMED)))
        i++;
    return i;
}

int log_journal_claim(struct log_journal *j, uint64_t key, unsigned flags,
                      struct log_journal_found *found) {
    struct log_journal_page *p = j->page;
    *found = (struct log_journal_found){0};
    if (j->fd < 0)
        return LOG_NO_PLACE;
    uint32_t at = find_head(p, key);
    if (at < p->n_heads) {
        struct head *h = &p->heads[at];
        *found = (struct log_journal_found){true, h->flags & (FLAG_CLAIMED - 1U),
                                            load_begun(j, (int)at)};
        h->flags |= FLAG_CLAIMED;
        return (int)at;
    }
    at = find_head(p, 0);
    if (at == HEADS_MOST)
        return LOG_NO_PLACE;
    p->heads[at] = (struct head){.flags = (uint16_t)(flags | FLAG_CLAIMED)};
    in_order();
    if (at == p->n_heads)
        p->n_heads++;
    in_order();
    p->heads[at].key = key;
    return (int)at;
}

void log_journal_free(struct log_journal *j, int place) {
    if (place < 0)
        return;
    struct head *h = &j->page->heads[place];
    h->key = 0;
    in_order();
    if (h->flags & FLAG_BACKED)
        give_back(j, place, LONG_A, 2);
}

/* ---- turns ----------------------------------------------------------------------------------- */

static void begin(struct log_journal *j, int place, enum phase phase) {
    struct log_journal_page *p = j->page;
    j->n_out = 0;
    p->wall_ms = 0;
    for (unsigned i = 0; i < LOG_TURN_FILES; i++)
        p->out[i] = (struct log_intent){0};
    if (place < 0)
        return;
    p->place = (uint32_t)place;
    p->start = (uint32_t)j->at;
    set_phase(j, phase);
}

static void rewind_landing(struct log_journal *j) {
    j->at = lseek(j->fd, 0, SEEK_SET);
}

static ssize_t take_by_splice(struct log_journal *j, int place, int fd) {
    begin(j, place, PHASE_BYTES);
    ssize_t n = splice(fd, NULL, j->fd, NULL, LOG_TURN_MOST - (size_t)j->at, SPLICE_F_NONBLOCK);
    if (n > 0)
        j->at += n;
    else
        set_phase(j, PHASE_IDLE);
    return n;
}

/* Where the memfd takes no bytes (files may have none, no memory), and where there is no place: what
 * is read is lost if we die just now; from here on it is a turn like any other. */
static ssize_t take_by_hand(struct log_journal *j, int place, int fd) {
    begin(j, place, PHASE_IDLE);
    ssize_t n = read(fd, j->landing, LOG_TURN_MOST);
    if (n > 0 && place >= 0) {
        j->page->start = 0;
        j->at = lseek(j->fd, n, SEEK_SET);
        set_phase(j, PHASE_BYTES);
    }
    return n;
}

ssize_t log_journal_take(struct log_journal *j, int place, int fd, struct str *bytes) {
    ssize_t n = -1;
    errno = EFBIG;
    if (place >= 0 && j->at > ROW_BYTES)
        rewind_landing(j);
    if (place >= 0)
        n = take_by_splice(j, place, fd);
    if (n < 0 && errno == EFBIG && place >= 0 && j->at > 0) { /* a limit on files counts here too */
        rewind_landing(j);
        n = take_by_splice(j, place, fd);
    }
    size_t start = j->page->start;
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        start = 0;
        n = take_by_hand(j, place, fd);
    }
    *bytes = (struct str){j->landing + start, n > 0 ? (size_t)n : 0};
    return n;
}

void log_journal_take_end(struct log_journal *j, int place) {
    begin(j, place, PHASE_END);
}

void log_journal_set_time(struct log_journal *j, int64_t wall_ms) {
    j->page->wall_ms = wall_ms;
    in_order();
}

struct log_intent *log_journal_intent(struct log_journal *j, unsigned i) {
    return &j->page->out[i];
}

static bool put(int fd, struct str bytes, off_t at) {
    while (bytes.n) {
        ssize_t n = pwrite(fd, bytes.p, bytes.n, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_skip(bytes, (size_t)n);
        at += n;
    }
    return true;
}

/* Where a begun line goes: on where it is, or where the old one is not. */
static enum half half_for(const struct head *old, size_t n, bool grows) {
    bool is_short = n <= SHORT_BYTES;
    if (is_short == (old->half < LONG_A))
        return grows ? old->half : old->half ^ 1;
    return is_short ? SHORT_A : LONG_A;
}

/* Leaves what the head `old` means untouched. */
static struct head put_begun(const struct log_journal *j, int place, const struct head *old,
                             const struct log_journal_state *state) {
    struct head next = *old;
    struct str begun = state->begun;
    bool grows = state->n_stored == old->length;
    next.flags = (uint16_t)(state->flags | FLAG_CLAIMED | (old->flags & FLAG_BACKED));
    next.length = 0;
    if (begun.n == 0 || begun.n > LONG_BYTES)
        return next;
    next.half = (uint16_t)half_for(old, begun.n, grows);
    size_t from = grows && next.half == old->half ? old->length : 0;
    struct str more = str_skip(begun, from);
    bool is_long = next.half >= LONG_A;
    if (is_long)
        next.flags |= FLAG_BACKED;
    else
        memcpy(short_half(j, place, next.half) + from, more.p, more.n);
    if (!is_long || put(j->begun_fd, more, long_half(place, next.half) + (off_t)from))
        next.length = (uint32_t)begun.n;
    return next;
}

/* Memory that the head before held and this one does not; harmless where we die before. */
static void tidy(struct log_journal *j, int place, const struct head *old) {
    struct head *h = &j->page->heads[place];
    if ((h->flags & FLAG_BACKED) && h->length == 0) {
        give_back(j, place, LONG_A, 2);
        h->flags &= (uint16_t)~FLAG_BACKED;
    } else if (old->half >= LONG_A && old->length > LONG_KEPT && h->half != old->half) {
        give_back(j, place, old->half, 1);
    }
}

size_t log_journal_store(struct log_journal *j, int place, const struct log_journal_state *state) {
    struct log_journal_page *p = j->page;
    if (place < 0)
        return 0;
    struct head old = p->heads[place];
    p->next = put_begun(j, place, &old, state);
    p->place = (uint32_t)place;
    set_phase(j, PHASE_STORING);
    p->heads[place] = p->next;
    set_phase(j, PHASE_IDLE);
    tidy(j, place, &old);
    return p->next.length;
}

/* ---- after adopting -------------------------------------------------------------------------- */

struct log_journal_left log_journal_left(const struct log_journal *j) {
    const struct log_journal_page *p = j->page;
    struct log_journal_left left = {LOG_TURN_NONE, (int)p->place, p->wall_ms, {0}};
    if (p->phase == PHASE_END) {
        left.turn = LOG_TURN_END;
    } else if (p->phase == PHASE_BYTES && j->at > (off_t)p->start) {
        left.turn = LOG_TURN_BYTES;
        left.bytes = (struct str){j->landing + p->start, (size_t)j->at - p->start};
    }
    return left;
}

bool log_journal_sweep(struct log_journal *j) {
    struct log_journal_page *p = j->page;
    bool is_clean = log_journal_left(j).turn != LOG_TURN_BYTES;
    set_phase(j, PHASE_IDLE);
    for (uint32_t i = 0; i < p->n_heads; i++)
        if (p->heads[i].key && !(p->heads[i].flags & FLAG_CLAIMED)) {
            is_clean = is_clean && p->heads[i].length == 0;
            log_journal_free(j, (int)i);
        }
    return is_clean;
}
