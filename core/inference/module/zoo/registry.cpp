#include "core/inference/module/zoo/beat_resnet.h"
#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/rhythm_net.h"
#include "core/inference/module/zoo/stft_resnet.h"
#include "core/inference/module/zoo/v_stft_cnn.h"
#include "core/inference/module/zoo/v_time_transformer.h"

#include <algorithm>

namespace triptych::inference::zoo {

const std::vector<EncoderEntry>& encoders() {
    static const std::vector<EncoderEntry> kEncoders = {
        {"v_time_transformer", InputKind::time, "V's CNN-Transformer", makeVTimeTransformer},
        {"v_stft_cnn", InputKind::time_frequency, "V's time-frequency CNN", makeVStftCnn},
        {"beat_resnet", InputKind::time, "1D residual network, RR joined", makeBeatResnet},
        {"stft_resnet", InputKind::time_frequency, "2D convolutional network, RR joined", makeStftResnet},
        {"rhythm_net", InputKind::time, "perceptron over rhythm and likeness", makeRhythmNet},
    };
    return kEncoders;
}

const EncoderEntry* findEncoder(const std::string& encoder_name) {
    const auto found = std::find_if(encoders().begin(), encoders().end(),
                                    [&](const EncoderEntry& entry) { return entry.name == encoder_name; });
    return found == encoders().end() ? nullptr : &*found;
}

std::int64_t parameterCount(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const auto& parameter : module.parameters()) {
        count += parameter.numel();
    }
    return count;
}

}  // namespace triptych::inference::zoo
