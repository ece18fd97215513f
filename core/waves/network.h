// The trained network, run without LibTorch: a window has waves at once, and a command without LibTorch's start.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/waves/convolution.h"
#include "core/waves/network_plan.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace triptych::waves {

// What is held while one stretch is answered, and used again for the next: some 40 kB a second and lead. One thread's.
struct Workspace {
    struct OfLead {
        Map fine1, fine2, fine3, bottom;
    };
    std::vector<OfLead> leads;
    Map stem, mean, a, b;
};

// What is said of one lead: [instants at kAnswer_hz × kChannels], probabilities.
using Answers = std::vector<float>;

// Immutable; any thread, each with a workspace of its own.
class Network {
public:
    // Errors: not_found, not_readable, malformed, truncated, model_mismatch (a tensor is missing, or of another shape).
    [[nodiscard]] static Result<Network> read(const std::string& weights_file);

    // `leads`: stretches of the same time and length, a multiple of kSteps, normalised (lead_signal.h). Whether a lead
    // takes part in the mean over the leads is told by `counts` (one a lead): one that is off must not. False when
    // stopped, which is looked for every millisecond or two.
    [[nodiscard]] bool answer(std::span<const std::vector<float>> leads, const std::vector<bool>& counts,
                              Workspace& workspace, std::vector<Answers>& answers, const Job& job) const;

private:
    explicit Network(std::vector<Convolution> convolutions) : convolutions_(std::move(convolutions)) {}
    [[nodiscard]] bool goDown(const std::vector<float>& lead, Workspace& workspace, Workspace::OfLead& maps,
                              const Job& job) const;
    [[nodiscard]] bool goUp(Workspace& workspace, const Workspace::OfLead& maps, Answers& answers,
                            const Job& job) const;

    std::vector<Convolution> convolutions_;  // in the plan's order
};

}  // namespace triptych::waves
