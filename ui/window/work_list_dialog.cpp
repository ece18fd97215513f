#include "ui/window/work_list_dialog.h"

#include "core/review/readers.h"
#include "ui/panels/readable.h"
#include "ui/state/shown_text.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace triptych::ui {
namespace {

enum Column { kRecording, kFile, kReader, kFar, kRead, kConflicts, kLast, kColumns };

QString howFar(const pipeline::ReaderWork& work, double duration_s) {
    if (work.signed_off) return QObject::tr("signed off");
    const auto at_s = work.furthest_s ? work.furthest_s : work.stopped_s;
    const QString labels = work.labels == 1 ? QObject::tr("1 label") : QObject::tr("%1 labels").arg(work.labels);
    if (!at_s) return labels;
    return QObject::tr("%1, to %2 of %3").arg(labels, clockText(*at_s), clockText(duration_s));
}

Result<pipeline::WorkList> workList(const std::string& project, const std::string& folder, const Job& job) {
    std::error_code ignored;
    if (!folder.empty() && !std::filesystem::exists(project, ignored)) {
        return pipeline::workListOfFolder(folder, nullptr, job);
    }
    auto opened = store::Project::openForReading(project);
    if (!opened) return std::unexpected(opened.error());
    return folder.empty() ? pipeline::workListOfProject(*opened, job)
                          : pipeline::workListOfFolder(folder, &*opened, job);
}

}  // namespace

WorkListDialog::WorkListDialog(QString project, std::string reader, const QString& folder, QWidget* parent)
    : QDialog(parent),
      project_(std::move(project)),
      reader_(std::move(reader)),
      folder_(folder),
      where_(new QLabel),
      says_(new QLabel),
      table_(new QTableWidget(0, kColumns)),
      open_(new QPushButton(tr("&Open"))),
      open_next_(new QPushButton(tr("Open the &next one"))),
      lane_(*this, [this](std::optional<Result<pipeline::WorkList>> list) {
          if (list) showList(*list);
      }) {
    setWindowTitle(tr("Work list"));
    setObjectName(QStringLiteral("work_list"));
    table_->setHorizontalHeaderLabels({tr("Recording"), tr("File"), tr("Reader"), tr("How far"), tr("Read"),
                                       tr("Conflicts decided"), tr("Last (UTC)")});
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setAccessibleName(tr("Recordings and who read them"));
    says_->setObjectName(QStringLiteral("work_list_says"));
    says_->setWordWrap(true);
    where_->setTextFormat(Qt::PlainText);
    open_->setDefault(true);
    auto* of_folder = new QPushButton(tr("Of a &folder…"));
    auto* of_project = new QPushButton(tr("Of the &project"));
    auto* top = new QHBoxLayout;
    top->addWidget(where_, 1);
    top->addWidget(of_folder);
    top->addWidget(of_project);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(open_, QDialogButtonBox::AcceptRole);
    buttons->addButton(open_next_, QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(table_, 1);
    layout->addWidget(says_);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(open_, &QPushButton::clicked, this, [this] { open(table_->currentRow()); });
    connect(open_next_, &QPushButton::clicked, this, [this] {
        if (next_) open(static_cast<int>(*next_));
    });
    connect(table_, &QTableWidget::cellDoubleClicked, this, [this](int row, int) { open(row); });
    connect(table_, &QTableWidget::itemSelectionChanged, this, &WorkListDialog::follow);
    connect(of_folder, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Work through a folder"), folder_);
        if (chosen.isEmpty()) return;
        folder_ = chosen;
        look();
    });
    connect(of_project, &QPushButton::clicked, this, [this] {
        folder_.clear();
        look();
    });
    resize(900, 460);
    look();
}

void WorkListDialog::look() {
    where_->setText(folder_.isEmpty() ? tr("Project %1").arg(project_) : tr("Folder %1").arg(folder_));
    says_->setText(tr("Looking at the files …"));
    table_->setRowCount(0);
    list_ = {};
    next_.reset();
    follow();
    lane_.start([project = project_.toStdString(), folder = folder_.toStdString()](const Job& job) {
        return std::optional(workList(project, folder, job));
    });
}

void WorkListDialog::showList(const Result<pipeline::WorkList>& list) {
    if (!list) {
        says_->setText(QString::fromStdString(sentence(list.error())));
        return;
    }
    list_ = *list;
    next_ = pipeline::nextUnread(list_, reader_);
    table_->setRowCount(static_cast<int>(list_.items.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        const pipeline::WorkItem& item = list_.items[static_cast<std::size_t>(row)];
        QStringList readers, far, read, last;
        for (const pipeline::ReaderWork& work : item.readers) {
            readers << (work.reader.empty() ? tr("(nobody)") : shownText(work.reader));
            far << howFar(work, item.duration_s);
            read << (work.blinded ? tr("blinded") : QString());
            last << (work.last.time_since_epoch().count() == 0
                         ? QString()
                         : QString::fromStdString(store::utcText(work.last).substr(0, 16)));
        }
        QStringList texts(kColumns);
        texts[kRecording] = shownText(item.name);
        texts[kFile] = QString::fromStdString(inWords(item.state).text());
        texts[kReader] = readers.join(QLatin1Char('\n'));
        texts[kFar] = far.join(QLatin1Char('\n'));
        texts[kRead] = read.join(QLatin1Char('\n')).trimmed();
        texts[kConflicts] = item.conflicts == 0 ? QString() : tr("%1 of %2").arg(item.decided).arg(item.conflicts);
        texts[kLast] = last.join(QLatin1Char('\n')).trimmed();
        QString tip = QString::fromStdString(item.path);
        if (!item.was_at.empty()) tip = tr("%1\nIt was at %2.").arg(tip, QString::fromStdString(item.was_at));
        if (!item.trouble.empty()) tip = tr("%1\n%2").arg(tip, QString::fromStdString(item.trouble.text()));
        for (int column = 0; column < kColumns; ++column) {
            auto* cell = new QTableWidgetItem(texts[column]);
            cell->setToolTip(tip);
            if (next_ && static_cast<int>(*next_) == row) {
                QFont font = cell->font();
                font.setBold(true);
                cell->setFont(font);
            }
            table_->setItem(row, column, cell);
        }
    }
    table_->resizeRowsToContents();
    for (int column = 0; column + 1 < kColumns; ++column) table_->resizeColumnToContents(column);
    QStringList says;
    for (const Warning& warning : list_.warnings) says << QString::fromStdString(sentence(warning));
    if (list_.items.empty()) {
        says << tr("No recording is there.");
    } else if (next_) {
        table_->selectRow(static_cast<int>(*next_));
        says << tr("Next for %1: %2.")
                    .arg(reader_.empty() ? tr("you") : QString::fromStdString(reader_),
                         QString::fromStdString(list_.items[*next_].name));
    } else {
        says << tr("All of them are signed off.");
    }
    says_->setText(says.join(QLatin1Char('\n')));
    follow();
}

void WorkListDialog::follow() {
    const int row = table_->currentRow();
    const bool is_row = row >= 0 && row < static_cast<int>(list_.items.size());
    open_->setEnabled(is_row && !list_.items[static_cast<std::size_t>(row)].path.empty());
    open_next_->setEnabled(next_.has_value());
}

void WorkListDialog::open(int row) {
    if (row < 0 || row >= static_cast<int>(list_.items.size())) return;
    const std::string& path = list_.items[static_cast<std::size_t>(row)].path;
    if (path.empty()) return;
    chosen_ = QString::fromStdString(path);
    accept();
}

}  // namespace triptych::ui
