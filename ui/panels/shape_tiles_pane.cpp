#include "ui/panels/shape_tiles_pane.h"

#include "core/pipeline/shape_tiles.h"
#include "ui/panels/readable.h"
#include "ui/state/on_any.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kWithMap_px = 520, kWithMembers_px = 700;

}  // namespace

ShapeTilesPane::ShapeTilesPane(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      grid_(new ShapeGrid(state)),
      members_(new ShapeMembers(state)),
      map_(new BeatMapPlot(state)),
      text_(new QLabel),
      merge_(new QPushButton(tr("Merge"))),
      split_(new QPushButton(tr("Split"))),
      again_(new QPushButton(tr("As at first"))) {
    setAccessibleName(tr("Tiles of shapes"));
    text_->setObjectName(QStringLiteral("tiles_text"));
    text_->setTextFormat(Qt::PlainText);
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    merge_->setToolTip(tr("Make the tiles that are marked one; a click with the control key held marks another"));
    split_->setToolTip(tr("Make two or more tiles of finer likeness out of the chosen one"));
    again_->setToolTip(tr("Group the beats anew, without what was merged, split or taken out"));
    merge_->setObjectName(QStringLiteral("merge_tiles"));
    split_->setObjectName(QStringLiteral("split_tile"));
    again_->setObjectName(QStringLiteral("tiles_again"));
    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 2, 4, 2);
    top->addWidget(text_, 1);
    for (QPushButton* button : {merge_, split_, again_}) {
        button->setFocusPolicy(Qt::TabFocus);
        top->addWidget(button);
    }
    auto* below = new QHBoxLayout;
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(1);
    below->addWidget(grid_, 3);
    below->addWidget(members_, 2);
    below->addWidget(map_, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addLayout(below, 1);
    connect(merge_, &QPushButton::clicked, grid_, &ShapeGrid::mergeMarked);
    connect(split_, &QPushButton::clicked, this, [this] {
        if (state_.shapes().chosen()) state_.shapes().askToSplit(*state_.shapes().chosen());
    });
    connect(again_, &QPushButton::clicked, this, [this] { state_.shapes().askAgain(); });
    connect(grid_, &ShapeGrid::markedChanged, this, &ShapeTilesPane::follow);
    onAny(this, &ShapeTilesPane::follow, std::pair(&state_.shapes(), &ShapeState::changed),
          std::pair(&state_.shapes(), &ShapeState::chosenChanged));
    follow();
}

void ShapeTilesPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    state_.shapes().want();
}

// The map is square; where there is little room the ten nearest go first, and then the map.
void ShapeTilesPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    map_->setVisible(width() >= kWithMap_px);
    members_->setVisible(width() >= kWithMembers_px);
    const int below_px = height() - (text_->geometry().bottom() + 4);
    map_->setFixedWidth(std::clamp(below_px - 12, 120, std::max(120, width() / 3)));
}

void ShapeTilesPane::follow() {
    const auto& tiles = state_.shapes().tiles();
    again_->setEnabled(tiles != nullptr && !state_.shapes().isWorking());
    split_->setEnabled(tiles && state_.shapes().chosen() && tiles->tiles[*state_.shapes().chosen()].beats.size() > 1);
    merge_->setEnabled(tiles && grid_->marked().size() > 1);
    if (state_.shapes().isWorking()) {
        text_->setText(tr("The beats are being grouped by shape…"));
    } else if (!tiles) {
        text_->setText(tr("The beats are not known yet."));
    } else {
        QStringList leads;
        for (const std::size_t lead : tiles->leads) {
            if (state_.record().recording() && lead < state_.record().recording()->leads.size())
                leads << QString::fromStdString(state_.record().recording()->leads[lead].name);
        }
        text_->setText(tr("%1 shapes on %2. Click a tile, then a letter labels all of it; with the control key held a "
                          "click marks more.")
                           .arg(groupedNumber(tiles->tiles.size()), leads.join(QStringLiteral(", "))));
    }
    text_->setToolTip(text_->text());
}

}  // namespace triptych::ui
