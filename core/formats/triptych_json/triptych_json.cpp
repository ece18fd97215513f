#include "core/formats/triptych_json/triptych_json.h"

#include "core/domain/own_labels.h"
#include "core/files/mapped_file.h"
#include "core/formats/decoded_source.h"
#include "core/formats/quantised.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

namespace triptych::formats {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 32;
constexpr std::size_t kDeepest = 8;
constexpr std::size_t kMostLeads = 4096;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

struct ReadLead {
    Lead lead;
    std::vector<double> values;
};

// Hears every token of the text, and knows by the keys on the way to it what it is.
class Listener final : public nlohmann::json_sax<Json> {
public:
    explicit Listener(const Job& job) : job_(job) {}

    std::string name;
    std::optional<std::string> start;
    std::string source_format;
    std::vector<std::string> comments;
    PatientHeader header;
    std::vector<ReadLead> leads;
    std::vector<AnnotationSet> sets;
    text::Said fault;  // why it ended, "" where the text is no JSON
    std::size_t fault_at = 0;
    bool was_stopped = false;

    bool null() override { return number(kNothing); }
    bool boolean(bool value) override {
        if (isAt({"leads", "", "derived"})) leads.back().lead.derived = value;
        return true;
    }
    bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
    bool number_float(number_float_t value, const string_t&) override { return number(value); }
    bool binary(binary_t&) override { return false; }

    bool string(string_t& value) override {
        if (isAt({"name"})) name = value;
        if (isAt({"start"})) start = value;
        if (isAt({"source_format"})) source_format = value;
        if (isAt({"comments", ""})) comments.push_back(value);
        if (!path_.empty() && path_.front() == "header") hear(value);
        if (isAt({"leads", "", "name"})) leads.back().lead.name = value;
        if (isAt({"leads", "", "original_name"})) leads.back().lead.original_name = value;
        if (isAt({"leads", "", "unit"})) leads.back().lead.unit = value;
        if (isAt({"annotations", "", "annotator"})) sets.back().annotator = value;
        if (isAt({"annotations", "", "annotations", "", "text"})) sets.back().annotations.back().aux = value;
        if (isAt({"annotations", "", "annotations", "", "symbol"})) {
            if (const auto own = ownCodeOf(value)) sets.back().annotations.back().code = *own;
        }
        return true;
    }

    bool key(string_t& value) override {
        path_.back() = value;
        return true;
    }
    bool start_object(std::size_t) override {
        if (isAt({"leads", ""})) {
            if (leads.size() >= kMostLeads) return stop(text::say("the file has more than {1} leads", kMostLeads));
            leads.emplace_back();
            leads.back().lead.gain = 0;
        }
        if (isAt({"header", "measurements", ""})) header.measurements.emplace_back();
        if (isAt({"annotations", ""})) sets.emplace_back();
        if (isAt({"annotations", "", "annotations", ""})) {
            sets.back().annotations.emplace_back();
            seconds_ = 0;
        }
        return enter();
    }
    bool end_object() override {
        path_.pop_back();
        if (isAt({"annotations", "", "annotations", ""})) durations_.push_back(seconds_);
        if (isAt({"annotations", ""})) endSet();
        return true;
    }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override {
        path_.pop_back();
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
        fault_at = position;
        return false;
    }

private:
    // Elements of arrays have the key "".
    [[nodiscard]] bool isAt(std::initializer_list<std::string_view> keys) const {
        return path_.size() == keys.size() && std::equal(path_.begin(), path_.end(), keys.begin());
    }

