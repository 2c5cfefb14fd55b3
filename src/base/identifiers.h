#pragma once
// Numbers that prove themselves. A value of these types has passed its check digit: nothing
// downstream checks again.

#include <optional>
#include <string>
#include <string_view>

namespace samkjop {

// Norwegian organisation number: nine digits, the last a modulus-11 check digit
// (weights 3 2 7 6 5 4 3 2). On Peppol it is participant 0192:<digits>.
class OrganisationNumber {
public:
    static std::optional<OrganisationNumber> parse(std::string_view text);  // blanks are skipped
    const std::string& digits() const { return digits_; }
    std::string participant_id() const { return "0192:" + digits_; }
    friend bool operator==(const OrganisationNumber&, const OrganisationNumber&) = default;

private:
    explicit OrganisationNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

// GS1 Global Trade Item Number, 8, 12, 13 or 14 digits with a modulus-10 check digit.
class Gtin {
public:
    static std::optional<Gtin> parse(std::string_view text);
    const std::string& digits() const { return digits_; }

private:
    explicit Gtin(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

// A distinct integer id per kind of row: Id<struct UserTag> never meets Id<struct UnitTag>.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    friend auto operator<=>(Id, Id) = default;
    explicit operator bool() const { return value != 0; }
};

}  // namespace samkjop
