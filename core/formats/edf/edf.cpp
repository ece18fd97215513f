#include "core/formats/edf/edf.h"

#include "core/files/mapped_file.h"
#include "core/formats/edf/annotations.h"
#include "core/formats/edf/header.h"
#include "core/formats/edf/identification.h"
#include "core/formats/edf/source.h"
#include "core/formats/edf/timeline.h"
#include "core/formats/gaps.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace triptych::formats {
namespace {

constexpr std::size_t kBeginning_bytes = 256;
constexpr double kShortestRecord_s = 1e-6;

void add(std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
}

class Opener {
public:
    Opener(std::shared_ptr<const files::MappedFile> file, EdfHeader header)
        : file_(std::move(file)), header_(std::move(header)) {
        recording_.warnings = std::move(header_.warnings);
    }

    Result<RecordingPtr> open(const Job& job) {
        if (const auto checked = countRecords(); !checked) return std::unexpected(checked.error());
        auto texts = readEdfTexts(*file_, header_, whole_records_, job);
        if (!texts) return std::unexpected(texts.error());
        if (texts->damaged > 0) {
            warn(text::say("{1} annotations are damaged and are not shown", texts->damaged));
        }
        placeRecords(*texts);
        if (const auto made = makeLeads(); !made) return std::unexpected(made.error());
        addAnnotations(texts->texts);
        describe();
        return std::make_shared<const Recording>(std::move(recording_));
    }

private:
    Result<void> countRecords() {
        const bool has_signals = std::any_of(
            header_.signals.begin(), header_.signals.end(),
            [](const EdfSignal& signal) { return !signal.is_annotations && signal.samples_per_record > 0; });
        if (!has_signals) {
            return fail(ErrorCode::empty, "the file holds annotations and no signal", file_->path(),
                        "open the recording that they belong to");
        }
        if (header_.record_duration_s < kShortestRecord_s) {
            return fail(ErrorCode::malformed,
                        text::say("the header says that a data record lasts {1} s, so no signal has a rate",
                                  text::shortestText(header_.record_duration_s)),
                        file_->path(), "restore the file from its source");
        }
        const std::int64_t data_bytes = file_->size() - header_.header_bytes;
        const std::int64_t there = data_bytes / header_.record_bytes;
        // Of a record that the file ends within the time may be gone as well, and behind a gap nothing else places it.
        rest_bytes_ = header_.is_discontinuous && there > 0 ? 0 : data_bytes % header_.record_bytes;
        whole_records_ = there;
        if (header_.records <= 0) {
            warn(
                text::say("the header does not state how many data records there are: the recording was not closed "
                          "properly; {1} are in the file, which are shown",
                          there));
        } else if (header_.records > there) {
            warn(text::say(
                "the file ends early: the header promises {1} data records and the file holds {2}, which are shown",
                header_.records, there));
        } else {
            if (header_.records < there) {
                warn(text::say(
                    "the file holds {1} data records, and the header promises only {2}; the others are not shown",
                    there, header_.records));
            }
            whole_records_ = header_.records;
            rest_bytes_ = 0;
        }
        return {};
    }

    void placeRecords(const EdfTexts& texts) {
        const double recorded_s = static_cast<double>(whole_records_) * header_.record_duration_s;
        double samples_in_second = 0;
        for (const EdfSignal& signal : header_.signals) {
            if (!signal.is_annotations) samples_in_second += static_cast<double>(signal.samples_per_record);
        }
        samples_in_second /= header_.record_duration_s;
        const double most = static_cast<double>(mostSamples(std::llround(recorded_s * samples_in_second)));
        timeline_ = timelineOf(texts.record_onset_s, whole_records_, header_.record_duration_s,
                               header_.is_discontinuous, most / samples_in_second, file_->path());
        recording_.warnings.insert(recording_.warnings.end(), timeline_.warnings.begin(), timeline_.warnings.end());
        const auto end = std::find_if(texts.texts.begin(), texts.texts.end(),
                                      [](const EdfText& text) { return text.text == kEdfEnd; });
        if (writtenByTriptych(header_) && end != texts.texts.end()) end_s_ = end->onset_s - timeline_.start_s;
    }

