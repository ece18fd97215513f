#include "core/inference/studies/page_set.h"

#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

namespace triptych::inference::studies {
namespace {

namespace fs = std::filesystem;
using triptych::test::scratchFolder;

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

// Thirty pages of two classes, the first ten of them in three files each; two pages print each ID.
fs::path madeSet(const std::string& name) {
    const auto folder = scratchFolder(name);
    std::string files = "original_file,class,image\n", ids = "image,printed_id\n";
    for (int page = 0; page < 30; ++page) {
        const std::string image = "p" + std::to_string(page) + ".png";
        write(folder / image, "picture");
        for (int copy = 0; copy < (page < 10 ? 3 : 1); ++copy)
            files += "f" + std::to_string(page) + "(" + std::to_string(copy) + ").jpg," + (page % 2 ? "normal" : "mi") +
                     ',' + image + '\n';
        ids += image + ",id" + std::to_string(page / 2) + '\n';
    }
    write(folder / "files.csv", files);
    write(folder / "ids.csv", ids);
    return folder;
}

TEST(PageSet, SaysWhichFilesShowWhichPage) {
    const auto set = readPageSet(madeSet("page-set").string());
    ASSERT_TRUE(set) << sentence(set.error());
    EXPECT_EQ(set->classes, (std::vector<std::string>{"mi", "normal"}));
    EXPECT_EQ(set->pages.size(), 30U);
    EXPECT_EQ(set->file_page.size(), 50U);
    EXPECT_EQ(set->file_page[2], 0U);
    EXPECT_EQ(set->pages[3].printed_id, "id1");
    EXPECT_EQ(set->pages[3].label, 1);
}

// The leak test: nothing on both sides but what the condition says.
TEST(PageSet, EachConditionLeaksWhatItSaysAndNoMore) {
    const auto set = readPageSet(madeSet("page-leaks").string());
    ASSERT_TRUE(set);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto leaks = [&](PageCondition condition) {
            const PageItems items = itemsOf(*set, condition);
            return leaksOf(*set, items, dealGroups(items.group, items.label, set->classes.size(), 5, seed));
        };
        EXPECT_GT(leaks(PageCondition::published).pages, 0U);
        EXPECT_EQ(leaks(PageCondition::published).items, 50U);
        EXPECT_EQ(leaks(PageCondition::distinct).pages, 0U);
        EXPECT_GT(leaks(PageCondition::distinct).ids, 0U);
        EXPECT_EQ(leaks(PageCondition::grouped).pages, 0U);
        EXPECT_EQ(leaks(PageCondition::grouped).ids, 0U);
        EXPECT_EQ(leaks(PageCondition::grouped).items, 30U);
    }
}

TEST(PageSet, FoldsAreDealtEvenlyWithinEveryClass) {
    std::vector<std::size_t> group;
    std::vector<std::uint8_t> label;
    for (std::size_t i = 0; i < 491; ++i) {
        group.push_back(i);
        label.push_back(static_cast<std::uint8_t>(i < 233 ? 0 : i < 263 ? 1 : i < 405 ? 2 : 3));
    }
    const auto fold = dealGroups(group, label, 4, 5, 3);
    std::map<std::pair<std::size_t, int>, int> count;
    for (std::size_t i = 0; i < fold.size(); ++i) ++count[{fold[i], label[i]}];
    const int all[] = {233, 30, 142, 86};
    for (std::size_t f = 0; f < 5; ++f) {
        for (int k = 0; k < 4; ++k) EXPECT_LE(std::abs(count[std::pair(f, k)] - all[k] / 5.0), 1) << f << ' ' << k;
    }
    EXPECT_EQ(fold, dealGroups(group, label, 4, 5, 3));
    EXPECT_NE(fold, dealGroups(group, label, 4, 5, 4));
}

void expectRefused(const fs::path& folder, ErrorCode code, const std::string& words) {
    const auto set = readPageSet(folder.string());
    ASSERT_FALSE(set) << words;
    EXPECT_EQ(set.error().code, code) << sentence(set.error());
    EXPECT_NE(sentence(set.error()).find(words), std::string::npos) << sentence(set.error());
}

TEST(PageSet, SaysWhatIsWrongWithAFolder) {
    expectRefused(scratchFolder("page-foreign"), ErrorCode::not_found, "this is no set of pages");

    auto folder = madeSet("page-missing");
    fs::remove(folder / "p7.png");
    expectRefused(folder, ErrorCode::not_found, "p7.png: the page that files.csv names is not there");

    folder = madeSet("page-heading");
    write(folder / "files.csv", "file;class;image\n");
    expectRefused(folder, ErrorCode::malformed, "its heading is not");

    folder = madeSet("page-cells");
    write(folder / "files.csv", "original_file,class,image\nf0.jpg,mi,p0.png\nf1.jpg,p1.png\n");
    expectRefused(folder, ErrorCode::malformed, "line 3 has not 3 cells");

    folder = madeSet("page-classes");
    write(folder / "files.csv", "original_file,class,image\nf0.jpg,mi,p0.png\nf1.jpg,normal,p0.png\n");
    expectRefused(folder, ErrorCode::malformed, "p0.png stands under two classes");

    folder = madeSet("page-ids");
    write(folder / "ids.csv", "image,printed_id\np0.png,1\n");
    expectRefused(folder, ErrorCode::malformed, "which ID page p1.png prints");

    folder = madeSet("page-outside");
    write(folder / "files.csv", "original_file,class,image\nf0.jpg,mi,p0.png\nf1.jpg,normal,../p1.png\n");
    write(folder / "ids.csv", "image,printed_id\np0.png,1\n../p1.png,2\n");
    expectRefused(folder, ErrorCode::not_found, "is not there");
}

TEST(PageSet, OfThePublishedDataHasItsNumbers) {
    TRIPTYCH_NEEDS_DATA(folder, "paper_mendeley");
    const auto set = readPageSet(folder.string());
    ASSERT_TRUE(set) << sentence(set.error());
    EXPECT_EQ(set->file_page.size(), 928U);
    EXPECT_EQ(set->pages.size(), 491U);
    EXPECT_EQ(set->classes, (std::vector<std::string>{"abnormal", "mi", "normal", "post_mi"}));
    const PageItems grouped = itemsOf(*set, PageCondition::grouped);
    EXPECT_EQ(*std::ranges::max_element(grouped.group) + 1, 311U);
}

}  // namespace
}  // namespace triptych::inference::studies
