// The network of waves: what learns is what answers, and what it learns from is where it should be.
#include "core/inference/module/training/waves/wave_network.h"

#include "core/inference/module/training/waves/wave_examples.h"
#include "core/waves/network.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::inference::training {
namespace {

// Weights as training leaves them: norms that have seen something.
WaveNetwork trainedLooking() {
    torch::manual_seed(5);
    WaveNetwork network;
    for (const auto& item : network.named_buffers()) {
        if (item.key().find("running_mean") != std::string::npos) item.value().normal_(0, 0.2);
        if (item.key().find("running_var") != std::string::npos) item.value().uniform_(0.5, 2);
    }
    const torch::NoGradGuard guard;
    for (auto& item : network.named_parameters()) {
        if (item.key().find("_norm.weight") != std::string::npos) item.value().uniform_(0.7, 1.3);
        if (item.key().find("_norm.bias") != std::string::npos) item.value().normal_(0, 0.2);
    }
    network.eval();
    return network;
}

TEST(WaveNetwork, AnswersWithoutLibTorchAsItLearnsWithIt) {
    WaveNetwork network = trainedLooking();
    const auto file = (test::scratchFolder("wave-network") / "weights.safetensors").string();
    ASSERT_TRUE(writeSafetensors(file, network.folded()));
    const auto plain = waves::Network::read(file);
    ASSERT_TRUE(plain) << sentence(plain.error());

    constexpr std::int64_t kLeads = 3;
    constexpr std::int64_t kSamples = 688;  // 43 steps of the bottom: no block divides it
    const auto signal = torch::randn({kLeads, 1, kSamples});
    const auto together = torch::full({kLeads, kLeads}, 1.0F / kLeads);
    const torch::NoGradGuard guard;
    const auto logits = network.forward(signal, together);
    ASSERT_EQ(logits.size(1), static_cast<std::int64_t>(waves::kChannels));
    ASSERT_EQ(logits.size(2), kSamples / 2);
    const auto lies = torch::softmax(logits.slice(1, 0, waves::kFirstMark), 1);
    const auto marks = torch::sigmoid(logits.slice(1, waves::kFirstMark, waves::kChannels));

    std::vector<std::vector<float>> leads;
    for (std::int64_t lead = 0; lead < kLeads; ++lead) {
        const auto* from = signal.data_ptr<float>() + lead * kSamples;
        leads.emplace_back(from, from + kSamples);
    }
    waves::Workspace workspace;
    std::vector<waves::Answers> answers;
    for (int again = 0; again < 2; ++again) {  // the second time over used maps
        ASSERT_TRUE(plain->answer(leads, std::vector<bool>(kLeads, true), workspace, answers, {}));
        for (std::int64_t lead = 0; lead < kLeads; ++lead) {
            for (std::int64_t i = 0; i < kSamples / 2; ++i) {
                for (std::size_t c = 0; c < waves::kChannels; ++c) {
                    const auto channel = static_cast<std::int64_t>(c);
                    const float expected =
                        c < waves::kFirstMark
                            ? lies[lead][channel][i].item<float>()
                            : marks[lead][channel - static_cast<std::int64_t>(waves::kFirstMark)][i].item<float>();
                    const float found =
                        answers[static_cast<std::size_t>(lead)][static_cast<std::size_t>(i) * waves::kChannels + c];
                    ASSERT_NEAR(found, expected, 2e-3) << lead << ' ' << i << ' ' << c;
                }
            }
        }
    }
}

// Two leads of ten seconds, a P, QRS and T every second.
WaveCorpus corpus() {
    WaveCorpus out;
    for (const char* name : {"a", "b"}) {
        MarkedRecord record;
        record.name = name;
        record.has_p = true;
        for (int lead = 0; lead < 2; ++lead) {
            MarkedLead marked;
            marked.name = lead == 0 ? "I" : "II";
            marked.signal.assign(2500, 0);
            marked.first_s = 0.8;
            marked.last_s = 9.4;
            for (std::size_t beat = 0; beat < 9; ++beat) {
                const double r_s = 1.0 + static_cast<double>(beat);
                const auto put = [&](double at_s, float height, int half) {
                    for (int k = -half; k <= half; ++k) {
                        const auto i = static_cast<std::size_t>(std::lround(at_s * 250) + k);
                        if (i < marked.signal.size()) {
                            marked.signal[i] += height * (1 - std::abs(static_cast<float>(k)) / (half + 1.0F));
                        }
                    }
                };
                put(r_s - 0.16, 0.2F, 10);
                put(r_s, 1, 8);
                put(r_s + 0.3, 0.3F, 25);
                marked.waves.push_back({WaveKind::p, {r_s - 0.2, r_s - 0.16, r_s - 0.12}, beat});
                marked.waves.push_back({WaveKind::qrs, {r_s - 0.036, r_s, r_s + 0.036}, beat});
                marked.waves.push_back({WaveKind::t, {r_s + 0.2, r_s + 0.3, r_s + 0.4}, beat});
            }
            record.leads.push_back(std::move(marked));
        }
        out.records.push_back(std::move(record));
    }
    return out;
}

TEST(WaveExamples, AreTheSameForTheSameStream) {
    const WaveCorpus from = corpus();
    const std::array<std::size_t, 2> records = {0, 1};
    Random one(3);
    Random two(3);
    const WaveBatch a = drawBatch(from, records, 8, one);
    const WaveBatch b = drawBatch(from, records, 8, two);
    EXPECT_TRUE(torch::equal(a.signal, b.signal));
    EXPECT_TRUE(torch::equal(a.marks, b.marks));
    EXPECT_TRUE(torch::isfinite(a.signal).all().item<bool>());
}

// The mean over a strip's leads: rows add up to one, strips of other records have no part in it.
TEST(WaveExamples, StripsOfARecordStandTogether) {
    const WaveCorpus from = corpus();
    const std::array<std::size_t, 2> records = {0, 1};
    Random random(9);
    const WaveBatch batch = drawBatch(from, records, 12, random);
    EXPECT_TRUE(torch::allclose(batch.together.sum(1), torch::ones({12})));
    EXPECT_TRUE(torch::equal(batch.together, batch.together.t()));
}

// Marks lie within what is known, a wave lies between its marks, and bells are one tall where a mark is.
TEST(WaveExamples, WhatIsToBeAnsweredAgreesWithItself) {
    const WaveCorpus from = corpus();
    const std::array<std::size_t, 2> records = {0, 1};
    Random random(4);
    std::size_t peaks = 0;
    for (int draw = 0; draw < 6; ++draw) {
        const WaveBatch batch = drawBatch(from, records, 6, random);
        const auto lies = batch.lies.accessor<std::int64_t, 2>();
        const auto marks = batch.marks.accessor<float, 3>();
        const auto known = batch.known.accessor<float, 2>();
        for (std::int64_t strip = 0; strip < 6; ++strip) {
            for (std::int64_t i = 1; i + 1 < static_cast<std::int64_t>(kStripAnswers); ++i) {
                for (std::int64_t kind = 0; kind < 3; ++kind) {
                    const float peak = marks[strip][kind * 3 + 1][i];
                    if (peak < 0.95F || known[strip][i] == 0) continue;
                    ++peaks;
                    EXPECT_EQ(lies[strip][i], static_cast<std::int64_t>(waves::kIsP) + kind);
                }
            }
        }
    }
    EXPECT_GT(peaks, 100U);
}

// A strip that outlasts its record, as one whose quiet times were cut does: the rest is a line, and known to be none of
// the waves.
TEST(WaveExamples, BehindARecordThereIsALineWithoutWaves) {
    WaveCorpus from = corpus();
    for (MarkedRecord& record : from.records) {
        for (MarkedLead& lead : record.leads) {
            lead.signal.resize(750);  // 3 s of 8.2
            lead.last_s = 2.6;
            std::erase_if(lead.waves, [](const MarkedWave& wave) { return wave.at_s[2] > 2.6; });
        }
    }
    const std::array<std::size_t, 2> records = {0, 1};
    Random random(6);
    const WaveBatch batch = drawBatch(from, records, 12, random);
    const auto known = batch.known.slice(1, kStripAnswers - 256);
    EXPECT_GT(known.mean().item<float>(), 0.9F) << "but for leads that have come off";
    const auto lies = batch.lies.slice(1, kStripAnswers - 256);
    EXPECT_EQ(lies.sum().item<std::int64_t>(), 0);
}

TEST(WaveCorpus, GroupsOfRecordsAreAlikeInWhatIsRare) {
    WaveCorpus from;
    for (int i = 0; i < 40; ++i) {
        MarkedRecord record;
        record.has_p = i % 4 != 0;
        from.records.push_back(record);
    }
    const auto group = dealRecords(from, 5);
    std::array<int, 5> size{};
    std::array<int, 5> rare{};
    for (std::size_t i = 0; i < group.size(); ++i) {
        ++size.at(group[i]);
        rare.at(group[i]) += from.records[i].has_p ? 0 : 1;
    }
    for (std::size_t k = 0; k < 5; ++k) {
        EXPECT_EQ(size.at(k), 8);
        EXPECT_EQ(rare.at(k), 2);
    }
}

TEST(WaveCorpus, AFolderWithoutMarksIsSaid) {
    const auto read = readWaveCorpus(test::scratchFolder("no-marks").string(), {});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::not_found);
    EXPECT_NE(read.error().hint.text().find("ludb"), std::string::npos);
}

}  // namespace
}  // namespace triptych::inference::training
