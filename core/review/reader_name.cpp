#include "core/review/reader_name.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace triptych::review {

std::string readerName() {
    for (const char* variable : {"TRIPTYCH_READER", "USER", "LOGNAME"}) {
        if (const char* name = std::getenv(variable); name != nullptr && *name != '\0') return name;
    }
    const passwd* entry = ::getpwuid(::geteuid());
    return entry != nullptr && entry->pw_name != nullptr ? entry->pw_name : "";
}

}  // namespace triptych::review
