/* Telling the service manager that started us how we are. Source: sd_notify(3). */
#pragma once

/* Sends the text ("READY=1") to the datagram socket of that name (NOTIFY_SOCKET; a leading '@' is an
 * abstract one). Nobody is told where it fails: nobody could help. */
void os_notify(const char *socket_name, const char *text);
