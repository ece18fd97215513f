#!/usr/bin/env python3
"""What "triptych-cli waves --json --all-leads" wrote of several records, as one pickle for scorers of delineation.

  waves_to_pickle.py OUT.pkl RECORD.json [RECORD.json ...]

{record: {"fs", "names", "leads": [{"P": rows, "QRS": rows, "T": rows}, ...]}}: names in lower case, a row a wave (onset,
peak, end in samples at fs; NaN: no such mark). Standard library alone.
"""
import json
import math
import os
import pickle
import sys


def rows(beats, wave):
    found = [beat[wave] for beat in beats if beat[wave] is not None]
    return [[math.nan if w[mark] is None else w[mark] for mark in ("on", "peak", "off")] for w in found]


def record(path):
    with open(path, encoding="utf-8") as file:
        waves = json.load(file)
    rate = waves["rate_hz"]
    leads = []
    for name, beats in waves["leads"].items():
        if waves["lead_rates_hz"][name] != rate:
            sys.exit(f"{path}: lead {name} has another rate than the first; score such records lead by lead.")
        leads.append({kind: rows(beats, wave) for kind, wave in (("P", "p"), ("QRS", "qrs"), ("T", "t"))})
    return {"fs": rate, "names": [name.lower() for name in waves["leads"]], "leads": leads}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    out = {os.path.splitext(os.path.basename(path))[0]: record(path) for path in sys.argv[2:]}
    with open(sys.argv[1], "wb") as file:
        pickle.dump(out, file)


if __name__ == "__main__":
    main()
