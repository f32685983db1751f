/* Memory of our own. */
#pragma once

/* Gives back what was needed once: free memory of malloc, and the pages of programs and libraries,
 * which come back from the page cache when they are run again, a few dozen page faults. For a process
 * that is about to wait for long. */
void os_memory_trim(void);
