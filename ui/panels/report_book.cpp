#include "ui/panels/report_book.h"

#include "core/files/atomic_file.h"
#include "ui/panels/readable.h"
#include "ui/panels/report_strip.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/theme.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>
#include <span>

namespace triptych::ui {
namespace {

constexpr double kLeadHeight_mm = 34;  // letters above 30 mm of paper
constexpr double kBeatHeight_mm = 44, kBeatStrip_mm = 70, kGap_mm = 3, kRow_mm = 4.6;
constexpr double kBefore_s = 0.4, kAfter_s = 0.8;  // of a beat that is shown alone
constexpr std::size_t kMostRows = 60;              // of a table: longer ones belong into files

double px(double mm) {
    return mm * kPxPerReportMm;
}

double bodyWidth_mm() {
    return kReportPage_mm.width() - 2 * kReportMargin_mm;
}

double bodyHeight_mm() {
    return kReportPage_mm.height() - 2 * kReportMargin_mm - kReportHead_mm - kReportFoot_mm;
}

QFont fontOf(double points, bool bold = false) {
    QFont font = labelFont();
    font.setPointSizeF(points);
    font.setBold(bold);
    return font;
}

double heightOfText_mm(const QString& text, const QFont& font, double width_mm) {
    const QRectF wide(0, 0, px(width_mm), 1e6);
    return QFontMetricsF(font).boundingRect(wide, Qt::TextWordWrap | Qt::AlignLeft, text).height() / kPxPerReportMm;
}

}  // namespace

// What holds on every page; where strips differ in gain each says its own.
QString ReportBook::scales() const {
    const double rate_hz =
        content_.recording && !content_.recording->leads.empty() ? content_.recording->leads[0].rate_hz : 0;
    const QString gain = gains_mm_per_mv_.size() > 1
                             ? QObject::tr("gain beside each strip")
                             : QObject::tr("%1 mm/mV")
                                   .arg(gains_mm_per_mv_.empty() ? content_.gain_mm_per_mv : *gains_mm_per_mv_.begin());
    return QObject::tr("%1 mm/s · %2 · %3").arg(kReportSpeed_mm_per_s).arg(gain, filterText(content_.filter, rate_hz));
}

ReportBook::ReportBook(ReportContent content) : content_(std::move(content)) {
    if (!content_.patient.isEmpty()) addParagraph(content_.patient.join(QStringLiteral(" · ")), true);
    if (!content_.figures.empty()) {
        ReportTable figures;
        for (const auto& [name, value] : content_.figures) figures.rows.push_back({name, value});
        addTable(figures);
    }
    if (!content_.conclusion.trimmed().isEmpty()) {
        addHeading(QObject::tr("Conclusion"));
        addParagraph(content_.conclusion.trimmed());
    }
    if (!content_.strips.empty()) addHeading(QObject::tr("Strips"));
    for (const ReportStrip& strip : content_.strips) addStrip(strip);
    if (!content_.kept_beats.empty()) addHeading(QObject::tr("Beats"));
    for (const ReportBeat& beat : content_.kept_beats) addBeat(beat);
    for (const ReportTable& table : content_.tables) {
        if (table.rows.empty()) continue;
        addHeading(table.title);
        addTable(table);
    }
    layOut();
}

void ReportBook::add(double height_mm, std::function<void(QPainter&, double)> paint) {
    blocks_.push_back({height_mm, std::move(paint)});
}

void ReportBook::addHeading(const QString& text) {
    add(7.5, [text](QPainter& painter, double top_mm) {
        painter.setFont(fontOf(11, true));
        painter.setPen(palette(Theme::light).text);
        painter.drawText(QPointF(px(kReportMargin_mm), px(top_mm + 5.5)), text);
    });
    blocks_.back().is_heading = true;
}

void ReportBook::addParagraph(const QString& text, bool bold) {
    const QFont font = fontOf(9.5, bold);
    // By lines, so that a long one goes on overleaf.
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        const double height = std::max(kRow_mm, heightOfText_mm(line, font, bodyWidth_mm()) + 0.6);
        add(std::min(height, bodyHeight_mm()), [line, font, height](QPainter& painter, double top_mm) {
            painter.setFont(font);
            painter.setPen(palette(Theme::light).text);
            painter.drawText(QRectF(px(kReportMargin_mm), px(top_mm), px(bodyWidth_mm()), px(height)),
                             Qt::TextWordWrap | Qt::AlignLeft, line);
        });
    }
}

