#include "core/files/safetensors_layout.h"

#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <set>
#include <span>

namespace triptych::files {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian");

constexpr std::int64_t kLength_bytes = 8;
constexpr std::int64_t kLargestHeader_bytes = 16 << 20;
constexpr std::size_t kMostSides = 8;
constexpr char kGetAgain[] = "get the file again or train the model anew";

struct TypeRow {
    TensorType type;
    std::string_view name;
    std::int64_t bytes;
};
constexpr std::array kTypes = {TypeRow{TensorType::f32, "F32", 4}, TypeRow{TensorType::f16, "F16", 2},
                               TypeRow{TensorType::i64, "I64", 8}, TypeRow{TensorType::i32, "I32", 4},
                               TypeRow{TensorType::u8, "U8", 1}};

const TypeRow& rowOf(TensorType type) {
    return *std::find_if(kTypes.begin(), kTypes.end(), [type](const TypeRow& row) { return row.type == type; });
}

// One tensor as the header describes it, nothing of it checked yet.
struct Described {
    std::string name;
    std::optional<std::string> type;
    std::optional<std::vector<std::uint64_t>> shape;
    std::optional<std::vector<std::uint64_t>> offsets;
};

// Takes the header apart as it is parsed: a document in memory would be thirty times as large as its text, and keeps
// one of two entries of the same name without a word.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
public:
    [[nodiscard]] std::vector<Described>& tensors() { return tensors_; }
    [[nodiscard]] std::map<std::string, std::string>& metadata() { return metadata_; }
    [[nodiscard]] const text::Said& complaint() const { return complaint_; }

    bool key(std::string& text) override {
        if (depth_ > 1) {
            field_ = text;
            return true;
        }
        if (!names_.insert(text).second) return wrong(text::say("names \"{1}\" twice", text));
        in_metadata_ = text == "__metadata__";
        if (!in_metadata_) tensors_.push_back({text, {}, {}, {}});
        is_entry_next_ = true;
        return true;
    }

    bool start_object(std::size_t) override {
        if (depth_ == 0 || (depth_ == 1 && is_entry_next_)) {
            ++depth_;
            is_entry_next_ = false;
            return true;
        }
        return unexpected();
    }
    bool end_object() override {
        --depth_;
        return true;
    }
    bool start_array(std::size_t) override {
        if (depth_ != 2 || in_metadata_ || list_ != nullptr) return unexpected();
        Described& tensor = tensors_.back();
        auto& list = field_ == "shape" ? tensor.shape : tensor.offsets;
        if ((field_ != "shape" && field_ != "data_offsets") || list) return unexpected();
        list_ = &list.emplace();
        return true;
    }
    bool end_array() override {
        list_ = nullptr;
        return true;
    }

    bool string(std::string& text) override {
        if (depth_ != 2 || list_ != nullptr) return unexpected();
        if (in_metadata_) {
            metadata_[field_] = text;
            return true;
        }
        std::optional<std::string>& type = tensors_.back().type;
        if (field_ != "dtype" || type) return unexpected();
        type = text;
        return true;
    }
    bool number_unsigned(std::uint64_t value) override {
        if (list_ == nullptr) return scalar();
        list_->push_back(value);
        return list_->size() <= kMostSides ||
               wrong(text::say("gives \"{1}\" more sides than {2}", tensors_.back().name, kMostSides));
    }
    bool null() override { return scalar(); }
    bool boolean(bool) override { return scalar(); }
    bool number_integer(std::int64_t) override { return scalar(); }
    bool number_float(double, const std::string&) override { return scalar(); }
    bool binary(nlohmann::json::binary_t&) override { return unexpected(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
        return wrong("is no JSON object");
    }

private:
    // Of the metadata, where the format has texts alone and other values are passed over.
    bool scalar() { return (depth_ == 2 && in_metadata_) || unexpected(); }

    bool unexpected() {
        if (depth_ == 0) return wrong("is no JSON object");
        if (in_metadata_) return wrong("has metadata that are no texts");
        return wrong(text::say("describes \"{1}\" by something else than a dtype, a shape and two data_offsets",
                               tensors_.back().name));
    }
    bool wrong(text::Said what) {
        if (complaint_.empty()) complaint_ = std::move(what);
        return false;
    }

    std::vector<Described> tensors_;
    std::map<std::string, std::string> metadata_;
    std::set<std::string> names_;
    std::string field_;
    std::vector<std::uint64_t>* list_ = nullptr;
    int depth_ = 0;
    bool in_metadata_ = false;
    bool is_entry_next_ = false;
    text::Said complaint_;
};

std::unexpected<Error> malformed(text::Said what, const std::string& path) {
    return fail(ErrorCode::malformed, std::move(what), path, kGetAgain);
}

// `data`: bytes of the file behind its header, which begin at `data_offset`.
Result<TensorPlace> placeOf(const Described& described, std::int64_t data_offset, std::int64_t data,
                            const std::string& path) {
    const auto wrong = [&](const text::Said& what) {
        return malformed(text::say("tensor \"{1}\" {2}", described.name, what), path);
    };
    if (!described.type || !described.shape || !described.offsets || described.offsets->size() != 2) {
        return wrong("lacks dtype, shape or data_offsets");
    }
    const auto* const row =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& known) { return known.name == *described.type; });
    if (row == kTypes.end())
        return wrong(text::say("has type {1}, and F32, F16, I64, I32 or U8 is read", *described.type));
    TensorPlace place;
    place.name = described.name;
    place.type = row->type;
    const std::uint64_t from = (*described.offsets)[0];
    const std::uint64_t to = (*described.offsets)[1];
    if (from > to) return wrong("ends before it begins");
    if (to > static_cast<std::uint64_t>(data)) {
        return fail(ErrorCode::truncated, text::say("the file ends inside tensor \"{1}\"", described.name), path,
                    kGetAgain);
    }
    const auto holds = (to - from) / static_cast<std::uint64_t>(row->bytes);
    const bool is_empty = std::ranges::find(*described.shape, 0U) != described.shape->end();
    // Of an empty tensor the other sides, too: whoever multiplies them must get a number.
    const std::uint64_t most = is_empty ? static_cast<std::uint64_t>(INT32_MAX) : holds;
    std::uint64_t volume = 1;
    for (const std::uint64_t side : *described.shape) {
        if (side > 0 && volume > most / side) return wrong("claims more elements than its bytes hold");
        volume *= std::max<std::uint64_t>(side, 1);
        place.shape.push_back(static_cast<std::int64_t>(side));
    }
    const std::uint64_t elements = is_empty ? 0 : volume;
    if (to - from != elements * static_cast<std::uint64_t>(row->bytes))
        return wrong("has a size that is not its shape's");
    place.offset = data_offset + static_cast<std::int64_t>(from);
    place.bytes = static_cast<std::int64_t>(to - from);
    return place;
}

