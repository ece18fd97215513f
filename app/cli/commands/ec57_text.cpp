#include "app/cli/commands/ec57_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/text.h"
#include "core/beats/ec57_figures.h"

#include <array>
#include <cmath>

namespace triptych::cli {
namespace {

using namespace beats;
using enum MatrixLine;

constexpr std::array<std::string_view, kMatrixSide> kNames = {"N", "S", "V", "F", "Q", "O", "X"};
constexpr std::string_view kLower = "nsvfqox";

std::string right(std::string text, std::size_t columns) {
    return text.insert(0, columns > text.size() ? columns - text.size() : 0, ' ');
}
std::string right(std::int64_t value, std::size_t columns) {
    return right(std::to_string(value), columns);
}
std::string percentage(double fraction, std::size_t columns = 6) {
    return right(fixed(fraction * 100, 2), columns);
}

// A column of the line format: counts whose primed letters take the rare classes in: n', f' and F' the unclassified, O'
// and o' what was missed in shutdown. Named test class after reference class, as bxb does: "Nv" is an N called v.
struct Column {
    std::string_view name;
    std::vector<MatrixLine> rows, columns;
    std::size_t width = 4;

    [[nodiscard]] std::int64_t count(const BeatMatrix& matrix) const {
        std::int64_t total = 0;
        for (const MatrixLine row : rows) {
            for (const MatrixLine column : columns) total += matrix.at(row, column);
        }
        return total;
    }
};

std::vector<Column> makeColumns(bool with_s) {
    const std::vector<MatrixLine> called_n = {n, f, q};
    const std::vector<MatrixLine> rare = {f, q};
    const std::vector<MatrixLine> none = {o, x};
    if (with_s) {
        return {{"Nn'", {n}, called_n, 6}, {"Sn'", {s}, called_n}, {"Vn'", {v}, called_n}, {"Fn'", rare, called_n},
                {"On'", none, called_n},   {"Ns", {n}, {s}},       {"Ss", {s}, {s}},       {"Vs", {v}, {s}},
                {"Fs'", rare, {s}},        {"Os'", none, {s}},     {"Nv", {n}, {v}},       {"Sv", {s}, {v}},
                {"Vv", {v}, {v}, 5},       {"Fv'", rare, {v}},     {"Ov'", none, {v}},     {"No'", {n}, none},
                {"So'", {s}, none},        {"Vo'", {v}, none},     {"Fo'", rare, none}};
    }
    return {{"Nn'", {n}, called_n, 6}, {"Vn'", {v}, called_n}, {"Fn'", rare, called_n}, {"On'", none, called_n},
            {"Nv", {n}, {v}},          {"Vv", {v}, {v}, 5},    {"Fv'", rare, {v}},      {"Ov'", none, {v}},
            {"No'", {n}, none},        {"Vo'", {v}, none},     {"Fo'", rare, none}};
}

const std::vector<Column>& columnsOf(bool with_s) {
    static const std::vector<Column> kWithS = makeColumns(true);
    static const std::vector<Column> kWithoutS = makeColumns(false);
    return with_s ? kWithS : kWithoutS;
}

BeatMatrix matrixOf(const Ec57Comparison& comparison, bool with_s) {
    return with_s ? comparison.beats : comparison.beats.withoutS();
}

BeatMatrix sumOf(const std::vector<Ec57Row>& rows, bool with_s) {
    BeatMatrix sum;
    for (const Ec57Row& row : rows) sum += matrixOf(row.comparison, with_s);
    return sum;
}

std::string countsText(const BeatMatrix& matrix, bool with_s) {
    std::string out;
    for (const Column& column : columnsOf(with_s)) {
        const std::string number = std::to_string(column.count(matrix));
        out += ' ' + right(number, column.width - 1);
    }
    return out;
}

std::string figuresText(const Ec57Figures& figures, bool with_s) {
    std::string out;
    const auto add = [&out](const Share& share) { out += ' ' + percentage(share.value()); };
    add(figures.qrs_sensitivity);
    add(figures.qrs_positive_predictivity);
    add(figures.v_sensitivity);
    add(figures.v_positive_predictivity);
    add(with_s ? figures.s_sensitivity : figures.v_false_positive_rate);
    if (with_s) add(figures.s_positive_predictivity);
    return out;
}

std::string averageText(const Ec57Average& mean, bool with_s) {
    std::string out;
    for (const double value :
         {mean.qrs_sensitivity, mean.qrs_positive_predictivity, mean.v_sensitivity, mean.v_positive_predictivity}) {
        out += ' ' + percentage(value);
    }
    if (!with_s) return out + ' ' + percentage(mean.v_false_positive_rate);
    return out + ' ' + percentage(mean.s_sensitivity) + ' ' + percentage(mean.s_positive_predictivity) + ' ' +
           right(fixed(mean.rr_error_ms, 2), 6);
}

std::vector<Ec57Comparison> comparisonsOf(const std::vector<Ec57Row>& rows, bool with_s) {
    std::vector<Ec57Comparison> out;
    for (const Ec57Row& row : rows) {
        out.push_back(row.comparison);
        out.back().beats = matrixOf(row.comparison, with_s);
    }
    return out;
}

Json shareJson(const Share& share) {
    return {{"value", jsonNumber(share.value())}, {"part", share.part}, {"whole", share.whole}};
}

Json figuresJson(const Ec57Figures& figures) {
    return {{"qrs_sensitivity", shareJson(figures.qrs_sensitivity)},
            {"qrs_positive_predictivity", shareJson(figures.qrs_positive_predictivity)},
            {"v_sensitivity", shareJson(figures.v_sensitivity)},
            {"v_positive_predictivity", shareJson(figures.v_positive_predictivity)},
            {"v_false_positive_rate", shareJson(figures.v_false_positive_rate)},
            {"s_sensitivity", shareJson(figures.s_sensitivity)},
            {"s_positive_predictivity", shareJson(figures.s_positive_predictivity)}};
}

Json matrixJson(const BeatMatrix& matrix) {
    Json rows = Json::array();
    for (const auto& row : matrix.counts) rows.push_back(row);
    return rows;
}

std::string matrixText(const Ec57Row& row, bool with_s) {
    const BeatMatrix matrix = matrixOf(row.comparison, with_s);
    const Ec57Figures figures = figuresOf(matrix);
    std::vector<std::size_t> shown;
    for (std::size_t k = 0; k < kMatrixSide; ++k) {
        if (with_s || k != static_cast<std::size_t>(s)) shown.push_back(k);
    }
    std::string out = "Beat-by-beat comparison results for record " + printable(row.record) +
                      "\nReference annotator: " + printable(row.reference_annotator) +
                      "\n     Test annotator: " + printable(row.test_annotator) + "\n\n               Algorithm\n    ";
    for (const std::size_t column : shown) out += right(std::string(1, kLower[column]), 5);
    out += "\n   " + std::string(5 * shown.size() + 1, '_') + '\n';
    for (const std::size_t line : shown) {
        out += ' ' + std::string(kNames[line]) + " |";
        for (const std::size_t column : shown) {
            // No beat on either side is no count.
            if (line >= kBeatClasses && column >= kBeatClasses) break;
            out += right(matrix.counts[line][column], 5);
        }
        out += '\n';
    }
    const auto figure = [&out](std::string_view name, const Share& share, int decimals) {
        const std::string value = fixed(share.value() * 100, decimals);
        out += right(std::string(name), 26) + ": " + right(value, 6) + (share.whole > 0 ? "%" : " ") + " (" +
               std::to_string(share.part) + '/' + std::to_string(share.whole) + ")\n";
    };
    out += '\n';
    figure("QRS sensitivity", figures.qrs_sensitivity, 2);
    figure("QRS positive predictivity", figures.qrs_positive_predictivity, 2);
    figure("VEB sensitivity", figures.v_sensitivity, 2);
    figure("VEB positive predictivity", figures.v_positive_predictivity, 2);
    if (!with_s) {
        figure("VEB false positive rate", figures.v_false_positive_rate, 3);
        return out + '\n';
    }
    figure("SVEB sensitivity", figures.s_sensitivity, 2);
    figure("SVEB positive predictivity", figures.s_positive_predictivity, 2);
    return out + "     RMS RR interval error: " + right(fixed(row.comparison.rr_error_ms, 2), 6) + " ms\n";
}

}  // namespace

std::string ec57Lines(const std::vector<Ec57Row>& rows, bool with_s) {
    const std::string head =
        with_s ? "Record Nn' Sn' Vn' Fn' On'  Ns  Ss  Vs  Fs' Os' Nv  Sv   Vv  Fv' Ov' No' So' Vo' Fo'  Q Se   Q +P   "
                 "V Se "
                 "  V +P   S Se   S +P RR err\n"
               : "Record Nn' Vn' Fn' On'  Nv   Vv Fv' Ov' No' Vo' Fo'   Q Se   Q +P   V Se   V +P  V FPR\n";
    std::string out = head;
    for (const Ec57Row& row : rows) {
        const BeatMatrix matrix = matrixOf(row.comparison, with_s);
        out += right(printable(row.record), 4) + countsText(matrix, with_s) + figuresText(figuresOf(matrix), with_s);
        if (with_s) out += ' ' + right(fixed(row.comparison.rr_error_ms, 2), 6);
        out += '\n';
    }
    if (rows.size() < 2) return out;
    const BeatMatrix sum = sumOf(rows, with_s);
    const Ec57Figures gross = grossFigures(sum);
    const std::size_t figures_at = with_s ? 83 : 51;
    const auto labelled = [&](std::string label) {
        label.resize(figures_at, ' ');
        return label;
    };
    out += std::string(head.size() - 1, '_') + "\nSum " + countsText(sum, with_s) + '\n';
    out += labelled("Gross") + figuresText(gross, with_s) + '\n';
    out += labelled("Average") + averageText(averageOf(comparisonsOf(rows, with_s)), with_s) + '\n';
    out += "Total QRS complexes: " + std::to_string(gross.qrs_sensitivity.whole) +
           "  Total VEBs: " + std::to_string(gross.v_sensitivity.whole);
    if (with_s) out += "  Total SVEBs: " + std::to_string(gross.s_sensitivity.whole);
    return out + "\n\nSummary of results from " + std::to_string(rows.size()) + " records\n";
}

std::string ec57Matrices(const std::vector<Ec57Row>& rows, bool with_s) {
    std::string out;
    for (const Ec57Row& row : rows) {
        if (!out.empty() && !out.ends_with("\n\n")) out += '\n';
        out += matrixText(row, with_s);
    }
    return out;
}

std::string ec57Shutdown(const std::vector<Ec57Row>& rows) {
    std::string out =
        "Record Nx   Sx   Vx   Fx   Qx  % beats  % N    % S    % V    % F   Total Shutdown\n"
        "                                missed missed missed missed missed      Time\n";
    for (const Ec57Row& row : rows) {
        const BeatMatrix& matrix = row.comparison.beats;
        const ShutdownShares shares = shutdownShares(matrix);
        out += right(printable(row.record), 4);
        for (const MatrixLine reference : {n, s, v, f, q}) out += ' ' + right(matrix.at(reference, x), 4);
        out += "  " + percentage(shares.all.value(), 7);
        for (const Share& share : {shares.n, shares.s, shares.v, shares.f}) out += ' ' + percentage(share.value());
        out += ' ' + right(std::llround(row.comparison.shutdown_s), 4) + " seconds";
        for (const MatrixLine reference : {n, s, v, f, q}) {
            std::int64_t beats = 0;
            for (const std::int64_t count : matrix.counts[static_cast<std::size_t>(reference)]) beats += count;
            out += ' ' + std::to_string(beats);
        }
        out += '\n';
    }
    return out;
}

std::string ec57Json(const std::vector<Ec57Row>& rows, const Ec57Options& options,
                     const std::vector<Warning>& warnings) {
    Json records = Json::array();
    for (const Ec57Row& row : rows) {
        const BeatMatrix without_s = row.comparison.beats.withoutS();
        records.push_back({{"record", row.record},
                           {"reference", row.reference_annotator},
                           {"test", row.test_annotator},
                           {"matrix", matrixJson(row.comparison.beats)},
                           {"matrix_without_s", matrixJson(without_s)},
                           {"figures", figuresJson(figuresOf(row.comparison.beats))},
                           {"figures_without_s", figuresJson(figuresOf(without_s))},
                           {"rr_error_ms", jsonNumber(row.comparison.rr_error_ms)},
                           {"shutdown_s", jsonNumber(row.comparison.shutdown_s)}});
    }
    const Ec57Average mean = averageOf(comparisonsOf(rows, true));
    const BeatMatrix sum = sumOf(rows, true);
    return jsonText({{"mapping", describeCompared(options.mapping)},
                     {"window_ms", options.window_s * 1000},
                     {"start_s", options.start_s},
                     {"classes", kNames},
                     {"records", std::move(records)},
                     {"gross", {{"matrix", matrixJson(sum)}, {"figures", figuresJson(grossFigures(sum))}}},
                     {"average",
                      {{"qrs_sensitivity", jsonNumber(mean.qrs_sensitivity)},
                       {"qrs_positive_predictivity", jsonNumber(mean.qrs_positive_predictivity)},
                       {"v_sensitivity", jsonNumber(mean.v_sensitivity)},
                       {"v_positive_predictivity", jsonNumber(mean.v_positive_predictivity)},
                       {"v_false_positive_rate", jsonNumber(mean.v_false_positive_rate)},
                       {"s_sensitivity", jsonNumber(mean.s_sensitivity)},
                       {"s_positive_predictivity", jsonNumber(mean.s_positive_predictivity)},
                       {"rr_error_ms", jsonNumber(mean.rr_error_ms)}}},
                     {"warnings", jsonWarnings(warnings)}});
}

std::string ec57Csv(const std::vector<Ec57Row>& rows) {
    std::vector<std::string> head = {"record"};
    for (const std::string_view reference : kNames) {
        for (std::size_t column = 0; column < kMatrixSide; ++column) {
            head.push_back(std::string(reference) + kLower[column]);
        }
    }
    for (const char* name : {"qrs_sensitivity", "qrs_positive_predictivity", "v_sensitivity", "v_positive_predictivity",
                             "s_sensitivity", "s_positive_predictivity", "rr_error_ms", "shutdown_s"}) {
        head.emplace_back(name);
    }
    std::string out = csvLine(head);
    for (const Ec57Row& row : rows) {
        std::vector<std::string> fields = {row.record};
        for (const auto& counts : row.comparison.beats.counts) {
            for (const std::int64_t count : counts) fields.push_back(std::to_string(count));
        }
        const Ec57Figures figures = figuresOf(row.comparison.beats);
        for (const Share& share :
             {figures.qrs_sensitivity, figures.qrs_positive_predictivity, figures.v_sensitivity,
              figures.v_positive_predictivity, figures.s_sensitivity, figures.s_positive_predictivity}) {
            fields.push_back(shortest(share.value()));
        }
        fields.push_back(shortest(row.comparison.rr_error_ms));
        fields.push_back(shortest(row.comparison.shutdown_s));
        out += csvLine(fields);
    }
    return out;
}

}  // namespace triptych::cli
