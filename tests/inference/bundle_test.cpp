// Saving and loading models, and every way in which a card and its weights can lie.
#include "core/inference/module/bundle.h"

#include "core/inference/module/safetensors.h"
#include "tests/inference/tiny_model.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}
void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

fs::path savedModel() {
    auto folder = triptych::test::scratchFolder("model");
    Bundle bundle = inference::test::randomBundle(Profile::product);
    EXPECT_TRUE(saveBundle(folder.string(), bundle));
    return folder;
}

ErrorCode loadError(const fs::path& folder) {
    const auto bundle = loadBundle(folder.string());
    EXPECT_FALSE(bundle);
    if (bundle) return ErrorCode::internal;
    EXPECT_FALSE(bundle.error().what.empty());
    EXPECT_FALSE(bundle.error().hint.empty());
    return bundle.error().code;
}

// Changes the card and reports what loading it says.
template <class Change>
ErrorCode loadErrorWithCard(Change change) {
    const auto folder = savedModel();
    auto card = nlohmann::json::parse(contents(folder / "card.json"));
    change(card);
    write(folder / "card.json", card.dump());
    return loadError(folder);
}

// A file of this header and so many bytes of data.
void writeWithHeader(const std::filesystem::path& path, const std::string& header, std::size_t data) {
    std::string bytes(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, 8);
    write(path, bytes + header + std::string(data, '\0'));
}

TEST(Bundle, SavedAndLoadedAgainGivesTheSameWeights) {
    const auto folder = triptych::test::scratchFolder("model");
    Bundle bundle = inference::test::randomBundle(Profile::parity);
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    const auto loaded = loadBundle(folder.string());
    ASSERT_TRUE(loaded) << sentence(loaded.error());
    EXPECT_EQ(loaded->card.info.hash, bundle.card.info.hash);
    EXPECT_TRUE(torch::equal(loaded->fusion, bundle.fusion));
    const auto input = torch::randn({2, 1, 187});
    const torch::NoGradGuard guard;
    EXPECT_TRUE(torch::equal(loaded->branches[0].network->logits({input}, {}),
                             bundle.branches[0].network->logits({input}, {})));
}

TEST(Bundle, TheRulesOfRhythmAndThePriorAreOfTheCard) {
    for (const bool ruled : {false, true}) {
        const auto folder = triptych::test::scratchFolder("model");
        Bundle bundle = inference::test::randomBundle(Profile::product);
        bundle.card.info.rhythm_rules = ruled;
        if (ruled) bundle.card.info.prior_ratio = {1, 0.5, 1.5, 3};
        ASSERT_TRUE(saveBundle(folder.string(), bundle));
        const auto loaded = loadBundle(folder.string());
        ASSERT_TRUE(loaded) << sentence(loaded.error());
        EXPECT_EQ(loaded->card.info.rhythm_rules, ruled);
        EXPECT_EQ(loaded->card.info.prior_ratio, bundle.card.info.prior_ratio);
    }
}

TEST(Bundle, WhatAModelCannotDoAndHowItsInputsAreMadeIsOfTheCard) {
    const auto folder = triptych::test::scratchFolder("model");
    Bundle bundle = inference::test::randomBundle(Profile::product);
    Card& card = bundle.card;
    card.conditioning = Conditioning::quiet_band;
    card.augmentations = {"noise"};
    card.readings = {{"DS2", 15}, {"LUDB", 1}};
    card.info.unsupported = {"F"};
    card.info.limits = {"paced rhythm"};
    card.info.lifts_prior = false;
    card.info.likely_ratios.assign(16, -2.5F);
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    const auto loaded = loadBundle(folder.string());
    ASSERT_TRUE(loaded) << sentence(loaded.error());
    EXPECT_EQ(loaded->card.representation(), (Representation{Profile::product, Conditioning::quiet_band}));
    EXPECT_EQ(loaded->card.augmentations, card.augmentations);
    ASSERT_EQ(loaded->card.readings.size(), 2U);
    EXPECT_EQ(loaded->card.readings[0].set, "DS2");
    EXPECT_EQ(loaded->card.readings[0].times, 15);
    EXPECT_EQ(loaded->card.info.unsupported, card.info.unsupported);
    EXPECT_EQ(loaded->card.info.limits, card.info.limits);
    EXPECT_FALSE(loaded->card.info.lifts_prior);
    EXPECT_EQ(loaded->card.info.likely_ratios, card.info.likely_ratios);
    EXPECT_TRUE(loaded->card.info.hasLikelyClasses());
}

TEST(Bundle, ACardThatSaysNothingOfThemAnswersAsEver) {
    const auto folder = triptych::test::scratchFolder("model");
    Bundle bundle = inference::test::randomBundle(Profile::product);
    ASSERT_TRUE(saveBundle(folder.string(), bundle));
    const auto loaded = loadBundle(folder.string());
    ASSERT_TRUE(loaded) << sentence(loaded.error());
    EXPECT_EQ(loaded->card.representation(), Representation(Profile::product));
    EXPECT_TRUE(loaded->card.info.unsupported.empty());
    EXPECT_TRUE(loaded->card.info.lifts_prior);
    EXPECT_TRUE(loaded->card.info.likely_ratios.empty());
}

