/* Addresses to listen on, as the option `listen` takes them:
 *
 *   8080  *:8080          TCP, every address of the machine, IPv4 and IPv6
 *   127.0.0.1:8080        TCP, IPv4
 *   [::1]:8080            TCP, IPv6
 *   unix:/run/x.sock      a stream socket in the file system; unix:@name in the abstract name space
 *   udp:...               any of the first three, UDP
 *
 * Host names are not taken: what they mean differs by machine and by moment. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/str.h"

enum listen_kind { LISTEN_TCP, LISTEN_UDP, LISTEN_UNIX };
enum listen_family { LISTEN_ANY, LISTEN_V4, LISTEN_V6 }; /* ANY: both, all addresses */

enum { LISTEN_PATH_BYTES = 108, LISTEN_TEXT_BYTES = 128, LISTEN_ADDRESSES_MOST = 16 };

struct listen_address {
    enum listen_kind kind;
    enum listen_family family; /* not of LISTEN_UNIX */
    unsigned char ip[16];      /* the first four of LISTEN_V4 */
    uint16_t port;
    char path[LISTEN_PATH_BYTES]; /* of LISTEN_UNIX; "@..." is abstract */
};

/* False with *why, a literal: what is wrong ("the port is not a number from 1 to 65535"). */
bool listen_parse(struct str text, struct listen_address *address, const char **why);

bool listen_same(const struct listen_address *a, const struct listen_address *b);

/* As listen_parse takes it. */
void listen_text(const struct listen_address *address, char out[LISTEN_TEXT_BYTES]);
