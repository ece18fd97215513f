#include "core/formats/csv/csv.h"

#include "core/files/mapped_file.h"
#include "core/formats/csv/layout.h"
#include "core/formats/decoded_source.h"
#include "core/formats/edf/header.h"
#include "core/formats/lead_names.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 32;
constexpr std::size_t kBeginning_bytes = 1 << 16;
constexpr std::int64_t kStopEvery_rows = 1 << 14;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostDecimals = 9;
constexpr double kLargestStored = 2e9;
constexpr double k2020_s = 1'577'836'800;  // since 1970

struct Column {
    std::vector<double> values;  // NaN where there is none
    int decimals = 0;            // the most of any value
    double largest = 0;          // magnitude
};

// "360" for 359.9998, where times of so many decimals cannot tell the two apart.
double rounded(double rate_hz, double uncertainty) {
    for (const double steps : {1.0, 2.0, 10.0, 100.0, 1000.0}) {
        const double near = std::round(rate_hz * steps) / steps;
        if (near > 0 && std::abs(near - rate_hz) <= uncertainty) return near;
    }
    return rate_hz;
}

int decimalsOfTime(std::string_view field) {
    const std::size_t point = field.find_last_of(".,:");
    return point == std::string_view::npos || field[point] == ':' ? 0 : static_cast<int>(field.size() - point - 1);
}

class Reader {
public:
    Reader(std::string path, CsvLayout layout) : path_(std::move(path)), layout_(std::move(layout)) {
        columns_.resize(layout_.columns.size());
    }

