#include "ui/panes/wave_marks.h"

#include "ui/state/navigation.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

using review::WavePoint;

constexpr double kReach_px = 5;
constexpr double kTick_px = 9;      // half of a tick's height, over a trace
constexpr double kFoot_px = 3;      // of a tick, towards its wave
constexpr double kPeak_px = 2.6;    // radius
constexpr double kHandle_px = 4;    // half of a box
constexpr double kLetters_px = 15;  // that it keeps for letters
constexpr double kBetweenLetters_px = 1;
constexpr double kBesideLetter_px = 10;  // nearer to a peak, a tick would cross its letter
constexpr int kFaintAlpha = 110;         // of a line over the whole height

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::WaveMarks", text);
}

std::size_t waveOf(WavePoint point) {
    return static_cast<std::size_t>(point) / 3;
}
bool isPeak(WavePoint point) {
    return static_cast<std::size_t>(point) % 3 == 1;
}
bool isOnset(WavePoint point) {
    return static_cast<std::size_t>(point) % 3 == 0;
}

const std::optional<Wave>& waveIn(const BeatWaves& beat, WavePoint point) {
    switch (waveOf(point)) {
        case 0:
            return beat.p;
        case 1:
            return beat.qrs;
        default:
            return beat.t;
    }
}

const std::optional<Fiducial>& fiducialIn(const Wave& wave, WavePoint point) {
    if (isOnset(point)) return wave.onset;
    return isPeak(point) ? wave.peak : wave.offset;
}

bool isSure(const LeadWaves& waves, const WaveMark& mark) {
    if (mark.beat >= waves.beats.size()) return true;
    const auto& wave = waveIn(waves.beats[mark.beat], mark.point);
    if (!wave) return true;
    const auto& fiducial = fiducialIn(*wave, mark.point);
    return wave->certain() && (!fiducial || fiducial->sure >= kSureEnough);
}

struct Drawn {
    WaveMark mark;
    double time_s = 0, x = 0;
    bool sure = true;
    const WaveWord* word = nullptr;
};

template <class Take>
void eachMark(const WaveScene& scene, std::size_t beat, Take take) {
    const LeadWaves& waves = *scene.waves->of(scene.lead);
    for (const WavePoint point : review::kWavePoints) {
        const WaveMark mark{scene.lead, beat, point};
        const auto time_s = scene.waves->timeOf(mark);
        if (!time_s || *time_s < scene.viewport.start_s || *time_s > scene.viewport.end_s()) continue;
        const auto word = scene.waves->words().find(mark);
        take(Drawn{mark, *time_s, scene.viewport.xOf(*time_s, scene.area.left(), scene.area.width()),
                   isSure(waves, mark), word == scene.waves->words().end() ? nullptr : &word->second});
    }
}

// With those just outside, whose T or P may reach in.
std::pair<std::size_t, std::size_t> beatsAround(const WaveScene& scene) {
    constexpr double kReach_s = 1.5;
    const auto [first, last] =
        beatsWithin(scene.beats, scene.viewport.start_s - kReach_s, scene.viewport.end_s() + kReach_s);
    const std::size_t known = scene.waves->of(scene.lead)->beats.size();
    return {std::min(first, known), std::min(last, known)};
}

bool isShown(const WaveScene& scene, double least_px) {
    if (scene.waves == nullptr || !scene.waves->visible() || scene.waves->of(scene.lead) == nullptr) return false;
    return roomOfBeats_px(scene.beats, scene.viewport, scene.area.width()) >= least_px;
}

QString letterOf(WavePoint point) {
    static constexpr std::array<const char*, 3> kLetters = {"P", "QRS", "T"};
    return QString::fromLatin1(kLetters[waveOf(point)]);
}

class MarkPainter {
public:
    MarkPainter(QPainter& painter, const WaveScene& scene)
        : painter_(painter),
          scene_(scene),
          colours_(palette(scene.theme)),
          lettered_(roomOfBeats_px(scene.beats, scene.viewport, scene.area.width()) >= kLetteredBeat_px),
          letters_(scene.letters != nullptr ? *scene.letters : own_letters_) {}

