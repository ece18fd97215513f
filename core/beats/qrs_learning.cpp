#include "core/beats/qrs_learning.h"

#include "core/beats/beat_path.h"
#include "core/beats/joint_search.h"
#include "core/beats/slow_lead.h"
#include "core/dsp/sample_reader.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <utility>

namespace triptych::beats {
namespace {

using Net = QrsNetwork;

constexpr double kIsIt_s = 0.10, kNearIt_s = 0.15, kBesideFlutter_s = 1;
constexpr double kWorthOfSecond = 8;  // octaves of strength that a second's distance outweighs
constexpr std::size_t kStep = 512;
constexpr float kDecay = 1e-5F;

struct Truth {
    std::vector<double> beats_s;
    std::vector<std::pair<double, double>> flutter_s;
};

Truth truthOf(const AnnotationSet& set, double rate_hz) {
    const double clock_hz = set.rate_hz > 0 ? set.rate_hz : rate_hz;
    Truth truth;
    bool fluttering = false;
    for (const Annotation& mark : set.annotations) {
        const double time_s = static_cast<double>(mark.sample) / clock_hz;
        if (mark.code == kFlutterOn && !fluttering) {
            fluttering = true;
            truth.flutter_s.emplace_back(time_s, 1e12);
        } else if (mark.code == kFlutterOff && fluttering) {
            fluttering = false;
            truth.flutter_s.back().second = time_s;
        } else if (isBeat(mark.code) && !fluttering) {
            truth.beats_s.push_back(time_s);
        }
    }
    std::sort(truth.beats_s.begin(), truth.beats_s.end());
    return truth;
}

void label(std::span<const JointCandidate> candidates, const Truth& truth, float weight, std::span<float> is_beat,
           std::span<float> weights) {
    std::fill(is_beat.begin(), is_beat.end(), 0.0F);
    std::fill(weights.begin(), weights.end(), weight);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        for (const auto& [from_s, to_s] : truth.flutter_s) {
            if (candidates[i].time_s > from_s - kBesideFlutter_s && candidates[i].time_s < to_s + kBesideFlutter_s) {
                weights[i] = 0;
            }
        }
    }
    std::size_t first = 0;
    for (const double beat_s : truth.beats_s) {
        while (first < candidates.size() && candidates[first].time_s < beat_s - kNearIt_s) ++first;
        std::size_t best = candidates.size();
        double most = -1e9;
        for (std::size_t i = first; i < candidates.size() && candidates[i].time_s <= beat_s + kNearIt_s; ++i) {
            if (is_beat[i] > 0) continue;
            weights[i] = 0;
            const double away_s = std::abs(candidates[i].time_s - beat_s);
            const double worth = static_cast<double>(candidates[i].strength_log2) - kWorthOfSecond * away_s;
            if (away_s > kIsIt_s || worth <= most) continue;
            most = worth;
            best = i;
        }
        if (best == candidates.size()) continue;
        is_beat[best] = 1;
        weights[best] = weight;
    }
}

// out = in × weights + bias, cut off at 0.
template <std::size_t kIn, std::size_t kOut>
void forward(const float* in, const float* weights, const float* bias, float* out) {
    std::copy_n(bias, kOut, out);
    for (std::size_t i = 0; i < kIn; ++i, weights += kOut) {
        for (std::size_t o = 0; o < kOut; ++o) out[o] += in[i] * weights[o];
    }
    for (std::size_t o = 0; o < kOut; ++o) out[o] = std::max(out[o], 0.0F);
}

// Adds to the gradients of weights and bias; `slope_in` null where nobody asks what the input should have been.
template <std::size_t kIn, std::size_t kOut>
void backward(const float* in, const float* out, const float* weights, float* slope_out, float* gradient,
              float* bias_gradient, float* slope_in) {
    for (std::size_t o = 0; o < kOut; ++o) {
        if (!(out[o] > 0)) slope_out[o] = 0;
        bias_gradient[o] += slope_out[o];
    }
    for (std::size_t i = 0; i < kIn; ++i, weights += kOut, gradient += kOut) {
        float sum = 0;
        for (std::size_t o = 0; o < kOut; ++o) {
            gradient[o] += in[i] * slope_out[o];
            sum += weights[o] * slope_out[o];
        }
        if (slope_in != nullptr) slope_in[i] = sum;
    }
}

// Adds one example's gradient; returns its loss.
double learnOne(const Net& net, const LeadFeatures* features, std::array<bool, QrsExamples::kLeads> shows,
                float is_beat, float weight, Net& gradient) {
    constexpr std::size_t kLeads = QrsExamples::kLeads;
    std::array<std::array<float, Net::kFirst>, kLeads> a;
    std::array<std::array<float, Net::kSecond>, kLeads> b;
    std::array<float, Net::kPooled> pooled{}, pooled_slope;
    std::array<std::size_t, Net::kSecond> largest;
    largest.fill(kLeads);
    std::array<float, Net::kThird> c, c_slope;
    const auto showing = static_cast<float>(std::count(shows.begin(), shows.end(), true));
    if (showing == 0) return 0;
    for (std::size_t lead = 0; lead < kLeads; ++lead) {
        if (!shows[lead]) continue;
        forward<kLeadFeatures, Net::kFirst>(features[lead].data(), net.first.data(), net.first_bias.data(),
                                            a[lead].data());
        forward<Net::kFirst, Net::kSecond>(a[lead].data(), net.second.data(), net.second_bias.data(), b[lead].data());
        for (std::size_t k = 0; k < Net::kSecond; ++k) {
            pooled[k] += b[lead][k] / showing;
            if (!(b[lead][k] > pooled[Net::kSecond + k])) continue;
            pooled[Net::kSecond + k] = b[lead][k];
            largest[k] = lead;
        }
    }
    forward<Net::kPooled, Net::kThird>(pooled.data(), net.third.data(), net.third_bias.data(), c.data());
    float logit = net.last_bias;
    for (std::size_t k = 0; k < Net::kThird; ++k) logit += c[k] * net.last[k];
    const float p = 1 / (1 + std::exp(-logit));
    const float slope = weight * (p - is_beat);
    gradient.last_bias += slope;
    for (std::size_t k = 0; k < Net::kThird; ++k) {
        gradient.last[k] += slope * c[k];
        c_slope[k] = slope * net.last[k];
    }
    backward<Net::kPooled, Net::kThird>(pooled.data(), c.data(), net.third.data(), c_slope.data(),
                                        gradient.third.data(), gradient.third_bias.data(), pooled_slope.data());
    for (std::size_t lead = 0; lead < kLeads; ++lead) {
        if (!shows[lead]) continue;
        std::array<float, Net::kSecond> b_slope;
        std::array<float, Net::kFirst> a_slope;
        for (std::size_t k = 0; k < Net::kSecond; ++k) {
            b_slope[k] = pooled_slope[k] / showing + (largest[k] == lead ? pooled_slope[Net::kSecond + k] : 0.0F);
        }
        backward<Net::kFirst, Net::kSecond>(a[lead].data(), b[lead].data(), net.second.data(), b_slope.data(),
                                            gradient.second.data(), gradient.second_bias.data(), a_slope.data());
        backward<kLeadFeatures, Net::kFirst>(features[lead].data(), a[lead].data(), net.first.data(), a_slope.data(),
                                             gradient.first.data(), gradient.first_bias.data(), nullptr);
    }
    const float right = is_beat > 0 ? p : 1 - p;
    return static_cast<double>(-weight * std::log(std::max(right, 1e-7F)));
}

Net begin(std::mt19937& random) {
    Net net{};
    const auto fill = [&random](std::span<float> weights, std::size_t in) {
        std::normal_distribution<float> normal(0, std::sqrt(2.0F / static_cast<float>(in)));
        for (float& weight : weights) weight = normal(random);
    };
    fill(net.first, kLeadFeatures);
    fill(net.second, Net::kFirst);
    fill(net.third, Net::kPooled);
    fill(net.last, Net::kThird);
    return net;
}

class Adam {
public:
    void step(Net& net, Net& gradient, double rate) {
        ++steps_;
        const double first = 1 - std::pow(0.9, steps_), second = 1 - std::pow(0.999, steps_);
        std::vector<std::span<float>> weights, slopes, means, squares;
        forEachPart(net, [&](std::span<float> part) { weights.push_back(part); });
        forEachPart(gradient, [&](std::span<float> part) { slopes.push_back(part); });
        forEachPart(mean_, [&](std::span<float> part) { means.push_back(part); });
        forEachPart(square_, [&](std::span<float> part) { squares.push_back(part); });
        for (std::size_t part = 0; part < weights.size(); ++part) {
            for (std::size_t i = 0; i < weights[part].size(); ++i) {
                const float slope = slopes[part][i] / static_cast<float>(kStep);
                float& mean = means[part][i];
                float& square = squares[part][i];
                mean = 0.9F * mean + 0.1F * slope;
                square = 0.999F * square + 0.001F * slope * slope;
                const double moved =
                    static_cast<double>(mean) / first / (std::sqrt(static_cast<double>(square) / second) + 1e-8);
                weights[part][i] -= static_cast<float>(
                    rate * (moved + static_cast<double>(kDecay) * static_cast<double>(weights[part][i])));
            }
        }
    }

private:
    Net mean_{}, square_{};
    double steps_ = 0;
};

}  // namespace

