#include "core/formats/page/page_trace.h"

#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace triptych::formats {
namespace {

constexpr int kLeastSide_px = 100;
constexpr int kPaper = 250;           // from here on it is paper and nothing else
constexpr double kLeastGrid = 0.005;  // share of a row that grid covers, where there is a grid
constexpr double kLeastBox = 0.3;     // of the page's height and width: less is no grid but a drawing

using Histogram = std::array<std::int64_t, 256>;

Histogram histogramOf(const PageImage& page, const PageBox& box) {
    Histogram counts{};
    for (int y = box.top_px; y < box.bottom_px; ++y) {
        for (int x = box.left_px; x < box.right_px; ++x) ++counts[page.at(x, y)];
    }
    return counts;
}

// Otsu's threshold over levels [0, end): the one that parts them into the two groups whose means lie farthest apart, in
// the middle of the levels that would do as well. Nothing where all are of one level.
int thresholdOf(const Histogram& counts, int end) {
    double all = 0, sum = 0;
    for (int level = 0; level < end; ++level) {
        all += static_cast<double>(counts[static_cast<std::size_t>(level)]);
        sum += level * static_cast<double>(counts[static_cast<std::size_t>(level)]);
    }
    double below = 0, below_sum = 0, best = 0;
    int first = end, last = end;
    for (int level = 0; level + 1 < end; ++level) {
        below += static_cast<double>(counts[static_cast<std::size_t>(level)]);
        below_sum += level * static_cast<double>(counts[static_cast<std::size_t>(level)]);
        const double above = all - below;
        if (below <= 0 || above <= 0) continue;
        const double apart = below_sum / below - (sum - below_sum) / above;
        const double between = below * above * apart * apart;
        if (between > best * (1 + 1e-12)) {
            best = between;
            first = level + 1;
        }
        if (between >= best * (1 - 1e-12)) last = level + 1;
    }
    return first == end ? end : (first + last) / 2;
}

// A direction of the page: across it (its columns) or down it (its rows).
enum class Along { rows, columns };

struct Run {
    int from = 0, to = 0;
    [[nodiscard]] int length() const { return to - from; }
};

// The longest run of lines of which a share of at least `least` is covered; a gap of `bridge` is none, for traces and
// words hide the grid, and some grids are made of dots.
Run longestRun(const std::vector<double>& covered, double least, int bridge) {
    Run best, at;
    int last = -1;
    for (int i = 0; i < static_cast<int>(covered.size()); ++i) {
        if (covered[static_cast<std::size_t>(i)] < least) continue;
        if (last < 0 || i - last > bridge) at.from = i;
        last = i;
        at.to = i + 1;
        if (at.length() > best.length()) best = at;
    }
    return best;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Looks for lines paler than ink and darker than paper.
class GridFinder {
public:
    GridFinder(const PageImage& page, int ink) : page_(page), ink_(ink) {}

    // Where such lines cover the page evenly.
    std::optional<PageBox> find() const {
        const auto rows = covered(Along::rows, all(page_.width_px));
        const double usual = quantile(rows, 0.9);
        if (usual < kLeastGrid) return std::nullopt;
        const Run rough = longestRun(rows, usual / 4, page_.height_px / 40);
        if (rough.length() < kLeastBox * page_.height_px) return std::nullopt;

        // Words beside the grid are as pale at their edges as it is. What tells the grid is that its lines go on: the
        // edges are where the lines of the other direction end.
        const auto columns = covered(Along::columns, between(rough));
        const Run down = extent(covered(Along::rows, strongest(columns)));
        const Run across = extent(covered(Along::columns, strongestWithin(rows, down)));
        if (down.length() < kLeastBox * page_.height_px || across.length() < kLeastBox * page_.width_px)
            return std::nullopt;
        return PageBox{across.from, down.from, across.to, down.to};
    }

private:
    [[nodiscard]] bool isGrid(int x, int y) const {
        const int level = page_.at(x, y);
        return level >= ink_ && level < kPaper;
    }

    static std::vector<int> all(int count) { return between({0, count}); }
    static std::vector<int> between(Run run) {
        std::vector<int> out(static_cast<std::size_t>(run.length()));
        std::iota(out.begin(), out.end(), run.from);
        return out;
    }

    // The share of each line that is grid, looked at where it crosses the `crossing` lines.
    [[nodiscard]] std::vector<double> covered(Along along, const std::vector<int>& crossing) const {
        const int lines = along == Along::rows ? page_.height_px : page_.width_px;
        std::vector<double> out(static_cast<std::size_t>(lines), 0);
        const double step = crossing.empty() ? 0 : 1.0 / static_cast<double>(crossing.size());
        for (int line = 0; line < lines; ++line) {
            for (const int at : crossing) {
                out[static_cast<std::size_t>(line)] +=
                    (along == Along::rows ? isGrid(at, line) : isGrid(line, at)) ? step : 0;
            }
        }
        return out;
    }

    // The tenth of the lines that are covered most: those that are drawn, and not crossed alone.
    static std::vector<int> strongest(const std::vector<double>& lines) {
        return strongestWithin(lines, {0, static_cast<int>(lines.size())});
    }
    static std::vector<int> strongestWithin(const std::vector<double>& lines, Run run) {
        const std::vector<double> inside(lines.begin() + run.from, lines.begin() + run.to);
        const double least = quantile(inside, 0.9);
        std::vector<int> out;
        for (int i = run.from; i < run.to; ++i) {
            if (lines[static_cast<std::size_t>(i)] >= least && least > 0) out.push_back(i);
        }
        return out;
    }

    // From where to where drawn lines go on.
    static Run extent(const std::vector<double>& shares) {
        std::vector<double> hit;
        for (const double share : shares) {
            if (share > 0.05) hit.push_back(share);
        }
        if (hit.empty()) return {};
        return longestRun(shares, quantile(std::move(hit), 0.5) / 2, static_cast<int>(shares.size()) / 100);
    }

    const PageImage& page_;
    int ink_;
};

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Of each column the mean height of its ink, upward; NaN where it has none.
std::vector<double> heightsOf(const PageImage& page, const PageBox& box, int ink) {
    std::vector<double> heights;
    for (int x = box.left_px; x < box.right_px; ++x) {
        double weight = 0, sum = 0;
        for (int y = box.top_px; y < box.bottom_px; ++y) {
            const int darkness = ink - page.at(x, y);
            if (darkness <= 0) continue;
            weight += darkness;
            sum += static_cast<double>(darkness) * y;
        }
        heights.push_back(weight > 0 ? -sum / weight : kNone);
    }
    return heights;
}

// Straight lines over the columns without ink, level at the ends. How many there were; all of them: nothing is changed.
std::size_t bridge(std::vector<double>& heights) {
    std::size_t empty = 0;
    std::size_t last = heights.size();  // the last column with ink
    for (std::size_t x = 0; x < heights.size(); ++x) {
        if (std::isnan(heights[x])) {
            ++empty;
            continue;
        }
        const std::size_t from = last == heights.size() ? 0 : last + 1;
        const double before = last == heights.size() ? heights[x] : heights[last];
        for (std::size_t i = from; i < x; ++i) {
            const double share = static_cast<double>(i + 1 - from) / static_cast<double>(x - from + 1);
            heights[i] = before + share * (heights[x] - before);
        }
        last = x;
    }
    if (last < heights.size()) {
        for (std::size_t i = last + 1; i < heights.size(); ++i) heights[i] = heights[last];
    }
    return empty;
}

// Averages over equal parts, whose edges may lie within a column.
std::vector<double> averagedInto(std::span<const double> values, std::size_t count) {
    std::vector<double> sums(values.size() + 1, 0);
    for (std::size_t i = 0; i < values.size(); ++i) sums[i + 1] = sums[i] + values[i];
    const auto sumUntil = [&](double at) {
        const std::size_t whole = std::min(values.size() - 1, static_cast<std::size_t>(at));
        return sums[whole] + (at - static_cast<double>(whole)) * values[whole];
    };
    const double width = static_cast<double>(values.size()) / static_cast<double>(count);
    std::vector<double> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto from = static_cast<double>(i) * width;
        out[i] = (sumUntil(from + width) - sumUntil(from)) / width;
    }
    return out;
}

bool standardise(std::vector<double>& values) {
    const double n = static_cast<double>(values.size());
    double mean = 0, square = 0;
    for (const double value : values) mean += value / n;
    for (const double value : values) square += (value - mean) * (value - mean) / n;
    const double deviation = std::sqrt(square);
    if (!(deviation > 1e-6)) return false;  // pixels
    for (double& value : values) value = (value - mean) / deviation;
    return true;
}

}  // namespace