    void paint(std::size_t beat) {
        std::array<std::optional<Drawn>, review::kWavePoints.size()> drawn;
        eachMark(scene_, beat, [&](const Drawn& one) { drawn[static_cast<std::size_t>(one.mark.point)] = one; });
        for (std::size_t wave = 0; wave < 3; ++wave) {
            const auto& onset = drawn[wave * 3];
            const auto& peak = drawn[wave * 3 + 1];
            const auto& offset = drawn[wave * 3 + 2];
            if (scene_.large) paintBracket(onset, peak, offset);
            for (const auto& mark : {onset, offset}) {
                if (mark) paintEdge(*mark);
            }
            if (peak) paintPeak(*peak, onset, offset);
        }
    }

private:
    [[nodiscard]] QColor inkOf(const Drawn& mark) const {
        return isInHand(mark) ? withContrast(colours_.accent, colours_.paper) : waveInk(mark.mark.point, scene_.theme);
    }
    [[nodiscard]] bool isInHand(const Drawn& mark) const { return scene_.waves->chosen() == mark.mark; }
    [[nodiscard]] std::optional<double> yOf(const Drawn& mark) const {
        const auto y = scene_.y_of ? scene_.y_of(mark.time_s) : std::nullopt;
        if (!y) return std::nullopt;
        if (!scene_.large) return y;  // on paper a large beat reaches into the neighbouring row, and its marks with it
        return std::clamp(*y, scene_.area.top() + kTick_px, std::max(scene_.area.top() + kTick_px, foot() - 2));
    }
    [[nodiscard]] double foot() const { return scene_.area.bottom() - (scene_.large ? kLetters_px : 0); }

    void paintEdge(const Drawn& mark) {
        const QColor ink = inkOf(mark);
        const auto y = yOf(mark);
        painter_.setRenderHint(QPainter::Antialiasing, false);
        if (scene_.large) {
            QColor line = ink;
            line.setAlpha(isInHand(mark) ? 255 : kFaintAlpha);
            painter_.setPen(QPen(line, 1, mark.sure ? Qt::SolidLine : Qt::DashLine));
            painter_.drawLine(QPointF(mark.x, scene_.area.top()), QPointF(mark.x, foot()));
            paintHandle(mark, QPointF(mark.x, foot() - kHandle_px - 1), ink);
            return;
        }
        if (!y) return;
        const double inwards = isOnset(mark.mark.point) ? kFoot_px : -kFoot_px;
        painter_.setPen(QPen(ink, isInHand(mark) ? 2 : 1, mark.sure ? Qt::SolidLine : Qt::DotLine));
        painter_.drawLine(QPointF(mark.x, *y - kTick_px), QPointF(mark.x, *y + kTick_px));
        painter_.setPen(QPen(ink, isInHand(mark) ? 2 : 1));
        for (const double end : {*y - kTick_px, *y + kTick_px}) {
            painter_.drawLine(QPointF(mark.x, end), QPointF(mark.x + inwards, end));
        }
        paintHandle(mark, QPointF(mark.x, *y + kTick_px + kHandle_px), ink);
    }

    void paintPeak(const Drawn& mark, const std::optional<Drawn>& onset, const std::optional<Drawn>& offset) {
        const QColor ink = inkOf(mark);
        const auto y = yOf(mark);
        if (!y) return;
        painter_.setRenderHint(QPainter::Antialiasing, true);
        painter_.setPen(QPen(ink, 1.2));
        painter_.setBrush(mark.sure ? ink : colours_.paper);
        painter_.drawEllipse(QPointF(mark.x, *y), kPeak_px, kPeak_px);
        painter_.setBrush(Qt::NoBrush);
        if (mark.word != nullptr || isInHand(mark)) {
            painter_.setPen(QPen(ink, 1, mark.word != nullptr && mark.word->pending ? Qt::DotLine : Qt::SolidLine));
            painter_.drawRect(
                QRectF(mark.x - kHandle_px - 1.5, *y - kHandle_px - 1.5, 2 * kHandle_px + 3, 2 * kHandle_px + 3));
        }
        // The letters of beats stand above their QRS already.
        if (scene_.large || !lettered_ || waveOf(mark.mark.point) == 1) return;
        // Clear of the wave's own ticks, which stand close beside a narrow one.
        double above = *y - kPeak_px - 3, below = *y + kPeak_px + 3;
        for (const auto& edge : {onset, offset}) {
            const auto edge_y = edge && std::abs(edge->x - mark.x) < kBesideLetter_px ? yOf(*edge) : std::nullopt;
            if (!edge_y) continue;
            above = std::min(above, *edge_y - kTick_px - 2);
            below = std::max(below, *edge_y + kTick_px + 2);
        }
        if (!paintLetter(mark, above, ink)) paintLetter(mark, below + QFontMetricsF(labelFont()).capHeight(), ink);
    }

