// Display filters that shift nothing: Butterworth high- and low-pass and a mains notch, run forward and backward, so
// that even a 0.5 Hz high-pass leaves the ST segment where it was. Models never see them.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace triptych::dsp {

// Frequencies in Hz; 0 leaves a part out.
struct FilterSpec {
    double highpass_hz = 0;
    double lowpass_hz = 0;
    double notch_hz = 0;  // 50 or 60; its harmonics below Nyquist go with it

    [[nodiscard]] bool active() const { return highpass_hz > 0 || lowpass_hz > 0 || notch_hz > 0; }
    friend bool operator==(const FilterSpec&, const FilterSpec&) = default;
};

// AHA/ACC/HRS 2007, part I; IEC 60601-2-25 and 60601-2-27.
inline constexpr FilterSpec kDiagnosticFilter{0.05, 150, 0};
inline constexpr FilterSpec kMonitorFilter{0.5, 40, 0};
inline constexpr FilterSpec kStFilter{0.05, 40, 0};

// What of `spec` can act at this rate: parts at or above 0.49 of the rate (where there is next to nothing left to
// remove) and meaningless numbers are 0. This is what has to be named beside the trace.
[[nodiscard]] FilterSpec effectiveFilter(const FilterSpec& spec, double rate_hz);
// "0.5–40 Hz, notch 50 Hz", "≤ 40 Hz", "unfiltered".
[[nodiscard]] std::string describe(const FilterSpec& spec);

// Seconds of signal beside a view after which what lies farther away changes it by less than 1/4000 of its size.
[[nodiscard]] double filterMargin_s(const FilterSpec& spec);

// The filtered lead, as long as `signal`. After both passes the gain is 1/√2 at either edge and rolls off by 24 dB an
// octave; the notch is 2 Hz wide between its 1/√2 points; the phase is zero. Missing samples (NaN) stay missing: gaps
// up to 2 s are bridged by a straight line for the filter's sake, a longer gap parts the lead into stretches that do
// not know of each other. At an end of a stretch the signal is taken to go on turned about its local baseline, and the
// mains to go on as a sine. Errors: wrong_use (a rate that is not positive), cancelled. Any thread; 650,000 samples
// take about 10 ms with a notch.
[[nodiscard]] Result<std::vector<float>> filterLead(std::span<const float> signal, double rate_hz,
                                                    const FilterSpec& spec, const Job& job = {});

// Samples [first, first + count) of what filterLead would give for the whole lead of `samples` samples, to within
// 1 µV for a signal of some mV, from the view and filterMargin_s() on both its sides. NaN outside the lead. Errors:
// as filterLead, and out_of_range for a count below 0 or beyond 2^32.
[[nodiscard]] Result<std::vector<float>> filterView(const SampleReader& reader, std::int64_t samples, double rate_hz,
                                                    std::int64_t first, std::int64_t count, const FilterSpec& spec,
                                                    const Job& job = {});
// The same of one lead of a recording; out_of_range where it has no such lead.
[[nodiscard]] Result<std::vector<float>> filterView(const Recording& recording, std::size_t lead, std::int64_t first,
                                                    std::int64_t count, const FilterSpec& spec, const Job& job = {});

}  // namespace triptych::dsp
