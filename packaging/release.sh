#!/usr/bin/env bash
# What a release must pass, one after the other: every test in the release build and under both sanitizers, and the
# fuzzers of the file readers over their seeds and for five seconds each. Installs what is missing on Debian 12. A stage
# that fails does not keep the next from running; a table of counts closes the run, and only a whole one ends with 0.
#   packaging/release.sh [release] [asan] [tsan] [fuzz]     (all of them when none is named)
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

every_stage=(release asan tsan fuzz)
stages=("$@")
if [ "$#" -eq 0 ]; then stages=("${every_stage[@]}"); fi
for stage in "${stages[@]}"; do
    [[ " ${every_stage[*]} " == *" $stage "* ]] || die "there is no stage \"$stage\"; choose of: ${every_stage[*]}"
done
steady_addresses "$@"

# A release compiles without a warning.
export TRIPTYCH_WARNINGS_AS_ERRORS=ON
packages+=("${fuzz_packages[@]}")
mkdir -p "$project_root/build" 2>/dev/null || die "cannot write to $project_root/build"
install_packages
jobs="$(build_jobs)"

# counted REPORT ATTRIBUTE: one of the numbers that open ctest's report.
counted() { grep -m 1 -oP "\b$2=\"\K[0-9]+" "$1"; }

# span SECONDS: "7 min 5 s"
span() {
    if [ "$1" -ge 60 ]; then printf '%d min %d s' $(($1 / 60)) $(($1 % 60)); else printf '%d s' "$1"; fi
}

# In a shell of its own: what dies in it ends one stage. Leaves times and ctest's report in build/STAGE.
pass_stage() {
    local stage="$1" folder="$project_root/build/$1" started="$SECONDS"
    rm -f "$folder"/release.{build,tests,xml}
    say "== $stage"
    configure_and_build "$stage"
    printf '%s\n' "$((SECONDS - started))" >"$folder/release.build"
    started="$SECONDS"
    say "Testing $stage (what the tests say: $folder/release.log)"
    local outcome=0
    (cd "$project_root" && ctest --preset "$stage" -j "$jobs" --output-junit "$folder/release.xml") \
        >"$folder/release.log" 2>&1 </dev/null || outcome=$?
    printf '%s\n' "$((SECONDS - started))" >"$folder/release.tests"
    if [ "$outcome" -ne 0 ]; then sed -n '/^The following tests FAILED:/,$p' "$folder/release.log" >&2; fi
    return "$outcome"
}

rows=()
failed=0
for stage in "${stages[@]}"; do
    verdict=passed
    (pass_stage "$stage") || { verdict=FAILED failed=$((failed + 1)); }
    folder="$project_root/build/$stage"
    if [ -f "$folder/release.xml" ]; then
        all="$(counted "$folder/release.xml" tests)"
        bad="$(counted "$folder/release.xml" failures)"
        skipped="$(counted "$folder/release.xml" skipped)"
        rows+=("$(printf '%-8s %-7s %6s %6s %7s   %-13s %s' "$stage" "$verdict" "$((all - bad - skipped))" "$bad" \
            "$skipped" "$(span "$(cat "$folder/release.build")")" "$(span "$(cat "$folder/release.tests")")")")
    elif [ -f "$folder/release.build" ]; then
        rows+=("$(printf '%-8s %-7s the tests could not be run' "$stage" "$verdict")")
    else
        rows+=("$(printf '%-8s %-7s the build failed' "$stage" "$verdict")")
    fi
done

printf '\n%-8s %-7s %6s %6s %7s   %-13s %s\n' stage verdict passed failed skipped build tests
printf '%s\n' "${rows[@]}"
[ "$failed" -eq 0 ] || die "$failed of ${#stages[@]} stages failed"
