// HDF5: only what the file itself holds is read - no link to another file, no data stored elsewhere, no plugin.
#include "app/reader/listing.h"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>

namespace triptych::reader {
namespace {

constexpr std::size_t kMostObjects = 200'000;
constexpr std::int64_t kMostWords = 4096;
constexpr std::size_t kLongestWord_bytes = 4096;
constexpr std::int64_t kBlock_elements = 1 << 20;
constexpr std::size_t kChunks_bytes = 64 << 20;

// An identifier of the library, closed whatever happens.
class Id {
public:
    using Close = herr_t (*)(hid_t);
    Id(hid_t number, Close close) : number_(number), close_(close) {}
    Id(Id&& other) noexcept : number_(std::exchange(other.number_, -1)), close_(other.close_) {}
    Id& operator=(Id&&) = delete;
    Id(const Id&) = delete;
    Id& operator=(const Id&) = delete;
    ~Id() {
        if (number_ >= 0) close_(number_);
    }
    [[nodiscard]] hid_t get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

private:
    hid_t number_;
    Close close_;
};

void prepare() {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    H5PLset_loading_state(0);  // filters of others are code
}

Id openFile(const std::string& path) {
    prepare();
    Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    if (!file) throw Fault("it is no HDF5 file, or it is damaged");
    return file;
}

std::optional<std::vector<std::int64_t>> shapeOf(hid_t space) {
    const int rank = H5Sget_simple_extent_ndims(space);
    if (rank < 0 || rank > H5S_MAX_RANK || H5Sget_simple_extent_type(space) == H5S_NULL) return std::nullopt;
    std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
    if (rank > 0 && H5Sget_simple_extent_dims(space, lengths.data(), nullptr) < 0) return std::nullopt;
    std::vector<std::int64_t> shape;
    for (const hsize_t length : lengths) {
        if (length == 0 || length > (hsize_t{1} << 62)) return std::nullopt;
        shape.push_back(static_cast<std::int64_t>(length));
    }
    return shape;
}

// 2^62 where there are more.
std::int64_t elementsOf(const std::vector<std::int64_t>& shape) {
    constexpr std::int64_t kMost = std::int64_t{1} << 62;
    std::int64_t count = 1;
    for (const std::int64_t length : shape) count = count > kMost / length ? kMost : count * length;
    return count;
}

std::vector<std::string> wordsOf(hid_t type, std::int64_t count, const std::function<herr_t(hid_t, void*)>& read) {
    std::vector<std::string> words;
    if (count > kMostWords) return words;
    if (H5Tis_variable_str(type) > 0) {
        Id memory(H5Tcopy(H5T_C_S1), H5Tclose);
        H5Tset_size(memory.get(), H5T_VARIABLE);
        H5Tset_cset(memory.get(), H5Tget_cset(type));
        std::vector<char*> pointers(static_cast<std::size_t>(count), nullptr);
        if (read(memory.get(), pointers.data()) < 0) return words;
        for (char* const pointer : pointers) {
            words.emplace_back(pointer == nullptr ? "" : std::string(pointer, ::strnlen(pointer, kLongestWord_bytes)));
        }
        return words;  // the library's memory goes with this process
    }
    const std::size_t width = H5Tget_size(type);
    if (width == 0 || width > kLongestWord_bytes) return words;
    std::string bytes(width * static_cast<std::size_t>(count), '\0');
    if (read(type, bytes.data()) < 0) return words;
    for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
        std::string word = bytes.substr(at, width);
        word.resize(std::min(word.find('\0'), word.size()));
        while (word.ends_with(' ')) word.pop_back();
        words.push_back(std::move(word));
    }
    return words;
}

struct Said {
    Numbers& numbers;
    Texts& texts;
    std::string prefix;
};

herr_t takeAttribute(hid_t object, const char* name, const H5A_info_t*, void* to) {
    const Said& said = *static_cast<Said*>(to);
    Id attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose);
    if (!attribute) return 0;
    Id type(H5Aget_type(attribute.get()), H5Tclose);
    Id space(H5Aget_space(attribute.get()), H5Sclose);
    if (!type || !space) return 0;
    const auto shape = shapeOf(space.get());
    if (!shape) return 0;
    const H5T_class_t kind = H5Tget_class(type.get());
    const std::int64_t count = elementsOf(*shape);
    if ((kind == H5T_INTEGER || kind == H5T_FLOAT) && count == 1) {
        double value = 0;
        if (H5Aread(attribute.get(), H5T_NATIVE_DOUBLE, &value) >= 0 && std::isfinite(value)) {
            said.numbers[said.prefix + name] = value;
        }
    }
    if (kind == H5T_STRING) {
        said.texts[said.prefix + name] =
            wordsOf(type.get(), count, [&](hid_t memory, void* out) { return H5Aread(attribute.get(), memory, out); });
    }
    return 0;
}

void takeAttributes(hid_t object, Said said) {
    hsize_t from = 0;
    H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &from, takeAttribute, &said);
}

// Why a dataset is not read; nullopt where it may be.
std::optional<std::string> reasonAgainst(hid_t dataset) {
    Id plan(H5Dget_create_plist(dataset), H5Pclose);
    if (!plan) return "its storage is not described";
    if (H5Pget_external_count(plan.get()) > 0) return "its samples lie in another file";
    if (H5Pget_layout(plan.get()) == H5D_VIRTUAL) return "it is put together from other datasets";
    const int filters = H5Pget_nfilters(plan.get());
    for (int i = 0; i < filters; ++i) {
        unsigned flags = 0;
        unsigned config = 0;
        std::size_t values = 0;
        const H5Z_filter_t filter =
            H5Pget_filter2(plan.get(), static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, &config);
        if (H5Zfilter_avail(filter) <= 0) return "it is packed by a filter that is not part of HDF5";
    }
    return std::nullopt;
}

