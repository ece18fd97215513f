// SCP-ECG files made byte by byte for the reader's tests, with an encoder of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace triptych::test {

// Bits as text, "100" for a 1 in the standard's Huffman table, to bytes; the last one filled with zeros.
std::string packedBits(const std::string& bits);

// EN 1064 annex C.3: the bits of a value in the default table.
std::string defaultBits(std::int32_t value);

// Second, first or no differences of values, coded by `defaultBits`.
std::string huffmanCoded(const std::vector<std::int32_t>& values, int differences);

// The same without a table: words.
std::string wordCoded(const std::vector<std::int32_t>& values, int differences);

std::string le16(int value);
std::string le32(std::uint32_t value);

struct ScpMadeLead {
    int number = 1;
    std::string coded;
    std::uint32_t start = 1;
    std::uint32_t end = 0;
};

// Section 6 (or 5) from coded leads.
std::string samplesSection(int nanovolts, int interval_us, int differences, int decimated,
                           const std::vector<std::string>& coded);
// Section 3; flags bit 0: a reference beat was subtracted.
std::string leadsSection(const std::vector<ScpMadeLead>& leads, int flags = 4);
// Section 2: the default table.
std::string defaultTableSection();

// A whole file of these sections (contents without headers), with all checksums right.
std::string scpFile(const std::map<int, std::string>& sections, int protocol = 20);

}  // namespace triptych::test
