#include "core/domain/recording_answer.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych {
namespace {

// Tenths of a second at most.
std::string seconds(double value_s) {
    const auto tenths = static_cast<long long>(std::llround(value_s * 10));
    std::string out = std::to_string(tenths / 10);
    if (tenths % 10 != 0) out += '.' + std::to_string(tenths % 10);
    return out + " s";
}

}  // namespace

std::size_t RecordingAnswer::winner() const {
    return static_cast<std::size_t>(std::ranges::max_element(probability) - probability.begin());
}

bool RecordingAnswer::says(std::size_t label) const {
    if (!model.multi_label) return label == winner();
    const double threshold = model.thresholds.empty() ? 0.5 : model.thresholds[label];
    return static_cast<double>(probability[label]) >= threshold;
}

std::size_t RecordingAnswer::windowAt(double time_s) const {
    const auto after = std::ranges::upper_bound(window_start_s, time_s);
    return after == window_start_s.begin() ? 0 : static_cast<std::size_t>(after - window_start_s.begin()) - 1;
}

std::vector<std::string> remarksOn(const RecordingAnswer& answer) {
    std::vector<std::string> out;
    const std::size_t windows = answer.window_start_s.size();
    if (windows > 1) {
        const bool mean = answer.model.input.over_windows == OverWindows::mean;
        const double end_s = answer.window_start_s.back() + answer.window_s;
        const bool overlaps = answer.window_start_s.back() < static_cast<double>(windows - 1) * answer.window_s - 1e-6;
        out.push_back(text::say("the recording was given in {1} stretches of {2}", windows, seconds(answer.window_s)));
        if (overlaps) {
            out.push_back(
                text::say("the last of them begins earlier, to end with the recording at {1}", seconds(end_s)));
        }
        out.push_back(mean ? text::Said("each probability is the mean over the stretches")
                           : text::Said("each probability is the largest over the stretches"));
    } else if (answer.padded_s > 0) {
        out.push_back(
            text::say("the recording is shorter than the {1} that the model is given, and {2} of zeros stand "
                      "behind it",
                      seconds(answer.window_s), seconds(answer.padded_s)));
    } else {
        out.push_back("the model was given the whole recording at once");
    }
    if (!answer.missing_leads.empty()) {
        std::string names;
        for (const std::string& lead : answer.missing_leads) names += (names.empty() ? "" : " ") + lead;
        const bool one = answer.missing_leads.size() == 1;
        out.push_back(one ? text::say("lead {1} is not in this recording, and zeros stood in for it", names)
                          : text::say("leads {1} are not in this recording, and zeros stood in for them", names));
    }
    if (answer.missing_s > 0)
        out.push_back(
            text::say("zeros stood in for {1} of missing samples, over all leads", seconds(answer.missing_s)));
    return out;
}

}  // namespace triptych
