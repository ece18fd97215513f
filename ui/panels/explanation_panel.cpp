#include "ui/panels/explanation_panel.h"

#include "core/text/said.h"

#include "ui/panels/feature_bars.h"
#include "ui/panels/fitting_label.h"
#include "ui/panels/signed_bars.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

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

QString percent(double fraction) {
    const double value = fraction * 100;
    if (value < 0.05) return QStringLiteral("< 0.1 %");
    return QString::number(value, 'f', value < 9.95 ? 1 : 0) + QStringLiteral(" %");
}

}  // namespace

ExplanationPanel::ExplanationPanel(ModelState& model, const DisplayState& display, QWidget* parent)
    : QWidget(parent),
      model_(model),
      display_(display),
      method_(new QComboBox),
      class_(new QComboBox),
      opacity_(new QSlider(Qt::Horizontal)),
      badge_(new QLabel),
      bars_title_(new FittingLabel),
      bars_(new SignedBars(display)) {
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        method_->addItem(QString::fromStdString(text::translated(method.title)), qt(method.id));
        method_->setItemData(method_->count() - 1, QString::fromStdString(text::translated(method.describes)),
                             Qt::ToolTipRole);
    }
    method_->setAccessibleName(tr("Explanation method"));
    class_->setToolTip(tr("For which class the beat's score is explained"));
    class_->setAccessibleName(tr("Explained class"));
    opacity_->setRange(0, 100);
    opacity_->setPageStep(10);
    opacity_->setValue(static_cast<int>(std::lround(model_.overlayOpacity() * 100)));
    opacity_->setAccessibleName(tr("Opacity of the saliency"));
    for (QWidget* control :
         {static_cast<QWidget*>(method_), static_cast<QWidget*>(class_), static_cast<QWidget*>(opacity_)}) {
        control->setFocusPolicy(Qt::TabFocus);
    }
    method_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    class_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (QComboBox* box : {method_, class_}) {
        // As wide as its column, whatever a model calls its classes.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    badge_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    badge_->setTextFormat(Qt::RichText);
    badge_->setWordWrap(true);
    badge_->setMinimumHeight(fontMetrics().height() + 2);
    bars_title_->setFont(labelFont());

    auto* opacity_label = new QLabel(tr("opacity"));
    opacity_label->setBuddy(opacity_);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(method_, 0, 0, 1, 2);
    grid->addWidget(class_, 0, 2, 1, 2);
    grid->addWidget(badge_, 1, 0, 1, 2);
    grid->addWidget(opacity_label, 1, 2);
    grid->addWidget(opacity_, 1, 3);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(grid);
    layout->addWidget(bars_title_);
    layout->addWidget(bars_);

    connect(method_, &QComboBox::currentIndexChanged, this, &ExplanationPanel::requestChanged);
    connect(class_, &QComboBox::currentIndexChanged, this, &ExplanationPanel::requestChanged);
    connect(opacity_, &QSlider::valueChanged, this, [this](int value) { model_.setOverlayOpacity(value / 100.0); });
    connect(&model_, &ModelState::aiLayerChanged, this, [this] {
        const QSignalBlocker blocker(opacity_);
        opacity_->setValue(static_cast<int>(std::lround(model_.overlayOpacity() * 100)));
    });
    connect(&model_, &ModelState::explanationChanged, this, &ExplanationPanel::showExplanation);
    connect(&display_, &DisplayState::displayChanged, this, &ExplanationPanel::showBadge);
    setModel(nullptr);
    showExplanation();
}

void ExplanationPanel::setKeys(const QString& next_method, const QString& less_opacity, const QString& more_opacity) {
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
    for (const QString& name : classes) {
        constexpr int kName_px = 240;
        class_->addItem(tr("class %1").arg(shortened(name, fontMetrics(), kName_px)), name);
    }
    class_->setCurrentIndex(std::max(0, class_->findData(kept)));
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
    std::vector<SignedBar> bars;
    if (why) {
        trouble_.clear();
        bars = featureBars(*why);
        const QString name = QString::fromStdString(why->class_name);
        bars_title_->setWordings({tr("Rhythm, likeness and P, for (+) and against (−) %1").arg(name),
                                  tr("Rhythm, likeness, P: for (+), against (−) %1").arg(name),
                                  tr("For (+) and against (−) %1").arg(name)});
    }
    const bool shown = !bars.empty();
    if (shown || (why && !shown)) bars_->setBars(std::move(bars));
    // While the next beat is explained the old bars stay, dimmed by being disabled, so that nothing jumps.
    bars_->setVisible(shown || (!why && bars_->isVisible()));
    bars_title_->setVisible(bars_->isVisible());
    showBadge();
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
    } else if (!why->has_completeness) {
        say(tr("relative weights"), colours.muted_text,
            tr("This method has no sum to check: it shows where the network looked, not how much each place added to "
               "the "
               "%1")
                .arg(QString::fromStdString(why->score_name).toHtmlEscaped()));
    } else {
        const QString tip =
            tr("Completeness: the attributions of all inputs add up to the score minus the baseline's score "
               "(%1 against %2), with an error of %3. %4 integration steps.")
                .arg(why->score - why->baseline_score + why->completeness_error, 0, 'f', 4)
                .arg(why->score - why->baseline_score, 0, 'f', 4)
                .arg(percent(why->completeness_relative))
                .arg(why->steps);
        if (why->converged) {
            say(tr("✓ complete, δ %1").arg(percent(why->completeness_relative)), colours.muted_text, tip);
        } else {
            say(tr("✗ not converged, δ %1").arg(percent(why->completeness_relative)),
                withContrast(colours.warning, colours.window), tip);
        }
    }
}

}  // namespace triptych::ui
