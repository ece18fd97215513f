#!/usr/bin/env bash
# fuzz.sh [SECONDS] [READER]: runs the fuzzers of whatever reads files, each for so many seconds (60), or one of them alone.
# Installs clang 19 where it is missing. What a fuzzer learns is kept in build/fuzz/corpus, what it finds in
# build/fuzz/findings.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

seconds="${1:-60}"
reader="${2:-}"
[[ "$seconds" =~ ^[0-9]+$ ]] || die "\"$seconds\" is no number of seconds; usage: fuzz.sh [SECONDS] [READER]"

packages+=("${fuzz_packages[@]}")
set_up fuzz

build="$project_root/build/fuzz"
mkdir -p "$build/findings"
found=0
ran=0
for fuzzer in "$build"/bin/fuzz_*; do
    name="$(basename "$fuzzer")"
    name="${name#fuzz_}"
    [ -z "$reader" ] || [ "$reader" = "$name" ] || continue
    ran=$((ran + 1))
    mkdir -p "$build/corpus/$name"
    say "Fuzzing $name for $seconds s"
    log="$build/findings/$name.log"
    "$fuzzer" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=128 \
        -print_final_stats=1 -artifact_prefix="$build/findings/$name-" \
        "$build/corpus/$name" "$build/tests/fuzz/seeds/$name" >"$log" 2>&1 || {
        found=$((found + 1))
        say "$name: a finding; its input lies in $build/findings, its story in $log"
        grep -m 3 -E 'ERROR|SUMMARY|promise' "$log" >&2 || true
    }
    printf '%s: %s\n' "$name" "$(grep -E '^(stat::number_of_executed_units|Done)' "$log" | tail -1)"
done
[ "$ran" -gt 0 ] || die "there is no reader \"$reader\""
[ "$found" -eq 0 ] || die "$found of $ran readers have a finding"
