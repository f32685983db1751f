/* The settings of a home: any bytes give settings that rotation can be made of, or a reason. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/settings.h"
#include "schema/unit/date_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct settings settings;
    struct log_defaults d;
    struct err err = {0};
    struct arena a;
    arena_init_may_fail(&a, 1 << 20);
    int rc = setting_parse((struct str){(const char *)data, size}, &a, &settings, &err);
    if (rc < 0 && err.msg[0] == 0)
        abort();
    setting_rotation(&settings, &d);
    if (d.is_on && (!date_format_is_valid(d.rotation.stamp) || d.rotation.max_bytes < 0))
        abort();
    arena_done(&a);
    return 0;
}
