#include "core/inference/model_inputs.h"

#include "core/beats/beat_likeness.h"
#include "core/beats/p_waves.h"
#include "core/beats/rr_features.h"
#include "core/beats/typical_beat.h"
#include "core/beats/windows.h"
#include "core/dsp/filter.h"
#include "core/dsp/hum.h"
#include "core/dsp/resample.h"
#include "core/dsp/sample_reader.h"
#include "core/dsp/stft.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace triptych::inference {
namespace {

constexpr std::size_t kFirstPositiveRow = dsp::kStftRows / 2;  // fft-shifted: row 16 is 0 Hz
constexpr std::size_t kNeighbours = 29;                        // half a minute or so: a run, and what surrounds it
constexpr std::size_t kLongestWindow = std::max(beats::kParityLength, beats::kProductLength);
constexpr double kSmoothEdge_hz = 17;  // P and T have little above it, noise has most of its own
constexpr float kEarly = -0.05F;       // ln(pre-RR / local RR): one twentieth

// Peak-to-peak of the typical beat within ±0.12 s of its mark: makes the input independent of the recorder's gain. A
// lead of nearly nothing is not blown up to look like a heart.
float qrsSize(std::span<const float> typical) {
    const std::size_t centre = typical.size() / 2;
    const auto [low, high] = std::minmax_element(typical.begin() + static_cast<std::ptrdiff_t>(centre) - 15,
                                                 typical.begin() + static_cast<std::ptrdiff_t>(centre) + 15);
    return std::max(*high - *low, 0.05F);
}

// Runs of samples without a value, gathered while a lead is read in order.
class MissingSamples {
public:
    void add(std::int64_t first, std::span<const float> samples) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (!std::isnan(samples[i])) continue;
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            const std::int64_t before = runs_.empty() ? 0 : runs_.back().missing;
            if (!runs_.empty() && runs_.back().past == at) {
                ++runs_.back().past;
                ++runs_.back().missing;
            } else {
                runs_.push_back({at, at + 1, before + 1});
            }
        }
    }
    // How many of the samples before `sample` are missing.
    [[nodiscard]] std::int64_t before(std::int64_t sample) const {
        const auto past = std::upper_bound(runs_.begin(), runs_.end(), sample,
                                           [](std::int64_t at, const Run& run) { return at < run.first; });
        if (past == runs_.begin()) return 0;
        const Run& run = *std::prev(past);
        return run.missing - std::max<std::int64_t>(0, run.past - sample);
    }

private:
    struct Run {
        std::int64_t first, past;
        std::int64_t missing;  // in this run and all before it
    };
    std::vector<Run> runs_;
};

// 1 for beats whose window has at most a quarter of its samples missing or outside the recording.
std::vector<std::uint8_t> usableBeats(const MissingSamples& missing, std::int64_t length, double rate_hz,
                                      const BeatList& beats, double before_s, double after_s) {
    std::vector<std::uint8_t> usable;
    usable.reserve(beats.beats.size());
    for (const Beat& beat : beats.beats) {
        const double centre = static_cast<double>(beat.sample) / beats.rate_hz * rate_hz;
        const auto from = static_cast<std::int64_t>(std::llround(centre - before_s * rate_hz));
        const auto to = static_cast<std::int64_t>(std::llround(centre + after_s * rate_hz));
        const std::int64_t inside_from = std::clamp<std::int64_t>(from, 0, length);
        const std::int64_t inside_to = std::clamp<std::int64_t>(to, inside_from, length);
        const std::int64_t outside = (to - from) - (inside_to - inside_from);
        const std::int64_t lost = outside + missing.before(inside_to) - missing.before(inside_from);
        usable.push_back(lost * 4 <= to - from ? 1 : 0);
    }
    return usable;
}

// 0 for beats that came early.
std::vector<std::uint8_t> onTime(std::span<const float> rr) {
    std::vector<std::uint8_t> out;
    for (std::size_t row = 0; row < rr.size(); row += beats::kRrFeatures) out.push_back(rr[row] > kEarly ? 1 : 0);
    return out;
}

