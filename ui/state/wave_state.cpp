#include "ui/state/wave_state.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

using review::WavePoint;

constexpr double kFarthest_s = 1.5;   // from its beat, where no other beat is nearer
constexpr double kQrsReach_s = 0.06;  // of a beat whose QRS has no marks: this far from it is still QRS
constexpr std::size_t kPointsOfWave = 3;

std::size_t indexOf(WavePoint point) {
    return static_cast<std::size_t>(point);
}

}  // namespace

void WaveState::setVisible(bool visible) {
    if (std::exchange(visible_, visible) == visible) return;
    if (!visible) {
        dragged_.reset();
        choose(std::nullopt);
    }
    Q_EMIT changed();
}

void WaveState::setWaves(std::vector<LeadWavesPtr> leads, WaveWords words) {
    leads_ = std::move(leads);
    words_ = std::move(words);
    Q_EMIT changed();
}

void WaveState::clear() {
    const bool had_measurements = measurements_ != nullptr;
    leads_.clear();
    words_.clear();
    dragged_.reset();
    measurements_ = nullptr;
    fresh_ = false;
    choose(std::nullopt);
    Q_EMIT changed();
    if (had_measurements) Q_EMIT measurementsChanged();
}

const LeadWaves* WaveState::of(std::size_t lead) const {
    return lead < leads_.size() ? leads_[lead].get() : nullptr;
}

std::optional<double> WaveState::timeOf(const WaveMark& mark) const {
    if (dragged_ && dragged_->mark == mark) return dragged_->time_s;
    const LeadWaves* waves = of(mark.lead);
    return waves != nullptr ? review::timeOf(*waves, mark.beat, mark.point) : std::nullopt;
}

void WaveState::choose(std::optional<WaveMark> mark) {
    if (std::exchange(chosen_, mark) == mark) return;
    Q_EMIT chosenChanged();
    Q_EMIT changed();
}

void WaveState::setDragged(std::optional<DraggedMark> dragged) {
    if (!dragged && !dragged_) return;
    dragged_ = dragged;
    Q_EMIT changed();
}

void WaveState::setMeasurements(measure::MeasurementsPtr measurements, bool fresh) {
    measurements_ = std::move(measurements);
    fresh_ = fresh;
    Q_EMIT measurementsChanged();
}

MarkRange rangeOf(const LeadWaves& waves, std::size_t beat, WavePoint point, const std::vector<double>& beat_times_s) {
    const double at_s = beat < beat_times_s.size() ? beat_times_s[beat] : 0;
    const double sample_s = waves.rate_hz > 0 ? 1 / waves.rate_hz : 0;
    MarkRange range{std::max(0.0, at_s - kFarthest_s), at_s + kFarthest_s};
    // A T may reach under the next beat's P, but never past its R.
    if (beat > 0 && beat - 1 < beat_times_s.size()) range.from_s = std::max(range.from_s, beat_times_s[beat - 1]);
    if (beat + 1 < beat_times_s.size()) range.to_s = std::min(range.to_s, beat_times_s[beat + 1]);
    for (const WavePoint other : review::kWavePoints) {
        const auto time_s = review::timeOf(waves, beat, other);
        if (!time_s || other == point) continue;
        if (indexOf(other) < indexOf(point)) {
            range.from_s = std::max(range.from_s, *time_s + sample_s);
        } else {
            range.to_s = std::min(range.to_s, *time_s - sample_s);
        }
    }
    return range;
}

std::optional<double> placedWithin(const MarkRange& range, double time_s, double rate_hz) {
    if (!(rate_hz > 0) || !std::isfinite(time_s)) return std::nullopt;
    constexpr double kSlack = 1e-6;  // of a sample: what division leaves
    const double first = std::ceil(range.from_s * rate_hz - kSlack), last = std::floor(range.to_s * rate_hz + kSlack);
    if (last < first) return std::nullopt;
    return std::clamp(std::round(time_s * rate_hz), first, last) / rate_hz;
}

std::optional<WavePoint> missingAt(const LeadWaves& waves, std::size_t beat, double beat_time_s, double time_s) {
    if (beat >= waves.beats.size()) return std::nullopt;
    const auto timeOf = [&](WavePoint point) { return review::timeOf(waves, beat, point); };
    const double qrs_on = timeOf(WavePoint::qrs_onset).value_or(beat_time_s - kQrsReach_s);
    const double qrs_off = timeOf(WavePoint::qrs_offset).value_or(beat_time_s + kQrsReach_s);
    const std::size_t wave = time_s < qrs_on ? 0 : time_s <= qrs_off ? 1 : 2;
    std::optional<WavePoint> first_missing;
    for (std::size_t i = wave * kPointsOfWave; i < (wave + 1) * kPointsOfWave; ++i) {
        const WavePoint point = review::kWavePoints[i];
        if (timeOf(point)) continue;
        // It must come after those before it and before those after it.
        bool fits = true;
        for (std::size_t k = wave * kPointsOfWave; k < (wave + 1) * kPointsOfWave; ++k) {
            const auto other_s = timeOf(review::kWavePoints[k]);
            if (other_s) fits = fits && (k < i ? *other_s < time_s : *other_s > time_s);
        }
        if (fits) return point;
        if (!first_missing) first_missing = point;
    }
    return first_missing;
}

}  // namespace triptych::ui
