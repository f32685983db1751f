/* The pages of read-only segments are the file's own, so nothing is lost with them. */
#include "runtime/os/memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>

#include "runtime/os/tree.h"
#include "schema/base/base.h"

/* Where the read-only segments are. Noted first: the list of them is in pages that are dropped. */
struct segments {
    struct {
        char *at;
        size_t n;
    } list[32];
    unsigned n;
};

static int note_segments(struct dl_phdr_info *object, size_t size, void *ctx) {
    struct segments *s = ctx;
    uintptr_t page = (uintptr_t)os_page_bytes();
    (void)size;
    for (int i = 0; i < object->dlpi_phnum && s->n < ARRAY_LEN(s->list); i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        uintptr_t at = object->dlpi_addr + segment->p_vaddr, before = at & (page - 1);
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W)
            continue;
        s->list[s->n].at = (char *)(at - before);
        s->list[s->n++].n = before + segment->p_memsz;
    }
    return 0;
}

void os_memory_trim(void) {
    struct segments segments = {.n = 0};
    (void)malloc_trim(0);
    (void)dl_iterate_phdr(note_segments, &segments);
    for (unsigned i = 0; i < segments.n; i++)
        (void)madvise(segments.list[i].at, segments.list[i].n, MADV_DONTNEED);
}
