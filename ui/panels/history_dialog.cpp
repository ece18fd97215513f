#include "ui/panels/history_dialog.h"

#include "ui/panels/readable.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr int kMostRows = 5000;  // nobody scrolls further; the command line has them all

QString valueText(const std::optional<std::string>& value) {
    return value ? QString::fromStdString(*value) : QStringLiteral("–");
}

QString modelText(const store::EventMark& mark) {
    if (!mark.model) return {};
    if (!mark.model->visible) return HistoryDialog::tr("hidden");
    return QStringLiteral("%1 %2").arg(QString::fromStdString(mark.model->class_name),
                                       probabilityText(static_cast<double>(mark.model->probability)));
}

QString moment(const store::EventGroup& group) {
    QString text = QString::fromStdString(store::utcText(group.time));
    return text.replace(QLatin1Char('T'), QLatin1Char(' ')).left(19);
}

}  // namespace

HistoryDialog::HistoryDialog(const review::LabelJournal& journal, double rate_hz,
                             std::optional<std::int64_t> beat_sample, SetUndone set_undone, QWidget* parent)
    : QDialog(parent),
      journal_(journal),
      rate_hz_(rate_hz),
      beat_sample_(beat_sample),
      set_undone_(std::move(set_undone)),
      of_beat_alone_(new QCheckBox(tr("Of the selected &beat alone"))),
      table_(new QTableWidget),
      nothing_(new QLabel(tr("Nothing has been labelled here yet."))),
      toggle_(new QPushButton(tr("&Take back"))) {
    setWindowTitle(tr("History of labels"));
    setObjectName(QStringLiteral("history"));
    of_beat_alone_->setEnabled(beat_sample_.has_value());
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
    keys_.clear();
    table_->setRowCount(0);
    std::vector<const store::EventGroup*> rows;
    for (const store::EventGroup& group : journal_.groups()) {
        if (group.marks.empty()) continue;  // an undo is seen by what it took back
        const auto samples = journal_.samplesOf(group.key);
        if (of_beat_alone_->isChecked() && !std::binary_search(samples.begin(), samples.end(), *beat_sample_)) continue;
        rows.push_back(&group);
    }
    std::reverse(rows.begin(), rows.end());
    rows.resize(std::min<std::size_t>(rows.size(), kMostRows));
    table_->setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        const store::EventGroup& group = *rows[static_cast<std::size_t>(row)];
        const store::EventMark& mark = group.marks.front();
        const bool many = group.marks.size() > 1;
        const QString by = group.reason.empty() ? QString::fromStdString(group.tool)
                                                : QStringLiteral("%1: %2").arg(QString::fromStdString(group.tool),
                                                                               QString::fromStdString(group.reason));
        const QStringList texts = {
            moment(group),
            QString::fromStdString(group.reader),
            many ? tr("%1 beats").arg(group.marks.size())
                 : clockText(rate_hz_ > 0 ? static_cast<double>(journal_.sampleOf(mark)) / rate_hz_ : 0),
            many ? QString() : valueText(mark.from),
            valueText(mark.to),
            many ? QString() : modelText(mark),
            by};
        const bool undone = journal_.isUndone(group.key);
        for (int column = 0; column < texts.size(); ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            QFont font = item->font();
            font.setStrikeOut(undone);
            item->setFont(font);
            item->setToolTip(undone ? tr("taken back") : texts[column]);
            table_->setItem(row, column, item);
        }
        keys_.push_back(group.key);
    }
    // The last one takes what is left.
    for (int column = 0; column + 1 < table_->columnCount(); ++column) table_->resizeColumnToContents(column);
    nothing_->setVisible(keys_.empty());
    follow();
}

const store::EventGroup* HistoryDialog::chosen() const {
    const int row = table_->currentRow();
    if (row < 0 || row >= static_cast<int>(keys_.size()) || table_->selectedItems().isEmpty()) return nullptr;
    for (const store::EventGroup& group : journal_.groups()) {
        if (group.key == keys_[static_cast<std::size_t>(row)]) return &group;
    }
    return nullptr;
}

void HistoryDialog::follow() {
    const store::EventGroup* group = chosen();
    toggle_->setEnabled(group != nullptr);
    toggle_->setText(group != nullptr && journal_.isUndone(group->key) ? tr("Make &again") : tr("&Take back"));
}

void HistoryDialog::toggle() {
    const store::EventGroup* group = chosen();
    if (group == nullptr) return;
    const std::string key = group->key;
    set_undone_(key, !journal_.isUndone(key));
    fill();
    const auto row = std::find(keys_.begin(), keys_.end(), key);
    if (row != keys_.end()) table_->selectRow(static_cast<int>(row - keys_.begin()));
}

}  // namespace triptych::ui
