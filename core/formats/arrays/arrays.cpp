#include "core/formats/arrays/arrays.h"

#include "core/formats/arrays/clocks.h"
#include "core/formats/arrays/names.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/lead_names.h"
#include "core/formats/quantised.h"
#include "core/formats/records.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace triptych::formats {
namespace {

// The shorter axis of a table has the leads, up to so many; a table that is wider both ways has a recording in each
// row.
constexpr std::int64_t kMostLeads = 64;
// What is shorter, in a file that has something longer, is a list of beats or a setting.
constexpr std::int64_t kShortest_samples = 64;
constexpr std::int64_t kMostRecords = 250'000;                 // each with a name of its own
constexpr std::int64_t kMostElements = std::int64_t{1} << 28;  // of one recording: 2 GiB as they are read

// Where one recording lies in an array.
struct ArrayRecord {
    std::size_t array = 0;
    std::int64_t first = 0;  // element
    std::int64_t leads = 1;
    std::int64_t samples = 0;
    bool leads_follow = false;  // one sample of every lead, then the next; else one lead behind another
    std::string name;
    std::vector<std::size_t> parts{};  // arrays that have a lead each, instead
};

std::int64_t elementsOf(const std::vector<std::int64_t>& shape) {
    std::int64_t count = 1;
    for (const std::int64_t length : shape) {
        if (length <= 0) return 0;
        if (count > std::numeric_limits<std::int64_t>::max() / length) return std::numeric_limits<std::int64_t>::max();
        count *= length;
    }
    return count;
}

// Without the axes of length one.
std::vector<std::int64_t> axesOf(const ArrayInfo& info) {
    std::vector<std::int64_t> axes;
    std::copy_if(info.shape.begin(), info.shape.end(), std::back_inserter(axes),
                 [](std::int64_t length) { return length != 1; });
    return axes;
}

void addTable(const ArrayRecord& base, std::int64_t rows, std::int64_t columns, std::vector<ArrayRecord>& out) {
    ArrayRecord record = base;
    record.leads_follow = columns < rows;
    record.leads = std::min(rows, columns);
    record.samples = std::max(rows, columns);
    out.push_back(std::move(record));
}

// The records of one array, by its axes: time; leads and time in either order; recordings first.
void addRecords(const ArrayInfo& info, std::size_t array, std::vector<ArrayRecord>& out) {
    const auto axes = axesOf(info);
    ArrayRecord base;
    base.array = array;
    base.name = info.name.empty() ? "recording" : info.name;
    const std::int64_t elements = elementsOf(axes);  // 0 where an axis has no length
    if (axes.empty() || axes.size() > 3 || elements == 0 || elements == std::numeric_limits<std::int64_t>::max())
        return;
    if (axes.size() == 1) {
        base.samples = axes[0];
        out.push_back(std::move(base));
        return;
    }
    if (axes.size() == 2 && std::min(axes[0], axes[1]) <= kMostLeads) return addTable(base, axes[0], axes[1], out);
    const std::int64_t each = axes.size() == 2 ? axes[1] : axes[1] * axes[2];
    if (axes.size() == 3 && std::min(axes[1], axes[2]) > kMostLeads) return;
    for (std::int64_t i = 0; i < std::min(axes[0], kMostRecords); ++i) {
        ArrayRecord record = base;
        record.first = i * each;
        record.name += '[' + std::to_string(i) + ']';
        if (axes.size() == 2) {
            record.samples = each;
            out.push_back(std::move(record));
        } else {
            addTable(record, axes[1], axes[2], out);
        }
    }
}

// "ecg/" of "ecg/lead2": what is said of the same folder counts before what is said of the file.
std::string folderOf(const std::string& name) {
    return name.substr(0, name.rfind('/') + 1);
}

std::string plainName(const ArrayInfo& info) {
    return info.name.substr(info.name.rfind('/') + 1);
}

// Times and counters of the samples of others are no recordings.
void leaveOutTimes(const ArrayFile& file, std::vector<ArrayRecord>& all) {
    const auto is_time = [&](const ArrayRecord& record) {
        return record.leads == 1 && isTimeName(plainName(file.arrays[record.array]));
    };
    std::vector<std::int64_t> lengths;
    for (const ArrayRecord& record : all) {
        if (!is_time(record)) lengths.push_back(record.samples);
    }
    std::erase_if(all, [&](const ArrayRecord& record) {
        return is_time(record) && std::find(lengths.begin(), lengths.end(), record.samples) != lengths.end();
    });
}

// Arrays of one folder and one length that are all called as leads are ("I", "V5") are one recording.
void putLeadsTogether(const ArrayFile& file, std::vector<ArrayRecord>& all) {
    const auto placeOf = [&](const ArrayRecord& record) {
        const std::string name = normalisedLeadName(plainName(file.arrays[record.array]));
        return std::find(kStandardLeads.begin(), kStandardLeads.end(), name) - kStandardLeads.begin();
    };
    const auto is_lead = [&](const ArrayRecord& record) {
        return record.leads == 1 && record.first == 0 && axesOf(file.arrays[record.array]).size() == 1 &&
               placeOf(record) < static_cast<std::ptrdiff_t>(kStandardLeads.size());
    };
    std::map<std::pair<std::string, std::int64_t>, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (is_lead(all[i])) groups[{folderOf(all[i].name), all[i].samples}].push_back(i);
    }
    std::vector<bool> is_taken(all.size(), false);
    for (auto& [where, members] : groups) {
        std::sort(members.begin(), members.end(),
                  [&](std::size_t a, std::size_t b) { return placeOf(all[a]) < placeOf(all[b]); });
        if (members.size() < 2 || members.size() > static_cast<std::size_t>(kMostLeads)) continue;
        ArrayRecord& first = all[members.front()];
        for (const std::size_t i : members) {
            first.parts.push_back(all[i].array);
            is_taken[i] = i != members.front();
        }
        first.leads = static_cast<std::int64_t>(members.size());
        first.name = where.first.empty() ? "recording" : where.first.substr(0, where.first.size() - 1);
    }
    std::size_t at = 0;
    std::erase_if(all, [&](const ArrayRecord&) { return is_taken[at++]; });
}