    Result<RecordingPtr> open(std::string_view bytes, const Job& job, const OpenHints& hints) {
        if (auto read = readRows(bytes.substr(layout_.data_offset), job); !read) return std::unexpected(read.error());
        if (auto known = findRate(hints); !known) return std::unexpected(known.error());
        return assemble();
    }

private:
    Result<void> readRows(std::string_view rest, const Job& job) {
        const auto all_bytes = static_cast<double>(rest.size());
        // A field takes a byte at least, its delimiter's: rows that are shorter than the first do not outgrow the file.
        const std::size_t most_rows = rest.size() / columns_.size() + 2;
        std::size_t line = layout_.first_line;
        std::size_t first_odd = 0;
        std::int64_t odd = 0;
        while (!rest.empty()) {
            std::string_view row = takeLine(rest);
            const bool is_last = rest.empty();
            if (line % kStopEvery_rows == 0) {
                if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path_);
                job.progress(1 - static_cast<double>(rest.size()) / all_bytes, "reading");
            }
            if (columns_.front().values.size() > most_rows) {
                return fail(ErrorCode::malformed, "most rows have fewer fields than the first", path_,
                            "open a table of equal rows");
            }
            if (!text::trimmed(row).empty() && !readRow(row) && !is_last) {
                if (odd++ == 0) first_odd = line;
            }
            ++line;
        }
        if (odd > 0) {
            warn(std::to_string(odd) + " lines are no rows of " + std::to_string(columns_.size()) +
                     " numbers; their samples are missing",
                 first_odd);
        }
        return {};
    }

    // Every row is a sample, so that what is odd moves nothing behind it; false where it is odd.
    bool readRow(std::string_view row) {
        const bool is_first_row = columns_.front().values.empty();
        bool is_whole = true;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const bool is_there = !row.empty();
            const std::string_view field = takeCsvField(row, layout_.delimiter);
            auto number = csvNumber(field, layout_.decimal_comma);
            if (!number && i == 0 && layout_.clock == CsvClock::seconds) {
                if (const auto time_s = clockTime(field)) {
                    // The year first is the one order of a date that cannot be mistaken.
                    if (is_first_row && field.find('-') == 4) {
                        recording_.start = startMovedBy("2020-01-01T00:00:00", *time_s - k2020_s);
                    }
                    number = CsvNumber{acrossMidnight(*time_s), decimalsOfTime(field)};
                }
            }
            is_whole = is_whole && number && (is_there || i > 0);
            const CsvNumber value = number.value_or(CsvNumber{kNothing, 0});
            Column& column = columns_[i];
            column.values.push_back(value.value);
            column.decimals = std::max(column.decimals, value.decimals);
            if (!std::isnan(value.value)) column.largest = std::max(column.largest, std::abs(value.value));
        }
        return is_whole && text::trimmed(row).empty();
    }

    // A clock that shows the time of day goes back once a night.
    double acrossMidnight(double time_s) {
        constexpr double kDay_s = 86'400;
        if (time_s + days_ * kDay_s < last_time_s_ - kDay_s / 2) ++days_;
        last_time_s_ = time_s + days_ * kDay_s;
        return last_time_s_;
    }

    Result<void> findRate(const OpenHints& hints) {
        if (layout_.clock == CsvClock::seconds) {
            if (auto placed = placeByTime(); !placed) return placed;
        }
        if (hints.rate_hz > 0) rate_hz_ = hints.rate_hz;
        if (rate_hz_ == 0 && layout_.rate_hz) rate_hz_ = *layout_.rate_hz;
        if (rate_hz_ > 0 && std::isfinite(rate_hz_)) return {};
        return fail(ErrorCode::wrong_use, "the file does not say how many samples there are in a second", path_,
                    std::string(kRateHint));
    }

    // The rate that the times have between gaps, and each row's place on its grid.
    Result<void> placeByTime() {
        const std::vector<double>& times = columns_.front().values;
        std::vector<double> steps;
        for (std::size_t i = 1; i < times.size(); ++i) {
            if (!std::isnan(times[i]) && !std::isnan(times[i - 1])) steps.push_back(times[i] - times[i - 1]);
        }
        if (steps.empty()) return {};
        if (const auto back = std::find_if(steps.begin(), steps.end(), [](double step) { return step < 0; });
            back != steps.end()) {
            return fail(ErrorCode::malformed, "the times in the first column do not ascend",
                        path_ + " row " + std::to_string(back - steps.begin() + 2),
                        "sort the file by time, or remove the column and give the rate, as in --rate 360");
        }
        std::vector<double> sorted = steps;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        // Rounded times alternate between two steps; the middle one may be a resolution more or less.
        const double resolution = std::pow(10.0, -columns_.front().decimals);
        const double longest = std::max(1.5 * *middle, *middle + 1.5 * resolution);
        double span = 0;
        double count = 0;
        for (const double step : steps) {
            if (step > longest) continue;
            span += step;
            ++count;
        }
        if (!(span > 0)) return {};
        const double scale_s = layout_.clock_scale_s;
        const double exact_hz = count / (span * scale_s);
        rate_hz_ = rounded(exact_hz, std::max(1e-9, 2 * resolution / span) * exact_hz);
        placeRows(times, longest);
        return {};
    }

    void placeRows(const std::vector<double>& times, double longest) {
        const double rate_per_unit = rate_hz_ * layout_.clock_scale_s;
        const auto rows = static_cast<std::int64_t>(times.size());
        const std::int64_t most = 4 * rows + 1'000'000 / static_cast<std::int64_t>(columns_.size());
        std::int64_t place = 0;
        std::int64_t gaps = 0;
        std::vector<std::int64_t> places;
        places.reserve(times.size());
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (i > 0) {
                const double step = times[i] - times[i - 1];
                std::int64_t samples = 1;
                if (step > longest) {
                    const double exact = step * rate_per_unit;
                    samples = exact < static_cast<double>(most) ? std::max<std::int64_t>(std::llround(exact), 1) : most;
                }
                if (samples > 1) ++gaps;
                place += samples;
            }
            if (place > most) {
                warn("the times jump so far that the gaps are left out; times behind the first are not true", 0);
                return;
            }
            places.push_back(place);
        }
        if (gaps == 0) return;
        gaps_ = gaps;
        for (Column& column : columns_) {
            std::vector<double> spread(static_cast<std::size_t>(place + 1), kNothing);
            for (std::size_t i = 0; i < places.size(); ++i) {
                spread[static_cast<std::size_t>(places[i])] = column.values[i];
            }
            column.values = std::move(spread);
        }
    }

    Result<RecordingPtr> assemble() {
        std::vector<DecodedLead> leads;
        std::string not_voltages;
        std::string unitless;
        for (std::size_t i = layout_.clock == CsvClock::none ? 0 : 1; i < columns_.size(); ++i) {
            Column& column = columns_[i];
            if (std::all_of(column.values.begin(), column.values.end(),
                            [](double value) { return std::isnan(value); })) {
                continue;
            }
            Lead lead = leadOf(i);
            // As whole numbers of the last decimal, where they fit: every digit is kept.
            double gain = std::pow(10.0, std::clamp(column.decimals, 0, kMostDecimals));
            if (column.decimals > kMostDecimals || column.largest * gain > kLargestStored) {
                gain = std::pow(10.0, std::floor(std::log10(kLargestStored / std::max(column.largest, 1e-30))));
            }
            DecodedLead decoded;
            decoded.values.reserve(column.values.size());
            for (const double value : column.values) {
                decoded.values.push_back(std::isnan(value) ? kMissingSample
                                                           : static_cast<std::int32_t>(std::llround(value * gain)));
            }
            std::vector<double>().swap(column.values);
            lead.gain = gain / millivoltsPer(lead.unit).value_or(1);
            if (millivoltsPer(lead.unit)) {
                lead.unit = "mV";
            } else {
                std::string& list = lead.unit.empty() ? unitless : not_voltages;
                list += (list.empty() ? "" : ", ") + lead.name + (lead.unit.empty() ? "" : " (" + lead.unit + ')');
                if (lead.unit.empty()) lead.unit = "unstated";
            }
            lead.baseline = 0;
            lead.rate_hz = rate_hz_;
            lead.samples = static_cast<std::int64_t>(decoded.values.size());
            decoded.scale = {lead.gain, 0, kMissingSample, true};
            recording_.duration_s = static_cast<double>(lead.samples) / rate_hz_;
            recording_.leads.push_back(std::move(lead));
            leads.push_back(std::move(decoded));
        }
        if (leads.empty()) {
            return fail(ErrorCode::empty, "no column of the file holds samples", path_, "open another file");
        }
        if (!layout_.guess.empty()) warn(layout_.guess, 0);
        if (!unitless.empty()) {
            warn(
                "the file names no unit for these signals, which are shown as they are, not as millivolts: " + unitless,
                0);
        }
        if (!not_voltages.empty()) {
            warn("these signals are not in a unit of voltage and are shown as they are: " + not_voltages, 0);
        }
        recording_.name = std::filesystem::path(path_).stem().string();
        recording_.path = path_;
        recording_.format = layout_.delimiter == '\t' ? "TSV" : "CSV";
        if (gaps_ > 0) recording_.format_detail = std::to_string(gaps_) + " gaps";
        recording_.source = std::make_shared<DecodedSource>(std::move(leads));
        return std::make_shared<const Recording>(std::move(recording_));
    }

    Lead leadOf(std::size_t index) const {
        Lead lead;
        lead.original_name = layout_.columns[index].name;
        const std::size_t number = index + (layout_.clock == CsvClock::none ? 1 : 0);
        lead.name =
            lead.original_name.empty() ? "column " + std::to_string(number) : normalisedLeadName(lead.original_name);
        lead.unit = layout_.columns[index].unit;
        return lead;
    }

    void warn(std::string what, std::size_t line) {
        recording_.warnings.push_back({std::move(what), line == 0 ? path_ : path_ + " line " + std::to_string(line)});
    }

    std::string path_;
    CsvLayout layout_;
    std::vector<Column> columns_;
    double rate_hz_ = 0;
    double last_time_s_ = 0;  // of clocks that show the time of day
    double days_ = 0;         // that have passed on them
    std::int64_t gaps_ = 0;
    Recording recording_;
};

