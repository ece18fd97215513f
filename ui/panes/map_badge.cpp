#include "ui/panes/map_badge.h"

#include "ui/panes/map_look.h"
#include "ui/panes/saliency.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace triptych::ui {
namespace {

QString percent(double fraction) {
    const double value = fraction * 100;
    if (value < 0.05) return QStringLiteral("< 0.1 %");
    return QString::number(value, 'f', value < 9.95 ? 1 : 0) + QStringLiteral(" %");
}

// An order that does as well counts half: no more than were beaten are named.
int beatenOrders(const Faithfulness& test) {
    return static_cast<int>(std::floor(test.beaten * test.orders + 1e-9));
}

// From so many on a map is drawn in colour.
int neededOrders(const Faithfulness& test) {
    return static_cast<int>(std::ceil(Faithfulness::kEnough * test.orders - 1e-9));
}

QString gain(double value) {
    const QString number = QString::number(std::abs(value), 'f', 3);
    return value < 0 ? QChar(0x2212) + number : QLatin1Char('+') + number;
}

QStringList numbersOf(const Faithfulness& test) {
    QStringList out;
    out << QCoreApplication::translate(
               "MapBadge",
               "Taken away where the map says, the score falls %1 more than in random orders (deletion gain); given "
               "back so, it rises %2 more (insertion gain).")
               .arg(gain(test.deletion_gain), gain(test.insertion_gain));
    out << QCoreApplication::translate("MapBadge",
                                       "It is better than %1 of %2 random orders of the same places; a map in colour "
                                       "is better than %3 at least.")
               .arg(beatenOrders(test))
               .arg(test.orders)
               .arg(neededOrders(test));
    if (!std::isnan(test.sensitivity_max)) {
        out << QCoreApplication::translate(
                   "MapBadge",
                   "With the beat moved by 2 % of its range the map changes by up to %1 of its size (%2 draws).")
                   .arg(percent(test.sensitivity_max))
                   .arg(test.sensitivity_draws);
    }
    if (!std::isnan(test.randomised_rho)) {
        out << QCoreApplication::translate(
                   "MapBadge",
                   "With the model's weights shuffled the map that is left resembles this one with |ρ| %1: the less, "
                   "the more it is the model's own.")
                   .arg(test.randomised_rho, 0, 'f', 2);
    }
    return out;
}

QString testedShortly(const Faithfulness& test) {
    const QString share = QStringLiteral("%1 / %2").arg(beatenOrders(test)).arg(test.orders);
    return test.beatsRandom() ? QStringLiteral("✓ ") + share
                              : QCoreApplication::translate("MapBadge", "grey: guesses do as well");
}

constexpr double kFaint = 0.1;  // of full strength, that the strongest place along the trace falls short of

// The strongest place along the trace by full strength; nothing where that is the map's own.
std::optional<double> strengthOf(const Explanation& why) {
    const auto along = timeSaliency(why);
    if (!along || along->scale.origin == ScaleOrigin::map || !(along->scale.full > 0)) return std::nullopt;
    return static_cast<double>(along->largest) / along->scale.full;
}

bool isFaint(const Explanation& why) {
    const auto strength = strengthOf(why);
    return strength && *strength < kFaint && why.badge && why.badge->beatsRandom();
}

// Grey because there is nothing to find: whatever is taken away, the answer stays.
bool nothingChanges(const Explanation& why) {
    constexpr double kOfScore = 0.05;
    if (!why.badge || why.badge->beatsRandom()) return false;
    if (const auto strength = strengthOf(why); strength && *strength < kFaint) return true;
    if (why.method != "occlusion") return false;
    const Attribution* trace = inputNamed(why, "time");
    if (trace == nullptr || trace->values.empty()) return false;
    float largest = 0;
    for (const float value : trace->values) largest = std::max(largest, std::abs(value));
    return std::abs(why.score) > 0 && static_cast<double>(largest) < kOfScore * std::abs(why.score);
}

QString strengthTip(const Explanation& why) {
    const auto strength = strengthOf(why);
    if (!strength) return {};
    if (*strength < kFaint) {
        return QCoreApplication::translate("MapBadge",
                                           "Faint: the strongest place along the trace has %1 of full strength. No "
                                           "place by itself carries this "
                                           "answer: it would be the same without any one of them.")
            .arg(percent(*strength));
    }
    if (*strength <= 1) return {};
    return QCoreApplication::translate(
               "MapBadge",
               "The strongest place along the trace has %1 times full strength; nothing is drawn "
               "stronger than full.")
        .arg(*strength, 0, 'f', 1);
}

QString testedShortly(const Explanation& why) {
    if (nothingChanges(why)) return QCoreApplication::translate("MapBadge", "grey: no stretch changes it");
    if (!isFaint(why)) return testedShortly(*why.badge);
    return QCoreApplication::translate("MapBadge", "faint: at most %1").arg(percent(*strengthOf(why)));
}

QString sumTip(const Explanation& why) {
    if (!why.has_completeness) {
        return QCoreApplication::translate(
                   "MapBadge",
                   "This method has no sum to check: it shows where the network looked, not how much each place added "
                   "to the %1.")
            .arg(QString::fromStdString(why.score_name));
    }
    return QCoreApplication::translate(
               "MapBadge",
               "Completeness: the attributions of all inputs add up to the score minus the baseline's score (%1 "
               "against %2), with an error of %3. %4 integration steps.")
        .arg(why.score - why.baseline_score + why.completeness_error, 0, 'f', 4)
        .arg(why.score - why.baseline_score, 0, 'f', 4)
        .arg(percent(why.completeness_relative))
        .arg(why.steps);
}

// The strength at which the first map that has one is drawn at full.
QString scaleTip(const MapState& state, const Explanation& why) {
    for (const Attribution& input : why.inputs) {
        if (input.input == "rr" || input.input == "branches" || input.input == "neighbours") continue;
        float largest = 0;
        for (const float value : input.values) largest = std::max(largest, std::abs(value));
        return scaleSentence(mapScale(why, input.input, largest), mapInk(state, why.is_signed));
    }
    return {};
}

}  // namespace

