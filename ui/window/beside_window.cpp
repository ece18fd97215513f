#include "ui/window/beside_window.h"

#include "core/measure/differences.h"
#include "ui/panels/difference_tables.h"
#include "ui/panes/theme.h"
#include "ui/panes/trace_pane.h"
#include "ui/state/navigation.h"
#include "ui/window/beside_side.h"
#include "ui/window/open_questions.h"
#include "ui/window/session.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {
namespace {

constexpr QSize kUsual_px(1400, 860);
constexpr int kFigures_px = 300;  // below the papers
constexpr double kZoomStep = 1.5, kPageShare = 0.9;
constexpr int kMargin_px = 6;

}  // namespace

BesideWindow::BesideWindow(BesideFirst first, const DisplayState& display, QWidget* parent)
    : QWidget(parent, Qt::Window),
      of_first_(std::move(first)),
      display_(display),
      figures_{of_first_.figures, nullptr},
      measurer_(*this, [this](auto answers) { take(std::move(answers)); }) {
    setObjectName(QStringLiteral("beside_window"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(parent != nullptr ? parent->window()->size() : kUsual_px);
    build();
    addKeys();
    sides_[0]->setRecording(of_first_.recording, of_first_.lead, of_first_.is_ecg, of_first_.layers);
    sides_[0]->setBeats(of_first_.beats, of_first_.origin);
    connect(&display_, &DisplayState::displayChanged, this, [this] {
        shareDisplay(display_, sides_[0]->state().display());
        shareDisplay(display_, sides_[1]->state().display());
    });
    connect(&loader_, &Loader::opened, this, &BesideWindow::takeSecond);
    connect(&opening_, &Opening::failed, this, [this](const Error& error) {
        if (error.code != ErrorCode::cancelled)
            say(QStringLiteral("open"), Gravity::error, {QString::fromStdString(sentence(error))});
        medians_->setNotice(tr("The second recording could not be opened."));
    });
    connect(&loader_, &Loader::beatsFound, this, [this](const BeatListPtr& beats) {
        sides_[1]->setBeats(rowsOf(*beats), beats->origin);
        measure();
    });
    connect(&loader_, &Loader::beatsFailed, this, [this](const Error& error) {
        say(QStringLiteral("beats"), Gravity::error, {QString::fromStdString(sentence(error))});
        medians_->setNotice(tr("Without beats in both recordings nothing can be measured."));
    });
    answerQuestions(*this, opening_);
    showTitle();
}

BesideWindow::~BesideWindow() = default;

void BesideWindow::build() {
    sides_ = {new BesideSide(tr("First"), tr("median beat drawn through")),
              new BesideSide(tr("Second"), tr("median beat dashed"))};
    for (BesideSide* side : sides_) {
        shareDisplay(display_, side->state().display());
        side->setHeaderWanted(of_first_.header);
    }
    lock_ = new BesideLock(sides_[0]->state(), sides_[1]->state(), this);
    reasons_ = new ReasonStrip(sides_[0]->state().display());

    mode_ = new QComboBox;
    mode_->setAccessibleName(tr("How the two are held together"));
    mode_->setToolTip(
        tr("Where one paper is moved, how the other follows; they are held as they stand when you choose"));
    mode_->addItem(tr("same time since each began"), static_cast<int>(BesideMode::time));
    mode_->addItem(tr("beat for beat"), static_cast<int>(BesideMode::beats));
    mode_->addItem(tr("each by itself"), static_cast<int>(BesideMode::free));
    connect(mode_, &QComboBox::currentIndexChanged, this,
            [this] { lock_->setMode(static_cast<BesideMode>(mode_->currentData().toInt())); });
    auto* together = new QLabel(tr("&Together:"));
    together->setBuddy(mode_);
    auto* stacked = new QCheckBox(tr("One &above the other"));
    connect(stacked, &QCheckBox::toggled, this, &BesideWindow::setStacked);
    auto* wording = new QLabel(tr("Research use — not for diagnosis"));
    QFont bold = labelFont();
    bold.setBold(true);
    wording->setFont(bold);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(kMargin_px, kMargin_px / 2, kMargin_px, kMargin_px / 2);
    bar->setSpacing(kMargin_px);
    bar->addWidget(together);
    bar->addWidget(mode_);
    bar->addWidget(stacked);
    bar->addStretch(1);
    bar->addWidget(wording);

    papers_ = new QSplitter(Qt::Horizontal);
    for (BesideSide* side : sides_) papers_->addWidget(side);
    medians_ = new MedianPairView(sides_[0]->state().display());
    medians_->setNotice(tr("The second recording is being opened."));
    tables_ = new DifferenceTables;
    auto* figures = new QSplitter(Qt::Horizontal);
    figures->addWidget(medians_);
    figures->addWidget(tables_);
    figures->setStretchFactor(0, 1);
    auto* rows = new QSplitter(Qt::Vertical);
    rows->addWidget(papers_);
    rows->addWidget(figures);
    rows->setStretchFactor(0, 1);
    rows->setSizes({kUsual_px.height() - kFigures_px, kFigures_px});
    for (QSplitter* splitter : {papers_, figures, rows}) splitter->setChildrenCollapsible(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(reasons_);
    layout->addLayout(bar);
    layout->addWidget(rows, 1);
}

// As in the window, of the paper that has the keys.
void BesideWindow::addKeys() {
    const auto on = [this](const QKeySequence& keys, auto deed) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, deed);
    };
    on(Qt::Key_Escape, [this] { close(); });
    on(Qt::Key_Right, [this] { inHand().stepBeat(1); });
    on(Qt::Key_Left, [this] { inHand().stepBeat(-1); });
    on(Qt::Key_PageDown, [this] { pan(kPageShare); });
    on(Qt::Key_PageUp, [this] { pan(-kPageShare); });
    for (const Qt::Key key : {Qt::Key_Plus, Qt::Key_Equal}) on(key, [this] { zoom(1 / kZoomStep); });
    on(Qt::Key_Minus, [this] { zoom(kZoomStep); });
    on(Qt::Key_Home, [this] {
        ViewportState& view = inHand().state().view();
        view.setViewport({0, view.viewport().span_s});
    });
    on(Qt::Key_End, [this] {
        ViewState& state = inHand().state();
        state.view().setViewport({state.record().duration_s(), state.view().viewport().span_s});
    });
}

BesideSide& BesideWindow::inHand() {
    return sides_[1]->paper().hasFocus() ? *sides_[1] : *sides_[0];
}

void BesideWindow::zoom(double factor) {
    ViewportState& view = inHand().state().view();
    const Viewport& now = view.viewport();
    view.setViewport(zoomedAt(now, now.start_s + now.span_s / 2, factor));
}

void BesideWindow::pan(double views) {
    ViewportState& view = inHand().state().view();
    view.setViewport(pannedBy(view.viewport(), views * view.viewport().span_s));
}

void BesideWindow::setStacked(bool stacked) {
    papers_->setOrientation(stacked ? Qt::Vertical : Qt::Horizontal);
}

void BesideWindow::open(const RecordingRef& second) {
    say(QStringLiteral("open"), Gravity::error, {});
    opening_.open({second});
}

bool BesideWindow::isBusy() const {
    return loader_.isBusy() || measurer_.busy() || sides_[0]->paper().isBusy() || sides_[1]->paper().isBusy();
}

void BesideWindow::takeSecond(const OpenedPtr& opened) {
    second_ = opened;
    second_analysis_ = std::make_shared<const inference::RecordingAnalysis>(opened->recording);
    figures_[1] = nullptr;
    sides_[1]->setRecording(opened->recording, opened->lead, opened->is_ecg, opened->layers);
    lock_->takeStock();
    std::vector<Warning> warnings = opened->warnings;
    warnings.insert(warnings.end(), opened->beat_warnings.begin(), opened->beat_warnings.end());
    say(QStringLiteral("file"), Gravity::warning, inSentences(warnings));
    say(QStringLiteral("beats"), Gravity::error, {});
    medians_->setNotice(tr("Beats are sought, and measured."));
    showTitle();
    showFigures();
    loader_.findBeats(second_analysis_, opened->lead, pipeline::BeatChoice::automatic);
}

// What is not measured yet, of both.
void BesideWindow::measure() {
    struct Wanted {
        std::size_t side = 0, lead = 0;
        AnalysisPtr analysis;
    };
    std::vector<Wanted> wanted;
    if (!figures_[0]) {
        if (!of_first_.analysis)
            of_first_.analysis = std::make_shared<const inference::RecordingAnalysis>(of_first_.recording);
        wanted.push_back({0, of_first_.lead, of_first_.analysis});
    }
    if (!figures_[1]) wanted.push_back({1, second_->lead, second_analysis_});
    say(QStringLiteral("figures"), Gravity::error, {});
    measurer_.start([wanted = std::move(wanted)](const Job& job) -> std::optional<std::vector<Measuring>> {
        std::vector<Measuring> answers;
        for (const Wanted& one : wanted) {
            auto measured = pipeline::measureWhole(*one.analysis, one.lead, pipeline::BeatChoice::automatic, 0, job);
            if (job.stopRequested()) return std::nullopt;
            answers.push_back({one.side, std::move(measured)});
        }
        return answers;
    });
}

void BesideWindow::take(std::optional<std::vector<Measuring>> answers) {
    if (!answers) return;
    std::vector<QString> troubles;
    for (Measuring& answer : *answers) {
        if (answer.measured)
            figures_[answer.side] = answer.measured->figures;
        else
            troubles.push_back(QString::fromStdString(sentence(answer.measured.error())));
    }
    say(QStringLiteral("figures"), Gravity::error, troubles);
    medians_->setNotice(troubles.empty() ? tr("No lead with a median beat is in both recordings.")
                                         : tr("Not both recordings could be measured."));
    showFigures();
}

void BesideWindow::showFigures() {
    const auto& [first, second] = figures_;
    medians_->setPair({of_first_.recording, first}, {second_ ? second_->recording : nullptr, second});
    if (first && second)
        tables_->setDifferences(measure::differencesOf(*first, *second), measure::leadDifferencesOf(*first, *second));
    else
        tables_->setDifferences({}, {});
}

void BesideWindow::say(const QString& source, Gravity gravity, const std::vector<QString>& sentences) {
    std::vector<Reason> reasons;
    for (const QString& one : sentences) reasons.push_back({source, gravity, one});
    reasons_->setReasons(source, reasons);
}

void BesideWindow::showTitle() {
    setWindowTitle(second_ ? tr("%1 beside %2 — Triptych").arg(sides_[1]->name(), sides_[0]->name())
                           : tr("Beside %1 — Triptych").arg(sides_[0]->name()));
}

}  // namespace triptych::ui
