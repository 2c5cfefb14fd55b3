// Every character set, with and without byte order mark, declared rightly, wrongly or not at all,
// under any prefix: the same terms are read, or the document is refused with its reason.

#include "ubl/encoding.h"

#include <doctest/doctest.h>

#include "ubl/ubl.h"

namespace samkjop::ubl {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

enum class In : std::uint8_t { utf8, little, big, latin1, windows };

// «blåbær – 5 €» has letters that Latin 1 lacks; there the line is «blåbær».
std::u32string note_in(In in) { return in == In::latin1 ? U"blåbær" : U"blåbær – 5 €"; }

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) append_utf8(out, c);
    return out;
}

std::string bytes_in(In in, std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) {
        switch (in) {
            case In::utf8:
                append_utf8(out, c);
                break;
            case In::little:
                out += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
                break;
            case In::big:
                out += {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
                break;
            case In::latin1:
                out += static_cast<char>(c);
                break;
            case In::windows:
                out += static_cast<char>(c == U'–' ? 0x96 : c == U'€' ? 0x80 : c);
                break;
        }
    }
    return out;
}

std::u32string wide(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }

struct Prefixes {
    std::u32string_view root, basic, aggregate;
};

std::u32string order(const Prefixes& as, std::u32string_view note) {
    const auto name = [](std::u32string_view prefix, const char32_t* local) {
        return prefix.empty() ? std::u32string(local) : std::u32string(prefix) + U":" + local;
    };
    const auto bind = [](std::u32string_view prefix, const char32_t* space) {
        return (prefix.empty() ? U" xmlns" : U" xmlns:" + std::u32string(prefix)) +
               U"=\"urn:oasis:names:specification:ubl:schema:xsd:" + space + U"-2\"";
    };
    const std::u32string root = name(as.root, U"Order");
    const std::u32string id = name(as.basic, U"ID");
    const std::u32string text = name(as.basic, U"Note");
    return U"<" + root + bind(as.root, U"Order") + bind(as.basic, U"CommonBasicComponents") +
           bind(as.aggregate, U"CommonAggregateComponents") + U"><" + id + U">N-1</" + id + U"><" +
           text + U">" + std::u32string(note) + U"</" + text + U"></" + root + U">";
}

std::string document(In in, bool marked, const char* declared, const Prefixes& as) {
    std::string out;
    if (marked) {
        out = in == In::little ? "\xFF\xFE" : in == In::big ? "\xFE\xFF" : "\xEF\xBB\xBF";
    }
    std::u32string text;
    if (declared != nullptr) {
        text = wide("<?xml version=\"1.0\"");
        if (*declared != 0) text += wide(" encoding='" + std::string(declared) + "'");
        text += U"?>\n";
    }
    return out + bytes_in(in, text + order(as, note_in(in)));
}

struct Row {
    In in;
    bool marked;
    const char* declared;  // nullptr: no declaration; "": a declaration without character set
    std::optional<Reason> refused;
};