namespace {

bool hasMap(const Explanation& why) {
    return std::ranges::any_of(why.inputs, [](const Attribution& input) {
        return std::ranges::any_of(input.axes, [](const AttributionAxis& axis) { return axis.name == "time"; });
    });
}

// Of a map that is there: what it holds that cannot be drawn.
QStringList whyEmpty(const Attribution& input) {
    const auto finite = std::ranges::count_if(input.values, [](float value) { return std::isfinite(value); });
    if (finite < std::ssize(input.values)) {
        return {
            QCoreApplication::translate(
                "MapBadge", "The map holds values that are no numbers: what the model saw here cannot be explained."),
            QCoreApplication::translate("MapBadge", "The map holds no numbers.")};
    }
    if (std::ranges::all_of(input.values, [](float value) { return value == 0; })) {
        return {QCoreApplication::translate(
                    "MapBadge", "The map is zero everywhere: by this method nothing here matters to the score."),
                QCoreApplication::translate("MapBadge", "The map is zero everywhere.")};
    }
    return {};
}

}  // namespace

QStringList whyNoTraceMap(const Explanation& why) {
    const Attribution* input = inputNamed(why, why.of_recording ? "leads" : "time");
    if (input != nullptr) return whyEmpty(*input);
    if (!hasMap(why)) {
        return {QCoreApplication::translate("MapBadge",
                                            "This method draws no map: what it says stands in the bars at the side."),
                QCoreApplication::translate("MapBadge", "This method draws no map.")};
    }
    return {QCoreApplication::translate(
                "MapBadge",
                "This model does not read the trace itself: its map lies on the picture of time and frequency."),
            QCoreApplication::translate("MapBadge", "This model does not read the trace itself.")};
}

