/* What a key does: it changes what is looked at, or asks for something. Pure. */
#pragma once

#include "runtime/monit/model.h"

/* Characters are themselves; these are beyond them. */
enum monit_key {
    KEY_OF_ENTER = '\n',
    KEY_OF_ESCAPE = 0x1b,
    KEY_OF_BACKSPACE = 0x7f,
    KEY_OF_UP = 0x110000,
    KEY_OF_DOWN,
    KEY_OF_PAGE_UP,
    KEY_OF_PAGE_DOWN,
    KEY_OF_HOME,
    KEY_OF_END,
    KEY_OF_OTHER, /* means nothing here */
};

/* `log_rows`: how many lines of logs are seen, for looking back. What is asked for is about
 * monit_selected. */
enum monit_act monit_key(struct monit *m, uint32_t key, unsigned log_rows);
