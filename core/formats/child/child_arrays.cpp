#include "core/formats/child/child_arrays.h"

#include "core/files/mapped_file.h"
#include "core/formats/child/child_process.h"
#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace triptych::formats {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestListing_bytes = 64 << 20;
constexpr std::size_t kMostAxes = 32;
constexpr std::size_t kLongestName_bytes = 4096;

static_assert(std::endian::native == std::endian::little, "the child writes its numbers as this machine has them");

const Json& memberOf(const Json& object, const char* key) {
    static const Json nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

void takeNumbers(const Json& from, std::map<std::string, double>& to) {
    if (!from.is_object()) return;
    for (const auto& [name, value] : from.items()) {
        if (value.is_number() && std::isfinite(value.get<double>())) to[name] = value.get<double>();
    }
}

void takeTexts(const Json& from, std::map<std::string, std::vector<std::string>>& to) {
    if (!from.is_object()) return;
    for (const auto& [name, words] : from.items()) {
        if (!words.is_array()) continue;
        for (const Json& word : words) {
            if (word.is_string()) to[name].push_back(word.get<std::string>());
        }
    }
}

bool takeArray(const Json& from, ArrayInfo& info) {
    if (!from.is_object() || !memberOf(from, "name").is_string() || !memberOf(from, "shape").is_array()) return false;
    info.name = memberOf(from, "name").get<std::string>();
    if (info.name.size() > kLongestName_bytes || memberOf(from, "shape").size() > kMostAxes) return false;
    for (const Json& length : memberOf(from, "shape")) {
        if (!length.is_number_integer()) return false;
        const auto value = length.get<std::int64_t>();
        if (value < 1) return false;
        info.shape.push_back(value);
    }
    const Json& bits = memberOf(from, "float_bits");
    info.float_bits =
        bits.is_number_integer() ? static_cast<int>(std::clamp<std::int64_t>(bits.get<std::int64_t>(), 0, 64)) : 0;
    takeNumbers(memberOf(from, "numbers"), info.numbers);
    takeTexts(memberOf(from, "texts"), info.texts);
    return true;
}

class ChildFile final : public ArrayFile {
public:
    ChildFile(std::string kind, std::string path) : kind_(std::move(kind)), path_(std::move(path)) {}

    Result<std::vector<double>> read(std::size_t array, std::int64_t first, std::int64_t count,
                                     const Job& job) override {
        std::vector<double> values(static_cast<std::size_t>(count), std::numeric_limits<double>::quiet_NaN());
        const std::span<std::byte> room = std::as_writable_bytes(std::span(values));
        std::size_t taken = 0;
        const auto take = [&](std::span<const std::byte> bytes) {
            if (bytes.size() > room.size() - taken) return false;
            std::memcpy(room.data() + taken, bytes.data(), bytes.size());
            taken += bytes.size();
            job.progress(static_cast<double>(taken) / static_cast<double>(room.size()), "reading");
            return true;
        };
        auto done = runReader({"read", kind_, path_, arrays[array].name, std::to_string(first), std::to_string(count)},
                              path_, job, take);
        if (!done) return std::unexpected(done.error());
        if (taken != room.size()) {
            return fail(ErrorCode::truncated, text::say("the file ends within the array {1}", arrays[array].name),
                        path_, "restore the file from its source");
        }
        return values;
    }

private:
    std::string kind_;
    std::string path_;
};

}  // namespace

Result<void> takeListing(std::string_view json, const std::string& where, ArrayFile& file) {
    const Json listing = Json::parse(json, nullptr, false);
    const auto malformed = [&where] {
        return fail(ErrorCode::malformed, "the file's arrays cannot be listed", where,
                    "restore the file from its source, or save it anew");
    };
    if (!listing.is_object() || !memberOf(listing, "arrays").is_array()) return malformed();
    for (const Json& from : memberOf(listing, "arrays")) {
        ArrayInfo info;
        if (!takeArray(from, info)) return malformed();
        file.arrays.push_back(std::move(info));
    }
    takeNumbers(memberOf(listing, "numbers"), file.numbers);
    takeTexts(memberOf(listing, "texts"), file.texts);
    if (memberOf(listing, "warnings").is_array()) {
        for (const Json& warning : memberOf(listing, "warnings")) {
            if (warning.is_string())
                file.warnings.push_back(text::foreign(text::translated(warning.get<std::string>())));
        }
    }
    return {};
}

Result<std::unique_ptr<ArrayFile>> childArrays(const std::string& kind, const std::string& path, const Job& job) {
    if (const auto there = files::readExcerpt(path, 1); !there) {
        return std::unexpected(there.error());
    } else if (there->file_size == 0) {
        return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    }
    std::string listing;
    auto done = runReader({"list", kind, path}, path, job, [&listing](std::span<const std::byte> bytes) {
        listing.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return listing.size() <= kLargestListing_bytes;
    });
    if (!done) return std::unexpected(done.error());
    auto file = std::make_unique<ChildFile>(kind, path);
    if (auto taken = takeListing(listing, path, *file); !taken) return std::unexpected(taken.error());
    return file;
}

}  // namespace triptych::formats
