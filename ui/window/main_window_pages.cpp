// The window's commands around paper: which leads stand on it, pages of it, pictures of it.
#include "ui/pages/svg_device.h"
#include "ui/panes/beat_trace_pane.h"
#include "ui/panes/scalogram_pane.h"
#include "ui/panes/spectrum_pane.h"
#include "ui/panes/trace_pane.h"
#include "ui/panes/trace_sink.h"
#include "ui/window/leads_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"
#include "ui/window/print_dialog.h"

#include "core/files/atomic_file.h"
#include "core/formats/targets.h"
#include "ui/panes/fitting_text.h"

#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QPrintDialog>
#include <QPrinter>
#include <QStatusBar>

#include <span>

namespace triptych::ui {
namespace {

// As vectors, in the millimetres of a page where the screen's are not those of 96 dots an inch.
QByteArray vectorsOf(TracePane& pane) {
    SvgDevice device(pane.size());
    {
        QPainter painter(&device);
        PageSink sink(painter, pane.millimetre_px());
        pane.paintOn(sink);
    }
    return device.document();
}

QImage pixelsOf(TracePane& pane) {
    QImage picture(pane.size() * pane.devicePixelRatioF(), QImage::Format_RGB32);
    picture.setDevicePixelRatio(pane.devicePixelRatioF());
    {
        ScreenSink sink(picture);
        pane.paintOn(sink);
    }
    return picture;
}

}  // namespace

void MainWindow::connectPages() {
    actions_.on(ActionId::print, [this] { printPages(); });
    actions_.on(ActionId::copy_picture, [this] {
        auto& pane = board_->get<TracePane>();
        auto* copied = new QMimeData;  // the clipboard's
        copied->setImageData(pixelsOf(pane));
        copied->setData(QStringLiteral("image/svg+xml"), vectorsOf(pane));
        QGuiApplication::clipboard()->setMimeData(copied);
        say(tr("The rhythm in view is on the clipboard."));
    });
    actions_.on(ActionId::save_picture, [this] { savePicture(); });
    connectScalogram();
    connect(&printer_, &PagePrinter::progressed, this, &MainWindow::showProgress);
    connect(&printer_, &PagePrinter::busyChanged, this, &MainWindow::showBusy);
    connect(&printer_, &PagePrinter::finished, this, [this](const pages::PagesWritten& done, const QString& where) {
        const QString place = shortened(where, statusBar()->fontMetrics(), kStrangersName_px);
        say(tr("%n page(s) on the way to %1", nullptr, static_cast<int>(done.pages)).arg(place));
    });
    connect(&printer_, &PagePrinter::failed, this, [this](const Error& error) { complainOfPages(error); });
}

void MainWindow::connectScalogram() {
    auto& pane = board_->get<ScalogramPane>();
    const auto change = [&pane](auto edit) {
        return [&pane, edit] {
            ScalogramLook look = pane.look();
            edit(look);
            pane.setLook(look);
        };
    };
    actions_.onChoice<dsp::Wavelet>([&pane](const dsp::Wavelet& wavelet) {
        ScalogramLook look = pane.look();
        look.wavelet = wavelet;
        pane.setLook(look);
    });
    actions_.onChoice<FrequencyRange>([this](FrequencyRange range) { showFrequencies(range); });
    actions_.on(ActionId::fine_voices, change([](ScalogramLook& look) {
                    const std::size_t usual = ScalogramLook().rows;
                    look.rows = look.rows == usual ? 2 * usual : usual;
                }));
    actions_.on(ActionId::lock_colours, change([](ScalogramLook& look) { look.locks_colours = !look.locks_colours; }));
    actions_.on(ActionId::ridge, change([](ScalogramLook& look) { look.ridge = !look.ridge; }));
    actions_.on(ActionId::whole_band, [&pane] { pane.setBand(std::nullopt); });
    auto& spectrum = board_->get<SpectrumPane>();
    actions_.on(ActionId::keep_spectrum, [&spectrum] { spectrum.keep(); });
    connect(&spectrum, &SpectrumPane::keptChanged, this, &MainWindow::followFacts);
    connect(&pane, &ScalogramPane::lookChanged, this, &MainWindow::followFacts);
    connect(&pane, &ScalogramPane::bandChanged, this, [this](const std::optional<FrequencyBand>& band) {
        board_->get<BeatTracePane>().setBand(band);
        followFacts();
    });
    connect(&state_.record(), &RecordState::recordingChanged, &pane, [&pane] { pane.setBand(std::nullopt); });
}

void MainWindow::showFrequencies(FrequencyRange range) {
    board_->get<ScalogramPane>().setRange(range);
    board_->get<SpectrumPane>().setRange(range);
}

void MainWindow::complainOfPages(const Error& error) {
    reasons_->setReasons(QStringLiteral("pages"),
                         {{QStringLiteral("pages"), Gravity::error, QString::fromStdString(sentence(error))}});
}

void MainWindow::chooseShownLeads() {
    if (!state_.record().recording()) return;
    LeadsDialog dialog(*state_.record().recording(), state_.record().shownLeads(), this);
    if (dialog.exec() == QDialog::Accepted) state_.record().chooseLeads(dialog.chosen());
}

void MainWindow::printPages() {
    if (!state_.record().recording()) return;
    QString model;
    if (const auto& loaded = session_.classifier().model(); loaded && state_.model().classification()) {
        model = QString::fromStdString(loaded->info().name + " sha256 " + loaded->info().hash.substr(0, 16));
    }
    PrintDialog dialog(state_, model, print_choices_, this);
    if (dialog.exec() != QDialog::Accepted) return;
    print_choices_ = dialog.choices();
    print_choices_.patient_line = false;  // asked for anew each time
    reasons_->setReasons(QStringLiteral("pages"), {});
    const pages::PageRequest request = dialog.request();
    if (dialog.wantsPrinter()) {
        auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
        QPrintDialog chosen(printer.get(), this);
        if (chosen.exec() == QDialog::Accepted) printer_.print(state_.record().recording(), request, printer);
        return;
    }
    QString path = QFileDialog::getSaveFileName(this, tr("Write a PDF"), settings_.last_folder, tr("PDF (*.pdf)"));
    if (path.isEmpty()) return;
    // The dialog has asked before it takes a file's place; not for a name that is completed here.
    bool replace = QFileInfo::exists(path);
    if (QFileInfo(path).suffix().isEmpty()) {
        replace = false;
        path += QStringLiteral(".pdf");
    }
    if (auto may = formats::checkTargets(*state_.record().recording(), {path.toStdString()}); !may) {
        return complainOfPages(may.error());
    }
    printer_.write(state_.record().recording(), request, path, replace);
}

void MainWindow::savePicture() {
    if (!state_.record().recording()) return;
    QString chosen;
    QString path = QFileDialog::getSaveFileName(this, tr("Save as picture"), settings_.last_folder,
                                                QStringLiteral("PNG (*.png);;SVG (*.svg)"), &chosen);
    if (path.isEmpty()) return;
    bool replace = QFileInfo::exists(path);
    if (QFileInfo(path).suffix().isEmpty()) {
        replace = false;
        path += chosen.startsWith(QLatin1String("SVG")) ? QStringLiteral(".svg") : QStringLiteral(".png");
    }
    if (auto may = formats::checkTargets(*state_.record().recording(), {path.toStdString()}); !may) {
        return complainOfPages(may.error());
    }
    auto& pane = board_->get<TracePane>();
    QByteArray bytes;
    if (QFileInfo(path).suffix().compare(QLatin1String("svg"), Qt::CaseInsensitive) == 0) {
        bytes = vectorsOf(pane);
    } else {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        pixelsOf(pane).save(&buffer, "PNG");
    }
    const auto span = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    const auto written =
        files::writeFile(path.toStdString(), span, replace ? files::WriteMode::replace : files::WriteMode::create_new);
    reasons_->setReasons(QStringLiteral("pages"), {});
    if (!written) return complainOfPages(written.error());
    say(tr("Saved to %1").arg(shortened(path, statusBar()->fontMetrics(), kStrangersName_px)));
}

}  // namespace triptych::ui
