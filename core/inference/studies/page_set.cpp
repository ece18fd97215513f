#include "core/inference/studies/page_set.h"

#include "core/files/mapped_file.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <string_view>

namespace triptych::inference::studies {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostBytes = 16 << 20;
constexpr std::size_t kMostClasses = 16;

// Rows of a table without quotes, its heading seen to.
Result<std::vector<std::vector<std::string>>> readTable(const std::string& folder, const char* file,
                                                        const std::string& heading) {
    const std::string path = (fs::path(folder) / file).string();
    const auto text = files::readWhole(path, kMostBytes, "table of pages");
    if (!text) {
        if (text.error().code != ErrorCode::not_found) return std::unexpected(text.error());
        return fail(ErrorCode::not_found,
                    text::say("there is no {1} here, so this is no set of pages", std::string(file)), folder,
                    "give the folder that has files.csv, ids.csv and the pages");
    }
    const std::size_t columns = static_cast<std::size_t>(std::ranges::count(heading, ',')) + 1;
    std::vector<std::vector<std::string>> rows;
    std::size_t line = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view of = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++line;
        if (of.ends_with('\r')) of.remove_suffix(1);
        if (line == 1) {
            if (of == heading) continue;
            return fail(ErrorCode::malformed, text::say("its heading is not \"{1}\"", heading), path,
                        "get the table again");
        }
        if (of.empty()) continue;
        std::vector<std::string> cells;
        for (;;) {
            const std::size_t comma = std::min(of.find(','), of.size());
            cells.emplace_back(of.substr(0, comma));
            if (comma == of.size()) break;
            of.remove_prefix(comma + 1);
        }
        if (cells.size() != columns || std::ranges::any_of(cells, &std::string::empty)) {
            return fail(ErrorCode::malformed, text::say("line {1} has not {2} cells", line, columns), path,
                        "get the table again");
        }
        rows.push_back(std::move(cells));
    }
    if (rows.empty()) return fail(ErrorCode::empty, "the table has no rows", path, "get the table again");
    return rows;
}

bool isPlainName(const std::string& file) {
    return fs::path(file).filename() == fs::path(file) && file != ".." && file != ".";
}

}  // namespace

Result<PageSet> readPageSet(const std::string& folder) {
    const auto files = readTable(folder, "files.csv", "original_file,class,image");
    if (!files) return std::unexpected(files.error());
    const auto ids = readTable(folder, "ids.csv", "image,printed_id");
    if (!ids) return std::unexpected(ids.error());
    std::map<std::string, std::string> id_of;
    for (const auto& row : *ids) id_of[row[0]] = row[1];

    PageSet out{folder, {}, {}, {}};
    std::set<std::string> names;
    for (const auto& row : *files) names.insert(row[1]);
    out.classes.assign(names.begin(), names.end());
    if (out.classes.size() < 2 || out.classes.size() > kMostClasses) {
        return fail(ErrorCode::malformed, text::say("files.csv names {1} classes", out.classes.size()), folder,
                    "get the table again");
    }
    std::map<std::string, std::size_t> place;
    for (const auto& row : *files) {
        const std::string& image = row[2];
        const auto label = static_cast<std::uint8_t>(std::ranges::find(out.classes, row[1]) - out.classes.begin());
        const auto [at, is_new] = place.emplace(image, out.pages.size());
        if (is_new) {
            const auto id = id_of.find(image);
            if (id == id_of.end()) {
                return fail(ErrorCode::malformed, text::say("ids.csv does not say which ID page {1} prints", image),
                            folder, "get the tables again");
            }
            std::error_code status;
            if (!isPlainName(image) || !fs::is_regular_file(fs::path(folder) / image, status)) {
                return fail(ErrorCode::not_found, "the page that files.csv names is not there",
                            (fs::path(folder) / image).string(),
                            "put it there and give the same command again: what is done is kept");
            }
            out.pages.push_back({image, id->second, label});
        } else if (out.pages[at->second].label != label) {
            return fail(ErrorCode::malformed, text::say("page {1} stands under two classes", image), folder,
                        "get the table again");
        }
        out.file_page.push_back(at->second);
    }
    return out;
}

