#include "ui/pages/page_book.h"

#include "core/files/atomic_file.h"
#include "core/rhythm/episode.h"
#include "core/text/said.h"
#include "ui/pages/page_words.h"
#include "ui/panes/colour_legend.h"
#include "ui/panes/episode_band.h"
#include "ui/panes/fitting_gain.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/label_colours.h"
#include "ui/panes/ticks.h"
#include "ui/panes/trace_painter.h"
#include "ui/panes/trace_sink.h"
#include "ui/panes/trace_source.h"
#include "ui/state/navigation.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

using pages::PageRequest;

constexpr double kPxPerMm = 96 / 25.4;
constexpr double kDisclosedGain_mm_per_mv = 2.5, kDisclosedTrace_px = 0.6, kDisclosedLetter_pt = 5;
constexpr double kDisclosedTick_px = 1.2, kDisclosedTickLow_px = 2.5, kDisclosedBand_px = 2,
                 kDisclosedLetterGap_px = 0.8;  // of a beat without a letter
constexpr double kSmallestStatement = 0.75;     // of the font of a page's head

QRectF inPixels(const QRectF& place_mm) {
    return {place_mm.topLeft() * kPxPerMm, place_mm.size() * kPxPerMm};
}

std::vector<LabelledBeat> beatsOf(const PageRequest& request) {
    std::vector<LabelledBeat> beats;
    beats.reserve(request.beats.size());
    for (const pages::PageBeat& beat : request.beats) {
        beats.push_back({.time_s = beat.time_s, .code = beat.code, .relabelled = beat.by_reader});
    }
    return beats;
}

// A name that is none of a rhythm is left out: nothing could be said of its colour.
std::vector<rhythm::Episode> episodesOf(const PageRequest& request) {
    std::vector<rhythm::Episode> episodes;
    for (const pages::PageEpisode& asked : request.episodes) {
        const auto rhythm = rhythm::rhythmNamed(asked.rhythm);
        if (!rhythm) continue;
        rhythm::Episode episode;
        episode.rhythm = *rhythm;
        episode.span = {asked.from_s, asked.to_s};
        episode.by_reader = asked.by_reader;
        episodes.push_back(std::move(episode));
    }
    return episodes;
}

std::vector<std::size_t> leadsRead(const Recording& recording, const PageSystem& system, std::size_t rhythm_lead) {
    std::vector<std::size_t> leads = system.leads;
    if (leads.empty()) {
        for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) leads.push_back(lead);
    } else if (std::ranges::find(leads, rhythm_lead) == leads.end()) {
        leads.push_back(rhythm_lead);
    }
    return leads;
}

}  // namespace

PageBook::PageBook(RecordingPtr recording, PageRequest request, PagePlan plan)
    : recording_(std::move(recording)),
      request_(std::move(request)),
      plan_(std::move(plan)),
      mm_per_mv_(request_.mm_per_mv),
      source_(std::make_unique<TraceSource>()) {}

PageBook::~PageBook() = default;
PageBook::PageBook(PageBook&& other) noexcept = default;
PageBook& PageBook::operator=(PageBook&& other) noexcept = default;

Result<PageBook> PageBook::made(RecordingPtr recording, PageRequest request, const Job& job) {
    auto plan = planPages(*recording, request);
    if (!plan) return std::unexpected(plan.error());
    PageBook book(std::move(recording), std::move(request), std::move(*plan));
    if (book.plan_.pages.front().discloses) {
        book.mm_per_mv_ = std::min(book.mm_per_mv_, kDisclosedGain_mm_per_mv);
    } else if (book.request_.fits_gain) {
        book.fitGain(job);
    }
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped");
    return book;
}

QPageLayout PageBook::pageLayout() const {
    const bool upright = plan_.page_mm.height() > plan_.page_mm.width();
    const QSizeF held = upright ? plan_.page_mm : plan_.page_mm.transposed();
    const auto orientation = upright ? QPageLayout::Portrait : QPageLayout::Landscape;
    QPageLayout layout(QPageSize(held, QPageSize::Millimeter, {}, QPageSize::FuzzyMatch), orientation, {});
    layout.setMode(QPageLayout::FullPageMode);
    return layout;
}

