#include "core/formats/arrays/arrays.h"

#include "core/formats/arrays/names.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/quantised.h"
#include "core/formats/records.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

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

std::vector<ArrayRecord> findRecords(const ArrayFile& file) {
    std::vector<ArrayRecord> all;
    for (std::size_t i = 0; i < file.arrays.size(); ++i) addRecords(file.arrays[i], i, all);
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

// "ecg/" of "ecg/lead2": what is said of the same folder counts before what is said of the file.
std::string folderOf(const std::string& name) {
    return name.substr(0, name.rfind('/') + 1);
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
    for (const auto& rate_hz : {rateIn(info.numbers), rateIn(info.texts), rateIn(within(file.numbers, folder)),
                                rateIn(within(file.texts, folder)), rateIn(file.numbers), rateIn(file.texts)}) {
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
        const std::string plain = info.name.substr(info.name.rfind('/') + 1);
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
    const ArrayInfo& info = file.arrays[record.array];
    const double rate_hz = hints.rate_hz > 0 ? hints.rate_hz : statedRate(file, info).value_or(0);
    if (rate_hz <= 0) {
        return fail(ErrorCode::wrong_use, "the file does not say how many samples there are in a second", path,
                    kRateHint, Wants::rate);
    }
    if (record.samples > kMostElements / record.leads) {
        return fail(ErrorCode::refused,
                    text::say("the recording has {1} times {2} samples, more than are held in memory", record.leads,
                              record.samples),
                    path, "cut it into parts, or convert it to WFDB or EDF");
    }
    DecodedRecording out(path, format);
    const auto numbers = file.read(record.array, record.first, record.leads * record.samples, job);
    if (!numbers) return std::unexpected(numbers.error());
    const auto leads = static_cast<std::size_t>(record.leads);
    const auto samples = static_cast<std::size_t>(record.samples);
    const auto names = leadNames(file, info, leads);
    const std::string stated = unitOf(file, info);
    const std::string unit = stated.empty() ? hints.unit : stated;
    const ArrayScale scale = scaleOf(file, info);
    const double precision = info.float_bits == 16 ? 0x1p-11 : info.float_bits == 32 ? 0x1p-24 : 0x1p-52;
    for (std::size_t i = 0; i < leads; ++i) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
        std::vector<double> values(samples);
        for (std::size_t k = 0; k < samples; ++k) {
            values[k] = scale.of((*numbers)[record.leads_follow ? k * leads + i : i * samples + k]);
        }
        Quantised stored = quantised(values, precision);
        Lead lead;
        lead.original_name = names[i];
        lead.unit = unit;
        lead.rate_hz = rate_hz;
        lead.gain = stored.gain;
        lead.baseline = 0;
        if (stored.absurd > 0) out.warn(absurdSamples(stored.absurd, names[i]));
        out.add(std::move(lead), std::move(stored.values));
    }
    for (const text::Said& warning : file.warnings) out.warn(warning);
    if (!scale.said.empty()) out.warn(scale.said);
    if (leads > 1) {
        out.recording.comments.push_back("The array has " + std::string(record.leads_follow ? "samples" : "leads") +
                                         " in its rows: its longer axis was taken for time");
    }
    if (records.size() > 1) {
        out.recording.path = pathWithin(path, record.name);
        out.recording.name += '-' + record.name;
    }
    return out.finish();
}

}  // namespace triptych::formats
