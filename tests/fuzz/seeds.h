// Where the fuzzers' seeds are written: a folder for each fuzzer, a file for each seed.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace triptych::test {

class Seeds {
public:
    explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::filesystem::path place(const std::string& reader, const std::string& name) const {
        std::filesystem::create_directories(folder_ / reader);
        return folder_ / reader / name;
    }

    void add(const std::string& reader, const std::string& name, const std::string& bytes) const {
        std::ofstream(place(reader, name), std::ios::binary) << bytes;
    }

private:
    std::filesystem::path folder_;
};

// Of what readers leave: labels beside a recording, and projects.
void addLabels(const Seeds& seeds);
void addProjects(const Seeds& seeds);

}  // namespace triptych::test
