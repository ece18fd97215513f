#include "core/inference/module/training/spoilt.h"

#include "core/dsp/filter.h"
#include "core/dsp/round_signal.h"
#include "core/formats/open.h"
#include "core/inference/module/training/leads_in_memory.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numbers>
#include <utility>

namespace triptych::inference::training {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kBesideBeat_s = 0.05;
constexpr std::size_t kMeasured = 300;

struct Stretch {
    std::size_t first, past;
};

bool by(Random& random, double chance) {
    return random.uniform() < chance;
}

double medianOf(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// What noise of root mean square 1 is multiplied with, so that a QRS of `size` taken for a sine stands `snr_db` above
// it.
double gainFor(double size, double snr_db) {
    return size * std::numbers::sqrt2 / 4 * std::pow(10.0, -snr_db / 20);
}

// Root mean square about its mean of a second, the median of them.
double sizeOf(std::span<const float> noise, double rate_hz) {
    const auto second = std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(rate_hz)));
    std::vector<double> sizes;
    for (std::size_t first = 0; first + second <= noise.size(); first += second) {
        double mean = 0, squares = 0;
        for (const float value : noise.subspan(first, second)) {
            mean += static_cast<double>(value) / static_cast<double>(second);
            squares += static_cast<double>(value) * static_cast<double>(value) / static_cast<double>(second);
        }
        sizes.push_back(std::sqrt(std::max(squares - mean * mean, 0.0)));
    }
    return medianOf(std::move(sizes));
}

// Each noise is of root mean square 1 or so.
std::vector<float> electrodes(const RecordedNoise& recorded, std::size_t samples, double rate_hz, Random& random) {
    const auto& signal = recorded.signals[random.below(recorded.signals.size())];
    const double from = random.uniform(0, static_cast<double>(signal.size()));
    const double step = recorded.rate_hz / rate_hz * std::exp(random.uniform(-0.35, 0.35)) * (by(random, 0.3) ? -1 : 1);
    std::vector<float> out(samples);
    for (std::size_t i = 0; i < samples; ++i)
        out[i] = static_cast<float>(dsp::valueGoingRound(signal, from + step * static_cast<double>(i)));
    const double size = std::max(sizeOf(out, rate_hz), 1e-6) * (by(random, 0.5) ? -1 : 1);
    const auto begins = static_cast<double>(out.front());  // so that the stretch begins without a step
    for (float& value : out) value = static_cast<float>((static_cast<double>(value) - begins) / size);
    return out;
}

// White, or what muscles and amplifiers make of it; half of it swells and fades.
std::vector<float> muscle(std::size_t samples, double rate_hz, Random& random) {
    std::vector<float> out(samples);
    const std::size_t kind = random.below(4);
    const bool swells = by(random, 0.5);
    const double turn_s = random.uniform(1, 8), phase = random.uniform();
    double walk = 0, before = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        const double white = random.normal();
        walk = 0.9 * walk + white;
        const double value = kind < 2 ? white : kind == 2 ? 0.44 * walk : 0.71 * (white - before);
        before = white;
        const double swell = swells ? 1 + std::sin(kTurn * (phase + static_cast<double>(i) / rate_hz / turn_s)) : 1;
        out[i] = static_cast<float>(value * swell);
    }
    return out;
}

void addSine(std::span<float> lead, double amplitude, double frequency_hz, double rate_hz, double phase) {
    for (std::size_t i = 0; i < lead.size(); ++i) {
        lead[i] +=
            static_cast<float>(amplitude * std::sin(kTurn * (phase + frequency_hz * static_cast<double>(i) / rate_hz)));
    }
}

// What a stretch has beside electrodes and muscles; the same on every lead, of other sizes.
void addRest(std::vector<std::span<float>>& leads, std::span<const double> sizes, double rate_hz, Random& random) {
    if (by(random, 0.2)) {
        const double hz = (by(random, 0.5) ? 50 : 60) + random.uniform(-0.2, 0.2), most = random.uniform(0.02, 1);
        for (auto& lead : leads) addSine(lead, most * random.uniform(0.2, 1), hz, rate_hz, random.uniform());
    }
    if (by(random, 0.3)) {
        const double hz = random.uniform(0.1, 0.5), most = random.uniform(0.1, 1.5);
        for (auto& lead : leads) addSine(lead, most * random.uniform(0.2, 1), hz, rate_hz, random.uniform());
    }
    if (by(random, 0.1)) {
        for (auto& lead : leads) {
            const auto gain = static_cast<float>(std::exp(random.uniform(-0.7, 0.5)));
            for (float& value : lead) value *= gain;
        }
    }
    if (by(random, 0.08)) {
        for (std::size_t k = 0; k < leads.size(); ++k) {
            std::vector<double> values(leads[k].begin(), leads[k].end());
            const double middle = medianOf(std::move(values)), reach = random.uniform(0.35, 0.7) * sizes[k];
            for (float& value : leads[k])
                value = std::clamp(value, static_cast<float>(middle - reach), static_cast<float>(middle + reach));
        }
    }
}

void spoil(std::vector<std::vector<float>>& leads, Stretch stretch, std::span<const double> sizes, double rate_hz,
           const RecordedNoise& noise, Random& random) {
    if (by(random, 0.2)) return;
    const std::size_t samples = stretch.past - stretch.first;
    std::vector<std::span<float>> parts;
    for (auto& lead : leads) parts.push_back(std::span(lead).subspan(stretch.first, samples));
    const bool moves = !noise.signals.empty() && by(random, 0.5), trembles = by(random, 0.5);
    const double motion_db = random.uniform(3, 24), muscle_db = random.uniform(6, 26);
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const auto add = [&](const std::vector<float>& of, double snr_db) {
            const double gain = gainFor(sizes[k], snr_db + random.uniform(-3, 3));
            for (std::size_t i = 0; i < samples; ++i)
                parts[k][i] += static_cast<float>(gain * static_cast<double>(of[i]));
        };
        if (k > 0 && by(random, 0.25)) continue;  // one electrode alone
        if (moves) add(electrodes(noise, samples, rate_hz, random), motion_db);
        if (trembles) add(muscle(samples, rate_hz, random), muscle_db);
    }
    addRest(parts, sizes, rate_hz, random);
}

