#include "core/explain/gauss_legendre.h"

#include <cmath>
#include <numbers>

namespace triptych::explain {

Quadrature gaussLegendre(int n) {
    Quadrature out;
    out.node.resize(static_cast<std::size_t>(n));
    out.weight.resize(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
        double x = std::cos(std::numbers::pi * (i + 0.75) / (n + 0.5));
        double derivative = 1;
        for (int iteration = 0; iteration < 100; ++iteration) {
            double value = 1;
            double previous = 0;
            for (int k = 0; k < n; ++k) {
                const double next = ((2 * k + 1) * x * value - k * previous) / (k + 1);
                previous = value;
                value = next;
            }
            derivative = n * (x * value - previous) / (x * x - 1);
            const double step = value / derivative;
            x -= step;
            if (std::abs(step) < 1e-15) break;
        }
        const auto place = static_cast<std::size_t>(n - 1 - i);
        out.node[place] = (1 + x) / 2;
        out.weight[place] = 1 / ((1 - x * x) * derivative * derivative);
    }
    return out;
}

}  // namespace triptych::explain
