#include "ui/panels/rhythm_panel.h"

#include "core/rhythm/whole.h"
#include "ui/panels/rhythm_lists.h"
#include "ui/panels/rhythm_tables.h"
#include "ui/panels/rhythm_words.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kLeast_px = 330;

}  // namespace

RhythmPanel::RhythmPanel(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      title_(new QLabel),
      pages_(new QTabWidget),
      episodes_(new EpisodeList(state)),
      events_(new EventList(state)),
      burden_(new BurdenTable(state)),
      hrv_(new HrvTable(state)) {
    setAccessibleName(tr("Rhythm"));
    title_->setObjectName(QStringLiteral("rhythm_title"));
    title_->setWordWrap(true);
    title_->setTextFormat(Qt::PlainText);
    title_->setContentsMargins(8, 6, 8, 2);
    QFont bold = labelFont(10);
    bold.setBold(true);
    title_->setFont(bold);
    pages_->setObjectName(QStringLiteral("rhythm_pages"));
    pages_->setDocumentMode(true);
    pages_->setFocusPolicy(Qt::TabFocus);
    pages_->addTab(episodes_, tr("Episodes"));
    pages_->addTab(events_, tr("Events"));
    pages_->addTab(burden_, tr("Burden"));
    pages_->addTab(hrv_, tr("Variability"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(title_);
    layout->addWidget(pages_, 1);
    setMinimumWidth(kLeast_px);
    auto* copy_key = new QAction(this);
    copy_key->setShortcut(QKeySequence::Copy);
    copy_key->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(copy_key);
    connect(copy_key, &QAction::triggered, this, [this] {
        if (!state_.rhythm().report()) return;
        QApplication::clipboard()->setText(asText());
        Q_EMIT copied();
    });
    connect(&state_.rhythm(), &RhythmState::reportChanged, this, &RhythmPanel::showHead);
    showHead();
}

void RhythmPanel::setWorking(bool working) {
    if (std::exchange(working_, working) != working) showHead();
}

void RhythmPanel::showHead() {
    const auto& report = state_.rhythm().report();
    if (!report) {
        title_->setText(working_ ? tr("Seeking the rhythm…") : tr("The rhythm is not known"));
        return;
    }
    const auto& findings = report->found.findings;
    const QString what = QString::fromStdString(rhythm::wholeInWords(findings, report->found.view()).text());
    // A share of nothing says nothing.
    const bool any = findings.readable_share > 0 && !rhythm::isTooShort(findings);
    title_->setText(any ? tr("On the whole %1; %2 can be read").arg(what, shareText(findings.readable_share))
                        : tr("On the whole %1").arg(what));
}

void RhythmPanel::showEpisodes() {
    pages_->setCurrentWidget(episodes_);
}

void RhythmPanel::showEvents() {
    pages_->setCurrentWidget(events_);
}

QString RhythmPanel::asText() const {
    const QWidget* page = pages_->currentWidget();
    if (page == episodes_) return episodes_->asText();
    if (page == events_) return events_->asText();
    return page == burden_ ? burden_->asText() : hrv_->asText();
}

}  // namespace triptych::ui
