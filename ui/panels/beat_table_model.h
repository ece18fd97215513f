// The beats as a table of up to 100,000 rows and more: filtered and sorted by a list of indices, so that nothing is
// copied and a day's beats are in order within some milliseconds.
#pragma once

#include "ui/panels/beat_narrowing.h"
#include "ui/state/view_state.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace triptych::ui {

enum class BeatFilter : std::uint8_t {
    all,
    borderline,  // the review queue
    disagreement,
    relabelled,
    class_n,
    class_s,
    class_v,
    class_f,
    class_q,
    no_class  // the model has none for it: it cannot be read, is paced, lies in flutter or at an edge
};

// GUI thread. Shows the beats of the view state and follows it. A beat that no longer passes the filter after an edit
// keeps its row until the filter is set again, so that rows do not run away under the reader's hand.
class BeatTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { kNumber, kTime, kRr, kLabel, kModel, kProbability, kNotes, kColumns };

    explicit BeatTableModel(ViewState& state, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    void setFilter(BeatFilter filter);
    [[nodiscard]] BeatFilter filter() const { return filter_; }
    [[nodiscard]] bool passes(std::size_t beat, BeatFilter filter) const;
    // What narrows the filter further.
    void setNarrowing(const BeatNarrowing& narrowing);
    [[nodiscard]] const BeatNarrowing& narrowing() const { return narrowing_; }
    void setReaderOf(ReaderOf reader_of) { reader_of_ = std::move(reader_of); }
    [[nodiscard]] const ReaderOf& readerOf() const { return reader_of_; }
    // How many beats a filter lets through now.
    [[nodiscard]] std::size_t count(BeatFilter filter) const;

    [[nodiscard]] std::size_t beatAt(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] std::optional<int> rowOf(std::size_t beat) const;

private:
    void rebuild();
    void follow();
    void beatTouched(std::size_t beat);
    [[nodiscard]] std::vector<std::uint32_t> wantedRows() const;
    [[nodiscard]] double sortKey(std::size_t beat) const;
    [[nodiscard]] QString text(std::size_t beat, int column) const;
    [[nodiscard]] QString notes(std::size_t beat) const;  // signs, for a narrow column
    [[nodiscard]] QString notesInWords(std::size_t beat) const;
    [[nodiscard]] bool disagrees(std::size_t beat) const;
    [[nodiscard]] double uncertaintyOf(std::size_t beat) const;

    ViewState& state_;
    BeatNarrowing narrowing_;
    ReaderOf reader_of_;
    std::vector<std::uint32_t> rows_;        // row → beat
    std::vector<std::int32_t> row_of_beat_;  // beat → row, -1 when filtered out
    BeatFilter filter_ = BeatFilter::all;
    int sort_column_ = kNumber;
    Qt::SortOrder order_ = Qt::AscendingOrder;
};

}  // namespace triptych::ui
