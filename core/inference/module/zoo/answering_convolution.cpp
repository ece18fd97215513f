#include "core/inference/module/zoo/answering_convolution.h"

#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/rectified_pool.h"

#include <torch/types.h>
#include <oneapi/dnnl/dnnl.hpp>

#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace triptych::inference::zoo {
namespace {

using dnnl::memory;
using Layout = memory::format_tag;

constexpr std::int64_t kBlock = 16;             // channels that lie together in Winograd's layout
constexpr std::int64_t kWinogradChannels = 32;  // below, its transforms cost more than they save

enum class Finish { none, relu, sum_and_relu };

const dnnl::engine& processor() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

dnnl::stream& streamOfThread() {
    thread_local dnnl::stream stream(processor());
    return stream;
}

memory::desc described(const memory::dims& sides, Layout layout) {
    return {sides, memory::data_type::f32, layout};
}

memory over(const memory::desc& desc, const torch::Tensor& tensor) {
    return {desc, processor(), tensor.data_ptr<float>()};
}

torch::Tensor emptyMap(const memory::dims& sides) {
    return torch::empty(sides, at::TensorOptions(torch::kFloat), at::MemoryFormat::ChannelsLast);
}

// A map in Winograd's layout, [B × C/16 × H × W × 16], as one of 16 channels: every step that leaves channels alone
// serves it as it is.
torch::Tensor emptyBlocked(const memory::dims& sides) {
    return emptyMap({sides[0] * sides[1] / kBlock, kBlock, sides[2], sides[3]});
}

void reorder(const memory& from, const memory& into) {
    dnnl::reorder(from, into).execute(streamOfThread(), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, into}});
}

}  // namespace

struct AnsweringConvolution::Work {
    // For maps of one size, finished in one way.
    struct Prepared {
        dnnl::convolution_forward::primitive_desc plan;
        dnnl::convolution_forward run;
        memory weight;
        bool winograd = false;
        memory::dims from, into;
    };
    using Key = std::array<std::int64_t, 4>;  // beats, rows, columns, finish

    torch::Tensor weight, bias;
    Sides stride, padding;
    std::mutex guard;  // of what follows
    std::map<Key, Prepared> prepared;
    std::list<memory> packed;  // weights, once for each layout in use

    [[nodiscard]] bool mayWinograd(Finish finish) const {
        return finish != Finish::sum_and_relu && weight.size(2) == 3 && weight.size(3) == 3 && stride == Sides{1, 1} &&
               weight.size(0) % kBlock == 0 && weight.size(1) % kBlock == 0 && weight.size(1) >= kWinogradChannels;
    }

    // Nothing where this processor has no such convolution.
    [[nodiscard]] std::optional<dnnl::convolution_forward::primitive_desc> planOf(const memory::dims& from,
                                                                                  const memory::dims& into,
                                                                                  Finish finish, bool winograd) const {
        const Layout layout = winograd ? Layout::nChw16c : Layout::nhwc;
        const dnnl::convolution_forward::desc wanted(
            dnnl::prop_kind::forward_inference,
            winograd ? dnnl::algorithm::convolution_winograd : dnnl::algorithm::convolution_direct,
            described(from, layout), described(weight.sizes().vec(), Layout::any), described({into[1]}, Layout::x),
            described(into, layout), {stride[0], stride[1]}, {padding[0], padding[1]}, {padding[0], padding[1]});
        dnnl::post_ops after;
        if (finish == Finish::sum_and_relu) after.append_sum();
        if (finish != Finish::none) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
        dnnl::primitive_attr attributes;
        attributes.set_post_ops(after);
        // The library's own scratchpads are not for several threads.
        attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        dnnl::convolution_forward::primitive_desc plan(wanted, attributes, processor(), true);
        if (!plan) return std::nullopt;
        return plan;
    }

    memory packedAs(const memory::desc& desc) {
        for (const memory& known : packed)
            if (known.get_desc() == desc) return known;
        memory laid_out(desc, processor());
        reorder(over(described(weight.sizes().vec(), Layout::oihw), weight), laid_out);
        streamOfThread().wait();
        return packed.emplace_back(laid_out);
    }

