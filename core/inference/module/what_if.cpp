#include "core/inference/module/what_if.h"

#include "core/beats/beat_likeness.h"
#include "core/beats/p_waves.h"
#include "core/beats/windows.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/judge_recording.h"
#include "core/inference/recording_windows.h"
#include "core/inference/rhythm_rules.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace triptych::inference {
namespace {

// Of core/beats/p_waves.h: so many neighbours to either side are looked at.
constexpr std::size_t kPNeighbours = 30;
constexpr float kEarly = -0.05F;  // ln(pre-RR / local RR), as BeatInputs has it

bool isWithin(const Mask& mask, double time_s) {
    return time_s >= mask.from_s && time_s <= mask.to_s;
}

// Samples [first, past) of `samples` by the filler; `typical` as long, or empty.
void fill(std::span<float> samples, std::size_t first, std::size_t past, Filler filler, std::span<const float> typical,
          Random& random) {
    if (filler == Filler::typical && !typical.empty()) {
        std::copy(typical.begin() + static_cast<std::ptrdiff_t>(first),
                  typical.begin() + static_cast<std::ptrdiff_t>(past),
                  samples.begin() + static_cast<std::ptrdiff_t>(first));
        return;
    }
    const bool open_left = first == 0, open_right = past == samples.size();
    const float left = open_left ? (open_right ? 0.0F : samples[past]) : samples[first - 1];
    const float right = open_right ? left : samples[past];
    double energy = 0;
    for (std::size_t i = first; i < past; ++i) {
        const float place = static_cast<float>(i - first + 1) / static_cast<float>(past - first + 1);
        const float line = left + (right - left) * place;
        energy += std::pow(static_cast<double>(samples[i] - line), 2);
        samples[i] = line;
    }
    if (filler != Filler::noise) return;
    const double spread = std::sqrt(energy / static_cast<double>(past - first));
    for (std::size_t i = first; i < past; ++i) samples[i] += static_cast<float>(spread * random.normal());
}

// The masked moments of a trace whose sample i lies at start_s + i / rate_hz, as runs [first, past).
std::vector<std::pair<std::size_t, std::size_t>> runsOf(const std::vector<Mask>& masks, std::string_view lead,
                                                        double start_s, double rate_hz, std::size_t samples) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t i = 0; i < samples; ++i) {
        const double time_s = start_s + static_cast<double>(i) / rate_hz;
        const bool is_masked = std::ranges::any_of(masks, [&](const Mask& mask) {
            return mask.kind == MaskKind::trace && isWithin(mask, time_s) && (mask.lead.empty() || mask.lead == lead);
        });
        if (!is_masked) continue;
        if (!out.empty() && out.back().second == i) {
            ++out.back().second;
        } else {
            out.emplace_back(i, i + 1);
        }
    }
    return out;
}

// Features of the beat's shape from windows as the model sees them: of `own` in place of beat `beat`'s.
struct ShapeFeatures {
    std::vector<float> likeness, p;
};
ShapeFeatures shapeFeatures(const BeatInputs& inputs, std::size_t beat, std::span<const float> own,
                            std::span<const float> typical) {
    const std::size_t first = beat > kPNeighbours ? beat - kPNeighbours : 0;
    const std::size_t past = std::min(inputs.size(), beat + kPNeighbours + 1);
    std::vector<float> windows, time(shapeOf(inputs.profile()).timeSize());
    std::vector<std::uint8_t> on_time;
    for (std::size_t of = first; of < past; ++of) {
        inputs.time(of, time);
        const std::span<const float> window =
            of == beat ? own : std::span<const float>(time).first(beats::kProductLength);
        windows.insert(windows.end(), window.begin(), window.end());
        on_time.push_back(inputs.rr(of)[0] > kEarly ? 1 : 0);
    }
    const auto row = [&](const std::vector<float>& of, std::size_t columns) {
        const auto begin = of.begin() + static_cast<std::ptrdiff_t>((beat - first) * columns);
        return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(columns));
    };
    return {row(beats::likenessFeatures(windows, typical), beats::kLikenessFeatures),
            row(beats::pWaveFeatures(windows, on_time), beats::kPWaveFeatures)};
}

// A beat's own inputs on one lead, being masked.
class MaskedBeat {
public:
    MaskedBeat(const Bundle& bundle, const BeatInputs& inputs, std::size_t beat, const WhatIfRequest& request)
        : inputs_(inputs),
          beat_(beat),
          request_(request),
          shape_(shapeOf(inputs.profile())),
          random_(request.seed),
          x_(gather(bundle, inputs, beat, 1)) {
        time_.resize(shape_.timeSize());
        inputs.time(beat, time_);
        if (inputs.profile() == Profile::product) {
            typical_.resize(shape_.time_samples);
            for (std::size_t i = 0; i < typical_.size(); ++i) typical_[i] = time_[i] - time_[shape_.time_samples + i];
        }
        maskTrace();
        maskPictures();
        maskFeatures();
    }

