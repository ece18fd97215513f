#!/usr/bin/env bash
# What a machine sees in our sources without running them:
#   packaging/lint.sh format          every C++ file is as clang-format writes it
#   packaging/lint.sh fix             writes them so
#   packaging/lint.sh tidy [COMMIT]   clang-tidy 19 over the files that differ from where the branch left main, or from
#                                     COMMIT; on main itself, over what its last commit brought
#   packaging/lint.sh gate            format, then tidy as far as it comes in five minutes: a finding fails, and what it could
#                                     not do (no clang-tidy 19, no main to compare with, files left) is said and does not
# Installs what is missing. tidy reads by the compile commands of build/release, which it configures and does not build.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Minutes; what has not been read by then fails, but for the gate, which a long branch must pass, too.
tidy_limit_min=20
gate_limit_min=5

# Those that are there: a file may be gone and still known to git.
sources() {
    (cd "$project_root" && git ls-files --cached --others --exclude-standard -- '*.cpp' '*.h' |
        while read -r file; do if [ -f "$file" ]; then printf '%s\n' "$file"; fi; done)
}

# The commit that the work at hand set out from.
merge_base() {
    local main base head
    head="$(git -C "$project_root" rev-parse HEAD)"
    for main in origin/main main; do
        base="$(git -C "$project_root" merge-base "$main" HEAD 2>/dev/null)" || continue
        if [ "$base" = "$head" ]; then base="$(git -C "$project_root" rev-parse --verify -q 'HEAD^')" || continue; fi
        printf '%s\n' "$base"
        return 0
    done
    return 1
}

# Sources that see LibTorch, by an include of their own, of a header of ours, or of their target's precompiled header. clang
# 19 rejects the headers of Debian's LibTorch in C++23 (a std::vector of a type that is not complete, which g++ allows), and
# a minute and a half would go into each: they are not tidied.
sees_torch() {
    git -C "$project_root" ls-files -- core/inference/module core/explain
    git -C "$project_root" grep -E '^#include' -- '*.h' '*.cpp' | awk '
        { file = substr($1, 1, index($1, ":") - 1) }
        $2 ~ /^<(torch|ATen|c10)\// { seen[file] = 1 }
        $2 ~ /^"/ { from[++count] = file; to[count] = substr($2, 2, length($2) - 2) }
        END {
            do {
                more = 0
                for (i = 1; i <= count; ++i) {
                    if (to[i] in seen && !(from[i] in seen)) { seen[from[i]] = 1; more = 1 }
                }
            } while (more)
            for (file in seen) print file
        }'
}

# The .cpp whose compilation shows a header: the one beside it, or the first that includes it.
seen_through() {
    local header="$1"
    if [ -f "$project_root/${header%.h}.cpp" ]; then
        printf '%s\n' "${header%.h}.cpp"
    else
        git -C "$project_root" grep -lF "#include \"$header\"" -- '*.cpp' | grep -vxF "$torch_sources" | head -n 1 || true
    fi
}

check_format() {
    local wrong
    wrong="$(cd "$project_root" && sources | xargs -d '\n' -n 50 -P "$(nproc)" clang-format --dry-run -Werror 2>&1)" || {
        grep -oE '^[^ :]+:[0-9]+:[0-9]+: error' <<<"$wrong" | sort -u -t: -k1,1 >&2 || printf '%s\n' "$wrong" >&2
        die "these files are not as clang-format writes them; packaging/lint.sh fix does it"
    }
    say "Every source is as clang-format writes it"
}

