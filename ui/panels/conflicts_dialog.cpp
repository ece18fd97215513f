#include "ui/panels/conflicts_dialog.h"

#include "core/domain/annotation.h"
#include "core/domain/own_labels.h"
#include "ui/panels/readable.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>

namespace triptych::ui {
namespace {

constexpr std::uint8_t kLetters[] = {kNormal, kSupraventricularPremature, kPvc, kFusion, kUnknownBeat};

}  // namespace

ConflictsDialog::ConflictsDialog(Read read, QWidget* parent)
    : QDialog(parent), read_(std::move(read)), table_(new QTableWidget), progress_(new QLabel) {
    setWindowTitle(tr("Conflicts between readers"));
    setObjectName(QStringLiteral("conflicts"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setAccessibleName(tr("Beats that readers call different classes"));
    progress_->setObjectName(QStringLiteral("conflict_progress"));
    progress_->setWordWrap(true);
    auto* letters = new QHBoxLayout;
    auto* says = new QLabel(tr("You decide:"));
    letters->addWidget(says);
    std::vector<std::uint8_t> codes(std::begin(kLetters), std::end(kLetters));
    const auto own = offeredOwnLabels();
    codes.insert(codes.end(), own.begin(), own.end());
    for (const std::uint8_t code : codes) {
        const QString letter = QString::fromUtf8(symbolOf(code).data());
        auto* button = new QPushButton(letter);
        button->setObjectName(QStringLiteral("decide_") + letter);
        button->setToolTip(QString::fromUtf8(meaningOf(code).data()));
        button->setAccessibleName(tr("Decide: %1").arg(QString::fromUtf8(meaningOf(code).data())));
        if (letter.size() == 1 && !isOwn(code)) button->setShortcut(QKeySequence(letter));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, code] { decide(code); });
        letters->addWidget(button);
        letters_.push_back(button);
    }
    letters->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(progress_);
    layout->addWidget(table_, 1);
    layout->addLayout(letters);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(table_, &QTableWidget::itemSelectionChanged, this, &ConflictsDialog::follow);
    resize(520, 420);
    fill();
}

void ConflictsDialog::fill() {
    const int row_before = table_->currentRow();
    const QSignalBlocker quiet(table_);
    shown_ = read_();
    const auto readers = static_cast<int>(shown_.readers.size());
    table_->setColumnCount(readers + 2);
    QStringList titles = {tr("At")};
    titles += shown_.readers;
    titles += tr("Decided");
    table_->setHorizontalHeaderLabels(titles);
    table_->setRowCount(static_cast<int>(shown_.rows.size()));
    int open = 0;
    for (int row = 0; row < table_->rowCount(); ++row) {
        const ConflictRow& conflict = shown_.rows[static_cast<std::size_t>(row)];
        QStringList texts = {clockText(conflict.time_s)};
        texts += conflict.letters;
        texts += conflict.decided;
        if (conflict.decided.isEmpty()) ++open;
        for (int column = 0; column < texts.size(); ++column) {
            table_->setItem(row, column, new QTableWidgetItem(texts[column]));
        }
    }
    for (int column = 0; column + 1 < table_->columnCount(); ++column) table_->resizeColumnToContents(column);
    if (shown_.readers.size() < 2) {
        progress_->setText(tr("Fewer than two readers have labelled this recording."));
    } else if (shown_.rows.empty()) {
        progress_->setText(tr("The readers agree on every beat that more than one of them labelled."));
    } else {
        progress_->setText(tr("%1 of %2 decided").arg(table_->rowCount() - open).arg(table_->rowCount()));
    }
    if (row_before >= 0 && row_before < table_->rowCount()) table_->selectRow(row_before);
    for (QWidget* letter : letters_) letter->setEnabled(table_->currentRow() >= 0);
}

void ConflictsDialog::follow() {
    const int row = table_->currentRow();
    for (QWidget* letter : letters_) letter->setEnabled(row >= 0);
    if (row >= 0 && row < static_cast<int>(shown_.rows.size())) {
        Q_EMIT goTo(shown_.rows[static_cast<std::size_t>(row)].time_s);
    }
}

void ConflictsDialog::decide(std::uint8_t code) {
    const int row = table_->currentRow();
    if (row < 0 || row >= static_cast<int>(shown_.rows.size())) return;
    Q_EMIT decided(shown_.rows[static_cast<std::size_t>(row)].sample, code);
    fill();
    toNextOpen();
}

void ConflictsDialog::toNextOpen() {
    const auto all = static_cast<int>(shown_.rows.size());
    const int from = std::max(table_->currentRow(), 0);
    for (int step = 0; step < all; ++step) {
        const int row = (from + step) % all;
        if (!shown_.rows[static_cast<std::size_t>(row)].decided.isEmpty()) continue;
        table_->selectRow(row);
        return;
    }
}

}  // namespace triptych::ui