    // A reader's mark, and the one in hand, can be told by their boxes.
    void paintHandle(const Drawn& mark, const QPointF& at, const QColor& ink) {
        if (mark.word == nullptr && !isInHand(mark)) return;
        const QRectF box(at.x() - kHandle_px, at.y() - kHandle_px, 2 * kHandle_px, 2 * kHandle_px);
        painter_.setRenderHint(QPainter::Antialiasing, true);
        painter_.setPen(QPen(ink, 1, mark.word != nullptr && mark.word->pending ? Qt::DotLine : Qt::SolidLine));
        painter_.setBrush(isInHand(mark) ? QBrush(colours_.accent) : QBrush(colours_.paper));
        painter_.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        painter_.setBrush(Qt::NoBrush);
    }

    // At the foot of a large pane: from onset to end, and the wave's letter below its middle.
    void paintBracket(const std::optional<Drawn>& onset, const std::optional<Drawn>& peak,
                      const std::optional<Drawn>& offset) {
        const std::optional<Drawn>& any = onset ? onset : peak ? peak : offset;
        if (!any) return;
        const QColor ink = waveInk(any->mark.point, scene_.theme);
        const bool sure = (!onset || onset->sure) && (!offset || offset->sure) && (!peak || peak->sure);
        painter_.setRenderHint(QPainter::Antialiasing, false);
        if (onset && offset) {
            painter_.setPen(QPen(ink, 2, sure ? Qt::SolidLine : Qt::DotLine));
            painter_.drawLine(QPointF(onset->x, foot() + 1), QPointF(offset->x, foot() + 1));
        }
        const double x = onset && offset ? (onset->x + offset->x) / 2 : (peak ? peak->x : any->x);
        Drawn at = *any;
        at.x = x;
        at.sure = sure;
        if (lettered_) paintLetter(at, scene_.area.bottom() - 3, ink);
    }

    // False where it would touch another letter, or leave the area.
    bool paintLetter(const Drawn& mark, double baseline, const QColor& ink) {
        QFont font = labelFont();
        font.setBold(true);
        const QFontMetricsF metrics(font);
        const QString letter = mark.sure ? letterOf(mark.mark.point) : letterOf(mark.mark.point) + QLatin1Char('?');
        const double width = metrics.horizontalAdvance(letter), left = mark.x - width / 2;
        if (left < scene_.area.left() || left + width > scene_.area.right()) return false;
        if (scene_.large && baseline - metrics.capHeight() < scene_.area.top()) return false;
        const QRectF taken(left - kBetweenLetters_px, baseline - metrics.capHeight() - kBetweenLetters_px,
                           width + 2 * kBetweenLetters_px, metrics.capHeight() + 2 * kBetweenLetters_px);
        if (std::ranges::any_of(letters_, [&](const QRectF& other) { return other.intersects(taken); })) return false;
        letters_.push_back(taken);
        painter_.setFont(font);
        painter_.setPen(ink);
        painter_.drawText(QPointF(left, baseline), letter);
        return true;
    }

    QPainter& painter_;
    const WaveScene& scene_;
    const Palette& colours_;
    bool lettered_;
    std::vector<QRectF> own_letters_;
    std::vector<QRectF>& letters_;
};

QString edgeText(const LeadWaves& waves, std::size_t beat, std::size_t wave) {
    const auto onset_s = review::timeOf(waves, beat, review::kWavePoints[wave * 3]);
    const auto offset_s = review::timeOf(waves, beat, review::kWavePoints[wave * 3 + 2]);
    if (!onset_s || !offset_s) return tr("seen");
    return tr("%1 ms").arg(std::lround((*offset_s - *onset_s) * 1000));
}

}  // namespace

QColor waveInk(WavePoint point, Theme theme) {
    // Apart from each other, from the grid's red and from the colours of beat classes.
    static constexpr std::array<QRgb, 3> kHues = {qRgb(0x00, 0x8A, 0x66), qRgb(0x1F, 0x5F, 0x99),
                                                  qRgb(0x8A, 0x5A, 0x00)};
    return withContrast(QColor::fromRgb(kHues[waveOf(point)]), palette(theme).paper);
}