void ReportBook::addTable(const ReportTable& table) {
    const int columns = std::max<int>(static_cast<int>(table.header.size()),
                                      table.rows.empty() ? 0 : static_cast<int>(table.rows.front().size()));
    if (columns == 0) return;
    // The widest cell of each, brought to the page where they are too wide together.
    std::vector<double> width(static_cast<std::size_t>(columns), 0);
    const QFontMetricsF metrics(fontOf(8.5)), bold(fontOf(8.5, true));
    const auto measure = [&](const QStringList& row, const QFontMetricsF& with) {
        for (int c = 0; c < row.size() && c < columns; ++c) {
            double& widest = width[static_cast<std::size_t>(c)];
            widest = std::max(widest, with.horizontalAdvance(row[c]) / kPxPerReportMm + 4);
        }
    };
    measure(table.header, bold);
    for (const QStringList& row : table.rows) measure(row, metrics);
    double all = 0;
    for (const double one : width) all += one;
    if (all > bodyWidth_mm()) {
        for (double& one : width) one *= bodyWidth_mm() / all;
    }
    const auto row_block = [&](const QStringList& row, bool is_header) {
        add(kRow_mm, [row, width, is_header](QPainter& painter, double top_mm) {
            const QFont font = fontOf(8.5, is_header);
            painter.setFont(font);
            painter.setPen(palette(Theme::light).text);
            const QFontMetricsF with(font);
            double left = kReportMargin_mm;
            for (int c = 0; c < row.size() && c < static_cast<int>(width.size()); ++c) {
                const double wide = width[static_cast<std::size_t>(c)];
                const QString text = with.elidedText(row[c], Qt::ElideRight, px(wide - 2));
                const double at = c == 0 ? px(left) : px(left + wide - 2) - with.horizontalAdvance(text);
                painter.drawText(QPointF(width.size() == 2 ? px(left) : at, px(top_mm + 3.4)), text);
                left += wide;
            }
            if (!is_header) return;
            painter.setPen(QPen(palette(Theme::light).muted_text, px(0.1)));
            painter.drawLine(QPointF(px(kReportMargin_mm), px(top_mm + kRow_mm - 0.3)),
                             QPointF(px(left), px(top_mm + kRow_mm - 0.3)));
        });
    };
    std::optional<std::size_t> header;
    if (!table.header.isEmpty()) {
        header = blocks_.size();
        row_block(table.header, true);
        blocks_.back().is_heading = true;
    }
    for (std::size_t row = 0; row < std::min(table.rows.size(), kMostRows); ++row) {
        row_block(table.rows[row], false);
        blocks_.back().header = header;
    }
    if (table.rows.size() > kMostRows) {
        addParagraph(QObject::tr("%1 further rows are left out.").arg(table.rows.size() - kMostRows));
    }
    if (!table.left_out.isEmpty()) addParagraph(table.left_out);
}

// As many lines as it takes, one below the other.
void ReportBook::addStrip(const ReportStrip& strip) {
    const double line_s = (bodyWidth_mm() - kStripGutter_mm) / kReportSpeed_mm_per_s;
    const auto lines = std::max(1, static_cast<int>(std::ceil(strip.stretch.length_s() / line_s - 1e-6)));
    const double height = kLeadHeight_mm * static_cast<double>(strip.leads.size()) + kGap_mm;
    // One gain for all leads and lines of the strip, so that they can be compared.
    double gain = content_.gain_mm_per_mv;
    for (const std::size_t lead : strip.leads) {
        gain = std::min(gain, fittingGain(*content_.recording, lead, strip.stretch, content_.filter, kLeadHeight_mm,
                                          content_.gain_mm_per_mv));
    }
    gains_mm_per_mv_.insert(gain);
    for (int line = 0; line < lines; ++line) {
        const double from_s = strip.stretch.from_s + line * line_s;
        add(height, [this, strip, from_s, line_s, gain](QPainter& painter, double top_mm) {
            for (std::size_t row = 0; row < strip.leads.size(); ++row) {
                paintStrip(painter,
                           {*content_.recording,
                            strip.leads[row],
                            {from_s, std::min(from_s + line_s, content_.recording->duration_s)},
                            QRectF(kReportMargin_mm, top_mm + kLeadHeight_mm * static_cast<double>(row), bodyWidth_mm(),
                                   kLeadHeight_mm),
                            kReportSpeed_mm_per_s,
                            gain,
                            content_.filter,
                            row == 0 ? std::span<const LabelledBeat>(content_.beats) : std::span<const LabelledBeat>(),
                            row == 0 && gains_mm_per_mv_.size() > 1});
            }
        });
    }
}

