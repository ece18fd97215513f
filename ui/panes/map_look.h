// How strong a map is drawn and in which colours: at full strength where its model's maps by that method are strong as
// a rule, so that a weak map looks weak; grey where it was tested and random orders do as well.
#pragma once

#include "core/domain/explanation.h"
#include "ui/panes/plot_frame.h"

#include <QColor>
#include <QString>

#include <memory>
#include <string_view>
#include <vector>

namespace triptych::ui {

class MapState;
class ViewState;

// The explanation that is drawn: the model's, with what workers found of it since; null: none.
[[nodiscard]] std::shared_ptr<const Explanation> explanationInView(const ViewState& state);

// Where the strength was measured that is drawn at full.
enum class ScaleOrigin { map, recording, model };
struct MapScale {
    double full = 0;
    ScaleOrigin origin = ScaleOrigin::map;
    bool beyond = false;  // the map has stronger places, drawn as full
};
// Of a map of an input whose strongest cell, as drawn, is `largest`; `times`: how many cells at full strength what is
// drawn as one amounts to.
[[nodiscard]] MapScale mapScale(const Explanation& explanation, std::string_view input, float largest,
                                double times = 1);

struct MapInk {
    bool is_signed = true;
    bool grey = false;
};
[[nodiscard]] MapInk mapInk(const MapState& state, bool is_signed);
// A share of full strength, −1 … 1, without a sign where the ink has none. 0 for what is no number.
[[nodiscard]] double mapLevel(double value, const MapScale& scale, const MapInk& ink);
// The colour of a level.
[[nodiscard]] QColor mapColour(double level, const MapInk& ink);
// Of anything of that sign, as strong as it gets.
[[nodiscard]] QColor mapColourOfSign(double level, const MapInk& ink);

// Both ends of the legend with what they are measured by, the fullest wording first.
[[nodiscard]] std::vector<BarEnds> mapEnds(const MapScale& scale, const MapInk& ink);
// "±0.049"
[[nodiscard]] QString mapNumber(double value, const MapInk& ink);
// What full strength means, in a sentence.
[[nodiscard]] QString scaleSentence(const MapScale& scale, const MapInk& ink);
// The colour bar of a map with these ends; as paintColourBar() has it.
int paintMapBar(QPainter& painter, const PlotFrame& frame, const MapScale& scale, const MapInk& ink,
                const QStringList& titles, const Palette& colours);

}  // namespace triptych::ui
