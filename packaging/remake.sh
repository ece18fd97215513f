#!/bin/bash
# Makes everything anew that derives from the product model's weights: trains it (resuming where it was stopped), measures
# what noise costs its folds, learns what explanations rest on, and puts all of it where it ships.
#   packaging/remake.sh DATA OUT [--ship]
# DATA: the folder that holds mitdb, svdb, cinc2017 and noise. OUT gets checkpoints, card, weights, log.jsonl, curves.svg and
# disturbances.json. --ship: copies card, weights and what explanations rest on to models/product. The test sets are not read: afterwards
# "triptych-cli evaluate --model product" reads DS2, and the card's readings are to be counted up.
# TRIPTYCH_CLI names the program where it is not build/release/bin/triptych-cli.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 out=$2 ship=${3:-}
cli=${TRIPTYCH_CLI:-build/release/bin/triptych-cli}
"$cli" train product --data "$data/mitdb" --out "$out"
"$cli" train product --data "$data/mitdb" --out "$out" --part disturbances
"$cli" model check "$out"
"$cli" study explanations --data "$data" --model "$out" --folds "$out" --out "$out"
if [ "$ship" = --ship ]; then cp "$out/card.json" "$out/weights.safetensors" "$out/explanation.safetensors" models/product/; fi
