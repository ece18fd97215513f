#include "core/inference/module/zoo/beat_resnet.h"
#include "core/inference/module/zoo/joint_network.h"
#include "core/inference/module/zoo/network.h"
#include "core/inference/module/zoo/plain_cnn.h"
#include "core/inference/module/zoo/rhythm_net.h"
#include "core/inference/module/zoo/rhythm_sequence.h"
#include "core/inference/module/zoo/stft_resnet.h"
#include "core/inference/module/zoo/v_stft_cnn.h"
#include "core/inference/module/zoo/v_time_transformer.h"

#include <algorithm>

namespace triptych::inference::zoo {

const std::vector<NetworkEntry>& networks() {
    using enum InputKind;
    static const std::vector<NetworkEntry> kNetworks = {
        // Encoders: branches of a late fusion, or models of one domain.
        {"v_time_transformer", {time}, "V's CNN-Transformer", makeVTimeTransformer},
        {"v_stft_cnn", {time_frequency}, "V's time-frequency CNN", makeVStftCnn},
        {"v_frequency_transformer", {frequency}, "V's time branch on the spectrum", makeVFrequencyTransformer},
        {"scalogram_cnn", {scalogram}, "V's picture CNN on the scalogram", makeScalogramCnn},
        {"plain_cnn", {time}, "plain 1D-CNN", makePlainCnn},
        {"plain_spectrum_cnn", {frequency}, "plain 1D-CNN on the spectrum", makePlainSpectrumCnn},
        {"beat_resnet", {time}, "1D residual network, RR joined", makeBeatResnet},
        {"stft_resnet", {time_frequency}, "2D convolutional network, RR joined", makeStftResnet},
        {"rhythm_net", {time}, "perceptron over rhythm and likeness", makeRhythmNet},
        {"rhythm_sequence", {neighbours}, "the same of 29 beats in a row, 1D-CNN", makeRhythmSequence},
        {"v_hits_cnn", {time_frequency}, "V's CNN for pictures of emboli, 256 first filters", makeVHitsCnn},
        // Early fusion: the domains meet before the network.
        {"early_cnn", {early}, "J: beat and spectrum in one row, plain 1D-CNN", makeEarlyCnn},
        // Intermediate fusions: the domains meet inside the network.
        {"v_concat", {time, time_frequency}, "V: features side by side", makeVConcat},
        {"v_sum", {time, time_frequency}, "V: features summed", makeVSum},
        {"v_weighted", {time, time_frequency}, "V: features summed with learned weights", makeVWeighted},
        {"hybrid_1", {time, scalogram}, "O2: beat and scalogram", makeHybrid1},
        {"hybrid_2", {time, scalogram, frequency}, "O2: beat, scalogram and spectrum", makeHybrid2},
        {"three_domains", {time, scalogram, frequency}, "O1: three domains, 64 features each", makeThreeDomains},
    };
    return kNetworks;
}

const NetworkEntry* findNetwork(const std::string& network_name) {
    const auto found = std::find_if(networks().begin(), networks().end(),
                                    [&](const NetworkEntry& entry) { return entry.name == network_name; });
    return found == networks().end() ? nullptr : &*found;
}

std::int64_t parameterCount(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const auto& parameter : module.parameters()) {
        count += parameter.numel();
    }
    return count;
}

}  // namespace triptych::inference::zoo
