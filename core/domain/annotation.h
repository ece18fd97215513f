// Labels on a time line, in the alphabet of WFDB (ecgcodes.h of the WFDB software package): what a reader, a
// detector or a model wrote at a sample.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych {

// WFDB annotation codes 0-49; the names are the WFDB library's. Only those the program speaks about are named;
// every other code is kept as its number.
enum AnnotationCode : std::uint8_t {
    kNotQrs = 0,
    kNormal = 1,
    kLbbb = 2,
    kRbbb = 3,
    kAberrated = 4,
    kPvc = 5,
    kFusion = 6,
    kNodalPremature = 7,
    kAtrialPremature = 8,
    kSupraventricularPremature = 9,
    kVentricularEscape = 10,
    kNodalEscape = 11,
    kPaced = 12,
    kUnknownBeat = 13,
    kNoise = 14,
    kArtifact = 16,
    kStChange = 18,
    kTChange = 19,
    kSystole = 20,
    kDiastole = 21,
    kNote = 22,
    kMeasure = 23,
    kPWave = 24,
    kBbb = 25,
    kPacePeak = 26,
    kTWave = 27,
    kRhythm = 28,
    kUWave = 29,
    kLearn = 30,
    kFlutterWave = 31,
    kFlutterOn = 32,
    kFlutterOff = 33,
    kAtrialEscape = 34,
    kSupraventricularEscape = 35,
    kLink = 36,
    kNonConductedP = 37,
    kPacedFusion = 38,
    kWaveOn = 39,
    kWaveOff = 40,
    kROnT = 41,
    kAnnotationCodes = 50
};

struct Annotation {
    std::int64_t sample = 0;      // in units of 1/rate_hz of the set it belongs to
    std::uint8_t code = kNormal;  // 1..49
    std::int8_t subtype = 0;
    std::uint8_t channel = 0;
    std::int8_t number = 0;
    std::string aux;            // rhythm strings, notes; raw bytes as in the file
    std::int64_t duration = 0;  // in the units of `sample`; 0: a moment, which is all that WFDB's files can say

    friend bool operator==(const Annotation&, const Annotation&) = default;
};

// Annotations of one annotator, by ascending sample.
struct AnnotationSet {
    std::string annotator;  // the file's suffix: "atr", "qrs", "triptych"
    double rate_hz = 0;     // ticks per second of `sample`
    std::vector<Annotation> annotations;
    std::vector<std::string> notes =
        {};  // the file's own table ("## time resolution: 1000"), written back before the rest
};

// "N", "V", "[", "|" ... as WFDB prints them; codes without a symbol give "[n]".
[[nodiscard]] std::string_view symbolOf(std::uint8_t code);
// nullopt when the symbol is none of WFDB's.
[[nodiscard]] std::optional<std::uint8_t> codeOfSymbol(std::string_view symbol);
// One line of plain English for palettes and tooltips ("Premature ventricular contraction").
[[nodiscard]] std::string_view meaningOf(std::uint8_t code);
// True for N L R a V F J A S E j / Q B ? e n f r: marks that stand for a heart beat (WFDB's isqrs()).
[[nodiscard]] bool isBeat(std::uint8_t code);

}  // namespace triptych
