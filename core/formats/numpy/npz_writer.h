// Arrays for NumPy: an NPZ file (a ZIP of NPY arrays, NEP 1), not packed, so that it is written as it is.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// One thread. Everything is held in memory until write(); 4 GB at most, as a plain ZIP has it.
class NpzWriter {
public:
    using Shape = std::vector<std::int64_t>;
    // Row-major; the shape's product is values.size(). A name is given once.
    void add(const std::string& name, const Shape& shape, std::span<const float> values);
    void add(const std::string& name, const Shape& shape, std::span<const double> values);
    void add(const std::string& name, const Shape& shape, std::span<const std::int64_t> values);
    // A file beside the arrays, which numpy.load gives as bytes.
    void addText(const std::string& file_name, std::string_view text);

    // Whole or not at all. Errors: refused (more than a plain ZIP holds), those of files::writeFile().
    [[nodiscard]] Result<void> write(const std::string& path) const;

private:
    struct Entry {
        std::string name;
        std::uint32_t checksum = 0;
        std::uint64_t offset = 0, bytes = 0;
    };
    void addArray(const std::string& name, const char* type, const Shape& shape, std::string_view bytes);
    void addFile(const std::string& name, std::string_view header, std::string_view bytes);

    std::string file_;
    std::vector<Entry> entries_;
};

}  // namespace triptych::formats
