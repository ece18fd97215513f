#include "ui/window/pane_board.h"

#include "ui/panels/focus_line.h"
#include "ui/window/settings.h"
#include "ui/window/side_panels.h"

#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kHandle_px = 5;
constexpr int kUsual_px = 1440;          // of all columns, before anybody has drawn them
constexpr double kTriptychShare = 0.45;  // of the height that rhythm and triptych share
constexpr double kStackedShare = 0.62;
constexpr int kRowShare = 5;             // of added height, of rhythm and triptych; the overview takes none
constexpr double kPicturesShare = 0.36;  // of the height that paper and pictures share
constexpr double kBelowShare = 0.5;      // of the height that the triptych and what is compared with it share
constexpr double kTilesShare = 0.52;     // the same of tiles, which are read as beats are

bool isIn(const PaneSpec& spec, Arrangement arrangement) {
    return (spec.shown_in & only(arrangement)) != 0;
}

bool isRow(PanePlace place) {
    return place == PanePlace::overview || place == PanePlace::rhythm || place == PanePlace::pictures ||
           place == PanePlace::below;
}

}  // namespace

PaneBoard::PaneBoard(PaneContext context, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent), context_(std::move(context)), panes_(paneTable().size()) {
    setObjectName(QStringLiteral("columns"));
    rows_ = new QSplitter(Qt::Vertical);
    rows_->setObjectName(QStringLiteral("rows"));
    for (QSplitter* splitter : {static_cast<QSplitter*>(this), rows_}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(kHandle_px);
    }
    for (std::size_t i = 0; i < kArrangements; ++i) side_px_[i] = specOf(static_cast<Arrangement>(i)).side_px;
    addWidget(rows_);
    setStretchFactor(0, 1);

    std::vector<Pane*> members;
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (paneTable()[i].place == PanePlace::triptych) members.push_back(qobject_cast<Pane*>(&paneAt(i)));
    }
    triptych_ = new TriptychView(std::move(members));
    connect(triptych_, &TriptychView::modeChanged, this, &PaneBoard::changed);
    static_cast<QBoxLayout*>(triptych_->layout())->insertWidget(0, new FocusLine(context_.state));
    rows_->addWidget(triptych_);
    connect(rows_, &QSplitter::splitterMoved, this, [this] { rows_by_hand_ = true; });
    rows_->setStretchFactor(0, kRowShare);
    arrange();
}

QWidget& PaneBoard::paneOf(const QMetaObject& kind) {
    const auto table = paneTable();
    const auto found =
        std::find_if(table.begin(), table.end(), [&kind](const PaneSpec& spec) { return spec.kind == &kind; });
    Q_ASSERT_X(found != table.end(), "PaneBoard", kind.className());
    return paneAt(static_cast<std::size_t>(found - table.begin()));
}

QWidget& PaneBoard::made(std::size_t index) {
    const PaneSpec& spec = paneTable()[index];
    QWidget* pane = panes_[index] = spec.make(context_);
    pane->setObjectName(QLatin1String(spec.id));
    if (pane->accessibleName().isEmpty()) pane->setAccessibleName(tr(spec.title));
    for (Pane* one : pane->findChildren<Pane*>()) connect(one, &Pane::idle, this, &PaneBoard::idle);
    if (auto* one = qobject_cast<Pane*>(pane)) connect(one, &Pane::idle, this, &PaneBoard::idle);
    return *pane;
}

QWidget& PaneBoard::paneAt(std::size_t index) {
    if (panes_[index] != nullptr) return *panes_[index];
    const PaneSpec& spec = paneTable()[index];
    if (spec.place == PanePlace::side) {
        // With its whole column.
        for (std::size_t i = 0; i < kArrangements; ++i) {
            if (isIn(spec, static_cast<Arrangement>(i))) (void)sideOf(static_cast<Arrangement>(i));
        }
        return *panes_[index];
    }
    QWidget& pane = made(index);
    if (spec.place == PanePlace::below) {
        rows_->addWidget(&pane);
        rows_->setStretchFactor(rows_->count() - 1, kRowShare);
    } else if (isRow(spec.place)) {
        // Above the rows that come later in the table; the triptych is the last.
        int row = 0;
        for (std::size_t i = 0; i < index; ++i) {
            if (isRow(paneTable()[i].place) && paneTable()[i].place != PanePlace::below && panes_[i] != nullptr) ++row;
        }
        rows_->insertWidget(row, &pane);
        rows_->setStretchFactor(row, spec.place == PanePlace::overview ? 0 : kRowShare);
    }
    return pane;
}

