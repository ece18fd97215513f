#include "core/domain/no_beats.h"

#include "core/domain/ecg_names.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace triptych {
namespace {

// "mean row of the page", or what EDF's sixteen letters leave of it.
constexpr std::string_view kPage = "mean row of the";
constexpr auto kSpectra = std::to_array<std::string_view>(
    {"spectrum", "spectra", "spectral", "psd", "fft", "periodogram", "cepstrum", "spektrum", "spectre"});
constexpr auto kAverages = std::to_array<std::string_view>(
    {"average", "averaged", "averages", "median", "medians", "medianbeat", "template", "representative", "ensemble"});
constexpr auto kTrends = std::to_array<std::string_view>(
    {"bpm", "/min", "1/min", "min-1", "brpm", "rpm", "degc", "\u00b0c", "deg c", "celsius", "%", "ms", "s", "sec"});
// The standard's median beats have a little more than a second.
constexpr double kLongestAverage_s = 3;

template <std::size_t N>
bool isIn(const std::array<std::string_view, N>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

template <std::size_t N>
bool says(std::string_view name, const std::array<std::string_view, N>& words) {
    const std::vector<std::string> all = text::loweredWords(name, &text::isLowerOrDigit);
    return std::any_of(all.begin(), all.end(), [&words](const std::string& word) { return isIn(words, word); });
}

bool isOfPage(const Lead& lead) {
    return lead.name.starts_with(kPage);
}

bool isSpectrum(const Lead& lead) {
    const std::string unit = text::lowered(lead.unit);
    return says(lead.name, kSpectra) || unit.ends_with("/hz") || unit.ends_with("/\u221ahz") || unit == "db";
}

bool isAverage(const Lead& lead) {
    return says(lead.name, kAverages);
}

bool isTrend(const Lead& lead) {
    return isIn(kTrends, text::lowered(text::trimmed(lead.unit))) && signalKindByName(lead) == SignalKind::other;
}

}  // namespace

text::Said whyNoBeats(const Recording& recording) {
    const auto all = [&](bool (*is)(const Lead&)) {
        return !recording.leads.empty() && std::all_of(recording.leads.begin(), recording.leads.end(), is);
    };
    if (all(&isOfPage)) {
        return "a picture of a page is no ECG in time: no beats are sought in it, and nothing is measured";
    }
    if (all(&isSpectrum)) return "a spectrum is no ECG in time: no beats are sought in it, and nothing is measured";
    const bool is_short = recording.duration_s <= kLongestAverage_s;
    if (is_short && (all(&isAverage) || says(recording.name, kAverages))) {
        return "an average of beats is no rhythm: no beats are sought in it, and nothing is measured";
    }
    if (all(&isTrend)) {
        return "rates, temperatures and the like are no ECG: no beats are sought in them, and nothing is measured";
    }
    return {};
}

}  // namespace triptych
