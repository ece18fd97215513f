#!/bin/bash
# Cross-validates the delineation of waves by record: of five groups of records each is answered by a network that has
# learnt from the other four. An interrupted run goes on where it was.
#   packaging/score_waves.sh DATA OUT [SCORER]
# DATA: as "triptych-cli train waves --data" takes it (the folder of LUDB, or the one that holds it as ludb). OUT gets
# fold1 ... fold5, the answers of each record as JSON, and pred_triptych.pkl. SCORER: a Python program that is then run as
# "SCORER ludb OUT/pred_triptych.pkl". TRIPTYCH_CLI names the program where it is not build/release/bin/triptych-cli.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 out=$2 scorer=${3:-}
cli=${TRIPTYCH_CLI:-build/release/bin/triptych-cli}
records=$data
[ -d "$data/ludb" ] && records=$data/ludb
mkdir -p "$out/json"
for k in 1 2 3 4 5; do
    [ -f "$out/fold$k/card.json" ] || "$cli" train waves --data "$data" --out "$out/fold$k" --fold "$k/5" >&2
    for record in $(python3 -c 'import json, sys; print(*json.load(open(sys.argv[1]))["held_out"])' "$out/fold$k/card.json"); do
        "$cli" waves "$records/$record.hea" --all-leads --json --model "$out/fold$k" > "$out/json/$record.json"
    done
done
python3 packaging/waves_to_pickle.py "$out/pred_triptych.pkl" "$out"/json/*.json
[ -z "$scorer" ] || python3 "$scorer" ludb "$out/pred_triptych.pkl"
