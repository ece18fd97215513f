// A trained network with what its card says of it: loaded once, immutable, shared between threads. LibTorch has no part
// in it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/layer.h"

#include <memory>
#include <string>

namespace triptych::waves {

class Network;

struct Delineator {
    LayerSource source;  // its name, and the hash of its weights
    std::string title;   // for people
    std::shared_ptr<const Network> network;
};
using DelineatorPtr = std::shared_ptr<const Delineator>;

// From a folder with card.json and weights.safetensors. Errors: not_found, not_readable, malformed, truncated,
// model_mismatch (other shapes than this program's, or weights that are not the card's).
[[nodiscard]] Result<DelineatorPtr> loadDelineator(const std::string& folder);
// The one that comes with the program ("waves" among its models): read on the first call, which takes a few
// milliseconds, and kept. Any thread. Errors: not_found, and those of loadDelineator().
[[nodiscard]] Result<DelineatorPtr> shippedDelineator();

// Does the card in this folder speak of a delineator? It is then no classifier. False where there is no card.
[[nodiscard]] bool holdsDelineator(const std::string& folder);

}  // namespace triptych::waves
