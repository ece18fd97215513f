#include "ui/panels/beat_list_panel.h"

#include "core/pipeline/review_queue.h"
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStyle>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace triptych::ui {
namespace {

struct FilterEntry {
    BeatFilter filter;
    const char* text;
};
constexpr FilterEntry kFilters[] = {
    {BeatFilter::all, QT_TRANSLATE_NOOP("BeatListPanel", "All beats")},
    {BeatFilter::borderline, QT_TRANSLATE_NOOP("BeatListPanel", "Review queue")},
    {BeatFilter::disagreement, QT_TRANSLATE_NOOP("BeatListPanel", "Branches disagree")},
    {BeatFilter::relabelled, QT_TRANSLATE_NOOP("BeatListPanel", "Edited by the reader")},
    {BeatFilter::class_n, QT_TRANSLATE_NOOP("BeatListPanel", "N – normal, bundle branch")},
    {BeatFilter::class_s, QT_TRANSLATE_NOOP("BeatListPanel", "S – supraventricular")},
    {BeatFilter::class_v, QT_TRANSLATE_NOOP("BeatListPanel", "V – ventricular")},
    {BeatFilter::class_f, QT_TRANSLATE_NOOP("BeatListPanel", "F – fusion")},
    {BeatFilter::class_q, QT_TRANSLATE_NOOP("BeatListPanel", "Q – paced, unclassified")},
    {BeatFilter::no_class, QT_TRANSLATE_NOOP("BeatListPanel", "No class")},
};

constexpr std::size_t kDecisionsKept = 50;
constexpr int kCellPad_px = 10;
constexpr int kTitlePad_px = 10;
constexpr int kOrderSign_px = 14;    // beside the title of the column by which the list is sorted
constexpr int kWidestClass_px = 60;  // a model's card may call its classes anything

// Those that leave when the list is too narrow for all, the first first: the panel above tells both of the selected
// beat.
constexpr std::array kDispensable = {BeatTableModel::kRr, BeatTableModel::kProbability};

}  // namespace

BeatListPanel::BeatListPanel(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      model_(new BeatTableModel(state, this)),
      table_(new QTableView),
      filter_(new QComboBox),
      count_(new QLabel),
      narrow_(new QToolButton),
      narrow_menu_(new QMenu(this)),
      narrowed_(new QToolButton) {
    for (const FilterEntry& entry : kFilters) filter_->addItem(tr(entry.text), static_cast<int>(entry.filter));
    filter_->setAccessibleName(tr("Which beats the list shows"));
    filter_->setToolTip(tr("Which beats the list shows"));
    filter_->setFocusPolicy(Qt::TabFocus);
    // The longest name does not size the column: there are a count and a button beside it.
    filter_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    filter_->setMinimumContentsLength(12);
    count_->setObjectName(QStringLiteral("beat_count"));
    count_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    table_->setModel(model_);
    table_->setObjectName(QStringLiteral("beat_list"));
    table_->setAccessibleName(tr("Beats"));
    table_->setFont(numberFont());
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
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

    narrow_->setText(tr("Narrow"));
    narrow_->setObjectName(QStringLiteral("narrow"));
    narrow_->setToolTip(tr("Show fewer of them: by reason, time, tile of shapes, lead or reader"));
    narrow_->setFocusPolicy(Qt::TabFocus);
    narrow_->setPopupMode(QToolButton::InstantPopup);
    narrow_->setMenu(narrow_menu_);
    narrow_menu_->setToolTipsVisible(true);
    narrowed_->setObjectName(QStringLiteral("narrowed"));
    narrowed_->setAccessibleName(tr("Show all beats again"));
    narrowed_->setFocusPolicy(Qt::TabFocus);
    narrowed_->setAutoRaise(true);
    narrowed_->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    narrowed_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    narrowed_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    narrowed_->setToolTip(tr("Show all of the filter again"));
    narrowed_->hide();

    auto* top = new QHBoxLayout;
    top->addWidget(filter_, 1);
    top->addWidget(narrow_);
    top->addWidget(count_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(narrowed_);
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
        if (goes_ && model_->filter() != BeatFilter::all) goToFirst();
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!following_ && now.isValid()) state_.selectBeat(model_->beatAt(now.row()));
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BeatListPanel::chooseSelected);
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        showCounts();
        showColumns();
        showSelection();
    });
    connect(&state_.beats(), &BeatState::beatChanged, this, &BeatListPanel::noteDecision);
    connect(model_, &QAbstractItemModel::dataChanged, this, &BeatListPanel::showCounts);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &BeatListPanel::showColumns);
    connect(&state_.model(), &ModelState::classificationChanged, this, &BeatListPanel::showColumns);
    connect(&state_.beats(), &BeatState::beatsChanged, this, [this] {
        longest_s_.reset();
        showColumns();
    });
    connect(&state_.beats(), &BeatState::selectedBeatChanged, this, &BeatListPanel::showSelection);
    table_->viewport()->installEventFilter(this);
    connect(&state_.model(), &ModelState::aiLayerChanged, this, &BeatListPanel::showColumns);
    connect(&state_.record(), &RecordState::recordingChanged, this, &BeatListPanel::showColumns);
    connect(&state_.display(), &DisplayState::displayChanged, table_->viewport(), qOverload<>(&QWidget::update));
    connect(narrow_menu_, &QMenu::aboutToShow, this, &BeatListPanel::fillNarrowMenu);
    connect(narrowed_, &QToolButton::clicked, this, [this] { setNarrowing({}); });
    // Another recording has other times and tiles.
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] { setNarrowing({}); });
    clock_.start();
    showColumns();
    showCounts();
}

