// Pages on their way to a file or a printer, on a lane of their own; and a first page to look at before.
#pragma once

#include "core/pages/page_request.h"
#include "ui/panes/background.h"
#include "ui/window/mailbox.h"

#include "core/domain/error.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QPrinter;
QT_END_NAMESPACE

namespace triptych::ui {

// GUI thread. A second request stops the first.
class PagePrinter : public QObject {
    Q_OBJECT
public:
    explicit PagePrinter(QObject* parent = nullptr);

    void write(RecordingPtr recording, pages::PageRequest request, const QString& path, bool replace);
    void print(RecordingPtr recording, pages::PageRequest request, std::shared_ptr<QPrinter> printer);
    void stop();
    [[nodiscard]] bool isBusy() const { return lane_.busy(); }

Q_SIGNALS:
    void finished(const triptych::pages::PagesWritten& done, const QString& where);
    void failed(const triptych::Error& error);  // not where it was stopped
    void progressed(double fraction, const QString& stage);
    void busyChanged();

private:
    struct Done {
        Result<pages::PagesWritten> written;
        QString where;
    };
    void start(std::function<Done(const Job&)> work);
    void deliver(std::optional<Done> done);

    Mailbox mailbox_{*this};
    Latest<Done> lane_;  // last: joined first
};

struct PagePreview {
    QImage picture;
    std::size_t pages = 0;
    double mm_per_mv = 0;
    QString complaint;  // why there is no picture
};

// One page of a request as a picture, the newest request winning.
class PagePreviewer : public QObject {
    Q_OBJECT
public:
    explicit PagePreviewer(QObject* parent = nullptr);

    void show(RecordingPtr recording, pages::PageRequest request, std::size_t page, const QSize& most_px);

Q_SIGNALS:
    void shown(const triptych::ui::PagePreview& preview);

private:
    Latest<PagePreview> lane_;
};

}  // namespace triptych::ui
