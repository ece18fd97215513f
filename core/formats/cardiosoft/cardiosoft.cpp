#include "core/formats/cardiosoft/cardiosoft.h"

#include "core/formats/decoded_recording.h"
#include "core/formats/xml/xml_file.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace triptych::formats {
namespace {

constexpr const char* kName = "GE CardioSoft";
constexpr double kLargestStored = 2e9;
constexpr std::size_t kMostChannels = 256;

// Numbers between commas and blanks; kMissingSample, and counted, where a word is none.
std::vector<std::int32_t> samplesIn(std::string_view text, std::size_t& strange) {
    constexpr std::string_view kBetween = ", \t\r\n;";
    std::vector<std::int32_t> values;
    values.reserve(text.size() / 4);
    while (true) {
        const std::size_t begin = text.find_first_not_of(kBetween);
        if (begin == std::string_view::npos) return values;
        text.remove_prefix(begin);
        const std::string_view word = text.substr(0, text.find_first_of(kBetween));
        text.remove_prefix(word.size());
        const auto value = text::wholeNumber<double>(word);
        const bool is_sample = value && std::abs(*value) < kLargestStored;
        strange += is_sample ? 0 : 1;
        values.push_back(is_sample ? static_cast<std::int32_t>(std::llround(*value)) : kMissingSample);
    }
}

// One rhythm of the file: leads with their samples, at one rate.
struct Rhythm {
    const char* what = "";
    double rate_hz = 0;
    pugi::xml_node resolution;
    std::vector<std::pair<std::string, std::vector<std::int32_t>>> leads;
    std::vector<text::Said> warnings;

    [[nodiscard]] std::size_t samples() const {
        std::size_t most = 0;
        for (const auto& lead : leads) most = std::max(most, lead.second.size());
        return most;
    }
    [[nodiscard]] double seconds() const { return rate_hz > 0 ? static_cast<double>(samples()) / rate_hz : 0; }
};

void warnOfStrange(std::size_t strange, const text::Said& where, Rhythm& rhythm) {
    if (strange == 0) return;
    rhythm.warnings.push_back(text::say("{1} samples of {2} are no numbers and are missing", strange, where));
}

Rhythm stripOf(const pugi::xml_node& strip) {
    Rhythm rhythm;
    rhythm.what = "strip";
    rhythm.rate_hz = numberIn(childOf(strip, "SampleRate")).value_or(0);
    rhythm.resolution = childOf(strip, "Resolution");
    const auto promised = numberIn(childOf(strip, "ChannelSampleCountTotal"));
    for (const pugi::xml_node& node : childrenOf(strip, "WaveformData")) {
        std::size_t strange = 0;
        std::string name = attributeOf(node, "lead");
        if (name.empty()) name = attributeOf(node, "Lead");
        auto values = samplesIn(node.text().get(), strange);
        warnOfStrange(strange, text::say("lead {1}", text::inQuotes(name)), rhythm);
        if (promised && *promised != static_cast<double>(values.size())) {
            rhythm.warnings.push_back(text::say("lead {1} promises {2} samples and holds {3}, which are shown",
                                                text::inQuotes(name), text::shortestText(*promised), values.size()));
        }
        rhythm.leads.emplace_back(std::move(name), std::move(values));
    }
    return rhythm;
}

// Samples of all channels in turn, in the order that LeadOrder names them.
Rhythm disclosureOf(const pugi::xml_node& disclosure) {
    Rhythm rhythm;
    rhythm.what = "full disclosure";
    rhythm.rate_hz = numberIn(childOf(disclosure, "SampleRate")).value_or(0);
    rhythm.resolution = childOf(disclosure, "Resolution");
    const std::string order = textOf(childOf(disclosure, "LeadOrder"));
    std::vector<std::string> names;
    for (std::size_t at = 0; !order.empty() && at <= order.size();) {
        const std::size_t end = std::min(order.find(',', at), order.size());
        names.emplace_back(text::trimmed(std::string_view(order).substr(at, end - at)));
        at = end + 1;
    }
    const double stated = numberIn(childOf(disclosure, "NumberOfChannels")).value_or(static_cast<double>(names.size()));
    if (!(stated >= 1 && stated <= static_cast<double>(kMostChannels))) return rhythm;
    const auto channels = static_cast<std::size_t>(stated);
    if (names.size() != channels) {
        rhythm.warnings.push_back(
            text::say("the full disclosure has {1} channels and names {2}", channels, names.size()));
    }
    for (std::size_t i = 0; i < channels; ++i) {
        rhythm.leads.emplace_back(i < names.size() ? names[i] : "channel " + std::to_string(i + 1),
                                  std::vector<std::int32_t>());
    }
    std::size_t strange = 0;
    const auto all = samplesIn(childOf(disclosure, "FullDisclosureData").text().get(), strange);
    warnOfStrange(strange, "the full disclosure", rhythm);
    for (std::size_t i = 0; i < all.size(); ++i) rhythm.leads[i % channels].second.push_back(all[i]);
    return rhythm;
}

std::optional<std::string> startOf(const pugi::xml_node& time) {
    const auto number = [&time](const char* name) { return numberIn(childOf(time, name)).value_or(-1); };
    const std::chrono::year_month_day day(
        std::chrono::year(static_cast<int>(std::clamp(number("Year"), -1.0, 9999.0))),
        std::chrono::month(static_cast<unsigned>(std::clamp(number("Month"), 0.0, 99.0))),
        std::chrono::day(static_cast<unsigned>(std::clamp(number("Day"), 0.0, 99.0))));
    const double hour = number("Hour");
    const double minute = number("Minute");
    const double second = number("Second");
    const bool is_time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
    if (!day.ok() || static_cast<int>(day.year()) < 1900 || !is_time) return std::nullopt;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), static_cast<int>(hour),
                  static_cast<int>(minute), static_cast<int>(second));
    return text.data();
}