Result<PageTrace> traceOfPage(const PageImage& page, const std::string& path) {
    if (page.width_px < kLeastSide_px || page.height_px < kLeastSide_px) {
        return fail(ErrorCode::out_of_range,
                    text::say("the picture has {1} by {2} pixels, too few for a page", page.width_px, page.height_px),
                    path, "scan the page at 200 dots per inch or more");
    }
    PageTrace out;
    out.box = {0, 0, page.width_px, page.height_px};
    // Once over the page, to tell ink from the rest; once more within the grid, where no printed word is as black.
    int ink = thresholdOf(histogramOf(page, out.box), kPaper);
    if (ink == kPaper) ink = kPaper / 2;  // a drawing in one colour: no grid
    const auto grid = GridFinder(page, ink).find();
    out.found_grid = grid.has_value();
    if (grid) {
        out.box = *grid;
        const int inside = thresholdOf(histogramOf(page, out.box), kPaper);
        if (inside < kPaper) ink = inside;
    }
    std::vector<double> heights = heightsOf(page, out.box, ink);
    const std::size_t empty = bridge(heights);
    out.empty_share = static_cast<double>(empty) / static_cast<double>(heights.size());
    out.samples = averagedInto(heights, kPageSamples);
    if (empty == heights.size() || !standardise(out.samples)) {
        return fail(ErrorCode::empty, "nothing is drawn on the page", path, "choose a page with an ECG on it");
    }
    return out;
}

}  // namespace triptych::formats
