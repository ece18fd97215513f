// A project on another machine's disk is refused with a sentence: SQLite's locks end at the cable.
#include "core/store/network_share.h"

#include <gtest/gtest.h>

namespace triptych::test {
namespace {

constexpr std::string_view kMounts =
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    "30 22 0:30 / /media/ward rw,relatime shared:9 master:2 - nfs4 server:/ward rw,vers=4.2\n"
    "31 30 8:2 / /media/ward/local rw - ext4 /dev/sdb1 rw\n"
    "32 22 0:31 / /people/ann/My\\040share rw - cifs //server/share rw\n"
    "33 22 0:32 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw\n"
    "34 22 0:33 / /data rw - fuseblk /dev/sdc1 rw\n"
    "cut";

TEST(NetworkShare, IsToldByTheLongestMountAboveTheFile) {
    EXPECT_EQ(store::networkShareOf("/media/ward/study.triptych-project", kMounts), "nfs4");
    EXPECT_EQ(store::networkShareOf("/media/ward", kMounts), "nfs4");
    EXPECT_EQ(store::networkShareOf("/media/ward/local/study.triptych-project", kMounts), std::nullopt);
    EXPECT_EQ(store::networkShareOf("/media/wards/study.triptych-project", kMounts), std::nullopt);
    EXPECT_EQ(store::networkShareOf("/people/ann/My share/a.triptych-project", kMounts), "cifs");
    EXPECT_EQ(store::networkShareOf("/run/user/1000/gvfs/smb/a", kMounts), "fuse.gvfsd-fuse");
    EXPECT_EQ(store::networkShareOf("/data/a", kMounts), std::nullopt) << "a disk of this machine";
    EXPECT_EQ(store::networkShareOf("/a", ""), std::nullopt);
}

TEST(NetworkShare, OfTwoMountsInOnePlaceTheLaterOneIsMeant) {
    EXPECT_EQ(store::networkShareOf("/a/b", "1 1 0:1 / /a rw - ext4 x rw\n2 1 0:2 / /a rw - nfs x rw\n"), "nfs");
}

}  // namespace
}  // namespace triptych::test
