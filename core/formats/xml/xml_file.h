// An XML file as a tree, for the readers of XML formats. pugixml parses it: it knows no DTD and expands no entity but
// the five of XML itself, so nothing a file says can make it grow or make us open another file.
#pragma once

#include "core/domain/error.h"

#include <pugixml.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// The name of the root element, without its prefix, as far as the first bytes of a file show it; "" where they do not.
// Reads UTF-8, Latin-1 and UTF-16 of both byte orders.
[[nodiscard]] std::string xmlRootName(std::string_view beginning);

struct XmlFile {
    std::string bytes;  // the tree's texts point into it
    pugi::xml_document document;
    pugi::xml_node root;
    std::int64_t file_bytes = 0;
};

// UTF-8, UTF-16 and Latin-1, by byte order mark, content or declaration. Errors: those of readWhole; malformed (broken
// XML, with the place; more tags than an ECG can have); refused (a DTD that defines entities: an entity bomb, or a way
// to other files). A DTD that is only named is not looked at. `kind` names the format in messages.
[[nodiscard]] Result<std::unique_ptr<XmlFile>> openXml(const std::string& path, const std::string& kind);

// Without the prefix: "series" of <hl7:series>.
[[nodiscard]] std::string_view localName(const pugi::xml_node& node);
// The first child of that local name; a null node where there is none, or `node` is null.
[[nodiscard]] pugi::xml_node childOf(const pugi::xml_node& node, std::string_view name);
[[nodiscard]] std::vector<pugi::xml_node> childrenOf(const pugi::xml_node& node, std::string_view name);
// childOf along a path.
[[nodiscard]] pugi::xml_node at(pugi::xml_node node, std::initializer_list<std::string_view> path);

// Text and attributes are UTF-8 whatever the file is (see asUtf8), trimmed; "" where there is none.
[[nodiscard]] std::string textOf(const pugi::xml_node& node);
[[nodiscard]] std::string attributeOf(const pugi::xml_node& node, const char* name);
// The text, or the attribute, is one finite number.
[[nodiscard]] std::optional<double> numberIn(const pugi::xml_node& node);
[[nodiscard]] std::optional<double> numberIn(const pugi::xml_node& node, const char* attribute);

}  // namespace triptych::formats
