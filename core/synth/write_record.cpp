// A synthetic recording as a WFDB record on the disk.
#include "core/synth/synthesize.h"

#include "core/files/atomic_file.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

namespace triptych::synth {
namespace {

// header(5): letters, digits, '-' and '_' only.
bool isRecordName(std::string_view name) {
    return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
    });
}

std::string headerOf(const Recording& recording, const std::string& name) {
    const Lead& first = recording.leads.front();
    std::string text = name + ' ' + std::to_string(recording.leads.size()) + ' ' + text::shortestText(first.rate_hz) +
                       ' ' + std::to_string(first.samples) + '\n';
    for (const Lead& lead : recording.leads) {
        text += name + ".dat 16 " + text::shortestText(lead.gain) + '(' + text::shortestText(lead.baseline) + ")/" +
                lead.unit + ' ' + std::to_string(lead.resolution_bits) + " 0 " +
                std::to_string(lead.stored_first.value_or(0)) + ' ' + std::to_string(lead.checksum.value_or(0)) +
                " 0 " + lead.name + '\n';
    }
    for (const std::string& comment : recording.comments) text += "# " + comment + '\n';
    return text;
}

// Format 16: two's complement, low byte first, the leads' samples in turn.
std::vector<std::byte> signalsOf(const Recording& recording) {
    const std::size_t leads = recording.leads.size();
    const auto samples = static_cast<std::size_t>(recording.leads.front().samples);
    std::vector<std::byte> bytes(2 * leads * samples);
    std::vector<std::int32_t> values(samples);
    for (std::size_t lead = 0; lead < leads; ++lead) {
        recording.source->readStored(lead, 0, values);
        for (std::size_t i = 0; i < samples; ++i) {
            const auto word = static_cast<std::uint16_t>(values[i]);
            bytes[2 * (i * leads + lead)] = static_cast<std::byte>(word & 0xff);
            bytes[2 * (i * leads + lead) + 1] = static_cast<std::byte>(word >> 8);
        }
    }
    return bytes;
}

}  // namespace

Result<void> writeRecord(const Synthetic& synthetic, const std::string& folder, const std::string& name) {
    namespace fs = std::filesystem;
    if (!isRecordName(name)) {
        return fail(ErrorCode::wrong_use, text::say("a record cannot be called \"{1}\"", name), folder,
                    "use letters, digits, '-' and '_'");
    }
    const Recording& recording = *synthetic.recording;
    const std::string stem = (fs::path(folder) / name).string();
    for (const char* suffix : {".hea", ".dat", ".atr"}) {
        std::error_code ignored;
        if (fs::exists(stem + suffix, ignored)) {
            return fail(ErrorCode::refused, "the file exists already", stem + suffix, "choose another record name",
                        Wants::to_replace);
        }
    }
    const std::string header = headerOf(recording, name);
    const auto signals = signalsOf(recording);
    const auto annotations = formats::encodeAnnotations(recording.annotation_sets.front());
    struct Part {
        std::string path;
        std::span<const std::byte> bytes;
    };
    // The header last: a record without one is none, so it appears whole.
    const std::array parts = {Part{stem + ".dat", signals}, Part{stem + ".atr", annotations},
                              Part{stem + ".hea", std::as_bytes(std::span(header))}};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto written = files::writeFile(parts[i].path, parts[i].bytes, files::WriteMode::create_new);
        if (written) continue;
        std::error_code ignored;
        for (std::size_t k = 0; k < i; ++k) fs::remove(parts[k].path, ignored);
        return written;
    }
    return {};
}

}  // namespace triptych::synth
