// Libraries from below: every one after what it needs, all that the loader itself would bring, and nothing of files
// that are no libraries.
#include "core/inference/library_order.h"

#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
using triptych::test::scratchFolder;

// Base names of what is loaded now.
std::set<std::string> loadedNow() {
    std::set<std::string> names;
    const auto add = [](dl_phdr_info* info, std::size_t, void* into) {
        static_cast<std::set<std::string>*>(into)->insert(fs::path(info->dlpi_name).filename().string());
        return 0;
    };
    dl_iterate_phdr(add, &names);
    return names;
}

std::size_t placeIn(const std::vector<std::string>& list, const std::string& name) {
    return static_cast<std::size_t>(std::ranges::find(list, name) - list.begin());
}

TEST(LibraryOrder, EachLibraryOfTheModuleStandsOnceAndBehindWhatItNeeds) {
    const auto folders = libraryFolders();
    const auto list = librariesFromBelow(TRIPTYCH_MODULE_FILE, folders);
    EXPECT_EQ(std::set<std::string>(list.begin(), list.end()).size(), list.size());
    ASSERT_LT(placeIn(list, "libstdc++.so.6"), list.size());
    EXPECT_LT(placeIn(list, "libc.so.6"), placeIn(list, "libm.so.6"));
    EXPECT_LT(placeIn(list, "libm.so.6"), placeIn(list, "libstdc++.so.6"));
    EXPECT_LT(placeIn(list, "libc.so.6"), placeIn(list, "libcrypto.so.3"));
    for (const std::string& name : list) {
        const auto file = std::ranges::find_if(folders, [&](const fs::path& in) { return fs::exists(in / name); });
        ASSERT_NE(file, folders.end()) << name;
        for (const std::string& below : librariesFromBelow(*file / name, folders)) {
            // libc and the loader need each other: one of a ring is first.
            const bool ring = name == "libc.so.6" || below == "libc.so.6" || name.starts_with("ld-linux");
            EXPECT_TRUE(ring || placeIn(list, below) < placeIn(list, name)) << below << " of " << name;
        }
    }
}

TEST(LibraryOrder, NothingIsListedThatTheLoaderWouldNotBring) {
    ASSERT_NE(dlopen(TRIPTYCH_MODULE_FILE, RTLD_NOW | RTLD_LOCAL), nullptr) << dlerror();
    const auto loaded = loadedNow();
    for (const std::string& name : librariesFromBelow(TRIPTYCH_MODULE_FILE, libraryFolders()))
        EXPECT_TRUE(loaded.contains(name)) << name;
}

TEST(LibraryOrder, FilesThatAreNoLibrariesNeedNothing) {
    const fs::path file = scratchFolder("no-library") / "no_library.so";
    EXPECT_TRUE(librariesFromBelow(file, libraryFolders()).empty()) << "not there";
    std::ofstream(file) << "a text";
    EXPECT_TRUE(librariesFromBelow(file, libraryFolders()).empty());
    EXPECT_TRUE(librariesFromBelow(file.parent_path(), libraryFolders()).empty()) << "a folder";
    EXPECT_TRUE(librariesFromBelow(TRIPTYCH_MODULE_FILE, {}).empty()) << "nowhere to look";
}

TEST(LibraryOrder, ACutOrDamagedLibraryIsReadWithinItsBounds) {
    std::ifstream whole(TRIPTYCH_MODULE_FILE, std::ios::binary);
    std::string bytes(4096, '\0');
    whole.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const fs::path file = scratchFolder("cut-library") / "cut_library.so";
    for (std::size_t length = 0; length <= 512; length += 29) {
        std::ofstream(file, std::ios::binary) << bytes.substr(0, length);
        EXPECT_TRUE(librariesFromBelow(file, libraryFolders()).empty()) << length;
    }
    for (std::size_t at = 16; at < 512; at += 3) {  // offsets and counts of the header and its segments
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(0xff);
        std::ofstream(file, std::ios::binary) << damaged;
        EXPECT_LE(librariesFromBelow(file, libraryFolders()).size(), 1000U) << at;
    }
}

}  // namespace
}  // namespace triptych::inference
