#include "base/words.h"

#include <doctest/doctest.h>

#include <string>

using namespace samkjop;

TEST_CASE("A text is cut before the letter that does not fit") {
    struct Row {
        std::string_view given;
        std::size_t most;
        std::string_view then;
    };
    const Row rows[] = {
        {"blåbær", 100, "blåbær"},  // fits
        {"blåbær", 8, "blåbær"},    // fits exactly: å and æ are two bytes each
        {"blåbær", 3, "bl"},        // the middle of å
        {"blåbær", 4, "blå"},       //
        {"5 € hver", 4, "5 "},      // € is three bytes
        {"takk 👍", 8, "takk "},    // four bytes
        {"takk 👍", 9, "takk 👍"},  //
        {"å", 1, ""},               //
        {"\x80\x80\x80", 2, ""},    // no letter at all: nothing, not a walk below the start
        {"abc", 0, ""},
    };
    for (const Row& row : rows) CHECK(cut_at_letter(row.given, row.most) == row.then);
}

TEST_CASE("Whole numbers are positive and are the whole text") {
    CHECK(whole_number("12") == 12);
    CHECK(whole_number("9223372036854775807") == INT64_MAX);
    for (const std::string_view none :
         {"", "0", "-1", "+1", " 1", "1 ", "12a", "1.5", "9223372036854775808", "en"}) {
        CHECK_MESSAGE(whole_number(none) == 0, none);
    }
}

TEST_CASE("Blanks around a text go, those within it stay") {
    CHECK(trimmed(" \t to ord \r\n") == "to ord");
    CHECK(trimmed(" \n").empty());
    CHECK(trimmed("").empty());
}
