// What the reading process may not do, whatever the bytes make its library try.
#pragma once

namespace triptych::reader {

// Memory, time, files: no more than a recording needs. Called before the first byte is read.
void limitOurselves();

}  // namespace triptych::reader
