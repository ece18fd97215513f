#!/usr/bin/env bash
# Shared set-up of the scripts beside it: installs what is missing on Debian 12, configures and builds.
# To be sourced by a bash script; leaves the caller's working folder alone.
set -euo pipefail

project_root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

packages=(
    g++ cmake ninja-build pkgconf
    qt6-base-dev libqt6opengl6-dev qt6-charts-dev fonts-dejavu-core
    libtorch-dev libdnnl-dev libopenblas0-pthread libfftw3-dev
    libssl-dev nlohmann-json3-dev libcli11-dev libflac-dev libpugixml-dev libdcmtk-dev zlib1g-dev libzip-dev libpng-dev libjpeg-dev
    libhdf5-dev libmatio-dev
    libgtest-dev libgmock-dev libbenchmark-dev
    locales poppler-utils libsqlite3-dev xvfb xdotool x11-utils imagemagick dicom3tools help2man
)
fuzz_packages=(clang-19 libclang-rt-19-dev)  # packages of the preset fuzz alone

die() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

say() { printf '%s\n' "$1" >&2; }

# Runs a command with its output in a log; where it fails, shows the log's end and ends with a sentence.
logged() {
    local log="$1" sentence="$2"
    shift 2
    if "$@" >"$log" 2>&1 </dev/null; then return 0; fi
    tail -n 25 "$log" >&2
    die "$sentence; the whole log is $log"
}

missing_packages() {
    local known
    known="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)"
    local name
    for name in "${packages[@]}"; do
        grep -qxF "installed $name" <<<"$known" || printf '%s\n' "$name"
    done
}

# As root, by sudo without a question, or by sudo that may ask at a terminal.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        sudo "$@"
    fi
}

install_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        if ! command -v cmake >/dev/null || ! command -v ninja >/dev/null; then
            die "this is no Debian system; install the equivalents of: ${packages[*]}"
        fi
        return 0
    fi
    local missing
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -gt 0 ] || return 0

    local by_hand="apt-get install --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "packages are missing and there is no sudo; as root: $by_hand"
        sudo -n true 2>/dev/null || [ -t 0 ] || die "packages are missing and sudo asks for a password; run: sudo $by_hand"
    fi
    say "Installing ${#missing[@]} packages and what they need: ${missing[*]}"
    local log="$project_root/build/install.log"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq)
    # A foreign package source that fails must not stop us: only the installation itself decides.
    as_root "${apt[@]}" update >"$log" 2>&1 || say "apt-get update complained (see $log); going on"
    as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null || {
        tail -n 5 "$log" >&2
        die "the packages could not be installed: is there a network? The whole log is $log"
    }
}

# A file that includes LibTorch takes a gigabyte to compile: as many jobs as cores and memory allow.
build_jobs() {
    local cores memory_kb limit
    cores="$(nproc)"
    memory_kb="$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)"
    if limit="$(cat /sys/fs/cgroup/memory.max 2>/dev/null)" && [ "$limit" != max ]; then
        if [ $((limit / 1024)) -lt "$memory_kb" ]; then memory_kb=$((limit / 1024)); fi
    fi
    local by_memory=$((memory_kb / 1300000))
    if [ "$by_memory" -lt "$cores" ]; then cores="$by_memory"; fi
    if [ "$cores" -lt 1 ]; then cores=1; fi
    printf '%s\n' "$cores"
}

# steady_addresses "$@" of the script: starts it again with addresses that the sanitizers of g++ 12 can live with, where
# the kernel scatters programs more widely than Debian 12's does (28 bits): there a program now and then lies where a
# sanitizer keeps its own, and ends before main. A built program is asked for its tests, so that the build needs it, too.
steady_addresses() {
    local bits
    bits="$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || printf '28\n')"
    [ "$bits" -gt 28 ] || return 0
    # ADDR_NO_RANDOMIZE: we are started again, or our caller chose it.
    [ $((0x$(cat /proc/self/personality 2>/dev/null || printf '0\n') & 0x40000)) -eq 0 ] || return 0
    setarch "$(uname -m)" -R true 2>/dev/null ||
        die "the sanitizers need addresses of 28 random bits; as root: sysctl vm.mmap_rnd_bits=28"
    exec setarch "$(uname -m)" -R "$0" "$@"
}

# configure PRESET
configure() {
    local preset="$1"
    # Asked for neither way, a folder that is already built keeps its choice: another one would rebuild every file.
    local cache="$project_root/build/$preset/CMakeCache.txt"
    local strict="${TRIPTYCH_WARNINGS_AS_ERRORS:-}"
    if [ -z "$strict" ] && grep -qs '^TRIPTYCH_WARNINGS_AS_ERRORS:[A-Z]*=ON$' "$cache"; then strict=ON; fi
    logged "$project_root/build/configure-$preset.log" "the build could not be configured" \
        env -C "$project_root" cmake --preset "$preset" "-DTRIPTYCH_WARNINGS_AS_ERRORS=${strict:-OFF}"
}

# configure_and_build PRESET [TARGET...]: into build/PRESET; all targets when none is named.
configure_and_build() {
    local preset="$1"
    shift
    configure "$preset"
    local build=(cmake --build "$project_root/build/$preset" --parallel "$(build_jobs)")
    if [ "$#" -gt 0 ]; then build+=(--target "$@"); fi
    say "Building in $project_root/build/$preset (minutes the first time)"
    if [ -t 1 ]; then
        "${build[@]}" || die "the build failed; what the compiler said stands above"
    else
        logged "$project_root/build/build-$preset.log" "the build failed" "${build[@]}"
    fi
}

set_up() {
    mkdir -p "$project_root/build" 2>/dev/null || die "cannot write to $project_root/build"
    install_packages
    configure_and_build "$@"
}
