#include "tests/formats/edf/edf_files.h"

namespace triptych::test {
namespace {

std::string field(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

void appendSample(std::string& bytes, int value, bool is_bdf) {
    const auto bits = static_cast<unsigned>(value);
    bytes += static_cast<char>(bits & 0xff);
    bytes += static_cast<char>(bits >> 8 & 0xff);
    if (is_bdf) bytes += static_cast<char>(bits >> 16 & 0xff);
}

std::size_t recordsOf(const MadeEdf& edf) {
    const MadeSignal& first = edf.signals.front();
    if (!first.texts.empty()) return first.texts.size();
    return first.samples_per_record > 0 ? first.values.size() / static_cast<std::size_t>(first.samples_per_record) : 0;
}

}  // namespace

std::string bytesOfEdf(const MadeEdf& edf) {
    const auto number = [](std::size_t value) { return std::to_string(value); };
    const auto orTrue = [](const std::string& stated, const std::string& truth) {
        return stated.empty() ? truth : stated;
    };
    const std::size_t count = edf.signals.size();
    const std::size_t records = recordsOf(edf);
    std::string bytes = edf.is_bdf ? "\xff"
                                     "BIOSEMI"
                                   : "0       ";
    bytes += field(edf.patient, 80) + field(edf.recording, 80) + field(edf.date, 8) + field(edf.time, 8);
    bytes += field(orTrue(edf.header_bytes, number(256 * (count + 1))), 8) + field(edf.reserved, 44);
    bytes += field(orTrue(edf.records, number(records)), 8) + field(edf.duration, 8);
    bytes += field(orTrue(edf.signal_count, number(count)), 4);
    const auto column = [&](std::size_t width, const auto& of) {
        for (const MadeSignal& signal : edf.signals) bytes += field(of(signal), width);
    };
    column(16, [](const MadeSignal& signal) { return signal.label; });
    column(80, [](const MadeSignal&) { return std::string(); });
    column(8, [](const MadeSignal& signal) { return signal.dimension; });
    column(8, [](const MadeSignal& signal) { return signal.physical_minimum; });
    column(8, [](const MadeSignal& signal) { return signal.physical_maximum; });
    column(8, [](const MadeSignal& signal) { return signal.digital_minimum; });
    column(8, [](const MadeSignal& signal) { return signal.digital_maximum; });
    column(80, [](const MadeSignal&) { return std::string(); });
    column(8, [](const MadeSignal& signal) { return std::to_string(signal.samples_per_record); });
    column(32, [](const MadeSignal&) { return std::string(); });
    for (std::size_t record = 0; record < records; ++record) {
        for (const MadeSignal& signal : edf.signals) {
            const auto samples = static_cast<std::size_t>(signal.samples_per_record);
            if (!signal.texts.empty()) {
                std::string text = signal.texts[record];
                text.resize(samples * (edf.is_bdf ? 3 : 2), '\0');
                bytes += text;
                continue;
            }
            for (std::size_t i = 0; i < samples; ++i) {
                appendSample(bytes, signal.values[record * samples + i], edf.is_bdf);
            }
        }
    }
    return bytes;
}

}  // namespace triptych::test
