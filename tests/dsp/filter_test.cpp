#include "core/dsp/filter.h"

#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <tuple>

namespace triptych::dsp {
namespace {

using test::ecg;
using test::kNan;
using test::sine;

std::vector<float> filtered(const std::vector<float>& signal, double rate_hz, const FilterSpec& spec) {
    auto out = filterLead(signal, rate_hz, spec);
    EXPECT_TRUE(out) << sentence(out.error());
    return out ? *std::move(out) : std::vector<float>{};
}

// Gain at the middle of a long sine, where both ends are forgotten.
double gainAt(double hz, double rate_hz, const FilterSpec& spec) {
    const double length_s = 12 * std::max(1 / hz, 1.0) + 4 * filterMargin_s(spec);
    const auto count = static_cast<std::size_t>(length_s * rate_hz);
    const auto out = filtered(sine(hz, rate_hz, count), rate_hz, spec);
    // Amplitude by projection over whole cycles, so that coarse sampling of a crest does not count.
    const auto cycles = std::floor(4 * std::max(hz, 1.0));
    const auto used = static_cast<std::size_t>(std::llround(cycles / hz * rate_hz));
    const std::size_t first = (count - used) / 2;
    double c = 0, s = 0;
    for (std::size_t i = first; i < first + used; ++i) {
        const double phase = 2 * std::numbers::pi * hz * static_cast<double>(i) / rate_hz;
        c += out[i] * std::cos(phase);
        s += out[i] * std::sin(phase);
    }
    return 2 * std::hypot(c, s) / static_cast<double>(used);
}

TEST(Filter, StandsAtMinusThreeDecibelAtItsEdges) {
    for (const double rate : {250.0, 360.0, 500.0, 1000.0}) {
        EXPECT_NEAR(gainAt(0.5, rate, kMonitorFilter), std::numbers::sqrt2 / 2, 0.004) << rate;
        EXPECT_NEAR(gainAt(40, rate, kMonitorFilter), std::numbers::sqrt2 / 2, 0.004) << rate;
    }
    EXPECT_NEAR(gainAt(0.05, 125, kStFilter), std::numbers::sqrt2 / 2, 0.004);
    EXPECT_NEAR(gainAt(150, 500, kDiagnosticFilter), std::numbers::sqrt2 / 2, 0.004);
    EXPECT_NEAR(gainAt(150, 360, kDiagnosticFilter), std::numbers::sqrt2 / 2, 0.004);
}

TEST(Filter, IsFlatBetweenItsEdgesAndFallsBeyond) {
    for (const double hz : {2.0, 5.0, 10.0}) EXPECT_NEAR(gainAt(hz, 500, kMonitorFilter), 1, 0.01) << hz;
    EXPECT_LT(gainAt(0.1, 250, kMonitorFilter), 0.005);  // 24 dB an octave, two octaves and more below
    EXPECT_LT(gainAt(160, 1000, kMonitorFilter), 0.012);
}

TEST(Filter, TakesTheMainsAndTheirHarmonicsAway) {
    for (const double mains : {50.0, 60.0}) {
        const FilterSpec spec{0, 0, mains};
        for (double hz = mains; hz < 170; hz += mains) EXPECT_LT(gainAt(hz, 360, spec), 1e-4) << hz;
        for (const double side : {-1.0, 1.0}) {
            EXPECT_NEAR(gainAt(mains + side, 360, spec), std::numbers::sqrt2 / 2, 0.03) << mains + side;
            EXPECT_NEAR(gainAt(mains + 8 * side, 360, spec), 1, 0.03);
        }
        EXPECT_NEAR(gainAt(10, 360, spec), 1, 1e-3);
    }
}

TEST(Filter, RemovesAnyConstant) {
    for (const double level : {1.0, -300.0}) {
        const auto out = filtered(std::vector<float>(5000, static_cast<float>(level)), 360, {0.05, 150, 50});
        for (const float value : out) EXPECT_NEAR(value, 0, 1e-6 * std::abs(level));
    }
}

TEST(Filter, RemovesALinearDriftUpToBothEnds) {
    std::vector<float> drift(3600);
    for (std::size_t i = 0; i < drift.size(); ++i) drift[i] = static_cast<float>(5 + 0.001 * static_cast<double>(i));
    for (const float value : filtered(drift, 360, kMonitorFilter)) EXPECT_NEAR(value, 0, 1e-3);
}

TEST(Filter, KeepsABumpSymmetricAboutItsPlace) {
    std::vector<float> bump(2001);
    for (std::size_t i = 0; i < bump.size(); ++i)
        bump[i] = static_cast<float>(std::exp(-std::pow((static_cast<double>(i) - 1000) / 6, 2)));
    const auto out = filtered(bump, 250, {0.5, 40, 50});
    for (std::size_t k = 1; k <= 1000; ++k) EXPECT_NEAR(out[1000 - k], out[1000 + k], 1e-5) << k;
    EXPECT_GT(out[1000], 0.8F);
}

TEST(Filter, IsLinear) {
    const auto a = ecg(4000, 360), b = test::noise(4000, 3, 0.2);
    std::vector<float> mix(a.size());
    for (std::size_t i = 0; i < mix.size(); ++i) mix[i] = 2 * a[i] - 3 * b[i];
    const FilterSpec spec{0.5, 40, 60};
    const auto fa = filtered(a, 360, spec), fb = filtered(b, 360, spec), fm = filtered(mix, 360, spec);
    for (std::size_t i = 0; i < mix.size(); ++i) EXPECT_NEAR(fm[i], 2 * fa[i] - 3 * fb[i], 1e-5);
}

TEST(Filter, AViewEqualsTheWholeLeadWithinAMicrovolt) {
    const double rate = 360;
    const auto lead = ecg(400'000, rate);  // more than one block
    const auto samples = static_cast<std::int64_t>(lead.size());
    for (const FilterSpec& spec : {kDiagnosticFilter, kMonitorFilter, kStFilter, FilterSpec{0.05, 150, 50}}) {
        const auto whole = filtered(lead, rate, spec);
        for (const std::int64_t first :
             {std::int64_t{0}, std::int64_t{3000}, std::int64_t{200'000}, std::int64_t{262'000}, samples - 3600}) {
            const auto view = filterView(readerOf(lead), samples, rate, first, 3600, spec);
            ASSERT_TRUE(view);
            for (std::size_t i = 0; i < view->size(); ++i)
                ASSERT_NEAR((*view)[i], whole[static_cast<std::size_t>(first) + i], 1e-3)
                    << describe(spec) << " from " << first << " at " << i;
        }
    }
}

TEST(Filter, ACutRecordingLooksLikeTheLongOneUpToItsEnds) {
    // Ten seconds that begin anywhere, even on an R wave, against what the whole lead shows there: a quarter of a mV of
    // wander leaves the first second unsure by as much, and what lies farther in is right.
    const double rate = 360;
    const auto lead = ecg(300 * 360, rate);
    for (const auto& [spec, at_ends, inside] :
         {std::tuple{kMonitorFilter, 0.3, 0.03}, {kDiagnosticFilter, 0.2, 0.15}}) {
        const auto whole = filtered(lead, rate, spec);
        for (std::size_t first = 30'000; first < 33'240; first += 30) {
            const std::vector<float> cut(lead.begin() + static_cast<std::ptrdiff_t>(first),
                                         lead.begin() + static_cast<std::ptrdiff_t>(first + 3600));
            const auto out = filtered(cut, rate, spec);
            for (std::size_t i = 0; i < out.size(); ++i)
                ASSERT_NEAR(out[i], whole[first + i], i < 360 || i >= 3240 ? at_ends : inside) << first << ' ' << i;
        }
    }
}

TEST(Filter, MainsAreGoneUpToTheEnds) {
    for (const double phase : {0.0, 0.7, 1.5}) {
        const auto out = filtered(sine(50, 360, 3600, 1, phase), 360, {0, 0, 50});
        for (const float value : out) EXPECT_NEAR(value, 0, 0.01) << phase;
    }
}

TEST(Filter, MissingSamplesStayMissingAndHurtNobodyElse) {
    auto lead = ecg(36'000, 360, 0);
    const auto whole = filtered(lead, 360, kMonitorFilter);
    for (std::size_t i = 10'000; i < 10'020; ++i) lead[i] = kNan;  // bridged
    for (std::size_t i = 20'000; i < 24'000; ++i) lead[i] = kNan;  // parts the lead
    const auto out = filtered(lead, 360, kMonitorFilter);
    for (std::size_t i = 0; i < lead.size(); ++i) ASSERT_EQ(std::isnan(out[i]), std::isnan(lead[i])) << i;
    for (std::size_t i = 0; i < 7000; ++i) ASSERT_NEAR(out[i], whole[i], 1e-3);
    for (std::size_t i = 13'000; i < 17'000; ++i) ASSERT_NEAR(out[i], whole[i], 1e-3);
    for (std::size_t i = 27'000; i < 36'000; ++i) ASSERT_NEAR(out[i], whole[i], 1e-3);

    const auto view = filterView(readerOf(lead), 36'000, 360, 23'000, 3000, kMonitorFilter);
    ASSERT_TRUE(view);
    for (std::size_t i = 0; i < 3000; ++i) {
        ASSERT_EQ(std::isnan((*view)[i]), i < 1000) << i;
        if (i >= 1000) {
            ASSERT_NEAR((*view)[i], out[23'000 + i], 1e-3);
        }
    }
}

TEST(Filter, SurvivesTheShortestAndEmptiestSignals) {
    const FilterSpec spec{0.05, 150, 50};
    EXPECT_TRUE(filtered({}, 360, spec).empty());
    EXPECT_NEAR(filtered({3.0F}, 360, spec).at(0), 0, 1e-6);
    EXPECT_EQ(filtered({1, 2, 3}, 360, spec).size(), 3U);
    for (const float value : filtered(std::vector<float>(500, kNan), 360, spec)) EXPECT_TRUE(std::isnan(value));
}

TEST(Filter, LeavesOutWhatTheRateCannotHold) {
    EXPECT_EQ(effectiveFilter({0.05, 150, 50}, 128), (FilterSpec{0.05, 0, 50}));
    EXPECT_EQ(effectiveFilter({0.05, 150, 60}, 100), (FilterSpec{0.05, 0, 0}));
    EXPECT_EQ(effectiveFilter({-1, kNan, 0.5}, 360), FilterSpec{});
    const auto lead = ecg(1000, 100);
    EXPECT_EQ(filtered(lead, 100, {0, 150, 60}), lead);
}

TEST(Filter, NamesItself) {
    EXPECT_EQ(describe(kMonitorFilter), "0.5–40 Hz");
    EXPECT_EQ(describe({0.05, 150, 50}), "0.05–150 Hz, notch 50 Hz");
    EXPECT_EQ(describe({0, 0, 60}), "notch 60 Hz");
    EXPECT_EQ(describe({0.5, 0, 0}), "≥ 0.5 Hz");
    EXPECT_EQ(describe({0, 40, 0}), "≤ 40 Hz");
    EXPECT_EQ(describe({}), "unfiltered");
}

TEST(Filter, RefusesAndStops) {
    const std::vector<float> lead(1000, 1.0F);
    for (const double bad : {0.0, -360.0, std::nan("")}) {
        const auto out = filterLead(lead, bad, kMonitorFilter);
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().code, ErrorCode::wrong_use);
    }
    EXPECT_EQ(filterView(readerOf(lead), 1000, 360, 0, -1, kMonitorFilter).error().code, ErrorCode::out_of_range);
    EXPECT_EQ(filterView(Recording{}, 0, 0, 10, kMonitorFilter).error().code, ErrorCode::out_of_range);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(filterLead(lead, 360, kMonitorFilter, {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
    constexpr auto kFar = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(filterView(readerOf(lead), 1000, 360, 0, kFar, kMonitorFilter).error().code, ErrorCode::out_of_range);
    for (const std::int64_t first : {std::int64_t{5000}, std::int64_t{-10}, kFar, -kFar - 1}) {
        const auto outside = filterView(readerOf(lead), 1000, 360, first, 10, kMonitorFilter);
        ASSERT_TRUE(outside);
        EXPECT_TRUE(std::isnan(outside->front()) && std::isnan(outside->back())) << first;
    }
}

}  // namespace
}  // namespace triptych::dsp
