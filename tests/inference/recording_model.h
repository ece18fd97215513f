// A model of whole recordings whose every number is known: the mean of each lead, weighed. As published networks it
// takes [1 × 12 × 5,000] and knows five labels.
#pragma once

#include "core/inference/module/safetensors.h"

#include <torch/script.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace triptych::inference::test {

inline const std::vector<std::string> kTwelveLeads = {"I",  "II", "III", "aVR", "aVL", "aVF",
                                                      "V1", "V2", "V3",  "V4",  "V5",  "V6"};
inline const std::vector<std::string> kFiveLabels = {"NORM", "MI", "STTC", "CD", "HYP"};

// The weight of a lead's mean for a label.
inline double weightOf(std::size_t lead, std::size_t label) {
    return 0.5 * static_cast<double>((lead * 5 + label * 3) % 7) - 1.5;
}
inline double biasOf(std::size_t label) {
    return 0.25 * static_cast<double>(label) - 0.5;
}

inline void writeRecordingScript(const std::filesystem::path& path) {
    torch::jit::Module module("twelve");
    auto weight = torch::empty({12, 5});
    auto bias = torch::empty({5});
    for (std::size_t label = 0; label < 5; ++label) {
        bias[static_cast<std::int64_t>(label)] = biasOf(label);
        for (std::size_t lead = 0; lead < 12; ++lead)
            weight[static_cast<std::int64_t>(lead)][static_cast<std::int64_t>(label)] = weightOf(lead, label);
    }
    module.register_parameter("w", weight, false);
    module.register_parameter("b", bias, false);
    // As a traced network would it stands on one recording at a time.
    module.define(R"(
        def forward(self, ecg):
            assert ecg.size(0) == 1
            return torch.mm(ecg.mean(2), self.w) + self.b
    )");
    module.save(path.string());
}

inline nlohmann::json recordingCardOf(const std::filesystem::path& script) {
    return {{"triptych_card", 2},
            {"task", "recording"},
            {"name", "five-labels"},
            {"title", "five labels of a 12-lead ECG"},
            {"classes", kFiveLabels},
            {"multi_label", true},
            {"inputs", {{"rate_hz", 500}, {"leads", kTwelveLeads}, {"samples", 5000}, {"unit", "mV"}}},
            {"missing_leads", "refused"},
            {"windows", "mean"},
            {"trained_on", "nothing"},
            {"weights", {{"file", "model.pt"}, {"sha256", *sha256OfFile(script.string())}}}};
}

// Into `folder`, which is there.
inline void writeRecordingModel(const std::filesystem::path& folder,
                                const std::function<void(nlohmann::json&)>& change = {}) {
    writeRecordingScript(folder / "model.pt");
    nlohmann::json card = recordingCardOf(folder / "model.pt");
    if (change) change(card);
    std::ofstream(folder / "card.json") << card.dump(2);
}

}  // namespace triptych::inference::test
