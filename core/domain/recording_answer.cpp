#include "core/domain/recording_answer.h"

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
        out.push_back("the recording was given in " + std::to_string(windows) + " stretches of " +
                      seconds(answer.window_s) +
                      (overlaps ? ", the last of which begins earlier to end with it at " + seconds(end_s) : "") +
                      ", and each probability is the " + (mean ? "mean" : "largest") + " over them");
    } else if (answer.padded_s > 0) {
        out.push_back("the recording is shorter than the " + seconds(answer.window_s) +
                      " that the model is given, and " + seconds(answer.padded_s) + " of zeros stand behind it");
    } else {
        out.push_back("the model was given the whole recording at once");
    }
    if (!answer.missing_leads.empty()) {
        std::string names;
        for (const std::string& lead : answer.missing_leads) names += (names.empty() ? "" : " ") + lead;
        const bool one = answer.missing_leads.size() == 1;
        out.push_back((one ? "lead " : "leads ") + names + (one ? " is" : " are") +
                      " not in this recording, and zeros stood in for " + (one ? "it" : "them"));
    }
    if (answer.missing_s > 0)
        out.push_back("zeros stood in for " + seconds(answer.missing_s) + " of missing samples, over all leads");
    return out;
}

}  // namespace triptych
