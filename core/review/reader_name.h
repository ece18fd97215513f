// Who sits at this desk.
#pragma once

#include <string>

namespace triptych::review {

// TRIPTYCH_READER, else the name that the system knows; empty where it knows none. Call it before threads are started.
[[nodiscard]] std::string readerName();

}  // namespace triptych::review
