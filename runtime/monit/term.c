/* ncurses. */
#include "runtime/monit/term.h"

#include <langinfo.h>
#include <ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "runtime/monit/keys.h"

enum { ESCAPE_MS = 25 };

static void begin_colors(void) {
    static const short colors[LOOK_COLORS] = {
        [LOOK_GOOD] = COLOR_GREEN, [LOOK_WARN] = COLOR_YELLOW,    [LOOK_BAD] = COLOR_RED,
        [LOOK_CPU] = COLOR_CYAN,   [LOOK_MEMORY] = COLOR_MAGENTA,
    };
    if (start_color() == ERR)
        return;
    short background = use_default_colors() == OK ? -1 : COLOR_BLACK;
    for (short i = LOOK_PLAIN + 1; i < LOOK_COLORS; i++)
        (void)init_pair(i, colors[i], background);
}

/* Ctrl-C is a key, so that it leaves as q does; Ctrl-Z stays what it is. */
static void keep_interrupt(void) {
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) < 0)
        return;
    modes.c_cc[VINTR] = _POSIX_VDISABLE;
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    (void)def_prog_mode();
}

int term_open(bool wants_color, struct err *err) {
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(err, "monit needs a terminal; ecort list tells the same as text");
    if (!name || !newterm(NULL, stdout, stdin))
        return err_set(err, "TERM is \"%s\", a terminal that is not known; ecort list needs none",
                       name ? name : "");
    if (!tigetstr("cup") || tigetstr("cup") == (char *)-1) { /* the library's word for no string */
        term_close();
        return err_set(err, "TERM is \"%s\", which cannot place a cursor; ecort list needs not",
                       name);
    }
    (void)cbreak();
    (void)noecho();
    (void)keypad(stdscr, TRUE);
    (void)nodelay(stdscr, TRUE);
    (void)curs_set(0);
    (void)set_escdelay(ESCAPE_MS);
    if (wants_color && has_colors())
        begin_colors();
    keep_interrupt();
    return 0;
}

void term_close(void) {
    (void)endwin();
}

bool term_is_ascii(void) {
    return strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

void term_size(unsigned *width, unsigned *height) {
    int rows, columns;
    getmaxyx(stdscr, rows, columns);
    *width = columns > 0 ? (unsigned)columns : 0;
    *height = rows > 0 ? (unsigned)rows : 0;
}

static uint32_t special_key(wint_t key) {
    static const struct {
        wint_t theirs;
        uint32_t ours;
    } keys[] = {
        {KEY_UP, KEY_OF_UP},       {KEY_DOWN, KEY_OF_DOWN},           {KEY_PPAGE, KEY_OF_PAGE_UP},
        {KEY_HOME, KEY_OF_HOME},   {KEY_NPAGE, KEY_OF_PAGE_DOWN},     {KEY_END, KEY_OF_END},
        {KEY_ENTER, KEY_OF_ENTER}, {KEY_BACKSPACE, KEY_OF_BACKSPACE},
    };
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (keys[i].theirs == key)
            return keys[i].ours;
    return KEY_OF_OTHER;
}

bool term_key(uint32_t *key) {
    wint_t got;
    int rc = get_wch(&got);
    if (rc == ERR)
        return false;
    *key = rc == KEY_CODE_YES ? special_key(got) : got == '\r' ? KEY_OF_ENTER : (uint32_t)got;
    return true;
}

static attr_t attributes_of(unsigned look) {
    attr_t a = A_NORMAL;
    a |= look & LOOK_BOLD ? A_BOLD : 0;
    a |= look & LOOK_DIM ? A_DIM : 0;
    a |= look & LOOK_REVERSE ? A_REVERSE : 0;
    return a;
}

void term_show(const struct cells *c) {
    (void)erase();
    for (unsigned y = 0; y < c->height; y++)
        for (unsigned x = 0; x < c->width; x++) {
            const struct cell *cell = &c->at[(size_t)y * c->width + x];
            const wchar_t text[2] = {(wchar_t)cell->cp, 0};
            cchar_t shown;
            if (cell->cp == 0 || (cell->cp == ' ' && cell->look == LOOK_PLAIN))
                continue;
            if (setcchar(&shown, text, attributes_of(cell->look), (short)(cell->look & LOOK_COLOR),
                         NULL) == OK)
                (void)mvadd_wch((int)y, (int)x, &shown);
        }
    (void)refresh();
}
