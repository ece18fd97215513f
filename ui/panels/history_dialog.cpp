#include "ui/panels/history_dialog.h"

#include "core/review/label_matching.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr std::size_t kMostRows = 5000;  // nobody scrolls further; the command line has them all

}  // namespace

HistoryDialog::HistoryDialog(Read read, std::optional<double> beat_s, SetUndone set_undone, QWidget* parent)
    : QDialog(parent),
      read_(std::move(read)),
      beat_s_(beat_s),
      set_undone_(std::move(set_undone)),
      of_beat_alone_(new QCheckBox(tr("Of the selected &beat alone"))),
      table_(new QTableWidget),
      nothing_(new QLabel(tr("Nothing has been labelled or marked here yet."))),
      toggle_(new QPushButton(tr("&Take back"))) {
    setWindowTitle(tr("History of labels and marks"));
    setObjectName(QStringLiteral("history"));
    of_beat_alone_->setEnabled(beat_s_.has_value());
    table_->setColumnCount(7);
    table_->setHorizontalHeaderLabels(
        {tr("When (UTC)"), tr("Reader"), tr("Where"), tr("From"), tr("To"), tr("Model"), tr("By")});
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setAccessibleName(tr("Events, newest first"));
    toggle_->setObjectName(QStringLiteral("toggle"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(toggle_, QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(of_beat_alone_);
    layout->addWidget(table_, 1);
    layout->addWidget(nothing_);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(of_beat_alone_, &QCheckBox::toggled, this, &HistoryDialog::fill);
    connect(table_, &QTableWidget::itemSelectionChanged, this, &HistoryDialog::follow);
    connect(toggle_, &QPushButton::clicked, this, &HistoryDialog::toggle);
    resize(760, 440);
    fill();
}

void HistoryDialog::fill() {
    rows_ = read_();
    if (of_beat_alone_->isChecked() && beat_s_) {
        std::erase_if(rows_, [this](const HistoryRow& row) {
            return std::none_of(row.beats_s.begin(), row.beats_s.end(),
                                [this](double beat_s) { return std::abs(beat_s - *beat_s_) <= review::kSameBeat_s; });
        });
    }
    rows_.resize(std::min(rows_.size(), kMostRows));
    table_->setRowCount(0);
    table_->setRowCount(static_cast<int>(rows_.size()));
    for (int index = 0; index < static_cast<int>(rows_.size()); ++index) {
        const HistoryRow& row = rows_[static_cast<std::size_t>(index)];
        const QStringList texts = {row.when, row.reader, row.where, row.from, row.to, row.model, row.by};
        for (int column = 0; column < texts.size(); ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            QFont font = item->font();
            font.setStrikeOut(row.undone);
            item->setFont(font);
            item->setToolTip(row.undone ? tr("taken back") : texts[column]);
            table_->setItem(index, column, item);
        }
    }
    // The last one takes what is left.
    for (int column = 0; column + 1 < table_->columnCount(); ++column) table_->resizeColumnToContents(column);
    nothing_->setVisible(rows_.empty());
    follow();
}

const HistoryRow* HistoryDialog::chosen() const {
    const int row = table_->currentRow();
    if (row < 0 || row >= static_cast<int>(rows_.size()) || table_->selectedItems().isEmpty()) return nullptr;
    return &rows_[static_cast<std::size_t>(row)];
}

void HistoryDialog::follow() {
    const HistoryRow* row = chosen();
    toggle_->setEnabled(row != nullptr);
    toggle_->setText(row != nullptr && row->undone ? tr("Make &again") : tr("&Take back"));
}

void HistoryDialog::toggle() {
    const HistoryRow* row = chosen();
    if (row == nullptr) return;
    const std::string key = row->key;
    set_undone_(key, !row->undone);
    fill();
    const auto again = std::find_if(rows_.begin(), rows_.end(), [&](const HistoryRow& one) { return one.key == key; });
    if (again != rows_.end()) table_->selectRow(static_cast<int>(again - rows_.begin()));
}

}  // namespace triptych::ui
