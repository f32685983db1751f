/* Reading what is there. */
#include "runtime/ctl/talk.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/ctl/socket.h"

enum { LINE_MOST_BYTES = 64 * 1024 * 1024 };

enum ctl_answer ctl_talk_open(struct ctl_talk *talk, const char *home,
                              const struct ctl_request *request, struct err *err) {
    *talk = (struct ctl_talk){.fd = -1};
    enum ctl_connect connected = ctl_socket_connect(home, &talk->fd, err);
    if (connected != CTL_CONNECTED)
        return connected == CTL_NOBODY ? CTL_NO_SUPERVISOR : CTL_TROUBLE;
    ctl_request_write(&talk->out, request);
    if (!talk->out.failed)
        return CTL_ANSWER;
    ctl_talk_close(talk);
    (void)err_set(err, "out of memory");
    return CTL_TROUBLE;
}

void ctl_talk_close(struct ctl_talk *talk) {
    if (talk->fd >= 0)
        (void)close(talk->fd);
    buf_done(&talk->in);
    buf_done(&talk->out);
    *talk = (struct ctl_talk){.fd = -1};
}

/* Takes what has come. 1: something; 0: nothing yet; -1 with err. */
static int receive(struct ctl_talk *talk, struct err *err) {
    char chunk[16384];
    ssize_t n;
    do
        n = recv(talk->fd, chunk, sizeof chunk, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno == EAGAIN)
        return 0;
    if (n < 0)
        return err_sys(err, "the supervisor's answer");
    if (n == 0)
        return err_set(err, "the supervisor closed the connection");
    buf_add(&talk->in, chunk, (size_t)n);
    if (talk->in.failed || talk->in.n > LINE_MOST_BYTES)
        return err_set(err, "the supervisor's answer is too large");
    return 1;
}

/* A request is small enough for the socket's own buffer, so this does not wait. */
static int send_request(struct ctl_talk *talk, struct err *err) {
    ssize_t n = send(talk->fd, talk->out.p, talk->out.n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0)
        return err_sys(err, "the supervisor does not listen");
    if ((size_t)n < talk->out.n)
        return err_set(err, "the supervisor does not listen");
    buf_done(&talk->out);
    return 0;
}

/* 1: a line, which is consumed when it has been parsed; 0: none yet; -1 with err. */
static int next_line(struct ctl_talk *talk, struct str *line, struct err *err) {
    size_t looked = 0;
    for (;;) {
        struct str fresh = {talk->in.p + looked, talk->in.n - looked};
        size_t n = talk->in.n ? str_index(fresh, '\n') : fresh.n;
        if (n < fresh.n) {
            *line = (struct str){talk->in.p, looked + n};
            return 1;
        }
        looked = talk->in.n;
        int rc = receive(talk, err);
        if (rc <= 0)
            return rc;
    }
}

enum ctl_heard ctl_talk_next(struct ctl_talk *talk, struct json_in **line,
                             const struct json_in **said, struct err *err) {
    struct str text;
    *line = NULL;
    int rc = next_line(talk, &text, err);
    if (rc == 1 && !talk->is_greeted) {
        rc = ctl_check_greeting(text, err) < 0 || send_request(talk, err) < 0 ? -1 : 0;
        talk->is_greeted = true;
        buf_consume(&talk->in, text.n + 1);
        if (rc == 0)
            return ctl_talk_next(talk, line, said, err);
    }
    if (rc <= 0)
        return rc < 0 ? CTL_HEARD_END : CTL_HEARD_NOTHING;
    rc = json_in_parse(text, line, err);
    buf_consume(&talk->in, text.n + 1);
    if (rc < 0)
        return CTL_HEARD_END;
    const struct json_in *progress = json_in_get(*line, "progress");
    *said = progress ? progress : *line;
    return progress ? CTL_HEARD_PROGRESS : CTL_HEARD_REPLY;
}
