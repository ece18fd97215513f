// triptych-reader list|read hdf5|matlab FILE [ARRAY FIRST COUNT]: lists the arrays of a file as JSON, or writes
// elements of one as 64-bit floating point, to standard output. Started by Triptych itself; of no use to anybody else.
#include "app/reader/limits.h"
#include "app/reader/listing.h"
#include "core/text/numbers.h"

#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::reader {
namespace {

std::int64_t numberOf(std::string_view text) {
    const auto value = text::wholeNumber<std::int64_t>(text);
    if (!value || *value < 0) throw Fault("it was asked for badly");
    return *value;
}

void write(const void* bytes, std::size_t count) {
    if (std::fwrite(bytes, 1, count, stdout) != count) throw Fault("its answer was not wanted");
}

void run(const std::vector<std::string>& words) {
    const bool is_list = words.size() == 3 && words[0] == "list";
    const bool is_read = words.size() == 6 && words[0] == "read";
    const bool is_hdf5 = words.size() > 1 && words[1] == "hdf5";
    if ((!is_list && !is_read) || (!is_hdf5 && words[1] != "matlab")) throw Fault("it was asked for badly");
    if (is_list) {
        const std::string text = textOf(is_hdf5 ? listHdf5(words[2]) : listMatlab(words[2]));
        write(text.data(), text.size());
        return;
    }
    const Sink sink = [](const std::vector<double>& values) { write(values.data(), values.size() * sizeof(double)); };
    (is_hdf5 ? readHdf5 : readMatlab)(words[2], words[3], numberOf(words[4]), numberOf(words[5]), sink);
}

}  // namespace
}  // namespace triptych::reader

int main(int argc, char** argv) {
    triptych::reader::limitOurselves();
    std::string fault;
    try {
        triptych::reader::run({argv + (argc > 0 ? 1 : 0), argv + argc});
    } catch (const triptych::reader::Fault& said) {
        fault = said.what();
    } catch (const std::bad_alloc&) {
        fault = "it needs more memory than any recording would";
    } catch (const std::exception& other) {
        fault = other.what();
    }
    if (std::fflush(stdout) != 0 && fault.empty()) fault = "its answer was not wanted";
    // The libraries' own ends are not run: they are not what is to be believed in after such a file.
    if (!fault.empty()) std::fprintf(stderr, "%s\n", fault.c_str());
    std::fflush(stderr);
    std::_Exit(fault.empty() ? 0 : 1);
}