QWidget* PaneBoard::sideOf(Arrangement arrangement) {
    arrangement = columnOf(arrangement);
    QWidget*& side = sides_[static_cast<std::size_t>(arrangement)];
    if (side != nullptr) return side;
    QList<QWidget*> panes;
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        const PaneSpec& spec = paneTable()[i];
        if (spec.place == PanePlace::side && isIn(spec, arrangement)) panes << &made(i);
    }
    if (panes.size() == 1) {
        side = panes.constFirst();
    } else if (!panes.isEmpty()) {
        // All but the last share what scrolls.
        QWidget* above = panes.takeFirst();
        if (panes.size() > 1) {
            auto* layout = new QVBoxLayout;
            layout->setContentsMargins(0, 0, 0, 0);
            layout->setSpacing(0);
            layout->addWidget(above);
            while (panes.size() > 1) layout->addWidget(panes.takeFirst(), 1);
            above = new QWidget;
            above->setLayout(layout);
        }
        auto* column = new SidePanels(above, panes);
        if (arrangement == Arrangement::read) beside_reading_ = column;
        side = column;
    }
    if (side == nullptr) return nullptr;
    side->hide();
    // In the order of the arrangements, whichever is shown first.
    int column = 1;
    for (std::size_t i = 0; i < static_cast<std::size_t>(arrangement); ++i) column += sides_[i] != nullptr ? 1 : 0;
    insertWidget(column, side);
    setStretchFactor(column, 0);
    return side;
}

std::vector<QWidget*> PaneBoard::rhythm() const {
    std::vector<QWidget*> panes;
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        const PaneSpec& spec = paneTable()[i];
        if (spec.place == PanePlace::rhythm && panes_[i] != nullptr && isIn(spec, arrangement_)) {
            panes.push_back(panes_[i]);
        }
    }
    return panes;
}

bool PaneBoard::hasTriptych() const {
    const auto table = paneTable();
    return std::any_of(table.begin(), table.end(), [this](const PaneSpec& spec) {
        return spec.place == PanePlace::triptych && isIn(spec, arrangement_);
    });
}

QWidget* PaneBoard::paneBelow() const {
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (paneTable()[i].place == PanePlace::below && isIn(paneTable()[i], arrangement_)) return panes_[i];
    }
    return nullptr;
}

QWidget* PaneBoard::pictures() const {
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (paneTable()[i].place == PanePlace::pictures && isIn(paneTable()[i], arrangement_)) return panes_[i];
    }
    return nullptr;
}

void PaneBoard::keepRows() {
    auto& kept = row_px_[static_cast<std::size_t>(arrangement_)];
    kept.clear();
    const QList<int> now = rows_->sizes();
    for (int i = 0; i < rows_->count(); ++i) {
        if (!rows_->widget(i)->isHidden() && now[i] > 0) kept.emplace_back(rows_->widget(i), now[i]);
    }
}

// As they were left; pictures that were never shown take their share of the paper's height.
void PaneBoard::arrangeRows(int whole_px) {
    QList<int> heights(rows_->count(), 0);
    if (const auto& kept = row_px_[static_cast<std::size_t>(arrangement_)]; !kept.empty()) {
        for (const auto& [row, px] : kept) heights[rows_->indexOf(const_cast<QWidget*>(row))] = px;
        rows_->setSizes(heights);
        return;
    }
    QWidget* below = pictures();
    QWidget* compared = hasTriptych() ? paneBelow() : nullptr;
    if (below == nullptr && compared == nullptr) {
        // Paper and triptych keep the heights that they had, unless those were made among other rows.
        if (!had_other_rows_ || !hasTriptych()) return;
        below = triptych_;
    }
    int left = whole_px > 0 ? whole_px : kUsual_px / 2;
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (paneTable()[i].place != PanePlace::overview || panes_[i] == nullptr || panes_[i]->isHidden()) continue;
        left -= heights[rows_->indexOf(panes_[i])] = panes_[i]->sizeHint().height();
    }
    if (compared != nullptr) {
        heights[rows_->indexOf(compared)] = static_cast<int>(left * kBelowShare);
        heights[rows_->indexOf(triptych_)] = left - heights[rows_->indexOf(compared)];
        rows_->setSizes(heights);
        return;
    }
    const double share = below == triptych_                    ? kTriptychShare
                         : arrangement_ == Arrangement::review ? kTilesShare
                                                               : kPicturesShare;
    const int of_pictures = std::max(0, static_cast<int>(left * share));
    heights[rows_->indexOf(below)] = of_pictures;
    for (QWidget* paper : rhythm()) heights[rows_->indexOf(paper)] = std::max(0, left - of_pictures);
    rows_->setSizes(heights);
}