// Text with a mark that it is UTF-16, as spreadsheets write it, comes as UTF-8.
std::optional<std::string> fromMarkedUtf16(std::string_view bytes) {
    if (bytes.starts_with("\xff\xfe")) return text::utf8OfUtf16(bytes.substr(2), true);
    if (bytes.starts_with("\xfe\xff")) return text::utf8OfUtf16(bytes.substr(2), false);
    return std::nullopt;
}

}  // namespace

bool sniffCsv(std::string_view beginning) {
    const auto converted = fromMarkedUtf16(beginning);
    return csvLayoutOf(converted ? std::string_view(*converted) : beginning).has_value();
}

Result<RecordingPtr> openCsv(const std::string& path, const Job& job, const OpenHints& hints) {
    auto bytes = files::readWhole(path, kLargest_bytes, "table of numbers");
    if (!bytes) return std::unexpected(bytes.error());
    if (auto converted = fromMarkedUtf16(*bytes)) *bytes = std::move(*converted);
    if (bytes->empty()) return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    auto layout = csvLayoutOf(std::string_view(*bytes).substr(0, kBeginning_bytes));
    if (!layout) {
        return fail(ErrorCode::malformed, "the file holds no rows of numbers", path,
                    "open a table with one column for each lead");
    }
    return Reader(path, std::move(*layout)).open(*bytes, job, hints);
}

}  // namespace triptych::formats