std::string_view name(PageCondition condition) {
    switch (condition) {
        case PageCondition::published:
            return "published";
        case PageCondition::distinct:
            return "distinct";
        case PageCondition::grouped:
            return "grouped";
    }
    return "";
}

std::string_view describe(PageCondition condition) {
    switch (condition) {
        case PageCondition::published:
            return "as published, duplicate files on both sides";
        case PageCondition::distinct:
            return "each page once, an ID's pages on both sides";
        case PageCondition::grouped:
            return "each page once, folds by printed ID";
    }
    return "";
}

PageItems itemsOf(const PageSet& set, PageCondition condition) {
    PageItems out;
    out.condition = condition;
    if (condition == PageCondition::published) {
        out.page = set.file_page;
    } else {
        out.page.resize(set.pages.size());
        std::iota(out.page.begin(), out.page.end(), std::size_t{0});
    }
    std::map<std::string, std::size_t> number;
    for (std::size_t i = 0; i < out.page.size(); ++i) {
        const PageOfSet& page = set.pages[out.page[i]];
        out.label.push_back(page.label);
        out.group.push_back(
            condition == PageCondition::grouped ? number.emplace(page.printed_id, number.size()).first->second : i);
    }
    return out;
}

std::vector<std::size_t> dealGroups(const std::vector<std::size_t>& group, const std::vector<std::uint8_t>& label,
                                    std::size_t classes, std::size_t folds, std::uint64_t seed) {
    std::map<std::size_t, std::vector<std::size_t>> members;
    std::vector<double> total(classes, 0);
    for (std::size_t i = 0; i < group.size(); ++i) {
        members[group[i]].push_back(i);
        ++total[label[i]];
    }
    std::vector<const std::vector<std::size_t>*> order;
    for (const auto& [of, items] : members) order.push_back(&items);
    Random(streamSeed(seed, 31)).shuffle(order);
    std::ranges::stable_sort(order, [](const auto* a, const auto* b) { return a->size() > b->size(); });

    std::vector<std::vector<double>> has(folds, std::vector<double>(classes, 0));
    std::vector<double> all(folds, 0);
    std::vector<std::size_t> out(group.size(), 0);
    for (const auto* items : order) {
        std::vector<double> brings(classes, 0);
        for (const std::size_t i : *items) ++brings[label[i]];
        // How full a fold is of what the group brings; between folds that are alike, the smaller.
        const auto fullness = [&](std::size_t fold) {
            double sum = 0;
            for (std::size_t k = 0; k < classes; ++k) {
                if (brings[k] > 0) sum += brings[k] * (has[fold][k] + brings[k]) / total[k];
            }
            return sum + 1e-6 * all[fold];
        };
        std::size_t best = 0;
        for (std::size_t fold = 1; fold < folds; ++fold) {
            if (fullness(fold) < fullness(best)) best = fold;
        }
        for (std::size_t k = 0; k < classes; ++k) has[best][k] += brings[k];
        all[best] += static_cast<double>(items->size());
        for (const std::size_t i : *items) out[i] = best;
    }
    return out;
}

PageLeaks leaksOf(const PageSet& set, const PageItems& items, const std::vector<std::size_t>& fold) {
    // In how many folds something is held out: more than one, and it is trained on while a copy of it is held out.
    std::map<std::size_t, std::set<std::size_t>> of_page;
    std::map<std::string, std::set<std::size_t>> of_id;
    for (std::size_t i = 0; i < items.size(); ++i) {
        of_page[items.page[i]].insert(fold[i]);
        of_id[set.pages[items.page[i]].printed_id].insert(fold[i]);
    }
    PageLeaks out;
    out.items = items.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
        out.pages += of_page[items.page[i]].size() > 1 ? 1 : 0;
        out.ids += of_id[set.pages[items.page[i]].printed_id].size() > 1 ? 1 : 0;
    }
    return out;
}

}  // namespace triptych::inference::studies
