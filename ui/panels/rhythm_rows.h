// Episodes and events as tables of any number of rows: lists of indices that pass the filter, worded when they are
// shown.
#pragma once

#include "ui/state/view_state.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread.
class RhythmRows : public QAbstractTableModel {
    Q_OBJECT
public:
    RhythmRows(const ViewState& state, QStringList titles, QObject* parent);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    // What the state has now.
    void refresh();
    [[nodiscard]] std::size_t at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] std::optional<int> rowOf(std::size_t index) const;
    [[nodiscard]] QString asText() const;

protected:
    [[nodiscard]] virtual std::vector<std::size_t> wanted() const = 0;
    [[nodiscard]] virtual QString text(std::size_t index, int column) const = 0;
    [[nodiscard]] virtual QVariant extra(std::size_t index, int column, int role) const = 0;
    [[nodiscard]] virtual bool isNumber(int column) const = 0;

    const ViewState& state_;

private:
    QStringList titles_;
    std::vector<std::size_t> rows_;  // ascending
};

class EpisodeRows : public RhythmRows {
    Q_OBJECT
public:
    enum Column : int { kBegin, kLasts, kRhythm, kProbability, kNotes, kColumns };
    explicit EpisodeRows(const ViewState& state, QObject* parent = nullptr);

protected:
    [[nodiscard]] std::vector<std::size_t> wanted() const override;
    [[nodiscard]] QString text(std::size_t index, int column) const override;
    [[nodiscard]] QVariant extra(std::size_t index, int column, int role) const override;
    [[nodiscard]] bool isNumber(int column) const override { return column < kRhythm || column == kProbability; }
};

class EventRows : public RhythmRows {
    Q_OBJECT
public:
    enum Column : int { kTime, kWhat, kValue, kColumns };
    explicit EventRows(const ViewState& state, QObject* parent = nullptr);

protected:
    [[nodiscard]] std::vector<std::size_t> wanted() const override;
    [[nodiscard]] QString text(std::size_t index, int column) const override;
    [[nodiscard]] QVariant extra(std::size_t index, int column, int role) const override;
    [[nodiscard]] bool isNumber(int column) const override { return column != kWhat; }
};

}  // namespace triptych::ui
