#include "core/pipeline/map_scale.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::pipeline {
namespace {

constexpr double kStrong = 0.99;

}  // namespace

bool wantsScales(const Explanation& explanation) {
    return std::ranges::any_of(explanation.inputs,
                               [](const Attribution& input) { return !(input.scale > 0) && !input.values.empty(); });
}

Result<void> MapSizes::gather(const MapSource& source, const Job& job) {
    std::optional<Error> last;
    for (; next_ < source.count; ++next_) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped");
        const auto made = source.make(next_, {job.stop, {}});
        if (!made && made.error().code == ErrorCode::cancelled) return std::unexpected(made.error());
        if (!made) {
            last = made.error();
            continue;
        }
        ++maps_;
        for (const Attribution& input : made->inputs) {
            auto& into = sizes_[input.input];
            for (const float value : input.values)
                if (std::isfinite(value)) into.push_back(std::abs(value));
        }
    }
    if (maps_ == 0 && last) return std::unexpected(*last);
    return {};
}

MapScales MapSizes::scales() const {
    MapScales out;
    for (const auto& [input, sizes] : sizes_) {
        if (sizes.empty()) continue;
        std::vector<float> values = sizes;
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(kStrong * static_cast<double>(values.size() - 1));
        std::ranges::nth_element(values, at);
        if (*at > 0) out[input] = static_cast<double>(*at);
    }
    return out;
}

void putScales(const MapScales& scales, Explanation& explanation) {
    for (Attribution& input : explanation.inputs) {
        const auto found = scales.find(input.input);
        if (input.scale > 0 || found == scales.end()) continue;
        input.scale = found->second;
        explanation.scale_of_recording = true;
    }
}

}  // namespace triptych::pipeline