    // The samples of a signal, gaps included, and where each block's begin.
    EdfLane laneOf(const EdfSignal& signal, double rate_hz) const {
        EdfLane lane;
        lane.byte_in_record = signal.byte_in_record;
        lane.per_record = signal.samples_per_record;
        lane.block_first_sample.clear();
        const auto& blocks = timeline_.blocks;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            std::int64_t at = std::llround(blocks[i].start_s * rate_hz);
            if (i > 0) {
                const std::int64_t records = blocks[i].first_record - blocks[i - 1].first_record;
                at = std::max(at, lane.block_first_sample.back() + records * lane.per_record);
            }
            lane.block_first_sample.push_back(at);
        }
        lane.samples = lane.block_first_sample.back() +
                       (whole_records_ - blocks.back().first_record) * lane.per_record +
                       std::clamp<std::int64_t>((rest_bytes_ - signal.byte_in_record) / header_.bytes_per_sample, 0,
                                                lane.per_record);
        if (end_s_) lane.samples = std::min(lane.samples, std::max<std::int64_t>(std::llround(*end_s_ * rate_hz), 0));
        return lane;
    }

    Result<void> makeLeads() {
        std::vector<EdfLane> lanes;
        for (const EdfSignal& signal : header_.signals) {
            if (signal.is_annotations) continue;
            const double rate_hz = static_cast<double>(signal.samples_per_record) / header_.record_duration_s;
            if (signal.samples_per_record == 0) {
                warn(text::say("signal {1} has no samples and is not shown", text::inQuotes(signal.label)));
                continue;
            }
            EdfLane lane = laneOf(signal, rate_hz);
            if (lane.samples <= 0) {
                warn(text::say("the file ends before the first sample of signal {1}, which is not shown",
                               text::inQuotes(signal.label)));
                continue;
            }
            Lead lead = leadOf(signal);
            lead.rate_hz = rate_hz;
            lead.samples = lane.samples;
            lane.gain = lead.gain;
            lane.baseline = lead.baseline;
            if (writtenByTriptych(header_) && signal.digital_minimum && *signal.digital_minimum > lowest()) {
                lane.missing = static_cast<std::int32_t>(lowest());
            }
            recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / rate_hz);
            recording_.leads.push_back(std::move(lead));
            lanes.push_back(std::move(lane));
        }
        if (lanes.empty()) {
            return fail(ErrorCode::truncated, "the file ends before its first sample", file_->path(),
                        "restore it from its source");
        }
        if (!unscaled_.empty()) {
            warn(
                text::say("these signals state no range of values that makes sense, so their stored values are shown "
                          "as they are: {1}",
                          unscaled_));
        }
        if (!unitless_.empty()) {
            warn(text::say(
                "the file names no unit for these signals, which are shown as they are, not as millivolts: {1}",
                unitless_));
        }
        if (!not_voltages_.empty()) {
            warn(text::say("these signals are not in a unit of voltage and are shown as they are: {1}", not_voltages_));
        }
        EdfLayout layout;
        layout.file = file_;
        layout.data_offset = header_.header_bytes;
        layout.record_bytes = header_.record_bytes;
        layout.records = whole_records_ + (rest_bytes_ > 0 ? 1 : 0);
        layout.bytes_per_sample = header_.bytes_per_sample;
        layout.block_first_record.clear();
        for (const EdfBlock& block : timeline_.blocks) layout.block_first_record.push_back(block.first_record);
        recording_.source = std::make_shared<EdfSource>(std::move(layout), std::move(lanes));
        return {};
    }

    double lowest() const { return header_.bytes_per_sample == 3 ? -8388608.0 : -32768.0; }

    Lead leadOf(const EdfSignal& signal) {
        Lead lead;
        lead.original_name = signal.label;
        lead.name = normalisedLeadName(signal.label.empty() ? "signal " + std::to_string(recording_.leads.size() + 1)
                                                            : signal.label);
        lead.resolution_bits = 8 * header_.bytes_per_sample;
        const double stored = signal.digital_maximum.value_or(0) - signal.digital_minimum.value_or(0);
        const double physical = signal.physical_maximum.value_or(0) - signal.physical_minimum.value_or(0);
        const bool is_stated =
            signal.digital_maximum && signal.digital_minimum && signal.physical_maximum && signal.physical_minimum;
        if (!is_stated || stored == 0 || physical == 0 || !std::isfinite(stored / physical)) {
            lead.unit = "stored";
            lead.gain = 1;
            lead.baseline = 0;
            add(unscaled_, lead.name);
            return lead;
        }
        lead.gain = stored / physical;
        lead.baseline = *signal.digital_minimum - *signal.physical_minimum * lead.gain;
        lead.unit = signal.dimension;
        if (const auto millivolts = millivoltsPer(signal.dimension)) {
            lead.unit = "mV";
            lead.gain = stored / (physical * *millivolts);  // rounded once
        } else {
            if (lead.unit.empty()) {
                lead.unit = "unstated";
                add(unitless_, lead.name);
            } else {
                add(not_voltages_, lead.name + " (" + lead.unit + ')');
            }
        }
        return lead;
    }

    void addAnnotations(const std::vector<EdfText>& found) {
        const bool ours = writtenByTriptych(header_);
        std::vector<double> rates_hz;
        for (const Lead& lead : recording_.leads) rates_hz.push_back(lead.rate_hz);
        std::sort(rates_hz.begin(), rates_hz.end(), std::greater<>());
        rates_hz.erase(std::unique(rates_hz.begin(), rates_hz.end()), rates_hz.end());
        if (!ours) {
            recording_.annotation_sets = annotationsOf(found, timeline_.start_s, rates_hz, false);
            return;
        }
        std::vector<EdfText> annotations;
        bool reviewed = false;
        for (const EdfText& text : found) {
            if (text.text.starts_with(kEdfCommentPrefix) && text.text.ends_with(kEdfReviewedComment)) {
                reviewed = true;
            } else if (text.text.starts_with(kEdfCommentPrefix)) {
                recording_.comments.push_back(text.text.substr(kEdfCommentPrefix.size()));
            } else if (text.text != kEdfEnd) {
                annotations.push_back(text);
            }
        }
        recording_.annotation_sets =
            annotationsOf(annotations, timeline_.start_s, rates_hz, true, reviewed ? kEdfReviewed : "atr");
    }

    void describe() {
        recording_.name = std::filesystem::path(file_->path()).stem().string();
        recording_.path = file_->path();
        recording_.format = header_.formatName();
        recording_.format_detail =
            std::to_string(whole_records_) + " data records of " + text::shortestText(header_.record_duration_s) + " s";
        if (timeline_.blocks.size() > 1) {
            recording_.format_detail += ", " + std::to_string(timeline_.blocks.size() - 1) + " gaps";
        }
        recording_.start = header_.start;
        if (header_.start && timeline_.start_s != 0) recording_.start = startMovedBy(*header_.start, timeline_.start_s);
        const auto comment = [this](const std::string& name, const std::string& text) {
            if (text.find_first_not_of("X ") != std::string::npos) recording_.comments.push_back(name + ": " + text);
        };
        if (writtenByTriptych(header_)) return;
        recording_.header = edfIdentification(header_);
        comment("patient", header_.patient);
        comment("recording", header_.recording);
        for (const EdfSignal& signal : header_.signals) {
            if (signal.is_annotations) continue;
            comment(signal.label + " transducer", signal.transducer);
            comment(signal.label + " filter", signal.prefiltering);
        }
    }

    void warn(text::Said what) { recording_.warnings.push_back({std::move(what), file_->path()}); }

    std::shared_ptr<const files::MappedFile> file_;
    EdfHeader header_;
    Recording recording_;
    EdfTimeline timeline_;
    std::int64_t whole_records_ = 0;
    std::int64_t rest_bytes_ = 0;  // of a record that the file ends within
    std::optional<double> end_s_;  // as a file of our own states it
    std::string unscaled_;
    std::string unitless_;
    std::string not_voltages_;
};

}  // namespace

bool sniffEdf(std::string_view beginning) {
    return looksLikeEdf(beginning);
}

bool sniffBdf(std::string_view beginning) {
    return looksLikeBdf(beginning);
}

Result<RecordingPtr> openEdf(const std::string& path, const Job& job) {
    const auto beginning = files::readExcerpt(path, kBeginning_bytes);
    if (!beginning) return std::unexpected(beginning.error());
    auto excerpt = files::readExcerpt(path, edfHeaderBytes(beginning->bytes));
    if (!excerpt) return std::unexpected(excerpt.error());
    auto header = parseEdfHeader(excerpt->bytes, path);
    if (!header) return std::unexpected(header.error());
    auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    return Opener(std::move(*file), std::move(*header)).open(job);
}

}  // namespace triptych::formats