namespace {

// A system as the window's painter knows a rhythm; its place's corner is the origin.
TraceScene sceneOf(const Recording& recording, TraceSource& source, const PageSystem& system, const PagePlan& plan,
                   const PageRequest& request, double mm_per_mv) {
    TraceScene scene;
    scene.recording = &recording;
    scene.source = &source;
    scene.geometry = traceGeometry(inPixels(system.place_mm).size(), kPxPerMm);
    scene.viewport = {system.stretch.from_s, system.stretch.length_s()};
    scene.px_per_mm = kPxPerMm;
    scene.mm_per_mv = mm_per_mv;
    scene.mm_per_s = plan.mm_per_s;
    scene.at_preset_speed = plan.at_preset_speed;
    scene.analysis_lead = request.rhythm_lead;
    scene.filter_text = filterText(request.filter, recording.leads[request.rhythm_lead].rate_hz);
    scene.ai_visible = !request.model.empty();
    if (request.patient_line && recording.start) scene.start = parseStart(*recording.start);
    scene.on_page = true;
    std::vector<double> lift_px(recording.leads.size(), 0);
    std::vector<LeadReach> reach(lift_px.size());
    for (std::size_t lead = 0; lead < lift_px.size(); ++lead) {
        const auto millivolts = millivoltsPer(recording.leads[lead].unit);
        if (!millivolts) continue;
        const double px_per_unit = *millivolts * mm_per_mv * kPxPerMm;
        const ColumnRange swing = source.usualSwing(lead);
        lift_px[lead] = (swing.high + swing.low) / 2 * px_per_unit;
        reach[lead] = leadReach(swing.high, -swing.low, px_per_unit, mm_per_mv * kPxPerMm);
    }
    const double recorded_s = std::clamp(recording.duration_s - scene.viewport.start_s, 0.0, scene.viewport.span_s);
    scene.layout = layOutTraces(
        recording, {.layout = system.layout,
                    .plot = scene.geometry.plot,
                    .heavy_px = 5 * kPxPerMm,
                    .rhythm_lead = request.rhythm_lead,
                    .first_row = 0,
                    .lift_px = lift_px,
                    .reach = reach,
                    .columns_px = sharedByColumns_s(recorded_s) / scene.viewport.span_s * scene.geometry.plot.width(),
                    .shown = system.leads,
                    .cabrera = request.cabrera});
    return scene;
}

}  // namespace

// One gain for all pages: the least that any of them needs.
void PageBook::fitGain(const Job& job) {
    for (const PlannedPage& page : plan_.pages) {
        for (const PageSystem& system : page.systems) {
            if (job.stopRequested()) return;
            const auto leads = leadsRead(*recording_, system, request_.rhythm_lead);
            source_->hold(recording_, request_.filter, system.stretch, leads, job);
            const auto layout_at = [&](double gain) {
                return sceneOf(*recording_, *source_, system, plan_, request_, gain).layout;
            };
            const TraceGeometry at = traceGeometry(inPixels(system.place_mm).size(), kPxPerMm);
            const Viewport viewport{system.stretch.from_s, system.stretch.length_s()};
            const auto swing = [&](const TraceCell& cell) -> std::optional<ColumnRange> {
                const auto time_at = [&](double x) { return viewport.timeAt(x, at.plot.left(), at.plot.width()); };
                const auto millivolts = millivoltsPer(recording_->leads[cell.lead].unit);
                const auto swept = source_->swing(cell.lead, {time_at(cell.rect.left()), time_at(cell.rect.right())});
                if (!millivolts || !swept) return std::nullopt;
                const auto factor = static_cast<float>(*millivolts);
                return ColumnRange{swept->low * factor, swept->high * factor};
            };
            mm_per_mv_ = std::min(mm_per_mv_, gainThatCutsNothing({mm_per_mv_, kPxPerMm, at.paper, layout_at, swing}));
        }
    }
}

