#include "core/inference/module/zoo/small_attention.h"

#include <torch/autograd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kSide = 16;  // tokens, and columns of a head, at most

using Square = std::array<std::array<float, kSide>, kSide>;  // rows beyond the head's own are zero

struct Sizes {
    std::int64_t batch, tokens, heads, width;
    [[nodiscard]] std::int64_t row() const { return 3 * heads * width; }  // floats from one token to the next
};

Sizes sizesOf(const torch::Tensor& projected) {
    return {projected.size(0), projected.size(1), projected.size(3), projected.size(4)};
}

float scaleOf(const Sizes& sizes) {
    return 1 / std::sqrt(static_cast<float>(sizes.width));
}

// Rows `stride` floats apart; padded with zeros on either side.
void read(const float* from, std::int64_t stride, const Sizes& sizes, Square& into) {
    for (std::int64_t t = 0; t < kSide; ++t) {
        into[t].fill(0);
        if (t < sizes.tokens) std::copy_n(from + t * stride, sizes.width, into[t].begin());
    }
}

void write(const Square& from, std::int64_t stride, const Sizes& sizes, float* into) {
    for (std::int64_t t = 0; t < sizes.tokens; ++t) std::copy_n(from[t].begin(), sizes.width, into + t * stride);
}

void transpose(const Square& from, Square& into) {
    for (std::int64_t i = 0; i < kSide; ++i)
        for (std::int64_t j = 0; j < kSide; ++j) into[j][i] = from[i][j];
}

// Eight columns: a register of AVX2, two of SSE.
using Columns [[gnu::vector_size(32)]] = float;

