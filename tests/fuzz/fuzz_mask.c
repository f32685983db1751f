/* Masking: any bytes. */
#include <stdint.h>
#include <stdlib.h>

#include "compiler/diff_mask.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a;
    struct str list[] = {STR("A*"), STR("env.[a-z]*")};
    struct mask_names names = {list, ARRAY_LEN(list)};
    arena_init(&a, 0);
    struct str text = arena_str(&a, (struct str){(const char *)data, size});
    size_t half = size / 2;
    struct str left = {text.p, half}, right = str_skip(text, half);
    (void)mask_is_name(&names, left, right, text);
    (void)mask_is_flag(text);
    (void)mask_is_value(text);
    struct str shown = mask_inside(&a, text);
    (void)mask_inside(&a, shown);
    arena_done(&a);
    return 0;
}
