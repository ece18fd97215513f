// The desktop's files, as the build makes them, name what the list of formats names, and nothing else.
#include "core/formats/open.h"
#include "core/formats/xml/xml_file.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace triptych::formats {
namespace {

using namespace test;

// Types that every desktop knows already, so that ours need not say what they look like.
const std::set<std::string> kKnownToDesktops = {
    "application/dicom", "application/gzip", "application/json", "application/zip", "audio/flac",
    "audio/x-wav",       "image/jpeg",       "image/png",        "text/csv",        "text/tab-separated-values"};

std::filesystem::path desktopFiles() {
    return TRIPTYCH_DESKTOP_FILES;
}

std::set<std::string> typesOfTheTable() {
    std::set<std::string> types;
    for (const FormatInfo& format : knownFormats()) types.insert(format.mime_type);
    return types;
}

TEST(MimeTypes, TheDesktopFileNamesEveryFormatAndNoOther) {
    const std::string text = readText(desktopFiles() / "triptych.desktop");
    const std::size_t begin = text.find("\nMimeType=");
    ASSERT_NE(begin, std::string::npos);
    std::string line = text.substr(begin + 10, text.find('\n', begin + 1) - begin - 10);
    std::set<std::string> named;
    for (std::size_t end = line.find(';'); end != std::string::npos; end = line.find(';')) {
        EXPECT_TRUE(named.insert(line.substr(0, end)).second) << line.substr(0, end) << " is named twice";
        line.erase(0, end + 1);
    }
    EXPECT_EQ(line, "") << "every type ends with a semicolon";
    EXPECT_EQ(named, typesOfTheTable());
}

TEST(MimeTypes, TypesOfOurOwnAreDescribedWithTheirExtensions) {
    const auto file = openXml((desktopFiles() / "triptych-mime.xml").string(), "shared-mime-info");
    ASSERT_TRUE(file) << sentence(file.error());
    std::map<std::string, std::set<std::string>> patterns;
    std::set<std::string> by_root;
    for (const pugi::xml_node& type : childrenOf((*file)->root, "mime-type")) {
        const std::string name = attributeOf(type, "type");
        EXPECT_FALSE(kKnownToDesktops.contains(name)) << name << " belongs to the desktop";
        EXPECT_NE(textOf(childOf(type, "comment")), "") << name;
        for (const pugi::xml_node& glob : childrenOf(type, "glob")) {
            patterns[name].insert(attributeOf(glob, "pattern"));
        }
        patterns[name];
        if (childOf(type, "root-XML")) by_root.insert(name);
    }
    std::set<std::string> described;
    for (const auto& [name, globs] : patterns) described.insert(name);
    std::set<std::string> wanted;
    for (const std::string& type : typesOfTheTable()) {
        if (!kKnownToDesktops.contains(type)) wanted.insert(type);
    }
    EXPECT_EQ(described, wanted);
    for (const FormatInfo& format : knownFormats()) {
        if (!wanted.contains(format.mime_type)) continue;
        for (const std::string& extension : format.extensions) {
            // "*.xml" is everyone's: such a type is known by its root element.
            const bool named = extension == "xml" ? by_root.contains(format.mime_type)
                                                  : patterns[format.mime_type].contains("*." + extension);
            EXPECT_TRUE(named) << format.name << " *." << extension;
        }
    }
}

TEST(MimeTypes, EveryFormatHasANameAnExtensionAndAType) {
    std::set<std::string> names;
    for (const FormatInfo& format : knownFormats()) {
        EXPECT_TRUE(names.insert(format.name).second) << format.name << " is in the table twice";
        ASSERT_FALSE(format.extensions.empty()) << format.name;
        for (const std::string& extension : format.extensions) {
            EXPECT_TRUE(std::all_of(extension.begin(), extension.end(), [](char letter) {
                return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
            })) << extension;
        }
        EXPECT_NE(format.mime_type.find('/'), std::string::npos) << format.name;
    }
}

}  // namespace
}  // namespace triptych::formats