// Rows of `a` [n × columns_a] and `b` [n × columns_b] one after the other.
std::vector<float> sideBySide(std::span<const float> a, std::size_t columns_a, std::span<const float> b,
                              std::size_t columns_b) {
    std::vector<float> out;
    out.reserve(a.size() + b.size());
    for (std::size_t row = 0; row * columns_a < a.size(); ++row) {
        const auto of_a = a.subspan(row * columns_a, columns_a), of_b = b.subspan(row * columns_b, columns_b);
        out.insert(out.end(), of_a.begin(), of_a.end());
        out.insert(out.end(), of_b.begin(), of_b.end());
    }
    return out;
}

// One window a beat, in the lead's unit; `middles` receives what each is measured from.
std::vector<float> windowsOf(std::span<const float> at_125, const BeatList& beats, std::vector<float>& middles) {
    middles.reserve(beats.beats.size());
    std::vector<float> windows(beats.beats.size() * beats::kProductLength);
    for (std::size_t beat = 0; beat < beats.beats.size(); ++beat) {
        middles.push_back(beats::productMiddle(at_125, beats.beats[beat], beats.rate_hz));
        beats::productWindow(at_125, beats.beats[beat], beats.rate_hz, middles.back(),
                             std::span(windows).subspan(beat * beats::kProductLength, beats::kProductLength));
    }
    return windows;
}

constexpr std::size_t likenessColumn(std::string_view feature) {
    for (std::size_t i = 0; i < beats::kLikenessFeatures; ++i) {
        if (beats::kLikenessFeatureNames[i] == feature) return i;
    }
    return beats::kLikenessFeatures;
}
constexpr std::array kOfSlowWaves = {likenessColumn("P unlike typical"), likenessColumn("T unlike typical"),
                                     likenessColumn("P difference"), likenessColumn("P difference of beat before")};
static_assert(std::ranges::all_of(kOfSlowWaves, [](std::size_t of) { return of < beats::kLikenessFeatures; }));

}  // namespace

std::string_view name(Profile profile) {
    return profile == Profile::parity ? "parity" : "product";
}

Result<Profile> profileOf(std::string_view profile_name) {
    if (profile_name == "parity") return Profile::parity;
    if (profile_name == "product") return Profile::product;
    return fail(ErrorCode::malformed, text::say("there is no profile \"{1}\"", std::string(profile_name)), {},
                "use parity or product");
}

std::string_view name(Conditioning conditioning) {
    return conditioning == Conditioning::quiet_band ? "quiet_band_1" : "";
}

Result<Conditioning> conditioningOf(std::string_view conditioning_name) {
    for (const Conditioning known : {Conditioning::none, Conditioning::quiet_band}) {
        if (conditioning_name == name(known)) return known;
    }
    return fail(ErrorCode::malformed,
                text::say("there is no conditioning of inputs \"{1}\"", std::string(conditioning_name)), {},
                text::say("use {1}, or leave it out", std::string(name(Conditioning::quiet_band))));
}

InputShape shapeOf(Profile profile) {
    if (profile == Profile::parity) {
        return {.time_channels = 1,
                .time_samples = beats::kParityLength,
                .tf_channels = 1,
                .tf_rows = dsp::kStftRows,
                .tf_columns = dsp::stftColumns(beats::kParityLength),
                .rr = 0,
                .neighbours = 0};
    }
    return {.time_channels = 2,
            .time_samples = beats::kProductLength,
            .tf_channels = 2,
            .tf_rows = dsp::kStftRows / 2,
            .tf_columns = dsp::stftColumns(beats::kProductLength),
            .rr = beats::kRrFeatures + beats::kLikenessFeatures + beats::kPWaveFeatures,
            .neighbours = kNeighbours};
}

void timeFrequencyOf(Profile profile, std::span<const float> beat, std::span<const float> typical_tf,
                     std::span<float> out) {
    const InputShape shape = shapeOf(profile);
    const std::vector<float> picture = dsp::stftOfBeat(beat);
    if (profile == Profile::parity) {
        std::transform(picture.begin(), picture.end(), out.begin(),
                       [](float db) { return (db - kTfMeanDb) / kTfScaleDb; });
        return;
    }
    const std::size_t plane = shape.tf_rows * shape.tf_columns;
    const std::span positive = std::span(picture).subspan(kFirstPositiveRow * shape.tf_columns, plane);
    for (std::size_t i = 0; i < plane; ++i) {
        out[i] = (positive[i] - kTfMeanDb) / kTfScaleDb;
        out[plane + i] = (positive[i] - typical_tf[i]) / kTfDifferenceScaleDb;
    }
}