QStringList whyNoPictureMap(const Explanation& why) {
    const Attribution* input = inputNamed(why, "time_frequency");
    if (input == nullptr) input = inputNamed(why, "scalogram");
    if (input != nullptr) return whyEmpty(*input);
    if (!hasMap(why)) return {};  // the trace says it
    return {QCoreApplication::translate(
                "MapBadge", "This model reads no picture of time and frequency: its map lies on the trace."),
            QCoreApplication::translate("MapBadge", "This model reads no such picture.")};
}

QString testedWords(const Faithfulness& test) {
    return test.beatsRandom()
               ? QCoreApplication::translate("MapBadge", "✓ better than %1 of %2 random guesses")
                     .arg(beatenOrders(test))
                     .arg(test.orders)
               : QCoreApplication::translate("MapBadge", "grey: better than only %1 of %2 guesses (%3 needed)")
                     .arg(beatenOrders(test))
                     .arg(test.orders)
                     .arg(neededOrders(test));
}

QString testedWords(const Explanation& why) {
    if (nothingChanges(why)) {
        return QCoreApplication::translate("MapBadge", "grey: no stretch by itself changes this answer");
    }
    if (!isFaint(why)) return testedWords(*why.badge);
    return QCoreApplication::translate("MapBadge", "faint: no one place matters much (at most %1 of full strength)")
        .arg(percent(*strengthOf(why)));
}

QString sumWords(const Explanation& why) {
    if (!why.has_completeness) return {};
    return why.converged
               ? QCoreApplication::translate("MapBadge", "adds up within %1").arg(percent(why.completeness_relative))
               : QCoreApplication::translate("MapBadge", "does not add up: %1 off")
                     .arg(percent(why.completeness_relative));
}

MapBadge mapBadge(const MapState& state, const Explanation& why) {
    MapBadge out;
    QStringList tip;
    const QString sum = sumWords(why);
    out.is_bad = why.has_completeness && !why.converged;
    QString tested;
    switch (state.test()) {
        case MapState::Test::none:
            tested = why.badge ? testedWords(why) : QString();
            break;
        case MapState::Test::running:
            tested = QCoreApplication::translate("MapBadge", "testing the map …");
            tip << QCoreApplication::translate(
                "MapBadge",
                "Windows of the trace are taken away in the map's order and in random ones, to see whether the "
                "score falls where the map says.");
            break;
        case MapState::Test::done:
            if (!why.badge) break;
            tested = testedWords(why);
            out.is_bad |= !why.badge->beatsRandom();
            if (nothingChanges(why)) {
                tip << QCoreApplication::translate(
                    "MapBadge",
                    "Grey: the answer is so clear that it stays, whichever single stretch is taken away: there is "
                    "nothing for this method to find.");
            } else if (!why.badge->beatsRandom()) {
                tip << QCoreApplication::translate(
                    "MapBadge",
                    "Grey: what this map names matters to the model no more than any other part of the trace.");
            }
            tip << numbersOf(*why.badge);
            break;
        case MapState::Test::impossible:
            tested = QCoreApplication::translate("MapBadge", "not tested");
            tip << state.why();
            break;
        case MapState::Test::failed:
            tested = QCoreApplication::translate("MapBadge", "the test failed");
            tip << state.why();
            break;
    }
    if (!tested.isEmpty() && !sum.isEmpty()) out.words << tested + QStringLiteral(" · ") + sum;
    if (!tested.isEmpty()) {
        out.words << tested;
        if (state.test() == MapState::Test::done && why.badge) out.words << testedShortly(why);
    } else if (!sum.isEmpty()) {
        out.words << sum;
    }
    if (const QString strength = strengthTip(why); !strength.isEmpty()) tip.prepend(strength);
    tip << sumTip(why);
    const QString scale = scaleTip(state, why);
    if (!scale.isEmpty()) tip << scale;
    out.tip = tip.join('\n');
    return out;
}

}  // namespace triptych::ui