# tidy LIMIT_MIN [COMMIT]
tidy() {
    local limit_min="$1" base="${2:-}"
    [ -n "$base" ] || base="$(merge_base)" ||
        die "there is no branch main to compare with; name a commit: packaging/lint.sh tidy COMMIT"
    git -C "$project_root" cat-file -e "$base^{commit}" 2>/dev/null || die "there is no commit \"$base\""
    local changed units torch_sources torch
    torch_sources="$(sees_torch)"
    changed="$({
        git -C "$project_root" diff --name-only --diff-filter=d "$base" -- '*.cpp' '*.h'
        git -C "$project_root" ls-files --others --exclude-standard -- '*.cpp' '*.h'
    } | sort -u)"
    units="$(while read -r file; do
        case "$file" in
            *.h) seen_through "$file" ;;
            ?*) printf '%s\n' "$file" ;;
        esac
    done <<<"$changed" | sort -u)"
    torch="$(grep -cxF "$torch_sources" <<<"$units" || true)"
    if [ "$torch" -gt 0 ]; then say "$torch files include LibTorch, whose headers clang cannot read: not tidied"; fi
    # What no preset compiles (the fuzzers, the trainer that stands alone) has no command to read it by.
    units="$(grep -vxF "$torch_sources" <<<"$units" | while read -r file; do
        if [ -n "$file" ] && grep -qF "/$file\"" "$project_root/build/release/compile_commands.json"; then
            printf '%s\n' "$file"
        fi
    done || true)"
    [ -n "$units" ] || { say "No file to tidy differs from ${base:0:12}"; return 0; }

    local work log="$project_root/build/tidy.log"
    work="$(mktemp -d)"
    say "clang-tidy reads $(wc -l <<<"$units") files that differ from ${base:0:12} (what it says: $log)"
    # The compile commands are g++'s: clang knows neither its precompiled headers nor all of its warnings, whose own run
    # the build was.
    local command=(clang-tidy-19 --quiet -p "$project_root/build/release" --extra-arg=-Wno-unknown-warning-option
        --extra-arg=-Wno-ignored-gch --extra-arg=-Wno-error --extra-arg=-Wno-everything)
    local outcome=0
    # A file counts as read when clang-tidy ends by itself; its findings stand in a file of its own until all are there.
    (cd "$project_root" && timeout "$((limit_min * 60))" xargs -d '\n' -n 1 -P "$(build_jobs)" \
        bash -c 'file="${!#}"; name="${file//\//+}"; work="$1"; shift
            "$@" >"$work/$name.log" 2>/dev/null && : >"$work/$name.fine"; : >"$work/$name.read"' tidy "$work" \
        "${command[@]}" <<<"$units") || outcome=$?
    cat "$work"/*.log >"$log" 2>/dev/null || true
    local read fine all
    all="$(wc -l <<<"$units")"
    read="$(find "$work" -name '*.read' | wc -l)"
    fine="$(find "$work" -name '*.fine' | wc -l)"
    rm -rf "$work"
    grep -E ': (warning|error): ' "$log" | sort -u >&2 || true
    # xargs passes on a file that was rejected as 123; 124 is the end of the time.
    [ "$outcome" -ne 124 ] || [ "$what" = gate ] ||
        die "clang-tidy had read $read of $all files after $limit_min minutes; name a later COMMIT"
    [ "$fine" -eq "$read" ] || die "clang-tidy rejects $((read - fine)) of $read files"
    if [ "$read" -lt "$all" ]; then
        say "clang-tidy rejects none of $read files; the other $((all - read)) it had no time for (packaging/lint.sh tidy)"
    else
        say "clang-tidy has read $all files and rejects none"
    fi
}

[ "$#" -gt 0 ] || die "say what: format, fix or tidy"
what="$1"
shift
mkdir -p "$project_root/build" 2>/dev/null || die "cannot write to $project_root/build"
git -C "$project_root" rev-parse --git-dir >/dev/null 2>&1 || die "this is no checkout of git, which knows our files"
case "$what" in
    format | fix | gate) packages=(clang-format) ;;
    tidy) packages+=(clang-tidy-19) ;;
    *) die "there is no \"$what\"; choose format, fix, tidy or gate" ;;
esac
install_packages
case "$what" in
    format) check_format ;;
    fix) (cd "$project_root" && sources | xargs -d '\n' clang-format -i) ;;
    tidy)
        configure release
        tidy "$tidy_limit_min" "$@"
        ;;
    gate)
        check_format
        if ! (packages=(clang-tidy-19) && install_packages) >/dev/null 2>&1 || ! command -v clang-tidy-19 >/dev/null; then
            say "clang-tidy 19 cannot be had here: nothing is tidied"
        elif ! base="$(merge_base)"; then
            say "No commit is known here to compare with: nothing is tidied"
        else
            configure release
            tidy "$gate_limit_min" "$base"
        fi
        ;;
esac
