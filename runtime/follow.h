/* Who follows logs live, and where histories are.
 *
 * `logs` answers {"ok":true,"streams":[stream...]}; `follow` sends {"progress":{"streams":[...]}}
 * and then for each line {"progress":line}, until the client leaves. A stream, in the order out,
 * err of each instance:
 *   id name type ("out" "err")
 *   path     its file, null where it has none; several streams may share one
 *   device inode  of the file as text, null where there is none yet
 *   end      so many bytes of the file came before the first line that is sent
 *   json     whether its lines are JSON objects; stamp: the program of the date format before each
 *            line, null where there is none (JSON: its timestamp is ISO 8601)
 *   rotated  the program of the date in the names of rotated files, null where there are none
 * A line: {"id":0,"name":"api","type":"out","at":ms,"message":"..."}, "cut":true where more of it
 * follows. Bytes that are no UTF-8 are U+FFFD. Where the file ends inside a line the first line of
 * the stream goes on with it. Some lines have "from":{device inode end path}: this line and those of
 * its stream after it stand there in the file, without anything between ("framed": each piece of a
 * line that was cut has its own line end there). They are sent after they were written, so who was
 * cut off can go on from the file.
 *
 * Instances that come later are followed too where the targets mean them; their streams are not
 * announced.
 *
 * A follower has a queue of bounded size. What does not fit is dropped and counted, and the next
 * thing that it reads is {"progress":{"dropped":n}}. */
#pragma once

#include "runtime/sup.h"

/* Answers CTL_LOGS. */
void follow_streams(struct ctl_client *client, const struct inst_set *set);

/* Begins CTL_FOLLOW of the set; instances that come later and that the targets (none: all) mean then
 * join it. */
void follow_begin(struct sup *sup, struct ctl_client *client, const struct ctl_texts *targets,
                  const struct inst_set *set);

/* The client has read all that was sent: tells it what it missed meanwhile. */
void follow_drained(struct sup *sup, struct ctl_client *client);

/* The client is going. */
void follow_client_gone(struct sup *sup, const struct ctl_client *client);
