/* Error lines. */
#include "schema/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *err, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
    err->sys = 0;
    return -1;
}

int err_sys(struct err *err, const char *fmt, ...) {
    int sys = errno;
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
    size_t n = strlen(err->msg);
    (void)snprintf(err->msg + n, sizeof err->msg - n, ": %s", strerror(sys));
    err->sys = sys;
    return -1;
}

int err_wrap(struct err *err, const char *fmt, ...) {
    char inner[sizeof err->msg];
    memcpy(inner, err->msg, sizeof inner);
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
    size_t n = strlen(err->msg);
    (void)snprintf(err->msg + n, sizeof err->msg - n, ": %.400s", inner);
    return -1;
}
