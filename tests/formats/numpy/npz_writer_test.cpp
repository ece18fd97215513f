// Arrays written for NumPy, read back by the readers of other people's.
#include "core/formats/numpy/npz_writer.h"

#include "core/formats/numpy/npy.h"
#include "core/formats/zip/archive.h"

#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace triptych::formats {
namespace {

TEST(NpzWriter, WritesWhatLibzipAndTheReaderOfNumpysArraysReadBack) {
    const auto path = (test::scratchFolder("npz") / "written.npz").string();
    NpzWriter writer;
    writer.add("one.row", {3}, std::vector<float>{1.5F, -2, 3});
    writer.add("table", {2, 2}, std::vector<double>{1, 2, 3, 4});
    writer.add("numbers", {2, 1, 1}, std::vector<std::int64_t>{-7, 1LL << 40U});
    writer.add("nothing", {0}, std::vector<float>{});
    writer.addText("meta.json", "{\"unit\": \"s\"}");
    ASSERT_TRUE(writer.write(path));

    const auto archive = ZipArchive::open(path);
    ASSERT_TRUE(archive) << sentence(archive.error());
    ASSERT_EQ(archive->entries().size(), 5U);
    const auto read = [&](const char* name, std::vector<std::int64_t> shape) {
        const ZipEntry* entry = archive->find(name);
        EXPECT_NE(entry, nullptr) << name;
        const std::string bytes = archive->beginning(*entry, 1 << 16);
        EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), entry->bytes) << "its checksum is right";
        const auto header = parseNpyHeader(bytes, name);
        EXPECT_TRUE(header) << sentence(header.error());
        EXPECT_EQ(header->shape, shape);
        EXPECT_EQ(header->data_offset % 64, 0) << "as NumPy maps it";
        return numbersOf(*header, std::string_view(bytes).substr(static_cast<std::size_t>(header->data_offset)));
    };
    EXPECT_EQ(read("one.row.npy", {3}), (std::vector<double>{1.5, -2, 3}));
    EXPECT_EQ(read("table.npy", {2, 2}), (std::vector<double>{1, 2, 3, 4}));
    EXPECT_EQ(read("numbers.npy", {2, 1, 1}), (std::vector<double>{-7, static_cast<double>(1LL << 40U)}));
    EXPECT_EQ(read("nothing.npy", {0}), std::vector<double>{});
    EXPECT_EQ(archive->beginning(*archive->find("meta.json"), 100), "{\"unit\": \"s\"}");
    std::filesystem::remove(path);
}

TEST(NpzWriter, SaysWhereItCannotWrite) {
    NpzWriter writer;
    writer.add("row", {1}, std::vector<float>{1});
    const auto written = writer.write("/no/such/folder/x.npz");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace triptych::formats