double roomOfBeats_px(std::span<const LabelledBeat> beats, const Viewport& viewport, double width_px) {
    const auto [first, last] = beatsWithin(beats, viewport.start_s, viewport.end_s());
    if (last <= first || !(viewport.span_s > 0)) return 0;
    if (last - first == 1) return width_px;
    const double between_s = beats[last - 1].time_s - beats[first].time_s;
    return between_s / static_cast<double>(last - first - 1) / viewport.span_s * width_px;
}

void paintWaveMarks(QPainter& painter, const WaveScene& scene) {
    if (scene.area.isEmpty() || !isShown(scene, kLeastBeat_px)) return;
    const auto [first, last] = beatsAround(scene);
    painter.save();
    const double reach_px = scene.large ? 0 : scene.area.height() / 2;
    painter.setClipRect(scene.area.adjusted(0, -reach_px, 0, reach_px));
    MarkPainter marks(painter, scene);
    // The selected beat above its neighbours; where they share a line of letters, before them.
    const bool has_selected = scene.selected && *scene.selected >= first && *scene.selected < last;
    if (has_selected && scene.large) marks.paint(*scene.selected);
    for (std::size_t beat = first; beat < last; ++beat) {
        if (scene.selected != beat) marks.paint(beat);
    }
    if (has_selected && !scene.large) marks.paint(*scene.selected);
    painter.restore();
}

std::optional<WaveMark> waveMarkAt(const WaveScene& scene, const QPointF& point) {
    if (!scene.area.contains(point)) return std::nullopt;
    if (!isShown(scene, scene.large ? kLetteredBeat_px : kGraspableBeat_px)) return std::nullopt;
    const auto [first, last] = beatsAround(scene);
    std::optional<WaveMark> best;
    double best_px = kReach_px + 1e-9;
    for (std::size_t beat = first; beat < last; ++beat) {
        eachMark(scene, beat, [&](const Drawn& mark) {
            const double away_px = std::abs(mark.x - point.x());
            // Over a rhythm, which is dragged itself, only where the mark is drawn.
            if (!scene.large) {
                const auto y = scene.y_of ? scene.y_of(mark.time_s) : std::nullopt;
                if (!y || std::abs(*y - point.y()) > kTick_px + 2 * kHandle_px) return;
            }
            const bool same = best && away_px == best_px && scene.selected == beat;
            if (away_px < best_px || same) best = mark.mark, best_px = away_px;
        });
    }
    return best;
}

QString waveMarkText(const WaveState& waves, const WaveMark& mark, const QString& lead_name) {
    const std::string_view name = review::name(mark.point);
    const QString point = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    const LeadWaves* of_lead = waves.of(mark.lead);
    const auto time_s = waves.timeOf(mark);
    QString text = time_s ? tr("%1 on %2: %3 s").arg(point, lead_name).arg(*time_s, 0, 'f', 4)
                          : tr("%1 on %2: none").arg(point, lead_name);
    if (time_s && of_lead != nullptr && !isSure(*of_lead, mark)) text += tr(", uncertain");
    const auto word = waves.words().find(mark);
    if (word == waves.words().end()) return text;
    const QString who = word->second.reader.isEmpty() ? tr("a reader") : word->second.reader;
    text += word->second.is_there ? tr("; placed by %1").arg(who) : tr("; taken away by %1").arg(who);
    if (!word->second.reason.isEmpty()) text += QStringLiteral(": ") + word->second.reason;
    if (word->second.pending) text += tr(" (being saved)");
    return text;
}

QString beatWavesText(const LeadWaves& waves, std::size_t beat) {
    if (!waves.unreadable.empty()) return QString::fromStdString(waves.unreadable);
    if (beat >= waves.beats.size() || !waves.beats[beat].qrs) {
        return waves.complete ? tr("its waves cannot be read") : tr("its waves are still being sought");
    }
    QStringList parts;
    for (std::size_t wave = 0; wave < 3; ++wave) {
        const WavePoint onset = review::kWavePoints[wave * 3];
        const auto& found = waveIn(waves.beats[beat], onset);
        QString what = !found ? tr("none seen") : edgeText(waves, beat, wave);
        if (found && !found->certain()) what += tr(", uncertain");
        parts << letterOf(onset) + QStringLiteral(": ") + what;
    }
    return parts.join(QStringLiteral("; "));
}

}  // namespace triptych::ui