void BeatListPanel::setFilter(BeatFilter filter, bool go) {
    const QScopedValueRollback quiet(goes_, go);
    filter_->setCurrentIndex(filter_->findData(static_cast<int>(filter)));
}

void BeatListPanel::setNarrowing(const BeatNarrowing& narrowing) {
    if (narrowing == model_->narrowing()) return;
    model_->setNarrowing(narrowing);
    showNarrowing();
    if (narrowing.isOn()) goToFirst();
}

void BeatListPanel::showNarrowing() {
    const BeatNarrowing& now = model_->narrowing();
    narrowed_->setVisible(now.isOn());
    narrowed_->setText(tr("Only: %1").arg(inWords(state_, now)));
    narrowed_->setAccessibleName(narrowed_->text());
    showCounts();
}

void BeatListPanel::fillNarrowMenu() {
    narrow_menu_->clear();
    const auto add = [this](QMenu& to, const QString& text, const BeatNarrowing& narrowing) {
        QAction* action = to.addAction(text);
        action->setCheckable(true);
        action->setChecked(narrowing == model_->narrowing());
        connect(action, &QAction::triggered, this, [this, narrowing] { setNarrowing(narrowing); });
    };
    const BeatNarrowing now = model_->narrowing();
    QMenu* reasons = narrow_menu_->addMenu(tr("By reason"));
    reasons->setEnabled(state_.model().aiVisible() && state_.model().classification() != nullptr);
    for (std::size_t i = 0; i < pipeline::kReasons; ++i) {
        BeatNarrowing other = now;
        other.reason = static_cast<pipeline::Reason>(i);
        add(*reasons, QString::fromStdString(pipeline::inWords(*other.reason).text()), other);
    }
    QMenu* times = narrow_menu_->addMenu(tr("By time"));
    const Viewport& view = state_.view().viewport();
    BeatNarrowing other = now;
    other.time = Stretch{view.start_s, view.end_s()};
    add(*times, tr("What is in view"), other);
    const double hour_s = std::floor((view.start_s + view.span_s / 2) / 3600) * 3600;
    other.time = Stretch{hour_s, hour_s + 3600};
    add(*times, tr("The hour in view"), other);
    if (const auto& selection = state_.view().selection()) {
        other.time = Stretch{selection->from_s, selection->to_s};
        add(*times, tr("The selected stretch"), other);
    }
    other = now;
    other.tile = state_.shapes().chosen();
    if (other.tile) add(*narrow_menu_, tr("By the chosen tile, %1").arg(*other.tile + 1), other);
    fillLeadMenu(*narrow_menu_->addMenu(tr("By lead")));
    QMenu* readers = narrow_menu_->addMenu(tr("By reader"));
    QStringList names;
    for (std::size_t beat = 0; model_->readerOf() && beat < state_.beats().all().size(); ++beat) {
        if (!state_.beats().all()[beat].relabelled) continue;
        const QString name = model_->readerOf()(beat);
        if (!name.isEmpty() && !names.contains(name)) names << name;
    }
    readers->setEnabled(!names.isEmpty());
    for (const QString& name : names) {
        other = now;
        other.reader = name;
        add(*readers, shortened(name, readers->fontMetrics(), 220), other);
    }
    narrow_menu_->addSeparator();
    add(*narrow_menu_, tr("Nothing narrows it"), {});
}

