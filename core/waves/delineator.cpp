#include "core/waves/delineator.h"

#include "core/files/mapped_file.h"
#include "core/files/model_folders.h"
#include "core/waves/network.h"

#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <mutex>

namespace triptych::waves {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCard = "card.json";
constexpr const char* kWeights = "weights.safetensors";
constexpr const char* kName = "waves";
constexpr std::int64_t kLargestCard_bytes = 1 << 20;
constexpr std::int64_t kLargestWeights_bytes = 64 << 20;
constexpr char kGetAgain[] = "get the model again, or train it with \"triptych-cli train waves\"";

Result<nlohmann::json> readCard(const std::string& path) {
    const auto text = files::readWhole(path, kLargestCard_bytes, "card");
    if (!text) return std::unexpected(text.error());
    auto card = nlohmann::json::parse(*text, nullptr, false);
    const auto is_text = [&](const nlohmann::json& of, const char* key) {
        return of.is_object() && of.contains(key) && of[key].is_string();
    };
    if (!is_text(card, "kind") || card["kind"] != "delineator") {
        return fail(ErrorCode::malformed, "the card is none of a network that delineates waves", path,
                    "name the folder of one that \"triptych-cli train waves\" made");
    }
    if (!is_text(card, "name") || !is_text(card, "title") || !card.contains("weights") ||
        !is_text(card["weights"], "sha256")) {
        return fail(ErrorCode::malformed, "the card lacks name, title or the hash of its weights", path, kGetAgain);
    }
    return card;
}

Result<std::string> sha256Of(const std::string& path) {
    const auto bytes = files::readWhole(path, kLargestWeights_bytes, "file of weights");
    if (!bytes) return std::unexpected(bytes.error());
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes->data(), bytes->size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        return fail(ErrorCode::internal, "SHA-256 cannot be computed", path, "install OpenSSL anew");
    }
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
        constexpr const char* kDigits = "0123456789abcdef";
        out += kDigits[digest[i] >> 4U];
        out += kDigits[digest[i] & 15U];
    }
    return out;
}

}  // namespace

Result<DelineatorPtr> loadDelineator(const std::string& folder) {
    const auto card = readCard((fs::path(folder) / kCard).string());
    if (!card) return std::unexpected(card.error());
    const std::string weights = (fs::path(folder) / kWeights).string();
    const auto hash = sha256Of(weights);
    if (!hash) return std::unexpected(hash.error());
    if (*hash != (*card)["weights"]["sha256"].get<std::string>()) {
        return fail(ErrorCode::model_mismatch, "the weights are not those that the card speaks of", weights, kGetAgain);
    }
    auto network = Network::read(weights);
    if (!network) return std::unexpected(network.error());
    auto out = std::make_shared<Delineator>();
    out->source = {LayerMaker::model, (*card)["name"].get<std::string>(), *hash};
    out->title = (*card)["title"].get<std::string>();
    out->network = std::make_shared<const Network>(std::move(*network));
    return out;
}

Result<DelineatorPtr> shippedDelineator() {
    static std::mutex guard;
    static DelineatorPtr kept;
    const std::scoped_lock lock(guard);
    if (kept) return kept;
    for (const fs::path& folder : files::modelFolders()) {
        std::error_code status;
        if (!fs::exists(folder / kName / kCard, status)) continue;
        auto loaded = loadDelineator((folder / kName).string());
        if (loaded) kept = *loaded;
        return loaded;
    }
    return fail(ErrorCode::not_found, "the network that delineates waves is not installed", kName,
                "install Triptych's models again, or name a folder with one");
}

bool holdsDelineator(const std::string& folder) {
    return readCard((fs::path(folder) / kCard).string()).has_value();
}

}  // namespace triptych::waves