TEST(Bundle, AClassThatIsNotSupportedIsNeverAnswered) {
    ModelInfo info;
    info.classes = {"N", "S", "V", "F"};
    info.temperature = 1;
    const auto scores = torch::tensor({1.0F, 2.0F, 3.0F, 5.0F}).unsqueeze(0);
    EXPECT_EQ(answersOf(info, scores).argmax(1).item<std::int64_t>(), 3);
    info.unsupported = {"F"};
    const auto told = answersOf(info, scores);
    EXPECT_EQ(told[0][3].item<float>(), 0);
    EXPECT_NEAR(told.sum().item<float>(), 1, 1e-6);
    EXPECT_NEAR(told[0][2].item<float>() / told[0][1].item<float>(), std::exp(1.0F), 1e-4);
}

TEST(Bundle, OtherWeightsThanTheCardsAreRefused) {
    const auto folder = savedModel();
    auto bytes = contents(folder / "weights.safetensors");
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    write(folder / "weights.safetensors", bytes);
    EXPECT_EQ(loadError(folder), ErrorCode::model_mismatch);
}

TEST(Bundle, OfWeightsThatTheCardDoesNotVouchForNoTensorIsMade) {
    constexpr std::size_t kLarge = 192U << 20U;
    const auto folder = savedModel();
    const auto weights = folder / "weights.safetensors";
    writeWithHeader(weights,
                    R"({"a":{"dtype":"U8","shape":[)" + std::to_string(kLarge) + R"(],"data_offsets":[0,)" +
                        std::to_string(kLarge) + "]}}",
                    0);
    std::filesystem::resize_file(weights, std::filesystem::file_size(weights) + kLarge);
    // What the program may have of its own in memory: a third of what the file would take.
    std::ifstream statm("/proc/self/statm");
    rlim_t pages = 0;
    for (int field = 0; field < 6; ++field) statm >> pages;
    ASSERT_TRUE(statm) << "the size of this program is not known";
    rlimit old{};
    ASSERT_EQ(getrlimit(RLIMIT_DATA, &old), 0);
    const rlimit small{pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + (64U << 20U), old.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_DATA, &small), 0);
    const ErrorCode code = loadError(folder);
    setrlimit(RLIMIT_DATA, &old);
    EXPECT_EQ(code, ErrorCode::model_mismatch);
}

TEST(Bundle, ATruncatedFileIsCalledTruncated) {
    const auto folder = savedModel();
    const auto bytes = contents(folder / "weights.safetensors");
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{5}, std::size_t{100}, bytes.size() / 2, bytes.size() - 1}) {
        write(folder / "weights.safetensors", bytes.substr(0, length));
        EXPECT_EQ(loadError(folder), ErrorCode::truncated) << length;
    }
}

TEST(Bundle, ACardThatLiesIsRefused) {
    using Json = nlohmann::json;
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["classes"] = {"N", "S", "V", "F", "Q"}; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) {
                  card["classes"] = {"N", "S", "V"};
                  for (auto& row : card["attention"]) row.erase(3);
              }),
              ErrorCode::model_mismatch);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["branches"][0]["encoder"] = "stft_resnet"; }),
              ErrorCode::model_mismatch);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["branches"][0]["encoder"] = "unknown"; }),
              ErrorCode::model_mismatch);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["branches"][0]["parameters"] = 7; }), ErrorCode::model_mismatch);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["attention"][0][0] = 0.999; }), ErrorCode::model_mismatch);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["weights"]["sha256"] = "00"; }), ErrorCode::model_mismatch);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["profile"] = "other"; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["temperature"] = 0; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["classes"] = "N"; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["prior_ratio"] = {1, 2}; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["prior_ratio"] = {1, 0, 1, 1}; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["rhythm_rules"] = "yes"; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["inputs"]["conditioning"] = "quiet_band_2"; }),
              ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["inputs"]["conditioning"] = 7; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["unsupported_classes"] = {"X"}; }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) {
                  card["unsupported_classes"] = {"N", "S", "V"};
              }),
              ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card["readings"] = {7}; }), ErrorCode::malformed);
    EXPECT_EQ(
        loadErrorWithCard([](Json& card) {
            card["calibration"] = {{"conformal_alpha", 0.05}, {"sets", "by_guess"}, {"doubt_weights", Json::array()}};
        }),
        ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) {
                  card["calibration"] = {{"conformal_alpha", 0.05},
                                         {"sets", "by_answer"},
                                         {"likely_ratios", {{1, 2}}},
                                         {"doubt_weights", Json::array()}};
              }),
              ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) {
                  card["rhythm_rules"] = true;  // which read N, S and V from the first three columns
                  card["classes"] = {"V", "N", "S", "F"};
              }),
              ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card.erase("branches"); }), ErrorCode::malformed);
    EXPECT_EQ(loadErrorWithCard([](Json& card) { card = Json::array(); }), ErrorCode::malformed);
}

