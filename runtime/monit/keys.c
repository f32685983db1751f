/* Keys, by mode. */
#include "runtime/monit/keys.h"

#include <string.h>

#include "schema/base/utf8.h"

enum { CTRL_C = 3, CTRL_U = 21 };

/* ---- logs -------------------------------------------------------------------------------------- */

/* So far back that the oldest line that is seen now becomes the newest. */
static void look_back(struct monit *m, unsigned rows) {
    uint64_t before = m->until_seq ? m->until_seq + 1 : UINT64_MAX;
    struct monit_shown_line shown;
    unsigned n = 0;
    for (; n < rows && monit_line_before(m, before, &shown); n++)
        before = shown.line->seq;
    if (n == rows && monit_line_before(m, before, &shown))
        m->until_seq = before;
}

static void look_on(struct monit *m, unsigned rows) {
    struct monit_shown_line shown;
    for (unsigned n = 1; m->until_seq && n < rows; n++) {
        if (monit_line_after(m, m->until_seq, &shown))
            m->until_seq = shown.line->seq;
        else
            m->until_seq = 0;
    }
}

/* ---- modes ------------------------------------------------------------------------------------- */

static void drop_last_character(char *text) {
    size_t n = strlen(text);
    while (n && ((unsigned char)text[n - 1] & 0xc0) == 0x80)
        n--;
    text[n ? n - 1 : 0] = 0;
}

static void filter_key(struct monit *m, uint32_t key) {
    char bytes[4];
    size_t n = strlen(m->filter);
    m->until_seq = 0;
    if (key == KEY_OF_ENTER || key == KEY_OF_UP || key == KEY_OF_DOWN) {
        m->mode = MONIT_NORMAL;
    } else if (key == KEY_OF_ESCAPE) {
        m->filter[0] = 0;
        m->mode = MONIT_NORMAL;
    } else if (key == KEY_OF_BACKSPACE || key == '\b') {
        drop_last_character(m->filter);
    } else if (key == CTRL_U) {
        m->filter[0] = 0;
    } else if (key >= ' ' && key < KEY_OF_UP) {
        size_t more = utf8_encode(key, bytes);
        if (n + more < sizeof m->filter) {
            memcpy(m->filter + n, bytes, more);
            m->filter[n + more] = 0;
        }
    }
}

/* What ends a process is asked first. */
static enum monit_act ask(struct monit *m, enum monit_act act) {
    const struct monit_inst *inst = monit_selected(m, NULL);
    if (!inst)
        return MONIT_NOTHING;
    m->mode = MONIT_ASKING;
    m->asked = act;
    m->selected = inst->id;
    return MONIT_NOTHING;
}

static enum monit_act act(struct monit *m, enum monit_act act) {
    return monit_selected(m, NULL) ? act : MONIT_NOTHING;
}

static void look_key(struct monit *m, uint32_t key, unsigned log_rows) {
    switch (key) {
    case 'k':
    case KEY_OF_UP:
        monit_move(m, -1);
        break;
    case 'j':
    case KEY_OF_DOWN:
        monit_move(m, 1);
        break;
    case 'g':
    case KEY_OF_HOME:
        monit_move(m, -(1 << 24));
        break;
    case 'G':
        monit_move(m, 1 << 24);
        break;
    case KEY_OF_PAGE_UP:
        look_back(m, log_rows);
        break;
    case KEY_OF_PAGE_DOWN:
        look_on(m, log_rows);
        break;
    case KEY_OF_END:
        m->until_seq = 0;
        break;
    case KEY_OF_ESCAPE:
        m->until_seq = 0;
        m->filter[0] = 0;
        break;
    case 'l':
        m->shows_all_logs = !m->shows_all_logs;
        m->until_seq = 0;
        break;
    case '/':
        m->mode = MONIT_FILTERING;
        break;
    case '?':
    case 'h':
        m->mode = MONIT_HELP;
        break;
    default:
        break;
    }
}

static enum monit_act normal_key(struct monit *m, uint32_t key, unsigned log_rows) {
    m->said[0] = 0;
    switch (key) {
    case 'q':
        return MONIT_QUIT;
    case 'r':
        return act(m, MONIT_RESTART);
    case 'R':
        return act(m, MONIT_RELOAD);
    case 'S':
        return act(m, MONIT_START);
    case '+':
        return act(m, MONIT_MORE);
    case 's':
        return ask(m, MONIT_STOP);
    case '-':
        return ask(m, MONIT_LESS);
    default:
        look_key(m, key, log_rows);
        return MONIT_NOTHING;
    }
}

enum monit_act monit_key(struct monit *m, uint32_t key, unsigned log_rows) {
    if (key == CTRL_C)
        return MONIT_QUIT;
    switch (m->mode) {
    case MONIT_FILTERING:
        filter_key(m, key);
        return MONIT_NOTHING;
    case MONIT_HELP:
        m->mode = MONIT_NORMAL;
        return key == 'q' ? MONIT_QUIT : MONIT_NOTHING;
    case MONIT_ASKING:
        m->mode = MONIT_NORMAL;
        return (key == 'y' || key == 'Y') && monit_is_asked(m) ? m->asked : MONIT_NOTHING;
    case MONIT_NORMAL:
        break;
    }
    return normal_key(m, key, log_rows);
}