void addExamples(std::span<const std::vector<float>> leads_mv, double rate_hz, const AnnotationSet& beats, float weight,
                 QrsExamples& examples) {
    const auto used = leads_mv.first(std::min(leads_mv.size(), QrsExamples::kLeads));
    std::vector<SlowLead> slow;
    std::vector<QrsCandidates> found;
    std::vector<std::vector<LeadOpinion>> opinions;
    for (const std::vector<float>& lead : used) {
        slow.push_back(slowDown(dsp::readerOf(std::span<const float>(lead)), static_cast<std::int64_t>(lead.size()),
                                rate_hz, {}, 0.5));
        found.push_back(findCandidates(slow.back(), {}, 0.5, 1));
        opinions.push_back(judgeByLead(found.back(), slow.back().rate_hz, {}));
    }
    std::vector<LeadView> views;
    for (std::size_t i = 0; i < slow.size(); ++i) views.push_back({&slow[i], &found[i], &opinions[i]});
    const std::vector<JointCandidate> candidates = joinCandidates(views);
    std::vector<LeadFeaturesAt> leads(views.begin(), views.end());
    const CandidateFeatures shown = featuresOf(leads, candidates);

    const std::size_t before = examples.is_beat.size(), count = candidates.size();
    CandidateFeatures& all = examples.candidates;
    all.features.resize((before + count) * QrsExamples::kLeads);
    all.shows.resize((before + count) * QrsExamples::kLeads, 0);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t lead = 0; lead < views.size(); ++lead) {
            all.features[(before + i) * QrsExamples::kLeads + lead] = shown.features[i * views.size() + lead];
            all.shows[(before + i) * QrsExamples::kLeads + lead] = shown.shows[i * views.size() + lead];
        }
    }
    examples.is_beat.resize(before + count);
    examples.weight.resize(before + count);
    label(candidates, truthOf(beats, rate_hz), weight, std::span(examples.is_beat).subspan(before),
          std::span(examples.weight).subspan(before));
}

