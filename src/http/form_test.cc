#include "http/form.h"

#include <doctest/doctest.h>

#include "http/multipart.h"

using namespace samkjop::http;

TEST_CASE("form: fields are decoded in order, and malformed ones are refused as a whole") {
    const auto fields = form_fields("q=hansker+M&q=%C3%A6%C3%B8%C3%A5&tom=&uten&&a%3Db=c%26d");
    REQUIRE(fields);
    CHECK(*fields ==
          Fields{{"q", "hansker M"}, {"q", "æøå"}, {"tom", ""}, {"uten", ""}, {"a=b", "c&d"}});
    for (const auto* bad : {"a=%", "a=%4", "a=%GG", "a=%00", "a=%FF", "a=%C3", "%ED%A0%80=1"}) {
        CAPTURE(bad);
        CHECK_FALSE(form_fields(bad));
    }
    std::string many;
    for (std::size_t i = 0; i <= kMostFields; ++i) many += "a=1&";
    CHECK_FALSE(form_fields(many));
}

TEST_CASE("form: a plus stays a plus in a path") {
    CHECK(percent_decoded("a+b%20c", false) == "a+b c");
    CHECK(percent_encoded("a b/ø") == "a%20b%2F%C3%B8");
    CHECK(percent_encoded_path("/a b/ø") == "/a%20b/%C3%B8");
}

TEST_CASE("form: cookies") {
    CHECK(cookie_value("a=1; samkjop_session=abc; b=2", "samkjop_session") == "abc");
    CHECK(cookie_value("xa=1;a=\"2\"", "a") == "2");
    CHECK(cookie_value("ab=1", "a").empty());
    CHECK(cookie_value("", "a").empty());
}

TEST_CASE("form: only addresses inside the site may be returned to") {
    for (const auto* good : {"/", "/kurv?a=b", "/a//b"}) CHECK(is_local_path(good));
    for (const auto* bad : {"", "kurv", "//ond.no", "/\\ond.no", "https://ond.no", "/a\r\nb"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_local_path(bad));
    }
}

TEST_CASE("multipart: boundaries") {
    CHECK(multipart_boundary("multipart/form-data; boundary=abc") == "abc");
    CHECK(multipart_boundary("Multipart/Form-Data; charset=x; Boundary=\"a b\"") == "a b");
    for (const auto& bad :
         {std::string("multipart/form-data"), std::string("text/plain; boundary=a"),
          "multipart/form-data; boundary=" + std::string(71, 'a'),
          std::string("multipart/form-data; boundary=a\xC3\xB8")}) {
        CAPTURE(bad);
        CHECK_FALSE(multipart_boundary(bad));
    }
}

TEST_CASE("multipart: fields and files as a browser writes them") {
    const std::string body =
        "--g\r\nContent-Disposition: form-data; name=\"navn\"\r\n\r\nMarit Å\r\n"
        "--g\r\ncontent-disposition: form-data; name=\"bilde\"; filename=\"C:\\bilder\\kasse "
        "\xC3\xA5.jpg\"\r\n"
        "Content-Type: image/jpeg\r\n\r\n\x01\r\n--g\x02z\r\n"
        "--g\r\nContent-Disposition: form-data; name=\"tom\"; filename=\"\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n\r\n"
        "--g--\r\n";
    const auto parts = parse_multipart(body, "g");
    CHECK_FALSE(parts);  // the file's content holds "\r\n--g" followed by something else
    std::string good = body;
    good.replace(good.find("--g\x02"), 4, "--h\x02");
    const auto read = parse_multipart(good, "g");
    REQUIRE(read);
    CHECK(read->fields == Fields{{"navn", "Marit Å"}});
    REQUIRE(read->uploads.size() == 1);
    CHECK(read->uploads[0].file_name == "kasse å.jpg");
    CHECK(read->uploads[0].media_type == "image/jpeg");
    CHECK(read->uploads[0].bytes.starts_with("\x01\r\n--h"));
}

TEST_CASE("multipart: what is cut off or malformed is refused") {
    const std::string good = "--g\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--g--";
    CHECK(parse_multipart(good, "g"));
    for (std::size_t length = 0; length < good.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(parse_multipart(good.substr(0, length), "g"));
    }
    for (const std::string head :
         {"Content-Disposition: attachment; name=\"a\"", "Content-Disposition: form-data", "X: y",
          "Content-Disposition: form-data; name=\"a", " folded: form-data",
          "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
          "name=\"b\""}) {
        CAPTURE(head);
        CHECK_FALSE(parse_multipart("--g\r\n" + head + "\r\n\r\n1\r\n--g--", "g"));
    }
    CHECK_FALSE(parse_multipart(
        "--g\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xFF\r\n--g--", "g"));
}
