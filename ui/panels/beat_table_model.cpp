#include "ui/panels/beat_table_model.h"

#include "core/domain/beat_class.h"
#include "core/pipeline/borderline.h"
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/panes/label_colours.h"
#include "ui/panes/theme.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace triptych::ui {
namespace {

// nullopt for filters of something else than a class.
std::optional<BeatClass> classOf(BeatFilter filter) {
    switch (filter) {
        case BeatFilter::class_n:
            return BeatClass::normal;
        case BeatFilter::class_s:
            return BeatClass::supraventricular;
        case BeatFilter::class_v:
            return BeatClass::ventricular;
        case BeatFilter::class_f:
            return BeatClass::fusion;
        case BeatFilter::class_q:
            return BeatClass::unknown;
        default:
            return std::nullopt;
    }
}

}  // namespace

BeatTableModel::BeatTableModel(ViewState& state, QObject* parent) : QAbstractTableModel(parent), state_(state) {
    connect(&state_.beats(), &BeatState::beatsChanged, this, &BeatTableModel::follow);
    connect(&state_.record(), &RecordState::gapsChanged, this, &BeatTableModel::follow);
    connect(&state_.model(), &ModelState::classificationChanged, this, &BeatTableModel::follow);
    connect(&state_.beats(), &BeatState::beatChanged, this, &BeatTableModel::beatTouched);
    bool visible = state_.model().aiVisible();
    connect(&state_.model(), &ModelState::aiLayerChanged, this, [this, visible]() mutable {
        if (std::exchange(visible, state_.model().aiVisible()) != state_.model().aiVisible()) follow();
    });
    connect(&state_.shapes(), &ShapeState::changed, this, [this] {
        if (narrowing_.tile) follow();
    });
    rebuild();
}

int BeatTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int BeatTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

bool BeatTableModel::disagrees(std::size_t beat) const {
    const auto& said = state_.model().classification();
    return said && pipeline::isAnswered(said->predictions, beat) && said->predictions.branchesDisagree(beat);
}

double BeatTableModel::uncertaintyOf(std::size_t beat) const {
    const auto& said = state_.model().classification();
    return said && beat < said->predictions.size() ? pipeline::uncertainty(said->predictions, beat) : 0;
}

bool BeatTableModel::passes(std::size_t beat, BeatFilter filter) const {
    const LabelledBeat& row = state_.beats().all()[beat];
    switch (filter) {
        case BeatFilter::all:
            return true;
        case BeatFilter::borderline:
            return state_.model().aiVisible() && row.borderline;
        case BeatFilter::disagreement:
            return state_.model().aiVisible() && disagrees(beat);
        case BeatFilter::relabelled:
            return row.relabelled;
        case BeatFilter::no_class:
            return state_.model().aiVisible() && row.silence != Silence::none;
        default:
            return beatClassOf(row.code, ClassMapping::display) == classOf(filter);
    }
}

std::size_t BeatTableModel::count(BeatFilter filter) const {
    if (filter == BeatFilter::all) return state_.beats().all().size();
    std::size_t passed = 0;
    for (std::size_t beat = 0; beat < state_.beats().all().size(); ++beat) passed += passes(beat, filter) ? 1U : 0U;
    return passed;
}

double BeatTableModel::sortKey(std::size_t beat) const {
    const LabelledBeat& row = state_.beats().all()[beat];
    const bool ai = state_.model().aiVisible();
    switch (sort_column_) {
        case kRr:
            return state_.beats().rrBefore_s(beat).value_or(0);
        case kLabel:
            return row.code;
        case kModel:
            return ai ? row.predicted_class : -1;
        case kProbability:
            return ai && row.predicted_class >= 0 ? row.predicted_probability : -1;
        case kNotes:
            // Upwards: edited beats, then borderline ones, the most doubtful first.
            return row.relabelled ? -3 : ai && row.borderline ? -uncertaintyOf(beat) : 1;
        default:
            return static_cast<double>(beat);
    }
}

