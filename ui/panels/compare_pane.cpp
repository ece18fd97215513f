#include "ui/panels/compare_pane.h"

#include "core/inference/explanation_methods.h"
#include "core/text/said.h"
#include "ui/pages/map_figure_paint.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/state/map_state.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr int kName_px = 240;

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

// The figure as pixels, painted anew when it, its look or its size has changed.
class ComparePane::Canvas : public QWidget {
public:
    explicit Canvas(const ViewState& state) : state_(state) {
        setAccessibleName(ComparePane::tr("Maps side by side"));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }
    void changed() {
        picture_ = {};
        QStringList said;
        if (const auto& figure = state_.why().compare().figure()) {
            for (const pages::FigureMap& map : figure->maps)
                said << qt(map.heading) + QStringLiteral(", ") + qt(map.cannot.empty() ? map.of : map.cannot);
        }
        setAccessibleDescription(said.join(QStringLiteral("; ")));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const double ratio = devicePixelRatioF();
        if (picture_.size() != size() * ratio) draw(ratio);
        QPainter painter(this);
        painter.drawImage(QPointF(0, 0), picture_);
    }

private:
    void draw(double ratio) {
        const Palette& colours = ui::palette(state_.display().theme());
        picture_ = QImage(size() * ratio, QImage::Format_RGB32);
        picture_.setDevicePixelRatio(ratio);
        picture_.fill(colours.window);
        QPainter painter(&picture_);
        const auto& figure = state_.why().compare().figure();
        if (figure && state_.model().beatAiVisible() && !figure->maps.empty()) {
            pages::FigureRequest now = *figure;
            now.absolute = state_.why().map().absolute();
            now.opacity = state_.model().overlayOpacity();
            return paintMapFigure(painter, rect().adjusted(4, 0, -4, 0), now, {colours});
        }
        painter.setFont(labelFont());
        painter.setPen(colours.muted_text);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         state_.model().beatAiVisible() ? ComparePane::tr("Nothing is explained yet.")
                                                        : ComparePane::tr("The model's layer is hidden."));
    }

    const ViewState& state_;
    QImage picture_;
};

ComparePane::ComparePane(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      compare_(state.why().compare()),
      with_(new QComboBox),
      which_(new QComboBox),
      keep_(new QPushButton(tr("Keep this map"))),
      save_(new QPushButton(tr("Save figure…"))),
      working_(new QLabel),
      canvas_(new Canvas(state)) {
    setAccessibleName(tr("Maps side by side"));
    with_->setAccessibleName(tr("What the map is compared with"));
    which_->setAccessibleName(tr("Which of them"));
    with_->addItem(tr("This map alone"), static_cast<int>(CompareWith::nothing));
    with_->addItem(tr("Beside another method"), static_cast<int>(CompareWith::method));
    with_->addItem(tr("Beside another class"), static_cast<int>(CompareWith::other_class));
    with_->addItem(tr("Beside another beat"), static_cast<int>(CompareWith::beat));
    with_->addItem(tr("Beside another model"), static_cast<int>(CompareWith::model));
    with_->addItem(tr("Beside the mean of a class"), static_cast<int>(CompareWith::mean));
    with_->addItem(tr("Beside the map that was kept"), static_cast<int>(CompareWith::kept));
    which_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (QWidget* control : {static_cast<QWidget*>(with_), static_cast<QWidget*>(which_), static_cast<QWidget*>(keep_),
                             static_cast<QWidget*>(save_)}) {
        control->setFocusPolicy(Qt::TabFocus);
    }
    working_->setFont(numberFont());
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 2, 8, 0);
    bar->setSpacing(6);
    bar->addWidget(with_);
    bar->addWidget(which_);
    bar->addWidget(working_, 1);
    bar->addWidget(keep_);
    bar->addWidget(save_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(bar);
    layout->addWidget(canvas_, 1);

    connect(with_, &QComboBox::currentIndexChanged, this, [this] {
        offerWhich();
        choose();
    });
    connect(which_, &QComboBox::currentIndexChanged, this, &ComparePane::choose);
    connect(keep_, &QPushButton::clicked, this, &ComparePane::keepWanted);
    connect(save_, &QPushButton::clicked, this, &ComparePane::saveWanted);
    connect(&compare_, &CompareState::offerChanged, this, &ComparePane::offerWhich);
    connect(&compare_, &CompareState::workingChanged, this, &ComparePane::showWorking);
    connect(&compare_, &CompareState::choiceChanged, this, [this] {
        const QSignalBlocker blocker(with_);
        with_->setCurrentIndex(with_->findData(static_cast<int>(compare_.choice().with)));
        offerWhich();
    });
    onAny(
        this,
        [this] {
            save_->setEnabled(compare_.figure() && !compare_.figure()->maps.empty());
            canvas_->changed();
        },
        std::pair(&compare_, &CompareState::figureChanged), std::pair(&state_.why().map(), &MapState::changed),
        std::pair(&state_.model(), &ModelState::aiLayerChanged),
        std::pair(&state_.display(), &DisplayState::displayChanged));
    save_->setEnabled(false);
    {
        const QSignalBlocker blocker(with_);
        with_->setCurrentIndex(with_->findData(static_cast<int>(compare_.choice().with)));
    }
    offerWhich();
    showWorking();
}

void ComparePane::setKeys(const QString& keep, const QString& save) {
    keep_->setToolTip(tr("The map in view stays, to be compared with others (%1)").arg(keep));
    save_->setToolTip(tr("Write what is seen here as SVG, PDF or PNG, fit for a paper (%1)").arg(save));
}

void ComparePane::offerWhich() {
    const auto with = static_cast<CompareWith>(with_->currentData().toInt());
    const QSignalBlocker blocker(which_);
    const QString kept = with == compare_.choice().with ? compare_.choice().which : which_->currentData().toString();
    which_->clear();
    switch (with) {
        case CompareWith::nothing:
        case CompareWith::kept:
            break;
        case CompareWith::method:
            for (const inference::MethodInfo& method : inference::explanationMethods()) {
                if (!method.gives.maps) continue;
                which_->addItem(QString::fromStdString(text::translated(method.title)), qt(method.id));
            }
            break;
        case CompareWith::other_class:
        case CompareWith::mean:
            for (const QString& name : compare_.classes())
                which_->addItem(shortened(name, which_->fontMetrics(), kName_px), name);
            break;
        case CompareWith::beat:
            which_->addItem(tr("the beat before"), QStringLiteral("before"));
            which_->addItem(tr("the beat after"), QStringLiteral("after"));
            for (const QString& name : compare_.classes()) {
                which_->addItem(tr("the nearest %1").arg(shortened(name, which_->fontMetrics(), kName_px)),
                                QStringLiteral("nearest ") + name);
            }
            break;
        case CompareWith::model:
            for (const QString& name : compare_.models())
                which_->addItem(shortened(name, which_->fontMetrics(), kName_px), name);
            break;
    }
    which_->setVisible(which_->count() > 0);
    const int row = which_->findData(kept);
    which_->setCurrentIndex(row >= 0 ? row : which_->count() > 0 ? 0 : -1);
}

void ComparePane::choose() {
    compare_.setChoice({static_cast<CompareWith>(with_->currentData().toInt()), which_->currentData().toString()});
}

void ComparePane::showWorking() {
    working_->setText(compare_.working());
}

void ComparePane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    compare_.setWanted(true);
}

void ComparePane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    compare_.setWanted(false);
}

}  // namespace triptych::ui
