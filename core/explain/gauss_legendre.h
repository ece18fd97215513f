// Nodes and weights of Gauss-Legendre quadrature on [0, 1].
#pragma once

#include <vector>

namespace triptych::explain {

struct Quadrature {
    std::vector<double> node;    // in (0, 1), ascending
    std::vector<double> weight;  // sums to 1
};
// Exact for polynomials up to degree 2n − 1. Newton's method on the Legendre polynomial (Numerical analysis folklore;
// Abramowitz & Stegun 25.4.29). n from 1 to about 1,000.
[[nodiscard]] Quadrature gaussLegendre(int n);

}  // namespace triptych::explain
