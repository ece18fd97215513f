#include "core/formats/xml/xml_file.h"

#include "core/files/mapped_file.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>

namespace triptych::formats {
namespace {

// A day of three leads in text has a third of this.
constexpr std::int64_t kLargest_bytes = 512 << 20;
// Of a tree's memory: one element and one attribute with their bookkeeping.
constexpr std::int64_t kElement_bytes = 128;
constexpr std::int64_t kAttribute_bytes = 40;

// Every second byte of UTF-16 is enough to find a name of ASCII letters.
std::string asciiOf(std::string_view bytes) {
    std::size_t first = 0;
    std::size_t step = 1;
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with(std::string_view("<\0", 2))) step = 2;
    if (bytes.starts_with("\xfe\xff") || bytes.starts_with(std::string_view("\0<", 2))) {
        step = 2;
        first = 1;
    }
    if (bytes.starts_with("\xef\xbb\xbf")) first = 3;
    std::string text;
    for (std::size_t i = first; i < bytes.size(); i += step) text += bytes[i];
    if (step == 2 && !text.empty() && text.front() != '<') text.erase(0, 1);  // the byte order mark
    return text;
}

// Removes what is before and includes `mark`; false where it is not there.
bool skipPast(std::string_view& text, std::string_view mark) {
    const std::size_t found = text.find(mark);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + mark.size());
    return true;
}

bool skipDoctype(std::string_view& text) {
    const std::size_t end = text.find_first_of("[>");
    if (end == std::string_view::npos) return false;
    return text[end] == '>' ? skipPast(text, ">") : skipPast(text, "]") && skipPast(text, ">");
}

std::string_view withoutPrefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// A tree takes more memory than its text. So much that it matters it takes only where the text is nearly all tags,
// which no ECG is.
bool isNearlyAllTags(const std::string& bytes) {
    const auto elements = std::count(bytes.begin(), bytes.end(), '<');
    const auto attributes = std::count(bytes.begin(), bytes.end(), '=');
    constexpr std::int64_t kHarmless_bytes = 1 << 20;
    return elements * kElement_bytes + attributes * kAttribute_bytes >
           4 * static_cast<std::int64_t>(bytes.size()) + kHarmless_bytes;
}

bool definesEntities(const pugi::xml_document& document) {
    return std::any_of(document.begin(), document.end(), [](const pugi::xml_node& node) {
        return node.type() == pugi::node_doctype &&
               std::string_view(node.value()).find("<!ENTITY") != std::string_view::npos;
    });
}

}  // namespace

std::string xmlRootName(std::string_view beginning) {
    const std::string ascii = asciiOf(beginning);
    std::string_view text = ascii;
    while (true) {
        text = text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        bool skipped = true;
        if (text.starts_with("<?")) {
            skipped = skipPast(text, "?>");
        } else if (text.starts_with("<!--")) {
            skipped = skipPast(text, "-->");
        } else if (text.starts_with("<!")) {
            skipped = skipDoctype(text);
        } else if (text.starts_with('<')) {
            text.remove_prefix(1);
            const std::size_t end = text.find_first_of(" \t\r\n/>");
            return end == std::string_view::npos ? std::string() : std::string(withoutPrefix(text.substr(0, end)));
        } else {
            return {};
        }
        if (!skipped) return {};
    }
}

Result<std::unique_ptr<XmlFile>> openXml(const std::string& path, const std::string& kind) {
    auto bytes = files::readWhole(path, kLargest_bytes, text::say("{1} file", kind));
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    if (isNearlyAllTags(*bytes)) {
        return fail(ErrorCode::malformed, "the file has more tags than an ECG can have", path,
                    "restore it from its source");
    }
    auto file = std::make_unique<XmlFile>();
    file->bytes = std::move(*bytes);
    file->file_bytes = static_cast<std::int64_t>(file->bytes.size());
    const auto parsed = file->document.load_buffer_inplace(file->bytes.data(), file->bytes.size(),
                                                           pugi::parse_default | pugi::parse_doctype);
    // Asked first: where it is the reason, a broken rest of the file is not.
    if (definesEntities(file->document)) {
        return fail(ErrorCode::refused,
                    "the file defines XML entities of its own, which can be made to grow without end or to read "
                    "other files",
                    path, "export the recording again without a document type definition");
    }
    if (parsed.status == pugi::status_out_of_memory) {
        return fail(ErrorCode::io_failed, "there is not enough memory to read this file", path,
                    "close other programs and try again");
    }
    file->root = file->document.document_element();
    if (!parsed || !file->root) {
        return fail(ErrorCode::malformed,
                    text::say("the XML is broken or ends early at byte {1} ({2})", parsed.offset,
                              text::lowered(parsed.description())),
                    path, "restore the file from its source");
    }
    return file;
}

std::string_view localName(const pugi::xml_node& node) {
    return withoutPrefix(node.name());
}

pugi::xml_node childOf(const pugi::xml_node& node, std::string_view name) {
    return node.find_child([name](const pugi::xml_node& child) { return localName(child) == name; });
}

std::vector<pugi::xml_node> childrenOf(const pugi::xml_node& node, std::string_view name) {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node& child : node.children()) {
        if (localName(child) == name) found.push_back(child);
    }
    return found;
}

pugi::xml_node at(pugi::xml_node node, std::initializer_list<std::string_view> path) {
    for (const std::string_view name : path) node = childOf(node, name);
    return node;
}

std::string textOf(const pugi::xml_node& node) {
    std::string text;
    for (const pugi::xml_node& child : node.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
    }
    return text::asUtf8(text::trimmed(text));
}

std::string attributeOf(const pugi::xml_node& node, const char* name) {
    return text::asUtf8(text::trimmed(node.attribute(name).value()));
}

std::optional<double> numberIn(const pugi::xml_node& node) {
    return text::wholeNumber<double>(textOf(node));
}

std::optional<double> numberIn(const pugi::xml_node& node, const char* attribute) {
    return text::wholeNumber<double>(attributeOf(node, attribute));
}

}  // namespace triptych::formats
