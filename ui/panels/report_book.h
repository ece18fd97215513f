// A report on true-millimetre paper: strips that the reader kept, beats with what the model's explanation showed of
// them, counts, events, the reader's conclusion; what it rests on and its wording stand on every page. Laid out once
// from plain values, and drawn on whatever holds a page: a PDF, or a picture to look at first.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/dsp/filter.h"
#include "ui/state/beat_state.h"
#include "ui/state/viewport.h"

#include <QImage>
#include <QSizeF>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

class QPainter;

namespace triptych::ui {

inline constexpr double kReportSpeed_mm_per_s = 25, kReportBeatSpeed_mm_per_s = 50;
inline constexpr double kReportMargin_mm = 8, kReportHead_mm = 12, kReportFoot_mm = 12;
inline constexpr QSizeF kReportPage_mm = {210, 297};

struct ReportStrip {
    Stretch stretch;
    std::vector<std::size_t> leads;
};

struct ReportBeat {
    double time_s = 0;
    std::size_t lead = 0;
    QStringList says;  // its label and whose, what the model said, by which method it is explained
    QImage picture;    // of the explanation as it was on screen; null: none
};

struct ReportTable {
    QString title;
    QStringList header;
    std::vector<QStringList> rows;
    QString left_out;  // what there was no room for, in a sentence
};

struct ReportContent {
    RecordingPtr recording;
    std::vector<LabelledBeat> beats;  // as labelled now
    dsp::FilterSpec filter;
    double gain_mm_per_mv = 10;
    QString title;        // names nobody unless asked
    QStringList patient;  // empty unless asked for
    std::vector<std::pair<QString, QString>> figures;
    std::vector<ReportTable> tables;
    std::vector<ReportStrip> strips;
    std::vector<ReportBeat> kept_beats;
    QString conclusion, reader;
    QString basis;  // model by name and hash, who made the beats
};

// GUI thread (fonts); reads samples while it draws.
class ReportBook {
public:
    explicit ReportBook(ReportContent content);
    ReportBook(const ReportBook&) = delete;
    ReportBook& operator=(const ReportBook&) = delete;

    [[nodiscard]] std::size_t pages() const { return pages_.size(); }
    // On a device of 96 dots an inch, or scaled so; the page's upper left corner is the painter's origin.
    void paint(QPainter& painter, std::size_t page) const;

private:
    // Something that is not torn apart.
    struct Block {
        double height_mm = 0;
        std::function<void(QPainter&, double top_mm)> paint;
        bool is_heading = false;                           // never alone at the foot
        std::optional<std::size_t> header = std::nullopt;  // the block that stands above it overleaf, too
    };
    void layOut();
    void add(double height_mm, std::function<void(QPainter&, double)> paint);
    void addHeading(const QString& text);
    void addParagraph(const QString& text, bool bold = false);
    void addTable(const ReportTable& table);
    void addStrip(const ReportStrip& strip);
    void addBeat(const ReportBeat& beat);
    void paintFrame(QPainter& painter, std::size_t page) const;
    [[nodiscard]] QString scales() const;

    ReportContent content_;
    std::vector<Block> blocks_;
    std::vector<std::vector<std::size_t>> pages_;  // blocks of each
    std::set<double> gains_mm_per_mv_;             // that strips are drawn at
};

// All pages as a PDF, whole or not at all. Errors: those of files::writeFile(); io_failed.
[[nodiscard]] Result<void> writeReport(const ReportBook& book, const std::string& path);

}  // namespace triptych::ui
