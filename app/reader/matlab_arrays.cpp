// MATLAB's variables: matrices of numbers, and what structures and cells around them say in numbers and words.
#include "app/reader/listing.h"

#include <matio.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>

namespace triptych::reader {
namespace {

constexpr std::size_t kMostVariables = 200'000;
constexpr int kMostAxes = 32;
constexpr int kDeepest = 4;
constexpr std::size_t kMostWords = 4096;
constexpr std::size_t kLongestWord = 4096;
constexpr std::size_t kBlock_elements = 1 << 16;

struct FileCloser {
    void operator()(mat_t* file) const { Mat_Close(file); }
};
struct VariableFreer {
    void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};
using File = std::unique_ptr<mat_t, FileCloser>;
using Variable = std::unique_ptr<matvar_t, VariableFreer>;

File openFile(const std::string& path) {
    Mat_LogInitFunc("triptych-reader", [](int, char*) {});
    File file(Mat_Open(path.c_str(), MAT_ACC_RDONLY));
    if (!file) throw Fault("it is no file of MATLAB's, or it is damaged");
    return file;
}

std::optional<std::vector<std::int64_t>> shapeOf(const matvar_t& variable) {
    if (variable.rank < 1 || variable.rank > kMostAxes || variable.dims == nullptr) return std::nullopt;
    std::vector<std::int64_t> shape;
    std::int64_t count = 1;
    for (int i = 0; i < variable.rank; ++i) {
        const std::size_t length = variable.dims[i];
        if (length == 0 || length > (std::size_t{1} << 40) || count > (std::int64_t{1} << 50)) return std::nullopt;
        count *= static_cast<std::int64_t>(length);
        shape.push_back(static_cast<std::int64_t>(length));
    }
    return shape;
}

std::size_t elementsOf(const std::vector<std::int64_t>& shape) {
    std::size_t count = 1;
    for (const std::int64_t length : shape) count *= static_cast<std::size_t>(length);
    return count;
}

// In bytes; 0 of what is no number.
std::size_t widthOf(matio_classes kind) {
    switch (kind) {
        case MAT_C_DOUBLE:
        case MAT_C_INT64:
        case MAT_C_UINT64:
            return 8;
        case MAT_C_SINGLE:
        case MAT_C_INT32:
        case MAT_C_UINT32:
            return 4;
        case MAT_C_INT16:
        case MAT_C_UINT16:
            return 2;
        case MAT_C_INT8:
        case MAT_C_UINT8:
            return 1;
        default:
            return 0;
    }
}

template <class T>
double at(const void* data, std::size_t index) {
    T value{};
    std::memcpy(&value, static_cast<const char*>(data) + index * sizeof(T), sizeof(T));
    return static_cast<double>(value);
}

double elementOf(const matvar_t& variable, std::size_t index) {
    switch (variable.class_type) {
        case MAT_C_DOUBLE:
            return at<double>(variable.data, index);
        case MAT_C_SINGLE:
            return at<float>(variable.data, index);
        case MAT_C_INT64:
            return at<std::int64_t>(variable.data, index);
        case MAT_C_UINT64:
            return at<std::uint64_t>(variable.data, index);
        case MAT_C_INT32:
            return at<std::int32_t>(variable.data, index);
        case MAT_C_UINT32:
            return at<std::uint32_t>(variable.data, index);
        case MAT_C_INT16:
            return at<std::int16_t>(variable.data, index);
        case MAT_C_UINT16:
            return at<std::uint16_t>(variable.data, index);
        case MAT_C_INT8:
            return at<std::int8_t>(variable.data, index);
        default:
            return at<std::uint8_t>(variable.data, index);
    }
}

// Numbers that are all there and not complex.
bool hasNumbers(const matvar_t& variable, std::size_t count) {
    const std::size_t width = widthOf(variable.class_type);
    return width > 0 && variable.isComplex == 0 && variable.data != nullptr && count <= variable.nbytes / width;
}

std::vector<std::string> wordsOf(const matvar_t& variable, const std::vector<std::int64_t>& shape) {
    std::vector<std::string> words;
    const std::size_t count = elementsOf(shape);
    const auto width = static_cast<std::size_t>(variable.data_size);
    if (variable.data == nullptr || (width != 1 && width != 2) || shape.size() != 2 ||
        count > variable.nbytes / width || count > kLongestWord * 16) {
        return words;
    }
    const auto rows = static_cast<std::size_t>(shape[0]);
    for (std::size_t row = 0; row < std::min(rows, kMostWords); ++row) {
        std::string word;
        for (std::size_t column = 0; column < static_cast<std::size_t>(shape[1]); ++column) {
            const std::size_t index = column * rows + row;
            const unsigned letter = width == 1 ? static_cast<unsigned>(at<std::uint8_t>(variable.data, index))
                                               : static_cast<unsigned>(at<std::uint16_t>(variable.data, index));
            if (letter < 0x80) {
                word += static_cast<char>(letter);
            } else if (width == 1) {
                word += static_cast<char>(letter);  // UTF-8 already
            } else if (letter < 0x800) {
                word += static_cast<char>(0xc0 | letter >> 6);
                word += static_cast<char>(0x80 | (letter & 63));
            }
        }
        while (word.ends_with(' ') || word.ends_with('\0')) word.pop_back();
        words.push_back(std::move(word));
    }
    return words;
}

// What a variable that has been read says, under its name.
void take(const matvar_t& variable, const std::string& name, int depth, Listing& listing) {
    const auto shape = shapeOf(variable);
    if (!shape || depth > kDeepest) return;
    const std::size_t count = elementsOf(*shape);
    if (variable.class_type == MAT_C_CHAR) {
        listing.texts[name] = wordsOf(variable, *shape);
    } else if (variable.class_type == MAT_C_CELL && variable.data != nullptr) {
        std::vector<std::string> words;
        auto* const* const cells = static_cast<matvar_t* const*>(variable.data);
        for (std::size_t i = 0; i < std::min({count, kMostWords, variable.nbytes / sizeof(matvar_t*)}); ++i) {
            const auto cell_shape = cells[i] != nullptr ? shapeOf(*cells[i]) : std::nullopt;
            if (!cell_shape || cells[i]->class_type != MAT_C_CHAR) continue;
            const auto cell = wordsOf(*cells[i], *cell_shape);
            if (cell.size() == 1) words.push_back(cell.front());
        }
        if (!words.empty()) listing.texts[name] = std::move(words);
    } else if (variable.class_type == MAT_C_STRUCT && count == 1) {
        const unsigned fields = Mat_VarGetNumberOfFields(const_cast<matvar_t*>(&variable));
        char* const* const names = Mat_VarGetStructFieldnames(&variable);
        for (unsigned i = 0; names != nullptr && i < fields; ++i) {
            const matvar_t* const field = Mat_VarGetStructFieldByName(const_cast<matvar_t*>(&variable), names[i], 0);
            if (field != nullptr) take(*field, name + '/' + names[i], depth + 1, listing);
        }
    } else if (hasNumbers(variable, count)) {
        if (count == 1) {
            listing.numbers[name] = elementOf(variable, 0);
            return;
        }
        Array array;
        array.name = name;
        array.shape = *shape;
        array.float_bits = variable.class_type == MAT_C_DOUBLE ? 64 : variable.class_type == MAT_C_SINGLE ? 32 : 0;
        listing.arrays.push_back(std::move(array));
    }
}

}  // namespace

Listing listMatlab(const std::string& path) {
    const File file = openFile(path);
    Listing listing;
    std::vector<std::string> small;
    for (std::size_t i = 0;; ++i) {
        const Variable info(Mat_VarReadNextInfo(file.get()));
        if (!info) break;
        if (i >= kMostVariables) throw Fault("it holds more variables than a file of recordings has");
        const auto shape = shapeOf(*info);
        if (!shape || info->name == nullptr) continue;
        const bool is_matrix = widthOf(info->class_type) > 0 && elementsOf(*shape) > 1;
        if (!is_matrix) {
            small.emplace_back(info->name);
            continue;
        }
        if (info->isComplex != 0) {
            listing.warnings.push_back(std::string("the variable ") + info->name + " is complex and is not read");
            continue;
        }
        Array array;
        array.name = info->name;
        array.shape = *shape;
        array.float_bits = info->class_type == MAT_C_DOUBLE ? 64 : info->class_type == MAT_C_SINGLE ? 32 : 0;
        listing.arrays.push_back(std::move(array));
    }
    for (const std::string& name : small) {
        (void)Mat_Rewind(file.get());
        const Variable variable(Mat_VarRead(file.get(), name.c_str()));
        if (variable) take(*variable, name, 0, listing);
    }
    return listing;
}

void readMatlab(const std::string& path, const std::string& name, std::int64_t first, std::int64_t count,
                const Sink& sink) {
    const File file = openFile(path);
    const Variable variable(Mat_VarRead(file.get(), name.substr(0, name.find('/')).c_str()));
    const matvar_t* found = variable.get();
    for (std::size_t slash = name.find('/'); found != nullptr && slash != std::string::npos;) {
        const std::size_t next = name.find('/', slash + 1);
        const std::string field = name.substr(slash + 1, next == std::string::npos ? next : next - slash - 1);
        found = found->class_type == MAT_C_STRUCT
                    ? Mat_VarGetStructFieldByName(const_cast<matvar_t*>(found), field.c_str(), 0)
                    : nullptr;
        slash = next;
    }
    const auto shape = found != nullptr ? shapeOf(*found) : std::nullopt;
    if (!shape || !hasNumbers(*found, elementsOf(*shape))) throw Fault("the variable " + name + " is damaged");
    const auto all = static_cast<std::int64_t>(elementsOf(*shape));
    if (first > all || count > all - first) throw Fault("it was asked for badly");
    // The first axis lies together in the file; people's order, row by row, is asked for.
    std::vector<std::int64_t> place(shape->size(), 0);
    std::vector<std::int64_t> step(shape->size(), 1);
    for (std::size_t axis = 1; axis < shape->size(); ++axis) step[axis] = step[axis - 1] * (*shape)[axis - 1];
    std::int64_t rest = first;
    for (std::size_t axis = shape->size(); axis-- > 0;) {
        place[axis] = rest % (*shape)[axis];
        rest /= (*shape)[axis];
    }
    std::vector<double> block;
    for (std::int64_t i = 0; i < count; ++i) {
        std::int64_t from = 0;
        for (std::size_t axis = 0; axis < shape->size(); ++axis) from += place[axis] * step[axis];
        block.push_back(elementOf(*found, static_cast<std::size_t>(from)));
        for (std::size_t axis = shape->size(); axis-- > 0;) {
            if (++place[axis] < (*shape)[axis]) break;
            place[axis] = 0;
        }
        if (block.size() < kBlock_elements && i + 1 < count) continue;
        sink(block);
        block.clear();
    }
}

}  // namespace triptych::reader