// A lead is judged when it is asked for; what is shown comes once that is done.
void BeatListPanel::fillLeadMenu(QMenu& menu) {
    const auto& recording = state_.record().recording();
    menu.setEnabled(recording != nullptr && !state_.beats().all().empty());
    if (!recording) return;
    menu.setToolTipsVisible(true);
    const auto& now = model_->narrowing().lead;
    const auto add = [&](std::size_t lead, bool readable) {
        const QString name = shortened(QString::fromStdString(recording->leads[lead].name), menu.fontMetrics(), 160);
        QAction* action = menu.addAction((readable ? tr("%1 can be read") : tr("%1 cannot be read")).arg(name));
        action->setToolTip(
            plainTip(tr("In the second of the beat the lead is noisy, flat, clipped or missing, or it is "
                        "not. Beats are found on all leads together.")));
        action->setCheckable(true);
        action->setChecked(now && now->lead == lead && now->readable == readable);
        connect(action, &QAction::triggered, this, [this, lead, readable] { Q_EMIT leadWanted(lead, readable); });
    };
    for (const bool readable : {false, true}) {
        for (const std::size_t lead : state_.record().shownLeads()) add(lead, readable);
        if (!readable) menu.addSeparator();
    }
}

void BeatListPanel::showCounts() {
    if (model_->filter() == BeatFilter::borderline && !model_->narrowing().isOn() && state_.model().queue()) {
        count_->setText(queueText());
        return;
    }
    const QString shown = groupedNumber(static_cast<std::size_t>(model_->rowCount()));
    const QString all = groupedNumber(state_.beats().all().size());
    count_->setText(model_->filter() == BeatFilter::all && !model_->narrowing().isOn()
                        ? tr("%1 beats, %2").arg(all, originText())
                        : tr("%1 of %2").arg(shown, all));
    count_->setToolTip(plainTip(originTip()));
}

QString BeatListPanel::annotator() const {
    const auto& recording = state_.record().recording();
    if (!recording || recording->annotation_sets.empty()) return {};
    return QString::fromStdString(recording->annotation_sets.front().annotator);
}

// In a word or two, beside their number.
QString BeatListPanel::originText() const {
    constexpr int kAnnotator_px = 70;  // a file may call it anything
    if (state_.beats().origin() == BeatOrigin::detected) return tr("detected");
    const QString name = annotator();
    return name.isEmpty() ? tr("annotated") : tr("from .%1").arg(shortened(name, count_->fontMetrics(), kAnnotator_px));
}

QString BeatListPanel::originTip() const {
    const auto& beats = state_.beats().all();
    const auto edited =
        std::count_if(beats.begin(), beats.end(), [](const LabelledBeat& beat) { return beat.relabelled; });
    const QString from =
        state_.beats().origin() == BeatOrigin::detected ? tr("The beats are those that the detector found.")
        : annotator().isEmpty()                         ? tr("The beats are the recording's own.")
                                : tr("The beats are the recording's own, marked by \u201c%1\u201d.").arg(annotator());
    return edited == 0 ? from
                       : from + QLatin1Char(' ') + tr("A reader edited %n of them.", nullptr, static_cast<int>(edited));
}

// Of a queue, the first that is still to be looked at.
void BeatListPanel::goToFirst() {
    const auto& beats = state_.beats().all();
    int row = 0;
    while (model_->filter() == BeatFilter::borderline && row + 1 < model_->rowCount() &&
           beats[model_->beatAt(row)].relabelled) {
        ++row;
    }
    if (row < model_->rowCount()) state_.selectBeat(model_->beatAt(row));
}

QString BeatListPanel::queueText() const {
    const pipeline::ReviewQueue& queue = *state_.model().queue();
    const auto progress = pipeline::progressOf(queue, state_.beats().decided());
    if (progress.all == 0) return tr("empty");
    if (progress.left() == 0) return tr("all %1 done").arg(groupedNumber(progress.all));
    const QString done = tr("%1 of %2").arg(groupedNumber(progress.looked_at), groupedNumber(progress.all));
    const auto pace_s = pipeline::paceOf(decided_s_);
    if (!pace_s) return done;
    const double left_min = std::ceil(*pace_s * static_cast<double>(progress.left()) / 60);
    return tr("%1 · %2 min left").arg(done, QString::number(left_min, 'f', 0));
}

// A label of the reader's own: the pauses between them tell how long the rest will take.
void BeatListPanel::noteDecision(std::size_t beat) {
    if (!state_.beats().all()[beat].relabelled) return;
    decided_s_.push_back(static_cast<double>(clock_.elapsed()) / 1000);
    if (decided_s_.size() > kDecisionsKept) decided_s_.erase(decided_s_.begin());
}

void BeatListPanel::showSelection() {
    const QScopedValueRollback guard(following_, true);
    const auto row = state_.beats().selected() ? model_->rowOf(*state_.beats().selected()) : std::nullopt;
    if (!row) {
        table_->selectionModel()->clear();
        return;
    }
    const QModelIndex index = model_->index(*row, 0);
    // The table's own doing, which may select more.
    if (table_->currentIndex().row() == *row && table_->selectionModel()->hasSelection()) {
        table_->scrollTo(index, QAbstractItemView::EnsureVisible);
        return;
    }
    table_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    table_->scrollTo(index, QAbstractItemView::EnsureVisible);
}