    [[nodiscard]] const BatchInputs& inputs() const { return x_; }
    [[nodiscard]] std::size_t cells() const { return cells_; }
    [[nodiscard]] bool featuresFollow() const { return features_follow_; }
    [[nodiscard]] std::vector<float> rr() const {
        if (!x_.rr.defined()) return {};
        const auto plain = x_.rr.contiguous();
        return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
    }

private:
    void maskTrace() {
        const std::span<float> own = std::span(time_).first(shape_.time_samples);
        const auto runs = runsOf(request_.masks, {}, inputs_.windowStart_s(beat_), modelRate_hz(), shape_.time_samples);
        if (runs.empty()) return;
        const std::vector<float> before(own.begin(), own.end());
        for (const auto& [first, past] : runs) {
            fill(own, first, past, request_.filler, typical_, random_);
            cells_ += past - first;
        }
        for (std::size_t i = 0; i < typical_.size(); ++i)
            time_[shape_.time_samples + i] = std::clamp(own[i] - typical_[i], -kTimeLimit, kTimeLimit);
        const auto renew = [&](InputKind kind, torch::Tensor& picture) {
            if (!picture.defined()) return;
            pictureOf(inputs_.profile(), kind, time_, inputs_.typicalTf(),
                      {picture.data_ptr<float>(), static_cast<std::size_t>(picture.numel())});
        };
        renew(InputKind::time, x_.time);
        renew(InputKind::time_frequency, x_.time_frequency);
        renew(InputKind::scalogram, x_.scalogram);
        renew(InputKind::frequency, x_.frequency);
        if (shape_.rr == 0 || typical_.empty()) return;
        // As much as the shape's features change on these windows: some of them are measured on smoothed ones.
        const ShapeFeatures was = shapeFeatures(inputs_, beat_, before, typical_);
        const ShapeFeatures is = shapeFeatures(inputs_, beat_, own, typical_);
        for (std::size_t i = 0; i < was.likeness.size(); ++i)
            moveFeature(rhythmFeatures() + i, is.likeness[i] - was.likeness[i]);
        for (std::size_t i = 0; i < was.p.size(); ++i) moveFeature(pWaveColumn() + i, is.p[i] - was.p[i]);
        features_follow_ = true;
    }

