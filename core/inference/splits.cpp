#include "core/inference/splits.h"

#include "core/domain/beat_class.h"
#include "core/statistics/random.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace triptych::inference {
namespace {

constexpr std::array<std::string_view, 22> kDs1 = {"101", "106", "108", "109", "112", "114", "115", "116",
                                                   "118", "119", "122", "124", "201", "203", "205", "207",
                                                   "208", "209", "215", "220", "223", "230"};
constexpr std::array<std::string_view, 22> kDs2 = {"100", "103", "105", "111", "113", "117", "121", "123",
                                                   "200", "202", "210", "212", "213", "214", "219", "221",
                                                   "222", "228", "231", "232", "233", "234"};
constexpr std::array<std::string_view, 43> kSvdb = {
    "svdb/800", "svdb/801", "svdb/802", "svdb/803", "svdb/804", "svdb/805", "svdb/806", "svdb/807", "svdb/808",
    "svdb/809", "svdb/810", "svdb/811", "svdb/812", "svdb/820", "svdb/821", "svdb/822", "svdb/823", "svdb/824",
    "svdb/825", "svdb/826", "svdb/827", "svdb/828", "svdb/829", "svdb/840", "svdb/841", "svdb/842", "svdb/843",
    "svdb/844", "svdb/845", "svdb/846", "svdb/847", "svdb/848", "svdb/849", "svdb/850", "svdb/851", "svdb/852",
    "svdb/853", "svdb/854", "svdb/855", "svdb/856", "svdb/857", "svdb/858", "svdb/859"};
constexpr std::array<std::string_view, 48> kMitdb = {
    "100", "101", "102", "103", "104", "105", "106", "107", "108", "109", "111", "112", "113", "114", "115", "116",
    "117", "118", "119", "121", "122", "123", "124", "200", "201", "202", "203", "205", "207", "208", "209", "210",
    "212", "213", "214", "215", "217", "219", "220", "221", "222", "223", "228", "230", "231", "232", "233", "234"};

}  // namespace

std::span<const std::string_view> ds1Records() {
    return kDs1;
}
std::span<const std::string_view> ds2Records() {
    return kDs2;
}
std::span<const std::string_view> mitdbRecords() {
    return kMitdb;
}

std::span<const std::string_view> ds1TrainingRecords() {
    static const std::vector<std::string_view> kRecords = [] {
        std::vector<std::string_view> out;
        std::copy_if(kDs1.begin(), kDs1.end(), std::back_inserter(out),
                     [](std::string_view record) { return record != "201"; });
        return out;
    }();
    return kRecords;
}

std::span<const std::string_view> ds1AndSvdbRecords() {
    static const std::vector<std::string_view> kBoth = [] {
        const auto ds1 = ds1TrainingRecords();
        std::vector<std::string_view> both(ds1.begin(), ds1.end());
        both.insert(both.end(), kSvdb.begin(), kSvdb.end());
        return both;
    }();
    return kBoth;
}

std::string_view patientOf(std::string_view record) {
    return record == "202" ? "201" : record;
}

std::optional<std::pair<std::string, std::string>> sharedPatient(std::span<const std::string_view> training,
                                                                 std::span<const std::string_view> test) {
    for (const std::string_view one : training) {
        for (const std::string_view other : test) {
            if (patientOf(one) == patientOf(other)) return std::pair(std::string(one), std::string(other));
        }
    }
    return std::nullopt;
}

std::vector<std::size_t> dealIntoFolds(std::span<const std::vector<std::int64_t>> counts, std::size_t folds) {
    std::vector<double> total(kBeatClasses, 0);
    for (const auto& record : counts) {
        for (std::size_t k = 0; k < kBeatClasses; ++k) total[k] += static_cast<double>(record[k]);
    }
    // A record's share of each class; S and V decide, N barely matters, F sits in one record and cannot be dealt.
    constexpr std::array<double, kBeatClasses> kImportance = {0.25, 1, 1, 0, 0};
    const auto share = [&](std::size_t record, std::size_t k) {
        return total[k] > 0 ? kImportance[k] * static_cast<double>(counts[record][k]) / total[k] : 0.0;
    };
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto weight = [&](std::size_t record) {
        double sum = 0;
        for (std::size_t k = 0; k < kBeatClasses; ++k) sum += share(record, k);
        return sum;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });

    std::vector<std::vector<double>> load(folds, std::vector<double>(kBeatClasses, 0));
    std::vector<std::size_t> fold_of(counts.size(), 0);
    for (const std::size_t record : order) {
        // The group whose squared load grows least: spreads every class at once.
        std::size_t best = 0;
        double best_growth = 1e300;
        for (std::size_t fold = 0; fold < folds; ++fold) {
            double growth = 0;
            for (std::size_t k = 0; k < kBeatClasses; ++k) {
                const double s = share(record, k);
                growth += (load[fold][k] + s) * (load[fold][k] + s) - load[fold][k] * load[fold][k];
            }
            if (growth < best_growth) {
                best_growth = growth;
                best = fold;
            }
        }
        fold_of[record] = best;
        for (std::size_t k = 0; k < kBeatClasses; ++k) load[best][k] += share(record, k);
    }
    return fold_of;
}

std::vector<Part> stratifiedSplit(std::span<const std::uint8_t> labels, std::uint64_t seed, bool with_test) {
    std::vector<Part> parts(labels.size(), Part::train);
    for (std::uint8_t label = 0; label < kBeatClasses; ++label) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (labels[i] == label) members.push_back(i);
        }
        Random random(streamSeed(seed, label));
        random.shuffle(members);
        const std::size_t test = with_test ? members.size() / 5 : 0;
        const std::size_t validation = (members.size() - test) / 10;
        for (std::size_t i = 0; i < test; ++i) parts[members[i]] = Part::test;
        for (std::size_t i = test; i < test + validation; ++i) parts[members[i]] = Part::validation;
    }
    return parts;
}

}  // namespace triptych::inference