    // What the header says in words.
    void hear(const std::string& value) {
        if (isAt({"header", "statements", ""})) header.statements.push_back(value);
        if (isAt({"header", "measurements", "", "name"})) header.measurements.back().name = value;
        if (isAt({"header", "measurements", "", "unit"})) header.measurements.back().unit = value;
        const std::array<std::pair<const char*, std::string*>, 8> places = {{{"id", &header.person.id},
                                                                             {"name", &header.person.name},
                                                                             {"birth_date", &header.person.birth_date},
                                                                             {"age", &header.person.age},
                                                                             {"sex", &header.person.sex},
                                                                             {"device", &header.device},
                                                                             {"institution", &header.institution},
                                                                             {"operator", &header.operator_name}}};
        for (const auto& [key, place] : places) {
            if (isAt({"header", key})) *place = value;
        }
    }

    bool stop(text::Said why) {
        fault = std::move(why);
        return false;
    }

    bool enter() {
        path_.emplace_back();
        return path_.size() <= kDeepest || stop("the text is nested deeper than our exports are");
    }

    bool number(double value) {
        if (path_.size() == 4 && path_[2] == "values") {
            if (!isAt({"leads", "", "values", ""})) return true;
            leads.back().values.push_back(value);
            if (leads.back().values.size() % 65'536 != 0 || !job_.stopRequested()) return true;
            was_stopped = true;
            return false;
        }
        if (path_.size() == 3 && isAt({"leads", "", path_[2]}) && !leads.empty()) {
            Lead& lead = leads.back().lead;
            if (path_[2] == "rate_hz") lead.rate_hz = value;
            if (path_[2] == "gain") lead.gain = value;
            if (path_[2] == "baseline") lead.baseline = value;
        }
        if (isAt({"header", "measurements", "", "value"})) header.measurements.back().value = value;
        if (isAt({"annotations", "", "rate_hz"})) sets.back().rate_hz = value;
        if (path_.size() == 5 && isAt({"annotations", "", "annotations", "", path_.back()})) annotate(value);
        return true;
    }

    void annotate(double value) {
        Annotation& annotation = sets.back().annotations.back();
        const std::string& key = path_.back();
        const auto within = [value](double low, double high) {
            return std::isfinite(value) ? std::clamp(value, low, high) : 0;
        };
        if (key == "sample") annotation.sample = static_cast<std::int64_t>(within(-9e15, 9e15));
        if (key == "code" && !isOwn(annotation.code))
            annotation.code = static_cast<std::uint8_t>(within(0, kAnnotationCodes - 1));
        if (key == "subtype") annotation.subtype = static_cast<std::int8_t>(within(-128, 127));
        if (key == "channel") annotation.channel = static_cast<std::uint8_t>(within(0, 255));
        if (key == "number") annotation.number = static_cast<std::int8_t>(within(-128, 127));
        if (key == "duration_s") seconds_ = within(0, 1e9);
    }

    // The clock of a set may be stated behind its annotations.
    void endSet() {
        AnnotationSet& set = sets.back();
        for (std::size_t i = 0; i < set.annotations.size(); ++i) {
            const double ticks = durations_[i] * set.rate_hz;
            if (std::isfinite(ticks) && ticks < 9e15) set.annotations[i].duration = std::llround(ticks);
        }
        durations_.clear();
        std::stable_sort(set.annotations.begin(), set.annotations.end(),
                         [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    }

    const Job& job_;
    std::vector<std::string> path_;
    double seconds_ = 0;
    std::vector<double> durations_;
};

// Exactly the integers that were exported, where the scale is theirs; else ones that hold the values.
DecodedLead storedOf(Lead& lead, const std::vector<double>& values, std::int64_t& absurd) {
    constexpr double kLargest = 2e9;
    std::vector<std::int32_t> stored(values.size(), kMissingSample);
    bool fits = lead.gain != 0 && std::isfinite(lead.gain) && std::isfinite(lead.baseline) && !lead.derived;
    bool wide = std::abs(lead.baseline) > (1 << 23) || lead.baseline != std::floor(lead.baseline);
    for (std::size_t i = 0; fits && i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        const double integer = std::nearbyint(values[i] * lead.gain + lead.baseline);
        fits = std::abs(integer) < kLargest;
        wide = wide || std::abs(integer) > (1 << 23);
        if (fits) stored[i] = static_cast<std::int32_t>(integer);
    }
    if (!fits) {
        Quantised made = quantised(values, 0x1p-24);
        absurd = made.absurd;
        lead.gain = made.gain;
        lead.baseline = 0;
        return {std::move(made.values), {lead.gain, 0, kMissingSample, true}};
    }
    return {std::move(stored), {lead.gain, lead.baseline, kMissingSample, wide}};
}

Result<RecordingPtr> recordingOf(Listener& read, const std::string& path) {
    Recording recording;
    recording.name = read.name.empty() ? std::filesystem::path(path).stem().string() : read.name;
    recording.path = path;
    recording.format = "Triptych JSON";
    recording.format_detail = read.source_format.empty() ? "" : "exported from " + read.source_format;
    recording.start = std::move(read.start);
    recording.comments = std::move(read.comments);
    recording.header = std::move(read.header);
    std::erase_if(recording.header.measurements,
                  [](const DeviceMeasurement& figure) { return figure.name.empty() || !std::isfinite(figure.value); });
    std::vector<DecodedLead> samples;
    for (ReadLead& from : read.leads) {
        Lead& lead = from.lead;
        if (lead.name.empty()) lead.name = "lead " + std::to_string(recording.leads.size() + 1);
        if (from.values.empty() || !(lead.rate_hz > 0) || !std::isfinite(lead.rate_hz)) {
            recording.warnings.push_back({from.values.empty()
                                              ? text::say("lead {1} has no samples and is not shown", lead.name)
                                              : text::say("lead {1} has no rate and is not shown", lead.name),
                                          path});
            continue;
        }
        lead.samples = static_cast<std::int64_t>(from.values.size());
        std::int64_t absurd = 0;
        samples.push_back(storedOf(lead, from.values, absurd));
        if (absurd > 0) recording.warnings.push_back({absurdSamples(absurd, lead.name), path});
        lead.derived = false;  // its values are the file's now
        from.values = {};
        recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
        recording.leads.push_back(lead);
    }
    if (recording.leads.empty()) {
        return fail(ErrorCode::empty, "the file holds no leads with samples", path, "export the recording again");
    }
    for (AnnotationSet& set : read.sets) {
        if (!(set.rate_hz > 0) || !std::isfinite(set.rate_hz)) {
            recording.warnings.push_back(
                {text::say("the annotations of {1} state no clock and are not shown", text::inQuotes(set.annotator)),
                 path});
        } else {
            recording.annotation_sets.push_back(std::move(set));
        }
    }
    recording.source = std::make_shared<DecodedSource>(std::move(samples));
    return std::make_shared<const Recording>(std::move(recording));
}

}  // namespace

bool sniffTriptychJson(std::string_view beginning) {
    const std::string_view text = text::trimmed(beginning.substr(0, 2048));
    return text.starts_with('{') && text.find("\"source_format\"") != std::string_view::npos &&
           text.find("\"duration_s\"") != std::string_view::npos;
}

Result<RecordingPtr> openTriptychJson(const std::string& path, const Job& job) {
    const auto bytes = files::readWhole(path, kLargest_bytes, "export of Triptych");
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) return fail(ErrorCode::empty, "the file is empty", path, "export the recording again");
    Listener listener(job);
    try {
        if (!Json::sax_parse(*bytes, &listener)) {
            if (listener.was_stopped) return fail(ErrorCode::cancelled, "opening was stopped", path);
            return fail(ErrorCode::malformed,
                        listener.fault.empty() ? text::say("the text is no JSON from byte {1} on", listener.fault_at)
                                               : listener.fault,
                        path, "export the recording again");
        }
    } catch (const Json::exception& error) {
        return fail(ErrorCode::malformed, text::say("the text cannot be read as JSON: {1}", std::string(error.what())),
                    path, "export the recording again");
    }
    return recordingOf(listener, path);
}

}  // namespace triptych::formats