    void maskPicture(torch::Tensor& picture, const std::vector<double>& rows_hz, const std::vector<double>& columns_s,
                     const torch::Tensor& typical) {
        if (!picture.defined()) return;
        const auto channels = static_cast<std::size_t>(picture.size(1));
        const std::size_t rows = rows_hz.size(), columns = std::max<std::size_t>(1, columns_s.size());
        if (channels * rows * columns != static_cast<std::size_t>(picture.numel())) return;
        std::span values(picture.data_ptr<float>(), static_cast<std::size_t>(picture.numel()));
        const std::span own = values.first(rows * columns);
        const float lowest = *std::ranges::min_element(own);
        const float highest = *std::ranges::max_element(own);
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < columns; ++column) {
                const double hz = std::abs(rows_hz[row]);
                const bool is_masked = std::ranges::any_of(request_.masks, [&](const Mask& mask) {
                    return mask.kind == MaskKind::picture && hz >= mask.from_hz && hz <= mask.to_hz &&
                           (columns_s.empty() || isWithin(mask, inputs_.windowStart_s(beat_) + columns_s[column]));
                });
                if (!is_masked) continue;
                ++cells_;
                const std::size_t cell = row * columns + column;
                const bool has_typical = request_.filler == Filler::typical && typical.defined();
                const float was = own[cell];
                if (request_.filler == Filler::noise) {
                    own[cell] = lowest + (highest - lowest) * static_cast<float>(random_.uniform());
                } else {
                    own[cell] = has_typical ? typical.data_ptr<float>()[cell] : lowest;
                }
                // The difference from the typical beat: none, where the filler is that beat or says nothing.
                for (std::size_t channel = 1; channel < channels; ++channel) {
                    float& difference = values[channel * rows * columns + cell];
                    difference = request_.filler == Filler::noise
                                     ? difference + (own[cell] - was) * kTfScaleDb / kTfDifferenceScaleDb
                                     : 0.0F;
                }
            }
        }
    }

    void maskPictures() {
        if (std::ranges::none_of(request_.masks, [](const Mask& mask) { return mask.kind == MaskKind::picture; }))
            return;
        torch::Tensor typical;
        if (!typical_.empty() && x_.time_frequency.defined()) {
            typical = torch::zeros_like(x_.time_frequency);
            std::vector<float> typical_time(shape_.timeSize(), 0.0F);
            std::ranges::copy(typical_, typical_time.begin());
            pictureOf(inputs_.profile(), InputKind::time_frequency, typical_time, inputs_.typicalTf(),
                      {typical.data_ptr<float>(), static_cast<std::size_t>(typical.numel())});
        }
        maskPicture(x_.time_frequency, tfFrequencies_hz(inputs_.profile()), tfColumnCentres_s(inputs_.profile()),
                    typical);
        maskPicture(x_.scalogram, scalogramFrequencies_hz(), scalogramColumnCentres_s(), {});
        maskPicture(x_.frequency, spectrumFrequencies_hz(), {}, {});
    }

    void moveFeature(std::size_t column, float by) {
        if (x_.rr.defined()) x_.rr[0][static_cast<std::int64_t>(column)] += by;
        if (x_.neighbours.defined())
            x_.neighbours[0][static_cast<std::int64_t>(column)][static_cast<std::int64_t>(shape_.neighbours / 2)] += by;
    }

    void maskFeatures() {
        const auto names = rrFeatureNames();
        const std::size_t other = random_.below(std::max<std::size_t>(1, inputs_.size()));
        for (const Mask& mask : request_.masks) {
            if (mask.kind == MaskKind::around && x_.neighbours.defined()) {
                const auto own = static_cast<std::int64_t>(shape_.neighbours / 2);
                const auto kept = x_.neighbours.select(2, own).clone();
                x_.neighbours.zero_();
                x_.neighbours.select(2, own).copy_(kept);
                cells_ += shape_.neighboursSize() - shape_.rr;
            }
            if (mask.kind != MaskKind::feature || shape_.rr == 0) continue;
            const auto column = static_cast<std::size_t>(std::ranges::find(names, mask.feature) - names.begin());
            if (column >= names.size()) continue;
            const float usual = request_.filler == Filler::noise ? inputs_.rr(other)[column] : 0.0F;
            moveFeature(column, usual - x_.rr[0][static_cast<std::int64_t>(column)].item<float>());
            ++cells_;
        }
    }

    const BeatInputs& inputs_;
    std::size_t beat_;
    const WhatIfRequest& request_;
    InputShape shape_;
    Random random_;
    BatchInputs x_;
    std::vector<float> time_, typical_;
    std::size_t cells_ = 0;
    bool features_follow_ = false;
};

