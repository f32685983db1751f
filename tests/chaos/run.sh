#!/bin/sh
# chaos/run.sh BUILD: the chaos test, in a mount namespace of its own where that is permitted (for a home that can be full).
here=$(dirname "$0")
if unshare -m true 2>/dev/null; then
    CHAOS_OWN_MOUNTS=1 exec unshare -m node "$here/chaos.js" "$1"
fi
exec node "$here/chaos.js" "$1"
