#include "tests/formats/same_recordings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::test {
namespace {

constexpr std::int64_t kChunk = 1 << 20;  // samples: a day is not held in memory twice

std::string plain(const std::string& aux) {
    return aux.substr(0, aux.find('\0'));
}

// Neither is one: EDF leaves the field empty.
std::string unitOf(const Lead& lead) {
    return lead.unit == "stored" ? "unstated" : lead.unit;
}

void expectSameValues(const Recording& before, const Recording& after, std::size_t lead, double step) {
    const std::int64_t samples = before.leads[lead].samples;
    for (std::int64_t first = 0; first < samples; first += kChunk) {
        const std::int64_t count = std::min(kChunk, samples - first);
        const auto a = readLead(before, lead, first, count);
        const auto b = readLead(after, lead, first, count);
        for (std::size_t k = 0; k < a.size(); ++k) {
            ASSERT_EQ(std::isnan(a[k]), std::isnan(b[k])) << before.leads[lead].name << ' ' << first << '+' << k;
            if (std::isnan(a[k])) continue;
            // Floats of large values have steps of their own.
            ASSERT_NEAR(a[k], b[k], step * 1.0001 + 1e-6 * std::abs(a[k]))
                << before.leads[lead].name << ' ' << first << '+' << k;
        }
    }
}

}  // namespace

void expectSame(const Recording& before, const Recording& after, double steps, bool coarser) {
    ASSERT_EQ(before.leads.size(), after.leads.size());
    for (std::size_t i = 0; i < before.leads.size(); ++i) {
        const Lead& lead = before.leads[i];
        const Lead& again = after.leads[i];
        EXPECT_EQ(lead.name, again.name);
        EXPECT_EQ(unitOf(lead), unitOf(again));
        EXPECT_NEAR(lead.rate_hz, again.rate_hz, 1e-9 * lead.rate_hz) << lead.name;
        // WFDB writes whole frames: a lead that ends before the others goes on without samples.
        ASSERT_GE(again.samples, lead.samples) << lead.name;
        for (const float value : readLead(after, i, lead.samples, again.samples - lead.samples)) {
            ASSERT_TRUE(std::isnan(value)) << lead.name << " has samples that it had not";
        }
        const double own = steps / std::abs(lead.gain);
        expectSameValues(before, after, i, coarser ? std::max(own, 1 / std::abs(again.gain)) : own);
        if (testing::Test::HasFatalFailure()) return;
    }
}

void expectSameAnnotations(const Recording& before, const Recording& after, bool with_durations) {
    ASSERT_EQ(before.annotation_sets.size(), after.annotation_sets.size());
    for (std::size_t k = 0; k < before.annotation_sets.size(); ++k) {
        const AnnotationSet& set = before.annotation_sets[k];
        const AnnotationSet& again = after.annotation_sets[k];
        ASSERT_EQ(set.annotations.size(), again.annotations.size()) << set.annotator;
        for (std::size_t i = 0; i < set.annotations.size(); ++i) {
            const Annotation& a = set.annotations[i];
            const Annotation& b = again.annotations[i];
            ASSERT_EQ(a.sample, std::llround(static_cast<double>(b.sample) * set.rate_hz / again.rate_hz)) << i;
            ASSERT_EQ(a.code, b.code) << i;
            ASSERT_EQ(a.subtype, b.subtype) << i;
            ASSERT_EQ(a.channel, b.channel) << i;
            ASSERT_EQ(a.number, b.number) << i;
            ASSERT_EQ(plain(a.aux), plain(b.aux)) << i;
            if (with_durations) {
                ASSERT_EQ(a.duration, std::llround(static_cast<double>(b.duration) * set.rate_hz / again.rate_hz)) << i;
            }
        }
    }
}

}  // namespace triptych::test