void PageBook::paint(QPainter& painter, std::size_t page, const Job& job) {
    const PlannedPage& planned = plan_.pages[page];
    paintHead(painter, page);
    for (const PageSystem& system : planned.systems) paintSystem(painter, system, job);
    if (planned.discloses) paintHour(painter, planned, job);
    paintFoot(painter, planned);
}

void PageBook::paintSystem(QPainter& painter, const PageSystem& system, const Job& job) {
    source_->hold(recording_, request_.filter, system.stretch, leadsRead(*recording_, system, request_.rhythm_lead),
                  job);
    TraceScene scene = sceneOf(*recording_, *source_, system, plan_, request_, mm_per_mv_);
    const std::vector<LabelledBeat> beats = beatsOf(request_);
    scene.beats = beats;
    painter.save();
    painter.translate(inPixels(system.place_mm).topLeft());
    PageSink sink(painter, kPxPerMm, false);
    paintTraces(sink, scene);
    painter.restore();
}

namespace {

// Letters of beats that are not normal where they have room; where they have none, and for beats of no class, ticks: no
// such beat is without a mark. Above the line, on a ground of their own.
void paintDisclosedBeats(QPainter& painter, std::span<const LabelledBeat> beats, const Viewport& viewport,
                         const QRectF& place) {
    const Palette& colours = palette(Theme::light);
    const QFontMetricsF metrics(painter.font());
    const double top = place.top() + kDisclosedLetterGap_px;
    double free_from = place.left();
    for (const LabelledBeat& beat : beats) {
        if (beat.code != 0 && paintedClass(beat.code) == BeatClass::normal) continue;
        const double x = viewport.xOf(beat.time_s, place.left(), place.width());
        const QColor ink = beat.code == 0 ? colours.muted_text : labelInk(beat.code, Theme::light);
        const std::string_view symbol = beat.code == 0 ? std::string_view() : symbolOf(beat.code);
        const QString letter = QString::fromLatin1(symbol.data(), static_cast<qsizetype>(symbol.size()));
        const double width = metrics.horizontalAdvance(letter);
        if (letter.isEmpty() || x - width / 2 < free_from) {
            const double high = beat.code == 0 ? kDisclosedTickLow_px : metrics.capHeight();
            painter.fillRect(QRectF(x - kDisclosedTick_px / 2, top, kDisclosedTick_px, high), ink);
            free_from = std::max(free_from, x + kDisclosedTick_px);
            continue;
        }
        painter.fillRect(QRectF(x - width / 2, top - 0.5, width, metrics.capHeight() + 1), Qt::white);
        painter.setPen(ink);
        painter.drawText(QPointF(x - width / 2, top + metrics.capHeight()), letter);
        free_from = x + width / 2 + 0.5;
    }
}

}  // namespace

