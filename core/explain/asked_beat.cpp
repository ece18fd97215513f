#include "core/explain/asked_beat.h"

#include "core/explain/beat_moments.h"

#include <torch/types.h>

#include <algorithm>

namespace triptych::explain {
namespace {

constexpr std::size_t kAsked = 120;  // beats of each answer of each record

}  // namespace

AskedBeat askedBeat(const inference::Bundle& bundle, const ClusterModel& model, const inference::StudiedRecord& record,
                    std::size_t beat) {
    AskedBeat out;
    out.inputs = inference::gather(bundle, record.inputs, beat, 1);
    const auto moments = momentsOf(bundle, out.inputs, record.inputs.profile());
    out.shares = softAssignment(model.along, moments.along[0]);
    if (model.row.defined()) out.row = softAssignment(model.row, moments.row);
    out.features = occupancy(out.shares.unsqueeze(0), out.row)[0];
    const auto p =
        inference::answersOf(bundle.card.info, inference::fusedForward(bundle, out.inputs).scores)[0].contiguous();
    out.network.assign(p.data_ptr<float>(), p.data_ptr<float>() + p.numel());
    return out;
}

void forAskedBeats(const std::vector<std::optional<std::size_t>>& answers, std::size_t classes,
                   const std::function<void(std::size_t, std::size_t, double, std::size_t, std::size_t)>& call) {
    for (std::size_t of = 0; of < classes; ++of) {
        const auto some = inference::someAnswered(answers, of, kAsked);
        const auto all = std::ranges::count(answers, std::optional(of));
        for (std::size_t i = 0; i < some.size(); ++i)
            call(some[i], of, static_cast<double>(all) / static_cast<double>(some.size()), i, some.size());
    }
}

}  // namespace triptych::explain
