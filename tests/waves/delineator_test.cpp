// The network's folder: what is whole is read, and whatever is wrong with it is said.
#include "core/waves/delineator.h"

#include "core/files/atomic_file.h"
#include "tests/support/data.h"
#include "tests/support/file_bytes.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <span>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string sha256(const std::string& bytes) {
    std::array<unsigned char, 32> digest{};
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    std::string out;
    for (const unsigned char byte : digest) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        out += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
    return out;
}

// A copy of the shipped model that a test may spoil.
struct Copy {
    fs::path folder = scratchFolder("delineator");
    std::string weights = bytesOf(fs::path(TRIPTYCH_SOURCE_DIR) / "models/waves/weights.safetensors");
    nlohmann::json card = nlohmann::json::parse(bytesOf(fs::path(TRIPTYCH_SOURCE_DIR) / "models/waves/card.json"));

    // With a hash that vouches for whatever the weights are.
    [[nodiscard]] Result<waves::DelineatorPtr> load(bool vouches = true) {
        if (vouches) card["weights"]["sha256"] = sha256(weights);
        write(folder / "card.json", card.dump());
        write(folder / "weights.safetensors", weights);
        return waves::loadDelineator(folder.string());
    }
};

void expectError(const Result<waves::DelineatorPtr>& loaded, ErrorCode code, const std::string& words) {
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, code);
    EXPECT_NE(loaded.error().what.text().find(words), std::string::npos) << sentence(loaded.error());
    EXPECT_FALSE(loaded.error().hint.empty());
}

TEST(Delineator, TheShippedOneIsWholeSmallAndSaysWhatItLearntFrom) {
    Copy copy;
    const auto loaded = copy.load(false);
    ASSERT_TRUE(loaded) << sentence(loaded.error());
    EXPECT_EQ((*loaded)->source.maker, LayerMaker::model);
    EXPECT_EQ((*loaded)->source.name, "waves");
    EXPECT_EQ((*loaded)->source.hash, copy.card["weights"]["sha256"]);
    EXPECT_LE(copy.weights.size(), 5'000'000U);
    EXPECT_NE(copy.card["data"].get<std::string>().find("Lobachevsky"), std::string::npos);
    EXPECT_TRUE(copy.card["figures"].is_object());
    EXPECT_TRUE(waves::holdsDelineator(copy.folder.string()));
}

TEST(Delineator, WhatIsNotThereIsSaid) {
    const auto loaded = waves::loadDelineator((scratchFolder("none") / "x").string());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::not_found);
}

TEST(Delineator, AClassifierIsNone) {
    const auto folder = fs::path(TRIPTYCH_SOURCE_DIR) / "models/product";
    expectError(waves::loadDelineator(folder.string()), ErrorCode::malformed, "none of a network that delineates");
    EXPECT_FALSE(waves::holdsDelineator(folder.string()));
}

TEST(Delineator, WeightsThatTheCardDoesNotVouchForAreRefused) {
    Copy copy;
    copy.weights.back() = static_cast<char>(copy.weights.back() ^ 1);
    expectError(copy.load(false), ErrorCode::model_mismatch, "not those that the card speaks of");
}

TEST(Delineator, WeightsThatEndEarlyAreTruncated) {
    Copy copy;
    copy.weights.resize(copy.weights.size() / 2);
    expectError(copy.load(), ErrorCode::truncated, "ends inside tensor");
}

TEST(Delineator, AnotherNetworksWeightsDoNotFit) {
    Copy copy;
    const auto at = copy.weights.find("wide4.bias");
    ASSERT_NE(at, std::string::npos);
    copy.weights[at] = 'v';
    expectError(copy.load(), ErrorCode::model_mismatch, "\"wide4.bias\" is missing");
}

TEST(Delineator, NumbersThatAreNoneAreFound) {
    Copy copy;
    const std::string nan("\x00\x00\xc0\x7f", 4);
    copy.weights.replace(copy.weights.size() - 4, 4, nan);
    expectError(copy.load(), ErrorCode::malformed, "numbers that are none");
}

TEST(Delineator, ACardThatIsNoneIsMalformed) {
    for (const std::string text : {"", "[]", "{", "{\"kind\": 7}", "{\"kind\": \"delineator\"}",
                                   "{\"kind\": \"delineator\", \"name\": \"x\", \"title\": \"y\", \"weights\": 3}"}) {
        Copy copy;
        write(copy.folder / "weights.safetensors", copy.weights);
        write(copy.folder / "card.json", text);
        const auto loaded = waves::loadDelineator(copy.folder.string());
        ASSERT_FALSE(loaded) << text;
        EXPECT_EQ(loaded.error().code, ErrorCode::malformed) << text;
    }
}

}  // namespace
}  // namespace triptych::test
