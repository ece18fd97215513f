#!/usr/bin/env bash
# Puts the package on an empty Debian 12 and takes it off again, as root:
#   packaging/deb_test.sh PACKAGE.deb [RECORD.hea]
# In a folder of its own (debootstrap, minbase): apt installs the package, the window is drawn without a display, RECORD
# (MIT-BIH 208 where ECG_DATA names the recordings, else a made-up one) is classified, a desktop is asked who opens it and
# bash for completions; then the package is purged, and what stayed is listed. Installing and using it may take 60 s after
# the download. The mirror is this machine's, or what MIRROR names; ROOT_FOLDER, a folder that is not there yet, is where
# the Debian lies while it is needed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

limit_s=60

[ "$#" -ge 1 ] || die "name the package: packaging/deb_test.sh PACKAGE.deb [RECORD.hea]"
[ "$(id -u)" -eq 0 ] || die "a Debian of its own is made and entered as root; try sudo $0 $*"
package="$(realpath "$1")"
[ -f "$package" ] || die "there is no package $1"
record="${2:-${ECG_DATA:+$ECG_DATA/mitdb/208.hea}}"
[ -z "$record" ] || [ -f "$record" ] || die "there is no recording $record"

packages=(debootstrap)
mkdir -p "$project_root/build" 2>/dev/null || die "cannot write to $project_root/build"
install_packages
mirror="${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' |
    grep -v security | head -n 1)}"
[ -n "$mirror" ] || die "no source of packages of bookworm is known here; name one in MIRROR"

if [ -n "${ROOT_FOLDER:-}" ]; then
    mkdir "$ROOT_FOLDER" || die "ROOT_FOLDER must name a folder that is not there yet"
    root="$(realpath "$ROOT_FOLDER")"
else
    root="$(mktemp -d)"
fi
chmod 755 "$root"
log="$project_root/build/deb_test.log"
: >"$log"
leave() {
    if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
    if mountpoint -q "$root/proc"; then
        say "$root/proc could not be unmounted; it and $root are left to you"
    else
        rm -rf --one-file-system "$root"
    fi
}
trap leave EXIT

# in_root COMMAND...: in the new Debian, without this machine's environment.
proxy=()
if [ -n "${http_proxy:-}" ]; then proxy=("http_proxy=$http_proxy"); fi
in_root() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "${proxy[@]}" \
        chroot "$root" "$@"
}
quietly() { "$@" >>"$log" 2>&1 </dev/null || { tail -n 15 "$log" >&2; die "\"${*:1:6}\" failed; the whole log is $log"; }; }
files_of_root() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./var/cache -o -path ./var/lib/apt -o -path ./var/log -o -path ./tmp \
        -o -path ./var/lib/dpkg \) -prune -o -print | sort)
}
now_s() { date +%s.%N; }
# What all commands so far have computed, for a machine on which others compute, too.
computed_s() {
    times >"$log.times"
    awk -F '[ ms]+' 'NR == 2 { print 60 * ($1 + $3) + $2 + $4 }' "$log.times"
}
passed_s() { awk -v from="$1" -v to="$(now_s)" 'BEGIN { printf "%.1f", to - from }'; }

say "Making an empty Debian 12 in $root"
quietly debootstrap --variant=minbase bookworm "$root" "$mirror"
mount -t proc proc "$root/proc"
[ -f "$root/etc/resolv.conf" ] || cp /etc/resolv.conf "$root/etc/resolv.conf"
# What a desktop has: who is asked by a double click.
quietly in_root apt-get update
quietly in_root apt-get install -y --no-install-recommends desktop-file-utils shared-mime-info libglib2.0-bin
files_of_root >"$log.before"
cp "$package" "$root/root/triptych.deb"

say "Downloading what it needs"
quietly in_root apt-get install -y --download-only /root/triptych.deb
downloaded="$(du -sm "$root/var/cache/apt/archives" | cut -f1)"

computed_s >"$log.computed"
started="$(now_s)"
quietly in_root apt-get install -y /root/triptych.deb
installed_s="$(passed_s "$started")"
if in_root sh -c 'command -v g++ gcc cc' >>"$log" 2>&1; then die "it brought a compiler"; fi