Result<QrsNetwork> learnQrs(const QrsExamples& examples, const QrsLearning& how, const Job& job) {
    const std::size_t count = examples.is_beat.size(), steps = count / kStep;
    if (steps == 0) {
        return fail(ErrorCode::wrong_use, "there are too few candidates to learn from", {}, "add recordings");
    }
    std::mt19937 random(how.seed);
    Net net = begin(random), gradient{};
    Adam adam;
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = i;
    const double total = static_cast<double>(steps) * how.epochs;
    double done = 0;
    for (int epoch = 0; epoch < how.epochs; ++epoch) {
        std::shuffle(order.begin(), order.end(), random);
        double loss = 0;
        for (std::size_t step = 0; step < steps; ++step) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "learning was stopped", {}, "start it again");
            forEachPart(gradient, [](std::span<float> part) { std::fill(part.begin(), part.end(), 0.0F); });
            for (std::size_t k = 0; k < kStep; ++k) {
                const std::size_t i = order[step * kStep + k];
                const std::uint8_t* const shown = &examples.candidates.shows[i * QrsExamples::kLeads];
                std::array<bool, QrsExamples::kLeads> shows = {shown[0] != 0, shown[1] != 0};
                const auto chance = random();
                if (shows[0] && shows[1] && chance % 2 == 0) shows[chance / 2 % 2] = false;
                if (!(examples.weight[i] > 0)) continue;
                loss += learnOne(net, &examples.candidates.features[i * QrsExamples::kLeads], shows,
                                 examples.is_beat[i], examples.weight[i], gradient);
            }
            done += 1;
            adam.step(net, gradient, how.rate * (0.5 + 0.5 * std::cos(std::numbers::pi * done / total)) + 1e-6);
            job.progress(done / total, "learning");
        }
        job.progress(done / total, text::say("loss {1}", text::fixedText(loss / static_cast<double>(count), 5)));
    }
    return net;
}

Result<std::string> sourceOf(const QrsNetwork& network) {
    constexpr std::size_t kDigitsInLine = 112;
    constexpr float kUnit = 4096;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    bool fits = true;
    forEachPart(network, [&](std::span<const float> part) {
        for (const float value : part) {
            fits = fits && std::abs(value) < 8;
            const auto bits = static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(value * kUnit)));
            for (int shift = 12; shift >= 0; shift -= 4)
                digits += kDigits[static_cast<std::size_t>(bits >> shift & 15)];
        }
    });
    if (!fits) return fail(ErrorCode::out_of_range, "a number of the network is 8 or more", {}, "learn it anew");
    std::string out =
        "// Learnt numbers of the network (qrs_network.h), written by `triptych-cli study detector`: two's complements "
        "of 16\n"
        "// bits in units of 1/4096, in the order of its members.\n"
        "#include \"core/beats/qrs_network.h\"\n\n#include <string_view>\n\nnamespace triptych::beats {\nnamespace "
        "{\n\n"
        "constexpr std::string_view kNumbers =";
    for (std::size_t at = 0; at < digits.size(); at += kDigitsInLine) {
        out += "\n    \"" + digits.substr(at, kDigitsInLine) + '"';
    }
    return out +
           ";\n\n}  // namespace\n\nstd::string_view qrsNetworkNumbers() {\n    return kNumbers;\n}\n\n"
           "}  // namespace triptych::beats\n";
}

}  // namespace triptych::beats
