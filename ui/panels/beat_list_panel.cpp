#include "ui/panels/beat_list_panel.h"

#include "ui/panels/readable.h"
#include "ui/panes/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace triptych::ui {
namespace {

struct FilterEntry {
    BeatFilter filter;
    const char* text;
};
constexpr FilterEntry kFilters[] = {
    {BeatFilter::all, QT_TRANSLATE_NOOP("BeatListPanel", "All beats")},
    {BeatFilter::borderline, QT_TRANSLATE_NOOP("BeatListPanel", "Borderline")},
    {BeatFilter::disagreement, QT_TRANSLATE_NOOP("BeatListPanel", "Branches disagree")},
    {BeatFilter::relabelled, QT_TRANSLATE_NOOP("BeatListPanel", "Edited by the reader")},
    {BeatFilter::class_n, QT_TRANSLATE_NOOP("BeatListPanel", "N – normal, bundle branch")},
    {BeatFilter::class_s, QT_TRANSLATE_NOOP("BeatListPanel", "S – supraventricular")},
    {BeatFilter::class_v, QT_TRANSLATE_NOOP("BeatListPanel", "V – ventricular")},
    {BeatFilter::class_f, QT_TRANSLATE_NOOP("BeatListPanel", "F – fusion")},
    {BeatFilter::class_q, QT_TRANSLATE_NOOP("BeatListPanel", "Q – paced, unclassified")},
};

// As wide as the widest text that a column holds, its title with the sign of the order included, and no wider.
void setWidth(QHeaderView& header, int column, const QString& widest) {
    const QFontMetrics metrics = header.fontMetrics();
    const QString title = header.model()->headerData(column, Qt::Horizontal).toString();
    constexpr int kOrderSign_px = 16;
    header.resizeSection(
        column, std::max(metrics.horizontalAdvance(widest) + 12, metrics.horizontalAdvance(title) + kOrderSign_px));
}

}  // namespace

BeatListPanel::BeatListPanel(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      model_(new BeatTableModel(state, this)),
      table_(new QTableView),
      filter_(new QComboBox),
      count_(new QLabel) {
    for (const FilterEntry& entry : kFilters) filter_->addItem(tr(entry.text), static_cast<int>(entry.filter));
    filter_->setAccessibleName(tr("Which beats the list shows"));
    filter_->setToolTip(tr("Which beats the list shows"));
    filter_->setFocusPolicy(Qt::TabFocus);
    count_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    table_->setModel(model_);
    table_->setObjectName(QStringLiteral("beat_list"));
    table_->setAccessibleName(tr("Beats"));
    table_->setFont(numberFont());
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setSortingEnabled(true);
    table_->sortByColumn(BeatTableModel::kNumber, Qt::AscendingOrder);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->setCornerButtonEnabled(false);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    // Rows of one fixed height: a header that measured 100,000 rows would take seconds.
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 5);
    QHeaderView* header = table_->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(20);
    header->setStretchLastSection(true);

    auto* top = new QHBoxLayout;
    top->addWidget(filter_, 1);
    top->addWidget(count_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(table_, 1);

    connect(filter_, &QComboBox::currentIndexChanged, this, [this] {
        // Borderline beats are a queue: the most doubtful first.
        const bool queue = model_->filter() == BeatFilter::borderline;
        model_->setFilter(static_cast<BeatFilter>(filter_->currentData().toInt()));
        if (model_->filter() == BeatFilter::borderline) {
            table_->sortByColumn(BeatTableModel::kNotes, Qt::AscendingOrder);
        } else if (queue && table_->horizontalHeader()->sortIndicatorSection() == BeatTableModel::kNotes) {
            table_->sortByColumn(BeatTableModel::kNumber, Qt::AscendingOrder);
        }
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!following_ && now.isValid()) state_.selectBeat(model_->beatAt(now.row()));
    });
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        showCounts();
        showSelection();
    });
    connect(model_, &QAbstractItemModel::dataChanged, this, &BeatListPanel::showCounts);
    connect(&state_, &ViewState::selectedBeatChanged, this, &BeatListPanel::showSelection);
    table_->viewport()->installEventFilter(this);
    connect(&state_, &ViewState::aiLayerChanged, this, &BeatListPanel::showColumns);
    connect(&state_, &ViewState::recordingChanged, this, &BeatListPanel::showColumns);
    connect(&state_, &ViewState::displayChanged, table_->viewport(), qOverload<>(&QWidget::update));
    showColumns();
    showCounts();
}

void BeatListPanel::setFilter(BeatFilter filter) {
    filter_->setCurrentIndex(filter_->findData(static_cast<int>(filter)));
}

void BeatListPanel::showCounts() {
    const QString shown = groupedNumber(static_cast<std::size_t>(model_->rowCount()));
    const QString all = groupedNumber(state_.beats().size());
    count_->setText(model_->filter() == BeatFilter::all ? tr("%1 beats").arg(all) : tr("%1 of %2").arg(shown, all));
}

void BeatListPanel::showSelection() {
    const QScopedValueRollback guard(following_, true);
    const auto row = state_.selectedBeat() ? model_->rowOf(*state_.selectedBeat()) : std::nullopt;
    if (!row) {
        table_->selectionModel()->clear();
        return;
    }
    const QModelIndex index = model_->index(*row, 0);
    table_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    table_->scrollTo(index, QAbstractItemView::EnsureVisible);
}

void BeatListPanel::showColumns() {
    const bool hidden = !state_.aiVisible();
    table_->setColumnHidden(BeatTableModel::kModel, hidden);
    table_->setColumnHidden(BeatTableModel::kProbability, hidden);
    const double duration_s = state_.recording() ? state_.recording()->duration_s : 0;
    QHeaderView& header = *table_->horizontalHeader();
    setWidth(header, BeatTableModel::kNumber, QStringLiteral("8 888"));
    setWidth(header, BeatTableModel::kTime, clockText(duration_s));
    setWidth(header, BeatTableModel::kRr, QStringLiteral("8888"));
    setWidth(header, BeatTableModel::kLabel, QStringLiteral("N"));
    setWidth(header, BeatTableModel::kModel, QStringLiteral("N"));
    setWidth(header, BeatTableModel::kProbability, QStringLiteral(">0.99"));
    setWidth(header, BeatTableModel::kNotes, QStringLiteral("✎ ≠"));
}

bool BeatListPanel::eventFilter(QObject* watched, QEvent* event) {
    // A list that becomes lower must not lose the selected beat from sight.
    if (watched == table_->viewport() && event->type() == QEvent::Resize) {
        QMetaObject::invokeMethod(
            this, [this] { table_->scrollTo(table_->currentIndex()); }, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace triptych::ui