// Several rows are beats to be labelled together.
void BeatListPanel::chooseSelected() {
    if (following_) return;
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    if (rows.size() > 1) {
        std::vector<std::size_t> beats;
        beats.reserve(static_cast<std::size_t>(rows.size()));
        for (const QModelIndex& row : rows) beats.push_back(model_->beatAt(row.row()));
        state_.review().choose(std::move(beats), ChosenBy::list, tr("the list"));
    } else if (state_.review().chosenBy() == ChosenBy::list) {
        state_.review().letGo();
    }
}

// The widest text that each column holds.
std::array<QString, BeatTableModel::kColumns> BeatListPanel::widestTexts() {
    std::array<QString, BeatTableModel::kColumns> widest;
    const auto& beats = state_.beats().all();
    if (!longest_s_) {
        double longest_s = 0;
        for (std::size_t beat = 1; beat < beats.size(); ++beat)
            longest_s = std::max(longest_s, beats[beat].time_s - beats[beat - 1].time_s);
        longest_s_ = longest_s;
    }
    widest[BeatTableModel::kNumber] = groupedNumber(std::max<std::size_t>(beats.size(), 1000));
    widest[BeatTableModel::kTime] =
        whenText(state_.record(), std::max(state_.record().recording() ? state_.record().recording()->duration_s : 0,
                                           beats.empty() ? 0 : beats.back().time_s));
    widest[BeatTableModel::kRr] = QString::number(std::max(1000.0, *longest_s_ * 1000), 'f', 0);
    widest[BeatTableModel::kLabel] = QStringLiteral("W");
    widest[BeatTableModel::kModel] = QStringLiteral("W");
    if (const auto& said = state_.model().classification()) {
        for (const std::string& name : said->model.classes) {
            const QString shown = QString::fromStdString(name);
            if (shown.size() > widest[BeatTableModel::kModel].size()) widest[BeatTableModel::kModel] = shown;
        }
    }
    widest[BeatTableModel::kProbability] = QStringLiteral(">0.99");
    widest[BeatTableModel::kNotes] = QStringLiteral("✎ ≠");
    return widest;
}

void BeatListPanel::showColumns() {
    QHeaderView& header = *table_->horizontalHeader();
    const QFontMetrics titles = header.fontMetrics(), cells = table_->fontMetrics();
    const auto widest = widestTexts();
    std::array<int, BeatTableModel::kColumns> width{};
    std::array<bool, BeatTableModel::kColumns> shown{};
    const auto ordered_by = header.sortIndicatorSection();
    for (int column = 0; column < BeatTableModel::kColumns; ++column) {
        const auto at = static_cast<std::size_t>(column);
        const int order_sign = column == ordered_by ? kOrderSign_px : 0;
        const int title = titles.horizontalAdvance(model_->headerData(column, Qt::Horizontal).toString());
        int cell = cells.horizontalAdvance(widest[at]);
        if (column == BeatTableModel::kModel) cell = std::min(cell, kWidestClass_px);
        width[at] = std::max(cell + kCellPad_px, title + kTitlePad_px + order_sign);
        const bool ai = column == BeatTableModel::kModel || column == BeatTableModel::kProbability;
        shown[at] = state_.model().aiVisible() || !ai;
    }
    const auto needed = [&] {
        int sum = 0;
        for (std::size_t at = 0; at < width.size(); ++at) sum += shown[at] ? width[at] : 0;
        return sum;
    };
    for (const int column : kDispensable) {
        if (needed() > table_->viewport()->width() && column != ordered_by)
            shown[static_cast<std::size_t>(column)] = false;
    }
    for (int column = 0; column < BeatTableModel::kColumns; ++column) {
        const auto at = static_cast<std::size_t>(column);
        if (table_->isColumnHidden(column) == shown[at]) table_->setColumnHidden(column, !shown[at]);
        // What the reader has drawn stays, until other beats need other widths.
        if (width_px_[at] != width[at]) header.resizeSection(column, width[at]);
    }
    width_px_ = width;
    for (const int column : kDispensable) shown[static_cast<std::size_t>(column)] = false;
    const int frame_px = 2 * table_->frameWidth() + table_->style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    table_->setMinimumWidth(needed() + frame_px);
}

bool BeatListPanel::eventFilter(QObject* watched, QEvent* event) {
    // A list that becomes lower must not lose the selected beat from sight.
    if (watched == table_->viewport() && event->type() == QEvent::Resize) {
        showColumns();
        QMetaObject::invokeMethod(
            this, [this] { table_->scrollTo(table_->currentIndex()); }, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace triptych::ui
