#include "core/waves/network.h"

#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

namespace triptych::waves {
namespace {

consteval std::size_t placeOf(std::string_view name) {
    for (std::size_t i = 0; i < kConvolutions.size(); ++i) {
        if (name == kConvolutions[i].name) return i;
    }
    throw "no such convolution";
}

Result<std::vector<float>> tensorOf(const files::MappedFile& file, const files::SafetensorsLayout& layout,
                                    const std::string& name, const std::vector<std::int64_t>& shape) {
    const auto place = std::ranges::find(layout.tensors, name, &files::TensorPlace::name);
    if (place == layout.tensors.end() || place->shape != shape || place->type != files::TensorType::f32) {
        return fail(ErrorCode::model_mismatch,
                    text::say("tensor \"{1}\" is missing or of another shape than the network's", name), file.path(),
                    "get the model again, or train it with this version");
    }
    std::vector<float> out(static_cast<std::size_t>(place->bytes) / sizeof(float));
    float* const to = out.data();
    const bool whole = file.withBytes(place->offset, place->bytes, [to](std::span<const std::byte> bytes) {
        std::memcpy(to, bytes.data(), bytes.size());
    });
    if (!whole) {
        return fail(ErrorCode::io_failed, "the file was cut while it was read", file.path(), "get the model again");
    }
    const bool finite = std::all_of(out.begin(), out.end(), [](float value) { return std::isfinite(value); });
    if (!finite) {
        return fail(ErrorCode::malformed, text::say("tensor \"{1}\" has numbers that are none", name), file.path(),
                    "get the model again");
    }
    return out;
}

// to = every row of `coarse` twice, plus `fine`.
void joinDoubled(const Map& coarse, const Map& fine, Map& to) {
    to.shape(fine.rows(), fine.channels());
    const std::size_t channels = fine.channels();
    for (std::size_t i = 0; i < fine.rows(); ++i) {
        const float* a = coarse.row(i / 2);
        const float* b = fine.row(i);
        float* sum = to.row(i);
        for (std::size_t c = 0; c < channels; ++c) sum[c] = a[c] + b[c];
    }
}

void meanOf(const std::vector<Workspace::OfLead>& leads, const std::vector<bool>& counts, Map& mean) {
    const Map& first = leads.front().bottom;
    mean.shape(first.rows(), first.channels());
    std::ranges::fill(mean.cells(), 0.0F);
    const auto taking_part = static_cast<float>(std::count(counts.begin(), counts.end(), true));
    const auto sums = mean.cells();
    for (std::size_t lead = 0; lead < counts.size(); ++lead) {
        if (!counts[lead]) continue;
        const auto cells = leads[lead].bottom.cells();
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += cells[i] / taking_part;
    }
}

void toProbabilities(const Map& logits, Answers& answers) {
    answers.resize(logits.rows() * kChannels);
    for (std::size_t i = 0; i < logits.rows(); ++i) {
        const float* from = logits.row(i);
        float* to = answers.data() + i * kChannels;
        const float top = *std::max_element(from, from + kFirstMark);
        float sum = 0;
        for (std::size_t c = 0; c < kFirstMark; ++c) sum += to[c] = std::exp(from[c] - top);
        for (std::size_t c = 0; c < kFirstMark; ++c) to[c] /= sum;
        for (std::size_t c = kFirstMark; c < kChannels; ++c) to[c] = 1 / (1 + std::exp(-from[c]));
    }
}

}  // namespace

Result<Network> Network::read(const std::string& weights_file) {
    const auto file = files::MappedFile::open(weights_file);
    if (!file) return std::unexpected(file.error());
    const auto layout = files::readSafetensorsLayout(**file);
    if (!layout) return std::unexpected(layout.error());
    std::vector<Convolution> convolutions;
    for (const ConvolutionPlan& plan : kConvolutions) {
        const std::string name = plan.name;
        const auto weight = tensorOf(**file, *layout, name + ".weight", {plan.out, plan.in, plan.kernel});
        if (!weight) return std::unexpected(weight.error());
        const auto bias = tensorOf(**file, *layout, name + ".bias", {plan.out});
        if (!bias) return std::unexpected(bias.error());
        convolutions.emplace_back(plan, *weight, *bias);
    }
    return Network(std::move(convolutions));
}

bool Network::goDown(const std::vector<float>& lead, Workspace& workspace, Workspace::OfLead& maps,
                     const Job& job) const {
    const auto apply = [&](std::size_t which, const Map& from, Map& to) {
        convolutions_[which].apply(from, to);
        return !job.stopRequested();
    };
    Map& a = workspace.a;
    Map& b = workspace.b;
    a.shape(lead.size(), 1);
    std::ranges::copy(lead, a.cells().begin());
    if (!apply(placeOf("stem"), a, workspace.stem)) return false;
    if (!apply(placeOf("down1"), workspace.stem, b)) return false;
    if (!apply(placeOf("fine1"), b, maps.fine1)) return false;
    if (!apply(placeOf("down2"), maps.fine1, b)) return false;
    if (!apply(placeOf("fine2"), b, maps.fine2)) return false;
    if (!apply(placeOf("down3"), maps.fine2, b)) return false;
    if (!apply(placeOf("fine3"), b, maps.fine3)) return false;
    Map& bottom = maps.bottom;
    if (!apply(placeOf("down4"), maps.fine3, bottom)) return false;
    for (const std::size_t wide : {placeOf("wide1"), placeOf("wide2"), placeOf("wide4"), placeOf("wide8")}) {
        a.shape(bottom.rows(), bottom.channels());
        std::ranges::copy(bottom.cells(), a.cells().begin());
        convolutions_[wide].add(a, bottom);
    }
    return !job.stopRequested();
}

bool Network::goUp(Workspace& workspace, const Workspace::OfLead& maps, Answers& answers, const Job& job) const {
    Map& a = workspace.a;
    Map& b = workspace.b;
    a.shape(maps.bottom.rows(), maps.bottom.channels());
    std::ranges::copy(maps.bottom.cells(), a.cells().begin());
    convolutions_[placeOf("shared")].add(workspace.mean, a);
    b.shape(a.rows(), a.channels());
    std::ranges::copy(a.cells(), b.cells().begin());
    convolutions_[placeOf("own")].add(a, b);
    const auto climb = [&](std::size_t up, std::size_t join, const Map& fine) {
        convolutions_[up].apply(b, a);
        joinDoubled(a, fine, workspace.stem);
        convolutions_[join].apply(workspace.stem, b);
        return !job.stopRequested();
    };
    if (!climb(placeOf("up3"), placeOf("join3"), maps.fine3)) return false;
    if (!climb(placeOf("up2"), placeOf("join2"), maps.fine2)) return false;
    if (!climb(placeOf("up1"), placeOf("join1"), maps.fine1)) return false;
    convolutions_[placeOf("last")].apply(b, a);
    if (job.stopRequested()) return false;
    convolutions_[placeOf("answer")].apply(a, b);
    toProbabilities(b, answers);
    return !job.stopRequested();
}

bool Network::answer(std::span<const std::vector<float>> leads, const std::vector<bool>& counts, Workspace& workspace,
                     std::vector<Answers>& answers, const Job& job) const {
    answers.resize(leads.size());
    if (leads.empty()) return true;
    if (workspace.leads.size() < leads.size()) workspace.leads.resize(leads.size());
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        if (!goDown(leads[lead], workspace, workspace.leads[lead], job)) return false;
    }
    meanOf(workspace.leads, counts, workspace.mean);
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        if (!goUp(workspace, workspace.leads[lead], answers[lead], job)) return false;
    }
    return true;
}

}  // namespace triptych::waves
