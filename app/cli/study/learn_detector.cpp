#include "app/cli/study/learn_detector.h"

#include "app/cli/study/noise_table.h"
#include "app/cli/study/noisy_copies.h"
#include "core/beats/qrs_learning.h"
#include "core/formats/open.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>

namespace triptych::cli {
namespace {

constexpr int kNoisyCopies = 2;
constexpr float kPlainWeight = 2;
constexpr double kHeartless_s = 300;
constexpr int kHeartless = 24;
const std::vector<std::string> kTeaching = {"101", "106", "108", "109", "112", "114", "115", "118", "119", "122",
                                            "124", "201", "203", "205", "207", "209", "215", "220", "223", "230"};

Leads leadsOf(const Recording& recording) {
    Leads leads;
    for (std::size_t k = 0; k < std::min(recording.leads.size(), beats::QrsExamples::kLeads); ++k) {
        leads.push_back(readLead(recording, k, 0, recording.leads[k].samples));
    }
    return leads;
}

void addRecording(const Recording& recording, const RecordedNoise& noise, synth::Random& random,
                  beats::QrsExamples& examples) {
    const AnnotationSet& truth = recording.annotation_sets.front();
    const double rate_hz = recording.leads.front().rate_hz;
    const Leads plain = leadsOf(recording);
    beats::addExamples(plain, rate_hz, truth, kPlainWeight, examples);
    for (int copy = 0; copy < kNoisyCopies; ++copy) {
        Leads leads = plain;
        spoil(leads, rate_hz, truth, noise, random);
        beats::addExamples(leads, rate_hz, truth, 1, examples);
    }
}

void addHeartless(const RecordedNoise& noise, synth::Random& random, beats::QrsExamples& examples) {
    for (int made = 0; made < kHeartless; ++made) {
        const double rate_hz = made % 2 == 0 ? 360 : 128;
        const auto samples = static_cast<std::size_t>(kHeartless_s * rate_hz);
        Leads leads;
        if (made % 6 == 5) {
            const double hz = std::exp(std::log(0.5) + random.uniform() * std::log(80.0));
            std::vector<float> sine(samples);
            for (std::size_t i = 0; i < samples; ++i) {
                sine[i] =
                    static_cast<float>(std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate_hz + 0.3));
            }
            leads = {sine, sine};
        } else if (made % 6 == 4) {
            leads = madeNoise(noise, samples, rate_hz, random);
        } else {
            const auto colour = static_cast<Colour>(made % 6);
            leads = {colouredNoise(samples, colour, random), colouredNoise(samples, colour, random)};
        }
        beats::addExamples(leads, rate_hz, {}, 1, examples);
    }
}

Result<std::vector<std::string>> filesOf(const std::string& data_folder) {
    const std::filesystem::path data(data_folder);
    std::vector<std::string> files;
    for (const std::string& record : kTeaching) files.push_back((data / "mitdb" / (record + ".hea")).string());
    std::vector<std::string> others;
    std::error_code trouble;
    for (const auto& entry : std::filesystem::directory_iterator(data / "svdb", trouble)) {
        if (entry.path().extension() == ".hea") others.push_back(entry.path().string());
    }
    if (others.empty()) {
        return fail(ErrorCode::not_found, "there are no recordings of svdb", (data / "svdb").string(),
                    "name the folder that holds mitdb, svdb and noise");
    }
    std::sort(others.begin(), others.end());
    files.insert(files.end(), others.begin(), others.end());
    return files;
}

}  // namespace

Result<std::string> learnDetector(const std::string& data_folder, const Job& job) {
    const auto recorded = formats::open((std::filesystem::path(data_folder) / "noise" / "em.hea").string());
    if (!recorded) return std::unexpected(recorded.error());
    RecordedNoise noise;
    noise.rate_hz = (*recorded)->leads.front().rate_hz;
    if ((*recorded)->leads.size() < 2) {
        return fail(ErrorCode::unsupported, "the noise has one signal alone", (*recorded)->path, "give two of them");
    }
    for (std::size_t k = 0; k < 2; ++k) {
        noise.signals.push_back(readLead(**recorded, k, 0, std::llround(kTaught_s * noise.rate_hz)));
    }
    const auto files = filesOf(data_folder);
    if (!files) return std::unexpected(files.error());
    synth::Random random(1, 0);
    beats::QrsExamples examples;
    for (std::size_t i = 0; i < files->size(); ++i) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "learning was stopped", {}, "start it again");
        const auto recording = formats::open((*files)[i]);
        if (!recording) return std::unexpected(recording.error());
        if ((*recording)->annotation_sets.empty()) {
            return fail(ErrorCode::not_found, "the recording marks no beats", (*recording)->path,
                        "put its annotations beside it");
        }
        addRecording(**recording, noise, random, examples);
        job.progress(0.1 * static_cast<double>(i + 1) / static_cast<double>(files->size()), "reading");
    }
    addHeartless(noise, random, examples);
    const Job learning{job.stop, [&job](double fraction, std::string_view stage) {
                           if (job.on_progress) job.on_progress(0.1 + 0.9 * fraction, stage);
                       }};
    const auto network = beats::learnQrs(examples, {}, learning);
    if (!network) return std::unexpected(network.error());
    return beats::sourceOf(*network);
}

}  // namespace triptych::cli
