#!/usr/bin/env bash
# Installs what is missing, builds, and measures:
#   packaging/bench.sh [options of Google Benchmark, such as --benchmark_filter=Scalogram]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

set_up release triptych-bench
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
exec "$project_root/build/release/bin/triptych-bench" "$@"
