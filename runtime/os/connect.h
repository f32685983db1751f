/* Connections that we make. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/str.h"

struct os_endpoint {
    bool is_v6;
    unsigned char ip[16]; /* the first four where it is not */
};

enum { OS_ENDPOINTS_MOST = 2, OS_ENDPOINT_TEXT_BYTES = 64 };

/* What the host is without asking anybody: an address, with or without brackets, or localhost, which
 * is two. Their number; 0: it is a name. */
unsigned os_endpoints_of(struct str host, struct os_endpoint at[OS_ENDPOINTS_MOST]);

/* Asks whoever knows names on this machine, which may take long: for a helper, not for the
 * supervisor. Their number, 0 with *why where there are none. */
unsigned os_endpoints_look_up(const char *host, struct os_endpoint at[OS_ENDPOINTS_MOST],
                              const char **why);

/* "127.0.0.1", "::1": as os_endpoints_of takes it. */
void os_endpoint_ip(const struct os_endpoint *at, char text[OS_ENDPOINT_TEXT_BYTES]);

/* A socket on its way to there, non-blocking; it is ready for writing when that is decided. -1 with
 * errno. */
int os_connect(const struct os_endpoint *at, uint16_t port);
/* What was decided: 0, or an errno. */
int os_connect_result(int fd);

/* Both ends of a TCP connection within the machine, non-blocking. -1 with errno. */
int os_connect_pair(int ends[2]);