std::vector<std::uint32_t> BeatTableModel::wantedRows() const {
    std::vector<std::uint32_t> rows;
    rows.reserve(state_.beats().all().size());
    const bool narrows = narrowing_.isOn();
    for (std::size_t beat = 0; beat < state_.beats().all().size(); ++beat) {
        if (!passes(beat, filter_)) continue;
        if (narrows && !ui::passes(state_, narrowing_, beat, reader_of_)) continue;
        rows.push_back(static_cast<std::uint32_t>(beat));
    }
    if (sort_column_ == kNumber || sort_column_ == kTime) {
        if (order_ == Qt::DescendingOrder) std::reverse(rows.begin(), rows.end());
        return rows;
    }
    std::vector<double> keys(state_.beats().all().size());
    for (const std::uint32_t beat : rows) keys[beat] = sortKey(beat);
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return order_ == Qt::AscendingOrder ? keys[a] < keys[b] : keys[a] > keys[b];
    });
    return rows;
}

void BeatTableModel::rebuild() {
    beginResetModel();
    rows_ = wantedRows();
    row_of_beat_.assign(state_.beats().all().size(), -1);
    for (std::size_t row = 0; row < rows_.size(); ++row) row_of_beat_[rows_[row]] = static_cast<std::int32_t>(row);
    endResetModel();
}

