// Is a candidate a QRS complex? A small network that looks at what every lead shows around it: learnt, because noise of
// moving electrodes has the band, the size and at times the look of a QRS. Private to this room.
#pragma once

#include "core/beats/joint_candidates.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::beats {

// Each lead's features pass through two layers; the mean and the largest of their answers over the leads through one
// more. Leads count alike, whatever their order and number. Rows of a matrix are what one input adds to all outputs.
struct QrsNetwork {
    static constexpr std::size_t kFirst = 48, kSecond = 32, kThird = 32;
    static constexpr std::size_t kPooled = 2 * kSecond;

    alignas(32) std::array<float, kLeadFeatures * kFirst> first;
    alignas(32) std::array<float, kFirst> first_bias;
    alignas(32) std::array<float, kFirst * kSecond> second;
    alignas(32) std::array<float, kSecond> second_bias;
    alignas(32) std::array<float, kPooled * kThird> third;
    alignas(32) std::array<float, kThird> third_bias;
    alignas(32) std::array<float, kThird> last;
    float last_bias;
};

// The one that is built in.
[[nodiscard]] const QrsNetwork& qrsNetwork();
// Its numbers as they are written down: four hexadecimal digits each, in units of 1/4096, in the order of the members.
[[nodiscard]] std::string_view qrsNetworkNumbers();
// All numbers of a network, in that order.
template <class Network, class Each>
void forEachPart(Network& network, const Each& each) {
    each(std::span(network.first));
    each(std::span(network.first_bias));
    each(std::span(network.second));
    each(std::span(network.second_bias));
    each(std::span(network.third));
    each(std::span(network.third_bias));
    each(std::span(network.last));
    each(std::span(&network.last_bias, 1));
}

// Candidates side by side, as the leads show them.
struct CandidateFeatures {
    std::size_t leads = 0;
    std::vector<LeadFeatures> features;  // [candidates × leads]
    std::vector<std::uint8_t> shows;     // [candidates × leads] whether there are any
    [[nodiscard]] std::size_t count() const { return leads > 0 ? shows.size() / leads : 0; }
};

// Of each candidate the natural logarithm of the odds that it is one; kNothing where no lead shows anything.
inline constexpr float kNothingShown = -20;
[[nodiscard]] std::vector<float> logitsOf(const QrsNetwork& network, const CandidateFeatures& candidates);

}  // namespace triptych::beats
