/* ecort look-up: the helper that finds the host of a health check. Not for people. Prints addresses, one
 * per line, or "!" and why there are none. */
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "runtime/os/connect.h"

enum { PATIENCE_S = 10 }; /* nobody waits longer, and nobody ends us */

static int run(struct cli *cli) {
    struct os_endpoint at[OS_ENDPOINTS_MOST];
    struct buf text = {0};
    const char *why;
    (void)alarm(PATIENCE_S);
    unsigned n = os_endpoints_look_up(cli->words[0], at, &why);
    if (n == 0)
        buf_fmt(&text, "!%s\n", why);
    for (unsigned i = 0; i < n; i++) {
        char ip[OS_ENDPOINT_TEXT_BYTES];
        os_endpoint_ip(&at[i], ip);
        buf_fmt(&text, "%s\n", ip);
    }
    return cli_out(cli, &text);
}

const struct cli_command cli_look_up = {
    .name = "look-up",
    .arguments = "HOST",
    .summary = "Finds the addresses of a host; the supervisor runs it.",
    .details = "  ecort look-up ...\n",
    .is_hidden = true,
    .min_words = 1,
    .max_words = 1,
    .run = run,
};
