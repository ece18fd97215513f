#!/bin/bash
# Makes everything anew that derives from the product model's weights: trains it (resuming where it was stopped), measures
# what noise costs its folds, learns what explanations rest on, measures what the recordings to develop on show, and puts all
# of it where it ships.
#   packaging/remake.sh DATA OUT [--ship]
# DATA: the folder that holds mitdb, svdb, cinc2017, noise and ludb. OUT gets checkpoints, card, weights, log.jsonl, curves.svg,
# disturbances.json, explanation.safetensors and development/ with the table. --ship: copies card, weights and what
# explanations rest on to models/product, the table to models/studies/development. The test sets are not read: "triptych-cli
# study robustness --set final" reads them once, and the readings are to be counted up, on the card and in
# core/inference/module/training/configurations.cpp.
# TRIPTYCH_CLI names the program where it is not build/release/bin/triptych-cli.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 out=$2 ship=${3:-}
cli=${TRIPTYCH_CLI:-build/release/bin/triptych-cli}
"$cli" train product --data "$data/mitdb" --out "$out"
"$cli" train product --data "$data/mitdb" --out "$out" --part disturbances
"$cli" model check "$out"
"$cli" study explanations --data "$data" --model "$out" --folds "$out" --out "$out"
mkdir -p "$out/development"
"$cli" study robustness --model "$out" --data "$data" --output "$out/development" > /dev/null
if [ "$ship" = --ship ]; then
    cp "$out/card.json" "$out/weights.safetensors" "$out/explanation.safetensors" models/product/
    mkdir -p models/studies/development
    cp "$out"/development/* models/studies/development/
fi
