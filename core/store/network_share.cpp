#include "core/store/network_share.h"

#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace triptych::store {
namespace {

namespace fs = std::filesystem;

// File systems whose other side is another machine, as mount(8) names them. Those of virtual machines ("9p",
// "virtiofs") are none: their other side is the machine that this one runs on.
constexpr std::array<std::string_view, 14> kShares = {
    "nfs",  "nfs4",       "cifs",        "smb3",         "smbfs",
    "afs",  "ncpfs",      "coda",        "fuse.sshfs",   "fuse.gvfsd-fuse",
    "ceph", "fuse.davfs", "fuse.rclone", "fuse.smbnetfs"};

// "\040" stands for a blank in names of mount points.
std::string unescaped(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto is_octal = [&](std::size_t at) { return at < name.size() && name[at] >= '0' && name[at] <= '7'; };
        if (name[i] == '\\' && is_octal(i + 1) && is_octal(i + 2) && is_octal(i + 3)) {
            out += static_cast<char>((name[i + 1] - '0') * 64 + (name[i + 2] - '0') * 8 + (name[i + 3] - '0'));
            i += 3;
        } else {
            out += name[i];
        }
    }
    return out;
}

bool liesUnder(std::string_view path, std::string_view folder) {
    if (folder == "/") return path.starts_with('/');
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace

std::optional<std::string> networkShareOf(std::string_view path, std::string_view mounts) {
    std::string best_type;
    std::size_t best = 0;
    while (!mounts.empty()) {
        const std::size_t end = std::min(mounts.find('\n'), mounts.size());
        std::string_view words = mounts.substr(0, end);
        mounts.remove_prefix(std::min(end + 1, mounts.size()));
        // "36 35 98:0 /root /mount options optional... - type source more"
        std::string_view word;
        for (int i = 0; i < 5; ++i) word = text::takeWord(words);
        std::string mount(word);
        while (!words.empty() && word != "-") word = text::takeWord(words);
        const std::string type(text::takeWord(words));
        if (type.empty()) continue;
        mount = unescaped(mount);
        // Of two mounts in one place, the later one is on top.
        if (liesUnder(path, mount) && mount.size() >= best) {
            best = mount.size();
            best_type = type;
        }
    }
    const bool is_share = std::find(kShares.begin(), kShares.end(), best_type) != kShares.end();
    return is_share ? std::optional(best_type) : std::nullopt;
}

std::optional<std::string> networkShareOf(const std::string& path) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
    if (error) return std::nullopt;
    std::ifstream file("/proc/self/mountinfo");
    const std::string mounts{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return networkShareOf(real.string(), mounts);
}

}  // namespace triptych::store
