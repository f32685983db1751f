/* Addresses: what is taken is written and taken again as the same. */
#include <stdbool.h>
#include <stdlib.h>

#include "schema/unit/listen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct listen_address address, again;
    const char *why = NULL;
    char text[LISTEN_TEXT_BYTES];
    if (!listen_parse((struct str){(const char *)data, n}, &address, &why)) {
        require(why);
        return 0;
    }
    listen_text(&address, text);
    require(listen_parse(str_of(text), &again, &why));
    require(listen_same(&address, &again));
    return 0;
}
