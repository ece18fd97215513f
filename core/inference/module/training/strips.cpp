#include "core/inference/module/training/strips.h"

#include "core/files/mapped_file.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLargestTable_bytes = 16 << 20;

}  // namespace

Result<std::vector<Strip>> teachingStrips(const std::string& data_folder) {
    for (const fs::path& in : {fs::path(data_folder) / kStripDatabase, fs::path(data_folder) / ".." / kStripDatabase}) {
        const fs::path table = in / "REFERENCE.csv";
        if (std::error_code status; !fs::exists(table, status)) continue;
        const auto text = files::readWhole(table.string(), kLargestTable_bytes, "table of labels");
        if (!text) return std::unexpected(text.error());
        std::vector<Strip> out;
        for (std::size_t from = 0, past = 0; from < text->size(); from = past + 1) {
            past = std::min(text->find('\n', from), text->size());
            std::string_view line = std::string_view(*text).substr(from, past - from);
            while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
            if (line.empty()) continue;
            const std::size_t comma = line.find(',');
            const auto number = comma == std::string_view::npos || comma < 2
                                    ? std::nullopt
                                    : text::wholeNumber<unsigned>(line.substr(1, comma - 1));
            if (!number || comma + 2 != line.size()) {
                return fail(ErrorCode::malformed,
                            text::say("the line \"{1}\" is no strip and its label", std::string(line)), table.string(),
                            "give the folder of the PhysioNet/CinC Challenge 2017");
            }
            if (*number % 2 == 0 && (line.back() == 'N' || line.back() == '~'))
                out.push_back({(in / (std::string(line.substr(0, comma)) + ".hea")).string(), line.back()});
        }
        return out;
    }
    return fail(ErrorCode::not_found, "the handheld strips that this configuration learns from are missing",
                data_folder, "put the folder cinc2017 of the PhysioNet/CinC Challenge 2017 beside the records");
}

}  // namespace triptych::inference::training
