#include "core/beats/snap_mark.h"

#include "core/beats/median.h"
#include "core/beats/r_mark.h"
#include "core/dsp/sample_reader.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::beats {
namespace {

constexpr double kBaseline_s = 0.3;  // on either side, for the median that deflections are measured from
constexpr std::ptrdiff_t kNeighbours = 8;

// A reader's hand is less steady than a detector: the larger deflection beside the pointer is what was meant.
std::int64_t largestNear(const dsp::SampleReader& read, std::int64_t count, double rate_hz, std::int64_t near) {
    const auto wide = static_cast<std::int64_t>(kBaseline_s * rate_hz);
    const auto reach = static_cast<std::int64_t>(kSnapReach_s * rate_hz);
    const std::int64_t first = std::max<std::int64_t>(0, near - wide), past = std::min(count, near + wide + 1);
    if (first >= past) return near;
    std::vector<float> samples(static_cast<std::size_t>(past - first));
    read(first, samples);
    std::vector<float> finite;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(finite), [](float v) { return std::isfinite(v); });
    if (finite.empty()) return near;
    const float baseline = medianInPlace(std::span(finite));
    std::int64_t best = near;
    float highest = 0;
    for (std::int64_t at = std::max(first, near - reach); at < std::min(past, near + reach + 1); ++at) {
        const float height = std::abs(samples[static_cast<std::size_t>(at - first)] - baseline);
        if (std::isfinite(height) && height > highest) {
            highest = height;
            best = at;
        }
    }
    return best;
}

}  // namespace

std::int64_t snappedMark(const Recording& recording, std::size_t lead, std::int64_t near,
                         std::span<const std::int64_t> around) {
    if (lead >= recording.leads.size()) return near;
    const Lead& of = recording.leads[lead];
    if (!(of.rate_hz > 0) || near < 0 || near >= of.samples) return near;
    const dsp::SampleReader read = dsp::readerOf(recording, lead);
    const std::int64_t coarse = largestNear(read, of.samples, of.rate_hz, near);
    const auto after = std::lower_bound(around.begin(), around.end(), coarse);
    const auto first = after - std::min(kNeighbours, after - around.begin());
    const auto last = after + std::min(kNeighbours, around.end() - after);
    std::vector<std::int64_t> marks(first, after);
    const std::size_t own = marks.size();
    marks.push_back(coarse);
    marks.insert(marks.end(), after, last);
    for (const RMark& mark : markRPeaks(read, of.samples, of.rate_hz, marks, {})) {
        if (mark.of == own) return mark.at;
    }
    return near;
}

}  // namespace triptych::beats
