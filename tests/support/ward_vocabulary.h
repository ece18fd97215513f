// The vocabulary of labels that tests of several rooms share: one that is a note to WFDB's programs, one that is a V.
#pragma once

namespace triptych::test {

inline constexpr const char* kWard = R"({"triptych_vocabulary": 1, "labels": [
    {"letter": "X", "name": "Pump artefact", "colour": "#1b9e77"},
    {"letter": "Vm", "name": "V, multiform", "wfdb": "V"}]})";

}  // namespace triptych::test
