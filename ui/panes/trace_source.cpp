#include "ui/panes/trace_source.h"

#include "core/dsp/sample_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kSamplesPerColumn = 2.0 * dsp::MinMaxPyramid::kBlock_samples;  // more: the summary draws as well
constexpr double kAtOnce_samples = 250'000;  // filtered on the GUI thread in some 4 ms
constexpr double kAhead = 1.0;               // views read on either side of the one in view
constexpr double kLeastAhead = 0.4;          // nearer than this to an edge: read on
constexpr double kLevelChunks = 64, kLevelSamples = 64;
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

// Reads a lead as filtered, any stretch of it. A filter on a stopped job leaves NaN: nobody looks at them.
dsp::SampleReader filteredReader(RecordingPtr recording, std::size_t lead, const dsp::FilterSpec& filter,
                                 const Job& job) {
    if (!filter.active()) return dsp::readerOf(*recording, lead);
    return [recording = std::move(recording), lead, filter, job](std::int64_t first, std::span<float> out) {
        const auto view = dsp::filterView(*recording, lead, first, static_cast<std::int64_t>(out.size()), filter, job);
        if (view) {
            std::copy(view->begin(), view->end(), out.begin());
        } else {
            std::fill(out.begin(), out.end(), kNothing);
        }
    };
}

}  // namespace

TraceSource::TraceSource(QObject* parent)
    : QObject(parent),
      measurer_(*this,
                [this](std::optional<Measured> measured) {
                    if (measured) {
                        levels_ = std::move(measured->levels);
                        pulses_ = std::move(measured->pulses);
                    }
                    Q_EMIT changed();
                }),
      reader_(*this,
              [this](std::optional<Reading> reading) {
                  if (!reading) return;
                  // Read ahead of the view, it changes nothing that is seen: no frame is spent on it.
                  const bool awaited = !recording_ || !covers(wanted_, wanted_step_s_);
                  reading_ = std::move(*reading);
                  reading_stale_ = false;
                  coming_ = {};
                  if (awaited) Q_EMIT changed();
              }),
      summarizer_(*this, [this](std::optional<Summaries> summaries) {
          if (!summaries) return;
          summaries_ = std::move(*summaries);
          summaries_stale_ = false;
          Q_EMIT changed();
      }) {}

void TraceSource::setRecording(RecordingPtr recording) {
    reader_.cancel();
    summarizer_.cancel();
    holds_ = false;
    recording_ = std::move(recording);
    reading_ = {};
    coming_ = wanted_ = {};
    wanted_step_s_ = 0;
    summaries_.clear();
    reading_stale_ = summaries_stale_ = true;
    measureLevels();
    if (recording_) summarize();
    Q_EMIT changed();
}

void TraceSource::setFilter(const dsp::FilterSpec& filter) {
    if (filter == filter_) return;
    filter_ = filter;
    reader_.cancel();
    coming_ = {};
    reading_stale_ = summaries_stale_ = true;
    if (recording_) summarize();
    Q_EMIT changed();
}

void TraceSource::hold(const RecordingPtr& recording, const dsp::FilterSpec& filter, const Stretch& stretch,
                       std::span<const std::size_t> leads, const Job& job) {
    if (recording != recording_) {
        recording_ = recording;
        levels_.assign(recording->leads.size(), {});
        for (std::size_t lead = 0; lead < levels_.size(); ++lead) levels_[lead] = levelOf(*recording, lead);
        pulses_ = beats::findCalibrationPulses(*recording, job);
    }
    filter_ = filter;
    holds_ = true;
    wanted_ = within(stretch.from_s, stretch.to_s);
    reading_ = read(*recording, wanted_, leads, filter, job);
    reading_stale_ = false;
}

void TraceSource::measureLevels() {
    levels_.assign(recording_ ? recording_->leads.size() : 0, {});
    pulses_.clear();
    if (!recording_ || !recording_->source) return measurer_.cancel();
    measurer_.start([recording = recording_](const Job& job) -> std::optional<Measured> {
        Measured measured;
        for (std::size_t lead = 0; lead < recording->leads.size(); ++lead) {
            if (job.stopRequested()) return std::nullopt;
            measured.levels.push_back(levelOf(*recording, lead));
        }
        measured.pulses = beats::findCalibrationPulses(*recording, job);
        if (job.stopRequested()) return std::nullopt;
        return measured;
    });
}