// into[i] += Σ_k factor[i][k] · of[k], for the first `rows` rows and `terms` terms; sums stay in registers.
[[gnu::always_inline]] inline void addProductAnyhow(const Square& factor, const Square& of, std::int64_t rows,
                                                    std::int64_t terms, Square& into) {
    for (std::int64_t i = 0; i < rows; ++i) {
        Columns left, right;
        std::memcpy(&left, into[i].data(), sizeof left);
        std::memcpy(&right, into[i].data() + 8, sizeof right);
        for (std::int64_t k = 0; k < terms; ++k) {
            Columns of_left, of_right;
            std::memcpy(&of_left, of[k].data(), sizeof of_left);
            std::memcpy(&of_right, of[k].data() + 8, sizeof of_right);
            left += factor[i][k] * of_left;
            right += factor[i][k] * of_right;
        }
        std::memcpy(into[i].data(), &left, sizeof left);
        std::memcpy(into[i].data() + 8, &right, sizeof right);
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void addProductAvx2(const Square& factor, const Square& of, std::int64_t rows,
                                                std::int64_t terms, Square& into) {
    addProductAnyhow(factor, of, rows, terms, into);
}
#endif

void addProduct(const Square& factor, const Square& of, std::int64_t rows, std::int64_t terms, Square& into) {
#if defined(__x86_64__)
    static const bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (wide) return addProductAvx2(factor, of, rows, terms, into);
#endif
    addProductAnyhow(factor, of, rows, terms, into);
}

constexpr Square kZero{};

void softmaxRows(const Sizes& sizes, float scale, Square& scores) {
    for (std::int64_t i = 0; i < sizes.tokens; ++i) {
        auto& row = scores[i];
        const float top = *std::max_element(row.begin(), row.begin() + sizes.tokens);
        float sum = 0;
        for (std::int64_t j = 0; j < sizes.tokens; ++j) sum += row[j] = std::exp(scale * (row[j] - top));
        for (std::int64_t j = 0; j < sizes.tokens; ++j) row[j] /= sum;
    }
}

// Where the numbers of one head of one beat begin.
struct Place {
    std::int64_t projected;  // in [B × T × 3 × H × d]
    std::int64_t weights;    // in [B × H × T × T]
    std::int64_t mixed;      // in [B × T × H·d]
};

template <typename Visit>
void forEachHead(const Sizes& sizes, Visit visit) {
    for (std::int64_t b = 0; b < sizes.batch; ++b) {
        for (std::int64_t h = 0; h < sizes.heads; ++h) {
            visit(Place{b * sizes.tokens * sizes.row() + h * sizes.width,
                        (b * sizes.heads + h) * sizes.tokens * sizes.tokens,
                        b * sizes.tokens * sizes.heads * sizes.width + h * sizes.width});
        }
    }
}

void readWeights(const float* from, const Sizes& sizes, Square& into) {
    into = kZero;
    for (std::int64_t i = 0; i < sizes.tokens; ++i) std::copy_n(from + i * sizes.tokens, sizes.tokens, into[i].begin());
}

void multiply(const Square& by, const Sizes& sizes, Square& values) {
    for (std::int64_t i = 0; i < sizes.tokens; ++i)
        for (std::int64_t j = 0; j < kSide; ++j) values[i][j] *= by[i][j];
}

void forwardHead(const float* q, const float* mask, const Sizes& sizes, float* weights, float* mixed) {
    Square query, key, key_columns, value, scores = kZero, out = kZero;
    const std::int64_t apart = sizes.heads * sizes.width;
    read(q, sizes.row(), sizes, query);
    read(q + apart, sizes.row(), sizes, key);
    read(q + 2 * apart, sizes.row(), sizes, value);
    transpose(key, key_columns);
    addProduct(query, key_columns, sizes.tokens, sizes.width, scores);
    softmaxRows(sizes, scaleOf(sizes), scores);
    for (std::int64_t i = 0; i < sizes.tokens; ++i)
        std::copy_n(scores[i].begin(), sizes.tokens, weights + i * sizes.tokens);
    if (mask != nullptr) {
        Square kept;
        readWeights(mask, sizes, kept);
        multiply(kept, sizes, scores);
    }
    addProduct(scores, value, sizes.tokens, sizes.tokens, out);
    write(out, apart, sizes, mixed);
}

void backwardHead(const float* q, const float* mask, const float* weights, const float* gradient, const Sizes& sizes,
                  float* into) {
    Square query, key, value, value_columns, from_out, soft, kept, turned;
    const std::int64_t apart = sizes.heads * sizes.width;
    read(q, sizes.row(), sizes, query);
    read(q + apart, sizes.row(), sizes, key);
    read(q + 2 * apart, sizes.row(), sizes, value);
    read(gradient, apart, sizes, from_out);
    readWeights(weights, sizes, soft);

    Square applied = soft;
    if (mask != nullptr) {
        readWeights(mask, sizes, kept);
        multiply(kept, sizes, applied);
    }
    Square of_value = kZero;
    transpose(applied, turned);
    addProduct(turned, from_out, sizes.tokens, sizes.tokens, of_value);

    Square of_weights = kZero;
    transpose(value, value_columns);
    addProduct(from_out, value_columns, sizes.tokens, sizes.width, of_weights);
    if (mask != nullptr) multiply(kept, sizes, of_weights);

    // Through the softmax: p ⊙ (g − Σ p g), and the scale.
    Square of_scores = kZero;
    for (std::int64_t i = 0; i < sizes.tokens; ++i) {
        float sum = 0;
        for (std::int64_t j = 0; j < sizes.tokens; ++j) sum += soft[i][j] * of_weights[i][j];
        for (std::int64_t j = 0; j < sizes.tokens; ++j)
            of_scores[i][j] = scaleOf(sizes) * soft[i][j] * (of_weights[i][j] - sum);
    }
    Square of_query = kZero, of_key = kZero;
    addProduct(of_scores, key, sizes.tokens, sizes.tokens, of_query);
    transpose(of_scores, turned);
    addProduct(turned, query, sizes.tokens, sizes.tokens, of_key);
    write(of_query, sizes.row(), sizes, into);
    write(of_key, sizes.row(), sizes, into + apart);
    write(of_value, sizes.row(), sizes, into + 2 * apart);
}

const float* dataOf(const torch::Tensor& tensor) {
    return tensor.data_ptr<float>();
}

// Of one head; null where nothing is dropped.
const float* maskAt(const torch::Tensor& mask, std::int64_t at) {
    return mask.numel() > 0 ? dataOf(mask) + at : nullptr;
}

class SmallAttention : public torch::autograd::Function<SmallAttention> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& projected,
                                 const torch::Tensor& mask) {
        const Sizes sizes = sizesOf(projected);
        const auto packed = projected.contiguous();
        const auto kept = mask.contiguous();
        auto weights = torch::empty({sizes.batch, sizes.heads, sizes.tokens, sizes.tokens}, packed.options());
        auto mixed = torch::empty({sizes.batch, sizes.tokens, sizes.heads * sizes.width}, packed.options());
        forEachHead(sizes, [&](const Place& at) {
            forwardHead(dataOf(packed) + at.projected, maskAt(kept, at.weights), sizes,
                        weights.data_ptr<float>() + at.weights, mixed.data_ptr<float>() + at.mixed);
        });
        context->save_for_backward({packed, kept, weights});
        return mixed;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const torch::Tensor &packed = saved[0], &kept = saved[1], &weights = saved[2];
        const Sizes sizes = sizesOf(packed);
        const auto gradient = gradients.front().contiguous();
        auto out = torch::empty_like(packed);
        forEachHead(sizes, [&](const Place& at) {
            backwardHead(dataOf(packed) + at.projected, maskAt(kept, at.weights), dataOf(weights) + at.weights,
                         dataOf(gradient) + at.mixed, sizes, out.data_ptr<float>() + at.projected);
        });
        return {out, torch::Tensor()};
    }
};

}  // namespace

torch::Tensor attentionWeights(const torch::Tensor& projected) {
    const auto apart = projected.permute({2, 0, 3, 1, 4});  // [3 × B × heads × T × d]
    return torch::softmax(torch::matmul(apart[0] * scaleOf(sizesOf(projected)), apart[1].transpose(-2, -1)), -1);
}

torch::Tensor attend(const torch::Tensor& projected, const torch::Tensor& mask) {
    const Sizes sizes = sizesOf(projected);
    if (projected.is_cpu() && projected.scalar_type() == torch::kFloat && sizes.tokens <= kSide &&
        sizes.width <= kSide) {
        return SmallAttention::apply(projected,
                                     mask.defined() ? mask : torch::empty({0}));  // it wants no undefined one
    }
    auto weights = attentionWeights(projected);
    if (mask.defined()) weights = weights * mask.to(weights.device());
    return torch::matmul(weights, projected.permute({2, 0, 3, 1, 4})[2])
        .transpose(1, 2)
        .reshape({sizes.batch, sizes.tokens, sizes.heads * sizes.width});
}

}  // namespace triptych::inference::zoo
