// Pages made by hand: paper, a grid, words, a trace whose rows are known; as pictures and as files.
#pragma once

#include "core/formats/page/page_image.h"

#include <functional>
#include <string>

namespace triptych::test {

struct MadePage {
    int width_px = 1200, height_px = 800;
    int top_px = 160, bottom_px = 760, left_px = 20, right_px = 1180;  // of the grid; words stand above it
    bool grid = true;
    bool words = true;
    std::function<double(int x)> row = [](int) { return 400.0; };  // of the trace's middle, three pixels thick
};

// As red, green and blue, row by row: a pale red grid, black words and trace.
std::string coloursOf(const MadePage& page);
formats::PageImage imageOf(const MadePage& page);

std::string pngOf(const std::string& colours, int width_px, int height_px);
// Of 1 or 3 colours a pixel; progressive or not.
std::string jpegOf(const std::string& colours, int width_px, int height_px, bool progressive = false,
                   int components = 3);

}  // namespace triptych::test
