// Beat-by-beat comparison of two annotators after ANSI/AAMI EC57 (and EC38), with the counts that WFDB's bxb gives:
// matches within 150 ms, from 5:00 on, flutter left out, shutdown told apart.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/beat_class.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace triptych::beats {

// Rows and columns of the comparison: the five classes in the order of BeatClass, then O (no such beat) and X (no such
// beat, but the annotator had marked the signal as unreadable there).
enum class MatrixLine : std::uint8_t { n, s, v, f, q, o, x };
inline constexpr std::size_t kMatrixSide = kBeatClasses + 2;

// The mapping in words, as reports state it. No beat is left out of a comparison: one that the mapping leaves out is Q.
[[nodiscard]] std::string_view describeCompared(ClassMapping mapping);

// Counts, rows the reference and columns the test annotator.
struct BeatMatrix {
    std::array<std::array<std::int64_t, kMatrixSide>, kMatrixSide> counts{};
    [[nodiscard]] std::int64_t at(MatrixLine reference, MatrixLine test) const {
        return counts[static_cast<std::size_t>(reference)][static_cast<std::size_t>(test)];
    }
    std::int64_t& at(MatrixLine reference, MatrixLine test) {
        return counts[static_cast<std::size_t>(reference)][static_cast<std::size_t>(test)];
    }
    // S counted as N: the comparison of a device that does not tell supraventricular beats.
    [[nodiscard]] BeatMatrix withoutS() const;
    BeatMatrix& operator+=(const BeatMatrix& other);
};

struct Ec57Options {
    ClassMapping mapping = ClassMapping::bxb;
    double window_s = 0.150;
    double start_s = 300;
    double end_s = std::numeric_limits<double>::infinity();
};

struct Ec57Comparison {
    BeatMatrix beats;
    // RMS difference of the RR intervals that end at the two beats at hand, at every step of the comparison; NaN where
    // there is none. Intervals across flutter or unreadable signal do not count.
    double rr_error_ms = std::numeric_limits<double>::quiet_NaN();
    // Signal that the test annotator marked as unreadable (from `~` with subtype -1 to its next beat), from the start.
    double shutdown_s = 0;
};

// `reference.rate_hz` and `test.rate_hz` must be positive; the test's times are brought to the reference's clock.
// Reference beats within the reference's flutter and test beats within the test's do not exist; a lone test beat
// within the reference's flutter does not count. Pure.
[[nodiscard]] Ec57Comparison compareBeats(const AnnotationSet& reference, const AnnotationSet& test,
                                          const Ec57Options& options = {});

}  // namespace triptych::beats