TraceSource::Level TraceSource::levelOf(const Recording& recording, std::size_t lead) {
    std::vector<float> chunk(static_cast<std::size_t>(kLevelSamples)), values;
    const auto samples = static_cast<double>(recording.leads[lead].samples);
    for (double k = 0; k < kLevelChunks; ++k) {
        const double first = std::max(0.0, (k + 0.5) / kLevelChunks * samples - kLevelSamples / 2);
        recording.source->readPhysical(lead, static_cast<std::int64_t>(first), chunk);
        std::copy_if(chunk.begin(), chunk.end(), std::back_inserter(values), [](float v) { return std::isfinite(v); });
    }
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const auto quantile = [&](double q) {
        return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
    };
    const float centre = quantile(0.5);
    return {centre, centre - quantile(0.005), quantile(0.995) - centre, beatSwingOf(recording, lead)};
}

ColumnRange TraceSource::beatSwingOf(const Recording& recording, std::size_t lead) {
    constexpr double kStretches = 24, kStretch_s = 2, kTall = 1.6;
    const Lead& of = recording.leads[lead];
    const auto samples = static_cast<double>(of.samples);
    const double length = std::clamp(kStretch_s * of.rate_hz, 1.0, std::max(1.0, samples));
    std::vector<float> stretch(static_cast<std::size_t>(length)), highs, lows;
    for (double k = 0; k < kStretches; ++k) {
        const double first = std::max(0.0, (k + 0.5) / kStretches * samples - length / 2);
        stretch.resize(static_cast<std::size_t>(length));
        recording.source->readPhysical(lead, static_cast<std::int64_t>(first), stretch);
        std::erase_if(stretch, [](float v) { return !std::isfinite(v); });
        if (stretch.empty()) continue;
        std::sort(stretch.begin(), stretch.end());
        const float middle = stretch[stretch.size() / 2];
        highs.push_back(stretch.back() - middle);
        lows.push_back(middle - stretch.front());
    }
    const auto tallest = [](std::vector<float>& of_stretches) {
        if (of_stretches.empty()) return 0.0F;
        std::sort(of_stretches.begin(), of_stretches.end());
        const auto usual = static_cast<double>(of_stretches[of_stretches.size() / 2]);
        const auto past = std::ranges::upper_bound(of_stretches, static_cast<float>(kTall * usual));
        return past == of_stretches.begin() ? 0.0F : *std::prev(past);
    };
    return {-tallest(lows), tallest(highs)};
}

ColumnRange TraceSource::usualSwing(std::size_t lead) const {
    const auto beats = beatSwing(lead);
    if (!beats) return {-below(lead), above(lead)};
    return {std::max(-below(lead), beats->low), std::min(above(lead), beats->high)};
}

std::optional<ColumnRange> TraceSource::beatSwing(std::size_t lead) const {
    if (lead >= levels_.size() || !(levels_[lead].beats.low < levels_[lead].beats.high)) return std::nullopt;
    return levels_[lead].beats;
}

float TraceSource::centre(std::size_t lead) const {
    return filter_.highpass_hz > 0 || lead >= levels_.size() ? 0 : levels_[lead].centre;
}

bool TraceSource::needsSamples(std::size_t lead, double step_s) const {
    return recording_->leads[lead].rate_hz * step_s <= kSamplesPerColumn;
}

std::vector<std::size_t> TraceSource::leadsNeedingSamples(double step_s) const {
    std::vector<std::size_t> leads;
    for (std::size_t lead = 0; lead < recording_->leads.size(); ++lead) {
        if (needsSamples(lead, step_s)) leads.push_back(lead);
    }
    return leads;
}

Stretch TraceSource::within(double from_s, double to_s) const {
    const double end_s = recording_->duration_s;
    return {std::clamp(from_s, 0.0, end_s), std::clamp(to_s, 0.0, end_s)};
}

bool TraceSource::covers(const Stretch& wanted, double step_s) const {
    if (reading_stale_ || reading_.pieces.size() != recording_->leads.size()) return false;
    if (wanted.from_s < reading_.cover.from_s || wanted.to_s > reading_.cover.to_s) return false;
    const auto needing = leadsNeedingSamples(step_s);
    return std::all_of(needing.begin(), needing.end(),
                       [&](std::size_t lead) { return reading_.pieces[lead].rate_hz > 0; });
}

double TraceSource::costOf(const Stretch& stretch, double step_s) const {
    const double seconds = stretch.length_s() + 2 * dsp::filterMargin_s(filter_);
    double samples = 0;
    for (const std::size_t lead : leadsNeedingSamples(step_s)) samples += seconds * recording_->leads[lead].rate_hz;
    return samples;
}

