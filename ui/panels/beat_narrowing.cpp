#include "ui/panels/beat_narrowing.h"

#include "core/pipeline/shape_tiles.h"
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace triptych::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::BeatListPanel", text);
}

bool hasReason(const ViewState& state, pipeline::Reason reason, std::size_t beat) {
    const auto& said = state.model().classification();
    if (!said || !state.model().aiVisible() || beat >= said->predictions.size()) return false;
    const auto reasons = pipeline::reasonsOf(said->predictions, beat, said->model.borderline_margin);
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

}  // namespace

bool passes(const ViewState& state, const BeatNarrowing& narrowing, std::size_t beat, const ReaderOf& reader_of) {
    const LabelledBeat& row = state.beats().all()[beat];
    if (narrowing.time && (row.time_s < narrowing.time->from_s || row.time_s >= narrowing.time->to_s)) return false;
    if (narrowing.tile) {
        const auto& tiles = state.shapes().tiles();
        if (!tiles || beat >= tiles->tile_of.size() || tiles->tile_of[beat] != *narrowing.tile) return false;
    }
    if (narrowing.lead) {
        const auto& unreadable = narrowing.lead->unreadable;
        if (!unreadable || beat >= unreadable->size()) return false;
        if (((*unreadable)[beat] == 0) != narrowing.lead->readable) return false;
    }
    if (!narrowing.reader.isEmpty() && (!row.relabelled || !reader_of || reader_of(beat) != narrowing.reader))
        return false;
    return !narrowing.reason || hasReason(state, *narrowing.reason, beat);
}

QString inWords(const ViewState& state, const BeatNarrowing& narrowing) {
    QStringList parts;
    if (narrowing.reason) parts << QString::fromStdString(pipeline::inWords(*narrowing.reason).text());
    if (narrowing.tile) parts << tr("tile %1").arg(*narrowing.tile + 1);
    if (narrowing.time) {
        parts << tr("%1 to %2")
                     .arg(whenText(state.record(), std::max(0.0, narrowing.time->from_s)),
                          whenText(state.record(), std::min(state.record().duration_s(), narrowing.time->to_s)));
    }
    if (narrowing.lead) {
        const auto& recording = state.record().recording();
        const QString name = recording && narrowing.lead->lead < recording->leads.size()
                                 ? QString::fromStdString(recording->leads[narrowing.lead->lead].name)
                                 : QString();
        parts << (narrowing.lead->readable ? tr("lead %1 can be read") : tr("lead %1 cannot be read")).arg(name);
    }
    if (!narrowing.reader.isEmpty()) parts << tr("labelled by %1").arg(narrowing.reader);
    return parts.join(QStringLiteral(" · "));
}

}  // namespace triptych::ui