std::vector<float> typicalTimeFrequency(std::span<const float> typical) {
    const InputShape shape = shapeOf(Profile::product);
    const std::vector<float> picture = dsp::stftOfBeat(typical);
    const auto first = picture.begin() + static_cast<std::ptrdiff_t>(kFirstPositiveRow * shape.tf_columns);
    return {first, first + static_cast<std::ptrdiff_t>(shape.tf_rows * shape.tf_columns)};
}

Result<BeatInputs> BeatInputs::prepare(const Recording& recording, const BeatList& beats, std::size_t lead,
                                       Representation representation, const Job& job) {
    if (lead >= recording.leads.size()) {
        return fail(ErrorCode::out_of_range, text::say("the recording has no lead number {1}", lead + 1),
                    recording.name, text::say("choose one of its {1} leads", recording.leads.size()));
    }
    const Lead& of = recording.leads[lead];
    if (!(of.rate_hz >= 50)) {
        return fail(ErrorCode::unsupported, text::say("lead {1} has fewer than 50 samples a second", of.name),
                    recording.name, "choose a lead with an ECG's rate");
    }
    const Profile profile = representation.profile;
    BeatInputs inputs;
    inputs.profile_ = profile;
    const double before_s = profile == Profile::parity ? 0.0 : 0.8;
    const double after_s = profile == Profile::parity ? 0.8 : 0.8;
    MissingSamples missing;
    const dsp::SampleReader read = [of_lead = dsp::readerOf(recording, lead), &missing](std::int64_t first,
                                                                                        std::span<float> out) {
        of_lead(first, out);
        missing.add(first, out);
    };
    std::vector<float> at_125 = dsp::resample(read, of.samples, of.rate_hz, beats::kModelRateHz, job);
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped while resampling", recording.name);
    inputs.usable_ = usableBeats(missing, of.samples, of.rate_hz, beats, before_s, after_s);
    for (const Beat& beat : beats.beats) {
        // Windows are cut at whole samples of the models' clock.
        const double mark = std::round(static_cast<double>(beat.sample) / beats.rate_hz * beats::kModelRateHz);
        inputs.start_s_.push_back(mark / beats::kModelRateHz - before_s);
    }
    if (profile == Profile::parity) {
        inputs.windows_ = beats::parityWindows(at_125, beats);
        return inputs;
    }
    if (auto done = inputs.describe(std::move(at_125), beats, representation.conditioning, job); !done)
        return std::unexpected(std::move(done.error()));
    return inputs;
}

Result<void> BeatInputs::describe(std::vector<float> at_125, const BeatList& beats, Conditioning conditioning,
                                  const Job& job) {
    if (conditioning == Conditioning::quiet_band) {
        auto conditioned = dsp::conditionLead(at_125, beats::kModelRateHz, job);
        if (!conditioned) return std::unexpected(std::move(conditioned.error()));
        at_125 = std::move(conditioned->samples);
    }
    const std::vector<float> rhythm = beats::rrFeatures(beats);
    at_125_ = std::move(at_125);
    beats_ = beats.beats;
    rate_hz_ = beats.rate_hz;
    std::vector<float> windows = windowsOf(at_125_, beats, middle_);
    const std::vector<std::uint8_t> on_time = onTime(rhythm);
    typical_ = beats::typicalBeat(windows, beats::kProductLength, on_time);
    scale_ = 1.0F / qrsSize(typical_);
    const auto toScale = [this](std::vector<float>& of, bool clips) {
        for (float& value : of) value = clips ? std::clamp(value * scale_, -kTimeLimit, kTimeLimit) : value * scale_;
    };
    toScale(typical_, false);
    toScale(windows, true);
    typical_tf_ = typicalTimeFrequency(typical_);
    auto likeness = beats::likenessFeatures(windows, typical_);
    if (conditioning == Conditioning::quiet_band) {
        auto smooth = dsp::filterLead(at_125_, beats::kModelRateHz, {0, kSmoothEdge_hz, 0}, job);
        if (!smooth) return std::unexpected(std::move(smooth.error()));
        std::vector<float> middles;
        windows = windowsOf(*smooth, beats, middles);
        auto typical = beats::typicalBeat(windows, beats::kProductLength, on_time);
        toScale(typical, false);
        toScale(windows, true);
        const auto slow = beats::likenessFeatures(windows, typical);
        for (std::size_t row = 0; row < likeness.size(); row += beats::kLikenessFeatures) {
            for (const std::size_t column : kOfSlowWaves) likeness[row + column] = slow[row + column];
        }
    }
    rr_ = sideBySide(sideBySide(rhythm, beats::kRrFeatures, likeness, beats::kLikenessFeatures), pWaveColumn(),
                     beats::pWaveFeatures(windows, on_time), beats::kPWaveFeatures);
    return {};
}

