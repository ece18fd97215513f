// gzip and ZIP files made by our own code, for tests and as seeds of the fuzzers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::test {

// RFC 1952, one member.
std::string gzipped(std::string_view bytes);

// Entries packed by deflate, or stored where `packed` is false. A name that ends with a slash is a folder.
std::string zipped(const std::vector<std::pair<std::string, std::string>>& entries, bool packed = true);

}  // namespace triptych::test
