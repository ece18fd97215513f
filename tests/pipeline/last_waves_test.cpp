#include "core/pipeline/last_waves.h"

#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

#include <vector>

namespace triptych::pipeline {
namespace {

// A beat every half second from 0.1 s on: a N, then V's.
struct Made {
    BeatList beats;
    Predictions answers;
};
Made made() {
    Made out;
    out.beats.rate_hz = 100;
    std::vector<MadeBeat> rows(8, kSureVentricular);
    rows[0] = rows[5] = kSureNormal;
    for (int i = 0; i < 8; ++i) out.beats.beats.push_back({10 + 50 * i, kPvc});
    out.answers = madePredictions(rows);
    return out;
}

std::vector<std::size_t> silentWith(const std::vector<double>& ends_s) {
    Made of = made();
    withholdLastWaves(ends_s, of.beats, madeModel().classLetters(), of.answers);
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < of.answers.size(); ++i) {
        if (of.answers.hasClass(i)) continue;
        EXPECT_EQ(of.answers.silenceOf(i), Silence::flutter);
        out.push_back(i);
    }
    return out;
}

TEST(LastWaves, AVWithinASecondOfTheEndIsNotToldFromThem) {
    EXPECT_EQ(silentWith({1.0}), (std::vector<std::size_t>{2, 3})) << "1.1 and 1.6 s; 2.1 s is too late";
    EXPECT_EQ(silentWith({0.0, 2.5}), (std::vector<std::size_t>{1, 6})) << "the N at 0.1 and 2.6 s have come back";
    EXPECT_TRUE(silentWith({}).empty());
    EXPECT_TRUE(silentWith({60}).empty());
}

TEST(LastWaves, WhatWasSilentStaysSo) {
    Made of = made();
    of.answers.silence.assign(of.answers.size(), Silence::none);
    of.answers.silence[2] = Silence::edge;
    withholdLastWaves(std::vector{1.0}, of.beats, madeModel().classLetters(), of.answers);
    EXPECT_EQ(of.answers.silenceOf(2), Silence::edge);
    EXPECT_EQ(of.answers.silenceOf(3), Silence::flutter);
}

}  // namespace
}  // namespace triptych::pipeline