std::vector<float> plain(const torch::Tensor& of) {
    const auto flat = of.to(torch::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

// Rows of every input below one another.
BatchInputs together(const std::vector<BatchInputs>& rows) {
    BatchInputs out;
    for (torch::Tensor BatchInputs::*input : {&BatchInputs::time, &BatchInputs::time_frequency, &BatchInputs::scalogram,
                                              &BatchInputs::frequency, &BatchInputs::rr, &BatchInputs::neighbours}) {
        std::vector<torch::Tensor> of;
        for (const BatchInputs& row : rows) {
            if ((row.*input).defined()) of.push_back(row.*input);
        }
        if (of.size() == rows.size()) out.*input = torch::cat(of);
    }
    return out;
}

Result<void> mayMask(const WhatIfRequest& request, bool has_features, bool has_picture) {
    const auto names = rrFeatureNames();
    for (const Mask& mask : request.masks) {
        if (mask.kind == MaskKind::picture && !has_picture) {
            return fail(ErrorCode::wrong_use, "this model sees no time-frequency picture that could be masked", {},
                        "mask a stretch of the trace");
        }
        if ((mask.kind == MaskKind::feature || mask.kind == MaskKind::around) && !has_features) {
            return fail(ErrorCode::wrong_use, "this model was given no named features that could be masked", {},
                        "mask a stretch of the trace");
        }
        if (mask.kind == MaskKind::feature && std::ranges::find(names, mask.feature) == names.end()) {
            return fail(ErrorCode::wrong_use, text::say("there is no feature \"{1}\"", mask.feature), {},
                        "take a name from the explanation's features");
        }
    }
    return {};
}

}  // namespace

Result<WhatIfAnswer> whatIfBeat(const Bundle& bundle, const LeadInputs& leads, std::size_t beat,
                                const WhatIfRequest& request) {
    const ModelInfo& info = bundle.card.info;
    const InputShape shape = shapeOf(bundle.card.profile);
    const bool has_picture = bundle.reads(InputKind::time_frequency) || bundle.reads(InputKind::scalogram) ||
                             bundle.reads(InputKind::frequency) || bundle.reads(InputKind::early);
    if (auto allowed = mayMask(request, shape.rr > 0, has_picture); !allowed)
        return std::unexpected(std::move(allowed.error()));
    const torch::NoGradGuard guard;
    WhatIfAnswer out;
    out.classes = info.classes;
    out.branches = info.branches;
    // Of leads that see the beat: as it is, then masked, lead by lead.
    std::vector<BatchInputs> rows;
    std::vector<std::vector<float>> rr_before, rr_after;
    bool follow = false;
    for (const auto& lead : leads) {
        if (lead != leads.front() && lead->usable()[beat] == 0) continue;
        rows.push_back(gather(bundle, *lead, beat, 1));
        const MaskedBeat masked(bundle, *lead, beat, request);
        rows.push_back(masked.inputs());
        out.masked_cells += masked.cells();
        follow = follow || masked.featuresFollow();
        rr_before.emplace_back(lead->rr(beat).begin(), lead->rr(beat).end());
        rr_after.push_back(masked.rr());
    }
    const auto answers = fusedForward(bundle, together(rows)).probabilities;  // [2 leads × M × K]
    const auto lead_count = static_cast<std::int64_t>(rows.size() / 2);
    auto mean = answers.view({lead_count, 2, answers.size(1), answers.size(2)}).mean(0);  // [2 × M × K]
    if (info.rhythm_rules) {
        std::vector<float> shares;
        for (const auto* of : {&rr_before, &rr_after}) {
            std::vector<std::span<const float>> on_leads(of->begin(), of->end());
            shares.push_back(fibrillationShare(on_leads));
        }
        mean = afterFibrillation(mean, torch::tensor(shares));
        out.remarks.push_back("rules that look at the whole recording have no part in these probabilities");
    }
    // A joint network's scores are its logits: ln p here, which its temperature divides alike.
    const auto told = answersOf(info, fusedScores(bundle.card.fusion, bundle.fusion, mean));
    out.before = plain(told[0]);
    out.after = plain(told[1]);
    if (info.branches.size() > 1) {
        out.branch_before = plain(mean[0]);
        out.branch_after = plain(mean[1]);
    }
    if (follow) out.remarks.push_back("what the model is told of the beat's shape is measured on the masked trace");
    if (!request.masks.empty() && out.masked_cells == 0)
        out.remarks.push_back("nothing of what the model sees of this beat lies under the mask");
    return out;
}

Result<WhatIfAnswer> whatIfRecording(const Bundle& bundle, const Recording& recording, double time_s,
                                     const WhatIfRequest& request) {
    if (auto allowed = mayMask(request, false, false); !allowed) return std::unexpected(std::move(allowed.error()));
    const ModelInfo& info = bundle.card.info;
    const auto windows = RecordingWindows::of(recording, info);
    if (!windows) return std::unexpected(windows.error());
    for (const Mask& mask : request.masks) {
        if (mask.lead.empty() || std::ranges::find(windows->names(), mask.lead) != windows->names().end()) continue;
        return fail(ErrorCode::wrong_use, text::say("the model reads no lead \"{1}\"", mask.lead), recording.name,
                    "name one of the leads that it reads");
    }
    std::size_t window = 0;
    while (window + 1 < windows->count() && windows->start_s(window + 1) <= time_s) ++window;
    const torch::NoGradGuard guard;
    const auto before = tensorOf(*windows, window);
    const auto after = before.clone();
    WhatIfAnswer out;
    out.classes = info.classes;
    Random random(request.seed);
    for (std::size_t lead = 0; lead < windows->leads(); ++lead) {
        const std::span<float> samples(after.data_ptr<float>() + lead * windows->samples(), windows->samples());
        const auto runs = runsOf(request.masks, windows->names()[lead], windows->start_s(window), info.input.rate_hz,
                                 windows->samples());
        for (const auto& [first, past] : runs) {
            fill(samples, first, past, request.filler, {}, random);
            out.masked_cells += past - first;
        }
    }
    const auto logits = recordingLogits(bundle, torch::cat({before, after})) / info.temperature;
    const auto told = info.multi_label ? torch::sigmoid(logits) : torch::softmax(logits, 1);
    out.before = plain(told[0]);
    out.after = plain(told[1]);
    if (request.filler == Filler::typical)
        out.remarks.push_back("this model knows no typical beat: a straight line stands in");
    if (windows->count() > 1)
        out.remarks.push_back(
            text::say("it is of stretch {1} of {2}, not of the whole recording", window + 1, windows->count()));
    if (!request.masks.empty() && out.masked_cells == 0)
        out.remarks.push_back("nothing of what the model sees lies under the mask");
    return out;
}

}  // namespace triptych::inference
