#include "core/formats/sound.h"

#include <filesystem>

namespace triptych::formats {

std::string soundLeadName(int channel) {
    return "channel " + std::to_string(channel + 1);
}

Recording soundRecording(const std::string& path, const std::string& format, int channels, double rate_hz,
                         std::int64_t samples, int bits) {
    Recording recording;
    recording.name = std::filesystem::path(path).stem().string();
    recording.path = path;
    recording.format = format;
    recording.duration_s = static_cast<double>(samples) / rate_hz;
    for (int i = 0; i < channels; ++i) {
        Lead lead;
        lead.name = soundLeadName(i);
        lead.original_name = lead.name;
        lead.unit = "stored";
        lead.rate_hz = rate_hz;
        lead.samples = samples;
        lead.gain = 1;
        lead.resolution_bits = bits;
        recording.leads.push_back(std::move(lead));
    }
    recording.warnings.push_back(
        {"a file of sound names no unit: its signals are shown as they are stored, not as millivolts", path});
    return recording;
}

}  // namespace triptych::formats
