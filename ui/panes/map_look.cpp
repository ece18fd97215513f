#include "ui/panes/map_look.h"

#include "ui/state/map_state.h"
#include "ui/state/view_state.h"
#include "ui/state/why_state.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr QRgb kGrey = qRgb(0x7A, 0x7A, 0x7A);

}  // namespace

std::shared_ptr<const Explanation> explanationInView(const ViewState& state) {
    const auto& refined = state.why().map().refined();
    return refined && state.model().explanation() ? refined : state.model().explanation();
}

MapScale mapScale(const Explanation& explanation, std::string_view input, float largest, double times) {
    const Attribution* const of = inputNamed(explanation, input);
    if (of == nullptr || !(of->scale > 0)) return {static_cast<double>(largest), ScaleOrigin::map};
    const double full = of->scale * times;
    return {full, explanation.scale_of_recording ? ScaleOrigin::recording : ScaleOrigin::model,
            static_cast<double>(largest) > full};
}

MapInk mapInk(const MapState& state, bool is_signed) {
    return {is_signed && !state.absolute(), state.isGrey()};
}

double mapLevel(double value, const MapScale& scale, const MapInk& ink) {
    if (!(scale.full > 0) || !std::isfinite(value)) return 0;
    const double level = std::clamp(value / scale.full, -1.0, 1.0);
    return ink.is_signed ? level : std::abs(level);
}

QColor mapColour(double level, const MapInk& ink) {
    if (ink.grey) return QColor::fromRgb(kGrey);
    return QColor::fromRgb(ink.is_signed ? colourAt(ColourMap::diverging, 0.5 + level / 2)
                                         : colourAt(ColourMap::cividis, level));
}

QColor mapColourOfSign(double level, const MapInk& ink) {
    return ink.is_signed ? mapColour(level > 0 ? 1 : -1, ink) : mapColour(level, ink);
}

QString mapNumber(double value, const MapInk& ink) {
    return (ink.is_signed ? QStringLiteral("±") : QString()) + legendNumber(value, 2);
}

std::vector<BarEnds> mapEnds(const MapScale& scale, const MapInk& ink) {
    const auto of = [&](const QString& number, const QString& words) {
        const QString high = scale.beyond ? QStringLiteral("≥ ") + number : number;
        return BarEnds{ink.is_signed ? QChar(0x2212) + number : QStringLiteral("0"), high + words};
    };
    QStringList words;
    switch (scale.origin) {
        case ScaleOrigin::model:
            words << QCoreApplication::translate("MapLook", " of the score, model's scale")
                  << QCoreApplication::translate("MapLook", " of the score") << QString();
            break;
        case ScaleOrigin::recording:
            words << QCoreApplication::translate("MapLook", " of the score, this recording's scale")
                  << QCoreApplication::translate("MapLook", " by this recording")
                  << QCoreApplication::translate("MapLook", " (recording)");
            break;
        case ScaleOrigin::map:
            words << QCoreApplication::translate("MapLook", " of the score, the strongest of this map")
                  << QCoreApplication::translate("MapLook", " the strongest here")
                  << QCoreApplication::translate("MapLook", " (here)");
            break;
    }
    std::vector<BarEnds> out;
    for (const QString& word : words) out.push_back(of(legendNumber(scale.full, 2), word));
    out.push_back(of(legendNumber(scale.full, 1), words.constLast()));
    out.push_back(of(exponentNumber(scale.full, 1), {}));
    return out;
}

QString scaleSentence(const MapScale& scale, const MapInk& ink) {
    const QString full = mapNumber(scale.full, ink);
    switch (scale.origin) {
        case ScaleOrigin::model:
            return QCoreApplication::translate(
                       "MapLook",
                       "Full strength is %1 of the score: the 99th percentile of this method's maps of this model, "
                       "measured on beats that it had not learnt from. A weak map looks weak.")
                .arg(full);
        case ScaleOrigin::recording:
            return QCoreApplication::translate(
                       "MapLook",
                       "Full strength is %1 of the score: the 99th percentile of this method's maps on the first "
                       "recording that was opened with this model, for its folder holds no scale.")
                .arg(full);
        case ScaleOrigin::map:
            return QCoreApplication::translate(
                       "MapLook",
                       "Full strength is %1 of the score, the strongest of this map alone: it cannot be compared with "
                       "others.")
                .arg(full);
    }
    return {};
}

int paintMapBar(QPainter& painter, const PlotFrame& frame, const MapScale& scale, const MapInk& ink,
                const QStringList& titles, const Palette& colours) {
    const auto ends = mapEnds(scale, ink);
    const auto colour = [&](double share) {
        const double level = ink.is_signed ? 2 * share - 1 : share;
        if (!ink.grey) return mapColour(level, ink).rgb();
        // Grey is told by its density alone.
        const QColor grey = mapColour(level, ink), paper = colours.paper;
        const double dense = std::abs(level);
        const auto mixed = [&](int of, int ground) {
            return static_cast<int>(std::lround(ground + dense * (of - ground)));
        };
        return qRgb(mixed(grey.red(), paper.red()), mixed(grey.green(), paper.green()),
                    mixed(grey.blue(), paper.blue()));
    };
    return paintColourBar(painter, frame, colour, ends, titles, colours);
}

}  // namespace triptych::ui
