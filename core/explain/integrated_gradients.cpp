#include "core/explain/integrated_gradients.h"

#include "core/explain/ask.h"
#include "core/explain/gauss_legendre.h"
#include "core/explain/side_by_side.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace triptych::explain {
namespace {

constexpr int kSteps = 50;
constexpr int kMostNodes = 300;
constexpr std::size_t kBatch = 13;      // of the usual 50, four on two threads: a stop between them is quick
constexpr std::size_t kStretches = 32;  // that a way with corners is cut into first
constexpr std::size_t kHalved = 32;     // of them, the worst, in one round
constexpr double kAllowed = 0.01;
constexpr const char *kWay = "way", *kStretch = "stretch", *kCorner = "corner";  // as docs/arrays.md has them

// A place on the way, and what the score does there.
struct Node {
    double alpha = 0;                     // from the baseline, 0, to the input, 1
    std::vector<torch::Tensor> gradient;  // input by input, without batch axis
    double slope = 0;                     // of the score along the whole way
    double score = 0;
};

// From one node to another, whose weights in the integral are together its length.
struct Stretch {
    std::size_t from = 0, to = 0;  // nodes
    double length = 0;
    double weight = 0;  // of the node at its beginning; half its length, unless its corner was placed
    double sum = 0;     // of the attributions on it
    double error = 0;   // less the score's difference between its ends
    bool at_corner = false;
};

class Way {
public:
    explicit Way(const Subject& subject) : subject_(subject), to_(subject.values()), from_(subject.baselines()) {
        for (std::size_t i = 0; i < to_.size(); ++i)
            difference_.push_back((to_[i] - from_[i]).squeeze(0).to(torch::kDouble));
    }

    // Errors: cancelled.
    [[nodiscard]] Result<std::vector<Node>> nodesAt(std::span<const double> alpha, const Job& job) const {
        std::vector<Node> out(alpha.size());
        const auto piece = [&](std::size_t mine) {
            const std::size_t first = mine * kBatch, length = std::min(kBatch, alpha.size() - first);
            torch::Tensor scores;
            const auto gradients = gradientsOf(subject_, at(alpha.subspan(first, length)), &scores);
            for (std::size_t i = 0; i < length; ++i) {
                Node& node = out[first + i];
                node.alpha = alpha[first + i];
                node.score = scores[static_cast<std::int64_t>(i)].item<double>();
                for (std::size_t input = 0; input < gradients.size(); ++input) {
                    node.gradient.push_back(gradients[input][static_cast<std::int64_t>(i)]);
                    node.slope += (node.gradient.back() * difference_[input]).sum().item<double>();
                }
            }
        };
        if (auto done = sideBySide((alpha.size() + kBatch - 1) / kBatch, piece, job); !done)
            return std::unexpected(done.error());
        return out;
    }

    [[nodiscard]] std::vector<torch::Tensor> attributions(std::span<const Node> nodes,
                                                          std::span<const double> weights) const {
        std::vector<torch::Tensor> out;
        for (const torch::Tensor& of : difference_) out.push_back(torch::zeros_like(of));
        for (std::size_t node = 0; node < nodes.size(); ++node)
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] += weights[node] * nodes[node].gradient[i].to(torch::kDouble);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] *= difference_[i];
        return out;
    }

private:
    // [n × …] of every input.
    [[nodiscard]] std::vector<torch::Tensor> at(std::span<const double> alpha) const {
        const auto places = torch::tensor(std::vector<double>(alpha.begin(), alpha.end())).to(torch::kFloat);
        std::vector<torch::Tensor> out;
        for (std::size_t i = 0; i < to_.size(); ++i) {
            std::vector<std::int64_t> spread(static_cast<std::size_t>(to_[i].dim()), 1);
            spread[0] = places.size(0);
            out.push_back(from_[i] + places.view(spread) * (to_[i] - from_[i]));
        }
        return out;
    }

    const Subject& subject_;
    std::vector<torch::Tensor> to_, from_, difference_;
};

// A way that is cut where the score has corners.
class CutWay {
public:
    // Halves the worst until the sum is met or the nodes are used up; what is off then has its corner placed. Errors:
    // cancelled.
    [[nodiscard]] Result<void> cut(const Way& way, Explanation& out, const Job& job) {
        std::vector<double> ends;
        for (std::size_t i = 0; i <= kStretches; ++i) ends.push_back(static_cast<double>(i) / kStretches);
        if (auto done = add(way, ends, out, job); !done) return done;
        for (std::size_t i = 0; i < kStretches; ++i) stretches_.push_back(between(i, i + 1));
        for (;;) {
            sayCompleteness(sum(), out);
            if (out.converged) return {};
            std::ranges::stable_sort(stretches_, std::ranges::greater(),
                                     [](const Stretch& of) { return std::abs(of.error); });
            const auto room = static_cast<std::size_t>(std::max(0, kMostNodes - out.steps));
            // Where errors cancelled before, the worst one.
            const std::size_t count = std::min({kHalved, room, std::max<std::size_t>(1, countOff(out))});
            if (count == 0) break;
            if (auto done = halve(way, count, out, job); !done) return done;
        }
        placeCorners(countOff(out), out);
        return {};
    }

