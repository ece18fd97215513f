#include "ui/panels/explanation_panel.h"

#include "core/text/said.h"

#include "ui/panels/feature_bars.h"
#include "ui/panels/fitting_label.h"
#include "ui/panels/segment_view.h"
#include "ui/panels/signed_bars.h"
#include "ui/panels/sum_bars.h"
#include "ui/panels/what_if_box.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/map_badge.h"
#include "ui/panes/theme.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

ExplanationPanel::ExplanationPanel(ViewState& state, QWidget* parent)
    : QWidget(parent),
      model_(state.model()),
      display_(state.display()),
      why_(state.why()),
      method_(new QComboBox),
      class_(new QComboBox),
      against_(new QComboBox),
      opacity_(new QSlider(Qt::Horizontal)),
      absolute_(new QCheckBox(tr("sizes alone"))),
      badge_(new QLabel),
      bars_title_(new FittingLabel),
      bars_(new SignedBars(display_)),
      segments_title_(new QLabel(tr("Share of the trace by wave"))),
      segments_(new SegmentView(display_)),
      what_if_(new WhatIfBox(state.why(), state.display())) {
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        method_->addItem(QString::fromStdString(text::translated(method.title)), qt(method.id));
        method_->setItemData(method_->count() - 1, QString::fromStdString(text::translated(method.describes)),
                             Qt::ToolTipRole);
    }
    method_->setAccessibleName(tr("Explanation method"));
    class_->setToolTip(tr("For which class the beat's score is explained"));
    class_->setAccessibleName(tr("Explained class"));
    against_->setToolTip(tr("What speaks for that class rather than for this one"));
    against_->setAccessibleName(tr("Class to be told from"));
    opacity_->setRange(0, 100);
    opacity_->setPageStep(10);
    opacity_->setValue(static_cast<int>(std::lround(model_.overlayOpacity() * 100)));
    opacity_->setAccessibleName(tr("Opacity of the saliency"));
    absolute_->setToolTip(tr("How much each place matters, whether it speaks for the class or against it"));
    absolute_->setChecked(why_.map().absolute());
    for (QWidget* control :
         {static_cast<QWidget*>(method_), static_cast<QWidget*>(class_), static_cast<QWidget*>(against_),
          static_cast<QWidget*>(opacity_), static_cast<QWidget*>(absolute_)}) {
        control->setFocusPolicy(Qt::TabFocus);
    }
    method_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (QComboBox* box : {method_, class_, against_}) {
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        // As wide as its column, whatever a model calls its classes.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    badge_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    badge_->setTextFormat(Qt::RichText);
    badge_->setWordWrap(true);
    badge_->setMinimumHeight(fontMetrics().height() + 2);
    bars_title_->setFont(labelFont());
    segments_title_->setFont(labelFont());

    auto* opacity_label = new QLabel(tr("opacity"));
    opacity_label->setBuddy(opacity_);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(class_, 0, 0, 1, 2);
    grid->addWidget(against_, 0, 2, 1, 2);
    grid->addWidget(method_, 1, 0, 1, 2);
    grid->addWidget(opacity_label, 1, 2);
    grid->addWidget(opacity_, 1, 3);
    grid->addWidget(badge_, 2, 0, 1, 3);
    grid->addWidget(absolute_, 2, 3, Qt::AlignTop);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(what_if_);  // beside the probabilities that it moves
    layout->addLayout(grid);
    layout->addWidget(bars_title_);
    layout->addWidget(bars_);
    layout->addWidget(segments_title_);
    layout->addWidget(segments_);

    connect(method_, &QComboBox::currentIndexChanged, this, &ExplanationPanel::requestChanged);
    connect(class_, &QComboBox::currentIndexChanged, this, &ExplanationPanel::requestChanged);
    connect(against_, &QComboBox::currentIndexChanged, this, &ExplanationPanel::requestChanged);
    connect(opacity_, &QSlider::valueChanged, this, [this](int value) { model_.setOverlayOpacity(value / 100.0); });
    connect(absolute_, &QCheckBox::toggled, this, [this](bool on) { why_.map().setAbsolute(on); });
    connect(&why_.map(), &MapState::changed, this, [this] { absolute_->setChecked(why_.map().absolute()); });
    connect(&model_, &ModelState::aiLayerChanged, this, [this] {
        const QSignalBlocker blocker(opacity_);
        opacity_->setValue(static_cast<int>(std::lround(model_.overlayOpacity() * 100)));
    });
    connect(&model_, &ModelState::explanationChanged, this, &ExplanationPanel::showExplanation);
    connect(&display_, &DisplayState::displayChanged, this, &ExplanationPanel::showBadge);
    connect(&why_.map(), &MapState::changed, this, &ExplanationPanel::showBadge);
    onAny(this, &ExplanationPanel::showBars, std::pair(&why_, &WhyState::whyChanged),
          std::pair(&why_, &WhyState::lookedChanged), std::pair(&why_, &WhyState::askedChanged));
    connect(bars_, &SignedBars::clicked, this, &ExplanationPanel::barClicked);
    setModel(nullptr);
    showExplanation();
}