void TraceSource::prepare(const Viewport& viewport, double step_s) {
    if (!recording_) return;
    wanted_ = within(viewport.start_s, viewport.end_s());
    wanted_step_s_ = step_s;
    const std::vector<std::size_t> leads = leadsNeedingSamples(step_s);
    if (leads.empty()) return;
    const double ahead_s = kAhead * viewport.span_s, edge_s = kLeastAhead * viewport.span_s;
    const Stretch generous = within(viewport.start_s - ahead_s, viewport.end_s() + ahead_s);
    if (!covers(wanted_, step_s)) {
        const auto readAtOnce = [&](const Stretch& stretch) {
            reader_.cancel();
            coming_ = {};
            reading_ = read(*recording_, stretch, leads, filter_);
            reading_stale_ = false;
        };
        if (costOf(generous, step_s) <= kAtOnce_samples) return readAtOnce(generous);
        // Once, and what lies around it behind: a view that is dragged on would be read in every frame, and has its
        // edge from the summary until that comes.
        const bool under_way = reader_.busy() && coming_.from_s <= wanted_.from_s && coming_.to_s >= wanted_.to_s;
        if (under_way) return;
        if (costOf(wanted_, step_s) <= kAtOnce_samples) readAtOnce(wanted_);
        readInBackground(generous, step_s);
        return;
    }
    const Stretch comfortable = within(viewport.start_s - edge_s, viewport.end_s() + edge_s);
    if (!covers(comfortable, step_s) && !reader_.busy()) readInBackground(generous, step_s);
}

TraceSource::Reading TraceSource::read(const Recording& recording, const Stretch& stretch,
                                       std::span<const std::size_t> leads, const dsp::FilterSpec& filter,
                                       const Job& job) {
    const std::size_t count = recording.leads.size();
    Reading reading{stretch, std::vector<SignalPiece>(count), std::vector<std::vector<Standstill>>(count)};
    for (const std::size_t lead : leads) {
        if (job.stopRequested()) return reading;
        SignalPiece& piece = reading.pieces[lead];
        piece = readDisplayed(recording, lead, stretch, filter, job);
        piece.rate_hz = recording.leads[lead].rate_hz;
        const auto millivolts = millivoltsPer(recording.leads[lead].unit);
        if (piece.samples.empty() || !millivolts) continue;
        std::vector<float> recorded(piece.samples.size());
        recording.source->readPhysical(lead, piece.first, recorded);
        if (*millivolts != 1) {
            for (float& value : recorded) value *= static_cast<float>(*millivolts);
        }
        reading.standstills[lead] = standstillsOf(recorded, piece.first, piece.rate_hz);
    }
    return reading;
}

void TraceSource::readInBackground(const Stretch& stretch, double step_s) {
    coming_ = stretch;
    reader_.start([recording = recording_, filter = filter_, stretch,
                   leads = leadsNeedingSamples(step_s)](const Job& job) -> std::optional<Reading> {
        Reading reading = read(*recording, stretch, leads, filter, job);
        if (job.stopRequested()) return std::nullopt;
        return reading;
    });
}

void TraceSource::summarize() {
    summarizer_.start([recording = recording_, filter = filter_](const Job& job) -> std::optional<Summaries> {
        Summaries summaries(recording->leads.size());
        for (std::size_t lead = 0; lead < summaries.size(); ++lead) {
            const auto reader = filteredReader(recording, lead, filter, job);
            auto built = dsp::MinMaxPyramid::build(reader, recording->leads[lead].samples, job);
            if (!built || job.stopRequested()) return std::nullopt;
            summaries[lead] = std::make_shared<const dsp::MinMaxPyramid>(std::move(*built));
        }
        return summaries;
    });
}

void TraceSource::coarseColumns(std::size_t lead, double start_s, double step_s, std::span<ColumnRange> out) const {
    std::fill(out.begin(), out.end(), ColumnRange{kNothing, kNothing});
    if (lead >= summaries_.size() || !summaries_[lead] || out.empty()) return;
    const double rate_hz = recording_->leads[lead].rate_hz;
    // The summary answers for columns of 128 samples and more: narrower ones share an answer.
    const auto share = static_cast<std::size_t>(std::max(1.0, std::ceil((kSamplesPerColumn + 1) / (rate_hz * step_s))));
    std::vector<ColumnRange> wide((out.size() + share - 1) / share);
    const double first = start_s * rate_hz, width = static_cast<double>(share) * step_s * rate_hz;
    summaries_[lead]->columns({}, first, first + width * static_cast<double>(wide.size()), wide);
    joinColumns(wide);
    for (std::size_t c = 0; c < out.size(); ++c) out[c] = wide[c / share];
}

