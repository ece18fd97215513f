#include "core/formats/csv/annotations.h"

#include "core/domain/own_labels.h"
#include "core/files/mapped_file.h"
#include "core/formats/csv/cells.h"
#include "core/formats/csv/table_text.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

namespace triptych::formats {
namespace {

constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 28;

std::optional<std::uint8_t> codeOf(const std::string& symbol) {
    if (const auto code = codeOfSymbol(symbol)) return code;
    if (symbol.size() < 3 || symbol.front() != '[' || symbol.back() != ']') return knowOwnLetter(symbol);
    return text::wholeNumber<std::uint8_t>(std::string_view(symbol).substr(1, symbol.size() - 2));
}

struct Row {
    double time_s = 0;
    double duration_s = 0;
    std::string annotator;
    Annotation annotation;
};

std::optional<Row> rowOf(std::string_view line, std::size_t columns) {
    const auto fields = csvFieldsOf(line, ',');
    if (fields.size() != columns) return std::nullopt;
    Row row;
    const auto time_s = text::wholeNumber<double>(fields[0]);
    const auto sample = text::wholeNumber<std::int64_t>(fields[1]);
    const auto code = codeOf(csvTextOf(fields[2]));
    const auto duration_s = text::wholeNumber<double>(fields[4]);
    if (!time_s || !sample || !code || !duration_s) return std::nullopt;
    row.time_s = *time_s;
    row.duration_s = *duration_s;
    row.annotator = csvTextOf(fields[5]);
    row.annotation.sample = *sample;
    row.annotation.code = *code;
    row.annotation.aux = csvTextOf(fields[3]);
    if (columns > 6) {
        row.annotation.subtype = text::wholeNumber<std::int8_t>(fields[6]).value_or(0);
        row.annotation.channel = text::wholeNumber<std::uint8_t>(fields[7]).value_or(0);
        row.annotation.number = text::wholeNumber<std::int8_t>(fields[8]).value_or(0);
    }
    return row;
}

// Ticks per second, from the annotation that lies furthest from the start.
double rateOf(const std::vector<Row>& rows, double otherwise_hz) {
    const auto furthest = std::max_element(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return std::abs(a.annotation.sample) < std::abs(b.annotation.sample);
    });
    if (furthest == rows.end() || furthest->annotation.sample == 0 || furthest->time_s == 0) return otherwise_hz;
    const double rate_hz = static_cast<double>(furthest->annotation.sample) / furthest->time_s;
    for (const double steps : {1.0, 10.0, 1000.0, 1e6}) {
        const double near = std::round(rate_hz * steps) / steps;
        if (near > 0 && std::abs(near - rate_hz) < 1e-9 * rate_hz) return near;
    }
    return rate_hz > 0 ? rate_hz : otherwise_hz;
}

}  // namespace

CsvAnnotations readCsvAnnotations(const std::string& path, double rate_hz) {
    CsvAnnotations found;
    const std::string beside = std::filesystem::path(path).replace_extension(".annotations.csv").string();
    if (beside == path) return found;
    const auto bytes = files::readWhole(beside, kLargest_bytes, "list of annotations");
    if (!bytes) {
        if (bytes.error().code != ErrorCode::not_found) found.warnings.push_back({bytes.error().what, beside});
        return found;
    }
    std::string_view rest = *bytes;
    const std::string_view head = takeLine(rest);
    const std::string more = std::string(kAnnotationColumns) + kMoreAnnotationColumns;
    if (head != kAnnotationColumns && head != more) return found;
    std::vector<std::pair<std::string, std::vector<Row>>> annotators;
    std::size_t odd = 0;
    while (!rest.empty()) {
        const std::string_view line = takeLine(rest);
        if (line.empty()) continue;
        auto row = rowOf(line, head == more ? 9 : 6);
        if (!row) {
            ++odd;
            continue;
        }
        auto annotator = std::find_if(annotators.begin(), annotators.end(),
                                      [&row](const auto& other) { return other.first == row->annotator; });
        if (annotator == annotators.end()) annotator = annotators.insert(annotators.end(), {row->annotator, {}});
        annotator->second.push_back(std::move(*row));
    }
    if (odd > 0) found.warnings.push_back({text::say("{1} annotations could not be read", odd), beside});
    for (auto& [annotator, rows] : annotators) {
        AnnotationSet set{annotator, rateOf(rows, rate_hz), {}};
        for (Row& row : rows) {
            row.annotation.duration = std::llround(std::clamp(row.duration_s * set.rate_hz, 0.0, 1e15));
            set.annotations.push_back(std::move(row.annotation));
        }
        std::stable_sort(set.annotations.begin(), set.annotations.end(),
                         [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
        found.sets.push_back(std::move(set));
    }
    return found;
}

}  // namespace triptych::formats
