/* monit: whatever a supervisor and its services say, in whatever order with keys, can be drawn. The
 * input is lines: "l" and a list, "p" and a progress, "r" and a reply, "k" and keys, "s" and a size
 * (two bytes). */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/monit/draw.h"
#include "runtime/monit/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void no_clock(int64_t at_ms, char text[16]) {
    text[0] = (char)('0' + (at_ms & 7));
    text[1] = 0;
}

static void take_json(struct monit *m, char kind, struct str text) {
    struct json_in *v = NULL;
    struct err err;
    if (json_in_parse(text, &v, &err) < 0)
        return;
    if (kind == 'l')
        monit_take_list(m, v);
    else if (kind == 'p')
        monit_take_log(m, v);
    else
        monit_take_reply(m, v, "done");
    json_in_free(v);
}

static void take_line(struct monit *m, struct cells *c, struct str line) {
    char kind = line.n ? line.p[0] : 0;
    struct str rest = str_skip(line, line.n ? 1 : 0);
    if (kind == 'l' || kind == 'p' || kind == 'r')
        take_json(m, kind, rest);
    for (size_t i = 0; i < rest.n && kind == 'k'; i++) {
        uint32_t key = (unsigned char)rest.p[i];
        (void)monit_key(m, key < 0x80 ? key : KEY_OF_UP + (key & 7), 5);
    }
    if (kind == 's' && rest.n >= 2)
        (void)cells_resize(c, (unsigned char)rest.p[0], (unsigned char)rest.p[1] & 63);
    draw_screen(m, c, no_clock);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct monit m = {0};
    struct cells c = {.is_ascii = size & 1};
    struct str text = {(const char *)data, size};
    struct buf out = {0};
    if (!cells_resize(&c, 60, 20))
        return 0;
    while (text.n) {
        size_t n = str_index(text, '\n');
        take_line(&m, &c, (struct str){text.p, n});
        text = str_skip(text, n < text.n ? n + 1 : n);
    }
    cells_text(&c, &out);
    buf_done(&out);
    cells_done(&c);
    monit_done(&m);
    return 0;
}
