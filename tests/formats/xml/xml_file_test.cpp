// XML that is broken, disguised or means harm.
#include "core/formats/xml/xml_file.h"

#include "core/formats/open.h"
#include "core/formats/xml/base64.h"

#include "tests/formats/record_files.h"
#include "tests/formats/xml/made_xml.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

Error errorOf(const std::string& name, const std::string& text) {
    const auto folder = scratchFolder("xml");
    writeText(folder / name, text);
    const auto recording = open((folder / name).string());
    EXPECT_FALSE(recording);
    return recording ? Error{} : recording.error();
}

TEST(XmlFile, TheRootIsFoundInAnyEncodingAndBehindAnyProlog) {
    const std::string text =
        "<?xml version=\"1.0\"?>\n<!-- <no> -->\n<!DOCTYPE a:root [<!ELEMENT b (c)>]>\n <a:root x='1'/>";
    EXPECT_EQ(xmlRootName(text), "root");
    EXPECT_EQ(xmlRootName("\xef\xbb\xbf" + text), "root");
    EXPECT_EQ(xmlRootName(asUtf16(text, false)), "root");
    EXPECT_EQ(xmlRootName(asUtf16(text, true)), "root");
    EXPECT_EQ(xmlRootName(asUtf16(text, false).substr(2)), "root");
    EXPECT_EQ(xmlRootName("<root/>"), "root");
    for (const char* none : {"", "<", "<root", "<!--", "<!DOCTYPE", "root", "r 1 360\n", "<?xml"}) {
        EXPECT_EQ(xmlRootName(none), "") << none;
    }
}

TEST(XmlFile, EntityBombsAreRefused) {
    std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE AnnotatedECG [<!ENTITY a \"ha\">";
    for (char level = 'b'; level < 'k'; ++level) {
        bomb += "<!ENTITY " + std::string(1, level) + " \"";
        for (int i = 0; i < 10; ++i) bomb += '&' + std::string(1, static_cast<char>(level - 1)) + ';';
        bomb += "\">";
    }
    bomb += "]><AnnotatedECG>&j;</AnnotatedECG>";
    const Error error = errorOf("bomb.xml", bomb);
    EXPECT_EQ(error.code, ErrorCode::refused);
    EXPECT_NE(sentence(error).find("entities"), std::string::npos);
}

TEST(XmlFile, ExternalEntitiesAreRefused) {
    const Error error = errorOf("external.xml",
                                "<!DOCTYPE RestingECG [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>"
                                "<RestingECG><x>&secret;</x></RestingECG>");
    EXPECT_EQ(error.code, ErrorCode::refused) << sentence(error);
    const Error disguised = errorOf("utf16.xml", asUtf16("<!DOCTYPE RestingECG [<!ENTITY s SYSTEM \"file:///x\">]>"
                                                         "<RestingECG>&s;</RestingECG>",
                                                         true));
    EXPECT_EQ(disguised.code, ErrorCode::refused) << sentence(disguised);
}

TEST(XmlFile, ADtdThatIsOnlyNamedIsNotFetched) {
    const auto folder = scratchFolder("xml");
    writeText(folder / "m.xml", madeMuse());  // names restecg.dtd, which is not there
    EXPECT_TRUE(open((folder / "m.xml").string()));
}

TEST(XmlFile, TagsWithoutEndAreRefusedBeforeTheyTakeMemory) {
    std::string text = "<AnnotatedECG>";
    for (int i = 0; i < 100'000; ++i) text += "<a>";
    const Error error = errorOf("deep.xml", text);
    EXPECT_EQ(error.code, ErrorCode::malformed);
    EXPECT_NE(sentence(error).find("more tags"), std::string::npos) << sentence(error);
}

TEST(XmlFile, OtherXmlIsToldFromEcgs) {
    EXPECT_EQ(errorOf("page.html", "<html><body/></html>").code, ErrorCode::unsupported);
    EXPECT_NE(sentence(errorOf("page.xml", "<html><body/></html>")).find("\"html\""), std::string::npos);
    EXPECT_EQ(errorOf("none.xml", "").code, ErrorCode::empty);
}

// Nothing crashes or hangs on a file that was cut anywhere, or whose bytes were changed: an error or a recording.
TEST(XmlFile, DamagedFilesOfEveryXmlFormatEndInAClearAnswer) {
    const auto folder = scratchFolder("xml");
    const std::string path = (folder / "d.xml").string();
    for (const std::string& whole : {madeAecg(), madeMuse(), madePhilips(true), madePhilips(false)}) {
        for (std::size_t size = 0; size < whole.size(); size += size % 7 + 1) {
            writeText(path, whole.substr(0, size));
            const auto recording = open(path);
            EXPECT_TRUE(!recording || size + 16 >= whole.size()) << size;
            EXPECT_TRUE(recording || !recording.error().hint.empty()) << size;
        }
        for (std::size_t at = 0; at < whole.size(); at += 5) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 0x15);
            writeText(path, changed);
            const auto recording = open(path);
            EXPECT_TRUE(recording || !recording.error().what.empty()) << at;
        }
    }
}

TEST(Base64, FollowsItsStandard) {
    const auto text = [](std::string_view base64) {
        const auto bytes = fromBase64(base64);
        return bytes ? std::string(bytes->begin(), bytes->end()) : std::string("refused");
    };
    EXPECT_EQ(text(""), "");
    EXPECT_EQ(text("Zg=="), "f");
    EXPECT_EQ(text("Zm9v\r\n  YmE="), "fooba");
    EXPECT_EQ(text("Zm9vYmFy"), "foobar");
    EXPECT_EQ(text("Zm9v*mFy"), "refused");
    EXPECT_EQ(text("Zg==Zg=="), "refused");
}

}  // namespace
}  // namespace triptych::formats
