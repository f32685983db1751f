/* The beginning of an answer: however it is cut into pieces, what is decided stays decided. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/core/http_status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Byte by byte it comes to the same as in one piece: never to an interim status. */
static int look_at_answer(struct str all) {
    struct http_answer whole = {0}, cut = {0};
    int in_one = http_answer_read(&whole, all), status = HTTP_STATUS_MORE;
    for (size_t i = 0; i < all.n && status == HTTP_STATUS_MORE; i++)
        status = http_answer_read(&cut, (struct str){all.p + i, 1});
    if (status != in_one || status < HTTP_STATUS_BAD || status > 999 ||
        (status > 0 && status < 200 && status != 101))
        abort();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    int decided = HTTP_STATUS_MORE;
    for (size_t n = 0; n <= size; n++) {
        int status = http_status_read((struct str){text, n});
        if (status > 0 ? status < 100 || status > 999 : status < HTTP_STATUS_BAD)
            abort();
        if (decided != HTTP_STATUS_MORE && status != decided)
            abort();
        if (status == HTTP_STATUS_MORE && n >= HTTP_STATUS_BYTES)
            abort();
        decided = status;
    }
    return look_at_answer((struct str){text, size});
}
