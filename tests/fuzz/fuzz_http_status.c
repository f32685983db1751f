/* The beginning of an answer: however it is cut into pieces, what is decided stays decided. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/core/http_status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    return 0;
}
