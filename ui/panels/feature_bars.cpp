#include "ui/panels/feature_bars.h"

#include "ui/panels/readable.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <string>

namespace triptych::ui {
namespace {

constexpr std::size_t kShown = 6;

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::FeatureBars", text);
}

// Ratios and changes are logarithms: the ratio or factor itself is told. Everything else is what it says.
QString told(const std::string& feature, float seen) {
    const bool is_logarithm = feature.find(" / ") != std::string::npos || feature.find("change") != std::string::npos;
    return QString::number(is_logarithm ? std::exp(seen) : seen, 'f', 2);
}

std::vector<SignedBar> ownBars(const Attribution& rr) {
    std::vector<SignedBar> bars;
    const auto& names = rr.axes.back().names;
    for (std::size_t i = 0; i < std::min(names.size(), rr.values.size()); ++i) {
        const QString seen = i < rr.seen.size() ? told(names[i], rr.seen[i]) : QString();
        bars.push_back({QString::fromStdString(names[i]), rr.values[i], seen});
    }
    return bars;
}

// The beat that did most among those in columns [from, to): "most by the 2. beat from here, −0.12".
QString foremost(const std::vector<double>& of_column, std::size_t from, std::size_t to) {
    const auto begin = of_column.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = of_column.begin() + static_cast<std::ptrdiff_t>(to);
    const auto most = std::max_element(begin, end, [](double a, double b) { return std::abs(a) < std::abs(b); });
    const auto away = std::abs(most - of_column.begin() - static_cast<std::ptrdiff_t>(of_column.size() / 2));
    return tr("most by the %1. beat from here, %2").arg(away).arg(signedText(*most, 2));
}

void addNeighbours(std::vector<SignedBar>& bars, const Attribution& neighbours) {
    if (neighbours.axes.size() != 2) return;
    const std::size_t columns = neighbours.axes.back().values.size();
    const std::size_t own = columns / 2;
    if (columns < 3 || neighbours.values.size() % columns != 0) return;
    if (bars.empty()) {
        for (const std::string& name : neighbours.axes.front().names)
            bars.push_back({QString::fromStdString(name), 0, {}});
    }
    std::vector<double> of_column(columns, 0);
    for (std::size_t cell = 0; cell < neighbours.values.size(); ++cell) {
        of_column[cell % columns] += neighbours.values[cell];
        if (cell % columns == own && cell / columns < bars.size())
            bars[cell / columns].value += neighbours.values[cell];
    }
    const auto sum = [&](std::size_t from, std::size_t to) {
        double out = 0;
        for (std::size_t column = from; column < to; ++column) out += of_column[column];
        return out;
    };
    bars.push_back({tr("the %1 beats before").arg(own), sum(0, own), foremost(of_column, 0, own)});
    bars.push_back({tr("the %1 beats after").arg(columns - own - 1), sum(own + 1, columns),
                    foremost(of_column, own + 1, columns)});
}

std::vector<SignedBar> largest(std::vector<SignedBar> bars) {
    std::stable_sort(bars.begin(), bars.end(),
                     [](const SignedBar& a, const SignedBar& b) { return std::abs(a.value) > std::abs(b.value); });
    if (bars.size() <= kShown + 1) return bars;
    SignedBar others{tr("%1 others").arg(bars.size() - kShown), 0, {}};
    for (std::size_t i = kShown; i < bars.size(); ++i) others.value += bars[i].value;
    bars.resize(kShown);
    bars.push_back(others);
    return bars;
}

}  // namespace

std::vector<SignedBar> featureBars(const Explanation& explanation) {
    std::vector<SignedBar> bars;
    if (const Attribution* rr = inputNamed(explanation, "rr"); rr != nullptr && !rr->axes.empty()) bars = ownBars(*rr);
    if (const Attribution* neighbours = inputNamed(explanation, "neighbours")) addNeighbours(bars, *neighbours);
    return largest(std::move(bars));
}

}  // namespace triptych::ui