// All of them, so that the heights that were kept are of as many as there are.
void PaneBoard::makeRows() {
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (isRow(paneTable()[i].place)) paneAt(i).setVisible(isIn(paneTable()[i], arrangement_));
    }
}

// Shows what the arrangement has, and gives its rows their heights and its side column its width.
void PaneBoard::arrange() {
    const int rows_px = rows_->height();
    const auto table = paneTable();
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (isRow(table[i].place) && isIn(table[i], arrangement_) && panes_[i] == nullptr && triptych_ != nullptr &&
            arrangement_ != Arrangement::read) {
            makeRows();
            break;
        }
    }
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        const PaneSpec& spec = paneTable()[i];
        if (!isRow(spec.place)) continue;
        if (isIn(spec, arrangement_)) {
            paneAt(i).show();
        } else if (panes_[i] != nullptr) {
            panes_[i]->hide();
        }
    }
    triptych_->setVisible(hasTriptych());
    arrangeRows(rows_px);
    QWidget* side = sideOf(arrangement_);
    const bool shown = side != nullptr && (arrangement_ != Arrangement::read || side_wanted_);
    const QList<int> now = sizes();
    int whole = 0;
    for (int i = 0; i < count(); ++i) whole += widget(i)->isHidden() ? 0 : now[i];
    for (QWidget* other : sides_) {
        if (other != nullptr) other->setVisible(shown && other == side);
    }
    if (!shown) return;
    const int side_px = side_px_[static_cast<std::size_t>(columnOf(arrangement_))];
    if (whole < 2 * side_px) whole = kUsual_px;  // before the window stands
    QList<int> wanted(count(), 0);
    wanted[0] = whole - side_px;
    wanted[indexOf(side)] = side_px;
    setSizes(wanted);
}

void PaneBoard::keepSidePx() {
    const auto column = static_cast<std::size_t>(columnOf(arrangement_));
    const QWidget* side = sides_[column];
    if (side == nullptr || side->isHidden()) return;
    const int side_px = sizes()[indexOf(const_cast<QWidget*>(side))];
    if (side_px > 0) side_px_[column] = side_px;
}

void PaneBoard::setArrangement(Arrangement arrangement) {
    if (arrangement == arrangement_) return;
    keepSidePx();
    keepRows();
    if (triptych_->enlarged()) triptych_->setEnlarged(std::nullopt);
    had_other_rows_ = !hasTriptych() || paneBelow() != nullptr || pictures() != nullptr;
    arrangement_ = arrangement;
    arrange();
    Q_EMIT changed();
}

void PaneBoard::setSideShown(bool shown) {
    if (shown == sideShown()) return;
    keepSidePx();
    keepRows();
    side_wanted_ = shown;
    if (shown) arrangement_ = Arrangement::read;  // in the place of what another arrangement has there
    arrange();
    Q_EMIT changed();
}

void PaneBoard::toggleStacked() {
    const bool stacked = triptych_->mode() == TriptychMode::stacked;
    triptych_->setMode(stacked ? TriptychMode::side_by_side : TriptychMode::stacked);
    // The rhythm gives or takes the height; with several panes, the one above the triptych.
    const auto rhythm_panes = rhythm();
    if (rhythm_panes.empty()) return;
    QList<int> sizes = rows_->sizes();
    const int above = rows_->indexOf(rhythm_panes.back()), below = rows_->indexOf(triptych_);
    const int shared = sizes[above] + sizes[below];
    sizes[below] = static_cast<int>(shared * (stacked ? kTriptychShare : kStackedShare));
    sizes[above] = shared - sizes[below];
    rows_->setSizes(sizes);
}