constexpr auto kBad = Reason::encoding;
constexpr Row kRows[] = {
    {In::utf8, false, nullptr, {}},
    {In::utf8, false, "", {}},
    {In::utf8, false, "UTF-8", {}},
    {In::utf8, false, "utf-8", {}},
    {In::utf8, true, nullptr, {}},
    {In::utf8, true, "", {}},
    {In::utf8, true, "UTF-8", {}},
    {In::utf8, true, "ISO-8859-1", {}},  // the mark stands nearer to the text
    {In::utf8, true, "UTF-16", kBad},
    {In::utf8, false, "UTF-16", kBad},
    {In::utf8, false, "UTF-16LE", kBad},
    {In::utf8, false, "US-ASCII", kBad},  // and has letters that ASCII lacks
    {In::utf8, false, "UTF8", kBad},      // no name of a character set
    {In::utf8, false, "UTF-32", kBad},
    {In::utf8, false, "EBCDIC-NO", kBad},
    {In::little, true, nullptr, {}},
    {In::little, true, "", {}},
    {In::little, true, "UTF-16", {}},
    {In::little, true, "utf-16", {}},
    {In::little, true, "UTF-16LE", {}},
    {In::little, true, "UTF-16BE", kBad},
    {In::little, true, "UTF-8", kBad},
    {In::little, true, "ISO-8859-1", kBad},
    {In::little, false, nullptr, kBad},
    {In::little, false, "", {}},
    {In::little, false, "UTF-16", {}},
    {In::little, false, "UTF-16LE", {}},
    {In::little, false, "UTF-16BE", kBad},
    {In::little, false, "UTF-8", kBad},
    {In::big, true, nullptr, {}},
    {In::big, true, "", {}},
    {In::big, true, "UTF-16", {}},
    {In::big, true, "UTF-16BE", {}},
    {In::big, true, "UTF-16LE", kBad},
    {In::big, true, "UTF-8", kBad},
    {In::big, false, nullptr, kBad},
    {In::big, false, "", {}},
    {In::big, false, "UTF-16", {}},
    {In::big, false, "UTF-16BE", {}},
    {In::big, false, "UTF-16LE", kBad},
    {In::latin1, false, "ISO-8859-1", {}},
    {In::latin1, false, "iso-8859-1", {}},
    {In::latin1, false, "ISO_8859-1", {}},
    {In::latin1, false, "latin1", {}},
    {In::latin1, false, "ISO-8859-15", {}},
    {In::latin1, false, "windows-1252", {}},
    {In::latin1, true, "ISO-8859-1", {}},  // marked as UTF-8, which it is not
    {In::latin1, false, nullptr, Reason::not_xml},
    {In::latin1, false, "UTF-8", Reason::not_xml},
    {In::latin1, true, "UTF-8", Reason::not_xml},
    {In::latin1, false, "UTF-16", kBad},
    {In::latin1, false, "US-ASCII", kBad},
    {In::windows, false, "windows-1252", {}},
    {In::windows, false, "Windows-1252", {}},
    {In::windows, false, "UTF-8", Reason::not_xml},
    {In::windows, false, nullptr, Reason::not_xml},
};

constexpr Prefixes kPrefixes[] = {{U"", U"cbc", U"cac"},
                                  {U"o", U"b", U"a"},
                                  {U"cac", U"ubl", U"cbc"},
                                  {U"Order", U"ID", U"Note"},
                                  {U"æ", U"ø", U"å"}};

}  // namespace

TEST_CASE("reading: every character set, marked and declared or not, under any prefix") {
    for (const Row& row : kRows) {
        for (const Prefixes& as : kPrefixes) {
            CAPTURE(static_cast<int>(row.in));
            CAPTURE(row.marked);
            CAPTURE((row.declared == nullptr ? "(no declaration)" : row.declared));
            CAPTURE(utf8(as.basic));
            const std::string bytes = document(row.in, row.marked, row.declared, as);
            const auto read = ubl::read(bytes);
            REQUIRE(read.has_value() == !row.refused.has_value());
            if (!read) {
                CHECK(read.error().reason == *row.refused);
                continue;
            }
            CHECK(read->number == "N-1");
            REQUIRE(read->order() != nullptr);
            CHECK(read->order()->note == utf8(note_in(row.in)));
        }
    }
}

TEST_CASE("reading: what is no text in any character set") {
    const std::string good = document(In::utf8, false, "UTF-8", kPrefixes[0]);
    const auto reason = [](std::string bytes) {
        const auto read = ubl::read(bytes);
        return read ? std::string("read") : std::string(read.error().name());
    };
    const auto with = [&](std::string_view what) {
        std::string out = good;
        return out.insert(out.find("N-1"), what);
    };
    CHECK(reason(good) == "read");
    CHECK(reason(with("\xFF")) == "not_xml");
    CHECK(reason(with("\xC0\x80")) == "not_xml");      // an overlong zero
    CHECK(reason(with("\xED\xA0\x80")) == "not_xml");  // half a surrogate pair
    CHECK(reason(with("\x01")) == "not_xml");
    CHECK(reason(with("\0"sv)) == "not_xml");
    CHECK(reason(good + "\0<hidden/>"s) == "not_xml");  // the parser would stop at the zero
    CHECK(reason("\xEF\xBB\xBF\xEF\xBB\xBF" + good) == "encoding");
    std::string little = document(In::little, true, "UTF-16", kPrefixes[0]);
    CHECK(reason(little) == "read");
    CHECK(reason(little + '\0') == "encoding");  // half a letter
    little[little.size() - 1] = '\xD8';          // a surrogate without its other half
    CHECK(reason(little) == "encoding");
    CHECK(reason("\xFF\xFE\0\0<\0\0\0"s) == "encoding");  // UTF-32
    std::string version = good;
    CHECK(reason(version.replace(version.find("1.0"), 3, "1.2")) == "not_xml");
    CHECK(reason(version.replace(version.find("1.2"), 3, "1.1")) == "read");
    CHECK(reason("") == "not_xml");
}

}  // namespace samkjop::ubl
