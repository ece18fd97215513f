#include "ui/panels/rhythm_lists.h"

#include "ui/panels/readable.h"
#include "ui/panels/rhythm_menu.h"
#include "ui/panels/rhythm_rows.h"
#include "ui/panels/rhythm_words.h"
#include "ui/panes/pane.h"
#include "ui/panes/theme.h"
#include "ui/state/on_any.h"
#include "ui/state/rhythm_deeds.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <optional>

namespace triptych::ui {
namespace {

constexpr int kRow_px = 5;
constexpr int kAll = -2, kButSinus = -1;  // of the filter; others are a rhythm's number

QTableView* tableOf(RhythmRows& rows, const char* object_name, const QString& name, int stretched) {
    auto* made = new QTableView;
    made->setModel(&rows);
    made->setObjectName(QLatin1String(object_name));
    made->setAccessibleName(name);
    made->setFont(numberFont());
    made->setSelectionBehavior(QAbstractItemView::SelectRows);
    made->setSelectionMode(QAbstractItemView::SingleSelection);
    made->setAlternatingRowColors(true);
    made->setShowGrid(false);
    made->setWordWrap(false);
    made->setTabKeyNavigation(false);
    made->setCornerButtonEnabled(false);
    made->setFrameShape(QFrame::NoFrame);
    made->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    made->verticalHeader()->hide();
    made->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    made->verticalHeader()->setDefaultSectionSize(made->fontMetrics().height() + kRow_px);
    made->horizontalHeader()->setHighlightSections(false);
    made->horizontalHeader()->setMinimumSectionSize(16);
    made->horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    return made;
}

void widen(QTableView& table, int column, const QString& widest) {
    const int title = table.horizontalHeader()->fontMetrics().horizontalAdvance(
        table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    table.horizontalHeader()->resizeSection(column,
                                            std::max(title, table.fontMetrics().horizontalAdvance(widest)) + 14);
}

QToolButton* button(const char* object_name, const QString& text, const QString& tip) {
    auto* made = new QToolButton;
    made->setObjectName(QLatin1String(object_name));
    made->setText(text);
    made->setToolTip(tip);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

QString countText(int shown, std::size_t all, bool is_all) {
    if (all == 0) return {};
    const QString whole = groupedNumber(all);
    return is_all ? whole
                  : QCoreApplication::translate("triptych::ui::EpisodeList", "%1 of %2")
                        .arg(groupedNumber(static_cast<std::size_t>(shown)), whole);
}

void showRow(QTableView& table, const std::optional<int>& row) {
    if (!row) {
        table.selectionModel()->clear();
        return;
    }
    const QModelIndex index = table.model()->index(*row, 0);
    table.selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    table.scrollTo(index, QAbstractItemView::EnsureVisible);
}

}  // namespace

EpisodeList::EpisodeList(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      rows_(new EpisodeRows(state, this)),
      filter_(new QComboBox),
      count_(new QLabel),
      table_(tableOf(*rows_, "episodes", tr("Episodes"), EpisodeRows::kRhythm)),
      evidence_(new QLabel),
      accept_(button("accept_episode", tr("Accept"), tr("Make the episode your own, as it stands"))),
      change_(button("change_episode", tr("Change…"), tr("Call it another rhythm"))),
      reject_(button("reject_episode", tr("Reject"), tr("There is no such rhythm here; what it hid is told"))),
      begins_(button("episode_begins", tr("Begins here"), tr("The episode begins at the selected beat"))),
      ends_(button("episode_ends", tr("Ends here"), tr("The episode ends at the selected beat"))) {
    filter_->setAccessibleName(tr("Which episodes the list shows and the keys go to"));
    filter_->setToolTip(filter_->accessibleName());
    filter_->setFocusPolicy(Qt::TabFocus);
    filter_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    evidence_->setObjectName(QStringLiteral("evidence"));
    evidence_->setWordWrap(true);
    evidence_->setTextFormat(Qt::PlainText);
    evidence_->setFont(labelFont());
    evidence_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    evidence_->setMinimumHeight(4 * evidence_->fontMetrics().lineSpacing());
    evidence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    evidence_->setContentsMargins(4, 0, 4, 0);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(4, 0, 6, 0);
    top->addWidget(filter_, 1);
    top->addWidget(count_);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(4, 0, 4, 0);
    below->setSpacing(3);
    for (QToolButton* one : {accept_, change_, reject_, begins_, ends_}) below->addWidget(one);
    below->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(table_, 1);
    layout->addWidget(evidence_);
    layout->addLayout(below);

    connect(filter_, &QComboBox::activated, this, [this] {
        const int chosen = filter_->currentData().toInt();
        EpisodeFilter filter{chosen == kButSinus, std::nullopt};
        if (chosen >= 0) filter.only = static_cast<rhythm::Rhythm>(chosen);
        state_.rhythm().setEpisodeFilter(filter);
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!following_ && now.isValid()) goToEpisode(state_, rows_->at(now.row()));
    });
    connect(table_, &QTableView::clicked, this, [this](const QModelIndex& now) {
        if (now.isValid()) goToEpisode(state_, rows_->at(now.row()));
    });
    const auto chosen = [this]() -> const rhythm::Episode* {
        const auto& at = state_.rhythm().episode();
        return at ? &state_.rhythm().episodes()[*at] : nullptr;
    };
    connect(accept_, &QToolButton::clicked, this, [this, chosen] {
        if (const auto* one = chosen()) say(accepted(*one));
    });
    connect(change_, &QToolButton::clicked, this, &EpisodeList::askForRhythm);
    connect(reject_, &QToolButton::clicked, this, [this, chosen] {
        if (const auto* one = chosen()) say(rejected(*one));
    });
    connect(begins_, &QToolButton::clicked, this, [this, chosen] {
        const auto at_s = here(state_);
        if (const auto* one = chosen(); one != nullptr && at_s) say(begunAt(*one, *at_s));
    });
    connect(ends_, &QToolButton::clicked, this, [this, chosen] {
        const auto at_s = here(state_);
        if (const auto* one = chosen(); one != nullptr && at_s) say(endedAt(*one, *at_s));
    });
    onAny(this, &EpisodeList::refresh, std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.rhythm(), &RhythmState::filterChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    connect(&state_.rhythm(), &RhythmState::chosenChanged, this, &EpisodeList::showChosen);
}

void EpisodeList::say(const std::vector<rhythm::ReaderWord>& words) {
    state_.rhythm().askToSay(words, "button");
}

void EpisodeList::askForRhythm() {
    const auto& at = state_.rhythm().episode();
    if (!at) return;
    auto* menu = new RhythmMenu(state_.display().theme(), this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu, &RhythmMenu::chosen, this, [this](rhythm::Rhythm rhythm) {
        const auto& now = state_.rhythm().episode();
        if (now) say(renamed(state_.rhythm().episodes()[*now], rhythm));
    });
    menu->popup(change_->mapToGlobal(QPoint(0, change_->height())));
}

// Rhythms that are there, and no others.
void EpisodeList::fillFilter() {
    std::array<std::size_t, rhythm::kRhythms> counts{};
    for (const rhythm::Episode& episode : state_.rhythm().episodes())
        ++counts[static_cast<std::size_t>(episode.rhythm)];
    filter_->clear();
    filter_->addItem(tr("All but sinus rhythm"), kButSinus);
    filter_->addItem(tr("All episodes"), kAll);
    const EpisodeFilter& now = state_.rhythm().episodeFilter();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto rhythm = static_cast<rhythm::Rhythm>(i);
        if (counts[i] > 0 || now.only == rhythm) filter_->addItem(rhythmName(rhythm), static_cast<int>(i));
    }
    const int wanted = now.only ? static_cast<int>(*now.only) : now.but_sinus ? kButSinus : kAll;
    filter_->setCurrentIndex(filter_->findData(wanted));
}

void EpisodeList::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) refresh();
}

void EpisodeList::refresh() {
    dirty_ = !isVisible();
    if (dirty_) return;
    {
        const QScopedValueRollback guard(following_, true);
        fillFilter();
        rows_->refresh();
        const TimeAxis axis = timeAxis(state_.record());
        widen(*table_, EpisodeRows::kBegin, axis.widest(1));
        widen(*table_, EpisodeRows::kLasts, lengthText(state_.record().duration_s() >= 3600 ? 36'000 : 1800));
        widen(*table_, EpisodeRows::kProbability, QStringLiteral(">0.99"));
        widen(*table_, EpisodeRows::kNotes, QStringLiteral("✎"));
        const EpisodeFilter& filter = state_.rhythm().episodeFilter();
        count_->setText(
            countText(rows_->rowCount(), state_.rhythm().episodes().size(), !filter.only && !filter.but_sinus));
    }
    showChosen();
}

void EpisodeList::showChosen() {
    if (dirty_) return;
    const QScopedValueRollback guard(following_, true);
    const auto& at = state_.rhythm().episode();
    showRow(*table_, at ? rows_->rowOf(*at) : std::nullopt);
    for (QToolButton* one : {accept_, change_, reject_, begins_, ends_}) one->setEnabled(at.has_value());
    if (at) {
        const rhythm::Episode& episode = state_.rhythm().episodes()[*at];
        evidence_->setText(evidenceText(episode, state_.rhythm().sayingOf(episode)));
        accept_->setEnabled(!episode.by_reader);
    } else {
        evidence_->setText(state_.rhythm().report() ? tr("Choose an episode to see why it is told.") : QString());
    }
}

QString EpisodeList::asText() const {
    return rows_->asText();
}

EventList::EventList(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      rows_(new EventRows(state, this)),
      kind_(new QComboBox),
      count_(new QLabel),
      table_(tableOf(*rows_, "events", tr("Events"), EventRows::kWhat)) {
    kind_->setAccessibleName(tr("Which events the list shows and the keys go to"));
    kind_->setToolTip(kind_->accessibleName());
    kind_->setFocusPolicy(Qt::TabFocus);
    for (std::size_t i = 0; i < kRhythmEventKinds; ++i) {
        kind_->addItem(kindName(static_cast<RhythmEventKind>(i)), static_cast<int>(i));
    }
    auto* top = new QHBoxLayout;
    top->setContentsMargins(4, 0, 6, 0);
    top->addWidget(kind_, 1);
    top->addWidget(count_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(table_, 1);
    connect(kind_, &QComboBox::activated, this,
            [this] { state_.rhythm().setEventKind(static_cast<RhythmEventKind>(kind_->currentData().toInt())); });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!following_ && now.isValid()) goToEvent(state_, rows_->at(now.row()));
    });
    connect(table_, &QTableView::clicked, this, [this](const QModelIndex& now) {
        if (now.isValid()) goToEvent(state_, rows_->at(now.row()));
    });
    onAny(this, &EventList::refresh, std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.rhythm(), &RhythmState::filterChanged));
    connect(&state_.rhythm(), &RhythmState::chosenChanged, this, &EventList::showChosen);
}

void EventList::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) refresh();
}

void EventList::refresh() {
    dirty_ = !isVisible();
    if (dirty_) return;
    {
        const QScopedValueRollback guard(following_, true);
        kind_->setCurrentIndex(kind_->findData(static_cast<int>(state_.rhythm().eventKind())));
        rows_->refresh();
        widen(*table_, EventRows::kTime, timeAxis(state_.record()).widest(1));
        widen(*table_, EventRows::kValue, lengthText(state_.record().duration_s() >= 3600 ? 36'000 : 1800));
        count_->setText(countText(rows_->rowCount(), state_.rhythm().events().size(),
                                  state_.rhythm().eventKind() == RhythmEventKind::all));
    }
    showChosen();
}

void EventList::showChosen() {
    if (dirty_) return;
    const QScopedValueRollback guard(following_, true);
    const auto& at = state_.rhythm().event();
    showRow(*table_, at ? rows_->rowOf(*at) : std::nullopt);
}

QString EventList::asText() const {
    return rows_->asText();
}

}  // namespace triptych::ui
