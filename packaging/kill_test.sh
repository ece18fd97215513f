#!/usr/bin/env bash
# kill_test.sh [LIVES] [none|full-disk|two-windows|read-only] [RECORD]: presses keys in the real window and kills it at random
# moments, LIVES times (500), on a copy of RECORD (a made-up one); after each death every label that had been painted as saved
# must stand in the project, and every new window must begin with just those. Installs and builds what is missing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

lives="${1:-500}"
[[ "$lives" =~ ^[0-9]+$ ]] || die "\"$lives\" is no number of lives"
trouble="${2:-none}"
case "$trouble" in
    none | full-disk | two-windows | read-only) ;;
    *) die "there is no trouble \"$trouble\"; choose none, full-disk, two-windows or read-only" ;;
esac

set_up release triptych kill_story
exec "$project_root/build/release/bin/kill_story" "$project_root/build/release/bin/triptych" "$lives" "$trouble" "${@:3}"
