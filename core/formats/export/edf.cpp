// EDF+ and BDF+: annotations as time-stamped lists, stretches without samples left out (EDF+D).
#include "core/domain/start_time.h"
#include "core/formats/edf/annotations.h"
#include "core/formats/edf/scale.h"
#include "core/formats/export/parts.h"
#include "core/formats/export/survey.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::size_t kFewestTal_bytes = 64;

// One lead's integers as digital values of the file: integer - shift, and again divided where they are too many.
struct EdfLead {
    ExportLead source;
    std::string label;
    std::int64_t per_record = 1;
    std::int64_t shift = 0;
    double divisor = 1;
    bool has_gaps = false;    // then the lowest digital value marks a missing sample
    std::int64_t lowest = 0;  // digital value that a sample may have
    EdfScale scale;
};

struct Tal {
    double onset_s;
    std::string bytes;
};

// "+12.25": seconds to a tenth of a microsecond.
std::string seconds(double value) {
    const std::string text = text::decimalText(value, 7);
    return text.starts_with('-') ? text : '+' + text;
}

std::string tal(double onset_s, double duration_s, const std::string& text) {
    std::string bytes = seconds(onset_s);
    if (duration_s > 0) bytes += '\x15' + seconds(duration_s).substr(1);
    return bytes + '\x14' + text + '\x14' + '\0';
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() > width) {
        text.resize(width);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.pop_back();
        if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0) text.pop_back();
    }
    text.resize(width, ' ');
    return text;
}