std::vector<ArrayRecord> findRecords(const ArrayFile& file) {
    std::vector<ArrayRecord> all;
    for (std::size_t i = 0; i < file.arrays.size(); ++i) addRecords(file.arrays[i], i, all);
    leaveOutTimes(file, all);
    putLeadsTogether(file, all);
    std::int64_t longest = 0;
    for (const ArrayRecord& record : all) longest = std::max(longest, record.samples);
    std::erase_if(all, [longest](const ArrayRecord& record) {
        return record.samples < std::min(kShortest_samples, longest) || record.samples < 2;
    });
    return all;
}

std::vector<std::string> namesOf(const std::vector<ArrayRecord>& records) {
    std::vector<std::string> names;
    names.reserve(records.size());
    for (const ArrayRecord& record : records) names.push_back(record.name);
    return names;
}

template <class Map>
Map within(const Map& all, const std::string& folder) {
    Map out;
    for (const auto& [name, value] : all) {
        if (folderOf(name) == folder) out.emplace(name, value);
    }
    return out;
}

std::optional<double> statedRate(const ArrayFile& file, const ArrayInfo& info) {
    const std::string folder = folderOf(info.name);
    for (const auto& rate_hz :
         {rateIn(info.numbers, info.texts), rateIn(info.texts), rateIn(within(file.numbers, folder), file.texts),
          rateIn(within(file.texts, folder)), rateIn(file.numbers, file.texts), rateIn(file.texts)}) {
        if (rate_hz) return rate_hz;
    }
    return std::nullopt;
}

std::vector<std::string> leadNames(const ArrayFile& file, const ArrayInfo& info, std::size_t count) {
    const std::string folder = folderOf(info.name);
    for (auto& names : {leadNamesIn(info.texts, count), leadNamesIn(within(file.texts, folder), count),
                        leadNamesIn(file.texts, count)}) {
        if (!names.empty()) return names;
    }
    std::vector<std::string> names;
    if (count == 1) {
        const std::string plain = plainName(info);
        names.push_back(plain.empty() ? "lead 1" : plain);
        return names;
    }
    for (std::size_t i = 0; i < count; ++i) names.push_back("lead " + std::to_string(i + 1));
    return names;
}

std::string unitOf(const ArrayFile& file, const ArrayInfo& info) {
    for (const std::string& unit :
         {unitIn(info.texts), unitIn(within(file.texts, folderOf(info.name))), unitIn(file.texts)}) {
        if (!unit.empty()) return unit;
    }
    return {};
}