void PageBook::paintHour(QPainter& painter, const PlannedPage& page, const Job& job) {
    const std::size_t lead = request_.rhythm_lead;
    const auto millivolts = millivoltsPer(recording_->leads[lead].unit);
    source_->hold(recording_, request_.filter, page.stretch, std::span(&lead, 1), job);
    const QRectF body = inPixels(bodyOf(plan_.page_mm));
    const auto lines = static_cast<int>(std::ceil((page.stretch.length_s() - 1e-6) / kDisclosedLine_s));
    // Pages of an hour are alike; a recording that is shorter has higher lines.
    const double lines_of_page =
        plan_.pages.size() > 1 ? kDisclosedLines : std::clamp<double>(lines, kDisclosedLines / 2, kDisclosedLines);
    const double line_px = body.height() / lines_of_page, gutter_px = traceGutter_mm() * kPxPerMm;
    const Palette& colours = palette(Theme::light);
    const std::optional<StartTime> start =
        request_.patient_line && recording_->start ? parseStart(*recording_->start) : std::nullopt;
    const TimeAxis axis(recording_->duration_s, start);
    QFont small = labelFont();
    small.setPointSizeF(kDisclosedLetter_pt);
    const QFontMetricsF metrics(small);
    const std::vector<LabelledBeat> beats = beatsOf(request_);
    const std::vector<rhythm::Episode> episodes = episodesOf(request_);
    PageSink sink(painter, kPxPerMm, false);
    for (int line = 0; line < lines && !job.stopRequested(); ++line) {
        const double from_s = page.stretch.from_s + line * kDisclosedLine_s;
        const QRectF place(body.left() + gutter_px, body.top() + line * line_px, body.width() - gutter_px, line_px);
        painter.setFont(small);
        painter.setPen(colours.muted_text);
        painter.drawText(QPointF(body.left(), place.center().y() + metrics.capHeight() / 2), axis.text(from_s, 1));
        const Viewport viewport{from_s, kDisclosedLine_s};
        sink.curve({.source = *source_,
                    .lead = lead,
                    .viewport = viewport,
                    .plot = place,
                    .clip = place.adjusted(0, -line_px, 0, line_px),
                    .baseline_y = place.center().y() + line_px / 4,
                    .px_per_unit = millivolts ? mm_per_mv_ * kPxPerMm * *millivolts
                                              : line_px / std::max(1e-9F, source_->above(lead) + source_->below(lead)),
                    .zero = source_->centre(lead),
                    .rate_hz = recording_->leads[lead].rate_hz,
                    .colour = colours.trace,
                    .width_px = kDisclosedTrace_px});
        painter.setFont(small);
        const auto [first, last] = beatsWithin(beats, from_s, from_s + kDisclosedLine_s);
        paintDisclosedBeats(painter, std::span(beats).subspan(first, last - first), viewport, place);
        const double line_s = std::min(kDisclosedLine_s, page.stretch.to_s - from_s);
        paintEpisodeBand(painter,
                         QRectF(place.left(), place.bottom() - kDisclosedBand_px,
                                place.width() * line_s / kDisclosedLine_s, kDisclosedBand_px),
                         episodes, line_s, Theme::light, from_s);
    }
}

void PageBook::paintHead(QPainter& painter, std::size_t page) const {
    const QRectF page_mm(QPointF(0, 0), plan_.page_mm);
    const QRectF head =
        inPixels(QRectF(kPageMargin_mm, kPageMargin_mm, page_mm.width() - 2 * kPageMargin_mm, kPageHead_mm - 2));
    const PageWords words = pageWords(*recording_, request_, plan_.pages[page].stretch);
    const Palette& colours = palette(Theme::light);
    const QString number = QCoreApplication::translate("Pages", "page %1 of %2").arg(page + 1).arg(plan_.pages.size());
    QFont bold = labelFont(10.5);
    bold.setBold(true);
    const QFont plain = labelFont();
    const QFontMetrics plain_metrics(plain), bold_metrics(bold);
    painter.setPen(colours.text);
    painter.setFont(plain);
    const int number_px = plain_metrics.horizontalAdvance(number);
    const double first_line = head.top() + bold_metrics.ascent();
    painter.drawText(QPointF(head.right() - number_px, first_line), number);
    painter.setFont(bold);
    const int room = static_cast<int>(head.width()) - number_px - 20;
    painter.drawText(QPointF(head.left(), first_line), shortened(words.title, bold_metrics, room));
    painter.setFont(plain);
    painter.setPen(colours.muted_text);
    const int width = static_cast<int>(head.width());
    const double second_line = first_line + plain_metrics.lineSpacing() + 2;
    painter.drawText(QPointF(head.left(), second_line), fittingWording(words.under_title, plain_metrics, width));
    const QRectF third(head.left(), second_line + 4, head.width(), plain_metrics.lineSpacing());
    if (plan_.pages[page].discloses && !request_.episodes.empty()) {
        const Stretch& stretch = plan_.pages[page].stretch;
        // What has no room there goes on behind the line above.
        const auto legend = episodeLegend(episodesOf(request_), stretch.from_s, stretch.to_s, Theme::light);
        const std::size_t painted = paintLegend(painter, third, legend, colours.text, Qt::white);
        const QString when = fittingWording(words.under_title, plain_metrics, width);
        const double left = head.left() + plain_metrics.horizontalAdvance(when) + plain_metrics.height();
        const QRectF above(left, third.top() - plain_metrics.lineSpacing(), head.right() - left, third.height());
        painter.setFont(labelFont(6));
        paintLegend(painter, above, std::span(legend).subspan(painted), colours.text, Qt::white);
        return;
    }
    if (words.statement.isEmpty()) return;
    // Smaller before it is cut.
    QFont stated = plain;
    const double wanted = plain_metrics.horizontalAdvance(words.statement);
    if (wanted > width) stated.setPointSizeF(plain.pointSizeF() * std::max(kSmallestStatement, width / wanted * 0.96));
    painter.setFont(stated);
    painter.setPen(colours.text);
    painter.drawText(QPointF(head.left(), second_line + plain_metrics.lineSpacing()),
                     QFontMetrics(stated).elidedText(words.statement, Qt::ElideRight, width));
}

