#include "core/beats/ec57_figures.h"

#include <array>
#include <cmath>
#include <initializer_list>

namespace triptych::beats {
namespace {

using enum MatrixLine;
using Classes = std::initializer_list<MatrixLine>;

std::int64_t sum(const BeatMatrix& matrix, Classes rows, Classes columns) {
    std::int64_t total = 0;
    for (const MatrixLine row : rows) {
        for (const MatrixLine column : columns) total += matrix.at(row, column);
    }
    return total;
}

class Mean {
public:
    void add(double value) {
        if (std::isnan(value)) return;
        sum_ += value;
        ++count_;
    }
    [[nodiscard]] double value() const {
        return count_ == 0 ? std::numeric_limits<double>::quiet_NaN() : sum_ / count_;
    }

private:
    double sum_ = 0;
    int count_ = 0;
};

}  // namespace

double Share::value() const {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(part) / static_cast<double>(whole);
}

Ec57Figures figuresOf(const BeatMatrix& matrix) {
    const std::int64_t found = sum(matrix, {n, s, v, f, q}, {n, s, v, f, q});
    const std::int64_t v_found = matrix.at(v, v);
    const std::int64_t v_false = sum(matrix, {n, s, o, x}, {v});
    const std::int64_t v_rightly_not = sum(matrix, {n, s, f, q, o, x}, {n, s, f, q});
    const std::int64_t s_found = matrix.at(s, s);
    Ec57Figures out;
    out.qrs_sensitivity = {found, found + sum(matrix, {n, s, v, f, q}, {o, x})};
    out.qrs_positive_predictivity = {found, found + sum(matrix, {o, x}, {n, s, v, f, q})};
    out.v_sensitivity = {v_found, sum(matrix, {v}, {n, s, v, f, q, o, x})};
    out.v_positive_predictivity = {v_found, v_found + v_false};
    out.v_false_positive_rate = {v_false, v_false + v_rightly_not};
    out.s_sensitivity = {s_found, sum(matrix, {s}, {n, s, v, f, q, o, x})};
    out.s_positive_predictivity = {s_found, s_found + sum(matrix, {n, v, f, o, x}, {s})};
    return out;
}

Ec57Figures grossFigures(const BeatMatrix& total) {
    Ec57Figures out = figuresOf(total);
    out.s_positive_predictivity.whole -= total.at(f, s);
    return out;
}

ShutdownShares shutdownShares(const BeatMatrix& matrix) {
    const auto share = [&](Classes rows) {
        return Share{sum(matrix, rows, {x}), sum(matrix, rows, {n, s, v, f, q, o, x})};
    };
    return {share({n, s, v, f, q}), share({n}), share({s}), share({v}), share({f})};
}

Ec57Average averageOf(std::span<const Ec57Comparison> records) {
    std::array<Mean, 8> means;
    for (const Ec57Comparison& record : records) {
        const Ec57Figures figures = grossFigures(record.beats);
        std::size_t at = 0;
        for (const Share& share : {figures.qrs_sensitivity, figures.qrs_positive_predictivity, figures.v_sensitivity,
                                   figures.v_positive_predictivity, figures.v_false_positive_rate,
                                   figures.s_sensitivity, figures.s_positive_predictivity}) {
            means[at++].add(share.value());
        }
        means[at].add(record.rr_error_ms);
    }
    return {means[0].value(), means[1].value(), means[2].value(), means[3].value(),
            means[4].value(), means[5].value(), means[6].value(), means[7].value()};
}

}  // namespace triptych::beats