TEST(Bundle, AMissingFolderOrCardIsNotFound) {
    EXPECT_EQ(loadError(triptych::test::scratchFolder("nothing")), ErrorCode::not_found);
    EXPECT_EQ(loadError("/nonexistent/model"), ErrorCode::not_found);
}

TEST(Safetensors, TensorsThatOverlapOrStandTwiceAreRefused) {
    const auto path = triptych::test::scratchFolder("overlaps") / "x.safetensors";
    const auto errorOf = [&path](const std::string& header) {
        writeWithHeader(path, header, 64);
        const auto read = readSafetensors(path.string());
        EXPECT_FALSE(read) << header;
        return read ? Error{} : read.error();
    };
    const std::string whole = R"({"dtype":"F32","shape":[16],"data_offsets":[0,64]})";
    const std::string half = R"({"dtype":"F32","shape":[8],"data_offsets":[0,32]})";
    const std::vector<std::string> overlapping = {
        R"({"a":)" + whole + R"(,"b":)" + whole + "}",
        R"({"a":)" + whole + R"(,"b":{"dtype":"F32","shape":[1],"data_offsets":[60,64]}})",
        R"({"a":)" + half + R"(,"b":{"dtype":"F32","shape":[9],"data_offsets":[28,64]}})"};
    for (const std::string& header : overlapping) {
        EXPECT_EQ(errorOf(header).code, ErrorCode::malformed);
        EXPECT_NE(errorOf(header).what.text().find("overlaps"), std::string::npos) << errorOf(header).what;
    }
    EXPECT_NE(errorOf("{\"a\":" + whole + ",\"a\":" + whole + "}").what.text().find("twice"), std::string::npos);
    // The format leaves no byte between tensors, nor behind the last.
    EXPECT_NE(errorOf(R"({"a":{"dtype":"F32","shape":[8],"data_offsets":[32,64]}})").what.text().find("belong to none"),
              std::string::npos);
    EXPECT_NE(
        errorOf(R"({"a":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}})").what.text().find("belong to no tensor"),
        std::string::npos);
    writeWithHeader(path, R"({"e":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":)" + whole + "}", 64);
    const auto read = readSafetensors(path.string());
    ASSERT_TRUE(read) << sentence(read.error());
    EXPECT_EQ(read->at("a").numel(), 16);
    EXPECT_EQ(read->at("e").numel(), 0);
}

TEST(Safetensors, HostileHeadersAreRefusedWithoutAllocating) {
    const auto folder = triptych::test::scratchFolder("hostile");
    const auto path = folder / "x.safetensors";
    const auto withHeader = [&](const std::string& header) {
        writeWithHeader(path, header, 64);
        const auto read = readSafetensors(path.string());
        EXPECT_FALSE(read) << header.substr(0, 100);
        return read ? ErrorCode::internal : read.error().code;
    };
    EXPECT_EQ(withHeader(std::string(1 << 20, '[')), ErrorCode::malformed);
    EXPECT_EQ(withHeader("{\"__metadata__\":" + std::string(1 << 20, '[')), ErrorCode::malformed);
    EXPECT_EQ(withHeader("{\"a\":{\"shape\":" + std::string(1 << 20, '[')), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}})"),
              ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[0,18446744073709551615],"data_offsets":[0,0]}})"),
              ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","dtype":"U8","shape":[1],"data_offsets":[0,4]}})"),
              ErrorCode::malformed);
    EXPECT_EQ(withHeader(""), ErrorCode::malformed);
    EXPECT_EQ(withHeader("[]"), ErrorCode::malformed);
    EXPECT_EQ(withHeader("{"), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":1})"), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}})"), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})"), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,64]}})"),
              ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})"), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}})"), ErrorCode::malformed);
    EXPECT_EQ(withHeader(R"({"a":{"dtype":"F32","shape":[32],"data_offsets":[0,128]}})"), ErrorCode::truncated);
    write(path, std::string(8, '\xff'));
    EXPECT_EQ(readSafetensors(path.string()).error().code, ErrorCode::malformed);
}

TEST(Safetensors, AFullDiskLeavesTheOldFileWhole) {
    const auto folder = triptych::test::scratchFolder("full");
    const auto path = (folder / "weights.safetensors").string();
    ASSERT_TRUE(writeSafetensors(path, {{"a", torch::ones({3})}}));
    const auto before = contents(path);
    // No file may grow past 64 bytes: what a full disk looks like to write().
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{64, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto written = writeSafetensors(path, {{"a", torch::zeros({1000})}});
    setrlimit(RLIMIT_FSIZE, &old);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::io_failed);
    EXPECT_EQ(contents(path), before);
}

}  // namespace
}  // namespace triptych::inference