void describe(const pugi::xml_node& root, Recording& recording) {
    recording.start = startOf(childOf(root, "ObservationDateTime"));
    recording.format_detail = textOf(childOf(root, "ObservationType"));
    const auto say = [&recording](const char* what, const pugi::xml_node& node, const std::string& unit = {}) {
        const std::string value = textOf(node);
        if (!value.empty())
            recording.comments.push_back(std::string(what) + ": " + value + (unit.empty() ? "" : ' ' + unit));
    };
    const pugi::xml_node patient = childOf(root, "PatientInfo");
    say("Sex", childOf(patient, "Gender"));
    say("Age", childOf(patient, "Age"), attributeOf(childOf(patient, "Age"), "units"));
    say("Recorder", at(root, {"ClinicalInfo", "DeviceInfo", "Desc"}));
    for (const char* const where : {"RestingECGMeasurements", "ExerciseMeasurements"}) {
        const pugi::xml_node measured = childOf(root, where);
        say("Ventricular rate", childOf(measured, "VentricularRate"), "/min");
        say("PQ", childOf(measured, "PQInterval"), "ms");
        say("QRS", childOf(measured, "QRSDuration"), "ms");
        say("QT", childOf(measured, "QTInterval"), "ms");
        say("QTc", childOf(measured, "QTCInterval"), "ms");
        say("Highest heart rate", childOf(measured, "MaxHeartRate"), "/min");
        say("Highest load", childOf(measured, "MaxWorkload"), attributeOf(childOf(measured, "MaxWorkload"), "units"));
    }
    for (const pugi::xml_node& text : childrenOf(at(root, {"Interpretation", "Diagnosis"}), "DiagnosisText")) {
        const std::string line = textOf(text);
        if (!line.empty()) recording.comments.push_back(line);
    }
}

void add(Rhythm& rhythm, DecodedRecording& out) {
    for (text::Said& warning : rhythm.warnings) out.warn(std::move(warning));
    // Some are written by programs that use a decimal comma.
    std::string step(text::trimmed(rhythm.resolution.text().get()));
    std::replace(step.begin(), step.end(), ',', '.');
    const std::string unit = text::lowered(attributeOf(rhythm.resolution, "units"));
    const double microvolts = text::wholeNumber<double>(step).value_or(0) * (unit == "mvperlsb" ? 1000 : 1);
    const bool is_known = microvolts > 0 && (unit.empty() || unit == "uvperlsb" || unit == "mvperlsb");
    for (auto& [name, values] : rhythm.leads) {
        Lead lead;
        lead.original_name = name;
        lead.unit = is_known ? "uV" : "";
        lead.rate_hz = rhythm.rate_hz;
        lead.gain = is_known ? 1 / microvolts : 1;
        lead.baseline = 0;
        lead.resolution_bits = 16;
        out.add(std::move(lead), std::move(values));
    }
}

}  // namespace

bool sniffCardioSoft(std::string_view beginning) {
    return xmlRootName(beginning) == "CardiologyXML";
}

Result<RecordingPtr> openCardioSoft(const std::string& path, const Job& job) {
    const auto file = openXml(path, kName);
    if (!file) return std::unexpected(file.error());
    const pugi::xml_node& root = (*file)->root;
    if (localName(root) != "CardiologyXML") {
        return fail(ErrorCode::malformed, text::say("the document calls itself {1}", text::inQuotes(localName(root))),
                    path, "open a file of CardioSoft, whose root is CardiologyXML");
    }
    std::vector<Rhythm> rhythms;
    for (const pugi::xml_node& strip : childrenOf(root, "StripData")) rhythms.push_back(stripOf(strip));
    for (const pugi::xml_node& full : childrenOf(root, "FullDisclosure")) rhythms.push_back(disclosureOf(full));
    std::erase_if(rhythms, [](const Rhythm& rhythm) { return rhythm.samples() == 0; });
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    if (rhythms.empty()) {
        return fail(ErrorCode::unsupported,
                    "the file holds no rhythm: neither a strip nor a full disclosure has samples", path,
                    "export the recording again with its rhythm");
    }
    std::stable_sort(rhythms.begin(), rhythms.end(),
                     [](const Rhythm& a, const Rhythm& b) { return a.seconds() > b.seconds(); });
    DecodedRecording out(path, kName);
    describe(root, out.recording);
    if (!(rhythms.front().rate_hz > 0)) {
        return fail(ErrorCode::malformed, "the rhythm states no sampling rate (SampleRate)", path,
                    "export the recording again");
    }
    add(rhythms.front(), out);
    for (std::size_t i = 1; i < rhythms.size(); ++i) {
        out.recording.comments.push_back("Also in the file: a " + std::string(rhythms[i].what) + " of " +
                                         std::to_string(rhythms[i].leads.size()) + " leads and " +
                                         text::decimalText(rhythms[i].seconds(), 1) + " s");
    }
    return out.finish();
}

}  // namespace triptych::formats