ArrayScale scaleOf(const ArrayFile& file, const ArrayInfo& info) {
    const bool is_whole = info.float_bits == 0;
    for (ArrayScale& scale :
         std::array{scaleIn(info.numbers, is_whole), scaleIn(within(file.numbers, folderOf(info.name)), is_whole)}) {
        if (!scale.said.empty()) return scale;
    }
    return {};
}

std::vector<std::string> unitsOf(const ArrayFile& file, const ArrayInfo& info, std::size_t count) {
    for (auto& units : {unitsIn(info.texts, count), unitsIn(within(file.texts, folderOf(info.name)), count),
                        unitsIn(file.texts, count)}) {
        if (!units.empty()) return units;
    }
    return {};
}

// One recording on its way from the arrays to leads.
class Opener {
public:
    Opener(ArrayFile& file, const ArrayRecord& record, const std::string& path, const std::string& format,
           const OpenHints& hints)
        : file_(file), record_(record), path_(path), hints_(hints), out_(path, format) {}

    // All but its path and name.
    Result<DecodedRecording> open(const Job& job) {
        if (record_.samples > kMostElements / record_.leads) {
            return fail(ErrorCode::refused,
                        text::say("the recording has {1} times {2} samples, more than are held in memory",
                                  record_.leads, record_.samples),
                        path_, "cut it into parts, or convert it to WFDB or EDF");
        }
        rate_hz_ = hints_.rate_hz > 0 ? hints_.rate_hz : statedRate(file_, info()).value_or(0);
        if (rate_hz_ == 0) {
            if (auto done = askTimes(job); !done) return std::unexpected(done.error());
        }
        // A table may have its time in the first column.
        const bool may_know = rate_hz_ > 0 || (record_.leads > 1 && record_.parts.empty());
        if (!may_know) return rateWanted();
        if (auto done = readAll(job); !done) return std::unexpected(done.error());
        const bool has_clock = takeOwnClock();
        if (!(rate_hz_ > 0)) return rateWanted();
        for (std::size_t i = has_clock ? 1 : 0; i < leads(); ++i) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
            addLead(i, has_clock);
        }
        for (const text::Said& warning : file_.warnings) out_.warn(warning);
        for (const text::Said& scaled : scaled_) out_.warn(scaled);
        if (record_.leads > 1 && record_.parts.empty()) {
            out_.recording.comments.push_back("The array has " +
                                              std::string(record_.leads_follow ? "samples" : "leads") +
                                              " in its rows: its longer axis was taken for time");
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] const ArrayInfo& info(std::size_t lead = 0) const {
        return file_.arrays[record_.parts.empty() ? record_.array : record_.parts[lead]];
    }
    [[nodiscard]] std::size_t leads() const { return static_cast<std::size_t>(record_.leads); }
    [[nodiscard]] std::size_t samples() const { return static_cast<std::size_t>(record_.samples); }

    [[nodiscard]] std::unexpected<Error> rateWanted() const {
        return fail(ErrorCode::wrong_use, "the file does not say how many samples there are in a second", path_,
                    kRateHint, Wants::rate);
    }

    // Another array of the same length, of the same folder or of the file, that is called as times are.
    Result<void> askTimes(const Job& job) {
        for (std::size_t i = 0; i < file_.arrays.size(); ++i) {
            const ArrayInfo& times = file_.arrays[i];
            const std::string folder = folderOf(times.name);
            const bool fits = isTimeName(plainName(times)) && axesOf(times).size() == 1 &&
                              elementsOf(times.shape) == record_.samples &&
                              (folder == folderOf(info().name) || folder.empty());
            if (!fits) continue;
            const auto values = file_.read(i, 0, record_.samples, job);
            if (!values) return std::unexpected(values.error());
            const auto clock = clockOf(*values, secondsPerUnit(plainName(times), times.texts));
            if (!clock || !(clock->rate_hz > 0)) continue;
            rate_hz_ = clock->rate_hz;
            out_.warn(text::say("the array {1} grows in equal steps: {2}", times.name, clock->said));
            return {};
        }
        return {};
    }

