#include "core/formats/hdf5/hdf5.h"

#include "core/formats/child/child_arrays.h"

namespace triptych::formats {

bool sniffHdf5(std::string_view beginning) {
    using namespace std::string_view_literals;
    constexpr std::string_view kMagic = "\x89HDF\r\n\x1a\n"sv;
    // Behind a block of the user's, which has 512 bytes or twice as many, and so on.
    for (std::size_t at : {0U, 512U, 1024U, 2048U}) {
        if (beginning.size() > at && beginning.substr(at).starts_with(kMagic)) return true;
    }
    return false;
}

Result<RecordingPtr> openHdf5(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto file = childArrays("hdf5", path, job);
    if (!file) return std::unexpected(file.error());
    return openArrays(**file, path, "HDF5", job, hints);
}

Result<std::vector<std::string>> recordsInHdf5(const std::string& path, const Job& job, const OpenHints&) {
    const auto file = childArrays("hdf5", path, job);
    if (!file) return std::unexpected(file.error());
    return recordsIn(**file);
}

}  // namespace triptych::formats
