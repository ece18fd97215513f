#include "core/inference/module/training/made_atria.h"

#include "core/domain/annotation.h"
#include "core/inference/module/training/atrial_waves.h"
#include "core/inference/module/training/beat_pieces.h"
#include "core/inference/module/training/leads_in_memory.h"
#include "core/inference/module/training/made_rhythms.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <utility>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kFewestBeats = 100;

// Which beat lies where, before any lead is made.
struct Strip {
    std::vector<BeatPiece> pieces;
    std::vector<std::int64_t> marks;

    void add(const BeatPiece& piece, double time_s, double rate_hz) {
        pieces.push_back(piece);
        marks.push_back(std::llround(time_s * rate_hz));
    }
};

Strip stripOf(std::span<const BeatPiece> real, const AtrialWaves& waves, double rate_hz, Random& random) {
    Strip out;
    const std::size_t first = random.below(real.size());
    for (const double time_s : waves.beat_s) out.add(real[(first + out.marks.size()) % real.size()], time_s, rate_hz);
    return out;
}

RhythmKind rhythmOf(Atria atria, Random& random) {
    if (atria == Atria::sick_sinus) return RhythmKind::sick_sinus;
    constexpr RhythmKind kBlocked[] = {RhythmKind::mobitz, RhythmKind::wenckebach, RhythmKind::pauses};
    return kBlocked[random.below(std::size(kBlocked))];
}

Strip stripOf(std::span<const BeatPiece> real, RhythmKind kind, double duration_s, double rate_hz, Random& random) {
    constexpr double kMargin_s = 1;
    Strip out;
    const std::size_t first = random.below(real.size());
    const MadeRhythm rhythm = makeRhythm(kind, static_cast<std::size_t>(3 * duration_s), random);
    for (std::size_t i = 0; i < rhythm.time_s.size(); ++i) {
        const double time_s = kMargin_s + rhythm.time_s[i];
        if (time_s > duration_s - kMargin_s) break;
        BeatPiece piece = real[(first + i) % real.size()];
        piece.ectopic = rhythm.label[i] == BeatClass::supraventricular;
        if (piece.ectopic) piece.code = kAtrialPremature;
        out.add(piece, time_s, rate_hz);
    }
    return out;
}

// How far the QRS reaches from the middle of the lead.
double qrsSize_mv(std::vector<float> values) {
    std::erase_if(values, [](float value) { return !std::isfinite(value); });
    if (values.empty()) return 1;
    const auto quantile = [&](double share) {
        const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + place, values.end());
        return static_cast<double>(values[static_cast<std::size_t>(place)]);
    };
    const double middle = quantile(0.5);
    return std::max({quantile(0.995) - middle, middle - quantile(0.005), 0.05});
}

// How a lead other than the first sees what the first sees as 1.
double viewOf(std::size_t lead, Random& random) {
    if (lead == 0) return 1;
    const double size = random.uniform(0.2, 1.5);
    return random.uniform() < 0.5 ? -size : size;
}

BeatList beatsOf(const Strip& strip, const Recording& recording, std::size_t lead) {
    BeatList out{.lead = lead,
                 .lead_name = recording.leads[lead].name,
                 .rate_hz = recording.leads[lead].rate_hz,
                 .origin = BeatOrigin::reference,
                 .beats = {}};
    for (std::size_t k = 0; k < strip.marks.size(); ++k) out.beats.push_back({strip.marks[k], strip.pieces[k].code});
    return out;
}

}  // namespace

std::optional<MadeRecording> withAtria(const Recording& recording, const BeatList& beats, Atria atria,
                                       double duration_s, Random& random) {
    const double rate_hz = beats.rate_hz;
    const bool has_p = atria == Atria::sick_sinus || atria == Atria::blocked;
    const std::vector<BeatPiece> real = has_p ? piecesWithP(beats) : piecesWithoutP(beats);
    const bool one_rate = std::ranges::all_of(recording.leads, [&](const Lead& l) { return l.rate_hz == rate_hz; });
    if (real.size() < kFewestBeats || !one_rate) return std::nullopt;

    AtrialWaves waves;
    if (atria == Atria::fibrillation) waves = fibrillatingAtria(duration_s, rate_hz, random);
    if (atria == Atria::flutter) waves = flutteringAtria(duration_s, rate_hz, random);
    const Strip strip = has_p ? stripOf(real, rhythmOf(atria, random), duration_s, rate_hz, random)
                              : stripOf(real, waves, rate_hz, random);
    const double noise = random.uniform(0.003, 0.02);  // what the lines between the pieces lack; of the QRS
    const auto samples = static_cast<std::size_t>(duration_s * rate_hz);

    MadeRecording out{.recording = recording, .beats = {}};
    out.recording.duration_s = duration_s;
    out.recording.annotation_sets.clear();
    std::vector<std::vector<float>> leads;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        auto original = readLead(recording, lead, 0, recording.leads[lead].samples);
        const auto ectopic_p = static_cast<float>(has_p ? random.uniform(-1.2, 0.7) : 0);
        auto made = layOut(original, rate_hz, strip.pieces, strip.marks, samples, ectopic_p);
        const double size_mv = qrsSize_mv(std::move(original));
        if (!has_p) addWaves(made, waves, waves.size * viewOf(lead, random) * size_mv, rate_hz, random);
        for (float& value : made) value += static_cast<float>(noise * size_mv * random.normal());
        leads.push_back(std::move(made));
        out.recording.leads[lead].samples = static_cast<std::int64_t>(samples);
        out.beats.push_back(beatsOf(strip, recording, lead));
    }
    out.recording.source = std::make_shared<const LeadsInMemory>(std::move(leads));
    return out;
}

}  // namespace triptych::inference::training
