#!/usr/bin/env bash
# Makes the Debian package: packaging/deb.sh. Installs what is missing, builds, asks lintian, and prints where the package
# lies (build/release/package). DEBFULLNAME and DEBEMAIL, where they are set, say who answers for it.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

packages+=(dpkg-dev lintian gzip)
# The same commit gives the same dates.
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$project_root" log -1 --format=%ct 2>/dev/null || date +%s)}"
export SOURCE_DATE_EPOCH
set_up release triptych triptych-cli triptych_inference_module triptych_manual
build="$project_root/build/release"
if [ -n "${DEBEMAIL:-}" ]; then
    logged "$project_root/build/configure-release.log" "the build could not be configured" \
        env -C "$project_root" cmake --preset release \
        "-DTRIPTYCH_MAINTAINER=${DEBFULLNAME:-Triptych maintainers} <$DEBEMAIL>"
fi

rm -rf "$build/package"
logged "$project_root/build/package.log" "the package could not be made" \
    env -C "$build" cpack --config CPackConfig.cmake
package="$(find "$build/package" -maxdepth 1 -name 'triptych_*.deb')"
[ -f "$package" ] || die "the package is not where it should be: $build/package"

user=()
if [ "$(id -u)" -eq 0 ]; then user=(--allow-root); fi
lintian "${user[@]}" --fail-on error --tag-display-limit 0 "$package" >&2 || die "lintian finds errors in $package"
printf '%s\n' "$package"