void TraceSource::columns(std::size_t lead, double start_s, double step_s, std::span<ColumnRange> out) const {
    if (!recording_ || lead >= recording_->leads.size() || !(recording_->leads[lead].rate_hz > 0)) {
        std::fill(out.begin(), out.end(), ColumnRange{kNothing, kNothing});
        return;
    }
    const bool has_piece = lead < reading_.pieces.size() && reading_.pieces[lead].rate_hz > 0;
    if ((!needsSamples(lead, step_s) && !holds_) || !has_piece) return coarseColumns(lead, start_s, step_s, out);
    const SignalPiece& piece = reading_.pieces[lead];
    const double end_s = start_s + step_s * static_cast<double>(out.size());
    const Stretch inside = within(start_s, end_s);
    columnsOfSamples(piece.samples, piece.first, piece.rate_hz, start_s, step_s, out);
    if (inside.from_s >= reading_.cover.from_s && inside.to_s <= reading_.cover.to_s) return;
    // The view has run ahead of the reading: its uncovered part is drawn coarsely until the samples come.
    std::vector<ColumnRange> coarse(out.size());
    coarseColumns(lead, start_s, step_s, coarse);
    for (std::size_t c = 0; c < out.size(); ++c) {
        const double time_s = start_s + (static_cast<double>(c) + 0.5) * step_s;
        if (time_s < reading_.cover.from_s || time_s > reading_.cover.to_s) out[c] = coarse[c];
    }
}

std::optional<SampleRun> TraceSource::samples(std::size_t lead, const Stretch& stretch) const {
    if (!recording_ || reading_stale_ || lead >= reading_.pieces.size()) return std::nullopt;
    const SignalPiece& piece = reading_.pieces[lead];
    const Stretch wanted = within(stretch.from_s, stretch.to_s);
    if (!(piece.rate_hz > 0) || wanted.from_s < reading_.cover.from_s || wanted.to_s > reading_.cover.to_s) {
        return std::nullopt;
    }
    const auto first = static_cast<std::int64_t>(std::floor(wanted.from_s * piece.rate_hz)) - piece.first;
    const auto last = static_cast<std::int64_t>(std::ceil(wanted.to_s * piece.rate_hz)) - piece.first;
    const auto held = static_cast<std::int64_t>(piece.samples.size());
    const auto from = std::clamp<std::int64_t>(first, 0, held), to = std::clamp<std::int64_t>(last + 1, from, held);
    const auto values = std::span(piece.samples).subspan(static_cast<std::size_t>(from));
    return SampleRun{static_cast<double>(piece.first + from) / piece.rate_hz, 1 / piece.rate_hz,
                     values.first(static_cast<std::size_t>(to - from))};
}

std::span<const Standstill> TraceSource::standstills(std::size_t lead) const {
    if (lead >= reading_.standstills.size()) return {};
    return reading_.standstills[lead];
}

std::optional<ColumnRange> TraceSource::swing(std::size_t lead, const Stretch& stretch) const {
    constexpr double kFewestColumns = 4, kLeastColumns = 512, kSamplesOfColumn = 100;
    if (!recording_ || lead >= recording_->leads.size() || !(stretch.length_s() > 0)) return std::nullopt;
    const double samples = stretch.length_s() * recording_->leads[lead].rate_hz;
    const double few = std::clamp(std::ceil(samples), kFewestColumns, kLeastColumns);
    const double wanted = holds_ ? std::max(few, samples / kSamplesOfColumn) : few;
    std::vector<ColumnRange> columns_of(static_cast<std::size_t>(wanted));
    columns(lead, stretch.from_s, stretch.length_s() / static_cast<double>(columns_of.size()), columns_of);
    std::optional<ColumnRange> all;
    for (const ColumnRange& column : columns_of) {
        if (!std::isfinite(column.low) || !std::isfinite(column.high)) continue;
        all = all ? ColumnRange{std::min(all->low, column.low), std::max(all->high, column.high)} : column;
    }
    return all;
}

bool TraceSource::isBusy() const {
    if (measurer_.busy()) return true;
    if (!recording_ || wanted_step_s_ <= 0) return false;
    if (!leadsNeedingSamples(wanted_step_s_).empty() && !covers(wanted_, wanted_step_s_)) return reader_.busy();
    const bool any_summary = leadsNeedingSamples(wanted_step_s_).size() < recording_->leads.size();
    return any_summary && summaries_stale_ && summarizer_.busy();
}

}  // namespace triptych::ui