class Writer {
public:
    Writer(const ExportTask& task, bool is_bdf)
        : task_(task), recording_(task.recording), is_bdf_(is_bdf), limit_(is_bdf ? 8'388'607 : 32'767) {}

    Result<Exported> write() {
        Exported done;
        done.files = {task_.path};
        if (const auto checked = checkTargets(recording_, done.files); !checked)
            return std::unexpected(checked.error());
        auto file = files::FileWriter::create(task_.path, task_.mode());
        if (!file) return std::unexpected(file.error());
        if (const auto planned = plan(); !planned) return std::unexpected(planned.error());
        if (const auto found = findGaps(); !found) return std::unexpected(found.error());
        layOutTexts();
        if (auto written = file->write(header()); !written) return std::unexpected(written.error());
        if (auto written = writeRecords(*file); !written) return std::unexpected(written.error());
        if (auto written = file->commit(); !written) return std::unexpected(written.error());
        warnOfNotes(task_, warnings_);
        done.warnings = std::move(warnings_);
        return done;
    }

private:
    void warn(text::Said what) { warnings_.push_back({std::move(what), task_.path}); }

    Result<void> plan() {
        const auto leads = surveyLeads(recording_, task_.job, 0.3);
        if (!leads) return std::unexpected(leads.error());
        const auto frame = commonFrame(*leads, task_.path);
        if (!frame) return std::unexpected(frame.error());
        double samples_in_second = 0;
        for (const ExportLead& lead : *leads) samples_in_second += lead.rate_hz;
        const auto length = recordLengthFor(frame->rate_hz, samples_in_second);
        if (!length) {
            return fail(ErrorCode::unsupported, "the leads' rates need data records that EDF cannot describe",
                        task_.path, "write WFDB, CSV or JSON");
        }
        length_ = *length;
        if (length_.error > 1e-9) {
            warn(
                text::say("EDF states the length of a data record in eight characters, so the rates are off by {1} "
                          "parts in a thousand million",
                          text::shortestText(std::ceil(length_.error * 1e10) / 10)));
        }
        const auto frames = std::llround(length_.duration_s * frame->rate_hz);
        for (std::size_t i = 0; i < leads->size(); ++i) planLead((*leads)[i], frames * frame->samples[i]);
        for (const EdfLead& lead : leads_) {
            records_ = std::max(records_, (lead.source.samples + lead.per_record - 1) / lead.per_record);
        }
        return {};
    }

    // The format's sixteen characters; where another lead has them already, the last ones count.
    std::string shortened(const std::string& name) {
        constexpr std::size_t kLongest = 16;
        const auto start = [&name](std::size_t length) {
            while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xc0) == 0x80) --length;
            return std::string(text::trimmed(name.substr(0, length)));
        };
        std::string label = start(kLongest);
        const auto is_taken = [this](const std::string& wanted) {
            return std::ranges::any_of(leads_, [&](const EdfLead& lead) { return lead.label == wanted; });
        };
        for (int number = 2; is_taken(label); ++number) {
            const std::string end = ' ' + std::to_string(number);
            label = start(kLongest - end.size()) + end;
        }
        warn(text::say("a lead's name has sixteen characters in EDF: {1} is written as {2}", name, label));
        return label;
    }

    void planLead(const ExportLead& source, std::int64_t per_record) {
        const Lead& info = recording_.leads[source.lead];
        EdfLead lead;
        lead.source = source;
        lead.per_record = per_record;
        const auto whole = std::llround(recording_.duration_s * source.rate_hz);
        lead.has_gaps = source.has_missing || source.samples < whole;
        lead.lowest = lead.has_gaps ? -limit_ : -limit_ - 1;
        lead.label = nameToWrite(info);
        if (lead.label.size() > 16) lead.label = oneLine(info.name);
        if (lead.label.size() > 16) lead.label = shortened(lead.label);
        const std::int64_t lowest = source.lowest;
        const std::int64_t highest = source.highest;
        if (highest - lowest > 2 * limit_ + 1) {
            lead.divisor = std::ceil(static_cast<double>(highest - lowest) / static_cast<double>(2 * limit_));
            const std::string step = text::shortestText(lead.divisor / source.gain);
            warn(is_bdf_
                     ? text::say("lead {1} has finer steps than BDF's 24 bits hold, and is written in steps of {2} {3}",
                                 info.name, step, info.unit)
                     : text::say("lead {1} has finer steps than EDF's 16 bits hold, and is written in steps of {2} "
                                 "{3}; BDF holds all of them",
                                 info.name, step, info.unit));
        }
        if (lead.divisor > 1 || lowest < lead.lowest || highest > limit_) lead.shift = (lowest + highest) / 2;
        const double gain = source.gain / lead.divisor;
        const double baseline = (source.baseline - static_cast<double>(lead.shift)) / lead.divisor;
        std::string unit = info.unit == "unstated" || info.unit == "stored" ? std::string() : oneLine(info.unit);
        lead.scale = edfScaleFor(gain, baseline, {digital(lead, source.lowest), digital(lead, source.highest)},
                                 {lead.lowest, limit_}, unit);
        leads_.push_back(std::move(lead));
    }

    // A lead with gaps that uses all 65,536 values loses the lowest by a step: it marks missing samples.
    std::int32_t digital(const EdfLead& lead, std::int32_t value) const {
        // Behind the end of a lead without gaps: it is not read back.
        if (value == kMissingSample) return lead.has_gaps ? static_cast<std::int32_t>(-limit_ - 1) : 0;
        auto shifted = static_cast<std::int64_t>(value) - lead.shift;
        if (lead.divisor > 1) shifted = std::llround(static_cast<double>(shifted) / lead.divisor);
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(shifted, lead.lowest, limit_));
    }

    // Records in which no lead has a sample are left out; the first and the last stay, for they say how long it is.
    Result<void> findGaps() {
        kept_.assign(static_cast<std::size_t>(records_), true);
        if (!std::all_of(leads_.begin(), leads_.end(), [](const EdfLead& lead) { return lead.source.has_missing; })) {
            return {};
        }
        std::vector<std::int32_t> block;
        for (std::int64_t record = 1; record + 1 < records_; ++record) {
            if (task_.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task_.path);
            const bool is_empty = std::all_of(leads_.begin(), leads_.end(), [&](const EdfLead& lead) {
                block.resize(static_cast<std::size_t>(lead.per_record));
                readIntegers(recording_, lead.source, record * lead.per_record, block);
                return std::all_of(block.begin(), block.end(),
                                   [](std::int32_t value) { return value == kMissingSample; });
            });
            kept_[static_cast<std::size_t>(record)] = !is_empty;
        }
        return {};
    }

    double onsetOf(std::int64_t record) const {
        return first_onset_s_ + static_cast<double>(record) * length_.duration_s;
    }

    void layOutTexts() {
        readStart();
        std::vector<Tal> texts;
        if (!task_.options.anonymise) {
            for (const std::string& comment : commentsToWrite(recording_)) {
                texts.push_back({0, tal(first_onset_s_, 0, std::string(kEdfCommentPrefix) + oneLine(comment))});
            }
        }
        const std::string_view unnamed = annotatorWithoutName(recording_.annotation_sets);
        if (unnamed != "atr") {
            texts.push_back(
                {0, tal(first_onset_s_, 0, std::string(kEdfCommentPrefix) + std::string(kEdfReviewedComment))});
        }
        for (const AnnotationSet& set : recording_.annotation_sets) {
            if (!(set.rate_hz > 0)) continue;
            for (const Annotation& annotation : set.annotations) {
                const double onset_s = static_cast<double>(annotation.sample) / set.rate_hz;
                const double duration_s = static_cast<double>(annotation.duration) / set.rate_hz;
                texts.push_back(
                    {onset_s, tal(first_onset_s_ + onset_s, duration_s, edfTextOf(set, annotation, unnamed))});
            }
        }
        texts.push_back({recording_.duration_s, tal(first_onset_s_ + recording_.duration_s, 0, std::string(kEdfEnd))});
        std::stable_sort(texts.begin(), texts.end(), [](const Tal& a, const Tal& b) { return a.onset_s < b.onset_s; });
        std::size_t all_bytes = 0;
        std::size_t longest = 0;
        for (const Tal& text : texts) {
            all_bytes += text.bytes.size();
            longest = std::max(longest, text.bytes.size());
        }
        const std::size_t clock = tal(onsetOf(records_), 0, "").size();
        tal_bytes_ = std::max(kFewestTal_bytes,
                              clock + std::max(longest, all_bytes * 3 / 2 / static_cast<std::size_t>(records_)));
        while (!fill(texts)) tal_bytes_ += tal_bytes_ / 2;
        const std::size_t width = is_bdf_ ? 3 : 2;
        tal_samples_ = (tal_bytes_ + width - 1) / width;
        tal_bytes_ = tal_samples_ * width;
    }

    // Puts every text into the record of its time, or a later one where that is full; false where some found no room.
    bool fill(const std::vector<Tal>& texts) {
        record_texts_.assign(static_cast<std::size_t>(records_), {});
        std::size_t next = 0;
        for (std::int64_t record = 0; record < records_; ++record) {
            if (!kept_[static_cast<std::size_t>(record)]) continue;
            std::string& bytes = record_texts_[static_cast<std::size_t>(record)];
            bytes = tal(onsetOf(record), 0, "");
            const double end_s = static_cast<double>(record + 1) * length_.duration_s;
            const bool is_last = record + 1 == records_;
            while (next < texts.size() && (texts[next].onset_s < end_s || is_last) &&
                   bytes.size() + texts[next].bytes.size() <= tal_bytes_) {
                bytes += texts[next++].bytes;
            }
        }
        return next == texts.size();
    }

    // The whole seconds of the start go into the header, the rest into the first record's time.
    void readStart() {
        const auto& start = recording_.start;
        if (task_.options.anonymise || !start) return;
        if (const auto known = parseStart(*start); known && !known->day) {
            time_ = start->substr(0, 2) + '.' + start->substr(3, 2) + '.' + start->substr(6, 2);
            first_onset_s_ = static_cast<double>(known->of_day.count() % 1'000'000) * 1e-6;
            return;
        }
        if (start->size() < 19 || (*start)[10] != 'T') return;
        constexpr std::array<const char*, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
        const auto year = text::wholeNumber<int>(start->substr(0, 4));
        const auto month = text::wholeNumber<unsigned>(start->substr(5, 2));
        if (!year || !month || *month < 1 || *month > 12) return;
        const std::string day = start->substr(8, 2);
        long_date_ = day + '-' + kMonths[*month - 1] + '-' + start->substr(0, 4);
        // The short date has two digits for 1985 to 2084; beyond, EDF+ writes "yy".
        date_ = day + '.' + start->substr(5, 2) + '.' +
                (*year >= 1985 && *year <= 2084 ? start->substr(2, 2) : std::string("yy"));
        time_ = start->substr(11, 2) + '.' + start->substr(14, 2) + '.' + start->substr(17, 2);
        std::string_view rest = std::string_view(*start).substr(19);
        if (rest.starts_with('.')) {
            const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
            first_onset_s_ = text::wholeNumber<double>('0' + std::string(rest.substr(0, end))).value_or(0);
        }
    }

    std::string header() const {
        const std::size_t signals = leads_.size() + 1;
        const std::string kind = is_bdf_ ? "BDF" : "EDF";
        const auto records = static_cast<std::int64_t>(std::count(kept_.begin(), kept_.end(), true));
        std::string text = is_bdf_ ? "\xff"
                                     "BIOSEMI"
                                   : "0       ";
        text += padded("X X X X", 80) + padded("Startdate " + long_date_ + " X X " + std::string(kEdfEquipment), 80);
        text += padded(date_, 8) + padded(time_, 8) + padded(std::to_string(256 * (signals + 1)), 8);
        text += padded(kind + (records < records_ ? "+D" : "+C"), 44) + padded(std::to_string(records), 8);
        text += padded(length_.text, 8) + padded(std::to_string(signals), 4);
        const auto column = [&](std::size_t width, const auto& of, const std::string& of_annotations) {
            for (const EdfLead& lead : leads_) text += padded(of(lead), width);
            text += padded(of_annotations, width);
        };
        const auto blank = [](const EdfLead&) { return std::string(); };
        column(
            16, [](const EdfLead& lead) { return lead.label; }, kind + " Annotations");
        column(80, blank, "");
        column(
            8, [](const EdfLead& lead) { return lead.scale.dimension; }, "");
        column(
            8, [](const EdfLead& lead) { return lead.scale.physical_minimum; }, "-1");
        column(
            8, [](const EdfLead& lead) { return lead.scale.physical_maximum; }, "1");
        column(
            8, [](const EdfLead& lead) { return std::to_string(lead.scale.digital_minimum); },
            std::to_string(-limit_ - 1));
        column(
            8, [](const EdfLead& lead) { return std::to_string(lead.scale.digital_maximum); }, std::to_string(limit_));
        column(80, blank, "");
        column(
            8, [](const EdfLead& lead) { return std::to_string(lead.per_record); }, std::to_string(tal_samples_));
        column(32, blank, "");
        return text;
    }

    Result<void> writeRecords(files::FileWriter& file) {
        const int width = is_bdf_ ? 3 : 2;
        std::int64_t record_samples = 1;
        for (const EdfLead& lead : leads_) record_samples += lead.per_record;
        const std::int64_t at_once = std::max<std::int64_t>((1 << 18) / record_samples, 1);
        std::vector<std::vector<std::int32_t>> values(leads_.size());
        std::string bytes;
        for (std::int64_t first = 0; first < records_; first += at_once) {
            if (task_.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task_.path);
            const std::int64_t count = std::min(at_once, records_ - first);
            for (std::size_t i = 0; i < leads_.size(); ++i) {
                values[i].resize(static_cast<std::size_t>(count * leads_[i].per_record));
                readIntegers(recording_, leads_[i].source, first * leads_[i].per_record, values[i]);
            }
            bytes.clear();
            for (std::int64_t at = 0; at < count; ++at) {
                if (!kept_[static_cast<std::size_t>(first + at)]) continue;
                for (std::size_t i = 0; i < leads_.size(); ++i) {
                    const std::int64_t per_record = leads_[i].per_record;
                    for (std::int64_t k = 0; k < per_record; ++k) {
                        const auto bits = static_cast<std::uint32_t>(
                            digital(leads_[i], values[i][static_cast<std::size_t>(at * per_record + k)]));
                        for (int shift = 0; shift < 8 * width; shift += 8) {
                            bytes += static_cast<char>(bits >> shift & 0xff);
                        }
                    }
                }
                std::string texts = std::move(record_texts_[static_cast<std::size_t>(first + at)]);
                texts.resize(tal_bytes_, '\0');
                bytes += texts;
            }
            if (auto written = file.write(bytes); !written) return written;
            task_.job.progress(0.3 + 0.7 * static_cast<double>(first + count) / static_cast<double>(records_),
                               "writing");
        }
        return {};
    }

    const ExportTask& task_;
    const Recording& recording_;
    bool is_bdf_;
    std::int64_t limit_;  // the largest digital value; the one below its negative marks a missing sample
    std::vector<EdfLead> leads_;
    EdfRecordLength length_;
    std::int64_t records_ = 0;
    std::vector<bool> kept_;
    std::vector<std::string> record_texts_;
    std::size_t tal_bytes_ = 0;
    std::size_t tal_samples_ = 0;
    double first_onset_s_ = 0;
    std::string long_date_ = "X";
    std::string date_ = "01.01.85";
    std::string time_ = "00.00.00";
    std::vector<Warning> warnings_;
};

}  // namespace

Result<Exported> exportEdf(const ExportTask& task, bool is_bdf) {
    return Writer(task, is_bdf).write();
}

}  // namespace triptych::formats
