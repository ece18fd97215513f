#!/bin/bash
# Makes everything anew that derives from the product model's weights: trains it (resuming where it was stopped), measures
# what noise costs its folds, learns what explanations rest on (mean beats, strengths of maps, clusters), measures what
# explanations are worth and what the recordings to develop on show, and puts all of it where it ships.
#   packaging/remake.sh DATA OUT [--ship]
#   packaging/remake.sh --derived DATA OUT [--ship]       # all of it but the training: of the model that ships
# DATA: the folder that holds mitdb, svdb, cinc2017, noise and ludb. OUT gets checkpoints, card, weights, log.jsonl, curves.svg,
# disturbances.json, explanation.safetensors, clusters.safetensors, studies/ with the reports on explanations and development/ with
# the table. --ship: copies card, weights and what explanations rest on to models/product, the reports to models/studies. With
# --derived OUT may be the folder of the training, whose folds are then asked of what they have not seen. The test sets are not read: "triptych-cli
# study robustness --set final" reads them once, and the readings are to be counted up, on the card and in
# core/inference/module/training/configurations.cpp.
# TRIPTYCH_CLI names the program where it is not build/release/bin/triptych-cli.
set -euo pipefail
cd "$(dirname "$0")/.."
derived=
if [ "${1:-}" = --derived ]; then derived=1; shift; fi
[ $# -ge 2 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 out=$2 ship=${3:-}
cli=${TRIPTYCH_CLI:-build/release/bin/triptych-cli}
if [ -n "$derived" ]; then
    mkdir -p "$out"
    cp models/product/card.json models/product/weights.safetensors "$out/"
else
    "$cli" train product --data "$data/mitdb" --out "$out"
    "$cli" train product --data "$data/mitdb" --out "$out" --part disturbances
fi
"$cli" model check "$out"
folds=()
if [ -d "$out/work" ]; then folds=(--folds "$out"); fi
"$cli" study explanations --data "$data" --model "$out" "${folds[@]}" --out "$out"
"$cli" study clusters --data "$data" --model "$out" --waves "$data/ludb" --out "$out"
mkdir -p "$out/studies"
"$cli" study attributions --data "$data" --model "$out" --out "$out/studies" > /dev/null
"$cli" study faithfulness --data "$data" --model "$out" "${folds[@]}" --out "$out/studies" > /dev/null
mkdir -p "$out/development"
"$cli" study robustness --model "$out" --data "$data" --output "$out/development" > /dev/null
if [ "$ship" = --ship ]; then
    cp "$out/card.json" "$out/weights.safetensors" "$out/explanation.safetensors" "$out/clusters.safetensors" models/product/
    cp "$out"/studies/*.md "$out"/studies/*.json models/studies/
    mkdir -p models/studies/development
    cp "$out"/development/* models/studies/development/
fi
