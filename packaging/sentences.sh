#!/usr/bin/env bash
# sentences.sh FILE.ts: writes every sentence of the programs for a translator, as Qt Linguist reads it: the core's and
# the command line's under the context "core", the window's beside them where Qt's lupdate is installed (Debian:
# qt6-l10n-tools). A FILE.ts that exists keeps what is translated in it, if lupdate is there.
set -euo pipefail

die() {
    printf 'sentences.sh: %s\n' "$1" >&2
    exit 1
}

[[ $# -eq 1 && "$1" == *.ts ]] || die "name one file to write, which ends in .ts"
root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 "$root/packaging/sentences.py" >"$scratch/core.ts"

lupdate="$(command -v lupdate || true)"
for place in /usr/lib/qt6/bin/lupdate /usr/lib/x86_64-linux-gnu/qt6/bin/lupdate; do
    [[ -n "$lupdate" || ! -x "$place" ]] || lupdate="$place"
done
if [[ -z "$lupdate" ]]; then
    [[ ! -e "$1" ]] || die "$1 exists, and without lupdate what is translated in it would be lost: install qt6-l10n-tools"
    cp "$scratch/core.ts" "$1"
    printf '%s has no sentences of the window: install qt6-l10n-tools for lupdate.\n' "$1" >&2
    exit 0
fi
"$lupdate" -silent "$root/ui" -ts "$scratch/window.ts"
join="$(dirname "$lupdate")/lconvert"
if [[ -e "$1" ]]; then
    # The first file's translations win over what is empty in the others.
    "$join" -i "$scratch/core.ts" "$scratch/window.ts" "$1" -o "$scratch/all.ts"
else
    "$join" -i "$scratch/core.ts" "$scratch/window.ts" -o "$scratch/all.ts"
fi
cp "$scratch/all.ts" "$1"