if [ -n "$record" ]; then
    cp "${record%.hea}".* "$root/root/"
    inside="/root/$(basename "$record")"
else
    quietly in_root triptych-cli synth --out /root --name made --duration 1800 --seed 1
    inside=/root/made.hea
fi
began="$(now_s)"
quietly in_root env QT_QPA_PLATFORM=offscreen triptych "$inside" --size 1600x900 --screenshot /root/window.png
drawn_s="$(passed_s "$began")"
[ "$(head -c 4 "$root/root/window.png" | tail -c 3)" = PNG ] || die "the window left no picture"
began="$(now_s)"
in_root triptych-cli classify "$inside" --csv >"$log.csv" 2>>"$log" || { tail -n 5 "$log" >&2; die "it does not classify"; }
classified_s="$(passed_s "$began")"
all_s="$(passed_s "$started")"
began_with="$(cat "$log.computed")"
computed_s >"$log.computed"
load="$(cut -d ' ' -f 1 /proc/loadavg)"
cp "$root/root/window.png" "$log.png"

# What a reader finds without asking.
for page in triptych triptych-cli triptych-cli-classify; do
    [ -f "$root/usr/share/man/man1/$page.1.gz" ] || die "there is no manual page of $page"
done
in_root bash -c 'source /usr/share/bash-completion/completions/triptych-cli
    COMP_WORDS=(triptych-cli clas); COMP_CWORD=1; _triptych triptych-cli; [ "${COMPREPLY[*]}" = classify ]' ||
    die "bash does not complete its commands"
type="$(in_root gio info -a standard::content-type "$inside" | grep -oE 'application/[^ ]+' | head -n 1)"
opener="$(in_root gio mime "$type" 2>/dev/null | grep -oE 'triptych\.desktop' | head -n 1)"
[ "$opener" = triptych.desktop ] || die "a double click on $(basename "$inside") ($type) would not open it"

# The reader's own is not the package's to remove.
mkdir -p "$root/root/.local/share/triptych"
: >"$root/root/.local/share/triptych/labels.triptych-project"
quietly in_root apt-get purge -y triptych
quietly in_root apt-get autoremove -y --purge
files_of_root >"$log.after"
comm -13 "$log.before" "$log.after" | grep -v -E '^\./root/' >"$log.stayed" || true
ours="$({
    grep -i triptych "$log.stayed" || true
    grep -rlI triptych "$root/etc" "$root/usr/share/applications" "$root/usr/share/mime" "$root/usr/share/icons" 2>/dev/null || true
})"
[ -f "$root/root/.local/share/triptych/labels.triptych-project" ] || die "the reader's project was removed with the program"

printf 'downloaded              %6s MB\n' "$downloaded"
printf 'installed               %6s s\n' "$installed_s"
printf 'window drawn            %6s s\n' "$drawn_s"
printf 'classified              %6s s   (%s beats of %s)\n' "$classified_s" "$(($(wc -l <"$log.csv") - 1))" "$(basename "$inside")"
printf 'from download to there  %6s s   (at most %s; %s cores under a load of %s)\n' "$all_s" "$limit_s" "$(nproc)" "$load"
printf 'of that computing       %6s s\n' "$(awk -v from="$began_with" '{ printf "%.1f", $1 - from }' "$log.computed")"
printf 'opened by double click  %s by %s\n' "$type" "$opener"
printf 'stayed after purge      %s files of other packages (%s), %s of ours\n' "$(wc -l <"$log.stayed")" "$log.stayed" \
    "$(grep -c . <<<"$ours" || true)"
[ -z "$ours" ] || die "of ours there stayed: $ours"
# A machine with more to do than cores is judged by what was computed.
judged="$all_s"
if awk -v load="$load" -v cores="$(nproc)" 'BEGIN { exit !(load > cores) }'; then
    judged="$(awk -v from="$began_with" '{ print $1 - from }' "$log.computed")"
    say "This machine has other work: judged by what was computed"
fi
awk -v took="$judged" -v most="$limit_s" 'BEGIN { exit !(took <= most) }' || die "it took longer than $limit_s s"
