#include "core/inference/module/shuffled.h"

#include "core/statistics/random.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <numeric>
#include <vector>

namespace triptych::inference {

std::shared_ptr<Bundle> copied(const Bundle& bundle) {
    const torch::NoGradGuard guard;
    auto out = std::make_shared<Bundle>(bundle);
    for (std::size_t m = 0; m < bundle.branches.size(); ++m) {
        const zoo::NetworkEntry* entry = zoo::findNetwork(bundle.card.branches[m].encoder);
        if (entry == nullptr) return nullptr;
        const auto network =
            entry->make({shapeOf(bundle.card.profile), static_cast<std::int64_t>(bundle.card.info.classes.size())});
        const auto parameters = bundle.branches[m].network->named_parameters();
        for (auto& parameter : network->named_parameters()) parameter.value().copy_(parameters[parameter.key()]);
        const auto buffers = bundle.branches[m].network->named_buffers();
        for (auto& buffer : network->named_buffers()) buffer.value().copy_(buffers[buffer.key()]);
        network->eval();
        for (auto& parameter : network->parameters()) parameter.set_requires_grad(false);
        out->branches[m].network = network;
    }
    return out;
}

std::shared_ptr<const Bundle> shuffled(const Bundle& bundle, std::uint64_t seed) {
    const torch::NoGradGuard guard;
    const auto out = copied(bundle);
    if (!out) return nullptr;
    Random random(seed);
    for (Branch& branch : out->branches) {
        for (auto& parameter : branch.network->parameters()) {
            if (parameter.dim() < 2) continue;  // gains and shifts of norms: alike in a trained and in a new network
            std::vector<std::int64_t> order(static_cast<std::size_t>(parameter.numel()));
            std::iota(order.begin(), order.end(), 0);
            random.shuffle(order);
            parameter.copy_(
                parameter.flatten().index_select(0, torch::tensor(order, torch::kLong)).view(parameter.sizes()));
        }
    }
    return out;
}

}  // namespace triptych::inference
