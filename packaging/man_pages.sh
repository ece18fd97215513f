#!/usr/bin/env bash
# man_pages.sh WINDOW CLI VERSION FOLDER: writes a manual page of the window, of triptych-cli and of each of its commands
# into FOLDER/man1, from what they say of themselves by --help. Run by the build, where help2man is installed.
set -euo pipefail

window="$1"
cli="$2"
version="$3"
folder="$4"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8

# "  name   What it does" under "Commands:" of a help text on standard input, as "name What it does".
commands() { sed -nE '/^(Subc|C)ommands:/,/^$/ s/^  ([a-z][a-z0-9-]*) +(.*)/\1 \2/p'; }

# page NAME WHAT_IT_DOES SEE_ALSO PROGRAM [COMMAND...]
page() {
    local name="$1" what="$2" see_also="$3"
    shift 3
    # help2man asks a program; ours tells it what the real one says, with a prompt before each example, so that they stay
    # on lines of their own.
    "$@" --help | sed -e '/^Examples:/,/^[^ E]/ s/^  /  $ /' -e 's/^Subcommands:/Commands:/' >"$scratch/help"
    printf '#!/bin/sh\ncat "%s"\n' "$scratch/help" >"$scratch/$name"
    chmod +x "$scratch/$name"
    printf '[see also]\n%s\n' "$see_also" >"$scratch/include"
    help2man --no-info --no-discard-stderr --section=1 --manual=Triptych --source="Triptych $version" \
        --version-string="$name $version" --name="$what" --include="$scratch/include" "$scratch/$name" |
        gzip -9n >"$scratch/man1/$name.1.gz"
}

mkdir "$scratch/man1"
page triptych "read ECG recordings with a model at the reader's side" ".BR triptych-cli (1)" "$window"
all=".BR triptych (1)"
while read -r command what; do
    page "triptych-cli-$command" "${what,}" ".BR triptych-cli (1)" "$cli" "$command"
    all+=$',\n'".BR triptych-cli-$command (1)"
done < <("$cli" --help | commands)
page triptych-cli "read ECG recordings in the terminal" "$all" "$cli"

# A command that is gone has no page.
rm -rf "$folder/man1"
mkdir -p "$folder"
mv "$scratch/man1" "$folder/man1"
