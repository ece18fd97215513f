#include "core/formats/records.h"

#include "core/formats/open.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <optional>

namespace triptych::formats {
namespace {

std::string_view lastPart(std::string_view name) {
    return name.substr(name.rfind('/') + 1);
}

// The only one that the test holds for; nullopt where none or several are.
template <class Test>
std::optional<std::size_t> onlyOne(const std::vector<std::string>& names, const Test& test) {
    const auto found = std::find_if(names.begin(), names.end(), test);
    if (found == names.end() || std::find_if(found + 1, names.end(), test) != names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

Result<PickedRecord> pickRecord(const std::vector<std::string>& names, std::string_view wanted,
                                const std::string& path) {
    if (names.empty()) {
        return fail(ErrorCode::empty, "the file holds no recording", path, "open another file");
    }
    const auto exact = std::find(names.begin(), names.end(), wanted);
    if (exact != names.end()) return PickedRecord{static_cast<std::size_t>(exact - names.begin()), {}};
    if (wanted.empty()) {
        if (names.size() == 1) return PickedRecord{};
        return fail(ErrorCode::wrong_use, text::say("the file holds {1} recordings: {2}", names.size(), listed(names)),
                    path, kRecordHint, Wants::record);
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (wanted.starts_with(names[i]) && wanted.substr(names[i].size()).starts_with('/')) {
            return PickedRecord{i, std::string(wanted.substr(names[i].size() + 1))};
        }
    }
    if (const auto found = onlyOne(names, [&](const std::string& name) { return lastPart(name) == wanted; })) {
        return PickedRecord{*found, {}};
    }
    const std::string small = text::lowered(wanted);
    if (const auto found = onlyOne(names, [&](const std::string& name) { return text::lowered(name) == small; })) {
        return PickedRecord{*found, {}};
    }
    if (names.size() == 1) return PickedRecord{0, std::string(wanted)};
    return fail(ErrorCode::not_found, text::say("the file holds no recording {1}", text::inQuotes(wanted)), path,
                text::say("name one of these: {1}", listed(names)));
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) out += (i > 0 ? ", " : "") + names[i];
    if (names.size() > kMost) out += text::say(" and {1} more", names.size() - kMost);
    return out;
}

std::string pathWithin(const std::string& path, std::string_view record) {
    return path + '/' + std::string(record);
}

}  // namespace triptych::formats
