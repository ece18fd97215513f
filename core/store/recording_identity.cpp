#include "core/store/recording_identity.h"

#include "core/text/digest.h"
#include "core/text/numbers.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <string_view>

namespace triptych::store {
namespace {

constexpr std::size_t kBlock = 128;
constexpr std::int64_t kBlocks = 32;
constexpr std::size_t kMostLeads = 16;

class Digest {
public:
    Digest() { ready_ = context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1; }

    void add(std::string_view bytes) {
        ready_ = ready_ && EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
    }
    // With its end marked, so that "ab" "c" and "a" "bc" differ.
    void addWord(std::string_view word) {
        add(word);
        add(std::string_view("\n", 1));
    }
    void add(std::span<const std::int32_t> values) {
        std::array<char, 4 * kBlock> bytes{};
        std::size_t at = 0;
        for (const std::int32_t value : values) {
            const auto bits = std::bit_cast<std::uint32_t>(value);
            for (unsigned shift = 0; shift < 32; shift += 8) bytes[at++] = static_cast<char>(bits >> shift & 0xffU);
        }
        add(std::string_view(bytes.data(), at));
    }
    [[nodiscard]] std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int length = 0;
        if (!ready_ || EVP_DigestFinal_ex(context_.get(), digest.data(), &length) != 1) return {};
        return text::hexText({digest.data(), length});
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
    bool ready_ = false;
};

void addSamples(Digest& digest, const Recording& recording, std::size_t lead) {
    const std::int64_t samples = recording.leads[lead].samples;
    if (samples <= 0 || recording.source == nullptr) return;
    std::array<std::int32_t, kBlock> block{};
    const std::int64_t blocks = std::clamp<std::int64_t>(samples / static_cast<std::int64_t>(kBlock), 1, kBlocks);
    const std::int64_t last = std::max<std::int64_t>(samples - static_cast<std::int64_t>(kBlock), 0);
    for (std::int64_t i = 0; i < blocks; ++i) {
        const std::int64_t first = blocks == 1 ? 0 : last / (blocks - 1) * i;
        const auto count = static_cast<std::size_t>(std::min<std::int64_t>(samples - first, kBlock));
        const std::span<std::int32_t> part = std::span(block).first(count);
        recording.source->readStored(lead, first, part);
        digest.add(part);
    }
}

}  // namespace

std::string identityOf(const Recording& recording) {
    Digest digest;
    digest.addWord("Triptych recording identity 1");
    digest.addWord(recording.format);
    std::size_t read = 0;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        const Lead& of = recording.leads[lead];
        if (of.derived) continue;
        digest.addWord(of.original_name);
        digest.addWord(text::shortestText(of.rate_hz));
        digest.addWord(std::to_string(of.samples));
        if (++read <= kMostLeads) addSamples(digest, recording, lead);
    }
    return digest.hex();
}

}  // namespace triptych::store