void ReportBook::addBeat(const ReportBeat& beat) {
    add(kBeatHeight_mm + kGap_mm, [this, beat](QPainter& painter, double top_mm) {
        const double from_s = std::max(beat.time_s - kBefore_s, 0.0);
        const double gain = paintStrip(painter, {*content_.recording,
                                                 beat.lead,
                                                 {from_s, beat.time_s + kAfter_s},
                                                 QRectF(kReportMargin_mm, top_mm, kBeatStrip_mm, kLeadHeight_mm),
                                                 kReportBeatSpeed_mm_per_s,
                                                 content_.gain_mm_per_mv,
                                                 content_.filter,
                                                 content_.beats});
        painter.setFont(fontOf(8));
        painter.setPen(palette(Theme::light).text);
        const double below = top_mm + kLeadHeight_mm + 0.5;
        QString says = beat.says.join(QLatin1Char('\n'));
        says.prepend(QObject::tr("%1, %2 mm/s, %3 mm/mV\n")
                         .arg(clockText(beat.time_s))
                         .arg(kReportBeatSpeed_mm_per_s)
                         .arg(gain));
        painter.drawText(
            QRectF(px(kReportMargin_mm), px(below), px(kBeatStrip_mm), px(kBeatHeight_mm - kLeadHeight_mm)),
            Qt::TextWordWrap, says);
        const QRectF beside(kReportMargin_mm + kBeatStrip_mm + 3, top_mm, bodyWidth_mm() - kBeatStrip_mm - 3,
                            kBeatHeight_mm - 1);
        if (beat.picture.isNull()) {
            painter.setPen(palette(Theme::light).muted_text);
            painter.drawText(QRectF(px(beside.left()), px(beside.top() + 4), px(beside.width()), px(10)),
                             Qt::TextWordWrap, QObject::tr("No explanation was on screen when the beat was kept."));
            return;
        }
        const QSizeF fits =
            QSizeF(beat.picture.size()).scaled(QSizeF(px(beside.width()), px(beside.height())), Qt::KeepAspectRatio);
        painter.drawImage(QRectF(QPointF(px(beside.left()), px(beside.top())), fits), beat.picture);
    });
}

// A heading never stands alone at the foot, and a table that goes on overleaf begins there with its head.
void ReportBook::layOut() {
    pages_.assign(1, {});
    double used = 0;
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
        double needs = blocks_[block].height_mm;
        for (std::size_t next = block; blocks_[next].is_heading && next + 1 < blocks_.size(); ++next) {
            needs += blocks_[next + 1].height_mm;
        }
        if (used + needs > bodyHeight_mm() && !pages_.back().empty()) {
            pages_.emplace_back();
            used = 0;
            if (const auto header = blocks_[block].header) {
                pages_.back().push_back(*header);
                used += blocks_[*header].height_mm;
            }
        }
        pages_.back().push_back(block);
        used += blocks_[block].height_mm;
    }
}

void ReportBook::paintFrame(QPainter& painter, std::size_t page) const {
    const Palette& colours = palette(Theme::light);
    const double right = kReportPage_mm.width() - kReportMargin_mm;
    painter.setPen(colours.text);
    painter.setFont(fontOf(12, true));
    painter.drawText(QPointF(px(kReportMargin_mm), px(kReportMargin_mm + 5)), content_.title);
    painter.setFont(fontOf(8));
    const QFontMetricsF metrics(painter.font());
    const QString number = QObject::tr("page %1 of %2").arg(page + 1).arg(pages_.size());
    painter.drawText(QPointF(px(right) - metrics.horizontalAdvance(number), px(kReportMargin_mm + 5)), number);
    painter.drawText(QPointF(px(kReportMargin_mm), px(kReportMargin_mm + 9.5)), scales());
    const double foot = kReportPage_mm.height() - kReportMargin_mm;
    painter.setPen(QPen(colours.muted_text, px(0.1)));
    painter.drawLine(QPointF(px(kReportMargin_mm), px(foot - kReportFoot_mm + 2)),
                     QPointF(px(right), px(foot - kReportFoot_mm + 2)));
    painter.setPen(colours.text);
    const QString by = content_.reader.isEmpty() ? QString() : QObject::tr("Reader: %1. ").arg(content_.reader);
    painter.drawText(QRectF(px(kReportMargin_mm), px(foot - kReportFoot_mm + 3), px(bodyWidth_mm()), px(8)),
                     Qt::TextWordWrap, by + content_.basis);
    painter.setFont(fontOf(8.5, true));
    const QString wording = QObject::tr("Research use — not for diagnosis");
    painter.drawText(QPointF(px(right) - QFontMetricsF(painter.font()).horizontalAdvance(wording), px(foot)), wording);
}

void ReportBook::paint(QPainter& painter, std::size_t page) const {
    paintFrame(painter, page);
    double top = kReportMargin_mm + kReportHead_mm;
    for (const std::size_t block : pages_[page]) {
        painter.save();
        blocks_[block].paint(painter, top);
        painter.restore();
        top += blocks_[block].height_mm;
    }
}

Result<void> writeReport(const ReportBook& book, const std::string& path) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(96);
        writer.setTitle(QObject::tr("ECG report"));
        writer.setCreator(QStringLiteral("Triptych " TRIPTYCH_VERSION));
        QPageLayout layout(QPageSize(kReportPage_mm, QPageSize::Millimeter, {}, QPageSize::FuzzyMatch),
                           QPageLayout::Portrait, {});
        layout.setMode(QPageLayout::FullPageMode);
        writer.setPageLayout(layout);
        QPainter painter(&writer);
        if (!painter.isActive()) {
            return fail(ErrorCode::io_failed, "the report could not be drawn", path, "free some memory");
        }
        for (std::size_t page = 0; page < book.pages(); ++page) {
            if (page > 0) writer.newPage();
            book.paint(painter, page);
        }
    }
    return files::writeFile(path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))),
                            files::WriteMode::replace);
}

}  // namespace triptych::ui
