// A day of three leads as EDF+, 250 samples a second, warm in the page cache: the first view, the whole, and, where
// their headers were found, what EDFlib and libbiosig need for the same.
#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "tests/support/data.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <fstream>

#if TRIPTYCH_HAS_EDFLIB
#include <edflib.h>
#endif
#if TRIPTYCH_HAS_BIOSIG
#include <biosig.h>
#endif

namespace triptych::formats {
namespace {

constexpr std::int64_t kSeconds = 24 * 3600;
constexpr std::int64_t kRate_hz = 250;
constexpr std::size_t kLeads = 3;
constexpr std::size_t kTal_samples = 30;

std::string field(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

// Arbitrary samples: the decoder does the same work whatever they are.
std::string makeDay() {
    const auto path = test::scratchFolder("bench-edf") / "day.edf";
    const std::size_t signals = kLeads + 1;
    std::string header = "0       " + field("X X X X", 80) + field("Startdate 02-MAR-2002 X X X", 80) +
                         "02.03.0210.20.30" + field(std::to_string(256 * (signals + 1)), 8) + field("EDF+C", 44) +
                         field(std::to_string(kSeconds), 8) + field("1", 8) + field(std::to_string(signals), 4);
    const auto column = [&](std::size_t width, const std::string& of_lead, const std::string& of_annotations) {
        for (std::size_t i = 0; i < kLeads; ++i) header += field(of_lead, width);
        header += field(of_annotations, width);
    };
    column(16, "ECG", "EDF Annotations");
    column(80, "", "");
    column(8, "uV", "");
    column(8, "-3276.8", "-1");
    column(8, "3276.7", "1");
    column(8, "-32768", "-32768");
    column(8, "32767", "32767");
    column(80, "", "");
    column(8, std::to_string(kRate_hz), std::to_string(kTal_samples));
    column(32, "", "");
    std::ofstream file(path, std::ios::binary);
    file << header;
    std::string samples(kLeads * kRate_hz * 2, '\0');
    std::uint32_t state = 1;
    for (std::int64_t second = 0; second < kSeconds; ++second) {
        for (char& byte : samples) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
        std::string texts = '+' + std::to_string(second) + "\x14\x14" + '\0';
        if (second % 60 == 0) texts += '+' + std::to_string(second) + ".5\x14minute\x14" + '\0';
        texts.resize(2 * kTal_samples, '\0');
        file << samples << texts;
    }
    return path.string();
}

const std::string& day() {
    static const std::string kPath = makeDay();
    return kPath;
}

// What stands between a click and the first trace: the file opened, ten seconds of each lead decoded.
void FirstViewOfADayEdf(benchmark::State& state) {
    const std::string& path = day();
    std::vector<float> view(10 * kRate_hz);
    for (auto _ : state) {
        const auto recording = open(path);
        if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
        for (std::size_t lead = 0; lead < kLeads; ++lead) (*recording)->source->readPhysical(lead, 3'000'000, view);
        benchmark::DoNotOptimize(view.data());
    }
}
BENCHMARK(FirstViewOfADayEdf)->Unit(benchmark::kMillisecond);

void DecodeADayEdf(benchmark::State& state) {
    const auto recording = open(day());
    if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
    std::vector<float> lead(kSeconds * kRate_hz);
    for (auto _ : state) {
        for (std::size_t i = 0; i < kLeads; ++i) (*recording)->source->readPhysical(i, 0, lead);
        benchmark::DoNotOptimize(lead.data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kLeads) * kSeconds * kRate_hz * 2);
}
BENCHMARK(DecodeADayEdf)->Unit(benchmark::kMillisecond);

void ExportADayAsWfdb(benchmark::State& state) {
    const auto recording = open(day());
    if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
    const auto out = test::scratchFolder("bench-edf-out") / "day.hea";
    for (auto _ : state) {
        const auto done = exportRecording(**recording, out.string(), ExportFormat::wfdb, {false, true});
        if (!done) return state.SkipWithError(sentence(done.error()).c_str());
    }
}
BENCHMARK(ExportADayAsWfdb)->Unit(benchmark::kMillisecond)->Iterations(2);

#if TRIPTYCH_HAS_EDFLIB
void EdflibOpensADay(benchmark::State& state) {
    const std::string& path = day();
    std::vector<double> view(10 * kRate_hz);
    for (auto _ : state) {
        edf_hdr_struct header;
        if (edfopen_file_readonly(path.c_str(), &header, EDFLIB_READ_ALL_ANNOTATIONS) != 0) {
            return state.SkipWithError("EDFlib cannot open the file");
        }
        for (int lead = 0; lead < static_cast<int>(kLeads); ++lead) {
            edfseek(header.handle, lead, 3'000'000, EDFSEEK_SET);
            edfread_physical_samples(header.handle, lead, static_cast<int>(view.size()), view.data());
        }
        edfclose_file(header.handle);
        benchmark::DoNotOptimize(view.data());
    }
}
BENCHMARK(EdflibOpensADay)->Unit(benchmark::kMillisecond);

void EdflibDecodesADay(benchmark::State& state) {
    edf_hdr_struct header;
    if (edfopen_file_readonly(day().c_str(), &header, EDFLIB_DO_NOT_READ_ANNOTATIONS) != 0) {
        return state.SkipWithError("EDFlib cannot open the file");
    }
    std::vector<double> lead(kSeconds * kRate_hz);
    for (auto _ : state) {
        for (int i = 0; i < static_cast<int>(kLeads); ++i) {
            edfrewind(header.handle, i);
            edfread_physical_samples(header.handle, i, static_cast<int>(lead.size()), lead.data());
        }
        benchmark::DoNotOptimize(lead.data());
    }
    edfclose_file(header.handle);
}
BENCHMARK(EdflibDecodesADay)->Unit(benchmark::kMillisecond);
#endif

#if TRIPTYCH_HAS_BIOSIG
void BiosigDecodesADay(benchmark::State& state) {
    const std::string& path = day();
    for (auto _ : state) {
        HDRTYPE* const header = sopen(path.c_str(), "r", nullptr);
        if (header == nullptr || serror2(header) != 0) return state.SkipWithError("libbiosig cannot open the file");
        header->FLAG.ROW_BASED_CHANNELS = 0;
        benchmark::DoNotOptimize(sread(nullptr, 0, static_cast<std::size_t>(header->NRec), header));
        destructHDR(header);
    }
}
BENCHMARK(BiosigDecodesADay)->Unit(benchmark::kMillisecond)->Iterations(3);
#endif

}  // namespace
}  // namespace triptych::formats
