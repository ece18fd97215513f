#include "core/formats/csv/csv.h"

#include "core/formats/csv/annotations.h"
#include "core/formats/csv/columns.h"
#include "core/formats/csv/layout.h"
#include "core/formats/csv/source.h"
#include "core/formats/csv/survey.h"
#include "core/formats/csv/table_text.h"
#include "core/formats/csv/timeline.h"
#include "core/formats/csv/turned.h"
#include "core/formats/gaps.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::int64_t kBeginning_bytes = 1 << 18;
constexpr std::int64_t kLongBeginning_bytes = 1 << 23;
constexpr int kMostDecimals = 9;
constexpr double kLargestStored = 2e9;
constexpr double kSlowestEcg_hz = 25, kFastestEcg_hz = 20'000;
constexpr double kFastestOfSeconds_hz = 5'000;  // rows of one stamp of whole seconds; of minutes there may be more
constexpr double kSameRate = 0.02;              // a stated rate and a measured one that differ by less mean the same

class Opener {
public:
    Opener(std::string path, std::shared_ptr<const TableText> text, CsvLayout layout, const OpenHints& hints)
        : path_(std::move(path)), text_(std::move(text)), layout_(std::move(layout)), hints_(hints) {}

    Result<RecordingPtr> open(const Job& job) {
        if (layout_.dialect.ragged != 0) {
            return fail(ErrorCode::malformed, "most rows have fewer fields than the first", path_,
                        "open a table of equal rows");
        }
        if (auto known = isUnitKnown(); !known) return std::unexpected(known.error());
        if (auto chosen = chooseCsvColumns(layout_.columns, hints_.columns, path_); !chosen)
            return std::unexpected(chosen.error());
        if (layout_.long_by && hints_.columns.empty()) {
            return fail(ErrorCode::unsupported,
                        text::say("the rows are of several leads in turn, which the {1} column names",
                                  nameOf(*layout_.long_by)),
                        path_, "save the table with one column for each lead");
        }
        auto surveyed = surveyTable(*text_, layout_, path_, job);
        if (!surveyed) return std::unexpected(surveyed.error());
        survey_ = std::move(*surveyed);
        if (auto known = findRate(); !known) return std::unexpected(known.error());
        // Rows at which leads of other rates have samples are no even ones, and leave out nothing.
        if (hasOwnRates()) {
            timeline_.samples = survey_.rows;
        } else {
            timeline_ = timelineOf(*text_, layout_, survey_);
        }
        return assemble();
    }

private:
    [[nodiscard]] Result<void> isUnitKnown() const {
        if (hints_.unit.empty() || isUnitWord(hints_.unit)) return {};
        return fail(ErrorCode::wrong_use, text::say("{1} is no unit that Triptych knows", text::inQuotes(hints_.unit)),
                    path_, "name one of mV, uV, nV and V");
    }

