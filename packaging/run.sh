#!/usr/bin/env bash
# Installs what is missing, builds, and opens the window on FILE or on a made-up sample:
#   packaging/run.sh [FILE] [options of triptych]
# Without a display the window is drawn offscreen, and where its picture lies is printed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

set_up release triptych triptych-cli triptych_inference_module
window="$project_root/build/release/bin/triptych"

arguments=("$@")
if [ "$#" -eq 0 ] || [[ "$1" == --* ]]; then arguments=(--sample "$@"); fi

# A display is there, or the caller asks for a picture: the window does the rest.
if [[ " ${arguments[*]} " == *" --screenshot"* ]] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    exec "$window" "${arguments[@]}"
fi

picture="$project_root/build/triptych.png"
QT_QPA_PLATFORM=offscreen "$window" "${arguments[@]}" --size 1600x900 --screenshot "$picture" ||
    die "the window could not be drawn without a display"
say "There is no display: the window was drawn offscreen."
printf '%s\n' "$picture"
