// A reader's own model as TorchScript: asked about first, then classified and explained like ours.
#include "core/engine/loaded_model.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/safetensors.h"
#include "tests/inference/tiny_model.h"
#include "tests/support/data.h"

#include <torch/script.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace triptych::inference {
namespace {

using engine::LoadedModel;

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Two linear layers, one on the beat and one on its picture: gradients are known, and so are the logits.
void writeScript(const fs::path& path, int classes = 5) {
    torch::manual_seed(1);
    torch::jit::Module module("reader");
    module.register_parameter("a", torch::randn({187, classes}) * 0.1, false);
    module.register_parameter("b", torch::randn({32 * 39, classes}) * 0.02, false);
    module.define(R"(
        def forward(self, beat, picture):
            return torch.mm(beat.flatten(1), self.a) + torch.mm(picture.flatten(1), self.b)
    )");
    module.save(path.string());
}

Json cardOf(const fs::path& script) {
    return {{"triptych_card", 1},
            {"name", "mine"},
            {"title", "a model of my own"},
            {"profile", "parity"},
            {"classes", {"N", "S", "V", "F", "Q"}},
            {"class_mapping", "mine"},
            {"branches",
             {{{"name", "joint"},
               {"encoder", "torchscript"},
               {"parameters", 5 * (187 + 32 * 39)},
               {"inputs", {"time", "time_frequency"}}}}},
            {"fusion", "joint"},
            {"attention", {{1, 1, 1, 1, 1}}},
            {"simplex_weights", {1}},
            {"temperature", 1.5},
            {"borderline_margin", 0.2},
            {"leaks_patients", false},
            {"trained_on", "my recordings"},
            {"data", "mine"},
            {"split", "by patient"},
            {"seed", 1},
            {"training_records", Json::array()},
            {"test_records", Json::array()},
            {"test_set_reads", 0},
            {"weights", {{"file", "model.pt"}, {"sha256", *sha256OfFile(script.string())}}}};
}

fs::path ownModel(const std::function<void(Json&)>& change = {}, int classes = 5) {
    const auto folder = triptych::test::scratchFolder("own");
    writeScript(folder / "model.pt", classes);
    Json card = cardOf(folder / "model.pt");
    if (change) change(card);
    std::ofstream(folder / "card.json") << card.dump();
    return folder;
}

TEST(ScriptModel, IsCodeAndRefusedUntilTrusted) {
    const auto folder = ownModel();
    const auto refused = loadBundle(folder.string());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
    EXPECT_NE(sentence(refused.error()).find("--trust-code"), std::string::npos);
    EXPECT_TRUE(loadBundle(folder.string(), true));
    EXPECT_TRUE(readCard(folder.string())->runs_code);
}

TEST(ScriptModel, OtherCodeThanTheCardVouchesForNeverRuns) {
    const auto folder = ownModel();
    writeScript(folder / "model.pt", 4);
    const auto refused = loadBundle(folder.string(), true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::model_mismatch);
    EXPECT_NE(refused.error().what.text().find("SHA-256"), std::string::npos);
}

TEST(ScriptModel, ClassifiesAndExplainsByGradientsButHasNoGradCam) {
    const auto record = test::syntheticBeats(20);
    auto bundle = loadBundle(ownModel().string(), true);
    ASSERT_TRUE(bundle) << sentence(bundle.error());
    const LoadedModel model(std::move(*bundle), {});
    const auto result = model.classify(*record.recording, record.beats, {}, 0, {});
    ASSERT_TRUE(result) << sentence(result.error());
    float sum = 0;
    for (const float p : result->predictions.fused(5)) sum += p;
    EXPECT_NEAR(sum, 1, 1e-5);

    // A linear network: Integrated Gradients are exact, (x − x') times the weights.
    const auto why = model.explain(*record.recording, record.beats, 5, {"integrated_gradients", "S"}, {});
    ASSERT_TRUE(why) << sentence(why.error());
    EXPECT_TRUE(why->converged);
    EXPECT_EQ(why->steps, 50);
    torch::manual_seed(1);
    const auto weights = (torch::randn({187, 5}) * 0.1).select(1, 1).contiguous();
    for (std::size_t i = 0; i < 187; ++i) {
        EXPECT_NEAR(why->inputs[0].values[i],
                    why->inputs[0].seen[i] * weights[static_cast<std::int64_t>(i)].item<float>(), 1e-5);
    }
    const auto map = model.explain(*record.recording, record.beats, 5, {"grad_cam", "S"}, {});
    ASSERT_FALSE(map);
    EXPECT_EQ(map.error().code, ErrorCode::unsupported);
    EXPECT_NE(sentence(map.error()).find("integrated_gradients"), std::string::npos);
}

std::string allProblems(const fs::path& folder, bool trust = true) {
    std::string out;
    for (const Error& problem : bundleProblems(folder.string(), trust)) {
        EXPECT_FALSE(problem.hint.empty()) << problem.what;
        out += sentence(problem) + '\n';
    }
    return out;
}

TEST(ModelCheck, AModelThatIsFineHasNoProblems) {
    EXPECT_EQ(allProblems(ownModel()), "");
    const auto folder = triptych::test::scratchFolder("fine");
    Bundle bundle = test::randomJointBundle("v_sum");
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    EXPECT_EQ(allProblems(folder, false), "");
}

TEST(ModelCheck, SaysEverythingThatIsWrongWithACard) {
    const auto problems = allProblems(ownModel([](Json& card) {
        card.erase("title");
        card["temperature"] = -1;
        card["classes"] = {"N", "N", "X"};
        card["fusion"] = "magic";
        card["seed"] = "one";
    }));
    for (const char* part : {"no \"title\"", "temperature", "\"X\" is no class", "\"magic\" is no fusion",
                             "\"seed\" in the card has the wrong type", "one weight per class"}) {
        EXPECT_NE(problems.find(part), std::string::npos) << part << " in:\n" << problems;
    }
}

TEST(ModelCheck, ClassesOfBeatsAndOfRecordingsDoNotMix) {
    const auto problems = allProblems(ownModel([](Json& card) { card["classes"] = {"normal", "S", "V", "F", "Q"}; }));
    EXPECT_NE(problems.find("mixes classes of beats with those of recordings"), std::string::npos) << problems;
}

TEST(ModelCheck, FindsCodeThatDoesNotDoWhatTheCardSays) {
    const auto lie = [](const char* key, const Json& value) {
        return allProblems(ownModel([&](Json& card) { card["branches"][0][key] = value; }));
    };
    EXPECT_NE(lie("parameters", 7).find("7 parameters"), std::string::npos);
    EXPECT_NE(lie("inputs", {"time"}).find("fails on two beats"), std::string::npos);
    EXPECT_NE(lie("inputs", {"time", "smell"}).find("\"smell\""), std::string::npos);
    EXPECT_NE(lie("inputs", Json::array()).find("names no input"), std::string::npos);
    EXPECT_NE(allProblems(ownModel([](Json& card) { card["branches"][0]["parameters"] = 4 * (187 + 32 * 39); }, 4))
                  .find("2×4 where the card asks for 2×5"),
              std::string::npos);
    const auto folder = ownModel();
    std::ofstream(folder / "model.pt") << "no script at all";
    const auto card = [&] {
        Json changed = cardOf(folder / "model.pt");
        return changed;
    }();
    std::ofstream(folder / "card.json") << card.dump();
    EXPECT_NE(allProblems(folder).find("no TorchScript"), std::string::npos);
}

TEST(ModelCheck, APatientOnBothSidesIsSaid) {
    EXPECT_NE(allProblems(ownModel([](Json& card) {
                  card["training_records"] = {"101", "201"};
                  card["test_records"] = {"100", "202"};
              })).find("201 (trained on) and 202 (tested on) are of one patient"),
              std::string::npos);
}

TEST(ModelCheck, NamesEveryTensorThatDoesNotFit) {
    const auto folder = triptych::test::scratchFolder("tensors");
    Bundle bundle = test::randomJointBundle("plain_cnn");
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    auto tensors = *readSafetensors((folder / "weights.safetensors").string());
    tensors.erase("joint.c1.bias");
    tensors["joint.c2.weight"] = torch::zeros({3, 3});
    tensors["stranger"] = torch::zeros({1});
    ASSERT_TRUE(writeSafetensors((folder / "weights.safetensors").string(), tensors));
    const auto problems = allProblems(folder, false);
    for (const char* part : {"joint.c1.bias", "joint.c2.weight", "3×3", "stranger", "SHA-256"}) {
        EXPECT_NE(problems.find(part), std::string::npos) << part << " in:\n" << problems;
    }
}

}  // namespace
}  // namespace triptych::inference