void ExplanationPanel::setKeys(const QString& next_method, const QString& less_opacity, const QString& more_opacity,
                               const QString& what_if) {
    what_if_->setKey(what_if);
    method_->setToolTip(tr("How the explanation is computed (%1: the next way)").arg(next_method));
    opacity_->setToolTip(
        tr("Opacity of the saliency over trace and scalogram (%1 less, %2 more)").arg(less_opacity, more_opacity));
}

std::string ExplanationPanel::method() const {
    return method_->currentData().toString().toStdString();
}

void ExplanationPanel::setMethod(const std::string& method) {
    const int row = method_->findData(QString::fromStdString(method));
    if (row >= 0) method_->setCurrentIndex(row);
}

void ExplanationPanel::cycleMethod() {
    method_->setCurrentIndex((method_->currentIndex() + 1) % method_->count());
}

std::string ExplanationPanel::chosenClass() const {
    return class_->currentData().toString().toStdString();
}

std::string ExplanationPanel::chosenAgainst() const {
    return against_->currentData().toString().toStdString();
}

void ExplanationPanel::setModel(const ModelInfo* model) {
    setEnabled(model != nullptr);
    QStringList classes;
    if (model != nullptr) {
        for (const std::string& name : model->classes) classes << QString::fromStdString(name);
    }
    if (class_->count() > 0 && classes == classes_) return;
    classes_ = classes;
    const QSignalBlocker blocker(class_);
    const QString kept = class_->currentData().toString();
    class_->clear();
    class_->addItem(tr("predicted class"), QString());
    const auto named = [this](const QString& name) {
        constexpr int kName_px = 240;
        return shortened(name, fontMetrics(), kName_px);
    };
    for (const QString& name : classes) class_->addItem(tr("class %1").arg(named(name)), name);
    class_->setCurrentIndex(std::max(0, class_->findData(kept)));
    const QSignalBlocker against_blocker(against_);
    const QString kept_against = against_->currentData().toString();
    against_->clear();
    against_->addItem(tr("and not another"), QString());
    for (const QString& name : classes) against_->addItem(tr("and not %1").arg(named(name)), name);
    against_->setCurrentIndex(std::max(0, against_->findData(kept_against)));
}

void ExplanationPanel::setBusy(bool busy) {
    busy_ = busy;
    if (busy) trouble_.clear();
    showBadge();
}

void ExplanationPanel::setTrouble(const QString& sentence) {
    trouble_ = sentence;
    showBadge();
}

void ExplanationPanel::showExplanation() {
    const auto& why = model_.explanation();
    if (why) {
        trouble_.clear();
        QString name = QString::fromStdString(why->class_name);
        if (!why->against.empty()) name = tr("%1 and not %2").arg(name, QString::fromStdString(why->against));
        bars_title_->setWordings(
            {tr("What adds up, for (+) and against (−) %1").arg(name), tr("For (+) and against (−) %1").arg(name)});
    }
    showBars();
    showBadge();
}

void ExplanationPanel::showBars() {
    const auto& why = model_.explanation();
    std::vector<SignedBar> bars;
    if (why && why_.why()) bars = sumBars(why_, *why, open_);
    if (why && bars.empty()) bars = featureBars(*why);
    const bool shown = !bars.empty();
    if (shown || (why && !shown)) bars_->setBars(std::move(bars));
    // While the next beat is explained the old bars stay, dimmed by being disabled, so that nothing jumps.
    bars_->setVisible(shown || (!why && bars_->isVisible()));
    bars_title_->setVisible(bars_->isVisible());
    if (why && why_.why()) segments_->setSegments(why_.why()->segments, why->is_signed, why_.map().isGrey());
    const bool has_segments = why ? why_.why() && !segments_->isEmpty() : segments_->isVisible();
    segments_->setVisible(has_segments);
    segments_title_->setVisible(has_segments);
}

void ExplanationPanel::barClicked(const SignedBar& bar) {
    if (bar.fold == SignedBar::Fold::none) {
        if (why_.masking()) bar.id == kAroundBar ? why_.toggleAround() : why_.toggleFeature(bar.id);
        return;
    }
    if (!open_.insert(bar.id).second) open_.erase(bar.id);
    showBars();
}

void ExplanationPanel::showBadge() {
    const Palette& colours = ui::palette(display_.theme());
    const auto say = [this](const QString& text, const QColor& ink, const QString& tip) {
        badge_->setText(QStringLiteral("<span style='color:%1'>%2</span>").arg(ink.name(), text.toHtmlEscaped()));
        badge_->setToolTip(tip);
    };
    const auto& why = model_.explanation();
    if (!trouble_.isEmpty()) {
        constexpr int kWord_px = 120;
        say(withShortWords(trouble_, fontMetrics(), kWord_px), colours.warning, plainTip(trouble_));
    } else if (!why) {
        say(busy_ ? tr("explaining …") : tr("no explanation yet"), colours.muted_text, {});
    } else {
        const auto shown = why_.map().refined() ? why_.map().refined() : why;
        const MapBadge badge = mapBadge(why_.map(), *shown);
        say(badge.words.isEmpty() ? tr("relative weights") : badge.words.constFirst(),
            badge.is_bad ? withContrast(colours.warning, colours.window) : colours.muted_text, plainTip(badge.tip));
    }
}

}  // namespace triptych::ui