Result<std::string> bytesAt(const MappedFile& file, std::int64_t offset, std::int64_t count) {
    std::string bytes(static_cast<std::size_t>(count), '\0');
    char* const to = bytes.data();
    const bool whole = count == 0 || file.withBytes(offset, count, [to](std::span<const std::byte> from) {
        std::memcpy(to, from.data(), from.size());
    });
    if (!whole) {
        return fail(ErrorCode::io_failed, "the file was cut while it was read", file.path(), kGetAgain);
    }
    return bytes;
}

Result<std::string> headerOf(const MappedFile& file) {
    if (file.size() < kLength_bytes) {
        return fail(ErrorCode::truncated,
                    text::say("a safetensors file has at least 8 bytes, and this one has {1}", file.size()),
                    file.path(), kGetAgain);
    }
    const auto stated = bytesAt(file, 0, kLength_bytes);
    if (!stated) return std::unexpected(stated.error());
    std::uint64_t length = 0;
    std::memcpy(&length, stated->data(), sizeof length);
    if (length > static_cast<std::uint64_t>(kLargestHeader_bytes)) {
        return fail(ErrorCode::malformed, text::say("its header claims {1} bytes", length), file.path(),
                    "this is no safetensors file: choose another");
    }
    if (static_cast<std::int64_t>(length) > file.size() - kLength_bytes) {
        return fail(ErrorCode::truncated, "the file ends inside its header", file.path(), kGetAgain);
    }
    return bytesAt(file, kLength_bytes, static_cast<std::int64_t>(length));
}

}  // namespace

std::string_view name(TensorType type) {
    return rowOf(type).name;
}

std::int64_t bytesOf(TensorType type) {
    return rowOf(type).bytes;
}

Result<SafetensorsLayout> readSafetensorsLayout(const MappedFile& file) {
    const auto header = headerOf(file);
    if (!header) return std::unexpected(header.error());
    HeaderReader reader;
    if (!nlohmann::json::sax_parse(*header, &reader)) {
        return fail(ErrorCode::malformed, text::say("its header {1}", reader.complaint()), file.path(),
                    "this is no safetensors file: choose another");
    }
    SafetensorsLayout layout;
    const std::int64_t data_offset = kLength_bytes + static_cast<std::int64_t>(header->size());
    for (const Described& described : reader.tensors()) {
        auto place = placeOf(described, data_offset, file.size() - data_offset, file.path());
        if (!place) return std::unexpected(place.error());
        layout.tensors.push_back(std::move(*place));
    }
    std::stable_sort(layout.tensors.begin(), layout.tensors.end(), [](const TensorPlace& a, const TensorPlace& b) {
        return std::pair(a.offset, a.bytes) < std::pair(b.offset, b.bytes);
    });
    std::int64_t at = data_offset;
    for (const TensorPlace& tensor : layout.tensors) {
        if (tensor.offset < at)
            return malformed(text::say("tensor \"{1}\" overlaps the one before it", tensor.name), file.path());
        if (tensor.offset > at) {
            return malformed(text::say("the bytes before tensor \"{1}\" belong to none", tensor.name), file.path());
        }
        at += tensor.bytes;
    }
    if (at != file.size()) {
        return malformed(text::say("the last {1} bytes belong to no tensor", file.size() - at), file.path());
    }
    layout.metadata = std::move(reader.metadata());
    return layout;
}

}  // namespace triptych::files