void BeatTableModel::follow() {
    // While a model's answers come in, the same beats stand in the same order most of the time: then only texts change,
    // and the view keeps its place.
    if (row_of_beat_.size() == state_.beats().all().size() && wantedRows() == rows_) {
        if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    rebuild();
}

void BeatTableModel::beatTouched(std::size_t beat) {
    const auto row = rowOf(beat);
    if (row) Q_EMIT dataChanged(index(*row, 0), index(*row, kColumns - 1));
}

void BeatTableModel::setFilter(BeatFilter filter) {
    filter_ = filter;
    rebuild();
}

void BeatTableModel::setNarrowing(const BeatNarrowing& narrowing) {
    narrowing_ = narrowing;
    rebuild();
}

void BeatTableModel::sort(int column, Qt::SortOrder order) {
    const int was = std::exchange(sort_column_, column < 0 ? static_cast<int>(kNumber) : column);
    const Qt::SortOrder was_order = std::exchange(order_, column < 0 ? Qt::AscendingOrder : order);
    // A table sorts anew whenever it is told about; beats do not change places in time.
    if (was == sort_column_ && was_order == order_ && (was == kNumber || was == kTime)) return;
    rebuild();
}

std::optional<int> BeatTableModel::rowOf(std::size_t beat) const {
    if (beat >= row_of_beat_.size() || row_of_beat_[beat] < 0) return std::nullopt;
    return row_of_beat_[beat];
}

QString BeatTableModel::notes(std::size_t beat) const {
    QStringList notes;
    const LabelledBeat& row = state_.beats().all()[beat];
    if (row.relabelled) notes << (row.pending ? QStringLiteral("✎…") : QStringLiteral("✎"));
    if (state_.model().aiVisible() && row.silence != Silence::none) {
        notes << QStringLiteral("∅");
    } else if (state_.model().aiVisible() && disagrees(beat)) {
        notes << QStringLiteral("≠");
    } else if (state_.model().aiVisible() && state_.beats().all()[beat].borderline) {
        notes << QStringLiteral("≈");
    }
    return notes.join(QLatin1Char(' '));
}

QString BeatTableModel::notesInWords(std::size_t beat) const {
    QStringList notes;
    const LabelledBeat& row = state_.beats().all()[beat];
    if (row.relabelled) notes << (row.pending ? tr("edited by the reader, being saved") : tr("edited by the reader"));
    if (state_.model().aiVisible() && row.silence != Silence::none) {
        notes << tr("no class: %1").arg(QString::fromStdString(inWords(row.silence).text()));
    }
    const auto& said = state_.model().classification();
    if (state_.model().aiVisible() && said && state_.beats().all()[beat].borderline) {
        for (const auto reason : pipeline::reasonsOf(said->predictions, beat, said->model.borderline_margin)) {
            notes << QString::fromStdString(pipeline::inWords(reason));
        }
        if (notes.isEmpty()) notes << tr("in more doubt than most");
    }
    return notes.join(QStringLiteral(", "));
}

QString BeatTableModel::text(std::size_t beat, int column) const {
    const LabelledBeat& row = state_.beats().all()[beat];
    switch (column) {
        case kNumber:
            return groupedNumber(beat + 1);
        case kTime:
            return whenText(state_.record(), row.time_s);
        case kRr: {
            const auto rr_s = state_.beats().rrBefore_s(beat);
            return rr_s ? QString::number(*rr_s * 1000, 'f', 0) : QString();
        }
        case kLabel:
            return labelText(row.code);
        case kNotes:
            return notes(beat);
        default:
            break;
    }
    if (!state_.model().aiVisible() || !state_.model().classification() || row.predicted_class < 0) return {};
    if (column == kProbability) return probabilityText(row.predicted_probability);
    const auto& classes = state_.model().classification()->model.classes;
    const auto predicted = static_cast<std::size_t>(row.predicted_class);
    return predicted < classes.size() ? QString::fromStdString(classes[predicted]) : QString();
}

QVariant BeatTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const std::size_t beat = beatAt(index.row());
    if (beat >= state_.beats().all().size()) return {};
    switch (role) {
        case Qt::DisplayRole:
            return text(beat, index.column());
        case Qt::TextAlignmentRole:
            return index.column() >= kLabel && index.column() != kProbability
                       ? QVariant(Qt::AlignCenter)
                       : QVariant(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ForegroundRole:
            if (index.column() == kLabel && state_.beats().all()[beat].code != 0) {
                return labelInk(state_.beats().all()[beat].code, state_.display().theme());
            }
            if (index.column() == kModel && state_.model().classification() &&
                state_.beats().all()[beat].predicted_class >= 0) {
                return classInk(paintedClass(text(beat, kModel).toStdString()), state_.display().theme());
            }
            return {};
        case Qt::FontRole: {
            if (index.column() != kLabel) return {};
            QFont font = labelFont();
            font.setBold(true);
            return font;
        }
        case Qt::ToolTipRole:
            if (index.column() == kNotes) return notesInWords(beat);
            if (index.column() == kTime) return sinceBeginning(state_.record(), state_.beats().all()[beat].time_s);
            return index.column() == kLabel ? labelMeaning(state_.beats().all()[beat].code) : QVariant();
        case Qt::AccessibleTextRole:
            return index.column() == kNotes ? notesInWords(beat) : QVariant();
        default:
            return {};
    }
}

QVariant BeatTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    struct Header {
        const char* text;
        const char* tip;
    };
    static constexpr Header kHeaders[kColumns] = {
        {QT_TR_NOOP("Beat"), QT_TR_NOOP("Number of the beat, by time")},
        {QT_TR_NOOP("Time"),
         QT_TR_NOOP("By the clock, or from the start of a recording that does not state when it began")},
        {QT_TR_NOOP("RR, ms"),
         QT_TR_NOOP("Interval to the beat before, in milliseconds; none where samples are missing between them")},
        {QT_TR_NOOP("Label"), QT_TR_NOOP("The label in force: the reader's, else the reference's, else the model's")},
        {QT_TR_NOOP("Model"), QT_TR_NOOP("The class that the model holds most probable")},
        {QT_TR_NOOP("p"), QT_TR_NOOP("Fused probability of that class")},
        {QT_TR_NOOP("!"),
         QT_TR_NOOP("✎ edited by the reader, ≠ the branches disagree, ≈ borderline; sorted: the most doubtful first")},
    };
    if (section < 0 || section >= kColumns) return {};
    if (role == Qt::DisplayRole) return tr(kHeaders[section].text);
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) return tr(kHeaders[section].tip);
    return {};
}

}  // namespace triptych::ui
