/* A journal of any bytes is refused, or gone on with: no crash, and the pump works afterwards. The
 * magic is made right first, or nothing but the magic would be tested. The input: what a journal's
 * page holds from its magic on, then a byte that tells the position; what is left landed. */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/logs/log_stream.h"

enum { HEAD_BYTES = 512, STREAMS = 2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *path(const char *name) {
    static char text[64];
    (void)snprintf(text, sizeof text, "/tmp/ecort-fuzz-journal-%d%s", (int)getpid(), name);
    return text;
}

/* A new journal with the bytes laid over it. */
static void make(struct log_journal *j, const uint8_t *data, size_t size) {
    size_t n = size < HEAD_BYTES ? size : HEAD_BYTES;
    if (log_journal_open(j) < 0 || j->fd < 0)
        abort();
    if (n > sizeof(uint64_t))
        memcpy((char *)j->page + sizeof(uint64_t), data + sizeof(uint64_t), n - sizeof(uint64_t));
    data += n;
    size -= n;
    if (size == 0)
        return;
    (void)lseek(j->fd, data[0] * 300, SEEK_SET); /* beyond the landing buffer, too */
    data++;
    size--;
    memcpy(j->landing, data, size < LOG_TURN_MOST ? size : LOG_TURN_MOST);
    if (write(j->begun_fd, data, size) != (ssize_t)size)
        abort();
}

static void run(struct log_pump *pump) {
    struct log_file *own = log_file_use(&pump->files, path(".own")),
                    *both = log_file_use(&pump->files, path(".both"));
    struct log_target targets[STREAMS] = {
        {.own = own, .origin = {"app", 0, false}},
        {.own = own, .both = both, .style = {NULL, true}, .origin = {"app", 1, true}}};
    struct log_stream streams[STREAMS];
    uint64_t dropped = 0;
    for (int i = 0; i < STREAMS; i++) {
        int fds[2];
        if (pipe2(fds, O_CLOEXEC) < 0)
            abort();
        log_stream_init(&streams[i], pump, &targets[i], &dropped);
        if (log_stream_open(&streams[i], fds[0]) < 0 || write(fds[1], "on\nward", 7) != 7)
            abort();
        (void)close(fds[1]);
    }
    (void)log_pump_recover(pump);
    for (int i = 0; i < STREAMS; i++)
        log_stream_end(&streams[i]);
    if (dropped)
        abort();
    log_file_drop(&pump->files, own);
    log_file_drop(&pump->files, both);
}

/* What came after it is there, in one style or the other. */
static void check_end(const char *file) {
    enum { TAIL = 200 };
    struct stat st;
    char text[TAIL];
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0)
        abort();
    ssize_t n = pread(fd, text, TAIL, st.st_size > TAIL ? st.st_size - TAIL : 0);
    if (n < 4 || !memmem(text, (size_t)n, "ward", 4) || text[n - 1] != '\n')
        abort();
    (void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct log_journal old;
    struct log_pump pump;
    struct os_poll poll;
    struct err err;
    make(&old, data, size);
    if (os_poll_open(&poll, &err) < 0 || log_pump_init(&pump, &poll) < 0)
        abort();
    (void)log_pump_adopt(&pump, dup(old.fd), dup(old.begun_fd));
    log_journal_close(&old);
    run(&pump);
    log_pump_done(&pump);
    os_poll_close(&poll);
    check_end(path(".own"));
    check_end(path(".both"));
    (void)unlink(path(".own"));
    (void)unlink(path(".both"));
    return 0;
}