void PaneBoard::fitRhythm(int useful_px) {
    const auto rhythm_panes = rhythm();
    if (rows_by_hand_ || !hasTriptych() || triptych_->isHidden() || rhythm_panes.empty()) return;
    QList<int> sizes = rows_->sizes();
    const int above = rows_->indexOf(rhythm_panes.back()), below = rows_->indexOf(triptych_);
    const int shared = sizes[above] + sizes[below];
    if (shared <= 0) return;
    const double share = triptych_->mode() == TriptychMode::stacked ? kStackedShare : kTriptychShare;
    sizes[above] = std::min(useful_px, static_cast<int>(shared * (1 - share)));
    sizes[below] = shared - sizes[above];
    rows_->setSizes(sizes);
}

void PaneBoard::enlarge() {
    const auto rhythm_panes = rhythm();
    QWidget* const compared = paneBelow();
    const auto show = [&](bool shown) {
        for (QWidget* pane : rhythm_panes) pane->setVisible(shown);
        if (compared != nullptr) compared->setVisible(shown);
    };
    if (!hasTriptych()) {
        // The pictures have its place: paper or pictures alone, whatever the pointer is over.
        QWidget* below = pictures();
        const bool all =
            !rhythm_panes.empty() && !rhythm_panes.front()->isHidden() && below != nullptr && !below->isHidden();
        const bool at_pictures = below != nullptr && below->underMouse();
        show(!all || !at_pictures);
        if (below != nullptr) below->setVisible(!all || at_pictures);
        return;
    }
    const bool points_at_rhythm =
        (compared != nullptr && compared->underMouse()) ||
        std::any_of(rhythm_panes.begin(), rhythm_panes.end(), [](const QWidget* pane) { return pane->underMouse(); });
    if (triptych_->enlarged()) {
        triptych_->setEnlarged(std::nullopt);
        show(true);
    } else if (triptych_->isHidden()) {
        triptych_->show();
    } else if (points_at_rhythm) {
        triptych_->hide();
    } else {
        triptych_->toggleEnlarged();
        show(false);
    }
}

bool PaneBoard::isBusy() const {
    const auto panes = findChildren<Pane*>();
    return std::any_of(panes.begin(), panes.end(), [](const Pane* pane) { return pane->isBusy(); });
}

void PaneBoard::restore(const Settings& settings) {
    side_wanted_ = settings.side_panels;
    rows_by_hand_ = settings.rows_by_hand;
    if (settings.measurements) (void)sideOf(Arrangement::measure);  // its width is one of those that were kept
    if (settings.rhythm_rows || settings.rhythm_page || settings.review_page || settings.hour_page ||
        settings.explain_page) {
        (void)sideOf(Arrangement::rhythm);
        makeRows();
    }
    if (settings.review_page) (void)sideOf(Arrangement::review);
    setArrangement(shownIn(settings));
    arrange();
    if (!settings.columns.isEmpty()) restoreState(settings.columns);
    // Sizes of columns that were not made today say nothing of this one.
    if (const QWidget* side = sides_[static_cast<std::size_t>(columnOf(arrangement_))];
        side != nullptr && !side->isHidden() && sizes()[indexOf(const_cast<QWidget*>(side))] <= 0) {
        arrange();
    }
    if (!settings.rows.isEmpty()) rows_->restoreState(settings.rows);
    if (!settings.triptych.isEmpty()) triptych_->restoreState(settings.triptych);
    if (beside_reading_ != nullptr) beside_reading_->restoreBorder(settings.side);
}

void PaneBoard::remember(Settings& settings) const {
    settings.columns = saveState();
    settings.rows = rows_->saveState();
    settings.triptych = triptych_->saveState();
    if (beside_reading_ != nullptr) settings.side = beside_reading_->saveBorder();
    settings.side_panels = side_wanted_;
    settings.rows_by_hand = rows_by_hand_;
    settings.measurements = arrangement_ == Arrangement::measure;
    settings.rhythm_page = arrangement_ == Arrangement::rhythm;
    settings.review_page = arrangement_ == Arrangement::review;
    settings.hour_page = arrangement_ == Arrangement::hour;
    settings.explain_page = arrangement_ == Arrangement::explain;
    settings.rhythm_rows = false;
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (paneTable()[i].place == PanePlace::pictures && panes_[i] != nullptr) settings.rhythm_rows = true;
    }
}

}  // namespace triptych::ui
