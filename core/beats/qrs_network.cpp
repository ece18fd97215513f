#include "core/beats/qrs_network.h"

#include <algorithm>

namespace triptych::beats {
namespace {

using Net = QrsNetwork;

constexpr float kUnit = 4096;

template <std::size_t kIn, std::size_t kOut>
[[gnu::always_inline]] inline void layer(const float* in, const float* weights, const float* bias, float* out) {
    std::array<float, kOut> sums;
    std::copy_n(bias, kOut, sums.begin());
    for (std::size_t i = 0; i < kIn; ++i, weights += kOut) {
        const float value = in[i];
        for (std::size_t o = 0; o < kOut; ++o) sums[o] += value * weights[o];
    }
    for (std::size_t o = 0; o < kOut; ++o) out[o] = std::max(sums[o], 0.0F);
}

[[gnu::always_inline]] inline void answerAnyhow(const Net& net, const CandidateFeatures& all, float* answers) {
    alignas(32) std::array<float, Net::kFirst> a;
    alignas(32) std::array<float, Net::kSecond> b;
    alignas(32) std::array<float, Net::kPooled> pooled;
    alignas(32) std::array<float, Net::kThird> c;
    for (std::size_t i = 0; i < all.count(); ++i) {
        const LeadFeatures* const features = &all.features[i * all.leads];
        const std::uint8_t* const shows = &all.shows[i * all.leads];
        pooled.fill(0);
        std::size_t showing = 0;
        for (std::size_t lead = 0; lead < all.leads; ++lead) {
            if (shows[lead] == 0) continue;
            ++showing;
            layer<kLeadFeatures, Net::kFirst>(features[lead].data(), net.first.data(), net.first_bias.data(), a.data());
            layer<Net::kFirst, Net::kSecond>(a.data(), net.second.data(), net.second_bias.data(), b.data());
            for (std::size_t k = 0; k < Net::kSecond; ++k) {
                pooled[k] += b[k];
                pooled[Net::kSecond + k] = std::max(pooled[Net::kSecond + k], b[k]);
            }
        }
        answers[i] = kNothingShown;
        if (showing == 0) continue;
        for (std::size_t k = 0; k < Net::kSecond; ++k) pooled[k] /= static_cast<float>(showing);
        layer<Net::kPooled, Net::kThird>(pooled.data(), net.third.data(), net.third_bias.data(), c.data());
        float sum = net.last_bias;
        for (std::size_t k = 0; k < Net::kThird; ++k) sum += c[k] * net.last[k];
        answers[i] = sum;
    }
}

void answerPlain(const Net& net, const CandidateFeatures& all, float* answers) {
    answerAnyhow(net, all, answers);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void answerAvx2(const Net& net, const CandidateFeatures& all, float* answers) {
    answerAnyhow(net, all, answers);
}
#endif

using Answerer = void (*)(const Net&, const CandidateFeatures&, float*);
Answerer chooseAnswerer() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) return answerAvx2;
#endif
    return answerPlain;
}

int digitOf(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

QrsNetwork networkOf(std::string_view numbers) {
    QrsNetwork network{};
    std::size_t at = 0;
    forEachPart(network, [&](std::span<float> part) {
        for (float& value : part) {
            std::uint16_t bits = 0;
            for (int k = 0; k < 4; ++k) bits = static_cast<std::uint16_t>(bits << 4 | digitOf(numbers[at++]));
            value = static_cast<float>(static_cast<std::int16_t>(bits)) / kUnit;
        }
    });
    return network;
}

}  // namespace

const QrsNetwork& qrsNetwork() {
    static const QrsNetwork network = networkOf(qrsNetworkNumbers());
    return network;
}

std::vector<float> logitsOf(const QrsNetwork& network, const CandidateFeatures& candidates) {
    static const Answerer answer = chooseAnswerer();
    std::vector<float> out(candidates.count());
    answer(network, candidates, out.data());
    return out;
}

}  // namespace triptych::beats
