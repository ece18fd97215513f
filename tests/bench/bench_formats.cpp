// What reading costs: half an hour of two leads in format 212, as MIT-BIH stores it, warm in the page cache.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/formats/wfdb/wfdb.h"
#include "tests/support/data.h"

#include <benchmark/benchmark.h>

#include <fstream>

namespace triptych::formats {
namespace {

constexpr std::int64_t kSamples = 650'000;
constexpr std::int64_t kFileBytes = kSamples * 3;  // two leads of twelve bits
constexpr double kRate_hz = 360;
constexpr int kBeats = 2'300;

AnnotationSet everyBeat() {
    AnnotationSet set{"atr", kRate_hz, {}};
    for (int i = 0; i < kBeats; ++i)
        set.annotations.push_back({100 + i * kSamples / (kBeats + 1), kNormal, 0, 0, 0, {}});
    return set;
}

// A record of as many bytes in one lead, or in twelve: other paths through the decoder.
std::string recordOf(int leads) {
    const std::string name = "of" + std::to_string(leads);
    const auto folder = test::scratchFolder("bench");
    std::string bytes(kFileBytes, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
    std::ofstream(folder / (name + ".dat"), std::ios::binary) << bytes;
    std::ofstream header(folder / (name + ".hea"));
    header << name << ' ' << leads << " 360\n";
    for (int i = 0; i < leads; ++i) header << name << ".dat 212 200 11 1024 0 0 0 L" << i << '\n';
    return (folder / (name + ".hea")).string();
}

// A record of arbitrary samples: the decoder does the same work whatever they are.
const std::string& halfHour() {
    static const std::string kHeader = [] {
        const auto folder = test::scratchFolder("bench");
        std::string bytes(kFileBytes, '\0');
        std::uint32_t state = 1;
        for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
        std::ofstream(folder / "half.dat", std::ios::binary) << bytes;
        std::ofstream(folder / "half.hea") << "half 2 360 650000\n"
                                              "half.dat 212 200 11 1024 0 0 0 MLII\n"
                                              "half.dat 212 200 11 1024 0 0 0 V5\n";
        [[maybe_unused]] const auto written = writeAnnotations((folder / "half.atr").string(), everyBeat());
        return (folder / "half.hea").string();
    }();
    return kHeader;
}

void OpenHalfHour(benchmark::State& state) {
    const auto& header = halfHour();
    for (auto _ : state) {
        const auto recording = open(header);
        if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
        benchmark::DoNotOptimize(recording);
    }
}
BENCHMARK(OpenHalfHour)->Unit(benchmark::kMicrosecond);

void DecodeHalfHour(benchmark::State& state) {
    const auto recording = open(halfHour());
    if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
    std::vector<float> lead(kSamples);
    for (auto _ : state) {
        for (std::size_t i = 0; i < 2; ++i) (*recording)->source->readPhysical(i, 0, lead);
        benchmark::DoNotOptimize(lead.data());
    }
    state.SetBytesProcessed(state.iterations() * kFileBytes);
}
BENCHMARK(DecodeHalfHour)->Unit(benchmark::kMicrosecond);

void DecodeLeads(benchmark::State& state) {
    const auto recording = open(recordOf(static_cast<int>(state.range(0))));
    if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
    std::vector<float> lead(static_cast<std::size_t>((*recording)->leads[0].samples));
    for (auto _ : state) {
        for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) (*recording)->source->readPhysical(i, 0, lead);
        benchmark::DoNotOptimize(lead.data());
    }
    state.SetBytesProcessed(state.iterations() * kFileBytes);
}
BENCHMARK(DecodeLeads)->Arg(1)->Arg(12)->Unit(benchmark::kMicrosecond);

// Twelve leads of ten seconds with their measurements, as an electrocardiograph sends them; the data dictionary is
// loaded before the first round.
void OpenDicom(benchmark::State& state) {
    const auto data = test::ecgData();
    const auto path = data ? (*data / "formats/dicom/pydicom_waveform_ecg_12lead_mortara.dcm").string() : "";
    for (auto _ : state) {
        const auto recording = open(path);
        if (!recording) return state.SkipWithError("needs the real recordings: set ECG_DATA to their folder");
        benchmark::DoNotOptimize(recording);
    }
}
BENCHMARK(OpenDicom)->Unit(benchmark::kMicrosecond);

void OpenScp(benchmark::State& state) {
    const auto data = test::ecgData();
    const auto path = data ? (*data / "formats/scp/scp_ecg_rw_test.scp").string() : "";
    for (auto _ : state) {
        const auto recording = open(path);
        if (!recording) return state.SkipWithError("needs the real recordings: set ECG_DATA to their folder");
        benchmark::DoNotOptimize(recording);
    }
}
BENCHMARK(OpenScp)->Unit(benchmark::kMicrosecond);

void ReadTenSeconds(benchmark::State& state) {
    const auto recording = open(halfHour());
    if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
    std::vector<float> view(3600);
    for (auto _ : state) {
        (*recording)->source->readPhysical(0, 300'000, view);
        benchmark::DoNotOptimize(view.data());
    }
}
BENCHMARK(ReadTenSeconds)->Unit(benchmark::kMicrosecond);

void ChecksumHalfHour(benchmark::State& state) {
    const auto recording = open(halfHour());
    if (!recording) return state.SkipWithError(sentence(recording.error()).c_str());
    for (auto _ : state) benchmark::DoNotOptimize(storedChecksum(**recording, 0));
}
BENCHMARK(ChecksumHalfHour)->Unit(benchmark::kMicrosecond);

void ParseAnnotations(benchmark::State& state) {
    const auto bytes = encodeAnnotations(everyBeat());
    for (auto _ : state) benchmark::DoNotOptimize(parseAnnotations(bytes, "bench", kRate_hz));
    state.SetItemsProcessed(state.iterations() * kBeats);
}
BENCHMARK(ParseAnnotations)->Unit(benchmark::kMicrosecond);

void EncodeAnnotations(benchmark::State& state) {
    const auto set = everyBeat();
    for (auto _ : state) benchmark::DoNotOptimize(encodeAnnotations(set));
    state.SetItemsProcessed(state.iterations() * kBeats);
}
BENCHMARK(EncodeAnnotations)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace triptych::formats
