#include "tests/formats/gdf/gdf_files.h"

#include "tests/formats/record_files.h"

#include <bit>

namespace triptych::test {
namespace {

std::string floating(double value) {
    return littleEndian(std::bit_cast<std::uint64_t>(value), 8);
}

std::string padded(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

}  // namespace

std::string bytesOfGdf(const MadeGdf& gdf) {
    std::string head = "GDF " + padded(gdf.version, 4) + padded("X X", 66) + std::string(11, '\0') +
                       std::string(2, '\0') + std::string(1, '\1') + padded("made", 64) + std::string(16, '\0') +
                       littleEndian(gdf.start, 8) + std::string(8, '\0') + littleEndian(gdf.channels.size() + 1, 2);
    head.resize(236, '\0');
    head += littleEndian(static_cast<std::uint64_t>(gdf.records), 8);
    head += gdf.floating_duration
                ? floating(static_cast<double>(gdf.duration_over) / static_cast<double>(gdf.duration_under))
                : littleEndian(gdf.duration_over, 4) + littleEndian(gdf.duration_under, 4);
    head += littleEndian(gdf.channels.size(), 2) + littleEndian(0, 2);
    const auto each = [&](const auto& field) {
        for (const MadeGdfChannel& channel : gdf.channels) head += field(channel);
    };
    using C = const MadeGdfChannel&;
    each([](C c) { return padded(c.label, 16); });
    each([](C) { return std::string(80, ' '); });
    each([](C c) { return padded(c.dimension, 6); });
    each([](C c) { return littleEndian(static_cast<std::uint64_t>(c.code), 2); });
    each([](C c) { return floating(c.physical_minimum); });
    each([](C c) { return floating(c.physical_maximum); });
    each([](C c) { return floating(c.digital_minimum); });
    each([](C c) { return floating(c.digital_maximum); });
    each([](C) { return std::string(68 + 12, '\0'); });
    each([](C c) { return littleEndian(static_cast<std::uint64_t>(c.samples_per_record), 4); });
    each([](C c) { return littleEndian(static_cast<std::uint64_t>(c.type), 4); });
    each([](C) { return std::string(32, '\0'); });
    const auto records = static_cast<std::size_t>(gdf.records < 0 ? 1 : gdf.records);
    for (std::size_t record = 0; record < records; ++record) {
        for (const MadeGdfChannel& channel : gdf.channels) {
            const std::size_t share = channel.data.size() / records;
            head += channel.data.substr(record * share, share);
        }
    }
    if (gdf.events.empty()) return head;
    head +=
        '\3' + littleEndian(gdf.events.size(), 3) + littleEndian(std::bit_cast<std::uint32_t>(gdf.event_rate_hz), 4);
    for (const MadeGdfEvent& event : gdf.events) head += littleEndian(event.position, 4);
    for (const MadeGdfEvent& event : gdf.events) head += littleEndian(static_cast<std::uint64_t>(event.type), 2);
    for (const MadeGdfEvent& event : gdf.events) head += littleEndian(static_cast<std::uint64_t>(event.channel), 2);
    for (const MadeGdfEvent& event : gdf.events) head += littleEndian(event.duration, 4);
    return head;
}

}  // namespace triptych::test