    [[nodiscard]] std::vector<torch::Tensor> attributions(const Way& way) const {
        std::vector<double> weights(nodes_.size(), 0);
        for (const Stretch& stretch : stretches_) {
            weights[stretch.from] += stretch.weight;
            weights[stretch.to] += stretch.length - stretch.weight;
        }
        return way.attributions(nodes_, weights);
    }

    [[nodiscard]] std::vector<ExplainedPart> parts() const {
        std::vector<ExplainedPart> out;
        for (const Stretch& of : stretches_) {
            out.push_back(
                {of.at_corner ? kCorner : kStretch, kWay, nodes_[of.from].alpha, nodes_[of.to].alpha, of.sum, 0});
        }
        std::ranges::sort(out, {}, &ExplainedPart::from);
        return out;
    }

private:
    [[nodiscard]] Result<void> add(const Way& way, std::span<const double> alpha, Explanation& out, const Job& job) {
        auto nodes = way.nodesAt(alpha, job);
        if (!nodes) return std::unexpected(nodes.error());
        std::ranges::move(*nodes, std::back_inserter(nodes_));
        out.steps += static_cast<int>(alpha.size());
        return {};
    }

    void weigh(Stretch& of, double weight) const {
        of.weight = weight;
        of.sum = weight * nodes_[of.from].slope + (of.length - weight) * nodes_[of.to].slope;
        of.error = of.sum - (nodes_[of.to].score - nodes_[of.from].score);
    }

    [[nodiscard]] Stretch between(std::size_t from, std::size_t to) const {
        Stretch out{from, to, nodes_[to].alpha - nodes_[from].alpha};
        weigh(out, out.length / 2);
        return out;
    }

    [[nodiscard]] double sum() const {
        double out = 0;
        for (const Stretch& of : stretches_) out += of.sum;
        return out;
    }

    // Those that are off by more than their share of what is allowed.
    [[nodiscard]] std::size_t countOff(const Explanation& out) const {
        const double share =
            std::abs(out.score - out.baseline_score) * kAllowed / static_cast<double>(stretches_.size());
        return static_cast<std::size_t>(
            std::ranges::count_if(stretches_, [&](const Stretch& of) { return std::abs(of.error) > share; }));
    }

    [[nodiscard]] Result<void> halve(const Way& way, std::size_t count, Explanation& out, const Job& job) {
        std::vector<double> middles;
        for (std::size_t s = 0; s < count; ++s)
            middles.push_back((nodes_[stretches_[s].from].alpha + nodes_[stretches_[s].to].alpha) / 2);
        const std::size_t first = nodes_.size();
        if (auto done = add(way, middles, out, job); !done) return done;
        for (std::size_t s = 0; s < count; ++s) {
            const std::size_t to = stretches_[s].to;
            stretches_[s] = between(stretches_[s].from, first + s);
            stretches_.push_back(between(first + s, to));
        }
        return {};
    }

    // Of the first `count`: one corner on each. How long the score has the slope of either end says where it lies, and
    // so what each node stands for; where no place does, the nearest.
    void placeCorners(std::size_t count, Explanation& out) {
        double length = 0;
        for (std::size_t s = 0; s < count; ++s) {
            Stretch& of = stretches_[s];
            const Node &from = nodes_[of.from], &to = nodes_[of.to];
            if (from.slope == to.slope) continue;
            const double weight = (to.score - from.score - of.length * to.slope) / (from.slope - to.slope);
            weigh(of, std::clamp(weight, 0.0, of.length));
            of.at_corner = true;
            length += of.length;
        }
        sayCompleteness(sum(), out);
        out.remarks.push_back(
            text::say("the score has corners on the way from the baseline: on {1} of it their places follow from the "
                      "scores around them, so that the sum is met there by construction",
                      text::fixedText(100 * length, 1) + " %"));
    }

    std::vector<Node> nodes_;
    std::vector<Stretch> stretches_;
};

}  // namespace

Result<Explanation> integratedGradients(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                        const Job& job) {
    const Way way(subject);
    Explanation out;
    out.score = subject.scoreOf(subject.values());
    out.baseline_score = subject.scoreOf(subject.baselines());
    out.baseline = subject.baselineName();
    const Quadrature quadrature = gaussLegendre(kSteps);
    const auto plain = way.nodesAt(quadrature.node, job);
    if (!plain) return std::unexpected(plain.error());
    out.steps = kSteps;
    double sum = 0;
    for (std::size_t node = 0; node < plain->size(); ++node) sum += quadrature.weight[node] * (*plain)[node].slope;
    sayCompleteness(sum, out);
    std::vector<torch::Tensor> attributions;
    if (out.converged) {
        attributions = way.attributions(*plain, quadrature.weight);
    } else {
        CutWay cut;
        if (auto done = cut.cut(way, out, job); !done) return std::unexpected(done.error());
        attributions = cut.attributions(way);
        out.parts = cut.parts();
    }
    if (!out.converged) {
        out.remarks.push_back(
            text::say("the attributions do not add up to the score's difference within 1 % after {1} steps: read "
                      "places, not amounts",
                      out.steps));
    }
    addInputs(subject, attributions, out);
    return out;
}

}  // namespace triptych::explain