void PageBook::paintFoot(QPainter& painter, const PlannedPage& page) const {
    const QRectF page_mm(QPointF(0, 0), plan_.page_mm);
    const QRectF foot = inPixels(QRectF(kPageMargin_mm, page_mm.height() - kPageMargin_mm - kPageFoot_mm + 2,
                                        page_mm.width() - 2 * kPageMargin_mm, kPageFoot_mm - 2));
    const Palette& colours = palette(Theme::light);
    const QFont plain = labelFont();
    QFont bold = plain;
    bold.setBold(true);
    const QFontMetrics metrics(plain), bold_metrics(bold);
    const QString wording = QCoreApplication::translate("Pages", "Research use — not for diagnosis");
    const double first_line = foot.top() + metrics.ascent();
    painter.setFont(bold);
    painter.setPen(colours.text);
    painter.drawText(QPointF(foot.left(), first_line), wording);
    painter.setFont(plain);
    painter.setPen(colours.muted_text);
    const int room = static_cast<int>(foot.width()) - bold_metrics.horizontalAdvance(wording) - 20;
    const QString scales =
        fittingWording(scalesOfPage(*recording_, request_, plan_.mm_per_s, mm_per_mv_, page.discloses), metrics, room);
    painter.drawText(QPointF(foot.right() - metrics.horizontalAdvance(scales), first_line), scales);
    const QString source = fittingWording(sourcesOfPage(request_), metrics, static_cast<int>(foot.width()));
    painter.drawText(QPointF(foot.left(), first_line + metrics.lineSpacing()), source);
}

Result<pages::PagesWritten> writePdf(const RecordingPtr& recording, const PageRequest& request, const std::string& path,
                                     bool replace, const Job& job) {
    // So that no recording is ever overwritten, whatever may be replaced.
    if (!QString::fromStdString(path).endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) {
        return fail(ErrorCode::wrong_use, "the file to write is no PDF by its name", path, "let it end in .pdf");
    }
    auto book = PageBook::made(recording, request, job);
    if (!book) return std::unexpected(book.error());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(96);
        writer.setPageLayout(book->pageLayout());
        writer.setCreator(QStringLiteral("Triptych " TRIPTYCH_VERSION));
        writer.setTitle(QCoreApplication::translate("Pages", "ECG"));
        QPainter painter(&writer);
        for (std::size_t page = 0; page < book->pages(); ++page) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped");
            job.progress(static_cast<double>(page) / static_cast<double>(book->pages()), "drawing pages");
            if (page > 0) writer.newPage();
            book->paint(painter, page, job);
        }
    }
    buffer.close();
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped");
    const auto span = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    const auto written =
        files::writeFile(path, span, replace ? files::WriteMode::replace : files::WriteMode::create_new);
    if (!written) return std::unexpected(written.error());
    return pages::PagesWritten{book->pages(), book->mmPerMv()};
}

}  // namespace triptych::ui
