// Attachments stay where they stand: what is read holds where they are, not what they are, and they
// are decoded piece by piece when somebody asks for them.

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <fstream>

#include "ubl/tree.h"
#include "ubl/ubl.h"

namespace samkjop::ubl {
namespace {

std::string content_of(std::size_t size) {
    std::string out(size, '\0');
    std::uint32_t state = 7;
    for (char& c : out) {
        state = state * 1'664'525 + 1'013'904'223;
        c = static_cast<char>(state >> 24);
    }
    return out;
}

Invoice with_attachment(std::string base64) {
    Invoice out;
    out.number = "F-1";
    out.attachments.push_back({.identifier = "V-1",
                               .mime_type = "application/pdf",
                               .file_name = "plan > 2.pdf",
                               .base64 = std::move(base64)});
    return out;
}

std::string decoded(std::string_view text) {
    std::string out;
    CHECK(decode_base64(text, [&](std::string_view piece) { out += piece; }));
    return out;
}

std::size_t memory_now() {  // in bytes, of this process
    std::ifstream in("/proc/self/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    in >> all >> resident;
    return resident * 4096;
}

}  // namespace

TEST_CASE("attachments: a long one is left in the file, and can be taken along") {
    const std::string content = content_of(20'000);
    std::string coded = base64(content);
    for (std::size_t i = 76; i < coded.size(); i += 77) coded.insert(i, 1, '\n');
    const std::string bytes = write(with_attachment(coded));
    const Envelope envelope{
        .sender = "0192:313000009", .receiver = "0192:313000017", .instance = "6f1c"};
    for (const std::string& file : {bytes, "\xEF\xBB\xBF" + bytes, wrap(envelope, bytes)}) {
        const auto document = read(file);
        REQUIRE(document.has_value());
        Attachment is = document->invoice()->attachments.at(0);
        CHECK(is.base64.empty());
        CHECK(is.length == coded.size());
        CHECK(is.file_name == "plan > 2.pdf");
        CHECK(file.substr(is.offset, is.length) == coded);
        CHECK(decoded(attachment_text(is, file)) == content);
        bring_along(is, file);
        CHECK(is.base64 == coded);
        CHECK(is.length == 0);
        CHECK(is == with_attachment(coded).attachments[0]);
        CHECK(write(with_attachment(is.base64)) == bytes);
    }
    CHECK(*unwrap(wrap(envelope, bytes)) == bytes);
}

TEST_CASE("attachments: what is short, broken by a comment, or in other letters is copied") {
    const std::string content = content_of(9'000);
    const std::string coded = base64(content);
    const auto read_from = [&](const std::string& file) {
        const auto document = read(file);
        REQUIRE(document.has_value());
        const Attachment is = document->invoice()->attachments.at(0);
        CHECK(is.length == 0);
        return is.base64;
    };
    const std::string plain = write(with_attachment(coded));
    const std::size_t middle = plain.find(coded) + 5'000;
    for (const std::string_view put : {"<!-- x -->", "<?x y?>", "&#10;"}) {
        std::string file = plain;
        file.insert(middle, put);
        CHECK(decoded(read_from(file)) == content);
    }
    std::string section = plain;
    section.insert(section.find(coded) + coded.size(), "]]>")
        .insert(section.find(coded), "<![CDATA[");
    CHECK(read_from(section) == coded);
    std::string utf16 = "\xFF\xFE";
    std::string declared = plain;
    declared.replace(declared.find("UTF-8"), 5, "UTF-16");
    for (const char c : declared) utf16 += {c, '\0'};
    CHECK(read_from(utf16) == coded);
    CHECK(read_from(write(with_attachment(base64("kort")))) == base64("kort"));
}

TEST_CASE("attachments: base64 piece by piece") {
    struct Row {
        const char* text;
        const char* bytes;  // nullptr: it is none
    };
    constexpr Row kRows[] = {{"", ""},          {"QQ==", "A"},         {"QUI=", "AB"},
                             {"QUJD", "ABC"},   {" Q U\nJ D ", "ABC"}, {"QUJDRA==", "ABCD"},
                             {"QQ=", nullptr},  {"Q", nullptr},        {"QQ===", nullptr},
                             {"Q=Q=", nullptr}, {"QUJ-", nullptr},     {"QUJD\xC3\xA5", nullptr}};
    for (const Row& row : kRows) {
        CAPTURE(row.text);
        CHECK(decode_base64(row.text) == (row.bytes != nullptr));
        const auto all = attachment_bytes(row.text);
        REQUIRE(all.has_value() == (row.bytes != nullptr));
        if (all) CHECK(*all == row.bytes);
    }
    const std::string content = content_of(200'000);
    std::size_t most = 0;
    std::string out;
    CHECK(decode_base64(base64(content), [&](std::string_view piece) {
        most = std::max(most, piece.size());
        out += piece;
    }));
    CHECK(out == content);
    CHECK(most <= 48 << 10);
}

TEST_CASE("attachments: thirty megabytes cost what their file costs, and are gone afterwards") {
    const std::string file = write(with_attachment(base64(content_of(30 << 20))));
    const Limits limits{.bytes = kHardLimitBytes};
    const std::size_t before = memory_now();
    const auto document = read(file, limits);
    REQUIRE(document.has_value());
    const std::size_t now = memory_now();
    const std::size_t held = now - std::min(before, now);
    CAPTURE(held);
    CHECK(held < 8 << 20);  // of 40 MB
    CHECK(document->invoice()->attachments.at(0).length == (30 << 20) / 3 * 4);
    std::size_t seen = 0;
    CHECK(decode_base64(attachment_text(document->invoice()->attachments[0], file),
                        [&](std::string_view piece) { seen += piece.size(); }));
    CHECK(seen == 30 << 20);
}

}  // namespace samkjop::ubl
