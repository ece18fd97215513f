#include "core/statistics/information.h"

#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace triptych::statistics {
namespace {

struct Series {
    std::vector<double> x, y;
};

// n pairs of normal values with correlation ρ: −½ ln(1 − ρ²) nats.
Series correlated(std::size_t n, double rho, std::uint64_t seed) {
    Random random(seed);
    Series out;
    for (std::size_t i = 0; i < n; ++i) {
        const double a = random.normal();
        out.x.push_back(3 + 2 * a);
        out.y.push_back(-1 + 0.1 * (rho * a + std::sqrt(1 - rho * rho) * random.normal()));
    }
    return out;
}

TEST(Pearson, OfALineAndOfNothing) {
    EXPECT_NEAR(pearson(std::vector<double>{1, 2, 3}, std::vector<double>{5, 3, 1}), -1, 1e-12);
    EXPECT_NEAR(pearson(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, -1, -1, 1}), 0, 1e-12);
    EXPECT_TRUE(std::isnan(pearson(std::vector<double>{1, 1}, std::vector<double>{1, 2})));
    EXPECT_TRUE(std::isnan(pearson(std::vector<double>{1}, std::vector<double>{1, 2})));
}

TEST(NeighbourInformation, OfNormalPairsIsTheirClosedForm) {
    for (const double rho : {0.0, 0.3, 0.6, 0.9}) {
        const Series of = correlated(5000, rho, 11);
        EXPECT_NEAR(neighbourInformation(of.x, of.y), -0.5 * std::log(1 - rho * rho), 0.03) << rho;
    }
}

TEST(NeighbourInformation, DoesNotCareForMonotoneChanges) {
    const Series of = correlated(5000, 0.6, 5);
    std::vector<double> bent;
    for (const double y : of.y) bent.push_back(std::exp(4 * y));
    EXPECT_NEAR(neighbourInformation(of.x, bent), 0.223, 0.03);
}

TEST(NeighbourInformation, SeesWhatCorrelationCannot) {
    Random random(3);
    Series of;
    for (int i = 0; i < 4000; ++i) {
        const double angle = 2 * std::numbers::pi * random.uniform();
        of.x.push_back(std::cos(angle) + 0.05 * random.normal());
        of.y.push_back(std::sin(angle) + 0.05 * random.normal());
    }
    EXPECT_NEAR(pearson(of.x, of.y), 0, 0.05);
    EXPECT_GT(neighbourInformation(of.x, of.y), 0.5);
}

TEST(NeighbourInformation, OfCountsThatRepeatIsThatOfTheirTable) {
    // Two coins that agree in three of four throws: ln 2 − H(¼) = .1308 nats. Equal values are told apart by a noise
    // that is the same for nobody.
    Random random(9);
    Series of;
    for (int i = 0; i < 5000; ++i) {
        const double side = random.uniform() < 0.5 ? 0 : 1;
        of.x.push_back(side);
        of.y.push_back(random.uniform() < 0.75 ? side : 1 - side);
    }
    EXPECT_NEAR(neighbourInformation(of.x, of.y), 0.1308, 0.03);
}

TEST(NeighbourInformation, SaysNothingWhereNothingCanBeSaid) {
    EXPECT_TRUE(std::isnan(neighbourInformation(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2, 3})));
    EXPECT_TRUE(std::isnan(neighbourInformation(std::vector<double>(9, 1), std::vector<double>(9, 2))));
    const std::vector<double> nan = {1, 2, 3, 4, std::nan("")};
    EXPECT_TRUE(std::isnan(neighbourInformation(nan, nan)));
}

TEST(InformationAgainstOrder, KnowsChanceFromDependence) {
    const Series apart = correlated(1000, 0, 21);
    const AgainstChance none = neighbourInformationAgainstOrder(apart.x, apart.y, 3, 100);
    EXPECT_NEAR(none.null_mean, 0, 0.01);
    EXPECT_GT(none.p, 0.01);
    const Series tied = correlated(1000, 0.5, 22);
    const AgainstChance some = neighbourInformationAgainstOrder(tied.x, tied.y, 3, 100);
    EXPECT_NEAR(some.p, 1.0 / 101, 1e-12);
    EXPECT_GT(some.z, 3);
    EXPECT_EQ(some.draws, 100);
}

TEST(InformationAgainstOrder, ItsPIsUniformWhereNothingIsToBeFound) {
    int small = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Series of = correlated(60, 0, 100 + seed);
        small += neighbourInformationAgainstOrder(of.x, of.y, 3, 39, seed).p <= 0.10 ? 1 : 0;
    }
    EXPECT_NEAR(small, 20, 14);  // three standard deviations and a little
}

TEST(BinnedInformation, OfACopyIsItsEntropy) {
    std::vector<double> x;
    for (int i = 0; i < 1600; ++i) x.push_back(i % 16);
    // Sixteen bins, all as full: ln 16; the correction is (15 + 15 − 15) / 3,200.
    EXPECT_NEAR(binnedInformation(x, x), std::log(16.0) + 15.0 / 3200, 1e-12);
}

TEST(BinnedInformation, OfAFlatLineIsNone) {
    const Series of = correlated(100, 0.5, 1);
    EXPECT_NEAR(binnedInformation(of.x, std::vector<double>(100, 4)), 0, 1e-12);
    EXPECT_TRUE(std::isnan(binnedInformation(of.x, std::vector<double>(99, 4))));
}

TEST(BinnedInformation, IsCorrectedForItsBins) {
    // Independent: the plain figure would be about (15 · 15) / (2 n) = .056.
    Random random(4);
    Series of;
    for (int i = 0; i < 2000; ++i) {
        of.x.push_back(random.uniform());
        of.y.push_back(random.uniform());
    }
    EXPECT_NEAR(binnedInformation(of.x, of.y), 0, 0.012);
}

TEST(InformationAgainstShifts, IsNotFooledBySmoothness) {
    // Two slow waves that have nothing to do with each other share many bins; the shifted null does so, too.
    Series of;
    Random random(8);
    double a = 0, b = 0;
    for (int i = 0; i < 2000; ++i) {
        a = 0.99 * a + random.normal();
        b = 0.99 * b + random.normal();
        of.x.push_back(a);
        of.y.push_back(b);
    }
    const AgainstChance apart = binnedInformationAgainstShifts(of.x, of.y);
    EXPECT_GT(apart.value, 0.1);
    EXPECT_LT(std::abs(apart.z), 3);
    const AgainstChance same = binnedInformationAgainstShifts(of.x, of.x);
    EXPECT_GT(same.z, 5);
    EXPECT_NEAR(same.p, 1.0 / 201, 1e-12);
}

}  // namespace
}  // namespace triptych::statistics
