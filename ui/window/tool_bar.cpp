#include "ui/window/tool_bar.h"

#include "ui/panes/fitting_text.h"
#include "ui/window/actions.h"

#include <QMenu>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace triptych::ui {

QString filterText(DisplayFilter filter) {
    switch (filter) {
        case DisplayFilter::raw:
            return QObject::tr("raw");
        case DisplayFilter::diagnostic:
            return QObject::tr("diagnostic 0.05–150 Hz");
        case DisplayFilter::monitor:
            return QObject::tr("monitor 0.5–40 Hz");
        case DisplayFilter::st:
            return QObject::tr("ST 0.05–40 Hz");
    }
    return {};
}

QString mainsText(MainsFilter mains) {
    switch (mains) {
        case MainsFilter::off:
            return QObject::tr("mains off");
        case MainsFilter::hz50:
            return QObject::tr("mains 50 Hz");
        case MainsFilter::hz60:
            return QObject::tr("mains 60 Hz");
    }
    return {};
}

ToolBar::ToolBar(const RecordState& record, const ViewportState& view, const DisplayState& display,
                 const Actions& actions, QMenu& leads, QMenu& models, QWidget* parent)
    : QToolBar(parent), record_(record), view_(view), display_(display) {
    setObjectName(QStringLiteral("tool_bar"));
    setWindowTitle(tr("Tool bar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize(QSize(16, 16));

    // Where the panes stand: one of these is on.
    for (const ActionId id : {ActionId::read_page, ActionId::measurements, ActionId::rhythm_page, ActionId::review_page,
                              ActionId::explain_page}) {
        addAction(&actions[id]);
        if (auto* button = qobject_cast<QToolButton*>(widgetForAction(&actions[id]))) {
            button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        }
    }
    addSeparator();
    actions[ActionId::open].setIcon(style()->standardIcon(QStyle::SP_DialogOpenButton));
    addAction(&actions[ActionId::open]);
    addSeparator();
    lead_ = chooser(tr("Lead that is analysed"), leads);
    speed_ = chooser(tr("Paper speed"), actions.menu(Menu::speed));
    gain_ = chooser(tr("Gain"), actions.menu(Menu::gain));
    filter_ = chooser(tr("Display filter; the model never sees it"), actions.menu(Menu::filter));
    mains_ = chooser(tr("Mains filter of the display"), actions.menu(Menu::mains));
    addSeparator();
    model_ = chooser(tr("Model"), models);
    addAction(&actions[ActionId::ai_layer]);
    if (auto* button = qobject_cast<QToolButton*>(widgetForAction(&actions[ActionId::ai_layer]))) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
    reader_ = chooser(tr("Who reads, and what they see of the others"), actions.menu(Menu::readers));
    reader_->setObjectName(QStringLiteral("reader"));
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    progress_ = new QProgressBar;
    progress_->setRange(0, 1000);
    progress_->setFixedWidth(170);
    progress_->setAccessibleName(tr("Progress of what runs"));
    progress_action_ = addWidget(progress_);
    actions[ActionId::stop].setIcon(style()->standardIcon(QStyle::SP_BrowserStop));
    addAction(&actions[ActionId::stop]);

    for (QAction* action : this->actions()) {
        QWidget* widget = widgetForAction(action);
        if (widget == nullptr) continue;
        if (widget->accessibleName().isEmpty()) widget->setAccessibleName(action->toolTip());
        widget->setFocusPolicy(widget == space || widget == progress_ ? Qt::NoFocus : Qt::TabFocus);
    }
    connect(&record_, &RecordState::recordingChanged, this, &ToolBar::showState);
    connect(&record_, &RecordState::analysisLeadChanged, this, &ToolBar::showState);
    connect(&display_, &DisplayState::displayChanged, this, &ToolBar::showState);
    connect(&view_, &ViewportState::viewportChanged, this, &ToolBar::showState);
    connect(&view_, &ViewportState::scaleChanged, this, &ToolBar::showState);
    setModel(tr("model"), {});
    setProgress(-1, {});
    showState();
}

// What a file calls a lead, or a folder a model, in a button that keeps its place.
QString ToolBar::named(const QString& name) const {
    constexpr int kName_px = 110;
    return withoutMnemonics(shortened(name, fontMetrics(), kName_px));
}

QToolButton* ToolBar::chooser(const QString& name, QMenu& menu) {
    auto* button = new QToolButton;
    button->setMenu(&menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setToolTip(name);
    button->setAccessibleName(name);
    // The arrow stands in the text: the style's own overlaps it.
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    addWidget(button);
    return button;
}

void ToolBar::showState() {
    const auto& recording = record_.recording();
    const bool has_lead = recording && record_.analysisLead() < recording->leads.size();
    const auto arrow = [](const QString& text) { return text + QStringLiteral(" ▾"); };
    const QString lead = has_lead ? QString::fromStdString(recording->leads[record_.analysisLead()].name) : QString();
    lead_->setText(arrow(has_lead ? tr("lead %1").arg(named(lead)) : tr("lead")));
    lead_->setToolTip(has_lead ? plainTip(tr("Lead that is analysed: %1").arg(lead)) : tr("Lead that is analysed"));
    lead_->setEnabled(has_lead);
    const double speed = view_.actualSpeedMmPerS();
    const QString number = QString::number(speed, 'g', speed < 1 ? 2 : 3);
    speed_->setText(arrow((view_.atPresetSpeed() ? QString() : QStringLiteral("≈ ")) + tr("%1 mm/s").arg(number)));
    gain_->setText(arrow(tr("%1 mm/mV").arg(display_.gainMmPerMv())));
    gain_->setToolTip(wished_gain_ ? tr("Gain, lowered from %1 mm/mV so that the beats fit into their rows; one that "
                                        "you choose holds")
                                         .arg(*wished_gain_)
                                   : tr("Gain"));
    filter_->setText(arrow(filterText(display_.filter())));
    mains_->setText(arrow(mainsText(display_.mains())));
}

void ToolBar::setReading(const QString& reader, const QString& mode, const QString& says) {
    const QString name = reader.isEmpty() ? tr("reader") : named(reader);
    reader_->setText(mode.isEmpty() ? tr("%1 ▾").arg(name) : tr("%1 · %2 ▾").arg(name, mode));
    reader_->setToolTip(plainTip(reader.isEmpty() ? says : tr("%1 reads. %2").arg(reader, says)));
}

void ToolBar::setWishedGain(std::optional<double> mm_per_mv) {
    wished_gain_ = mm_per_mv;
    showState();
}

void ToolBar::setPaperShown(bool shown) {
    speed_->setEnabled(shown);
    gain_->setEnabled(shown);
}

void ToolBar::setModel(const QString& title, const QString& tip) {
    model_->setText(named(title) + QStringLiteral(" ▾"));
    model_->setToolTip(tip.isEmpty() ? tr("Model that classifies the beats") : plainTip(tip));
}

void ToolBar::setProgress(double fraction, const QString& stage) {
    const bool runs = fraction >= 0;
    progress_action_->setVisible(runs);
    if (!runs) return;
    progress_->setValue(static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * 1000)));
    progress_->setFormat(stage.isEmpty() ? QStringLiteral("%p %") : stage + QStringLiteral(" %p %"));
}

}  // namespace triptych::ui