    const Prepared& preparedFor(const torch::Tensor& map, Finish finish) {
        const std::scoped_lock lock(guard);
        const Key key = {map.size(0), map.size(2), map.size(3), static_cast<std::int64_t>(finish)};
        if (const auto known = prepared.find(key); known != prepared.end()) return known->second;
        const auto sideOf = [&](std::int64_t axis) {
            const auto at = static_cast<std::size_t>(axis - 2);
            return (map.size(axis) + 2 * padding[at] - weight.size(axis)) / stride[at] + 1;
        };
        const memory::dims from = map.sizes().vec();
        const memory::dims into = {from[0], weight.size(0), sideOf(2), sideOf(3)};
        auto plan = mayWinograd(finish) ? planOf(from, into, finish, true) : std::nullopt;
        const bool winograd = plan.has_value();
        if (!winograd) plan = planOf(from, into, finish, false);
        if (!plan) throw std::runtime_error("oneDNN has no convolution for this map");
        const auto packed_weight = packedAs(plan->weights_desc());
        return prepared
            .emplace(key, Prepared{*plan, dnnl::convolution_forward(*plan), packed_weight, winograd, from, into})
            .first->second;
    }

    void execute(const Prepared& as, const memory& from, const memory& into) const {
        const auto room = torch::empty({static_cast<std::int64_t>(as.plan.scratchpad_desc().get_size())}, torch::kByte);
        as.run.execute(streamOfThread(),
                       {{DNNL_ARG_SRC, from},
                        {DNNL_ARG_WEIGHTS, as.weight},
                        {DNNL_ARG_BIAS, over(as.plan.bias_desc(), bias)},
                        {DNNL_ARG_DST, into},
                        {DNNL_ARG_SCRATCHPAD, memory(as.plan.scratchpad_desc(), processor(), room.data_ptr())}});
    }

    // Answers by Winograd's method, in its layout.
    [[nodiscard]] torch::Tensor blocked(const Prepared& as, const torch::Tensor& map) const {
        const auto from = emptyBlocked(as.from);
        const auto into = emptyBlocked(as.into);
        const auto laid_out = over(described(as.from, Layout::nChw16c), from);
        reorder(over(described(as.from, Layout::nhwc), map), laid_out);
        execute(as, laid_out, over(described(as.into, Layout::nChw16c), into));
        return into;
    }

    [[nodiscard]] static torch::Tensor unblocked(const torch::Tensor& blocked, const memory::dims& sides) {
        auto out = emptyMap(sides);
        reorder(over(described(sides, Layout::nChw16c), blocked), over(described(sides, Layout::nhwc), out));
        return out;
    }

    // Answers without it, in `into` where that is defined.
    [[nodiscard]] torch::Tensor direct(const Prepared& as, const torch::Tensor& map, torch::Tensor into = {}) const {
        if (!into.defined()) into = emptyMap(as.into);
        execute(as, over(described(as.from, Layout::nhwc), map), over(described(as.into, Layout::nhwc), into));
        return into;
    }

    [[nodiscard]] torch::Tensor answer(const torch::Tensor& map, Finish finish, const torch::Tensor& into = {}) {
        const auto ordered = channelsLast(map);
        const Prepared& as = preparedFor(ordered, finish);
        return as.winograd ? unblocked(blocked(as, ordered), as.into) : direct(as, ordered, into);
    }
};

AnsweringConvolution::AnsweringConvolution(torch::Tensor weight, torch::Tensor bias, Sides stride, Sides padding)
    : work_(std::make_unique<Work>()) {
    work_->weight = weight.contiguous();
    work_->bias = bias.contiguous();
    work_->stride = stride;
    work_->padding = padding;
}

AnsweringConvolution::~AnsweringConvolution() = default;

torch::Tensor AnsweringConvolution::forward(const torch::Tensor& map) const {
    return work_->answer(map, Finish::none);
}

torch::Tensor AnsweringConvolution::rectified(const torch::Tensor& map, const torch::Tensor& sum) const {
    return work_->answer(map, sum.defined() ? Finish::sum_and_relu : Finish::relu, sum);
}

torch::Tensor AnsweringConvolution::pooled(const torch::Tensor& map) const {
    const auto ordered = channelsLast(map);
    const auto& as = work_->preparedFor(ordered, Finish::none);
    if (!as.winograd) return rectifiedPool(work_->direct(as, ordered), 2, 2);
    const auto largest = rectifiedPool(work_->blocked(as, ordered), 2, 2);
    return Work::unblocked(largest, {as.into[0], as.into[1], largest.size(2), largest.size(3)});
}

}  // namespace triptych::inference::zoo
