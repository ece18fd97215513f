#include "core/beats/ec57.h"

#include "core/beats/ec57_figures.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace triptych::beats {
namespace {

using enum MatrixLine;

// At 100 Hz the window of 150 ms is 15 samples.
AnnotationSet annotator(std::initializer_list<std::pair<std::int64_t, int>> marks, double rate_hz = 100) {
    AnnotationSet set{"made", rate_hz, {}};
    for (const auto& [sample, code] : marks) {
        // Minus a code: that mark with subtype -1.
        set.annotations.push_back(
            {sample, static_cast<std::uint8_t>(std::abs(code)), static_cast<std::int8_t>(code < 0 ? -1 : 0), 0, 0, ""});
    }
    return set;
}

Ec57Comparison fromStart(const AnnotationSet& reference, const AnnotationSet& test) {
    return compareBeats(reference, test, {.start_s = 0});
}

std::int64_t total(const BeatMatrix& matrix) {
    std::int64_t sum = 0;
    for (const auto& row : matrix.counts) {
        for (const std::int64_t count : row) sum += count;
    }
    return sum;
}

// Of one beat that both annotators give a letter: the row that its class has.
std::size_t rowOf(std::uint8_t code, ClassMapping mapping) {
    const AnnotationSet one = annotator({{100, code}});
    const BeatMatrix matrix = compareBeats(one, one, {.mapping = mapping, .start_s = 0}).beats;
    EXPECT_EQ(total(matrix), 1);
    std::size_t row = 0;
    while (row < kMatrixSide && matrix.counts[row][row] == 0) ++row;
    return row;
}

TEST(Ec57, MappingsAreTheNamedOnes) {
    const auto letters = [](ClassMapping mapping) {
        std::array<std::string, kMatrixSide> out;
        for (std::uint8_t code = 1; code < kAnnotationCodes; ++code) {
            if (isBeat(code)) out.at(rowOf(code, mapping)) += symbolOf(code);
        }
        return out;
    };
    using Letters = std::array<std::string, kMatrixSide>;
    EXPECT_EQ(letters(ClassMapping::bxb), (Letters{"NLRB", "aJASjen", "VEr", "F", "/Q?f", "", ""}));
    // The literature's is the models' own, and what that leaves out is Q.
    EXPECT_EQ(letters(ClassMapping::literature), (Letters{"NLRje", "aJAS", "VE", "F", "/QB?nfr", "", ""}));
    EXPECT_EQ(describeCompared(ClassMapping::bxb), "bxb: N={N,L,R,B} S={A,a,J,S,e,j,n} V={V,r,E} F={F} Q={Q,/,f,?}");
    EXPECT_EQ(describeCompared(ClassMapping::literature),
              "machine-learning literature: N={N,L,R,e,j} S={A,a,J,S} V={V,E} F={F} Q={/,f,Q and any other}");
}

TEST(Ec57, CountsEveryPairOnce) {
    const auto compared = fromStart(
        annotator({{100, kNormal}, {200, kPvc}, {300, kAtrialPremature}, {400, kFusion}, {500, kPaced}, {600, kPvc}}),
        annotator({{101, kNormal}, {205, kNormal}, {299, kPvc}, {350, kPvc}, {401, kPvc}, {500, kAtrialPremature}}));
    EXPECT_EQ(compared.beats.at(n, n), 1);
    EXPECT_EQ(compared.beats.at(v, n), 1);
    EXPECT_EQ(compared.beats.at(s, v), 1);
    EXPECT_EQ(compared.beats.at(o, v), 1);
    EXPECT_EQ(compared.beats.at(f, v), 1);
    EXPECT_EQ(compared.beats.at(q, s), 1);
    EXPECT_EQ(compared.beats.at(v, o), 1);
    EXPECT_EQ(total(compared.beats), 7);
    const Ec57Figures figures = figuresOf(compared.beats);
    EXPECT_EQ(figures.qrs_sensitivity.part, 5);
    EXPECT_EQ(figures.qrs_sensitivity.whole, 6);
    EXPECT_EQ(figures.qrs_positive_predictivity.whole, 6);
    EXPECT_EQ(figures.v_sensitivity.whole, 2);
    // The fusion beat called V is no false V, the paced one called S no false S.
    EXPECT_EQ(figures.v_positive_predictivity.whole, 2);
    EXPECT_EQ(figures.v_false_positive_rate.part, 2);
    EXPECT_EQ(figures.v_false_positive_rate.whole, 4);
    EXPECT_EQ(figures.s_positive_predictivity.whole, 0);
    EXPECT_TRUE(std::isnan(figures.s_positive_predictivity.value()));
}

TEST(Ec57, SCountsAsNWhenItIsNotTold) {
    BeatMatrix matrix;
    for (std::size_t row = 0; row < kMatrixSide; ++row) {
        for (std::size_t column = 0; column < kMatrixSide; ++column) {
            matrix.counts[row][column] = static_cast<std::int64_t>(10 * row + column);
        }
    }
    const BeatMatrix without = matrix.withoutS();
    EXPECT_EQ(without.at(n, n), 0 + 1 + 10 + 11);
    EXPECT_EQ(without.at(v, n), 20 + 21);
    EXPECT_EQ(without.at(n, o), 5 + 15);
    EXPECT_EQ(without.at(s, s) + without.at(s, o) + without.at(o, s), 0);
    EXPECT_EQ(total(without), total(matrix));
}

TEST(Ec57, BeatsInFlutterAreLeftOut) {
    const auto truth =
        annotator({{100, kNormal}, {200, kFlutterOn}, {250, kFlutterWave}, {300, kFlutterOff}, {400, kPvc}});
    const auto compared = fromStart(truth, annotator({{100, kNormal}, {220, kPvc}, {260, kPvc}, {400, kPvc}}));
    EXPECT_EQ(compared.beats.at(n, n), 1);
    EXPECT_EQ(compared.beats.at(v, v), 1);
    EXPECT_EQ(total(compared.beats), 2);
    // A test annotator that marks flutter claims no beats there, and misses those that are.
    const auto claimed = fromStart(annotator({{100, kNormal}, {250, kNormal}}),
                                   annotator({{100, kNormal}, {200, kFlutterOn}, {250, kNormal}, {300, kFlutterOff}}));
    EXPECT_EQ(claimed.beats.at(n, o), 1);
    EXPECT_EQ(total(claimed.beats), 2);
}

TEST(Ec57, BeatsMissedInShutdownAreToldApart) {
    const auto truth = annotator({{100, kNormal}, {200, kPvc}, {300, kNormal}, {400, kNormal}, {500, kNormal}});
    const auto compared = fromStart(truth, annotator({{100, kNormal}, {150, -kNoise}, {350, kNoise}, {500, kNormal}}));
    EXPECT_EQ(compared.beats.at(v, x), 1);
    EXPECT_EQ(compared.beats.at(n, x), 1);
    EXPECT_EQ(compared.beats.at(n, o), 1);
    EXPECT_NEAR(compared.shutdown_s, 2.0, 1e-9);
    EXPECT_EQ(figuresOf(compared.beats).qrs_sensitivity.whole, 5);
    EXPECT_EQ(shutdownShares(compared.beats).v.part, 1);
    EXPECT_EQ(shutdownShares(compared.beats).n.whole, 4);
    // A beat that the test invents where the reference could not read.
    const auto invented = fromStart(annotator({{100, kNormal}, {150, -kNoise}, {300, kNormal}}),
                                    annotator({{100, kNormal}, {200, kPvc}, {300, kNormal}}));
    EXPECT_EQ(invented.beats.at(x, v), 1);
    EXPECT_EQ(invented.shutdown_s, 0);
}

TEST(Ec57, RrErrorComparesTheIntervalsAtHand) {
    // Intervals 100 and 110, 100 and 90 samples of 10 ms: errors of 100 ms each.
    EXPECT_NEAR(fromStart(annotator({{100, kNormal}, {200, kNormal}, {300, kNormal}}),
                          annotator({{100, kNormal}, {210, kNormal}, {300, kNormal}}))
                    .rr_error_ms,
                100, 1e-9);
    // A missed beat: 100 against 200 twice, before it is missed and before the next is found; 100 against 100 once.
    EXPECT_NEAR(fromStart(annotator({{100, kNormal}, {200, kNormal}, {300, kNormal}, {400, kNormal}}),
                          annotator({{100, kNormal}, {300, kNormal}, {400, kNormal}}))
                    .rr_error_ms,
                1000 * std::sqrt(2.0 / 3.0), 1e-9);
    // No interval spans what could not be read.
    EXPECT_TRUE(std::isnan(fromStart(annotator({{100, kNormal}, {150, -kNoise}, {200, kNormal}}),
                                     annotator({{100, kNormal}, {210, kNormal}}))
                               .rr_error_ms));
}

TEST(Ec57, BringsTheTestToTheReferencesClock) {
    const auto compared =
        fromStart(annotator({{360, kNormal}, {720, kPvc}}, 360), annotator({{1000, kNormal}, {2000, kPvc}}, 1000));
    EXPECT_EQ(compared.beats.at(n, n) + compared.beats.at(v, v), 2);
    EXPECT_EQ(compared.rr_error_ms, 0);
}

TEST(Ec57, EmptyAnnotatorsGiveNothing) {
    const auto compared = fromStart(annotator({}), annotator({}));
    EXPECT_EQ(total(compared.beats), 0);
    EXPECT_TRUE(std::isnan(figuresOf(compared.beats).qrs_sensitivity.value()));
    EXPECT_TRUE(std::isnan(averageOf(std::vector<Ec57Comparison>{compared}).rr_error_ms));
}

TEST(Ec57, AverageIsOverRecordsThatHaveTheFigure) {
    const auto good = fromStart(annotator({{100, kPvc}}), annotator({{100, kPvc}}));
    const auto none = fromStart(annotator({{100, kNormal}}), annotator({{100, kNormal}}));
    const auto bad = fromStart(annotator({{100, kPvc}}), annotator({{100, kNormal}}));
    const Ec57Average mean = averageOf(std::vector<Ec57Comparison>{good, none, bad});
    EXPECT_DOUBLE_EQ(mean.v_sensitivity, 0.5);
    EXPECT_DOUBLE_EQ(mean.qrs_sensitivity, 1);
    EXPECT_TRUE(std::isnan(mean.s_sensitivity));
}

// The counts of a matrix that bxb printed; rows and columns in its order.
std::vector<std::vector<std::int64_t>> readMatrix(const std::filesystem::path& path) {
    std::vector<std::vector<std::int64_t>> rows;
    std::ifstream file(path);
    for (std::string text; std::getline(file, text);) {
        if (text.size() < 4 || text.substr(2, 2) != " |") continue;
        std::istringstream stream(text.substr(4));
        rows.emplace_back();
        for (std::int64_t count = 0; stream >> count;) rows.back().push_back(count);
    }
    return rows;
}

TEST(Ec57, EveryCountOfEveryRecordIsBxbs) {
    TRIPTYCH_NEEDS_DATA(perturbed, "ec57");
    TRIPTYCH_NEEDS_DATA(records, "mitdb");
    int compared_records = 0;
    for (const auto& entry : std::filesystem::directory_iterator(perturbed)) {
        if (entry.path().extension() != ".tst") continue;
        const std::string record = entry.path().stem().string();
        SCOPED_TRACE(record);
        const auto truth = formats::readAnnotations((records / (record + ".atr")).string(), 360);
        const auto test = formats::readAnnotations(entry.path().string(), 360);
        ASSERT_TRUE(truth && test);
        const Ec57Comparison compared = compareBeats(*truth, *test);
        for (const bool with_s : {true, false}) {
            const BeatMatrix matrix = with_s ? compared.beats : compared.beats.withoutS();
            const auto expected =
                readMatrix(perturbed / (std::string(with_s ? "bxb_sveb_" : "bxb_veb_") + record + ".txt"));
            ASSERT_EQ(expected.size(), with_s ? 7U : 6U);
            for (std::size_t row = 0; row < expected.size(); ++row) {
                for (std::size_t column = 0; column < expected[row].size(); ++column) {
                    const auto shifted = [with_s](std::size_t k) { return with_s || k == 0 ? k : k + 1; };
                    EXPECT_EQ(matrix.counts[shifted(row)][shifted(column)], expected[row][column])
                        << (with_s ? "with S, " : "without S, ") << row << ',' << column;
                }
            }
        }
        ++compared_records;
    }
    EXPECT_EQ(compared_records, 48);
}

}  // namespace
}  // namespace triptych::beats
