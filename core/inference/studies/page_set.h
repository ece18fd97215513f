// The published set of printed pages, as its tables list it: which file shows which page, of which class, and which
// patient's ID the page prints. Many files show one page, and many pages print one ID.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::studies {

struct PageOfSet {
    std::string image;  // its file in the folder
    std::string printed_id;
    std::uint8_t label = 0;  // index into PageSet::classes
};

struct PageSet {
    std::string folder;
    std::vector<std::string> classes;
    std::vector<PageOfSet> pages;
    std::vector<std::size_t> file_page;  // of each published file: the page that it shows
};

// Reads files.csv (original_file, class, image) and ids.csv (image, printed_id), and sees that every page is there.
// Errors: not_found (another folder; a page that is missing), malformed, those of reading.
[[nodiscard]] Result<PageSet> readPageSet(const std::string& folder);

// Who may stand on both sides of a fold.
enum class PageCondition {
    published,  // files are dealt: a page's duplicates stand on both sides
    distinct,   // pages are dealt, each once: a patient's pages stand on both sides
    grouped     // printed IDs are dealt
};
[[nodiscard]] std::string_view name(PageCondition condition);
[[nodiscard]] std::string_view describe(PageCondition condition);

// What is dealt into folds.
struct PageItems {
    PageCondition condition = PageCondition::distinct;
    std::vector<std::size_t> page;   // [n] each item's page
    std::vector<std::size_t> group;  // [n] items of one group are dealt together
    std::vector<std::uint8_t> label;
    [[nodiscard]] std::size_t size() const { return page.size(); }
};
[[nodiscard]] PageItems itemsOf(const PageSet& set, PageCondition condition);

// In which of `folds` each item is held out. Groups are shuffled by the seed, then dealt by falling size, each to the
// fold that has least of its classes. Deterministic.
[[nodiscard]] std::vector<std::size_t> dealGroups(const std::vector<std::size_t>& group,
                                                  const std::vector<std::uint8_t>& label, std::size_t classes,
                                                  std::size_t folds, std::uint64_t seed);

// Held-out items whose page, or whose printed ID, was trained on in the same fold.
struct PageLeaks {
    std::size_t items = 0;
    std::size_t pages = 0, ids = 0;
};
[[nodiscard]] PageLeaks leaksOf(const PageSet& set, const PageItems& items, const std::vector<std::size_t>& fold);

}  // namespace triptych::inference::studies