Recording inMemory(const Recording& recording, std::vector<std::vector<float>> leads) {
    Recording out = recording;
    out.source = std::make_shared<const LeadsInMemory>(std::move(leads));
    return out;
}

std::vector<std::vector<float>> leadsOf(const Recording& recording) {
    std::vector<std::vector<float>> out;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead)
        out.push_back(readLead(recording, lead, 0, recording.leads[lead].samples));
    return out;
}

}  // namespace

Result<RecordedNoise> teachingNoise(const std::string& data_folder, const Job& job) {
    const std::filesystem::path folder = data_folder;
    for (const auto& in : {folder / "noise", folder / ".." / "noise"}) {
        const auto header = in / "em.hea";
        if (std::error_code status; !std::filesystem::exists(header, status)) continue;
        const auto recording = formats::open(header.string(), job);
        if (!recording) return std::unexpected(recording.error());
        RecordedNoise out{{}, (*recording)->leads.front().rate_hz};
        for (std::size_t lead = 0; lead < (*recording)->leads.size(); ++lead) {
            const Lead& of = (*recording)->leads[lead];
            out.signals.push_back(readLead(
                **recording, lead, 0, std::min<std::int64_t>(of.samples, std::llround(kTeachingNoise_s * of.rate_hz))));
        }
        return out;
    }
    return fail(ErrorCode::not_found, "the recorded noise of electrodes that this configuration learns from is missing",
                data_folder, "put the folder \"noise\", with em.hea in it, beside the records");
}

double qrsSize(std::span<const float> lead, double rate_hz, const BeatList& beats) {
    const auto beside = static_cast<std::int64_t>(std::llround(kBesideBeat_s * rate_hz));
    std::vector<double> sizes;
    for (const Beat& beat : beats.beats) {
        if (sizes.size() == kMeasured) break;
        const auto mark =
            static_cast<std::int64_t>(std::llround(static_cast<double>(beat.sample) / beats.rate_hz * rate_hz));
        if (mark < beside || mark + beside >= static_cast<std::int64_t>(lead.size())) continue;
        const auto part =
            lead.subspan(static_cast<std::size_t>(mark - beside), static_cast<std::size_t>(2 * beside + 1));
        const auto [low, high] = std::minmax_element(part.begin(), part.end());
        const double size = static_cast<double>(*high) - static_cast<double>(*low);
        if (std::isfinite(size)) sizes.push_back(size);
    }
    return medianOf(std::move(sizes));
}

Recording spoilt(const Recording& recording, const BeatList& beats, const RecordedNoise& noise, Random& random) {
    auto leads = leadsOf(recording);
    const double rate_hz = recording.leads.front().rate_hz;
    const bool one_clock = std::ranges::all_of(recording.leads, [&](const Lead& lead) {
        return lead.rate_hz == rate_hz && lead.samples == recording.leads.front().samples;
    });
    if (!one_clock || leads.front().empty()) return recording;
    std::vector<double> sizes;
    for (const auto& lead : leads) sizes.push_back(qrsSize(lead, rate_hz, beats));
    const std::size_t samples = leads.front().size();
    for (std::size_t first = 0; first < samples;) {
        const std::size_t past =
            std::min(samples, first + 1 + static_cast<std::size_t>(random.uniform(40, 160) * rate_hz));
        spoil(leads, {first, past}, sizes, rate_hz, noise, random);
        first = past;
    }
    if (by(random, 1.0 / 3)) {
        const dsp::FilterSpec band{random.uniform(0.3, 1), random.uniform(20, 40), 0};
        for (auto& lead : leads) {
            if (auto narrow = dsp::filterLead(lead, rate_hz, band)) lead = std::move(*narrow);
        }
    }
    return inMemory(recording, std::move(leads));
}

Recording disturbed(const Recording& recording, const BeatList& beats, Disturbance by_what, double amount,
                    const RecordedNoise& noise, Random& random) {
    if (by_what == Disturbance::none) return recording;
    auto leads = leadsOf(recording);
    for (std::size_t k = 0; k < leads.size(); ++k) {
        const double rate_hz = recording.leads[k].rate_hz, phase = random.uniform();
        switch (by_what) {
            case Disturbance::none:
                break;
            case Disturbance::hum_50:
                addSine(leads[k], amount, 50, rate_hz, phase);
                break;
            case Disturbance::hum_60:
                addSine(leads[k], amount, 60, rate_hz, phase);
                break;
            case Disturbance::wander:
                addSine(leads[k], amount, 0.3, rate_hz, phase);
                break;
            case Disturbance::white:
                for (float& value : leads[k]) value += static_cast<float>(amount * random.normal());
                break;
            case Disturbance::electrodes: {
                const auto added = electrodes(noise, leads[k].size(), rate_hz, random);
                const double gain = gainFor(qrsSize(leads[k], rate_hz, beats), amount);
                for (std::size_t i = 0; i < added.size(); ++i)
                    leads[k][i] += static_cast<float>(gain * static_cast<double>(added[i]));
                break;
            }
        }
    }
    return inMemory(recording, std::move(leads));
}

}  // namespace triptych::inference::training
