#include "files/jpeg.h"

#include <doctest/doctest.h>

#include <random>

using namespace samkjop::files;
using namespace std::string_literals;

namespace {

std::string segment(char marker, const std::string& content) {
    const std::size_t length = content.size() + 2;
    return "\xFF"s + marker + static_cast<char>(length >> 8) + static_cast<char>(length & 0xFF) +
           content;
}

// EXIF as a phone writes it, little endian: camera, which way up, place.
std::string phone_exif(char orientation) {
    return "Exif\0\0II\x2A\0\x08\0\0\0"s + "\x02\0"s + "\x0F\x01\x02\0\x08\0\0\0\x26\0\0\0"s +
           "\x12\x01\x03\0\x01\0\0\0"s + orientation + "\0\0\0"s + "\0\0\0\0"s +
           "Telefon\0GPS 60.57 9.10"s;
}

const std::string kStart = "\xFF\xD8"s;
const std::string kJfif = segment('\xE0', "JFIF\0\x01\x01\0\0\x01\0\x01\0\0"s);
const std::string kTables = segment('\xDB', std::string(65, '\x01'));
const std::string kPicture = segment('\xDA', "\x01\x01\0\0\x3F\0"s) + "data \xFF\0 data\xFF\xD9"s;

}  // namespace

TEST_CASE("photo: place, camera and comments go, the picture and which way up it is stay") {
    const std::string photo =
        kStart + kJfif + segment('\xE1', phone_exif(6)) +
        segment('\xE1', "http://ns.adobe.com/xap/1.0/\0<x/>"s) + segment('\xED', "Photoshop 3.0"s) +
        segment('\xE2', "ICC_PROFILE\0..."s) + segment('\xFE', "Kari"s) + kTables + kPicture;
    const std::string bare = without_metadata(photo);
    CHECK(bare.size() == 2 + 36 + kJfif.size() + segment('\xE2', "ICC_PROFILE\0..."s).size() +
                             kTables.size() + kPicture.size());
    for (const char* gone : {"GPS", "Telefon", "Kari", "Photoshop", "adobe"})
        CHECK_FALSE(bare.contains(gone));
    CHECK(bare.ends_with(kTables + kPicture));
    CHECK(bare.contains("ICC_PROFILE"));
    CHECK(static_cast<int>(bare[2 + 29]) == 6);
    CHECK(without_metadata(bare) == bare);  // our own segment reads as what it is
}

TEST_CASE("photo: the right way up needs no segment, and what is no photo is left alone") {
    const std::string upright = kStart + segment('\xE1', phone_exif(1)) + kTables + kPicture;
    CHECK(without_metadata(upright) == kStart + kTables + kPicture);
    CHECK(without_metadata("%PDF-1.7") == "%PDF-1.7");
    CHECK(without_metadata("") == "");
    CHECK(without_metadata(kStart) == kStart);
}

TEST_CASE("photo: no bytes whatever lead outside the file") {
    std::mt19937 random(20261121);
    const std::string photo = kStart + kJfif + segment('\xE1', phone_exif(8)) + kTables + kPicture;
    for (int round = 0; round < 20'000; ++round) {
        std::string broken = photo.substr(0, random() % (photo.size() + 1));
        for (unsigned i = random() % 6; i > 0 && !broken.empty(); --i)
            broken[random() % broken.size()] = static_cast<char>(random());
        CHECK(without_metadata(broken).size() <= broken.size() + 36);
    }
}
