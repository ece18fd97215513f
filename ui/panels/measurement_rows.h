// The figures of a recording as rows of a table: ours, the device's own, and one beat's, each with what it rests on,
// and a reason where nothing can be said. Words alone; a widget shows them, and a copy takes them along.
#pragma once

#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/measure/measurements.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace triptych::ui {

// "—": it cannot be said; the tip says why.
inline constexpr char16_t kUnsaid = 0x2014;

struct FigureCell {
    QString text, tip;
};
struct FigureRow {
    QString name, unit;
    FigureCell ours, device, beat;
};

// One beat over all leads as it is shown now, whatever was measured before: waves by lead (null: not known), RR from
// elsewhere.
[[nodiscard]] measure::BeatOverLeads beatOverLeads(const std::vector<LeadWavesPtr>& waves, std::size_t beat,
                                                   std::optional<double> rr_s);

// HR, RR, PR, QRS, QT, four QTc, P, axes; a QTc without a formula where the device states one. `measured` null: not
// yet. `beat` null: none is selected.
[[nodiscard]] std::vector<FigureRow> figureRows(const measure::Measurements* measured, const Recording& recording,
                                                const measure::BeatOverLeads* beat);

// Columns of the table by lead, and their rows: the median beat's, or one beat's.
[[nodiscard]] QStringList leadColumns();  // "Lead", "QRS", "P", "Q", "R", "S", "T", "J", "J60", "J80", "slope"
[[nodiscard]] QStringList leadColumnTips();
// One beat's figures on a lead, with its own letters.
struct OneBeatOnLead {
    measure::BeatOnLead figures;
    std::string qrs_shape;
};
struct LeadRow {
    std::vector<FigureCell> cells;  // as many as columns
};
// `beats` [leads of `measured`]: one beat's figures instead of the median's; empty: the median's.
[[nodiscard]] std::vector<LeadRow> leadRows(const measure::Measurements& measured,
                                            const std::vector<OneBeatOnLead>& beats);

// What stands before the figures: why heights are not to be believed; empty where nothing speaks against them.
[[nodiscard]] QString doubtIn(const measure::Measurements& measured);
// What was said beside the figures, that first sentence, too, a sentence a line, leads by name.
[[nodiscard]] QStringList remarksOf(const measure::Measurements& measured);

// Everything as lines of cells between tabs, for a sheet or a letter.
[[nodiscard]] QString tableText(const std::vector<FigureRow>& figures, bool with_device,
                                const std::vector<LeadRow>& leads, const QStringList& remarks);

}  // namespace triptych::ui
