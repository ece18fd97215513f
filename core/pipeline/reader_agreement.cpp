#include "core/pipeline/reader_agreement.h"

#include <span>

namespace triptych::pipeline {
namespace {

std::size_t cellOf(BeatClass row, BeatClass column) {
    return static_cast<std::size_t>(row) * kBeatClasses + static_cast<std::size_t>(column);
}

KappaByClass kappasOf(const ClassTable& table) {
    KappaByClass kappas;
    kappas.of_all = statistics::cohensKappa(table, kBeatClasses);
    for (std::size_t of_class = 0; of_class < kBeatClasses; ++of_class) {
        kappas.of_class[of_class] = statistics::cohensKappaOfClass(table, kBeatClasses, of_class);
    }
    return kappas;
}

KappaByClass fleissOf(const std::vector<std::array<std::int32_t, kBeatClasses>>& votes) {
    KappaByClass kappas;
    std::vector<std::int32_t> flat;
    flat.reserve(votes.size() * kBeatClasses);
    for (const auto& of_beat : votes) flat.insert(flat.end(), of_beat.begin(), of_beat.end());
    kappas.of_all = statistics::fleissKappa(flat, kBeatClasses);
    for (std::size_t of_class = 0; of_class < kBeatClasses; ++of_class) {
        std::vector<std::int32_t> two;
        two.reserve(votes.size() * 2);
        for (const auto& of_beat : votes) {
            std::int32_t others = 0;
            for (const std::int32_t count : of_beat) others += count;
            two.push_back(of_beat[of_class]);
            two.push_back(others - of_beat[of_class]);
        }
        kappas.of_class[of_class] = statistics::fleissKappa(two, 2);
    }
    return kappas;
}

}  // namespace

void AgreementTally::add(const std::vector<review::Reading>& readings, const std::vector<review::DoublyRead>& beats) {
    for (const review::Reading& reading : readings) {
        if (reading.labels.empty()) continue;
        WithModel& with = with_model_[reading.reader];
        for (const auto& [sample, said] : reading.labels) {
            if (!said.model) continue;
            const auto model = beatClassNamed(said.model->class_name);
            const auto reader = beatClassOf(said.code, ClassMapping::display);
            if (model && reader) ++(said.model->visible ? with.seen : with.unseen)[cellOf(*model, *reader)];
        }
    }
    for (const review::DoublyRead& beat : beats) {
        std::array<std::int32_t, kBeatClasses> votes{};
        std::vector<std::optional<BeatClass>> classes;
        for (const auto& letter : beat.letters) {
            classes.push_back(letter ? beatClassOf(*letter, ClassMapping::display) : std::nullopt);
            if (classes.back()) ++votes[static_cast<std::size_t>(*classes.back())];
        }
        for (std::size_t a = 0; a < classes.size(); ++a) {
            for (std::size_t b = a + 1; b < classes.size(); ++b) {
                if (readings[a].labels.empty() || readings[b].labels.empty()) continue;
                Pair& pair = pairs_[{readings[a].reader, readings[b].reader}];
                if (classes[a] && classes[b]) ++pair.table[cellOf(*classes[a], *classes[b])];
                if (classes[a] && !classes[b]) ++pair.only_first;
                if (!classes[a] && classes[b]) ++pair.only_second;
            }
        }
        votes_.push_back(votes);
        ++beats_;
        if (!review::isConflict(beat)) continue;
        ++conflicts_;
        if (beat.decided) ++decided_;
    }
}

ReaderAgreement AgreementTally::result() const {
    ReaderAgreement result;
    for (const auto& [reader, with] : with_model_) {
        result.readers.push_back(reader);
        result.with_model.push_back({reader, with.unseen, with.seen, kappasOf(with.unseen), kappasOf(with.seen)});
    }
    for (const auto& [names, pair] : pairs_) {
        result.pairs.push_back(
            {names.first, names.second, pair.table, pair.only_first, pair.only_second, kappasOf(pair.table)});
    }
    result.fleiss = fleissOf(votes_);
    result.beats = beats_;
    result.conflicts = conflicts_;
    result.decided = decided_;
    return result;
}

}  // namespace triptych::pipeline
