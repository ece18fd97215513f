#!/usr/bin/env bash
# Installs what is missing, builds, and passes the tests:
#   packaging/test.sh [dev|release|asan|tsan] [options of ctest]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

arguments=("$@")
preset=release
if [ "$#" -gt 0 ] && [[ "$1" != -* ]]; then
    preset="$1"
    shift
fi
case "$preset" in
    dev | release) ;;
    asan | tsan) steady_addresses "${arguments[@]}" ;;
    *) die "there is no preset \"$preset\"; choose dev, release, asan or tsan" ;;
esac

set_up "$preset"
cd "$project_root"
exec ctest --preset "$preset" --output-on-failure -j2 "$@"
