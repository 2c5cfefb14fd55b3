#pragma once
// From what is shown to rows, facts and words: what several pages and the preview share.
#include "public_site/frame.h"
#include "public_site/shown.h"
#include "public_site/views.h"

namespace samkjop::public_site {

std::string say(const Place&, const Text&, const Arguments& = {});
// «Seks» for a heading, with the sentence for one or for many.
std::string counted(const Place&, std::size_t count, const Text& none, const Text& one,
                    const Text& many);
std::string category_of(const Place&, const std::vector<std::string>& cpv);
std::vector<std::string> paragraphs(const std::string& text);

AgreementRow row_of(const Place&, const ShownAgreement&, std::size_t municipalities, Date today);
PurchaseRow row_of(const Place&, const ShownPurchase&, std::size_t municipalities);
AgreementView view_of(const Place&, const ShownAgreement&, Date today);
PurchaseView view_of(const Place&, const ShownPurchase&);

std::string standing_in_words(const Place&, const ShownAgreement&, Date today);
std::string status_in_words(const Place&, const ShownPurchase&);
std::string_view tone_of(const ShownAgreement&);
const Text& kind_of(agreement::Kind);

// The choices of a list, from the address: «?kommune=3322&kategori=33&q=hansker».
struct Choices {
    std::string text;
    std::string municipality, category, supplier, period;
    bool any() const {
        return !text.empty() || !municipality.empty() || !category.empty() || !supplier.empty() ||
               !period.empty();
    }
    std::string query() const;  // "?kommune=3322", or empty
};
Choices choices_of(const http::Exchange&);
bool fits(const Place&, const Choices&, const ShownAgreement&);
bool fits(const Place&, const Choices&, const ShownPurchase&);  // words and municipality only

}  // namespace samkjop::public_site
