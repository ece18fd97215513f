// Does a file lie on another machine? SQLite's locks and shared memory hold within one alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych::store {

// The kind of share ("nfs4", "cifs", "fuse.sshfs") that the file, or the folder where it would be made, lies on;
// nullopt: on a disk of this machine, or the system does not tell.
[[nodiscard]] std::optional<std::string> networkShareOf(const std::string& path);

// The same by a text in the form of /proc/self/mountinfo (proc(5)); `path` is absolute and without links.
[[nodiscard]] std::optional<std::string> networkShareOf(std::string_view path, std::string_view mounts);

}  // namespace triptych::store