    Result<void> findRate() {
        const ClockSurvey& clock = survey_.clock;
        const bool is_stated = hints_.rate_hz > 0 || layout_.rate_hz.has_value();
        if (clock.back != 0 && !is_stated) {
            return fail(ErrorCode::malformed,
                        text::say("the times in the {1} column do not ascend", nameOf(*layout_.clock.column)),
                        text::say("{1} row {2}", path_, clock.back),
                        "sort the file by time, or give the rate in samples per second", Wants::rate);
        }
        if (clock.back != 0 && survey_.blocks == 1) {
            warn("the times go back, and the rows are shown as evenly spaced at the rate that is stated",
                 text::say("row {1}", clock.back));
        }
        if (layout_.clock.is_short && clock.rate_hz > kFastestOfSeconds_hz) {
            survey_.clock.rate_hz /= 60;
            layout_.guesses.emplace_back("the times were taken for hours and minutes");
        }
        const bool is_odd = clock.rate_hz > 0 && (clock.rate_hz < kSlowestEcg_hz || clock.rate_hz > kFastestEcg_hz);
        if (layout_.clock.is_guessed && is_odd && !is_stated) {
            return fail(ErrorCode::wrong_use,
                        text::say("the times would mean {1} samples a second, and the file does not state their unit",
                                  text::decimalText(clock.rate_hz, 3)),
                        path_, kRateHint, Wants::rate);
        }
        rate_hz_ = hints_.rate_hz > 0 ? hints_.rate_hz : layout_.rate_hz.value_or(clock.rate_hz);
        if (!(rate_hz_ > 0) || !std::isfinite(rate_hz_)) {
            return fail(ErrorCode::wrong_use, "the file does not say how many samples there are in a second", path_,
                        kRateHint, Wants::rate);
        }
        if (hints_.rate_hz > 0 && layout_.rate_hz && isOther(*layout_.rate_hz)) {
            warn(text::say("the file states {1} samples a second: the {2} that were asked for were taken",
                           text::decimalText(*layout_.rate_hz, 3), text::decimalText(rate_hz_, 3)));
        } else if (clock.back == 0 && !hasOwnRates() && clock.rate_hz > 0 && isOther(clock.rate_hz)) {
            const std::string taken = text::decimalText(rate_hz_, 3), times = text::decimalText(clock.rate_hz, 3);
            warn(hints_.rate_hz > 0
                     ? text::say("the times have {1} samples a second: the {2} that were asked for were taken", times,
                                 taken)
                     : text::say("the file states {1} samples a second, and its times have {2}: the stated rate was "
                                 "taken",
                                 taken, times));
        }
        return {};
    }

    [[nodiscard]] bool isOther(double rate_hz) const { return std::abs(rate_hz - rate_hz_) > kSameRate * rate_hz_; }

    Result<RecordingPtr> assemble() {
        std::vector<TableLead> leads;
        for (std::size_t i = 0; i < layout_.columns.size(); ++i) addLead(i, leads);
        if (leads.empty()) {
            if (!hints_.columns.empty()) {
                return fail(ErrorCode::empty, "the columns that were chosen hold no numbers", path_, "choose others");
            }
            return fail(ErrorCode::empty, "no column of the file holds samples", path_, "open another file");
        }
        warnOfAll();
        recording_.name = std::filesystem::path(path_).stem().string();
        recording_.path = path_;
        recording_.format = layout_.dialect.delimiter == '\t' && layout_.columns.size() > 1 ? "TSV" : "CSV";
        recording_.start = layout_.start ? layout_.start : survey_.start;
        if (recording_.start && recording_.start->empty()) recording_.start.reset();  // a year that nobody writes
        if (layout_.program != "Triptych") recording_.format_detail = layout_.program;
        if (const std::int64_t gaps = timeline_.gaps; gaps > 0) {
            recording_.format_detail +=
                (recording_.format_detail.empty() ? "" : ", ") + std::to_string(gaps) + (gaps == 1 ? " gap" : " gaps");
        }
        CsvAnnotations annotations = readCsvAnnotations(path_, rate_hz_);
        recording_.annotation_sets = std::move(annotations.sets);
        recording_.warnings.insert(recording_.warnings.end(), annotations.warnings.begin(), annotations.warnings.end());
        TableIndex index{survey_.rows,
                         std::move(survey_.marks),
                         std::move(survey_.mark_times),
                         std::move(timeline_.stretches),
                         std::move(survey_.no_rows),
                         survey_.clock.back != 0};
        recording_.source =
            std::make_shared<TableSource>(text_, std::move(layout_), std::move(index), std::move(leads));
        return std::make_shared<const Recording>(std::move(recording_));
    }

    [[nodiscard]] bool hasOwnRates() const {
        return std::any_of(layout_.columns.begin(), layout_.columns.end(),
                           [](const CsvColumn& column) { return column.rate_hz > 0; });
    }

    // A stray sample that is missing needs no word, a tenth of them does. Empty fields are none in tables of several
    // columns, which need not be measured equally often.
    void addGaps(std::size_t index) {
        constexpr std::int64_t kFewest = 20, kShare = 10;
        const std::int64_t missing = survey_.columns[index].missing;
        if (survey_.rows < kFewest || missing * kShare < survey_.rows) return;
        addTo(gaps_, text::say("{1} ({2} of {3})", nameOf(index), missing, survey_.rows).text());
    }

