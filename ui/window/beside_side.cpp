#include "ui/window/beside_side.h"

#include "ui/panels/fitting_label.h"
#include "ui/panels/header_line.h"
#include "ui/panes/theme.h"
#include "ui/panes/trace_pane.h"
#include "ui/state/resting.h"

#include <QFileInfo>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kMargin_px = 4;

}  // namespace

std::vector<LabelledBeat> rowsOf(const BeatList& beats) {
    std::vector<LabelledBeat> rows;
    rows.reserve(beats.beats.size());
    for (const Beat& beat : beats.beats) {
        LabelledBeat& row = rows.emplace_back();
        row.sample = beat.sample;
        row.time_s = static_cast<double>(beat.sample) / beats.rate_hz;
        row.code = beat.code;
    }
    return rows;
}

BesideSide::BesideSide(const QString& place, const QString& line, QWidget* parent)
    : QWidget(parent), state_(std::make_unique<ViewState>()), whose_(new FittingLabel), place_(place), line_(line) {
    state_->model().setAiVisible(false);
    paper_ = new TracePane(*state_);  // it hears of a recording first: a header that comes changes its size
    header_ = new HeaderLine(state_->record());
    paper_->setAccessibleName(tr("%1 recording").arg(place));
    QFont bold = labelFont();
    bold.setBold(true);
    whose_->setFont(bold);
    whose_->setMargin(kMargin_px);
    whose_->setAccessibleName(tr("%1 recording: which it is").arg(place));
    whose_->setWordings({place_});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(whose_);
    layout->addWidget(header_);
    layout->addWidget(paper_, 1);
}

BesideSide::~BesideSide() {
    // It paints what the state says.
    delete paper_;
    delete header_;
}

void BesideSide::setRecording(const RecordingPtr& recording, std::size_t lead, const std::vector<bool>& is_ecg,
                              const Layers& layers) {
    state_->setRecording(recording);
    if (!recording) return;
    state_->setAnalysisLead(lead);
    state_->record().setEcgLeads(is_ecg);
    state_->record().setLayers(layers);
    const QString whole = tr("%1: %2").arg(place_, name());
    whose_->setWordings({QStringLiteral("%1 (%2)").arg(whole, line_), whole, name()});
    if (isRestingEcg(*recording)) paper_->fitGain();
}

void BesideSide::setBeats(std::vector<LabelledBeat> beats, BeatOrigin origin) {
    state_->setBeats(std::move(beats), origin);
}

void BesideSide::setHeaderWanted(bool wanted) {
    header_->setWanted(wanted);
}

QString BesideSide::name() const {
    const RecordingPtr& recording = state_->record().recording();
    if (!recording) return place_;
    const QString file = QFileInfo(QString::fromStdString(recording->path)).fileName();
    return file.isEmpty() ? QString::fromStdString(recording->name) : file;
}

void BesideSide::stepBeat(int step) {
    const auto& beats = state_->beats().all();
    if (beats.empty()) return;
    const auto last = static_cast<std::ptrdiff_t>(beats.size()) - 1;
    const auto now = state_->beats().selected();
    const std::ptrdiff_t next = now ? static_cast<std::ptrdiff_t>(*now) + step : 0;
    state_->selectBeat(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(next, 0, last)));
}

}  // namespace triptych::ui