struct Walk {
    Listing& listing;
    std::size_t objects = 0;
};

void takeDataset(hid_t dataset, const std::string& name, Listing& listing) {
    Id type(H5Dget_type(dataset), H5Tclose);
    Id space(H5Dget_space(dataset), H5Sclose);
    if (!type || !space) return;
    const auto shape = shapeOf(space.get());
    if (!shape) return;
    const H5T_class_t kind = H5Tget_class(type.get());
    const std::int64_t count = elementsOf(*shape);
    const bool is_number = kind == H5T_INTEGER || kind == H5T_FLOAT;
    if (!is_number && kind != H5T_STRING) return;
    if (const auto reason = reasonAgainst(dataset)) {
        listing.warnings.push_back("the dataset " + name + " is not read: " + *reason);
        return;
    }
    if (kind == H5T_STRING) {
        listing.texts[name] = wordsOf(type.get(), count, [&](hid_t memory, void* out) {
            return H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, out);
        });
        return;
    }
    if (count == 1) {
        double value = 0;
        if (H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value) >= 0 && std::isfinite(value)) {
            listing.numbers[name] = value;
        }
        return;
    }
    Array array;
    array.name = name;
    array.shape = *shape;
    array.float_bits = kind == H5T_FLOAT ? static_cast<int>(8 * std::min<std::size_t>(H5Tget_size(type.get()), 8)) : 0;
    takeAttributes(dataset, {array.numbers, array.texts, ""});
    listing.arrays.push_back(std::move(array));
}

// Hard links alone are followed, each object once.
herr_t visit(hid_t root, const char* name, const H5O_info_t* info, void* to) {
    Walk& walk = *static_cast<Walk*>(to);
    if (++walk.objects > kMostObjects) return 1;
    const std::string path = std::strcmp(name, ".") == 0 ? "" : name;
    Id object(H5Oopen(root, name, H5P_DEFAULT), H5Oclose);
    if (!object) return 0;
    if (info->type == H5O_TYPE_GROUP) {
        takeAttributes(object.get(), {walk.listing.numbers, walk.listing.texts, path.empty() ? "" : path + '/'});
    }
    if (info->type == H5O_TYPE_DATASET) takeDataset(object.get(), path, walk.listing);
    return 0;
}

}  // namespace

Listing listHdf5(const std::string& path) {
    const Id file = openFile(path);
    Listing listing;
    Walk walk{listing};
    const herr_t status = H5Ovisit2(file.get(), H5_INDEX_NAME, H5_ITER_INC, visit, &walk, H5O_INFO_BASIC);
    if (status > 0) throw Fault("it holds more objects than a file of recordings has");
    if (status < 0 && listing.arrays.empty()) throw Fault("it is damaged");
    if (status < 0) listing.warnings.emplace_back("a part of the file is damaged and was left out");
    return listing;
}

void readHdf5(const std::string& path, const std::string& name, std::int64_t first, std::int64_t count,
              const Sink& sink) {
    const Id file = openFile(path);
    const Id access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
    H5Pset_chunk_cache(access.get(), 12'421, kChunks_bytes, 1);
    const Id dataset(H5Dopen2(file.get(), name.c_str(), access.get()), H5Dclose);
    if (!dataset) throw Fault("it has no array " + name);
    if (const auto reason = reasonAgainst(dataset.get())) throw Fault(*reason);
    const Id space(H5Dget_space(dataset.get()), H5Sclose);
    const auto shape = space ? shapeOf(space.get()) : std::nullopt;
    if (!shape || shape->empty()) throw Fault("the array has no shape");
    // Rows of the first axis that is longer than one; what is asked for is whole rows.
    std::size_t axis = 0;
    while (axis + 1 < shape->size() && (*shape)[axis] == 1) ++axis;
    const std::int64_t row = elementsOf({shape->begin() + static_cast<std::ptrdiff_t>(axis) + 1, shape->end()});
    if (first % row != 0 || count % row != 0 || first / row + count / row > (*shape)[axis]) {
        throw Fault("it was asked for badly");
    }
    std::vector<hsize_t> start(shape->size(), 0);
    std::vector<hsize_t> extent(shape->begin(), shape->end());
    const std::int64_t rows = std::max<std::int64_t>(kBlock_elements / row, 1);
    std::vector<double> values;
    for (std::int64_t at = first / row; at < (first + count) / row; at += rows) {
        const std::int64_t now = std::min(rows, (first + count) / row - at);
        start[axis] = static_cast<hsize_t>(at);
        extent[axis] = static_cast<hsize_t>(now);
        values.resize(static_cast<std::size_t>(now * row));
        const auto length = static_cast<hsize_t>(values.size());
        const Id memory(H5Screate_simple(1, &length, nullptr), H5Sclose);
        const bool is_read =
            H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr) >= 0 &&
            H5Dread(dataset.get(), H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT, values.data()) >= 0;
        if (!is_read) throw Fault("the array " + name + " is damaged");
        sink(values);
    }
}

}  // namespace triptych::reader