    void addLead(std::size_t index, std::vector<TableLead>& leads) {
        const CsvColumn& column = layout_.columns[index];
        const ColumnSurvey& seen = survey_.columns[index];
        if (column.use == CsvUse::left_out && column.look != CsvLook::empty) addTo(left_out_, nameOf(index));
        const bool is_empty = column.look == CsvLook::empty && hints_.columns.empty() && !column.name.empty();
        if (column.use == CsvUse::left_out && is_empty) addTo(empty_, nameOf(index));
        if (column.use != CsvUse::lead) return;
        if (seen.values == 0) {
            if (seen.words > 0) {
                addTo(left_out_, nameOf(index));
            } else if (!column.lead.empty()) {
                addTo(empty_, nameOf(index));
            }
            return;
        }
        addGaps(index);
        Lead lead;
        lead.original_name = column.name;
        lead.name = !column.lead.empty() ? column.lead : nameOf(index);
        if (column.lead.empty() && !column.name.empty()) lead.name = normalisedLeadName(column.name);
        lead.unit_assumed = column.unit_assumed;
        std::string unit = column.unit.empty() ? tableUnitOf(hints_.unit) : column.unit;
        if (column.unit.empty()) ++unitless_by_file_;
        TableLead table;
        table.column = index;
        // As whole numbers of the last decimal, where they fit: every digit is kept.
        table.steps = std::pow(10.0, std::clamp(seen.decimals, 0, kMostDecimals));
        double largest = seen.sizes.largest();
        if (largest * table.steps > kLargestStored) largest = seen.sizes.meant();
        if (const std::int64_t absurd = seen.sizes.beyond(largest); absurd > 0) {
            table.most = largest;
            warn(absurdSamples(absurd, lead.name));
        }
        if (seen.decimals > kMostDecimals || largest * table.steps > kLargestStored) {
            table.steps = std::pow(10.0, std::floor(std::log10(kLargestStored / std::max(largest, 1e-30))));
        }
        table.unit = millivoltsPer(unit).value_or(1);
        lead.gain = table.steps / table.unit;
        if (millivoltsPer(unit)) {
            unit = "mV";
        } else if (unit.empty()) {
            addTo(unitless_, lead.name);
            unit = "unstated";
        } else {
            addTo(not_voltages_, lead.name + " (" + unit + ')');
        }
        lead.unit = unit;
        lead.baseline = 0;
        lead.rate_hz = rate_hz_;
        table.samples = timeline_.samples;
        if (column.rate_hz > 0 && layout_.clock.column) {
            lead.rate_hz = column.rate_hz;
            table.rate_hz = column.rate_hz;
            const double last = seen.last_time_s * column.rate_hz;
            if (!(last >= 0) || last >= static_cast<double>(mostSamples(survey_.rows))) {
                addTo(left_out_, nameOf(index));
                return;
            }
            table.samples = std::llround(last) + 1;
        }
        lead.samples = table.samples;
        recording_.duration_s = std::max(recording_.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
        recording_.leads.push_back(std::move(lead));
        leads.push_back(table);
    }

    void warnOfAll() {
        text::Said guesses;
        for (const text::Said& guess : layout_.guesses) {
            guesses = guesses.empty() ? guess : text::say("{1}; {2}", guesses, guess);
        }
        if (!guesses.empty()) warn(guesses);
        if (!timeline_.trouble.empty()) warn(timeline_.trouble);
        if (survey_.clock_change_s < 0) {
            warn("the clock goes back an hour, as where summer time ends: no sample was taken twice");
        } else if (survey_.clock_change_s > 0) {
            warn("the clock goes forward an hour, as where summer time begins: no sample is missing there");
        }
        if (survey_.blocks > 1) {
            warn(
                text::say("the file holds {1} blocks, which are shown end to end: the pauses between them are left out",
                          survey_.blocks));
        }
        if (survey_.odd > 0) {
            warn(text::sayCount(survey_.odd, "{1} line is no row of {2} numbers; their samples are missing",
                                "{1} lines are no rows of {2} numbers; their samples are missing",
                                layout_.columns.size()),
                 text::say("line {1}", survey_.first_odd_line));
        }
        // One behind every row is how some programs end lines.
        if (!layout_.clock.column && survey_.blanks > 0 && survey_.blanks < survey_.rows - 1) {
            warn(
                text::sayCount(survey_.blanks,
                               "{1} blank line among the rows was left out: if a sample is missing there, what follows "
                               "is too early",
                               "{1} blank lines among the rows were left out: if samples are missing there, what "
                               "follows is too early"));
        }
        if (!gaps_.empty()) warn(text::say("many samples are missing: {1}", gaps_));
        if (survey_.said_no_rows > 0) {
            warn(text::sayCount(survey_.said_no_rows, "{1} line among the rows is none and was left out",
                                "{1} lines among the rows are none and were left out"),
                 text::say("line {1}", survey_.first_no_row_line));
        }
        if (timeline_.doubled > 0) {
            warn(text::sayCount(timeline_.doubled, "{1} row has the time of the row before it and was left out",
                                "{1} rows have the times of rows before them and were left out"));
        }
        if (layout_.has_more_columns) warn("the rows have more than 1,000 columns, of which the first 1,000 are read");
        if (text_->zeros() > 0) {
            warn(text::say(
                "the file ends with {1} bytes of zero, as after a loss of power: what stands before them is shown",
                text_->zeros()));
        }
        if (!left_out_.empty()) warn(text::say("these columns hold no signal and are left out: {1}", left_out_));
        if (!empty_.empty()) warn(text::say("no samples at all are there of {1}", empty_));
        if (!hints_.unit.empty() && unitless_by_file_ == 0) {
            warn(text::say("every signal's unit is stated: {1}, which was asked for, was not needed",
                           text::inQuotes(hints_.unit)));
        }
        if (!unitless_.empty()) {
            warn(text::say(
                "the file names no unit for these signals, which are shown as they are, not as millivolts: {1}",
                unitless_));
        }
        if (!not_voltages_.empty()) {
            warn(text::say("these signals are not in a unit of voltage and are shown as they are: {1}", not_voltages_));
        }
    }

    static void addTo(std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; }

    [[nodiscard]] std::string nameOf(std::size_t index) const { return nameOfCsvColumn(layout_.columns, index); }

    void warn(text::Said what, const std::string& where = {}) {
        recording_.warnings.push_back({std::move(what), where.empty() ? path_ : path_ + ' ' + where});
    }

    std::string path_;
    std::shared_ptr<const TableText> text_;
    CsvLayout layout_;
    OpenHints hints_;
    CsvSurvey survey_;
    CsvTimeline timeline_;
    double rate_hz_ = 0;
    std::string gaps_;
    std::string left_out_;
    std::string empty_;
    std::size_t unitless_by_file_ = 0;
    std::string unitless_;
    std::string not_voltages_;
    Recording recording_;
};

std::string_view withoutMark(std::string_view text) {
    return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

bool hasSignal(const CsvLayout& layout) {
    return std::any_of(layout.columns.begin(), layout.columns.end(), [](const CsvColumn& column) {
        return column.use == CsvUse::lead && column.look == CsvLook::number;
    });
}

}  // namespace

bool sniffCsv(std::string_view beginning) {
    const auto converted = fromUtf16(beginning);
    const auto layout = csvLayoutOf(converted ? std::string_view(*converted) : withoutMark(beginning), false);
    return layout && hasSignal(*layout);
}

bool looksLikeRowsOfNumbers(std::string_view beginning) {
    // "100 2" and "100.dat 212": of two lines the second may be a signal's, whose file's name is a number.
    constexpr std::array kWfdbFormats = {0, 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, 508, 516, 524};
    constexpr std::size_t kLooked_lines = 60;
    std::string_view rest = withoutMark(beginning);
    std::size_t lines = 0;
    std::size_t rows = 0;
    std::size_t width = 0;
    bool has_format = false;
    while (!rest.empty() && lines < kLooked_lines) {
        const std::string_view line = text::trimmed(takeLine(rest));
        if (line.empty() || line.starts_with('#') || (rest.empty() && rows > 1)) continue;  // the last may be cut
        if (lines == 0 && line.substr(0, line.find(' ')).find('/') != std::string_view::npos) return false;  // segments
        ++lines;
        if (line.find_first_not_of("0123456789.,;:+-eETZ \t\"") != std::string_view::npos ||
            line.find_first_of("0123456789") == std::string_view::npos) {
            continue;
        }
        std::string_view words = line;
        std::size_t fields = 0;
        for (std::string_view word = text::takeWord(words); !word.empty(); word = text::takeWord(words)) {
            const auto number = text::wholeNumber<int>(word);
            const bool is_format =
                number && std::find(kWfdbFormats.begin(), kWfdbFormats.end(), *number) != kWfdbFormats.end();
            if (rows == 1 && fields == 1) has_format = is_format;
            ++fields;
        }
        if (fields != width) rows = 0;
        width = fields;
        ++rows;
    }
    return (rows > 2 && 2 * rows > lines) || (rows == 2 && lines == 2 && width >= 2 && !has_format);
}

bool looksLikePairs(std::string_view beginning) {
    constexpr int kLooked_lines = 4;
    std::string_view rest = withoutMark(beginning);
    int lines = 0;
    while (!rest.empty() && lines < kLooked_lines) {
        const std::string_view line = text::trimmed(takeLine(rest));
        if (line.empty()) continue;
        const std::size_t mark = line.find_first_of(",; \t");
        if (mark == std::string_view::npos || mark == 0 || (line[mark] != ',' && line[mark] != ';')) return false;
        if (line.find(line[mark], mark + 1) != std::string_view::npos) return false;
        ++lines;
    }
    return lines == kLooked_lines;
}

namespace {

// Asked of files that, by their beginning, have few lines.
std::optional<std::string> turnedOf(const TableText& text, const std::string& beginning, std::ptrdiff_t newlines) {
    constexpr std::int64_t kFewLines = 128;
    if (beginning.empty() || text.size() > kMostTurned_bytes) return std::nullopt;
    if (text.size() / static_cast<std::int64_t>(beginning.size()) * newlines > kFewLines) return std::nullopt;
    return turnedTable(text.beginning(kMostTurned_bytes));
}

Result<RecordingPtr> openTurned(const std::string& path, const std::string& turned, const Job& job,
                                const OpenHints& hints) {
    auto layout = csvLayoutOf(std::string_view(turned).substr(0, kBeginning_bytes),
                              static_cast<std::int64_t>(turned.size()) <= kBeginning_bytes, hints.columns);
    if (!layout) {
        return fail(ErrorCode::malformed, "the file holds no rows of numbers", path,
                    "open a table with one column for each lead");
    }
    layout->guesses.insert(layout->guesses.begin(), text::Said("each row of the table was taken for a lead"));
    return Opener(path, TableText::of(turned), std::move(*layout), hints).open(job);
}

}  // namespace

Result<RecordingPtr> openCsv(const std::string& path, const Job& job, const OpenHints& hints) {
    auto text = TableText::open(path);
    if (!text) return std::unexpected(text.error());
    std::string beginning = (*text)->beginning(kBeginning_bytes);
    const auto newlines = std::count(beginning.begin(), beginning.end(), '\n');
    if (const auto turned = turnedOf(**text, beginning, newlines)) return openTurned(path, *turned, job, hints);
    constexpr std::ptrdiff_t kFewLines = 4;
    // Rows of many thousand columns.
    if (newlines < kFewLines) beginning = (*text)->beginning(kLongBeginning_bytes);
    const bool is_whole = (*text)->size() <= static_cast<std::int64_t>(beginning.size());
    auto layout = csvLayoutOf(beginning, is_whole, hints.columns);
    if (!layout) {
        return fail(ErrorCode::malformed, "the file holds no rows of numbers", path,
                    "open a table with one column for each lead");
    }
    return Opener(path, *text, std::move(*layout), hints).open(job);
}

}  // namespace triptych::formats
