#!/usr/bin/env bash
# Installs what is missing, builds, and opens the window on FILE or on a made-up sample:
#   packaging/run.sh [FILE] [options of triptych]
# Without a display the window is drawn offscreen, and where its picture lies is printed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

set_up release triptych triptych-cli
binaries="$project_root/build/release/bin"

arguments=("$@")
if [ "$#" -eq 0 ] || [[ "$1" == --* ]]; then
    sample="$project_root/build/sample"
    if [ ! -e "$sample/sample.hea" ]; then
        mkdir -p "$sample"
        "$binaries/triptych-cli" synth --out "$sample" --name sample --duration 120 >/dev/null
    fi
    arguments=("$sample/sample.hea" "$@")
fi

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    exec "$binaries/triptych" "${arguments[@]}"
fi

picture="$project_root/build/triptych.png"
QT_QPA_PLATFORM=offscreen "$binaries/triptych" "${arguments[@]}" --size 1600x900 --screenshot "$picture" ||
    die "the window could not be drawn without a display"
say "There is no display: the window was drawn offscreen."
printf '%s\n' "$picture"
