/* What a supervisor that takes over has to know of the one before: which sockets there are, and how
 * far each worker is. One line of JSON. The descriptors themselves come from the keeper. */
#pragma once

#include "runtime/cluster/cluster.h"

void cluster_write_record(const struct cluster *cluster, struct buf *out);

/* The descriptor of a listener, which becomes the cluster's; -1 where it is not there any more. */
typedef int cluster_fd_of(void *ctx, unsigned listener);

/* Makes the pools and their sockets again. A pool lives from then on by who holds it: call
 * cluster_drop_unheld when all do. What makes no sense is left out. */
void cluster_read_record(struct cluster *cluster, struct str record, cluster_fd_of *fd_of,
                         void *ctx);
void cluster_drop_unheld(struct cluster *cluster);

/* Opens the worker as the record has it under `start->tag`; as a new one where it is not there. As
 * cluster_worker_open. */
int cluster_worker_resume(struct cluster_worker *worker, struct cluster *cluster,
                          const struct cluster_start *start, struct str record);