void BeatInputs::window(std::size_t beat, std::span<float> out) const {
    if (profile_ == Profile::parity) {
        const std::span own = std::span(windows_).subspan(beat * out.size(), out.size());
        std::copy(own.begin(), own.end(), out.begin());
        return;
    }
    beats::productWindow(at_125_, beats_[beat], rate_hz_, middle_[beat], out);
    for (float& value : out) value = std::clamp(value * scale_, -kTimeLimit, kTimeLimit);
}

void BeatInputs::time(std::size_t beat, std::span<float> out) const {
    const std::size_t size = shapeOf(profile_).time_samples;
    const std::span<float> own = out.first(size);
    window(beat, own);
    if (profile_ == Profile::parity) return;
    for (std::size_t i = 0; i < size; ++i) {
        out[size + i] = std::clamp(own[i] - typical_[i], -kTimeLimit, kTimeLimit);
    }
}

std::span<const float> BeatInputs::rr(std::size_t beat) const {
    const std::size_t size = shapeOf(profile_).rr;
    return std::span(rr_).subspan(beat * size, size);
}

std::size_t BeatInputs::neighbour(std::size_t beat, std::size_t column) const {
    const std::size_t before = shapeOf(profile_).neighbours / 2;
    return std::min(std::max(beat + column, before) - before, size() - 1);
}

void BeatInputs::neighbours(std::size_t beat, std::span<float> out) const {
    const InputShape shape = shapeOf(profile_);
    placeInColumns(
        shape.rr, shape.neighbours, [&](std::size_t column) { return rr(neighbour(beat, column)); }, out);
}

void BeatInputs::timeFrequency(std::size_t beat, std::span<float> out) const {
    std::array<float, kLongestWindow> own;
    const std::span cut = std::span(own).first(shapeOf(profile_).time_samples);
    window(beat, cut);
    timeFrequencyOf(profile_, cut, typical_tf_, out);
}

double BeatInputs::windowStart_s(std::size_t beat) const {
    return start_s_[beat];
}

std::size_t rhythmFeatures() {
    return beats::kRrFeatures;
}

std::size_t pWaveColumn() {
    return beats::kRrFeatures + beats::kLikenessFeatures;
}

double modelRate_hz() {
    return beats::kModelRateHz;
}

std::vector<std::string> rrFeatureNames() {
    std::vector<std::string> names(beats::kRrFeatureNames.begin(), beats::kRrFeatureNames.end());
    names.insert(names.end(), beats::kLikenessFeatureNames.begin(), beats::kLikenessFeatureNames.end());
    names.insert(names.end(), beats::kPWaveFeatureNames.begin(), beats::kPWaveFeatureNames.end());
    return names;
}

std::vector<double> tfFrequencies_hz(Profile profile) {
    const InputShape shape = shapeOf(profile);
    std::vector<double> out;
    const double step = beats::kModelRateHz / static_cast<double>(dsp::kStftWindow);
    const double first = profile == Profile::parity ? -static_cast<double>(kFirstPositiveRow) : 0.0;
    for (std::size_t row = 0; row < shape.tf_rows; ++row) out.push_back((first + static_cast<double>(row)) * step);
    return out;
}

std::vector<double> tfColumnCentres_s(Profile profile) {
    std::vector<double> out;
    for (std::size_t column = 0; column < shapeOf(profile).tf_columns; ++column) {
        // A window of 32 samples starting at 4c is centred between its samples 15 and 16.
        out.push_back((static_cast<double>(column * dsp::kStftHop) + (dsp::kStftWindow - 1) / 2.0) /
                      beats::kModelRateHz);
    }
    return out;
}

}  // namespace triptych::inference
