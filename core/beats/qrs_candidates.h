// Where a QRS complex might be: the peaks of an envelope that answers to a QRS of any shape and polarity.
// Private to this room.
#pragma once

#include "core/beats/slow_lead.h"
#include "core/domain/job.h"

#include <cstddef>
#include <vector>

namespace triptych::beats {

struct Candidate {
    std::size_t at = 0;  // slow sample of the envelope's peak
    float size = 0;      // envelope there, > 0
    float log2_size = 0;
};

// What the envelope does in one stretch of kSection_s seconds.
struct EnvelopeSection {
    float largest = 0;  // of its candidates, 0 where there is none; of a beat's size where the heart is that slow
    float own = 0;      // of its candidates, however slow the heart is
    float median = 0;   // of all its samples: what lies between the beats
    float rough = 0;    // mean size of the lead's second difference: what muscles raise
};
inline constexpr double kSection_s = 1.5;
inline constexpr double kCoarse_s = 0.040;

struct QrsCandidates {
    std::vector<Candidate> peaks;  // ascending, at least 100 ms apart, none within a gap or 40 ms of an end
    std::vector<EnvelopeSection> sections;
    std::size_t section_samples = 1;  // slow samples per section
    std::vector<float> coarse_log2;   // of the largest value of the envelope in each kCoarse_s, never under kLeastSize
};
inline constexpr float kLeastSize = 1e-12F;  // of a lead scaled to 1

// The envelope is the magnitude of the lead seen through two complex Gabor wavelets (14 Hz, σ 30 ms; 17 Hz, σ 22 ms;
// their mean), without response to a constant: like a matched filter and its quadrature partner, it does not care
// whether a complex is upright, inverted or biphasic; P and T waves (under 8 Hz) and mains lie outside its band.
// Stops between blocks (then the result is cut short); progress runs from `from` to `to`.
[[nodiscard]] QrsCandidates findCandidates(const SlowLead& lead, const Job& job, double from, double to);

}  // namespace triptych::beats
