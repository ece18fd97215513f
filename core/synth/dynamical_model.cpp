#include "core/synth/dynamical_model.h"

#include "core/synth/exact_math.h"
#include "core/synth/phase_clock.h"
#include "core/synth/rr_process.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::synth {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kSlowestStep_hz = 500;
constexpr double kReach = 6;  // deviations: beyond, a wave is below 2e-8 of its height
constexpr std::int64_t kSamplesBetweenLooks = 8192;

using Voltages = std::array<double, kModelLeads>;

// A wave of one beat on the unrolled cycle.
struct PlacedWave {
    double centre;
    double per_width;  // 1 / b
    double reach;      // beyond which it is nothing
    Voltages height_mv;
};

std::vector<PlacedWave> placeWaves(const std::vector<PlannedBeat>& beats, std::span<const BeatShape> shapes) {
    std::vector<PlacedWave> waves;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        for (const Wave& wave : shapes[static_cast<std::size_t>(beats[i].kind)]) {
            PlacedWave placed{kTwoPi * static_cast<double>(i) + wave.angle, 1 / wave.width, kReach * wave.width,
                              wave.height_mv};
            for (double& height : placed.height_mv) height *= beats[i].size;
            waves.push_back(placed);
        }
    }
    std::sort(waves.begin(), waves.end(),
              [](const PlacedWave& a, const PlacedWave& b) { return a.centre - a.reach < b.centre - b.reach; });
    return waves;
}

// Σ (height / b²) Δθ exp(-Δθ² / 2b²) over the waves near an angle; angles must ascend.
class Push {
public:
    explicit Push(std::vector<PlacedWave> waves) : waves_(std::move(waves)) {}

    Voltages at(double angle) {
        while (next_ < waves_.size() && waves_[next_].centre - waves_[next_].reach <= angle) {
            active_.push_back(next_++);
        }
        std::erase_if(active_, [&](std::size_t i) { return waves_[i].centre + waves_[i].reach < angle; });
        Voltages sum{};
        for (const std::size_t i : active_) {
            const PlacedWave& wave = waves_[i];
            const double distance = (angle - wave.centre) * wave.per_width;
            const double slope = distance * wave.per_width * exactExp(-distance * distance / 2);
            for (std::size_t lead = 0; lead < kModelLeads; ++lead) sum[lead] += wave.height_mv[lead] * slope;
        }
        return sum;
    }

private:
    std::vector<PlacedWave> waves_;
    std::size_t next_ = 0;
    std::vector<std::size_t> active_;
};

}  // namespace

Result<ModelLeads> integrate(const ModelRequest& request, const std::vector<PlannedBeat>& beats, const Job& job) {
    std::array<BeatShape, kBeatKinds> shapes;
    for (std::size_t kind = 0; kind < kBeatKinds; ++kind) {
        shapes[kind] = shapeOf(static_cast<BeatKind>(kind), request.mean_rate_bpm);
    }
    PhaseClock clock(beats, shapes);
    Push push(placeWaves(beats, shapes));
    const auto steps_per_sample = static_cast<std::int64_t>(std::ceil(kSlowestStep_hz / request.rate_hz));
    const double step_s = 1 / (request.rate_hz * static_cast<double>(steps_per_sample));
    // z follows z0 through a first-order low-pass of 1 s: what it takes from the wander is given beforehand.
    const double respiration = kTwoPi * kRespiration_hz;
    const double wander_mv = request.wander_mv * std::sqrt(1 + respiration * respiration);
    const auto baseline = [&](double time_s) { return wander_mv * sinTurns(kRespiration_hz * time_s); };

    ModelLeads out;
    for (auto& lead : out) lead.reserve(static_cast<std::size_t>(request.samples));
    const auto warm_up = static_cast<std::int64_t>(std::floor(-request.from_s / step_s));
    const std::int64_t last_step = (request.samples - 1) * steps_per_sample;
    Voltages z{};
    double time_s = -static_cast<double>(warm_up) * step_s;
    double angle = clock.at(time_s);
    Voltages start = push.at(angle);
    double start_baseline = baseline(time_s);
    for (std::int64_t step = -warm_up;; ++step) {
        if (step >= 0 && step % steps_per_sample == 0) {
            for (std::size_t lead = 0; lead < kModelLeads; ++lead) out[lead].push_back(static_cast<float>(z[lead]));
            if (step >= last_step) break;
            if ((step / steps_per_sample) % kSamplesBetweenLooks == 0) {
                if (job.stopRequested()) return fail(ErrorCode::cancelled, "making the recording was stopped");
                job.progress(static_cast<double>(step) / static_cast<double>(last_step), "integrating the model");
            }
        }
        // ω of the step is its mean: the clock's kinks then cost no accuracy, and the phase never drifts.
        time_s = static_cast<double>(step + 1) * step_s;
        const double next_angle = clock.at(time_s);
        const double omega = (next_angle - angle) / step_s;
        const Voltages middle = push.at((angle + next_angle) / 2);
        const Voltages end = push.at(next_angle);
        const double middle_baseline = baseline(time_s - step_s / 2);
        const double end_baseline = baseline(time_s);
        for (std::size_t lead = 0; lead < kModelLeads; ++lead) {
            const double at_start = kPickUp[lead] * start_baseline - omega * start[lead];
            const double at_middle = kPickUp[lead] * middle_baseline - omega * middle[lead];
            const double at_end = kPickUp[lead] * end_baseline - omega * end[lead];
            const double k1 = at_start - z[lead];
            const double k2 = at_middle - (z[lead] + step_s / 2 * k1);
            const double k3 = at_middle - (z[lead] + step_s / 2 * k2);
            const double k4 = at_end - (z[lead] + step_s * k3);
            z[lead] += step_s / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        angle = next_angle;
        start = end;
        start_baseline = end_baseline;
    }
    return out;
}

}  // namespace triptych::synth
