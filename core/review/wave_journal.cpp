#include "core/review/wave_journal.h"

#include "core/review/label_matching.h"
#include "core/text/numbers.h"

#include <cmath>
#include <utility>

namespace triptych::review {
namespace {

constexpr std::array<std::string_view, 9> kNames = {"P onset",    "P peak",  "P offset", "QRS onset", "R peak",
                                                    "QRS offset", "T onset", "T peak",   "T offset"};
constexpr std::string_view kAbsent = " absent";
constexpr double kLongest_s = 1e8;  // three years

// Which wave of a beat, and which of its marks.
enum class Of : std::uint8_t { p, qrs, t };
enum class Part : std::uint8_t { onset, peak, offset };
Of waveOf(WavePoint point) {
    return static_cast<Of>(static_cast<int>(point) / 3);
}
Part partOf(WavePoint point) {
    return static_cast<Part>(static_cast<int>(point) % 3);
}

template <class Beat>
auto& waveIn(Beat& beat, WavePoint point) {
    switch (waveOf(point)) {
        case Of::p:
            return beat.p;
        case Of::qrs:
            return beat.qrs;
        case Of::t:
            break;
    }
    return beat.t;
}

template <class AWave>
auto& markIn(AWave& wave, WavePoint point) {
    switch (partOf(point)) {
        case Part::onset:
            return wave.onset;
        case Part::peak:
            return wave.peak;
        case Part::offset:
            break;
    }
    return wave.offset;
}

std::optional<WavePointValue> valueOf(const store::EventMark& mark) {
    if (mark.to) return wavePointOf(*mark.to);
    return mark.from ? wavePointOf(*mark.from) : std::nullopt;
}

// A reader's mark needs no wave to be there before, and the last one taken away takes the wave along.
void place(BeatWaves& beat, WavePoint point, std::optional<double> sample) {
    std::optional<Wave>& wave = waveIn(beat, point);
    if (!wave) {
        if (!sample) return;
        wave.emplace();
    }
    std::optional<Fiducial>& mark = markIn(*wave, point);
    mark = sample ? std::optional(Fiducial{*sample, 1.0F}) : std::nullopt;
    if (sample) wave->sure = 1.0F;
    if (!wave->onset && !wave->peak && !wave->offset) wave.reset();
}

}  // namespace

std::string_view name(WavePoint point) {
    return kNames[static_cast<std::size_t>(point)];
}

std::string wavePointText(WavePoint point, std::optional<double> time_s) {
    const std::string whose(name(point));
    return time_s ? whose + ' ' + text::fixedText(*time_s, 4) + " s" : whose + std::string(kAbsent);
}

std::optional<WavePointValue> wavePointOf(std::string_view text) {
    for (const WavePoint point : kWavePoints) {
        if (!text.starts_with(name(point))) continue;
        std::string_view rest = text.substr(name(point).size());
        if (rest == kAbsent) return WavePointValue{point, std::nullopt};
        if (!rest.starts_with(' ') || !rest.ends_with(" s")) return std::nullopt;
        const auto time_s = text::wholeNumber<double>(rest.substr(1, rest.size() - 3));
        if (!time_s || *time_s < 0 || *time_s > kLongest_s) return std::nullopt;
        return WavePointValue{point, time_s};
    }
    return std::nullopt;
}

store::EventMark waveMark(const WavePlace& place, double beat_rate_hz, std::optional<double> from_s,
                          std::optional<double> to_s) {
    store::EventMark mark;
    mark.sample = mark.end_sample = place.beat;
    mark.rate_hz = beat_rate_hz;
    mark.lead = place.lead;
    mark.from = wavePointText(place.point, from_s);
    mark.to = wavePointText(place.point, to_s);
    return mark;
}

WaveJournal::WaveJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log)
    : ReplayedLayer({std::string(store::kWaveLayer), std::move(reader),
                     [rate_hz](const store::EventMark& mark) -> std::optional<WavePlace> {
                         const auto value = store::isPossible(mark) ? valueOf(mark) : std::nullopt;
                         if (!value) return std::nullopt;
                         return WavePlace{mark.lead, onClock(mark.sample, mark.rate_hz, rate_hz), value->point};
                     }}) {
    replay_.takeLog(std::move(log));
    settle(replay_.places());
}

const WaveJournal::Places& WaveJournal::settle(const Places& places) {
    for (const WavePlace& place : places) {
        fiducials_.erase(place);
        const auto in_force = replay_.at(place);
        if (in_force.mark == nullptr || !in_force.mark->to) continue;
        const auto value = wavePointOf(*in_force.mark->to);
        if (!value) continue;
        fiducials_[place] = {value->time_s, in_force.group->reader, in_force.group->reason, in_force.saved};
    }
    return places;
}

WaveJournal::Places WaveJournal::take(store::EventGroup group, bool own) {
    return settle(replay_.take(std::move(group), own));
}

WaveJournal::Places WaveJournal::keep(std::string_view key, std::int64_t order) {
    return settle(replay_.keep(key, order));
}

std::optional<double> timeOf(const LeadWaves& waves, std::size_t beat, WavePoint point) {
    if (beat >= waves.beats.size() || !(waves.rate_hz > 0)) return std::nullopt;
    const std::optional<Wave>& wave = waveIn(waves.beats[beat], point);
    if (!wave) return std::nullopt;
    const std::optional<Fiducial>& mark = markIn(*wave, point);
    return mark ? std::optional(mark->sample / waves.rate_hz) : std::nullopt;
}

LeadWaves withPlaced(LeadWaves found, const BeatList& beats, std::string_view lead_name, const WaveJournal& journal) {
    const auto& all = journal.fiducials();
    auto placed = all.lower_bound(WavePlace{std::string(lead_name), INT64_MIN, WavePoint::p_onset});
    if (placed == all.end() || placed->first.lead != lead_name) return found;
    std::vector<std::int64_t> samples;
    samples.reserve(beats.beats.size());
    for (const Beat& beat : beats.beats) samples.push_back(beat.sample);
    const auto tolerance = static_cast<std::int64_t>(kSameBeat_s * beats.rate_hz);
    for (; placed != all.end() && placed->first.lead == lead_name; ++placed) {
        const auto beat = nearestWithin(samples, placed->first.beat, tolerance);
        if (!beat || *beat >= found.beats.size()) continue;
        const std::optional<double>& time_s = placed->second.time_s;
        place(found.beats[*beat], placed->first.point, time_s ? std::optional(*time_s * found.rate_hz) : std::nullopt);
    }
    return found;
}

}  // namespace triptych::review