    Result<void> readAll(const Job& job) {
        if (record_.parts.empty()) {
            auto numbers = file_.read(record_.array, record_.first, record_.leads * record_.samples, job);
            if (!numbers) return std::unexpected(numbers.error());
            numbers_ = std::move(*numbers);
            return {};
        }
        for (const std::size_t part : record_.parts) {
            const auto numbers = file_.read(part, 0, record_.samples, job);
            if (!numbers) return std::unexpected(numbers.error());
            numbers_.insert(numbers_.end(), numbers->begin(), numbers->end());
        }
        return {};
    }

    [[nodiscard]] std::vector<double> columnOf(std::size_t lead) const {
        std::vector<double> values(samples());
        for (std::size_t k = 0; k < values.size(); ++k) {
            values[k] = numbers_[record_.leads_follow ? k * leads() + lead : lead * samples() + k];
        }
        return values;
    }

    bool takeOwnClock() {
        if (record_.leads < 2 || !record_.parts.empty()) return false;
        const auto names = leadNames(file_, info(), leads());
        const auto clock = clockOf(columnOf(0), secondsPerUnit(names.front(), {}));
        if (!clock) return false;
        // Where the rate is known, only a clock that agrees with it is one.
        constexpr double kSameRate = 0.01;
        if (rate_hz_ > 0 && std::abs(clock->rate_hz - rate_hz_) > kSameRate * rate_hz_) return false;
        if (!(rate_hz_ > 0)) rate_hz_ = clock->rate_hz;
        out_.warn(text::say("the first lead grows in equal steps: {1}", clock->said));
        return true;
    }

    void addLead(std::size_t i, bool has_clock) {
        const ArrayInfo& from = info(i);
        Lead lead;
        if (!record_.parts.empty()) {
            lead.original_name = plainName(from);
        } else {
            // Beside a clock the names may be those of the others alone.
            const auto names = leadNames(file_, from, leads());
            const auto others = leadNames(file_, from, leads() - 1);
            const bool is_unnamed = names.front() == "lead 1";
            lead.original_name = has_clock && is_unnamed ? others[i - 1] : names[i];
        }
        const std::string stated = unitOf(file_, from);
        const auto units = unitsOf(file_, from, leads());
        lead.unit = !stated.empty() ? stated : units.size() == leads() && leads() > 1 ? units[i] : hints_.unit;
        const ArrayScale scale = scaleOf(file_, from);
        if (!scale.said.empty() && std::find(scaled_.begin(), scaled_.end(), scale.said) == scaled_.end()) {
            scaled_.push_back(scale.said);
        }
        std::vector<double> values = columnOf(i);
        for (double& value : values) value = scale.of(value);
        const double precision = from.float_bits == 16 ? 0x1p-11 : from.float_bits == 32 ? 0x1p-24 : 0x1p-52;
        Quantised stored = quantised(values, precision);
        lead.rate_hz = rate_hz_;
        lead.gain = stored.gain;
        lead.baseline = 0;
        if (stored.absurd > 0) out_.warn(absurdSamples(stored.absurd, lead.original_name));
        out_.add(std::move(lead), std::move(stored.values));
    }

    ArrayFile& file_;
    const ArrayRecord& record_;
    const std::string& path_;
    const OpenHints& hints_;
    DecodedRecording out_;
    double rate_hz_ = 0;
    std::vector<double> numbers_;
    std::vector<text::Said> scaled_;  // what was done to the numbers, each once
};

}  // namespace

std::vector<std::string> recordsIn(const ArrayFile& file) {
    return namesOf(findRecords(file));
}

Result<RecordingPtr> openArrays(ArrayFile& file, const std::string& path, const std::string& format, const Job& job,
                                const OpenHints& hints) {
    const auto records = findRecords(file);
    if (records.empty()) {
        return fail(ErrorCode::unsupported, "the file holds no array of numbers that could be a signal", path,
                    "open a file with an array of samples, or of leads and samples");
    }
    const auto picked = pickRecord(namesOf(records), hints.record, path);
    if (!picked) return std::unexpected(picked.error());
    const ArrayRecord& record = records[picked->index];
    auto out = Opener(file, record, path, format, hints).open(job);
    if (!out) return std::unexpected(out.error());
    if (records.size() > 1) {
        out->recording.path = pathWithin(path, record.name);
        out->recording.name += '-' + record.name;
    }
    return out->finish();
}

}  // namespace triptych::formats
